"""Makes ``doc_codes`` and ``doc_pages`` importable: tests are collected without being packages."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
