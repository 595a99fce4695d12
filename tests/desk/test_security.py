"""Who may ask the desk, from where, how often, and what stands over every answer."""

from __future__ import annotations

import pytest
from asking import HERE, Clock, Desk
from invented_sheets import MACHINE, event, judged, locking, sheet, study

from rf_scorer.desk.security import CSRF_HEADER, HEADERS, Hosts, Limiter, Tickets, cookie_name, csrf, from_our_page

POSTS = (
    "/leave",
    "/api/interviews/talk-1/events",
    "/api/adjudication/talk-1/events",
)


@pytest.fixture
def desk(tmp_path):
    """A desk with two interviews."""
    study(tmp_path / "study", sheet("talk-1"), sheet("talk-2"))
    made = Desk(tmp_path / "study")
    yield made
    made.room.close()


@pytest.mark.parametrize(
    ("header", "allowed"),
    [
        ("127.0.0.1:8750", True), ("localhost", True), ("LOCALHOST:1", True), ("[::1]:8750", True), ("desk.lab:443", True), ("Desk.Lab", True),
        ("evil.example", False), ("127.0.0.1.evil.example", False), ("localhost.", False), ("", False), (None, False), ("127.0.0.1:8750:1", False),
        ("a@localhost", False), ("localhost:99999999", False), ("localhost/", False), ("::1", False), ("[localhost]", False), ("local host", False),
    ],
)  # fmt: skip
def test_only_names_that_are_ours_are_answered(header, allowed) -> None:
    """A name that leads to this machine by somebody else's doing is not one of ours."""
    assert Hosts(["desk.lab"]).allow(header) is allowed


@pytest.mark.parametrize(
    ("origin", "site", "ours"),
    [
        ("http://localhost:8750", "same-origin", True),
        ("http://localhost:8750", None, True),
        ("https://LOCALHOST:8750", None, True),
        (None, "same-origin", True),
        (None, None, False),
        ("null", None, False),
        ("null", "same-origin", False),
        ("http://localhost:8751", None, False),
        ("http://localhost", None, False),
        ("http://localhost:8750.evil.example", None, False),
        ("http://localhost:8750@evil.example", None, False),
        ("http://[", None, False),
        ("file://localhost:8750", None, False),
        ("http://localhost:8750", "same-site", False),
        ("http://localhost:8750", "cross-site", False),
        (None, "none", False),
    ],
)
def test_a_write_must_come_from_a_page_of_this_very_address(origin, site, ours) -> None:
    """Another port of the same machine is another site; a request that says nothing of where it comes from is refused."""
    assert from_our_page(host="localhost:8750", origin=origin, site=site) is ours


def test_a_limiter_counts_by_address_and_in_all_and_forgets() -> None:
    """An address that was wrong too often waits until the oldest of its tries is a minute old; so does everybody after too many."""
    clock = Clock()
    limiter = Limiter(each=3, total=5, seconds=60, clock=clock)
    for _ in range(3):
        assert limiter.wait("a") == 0
        limiter.miss("a")
        clock.now += 1
    assert limiter.wait("a") == 57
    assert limiter.wait("b") == 0
    for address in ("b", "c"):
        limiter.miss(address)
    assert limiter.wait("d") == 57
    clock.now += 58
    assert limiter.wait("a") == limiter.wait("d") == 0


def test_a_limiter_remembers_a_bounded_number_of_addresses() -> None:
    """Who tries from ever new addresses fills no memory."""
    limiter = Limiter(each=2, total=10**6, addresses=100, clock=Clock())
    for number in range(1000):
        limiter.miss(f"address-{number}")
    assert len(limiter._by_address) == 100
    assert limiter.wait("address-999") == 0
    limiter.miss("address-999")
    assert limiter.wait("address-999") > 0


def test_a_ticket_opens_once_and_not_for_long() -> None:
    """What stands in a list of processes is of no use to whoever reads it there later."""
    clock = Clock()
    tickets = Tickets(clock=clock)
    one, two = tickets.make("anna"), tickets.make("ben")
    assert (tickets.take(one), tickets.take(one), tickets.take("once-x")) == ("anna", None, None)
    clock.now += 301
    assert tickets.take(two) is None


def test_names_of_cookies_keep_studies_apart() -> None:
    """Two desks of one machine share its cookies, so each has a name of its own, which a cookie can have."""
    assert cookie_name("st-1") != cookie_name("st-2")
    assert cookie_name("a b;c=d\n") == "rf-desk-a-b-c-d-"


def test_nothing_is_shown_to_who_has_not_entered(desk) -> None:
    """Every address but the door, the files of the pages and the sign of life wants to know who asks; also those that are not there."""
    stranger = desk.somebody()
    for path in (
        "/",
        "/interviews/talk-1",
        "/api/interviews/talk-1",
        "/adjudication/talk-1",
        "/guides/rating",
        "/nothing",
        "/api/nothing",
    ):
        answer = stranger.get(path)
        assert answer.status_code == 401, path
        assert b"talk-1" not in answer.data
    for path in POSTS:
        answer = stranger.client.post(path, json={}, headers=HERE)
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (401, "token"), path
    for path in ("/enter", "/healthz", "/static/base.css"):
        assert stranger.get(path).status_code == 200, path


def test_a_link_lets_in_and_leaving_takes_the_cookie_away(desk) -> None:
    """The cookie cannot be read by scripts, is not sent from other sites, and is named after the study."""
    anna = desk.somebody()
    answer = anna.enter(desk.room.token("anna"))
    assert answer.status_code == 204
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"{cookie_name(desk.study.id)}=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "Secure" not in cookie
    assert anna.get("/").status_code == 200
    assert anna.post("/leave", {}).status_code == 204
    assert anna.get("/").status_code == 401


def test_behind_a_proxy_that_encrypts_the_cookie_never_travels_in_the_open(desk) -> None:
    """Where the page came by https, so must every request that carries the cookie."""
    headers = {"Origin": "https://desk.lab", "Host": "desk.lab"}
    answer = desk.somebody().client.post("/enter", json={"token": desk.room.token("anna")}, headers=headers)
    assert answer.status_code == 204
    assert "Secure" in answer.headers["Set-Cookie"]


def test_a_ticket_lets_in_once_and_becomes_the_raters_own_token(desk) -> None:
    """The browser that the program opens keeps working after a restart; a second one gets nothing."""
    ticket = desk.tickets.make("anna")
    first = desk.somebody()
    answer = first.enter(ticket)
    assert answer.status_code == 204
    assert ticket not in answer.headers["Set-Cookie"]
    assert desk.room.token("anna") in answer.headers["Set-Cookie"]
    assert desk.somebody().enter(ticket).status_code == 401


def test_guessing_tokens_is_stopped(desk) -> None:
    """After ten wrong ones from an address even the right one has to wait, and is taken a minute later."""
    guesser = desk.somebody()
    for number in range(10):
        assert guesser.enter(f"guess-{number}").status_code == 401
    blocked = guesser.enter(desk.room.token("anna"))
    assert blocked.status_code == 429
    assert blocked.get_json()["error"]["code"] == "tries"
    assert int(blocked.headers["Retry-After"]) == 60
    elsewhere = desk.somebody().enter(desk.room.token("ben"), environ_overrides={"REMOTE_ADDR": "10.0.0.9"})
    assert elsewhere.status_code == 204
    desk.clock.now += 60
    assert guesser.enter(desk.room.token("anna")).status_code == 204


def test_guessing_by_cookie_counts_too_and_does_not_disturb_who_is_in(desk) -> None:
    """Wrong cookies are wrong tries; a rater at work at the same address goes on working."""
    anna, guesser = desk.somebody("anna"), desk.somebody()
    for number in range(10):
        guesser.client.set_cookie(guesser.cookie, f"guess-{number}")
        assert guesser.get("/").status_code == 401
    guesser.client.set_cookie(guesser.cookie, "guess-11")
    assert guesser.get("/").status_code == 429
    assert anna.get("/").status_code == 200
    assert anna.send("talk-1", locking("p02")).status_code == 200


def test_guessing_from_many_addresses_is_stopped_in_all(desk) -> None:
    """Two hundred wrong tries a minute are enough, from wherever they come."""
    stranger = desk.somebody()
    for number in range(200):
        assert stranger.enter("wrong", environ_overrides={"REMOTE_ADDR": f"10.0.{number}.1"}).status_code == 401
    assert stranger.enter("wrong", environ_overrides={"REMOTE_ADDR": "10.1.0.1"}).status_code == 429


@pytest.mark.parametrize("token", [None, 1, "", [], {}, "x" * 201, "ü", "\ud800"])
def test_what_is_no_token_is_not_looked_up(desk, token) -> None:
    """It is a request that cannot be read, and counts as no guess."""
    stranger = desk.somebody()
    for _ in range(11):
        assert stranger.client.post("/enter", json={"token": token}, headers=HERE).status_code == 400


def test_a_cookie_of_another_study_or_another_time_is_none(desk, tmp_path) -> None:
    """A token of another study's opens nothing here, nor does one from before new links were made; the browser is told to forget it."""
    study(tmp_path / "other", sheet("talk-1"))
    other = Desk(tmp_path / "other")
    stranger = desk.somebody()
    stranger.client.set_cookie(cookie_name(other.study.id), other.room.token("anna"))
    assert stranger.get("/").status_code == 401
    stranger.client.set_cookie(stranger.cookie, other.room.token("anna"))
    answer = stranger.get("/")
    assert answer.status_code == 401
    assert "Expires=Thu, 01 Jan 1970" in answer.headers["Set-Cookie"]
    other.room.close()


@pytest.mark.parametrize("path", ["/enter", *POSTS])
@pytest.mark.parametrize(
    "changed",
    [
        {"Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://evil.example", "Sec-Fetch-Site": None},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost:9999"},
        {"Origin": "null", "Sec-Fetch-Site": None},
        {"Origin": None, "Sec-Fetch-Site": None},
    ],
)
def test_a_write_from_another_site_is_refused_whatever_it_carries(desk, path, changed) -> None:
    """With a good cookie and a good proof: who asks from elsewhere is not a page of ours. Nothing is stored."""
    anna = desk.somebody("anna")
    answer = anna.post(path, {"events": [locking("p02")], "token": anna.token}, **changed)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (403, "origin")
    assert "Set-Cookie" not in answer.headers
    assert desk.room.store.events() == ()


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("proof", [None, "", "x", csrf("another"), "ü"])
def test_a_write_without_the_pages_proof_is_refused(desk, path, proof) -> None:
    """A cookie alone is not enough; the proof of another token is none."""
    anna = desk.somebody("anna")
    proof = proof if proof is None else proof.encode().decode("latin-1")
    answer = anna.post(path, {"events": [locking("p02")]}, **{CSRF_HEADER: proof})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (403, "csrf")
    assert desk.room.store.events() == ()


def test_a_form_of_another_site_can_do_nothing(desk) -> None:
    """What a form can send is no JSON, carries no proof, and tells where it comes from."""
    anna = desk.somebody("anna")
    path = "/api/interviews/talk-1/events"
    body = '{"events": []}'
    for kind in (
        "application/x-www-form-urlencoded",
        "text/plain",
        "multipart/form-data",
        "",
        "text/json",
        "application/json-not",
    ):
        headers = {**HERE, CSRF_HEADER: csrf(anna.token), "Content-Type": kind}
        answer = anna.client.post(path, data=body, headers=headers)
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (415, "content_type"), kind
    form = anna.client.post(path, data={"events": "[]"}, headers={"Origin": "http://evil.example"})
    assert form.status_code == 403
    assert anna.client.post("/enter", data={"token": anna.token}, headers=HERE).status_code == 415


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8750", "127.0.0.1.nip.io", "", "localhost@evil.example"]
)
def test_a_name_that_is_not_ours_gets_nothing(desk, host) -> None:
    """Whatever a page under a strange name asks, it is not even shown the door."""
    anna = desk.somebody("anna")
    for path in ("/", "/enter", "/healthz", "/static/base.css", "/interviews/talk-1"):
        answer = anna.get(path, headers={"Host": host})
        assert answer.status_code == 400, path
        assert b"talk-1" not in answer.data
    answer = anna.client.post("/enter", json={"token": anna.token}, headers={"Host": host, "Origin": f"http://{host}"})
    assert answer.status_code == 400
    assert answer.get_json()["error"]["code"] == "host"


def test_every_answer_has_the_headers_that_keep_a_browser_safe(desk) -> None:
    """Each address of the map, each way to ask, good and bad: policy, no sniffing, no referrer, no storing but of files."""
    anna, stranger = desk.somebody("anna"), desk.somebody()
    seen = set()
    for rule in desk.app.url_map.iter_rules():
        path = rule.rule.replace("<interview>", "talk-1").replace("<name>", "rating").replace("<path:name>", "base.css")
        assert "<" not in path
        for who in (anna, stranger):
            for method in ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"):
                answer = who.client.open(path, method=method, json={} if method == "POST" else None, headers=HERE)
                seen.add(answer.status_code)
                for name, value in HEADERS.items():
                    assert answer.headers[name] == value, (method, path, name)
                kept = answer.headers["Cache-Control"]
                if path == "/favicon.ico" and answer.status_code == 204:
                    continue
                assert kept == (
                    "no-cache" if path.startswith("/static/") and answer.status_code == 200 else "no-store"
                ), path
                assert "Server" not in answer.headers
                assert "Access-Control-Allow-Origin" not in answer.headers
    assert {200, 400, 401, 403, 405} <= seen
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")


def test_methods_that_are_not_known_are_refused(desk) -> None:
    """They say what is allowed; asking for the options is not an address of its own."""
    anna = desk.somebody("anna")
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        headers = {**HERE, CSRF_HEADER: csrf(anna.token)}
        answer = anna.client.open("/interviews/talk-1", method=method, headers=headers)
        assert answer.status_code == 405, method
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}
    head = anna.client.head("/interviews/talk-1")
    assert (head.status_code, head.data) == (200, b"")


def test_raters_and_adjudicators_have_pages_of_their_own(desk) -> None:
    """Neither opens the other's, by page or by script, and nothing is stored."""
    anna, cleo = desk.somebody("anna"), desk.somebody("cleo")
    for path in ("/interviews/talk-1", "/api/interviews/talk-1"):
        assert cleo.get(path).status_code == 403
    assert cleo.send("talk-1", locking("p02")).status_code == 403
    for path in ("/adjudication/talk-1", "/api/adjudication/talk-1"):
        assert anna.get(path).status_code == 403
    given = {"level": 3, "unratable": None, "note": "", "code": "slip", "by": "third"}
    answer = anna.post("/api/adjudication/talk-1/events", {"events": [event("adjudicated", "p02", **given)]})
    assert answer.status_code == 403
    assert anna.send("talk-1", event("adjudicated", "p02", **given)).status_code == 422
    assert desk.room.store.events() == ()


def test_another_raters_interview_is_as_unknown_as_one_that_is_not_there(desk) -> None:
    """The answers are the same but for what was asked, and name no other interview."""
    ben = desk.somebody("ben")
    theirs, none = (ben.get(f"/api/interviews/{name}") for name in ("talk-1", "talk-9"))
    assert theirs.status_code == none.status_code == 404
    assert theirs.data == none.data
    assert b"talk-2" not in theirs.data
    assert ben.send("talk-1", locking("p02")).status_code == 404
    assert ben.get("/interviews/talk-1").status_code == 404
    assert b"talk-1" not in ben.get("/").data


@pytest.mark.parametrize(
    "name",
    ["..", "%2e%2e", "..%2f..%2fstudy", "%2e%2e%2f%2e%2e%2fstudy.toml", "talk-1.json", "talk-1%00", "talk-1%0a", "./talk-1", "talk-1/", "TALK-1", "%ff", "a" * 3000],
)  # fmt: skip
def test_no_path_leads_out_of_the_study(desk, name) -> None:
    """What is no id of an interview, a guide or a file of the desk is nothing, however it is written."""
    anna = desk.somebody("anna")
    for before in ("/interviews/", "/api/interviews/", "/guides/", "/static/", "/static/js/../../"):
        answer = anna.get(before + name)
        assert answer.status_code in {404, 308} if name in {"..", "./talk-1"} else answer.status_code == 404, before
        assert b"[[raters]]" not in answer.data
        assert b"harbour" not in answer.data


def test_what_one_rater_sees_holds_nothing_of_another(desk) -> None:
    """Ben's page and Ben's case after Anna has rated, noted, looked and finished the same interview."""
    anna, ben = desk.somebody("anna"), desk.somebody("ben")
    note = "only-anna-wrote-this"
    lock = event("locked", "p02", judgement=judged(7, note=note), after=0, seconds=1)
    seq = anna.send("talk-2", lock).get_json()["ledger"]["units"]["p02"]["seq"]
    assert (
        anna.send("talk-2", event("revealed", "p02", after=seq)).get_json()["revealed"]["p02"]["coverage"] == 0.876543
    )
    for path in ("/", "/interviews/talk-2", "/api/interviews/talk-2"):
        text = ben.get(path).get_data(as_text=True)
        assert note not in text
        assert [word for word in MACHINE if word in text] == []
    # A stale event is answered with the state: with one's own.
    stale = ben.send("talk-2", event("unlocked", "p02", after=seq))
    assert stale.status_code == 409
    assert note not in stale.get_data(as_text=True)
    assert stale.get_json()["ledger"]["units"] == {}
