"""Making copies of many transcripts with one book of codes, until the gate finds nothing more that can be replaced."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from rf_scorer.errors import RfScorerError
from rf_scorer.privacy.codes import CodeBook, Mention
from rf_scorer.study.case import check_names
from rf_scorer.study.privacy.held import held, inspected
from rf_scorer.study.pseudonymising.copying import Copy, rewritten
from rf_scorer.study.pseudonymising.labels import NAMES, named_labels
from rf_scorer.study.pseudonymising.naming import Names
from rf_scorer.study.pseudonymising.targets import Found, found_in, mentions, stays
from rf_scorer.study.reason import REPORT, bug, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from rf_scorer.domain.privacy import Verdict
    from rf_scorer.privacy.codes import Entry
    from rf_scorer.study.inputs import Input
    from rf_scorer.study.options import RunOptions
    from rf_scorer.study.pseudonymising.key import Key

__all__ = ["Copied", "Made", "make"]

#: A name that is taken out can bring another to light; more often than this it does not.
_ROUNDS = 4
_NOTHING = Found({}, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What became of one transcript.

    Attributes
    ----------
    file : str
    copy : str or None
        Path of the copy in the folder of copies; None where there is none.
    data : bytes
        What the copy holds.
    replaced : mapping of str to int
        Places by class.
    labels : int
        Speakers' labels that were names.
    notes : tuple of str
    verdict : Verdict or None
        What the gate still finds in the copy.
    problem, remedy : str
        Why there is no copy, and what to do.
    bug : bool
        Whether it was rf_scorer that failed.
    """

    file: str
    copy: str | None = None
    data: bytes = field(default=b"", repr=False)
    replaced: dict[str, int] = field(default_factory=dict)
    labels: int = 0
    notes: tuple[str, ...] = ()
    verdict: Verdict | None = None
    problem: str = ""
    remedy: str = ""
    bug: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """All copies, and what the key holds then.

    Attributes
    ----------
    copies : tuple of Copied
        In the order of the inputs.
    entries : tuple of Entry
    files : mapping of str to str
        Names of copies by names of transcripts that name somebody.
    """

    copies: tuple[Copied, ...]
    entries: tuple[Entry, ...] = field(repr=False)
    files: dict[str, str] = field(repr=False)


@dataclass(slots=True, kw_only=True)
class _Work:
    item: Input
    copy: Copy | None = None
    found: Found = _NOTHING
    fresh: bool = True
    codes: Counter[str] = field(default_factory=Counter)
    labels: int = 0
    failed: Copied | None = None


def make(inputs: Sequence[Input], options: RunOptions, *, key: Key) -> Made:
    """Make the copies; nothing is written.

    Parameters
    ----------
    inputs : sequence of Input
    options : RunOptions
        Of its gate the policy holds: what is allowed, or only noted, stays.
    key : Key
        Codes of earlier runs.

    Raises
    ------
    UsageError
        If a format or encoding is not known.
    """
    check_names(options)
    book = CodeBook(key.entries)
    works = [_Work(item=item) for item in inputs]
    for work in works:
        _try(work, lambda work: _open(work, options))
    book.reserve(text for work in works if work.copy is not None for text in _texts(work.copy))
    for turn in range(_ROUNDS):
        _round(works, book, options, first=turn == 0)
        if not any(work.fresh for work in works):
            break
    policy = options.gate.policy
    names = Names(key.files, sweep=book.sweep(stays=partial(stays, policy)), people=book.people(), policy=policy)
    kinds = book.kinds()
    copies = tuple(
        _result(work, work.copy, names.name(work.item.name, work.copy.suffix), kinds, options)
        if work.copy is not None
        else work.failed or Copied(file=work.item.name)
        for work in works
    )
    return Made(copies=copies, entries=book.entries(), files=names.files)


def _try(work: _Work, step: Callable[[_Work], None]) -> None:
    """Do a step; what fails costs this file its copy, and no other."""
    if work.failed is not None:
        return
    try:
        step(work)
    except RfScorerError as error:
        work.failed = Copied(file=work.item.name, problem=refusal(error, work.item), remedy=error.remedy or "")
    except Exception as error:  # noqa: BLE001 (our own bug on one file must not cost the others their copies)
        work.failed = Copied(file=work.item.name, problem=bug(error), remedy=REPORT, bug=True)
    if work.failed is not None:
        work.copy, work.fresh = None, False


def _open(work: _Work, options: RunOptions) -> None:
    one = held(work.item, options)
    work.copy = Copy(held=one, suffix=one.document.suffix)


def _texts(copy: Copy) -> Iterable[str]:
    yield copy.held.transcript.source.text
    # Of formats that are not text, codes can stand in what turns hold and the text does not.
    yield from (turn.text for turn in copy.held.transcript.turns)


def _round(works: Sequence[_Work], book: CodeBook, options: RunOptions, *, first: bool) -> None:
    """Look through what is new, learn, and rewrite everything in which something is known now."""
    policy = options.gate.policy

    def look(work: _Work) -> None:
        assert work.copy is not None
        work.found = found_in(work.copy.held, policy)
        if first:
            labels = named_labels(work.copy.held.transcript, policy)
            book.learn(
                Mention(kind="person", words=label, role=NAMES[role], file=work.item.name)
                for label, role in labels.items()
            )
        book.learn(mentions(work.copy.held, work.found, file=work.item.name))

    for work in works:
        if work.fresh:
            _try(work, look)
    book.settle()
    sweep = book.sweep(stays=partial(stays, policy))

    def rewrite(work: _Work) -> None:
        assert work.copy is not None
        made = rewritten(
            work.copy, work.found, code=book.code, sweep=sweep, policy=policy, read=options.read, first=first
        )
        work.fresh, work.found = made is not None, _NOTHING
        if made is not None:
            work.copy = made.copy
            work.codes.update(made.codes)
            work.labels += made.labels

    for work in works:
        _try(work, rewrite)


def _result(work: _Work, copy: Copy, name: str, kinds: Mapping[str, str], options: RunOptions) -> Copied:
    one = copy.held
    called = replace(one.transcript, source=replace(one.transcript.source, name=name.rpartition("/")[2]))
    replaced = Counter[str]()
    for code, count in work.codes.items():
        if code in kinds:
            replaced[kinds[code]] += count
    return Copied(
        file=work.item.name,
        copy=name,
        data=one.document.data,
        replaced=dict(sorted(replaced.items())),
        labels=work.labels,
        notes=copy.notes,
        verdict=inspected(replace(one, transcript=called), options.gate.policy),
    )
