"""What a shell offers to complete: names that are known on this machine. A path is taken all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import click

__all__ = ["models", "protocols", "schemas"]


def schemas(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
    """Schemas whose names begin so."""
    from rf_scorer.validation import schema_names

    return _beginning(schema_names(), begun)


def models(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
    """Registered rating models."""
    from rf_scorer.registry import names

    return _beginning(names("rf_scorer.models"), begun)


def protocols(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
    """Protocols that ship or are registered, and the two words that stand in the place of one."""
    from rf_scorer.protocols.catalogue import names

    return _beginning((*names(), "auto", "none"), begun)


def _beginning(names: Iterable[str], begun: str) -> list[str]:
    return [name for name in names if name.startswith(begun)]
