"""Draw what ``benchmarks/scale.py`` measured.

Usage::

    python benchmarks/plot_scale.py OUT.json -o docs/measurements/speed.svg

The ending of the file decides: ``.svg``, or ``.png``, for which the browser of the tests (Playwright's Chromium) is asked.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from scaling.drawing import drawn

_PROGRAMS = ("chromium-headless-shell", "chromium")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("figures", type=Path)
    parser.add_argument("-o", "--out", type=Path, required=True)
    chosen = parser.parse_args()
    made = drawn(json.loads(chosen.figures.read_text("utf-8")))
    if chosen.out.suffix == ".png":
        _pictured(made, chosen.out)
    elif chosen.out.suffix == ".svg":
        chosen.out.write_text(made, "utf-8")
    else:
        parser.error("-o: give a name that ends in .svg or .png")
    return 0


def _pictured(made: str, out: Path) -> None:
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    with sync_playwright() as playwright:
        # Without the system's own, Playwright looks for the one that it may have brought.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(device_scale_factor=2)
        page.set_content(f"<body style='margin:0'>{made}</body>")
        page.locator("svg").first.screenshot(path=str(out))
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
