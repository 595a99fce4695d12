"""What a study does about identifiers: an action for each class, and the words that it lets pass."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rf_scorer.domain.privacy import Action
from rf_scorer.privacy.classes import CLASSES
from rf_scorer.privacy.lists import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Policy"]

_BETWEEN = re.compile(r"[\s_.,’'-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Actions by class and an allow-list.

    Attributes
    ----------
    actions : mapping of str to Action
        For classes that are not treated as :data:`~rf_scorer.privacy.classes.CLASSES` has it.
    allowed : frozenset of str
        Pseudonyms, and other words that may stand, folded; from :meth:`of`.
    """

    actions: Mapping[str, Action] = field(default_factory=dict)
    allowed: frozenset[str] = frozenset()

    @classmethod
    def of(cls, *, actions: Mapping[str, str] | None = None, allowed: Iterable[str] = ()) -> Policy:
        """A policy from settings.

        Parameters
        ----------
        actions : mapping of str to str, optional
            ``block``, ``warn``, ``note`` or ``off`` by class.
        allowed : iterable of str
            Pseudonyms as they are written in the transcripts; case, accents and hyphens do not matter.

        Raises
        ------
        ValueError
            For a class or an action that is not known.
        """
        chosen = {kind: Action(action) for kind, action in (actions or {}).items()}
        unknown = sorted(set(chosen) - set(CLASSES))
        if unknown:
            raise ValueError(f"unknown classes of identifiers: {', '.join(unknown)}")
        return cls(actions=chosen, allowed=frozenset(filter(None, map(_plain, allowed))))

    def action(self, kind: str) -> Action:
        """What is done about a class."""
        return self.actions.get(kind, CLASSES[kind].action)

    def allows(self, words: str) -> bool:
        """Whether words may stand: as a whole, or each of them by itself."""
        plain = _plain(words)
        return plain in self.allowed or (bool(plain) and all(part in self.allowed for part in plain.split()))


def _plain(words: str) -> str:
    text = folded(words).replace("’", "'")
    text = text.removesuffix("'s")
    return _BETWEEN.sub(" ", text).strip()
