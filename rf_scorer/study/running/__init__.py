"""Runs over many transcripts: what is done with one, by whom it is done, what an earlier run left, the tables, and parts put together."""
