"""A campaign: inputs by number, each read within bounds of time and memory, and whatever is no success and no refusal of ours kept."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import random
import re
import resource
import signal
import time
import traceback
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hostility.mutations import mutate
from hostility.seeds import CANARIES
from rf_scorer.errors import RfScorerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from hostility.targets import Target

__all__ = ["Finding", "Tally", "bounded", "canary_in", "input_of", "run"]

#: Seconds of computing time that one input may take.
SECONDS = 10.0
#: Bytes of address space of the whole process.
MEMORY = 4 * 1024**3
#: Letters by which a canary is known again where a mutation has cut it.
_KNOWN = 8


#: How our messages list names of speakers, columns and keys, as short as names are.
_NAME = r"""(?:'[^'\n]{0,44}'|"[^"\n]{0,44}"|a label of \d+ characters)"""
_LISTED = re.compile(
    rf"(?:speakers|[Ff]ound|participant|was found|ambiguous|called|column)(?::|,)? {_NAME}(?:(?:, | and ){_NAME})*"
    rf"|Not allowed here: {_NAME}(?:(?:, | and ){_NAME})*"
    r"|Columns found: [^\n]*|Known: [^\n]*"
    r"|\$(?:\.[a-z][a-z0-9_.-]{0,29}|\[\d+\])+"
)


class TooSlow(BaseException):
    """An input that took too long: no ``Exception``, so that nothing that is tested can swallow it."""


@dataclass(slots=True)
class Finding:
    """What should not have been: the target, the kind, where in our code, how often, and the number of the first input."""

    target: str
    kind: str
    place: str
    first: int
    count: int = 1
    told: str = ""


@dataclass(slots=True)
class Tally:
    """The row of a target."""

    inputs: int = 0
    read: int = 0
    refused: int = 0
    #: Refusals that name a speaker or a column, where the input has a word of somebody in the place of the name.
    named: int = 0
    slowest: float = 0.0
    slowest_number: int = 0
    seconds: float = 0.0
    findings: dict[tuple[str, str], Finding] = field(default_factory=dict)


def input_of(target: Target, seed: int, number: int) -> bytes:
    """The input with this number: the same bytes on every machine."""
    return mutate(random.Random(f"{seed}/{target.name}/{number}"), target.seeds, target.kind)


def _without_names(text: str) -> str:
    """A message without what it lists as names of speakers and columns.

    Who is who must be told apart by a person, to whom labels are shown, if they are short; a mutation can put anything where a label stands.
    """
    return _LISTED.sub("", text)


def canary_in(text: str) -> bool:
    """Whether a text holds a word of the input that nobody may be told."""
    plain = text.casefold()
    return any(canary[:_KNOWN] in plain for canary in CANARIES)


@contextlib.contextmanager
def bounded(*, memory: int | None = MEMORY) -> Iterator[None]:
    """The bounds of a campaign: an alarm in computing time, a limit on memory, warnings as errors, and logs listened to."""

    def stop(*_: object) -> None:
        raise TooSlow

    old = signal.signal(signal.SIGVTALRM, stop)
    limits = resource.getrlimit(resource.RLIMIT_AS)
    if memory is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, limits[1]))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, old)
        resource.setrlimit(resource.RLIMIT_AS, limits)


class _Listening(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(record.getMessage())


def run(
    targets: Sequence[Target],
    *,
    seed: int,
    inputs: int,
    first: int = 0,
    told: Callable[[dict[str, Tally], int], None] | None = None,
    every: int = 20_000,
) -> dict[str, Tally]:
    """Run a campaign.

    Parameters
    ----------
    targets : sequence of Target
        Share the inputs by their shares.
    seed : int
    inputs : int
        Of all targets together.
    first : int
        Number of each target's first input: a campaign goes on where an earlier one ended.
    told : callable, optional
        Called with the tallies and the count of inputs after every ``every`` inputs.
    every : int

    Returns
    -------
    dict of str to Tally
    """
    tallies = {target.name: Tally() for target in targets}
    whole = sum(target.share for target in targets)
    listening = _Listening()
    logging.getLogger().addHandler(listening)
    done = 0
    try:
        with bounded():
            while done < inputs:
                # In rounds, so that a campaign that is ended early has given every target its share.
                for target in targets:
                    for _ in range(min(target.share, inputs - done)):
                        _one(target, seed, first + tallies[target.name].inputs, tallies[target.name], listening)
                        done += 1
                        if done % every == 0 and told is not None:
                            told(tallies, done)
                        if done % 500 == 0:
                            faulthandler.dump_traceback_later(900, exit=True)
    finally:
        faulthandler.cancel_dump_traceback_later()
        logging.getLogger().removeHandler(listening)
    assert whole
    return tallies


def _one(target: Target, seed: int, number: int, tally: Tally, listening: _Listening) -> None:
    data = input_of(target, seed, number)
    began = time.process_time()
    found: tuple[str, str, str] | None = None
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        target.run(data, number)
        tally.read += 1
    except RfScorerError as error:
        tally.refused += 1
        tally.named += canary_in(str(error))
        if canary_in(_without_names(str(error))):
            found = ("a word is told", _frame(error), str(error)[:300])
    except TooSlow as error:
        found = ("too slow", _frame(error), "")
    except MemoryError as error:
        found = ("too much memory", _frame(error), "")
    except Exception as error:  # noqa: BLE001 (whatever it is, it is a finding)
        found = (type(error).__name__, _frame(error), str(error)[:300])
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    took = time.process_time() - began
    tally.inputs += 1
    tally.seconds += took
    if took > tally.slowest:
        tally.slowest, tally.slowest_number = took, number
    if listening.told:
        if any(canary_in(text) for text in listening.told):
            found = found or ("a word is logged", "", "")
        listening.told.clear()
    if found is not None:
        kind, place, text = found
        known = tally.findings.get((kind, place))
        if known is None:
            tally.findings[kind, place] = Finding(target=target.name, kind=kind, place=place, first=number, told=text)
        else:
            known.count += 1


def _frame(error: BaseException) -> str:
    """The last line of ours that an error went through."""
    frames: list[Any] = [frame for frame in traceback.extract_tb(error.__traceback__) if "rf_scorer" in frame.filename]
    return f"{frames[-1].filename.rpartition('rf_scorer/')[2]}:{frames[-1].lineno}" if frames else "elsewhere"
