"""Everything in rf_scorer that reads what somebody else has written, each as a function of bytes.

A list of small functions, one below the other: it is long because there is much that reads, and is looked up, not read.
"""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from hostility import seeds
from rf_scorer import documents, jsonio, protocols, validation
from rf_scorer.domain import Level, Scale
from rf_scorer.domain.rating import Assistance
from rf_scorer.errors import DataError, RfScorerError, UnreadableFile
from rf_scorer.exchange.fitting import fit
from rf_scorer.exchange.formats import format_of
from rf_scorer.exchange.matching import spans_document
from rf_scorer.exchange.material import Material, Options
from rf_scorer.protocols import override, tomlfile
from rf_scorer.rating import modelfile
from rf_scorer.rating.overall import modelfile as overallfile
from rf_scorer.review import exemplars, returns
from rf_scorer.review.case import terms_of
from rf_scorer.review.events import parse
from rf_scorer.review.seal import CHECK, checksum
from rf_scorer.review.store import Store
from rf_scorer.study import settings
from rf_scorer.study.casemap import CaseMap
from rf_scorer.study.planning.document import read_plan
from rf_scorer.study.privacy.attestation import SUFFIX, read_attestation
from rf_scorer.study.pseudonymising.key import Entry, Key
from rf_scorer.study.ratings.columns import Wanted
from rf_scorer.study.ratings.reading import RatingRules
from rf_scorer.study.ratings.reading import read as read_ratings
from rf_scorer.study.reporting.facts import facts_of
from rf_scorer.study.running.summary import described
from rf_scorer.transcripts.decoding import decode
from rf_scorer.transcripts.detection import readers as installed
from rf_scorer.transcripts.document import Document, ReadOptions
from rf_scorer.transcripts.margins import margins, pictures
from rf_scorer.transcripts.readers.archive import open_archive, peek, read_member
from rf_scorer.transcripts.readers.safexml import parse_xml
from rf_scorer.transcripts.reading import read_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["Target", "targets"]

#: Shares of a campaign: how often a target is drawn beside the others. What is slow is drawn less.
_FAST, _USUAL, _SLOW = 30, 10, 3
_STUDY = "st-0123456789ab"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Something that reads.

    Attributes
    ----------
    name : str
    kind : str
        How its input is spoilt: one of ``hostility.mutations.KINDS``.
    seeds : tuple of bytes
    run : callable
        ``run(data, number)`` reads; may raise ``RfScorerError`` and nothing else. The number of the input chooses among options.
    share : int
    """

    name: str
    kind: str
    seeds: tuple[bytes, ...]
    run: Callable[[bytes, int], None]
    share: int = _USUAL


def targets(folder: Path) -> tuple[Target, ...]:
    """Every target.

    Parameters
    ----------
    folder : Path
        An empty folder, best in memory, for what is read by its path.
    """
    return (
        *_readers(),
        *_ground(),
        *_documents(),
        *_by_path(folder),
        *_models(folder),
        *_tables(folder),
        *_tools(),
        _stream(
            "highlight-request",
            b'{"id": 1, "text": "I think the zwickelmond knew."}\n{"id": "b", "question": "Why?", "text": "Because."}\n',
        ),
        _stream(
            "rate-request", b'{"id": 1, "question": "Why did she?", "answer": "I think the zwickelmond was sad."}\n'
        ),
    )


# --- transcripts -------------------------------------------------------------------------------------------------------


def _options(number: int, reader: str) -> ReadOptions:
    return ReadOptions(
        format=reader if number % 2 else None,
        tracked_changes=("refuse", "accept", "reject")[number // 2 % 3],
        comments=("refuse", "drop")[number // 6 % 2],
        encoding=("cp1252", "utf-8", "utf-16")[number // 12 % 3] if number % 11 == 0 else None,
    )


def _readers() -> Iterator[Target]:
    named = {"csv": "table", "tsv": "table", "xlsx": "table", "fodt": "odt"}
    assert {named.get(name, name) for name in seeds.readers()} == set(installed())

    for name, (file, kind, found) in seeds.readers().items():
        reader = named.get(name, name)

        def run(data: bytes, number: int, file: str = file, reader: str = reader) -> None:
            document = Document(file, data)
            transcript = read_document(document, options=_options(number, reader))
            if number % 3 == 0:
                # What stands beside the interview is looked through of every file that was taken.
                margins(document, transcript)
                pictures(document)
            if number % 5 == 0:
                # What is taken must also be fit to be written down.
                _sound(documents.transcript_document(transcript))

        share = _SLOW if name in {"xlsx", "pdf"} else _USUAL
        yield Target(name=f"reader {name}", kind=kind, seeds=tuple(found), run=run, share=share)


def _sound(document: Any) -> None:
    found = validation.faults(document)
    if found:
        raise AssertionError(f"what was read breaks its own schema at {found[0].path} ({found[0].rule})")


# --- what readers stand on ---------------------------------------------------------------------------------------------


def _ground() -> Iterator[Target]:
    made = seeds.readers()
    zips = (*made["docx"][2][:2], *made["odt"][2][:1])
    xml = (*made["elan"][2], *made["fodt"][2])
    texts = (*made["text"][2], *made["csv"][2])

    def archive(data: bytes, _: int) -> None:
        peek(data)
        with open_archive(data, "seed.zip") as opened:
            for member in opened.namelist():
                with contextlib.suppress(UnreadableFile):
                    read_member(opened, member, "seed.zip")

    def decoding(data: bytes, number: int) -> None:
        decode(data, encoding=(None, None, "utf-8", "cp1252", "utf-16-le", "utf-7")[number % 6])

    yield Target(name="zip container", kind="zip", seeds=zips, run=archive, share=_FAST)
    yield Target(
        name="xml", kind="xml", seeds=xml, run=lambda data, _: void(parse_xml(data, where="seed.xml")), share=_FAST
    )
    yield Target(name="decoding", kind="lines", seeds=texts, run=decoding, share=_FAST)


def void(_: object) -> None:
    """Forget a result."""


# --- documents ---------------------------------------------------------------------------------------------------------


def _documents() -> Iterator[Target]:
    everything = tuple(data for name in validation.schema_names() for data in seeds.valid(name))
    yield Target(
        name="json",
        kind="json",
        seeds=everything,
        run=lambda data, _: void(jsonio.loads(data, where="seed.json")),
        share=_FAST,
    )
    for name in validation.schema_names():
        found = tuple(seeds.valid(name))
        if not found:
            continue

        keyless = '"urn:' not in found[0].decode()

        def run(data: bytes, number: int, name: str = name, keyless: bool = keyless) -> None:
            # By its name in one of two, by what the document says of itself in the other.
            for located in validation.validate_text(
                data, "seed.json", name=name if number % 2 or keyless else None, lines=number % 7 == 0
            ):
                if located.faults:
                    raise DataError(" ".join(located.lines))
            document = jsonio.loads(data)
            _used(document, name)

        yield Target(
            name=f"schema {name}", kind="json", seeds=found, run=run, share=_FAST if len(found[0]) < 1500 else _USUAL
        )


def _used(document: Any, name: str) -> None:
    """A document without faults must do whatever is done with such documents."""
    if validation.faults(document, name):
        return
    if name == "rating-sheet":
        _material({document["transcript"]["id"]: document})
        facts_of(document)
        described(document, file="x", status="done")
        terms_of(document, Assistance(), practice=False)
    elif name == "rating":
        back = documents.rating_from_document if document["kind"] == "rater" else documents.consensus_from_document
        back(document)
    elif name == "transcript":
        documents.turns_from_document(document)


# --- read by path ------------------------------------------------------------------------------------------------------


def _by_path(folder: Path) -> Iterator[Target]:
    transcript = read_document(Document("seed.txt", seeds.readers()["text"][2][0]))
    protocol = protocols.load("aai")
    side, talk = folder / "seed.align.json", folder / "seed.txt"

    def align(data: bytes, number: int) -> None:
        side.write_bytes(data)
        found = override.find_override(talk)
        assert found is not None
        override.decide(found, transcript, protocol if number % 2 else None)

    asked = [question.id for question in protocol.questions[:2]]
    whole = jsonio.dumps(
        {
            "schema": "urn:rf-scorer:schema:alignment:1",
            "turns": [{"turn": 0, "question": asked[0], "also": asked[1:]}, {"line": 3, "exclude": True}],
        }
    )
    if validation.faults(jsonio.loads(whole), "alignment"):
        raise AssertionError("the seed of an alignment is not valid")
    yield Target(
        name="override", kind="json", seeds=(whole.encode(), *seeds.valid("alignment")), run=align, share=_FAST
    )

    def path_of(name: str, read: Callable[[Path], object]) -> Callable[[bytes, int], None]:
        path = folder / name

        def run(data: bytes, _: int) -> None:
            path.write_bytes(data)
            read(path)

        return run

    def protocol_file(path: Path) -> None:
        tomlfile.check(path)
        tomlfile.read(path)

    given = tuple(seeds.valid("attestation"))
    bound = [jsonio.loads(data)["sha256"] for data in given]

    def attestation(data: bytes, number: int) -> None:
        (folder / f"seed.txt{SUFFIX}").write_bytes(data)
        read_attestation(talk, sha256=bound[number % len(bound)])

    yield _database(folder)
    yield Target(name="attestation", kind="json", seeds=given, run=attestation)
    yield Target(name="key of codes", kind="lines", seeds=(_key(folder),), run=path_of("key.csv", Key.read))
    yield Target(
        name="protocol",
        kind="toml",
        seeds=tuple(map(_as_toml, seeds.valid("protocol"))),
        run=path_of("p.toml", protocol_file),
    )
    yield Target(
        name="study.toml",
        kind="toml",
        seeds=tuple(map(_as_toml, seeds.valid("study"))),
        run=path_of("study.toml", settings.read),
        share=_FAST,
    )
    cases = b'[labels]\n"Speaker 1" = "interviewer"\nP = "participant"\n\n[files."a/1.docx"]\nparticipant = "P1"\ntimepoint = "t2"\nlabels = { "MK" = "other" }\n'
    yield Target(
        name="table of cases", kind="toml", seeds=(cases,), run=path_of("cases.toml", CaseMap.load), share=_FAST
    )
    plans = tuple(seeds.valid("plan"))
    yield Target(
        name="plan",
        kind="json",
        seeds=plans,
        run=path_of("plan.json", lambda path: read_plan(path, study=jsonio.loads(plans[0])["study"])),
    )

    def returned(data: bytes, number: int) -> None:
        path = folder / "seed.rating.json"
        # A change by hand is told by the checksum: what lies behind it is only reached where the change was sealed again.
        with contextlib.suppress(Exception):
            document = jsonio.loads(data)
            if number % 3:
                document["worksheet"] = returns.worksheet_id(
                    **{
                        key: document[key]
                        for key in ("study", "interview", "rater", "source_sha256", "sheet_sha256", "went_on_from")
                    }
                )
                document[CHECK] = checksum(document)
                data = jsonio.dumps(document).encode()
        path.write_bytes(data)
        returns.read(path, now=datetime(2099, 1, 1, tzinfo=UTC), any_clock=number % 2 == 0)

    yield Target(name="worksheet return", kind="json", seeds=tuple(seeds.return_document()), run=returned)
    answers = b"".join(
        b'{"question": "Why?", "answer": "Because the zwickelmond knew it, %d.", "rating": %d, "id": "a%d", "participant": "p", "role": "demand"}\n'
        % (n, n, n)
        for n in range(3)
    )
    exemplars.read()
    shipped = exemplars.read
    yield Target(
        name="practice answers",
        kind="jsonl",
        seeds=(answers,),
        run=path_of("answers.jsonl", _practice(shipped)),
        share=_SLOW,
    )


def _database(folder: Path) -> Target:
    """What raters entered: a database that something has written into."""
    made, path = folder / "made.sqlite3", folder / "desk.sqlite3"
    events = [
        parse(
            {
                "id": f"{number:08x}-0000-4000-8000-000000000000",
                "kind": "drafted",
                "unit": f"p{number:02}",
                "at": "2026-11-30T10:00:00.000Z",
                "body": {"judgement": {"level": 4, "note": "The zwickelmond decides it."}, "after": 0},
            },
            rater="anna",
            interview="talk",
        )
        for number in range(1, 9)
    ]
    with Store.open(made, study=_STUDY) as store:
        store.record("anna", "talk", events, judge=lambda *_: None)

    def run(data: bytes, number: int) -> None:
        for beside in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + beside).unlink(missing_ok=True)
        path.write_bytes(data)
        with Store.open(path, study=_STUDY) as store:
            if number % 2:
                store.check()
            void(store.events())
            void(store.standings())
            void(store.progress("anna"))

    return Target(name="database of ratings", kind="bytes", seeds=(made.read_bytes(),), run=run, share=_SLOW)


def _key(folder: Path) -> bytes:
    """A key as the program writes it."""
    made = Key(path=folder / "made.csv")
    made.write([Entry(kind="person", original="Zwickelmond", code="Person 1")], {"seed": "file-1"})
    return made.path.read_bytes()


def _practice(read: Callable[..., Any]) -> Callable[[Path], object]:
    # The answers that ship are read anew each time; here once is enough.
    known = read()
    exemplars.read = lambda path=None: known if path is None else read(path)  # type: ignore[assignment]
    return read


def _as_toml(data: bytes) -> bytes:
    return (_table(jsonio.loads(data), ())).encode()


def _table(value: dict[str, Any], path: tuple[str, ...]) -> str:
    plain = {key: inner for key, inner in value.items() if not isinstance(inner, dict) and not _is_tables(inner)}
    text = "".join(f"{key} = {_literal(inner)}\n" for key, inner in plain.items() if inner is not None)
    for key, inner in value.items():
        below = (*path, key)
        if isinstance(inner, dict):
            text += f"\n[{'.'.join(below)}]\n{_table(inner, below)}"
        elif _is_tables(inner):
            text += "".join(f"\n[[{'.'.join(below)}]]\n{_table(one, below)}" for one in inner)
    return text


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _literal(value: Any) -> str:
    return jsonio.dumps_line(value)


# --- models ------------------------------------------------------------------------------------------------------------


def _models(folder: Path) -> Iterator[Target]:
    from rf_scorer import resources

    def model(data: bytes, _: int) -> None:
        (folder / modelfile.FILE).write_bytes(data)
        modelfile.read(folder, where="model")

    def overall(data: bytes, _: int) -> None:
        (folder / overallfile.FILE).write_bytes(data)
        overallfile.read(folder, where="overall")

    yield Target(name="model file", kind="json", seeds=(seeds.model_document(),), run=model)
    shipped = (resources.folder("models") / "rf_passage" / overallfile.FILE).read_bytes()
    yield Target(name="overall model", kind="json", seeds=(shipped,), run=overall)


# --- tables of ratings -------------------------------------------------------------------------------------------------


def _tables(folder: Path) -> Iterator[Target]:
    rules = RatingRules(
        scale=Scale(id="own", levels=tuple(Level(value=level) for level in range(3))), allow_between=True
    )
    for name, (file, kind, found) in seeds.tables().items():
        path = folder / f"ratings-{file}"

        def run(data: bytes, number: int, path: Path = path) -> None:
            path.write_bytes(data)
            wanted = Wanted(id="none") if number % 2 else Wanted()
            read_ratings(path, wanted, rules, encoding="cp1252" if number % 13 == 0 else None)

        yield Target(name=name, kind=kind, seeds=tuple(found), run=run, share=_SLOW if "xlsx" in name else _USUAL)


# --- other tools -------------------------------------------------------------------------------------------------------


def _material(sheets: dict[str, Any]) -> Material:
    made = Material(study=_STUDY, title="A", sheets=sheets)
    for talk in made.talks.values():
        void(talk.turns)
    return made


@cache
def _exported() -> Material:
    sheets = [jsonio.loads(data) for data in seeds.valid("rating-sheet")]
    return _material({sheet["transcript"]["id"]: sheet for sheet in sheets})


def _tools() -> Iterator[Target]:
    material = _exported()
    for name in ("qdpx", "labelstudio", "doccano", "prodigy", "brat"):
        found = format_of(name)
        written = found.writes(material, Options(suggestions=True))
        given = _given_back(name, written)
        if name == "brat":
            text, marks = given["seed.txt"], given["seed.ann"]
            yield Target(
                name="import brat",
                kind="lines",
                seeds=(marks,),
                run=_back(name, lambda data, text=text: {"seed.txt": text, "seed.ann": data}),
            )
            yield Target(
                name="import brat text",
                kind="lines",
                seeds=(text,),
                run=_back(name, lambda data, marks=marks: {"seed.txt": data, "seed.ann": marks}),
            )
            continue
        (file, data), *_ = given.items()
        kind = {"qdpx": "zip", "labelstudio": "json"}.get(name, "jsonl")
        yield Target(
            name=f"import {name}", kind=kind, seeds=(data,), run=_back(name, lambda data, file=file: {file: data})
        )


def _given_back(name: str, written: Any) -> dict[str, bytes]:
    """What a tool would give back after nobody has changed anything."""
    if name == "qdpx":
        return {"seed.qdpx": next(data for path, data in written.items() if path.endswith(".qdpx"))}
    if name == "labelstudio":
        tasks = jsonio.loads(written["tasks.json"])
        done = [
            task | {"annotations": [{"completed_by": 1, "result": task["predictions"][0]["result"]}]} for task in tasks
        ]
        return {"seed.json": jsonio.dumps(done).encode()}
    if name == "brat":
        text = next(data for path, data in written.items() if path.endswith(".txt"))
        return {"seed.txt": text, "seed.ann": next(data for path, data in written.items() if path.endswith(".ann"))}
    return {"seed.jsonl": next(data for path, data in written.items() if path.endswith(".jsonl"))}


def _back(name: str, files: Callable[[bytes], dict[str, bytes]]) -> Callable[[bytes, int], None]:
    reads = format_of(name).reads
    assert reads is not None
    material = _exported()

    def run(data: bytes, _: int) -> None:
        for returned in reads(files(data), material):
            _sound(spans_document(fit(returned, material), material, tool=name, sheet_sha256="e" * 64, provenance={}))

    return run


# --- streams -----------------------------------------------------------------------------------------------------------


def _stream(schema: str, seed: bytes) -> Target:
    from rf_scorer.cli.streams import Records
    from rf_scorer.study.running.records import Task

    task = Task(model=None if schema == "highlight-request" else "rf_passage")

    def run(data: bytes, _: int) -> None:
        told = io.StringIO()
        with contextlib.redirect_stderr(told):
            stream, records = Records([io.BytesIO(data)], task, most=64), []
            while (taken := stream.take(wait=True)) is not None:
                records += taken
        if told.getvalue():
            raise DataError(told.getvalue())
        for record in records:
            jsonio.dumps_line(record).encode()

    return Target(name=f"stream {schema}", kind="jsonl", seeds=(seed,), run=run, share=_FAST)


def error_of(target: Target, data: bytes, number: int) -> RfScorerError | None:
    """Run a target; None where the input was taken."""
    try:
        target.run(data, number)
    except RfScorerError as error:
        return error
    return None
