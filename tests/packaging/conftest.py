"""Makes the modules in ``requirements``, and ``foreign`` beside this file, importable."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2] / "requirements"))
