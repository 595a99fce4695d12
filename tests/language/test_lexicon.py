"""How broad the lexicon is, that each of its words and idioms is found, and that ambiguous words are told apart.

In a sentence of the tables exactly the marked words are found: ``[gutted|emo]`` with its category, and with holder and flags where they are stated.
"""

import re

import pytest

from rf_scorer.domain import CATEGORIES
from rf_scorer.language.analysis import shipped
from rf_scorer.language.examples import read
from rf_scorer.language.lexicon import spellings
from rf_scorer.language.pipelines import load_pipeline

ANALYSER, PIPELINE = shipped(), load_pipeline()
BOOK = ANALYSER.codebook
ENTRIES = [entry for entry in BOOK.entries if not entry.skip]

# ---- breadth -----------------------------------------------------------------------------------------------------

#: Fewer headwords, or idioms, than these are a loss that must have been meant.
FLOORS = {
    "cognition": (320, 310),
    "emotion": (1400, 450),
    "desire": (95, 125),
    "perception": (24, 50),
    "modulation": (58, 90),
}


def test_no_category_shrinks():
    """Every category keeps its headwords and idioms: over two thousand eight hundred in all."""
    for category in CATEGORIES:
        entries = [entry for entry in ENTRIES if entry.category == category]
        headwords = {lemma for entry in entries for lemma in entry.lemmas}
        idioms = {pattern.text for entry in entries for pattern in entry.patterns}
        assert (len(headwords) >= FLOORS[category][0], len(idioms) >= FLOORS[category][1]) == (True, True), category


def test_no_idiom_stands_twice():
    """An idiom that two entries claim would be found by whichever is tried first."""
    seen, twice = set(), []
    for entry in ENTRIES:
        for pattern in entry.patterns:
            twice += [pattern.text] if pattern.text in seen else []
            seen.add(pattern.text)
    assert twice == []


def test_no_headword_stands_twice_in_an_entry():
    """A headword once is enough."""
    assert [entry.id for entry in ENTRIES if len(set(entry.lemmas)) < len(entry.lemmas)] == []


def test_categories_of_one_word_are_told_apart():
    """Where a form belongs to two categories as the same part of speech, all but one of the entries say when."""
    by_form = {}
    for entry in ENTRIES:
        for lemma in entry.lemmas:
            for variant in spellings(lemma):
                for forms in BOOK.words.inflector.forms(variant, entry.part).values():
                    for form in forms:
                        by_form.setdefault((form, entry.part), set()).add(entry.id)
    entries = {entry.id: entry for entry in ENTRIES}
    confused = {
        form
        for form, ids in by_form.items()
        if len({entries[name].category for name in ids}) > 1
        and sum(not (entries[name].when or entries[name].unless) for name in ids) > 1
    }
    assert confused == set()


#: Frequent words that no inflection of a headword may bring in.
INNOCENT = {
    "number",
    "numbers",
    "other",
    "after",
    "over",
    "later",
    "water",
    "matter",
    "going",
    "thing",
    "being",
    "having",
    "doing",
}


def test_no_inflection_makes_a_frequent_word():
    """*Numb* has no comparative *number*."""
    forms = {
        form
        for entry in ENTRIES
        for lemma in entry.lemmas
        for values in BOOK.words.inflector.forms(lemma, entry.part).values()
        for form in values
    }
    assert forms & INNOCENT == set()


# ---- every idiom, every spelling ---------------------------------------------------------------------------------

CLASSES = {
    "{object}": "me", "{poss}": "my", "{kin}": "mother", "{subject}": "she", "{person}": "friend", "{people}": "people", "{number}": "six",
    "{self}": "myself", "{name}": "Anna", "{proper_kin}": "mum",
}  # fmt: skip
BEGINNINGS = ("I ", "I was ", "", "He said ", "It ", "She had a ", "It was ", "I did ", "I would ", "I felt ")


def spoken(pattern, *, whole):
    """What a pattern describes, its marked part in brackets, with or without what may be left out."""
    words = []
    for piece in re.findall(r"\[|\]|[^\s\[\]]+", pattern if "[" in pattern else f"[ {pattern} ]"):
        optional = piece.endswith("?") and piece != "?"
        if piece in {"^", "$"} or piece.startswith("<") or (optional and not whole):
            continue
        choices = piece.removesuffix("?").split("|") if optional else piece.split("|")
        choice = (
            choices[0] if choices[0][0] == "~" else next((word for word in choices if word[0] not in "{~"), choices[0])
        )
        choice = next((word for word in choices if word in CLASSES and choices[0][0] != "~"), choice)
        if choice[0] == "~":
            choice = BOOK.words.inflector.verb(choice[1:])["past"][0]
        elif choice.startswith("{"):
            choice = CLASSES.get(choice) or min(BOOK.words.classes[choice[1:-1]], key=len)
        words.append("thing" if choice == "*" else choice)
    joined = " ".join(words).replace("[ ", "[").replace(" ]", "]")
    return re.sub(r" (?=['.,?!])", "", joined)


def is_found(category, example):
    """Whether a mention of a category overlaps with the marked part."""
    text, (mark, *_) = read(example)
    view = ANALYSER.view(PIPELINE.nlp(text))
    return any(
        item.category == category and view.s[item.start] < mark.end and view.e[item.end - 1] > mark.start
        for item in ANALYSER.mentions.find(view)
    )


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry.id) for entry in ENTRIES if entry.patterns])
def test_every_idiom_is_found(entry):
    """In one of a few plain sentences made of an idiom, with and without what may be left out, it is found."""
    missed = []
    for pattern in entry.patterns:
        end = "." if pattern.text.endswith(("]", "$")) else " him."
        made = (f"{start}{spoken(pattern.text, whole=whole)}{end}" for whole in (False, True) for start in BEGINNINGS)
        if not any(is_found(entry.category, example) for example in made):
            missed.append(pattern.text)
    assert missed == []


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry.id) for entry in ENTRIES if entry.frame])
def test_both_spellings_are_found(entry):
    """A headword that is spelt in two ways is found in both."""
    missed = []
    for lemma in entry.lemmas:
        for variant in spellings(lemma)[1:]:
            forms = {tag: values[0] for tag, values in BOOK.words.inflector.forms(variant, entry.part).items()}
            view = ANALYSER.view(PIPELINE.nlp(entry.frame.format(**forms)))
            if entry.category not in {item.category for item in ANALYSER.mentions.find(view)}:
                missed.append(variant)
    assert missed == []


# ---- words of more than one meaning ------------------------------------------------------------------------------

AMBIGUOUS = """
She had blue eyes.
I felt [blue|emo] that winter.
I felt [sad|emo].
We crossed at the lights.
She was [cross|emo,other] with me.
There's a cross on his grave.
He was sharp at maths.
The shelf was too low.
He was really [low|emo,other] after the divorce.
I felt [low|emo].
The river was low.
We moved to Cork when I was four.
I was really [moved|emo] by that.
They moved me up a year.
He touched the wall.
I was [touched|emo] that he came.
She was [mad|emo,other] at me.
He was sick on the bus.
I was [sick of|emo] the rows.
It was a hot day.
The soup was cold.
My grandfather was a cold man.
He fell down the stairs.
She was a bit [down|emo,other] after Christmas.
We lived in a flat.
I felt [flat|emo] for weeks.
I hurt my knee.
He was badly hurt in the crash.
It really [hurt|emo] me when she said that.
The tea was bitter.
She was [bitter|emo,other] about it.
The content of the box was gone.
He was [content|emo,other] there.
Mind the step.
I didn't [mind|emo,self,negated] being on my own.
It never [crossed my mind|cog,self,negated].
He was in care for a year.
He never [cared|emo,other,negated] about us.
She took care of my brother.
I [appreciate|emo] what he did for me.
There was a figure at the window.
I [figured|cog] he was asleep.
He couldn't [figure it out|cog,other,negated].
The plan was on the wall.
We [planned|des,shared] to leave.
He was mean with money.
I didn't [mean|des,self,negated] to break it.
I mean, it was years ago.
I [guess|mod] he was [lonely|emo].
Guess what he did.
I felt [mean|emo] afterwards.
The chips were too salty.
He was so [salty|emo,other] about losing.
The alarm was triggered by smoke.
That really [triggered|emo] me.
They shut down the mine.
I just [shut down|emo] when he shouts.
She was clingy as a toddler.
We picked up the kids.
I [picked up on|per] her [mood|emo].
The alarm went off.
She [went off|emo,other] him.
He took to the road.
I [took to|emo] her straight away.
We wound up in Leeds.
He really [wound me up|emo].
I was all [wound up|emo] about the exam.
The cakes went down well.
They let the tyres down.
They [let me down|emo].
He did his coat up.
It [did my head in|emo].
It was on the edge of the table.
I was always [on edge|emo].
The lad was up for sale.
I was [up for|des] it.
He was trying on shoes.
We had a ball in the garden.
He was stuck in traffic.
I felt [stuck|emo].
"""

COLLOQUIAL = """
I was absolutely [gutted|emo].
She was [pissed off|emo,other] with me.
I'd [fuck all idea|cog,self,negated] what he [wanted|des].
I was [scared shitless|emo].
He couldn't [give a toss|emo,other,negated].
My da was [gobsmacked|emo,other].
He was [stoked|emo,other] about it.
I [cringed|emo] when he said it.
She's [dysregulated|emo,other] when she's tired.
He's not very [attuned|per,other,negated] to her.
I was [at my wits' end|emo].
He was [over the moon|emo,other].
My heart [sank|emo].
I had [butterflies|emo] before it.
He just [lost it|emo,other].
I was [in two minds|cog] about it.
I was [at a loss|cog].
We were [fed up|emo,shared].
She was [out of sorts|emo,other].
He [cottoned on|cog,other] in the end.
I [got a bad vibe|per] from her.
I [read him wrong|per].
I was [dying to|des] tell her.
I couldn't [be bothered|des,self,negated].
I couldn't [wait|des] to see him.
He did it [on purpose|des,other].
I hadn't [a notion|cog,self,negated].
She was [raging|emo,other] with him.
I was [scunnered|emo] with it.
She was [feart|emo,other] of the dog.
He was [ropeable|emo,other].
I was [bricking it|emo].
She [couldn't stand|emo,other] him.
She [couldn't bear|emo,other] it.
He [blew his top|emo,other].
I [saw red|emo].
I wasn't [fussed|emo,self,negated] about it.
She [thought the world of|emo,other] him.
They [kept me in the dark|cog,self] about it.
It [got to me|emo].
[God knows|mod] what he [wanted|des].
[I could be wrong|mod] but he [loved|emo] her.
It was [obvious|mod] that she [hated|emo] him.
"""

NAMES = {"cog": "cognition", "emo": "emotion", "des": "desire", "per": "perception", "mod": "modulation"}


def lines(table):
    """Sentences of a table as test cases."""
    return [pytest.param(line, id=line) for line in table.strip().splitlines()]


def check(line):
    """Exactly the marked words are found, in their categories, with holder and flags where stated."""
    text, marks = read(line)
    view = ANALYSER.view(PIPELINE.nlp(text))
    found = ANALYSER.mentions.find(view)
    assert [(text[view.s[item.start] : view.e[item.end - 1]], item.category) for item in found] == [
        (text[mark.start : mark.end], NAMES[mark.attributes[0]]) for mark in marks
    ]
    for mark, item in zip(marks, found, strict=True):
        if len(mark.attributes) > 1:
            assert (item.holder, *item.flags) == tuple(mark.attributes[1:])


@pytest.mark.parametrize("line", lines(AMBIGUOUS))
def test_ambiguous_words_are_told_apart(line):
    """A word that names a state only sometimes is marked there and nowhere else."""
    check(line)


@pytest.mark.parametrize("line", lines(COLLOQUIAL))
def test_colloquial_states_are_found(line):
    """Slang, swearing, and the talk of parents and clinics are marked whole."""
    check(line)
