"""Takes the pictures of README and tutorials from the program itself, on its bundled, invented interviews: ``python docs/make_pictures.py``."""

from __future__ import annotations

import base64
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator, Page

__all__ = ["compress", "main"]

_FOLDER = Path(__file__).with_name("pictures")
#: Width and height of the window in CSS pixels; narrow, so that a page of text that shows a picture smaller leaves its words legible.
_PAGE, _DESK = (860, 800), (1180, 780)
#: What is shown: an answer in which little is said of minds, and some.
_INTERVIEW, _PASSAGE = "aai-north", "p13"
#: Milliseconds in which the desk has saved and drawn.
_SETTLED = 800
#: Screen pixels for a CSS pixel.
_SCALE = 1.5
#: Colours of a picture, at most 256: few, since pages are flat colours and text.
_COLOURS = 64
_PROGRAMS = ("chromium", "chromium-headless-shell")
_UNPACK = """async (png) => {
  const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const paper = new OffscreenCanvas(image.width, image.height).getContext("2d");
  paper.drawImage(image, 0, 0);
  const pixels = new Blob([paper.getImageData(0, 0, image.width, image.height).data]);
  const reader = new FileReader();
  await new Promise((done) => { reader.onload = done; reader.readAsDataURL(pixels); });
  return [image.width, image.height, reader.result.split(",")[1]];
}"""
#: The seed by which the interview that is shown is not one of those that are rated without help.
_SEED = "7"


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "rf_scorer", *arguments], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 (our own program)


def _palette(pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The commonest colours, and for each pixel the nearest of them."""
    packed = (pixels.astype(np.uint32) * np.array([1 << 16, 1 << 8, 1], np.uint32)).sum(axis=2)
    colours, where, counts = np.unique(packed, return_inverse=True, return_counts=True)
    kept = colours[np.argsort(-counts.astype(np.int64), kind="stable")[:_COLOURS]]

    def apart(values: np.ndarray) -> np.ndarray:
        return np.stack([values >> 16 & 255, values >> 8 & 255, values & 255], axis=1).astype(np.int32)

    table, nearest = apart(kept), np.empty(len(colours), np.uint8)
    for start in range(0, len(colours), 4096):
        some = apart(colours[start : start + 4096])
        nearest[start : start + 4096] = ((some[:, None] - table[None]) ** 2).sum(axis=2).argmin(axis=1)
    return table.astype(np.uint8), nearest[where].reshape(packed.shape)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def compress(pixels: np.ndarray) -> bytes:
    """A picture as a PNG with a palette.

    Parameters
    ----------
    pixels : ndarray
        Height by width by three colours, 0 to 255.
    """
    table, indices = _palette(pixels)
    height, width = indices.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), indices], axis=1).tobytes()
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", header),
            _chunk(b"PLTE", table.tobytes()),
            _chunk(b"IDAT", zlib.compress(rows, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _pixels(page: Page, part: Locator | None = None) -> np.ndarray:
    """What the window, or a part of the page, shows; the browser unpacks its own screenshot."""
    shot = (part or page).screenshot(animations="disabled", caret="hide")
    width, height, unpacked = page.context.new_page().evaluate(_UNPACK, base64.b64encode(shot).decode())
    return np.frombuffer(base64.b64decode(unpacked), np.uint8).reshape(height, width, 4)[:, :, :3]


@contextmanager
def _desk(study: Path) -> Iterator[str]:
    """A desk on this machine, and Anna's link."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = str(one.getsockname()[1])
    command = [sys.executable, "-m", "rf_scorer", "review", str(study), "--no-browser", "--port", port]
    with subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        assert process.stdout is not None
        try:
            yield process.stdout.readline().rstrip("\n").split("\t")[-1]
        finally:
            process.terminate()


def _scored_page(page: Page, file: Path) -> dict[str, np.ndarray]:
    """A passage of a scored interview as its page shows it, and the suggestion below it, opened."""
    page.goto(file.as_uri())
    passage = page.locator(f"#{_PASSAGE}")
    folded = _pixels(page, passage)
    suggestion = passage.locator("details").filter(has_text="then open the suggestion")
    suggestion.locator("summary").click()
    return {"page.png": folded, "suggestion.png": _pixels(page, suggestion)}


def _rated_passage(page: Page, link: str) -> np.ndarray:
    """The desk with a passage that is locked, and its suggestion opened."""
    page.clock.set_fixed_time("2026-11-30T10:00:00Z")
    page.goto(link)
    page.wait_for_url("**/")
    page.goto(page.url + f"interviews/{_INTERVIEW}")
    page.wait_for_selector("html[data-ready=true]")
    page.keyboard.press("Alt+3")
    while f"#{_PASSAGE}" not in page.url and page.locator("#rating").get_by_text(_PASSAGE).count() == 0:
        page.keyboard.press("u")
        page.keyboard.press("j")
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    page.wait_for_timeout(_SETTLED)
    page.keyboard.press("r")
    page.wait_for_timeout(_SETTLED)
    return _pixels(page)


def main() -> None:
    """Write the pictures."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise SystemExit(f"There is no program called {' or '.join(_PROGRAMS)} on this machine.")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        study = Path(folder, "study")
        _run(
            "init", str(study), "--demo", "--rater", "anna", "--rater", "ben", "--adjudicator", "cleo", "--seed", _SEED
        )
        _run("score", str(study), "--quiet")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])

        def opened(size: tuple[int, int]) -> Page:
            viewport = {"width": size[0], "height": size[1]}
            context = browser.new_context(
                viewport=viewport, device_scale_factor=_SCALE, color_scheme="light", timezone_id="UTC"
            )
            return context.new_page()

        pictures = _scored_page(opened(_PAGE), study / "pages" / f"{_INTERVIEW}.html")
        with _desk(study) as link:
            pictures["desk.png"] = _rated_passage(opened(_DESK), link)
        browser.close()
    for name, pixels in pictures.items():
        (_FOLDER / name).write_bytes(compress(pixels))


if __name__ == "__main__":
    main()
