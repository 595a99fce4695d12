"""Which modules of others rf_scorer imports, read from its source."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "rf_scorer"


def foreign_modules() -> list[str]:
    """Every module of another that ours import anywhere, at the top or inside a function."""
    names = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module)
    return sorted(name for name in names if name.split(".")[0] not in {*sys.stdlib_module_names, "rf_scorer"})
