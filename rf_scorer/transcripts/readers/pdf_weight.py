"""How much work a page of a PDF asks for, before it is done: what draws it, with all forms that it calls, unpacked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MAX_DRAWING", "MAX_OPERATIONS", "Operations", "TooManyOperations", "drawing_bytes"]

#: Bytes that draw all pages together. A page of text takes some ten thousand; the library makes objects of each, which take a hundred times as much.
MAX_DRAWING = 20_000_000
#: Steps of drawing. A form can call another ten times, and that another, so that few bytes ask for endless work.
MAX_OPERATIONS = 3_000_000


class TooManyOperations(Exception):
    """Raised through the library by :class:`Operations`."""


class Operations:
    """Counts the steps of drawing as the library takes them, over all pages; to be called before each."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, *_: Any) -> None:
        """One more.

        Raises
        ------
        TooManyOperations
            If that is more than :data:`MAX_OPERATIONS`.
        """
        self.count += 1
        if self.count > MAX_OPERATIONS:
            raise TooManyOperations


def drawing_bytes(page: Any, *, most: int) -> int:
    """The bytes that draw a page and whatever forms it calls, each once, unpacked; no more than a little above ``most``."""
    total = 0
    for stream in _streams(page):
        total += len(stream.get_data())
        if total > most:
            break
    return total


def _streams(page: Any) -> Iterator[Any]:
    contents = page.get_contents()
    if contents is not None:
        yield contents
    seen: set[int] = set()
    waiting = [page.get("/Resources")]
    while waiting:
        found = waiting.pop()
        resources = found.get_object() if found is not None else None
        forms = resources.get("/XObject") if isinstance(resources, dict) else None
        forms = forms.get_object() if forms is not None else None
        for reference in forms.values() if isinstance(forms, dict) else ():
            form = reference.get_object()
            if id(form) in seen or not isinstance(form, dict) or form.get("/Subtype") != "/Form":
                continue
            seen.add(id(form))
            yield form
            waiting.append(form.get("/Resources"))
