"""How long raters wait at the desk: for their list, for a long interview, and for a rating to be saved.

Usage::

    python benchmarks/desk.py [--interviews 200] [--raters 10] [--seconds 20]

Scores the bundled interviews, copies their sheets under new ids into a study in a temporary folder, stretches one of them to 10,000 and one to
30,000 words, and starts the real server. Asked are: one rater alone; all raters at work (each saves once a second, opens the long interview
every ten seconds and the list every five); and all raters saving as fast as they can, which nobody does. Prints times in milliseconds, from
the first byte that is sent to the last that is read, beside the targets; leaves with 1 where one of these is missed.
"""

from __future__ import annotations

import argparse
import copy
import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rf_scorer import validation
from rf_scorer.desk.security import CSRF_HEADER, csrf
from rf_scorer.domain import reach
from rf_scorer.study.creating import create
from rf_scorer.study.folder import DeskRules, Rater

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LONG, LONGEST = "long-10000", "long-30000"
#: Milliseconds. The list and the interview are judged by their median, a save by the slowest of 20.
TARGETS = {"list": 200.0, LONG: 500.0, "save": 50.0}
ALONE, AT_WORK, FLAT_OUT = "one alone", "at work", "flat out"


class Stretched:
    """A sheet in which every part of a passage is said again and again, until the participant has spoken this many words.

    Summaries and suggestions are those of the original: what they rest on is still there.
    """

    def __init__(self, sheet: dict[str, Any], name: str, words: int) -> None:
        self.old, self.text = sheet, sheet["transcript"]["text"]
        self.made = copy.deepcopy(sheet) | {"mentions": [], "markers": []}
        self.made["transcript"] |= {"id": name, "participant": name, "text": "", "turns": []}
        self.passages = {passage["id"]: passage for passage in self.made["passages"]}
        for passage in self.passages.values():
            passage |= {"asking": [], "answering": [], "words": 0}
        #: Of each old turn: its first new index, and by how much it was moved.
        self.first: dict[int, tuple[int, int]] = {}
        while self._spoken() < words:
            for run in self._runs():
                if self._spoken() < words or run[0] not in self.first:
                    self._say(run, max(1, words // sum(turn.get("words", 0) for turn in sheet["transcript"]["turns"])))
        self._finish()

    def _spoken(self) -> int:
        return sum(turn.get("words", 0) for turn in self.made["transcript"]["turns"])

    def _home(self, index: int) -> tuple[str, str] | None:
        for passage in self.old["passages"]:
            for key in ("asking", "answering"):
                if index in passage[key]:
                    return passage["id"], key
        return None

    def _runs(self) -> Iterator[list[int]]:
        run: list[int] = []
        before = None
        for index in range(len(self.old["transcript"]["turns"])):
            home = self._home(index)
            if run and (home and home[0]) != before:
                yield run
                run = []
            run, before = [*run, index], home and home[0]
        yield run

    def _say(self, run: Sequence[int], times: int) -> None:
        turns = self.made["transcript"]["turns"]
        for _ in range(times):
            for old in run:
                turn, index, start = (
                    self.old["transcript"]["turns"][old],
                    len(turns),
                    len(self.made["transcript"]["text"]),
                )
                shift = start - turn["start"]
                said = {**turn, "index": index, "start": start, "end": turn["end"] + shift}
                if "pieces" in turn:
                    said["pieces"] = [[at, length, one + shift, two + shift] for at, length, one, two in turn["pieces"]]
                turns.append(said)
                self.made["transcript"]["text"] += self.text[turn["start"] : turn["end"]] + "\n"
                home = self._home(old)
                if home is not None:
                    self.passages[home[0]][home[1]].append(index)
                    self.passages[home[0]]["words"] += turn.get("words", 0) if home[1] == "answering" else 0
                self._mark(old, index, shift)
                self.first.setdefault(old, (index, shift))

    def _mark(self, old: int, index: int, shift: int) -> None:
        again = f".{index}" if old in self.first else ""
        for kind in ("mentions", "markers"):
            for mark in self.old[kind]:
                if mark["turn"] == old:
                    moved = {**mark, "id": mark["id"] + again, "turn": index}
                    moved |= {"start": mark["start"] + shift, "end": mark["end"] + shift}
                    if kind == "markers":
                        moved["mentions"] = [name + again for name in mark["mentions"]]
                    self.made[kind].append(moved)

    def _finish(self) -> None:
        levels = defaultdict(list)
        for mention in self.made["mentions"]:
            levels[mention["passage"]].append(mention["level"])
        for name, passage in self.passages.items():
            highest, upper = reach(levels[name], passage["words"])
            passage |= {"reference_level": highest, "reference_level_75": upper}
        for made in self.made["suggestions"]:
            for item in made["evidence"]:
                for run in item["stretches"]:
                    run["turn"], shift = self.first[run["turn"]]
                    run |= {"start": run["start"] + shift, "end": run["end"] + shift}
        faults = validation.faults(self.made, "rating-sheet")
        if faults:
            raise SystemExit(f"the stretched sheet has a fault: {faults[0].path}: {faults[0].message}")


def build(root: Path, *, interviews: int, raters: int) -> None:
    """A study with this many interviews, none of which is a control."""
    scored = root.parent / "scored"
    subprocess.run([sys.executable, "-m", "rf_scorer", "demo", "--out", str(scored), "-q"], check=True)
    sheets = [json.loads(path.read_text("utf-8")) for path in sorted((scored / "sheets").glob("*.json"))]
    codes = [f"rater-{number:02}" for number in range(1, raters + 1)]
    rules = DeskRules(control_share=0.0)
    create(root, title="Desk benchmark", raters=[Rater(id=code) for code in codes], desk=rules)
    (root / "sheets").mkdir()
    for number in range(interviews - 2):
        sheet = copy.deepcopy(sheets[number % len(sheets)])
        sheet["transcript"]["id"] = f"interview-{number:03}"
        _write(root, sheet)
    _write(root, Stretched(sheets[0], LONG, 10_000).made)
    _write(root, Stretched(sheets[0], LONGEST, 30_000).made)


def _write(root: Path, sheet: dict[str, Any]) -> None:
    path = root / "sheets" / f"{sheet['transcript']['id']}.json"
    path.write_text(json.dumps(sheet, ensure_ascii=False), encoding="utf-8")


class Times:
    """How long each kind of request took, in milliseconds, by load."""

    def __init__(self) -> None:
        self._taken: dict[tuple[str, str], list[float]] = defaultdict(list)
        self._lock = threading.Lock()

    def add(self, load: str, what: str, seconds: float) -> None:
        """One request."""
        with self._lock:
            self._taken[load, what].append(1000 * seconds)

    def show(self) -> bool:
        """Print a line for each kind, and say whether all targets were met."""
        line = "{:11} {:12} {:>7} {:>8} {:>8} {:>8}  {}"
        print(line.format("load", "what", "asked", "p50", "p95", "slowest", "target"))
        met = True
        for (load, what), taken in self._taken.items():
            taken.sort()
            p50, p95 = (taken[min(int(share * len(taken)), len(taken) - 1)] for share in (0.5, 0.95))
            told = ""
            target = TARGETS.get(what) if load != FLAT_OUT else None
            if target is not None:
                reached = (p95 if what == "save" else p50) < target
                told = f"{'p95' if what == 'save' else 'p50'} < {target:g}: {'met' if reached else 'MISSED'}"
                met = met and reached
            print(line.format(load, what, len(taken), *(f"{one:.1f}" for one in (p50, p95, taken[-1])), told))
        return met


class Browser:
    """A rater's browser, with one connection that is kept."""

    def __init__(self, link: str, times: Times) -> None:
        base, _, token = link.partition("/enter#")
        self.host = base.removeprefix("http://")
        self.times = times
        self.connection = http.client.HTTPConnection(self.host, timeout=60)
        self.headers = {"Origin": base, "Content-Type": "application/json", CSRF_HEADER: csrf(token)}
        answer, _ = self._ask("POST", "/enter", {"token": token})
        self.headers["Cookie"] = answer.headers["Set-Cookie"].partition(";")[0]
        #: The number of each unit as this browser knows it.
        self.seqs: dict[tuple[str, str], int] = defaultdict(int)

    def _ask(self, method: str, path: str, document: Any = None) -> tuple[http.client.HTTPResponse, bytes]:
        body = None if document is None else json.dumps(document).encode()
        self.connection.request(method, path, body=body, headers=self.headers)
        answer = self.connection.getresponse()
        data = answer.read()
        if answer.status not in {200, 204}:
            raise SystemExit(f"{method} {path}: {answer.status}")
        return answer, data

    def open(self, load: str, what: str, path: str) -> int:
        """Ask for a page; its size in bytes."""
        start = time.perf_counter()
        _, data = self._ask("GET", path)
        self.times.add(load, what, time.perf_counter() - start)
        return len(data)

    def save(self, load: str, interview: str, unit: str, number: int) -> None:
        """Save a draft, as a page does a moment after a rater has changed something."""
        judgement = {
            "level": number % 7,
            "unratable": None,
            "markers": [],
            "note": f"Draft {number}. " + "Words of a note. " * 10,
        }
        event = {
            "id": str(uuid.uuid4()), "kind": "drafted", "unit": unit, "at": "2026-11-30T10:00:00.000Z",
            "body": {"judgement": judgement, "after": self.seqs[interview, unit]},
        }  # fmt: skip
        start = time.perf_counter()
        _, data = self._ask("POST", f"/api/interviews/{interview}/events", {"events": [event]})
        self.times.add(load, "save", time.perf_counter() - start)
        self.seqs[interview, unit] = json.loads(data)["ledger"]["units"][unit]["seq"]


def alone(browser: Browser) -> None:
    """One rater, and nobody else."""
    sizes = {}
    for what, path in (("list", "/"), (LONG, f"/interviews/{LONG}"), (LONGEST, f"/interviews/{LONGEST}")):
        browser.open("first time", what, path)
        for _ in range(20):
            sizes[what] = browser.open(ALONE, what, path)
    for number in range(100):
        browser.save(ALONE, LONG, f"p{2 + number % 15:02}", number)
    print("bytes of a page:", ", ".join(f"{what} {size:,}" for what, size in sizes.items()))


def together(browsers: Sequence[Browser], one: Callable[[Browser, int, float], None], seconds: float) -> None:
    """Every rater in a thread of their own, for so many seconds; a failure of one ends the run."""
    failed: list[BaseException] = []
    until = time.monotonic() + seconds

    def work(browser: Browser, place: int) -> None:
        try:
            one(browser, place, until)
        except BaseException as error:  # noqa: BLE001 (told in the thread that waits for this one)
            failed.append(error)

    threads = [threading.Thread(target=work, args=(browser, place)) for place, browser in enumerate(browsers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


def at_work(browser: Browser, place: int, until: float) -> None:
    """A save every second, the list every five, the long interview every ten; raters are out of step."""
    time.sleep(place / 10)
    number = 0
    while time.monotonic() < until:
        begun = time.monotonic()
        browser.save(AT_WORK, LONG if place % 2 else f"interview-{place:03}", "p02", number)
        if (number + place) % 5 == 0:
            browser.open(AT_WORK, "list", "/")
        if (number + place) % 10 == 0:
            browser.open(AT_WORK, LONG, f"/interviews/{LONG}")
        number += 1
        time.sleep(max(0.0, 1.0 - (time.monotonic() - begun)))


def flat_out(browser: Browser, place: int, until: float) -> None:
    """One save behind the other."""
    number = 0
    while time.monotonic() < until:
        browser.save(FLAT_OUT, f"interview-{place:03}", "p03", number)
        number += 1


def disk(folder: Path) -> str:
    """How long this disk takes to make four kilobytes durable, which every save waits for: p50 and p95 of 100, in milliseconds."""
    taken = []
    with (folder / "disk").open("wb", buffering=0) as file:
        for _ in range(100):
            start = time.perf_counter()
            file.write(bytes(4096))
            os.fsync(file.fileno())
            taken.append(1000 * (time.perf_counter() - start))
    taken.sort()
    return f"{taken[50]:.1f} and {taken[95]:.1f}"


def load() -> str:
    """How many processes want a processor, and how many processors there are."""
    return f"{os.getloadavg()[0]:.1f} of {os.cpu_count()}" if hasattr(os, "getloadavg") else "not known"


def main() -> int:
    """Build, start, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--interviews", type=int, default=200)
    parser.add_argument("--raters", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=20.0)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "study"
        build(root, interviews=chosen.interviews, raters=chosen.raters)
        start = time.perf_counter()
        command = [sys.executable, "-m", "rf_scorer", "review", str(root), "--no-browser"]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True
        ) as server:
            assert server.stdout is not None
            try:
                links = [server.stdout.readline().rstrip("\n").partition("\t")[2] for _ in range(chosen.raters)]
                opened = time.perf_counter() - start
                print(f"{chosen.interviews} interviews, {chosen.raters} raters; open after {opened:.1f} s")
                print(f"load before: {load()}; disk: {disk(Path(folder))} ms")
                times = Times()
                browsers = [Browser(link, times) for link in links]
                alone(browsers[0])
                together(browsers, at_work, chosen.seconds)
                together(browsers, flat_out, chosen.seconds / 2)
            finally:
                os.killpg(server.pid, signal.SIGINT)
        met = times.show()
        size = (root / "ratings" / "desk.sqlite3").stat().st_size / 1e6
        print(f"load after: {load()}; disk: {disk(Path(folder))} ms")
        print(f"database: {size:.1f} MB; the server left with {server.returncode}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
