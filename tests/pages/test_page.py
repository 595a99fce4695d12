"""The page as a whole."""

import base64
import copy
import hashlib
import json
import re
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from rf_scorer import pages

GOLDEN = Path(__file__).parents[1] / "schemas" / "rating-sheet" / "valid" / "interview.json"
VOID = {"meta", "link", "br", "hr", "img", "input", "rect", "path", "circle"}


@pytest.fixture(scope="module")
def sheet():
    """The invented interview's sheet."""
    return json.loads(GOLDEN.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def html(sheet):
    """Its page."""
    return pages.render(sheet)


class Outline(HTMLParser):
    """Collects tags, ids, links and text, and checks that elements are closed in order."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.ids, self.links, self.attributes, self.text = [], [], [], [], set(), []
        self.shown = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Remember the tag."""
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids.append(value)
            elif name == "href":
                self.links.append(value)
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))

    def handle_startendtag(self, tag, attrs):
        """Remember a tag that closes itself."""
        self.tags.append(tag)

    def handle_endtag(self, tag):
        """Close what was opened last."""
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        """Remember the text, and what of it is seen before anything is opened."""
        self.text.append(data)
        inside = [name for name, _ in self.open]
        hidden = any(name == "details" and "open" not in attrs for name, attrs in self.open) and "summary" not in inside
        appendix = any(attrs.get("class") == "appendix" for _, attrs in self.open)
        if not hidden and not appendix and "style" not in inside and "title" not in inside:
            self.shown.append(data)


def test_the_page_is_well_formed_and_its_links_lead_somewhere(html):
    """Every element is closed in order, no id stands twice, and every link leads to a place on the page."""
    outline = Outline(html)
    assert outline.open == []
    assert len(outline.ids) == len(set(outline.ids))
    assert outline.links
    assert {link.removeprefix("#") for link in outline.links} <= set(outline.ids)
    assert all(link.startswith("#") for link in outline.links)


def test_the_page_needs_nothing_else(html):
    """No script, no address, no style attribute, and a policy that allows our one style sheet and nothing else."""
    outline = Outline(html)
    assert not {"script", "img", "link", "iframe", "object", "form", "base"} & set(outline.tags)
    assert not {"style", "src", "srcset", "action"} & outline.attributes
    assert not [name for name in outline.attributes if name.startswith("on")]
    assert "http:" not in html
    assert "https:" not in html
    assert "url(" not in html
    assert "@import" not in html
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in html


def test_every_turn_is_on_the_page(sheet, html):
    """A rater reads the whole interview, a third person's turn included."""
    text = re.sub(r"\s+", " ", "".join(Outline(html).text))
    for turn in sheet["transcript"]["turns"]:
        assert turn["text"] in text


def test_no_rating_is_seen_before_it_is_opened(sheet, html):
    """Raters rate first: what the page shows unasked is the same whatever the suggestions are."""
    other = copy.deepcopy(sheet)
    for made in other["suggestions"]:
        if made["status"] == "provisional":
            made |= {"level": 9, "expected": 8.4, "interval": [8, 9], "evidence": []}
            made["distribution"] = dict.fromkeys(made["distribution"], 0.0) | {"8": 0.4, "9": 0.6}
    other["overall"]["aggregates"] = []
    shown, changed = "".join(Outline(html).shown), "".join(Outline(pages.render(other)).shown)
    assert shown.split() == changed.split()
    assert "Rate first, then open the suggestion" in shown


def test_suggestions_stand_in_the_appendix_for_print(html):
    """On paper nothing can be opened: suggestions come at the end, on a page of their own."""
    appendix = html[html.index('<section class="appendix"') :]
    assert "Two minds are kept apart" in appendix
    assert "2 to 6" in appendix
    assert re.search(r"@media print \{.*?\.sugg[^}]*display: none.*?\.appendix \{ display: block", html, re.DOTALL)


def test_reasons_for_no_rating_are_said_plainly(html):
    """An abstention needs no opening: it says why, and that it is not a low rating."""
    shown = "".join(Outline(html).shown)
    assert "The question was not asked. This is never a low rating." in shown
    assert "too little to rate" in shown


def test_evidence_leads_to_the_words(sheet, html):
    """Every piece of evidence links to the mentions and markers that carry it."""
    for made in sheet["suggestions"]:
        for item in made["evidence"]:
            for name in (*item["mentions"], *item["markers"]):
                assert f'<a href="#{name}">' in html


def test_evidence_and_list_say_which_words_carry_a_marker(sheet, html):
    """A rater sees at once on which words a marker rests, and where none carries it, its own words."""
    appendix = html.index('<section class="appendix"')
    carried = [
        (marker, [mention for mention in sheet["mentions"] if mention["id"] in marker["mentions"]])
        for marker in sheet["markers"]
        if marker["family"] != "link"
    ]
    assert any(mentions for _, mentions in carried)
    for marker, mentions in carried:
        words = ", ".join(f"“{mention['text']}”" for mention in mentions) or f"“{marker['text']}”"
        assert escape(words) in html[:appendix]
    linked = {name for made in sheet["suggestions"] for item in made["evidence"] for name in item["markers"]}
    (first, *_) = [marker for marker, mentions in carried if mentions and marker["id"] in linked]
    assert re.search(rf'<a href="#{first["id"]}">[^<]*</a> <span class="dim">in “', html)


def test_levels_are_told_and_never_unasked(sheet, html):
    """A passage's level stands with the list of its words and in the appendix, not where a rater has not asked for it."""
    shown = "".join(Outline(html).shown)
    assert "Highest level of a reference" not in shown
    for passage in sheet["passages"]:
        if passage["state"] == "answered" and passage["reference_level"] > 1:
            block = html[html.index(f'id="{passage["id"]}"') :]
            assert (
                f"Highest level of a reference: {passage['reference_level']} of 6" in block[: block.index("</section>")]
            )
    assert "hurt (3)" in html


def test_notices_are_seen_first(sheet, html):
    """What the sheet is not, and what to check, stand above everything else."""
    shown = "".join(Outline(html).shown)
    assert shown.index(sheet["provisional"]) < shown.index(sheet["transcript"]["turns"][0]["text"])
    assert sheet["protocol"]["check"] in shown
    assert "One demand question was not asked" in shown


def test_categories_differ_by_more_than_colour(html):
    """Each has a letter and a line of its own kind."""
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)[1]
    kinds = {
        "solid" if not (kind := re.search(rf"\.{letter} u \{{ text-decoration: underline (\w+)", style)) else kind[1]
        for letter in "cedpm"
    }
    assert kinds == {"solid", "wavy", "dashed", "dotted", "double"}
    assert re.search(r'data-t="E"[^>]*><u>', html)


def test_a_screen_reader_finds_its_way(html):
    """Landmarks, one first heading, a skip link, names for drawings, and no level of heading left out."""
    assert {"header", "nav", "main", "footer"} <= set(Outline(html).tags)
    assert html.count("<h1>") == 1
    assert '<a class="skip" href="#interview">' in html
    drawings = re.findall(r"<svg[^>]*>", html)
    assert drawings
    assert all('role="img"' in drawing for drawing in drawings)
    assert html.count("<svg") == html.count("<title>Pro")
    assert "6: 31 %" in html


def test_hostile_text_everywhere_is_quoted(sheet):
    """Whoever writes names, notes, labels or topics cannot write markup."""
    evil = "\"'><script>alert(1)</script>"

    def poison(value, key=""):
        if isinstance(value, dict):
            return {name: poison(below, name) for name, below in value.items()}
        if isinstance(value, list):
            return [poison(below, key) for below in value]
        fixed = {"schema", "state", "role", "status", "direction", "category", "holder", "flags", "family", "severity"}
        if isinstance(value, str) and key not in fixed:
            return value + evil
        return value

    spoilt = poison(copy.deepcopy(sheet))
    for turn in spoilt["transcript"]["turns"]:
        turn["end"] = turn["start"] + len(turn["text"])
    html = pages.render(spoilt)
    assert "<script" not in html
    Outline(html)


def test_the_same_sheet_gives_the_same_page(sheet, html):
    """Pages can be compared byte by byte, as sheets can."""
    assert pages.render(json.loads(GOLDEN.read_text(encoding="utf-8"))) == html


def test_a_sheet_without_protocol_or_ratings_has_a_page(sheet):
    """An interview in which nothing could be rated is still an interview to read."""
    bare = copy.deepcopy(sheet)
    bare["protocol"] = None
    for passage, made in zip(bare["passages"], bare["suggestions"], strict=True):
        passage |= {"question_id": None, "topic": None, "confidence": None}
        made |= {"status": "abstained", "level": None, "expected": None, "distribution": None, "interval": None}
        made |= {"coverage": None, "evidence": [], "reasons": [{"code": "x", "message": "Not rated."}]}
    html = pages.render(bare)
    assert "none: every exchange is a passage" in html
    assert "<svg" not in html
    assert "Not rated</span>" not in html
    assert "Could you start by telling me who …</h2>" in html


def test_turns_of_other_passages_in_between_are_said(sheet):
    """Where an interviewer comes back to a question, the passage says what is passed over."""
    split = copy.deepcopy(sheet)
    split["passages"][1]["answering"] = [3, 9]
    split["passages"][3]["answering"] = [7]
    html = pages.render(split)
    block = html[html.index('id="p02"') : html.index('id="p03"')]
    assert "5 turns of other passages" in block


def test_turns_of_no_passage_stand_where_they_were_said(sheet):
    """A greeting before the first question is read before the first question."""
    moved = copy.deepcopy(sheet)
    del moved["passages"][0], moved["suggestions"][0]
    html = pages.render(moved)
    assert (
        html.index("Not part of a passage")
        < html.index("two brothers")
        < html.index('<section class="passage answered"')
    )


def test_times_are_shown_where_known(sheet):
    """A rater finds the place in the recording."""
    timed = copy.deepcopy(sheet)
    timed["transcript"]["turns"][3]["time"] = 3723.9
    timed["transcript"]["turns"][4]["time"] = 65.0
    html = pages.render(timed)
    assert '<span class="at">1:02:03</span>' in html
    assert '<span class="at">1:05</span>' in html
