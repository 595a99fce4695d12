"""One laboratory for all of these tests: it is made once, and they look at what it left."""

from __future__ import annotations

import _socket
import socket
from typing import Any

import pytest
from household import Household
from world import World


def _loopback(self: socket.socket, address: Any) -> None:
    assert address[0] == "127.0.0.1"
    _socket.socket.connect(self, address)


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The laboratory, after everything that the program can do was done in it, well and badly."""
    home = Household(root=tmp_path_factory.mktemp("notrace"))
    found = World(home)
    with pytest.MonkeyPatch.context() as patch:
        # Tests reach no network; these reach their own desk on this machine.
        patch.setattr(socket.socket, "connect", _loopback)
        try:
            found.make()
        finally:
            home.close()
    return found
