"""The ledger that worksheets carry, in a browser: the same machine as the one in Python."""

from __future__ import annotations

import json
import random
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ledger_table import SCRIPTS, Script

from rf_scorer.review.events import judgement_document, parse
from rf_scorer.review.ledger import Ledger, Refused, ledger_document, read_terms

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LEDGER_JS = Path(__file__).parents[2] / "rf_scorer" / "desk" / "static" / "js" / "ledger.js"
#: Scripts whose events were sent one by one: of those that were sent together a later one may name what was known before.
ALONE = [script for script in SCRIPTS if not any(together for _, together, _ in script.steps)]
BODIES: dict[str, tuple[str, ...]] = {
    "visited": (),
    "drafted": ("judgement", "after"),
    "locked": ("judgement", "after", "seconds"),
    "unlocked": ("after",),
    "revealed": ("after",),
    "decided": ("judgement", "after", "kept", "reason"),
    "finished": (),
    "reopened": ("reason",),
}
#: Follows a script and tells of each step the refusal, or null, and the document.
FOLLOW = """([terms, steps]) => {
    const ledger = RF.ledger.make(terms);
    const kept = [];
    const told = steps.map(([events, together]) => {
        let refusal = null;
        try {
            if (together) kept.push(...ledger.applyAll(events));
            else if (ledger.apply(events[0])) kept.push(events[0]);
        } catch (error) {
            const { code, message, where, remedy } = error;
            if (code === undefined) throw error;
            refusal = { code, message, where, remedy };
        }
        return { refusal, document: ledger.document() };
    });
    return { told, kept };
}"""


@pytest.fixture(scope="module")
def ledger_page(browser: Browser) -> Page:
    """A page with nothing but the ledger."""
    page = browser.new_page()
    page.add_script_tag(content=LEDGER_JS.read_text("utf-8"))
    return page


def _in_python(script: Script) -> list[dict[str, Any]]:
    """The same steps in Python, refusals and all."""
    ledger, told = Ledger(read_terms(script.terms)), []
    for events, together, _ in script.steps:
        refusal = None
        try:
            parsed = [parse(raw, rater="anna", interview="one") for raw in events]
            if together:
                ledger.apply_all(parsed)
            else:
                ledger.apply(parsed[0])
        except Refused as refused:
            refusal = refused.document()
        told.append({"refusal": refusal, "document": ledger_document(ledger)})
    return told


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_is_followed_in_a_browser(script: Script, ledger_page: Page) -> None:
    """Every step is taken or refused as the table and Python say, in the same words, and leads to the same document."""
    steps = [[events, together] for events, together, _ in script.steps]
    found = ledger_page.evaluate(FOLLOW, [script.terms, steps])
    codes = [step["refusal"] and step["refusal"]["code"] for step in found["told"]]
    assert codes == [code for _, _, code in script.steps]
    assert found["told"] == _in_python(script)
    if found["told"]:
        assert found["told"][-1]["document"] == script.document


@pytest.mark.parametrize("script", ALONE, ids=lambda script: script.name)
def test_kept_events_lead_to_the_same_ledger_in_a_browser(script: Script, ledger_page: Page) -> None:
    """What was kept can be judged again one by one, or replayed, to the same end."""
    steps = [[events, together] for events, together, _ in script.steps]
    kept = ledger_page.evaluate(FOLLOW, [script.terms, steps])["kept"]
    again = (
        "([terms, kept]) => [RF.ledger.make(terms, kept), RF.ledger.replay(terms, kept)].map((made) => made.document())"
    )
    assert ledger_page.evaluate(again, [script.terms, kept]) == [script.document, script.document]


def test_random_events_lead_to_the_same_ledger_in_a_browser(ledger_page: Page) -> None:
    """Two hundred interviews of a hundred events that follow no order, sent one by one and together: the same refusals, words and documents."""
    chance = random.Random(20261130)
    scripts = []
    for number in range(200):
        terms = chance.choice(SCRIPTS).terms
        ledger, steps = Ledger(read_terms(terms)), []
        while sum(len(events) for events, _, _ in steps) < 100:
            size = chance.choice([1, 1, 1, 1, 1, 1, 1, 2, 3])
            events = [_random_event(chance, ledger) for _ in range(size)]
            steps.append((events, size > 1, None))
            with suppress(Refused):
                ledger.apply_all([parse(raw, rater="anna", interview="one") for raw in events])
        scripts.append(Script(name=str(number), terms=terms, steps=steps, document={}))
    given = [[one.terms, [[events, together] for events, together, _ in one.steps]] for one in scripts]
    # As text: the driver takes a minute to hand over as many objects.
    follow_all = f"(text) => JSON.stringify(JSON.parse(text).map({FOLLOW}))"
    found = json.loads(ledger_page.evaluate(follow_all, json.dumps(given)))
    taken: Counter[str] = Counter()
    for script, told in zip(scripts, found, strict=True):
        same = told["told"] == _in_python(script)
        assert same, script.name
        taken.update(raw["kind"] for raw in told["kept"])
    # So that the comparison is not one of refusals only.
    assert all(taken[kind] > 5 for kind in BODIES), taken


def _random_event(chance: random.Random, ledger: Ledger) -> dict[str, Any]:
    """Something that a page could send, mostly of the right shape and knowing what is there."""
    kind = chance.choice([*BODIES, "locked", "locked", "revealed", "decided", "decided", "finished"])
    if ledger.status == "finished" and chance.random() < 0.3:
        kind = "reopened"
    unit = None if kind in {"finished", "reopened"} else chance.choice(["p01", "p02", "p03", "overall", "p09"])
    judgement = chance.choice(
        [
            {"level": chance.randint(-2, 10), "note": chance.choice(["", " ", "so"])},
            {"level": 4},
            {"level": 4},
            {"unratable": chance.choice(["other", "supplied"]), "note": chance.choice(["", "so"])},
            {},
            {
                "level": 3,
                "markers": [{"marker": "A1", "turn": chance.randint(1, 5), "start": 0, "end": chance.randint(0, 60)}],
            },
        ]
    )
    values = {
        "judgement": judgement,
        "after": ledger.unit(unit or "").seq if chance.random() < 0.9 else chance.randint(0, 9),
        "seconds": chance.choice([None, 3.25]),
        "kept": chance.choice([True, False]),
        "reason": chance.choice([None, "slip", "other"]),
    }
    blind = ledger.unit(unit or "").blind
    if blind is not None and chance.random() < 0.5:
        values |= {"judgement": judgement_document(blind.judgement), "kept": True, "reason": None}
    body = {key: values[key] for key in BODIES[kind]} if kind != "reopened" else {"reason": chance.choice(["", "so"])}
    return {**_event(1, 0), "kind": kind, "unit": unit, "body": body}


def test_numbers_that_events_bring_are_kept_in_a_browser(ledger_page: Page) -> None:
    """Events out of a study's database have numbers with gaps; one that is not newer than the last is refused."""
    found = ledger_page.evaluate(
        """([terms, events]) => {
            const ledger = RF.ledger.make(terms, events);
            let code = null;
            try { ledger.apply(events[1]); } catch (error) { ({ code } = error); }
            const replayed = RF.ledger.replay(terms, events).document();
            return { code, document: ledger.document(), replayed };
        }""",
        [
            SCRIPTS[0].terms,
            [_event(1, 0, seq=7), _event(2, 7, seq=40)],
        ],
    )
    assert found["code"] == "shape"
    assert found["document"]["seq"] == 40
    assert found["document"]["units"]["p01"]["seq"] == 40
    assert found["replayed"] == found["document"]


def test_a_document_is_a_copy_in_a_browser(ledger_page: Page) -> None:
    """Whoever changes what was handed out, or what was sent, does not change the ledger."""
    found = ledger_page.evaluate(
        """([terms, event]) => {
            const ledger = RF.ledger.make(terms, [event]);
            const first = JSON.stringify(ledger.document());
            ledger.document().units.p01.draft.level = 9;
            event.body.judgement.level = 9;
            event.body.judgement.markers.push(1);
            return [first, JSON.stringify(ledger.document())];
        }""",
        [SCRIPTS[0].terms, _event(1, 0)],
    )
    assert found[0] == found[1]


def _event(number: int, after: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"00000000-0000-4000-8000-{number:012}",
        "kind": "drafted",
        "unit": "p01",
        "at": "2026-11-30T10:00:00.000Z",
        "body": {"judgement": {"level": 4, "unratable": None, "markers": [], "note": ""}, "after": after},
        **more,
    }
