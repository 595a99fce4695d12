"""What the tests of hostile input share: the campaign's own modules, and the program in this process."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, NamedTuple

import pytest

from rf_scorer import cli

if TYPE_CHECKING:
    from collections.abc import Callable


class Ending(NamedTuple):
    """How a run ended: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> str:
        """Everything that was printed."""
        return self.out + self.err


def _run(*arguments: object) -> Ending:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as left:
        cli.main(list(map(str, arguments)))
    return Ending(int(left.value.code or 0), out.getvalue(), err.getvalue())


@pytest.fixture(scope="session")
def run() -> Callable[..., Ending]:
    """Run the program: ``run("score", path)`` gives how it ended."""
    return _run
