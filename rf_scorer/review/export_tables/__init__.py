"""Ratings as tables for statistics programs."""
