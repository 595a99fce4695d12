"""Asking: only texts on whose tags and entities something hangs are looked at, and what is found is as if all had been."""

from __future__ import annotations

import pytest

from rf_scorer import resources, transcripts
from rf_scorer.language.entities import Looked, NamedWords
from rf_scorer.privacy.asking import Asking
from rf_scorer.privacy.detector import find

TEXTS = ["It was quiet at home.", "My brother Tobias went to Leeds.", "Yeah.", "And then Will came, I think."]


class Spy(Looked):
    """Remembers what it was asked about."""

    def __init__(self, texts):
        super().__init__(texts)
        self.asked = []

    def named(self, indices):
        """As :class:`Looked` does."""
        self.asked.append(list(indices))
        return super().named(indices)


@pytest.fixture(scope="module")
def interviews():
    """The turns of bundled demo interviews."""
    folder = resources.folder("annotation_guides") / "demo"
    names = ("parent-interview.txt", "brief-interview.md", "pregnancy-interview.vtt", "aai-north.docx")
    return [[turn.text for turn in transcripts.read(folder / name).turns] for name in names]


def test_what_is_not_asked_about_is_not_looked_at():
    """Texts without a word that may be a name cost no look."""
    spy = Spy(TEXTS)
    assert [bool(spans) for spans in find(TEXTS, named=spy)] == [False, True, False, True]
    asked = {index for indices in spy.asked for index in indices}
    assert 3 in asked
    assert not asked & {0, 2}


def test_what_is_found_is_as_if_all_had_been_looked_at(interviews):
    """On the demo interviews, to the character."""
    for texts in (*interviews, TEXTS, [text.lower() for text in TEXTS], [text.upper() for text in TEXTS]):
        everything = Looked(texts).named(range(len(texts)))
        assert find(texts) == find(texts, named=everything) == find(texts, named=Looked(texts))


def test_no_text_is_looked_at_twice(interviews):
    """What the other texts show may make a text ask later; nobody asks again."""
    for texts in interviews:
        spy = Spy(texts)
        find(texts, named=spy)
        asked = [index for indices in spy.asked for index in indices]
        assert len(asked) == len(set(asked)) < len(texts)


def test_work_is_done_again_where_it_asked():
    """In order, with the signs of its own text; signs that are there already are handed on."""
    told = [NamedWords(entities={0: "PERSON"}, tags={0: f"T{k}"}) for k in range(4)]
    asking = Asking(told, 4)
    assert list(asking.settled(lambda index, signs: signs.tags.get(0, "") if index % 2 else "none")) == [
        "none", "T1", "none", "T3",
    ]  # fmt: skip
    before = asking.signs
    assert list(asking.settled(lambda index, signs: signs.tags[0] if index else "none")) == ["none", "T1", "T2", "T3"]
    assert [one is other for one, other in zip(before, asking.signs, strict=True)] == [True, True, False, True]
