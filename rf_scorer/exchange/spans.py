"""Spans as a tool gives them back, before they are led to a sheet."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Returned", "Said"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A span as it came back.

    Attributes
    ----------
    start, end : int
        Half-open, in code points of :attr:`Returned.text`.
    label : str
        As the tool has it.
    kind : str
        ``mention`` or ``marker``; empty where the label means neither.
    name : str
        The category or the marker's id; empty where the label means neither.
    id : str or None
        The mark of the sheet that this was, where the tool says so.
    holder : str or None
        Where the tool says it.
    flags : tuple of str or None
        None where the tool cannot say them.
    by : str or None
        Who marked it, in a text that several people share; None where that is the program or is not said.
    """

    start: int
    end: int
    label: str
    kind: str
    name: str
    id: str | None = None
    holder: str | None = None
    flags: tuple[str, ...] | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """One text with the spans in it.

    Attributes
    ----------
    where : str
        The file, and the place in it, for messages.
    interview : str or None
        Id of the interview where the tool kept it.
    text : str
        Without byte-order mark, with line feeds.
    annotator : str or None
        Whose copy it is; None where people share one, or it is not said.
    spans : tuple of Said
    """

    where: str
    interview: str | None
    text: str
    annotator: str | None
    spans: tuple[Said, ...]
