"""The desk's templates, filled in. Everything is escaped but what this module and its neighbours make themselves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from rf_scorer.pages.environment import escaping

if TYPE_CHECKING:
    from rf_scorer.desk.assets import Assets
    from rf_scorer.study.folder import Rater, Study

__all__ = ["Pages", "embedded"]

_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def embedded(document: Any) -> Markup:
    """A document as JSON that can stand inside a ``script`` element: pure ASCII, without ``<``, ``>`` and ``&``."""
    text = json.dumps(document, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return Markup(text.translate(_ESCAPES))  # noqa: S704 (holds nothing that could end the element or begin another)


class Pages:
    """Fills in templates with what all of them get, and what one of them gets.

    Parameters
    ----------
    study : Study
    assets : Assets
    """

    def __init__(self, study: Study, assets: Assets) -> None:
        # Flask's own environment escapes by the end of a file's name, and would leave ours, in .jinja, as they are.
        self._environment = escaping("rf_scorer.desk")
        self._environment.globals |= {
            "asset": assets.url,
            "study": {"id": study.id, "title": study.title, "kind": study.kind},
        }

    def compile(self) -> None:
        """Read every template now, so that nobody's first page waits for it."""
        for name in self._environment.list_templates(extensions=["jinja"]):
            self._environment.get_template(name)

    def render(self, template: str, *, title: str, rater: Rater | None, csrf: str, **context: Any) -> str:
        """The page, as text.

        Parameters
        ----------
        template : str
            Its name without ``.html.jinja``.
        title : str
        rater : Rater or None
            None where nobody has entered.
        csrf : str
            What the page's scripts send with writes; empty where nobody has entered.
        **context
            What this template gets besides.
        """
        role = rater.role if rater is not None else ""
        found = self._environment.get_template(f"{template}.html.jinja")
        return found.render(title=title, rater=rater, role=role, csrf=csrf, **context)
