"""What every test shares: a header with versions, an empty home, and no way out to the network."""

from __future__ import annotations

import contextlib
import gc
import itertools
import os
import socket
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

# Before numpy is imported, by these tests or by a program that they start: where processes share the processors and each
# has a thread for every one, the threads spend their time waiting for one another.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# What a slow machine takes longer for is no fault of what is tested.
settings.register_profile("any_machine", deadline=None)
settings.load_profile("any_machine")


def pytest_report_header() -> str:
    libraries = ("spacy", "scikit-learn", "numpy", "click", "jsonschema", "python-docx", "webvtt-py", "rapidfuzz")
    return "libraries: " + ", ".join(f"{name} {version(name)}" for name in libraries)


def pytest_collection_finish() -> None:
    """What was imported for the tests stays, and is not looked through for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


#: Tests whose files share something that takes long to make: they run in one process, and it is made once.
_TOGETHER = ("tests/notrace/", "tests/scale/")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Each file in one process, as ``--dist loadfile`` has it, but for folders that stay together."""
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class ByFile(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((folder for folder in _TOGETHER if nodeid.startswith(folder)), super()._split_scope(nodeid))

    return ByFile(config, log)


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Places for homes, in a folder of their own: pytest reads the whole of its own folder for each new one in it."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, _homes: Iterator[Path]) -> Iterator[None]:
    """Every test runs in an empty home and cannot reach a network."""
    home = next(_homes)
    home.mkdir(mode=0o700)
    monkeypatch.setenv("HOME", str(home))

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a test tried to reach the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    yield
    with contextlib.suppress(OSError):
        home.rmdir()


@pytest.fixture(scope="session")
def _engines() -> dict[str | None, Any]:
    """Engines that were loaded, by their model."""
    return {}


@pytest.fixture(scope="module")
def one_engine(_engines: dict[str | None, Any]) -> Iterator[None]:
    """Of what ships, which no test changes, one engine a process: as a command has it that is a process of its own."""
    from rf_scorer import pipeline

    load = pipeline.Engine.load

    def engine(model: str | None = "rf_passage", *, language_model: str | None = None) -> pipeline.Engine:
        if language_model is not None or model not in {None, "rf_passage", "short_answers"}:
            return load(model, language_model=language_model)
        if model not in _engines:
            _engines[model] = load(model)
        return _engines[model]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline.Engine, "load", engine)
        yield


@pytest.fixture(scope="module")
def few_draws() -> Iterator[None]:
    """Intervals of a hundred draws, for modules that look at what is told and not at how wide an interval is."""
    from rf_scorer.rating.appraisal import agreement

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(agreement, "draws_for", lambda _: 100)
        yield
