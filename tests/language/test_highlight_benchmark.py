"""The benchmark of mentions: its arithmetic on mentions made by hand, and the whole of it on a small invented file."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from rf_scorer.domain import CATEGORIES, FLAGS, HOLDERS

if TYPE_CHECKING:
    from types import ModuleType

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
OWN = BENCHMARKS / "data" / "highlight-own.jsonl"

PASSAGES = (
    ("a", "How was it?", "I was scared. She seemed sad.", (("scared", "emotion", "self", ()), ("seemed", "perception", "self", ()), ("sad", "emotion", "other", ()))),
    ("a", None, "I didn't want to go, you know.", (("want", "desire", "self", ("negated",)),)),
    ("b", None, "It looks like rain.", ()),
)  # fmt: skip


def _mention(text: str, word: str, category: str, holder: str = "self", flags: tuple[str, ...] = ()) -> dict[str, Any]:
    start = text.index(word)
    return {"start": start, "end": start + len(word), "category": category, "holder": holder, "flags": list(flags)}


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    """The script as a module."""
    return importlib.import_module("highlight")


@pytest.fixture
def passages() -> list[dict[str, Any]]:
    """Three passages of two speakers."""
    return [
        {
            "id": f"small-{number}",
            "doc": doc,
            "question": question,
            "text": text,
            "mentions": [_mention(text, *fields) for fields in mentions],
        }
        for number, (doc, question, text, mentions) in enumerate(PASSAGES)
    ]


@pytest.fixture
def predictions(passages: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """One mention with the wrong holder, one that is longer, one of the wrong category, one missed, one where nothing is."""
    first, second, third = (passage["text"] for passage in passages)
    return [
        [_mention(first, "was scared", "emotion", "other"), _mention(first, "seemed", "cognition")],
        [_mention(second, "want", "desire")],
        [_mention(third, "like", "emotion")],
    ]


def test_counts_by_document(benchmark: ModuleType, passages: list[Any], predictions: list[Any]) -> None:
    """A found mention counts where it shares a word and the category with a gold one; every speaker has a row."""
    table = benchmark.tally(passages, predictions)
    assert table["total"].tolist() == [[2, 3, 4], [0, 1, 0]]
    assert table["emotion"].tolist() == [[1, 1, 2], [0, 1, 0]]
    assert table["cognition"].tolist() == [[0, 1, 0], [0, 0, 0]]
    assert benchmark.scores(table["total"]) == (2 / 4, 2 / 4, 4 / 8)


def test_each_mention_matches_once(benchmark: ModuleType) -> None:
    """Two found mentions in one gold mention are one hit and one false hit."""
    text = "It broke my heart."
    gold = [_mention(text, "broke my heart", "emotion")]
    found = [_mention(text, "heart", "emotion"), _mention(text, "broke my", "emotion")]
    assert benchmark.pair(text, gold, found) == [(0, 1)]


def test_attributes_of_matched_mentions(benchmark: ModuleType, passages: list[Any], predictions: list[Any]) -> None:
    """Holder and flags are judged over matched mentions only, by speaker."""
    table = benchmark.attributes(passages, predictions)
    assert table["holder"].tolist() == [[1, 2], [0, 0]]
    assert table["negated"].tolist() == [[1, 2], [0, 0]]
    assert table["all flags"].tolist() == [[1, 2], [0, 0]]
    assert table["quoted"].tolist() == [[2, 2], [0, 0]]
    assert benchmark.accuracy(table["holder"]) == 0.5


def test_interval_is_over_documents(benchmark: ModuleType) -> None:
    """The interval is that of resampled speakers: none where all agree, all there is where one is right and one is wrong."""
    even, uneven = np.array([[3, 3], [5, 5]]), np.array([[4, 4], [0, 4]])
    assert benchmark.interval(even, benchmark.accuracy) == (1.0, 1.0)
    assert benchmark.interval(uneven, benchmark.accuracy) == (0.0, 1.0)


def test_headwords(benchmark: ModuleType, passages: list[Any], predictions: list[Any]) -> None:
    """Gold and found mentions count under the codebook's headword of their category; precision and recall can be read off."""
    rows = {row[:2]: row[2:] for row in benchmark.by_headword(passages, predictions, benchmark.word_list())}
    assert rows["desire", "want"] == (1, 1, 1, 1)
    assert rows["emotion", "sad"] == (1, 0, 0, 0)
    assert rows["emotion", "like"] == (0, 0, 1, 0)


def test_baselines(benchmark: ModuleType) -> None:
    """The bare list marks a listed word wherever it stands; agreement of the part of speech keeps it where it is tagged as what is listed."""
    texts = ["It looks like rain.", "She likes the rain."]
    listed = benchmark.word_list()
    marked = [
        [[text[item["start"] : item["end"]] for item in items] for text, items in zip(texts, found, strict=True)]
        for found in (benchmark.bare(texts, listed), benchmark.agreeing(texts, listed))
    ]
    assert "like" in marked[0][0]
    assert "like" not in marked[1][0]
    assert "likes" in marked[0][1]
    assert "likes" in marked[1][1]


def test_speed_of_each_stage(benchmark: ModuleType, passages: list[Any]) -> None:
    """Texts are repeated until they are long enough, and every stage has its time."""
    words, seconds = benchmark.speed(passages, fewest=500)
    assert 500 <= words < 520
    assert list(seconds) == ["bare pipeline", "spoken", "tags and parse", "mentions", "markers", "highlight"]
    assert all(value > 0 for value in seconds.values())


def test_no_words_no_speed(benchmark: ModuleType) -> None:
    """A file without words has no speed, and no error."""
    assert benchmark.speed([{"id": "1", "text": "", "mentions": []}], fewest=100) == (0, {})


def test_whole_run(
    benchmark: ModuleType, passages: list[Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command prints the highlighter, its attributes, two baselines, headwords and errors for a file of passages."""
    path = tmp_path / "passages.jsonl"
    del passages[2]["mentions"]
    path.write_text("".join(json.dumps(passage) + "\n" for passage in passages), encoding="utf-8")
    benchmark.main([str(path), "--lemmas", "--errors"])
    printed = capsys.readouterr().out
    titles = ("highlighter", "of matched", "baseline 1", "baseline 2", "category")
    assert [printed.count(f"\n{title}") for title in titles] == [1] * len(titles)
    total = next(line for line in printed.splitlines() if line.startswith("total"))
    assert total.split()[-2] == "4"
    assert "desire       want             1.000 1.000       1      1" in printed


def test_errors_are_listed(
    benchmark: ModuleType, passages: list[Any], predictions: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """Misses, false hits and wrong attributes are shown with the words around them and the rule that fired."""
    for items in predictions:
        for item in items:
            item["rule"] = "by.hand"
    benchmark.show_errors(passages, predictions)
    assert capsys.readouterr().out.splitlines() == [
        "MISS  perception I was scared. She [seemed] sad.",
        "MISS  emotion    I was scared. She seemed [sad].",
        "FALSE cognition  I was scared. She [seemed] sad.   <by.hand>",
        "ATTR  self [] != other []: I was [scared]. She seemed sad.   <by.hand>",
        "ATTR  self ['negated'] != self []: I didn't [want] to go, you know.   <by.hand>",
        "FALSE emotion    It looks [like] rain.   <by.hand>",
    ]


def test_own_set_is_whole() -> None:
    """Every passage of the project's own set is annotated in known terms, in order, without overlap, on word borders."""
    lines = OWN.read_text(encoding="utf-8").splitlines()
    passages = [json.loads(line) for line in lines]
    assert len({passage["id"] for passage in passages}) == len(passages) >= 300
    for passage in passages:
        text, before = passage["text"], 0
        for item in passage["mentions"]:
            where = (passage["id"], item["start"])
            assert before <= item["start"] < item["end"] <= len(text), where
            said = text[item["start"] : item["end"]]
            assert said == said.strip(" .,?!;:"), where
            assert not (text[: item["start"]][-1:] + said[0]).isalnum() or not item["start"], where
            assert not (said[-1] + text[item["end"] : item["end"] + 1]).isalnum() or item["end"] == len(text), where
            assert item["category"] in CATEGORIES, where
            assert item["holder"] in HOLDERS, where
            assert item["flags"] == [flag for flag in FLAGS if flag in item["flags"]], where
            assert item["category"] != "modulation" or item["holder"] == "self" or "quoted" in item["flags"], where
            assert "echo" not in item["flags"] or passage.get("question"), where
            before = item["end"]
