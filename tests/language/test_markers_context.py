"""The families C and D: development, age, later understanding, change, what happens between people, and the listener."""

import pytest

from rf_scorer.language.analysis import question_words, shipped
from rf_scorer.language.pipelines import load_pipeline

ANALYSER = shipped()
PIPELINE = load_pipeline()
CONTEXT = [marker for marker in ANALYSER.codebook.markers if marker.family in {"C", "D"}]


def found_in(text, question=None):
    """Each marker in a text with what it covers and the headwords of the mentions that carry it."""
    view = ANALYSER.view(PIPELINE.nlp(text))
    mentions = ANALYSER.mentions.find(view)
    markers = ANALYSER.markers.find(view, mentions, question_words(question))
    return {
        (
            item.marker,
            " ".join(view.w[item.start : item.end]),
            tuple(mentions[n].lemma for n in item.mentions),
        )
        for item in markers
    }


def kinds(text, question=None):
    """The markers in a text."""
    return {item[0] for item in found_in(text, question)}


@pytest.mark.parametrize("marker", [pytest.param(marker, id=marker.id) for marker in CONTEXT])
def test_every_marker_has_examples_enough_on_both_sides(marker):
    """At least ten sentences show the marker, and ten look like it and are not."""
    assert len(marker.matching) >= 10
    assert len(marker.non_matching) >= 10


@pytest.mark.parametrize("marker", [pytest.param(marker, id=marker.id) for marker in CONTEXT])
def test_a_structure_names_only_mentions_that_exist(marker):
    """The mentions that carry a marker are indices into the mentions of the text, each once and in order."""
    for example in marker.matching:
        view = ANALYSER.view(PIPELINE.nlp(example.replace("[", "").replace("]", "")))
        mentions = ANALYSER.mentions.find(view)
        for item in ANALYSER.markers.find(view, mentions):
            assert list(item.mentions) == sorted(set(item.mentions))
            assert all(0 <= n < len(mentions) for n in item.mentions)


@pytest.mark.parametrize("text", ["", ".", "um", "...", "I", "when", "because", "{{Mother}}", "never"])
def test_next_to_nothing_holds_no_marker_of_the_story(text):
    """Empty and broken off turns are looked at without harm."""
    assert not {kind for kind in kinds(text) if kind.startswith(("C", "D"))}


def test_a_grandparent_counts_only_with_a_state_or_a_treatment():
    """Her own mother is part of the line when she did, or felt, something that went on."""
    assert "C1" in kinds("My mum was cold, and I think her own mother had never loved her.")
    assert "C1" not in kinds("My mum was cold, and her own mother lived in the flat upstairs.")


def test_whose_parents_a_pronoun_means_is_read_off_the_text():
    """His father is the grandfather when he is the speaker's father, not when he is the speaker's son."""
    assert "C1" in kinds("My dad was a hard man. His father beat him every night, and he was terrified of him.")
    assert "C1" not in kinds("My son rang me up. His father collected him, and he was happy.")


def test_the_question_may_name_whom_a_pronoun_means():
    """Where the answer has only a pronoun, the person asked about is meant."""
    answer = "He was raised by people who were ashamed of everything."
    assert "C1" in kinds(answer, "Why do you think your father behaved as he did?")
    assert "C1" not in kinds(answer, "Why do you think your husband behaved as he did?")


def test_an_age_is_a_date_unless_it_bears_on_what_was_understood():
    """When I was six is no developmental perspective; that a six-year-old did not know is one."""
    assert "C2" not in kinds("When I was six I was happy at my nan's.")
    assert "C2" in kinds("I was only six, I couldn't understand why she was crying.")


def test_later_understanding_needs_somebody_to_be_understood():
    """A plan that is made now revises nothing."""
    assert "C3" not in kinds("Now I know I should have stopped smoking.")
    assert "C3" in kinds("Now I know she was frightened of him.")


def test_change_is_of_one_person_over_time():
    """More upset than somebody else is no change; more upset than before is."""
    assert "C4" not in kinds("My mother was more upset than I was.")
    assert "C4" in kinds("My mother was more upset than she was before.")


def test_a_sequence_must_come_back_to_whom_it_began_with():
    """One person's effect on another is not yet the two acting on each other."""
    assert "C5" not in kinds("I was sad, so she was worried.")
    assert "C5" in kinds("I was sad, so she got worried, and then I felt guilty.")


def test_a_sequence_carries_the_states_of_both():
    """The mentions of a back and forth are those of either side."""
    hits = [item for item in found_in("I was sad, so she got worried, and then I felt guilty.") if item[0] == "C5"]
    assert hits
    assert set(hits[0][2]) == {"sad", "worry", "guilty"}


def test_soothing_is_of_a_feeling_and_not_of_a_place():
    """To settle in a town is no regulation."""
    assert "C6" not in kinds("They settled in Cork when he was ill.")
    assert "C6" in kinds("She sang until I calmed down.")


def test_two_relatives_must_be_tied_by_a_feeling():
    """A shop that two relatives keep is no dynamics of a family."""
    assert "C7" not in kinds("My sister had a shop with my brother.")
    assert "C7" in kinds("My sister was jealous of my brother.")


def test_a_filler_says_nothing_of_the_listener():
    """You know, you see and a question for advice are no regard for another mind."""
    for text in ("You know, I just left.", "I see what you're saying.", "So what do you think I should do?"):
        assert not {kind for kind in kinds(text) if kind.startswith("D")}


def test_what_one_says_to_somebody_else_is_not_said_to_the_listener():
    """Have I upset you, as one asks people at work, is no attunement to the interviewer."""
    assert "D3" not in kinds("If somebody is quiet I'm straight over, have I upset you?")
    assert "D3" in kinds("Sorry. Have I upset you?")
