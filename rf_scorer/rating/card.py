"""The card of a model, and its README made from it, so that the two never disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["FILE", "readme"]

#: Name of the card in a model's folder.
FILE = "card.json"

_NAMES = {
    "spearman": "Spearman's rho",
    "qwk": "Weighted kappa (quadratic)",
    "icc": "ICC(A,1)",
    "mae": "Mean absolute error",
    "within_1": "Within one level",
    "bias": "Bias (suggested minus rated)",
    "coverage": "Interval holds the rating",
    "width": "Levels in an interval",
    "rps": "Ranked probability score",
    "words": "Spearman with number of words",
}


def readme(card: Mapping[str, Any]) -> str:
    """The card as Markdown.

    Parameters
    ----------
    card : mapping
        Valid by the schema ``model-card``.
    """
    data = card["data"]
    parts = [
        f"# {card['name']} {card['version']}",
        "*Made from `card.json`; change that, or the script that writes it.*",
        f"**{card['statement']}**",
        card["summary"],
        "## Use",
        "Meant for:",
        _bullets(card["intended_use"]),
        "Not meant for:",
        _bullets(card["unintended_use"]),
        "## Data",
        f"{data['description']} {data['answers']} answers of {data['people']} people. Licence: {data['licence']}.",
        _levels(data["levels"]),
        "## Method",
        card["method"],
        "## How well it agrees",
    ]
    if not card["evaluations"]:
        parts.append("Nobody has tried: see the limits.")
    for evaluation in card["evaluations"]:
        parts += [f"### {evaluation['title']}", evaluation["description"], _table(evaluation)]
    if "words" in card:
        parts += ["## Words in the model", *_words(card["words"])]
    parts += [
        "## Limits",
        _bullets(card["limits"]),
        "## Rebuild",
        "```\n" + "\n".join(card["rebuild"]) + "\n```",
        f"Licence of the model: {card['licence']}. Digest of `model.json`: `{card['sha256']}`.",
    ]
    return "\n\n".join(parts) + "\n"


def _words(words: Mapping[str, Any]) -> Iterator[str]:
    """What the file holds of anybody's words, and what follows from that."""
    if words["held"]:
        yield (
            f"**The model file holds words** of the texts that it was learned from: {_count(words)}. {_dropped(words)} "
            "A word that enough people used may still be a name, and short pieces of words can stand in a name that is not there."
        )
        yield (
            "If the texts are confidential, so is this file: keep it where they are kept, look through its word lists before anybody else gets it, and let "
            "whoever is responsible for the data decide."
        )
    else:
        yield f"The model file holds no words of the texts that it was learned from. {_dropped(words)}"
    for one in words["earlier_models"]:
        told = _count(one) if one["held"] else "no words"
        least = "" if one["least_people"] is None else f", none used by fewer than {one['least_people']} of its people"
        yield f"Within it stands the earlier model {one['name']} ({one['statement']}): {told}{least}."


def _count(words: Mapping[str, Any]) -> str:
    return (
        f"{words['runs']} runs of one to three words, {words['letters']} runs of letters, {words['words']} single words, {words['question_words']} words of "
        f"questions, {words['questions']} questions in full"
    )


def _dropped(words: Mapping[str, Any]) -> str:
    least, invented = words["least_people"], " (invented people count where such were learned from)"
    more = invented if words["invented_people_count"] else ""
    if words["counted_by"] == "answers":
        return f"Whatever fewer than {least} answers held was dropped; nobody said whose answers they are, so that what is here may be one person's."
    if least == 1:
        return "Nothing was dropped for being one person's."
    return f"Whatever fewer than {least} different participants{more} used, or were asked, was dropped."


def _bullets(lines: list[str]) -> str:
    return "\n".join(f"* {line}" for line in lines)


def _levels(levels: Mapping[str, int]) -> str:
    head = "| level | " + " | ".join(levels) + " |"
    return f"{head}\n|{'---|' * (len(levels) + 1)}\n| answers | {' | '.join(map(str, levels.values()))} |"


def _table(evaluation: Mapping[str, Any]) -> str:
    rows = evaluation["results"]
    keys = [key for key in _NAMES if any(key in row["figures"] for row in rows)]
    lines = ["| | " + " | ".join(_NAMES[key] for key in keys) + " |", "|" + "---|" * (len(keys) + 1)]
    lines += [
        f"| {row['title']} | " + " | ".join(_cell(row["figures"].get(key)) for key in keys) + " |" for row in rows
    ]
    return "\n".join(lines)


def _cell(figure: Mapping[str, Any] | None) -> str:
    if figure is None:
        return ""
    if figure["value"] is None:
        return "undefined"
    text = f"{figure['value']:.2f}"
    return f"{text} ({figure['low']:.2f} to {figure['high']:.2f})" if figure.get("low") is not None else text
