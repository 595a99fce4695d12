"""The families low and link: possible cues of low reflection, and words that tie states to behaviour."""

import pytest

from rf_scorer.language.analysis import question_words, shipped
from rf_scorer.language.pipelines import load_pipeline

ANALYSER = shipped()
PIPELINE = load_pipeline()
CUES = [marker for marker in ANALYSER.codebook.markers if marker.family in {"low", "link"}]
WHY = "Why do you think your father was like that?"


def found_in(text, question=None):
    """Each marker in a text with what it covers."""
    view = ANALYSER.view(PIPELINE.nlp(text))
    mentions = ANALYSER.mentions.find(view)
    markers = ANALYSER.markers.find(view, mentions, question_words(question))
    return {(item.marker, " ".join(view.w[item.start : item.end])) for item in markers}


def kinds(text, question=None):
    """The markers in a text."""
    return {item[0] for item in found_in(text, question)}


@pytest.mark.parametrize("marker", [pytest.param(marker, id=marker.id) for marker in CUES])
def test_every_cue_has_examples_enough_on_both_sides(marker):
    """At least ten sentences show the marker, and ten look like it and are not."""
    assert len(marker.matching) >= 10
    assert len(marker.non_matching) >= 10


@pytest.mark.parametrize("text", ["", ".", "um", "I", "because", "so", "if", "never", "then.", "{{Mother}}"])
def test_next_to_nothing_holds_no_cue(text):
    """Empty and broken off turns are looked at without harm."""
    assert not {kind for kind in kinds(text) if kind.startswith(("low", "link"))}


def test_not_knowing_is_a_disavowal_only_where_a_mind_or_a_reason_was_asked_for():
    """I don't know, to how many drinks, is an answer to a question of fact."""
    assert "low.disavowal" in kinds("I don't know.", WHY)
    assert "low.disavowal" not in kinds("I don't know.", "How many drinks would you have in a week?")


def test_not_knowing_is_no_disavowal_where_the_speaker_goes_on_to_think():
    """What follows decides: a guess at a mind is the opposite of turning away."""
    assert "low.disavowal" not in kinds("I don't know. I think he was ashamed of himself.", WHY)
    assert "low.disavowal" not in kinds("I don't know, maybe it was the drink.", WHY)
    assert "low.disavowal" in kinds("I don't know. We had a dog and a garden.", WHY)


def test_normality_in_place_of_a_feeling_is_a_disavowal():
    """It was normal, and then a timetable, turns a question about feeling away; not where a feeling follows."""
    asked = "How did you feel when they sent you away?"
    assert "low.disavowal" in kinds("It was normal. We got up at six and had breakfast, then school.", asked)
    assert "low.disavowal" not in kinds("It was normal. But I was lonely at night and I missed her.", asked)


def test_a_circumstance_explains_only_where_no_state_does():
    """Work as the reason for what somebody did, without a state on either side."""
    assert "low.concrete_reason" in kinds("She left us there because she worked.", WHY)
    assert "low.concrete_reason" not in kinds("She was worried because she worked.", WHY)


def test_an_answer_of_circumstances_alone_to_a_why_is_marked():
    """Asked why, an answer that names work and no state is a concrete reason; asked where, it is an answer."""
    answer = "He worked nights. He'd be in bed till three and then out again."
    assert "low.concrete_reason" in kinds(answer, WHY)
    assert "low.concrete_reason" not in kinds(answer, "Where did you live then?")


def test_certainty_needs_the_state_of_somebody_else():
    """One is certain of oneself by right, and of the weather."""
    assert "low.certainty" in kinds("He was clearly jealous.")
    assert "low.certainty" not in kinds("I was clearly jealous.")
    assert "low.certainty" not in kinds("Maybe he was clearly jealous.")


def test_an_absolute_needs_a_judgement_of_somebody():
    """Always, of a bus or of oneself, is everyday speech."""
    assert "low.absolute" in kinds("She never cared about us.")
    assert "low.absolute" not in kinds("I never cared about it.")
    assert "low.absolute" not in kinds("She never took the bus.")


def test_blame_that_is_thought_of_as_a_thought_is_none():
    """What somebody used to think is looked at, not held."""
    assert "low.blame" in kinds("It was all her fault.")
    assert "low.blame" not in kinds("I used to think it was all her fault.")


def test_hostility_is_told_from_what_was_said_to_others():
    """Only what is aimed at the question or the listener counts."""
    assert "low.hostility" in kinds("That's none of your business.")
    assert "low.hostility" not in kinds("So I said to him, that's none of your business.")


@pytest.mark.parametrize(
    "refusal",
    [
        "I came about my benefits, not for this. What's it got to do with you?",
        "Oh here we go. Is that all you people ever talk about?",
        "Honestly, what business is it of yours how I felt.",
        "No comment. Move on.",
        "You've got a cheek asking me that.",
        "I don't have to sit here and be picked apart.",
        "I'm not your guinea pig.",
        "Have you nothing better to ask?",
        "How the hell would I know what was in her head?",
        "You think I hated him. You want me to say it.",
    ],
)
def test_a_hostile_refusal_is_found_in_many_forms(refusal):
    """Attacks on the question, on whoever asks it, and plain refusals."""
    assert "low.hostility" in kinds(refusal, WHY)


@pytest.mark.parametrize(
    "answer",
    [
        "I don't know how he felt about it, you'd have to ask him.",
        "Why do you ask? No, it's fine, I was sad about it.",
        "It's hard to talk about, but I'll try.",
        "I'm not telling it very well, sorry.",
        "I told you about my gran, didn't I? She was lovely.",
        "I think you want me to say how it felt. It felt awful.",
        "He said, shut up, and I cried.",
    ],
)
def test_reserve_and_reported_anger_are_not_hostile(answer):
    """Hesitation, a check of what was asked, and what others shouted are no attack on the question."""
    assert "low.hostility" not in kinds(answer, WHY)


def test_one_term_of_the_trade_is_no_psychologising():
    """A passage must be made of such terms, with nobody in particular feeling anything."""
    assert "low.hyperanalysis" not in kinds(
        "It was the trauma, I think. I was so frightened, and my mother was sad and lonely."
    )


@pytest.mark.parametrize("word", ["then", "until", "so", "when"])
def test_a_word_links_in_one_way(word):
    """No word is both time and result."""
    for text in (
        f"I was scared, {word} I hid from him.",
        f"I was sad {word} she came, and I was angry.",
        f"He shouted, and {word} I felt ashamed.",
    ):
        marked = [kind for kind, covered in found_in(text) if kind.startswith("link") and word in covered.split()]
        assert len(marked) <= 1


@pytest.mark.parametrize(
    ("tied", "loose", "kind"),
    [
        ("I left because I was frightened.", "I left because it was late.", "link.cause"),
        ("I was frightened, so I left.", "It was late, so I left.", "link.result"),
        ("I was frightened but I stayed.", "It was late but I stayed.", "link.contrast"),
        ("When he left I was sad.", "When it rained we left.", "link.time"),
        ("If he leaves I get sad.", "If it rains we leave.", "link.condition"),
    ],
)
def test_a_link_ties_a_state(tied, loose, kind):
    """The same word between two things that are no states is no link."""
    assert kind in kinds(tied)
    assert kind not in kinds(loose)


def test_a_link_names_the_states_at_both_ends():
    """The mentions of a link are those of the clauses that it ties."""
    view = ANALYSER.view(PIPELINE.nlp("I was sad because he hated me."))
    mentions = ANALYSER.mentions.find(view)
    hits = [item for item in ANALYSER.markers.find(view, mentions) if item.marker == "link.cause"]
    assert [{mentions[n].lemma for n in item.mentions} for item in hits] == [{"sad", "hate"}]
