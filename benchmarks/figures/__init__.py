"""What was measured: kept as numbers, and put into the pages from there."""
