"""One set of transcripts, and what one process makes of it: what every other route is held against."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest
from grid import Grid
from routes import Scored, transcripts

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Scored:
    """Transcripts of many kinds, scored in one process."""
    return Scored.make(transcripts(tmp_path_factory.mktemp("lab")))


#: As it was before any test: tests are kept from connecting at all.
_CONNECT = socket.socket.connect


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test may connect to this machine, and to no other."""
    pytest.importorskip("distributed", reason="the extra 'dask' is not installed")

    def connect(given: socket.socket, address: Any) -> None:
        assert address[0] == "127.0.0.1", "a test tried to reach the network"
        _CONNECT(given, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture
def grid(_grid: Grid, loopback: None) -> Grid:
    """The cluster that tests share; one that kills a worker adds another."""
    return _grid


@pytest.fixture(scope="session")
def _grid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grid]:
    """A cluster of two workers."""
    pytest.importorskip("distributed", reason="the extra 'dask' is not installed")
    found = Grid(folder=tmp_path_factory.mktemp("grid"))
    try:
        yield found.start(2)
    finally:
        found.stop()
