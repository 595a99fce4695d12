"""A headless Chromium for tests of pages and scripts; the driver is spoken to through pipes, so the rule against sockets holds."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

#: The same engine twice; the first has no windows of its own to keep and to draw, and takes half of the computing.
_PROGRAMS = ("chromium-headless-shell", "chromium")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; skips where playwright or Chromium is missing."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        pytest.skip(f"there is no program called {' or '.join(_PROGRAMS)} on this machine")
    arguments = ["--no-sandbox", "--headless=new", "--disable-gpu"]
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page in a profile of its own; an error that no script caught fails the test."""
    context = browser.new_context()
    uncaught: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: uncaught.append(str(error)))
    yield page
    context.close()
    assert not uncaught, uncaught
