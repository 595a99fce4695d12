"""Files and folders that are there as a whole or not at all, by one run at a time, and tables as text."""
