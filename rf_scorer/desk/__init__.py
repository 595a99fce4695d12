"""The rater's desk: pages, served on this machine, and worksheets that need no server."""
