"""The invented short answers that ship, as further questions to learn from where a model is meant for questions that nobody has answered yet."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from rf_scorer import jsonio
from rf_scorer.errors import InvalidDocument, ResourceMissing
from rf_scorer.rating.shipped import short_answers

__all__ = ["FILE", "KEYS", "LEVELS", "Companions", "read"]

#: Name of the answers in the model's folder.
FILE = "exemplars.jsonl"
#: The scale that they were scored on.
LEVELS = (0, 1, 2)
#: What every line holds, and nothing else.
KEYS = frozenset({"id", "participant", "story_id", "story", "question", "answer", "rating"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Companions:
    """Invented answers, in the order of their file.

    Attributes
    ----------
    records : tuple of dict
        ``{"id", "question", "answer"}``, as for highlighting.
    ratings : tuple of float
        Each on :data:`LEVELS`.
    groups : tuple of str
        An invented child for each answer.
    stories : tuple of str
        The story that each answer's question belongs to, by id: one question a story.
    sha256 : str
        Digest of the file's bytes.
    """

    records: tuple[dict[str, Any], ...]
    ratings: tuple[float, ...]
    groups: tuple[str, ...]
    stories: tuple[str, ...]
    sha256: str

    def __len__(self) -> int:
        return len(self.records)


def read(data: bytes | None = None, *, where: str = f"short_answers/{FILE}") -> Companions:
    """The invented short answers.

    Parameters
    ----------
    data : bytes, optional
        JSON Lines, UTF-8; without it, those that ship.
    where : str
        What messages call the file.

    Raises
    ------
    ResourceMissing
        If they were not installed.
    InvalidDocument
        If a line lacks a key or has one too many, or a rating is off the scale.
    """
    if data is None:
        path = short_answers() / FILE
        if not path.is_file():
            raise ResourceMissing(
                "The invented short answers are not there.",
                where=where,
                remedy="Install again: pip install --force-reinstall rf_scorer",
            )
        data = path.read_bytes()
    lines = data.decode("utf-8").splitlines()
    records = [jsonio.loads(line, where=f"{where}:{number}") for number, line in enumerate(lines, 1)]
    for number, record in enumerate(records, 1):
        if set(record) != KEYS:
            raise InvalidDocument("A short answer lacks a key, or has one too many.", where=f"{where}:{number}")
        if record["rating"] not in LEVELS:
            raise InvalidDocument("A rating is none of 0, 1, 2.", where=f"{where}:{number}::$.rating")
    return Companions(
        records=tuple({key: record[key] for key in ("id", "question", "answer")} for record in records),
        ratings=tuple(float(record["rating"]) for record in records),
        groups=tuple(record["participant"] for record in records),
        stories=tuple(record["story_id"] for record in records),
        sha256=hashlib.sha256(data).hexdigest(),
    )
