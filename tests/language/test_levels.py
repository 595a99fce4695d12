"""How much of a mind a reference says: examples with near misses, and what a level rests on.

In an example ``[words:4]`` marks a mention with its level, ``[words:-]`` one that counts for nothing; other mentions are left open.
"""

import re
from functools import cache

import pytest

from rf_scorer.domain import REFERENCE_LEVELS, Highlights, Mention, reach
from rf_scorer.language import load
from rf_scorer.language.analysis import shipped
from rf_scorer.language.grammar import Grammar
from rf_scorer.language.levels import STANCES, TIES, TIMES, LevelFinder
from rf_scorer.language.markers import FoundMarker
from rf_scorer.language.mentions import Found
from rf_scorer.language.view import View

_MARKED = re.compile(r"\[([^\]:]+):(\d|-)\]")

EXAMPLES = {
    "2, a diffuse state": """
        She was [upset:2].
        I [like:2] dogs.
        He was [happy:2] there.
        She felt [bad:2] about it.
        I [felt:2] it for years.
        We [tried:2] to get to the bus.
        It was a strange [feeling:2].
        I [know:2].
        I [thought:2] about it.
        I [remembered:2] his name.
        I wasn't [angry:2].
        He was never [ashamed:2] of it.
    """,
    "3, a specific state": """
        She was [furious:3].
        My brother was [jealous:3].
        I was so [lonely:3] that winter.
        He [resented:3] the baby.
        She [realised:3] it was late.
        I [understood:3] it at once.
        I [knew:3] that it was over.
        I [thought:3] he had gone to work.
        I [wanted:3] to leave.
        I didn't [want:3] to go home.
        She didn't [know:3] where we were.
        I never [knew:3] how they paid for it.
        He [noticed:3] I was quiet.
        I [felt:3] like nobody was listening.
    """,
    "4, a state with its cause, or with what came of it": """
        I was [sad:4] because he left.
        Because he left I was [lonely:4].
        He shouted because he was [frightened:4].
        I was [ashamed:4], so I stopped going.
        I was so [ashamed:4] that I hid in the shed.
        She was too [proud:4] to ask.
        It made me [angry:4].
        It left me feeling [worthless:4].
        She was [jealous:4]. That's why she broke it.
        His silence [frightened:4] me.
    """,
    "not 4": """
        I was [sad:3] and he left.
        She was [jealous:3]. She broke it.
        So I was [lonely:3].
        When he shouted I was [scared:3].
        I was so [ashamed:3].
        So I [knew:3] that it was over.
        It [frightened:3] me.
        My brother [frightened:3] me.
        He left because it rained, and I was [lonely:3].
    """,
    "5, two minds joined": """
        She [wanted:5] me to feel [guilty:5].
        I was [afraid:5] that she would be [disappointed:5].
        He [knew:5] that I was [frightened:5].
        She [thought:5] I [hated:5] her.
        My mother [knew:5] my father was [ashamed:5].
        I was [jealous:5] because she [loved:5] him.
        She was [furious:5] because I had [wanted:5] to leave.
        I was [hurt:5], so he felt [guilty:5].
        My mother was [furious:5] because my father had [wanted:5] to sell it.
        I was so [ashamed:5] that my sister was [worried:5].
        His [anger:5] [frightened:5] me.
    """,
    "not 5: one mind, mere ascription, or nobody in particular": """
        I [knew:3] that she was [ashamed:3].
        I could [see:3] that he was [hurt:3].
        I [wanted:3] to [understand:3] it.
        I was [ashamed:4] because I had [wanted:4] to leave.
        She was [furious:4] because she had [wanted:4] to keep it.
        My mother was [furious:4] because my mother had [wanted:4] to sell it.
        I was [upset:4] because she [loved:4] him.
        She [wanted:3] us to be [happy:2].
    """,
    "5, two times joined": """
        I am less [jealous:5] of him now than I was.
        As a child I [thought:5] he [hated:5] me, but now I [see:5] he was [ashamed:5].
        Over the years I became less [angry:5] with her.
        Looking back I [realise:5] that he was [ashamed:5].
        I'm less [angry:5] with him now.
        At the time I [hated:5] her, but now I [understand:5] it.
    """,
    "not 5: one time": """
        I am [angry:3] with him.
        I am less [happy:4] now than I was.
        I [hated:3] her.
        I [think:-] he was [ashamed:3].
    """,
    "6, uncertainty about what joins them": """
        [Maybe:-] she was [furious:6] because I had [wanted:6] to leave.
        I [think:-] she was [jealous:6] because I [loved:6] him more.
        [Perhaps:-] he [knew:6] that I was [frightened:6].
        I [guess:-] she [thought:6] I [hated:6] her.
    """,
    "not 6: certainty, or nothing to be uncertain about": """
        [Of course:-] she was [jealous:5] because I [loved:5] him more.
        [Obviously:-] he [knew:5] that I was [frightened:5].
        [Maybe:-] she was [furious:4] because of the mess.
        [Maybe:-] she was [furious:3].
        [Maybe:-] it rained. She [knew:5] that I was [frightened:5].
    """,
    "what counts for nothing, and what others say": """
        I [remember:-] we had a dog.
        I [think:-] it was in May.
        He said, "I was [jealous:3] because she had a bike."
        I was [hurt:5] because she said, "I [hate:3] you."
    """,
}


def _plain(example):
    return _MARKED.sub(r"\1", example)


def _cases():
    for title, lines in EXAMPLES.items():
        for line in lines.strip().splitlines():
            yield pytest.param(line.strip(), id=f"{title.partition(',')[0]}: {_plain(line.strip())}")


@cache
def _highlighter():
    return load()


def _levels(text, question=None):
    """The words of every mention with its level."""
    (found,) = _highlighter().highlight([(text, question)])
    return [(text[mention.start : mention.end], mention.level) for mention in found.mentions]


@pytest.mark.parametrize("example", list(_cases()))
def test_an_example_has_the_levels_it_says(example):
    """Every marked mention of an example is found and stands on its level."""
    text = _plain(example)
    wanted = [(words, None if level == "-" else int(level)) for words, level in _MARKED.findall(example)]
    found = iter(_levels(text))
    for words, level in wanted:
        assert next((value for said, value in found if said == words), "not found") == level


def test_there_are_examples_of_every_level():
    """Each step of the ladder has two examples or more, and sixty stand here in all."""
    lines = [line for block in EXAMPLES.values() for line in block.strip().splitlines()]
    assert len(lines) >= 60
    for level in "23456":
        assert sum(f":{level}]" in line for line in lines) >= 2


def test_an_echo_of_the_question_counts_for_nothing():
    """Words that repeat the question have no level; the same words unasked do."""
    assert _levels("I was angry, yes.", "Were you angry?") == [("angry", None)]
    assert _levels("I was angry, yes.") == [("angry", 3)]


@pytest.mark.parametrize(
    ("levels", "words", "reached"),
    [
        ([], 0, (0, 0)),
        ([], 12, (1, 1)),
        ([None, None], 12, (1, 1)),
        ([3], 12, (3, 3)),
        ([2, 2, 2, 6], 40, (6, 2)),
        ([2, 6, 5, None, 3], 40, (6, 5)),
        ([2, 3, 4, 5, 6], 40, (6, 5)),
    ],
)
def test_a_passage_reaches_its_highest_level(levels, words, reached):
    """The highest level, and the 75th percentile by nearest rank; 1 for words alone and 0 for none."""
    assert reach(levels, words) == reached


def test_highlights_know_how_far_they_reach():
    """A text's levels are made of its mentions, so that they can never disagree with them."""
    mentions = tuple(Mention(start=n, end=n + 1, category="emotion", holder="self", level=2 + n) for n in range(3))
    found = Highlights(mentions=mentions, markers=(), words=9, sentences=1)
    assert (found.level, found.level_75) == (4, 4)
    assert len(REFERENCE_LEVELS) == 7


def _scene(*clauses, dep="conj"):
    """A view of clauses 'somebody felt', each hanging on the one before, with a mention in each."""
    view, mentions = View("", ()), []
    pos, tag, lemma, deps, head, begins = [], [], [], [], [], []
    for number, (holder, flags) in enumerate(clauses):
        place = len(view.w)
        view.w += ["she" if holder == "other" else "i", "resented"]
        pos += ["PRON", "VERB"]
        tag += ["PRP", "VBD"]
        lemma += view.w[-2:]
        deps += ["nsubj", dep if number else "root"]
        head += [place + 1, place - 1 if number else -1]
        begins += [not number, False]
        mentions.append(Found(place + 1, place + 2, "emotion", holder, flags, "resent", "emotion.verb.subject"))
    count = len(view.w)
    view.s, view.e, view.t = list(range(count)), list(range(1, count + 1)), list(range(count))
    view.annotate(Grammar(pos, tag, lemma, deps, head, begins))
    view.close_sentences()
    return view, mentions


def _marker(name, *mentions):
    return FoundMarker(0, 1, name, name[0] if name[0] in "ABCD" else name.partition(".")[0], f"{name}.1", mentions)


SELF, OTHER = ("self", ()), ("other", ())


@pytest.mark.parametrize(
    ("clauses", "markers", "levels"),
    [
        ([SELF, OTHER], [], [3, 3]),
        ([SELF, OTHER], [("B1", 0)], [4, 3]),
        ([SELF, OTHER], [("B1", 0, 1)], [5, 5]),
        ([SELF, SELF], [("B1", 0, 1)], [4, 4]),
        ([SELF, ("generic", ())], [("B1", 0, 1)], [4, 4]),
        ([SELF, ("shared", ())], [("B1", 0, 1)], [4, 4]),
        ([SELF, SELF], [("C4", 0)], [5, 3]),
        ([SELF, OTHER], [("A1", 0, 1)], [3, 3]),
        ([SELF, OTHER], [("B7", 0, 1)], [3, 3]),
        ([SELF, OTHER], [("low.certainty", 0, 1)], [3, 3]),
        ([SELF, OTHER], [("link.contrast", 0, 1)], [3, 3]),
        ([SELF, SELF], [("link.mixed", 0, 1)], [4, 4]),
        ([SELF, OTHER], [("low.hyperanalysis", 0), ("B1", 0, 1)], [2, 4]),
        ([OTHER, SELF], [("link.recursion", 0, 1)], [5, 5]),
        ([SELF, OTHER], [("B1", 0, 1), ("A1", 1)], [6, 6]),
        ([SELF, SELF], [("B1", 0, 1), ("A1", 1)], [4, 4]),
        ([SELF, SELF], [("C3", 0), ("A5", 0)], [6, 3]),
        ([SELF, OTHER], [("B3", 0, 1)], [5, 5]),
        ([SELF, OTHER], [("B3", 0, 1), ("B1", 0, 1)], [6, 6]),
        ([SELF, ("other", ("quoted",))], [("B1", 0, 1)], [5, 3]),
        ([SELF, ("other", ("echo",))], [("B1", 0, 1)], [4, None]),
        ([("self", ("negated",)), OTHER], [("B1", 0, 1)], [4, 4]),
    ],
)
def test_a_level_rests_on_the_markers_that_name_the_mention(clauses, markers, levels):
    """What a marker ties together, whose states they are, and what stands over the tie decide; nothing else does."""
    view, mentions = _scene(*clauses)
    found = [_marker(*marker) for marker in markers]
    assert shipped().levels.find(view, mentions, found) == levels


def test_levels_speak_of_markers_that_there_are():
    """A marker that is renamed in the codebook is renamed here."""
    known = {marker.id for marker in shipped().codebook.markers}
    assert known >= TIES | TIMES | STANCES


def test_words_without_mentions_or_without_grammar_are_no_fault():
    """An empty text has no levels; without a parse a reference keeps the level of its own."""
    finder = LevelFinder(shipped().codebook)
    assert finder.find(View("", ()), [], []) == []
    view = View("", ())
    view.w = ["i", "resented"]
    view.s, view.e, view.t = [0, 1], [1, 2], [0, 1]
    view.close_sentences()
    mention = Found(1, 2, "emotion", "self", (), "resent", "emotion.verb.subject")
    assert finder.find(view, [mention], [_marker("B1", 0)]) == [3]
