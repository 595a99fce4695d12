"""The rules as spaCy components: ``nlp.add_pipe("rf_mentions")`` and ``nlp.add_pipe("rf_markers")`` behind a tagger and a parser.

::

    from rf_scorer.language.components import unpack
    from rf_scorer.language.pipelines import load_pipeline
    nlp = load_pipeline().nlp  # or spacy.load("en_core_web_sm"): any English pipeline with a tagger and a parser
    nlp.add_pipe("rf_mentions")
    nlp.add_pipe("rf_markers")
    doc = nlp("I think my mother was frightened because her own father had left.")
    for span in doc.spans["rf_mentions"]:
        print(span.text, span.label_, *unpack(span))

Results stand in ``doc.spans["rf_mentions"]`` and ``doc.spans["rf_markers"]``, and survive ``n_process``, ``to_bytes`` and the disk; no extension
attribute is registered. A question before the text is read from ``doc.user_data["rf_question"]``.

===========  ===========================================  =========================================
of a span    in ``rf_mentions``                           in ``rf_markers``
===========  ===========================================  =========================================
``label_``   category                                     id of the marker
``kb_id_``   holder and flags, such as ``other negated``  family
``id_``      the rule, then ``|name=value`` for the rest   the same
===========  ===========================================  =========================================

:func:`unpack` and :func:`unpack_marker` read them; ``displacy.render(doc, style="span", options=displacy_options())`` shows them.

spaCy imports this module in every process in which rf_scorer is installed, so that it imports nothing heavy itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from spacy.language import Language
from spacy.tokens import Span

from rf_scorer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from spacy.tokens import Doc

    from rf_scorer.language.analysis import Analyser
    from rf_scorer.language.markers import FoundMarker
    from rf_scorer.language.mentions import Found
    from rf_scorer.language.view import View

__all__ = [
    "MARKERS",
    "MENTIONS",
    "QUESTION",
    "CarriedMarker",
    "CarriedMention",
    "MarkerComponent",
    "MentionComponent",
    "displacy_options",
    "make_markers",
    "make_mentions",
    "unpack",
    "unpack_marker",
]

MENTIONS = "rf_mentions"
MARKERS = "rf_markers"
QUESTION = "rf_question"

_COLOURS = {
    "cognition": "#9ec5f4", "emotion": "#f4a7b9", "desire": "#f2cf8f", "perception": "#9fd8b6", "modulation": "#c9bdf0",
    "A": "#9fd8d8", "B": "#b6d89f", "C": "#d8c79f", "D": "#c3c9d6", "low": "#f2b59a", "link": "#dcdcdc",
}  # fmt: skip


class CarriedMention(NamedTuple):
    """What a mention's span carries besides its category: whose state, flags, headword of the codebook, rule that fired, level.

    The level is known once ``rf_markers`` has seen the Doc, and then None where the mention counts for none.
    """

    holder: str
    flags: tuple[str, ...]
    lemma: str
    rule: str
    level: int | None = None


class CarriedMarker(NamedTuple):
    """What a marker's span carries besides its id: family, rule, and the mentions by their places in ``doc.spans["rf_mentions"]``."""

    family: str
    rule: str
    mentions: tuple[int, ...]


def unpack(span: Span) -> CarriedMention:
    """What the span of a mention carries."""
    holder, *flags = span.kb_id_.split(" ")
    rule, more = _fields(span)
    level = int(more["level"]) if "level" in more else None
    return CarriedMention(holder, tuple(flags), more.get("lemma", ""), rule, level)


def unpack_marker(span: Span) -> CarriedMarker:
    """What the span of a marker carries."""
    rule, more = _fields(span)
    return CarriedMarker(span.kb_id_, rule, tuple(int(index) for index in more.get("mentions", "").split(",") if index))


def _fields(span: Span) -> tuple[str, dict[str, str]]:
    rule, *rest = span.id_.split("|")
    return rule, dict(field.split("=", 1) for field in rest)


def _packed(rule: str, **more: str) -> str:
    return "|".join((rule, *(f"{name}={value}" for name, value in more.items() if value)))


def displacy_options(key: str = MENTIONS) -> dict[str, Any]:
    """Options with which displaCy shows the spans, in style ``span``, coloured by category or by family.

    Parameters
    ----------
    key : {"rf_mentions", "rf_markers"}
    """
    colours = _COLOURS
    if key == MARKERS:
        colours = {entry.id: _COLOURS[entry.family] for entry in _analyser().codebook.markers}
    return {"spans_key": key, "colors": dict(colours)}


def _analyser() -> Analyser:
    from rf_scorer.language.analysis import shipped  # see the module's docstring

    return shipped()


class _Component:
    """What both components share: nothing to train, nothing to store; the rules ship with the package."""

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
        """Mark the mentions of one text.

        Raises
        ------
        UsageError
            If the Doc has no tags or no parse.
        """
        _check(doc, MENTIONS)
        analyser = _analyser()
        view = analyser.view(doc)
        doc.spans[MENTIONS] = [_mention_span(doc, view, item) for item in _find(doc, analyser, view)]
        return doc


class MarkerComponent(_Component):
    """Fills ``doc.spans["rf_markers"]`` and the levels of the mentions, which it finds itself where ``rf_mentions`` did not."""

    def __call__(self, doc: Doc) -> Doc:
        """Mark the markers of one text.

        Raises
        ------
        UsageError
            If the Doc has no tags or no parse.
        """
        _check(doc, MARKERS)
        analyser = _analyser()
        view = analyser.view(doc)
        mentions = _read_back(doc, view) if MENTIONS in doc.spans else _find(doc, analyser, view)
        found = analyser.markers.find(view, mentions, _asked(doc))
        levels = analyser.levels.find(view, mentions, found)
        doc.spans[MENTIONS] = [
            _mention_span(doc, view, item, level) for item, level in zip(mentions, levels, strict=True)
        ]
        doc.spans[MARKERS] = [_marker_span(doc, view, item) for item in found]
        return doc


def _asked(doc: Doc) -> list[str]:
    from rf_scorer.language.analysis import question_words  # see the module's docstring

    return question_words(doc.user_data.get(QUESTION))


def _find(doc: Doc, analyser: Analyser, view: View) -> list[Found]:
    return analyser.mentions.find(view, analyser.echoes(doc.user_data.get(QUESTION)), _asked(doc))


def _check(doc: Doc, name: str) -> None:
    for attribute, component, what in (("TAG", "tagger", "tags"), ("DEP", "parser", "a parse")):
        if len(doc) and not doc.has_annotation(attribute):
            raise UsageError(
                f"The component {name!r} needs {what}, and this Doc has none: no {component} stands before it.",
                remedy=f"Add it behind the {component!r} of a trained pipeline; rf_scorer.language.pipelines.load_pipeline().nlp is one.",
            )


def _check_language(nlp: Language, name: str) -> None:
    if nlp.lang != "en":
        raise UsageError(
            f"The component {name!r} is for English, and this pipeline's language is {nlp.lang!r}.",
            remedy="Add it to an English pipeline; the rules know no other language.",
        )


def _mention_span(doc: Doc, view: View, item: Found, level: int | None = None) -> Span:
    return Span(
        doc,
        view.t[item.start],
        view.t[item.end - 1] + 1,
        label=item.category,
        kb_id=" ".join((item.holder, *item.flags)),
        span_id=_packed(item.rule, lemma=item.lemma, level="" if level is None else str(level)),
    )


def _marker_span(doc: Doc, view: View, item: FoundMarker) -> Span:
    return Span(
        doc,
        view.t[item.start],
        view.t[item.end - 1] + 1,
        label=item.marker,
        kb_id=item.family,
        span_id=_packed(item.rule, mentions=",".join(map(str, item.mentions))),
    )


def _read_back(doc: Doc, view: View) -> list[Found]:
    """The mentions that stand in the Doc, in their order, so that a marker's indices lead to them."""
    from rf_scorer.language.mentions import Found  # see the module's docstring

    place = {token: index for index, token in reversed(list(enumerate(view.t)))}
    last = {token: index for index, token in enumerate(view.t)}
    found = []
    for span in doc.spans[MENTIONS]:
        start, end = place.get(span.start), last.get(span.end - 1)
        if start is None or end is None:
            continue
        holder, flags, lemma, rule, _ = unpack(span)
        found.append(Found(start, end + 1, span.label_, holder, flags, lemma, rule))
    return found


@Language.factory(MENTIONS, assigns=["doc.spans"], requires=["token.tag", "token.dep"])
def make_mentions(nlp: Language, name: str) -> MentionComponent:
    """The component ``rf_mentions``.

    Raises
    ------
    UsageError
        If the pipeline is not for English.
    """
    _check_language(nlp, name)
    return MentionComponent()


@Language.factory(MARKERS, assigns=["doc.spans"], requires=["token.tag", "token.dep"])
def make_markers(nlp: Language, name: str) -> MarkerComponent:
    """The component ``rf_markers``.

    Raises
    ------
    UsageError
        If the pipeline is not for English.
    """
    _check_language(nlp, name)
    return MarkerComponent()
