"""Text with marks that overlap in any way."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from rf_scorer.domain import CATEGORIES, FLAGS, HOLDERS, MARKER_FAMILIES
from rf_scorer.pages import page
from rf_scorer.pages.marks import describe, local, marked, marker_tag, mention_tag
from rf_scorer.transcripts.turns import TurnBuilder

TAG = re.compile(r"<[^>]*>")
HOSTILE = "<script>alert(1)</script> & \"quoted\" 'so' [laughs] {{Name}} "


def turn(text, start=0):
    """A turn whose words are one run."""
    return {"index": 0, "text": text, "start": start, "end": start + len(text)}


def mention(start, end, **more):
    """A mention in the source."""
    row = {"id": "m1", "start": start, "end": end, "category": "emotion", "holder": "self", "flags": [], "level": 3}
    return row | {"text": "afraid"} | more


def marker(start, end, **more):
    """A marker in the source."""
    return {"id": "k1", "start": start, "end": end, "marker": "A1", "family": "A", "mentions": []} | more


def plain(html):
    """What a reader reads: signs are attributes, so that text content is the turn's own."""
    return unescape(TAG.sub("", html))


@st.composite
def spans(draw):
    """A text and spans in it, of both kinds, overlapping in any way."""
    text = draw(st.text(st.sampled_from("ab <>&\"'é😀[]{}()/x."), min_size=1, max_size=30))
    at = st.integers(0, len(text) - 1)
    pairs = st.tuples(at, at).map(lambda pair: (min(pair), max(pair) + 1))
    listed = st.lists(pairs, max_size=5).map(sorted)
    return text, draw(listed), draw(listed)


@given(spans())
def test_every_character_is_written_once_whatever_overlaps(case):
    """Marks add markup and never a word, and every mark has its anchor exactly once."""
    text, first, second = case
    mentions = [mention(start, end, id=f"m{n}") for n, (start, end) in enumerate(first)]
    markers = [marker(start, end, id=f"k{n}") for n, (start, end) in enumerate(second)]
    html = str(marked(turn(text), mentions, markers))
    assert plain(html) == text
    assert all(html.count(f'id="k{n}"') == 1 for n in range(len(markers)))
    assert all(html.count(f'id="m{n}"') == 1 for n in range(len(mentions)))
    assert html.count("<mark") == html.count("</mark>")


def test_speech_is_never_markup():
    """A participant who says '<script>' is quoted, not run; ids and signs from a strange sheet are quoted as well."""
    rows = [mention(0, 8, id='"><script>')], [marker(0, 9, id="'><b>", marker="<b>")]
    html = str(marked(turn(HOSTILE), *rows))
    assert "<script" not in html
    assert "<b>" not in html
    assert plain(html).startswith("<script>alert(1)</script> & \"quoted\" 'so' ")


def test_a_mention_within_a_marker_keeps_both():
    """The marker opens before and closes behind; the mention lies within, with its sign."""
    html = str(marked(turn("I think so"), [mention(2, 7, category="modulation")], [marker(0, 10)]))
    assert html.index('id="k1"') < html.index('id="m1"') < html.index('data-t="A1"')
    assert "<u>think</u></mark>" in html


def test_a_mention_cut_by_a_marker_has_one_anchor_and_one_sign():
    """The first part has the anchor, the last part the sign."""
    html = str(marked(turn("so afraid"), [mention(3, 9)], [marker(0, 6)]))
    assert html.count("<mark") == 2
    assert html.count('id="m1"') == html.count('data-t="E"') == 1
    assert html.index('id="m1"') < html.index('data-t="E"')


def test_markers_close_as_brackets_do():
    """Of two markers that end together, the one that began last closes first."""
    rows = [marker(0, 5, id="k1", marker="C1", family="C"), marker(2, 5, id="k2", marker="A1")]
    html = str(marked(turn("a b c"), [], rows))
    assert html.index('data-t="A1"') < html.index('data-t="C1"')


def test_a_marker_says_what_it_is_and_which_words_carry_it():
    """Whoever points at a marker's sign reads its meaning and its mentions; words of the participant are quoted, never markup."""
    rows = [mention(3, 9, text='a\n"fraid" <b>')], [marker(0, 9, mentions=["m1", "m7"])]
    html = str(marked(turn("so afraid"), *rows, {"A1": "minds aren't open"}))
    (title,) = re.findall(r'<i class="z fA" title="([^"]*)" data-t="A1"></i>', html)
    assert unescape(title) == 'minds aren\'t open; in “a "fraid" <b>”'
    assert '<i class="z fA" data-t="A1"></i>' in str(marked(turn("so afraid"), [], [marker(0, 9)]))


def test_a_mention_says_its_level():
    """Whoever points at a word reads how much of a mind it tells; certainty has no level."""
    assert "level 5 of 6: two minds, or two times, joined" in str(
        marked(turn("so afraid"), [mention(3, 9, level=5)], [])
    )
    assert "level" not in str(marked(turn("maybe so"), [mention(0, 5, level=None, category="modulation")], []))


def test_the_transcribers_notes_are_set_apart():
    """A reader sees at a glance what the participant did not say."""
    assert str(marked(turn("well [laughs] yes"), [], [])) == 'well <span class="a">[laughs]</span> yes'


def test_marks_in_captions_stand_at_their_words():
    """Offsets into a caption file lead to the words of the joined turn, past the time stamps between them."""
    source = "00:01\nI was so\n00:02\nafraid of it"
    builder = TurnBuilder(source)
    builder.add("P", 6, 14)
    builder.add("P", 21, 33)
    (made,) = builder.finish()
    pieces = [[piece.offset, piece.length, piece.start, piece.end] for piece in made.pieces]
    row = {"index": 0, "text": made.text, "start": made.start, "end": made.end, "pieces": pieces}
    html = str(marked(row, [mention(21, 27)], []))
    assert "<u>afraid</u>" in html
    assert plain(html) == "I was so afraid of it"


@given(st.data())
def test_the_way_back_from_the_source_undoes_the_way_there(data):
    """For every span of a turn made of pieces, source and back is the same span, up to indivisible runs."""
    source = "ab&amp;cd\n12:00\nefg"
    builder = TurnBuilder(source)
    builder.add("P", 0, 2)
    builder.add("P", 2, 7, text="&", joined=True)
    builder.add("P", 7, 9, joined=True)
    builder.add("P", 16, 19)
    (made,) = builder.finish()
    pieces = [[piece.offset, piece.length, piece.start, piece.end] for piece in made.pieces]
    row = {"text": made.text, "start": made.start, "end": made.end, "pieces": pieces}
    start = data.draw(st.integers(0, len(made.text) - 1))
    end = data.draw(st.integers(start + 1, len(made.text)))
    if made.text[start] == " " or made.text[end - 1] == " ":
        return
    first, last = made.to_source(start, end)
    assert (local(first, row), local(last, row, last=True)) == (start, end)


def test_signs_exist_for_all_that_the_domain_knows():
    """A holder, flag or category that is added to the domain needs a sign on the page."""
    assert mention_tag("emotion", "other", ("negated",)) == "¬Eo"
    signs = {mention_tag(category, holder, FLAGS) for category in CATEGORIES for holder in HOLDERS}
    assert len(signs) == len(CATEGORIES) * len(HOLDERS)
    assert describe(mention(0, 1, holder="other", flags=["negated"])) == "emotion, another's, negated"
    assert [marker_tag(name) for name in ("A1", "low.hyper_analysis", "link.cause")] == [
        "A1",
        "low hyper analysis",
        "cause",
    ]


def test_every_family_has_a_colour_and_a_meaning():
    """The legend explains every family that is drawn."""
    assert set(page._FAMILIES) == set(MARKER_FAMILIES)


def test_connectives_are_not_drawn():
    """A page with a sign for every 'but' would be hard to read; mixed feelings have one like any other marker."""
    assert '<i class="z' not in str(
        marked(turn("sad but so"), [], [marker(4, 7, marker="link.contrast", family="link")])
    )
    assert 'data-t="mixed"></i>' in str(
        marked(turn("sad but so"), [], [marker(0, 10, marker="link.mixed", family="link")])
    )
