"""The rules as spaCy components: ``nlp.add_pipe("rf_mentions")`` and ``nlp.add_pipe("rf_markers")`` in any English pipeline.

Results stand in ``doc.spans["rf_mentions"]`` and ``doc.spans["rf_markers"]``, and survive ``n_process`` and ``to_bytes``. A span's ``label_`` is
the category, or the marker's id; ``kb_id_`` holds the rest, fields separated by ``|`` (:func:`unpack`); ``id_`` the rule that fired. No extension
attribute is registered. A question before the text is read from ``doc.user_data["rf_question"]``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Span

from rf_scorer.language.analysis import Analyser, shipped
from rf_scorer.language.mentions import Found

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from spacy.tokens import Doc

    from rf_scorer.language.markers import FoundMarker
    from rf_scorer.language.view import View

__all__ = [
    "MARKERS",
    "MENTIONS",
    "QUESTION",
    "MarkerComponent",
    "MentionComponent",
    "make_markers",
    "make_mentions",
    "unpack",
]

MENTIONS = "rf_mentions"
MARKERS = "rf_markers"
QUESTION = "rf_question"


def pack(mention: Found) -> str:
    """Holder, flags and headword of a mention in one string."""
    return "|".join((mention.holder, ",".join(mention.flags), mention.lemma))


def unpack(span: Span) -> tuple[str, tuple[str, ...], str]:
    """Holder, flags and headword that a mention's span carries."""
    holder, flags, lemma = span.kb_id_.split("|", 2)
    return holder, tuple(flag for flag in flags.split(",") if flag), lemma


class _Component:
    """What both components share: nothing to train, nothing to store."""

    def __init__(self, analyser: Analyser) -> None:
        self.analyser = analyser

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:  # noqa: ARG002 (spaCy's interface)
        """Nothing: the rules ship with the package."""
        return b""

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> _Component:  # noqa: ARG002
        """The same component: the rules ship with the package."""
        return self

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        """Write nothing: the rules ship with the package."""

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> _Component:  # noqa: ARG002
        """The same component: the rules ship with the package."""
        return self


class MentionComponent(_Component):
    """Fills ``doc.spans["rf_mentions"]``."""

    def __call__(self, doc: Doc) -> Doc:
        """Mark the mentions of one text."""
        view = self.analyser.view(doc)
        finder = self.analyser.mentions
        question = doc.user_data.get(QUESTION)
        found = finder.find(view, self.analyser.echoes(question))
        doc.spans[MENTIONS] = [
            Span(
                doc,
                view.t[item.start],
                view.t[item.end - 1] + 1,
                label=item.category,
                kb_id=pack(item),
                span_id=item.rule,
            )
            for item in found
        ]
        return doc


class MarkerComponent(_Component):
    """Fills ``doc.spans["rf_markers"]``; uses the mentions that ``rf_mentions`` found, or finds them itself."""

    def __call__(self, doc: Doc) -> Doc:
        """Mark the markers of one text."""
        view = self.analyser.view(doc)
        mentions = _read_back(doc, view) if MENTIONS in doc.spans else self.analyser.mentions.find(view)
        doc.spans[MARKERS] = marker_spans(doc, view, self.analyser.markers.find(view, mentions))
        return doc


def marker_spans(doc: Doc, view: View, found: list[FoundMarker]) -> list[Span]:
    """Markers as spans of the Doc."""
    return [
        Span(doc, view.t[item.start], view.t[item.end - 1] + 1, label=item.marker, kb_id=item.family, span_id=item.rule)
        for item in found
    ]


def _read_back(doc: Doc, view: View) -> list[Found]:
    place = {token: index for index, token in reversed(list(enumerate(view.t)))}
    found = []
    for span in doc.spans[MENTIONS]:
        start, end = place.get(span.start), place.get(span.end - 1)
        if start is None or end is None:
            continue
        holder, flags, lemma = unpack(span)
        found.append(Found(start, end + 1, span.label_, holder, flags, lemma, span.id_))
    return found


@Language.factory(MENTIONS, assigns=["doc.spans"])
def make_mentions(nlp: Language, name: str) -> MentionComponent:  # noqa: ARG001 (spaCy's interface)
    """The component ``rf_mentions``."""
    return MentionComponent(shipped())


@Language.factory(MARKERS, assigns=["doc.spans"])
def make_markers(nlp: Language, name: str) -> MarkerComponent:  # noqa: ARG001
    """The component ``rf_markers``."""
    return MarkerComponent(shipped())
