"""The desk's addresses, a module for each kind of page."""
