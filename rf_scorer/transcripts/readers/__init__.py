"""Readers of file formats: each tells whether a document is for it, and turns it into labelled turns."""
