"""The grammar of a Doc in one scheme, Universal Dependencies, whichever labels its parser gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.language.clear import is_clear, to_universal
from rf_scorer.language.penn import universal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.tokens import Doc

__all__ = ["Grammar", "grammar", "join", "settled"]


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
    return settled(
        Grammar(texts(0), texts(1), texts(2), texts(3), head, begins=[value == 1 for value in numbers(5)]),
        lambda: texts(6),
        base=base,
        clear=clear,
    )


def settled(
    found: Grammar, words: Callable[[], list[str]], *, base: Callable[[str], str] = str, clear: bool | None = None
) -> Grammar:
    """What a pipeline says, in one scheme and with nothing missing.

    Parameters
    ----------
    found : Grammar
        As the pipeline has it.
    words : callable
        Gives the words in lower case, where they are needed.
    base, clear : optional
        As in :func:`grammar`.
    """
    pos, tag, head = found.pos, found.tag, found.head
    dep = [dep.lower() for dep in found.dep]
    lemma = [lemma.lower() for lemma in found.lemma]
    if clear is not False or "" in pos or "" in lemma:
        said = words()
        pos = [given or universal(tag[i], said[i], dep[i]) for i, given in enumerate(pos)]
        lemma = [given or base(said[i]) for i, given in enumerate(lemma)]
        if clear or (clear is None and is_clear(said, tag, dep, head)):
            to_universal(said, pos, tag, dep, head)
    return Grammar(pos, tag, lemma, dep, head, begins=found.begins)


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
