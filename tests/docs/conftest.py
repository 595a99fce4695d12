"""Makes ``doc_codes`` and ``doc_pages``, and the makers of generated pages in ``docs``, importable: neither folder is a package."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2] / "docs")]
