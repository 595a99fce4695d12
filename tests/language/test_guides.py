"""The raters' guides and the program say the same."""

import re
import runpy
from functools import cache
from pathlib import Path

import pytest

from rf_scorer import privacy, transcripts
from rf_scorer.domain import FLAGS, HOLDERS, Severity
from rf_scorer.domain.privacy import Action
from rf_scorer.errors import RfScorerError, UnknownName, UsageError
from rf_scorer.language import guides, load
from rf_scorer.language.codebook import load_codebook
from rf_scorer.language.precision import Figure, parse_precision
from rf_scorer.pages.marks import FLAG_SIGNS, HOLDER_SIGNS
from rf_scorer.transcripts import fidelity
from rf_scorer.transcripts.speakers import SpeakerChoice

MAKE = Path(__file__).parents[2] / "docs" / "make_guides.py"
BOLD = re.compile(r"\*\*([^*]+)\*\*")


def test_there_are_guides():
    """What is marked, what markers are, how to prepare a transcript and how to rate, beside a table of contents."""
    assert set(guides.names()) == {"README", "highlights", "markers", "rating", "transcripts"}


@pytest.mark.parametrize("name", guides.names())
def test_generated_tables_are_up_to_date(name):
    """After a change to the codebook: ``python docs/make_guides.py``."""
    assert guides.regenerate(guides.text(name)) == guides.text(name)


@pytest.mark.parametrize("name", guides.names())
def test_every_guide_says_that_the_manual_decides(name):
    """Facts about the scale are shown with the banner."""
    assert "Check against the manual" in guides.text(name)


@pytest.mark.parametrize("name", guides.names())
def test_links_between_guides_lead_somewhere(name):
    """A relative link names a guide that is there."""
    linked = re.findall(r"\]\(([a-z_]+)\.md\)", guides.text(name))
    assert set(linked) <= set(guides.names())
    if name == "README":
        assert set(linked) == set(guides.names()) - {"README"}


def test_an_unknown_guide_or_table_lists_the_known():
    """The message helps to the right name."""
    with pytest.raises(UnknownName, match="highlights"):
        guides.text("manual")
    with pytest.raises(UnknownName, match="categories"):
        guides.regenerate("<!-- generated: nonsense -->\n<!-- end -->")


def test_a_table_is_made_from_the_codebook():
    """Between its marks stands the table and nothing that was there before."""
    made = guides.regenerate("a\n<!-- generated: categories -->\nold\n<!-- end -->\nb")
    assert "old" not in made
    assert "| `emotion` |" in made


def test_the_command_refreshes_a_folder_of_guides(tmp_path):
    """``docs/make_guides.py`` writes what differs, names it, and leaves the rest alone."""
    (tmp_path / "old.md").write_text("<!-- generated: categories -->\nold\n<!-- end -->\n", encoding="utf-8")
    (tmp_path / "plain.md").write_text("no table\n", encoding="utf-8")
    refresh = runpy.run_path(str(MAKE))["refresh"]
    assert refresh(tmp_path) == ("old.md",)
    assert "| `desire` |" in (tmp_path / "old.md").read_text(encoding="utf-8")
    assert refresh(tmp_path) == ()


def test_every_marker_stands_in_the_guide_with_examples():
    """A rater finds each marker by its id, with what it finds, what it leaves, and how often it was right."""
    text = guides.text("markers")
    for marker in load_codebook().markers:
        (part,) = re.findall(rf"^### {re.escape(marker.id)}: (.*?)^Measured: [^\n]+\.$", text, re.DOTALL | re.MULTILINE)
        assert part.startswith(f"possible: {marker.title}")
        assert marker.meaning in part
        assert "| marked | not marked |" in part
        assert BOLD.search(part)


def test_no_rule_is_shown_in_the_language_of_rules():
    """Patterns are for those who write them; a rater reads phrases."""
    for name in ("highlights", "markers"):
        assert not re.search(r"\{(?:poss|object|kin|adverb)\}|<\d>|@\w+|~\w", guides.text(name))


def test_a_figure_comes_with_its_interval():
    """Eighteen of twenty is ninety per cent, and may be seventy; nothing is more than all."""
    low, high = Figure(18, 20).interval
    assert (round(low, 3), round(high, 3)) == (0.699, 0.972)
    assert Figure(20, 20).interval[1] == 1.0
    assert Figure(0, 20).interval[0] == 0.0


def test_precision_is_read_by_marker():
    """What was read stands above the figures; a marker without one is not measured."""
    about, figures = parse_precision('about = "two readers"\n[marker]\nA1 = { right = 18, read = 20 }\n', {"A1", "B1"})
    assert about == "two readers"
    assert figures == {"A1": Figure(18, 20)}
    assert "not measured" in guides._measured(None)
    assert guides._measured(figures["A1"]) == "18 of 20 hits that were read were right (90%; 95 % interval 70% to 97%)"


@pytest.mark.parametrize("given", ["right = 21, read = 20", "right = 0, read = 0", "right = -1, read = 5", "read = 5"])
def test_a_figure_that_cannot_be_is_refused(given):
    """More right than read, or nothing read, is a slip of whoever wrote it; so is a marker that is not there."""
    with pytest.raises(UsageError, match="A figure is"):
        parse_precision(f"[marker]\nA1 = {{ {given} }}\n", {"A1"})
    with pytest.raises(UnknownName, match="A1"):
        parse_precision("[marker]\nA9 = { right = 1, read = 2 }\n", {"A1"})
    with pytest.raises(UsageError, match="not TOML"):
        parse_precision("[marker", {"A1"})


@cache
def _highlighter():
    return load()


def _rows(table):
    """The cells of a table that stands in the guide to highlights as tested."""
    (found,) = re.findall(rf"<!-- tested: {table} -->\n(.*?)<!-- tested end -->", guides.text("highlights"), re.DOTALL)
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found.strip().splitlines()[2:]]


def _marks(example):
    """The sentence, the words in bold with their places, and the mentions that are found there."""
    text, bold, end = "", [], 0
    for match in BOLD.finditer(example):
        text += example[end : match.start()]
        bold.append((len(text), len(text) + len(match[1])))
        text, end = text + match[1], match.end()
    text += example[end:]
    (found,) = _highlighter().highlight([(text, None)])
    return text, bold, {(mention.start, mention.end): mention for mention in found.mentions}


def _examples(table, column):
    """Every example of a column with the first cell of its row."""
    return [
        pytest.param(row[0].strip("`"), example, id=example.replace("**", ""))
        for row in _rows(table)
        for example in row[column].split("<br>")
        if example
    ]


@pytest.mark.parametrize(("word", "example"), _examples("words", 1))
def test_the_words_in_bold_are_marked(word, example):
    """The guide's examples of what is marked are marked, in the category it says."""
    sentence, category = re.fullmatch(r"(.*) \((\w+)\)", example).groups()
    _, bold, found = _marks(sentence)
    assert [found[place].category for place in bold] == [category]


@pytest.mark.parametrize(("word", "example"), _examples("words", 2))
def test_the_words_in_bold_are_left_alone(word, example):
    """The guide's examples of what is not marked are not."""
    _, bold, found = _marks(example)
    assert bold
    assert not set(bold) & set(found)


@pytest.mark.parametrize(("holder", "example"), _examples("holders", 3))
def test_the_words_in_bold_have_their_holder(holder, example):
    """The guide's examples of a holder have it."""
    _, bold, found = _marks(example)
    assert [found[place].holder for place in bold] == [holder]


@pytest.mark.parametrize(("flag", "example"), _examples("flags", 3))
def test_the_words_in_bold_have_their_flag(flag, example):
    """The guide's examples of a flag have it."""
    _, bold, found = _marks(example)
    assert all(flag in found[place].flags for place in bold)


@pytest.mark.parametrize(("level", "example"), _examples("levels", 2))
def test_the_words_in_bold_have_their_level(level, example):
    """The guide's examples of a level stand on it."""
    _, bold, found = _marks(example)
    assert bold
    assert {found[place].level for place in bold} == {int(level)}


def test_the_guide_shows_every_holder_and_flag_with_its_sign():
    """Signs on the page and in the guide are the same; nothing is left out."""
    assert [row[0] for row in _rows("holders")] == [f"`{holder}`" for holder in HOLDERS]
    assert [row[1] for row in _rows("holders")] == [HOLDER_SIGNS[holder] or "none" for holder in HOLDERS]
    shown = {row[0].strip("`"): row[1] for row in _rows("flags")}
    assert shown == {flag: FLAG_SIGNS[flag] for flag in FLAGS if flag != "echo"}
    assert f"`echo` (sign {FLAG_SIGNS['echo']})" in guides.text("highlights")


TRANSCRIPTS = [
    pytest.param(*found, id=f"{found[0]} {found[1]}")
    for found in re.findall(
        r"<!-- example: (good|bad) (\S+) ?([^>]*?)-->\n```\w+\n(.*?)```", guides.text("transcripts"), re.DOTALL
    )
]


def _read(folder, name, options, words):
    """Codes of all that reading and checking say, or of the refusal, and the transcript."""
    (folder / name).write_text(words, encoding="utf-8")
    named = dict(re.findall(r"--(participant|interviewer) (\S+)", options))
    choice = SpeakerChoice(**{role: (label,) for role, label in named.items()})
    try:
        transcript = transcripts.read(folder / name, speakers=choice)
    except RfScorerError as error:
        return {re.sub(r"(?<!^)([A-Z])", r"-\1", type(error).__name__).lower()}, None
    notes = (*transcript.source.notes, *fidelity.notes(transcript))
    found = {f"identifier-{one.kind}" for one in privacy.inspect(transcript).findings if one.action is not Action.NOTE}
    return {note.code for note in notes if note.severity is not Severity.INFO} | found, transcript


@pytest.mark.parametrize(("kind", "name", "rest", "words"), TRANSCRIPTS)
def test_an_example_transcript_is_read_as_the_guide_says(tmp_path, kind, name, rest, words):
    """A good example is read without a warning but that it is short, turn by turn; a bad one has the message it stands for."""
    codes, transcript = _read(tmp_path, name, rest, words)
    if kind == "bad":
        assert rest.strip() in codes
    else:
        assert codes <= {"few-words"}
        roles = [turn.role.value for turn in transcript.turns]
        assert roles == ["interviewer", "participant"] * (len(roles) // 2)
        assert len(roles) >= 2


def test_the_guide_to_transcripts_has_examples_of_both_kinds():
    """Labels, names, sounds, overlaps and files each have an example; mistakes have theirs."""
    kinds = [param.values[0] for param in TRANSCRIPTS]
    assert kinds.count("good") >= 7
    assert kinds.count("bad") >= 4


def test_transcribers_notes_in_the_examples_are_not_highlighted(tmp_path):
    """What the guide says is never highlighted is not: pauses, laughter and back-channels stand outside every mention."""
    (words,) = [param.values[3] for param in TRANSCRIPTS if param.values[1] == "sounds.txt"]
    _, transcript = _read(tmp_path, "sounds.txt", "", words)
    for turn in transcript.turns[1::2]:
        (found,) = _highlighter().highlight([(turn.text, None)])
        assert found.mentions
        for mention in found.mentions:
            assert not re.search(r"[\[({/]", turn.text[mention.start : mention.end])
