"""The generated part of the data statement, and its place between two marks."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from rf_scorer.errors import InvalidDocument

from . import composition, learned, soundness, trivial

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .passages import Passage

__all__ = ["BEGIN", "END", "counted", "digest", "generated", "part", "replaced"]

BEGIN = "<!-- made by python -m benchmarks.exemplars --write -->"
END = "<!-- end of what is made -->"

#: How to read the tables; figures stand in them alone, so that no sentence can grow old.
_COUNTED = """\
## Figures

Levels are ratings rounded to the nearest whole number, halves upwards. Words are counted as spoken, without pauses, laughs and the other's *mhm*.

{overview}
### Levels

{levels}
### Sub-types

As the writers meant them; the rating is that of all three.

{subtypes}
### Protocols

{protocols}
### Transcription

{styles}
### Varieties of English

{varieties}
### Speakers

{people}
### Surface features

What a passage had to show whatever its level was. Were ratings free of it, every mean would be that of the passages for which none was asked; a speaker's passages are not independent,
and a mean of seventy passages is uncertain by about half a level.

{surfaces}
### Agreement

In parentheses 95 % bootstrap intervals over speakers. Kappa has quadratic weights on the declared scale, -1 to 9. Differences are of the second minus the first, in levels. Passages
whose ratings lay more than two apart are gone, which makes every figure higher than it was.

{agreements}
By the level that the writers meant:

{readings_by_level}
By sub-type, each cell in the order of the rows above. Within a sub-type the levels hardly vary; kappa and Spearman are low there for that reason alone.

{agreements_by_subtype}
### Writers

Every passage of a block is one writer's, and every speaker's too. Kappa and the share of equal levels in the order of the rows above: writer and reading a, writer and reading b, the two
readings. The last column is in levels.

{agreements_by_writer}
### Surface cues

Spearman's correlation of the rating with what can be counted; rates are per hundred words of the answer.

{correlations}
### Words that tell the sub-type

One word or two in a row, by how far they are commoner in a sub-type than elsewhere; a model that leans on them has learned the writers' habits.

{telling_words}
### Known give-aways

Habits noticed in reading and in counting: the passages that show one, in how many writers' blocks they stand, and how they are rated. The list was chosen on this file, so that its
figures flatter it; and it is not complete.

{habits_told}
### Contrast pairs

Both passages of a pair are the same speaker's. *Same words*: the same event in many of the same words, reasoned about on another level. *Same reasoning*: other events in other words
on the same level.

{pairs}
"""

_LEARNED = """\
### What models reach that understand nothing

Two ways of leaving out: {folds} folds that part no speaker, and one writer after the other, judged by a model of all the others' passages. Figures are of all passages together, from
`exemplars.jsonl` of SHA-256 `{digest}`.

{trivials}
The TF-IDF ridge of the answer within the passages of every writer; the last column is in levels.

{by_writer}
How often a linear classifier of the same words, in folds that part no speaker, names the writer of a passage:

{authors}
How the ridge orders contrast pairs; half of them would be right by chance.

{orders}
Spearman's correlation of the rating with what the TF-IDF ridge of the question predicts:

{questions}"""


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def counted(passages: Sequence[Passage]) -> str:
    """The first and longer part of what stands between the marks: all that needs no fitted model, within seconds."""
    tables = {
        name: getattr(module, name)(passages)
        for module, names in (
            (composition, ("overview", "levels", "subtypes", "protocols", "styles", "varieties", "people", "surfaces")),
            (soundness, ("agreements", "readings_by_level", "agreements_by_subtype", "agreements_by_writer")),
            (soundness, ("correlations", "telling_words", "habits_told", "pairs")),
        )
        for name in names
    }
    return _COUNTED.format(**tables)


def generated(passages: Sequence[Passage], *, sha256: str) -> str:
    """Everything between the marks; the same passages give the same text.

    Parameters
    ----------
    passages : sequence of Passage
    sha256 : str
        Digest of their file, by which the figures that take long can be known to be those of the file.
    """
    found = trivial.predictions(passages)
    by_title = {one.title: one for one in found}
    question, answer = by_title[trivial.QUESTION], by_title[trivial.ANSWER]
    fitted = _LEARNED.format(
        folds=trivial.FOLDS,
        digest=sha256,
        trivials=learned.trivials(found),
        by_writer=learned.by_writer(passages, answer),
        authors=learned.authors(passages),
        orders=learned.orders(passages, answer),
        questions=learned.questions(passages, question),
    )
    return counted(passages) + fitted


def _cut(text: str, where: str) -> tuple[str, str, str]:
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        raise InvalidDocument(
            "The two marks of the generated part must stand in the document, once each.",
            where=where,
            remedy=f"Put these lines where it belongs: {BEGIN} {END}",
        )
    head, rest = text.split(BEGIN)
    middle, tail = rest.split(END)
    return head, middle, tail


def part(text: str, *, where: str) -> str:
    """What stands between the marks."""
    return _cut(text, where)[1].strip("\n") + "\n"


def replaced(text: str, made: str, *, where: str) -> str:
    """The document with another generated part."""
    head, _, tail = _cut(text, where)
    return f"{head}{BEGIN}\n\n{made}\n{END}{tail}"
