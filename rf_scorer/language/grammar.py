"""The grammar of a Doc in one scheme, Universal Dependencies, whichever labels its parser gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.language.clear import is_clear, to_universal
from rf_scorer.language.penn import universal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.tokens import Doc

__all__ = ["Grammar", "grammar", "join"]


@dataclass(frozen=True, slots=True)
class Grammar:
    """Parallel lists over the tokens of a Doc.

    Attributes
    ----------
    pos, tag, lemma, dep : list of str
        Universal part of speech, Penn tag, base form (lower case), relation of Universal Dependencies (``root`` for a root, subtypes kept).
    head : list of int
        Index of the head; -1 for a root.
    begins : list of bool
        Whether a sentence begins here.
    """

    pos: list[str]
    tag: list[str]
    lemma: list[str]
    dep: list[str]
    head: list[int]
    begins: list[bool]


def grammar(doc: Doc, *, base: Callable[[str], str] = str, clear: bool | None = None) -> Grammar:
    """Read the annotation of a tagged and parsed Doc.

    Parts of speech that are missing are made of the tags, base forms that are missing of the words; CLEAR labels are turned into those of
    Universal Dependencies (:mod:`rf_scorer.language.clear`).

    Parameters
    ----------
    doc : spacy.tokens.Doc
    base : callable, optional
        Gives the base form of a word in lower case.
    clear : bool, optional
        Whether its parser gives CLEAR labels; told by the Doc itself if not given.
    """
    columns = doc.to_array(["POS", "TAG", "LEMMA", "DEP", "HEAD", "SENT_START", "LOWER"])
    strings = doc.vocab.strings

    def texts(k: int) -> list[str]:
        return [strings[value] for value in columns[:, k].tolist()]

    def numbers(k: int) -> list[int]:
        return columns[:, k].astype("int64").tolist()  # type: ignore[no-any-return]

    head = [i + offset if offset else -1 for i, offset in enumerate(numbers(4))]
    pos, tag, dep = texts(0), texts(1), [dep.lower() for dep in texts(3)]
    lemma = [lemma.lower() for lemma in texts(2)]
    if clear is not False or "" in pos or "" in lemma:
        words = texts(6)
        pos = [given or universal(tag[i], words[i], dep[i]) for i, given in enumerate(pos)]
        lemma = [given or base(words[i]) for i, given in enumerate(lemma)]
        if clear or (clear is None and is_clear(words, tag, dep, head)):
            to_universal(words, pos, tag, dep, head)
    return Grammar(pos, tag, lemma, dep, head, begins=[value == 1 for value in numbers(5)])


def join(parts: Sequence[Grammar]) -> Grammar:
    """The grammar of a text of which each part was read by itself."""
    if len(parts) == 1:
        return parts[0]
    whole = Grammar([], [], [], [], [], [])
    for part in parts:
        offset = len(whole.head)
        whole.pos.extend(part.pos)
        whole.tag.extend(part.tag)
        whole.lemma.extend(part.lemma)
        whole.dep.extend(part.dep)
        whole.head.extend(head + offset if head >= 0 else -1 for head in part.head)
        whole.begins.extend(part.begins)
    return whole
