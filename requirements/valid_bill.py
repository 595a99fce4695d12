"""Holds a bill of materials against the schema of CycloneDX: ``.venv-tools/bin/python requirements/valid_bill.py FILE``."""

from __future__ import annotations

import sys
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator


def _main(path: Path) -> int:
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(path.read_text("utf-8"))
    if fault is not None:
        sys.stderr.write(f"{path} is not CycloneDX 1.6: {fault}\n")
        return 1
    sys.stdout.write(f"{path} is valid CycloneDX 1.6.\n")
    return 0


if __name__ == "__main__":
    sys.exit(_main(Path(sys.argv[1])))
