"""Hostile input: seeds, ways to spoil them, everything that reads, and the campaign that brings them together."""
