"""The Python API: the same results as the command's, in the shapes of the schemas, and errors that a program can act on."""

from __future__ import annotations

import inspect
import json
import pickle
import subprocess
import sys
import textwrap
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import rf_scorer
from rf_scorer import cli, validation
from rf_scorer.errors import InvalidDocument, OutputExists, RfScorerError, SpeakerError, UnknownName, UnreadableFile
from rf_scorer.scorer import Scorer
from rf_scorer.study.choices import Choices
from rf_scorer.study.running import work

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "zwickelmond"
TALK = (
    "I: What was it like at home?\n"
    f"P: It was loud, and I think my brother hated it more than I did, he called it the {SECRET}.\n"
    "I: Why do you think he hated it?\n"
    "P: Because he wanted to be left alone, and nobody noticed that he was frightened.\n"
)
NAMES = {
    "BatchResult",
    "DataError",
    "RfScorerError",
    "Scored",
    "Scorer",
    "UsageError",
    "__version__",
    "errors",
    "score",
    "score_folder",
}
METHODS = {
    "highlight": ("text", "question"),
    "highlight_many": ("records", "jobs", "refused"),
    "iterate": ("paths", "jobs", "ids"),
    "load": (),
    "provenance": None,
    "rate": ("question", "answer", "question_id"),
    "rate_many": ("records", "jobs", "refused"),
    "score": ("source",),
    "score_folder": ("paths", "out", "jobs", "pages", "force", "resume", "ids"),
    "score_text": ("text", "name"),
}
CHOICES = (
    "protocol", "model", "language_model", "gate", "pseudonyms", "participant", "interviewer", "speakers", "cases", "format", "encoding",
    "tracked_changes", "comments", "text_column", "speaker_column",
)  # fmt: skip


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    """One for all tests, as a program would have it."""
    return Scorer()


@pytest.fixture(scope="module")
def interviews(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three interviews, and a file that is none between them; tests only read them."""
    folder = tmp_path_factory.mktemp("interviews")
    for number in (1, 2, 4):
        (folder / f"p{number}.txt").write_text(TALK * number)
    (folder / "p3.txt").write_text(f"There is nobody who says {SECRET}.\n")
    return folder


@pytest.fixture(scope="module")
def written(interviews: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the command makes of them."""
    out = tmp_path_factory.mktemp("written") / "out"
    with pytest.raises(SystemExit):
        cli.main(["score", str(interviews), "-o", str(out), "-q"])
    return out


def _sheet(written: Path, name: str) -> Any:
    return json.loads((written / "sheets" / f"{name}.json").read_text("utf-8"))


def test_the_names_are_these() -> None:
    """What a program may call is pinned: names, methods and their parameters change on purpose only."""
    assert set(rf_scorer.__all__) == NAMES
    assert {name for name in dir(rf_scorer) if not name.startswith("__")} == NAMES - {"__version__"}
    assert all(getattr(rf_scorer, name) is not None for name in NAMES)
    public = {name: found for name, found in vars(Scorer).items() if not name.startswith("_")}
    shown = {
        name: tuple(inspect.signature(found).parameters)[1:] if callable(found) else None
        for name, found in public.items()
    }
    assert shown == METHODS
    assert tuple(inspect.signature(Scorer).parameters) == CHOICES
    with pytest.raises(AttributeError, match="no attribute"):
        rf_scorer.scores  # noqa: B018


def test_the_short_cuts_take_what_the_scorer_takes() -> None:
    """Each choice of the class stands, with its type, in what the functions take, and is documented."""
    taken = {name: found.__forward_arg__ for name, found in Choices.__annotations__.items()}
    assert taken == {name: found.annotation for name, found in inspect.signature(Scorer).parameters.items()}
    assert all(name in (Scorer.__doc__ or "") for name in CHOICES)


def test_nothing_heavy_is_loaded_by_the_import() -> None:
    """``import rf_scorer`` loads neither spaCy nor numpy; the errors can be had without them."""
    code = (
        "import sys, rf_scorer; rf_scorer.errors.DataError; rf_scorer.RfScorerError; dir(rf_scorer); "
        "print({'spacy', 'numpy', 'click', 'rf_scorer.scorer'} & set(sys.modules))"
    )
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert made.stdout.strip() == "set()"


def test_a_file_gets_the_sheet_that_the_command_writes(scorer: Scorer, interviews: Path, written: Path) -> None:
    """By the class, the function, and of text or bytes at hand: the same document, valid, and nothing is written beside the file."""
    path = interviews / "p1.txt"
    before = sorted(interviews.iterdir())
    expected = _sheet(written, "p1")
    assert scorer.score(path) == expected
    assert rf_scorer.score(str(path)) == expected
    assert scorer.score_text(path.read_bytes(), name="p1.txt") == expected
    assert scorer.score_text(path.read_text("utf-8"), name="p1.txt") == expected
    assert validation.faults(expected, "rating-sheet") == ()
    assert "invented" in expected["provenance"]["rating.training"]
    assert sorted(interviews.iterdir()) == before


def test_choices_are_the_command_s(tmp_path: Path) -> None:
    """Labels, roles, protocol, table of cases and gate do what they do on the command line."""
    path = tmp_path / "p1.txt"
    path.write_text(TALK.replace("I:", "Kim:").replace("P:", "Jo:"))
    (tmp_path / "cases.toml").write_text('[files."p1.txt"]\nparticipant = "P7"\ntimepoint = "t2"\n')
    out = tmp_path / "out"
    more = ["--protocol", "aai", "--participant", "Jo", "--cases", str(tmp_path / "cases.toml"), "--gate", "warn"]
    with pytest.raises(SystemExit):
        cli.main(["score", str(path), "-o", str(out), "-q", *more])
    expected = _sheet(out, "p1")
    assert expected["transcript"]["participant"] == "P7"
    chosen: dict[str, Any] = {"protocol": "aai", "cases": tmp_path / "cases.toml", "gate": "warn"}
    assert Scorer(participant="Jo", **chosen).score(path) == expected
    by_role = Scorer(speakers={"Jo": "participant", "Kim": "interviewer"}, **chosen).score(path)
    assert by_role["passages"] == expected["passages"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_files_come_one_by_one_in_their_order(scorer: Scorer, interviews: Path, written: Path, jobs: int) -> None:
    """In the order that was given, a folder's by name; a bad file is a result with its error, and the others are done."""
    paths = [interviews / "p4.txt", interviews]
    found = [*scorer.iterate(paths, jobs=jobs)]
    assert [one.path.name for one in found] == ["p4.txt", "p1.txt", "p2.txt", "p3.txt"]
    assert [one.sheet for one in found if one.sheet] == [_sheet(written, one) for one in ("p4", "p1", "p2")]
    (bad,) = (one for one in found if one.error)
    assert bad.transcript == "p3"
    assert isinstance(bad.error, RfScorerError)
    assert (bad.error.where, bool(bad.error.message), bool(bad.error.remedy)) == ("p3.txt", True, True)
    assert SECRET not in repr(found)


def test_files_are_read_when_they_are_asked_for(
    scorer: Scorer, interviews: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second file is not opened before its result is asked for; a folder that is not there is said at once."""
    opened = []
    monkeypatch.setattr("rf_scorer.study.running.each.sheet_of", lambda item, options: opened.append(item.id) or {})
    found = scorer.iterate(interviews)
    assert opened == []
    next(found)
    assert opened == ["p1"]
    with pytest.raises(rf_scorer.UsageError, match="no such file"):
        scorer.iterate(interviews / "nowhere")


def test_a_bug_in_one_file_does_not_end_the_others(
    scorer: Scorer, interviews: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is an error of that file with exit code 3, which says where in the code, and nothing that was read."""

    def broken(item: Any, options: Any) -> Any:
        raise KeyError(SECRET)

    monkeypatch.setattr("rf_scorer.study.running.each.sheet_of", broken)
    found = [*scorer.iterate(interviews)]
    assert [one.error.exit_code for one in found if one.error] == [3, 3, 3, 3]
    assert "KeyError at test_scorer.py" in str(found[0].error)
    assert SECRET not in str(found[0].error)


def test_a_folder_is_scored_as_by_the_command(interviews: Path, written: Path, tmp_path: Path) -> None:
    """The same files with the same bytes; a second time it wants to know what to do about the first."""
    result = rf_scorer.score_folder(interviews, tmp_path / "out")
    assert dict(result.counts) == {"done": 3, "refused": 1}
    assert isinstance(result, rf_scorer.BatchResult)
    assert repr(result) == "BatchResult(done=3, refused=1)"
    found, expected = (
        {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (tmp_path / "out", written)
    )
    assert found == expected
    with pytest.raises(OutputExists):
        rf_scorer.score_folder(interviews, tmp_path / "out")
    again = Scorer().score_folder([interviews], str(tmp_path / "out"), resume=True)
    assert dict(again.counts) == {"kept": 3, "refused": 1}
    with pytest.raises(rf_scorer.UsageError, match="Both"):
        Scorer().score_folder(interviews, tmp_path / "out", resume=True, force=True)


def test_texts_and_answers_get_their_records(scorer: Scorer) -> None:
    """One or many, of requests or plain text: valid records in order, the same however they were asked for."""
    texts = ["I wanted it.", "I felt sad, and she knew that.", ""]
    many = [*scorer.highlight_many(texts)]
    assert [record["id"] for record in many] == [0, 1, 2]
    assert all(validation.faults(record, "highlight-record") == () for record in many)
    assert scorer.highlight(texts[0]) == many[0]
    asked = [{"id": f"n{number}", "text": text} for number, text in enumerate(texts)]
    assert [{**record, "id": number} for number, record in enumerate(scorer.highlight_many(asked))] == many
    (rated,) = scorer.rate_many([{"id": 0, "question": "Why?", "answer": TALK, "more": 1}])
    assert validation.faults(rated, "rate-record") == ()
    assert scorer.rate("Why?", TALK) == rated
    assert "invented" in rated["training"]
    assert next(scorer.rate_many([TALK]))["status"] in {"provisional", "abstained"}


def test_bad_records_end_the_stream_or_are_passed_over(scorer: Scorer) -> None:
    """In its turn, after the answers before it; with somebody to tell, all others are answered. The error has the place and no word."""
    records = ["I wanted it.", {"id": 1, "text": [SECRET]}, {"id": 2, "text": "I wanted it."}, None]
    found = scorer.highlight_many(records)  # type: ignore[arg-type]
    assert next(found)["id"] == 0
    with pytest.raises(InvalidDocument, match=r"record 1::\$\.text") as caught:
        next(found)
    assert SECRET not in str(caught.value)
    told: list[InvalidDocument] = []
    found = scorer.highlight_many(records, refused=told.append)  # type: ignore[arg-type]
    assert [record["id"] for record in found] == [0, 2]
    assert [error.where for error in told] == ["record 1::$.text", "record 3::$"]
    asked = [{"id": 1, "question": "Why?", "answer": "a", "question_id": SECRET}]
    with pytest.raises(InvalidDocument, match="no such question"):
        next(Scorer(protocol="aai").rate_many(asked))


def test_as_many_processes_as_there_are_processors(scorer: Scorer, monkeypatch: pytest.MonkeyPatch) -> None:
    """``jobs="auto"`` is what it is on the command line."""
    monkeypatch.setattr("rf_scorer.scorer.processors", lambda: 1)
    texts = ["I wanted it.", "I felt sad."]
    assert [*scorer.highlight_many(texts, jobs="auto")] == [*scorer.highlight_many(texts)]


def test_records_are_taken_as_they_are_needed(scorer: Scorer) -> None:
    """Of a stream without end at most 64 are taken ahead, and what its source raises comes after the answers before it."""
    taken = []

    def endless() -> Iterator[str]:
        for number in range(10**9):
            taken.append(number)
            yield "I wanted it."

    found = scorer.highlight_many(endless())
    assert taken == []
    for _ in range(65):
        next(found)
    assert len(taken) == 128

    def broken() -> Iterator[str]:
        yield "I wanted it."
        raise OSError("gone")

    found = scorer.highlight_many(broken())
    assert next(found)["id"] == 0
    with pytest.raises(OSError, match="gone"):
        next(found)


def test_errors_say_what_and_where(scorer: Scorer, interviews: Path, tmp_path: Path) -> None:
    """Each is one of ours with message, place and remedy, and holds no word of a transcript."""
    for wrong, kind in (
        (lambda: Scorer(gate="of"), UnknownName),  # type: ignore[arg-type]
        (lambda: Scorer(protocol="aia"), UnknownName),
        (lambda: Scorer(format="doc"), UnknownName),
        (lambda: Scorer(speakers={"Jo": "mother"}), UnknownName),
        (lambda: Scorer(model="rf").load(), UnknownName),
        (lambda: scorer.score(interviews), rf_scorer.UsageError),
        (lambda: scorer.iterate(interviews, jobs=0), rf_scorer.UsageError),
        (lambda: scorer.score_folder(interviews, tmp_path / "out", jobs=-1), rf_scorer.UsageError),
        (lambda: scorer.highlight_many(TALK), rf_scorer.UsageError),
        (lambda: scorer.rate_many({"id": 1, "question": SECRET, "answer": SECRET}), rf_scorer.UsageError),
        (lambda: scorer.score(tmp_path / "nothing.txt"), rf_scorer.UsageError),
        (lambda: scorer.score_text(""), UnreadableFile),
        (lambda: scorer.score_text("\ud800"), UnreadableFile),
        (lambda: scorer.score_text(f"A: {SECRET}.\nB: {SECRET}.\nC: {SECRET}.\n" * 3, name="talk.txt"), SpeakerError),
        (
            lambda: scorer.score_text(TALK + "I: Who?\nP: My brother Jonathan Whitfield, born in 1974.\n"),
            rf_scorer.errors.Identifying,
        ),
    ):
        with pytest.raises(kind) as caught:
            wrong()
        assert caught.value.message
        assert caught.value.where or caught.value.remedy
        assert SECRET not in str(caught.value)
        assert "Whitfield" not in str(caught.value)
        assert caught.value.__cause__ is None


def test_text_at_hand_looks_for_no_file(scorer: Scorer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A correction or an attestation that happens to stand in the working folder says nothing about a text."""
    monkeypatch.chdir(tmp_path)
    expected = scorer.score_text(TALK, name="p1.txt")
    (tmp_path / "p1.align.json").write_text("no alignment")
    assert scorer.score_text(TALK, name="p1.txt") == expected
    assert expected["transcript"]["id"] == "p1"


def test_a_scorer_travels_without_its_models(interviews: Path, written: Path) -> None:
    """Pickled it is small, and what comes out of it scores the same; it holds no text of what was scored."""
    scorer = Scorer(pseudonyms=["Berlin"])
    scorer.score(interviews / "p1.txt")
    packed = pickle.dumps(scorer)
    assert len(packed) < 3000
    assert SECRET.encode() not in packed
    assert pickle.loads(packed).highlight("I wanted it.") == scorer.highlight("I wanted it.")
    assert repr(scorer) == repr(pickle.loads(packed)) == "Scorer(protocol=None, model='rf_passage', gate='block')"


def test_models_are_loaded_once(scorer: Scorer) -> None:
    """Scorers with the same models share them, and say what they are."""
    loaded = work.engine_for.cache_info().currsize
    other = Scorer(protocol="aai").load()
    assert other.load() is other
    assert other.provenance == scorer.provenance
    assert work.engine_for.cache_info().currsize == max(loaded, 1)
    assert scorer.provenance["rf_scorer"] == rf_scorer.__version__


def test_threads_take_turns(scorer: Scorer) -> None:
    """Two threads with one scorer get what one would get."""
    texts = [f"I wanted it, and she was {word} that I felt sad." for word in ("sure", "afraid", "glad", "angry")] * 20
    expected = [*scorer.highlight_many(texts)]
    found: dict[int, list[Any]] = {}
    threads = [
        threading.Thread(target=lambda place=place: found.update({place: [*scorer.highlight_many(texts)]}))
        for place in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[0], found[1]] == [expected, expected]


def test_types_are_those_of_a_strict_user(tmp_path: Path) -> None:
    """A program of somebody who checks strictly is accepted, and one that mistakes a name is not."""
    pytest.importorskip("mypy")
    good = """
        from collections.abc import Iterator

        import rf_scorer
        from rf_scorer import RfScorerError, Scored, Scorer

        scorer: Scorer = Scorer(protocol="aai", gate="warn", participant="Jo").load()
        sheet: dict[str, object] = scorer.score("a.txt")
        results: Iterator[Scored] = scorer.iterate(["a.txt", "b"], jobs=2)
        for one in results:
            if one.sheet is None:
                error: RfScorerError | None = one.error
        done: int = rf_scorer.score_folder("a", "b", protocol="aai", jobs=2).counts["done"]
        status: str = str(scorer.rate(None, "I wanted it.")["status"])
        rf_scorer.score("a.txt", speakers={"Jo": "participant"})
        """
    bad = """
        import rf_scorer

        rf_scorer.Scorer(gate="of")
        rf_scorer.score("a.txt", protocoll="aai")
        rf_scorer.scores("a.txt")
        raise rf_scorer.errors.SpeakerErrors("Who?")
        """
    for name, code in (("good.py", good), ("bad.py", bad)):
        (tmp_path / name).write_text(textwrap.dedent(code))
    root = Path(__file__).parents[2]
    made = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--no-site-packages",
            "--ignore-missing-imports",
            "--config-file",
            "",
            "--cache-dir",
            str(tmp_path / "cache"),
            "good.py",
            "bad.py",
        ],
        cwd=tmp_path,
        env={"PATH": "", "MYPYPATH": str(root), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    # Without the libraries, which a user's types do not need and which take half a minute, there is something to say of our own modules as well.
    told = [
        line.partition(":")[0]
        for line in made.stdout.splitlines()
        if ": error:" in line and "/" not in line.partition(":")[0]
    ]
    assert told == ["bad.py"] * 4, made.stdout + made.stderr
