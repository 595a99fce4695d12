"""The card of a model, and its README made from it, so that the two never disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    parts += [
        "## Limits",
        _bullets(card["limits"]),
        "## Rebuild",
        "```\n" + "\n".join(card["rebuild"]) + "\n```",
        f"Licence of the model: {card['licence']}. Digest of `model.json`: `{card['sha256']}`.",
    ]
    return "\n\n".join(parts) + "\n"


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
