"""Makes ``reference/python``: a page for each public part of the package, which Sphinx fills from the docstrings."""

from __future__ import annotations

import importlib
import inspect
import re
from typing import TYPE_CHECKING, NamedTuple

from generated import cell, page, table

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PARTS", "pages"]

_FOLDER = "reference/python"
#: What Sphinx follows and a reader of Markdown does not.
_ROLE = re.compile(r":[a-z]+:(?=`)|(?<=`)~(?=[a-z.])")
#: Characters of a constant that is shown as it is.
_LONGEST = 80


class Part(NamedTuple):
    """A page: its name and title, whom it is for, and the public names of which module, all or some."""

    name: str
    title: str
    about: str
    module: str
    names: tuple[str, ...] = ()
    told: bool = False  # whether the module's own docstring says how the names go together


PARTS = (
    Part(
        "scoring",
        "Scoring",
        "What a program calls to score transcripts and streams. [How to use it](../../how-to/python-api.md), with examples that run.",
        "rf_scorer",
        ("score", "score_folder", "Scorer", "Scored"),
    ),
    Part(
        "errors",
        "Errors",
        "Every exception that rf_scorer raises on purpose. For whoever wants to catch some of them.",
        "rf_scorer.errors",
        told=True,
    ),
    Part(
        "spacy",
        "spaCy components",
        "The highlights as two components of a spaCy pipeline. For whoever has a pipeline already.",
        "rf_scorer.language.components",
        told=True,
    ),
    Part(
        "agreement",
        "Agreement",
        "Coefficients of agreement on a declared scale, with their intervals. For whoever works them out in Python rather than by `rf-scorer agree`.",
        "rf_scorer.agreement",
        told=True,
    ),
    Part(
        "readers",
        "Readers of your own",
        "What a plug-in for another format of transcripts gets and gives. [An example that runs](../../how-to/readers.md).",
        "rf_scorer.transcripts.document",
        ("Reader", "Reading", "ReadOptions", "Document", "MAX_BYTES"),
    ),
    Part(
        "models",
        "Rating models of your own",
        "What a plug-in for rating gets and gives: an entry point of the group `rf_scorer.models`.",
        "rf_scorer.rating",
    ),
    Part(
        "types",
        "Types",
        "The frozen types that the others take and give. For whoever writes a plug-in.",
        "rf_scorer.domain",
        told=True,
    ),
)


def pages() -> dict[str, str]:
    """The overview and a page for each part."""
    return {f"{_FOLDER}/index.md": _overview()} | {f"{_FOLDER}/{part.name}.md": _page(part) for part in PARTS}


def _overview() -> str:
    rows = [(f"[{part.title}]({part.name}.md)", f"`{part.module}`", part.about.partition(" [")[0]) for part in PARTS]
    return page(
        "Python API",
        "What of the package another program may rely on. For whoever calls rf_scorer from Python, or extends it.",
        "The names on the page *Scoring* and the errors are held by a test, with their parameters. The others change only with a line in the [changelog](../../../CHANGELOG.md).",
        table(("page", "module", "what it holds"), rows),
    )


def _page(part: Part) -> str:
    names = part.names or _public(part.module)
    module = importlib.import_module(part.module)
    rows = [(f"`{name}`", _first(getattr(module, name))) for name in names]
    directives = "\n".join(_directives(part.module, names, told=part.told))
    return page(
        part.title,
        part.about,
        f"`from {part.module} import …`",
        table(("name", "what it is"), rows),
        f"```{{eval-rst}}\n{directives}\n```",
    )


def _public(module: str) -> tuple[str, ...]:
    return tuple(importlib.import_module(module).__all__)


def _first(thing: object) -> str:
    if not (inspect.isclass(thing) or inspect.isroutine(thing)):
        shown = repr(thing)
        return f"`{shown}`" if len(shown) <= _LONGEST else f"a {type(thing).__name__} of {len(thing)}"  # type: ignore[arg-type]
    return cell(_ROLE.sub("", (inspect.getdoc(thing) or "").partition("\n\n")[0]))


def _directives(module: str, names: tuple[str, ...], *, told: bool) -> Iterator[str]:
    found = importlib.import_module(module)
    yield f".. {'auto' if told else 'current'}module:: {module}\n"
    for name in names:
        thing = getattr(found, name)
        if inspect.isclass(thing):
            bases = "   :show-inheritance:\n" if issubclass(thing, Exception) else ""
            yield f".. autoclass:: {name}\n   :members:\n{bases}"
        elif inspect.isroutine(thing):
            yield f".. autofunction:: {name}\n"
        else:
            yield f".. autodata:: {name}\n"


if __name__ == "__main__":
    import make

    make.main()
