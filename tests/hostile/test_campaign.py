"""A small sample of the campaign in ``benchmarks/hostile.py``, and Hypothesis over the same targets: whatever the bytes, they are read or refused."""

from __future__ import annotations

import atexit
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hostility import campaign, seeds
from hostility.mutations import KINDS, LARGEST, mutate
from hostility.targets import Target, targets
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rf_scorer.errors import RfScorerError, UnreadableFile
from rf_scorer.transcripts.detection import readers

if TYPE_CHECKING:
    from collections.abc import Callable

_SEED = 20_261_130
#: Inputs of each target in the sample.
_INPUTS = 40


@cache
def _every() -> dict[str, Target]:
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    return {one.name: one for one in targets(Path(folder.name))}


@pytest.fixture(scope="module")
def every() -> dict[str, Target]:
    """The targets by name."""
    return _every()


def test_everything_that_reads_is_a_target(every: dict[str, Target]) -> None:
    """Every reader that is installed, every schema, every tool whose files are taken back, and what has a reader of its own."""
    from rf_scorer import validation
    from rf_scorer.exchange.formats import FORMATS

    plain = {"csv": "table", "tsv": "table", "xlsx": "table", "fodt": "odt"}
    read = {
        plain.get(name.removeprefix("reader "), name.removeprefix("reader "))
        for name in every
        if name.startswith("reader ")
    }
    assert read == set(readers())
    assert {f"schema {name}" for name in validation.schema_names() if seeds.valid(name)} <= set(every)
    assert {f"import {name}" for name, one in FORMATS.items() if one.reads is not None} <= set(every)
    assert {
        "override",
        "protocol",
        "study.toml",
        "table of cases",
        "plan",
        "worksheet return",
        "practice answers",
        "attestation",
        "key of codes",
        "database of ratings",
        "model file",
        "overall model",
    } <= set(every)
    assert {"ratings csv", "ratings xlsx", "ratings jsonl", "stream highlight-request", "stream rate-request"} <= set(
        every
    )
    assert {one.kind for one in every.values()} <= set(KINDS)


def test_a_seed_of_every_target_is_read(every: dict[str, Target]) -> None:
    """A campaign over inputs that are all refused at the door would find nothing behind it."""
    for target in every.values():
        taken = 0
        for seed in target.seeds:
            for number in (2, 3):
                try:
                    target.run(seed, number)
                except RfScorerError:
                    continue
                taken += 1
        assert taken, target.name


def test_seeds_hold_words_that_nobody_may_be_told(every: dict[str, Target]) -> None:
    """In every transcript and every document with somebody's words; in a container, in its parts."""
    for name, (_, kind, found) in seeds.readers().items():
        if kind not in {"zip", "pdf"}:
            text = found[0].decode("utf-8", "replace")
            assert campaign.canary_in(text), name


def test_the_same_number_gives_the_same_bytes(every: dict[str, Target]) -> None:
    """So that a finding can be led back to; another number gives others, within a bound."""
    target = every["reader docx"]
    first = [campaign.input_of(target, 1, number) for number in range(60)]
    assert first == [campaign.input_of(target, 1, number) for number in range(60)]
    assert len(set(first)) > 45
    assert max(map(len, first)) <= LARGEST


def _target(run: Callable[[bytes, int], None]) -> Target:
    return Target(name="invented", kind="bytes", seeds=(b"seed zwickelmond",), run=run)


def _telling(message: str) -> Callable[[bytes, int], None]:
    def run(data: bytes, number: int) -> None:
        raise UnreadableFile(message, remedy="None.")

    return run


def test_what_a_campaign_must_find_it_finds() -> None:
    """Another exception, too much memory, a warning, and a word that is told; a refusal of ours is none."""

    def broken(data: bytes, number: int) -> None:
        raise KeyError(data)

    def warns(data: bytes, number: int) -> None:
        import warnings

        warnings.warn("of nothing", RuntimeWarning, stacklevel=1)

    def greedy(data: bytes, number: int) -> None:
        raise MemoryError

    kinds = {}
    for run in (broken, warns, greedy, _telling("It says zwickelmond."), _telling("It says nothing.")):
        tally = campaign.run([_target(run)], seed=1, inputs=3)["invented"]
        kinds[run] = {found.kind for found in tally.findings.values()}
        assert tally.inputs == 3
    assert list(kinds.values()) == [{"KeyError"}, {"RuntimeWarning"}, {"too much memory"}, {"a word is told"}, set()]


def test_an_input_that_goes_on_and_on_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """By computing time, not by the clock, and not even ``except Exception`` keeps it from being found."""

    def endless(data: bytes, number: int) -> None:
        while True:
            try:
                sum(range(1000))
            except Exception:  # noqa: BLE001
                continue

    monkeypatch.setattr(campaign, "SECONDS", 0.05)
    tally = campaign.run([_target(endless)], seed=1, inputs=1)["invented"]
    assert {found.kind for found in tally.findings.values()} == {"too slow"}


def test_a_sample_of_the_campaign_finds_nothing(every: dict[str, Target]) -> None:
    """Spoilt inputs of every target: each is read or refused with a message of ours that holds none of its words."""
    for target in every.values():
        tally = campaign.run([target], seed=_SEED, inputs=_INPUTS)[target.name]
        assert not tally.findings, [
            f"{found.kind} at {found.place}, input {found.first}: {found.told}" for found in tally.findings.values()
        ]
        assert tally.read + tally.refused == _INPUTS


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(random=st.randoms(use_true_random=False), data=st.binary(max_size=400))
def test_every_mutation_takes_every_input(kind: str, random: object, data: bytes) -> None:
    """Also what is no seed of its kind: the campaign itself never fails."""
    made = mutate(random, (data, b""), kind)  # type: ignore[arg-type]
    assert isinstance(made, bytes)
    assert len(made) <= LARGEST


def _met(target: Target, data: bytes, number: int) -> None:
    with campaign.bounded(memory=None):
        try:
            target.run(data, number)
        except RfScorerError as error:
            told = str(error)
        else:
            told = "read"
    assert told


@settings(max_examples=12)
@given(data=st.binary(max_size=600), number=st.integers(0, 1000))
@example(data=b"", number=0)
@example(data=b"\xef\xbb\xbf", number=1)
@example(data=b"\x00" * 9, number=1)
@example(data=b"[" * 5000, number=1)
def test_any_bytes_are_read_or_refused(data: bytes, number: int) -> None:
    """By every reader and loader."""
    for target in _every().values():
        _met(target, data, number)


@settings(max_examples=12)
@given(text=st.text(max_size=300), number=st.integers(0, 1000), place=st.integers(0, 10_000))
def test_any_text_within_a_seed_is_read_or_refused(
    every: dict[str, Target], text: str, number: int, place: int
) -> None:
    """Whatever a person may have written, in the midst of what each reader and loader knows."""
    for target in _every().values():
        seed = target.seeds[number % len(target.seeds)]
        at = place % (len(seed) + 1)
        _met(target, seed[:at] + text.encode("utf-8", "surrogatepass") + seed[at:], number)


@settings(max_examples=12)
@given(
    value=st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(10**30), 10**30)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
        max_leaves=25,
    ),
    number=st.integers(0, 1000),
)
def test_any_json_is_read_or_refused(value: object, number: int) -> None:
    """By every reader and loader of JSON, alone and in the place of something that it knows."""
    import json

    for target in _every().values():
        if target.kind not in {"json", "jsonl"}:
            continue
        _met(target, json.dumps(value).encode(), number)
        seed = target.seeds[number % len(target.seeds)]
        document = json.loads(seed if target.kind == "json" else seed.split(b"\n")[0])
        if isinstance(document, dict):
            keys = sorted(document)
            _met(target, json.dumps({**document, keys[number % len(keys)]: value}).encode(), number)


def test_the_command_prints_its_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Figures by target, the sum of them, and a file of them; one input alone can be looked at."""
    import hostile

    figures = tmp_path / "figures.json"
    monkeypatch.setattr("sys.argv", ["hostile.py", "--inputs", "60", "--target", "xml", "--json", str(figures)])
    assert hostile.main() == 0
    out = capsys.readouterr().out
    assert "\nall " in out
    assert figures.exists()
    monkeypatch.setattr("sys.argv", ["hostile.py", "--target", "xml", "--show", "3"])
    assert hostile.main() == 0
    assert "input 3:" in capsys.readouterr().out
