"""Which interview a text is, and where its spans stand in it; a text that is another is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.errors import DataError
from rf_scorer.exchange.talk import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from rf_scorer.exchange.material import Material
    from rf_scorer.exchange.spans import Returned, Said
    from rf_scorer.exchange.talk import Place, Talk

__all__ = ["MAX_SPANS", "Fitted", "fit"]

#: Spans of one text. A long interview has two thousand highlights.
MAX_SPANS = 10_000


class Fitted:
    """A text that came back, and the interview that it is.

    Parameters
    ----------
    returned : Returned
    talk : Talk
    find : callable
        The place of a span; None where it is not words of one turn.
    """

    def __init__(self, returned: Returned, talk: Talk, find: Callable[[Said], Place | None]) -> None:
        self.returned, self.talk = returned, talk
        self.placed: tuple[tuple[Said, Place | None], ...] = tuple((said, find(said)) for said in returned.spans)


def fit(returned: Returned, material: Material) -> Fitted:
    """Find the interview whose text this is: as it was exported, or as the file was that was scored.

    Raises
    ------
    DataError
        If the interview that it names has another text, or no interview has this one; or if it has more than :data:`MAX_SPANS` spans. The
        words are not told.
    """
    if len(returned.spans) > MAX_SPANS:
        raise DataError(
            f"The text has {len(returned.spans)} spans; an interview has at most {MAX_SPANS}.",
            where=returned.where,
            remedy="Export what was annotated again, without what a program marked by itself.",
        )
    named = material.talks.get(returned.interview or "")
    for talk in [named] if named is not None else material.talks.values():
        if plain(returned.text) == plain(talk.text):
            return Fitted(returned, talk, lambda said, talk=talk: talk.find(said.start, said.end))  # type: ignore[misc]
        if plain(returned.text) == plain(talk.source):
            return Fitted(returned, talk, _in_source(talk))
    if named is not None:
        raise DataError(
            f"The text is not that of the interview {named.interview}: somebody changed it, or the interview was scored anew from another file.",
            where=returned.where,
            remedy="Export the study again, and edit spans without changing a text.",
        )
    raise DataError(
        "No interview of the study has this text.",
        where=returned.where,
        remedy="Give the study from which it was exported; texts must not be changed in the other program.",
    )


def _in_source(talk: Talk) -> Callable[[Said], Place | None]:
    source = talk.source
    # Where each character of the plain text stands in the source, whose line ends may be two characters.
    places = [
        place
        for place, character in enumerate(source)
        if not (character == "\n" and place and source[place - 1] == "\r")
        and not (place == 0 and character == "\ufeff")
    ]
    places.append(len(source))

    def find(said: Said) -> Place | None:
        if not 0 <= said.start < said.end < len(places):
            return None
        return talk.find_in_source(places[said.start], places[said.end])

    return find
