"""Licences of what rf_scorer needs at work.

``python requirements/licences.py`` writes the table of ``docs/explanation/supply-chain.md`` anew from what the installed packages
say of themselves, and fails if one of them has a licence that nobody has looked at.
"""

from __future__ import annotations

import re
import sys
from importlib import metadata

import locks

__all__ = ["ACCEPTED", "PAGE", "accepted", "of", "page", "table"]

PAGE = locks.ROOT / "docs" / "explanation/supply-chain.md"
_START, _END = "<!-- licences: start -->", "<!-- licences: end -->"

#: SPDX identifier → why the licence goes with MIT. Nothing is bundled: pip fetches each package with its own licence.
ACCEPTED = {
    "0BSD": "permissive",
    "Apache-2.0": "permissive",
    "BSD-2-Clause": "permissive",
    "BSD-3-Clause": "permissive",
    "CC0-1.0": "public domain",
    "CNRI-Python": "permissive",
    "ISC": "permissive",
    "MIT": "permissive",
    "MPL-2.0": "copyleft for changes to its own files; used unchanged",
    "PSF-2.0": "permissive",
    "ZPL-2.1": "permissive",
    "Zlib": "permissive",
}
#: What packages write where an SPDX expression is wanted.
_NAMES = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "PSFL": "PSF-2.0",
    "ZPL 2.1": "ZPL-2.1",
}
#: Where the metadata says too little ("BSD"), the licence file was read; colorama comes on Windows only, three others before Python 3.12.
_READ = {
    "blis": "BSD-3-Clause",
    "colorama": "BSD-3-Clause",
    "importlib-metadata": "Apache-2.0",
    "itsdangerous": "BSD-3-Clause",
    "jinja2": "BSD-3-Clause",
    "lazy-importer": "Apache-2.0",
    "partd": "BSD-3-Clause",
    "scipy": "BSD-3-Clause",
    "zict": "BSD-3-Clause",
    "zipp": "MIT",
}


def of(name: str) -> str:
    """The SPDX expression of a package's licence.

    Parameters
    ----------
    name : str
        Normalised name of an installed package, or one whose licence file was read by hand.

    Raises
    ------
    LookupError
        If neither the package nor this module says it in words that are known.
    """
    if name in _READ:
        return _READ[name]
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        raise LookupError(f"{name} is not installed: read its licence and add it to _READ.") from None
    if "License-Expression" in said:
        return str(said["License-Expression"])
    classifiers = [text.split(" :: ")[-1] for text in said.get_all("Classifier") or [] if text.startswith("License ::")]
    for words in [*(said.get_all("License") or []), *classifiers]:
        expression: str = _NAMES.get(words, words)
        if expression and accepted(expression):
            return expression
    raise LookupError(f"{name} does not say in known words what its licence is: read it and add it to _READ.")


def accepted(expression: str) -> bool:
    """Whether each licence that must be kept (``AND``) is accepted, and one of each choice (``OR``)."""
    terms = re.split(r"\s+AND\s+", expression.replace("(", "").replace(")", ""))
    return all(any(choice in ACCEPTED for choice in re.split(r"\s+OR\s+", term)) for term in terms)


def table() -> str:
    """The licences, each with its packages (a Markdown table).

    Raises
    ------
    LookupError
        If a package's licence is unknown or not accepted.
    """
    packages: dict[str, list[str]] = {}
    for name in sorted({pin.name for pin in locks.read(locks.RUN)}):
        expression = of(name)
        if not accepted(expression):
            raise LookupError(f"The licence of {name} is {expression}: nobody has looked whether it goes with MIT.")
        packages.setdefault(expression, []).append(name)
    lines = ["| licence | packages |", "|---|---|"]
    lines += [
        f"| {expression} | {', '.join(names)} |"
        for expression, names in sorted(packages.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
    return "\n".join(lines)


def page(text: str) -> str:
    """The page with the table as it is now."""
    head, _, rest = text.partition(_START)
    _, _, tail = rest.partition(_END)
    return f"{head}{_START}\n{table()}\n{_END}{tail}"


def _main() -> int:
    try:
        text = page(PAGE.read_text("utf-8"))
    except LookupError as reason:
        sys.stderr.write(f"{reason.args[0]}\n")
        return 1
    PAGE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(_main())
