"""``rf-scorer review``: the rater's desk in a browser."""

from __future__ import annotations

import importlib.util
import ipaddress
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from rf_scorer.cli import DONE
from rf_scorer.cli.options import quiet_option, study_argument
from rf_scorer.cli.studies import tell_lacking
from rf_scorer.cli.text import counted, listed
from rf_scorer.errors import MissingExtra, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from rf_scorer.review.room import Room
    from rf_scorer.review.shelf import ShelfRow
    from rf_scorer.study.folder import Rater, Study

__all__ = ["check_extra", "command", "desk_options", "run", "telling_names"]

_LIBRARIES = ("flask", "markdown_it", "waitress")


def desk_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that opens a desk."""
    for option in reversed((
        click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to listen. Any other than this machine's own lets others in."),
        click.option("--port", type=click.IntRange(1, 65535), metavar="N", help="Port to listen at.  [default: the first free one from 8750 on]"),
        click.option("--allow-host", "names", multiple=True, metavar="NAME", help="A name under which browsers may ask, such as that of a proxy; can be repeated."),
        click.option("--browser/--no-browser", default=True, show_default=True, help="Open the browser for the rater given with --rater, or the only one."),
        click.option("--print-links", is_flag=True, help="Print the raters' links and end."),
        click.option("--new-links", is_flag=True, help="Make all earlier links void first."),
        quiet_option,
    )):  # fmt: skip
        command = option(command)
    return command


@click.command(
    name="review",
    short_help="Open the rater's desk in a browser.",
    epilog="""\b
Example:
  rf-scorer review my-study
  rf-scorer review my-study --rater anna
  rf-scorer review my-study --print-links

The desk answers on this machine alone, until Ctrl-C. Everybody has a link of their own; what they enter is saved at once, in
STUDY/ratings/.
""",
)
@study_argument
@click.option("--rater", "chosen", multiple=True, metavar="ID", help="Only this rater's link; can be repeated.")
@desk_options
def command(root: Path, *, chosen: tuple[str, ...], **options: Any) -> int:
    """Let raters rate blind, lock, and only then see suggestions.

    STUDY is the folder of a study that was scored.
    """
    check_extra()
    from rf_scorer.review.room import Room
    from rf_scorer.study.folder import PRACTICE, Study

    study = Study.open(root)
    if study.kind == PRACTICE:
        raise UsageError(
            "This folder holds invented answers to practise on.",
            where=str(root),
            remedy=f"Practise: rf-scorer practice {root}.",
        )
    if not study.raters:
        raise UsageError(
            "The study has no raters.", where=str(study.settings), remedy="Name them at its end: [[raters]] and id = …"
        )
    raters = [study.rater(name) for name in dict.fromkeys(chosen)] or list(study.raters)
    room = Room.open(study, new_links=options["new_links"])
    try:
        run(room, study, raters, **options)
    finally:
        room.close()
    return DONE


def check_extra() -> None:
    """Refuse before anything else where the desk's libraries are not installed.

    Raises
    ------
    MissingExtra
    """
    if any(importlib.util.find_spec(name) is None for name in _LIBRARIES):
        raise MissingExtra("desk", "The rater's desk")


def run(
    room: Room,
    study: Study,
    raters: Sequence[Rater],
    *,
    host: str,
    port: int | None,
    names: Sequence[str],
    browser: bool,
    print_links: bool,
    quiet: bool,
    new_links: bool = False,  # noqa: ARG001 (what it asks for was done when the room was opened)
) -> None:
    """Open a desk and answer until Ctrl-C.

    Parameters
    ----------
    room : Room
    study : Study
    raters : sequence of Rater
        Whose links are printed.
    host, port, names, browser, print_links, quiet, new_links
        See :func:`desk_options`.
    """
    from rf_scorer.desk import serve
    from rf_scorer.desk.app import create_app
    from rf_scorer.desk.security import Tickets
    from rf_scorer.study.files import lock

    if print_links:
        _print_links(_base(host, port or serve.FIRST_PORT, names), room, raters)
        return
    _tell_faults(room, quiet=quiet)
    if not quiet:
        tell_lacking(study, [row.interview for row in room.shelf.rows()])
        if not study.desk.show_participants:
            _tell_names(room)
    tickets = Tickets()
    app = create_app(room, study, origin_hosts=(host, *names), tickets=tickets)
    listening = serve.bound(host, port)
    at = listening.getsockname()[1]
    with lock.held(study.ratings / "desk.lock") as alone:
        if not alone:
            click.echo(
                "warning  Another desk has this study open. Both can be used; every rating is still kept once.",
                err=True,
            )
        if not _this_machine(host):
            click.echo(
                "warning  The desk answers other machines, and the connection is not encrypted: whoever is in between can read the interviews.\n"
                "         Put a proxy with TLS in front of it, and listen on this machine alone.",
                err=True,
            )

        def ready() -> None:
            if not quiet:
                _print_links(_base(host, at, names), room, raters)
                click.echo("The desk is open. Ctrl-C closes it; what was entered is saved.", err=True)
            if browser and len(raters) == 1:
                _open(f"{_base(host, at, ())}/enter#{tickets.make(raters[0].id)}")

        serve.serve(app, listening, ready=ready)
    if not quiet:
        click.echo("The desk is closed.", err=True)


def _base(host: str, port: int, names: Sequence[str]) -> str:
    """The beginning of a link: under a name that was allowed, where there is one, else under the address."""
    from rf_scorer.desk.serve import HERE

    name = names[0] if names else {"0.0.0.0": HERE, "::": "::1"}.get(host, host)  # noqa: S104 (compared, not bound)
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def _this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _print_links(base: str, room: Room, raters: Iterable[Rater]) -> None:
    for rater in raters:
        click.echo(f"{rater.id}\t{base}/enter#{room.token(rater.id)}")


def _tell_faults(room: Room, *, quiet: bool) -> None:
    """Say which sheets nobody can rate; refuse where there is none that somebody can."""
    rows = room.shelf.rows()
    faulty = [row for row in rows if row.fault is not None]
    if len(faulty) == len(rows):
        raise UsageError(
            "The study has no sheets that can be rated.",
            where=str(room.study.sheets),
            remedy=f"Score its transcripts: rf-scorer score {room.study.root}.",
        )
    if faulty and not quiet:
        names = listed([row.interview for row in faulty])
        click.echo(
            f"warning  {counted(len(faulty), 'sheet')} cannot be used and will not be shown: {names}\n"
            "         'rf-scorer validate' says why.",
            err=True,
        )


def telling_names(rows: Iterable[ShelfRow]) -> list[str]:
    """Interviews whose names say what hidden participants and timepoints are to hide: which belong together, or which came when."""
    usable = [row for row in rows if row.fault is None]
    often = Counter(row.participant for row in usable)

    def tells(row: ShelfRow) -> bool:
        secret = [row.timepoint, row.participant if often[row.participant] > 1 else None]
        return any(one and one.casefold() in row.interview.casefold() for one in secret)

    return [row.interview for row in usable if tells(row)]


def _tell_names(room: Room) -> None:
    told = telling_names(room.shelf.rows())
    if told:
        click.echo(
            f"warning  show_participants is off, and names tell raters whose an interview is, or when it was: {listed(told)}\n"
            "         Give the transcripts names that say neither, and score them anew, before anybody has rated them.",
            err=True,
        )


def _open(url: str) -> None:
    """Open a browser that cannot print into this terminal, read from it, or be ended by its Ctrl-C."""
    with suppress(OSError):
        subprocess.Popen(  # noqa: S603 (our own interpreter, and an address that we made)
            [sys.executable, "-m", "webbrowser", url],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
