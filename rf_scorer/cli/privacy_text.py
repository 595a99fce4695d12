"""What ``rf-scorer check --privacy`` prints: classes, places and counts; the words only on a terminal, and only if asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rf_scorer.cli import console

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.domain.privacy import Finding
    from rf_scorer.study.privacy.looking import Looked

__all__ = ["classes_text", "looked_record", "looked_text"]

_COLOURS = {"block": "red", "warn": "yellow", "note": "blue"}
#: Lines of one class that are listed.
_LISTED = 12


def classes_text() -> str:
    """The classes of identifiers, what is done about each unless a study says otherwise, and where the law names them."""
    from rf_scorer.privacy import CLASSES

    rows = [(kind.id, kind.action.value, kind.safe_harbor or "-", kind.title) for kind in CLASSES.values()]
    header = ("class", "action", "Safe Harbor", "what it is")
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(3)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]])
        for row in [header, *rows]
    )


def looked_record(looked: Looked) -> dict[str, Any]:
    """A result as a document, never with words; of a file that could not be read its reason alone."""
    from rf_scorer.documents.privacy import privacy_record
    from rf_scorer.study.privacy.gate import statement

    if looked.verdict is None:
        return {"file": looked.file, "transcript": looked.transcript, "error": looked.problem, "remedy": looked.remedy}
    return privacy_record(
        file=looked.file,
        transcript=looked.transcript,
        verdict=looked.verdict,
        statement=statement(looked.verdict),
        sha256=looked.sha256 or "",
        attested=looked.attestation is not None,
        problem=looked.problem,
    )


def looked_text(looked: Looked) -> str:
    """A result as lines for a person."""
    from rf_scorer.study.privacy.gate import statement

    lines = [console.style(looked.file, bold=True)]
    if looked.problem:
        lines.append(
            f"  {console.style('error', fg='red')} {looked.problem}"
            + (f"\n    {looked.remedy}" if looked.remedy else "")
        )
    if looked.verdict is None:
        return "\n".join(lines)
    lines.append(f"  {statement(looked.verdict, by_what=False)}")
    if looked.attestation is not None:
        lines.append(f"  Attested by {looked.attestation.by} on {looked.attestation.at[:10]}: it passes.")
    lines += _revealed(looked) if looked.words else _grouped(looked)
    return "\n".join(lines)


def _grouped(looked: Looked) -> Iterator[str]:
    from rf_scorer.privacy import CLASSES
    from rf_scorer.study.privacy.gate import placed

    assert looked.verdict is not None
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in looked.verdict.findings:
        groups.setdefault((finding.action.value, finding.kind, finding.where), []).append(finding)
    order = list(_COLOURS)
    for (action, kind, where), found in sorted(
        groups.items(), key=lambda item: (order.index(item[0][0]), list(CLASSES).index(item[0][1]))
    ):
        numbers = sorted({one.line for one in found if one.line is not None})
        more = f" and {len(numbers) - _LISTED} more" if len(numbers) > _LISTED else ""
        place = (
            f": line{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers[:_LISTED]))}{more}" if numbers else ""
        )
        yield f"  {console.style(f'{action:5}', fg=_COLOURS[action])} {len(found):4}  {CLASSES[kind].title}, {placed(where)}{place}"


def _revealed(looked: Looked) -> Iterator[str]:
    assert looked.verdict is not None
    for finding, words in zip(looked.verdict.findings, looked.words, strict=True):
        place = f"line {finding.line}" if finding.line is not None else finding.where
        shown = "".join(character if character.isprintable() else " " for character in words)
        yield f"  {console.style(f'{finding.action.value:5}', fg=_COLOURS[finding.action.value])} {finding.kind:12} {place:>12}  {shown or '(look in the file)'}"
