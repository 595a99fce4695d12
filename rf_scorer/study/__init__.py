"""Folders and batches: find transcripts, check them, run the path over them, write results whole, sum up."""
