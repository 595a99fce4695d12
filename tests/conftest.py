"""What every test shares: a header with versions, an empty home, and no way out to the network."""

from __future__ import annotations

import socket
from importlib.metadata import version

import pytest
from hypothesis import settings

# What a slow machine takes longer for is no fault of what is tested.
settings.register_profile("any_machine", deadline=None)
settings.load_profile("any_machine")


def pytest_report_header() -> str:
    libraries = ("spacy", "scikit-learn", "numpy", "click", "jsonschema", "python-docx", "webvtt-py", "rapidfuzz")
    return "libraries: " + ", ".join(f"{name} {version(name)}" for name in libraries)


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Every test runs in an empty home and cannot reach a network."""
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("home")))

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a test tried to reach the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
