"""The door: texts in, highlights out."""

import time
import tracemalloc
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rf_scorer import language
from rf_scorer.domain import CATEGORIES, FLAGS, HOLDERS, MARKER_FAMILIES, Highlights
from rf_scorer.language.measures import DESCRIPTIONS, MEASURES

HIGHLIGHTER = language.load()


def one(text, question=None) -> Highlights:
    """Highlights of one text."""
    return next(HIGHLIGHTER.highlight([(text, question)]))


def brief(text, question=None):
    """Mentions as (words, category, holder, flags)."""
    return [(text[m.start : m.end], m.category, m.holder, m.flags) for m in one(text, question).mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It scared me.", [("scared", "emotion", "self", ())]),
        ("She made him feel guilty.", [("guilty", "emotion", "other", ())]),
        ("It was a relief for my mother.", [("relief", "emotion", "other", ())]),
        ("We were frightened of him.", [("frightened", "emotion", "shared", ())]),
        ("Nobody wanted me.", [("wanted", "desire", "generic", ("negated",))]),
        ("Kids need love.", [("need", "desire", "generic", ()), ("love", "emotion", "generic", ())]),
        ("What do you think?", [("think", "cognition", "interviewer", ())]),
        ("There was a lot of anger.", [("anger", "emotion", "none", ())]),
        ("My mother never forgave herself.", [("forgave", "emotion", "other", ("negated",))]),
        ("My brother and I were ashamed.", [("ashamed", "emotion", "shared", ())]),
        ("A man who loved me left.", [("loved", "emotion", "other", ())]),
        ("I loved my gran and trusted her.", [("loved", "emotion", "self", ()), ("trusted", "emotion", "self", ())]),
        ("He knew how to show affection.", [("affection", "emotion", "other", ())]),
        (
            "My dad's temper frightened my sister.",
            [("temper", "emotion", "other", ()), ("frightened", "emotion", "other", ())],
        ),
        ("{{Husband}} was jealous.", [("jealous", "emotion", "other", ())]),
        ("[Name 2] felt rejected.", [("rejected", "emotion", "other", ())]),
        ("I liked the feelings she had.", [("liked", "emotion", "self", ()), ("feelings", "emotion", "other", ())]),
    ],
)
def test_the_holder_is_who_has_the_state(text, expected):
    """Object experiencers, possessors, relative clauses, placeholders and shared subjects are told apart from the grammatical subject."""
    assert brief(text) == expected


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("I didn't want that.", ("negated",)),
        ("I don't think he came.", ("negated",)),
        ("I had no idea.", ("negated",)),
        ("I couldn't stand it.", ()),
        ("I wasn't just sad.", ()),
        ("Not once did it matter; I was sad.", ()),
        ("I remember we had a dog.", ("recall",)),
        ("I couldn't remember.", ("negated",)),
    ],
)
def test_flags_of_a_mention(text, flags):
    """Negation reaches the state and no further; 'I remember' that opens a scene is recall; a fixed idiom is not denied by its own 'not'."""
    found = one(text).mentions
    assert [m.flags for m in found] == [flags]


def test_a_negated_verb_does_not_deny_what_it_governs():
    """In 'I don't want to feel that way' the wanting is denied, not the feeling."""
    assert brief("I don't want to feel that way.") == [
        ("want", "desire", "self", ("negated",)),
        ("feel", "emotion", "self", ()),
    ]


def test_quoted_speech_belongs_to_who_is_quoted():
    """Quotation marks and 'she was like' alike."""
    assert brief('She said "I hate you" and left.') == [("hate", "emotion", "other", ("quoted",))]
    assert brief("She was like, I don't care.") == [("care", "emotion", "other", ("negated", "quoted"))]


def test_an_echo_needs_the_question():
    """A mental word of the question, taken up in the first ten words of the answer, is an echo; later, or without the question, it is not."""
    assert brief("Rejected, yes, I felt rejected.", "Did you ever feel rejected?")[0][3] == ("echo",)
    assert brief("Rejected, yes, I felt rejected.")[0][3] == ()
    late = "Well that was in the year we had moved to the farm and I felt rejected."
    assert brief(late, "Did you feel rejected?")[0][3] == ()


@pytest.mark.parametrize(
    "text",
    [
        "You know, it was, like, I mean, kind of big.",
        "I was like a dog.",
        "You have to go and you need a ticket.",
        "I saw the car and heard a bang.",
        "He took care of the farm.",
        "It was a sad film.",
        "It might rain and you may go.",
        "Is that what you mean?",
        "She cried and shouted.",
        "My knee hurt and I felt cold.",
        "I know his brother.",
        "(mhm) {{cries}} [thinking] ((she sounds sad)) yes.",
    ],
)
def test_what_is_no_state_is_not_marked(text):
    """Fillers, comparisons, obligations, plain sensing, evaluations of things, behaviour and notes stay unmarked."""
    assert brief(text) == []


def test_a_disfluency_does_not_hide_a_state():
    """Hesitations, fillers and stutters between the words of a clause are looked through; offsets point at the words."""
    text = "I-I don't, um, you know, want to, uh, hurt her."
    assert brief(text)[0] == ("want", "desire", "self", ("negated",))


def test_a_modal_counts_only_beside_another_mention():
    """'Might' is the speaker's stance only where its clause holds a state."""
    assert [m[0] for m in brief("She might have been ashamed.")] == ["might", "ashamed"]
    assert brief("She might have been there.") == []


def test_order_and_laziness():
    """Highlights come in the order of the texts, a batch at a time, also beyond one batch."""
    asked = []

    def texts():
        for number in range(700):
            asked.append(number)
            yield ("I was sad." if number % 2 else "It rained."), None

    stream = HIGHLIGHTER.highlight(texts())
    first = next(stream)
    assert not first.mentions
    assert len(asked) < 700
    assert [len(one.mentions) for one in stream] == [number % 2 for number in range(1, 700)]


def test_nothing_at_all():
    """An empty text, white space and notes alone have no words and no mentions, and every measure."""
    for text in ("", "   ", "{{5 second pause}}", "…", "?!"):
        found = one(text)
        assert (found.mentions, found.words) == ((), 0)
        assert tuple(found.measures) == MEASURES


def test_measures():
    """Counts are what their names say."""
    found = one(
        "Um, when I was six my mother and {{Aunt}} hit me. Why? I don't know. She was always strict.", "Was she strict?"
    )
    measures = found.measures
    assert measures["hesitations"] == 1
    assert measures["first_person"] == 4
    assert measures["kin_terms"] == 1
    assert measures["name_codes"] == 1
    assert measures["particular_persons"] == 2
    assert measures["questions"] == 1
    assert measures["negations"] == 1
    assert measures["numbers"] == 1
    assert measures["absolutes"] == 1
    assert measures["trait_terms"] == 1
    assert 0 < measures["question_overlap"] <= 1
    assert found.sentences == 4
    assert tuple(DESCRIPTIONS) == MEASURES


def test_provenance_says_what_was_used():
    """Engine, versions, and a digest of the codebook; nothing that differs from run to run."""
    assert HIGHLIGHTER.provenance == language.load().provenance
    assert set(HIGHLIGHTER.provenance) == {
        "engine",
        "version",
        "spacy",
        "pipeline",
        "pipeline_version",
        "pipeline_sha256",
        "codebook",
        "codebook_sha256",
    }
    assert HIGHLIGHTER.provenance["engine"] == "parse.v2"


WORDS = st.sampled_from(
    [
        "I",
        "he",
        "she",
        "my",
        "mother's",
        "{{Father}}",
        "(mhm)",
        "[Name",
        "was",
        "were",
        "didn't",
        "not",
        "never",
        "felt",
        "think",
        "thought",
        "like",
        "know",
        "you",
        "don't",
        "that",
        "sad",
        "angry",
        "wanted",
        "to",
        "because",
        "maybe",
        "might",
        "have",
        "been",
        ",",
        ".",
        "?",
        "!",
        '"',
        "“",
        "”",
        "…",
        "-",
        "--",
        "//",
        "xxx",
        "I-I",
        "it's",
        "'s",
        "um",
        "feel",
        "feeling",
        "of",
        "the",
        "a",
        "made",
        "him",
        "her",
        "me",
        "scared",
        "seemed",
        "no",
        "idea",
        "remember",
        "))",
        "]]",
        "🙂",
        "ñ",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=40), st.booleans())
def test_highlights_hold_together_for_any_text(words, glued):
    """Offsets cut words out of the text, mentions do not overlap, vocabularies are kept, measures are finite."""
    text = ("" if glued else " ").join(words)
    found = one(text, "How did you feel?")
    last = 0
    for mention in found.mentions:
        assert last <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end].strip() == text[mention.start : mention.end]
        assert mention.category in CATEGORIES
        assert mention.holder in HOLDERS
        assert mention.flags == tuple(flag for flag in FLAGS if flag in mention.flags)
        last = mention.end
    for marker in found.markers:
        assert 0 <= marker.start < marker.end <= len(text)
        assert marker.family in MARKER_FAMILIES
    assert all(value >= 0 and value == value and value != float("inf") for value in found.measures.values())


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_it(text):
    """Any characters whatever give highlights."""
    assert one(text, text).words >= 0


def test_half_characters_do_not_stop_the_highlighter() -> None:
    """A lone surrogate, which a Python string can hold, costs neither the text nor the offsets."""
    text = "\ud800 I was angry \udfff with her"
    assert [words for words, *_ in brief(text, question="angry \udfff?")] == ["angry"]


ANSWER = "I think she was ashamed of us, and my father didn't want to know why she was so angry with him."
WORDS_OF_IT = ["think", "ashamed", "want", "know", "angry"]


def marked(text):
    """The words of the mentions of a text."""
    return [text[m.start : m.end] for m in one(text).mentions]


def test_the_answer_of_these_tests():
    """What stands in it when it is written as usual."""
    assert set(WORDS_OF_IT) <= set(marked(ANSWER))


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        lambda text: text.replace("'", "’"),
        lambda text: f"“{text}”".strip("“”"),
        lambda text: text.replace(" ", "  "),
        lambda text: text.replace(" ", "\n", 5),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: "\ufeff" + text,
        lambda text: "\u202b" + text + "\u202c",
        lambda text: text.replace("ashamed", "asha\u00admed").replace("angry", "\u200bangry"),
        lambda text: "😢 " + text + " 👩\u200d👧",
        lambda text: "שלום, " + text,
        lambda text: unicodedata.normalize("NFD", "Né à Málaga. ") + text,
        lambda text: "\x00" + text + "\x00",
        lambda text: "{{5 second pause}} (mhm) " + text + " [laughs]",
        lambda text: "\ud800" + text,
    ],
    ids=[
        "capitals",
        "curly",
        "plain",
        "spaces",
        "lines",
        "no-break",
        "mark",
        "right-to-left",
        "soft hyphens",
        "emoji",
        "hebrew",
        "decomposed",
        "nul",
        "notes",
        "surrogate",
    ],
)
def test_how_a_text_is_written_does_not_change_what_is_found(change):
    """The same states with the same holders and flags, and offsets that cut exactly their words, unseen characters within them included."""

    def said(text):
        return [
            (text[m.start : m.end].replace("\u00ad", "").lower(), m.category, m.holder, m.flags)
            for m in one(text).mentions
        ]

    assert said(change(ANSWER)) == said(ANSWER)


@pytest.mark.parametrize(
    "text", ["", " \n\t ", "(mhm) {{pause}} [cries]", "😢😢", "?!", "\x00", "\u200b", "\ud800", "1985"]
)
def test_nothing_to_find_is_no_error(text):
    """Whatever holds no words gives no mentions, no markers, no notes."""
    found = one(text)
    assert (found.mentions, found.markers, found.notes) == ((), (), ())


# fmt: off
ODD = st.sampled_from([
    "I", "was", "SAD", "and ANGRY", "she didn’t", "want", "me", "felt", "ashamed", "because", "think", ",", ".", "…", "“", "”", '"', "--", "I-I",
    "{{Mother}}", "(mhm)", "((", "e\u0301", "İ", "ß", "😢", "👩\u200d👧", "\u202bשלום\u202c", "\u200b", "sa\u00add", "\ufeff", "\x00", "\x1f",
    "\u2028", "\r\n", "\u00a0", "\ud800", "عربي", "ﬁne", "b" * 150, "!" * 20,
])
# fmt: on


@settings(max_examples=150, deadline=None)
@given(st.lists(ODD, max_size=30), st.sampled_from(["", " "]))
def test_offsets_cut_words_whatever_stands_around_them(pieces, between):
    """Every mention begins and ends with a character that is seen, and its headword or form stands in the cut."""
    text = between.join(pieces)
    found = one(text)
    last = 0
    for mention in found.mentions:
        words = text[mention.start : mention.end]
        assert last <= mention.start < mention.end <= len(text)
        assert words == words.strip()
        assert unicodedata.category(words[0])[0] in "LN{["
        assert unicodedata.category(words[-1])[0] in "LNMP"
        last = mention.end


def test_a_sentence_that_never_ends_takes_time_in_proportion():
    """Twice the words take about twice the time, also where no mark ends a sentence; the rules look no further than a ceiling."""

    def seconds(words):
        text = "and then I was sad because she did not know what I wanted so we left " * (words // 16)
        begin = time.process_time()
        found = one(text)
        assert len(found.mentions) >= words // 16
        return time.process_time() - begin

    seconds(800)
    short, long = min(seconds(800) for _ in range(2)), min(seconds(3200) for _ in range(2))
    assert long < 8 * short  # in proportion it is 4, in the square 16


def test_memory_stays_within_bounds():
    """What Python holds for a long text is some kilobytes a word, and the models are given part of it at a time."""
    text = "and then I was sad because she did not know what I wanted so we left " * 80
    one(text)
    tracemalloc.start()
    try:
        one(text)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1280 * 80_000


@pytest.mark.parametrize(
    "unit",
    ["sad ", "I think ", 'he said "I hate you" ', "she was like, no, I hate it. ", "(mhm) ", "{{Mother}} ", "I-", "\n"],
)
def test_what_repeats_for_ever_takes_time_in_proportion(unit):
    """Nothing is quadratic in a mark, a mention, a quotation, a note or a placeholder."""

    def seconds(characters):
        text = unit * (characters // len(unit))
        begin = time.process_time()
        one(text)
        return time.process_time() - begin

    seconds(1000)
    short, long = min(seconds(2000) for _ in range(2)), seconds(12_000)
    assert long < 20 * (short + 0.01)  # in proportion it is 6, in the square 36


def test_long_speech_without_marks_is_divided_as_it_is_parsed():
    """A long run of words without a full stop has more than one sentence; a short one is left whole."""
    said = (
        "i went home she was angry he left us nobody cared about it i was scared my mother cried all night "
        "we never talked about it my dad came back the next day he said nothing i went to school "
    )
    assert one(said[:60]).sentences == 1
    assert 1 < one(said * 2).sentences < 20
    assert one("She was " + "very, " * 250 + "angry.").sentences == 3


@pytest.mark.parametrize(
    "text",
    [
        "Also ich war damals noch ziemlich klein und meine Mutter hat immer gesagt, dass ich leise sein soll, weil der Vater schläft, und das war schwer.",
        "Na ja, in der Schule war das so, die anderen Kinder haben mich da oft ausgelacht, und ich will gar nicht mehr daran denken, was die so machten.",
        "Alors moi j'étais encore petite et ma mère me disait toujours de ne pas faire de bruit parce que mon père dormait, et c'était dur pour moi.",
        "Pues yo era todavía muy pequeña y mi madre siempre me decía que no hiciera ruido porque mi padre estaba durmiendo, y para mí fue difícil.",
        "Nou ik was toen nog heel klein en mijn moeder zei altijd dat ik niet zo veel lawaai moest maken omdat mijn vader sliep, en dat was wel moeilijk.",
        "Allora io ero ancora piccola e mia madre mi diceva sempre di non fare rumore perché mio padre dormiva, e per me era molto difficile, non so.",
    ],
    ids=["German", "German with English look-alikes", "French", "Spanish", "Dutch", "Italian"],
)
def test_another_language_is_noted(text):
    """Few function words of English in twenty words or more: a warning, without a word of the text."""
    (note,) = one(text).notes
    assert note.code == "language-doubtful"
    assert note.severity == "warning"
    assert not any(word.strip(",.") in note.message.split() for word in text.split() if len(word) > 3)


@pytest.mark.parametrize(
    "text",
    [
        ANSWER,
        ANSWER.upper(),
        "Um, yeah, no, like, I mean, she was, you know, my nan, kind of, the one who, who was there, really, when we needed her.",
        "No, never. Not once. He was out, or he was drunk, or he was asleep, and that was that, and nobody said a thing.",
        "Ich war klein.",
        "",
    ],
)
def test_english_and_short_texts_are_not_noted(text):
    """Hesitant, clipped and shouted English is English; a few words tell nothing."""
    assert one(text).notes == ()
