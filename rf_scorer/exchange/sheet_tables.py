"""Tables of what stands in the sheets: mentions, markers, passages, and interviews in a row each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from rf_scorer.domain import CATEGORIES, HOLDERS, MARKER_FAMILIES
from rf_scorer.exchange.tables import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rf_scorer.exchange.material import Given, Material, Options

__all__ = ["sheet_tables"]

_INTERVIEW = (
    Column(name="interview", meaning="Id of the interview"),
    Column(name="participant", meaning="Code of the person interviewed", missing="not known"),
    Column(name="timepoint", meaning="When in the study the interview took place", missing="not known"),
)
_PLACE = (
    Column(name="passage", meaning="Id of the passage in the sheet", missing="the turn belongs to none"),
    Column(name="question_id", meaning="Id of the protocol's question", missing="no question covers it"),
    Column(name="turn", meaning="Index of the turn", values="whole number from 0"),
    Column(name="start", meaning="Where it begins in the sheet's transcript.text", values="code points from 0"),
    Column(name="end", meaning="Where it ends there", values="code points from 0, behind the last one"),
)
_WORDS = Column(name="text", meaning="The words", words=True)
_RULES = (
    Column(name="lemma", meaning="Headword of the codebook's entry", words=True),
    Column(name="rule", meaning="Id of the codebook's entry", words=True),
)
_COUNT = "whole number"
_PER_LEVELS = "whole number from 0 to 6; not a rating"


def sheet_tables(material: Material, options: Options) -> tuple[Table, ...]:
    """The tables ``mentions``, ``markers``, ``passages`` and ``interviews``.

    Parameters
    ----------
    material : Material
    options : Options
        Suggestions stand in ``passages``, in columns that are named ``provisional_…``, only where they are asked for.
    """
    made = (
        _mentions(material),
        _markers(material, options),
        _passages(material, options),
        _interviews(material, options),
    )
    return made if options.text else tuple(table.without_words() for table in made)


def _facts(sheet: Mapping[str, Any]) -> tuple[Cell, ...]:
    transcript = sheet["transcript"]
    return transcript["id"], transcript["participant"], transcript["timepoint"]


def _line(text: str) -> str:
    return " ".join(text.split())


def _questions(sheet: Mapping[str, Any]) -> dict[str | None, str | None]:
    return {passage["id"]: passage["question_id"] for passage in sheet["passages"]}


def _mentions(material: Material) -> Table:
    columns = (
        *_INTERVIEW,
        Column(name="mention", meaning="Id of the mention in the sheet"),
        *_PLACE,
        _WORDS,
        Column(name="category", meaning="Kind of mental state", values=", ".join(CATEGORIES)),
        Column(name="holder", meaning="Whose state it is", values=", ".join(HOLDERS)),
        *(
            Column(name=flag, meaning=f"Whether it is {told}", values="1 yes, 0 no")
            for flag, told in _FLAGS.items()
        ),
        Column(name="level", meaning="How much of a mind the words say", values="2 to 6; not a rating", missing="it counts for nothing"),
        *_RULES,
    )  # fmt: skip
    rows = [
        (
            *_facts(sheet), one["id"], one["passage"], questions.get(one["passage"]), one["turn"], one["start"], one["end"], _line(one["text"]),
            one["category"], one["holder"], *(int(flag in one["flags"]) for flag in _FLAGS), one["level"], one["lemma"], one["rule"],
        )
        for sheet in material.sheets.values()
        for questions in [_questions(sheet)]
        for one in sheet["mentions"]
    ]  # fmt: skip
    return Table(name="mentions", columns=columns, rows=tuple(rows))


_FLAGS = {
    "negated": "negated",
    "recall": "about remembering",
    "quoted": "in direct speech",
    "echo": "the interviewer's word said again",
}


def _markers(material: Material, options: Options) -> Table:
    columns = (
        *_INTERVIEW,
        Column(name="seen_by", meaning="Who marked it: the program, as a suggestion, or a rater, by code", values="program, or a rater's code"),
        Column(name="id", meaning="Id of a highlighted marker in the sheet", missing="a rater's own"),
        *_PLACE,
        _WORDS,
        Column(name="marker", meaning="Id of the marker in the codebook"),
        Column(name="family", meaning="Family of the marker", values=", ".join(MARKER_FAMILIES), missing="not in this codebook"),
        Column(name="taken_over", meaning="Of a rater's marker: whether it was a highlighted one", values="1 yes, 0 no", missing="the program's"),
        _RULES[1],
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    families = {one["marker"]: one["family"] for sheet in material.sheets.values() for one in sheet["markers"]}
    given = list(material.given("final" if options.use == "consensus" else options.use))
    for name, sheet in material.sheets.items():
        questions = _questions(sheet)
        rows += [
            (
                *_facts(sheet), "program", one["id"], one["passage"], questions.get(one["passage"]), one["turn"], one["start"], one["end"],
                _line(one["text"]), one["marker"], one["family"], None, one["rule"],
            )
            for one in sheet["markers"]
        ]  # fmt: skip
        rows += _tagged(name, sheet, given, families)
    return Table(name="markers", columns=columns, rows=tuple(rows))


def _tagged(
    name: str, sheet: Mapping[str, Any], given: list[Given], families: Mapping[str, str]
) -> Iterator[tuple[Cell, ...]]:
    text = sheet["transcript"]["text"]
    for one in given:
        if one.interview != name or one.judgement is None:
            continue
        for tag in one.judgement.markers:
            family = families.get(tag.marker) or tag.marker.rpartition(".")[0] or tag.marker[:1]
            yield (
                *_facts(sheet), one.rater, None, None if one.facts.question_id is None and one.facts.state is None else one.facts.unit,
                one.facts.question_id, tag.turn, tag.start, tag.end, _line(text[tag.start : tag.end]), tag.marker,
                family if family in MARKER_FAMILIES else None, int(tag.suggested), None,
            )  # fmt: skip


def _by_rater(material: Material, options: Options) -> tuple[list[str], dict[tuple[str, str], dict[str, Given]]]:
    """Raters, and by interview and unit what each gave."""
    found: dict[tuple[str, str], dict[str, Given]] = {}
    for one in material.given(options.use):
        found.setdefault((one.interview, one.facts.unit), {})[one.rater] = one
    return sorted({rater for units in found.values() for rater in units}), found


def _rated_columns(raters: list[str], use: str) -> Iterator[Column]:
    for rater in raters:
        yield Column(
            name=f"{rater}_level",
            meaning=f"The level given by {rater} ({use})",
            values="whole numbers of the scale; a consensus can lie between",
            missing="not rated, or there is a reason for none",
        )
        yield Column(
            name=f"{rater}_unratable",
            meaning=f"Why {rater} gave no level; never a low rating",
            values="not_answered, inaudible, supplied, no_opportunity, other",
            missing="not rated, or there is a level",
        )


def _rated_cells(raters: list[str], given: Mapping[str, Given]) -> Iterator[Cell]:
    for rater in raters:
        one = given.get(rater)
        yield None if one is None else one.level
        yield None if one is None or one.unratable is None else one.unratable.value


def _passages(material: Material, options: Options) -> Table:
    raters, given = _by_rater(material, options)
    suggested = (
        Column(name="provisional_level", meaning="The level the program suggests; not a rating", values="whole numbers of the scale", missing="none"),
        Column(name="provisional_expected", meaning="Mean of the suggestion's distribution; not a rating", values="number", missing="none"),
        Column(name="provisional_low", meaning="Lower end of its interval", values="number", missing="none"),
        Column(name="provisional_high", meaning="Upper end of its interval", values="number", missing="none"),
    )  # fmt: skip
    columns = (
        *_INTERVIEW,
        Column(name="passage", meaning="Id of the passage in the sheet"),
        Column(name="question_id", meaning="Id of the protocol's question", missing="no question covers it"),
        Column(name="topic", meaning="What the question is about", missing="no question covers it"),
        Column(name="role", meaning="Whether the question asks for reflective functioning or gives room for it", values="demand, permit, none"),
        Column(name="state", meaning="What became of the question; none of these is a low rating", values="answered, not_asked, not_answered, inaudible"),
        Column(name="words", meaning="Words the participant spoke", values=_COUNT),
        Column(name="reference_level", meaning="Highest level of a reference to a mental state", values=_PER_LEVELS),
        Column(name="reference_level_75", meaning="75th percentile of the references' levels", values=_PER_LEVELS),
        *(Column(name=f"mentions_{name}", meaning=f"Mentions of {name}", values=_COUNT) for name in CATEGORIES),
        *(Column(name=f"markers_{name}", meaning=f"Highlighted markers of family {name}", values=_COUNT) for name in MARKER_FAMILIES),
        Column(name="answer", meaning="What the participant said", missing="nothing", words=True),
        *_rated_columns(raters, options.use),
        *(suggested if options.suggestions else ()),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for name, sheet in material.sheets.items():
        mentions = Counter((one["passage"], one["category"]) for one in sheet["mentions"])
        markers = Counter((one["passage"], one["family"]) for one in sheet["markers"])
        turns = sheet["transcript"]["turns"]
        made = {one["passage"]: one for one in sheet["suggestions"]}
        rows += [
            (
                *_facts(sheet), one["id"], one["question_id"], one["topic"], one["role"], one["state"], one["words"], one["reference_level"],
                one["reference_level_75"], *(mentions[one["id"], kind] for kind in CATEGORIES),
                *(markers[one["id"], kind] for kind in MARKER_FAMILIES),
                " / ".join(turns[turn]["text"] for turn in one["answering"]) or None,
                *_rated_cells(raters, given.get((name, one["id"]), {})),
                *(_suggested(made[one["id"]]) if options.suggestions else ()),
            )
            for one in sheet["passages"]
        ]  # fmt: skip
    return Table(name="passages", columns=columns, rows=tuple(rows))


def _suggested(made: Mapping[str, Any]) -> tuple[Cell, ...]:
    low, high = made["interval"] or (None, None)
    return made["level"], made["expected"], low, high


def _interviews(material: Material, options: Options) -> Table:
    raters, given = _by_rater(material, options)
    columns = (
        *_INTERVIEW,
        Column(name="protocol", meaning="Id of the interview protocol", missing="none: every exchange is a passage"),
        Column(name="participant_words", meaning="Words the participant spoke", values=_COUNT),
        Column(name="passages", meaning="Passages", values=_COUNT),
        Column(name="answered", meaning="Passages that were answered", values=_COUNT),
        *(Column(name=f"mentions_{name}", meaning=f"Mentions of {name}", values=_COUNT) for name in CATEGORIES),
        *(Column(name=f"markers_{name}", meaning=f"Highlighted markers of family {name}", values=_COUNT) for name in MARKER_FAMILIES),
        *(
            Column(name=f"overall_{column.name}", meaning=f"Of the whole interview: {column.meaning}", values=column.values, missing=column.missing)
            for column in _rated_columns(raters, options.use)
        ),
    )  # fmt: skip
    rows = []
    for name, sheet in material.sheets.items():
        mentions = Counter(one["category"] for one in sheet["mentions"])
        markers = Counter(one["family"] for one in sheet["markers"])
        rows.append((
            *_facts(sheet), sheet["protocol"]["id"] if sheet["protocol"] else None,
            sum(turn.get("words", 0) for turn in sheet["transcript"]["turns"] if turn["role"] == "participant"),
            len(sheet["passages"]), sum(one["state"] == "answered" for one in sheet["passages"]),
            *(mentions[kind] for kind in CATEGORIES), *(markers[kind] for kind in MARKER_FAMILIES),
            *_rated_cells(raters, given.get((name, "overall"), {})),
        ))  # fmt: skip
    return Table(name="interviews", columns=columns, rows=tuple(rows))
