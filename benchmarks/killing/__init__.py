"""What ``benchmarks/survival.py`` is made of: commands that are killed, and what is looked at afterwards."""
