"""The desk over HTTP: what its pages hold and do not hold, what it takes, and what it says when something is wrong."""

from __future__ import annotations

import html
import json
import logging
import re
import sqlite3
from html.parser import HTMLParser

import pytest
from asking import HERE, Desk
from invented_sheets import MACHINE, MARKS, TALK, event, judged, locking, sheet, study

from rf_scorer.desk.security import CSRF_HEADER, csrf
from rf_scorer.domain.rating import Reveal
from rf_scorer.errors import OutputFailed
from rf_scorer.review.store import Store

API = "/api/interviews/talk-1"


@pytest.fixture
def opened(tmp_path):
    """Open desks: ``opened(*sheets, **rules)``."""
    desks = []

    def make(*sheets, **rules):
        root = tmp_path / f"study-{len(desks)}"
        study(root, *(sheets or (sheet("talk-1"), sheet("talk-2"))), **rules)
        desks.append(Desk(root))
        return desks[-1]

    yield make
    for desk in desks:
        desk.room.close()


def _embedded(page: str) -> dict:
    """The case that stands in a page."""
    found = re.search(r'<script type="application/json" id="case">(.*?)</script>', page, re.DOTALL)
    return json.loads(found[1])


def _told(text: str, words) -> list[str]:
    return [word for word in words if word in text]


def _finish(somebody, interview: str, level: int) -> None:
    """Rate all that must be rated, and say so."""
    answer = somebody.send(interview, *(locking(unit, level) for unit in ("p02", "p03", "overall")), event("finished"))
    assert answer.status_code == 200, answer.data


def test_the_list_shows_a_raters_interviews_with_links_to_them(opened) -> None:
    """Each has its link; who enters is named, and nobody else."""
    desk = opened()
    page = desk.somebody("anna").get("/").get_data(as_text=True)
    assert 'href="/interviews/talk-1"' in page
    assert 'href="/interviews/talk-2"' in page
    assert "anna" in page
    assert "ben" not in page
    assert "/interviews/talk-1" not in desk.somebody("ben").get("/").get_data(as_text=True)


def test_an_interviews_page_holds_the_case_and_the_talk(opened) -> None:
    """The document that the script reads is that of the API, and every turn stands in the page, word by word."""
    anna = opened().somebody("anna")
    page = anna.get("/interviews/talk-1").get_data(as_text=True)
    assert _embedded(page) == anna.get(API).get_json()
    assert _turns(page) == [said for _, said in TALK]
    assert f'<meta name="rf-csrf" content="{csrf(anna.token)}">' in page
    assert anna.token not in page


def test_saving_and_coming_back(opened) -> None:
    """What was entered is there on the next visit; an answer holds the ledger and what was revealed."""
    anna = opened().somebody("anna")
    answer = anna.send("talk-1", event("visited", "p02"), event("drafted", "p02", judgement=judged(3), after=0))
    assert answer.status_code == 200
    assert [*answer.get_json()] == ["ledger", "revealed"]
    assert anna.get(API).get_json()["ledger"]["units"]["p02"]["draft"]["level"] == 3
    assert anna.get(API).get_json()["ledger"]["at"] == "p02"


def test_a_suggestion_is_nowhere_until_it_is_revealed(opened) -> None:
    """Not in the page, not in the case, not in any header or answer, and only that of the passage when it is."""
    desk = opened()
    anna = desk.somebody("anna")
    answers = [anna.get(path) for path in ("/", "/interviews/talk-1", API)]
    answers += [anna.send("talk-1", locking("p02")), anna.send("talk-1", event("revealed", "p03", after=0))]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 422]
    for answer in answers:
        assert _told(str(answer.headers) + answer.get_data(as_text=True), MACHINE) == []
        assert "ETag" not in answer.headers
    seq = answers[3].get_json()["ledger"]["units"]["p02"]["seq"]
    revealed = anna.send("talk-1", event("revealed", "p02", after=seq)).get_json()["revealed"]
    assert [*revealed] == ["p02"]
    assert "quincunx" in json.dumps(revealed)
    page = anna.get("/interviews/talk-1").get_data(as_text=True)
    assert [*_embedded(page)["revealed"]] == ["p02"]
    assert page.count("quincunx") == 1


@pytest.mark.parametrize("rules", [{"control_share": 1.0}, {"reveal": Reveal.NEVER}])
def test_where_nothing_may_be_revealed_no_answer_holds_any_of_it(opened, rules) -> None:
    """A control interview, and a study that reveals nothing: up to the end, in pages, cases and refusals."""
    anna = opened(**rules).somebody("anna")
    paths = ("/interviews/talk-1", API)
    answers = [anna.get(path) for path in paths]
    lock = anna.send("talk-1", locking("p02"), locking("p03"), locking("overall"))
    seq = lock.get_json()["ledger"]["units"]["p02"]["seq"]
    refused = anna.send("talk-1", event("revealed", "p02", after=seq))
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (422, "no_assistance")
    answers += [lock, refused, anna.send("talk-1", event("finished")), *(anna.get(path) for path in paths)]
    for answer in answers:
        text = str(answer.headers) + answer.get_data(as_text=True)
        assert _told(text, MACHINE) == []
        if "control_share" in rules:
            assert _told(text, MARKS) == []
            assert "<mark" not in text


def test_an_assisted_page_has_marks_and_a_control_page_the_same_words_without(opened) -> None:
    """The talk is the same text in both; only the marks differ."""
    assisted, control = (
        opened(control_share=share).somebody("anna").get("/interviews/talk-1").get_data(as_text=True)
        for share in (0.0, 1.0)
    )
    assert "<mark" in assisted
    assert _turns(assisted) == _turns(control)


def test_an_interview_is_revealed_as_a_whole_where_the_study_says_so(opened) -> None:
    """Before the last lock nothing, behind it what is asked for."""
    anna = opened(reveal=Reveal.INTERVIEW).somebody("anna")
    seq = anna.send("talk-1", locking("p02"), locking("p03")).get_json()["ledger"]["units"]["p02"]["seq"]
    early = anna.send("talk-1", event("revealed", "p02", after=seq))
    assert early.get_json()["error"]["code"] == "required_open"
    assert _told(early.get_data(as_text=True), MACHINE) == []
    anna.send("talk-1", locking("overall"))
    assert [*anna.send("talk-1", event("revealed", "p02", after=seq)).get_json()["revealed"]] == ["p02"]


def test_a_stale_page_is_told_what_is_true_now(opened) -> None:
    """Two windows of one rater: the later one gets 409 with the ledger and all that was revealed."""
    anna = opened().somebody("anna")
    seq = anna.send("talk-1", locking("p02")).get_json()["ledger"]["units"]["p02"]["seq"]
    anna.send("talk-1", event("revealed", "p02", after=seq))
    answer = anna.send("talk-1", event("drafted", "p02", judgement=judged(3), after=0))
    assert answer.status_code == 409
    found = answer.get_json()
    assert found["error"]["code"] == "stale"
    assert {"code", "message", "remedy"} == {*found["error"]}
    assert found["ledger"]["units"]["p02"]["stage"] == "revealed"
    assert [*found["revealed"]] == ["p02"]


def test_a_finished_interview_is_locked_until_it_is_reopened(opened) -> None:
    """423 for a change, 200 for a reopening with a reason."""
    anna = opened().somebody("anna")
    _finish(anna, "talk-1", 4)
    assert anna.send("talk-1", event("drafted", "p01", judgement=judged(3), after=0)).status_code == 423
    assert anna.send("talk-1", event("reopened", reason="")).status_code == 422
    assert anna.send("talk-1", event("reopened", reason="A slip.")).status_code == 200
    assert anna.send("talk-1", event("drafted", "p01", judgement=judged(3), after=0)).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b'"x"', b"null", b"\xff\xfe", b'{"events": NaN}', b'{"events": [], "events": []}', b'{"events": []}', b'{"events": {}}',
        b'{"events": null}', b"{}", b'{"events": [' + b"[" * 20_000 + b"]" * 20_000 + b"]}", b'{"events": ' + b"9" * 10_000 + b"}",
    ],
)  # fmt: skip
def test_what_is_no_list_of_events_is_not_read_further(opened, body) -> None:
    """Broken, empty, doubled, endlessly nested: 400, as JSON, and nothing is stored."""
    desk = opened()
    anna = desk.somebody("anna")
    headers = {**HERE, CSRF_HEADER: csrf(anna.token), "Content-Type": "application/json"}
    answer = anna.client.post(f"{API}/events", data=body, headers=headers)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (400, "request")
    assert desk.room.store.events() == ()


@pytest.mark.parametrize(
    "bad",
    [
        None, 1, "x", [], {}, {"id": "x"}, {**locking("p02"), "kind": "exploded"}, {**locking("p02"), "unit": "../p02"}, {**locking("p02"), "id": 1},
        {**locking("p02"), "at": "now"}, {**locking("p02"), "extra": 1}, event("locked", "p02", judgement=judged("4"), after=0),
        event("locked", "p02", judgement=judged(4, note="x" * 4001), after=0), event("locked", "p02", judgement=judged(4, note="\ud800"), after=0),
    ],
)  # fmt: skip
def test_an_event_of_another_shape_takes_all_with_it(opened, bad) -> None:
    """422 with the code ``shape``; the good ones beside it are not stored either."""
    desk = opened()
    answer = desk.somebody("anna").send("talk-1", locking("p03"), bad)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (422, "shape")
    assert desk.room.store.events() == ()


def test_a_request_has_bounds(opened) -> None:
    """More than a megabyte, and more than two hundred events, are refused before they are looked at."""
    desk = opened()
    anna = desk.somebody("anna")
    huge = anna.send("talk-1", event("locked", "p02", judgement=judged(4, note="x" * 1_000_001), after=0))
    assert (huge.status_code, huge.get_json()["error"]["code"]) == (413, "too_large")
    many = anna.send("talk-1", *(event("visited", "p01") for _ in range(201)))
    assert (many.status_code, many.get_json()["error"]["code"]) == (400, "request")
    assert desk.room.store.events() == ()
    assert anna.send("talk-1", *(event("visited", "p01") for _ in range(200))).status_code == 200


class _Turns(HTMLParser):
    """What a browser shows as the text of each turn."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.turns: list[str] = []
        self.inside = False
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag == "p" and "data-turn" in dict(attrs):
            self.turns.append("")
            self.inside = True

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "p"

    def handle_data(self, data):
        if self.inside:
            self.turns[-1] += data


def _turns(page: str) -> list[str]:
    parser = _Turns()
    parser.feed(page)
    return parser.turns


HOSTILE = (
    ("interviewer", "</script><script>alert(1)</script> why?"),
    ("participant", '<img src=x onerror=alert(1)> & &lt;b&gt; <b onclick="x()">bold</b> and &#x3c;i&#x3e;'),
    ("interviewer", "<!-- <script> --> ]]> {{ 7*7 }} {% raw %} ${7*7} `x`"),
    ("participant", "Right \u202eto left\u202c, lines\u2028and\u2029paragraphs, a bell\x07, \x1b[31mred, nothing\u200bwide, \ufeffmark, \U0001f600."),
    ("interviewer", "\"'></p></section><h1>Heading</h1><style>*{display:none}</style><iframe srcdoc='x'>"),
    ("participant", "I thought\x00 \r alone, and javascript:alert(1) data:text/html,x <svg/onload=alert(1)>"),
)  # fmt: skip


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_hostile_transcript_is_nothing_but_text(opened, share) -> None:
    """Tags, handlers, entities, ends of scripts, overrides of direction, controls: all of it stands in the page as it was said."""
    hostile = sheet("talk-1", talk=HOSTILE, roles=("demand", "demand", "demand"), participant="<b>who</b>&\u2028")
    hostile["transcript"]["timepoint"] = "</script>"
    anna = opened(hostile, control_share=share).somebody("anna")
    page = anna.get("/interviews/talk-1").get_data(as_text=True)
    said = [text.replace("\0", "\ufffd") for _, text in HOSTILE]
    assert _turns(page) == said
    parser = _Turns()
    parser.feed(page)
    assert not parser.tags & {"img", "iframe", "h6", "svg/onload=alert(1)"}
    assert "<b>who" not in page
    assert not {name for name in parser.attributes if name.startswith("on")}
    assert page.count("<h1") == 1
    assert "<style" not in page
    assert "49" not in html.unescape(page.partition('data-turn="2"')[2][:200])
    case = _embedded(page)
    assert case["participant"] == "<b>who</b>&\u2028"
    assert case == anna.get(API).get_json()
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL)
    assert [text for text in scripts if text] == [text for text in scripts if text.startswith("{")]
    assert len([text for text in scripts if text]) == 1
    listed = anna.get("/").get_data(as_text=True)
    assert "<b>who" not in listed
    assert "&lt;b&gt;who" in listed


def test_a_raters_note_is_nothing_but_text_either(opened) -> None:
    """What raters write comes back as they wrote it, in the page's JSON as in the API's."""
    anna = opened().somebody("anna")
    note = "</script><script>alert(1)</script> <!-- \u2028 \u202e &amp; \" ' \\ \x07"
    answer = anna.send("talk-1", event("drafted", "p02", judgement=judged(3, note=note), after=0))
    assert answer.get_json()["ledger"]["units"]["p02"]["draft"]["note"] == note
    page = anna.get("/interviews/talk-1").get_data(as_text=True)
    assert _embedded(page)["ledger"]["units"]["p02"]["draft"]["note"] == note
    assert "alert(1)</script>" not in page


def test_a_busy_database_is_said_to_be_busy(opened) -> None:
    """503 with the time after which to try again; then it works, and nothing was lost or doubled."""
    desk = opened()
    anna = desk.somebody("anna")
    lock = locking("p02")
    patient = desk.room.store
    patient.close()
    desk.room.store = Store.open(desk.study.database, study=desk.study.id, timeout=0.05)
    held = sqlite3.connect(desk.study.database, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    answer = anna.send("talk-1", lock)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert answer.get_json()["error"]["code"] == "busy"
    held.close()
    assert anna.send("talk-1", lock).status_code == 200
    assert anna.send("talk-1", lock).status_code == 200
    assert len(desk.room.store.events()) == 1
    patient.close()  # the room's other parts have opened it again


def test_a_full_disk_is_said_to_be_full(opened, monkeypatch) -> None:
    """507, as JSON for the script, and the rating is not taken for saved."""
    desk = opened()
    anna = desk.somebody("anna")

    def full(*_, **__):
        raise OutputFailed(
            "The disk is full: nothing of this was saved.", where="/secret/path", remedy="Free some space."
        )

    monkeypatch.setattr(desk.room.store, "record", full)
    answer = anna.send("talk-1", locking("p02"))
    assert answer.status_code == 507
    assert answer.get_json()["error"] == {
        "code": "disk",
        "message": "The disk is full: nothing of this was saved.",
        "remedy": "Free some space.",
    }


def test_a_disk_that_is_really_full_keeps_what_was_saved(opened) -> None:
    """SQLite itself has no page left: 507, and the earlier rating is still there."""
    desk = opened()
    anna = desk.somebody("anna")
    assert anna.send("talk-1", locking("p02")).status_code == 200
    with desk.room.store._database.writing() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
    with desk.room.store._database.reading() as db:
        db.execute(f"PRAGMA max_page_count = {pages}")
    notes = [event("drafted", unit, judgement=judged(3, note="n" * 4000), after=0) for unit in ("p01", "p03", "p04")]
    answers = [
        anna.send("talk-1", *notes[:1]),
        anna.send("talk-1", *notes[1:]),
        anna.send("talk-1", locking("overall")),
    ]
    assert 507 in [answer.status_code for answer in answers]
    assert anna.get(API).get_json()["ledger"]["units"]["p02"]["stage"] == "locked"


@pytest.mark.parametrize(("path", "shape"), [(f"{API}", "json"), ("/interviews/talk-1", "page"), ("/", "page")])
def test_a_bug_says_nothing_but_where(opened, monkeypatch, capsys, path, shape) -> None:
    """500 without details for the rater; on standard error frames and the kind of error, and no word of what it was about."""
    desk = opened()
    anna = desk.somebody("anna")

    def broken(*_, **__):
        raise KeyError("what the participant said")

    for name in ("case", "paper", "interviews"):
        monkeypatch.setattr(desk.room, name, broken)
    answer = anna.get(path)
    assert answer.status_code == 500
    assert "participant said" not in answer.get_data(as_text=True)
    assert "Traceback" not in answer.get_data(as_text=True)
    if shape == "json":
        assert answer.get_json()["error"]["code"] == "bug"
    else:
        assert answer.mimetype == "text/html"
    err = capsys.readouterr().err
    assert "KeyError" in err
    assert "in broken" in err
    assert "participant said" not in err


def test_a_page_of_errors_that_breaks_still_says_something(opened, monkeypatch, capsys) -> None:
    """A fault in the very page that tells of faults does not end in a traceback."""
    desk = opened()

    def broken(self, template, **_):
        raise ValueError("words")

    monkeypatch.setattr("rf_scorer.desk.rendering.Pages.render", broken)
    answer = desk.somebody("anna").get("/nothing")
    assert answer.status_code == 404
    assert b"cannot show" in answer.data
    assert "words" not in capsys.readouterr().err


def test_nothing_is_logged(opened, caplog, capsys) -> None:
    """A day at the desk, with its errors, leaves no line in a log or on the terminal."""
    caplog.set_level(logging.DEBUG)
    desk = opened()
    anna = desk.somebody("anna")
    for path in ("/", "/interviews/talk-1", "/nothing", "/interviews/none"):
        anna.get(path)
    anna.send("talk-1", locking("p02"))
    anna.send("talk-1", locking("p02"))
    desk.somebody().enter("wrong")
    assert caplog.records == []
    assert capsys.readouterr() == ("", "")


def test_what_is_not_there_has_a_page_that_leads_back(opened) -> None:
    """404 as a page for people and as JSON for scripts; neither repeats what was asked for."""
    anna = opened().somebody("anna")
    page = anna.get("/somewhere-odd")
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert b"somewhere-odd" not in page.data
    assert b'href="/"' in page.data
    answer = anna.get("/api/somewhere-odd")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (404, "unknown")
    assert anna.get("/interviews/none").status_code == 404


def test_a_transcript_that_was_changed_has_a_page_that_says_so(opened) -> None:
    """409, for the page and for the script, with what to do."""
    desk = opened()
    anna = desk.somebody("anna")
    anna.send("talk-1", locking("p02"))
    changed = sheet("talk-1", source="changed")
    path = desk.study.sheets / "talk-1.json"
    part = path.with_suffix(".part")
    part.write_text(json.dumps(changed))
    part.replace(path)
    page = anna.get("/interviews/talk-1")
    assert page.status_code == 409
    assert "changed since it was rated" in page.get_data(as_text=True)
    assert anna.get(API).get_json()["error"]["code"] == "data"
    assert anna.send("talk-1", locking("p03")).status_code == 409


def test_files_of_the_pages_are_kept_by_browsers_for_as_long_as_they_are_the_same(opened) -> None:
    """With the right digest in the address for good; without it they are asked about each time."""
    desk = opened()
    stranger = desk.somebody()
    page = stranger.get("/enter").get_data(as_text=True)
    links = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert links
    for link in links:
        answer = stranger.get(html.unescape(link))
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.mimetype in {"text/css", "text/javascript"}
        bare = stranger.get(link.partition("?")[0])
        assert bare.headers["Cache-Control"] == "no-cache"
        again = stranger.get(link.partition("?")[0], headers={"If-None-Match": bare.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    for name in ("nothing.css", "js", "../templates/base.html.jinja", "__init__.py"):
        assert stranger.get(f"/static/{name}").status_code == 404


def test_every_file_that_any_page_names_is_there(opened) -> None:
    """The pages of raters, adjudicators and strangers name no file that is missing, and none of another host."""
    desk = opened()
    anna, cleo = desk.somebody("anna"), desk.somebody("cleo")
    pages = [anna.get(path) for path in ("/", "/interviews/talk-1", "/guides/rating", "/nothing", "/enter")]
    pages += [cleo.get(path) for path in ("/",)]
    for page in pages:
        text = page.get_data(as_text=True)
        for link in re.findall(r'(?:src|href)="([^"#]+)', text):
            assert link.startswith("/"), link
            if link.startswith("/static/"):
                assert anna.get(html.unescape(link)).status_code == 200, link
        assert "http://" not in text.replace("http://www.w3.org/", "")
        assert "https://" not in text


def test_guides_are_pages_whose_links_lead_to_one_another(opened) -> None:
    """Tables are tables, comments are gone, links lead to guides or nowhere; a guide that is not there is no page."""
    anna = opened().somebody("anna")
    page = anna.get("/guides/highlights").get_data(as_text=True)
    assert "<table>" in page
    assert "<br>" in page
    assert "generated:" not in page
    assert 'href="/guides/markers"' in page
    assert ".md" not in re.findall(r'href="([^"]+)"', page)
    for link in set(re.findall(r'href="(/guides/[^"#]+)', page)):
        assert anna.get(link).status_code == 200, link
    for name in ("none", "rating.md", "codebook", "README.md"):
        assert anna.get(f"/guides/{name}").status_code == 404


def test_what_browsers_ask_for_by_themselves_is_no_guess(opened) -> None:
    """There is no icon; a browser that asks for one with an old cookie has not tried to get in."""
    desk = opened()
    stranger = desk.somebody()
    stranger.client.set_cookie(stranger.cookie, "from-before")
    for _ in range(11):
        assert stranger.get("/favicon.ico").status_code == 204
    assert stranger.enter(desk.room.token("anna")).status_code == 204


def test_the_sign_of_life_says_nothing_else(opened) -> None:
    """Whoever watches over the program learns that it answers, and nothing of the study."""
    answer = opened().somebody().get("/healthz")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, b"ok\n", "text/plain")


def test_an_adjudicator_decides_what_differs(opened) -> None:
    """Two raters far apart stand in the adjudicator's list without names or suggestions; a decision is stored and shown."""
    desk = opened(sheet("talk-2"))
    anna, ben, cleo = (desk.somebody(name) for name in ("anna", "ben", "cleo"))
    assert "/adjudication/talk-2" not in cleo.get("/").get_data(as_text=True)
    _finish(anna, "talk-2", 2)
    _finish(ben, "talk-2", 6)
    assert 'href="/adjudication/talk-2"' in cleo.get("/").get_data(as_text=True)
    answer = cleo.get("/api/adjudication/talk-2")
    case = answer.get_json()
    assert {one["unit"] for one in case["disagreements"]} == {"p02", "p03", "overall"}
    text = answer.get_data(as_text=True)
    assert "anna" not in text
    assert "ben" not in text.replace("bench", "")
    assert _told(text, MACHINE) == []
    given = {"level": 4, "unratable": None, "note": "", "code": "slip", "by": "third"}
    decided = cleo.post("/api/adjudication/talk-2/events", {"events": [event("adjudicated", "p02", **given)]})
    assert decided.status_code == 200, decided.data
    (one,) = [one for one in decided.get_json()["disagreements"] if one["unit"] == "p02"]
    assert one["decided"]["level"] == 4
    stale = cleo.post("/api/adjudication/talk-2/events", {"events": [event("adjudicated", "p03", **given, of=[1, 2])]})
    assert stale.status_code == 409
    assert {"error", "ledger", "revealed", "disagreements"} == {*stale.get_json()}
    assert cleo.get("/adjudication/none").status_code == 404


def test_an_adjudicators_page_holds_the_case(opened) -> None:
    """The document in the page is that of the API; the talk is the raters' text, and nothing of the machine's numbers is in it."""
    desk = opened(sheet("talk-2"))
    _finish(desk.somebody("anna"), "talk-2", 2)
    _finish(desk.somebody("ben"), "talk-2", 6)
    cleo = desk.somebody("cleo")
    page = cleo.get("/adjudication/talk-2").get_data(as_text=True)
    assert _embedded(page) == cleo.get("/api/adjudication/talk-2").get_json()
    assert _turns(page) == [said for _, said in TALK]
    assert _told(page, MACHINE) == []
