"""A laboratory in which every word that anybody says or writes, and every code and name, is a canary; and everything that the program can be asked to do in it."""

from __future__ import annotations

import http.client
import json
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from canaries import Canaries
from invented_sheets import event, judged

from rf_scorer import jsonio
from rf_scorer.desk.security import CSRF_HEADER, csrf
from rf_scorer.review import returns
from rf_scorer.review.seal import checksum
from rf_scorer.study.folder import Study

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from household import Household, Run

__all__ = ["WRECKS", "World"]

#: For each command a function that it needs, and that is made to fail with a text in its exception.
WRECKS = {
    "demo": "rf_scorer.pipeline:score",
    "init": "rf_scorer.study.creating:create",
    "check": "rf_scorer.transcripts.fidelity:notes",
    "attest": "rf_scorer.study.privacy.attesting:attest",
    "pseudonymise": "rf_scorer.study.pseudonymising:make",
    "score": "rf_scorer.pipeline:score",
    "merge": "rf_scorer.study.running.merging:merge",
    "validate": "rf_scorer.validation:faults",
    "review": "rf_scorer.desk.app:create_app",
    "worksheet": "rf_scorer.desk.worksheet:Worksheets.make",
    "collect": "rf_scorer.review.returns:read",
    "ratings": "rf_scorer.review.overview:overview",
    "agree": "rf_scorer.study.agreeing:agree",
    "plan": "rf_scorer.study.planning.overview:overview",
    "change": "rf_scorer.study.changing.judging:judge",
    "report": "rf_scorer.study.reporting.building:build",
    "export": "rf_scorer.exchange.formats:files_of",
    "import": "rf_scorer.exchange.fitting:fit",
    "practice": "rf_scorer.review.practice:make_practice",
    "highlight": "rf_scorer.pipeline:highlight_records",
    "rate": "rf_scorer.pipeline:rate_records",
    "evaluate": "rf_scorer.study.learning.evaluating:evaluate",
    "train": "rf_scorer.study.learning.training:train",
    "protocols": "rf_scorer.protocols:names",
    "guides": "rf_scorer.language.guides:names",
    "models": "rf_scorer.rating.catalogue:names",
    "schema": "rf_scorer.validation:schema_names",
    "completion": "click.shell_completion:get_completion_class",
}
_READ_BACK = {"qdpx": "*.qdpx", "labelstudio": "tasks.json", "doccano": "*.jsonl", "prodigy": "*.jsonl", "brat": ""}
_PATIENCE = 30.0


@dataclass
class World:
    """The laboratory, and the runs in it.

    Attributes
    ----------
    home : Household
    canaries : Canaries
    files : list of str
        Names of the transcripts, without their endings.
    """

    home: Household
    canaries: Canaries = field(default_factory=Canaries)
    files: list[str] = field(default_factory=list)

    @property
    def runs(self) -> list[Run]:
        """All runs so far."""
        return self.home.runs

    @property
    def study(self) -> Path:
        """The study's folder."""
        return self.home.lab / "study"

    # ----- what is said -----
    def _word(self, kind: str) -> str:
        return self.canaries.word(kind)

    def _exchange(self, number: int) -> tuple[str, str]:
        """A question and an answer; of every third answer each word is a canary."""
        said, asked = (lambda: self._word("said")), self._word("asked")
        question = f"Why do you think {asked} did that?"
        answers: tuple[Callable[[], str], ...] = (
            lambda: (
                f"I think {said()} was frightened, because {said()} wanted {said()} to be there, and I didn't see that {said()} was sad."
            ),
            lambda: self.canaries.words("said", 24) + ".",
            lambda: (
                f"My {said()} was angry with {said()} for a week, I suppose. Looking back, {said()} hated {said()} (cries)."
            ),
        )
        return question, answers[number % 3]()

    def talk(self, interviewer: str, participant: str, exchanges: int = 6) -> str:
        """A transcript."""
        lines = []
        for number in range(exchanges):
            question, answer = self._exchange(number)
            lines += [f"{interviewer}: {question}", f"{participant}: {answer}"]
        return "\n".join([*lines, ""])

    def table(self, people: int = 8, each: int = 4) -> str:
        """Rated answers; two questions recur and were put to everybody."""
        questions = [self._exchange(0)[0] for _ in range(2)]
        rows = ["participant,question,answer,rating,id"]
        for person in range(people):
            code = self._word("person")
            for place in range(each):
                answer = self._exchange(person + place)[1]
                rows.append(f'{code},{questions[place % 2]},"{answer}",{(person + place) % 3},{self._word("file")}')
        return "\n".join([*rows, ""])

    def text(self) -> str:
        """Every kind of canary, for a bug to carry."""
        return " ".join(self._word(kind) for kind in ("said", "asked", "note", "label", "person", "file"))

    # ----- runs -----
    def good(self, command: str, *arguments: object, **more: Any) -> Run:
        """A run that does what it is meant for."""
        return self.home.run(command, *arguments, **more)

    def failing(self, command: str, *arguments: object, code: int | None = 1, **more: Any) -> Run:
        """A run that must refuse something."""
        return self.home.run(command, *arguments, why="failing", code=code, **more)

    def bug(self, command: str, *arguments: object, **more: Any) -> Run:
        """A run in which a function of ours fails."""
        return self.home.run(command, *arguments, why="bug", wreck=WRECKS[command], text=self.text(), code=3, **more)

    def make(self) -> None:
        """Everything, in an order in which each finds what it needs."""
        for part in (
            self._scoring,
            self._desk,
            self._worksheets,
            self._after,
            self._exchange_formats,
            self._streams,
            self._learning,
            self._shipped,
        ):
            part()

    def _scoring(self) -> None:
        lab = self.home.lab
        transcripts = self.study / "transcripts"
        transcripts.mkdir(parents=True)
        labels = [self._word("label"), self._word("label")]
        cases = ["[labels]", f'"{labels[0]}" = "interviewer"', f'"{labels[1]}" = "participant"']
        for _ in range(2):
            person = self._word("person")
            for when in ("t1", "t2"):
                name = self._word("file").lower()
                self.files.append(name)
                (transcripts / f"{name}.txt").write_text(self.talk(*labels))
                cases += [f'[files."{name}.txt"]', f'participant = "{person}"', f'timepoint = "{when}"']
        (self.study / "cases.toml").write_text("\n".join([*cases, ""]))
        raters = ["--rater", "anna", "--rater", "ben", "--adjudicator", "cleo"]
        self.bug("init", lab / "never", *raters)
        self.good("init", self.study, *raters, "--control-share", "0", "--protocol", "none")
        self.failing("init", self.study, code=2)
        bad = self._bad_transcripts()
        self.failing("check", self.study, "-v")
        self.failing("check", self.study, "--privacy")
        self.failing("check", self.study, "--privacy", "--show-words", code=2)  # nobody sees it: this is no terminal
        self.failing("score", self.study, "-v")
        self.failing("attest", bad, "--by", "R. Ek, data manager", "--yes")
        self.bug("attest", self.study, "--by", "R. Ek, data manager", "--yes")
        self.good("attest", self.study, "--by", "R. Ek, data manager", "--yes")
        self.good("attest", self.study, "--check")
        self.good("check", self.study, "-v")
        self.good("check", self.study, "--json")
        self.failing("check", bad, "-v")
        self.failing("check", bad, "--json")
        self.bug("check", self.study)
        self.bug("score", self.study)
        self.good("score", self.study, "-v", cold=True)
        self.failing("score", bad, "-o", "results", "-v")
        self.failing("score", bad, "-o", "results", "-v", "--gate", "off")
        self.failing(
            "score", bad, "-o", "results", "--protocol", "aai", "--participant", self._word("label"), code=None
        )
        self._parts(bad)
        self.good(
            "pseudonymise", self.study / "transcripts", "-o", "copies", "--key", self.home.lab / "key.csv", code=None
        )
        self.failing("pseudonymise", bad, "-o", "bad-copies", "--key", "bad-key.csv")
        self.bug("pseudonymise", self.study / "transcripts", "-o", "never", "--key", "never.csv")
        self.good("validate", self.study)
        self.failing("validate", self._bad_documents(), "--json")
        self.failing("validate", self._bad_documents())
        self.bug("validate", self.study)

    def _bad_transcripts(self) -> Path:
        folder = self.home.lab / "bad"
        folder.mkdir()
        said, asked = (lambda: self.canaries.words("said", 5)), (lambda: self.canaries.words("asked", 5))
        name = lambda: self._word("file").lower()  # noqa: E731
        five = "".join(f"{self._word('label')}: {said()}.\n" for _ in range(5)) * 2
        ours = {"schema": "urn:rf-scorer:schema:transcript:1", "turns": said(), said(): said()}
        wrapped = f"I: {asked()}?\nP: {said()} and\n{self._word('label')}: {said()}\nI: {asked()}?\nP: {said()}.\n"
        files: dict[str, str | bytes] = {
            "-1.txt": f"I: {asked()}?\nP: {said()} é\n".encode() + b"\xff\xfe\n",
            "-2.txt": five,
            "-3.txt": f"{said()}.\n{asked()}?\n{said()}.\n",
            "-4.txt": wrapped,
            ".docx": f"PK\x03\x04{said()}",
            ".pdf": f"%PDF-1.7\n1 0 obj\n<< /{said()}",
            ".rtf": f"{{\\rtf1 {said()}",
            ".eaf": f'<?xml version="1.0"?><ANNOTATION_DOCUMENT><{said()}></ANNOTATION_DOCUMENT>',
            ".json": json.dumps(ours),
            ".csv": f"speaker,text,mood\nI,{asked()}?,calm\nP,{said()}, {said()}, {said()},sad\n",
            ".vtt": f"WEBVTT\n\n00:01.000 --> 00:04.000\n{said()}\n\n00:05.000 --> {said()}\n",
            ".cha": f"@Begin\n*PAR:\t{said()}\n%mor: {said()}\n",
            ".srt": f"1\n{said()}\n00:00:01,000 --> 00:00:0\n{said()}\n",
            ".xml": f"<a>{said()}</a>",
        }
        for ending, data in files.items():
            (folder / f"{name()}{ending}").write_bytes(data if isinstance(data, bytes) else data.encode())
        override = name()
        turns = [{"turn": 900, "question": said()}, {"line": 1, said(): True}]
        document = {"schema": "urn:rf-scorer:schema:alignment:1", "protocol": "aai", "note": said(), "turns": turns}
        (folder / f"{override}.txt").write_text(self.talk("I", "P"))
        (folder / f"{override}.align.json").write_text(json.dumps(document))
        return folder

    def _bad_documents(self) -> Path:
        folder = self.home.lab / "documents"
        folder.mkdir(exist_ok=True)
        word = lambda: self.canaries.words("said", 2)  # noqa: E731
        sheet = json.loads(next(self.study.glob("sheets/*.json")).read_text())
        sheet["transcript"][word()] = word()
        sheet["passages"][0]["state"] = word()
        sheet["suggestions"][0]["passage"] = word()
        sheet["provenance"] = {word(): [word()]}
        (folder / "sheet.json").write_text(json.dumps(sheet))
        (folder / "torn.json").write_text(json.dumps(sheet)[:3000])
        (folder / "unknown.json").write_text(json.dumps({"schema": f"urn:rf-scorer:schema:{word()}:1", word(): 1}))
        (folder / "twice.json").write_text(
            f'{{"schema": "urn:rf-scorer:schema:rating:1", "{word()}": 1, "a": 1, "a": "{word()}"}}'
        )
        (folder / "lines.jsonl").write_text(
            f'{{"schema": "urn:rf-scorer:schema:rating:1", "note": "{word()}"}}\n{word()}\n'
        )
        return folder

    def _damaged(self) -> Path:
        """A study beside the other one, one of whose sheets breaks the schema, and whose database is none."""
        other = self.home.lab / "damaged"
        (other / "sheets").mkdir(parents=True)
        (other / "ratings").mkdir()
        for name in ("study.toml", "cases.toml"):
            (other / name).write_bytes((self.study / name).read_bytes())
        for path in self.study.glob("sheets/*.json"):
            sheet = json.loads(path.read_text())
            sheet["transcript"][self.canaries.words("said", 2)] = self._word("said")
            sheet["transcript"]["turns"][0]["text"] += self._word("said")
            (other / "sheets" / path.name).write_text(json.dumps(sheet))
        (other / "ratings" / "desk.sqlite3").write_bytes(
            b"SQLite format 3\0" + self.canaries.words("note", 99).encode()
        )
        return other

    # ----- the desk -----
    def _parts(self, bad: Path) -> None:
        """Parts of all that there is, put together in their own folder and in another."""
        lab, transcripts = self.home.lab, self.study / "transcripts"
        cases = ("--cases", self.study / "cases.toml")
        for number in (1, 2):
            self.failing("score", transcripts, bad, "-o", lab / "parts", *cases, "--shard", f"{number}/2", "-v")
        self.failing("score", transcripts, bad, "-o", lab / "parts", *cases, "--shard", "1/2", code=2)
        self.failing("score", transcripts, "-o", "never", *cases, "--dask", "nowhere", code=2)
        self.failing("merge", lab / "parts", "-o", lab / "joined")
        self.good("score", transcripts, "-o", lab / "whole", *cases, "--shard", "1/1")
        (lab / "whole" / "sheets" / f"{self._word('file')}.json").write_text("{}")
        self.good("merge", lab / "whole")
        self.failing("merge", lab / "whole", code=2)
        self.bug("merge", lab / "whole", "--force")

    def _desk(self) -> None:
        self.bug("review", self.study, "--no-browser")
        damaged = self._damaged()
        self.failing("review", damaged, "--no-browser", code=None)
        for broken in (False, True):
            more = {"why": "bug", "wreck": "rf_scorer.review.room:Room.paper", "text": self.text()} if broken else {}
            job = self.home.begin("review", self.study, "--no-browser", **more)
            links = self._links(job, 3)
            pages = _Browser(links)
            if broken:
                pages.enter("anna")
                status = pages.ask("GET", f"/interviews/{self.files[0]}")
                assert status == 500, status
                pages.nonsense(self, self.files[0])
            else:
                self._rate(pages)
            self.home.interrupt(job)
            run = self.home.end(job)
            assert run.code == 0, run.err.decode()
            assert not broken or b"Forged" in run.err

    def _links(self, job: dict[str, Any], count: int) -> dict[str, str]:
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            found = self.home.told(job, "out").decode().splitlines()
            if len(found) == count and b"The desk is open" in self.home.told(job, "err"):
                return dict(line.split("\t") for line in found)
            time.sleep(0.02)
        raise AssertionError(f"the desk does not open: {self.home.told(job, 'err').decode()}")

    def _note(self) -> str:
        return self.canaries.words("note", 3)

    def _rate(self, pages: _Browser) -> None:
        for rater, finished in (("anna", self.files), ("ben", self.files[:-1])):
            pages.enter(rater)
            assert pages.ask("GET", "/") == 200
            for place, interview in enumerate(finished):
                assert pages.ask("GET", f"/interviews/{interview}") == 200
                assert pages.ask("GET", f"/api/interviews/{interview}") == 200
                units = [*pages.answer["terms"]["ratable"], "overall"]
                for number, unit in enumerate(dict.fromkeys(units)):
                    level = (2 * place + number) % 8 + (3 * (number == 1) if rater == "ben" else 0)
                    draft = judged(level - 1, note=self._note())
                    lock = judged(min(level, 9), note=self._note())
                    pages.send(interview, event("drafted", unit, judgement=draft, after=0))
                    pages.send(interview, event("locked", unit, judgement=lock, after=pages.seq(unit), seconds=20))
                pages.send(interview, event("finished"))
            pages.send(self.files[0], event("reopened", reason=self._note()))
            pages.send(self.files[0], event("finished"))
            pages.nonsense(self, self.files[0])
        pages.enter("cleo")
        assert pages.ask("GET", "/") == 200
        assert pages.ask("GET", f"/adjudication/{self.files[0]}") == 200
        assert pages.ask("GET", f"/api/adjudication/{self.files[0]}") == 200
        differing = pages.answer["disagreements"][0]["unit"]
        body = {"level": 5, "unratable": None, "note": self._note(), "code": "guide_gap", "by": "third"}
        pages.send(self.files[0], event("adjudicated", differing, **body), where="adjudication")
        pages.nonsense(self, self.files[0])

    def _worksheets(self) -> None:
        last = self.files[-1]
        self.good("worksheet", self.study, "--rater", "ben")
        self.failing("worksheet", self.home.lab / "damaged", code=None)
        self.bug("worksheet", self.study, "--rater", "ben", "-o", "elsewhere")
        returned = self.home.lab / "returned"
        returned.mkdir()
        sheet = json.loads((self.study / "sheets" / f"{last}.json").read_text())
        units = [*(passage["id"] for passage in sheet["passages"]), "overall"]
        events = [
            {
                **event("locked", unit, judgement=judged(3, note=self._note()), after=0, seconds=20),
                "at": f"2026-11-29T10:00:{place:02}.000Z",
            }
            for place, unit in enumerate(units)
        ]
        data = (self.study / "sheets" / f"{last}.json").read_bytes()
        document = {
            "schema": returns.SCHEMA,
            "study": Study.open(self.study).id,
            "interview": last,
            "rater": "ben",
            "worksheet": "",
            "source_sha256": sheet["transcript"]["source"]["sha256"],
            "sheet_sha256": _digest(data),
            "went_on_from": None,
            "program": "0.1.0",
            "saved_at": "2026-11-29T11:00:00.000Z",
            "events": events,
        }
        keys = ("study", "interview", "rater", "source_sha256", "sheet_sha256", "went_on_from")
        document["worksheet"] = returns.worksheet_id(**{key: document[key] for key in keys})  # type: ignore[arg-type]
        forged = {**document, "rater": self._word("note"), "saved_at": self._note()}
        extra = {**document, self._note(): self._note(), "events": [{**events[0], "kind": self._note()}]}
        (returned / "ben.rating.json").write_text(jsonio.dumps({**document, "check": checksum(document)}))
        bad = self.home.lab / "returned-badly"
        bad.mkdir()
        for number, one in enumerate((forged, extra)):
            (bad / f"{number}.rating.json").write_text(jsonio.dumps({**one, "check": checksum(one)}))
        (bad / "2.rating.json").write_text(f"{{{self._note()}")
        (bad / "3.rating.json").write_text(jsonio.dumps({**document, "check": self._note()}))
        self.good("collect", self.study, returned, cold=True)
        self.failing("collect", self.study, bad)
        self.failing("collect", self.study, bad, "--json")
        self.bug("collect", self.study, returned)

    def _after(self) -> None:
        study, damaged = self.study, self.home.lab / "damaged"
        self.good("ratings", "status", study)
        self.good("ratings", "status", study, "--json")
        self.good("ratings", "export", study, "-o", study / "exports" / "with")
        self.good("ratings", "export", study, "--no-notes", "-o", study / "exports" / "without")
        self.failing("ratings", "export", damaged, code=None)
        self.bug("ratings", "status", study)
        table = self.home.lab / "groups.csv"
        people = sorted(
            {
                line.split('"')[1]
                for line in (study / "cases.toml").read_text().splitlines()
                if line.startswith("participant")
            }
        )
        table.write_text(
            "participant,group\n" + "".join(f"{person},{'ab'[place % 2]}\n" for place, person in enumerate(people))
        )
        badly = self.home.lab / "badly.csv"
        badly.write_text(f"participant,group\n{self._word('person')},a,{self.canaries.words('said', 3)}\n,b\n")
        headless = self.home.lab / "headless.csv"
        headless.write_text("".join(f"{self._word('person')},{self.canaries.words('said', 6)}\n" for _ in range(40)))
        for command in ("agree", "change"):
            assumed = ("--reliability", "0.8", "-v") if command == "change" else ()
            self.good(command, study, *assumed)
            self.good(command, study, *assumed, "--report", "report.html", "-o", "report.json")
            self.good(command, study / "exports" / "with", *assumed)
            self.failing(command, damaged, code=None)
            self.failing(command, headless, "--scale", "-1:9", code=None)
            self.bug(command, study, *assumed)
        self.good("plan", "make", study, "--double", "0.5", "--keep-begun", "--groups", table, "--by", "group")
        self.good("plan", "make", study, "--force", "--keep-begun", "--codes")
        self.good("plan", "show", study)
        self.good("plan", "show", study, "--json")
        self.failing("plan", "make", study, "--force", "--groups", badly, "--by", "group", code=None)
        self.failing("plan", "make", study, "--force", "--groups", headless, "--by", "group", code=None)
        self.bug("plan", "show", study)
        self.good("report", study, "--report", study / "report.html", "-o", "report.json", "--groups", table)
        self.failing("report", damaged, code=None)
        self.failing("report", study, "--force", "--groups", badly, code=None)
        self.bug("report", study, "--force")

    def _exchange_formats(self) -> None:
        study = self.study
        everything = [part for name in (*_READ_BACK, "csv", "xlsx", "sav", "rsmeval", "qdc") for part in ("--to", name)]
        self.good("export", study, *everything, "-o", self.home.lab / "out-all", "--with-suggestions")
        tables = [part for name in ("csv", "xlsx", "sav", "rsmeval", "qdc") for part in ("--to", name)]
        self.good("export", study, *tables, "--no-text", "-o", self.home.lab / "out-tables", "--with-suggestions")
        self.failing("export", self.home.lab / "damaged", "--to", "csv", code=None)
        self.bug("export", study, "--to", "csv", "-o", "never")
        tasks = self.home.lab / "out-all" / "labelstudio" / "tasks.json"
        given_back = json.loads(tasks.read_text())
        for task in given_back:
            task["annotations"] = [{"id": 1, "completed_by": 7, "result": task.pop("predictions")[0]["result"]}]
        tasks.write_text(json.dumps(given_back))
        for name in _READ_BACK:
            self.good(
                "import", self.home.lab / "out-all" / name, "--from", name, "--study", study, "-o", f"edited-{name}"
            )
        edited = self.home.lab / "edited"
        edited.mkdir()
        for path in (self.home.lab / "out-all" / "brat").iterdir():
            (edited / path.name).write_bytes(path.read_bytes() + self._word("said").encode())
        self.failing("import", edited, "--from", "brat", "--study", study, "-o", "edited")
        for name in ("qdpx", "labelstudio", "doccano", "prodigy"):
            path = self.home.lab / f"torn-{name}.{ {'qdpx': 'qdpx', 'labelstudio': 'json'}.get(name, 'jsonl') }"
            path.write_text(
                json.dumps([{"text": self.canaries.words("said", 4), self.canaries.words("said", 2): 1}])[
                    : -9 if name == "prodigy" else None
                ]
            )
            self.failing("import", path, "--from", name, "--study", study, "-o", "edited", code=None)
        self.bug("import", self.home.lab / "out-all" / "brat", "--from", "brat", "--study", study, "-o", "edited")

    def _streams(self) -> None:
        for command, keys in (("highlight", ("text", "question")), ("rate", ("answer", "question"))):
            exchanges = [self._exchange(number) for number in range(3)]
            lines = [
                json.dumps({"id": number, keys[0]: answer, keys[1]: question})
                for number, (question, answer) in enumerate(exchanges)
            ]
            word = self.canaries.words("said", 2)
            wrong = [
                json.dumps({"id": 1, keys[0]: [word], keys[1]: word, word: 1}),
                f"{{{word}",
                json.dumps({"id": {word: word}, keys[0]: word, "question_id": word, "participant": [word]}),
                f'{{"id": 1, "{word}": 1, "{word}": 2}}',
            ]
            self.good(
                command, *(("--jobs", "2") if command == "rate" else ("--flush",)), stdin="\n".join(lines).encode()
            )
            self.failing(command, stdin="\n".join(wrong).encode() + b"\n\xff" + word.encode())
            self.bug(command, stdin="\n".join(lines).encode())

    def _learning(self) -> None:
        lab = self.home.lab
        good, bad = lab / "ratings.csv", lab / "bad-ratings.csv"
        good.write_text(self.table())
        rows = good.read_text().splitlines()
        rows[3] = rows[3].rpartition(",")[0].rpartition(",")[0] + f",{self._word('said')},{self._word('file')}"
        rows[4] = f"{self._word('said')},{rows[4]}"
        bad.write_text("\n".join(rows))
        small = ("--scale", "0:2", "--folds", "2", "--warm-start", "none")
        self.good(
            "evaluate",
            good,
            *small,
            "--quick",
            "-v",
            "--report",
            "report.html",
            "-o",
            "report.json",
            "--predictions",
            "predictions.csv",
        )
        self.good("train", good, *small, "--no-evaluation", "-o", "our-model", "--least-people", "2")
        for command, more in (("evaluate", ("--quick",)), ("train", ("-o", "never"))):
            self.failing(command, bad, *small, *more)
            self.failing(command, lab / "headless.csv", *small, *more, code=None)
            self.bug(command, good, *small, *more, *(["--no-evaluation"] if command == "train" else []))

    def _shipped(self) -> None:
        lab = self.home.lab
        lines = [
            json.dumps(
                {
                    "question": question,
                    "answer": answer,
                    "rating": number % 10,
                    "participant": self._word("person"),
                    "id": self._word("file"),
                }
            )
            for number, (question, answer) in enumerate(self._exchange(number) for number in range(12))
        ]
        (lab / "own.jsonl").write_text("\n".join([*lines, ""]))
        (lab / "own-badly.jsonl").write_text(
            "\n".join([lines[0], lines[1][:-9], json.dumps({self.canaries.words("said", 2): 1})])
        )
        small = ("--set-size", "4", "--sets", "2", "--print-links")
        self.good("practice", "own", "--exemplars", lab / "own.jsonl", *small)
        self._practise()
        self.failing("practice", "own", "--exemplars", lab / "own-badly.jsonl", *small, code=None)
        self.bug("practice", "own", *small)
        protocol = lab / "protocol.toml"
        protocol.write_text(f'id = "{self._word("asked")}"\n{self._word("asked")} = [\n')
        for command, arguments, wrong in (
            ("protocols", ("list",), ("check", protocol)),
            ("guides", ("list",), ("show", "none-of-ours")),
            ("models", ("list",), ("show", "none-of-ours")),
            ("schema", (), ("none-of-ours",)),
            ("completion", ("bash",), ("none-of-ours",)),
        ):
            self.good(command, *arguments)
            self.failing(command, *wrong, code=None)
            self.bug(command, *arguments)
        self.good("demo", "-q", code=None)
        self.failing("demo", "--language-model", "none-of-ours", code=None)
        self.home.run("demo", why="bug", wreck=WRECKS["demo"], text=self.text(), code=None)

    def _practise(self) -> None:
        folder = self.home.lab / "practice"
        job = self.home.begin(
            "practice",
            folder,
            "--exemplars",
            self.home.lab / "own.jsonl",
            "--set-size",
            "4",
            "--sets",
            "2",
            "--no-browser",
        )
        pages = _Browser(self._links(job, 1))
        pages.enter("me")
        assert pages.ask("GET", "/") == 200
        assert pages.ask("GET", "/interviews/set-01") == 200
        assert pages.ask("GET", "/api/interviews/set-01") == 200
        unit = pages.answer["terms"]["ratable"][0]
        pages.send("set-01", event("locked", unit, judgement=judged(3, note=self._note()), after=0, seconds=20))
        pages.send("set-01", event("revealed", unit, after=pages.seq(unit)))
        pages.nonsense(self, "set-01")
        self.home.interrupt(job)
        assert self.home.end(job).code == 0


class _Browser:
    """Raters at the desk."""

    def __init__(self, links: dict[str, str]) -> None:
        self.links = links
        self.port = int(re.search(r":(\d+)/", next(iter(links.values())))[1])  # type: ignore[index]
        self.headers: dict[str, str] = {}
        self.answer: Any = None

    def ask(self, method: str, path: str, document: Any = None, *, body: bytes | None = None) -> int:
        host = f"127.0.0.1:{self.port}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        sent = {"Host": host, "Origin": f"http://{host}", "Content-Type": "application/json", **self.headers}
        connection.request(
            method, path, body=json.dumps(document) if body is None and document is not None else body, headers=sent
        )
        answer = connection.getresponse()
        data = answer.read()
        self.cookie = answer.headers.get("Set-Cookie", "").partition(";")[0]
        connection.close()
        self.answer = (
            json.loads(data) if answer.headers.get("Content-Type", "").startswith("application/json") else data
        )
        return answer.status

    def enter(self, rater: str) -> None:
        self.headers = {}
        token = self.links[rater].partition("#")[2]
        assert self.ask("POST", "/enter", {"token": token}) == 204
        self.headers = {"Cookie": self.cookie, CSRF_HEADER: csrf(token)}

    def send(self, interview: str, *events: Any, where: str = "interviews") -> None:
        status = self.ask("POST", f"/api/{where}/{interview}/events", {"events": [*events]})
        assert status == 200, (status, self.answer)

    def seq(self, unit: str) -> int:
        """What the page knows of a unit, by the last answer."""
        return int(self.answer["ledger"]["units"][unit]["seq"])

    def nonsense(self, world: World, interview: str) -> None:
        """What a page that is broken, or somebody at a keyboard, may send."""
        note = world.canaries.words("note", 2)
        word = note.split()[0]
        for path in (
            f"/interviews/{word}",
            f"/api/interviews/{interview}?{word}=1",
            f"/{word}",
            f"/guides/{word}",
            f"/static/{word}",
        ):
            self.ask("GET", path)
        where = f"/api/interviews/{interview}/events"
        for document in (
            {"events": [{note: note}]},
            {"events": [event(word, note, judgement=note)]},
            {"events": [event("locked", word, judgement=judged(99, note=note), after=0)]},
            {note: [note]},
        ):
            assert self.ask("POST", where, document) >= 400
        assert self.ask("POST", where, body=f'{{"events": [{note}'.encode()) >= 400
        assert self.ask("POST", where, body=b"\xff\xfe" + note.encode()) >= 400


def _digest(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()
