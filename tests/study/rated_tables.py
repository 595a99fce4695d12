"""Small invented tables of rated answers, made when a test asks for them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ANSWERS", "SECRET", "as_csv", "rows"]

#: In every invented answer and every code of these tests; it must never be told.
SECRET = "zwickelmond"
#: Twenty short invented answers, each with the level (0 to 2) its writer meant.
ANSWERS: tuple[tuple[str, int], ...] = (
    ("I don't know.", 0),
    ("We had a dog and a garden.", 0),
    ("She worked at the mill until five.", 0),
    ("It was a normal family, like any other.", 0),
    ("He was tired, it was the money.", 0),
    ("They just went away for the summer.", 0),
    ("He never said a word about it.", 0),
    ("She was nice to me and so was he.", 1),
    ("I suppose he was sad.", 1),
    ("My sister hated the noise.", 1),
    ("I was angry with her for a week.", 1),
    ("He wanted to be left alone.", 1),
    ("She knew that I had lied.", 1),
    ("I felt left out, I think.", 1),
    ("I think she was frightened of being alone, so she clung to us.", 2),
    ("He was ashamed of losing the job, and he hid it by shouting at me.", 2),
    ("Looking back I see that I misread her: she was not cold, she was afraid to cry.", 2),
    ("Maybe she wanted me to guess, because asking would have made her feel small.", 2),
    ("I was furious then, but now I think he did not know how to say that he missed me.", 2),
    ("He laughed so that nobody would see how much it hurt, and I only understood that later.", 2),
)
_QUESTIONS = ("Why did they do that?", "How did that affect you?", "What was she like?", "Did you feel rejected?")


def rows(people: int = 12, each: int = 4) -> list[dict[str, Any]]:
    """Rated answers of invented people, in the order of the people."""
    found = []
    for person in range(people):
        for place in range(each):
            text, level = ANSWERS[(7 * person + 3 * place + person // 3) % len(ANSWERS)]
            found.append(
                {
                    "id": f"a{person}-{place}",
                    "participant": f"{SECRET}{person:02}",
                    "question": _QUESTIONS[place % len(_QUESTIONS)],
                    "answer": f"{text} The {SECRET} {'again ' * (place % 3)}was there.",
                    "rating": level,
                    "second": max(0, min(2, level + (person + place) % 5 // 4)),
                    "site": ("north", "south")[person % 2],
                }
            )
    return found


def as_csv(table: Sequence[dict[str, Any]], *, delimiter: str = ",", columns: Sequence[str] | None = None) -> str:
    """A table as delimited text with a header."""
    buffer = io.StringIO()
    names = list(columns or table[0])
    writer = csv.DictWriter(buffer, names, delimiter=delimiter, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(table)
    return buffer.getvalue()
