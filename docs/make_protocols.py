"""Makes ``reference/protocols``: the questions of each protocol in our paraphrases, and the scale that answers are rated on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generated import cell, page, table

from rf_scorer import protocols

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.domain import Protocol, Question

__all__ = ["pages"]

_FOLDER = "reference/protocols"
_CHECK = (
    "> **Check against the manual.** Wordings are our own paraphrases, made to find questions in a transcript. They are not the instrument, and "
    "replace neither it nor training."
)
_ROLES = (
    ("demand", "asks for thinking about minds; that it was not asked is reported"),
    ("permit", "gives room for it"),
    ("none", "neither; the answer is not rated"),
)


def pages() -> dict[str, str]:
    """The overview, and a page for each protocol that ships."""
    # Not those of other packages that happen to be installed.
    loaded = {name: protocols.load(name) for name in ("aai", "brfi", "cai", "pdi", "pi", "session")}
    made = {f"{_FOLDER}/index.md": _overview(loaded)}
    for name, protocol in loaded.items():
        made[f"{_FOLDER}/{name}.md"] = _page(protocol)
    made["reference/scale.md"] = _scale(loaded["aai"])
    return made


def _overview(loaded: dict[str, Protocol]) -> str:
    rows = [
        (
            f"[{protocol.title}]({name}.md)",
            f"`--protocol {name}`",
            str(len(protocol.questions)),
            str(sum(question.role == "demand" for question in protocol.questions)),
        )
        for name, protocol in loaded.items()
    ]
    return page(
        "Protocols",
        "The interview protocols that ship, question by question. For coders who want to know why a turn was taken for a question, and for raters.",
        _CHECK,
        table(("protocol", "option", "questions", "of them demands"), rows),
        "## Roles of questions",
        table(("role", "meaning"), ((f"`{role}`", meaning) for role, meaning in _ROLES)),
        "## How a question is found",
        "By its number before the turn, by likeness of words, and by order: [how](../../../annotation_guides/protocols/README.md#how-a-question-is-found). "
        "What the program finds can be [overruled](../input.md#alignment-overrides), and a lab's [own protocol](../input.md#protocols) used in its place.",
    )


def _page(protocol: Protocol) -> str:
    rows = [
        (
            f"[{question.number or question.id}](#{question.id.replace('.', '')})",
            cell(question.topic),
            f"`{question.role}`",
            "" if question.expected else "often rightly left out",
        )
        for question in protocol.questions
    ]
    asked = "kinds of bid" if protocol.kind == "session" else "questions"
    parts = [
        f"The {asked} by which `--protocol {protocol.id}` finds passages, in our paraphrases. For coders and raters.",
        f"> **{cell(protocol.check)}**",
        f"Version {protocol.version}; answers are rated on the [scale `{protocol.scale.id}`](../scale.md).",
        table(("number", "topic", "role", "remark"), rows),
    ]
    for question in protocol.questions:
        parts += [f"## {question.id}", *_question(question)]
    parts += ["## Sources", "\n".join(f"* {cell(source)}" for source in protocol.sources)] if protocol.sources else []
    return page(protocol.title, *parts)


def _question(question: Question) -> Iterator[str]:
    head = f"{cell(question.topic).capitalize()} · `{question.role}`"
    yield f"{head}. {cell(question.note)}" if question.note else head
    yield "\n".join(f"* {cell(wording)}" for wording in question.wordings)
    if question.probes:
        yield "Follow-ups that belong to it:"
        yield "\n".join(f"* {cell(wording)}" for probe in question.probes for wording in probe.wordings)


def _scale(protocol: Protocol) -> str:
    scale = protocol.scale
    rows = [(str(level.value), cell(level.name), cell(level.anchor)) for level in scale.levels]
    return page(
        "The scale",
        f"The levels that a passage or an interview can be given, from {scale.minimum} to {scale.maximum}. For raters; suggestions are on the same levels.",
        "> **Check against the manual.** Names and anchors are our own words; a file of ours replaces neither the manual nor training.",
        table(("level", "name", "in short"), rows),
        "[How to rate](../../annotation_guides/rating.md)",
    )


if __name__ == "__main__":
    import make

    make.main()
