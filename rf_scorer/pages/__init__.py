"""A page to read of every rating sheet: one HTML file that needs no script, no network and no other file."""

from rf_scorer.pages.page import render

__all__ = ["render"]
