"""The templates of pages: every text is escaped, and a name that is not known is an error rather than nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from rf_scorer.domain.amounts import counted, percent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jinja2 import Template

__all__ = ["escaping", "template_of"]


def escaping(package: str) -> Environment:
    """An environment for the folder ``templates`` of a package of ours; its filters ``counted`` and ``percent`` say amounts."""
    made = Environment(
        loader=PackageLoader(package, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {"counted": counted, "percent": percent}
    return made


def template_of(name: str, *, filters: Mapping[str, Callable[..., Any]], names: Mapping[str, Any]) -> Template:
    """A template of this package with what it may call; keep it, since it is compiled anew each time."""
    environment = escaping("rf_scorer.pages")
    environment.filters |= filters
    environment.globals |= names
    return environment.get_template(name)
