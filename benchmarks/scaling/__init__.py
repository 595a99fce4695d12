"""What ``benchmarks/scale.py`` and ``benchmarks/guard.py`` are made of: material, clocks, what is measured, tables and drawings."""
