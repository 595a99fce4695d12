"""Markers as rules over mentions and syntax: the engine, the scene they look at, and the families A and B."""

import dataclasses

import pytest

from rf_scorer.errors import UsageError
from rf_scorer.language import codebook as books
from rf_scorer.language.analysis import shipped
from rf_scorer.language.markers import MarkerFinder
from rf_scorer.language.pipelines import load_pipeline
from rf_scorer.language.scene import Scene, Seen
from rf_scorer.language.structures import STRUCTURES
from rf_scorer.language.structures.structure import structure
from rf_scorer.language.valence import opposed, unwelcome, welcome

ANALYSER = shipped()
BOOK = ANALYSER.codebook
PIPELINE = load_pipeline()


def look(text):
    """View and mentions of a sentence."""
    view = ANALYSER.view(PIPELINE.nlp(text))
    return view, ANALYSER.mentions.find(view)


def scene_of(text, question=()):
    """The scene of a sentence."""
    view, found = look(text)
    return Scene(view, found, list(question), BOOK.words)


def found_in(text, marker):
    """What a marker covers in a sentence, and the words of the mentions that carry it."""
    view, found = look(text)
    hits = [item for item in ANALYSER.markers.find(view, found) if item.marker == marker]
    return [
        (
            " ".join(view.w[hit.start : hit.end]),
            [" ".join(view.w[found[n].start : found[n].end]) for n in hit.mentions],
        )
        for hit in hits
    ]


@pytest.mark.parametrize(
    ("text", "marker", "covered", "carriers"),
    [
        ("I guess he was ashamed of it.", "A1", "i guess he was ashamed", ["ashamed"]),
        ("I wonder if he was lonely.", "A1", "i wonder if he was lonely", ["lonely"]),
        ("He shouted because he was frightened.", "B1", "he shouted because he was frightened", ["frightened"]),
        ("She was ashamed, so she stopped calling.", "B1", "she was ashamed , so she stopped", ["ashamed"]),
        ("She was too proud to ask for help.", "B1", "she was too proud to ask", ["proud"]),
        ("When he was upset he'd go down the basement.", "B1", "when he was upset he 'd go", ["upset"]),
        ("When she was jealous she would hide his letters.", "B1", "when she was jealous she would hide", ["jealous"]),
        ("He hit her because he wanted to hurt her.", "B1", "he hit her because he wanted", ["wanted"]),
        ("I was too busy being angry to notice it.", "B4", "i was too busy being angry to notice", ["angry", "notice"]),
        ("She thought he hated her, but he loved her.", "B3", "she thought he hated her , but he loved", ["thought", "loved"]),
        ("He shouted and that made her sad.", "B5", "that made her sad", ["sad"]),
        ("I was scared, so I laughed.", "B5", "i was scared , so i laughed", ["scared"]),
        ("He thought I hated him.", "B6", "he thought i hated", ["thought", "hated"]),
        ("Dad was pleased, whereas I felt humiliated.", "B3", "dad was pleased , whereas i felt humiliated", ["pleased", "humiliated"]),
        ("I thought it was a joke but she was hurt.", "B3", "i thought it was a joke but she was hurt", ["thought", "hurt"]),
        ("I was proud but also jealous.", "link.mixed", "proud but also jealous", ["proud", "jealous"]),
        ("They didn't want me to worry.", "link.recursion", "they did not want me to worry", ["want", "worry"]),
    ],
)  # fmt: skip
def test_a_structure_covers_both_ends_and_names_its_mentions(text, marker, covered, carriers):
    """A marker spans what it is about, and points at the mentions that carry it."""
    hits = found_in(text, marker)
    assert hits == [(covered, carriers)]


@pytest.mark.parametrize(
    ("text", "marker"),
    [
        ("I think it was Tuesday.", "A1"),
        ("I guess I was scared.", "A1"),
        ("Obviously she was angry.", "A1"),
        ('He said, "Maybe she was scared, I think."', "A1"),
        ("He left because it rained.", "B1"),
        ("I left because I was scared.", "B1"),
        ("If they found out they would be angry.", "B1"),
        ("He got a good job, so he bought a car.", "B1"),
        ("I am so glad that I came.", "B5"),
        ("We made lunch so they can see the house.", "B5"),
        ("The film made me sad.", "B5"),
        ("Make sure he is happy.", "B5"),
        ("She thinks I should quit.", "B6"),
        ("She wouldn't mind if I was late.", "B6"),
        ("I was happy and then I was sad.", "link.mixed"),
        ("I should have been sad but I was relieved.", "link.mixed"),
        ("She thought he hated her, but he loved her.", "link.mixed"),
        ("I enjoyed the letter but was sorry about the delay.", "link.mixed"),
        ("He wanted to be happy.", "link.recursion"),
        ("She was trying to think.", "link.recursion"),
        ("They hid the presents because they like surprises.", "A2"),
        ("I did not know what to expect.", "A3"),
        ("If anyone would like some tea, just say.", "A4"),
        ("They denied the request.", "A5"),
    ],
)
def test_a_near_miss_is_no_marker(text, marker):
    """What a rater would strike out is left alone."""
    assert found_in(text, marker) == []


def test_a_run_of_words_is_carried_by_what_it_holds_or_by_its_clause():
    """Patterns name the mentions inside the marked words; where there are none, those of the same clause."""
    assert found_in("I've never thought about that before.", "B7") == [
        ("i have never thought about that before", ["thought"])
    ]
    assert found_in("He was angry and took it out on me.", "A5") == [("took it out on me", [])]
    assert found_in("No, that's not right, I was hurt.", "B7")[0][0].startswith("no , that is not right")


def test_no_marker_without_text():
    """An empty text has none."""
    view, found = look("")
    assert ANALYSER.markers.find(view, found) == []


def test_words_alone_are_enough_for_runs_of_words():
    """Without a parse the structures are silent, and runs of words are still found."""
    view, found = look("Come to think of it, he was sad because he missed her.")
    for column in (view.head, view.dep, view.kids, view.pos, view.tag, view.lemma):
        column.clear()
    assert {item.marker for item in ANALYSER.markers.find(view, found) if item.family in {"A", "B"}} == {"B7"}


def test_every_structure_is_used_and_known():
    """The codebook names each structure of the families A and B, and none that does not exist."""
    from rf_scorer.language.structures import mind

    used = {name for entry in BOOK.markers for name in entry.structures}
    assert used <= set(STRUCTURES)
    assert set(mind.STRUCTURES) <= used


def test_of_two_that_overlap_the_longer_is_kept():
    """One id never covers a word twice."""
    view, found = look("I guess, I think she was probably angry, maybe she was hurt.")
    hits = [item for item in ANALYSER.markers.find(view, found) if item.marker == "A1"]
    words = [k for hit in hits for k in range(hit.start, hit.end)]
    assert hits
    assert len(words) == len(set(words))


def test_a_question_reaches_the_structures(monkeypatch):
    """The words of the question stand in the scene."""
    entry = next(entry for entry in BOOK.markers if entry.id == "A1")
    book = dataclasses.replace(BOOK, markers=(dataclasses.replace(entry, patterns=(), structures=("asked",)),))
    asked = []

    def listening(scene):
        asked.append(scene.question)
        yield Seen(0, 1)

    monkeypatch.setattr("rf_scorer.language.markers.STRUCTURES", {"asked": structure()(listening)})
    view, found = look("Because he was sad.")
    (hit,) = MarkerFinder(book).find(view, found, ["why", "was", "that"])
    assert asked == [["why", "was", "that"]]
    assert (hit.start, hit.end, hit.rule, hit.mentions) == (0, 1, "A1.asked", ())


def test_an_unknown_structure_is_refused():
    """The message names the marker and what there is."""
    from rf_scorer import resources

    folder = resources.folder("annotation_guides") / "codebook"
    texts = {name: (folder / f"{name}.toml").read_text(encoding="utf-8") for name in books.FILES}
    line = '\n[[marker]]\nid = "A9"\nfamily = "A"\ntitle = "x"\nmeaning = "x"\nmatching = ["x"]\n'
    with pytest.raises(UsageError, match="telepathy"):
        books.parse_codebook({**texts, "markers": texts["markers"] + line + 'structures = ["telepathy"]\n'})
    with pytest.raises(UsageError, match="patterns or structures"):
        books.parse_codebook({**texts, "markers": texts["markers"] + line})


@pytest.mark.parametrize(
    ("text", "kind", "first", "second"),
    [
        ("He left because he was scared.", "because", "left", "scared"),
        ("She was ashamed, so she left.", "so", "ashamed", "left"),
        ("She was scared, that's why she left.", "why", "scared", "left"),
        ("He was so ashamed that he left.", "degree", "ashamed", "left"),
        ("He was too proud to ask.", "degree", "proud", "ask"),
        ("I think she left because she was sad.", "because", "left", "sad"),
        ("I was sad but she was happy.", "contrast", "sad", "happy"),
        ("Although he was sad he laughed.", "concession", "laughed", "sad"),
        ("When he was sad he sang.", "when", "sang", "sad"),
        ("If he was sad he sang.", "if", "sang", "sad"),
    ],
)
def test_links_name_both_clauses(text, kind, first, second):
    """Each linking word is found with the heads of its clauses; a hedge above a clause is looked through."""
    scene = scene_of(text)
    assert [
        (link.kind, scene.view.w[link.first], scene.view.w[link.second]) for link in scene.links() if link.kind == kind
    ] == [(kind, first, second)]


@pytest.mark.parametrize(
    "text",
    [
        "I was so happy.",
        "I wonder if he was sad.",
        "She asked me if he was sad.",
        "I want to go.",
        "I have been here since May, so.",
    ],
)
def test_words_that_link_nothing(text):
    """*So* as an adverb, an indirect question, an infinitive and a date are no links."""
    assert scene_of(text).links() == []


def test_a_clause_has_subject_person_tense_and_negation():
    """What stands around a predicate, also where the subject is shared or is another verb's object."""
    scene = scene_of("My mother made me go because she didn't want a row.")
    place = {word: i for i, word in enumerate(scene.view.w)}
    clauses = {scene.view.w[clause.head]: clause for clause in scene.clauses()}
    assert clauses["made"].person == "other"
    assert (scene.view.w[clauses["go"].subject], clauses["go"].person) == ("me", "self")
    assert (clauses["want"].negated, clauses["want"].tense, clauses["want"].mark) == (True, "past", "because")
    assert scene.clause(place["mother"]) == place["made"]
    assert scene.subtree(place["mother"]) == (0, 2)
    assert [(link.word, link.second) for link in scene.links()] == [(place["because"], place["want"])]


@pytest.mark.parametrize(
    ("text", "word", "person"),
    [
        ("I left.", "i", "self"),
        ("We left.", "we", "shared"),
        ("My brother left.", "brother", "other"),
        ("People leave.", "people", "generic"),
        ("Teachers leave.", "teachers", "generic"),
        ("The teacher left.", "teacher", "other"),
        ("The car left.", "car", "thing"),
        ("You leave.", "you", "you"),
    ],
)
def test_who_a_word_names(text, word, person):
    """Pronouns, kin, persons and people at large are told apart."""
    scene = scene_of(text)
    assert scene.person(scene.view.w.index(word)) == person


def test_states_are_chosen_by_place_holder_and_category():
    """Certainty is left out unless asked for."""
    scene = scene_of("I think she was sad but I was angry.")
    end = len(scene.view.w)
    assert [scene.mentions[n].lemma for n in scene.states(0, end)] == ["sad", "angry"]
    assert [scene.mentions[n].lemma for n in scene.states(0, end, holder="other")] == ["sad"]
    assert [scene.mentions[n].category for n in scene.states(0, end, modulation=True)] == [
        "modulation",
        "emotion",
        "emotion",
    ]
    assert scene.states(0, end, category="desire") == []
    assert scene.places(frozenset({"was", "nowhere"})) == [i for i, word in enumerate(scene.view.w) if word == "was"]


def test_two_others_are_one_unless_their_words_differ():
    """*He* and *she* are two people; a noun and a pronoun may be one."""
    scene = scene_of("My father and she and they and the teacher and my mother left.")
    w = scene.view.w
    assert not scene.alike(w.index("father"), w.index("she"))
    assert not scene.alike(w.index("she"), w.index("they"))
    assert scene.alike(w.index("teacher"), w.index("she"))
    assert scene.alike(w.index("mother"), w.index("she"))


def test_feelings_are_welcome_or_not():
    """A denied feeling turns over; a feeling on neither list opposes nothing."""
    assert welcome("happy")
    assert unwelcome("happy", negated=True)
    assert opposed("proud", "jealous")
    assert not opposed("sad", "angry")
    assert not opposed("surprised", "angry")
