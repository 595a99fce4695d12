"""The desk's server: one process, a few threads, this machine only unless somebody asks for more."""

from __future__ import annotations

import errno
import gc
import logging
import signal
import socket
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from waitress.server import create_server

from rf_scorer.desk.errors import report
from rf_scorer.desk.site import LARGEST_BODY
from rf_scorer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

__all__ = ["FIRST_PORT", "HERE", "bound", "serve"]

#: The address of this machine that no other can reach.
HERE = "127.0.0.1"
FIRST_PORT = 8750

_THREADS = 8
_TRIED_PORTS = 50
#: Bytes of a request or an answer that are held in memory. What is larger would go to a temporary file, in which nothing of an
#: interview or a note may ever stand; nothing that we take or send comes near this.
_IN_MEMORY = 1 << 28
_HEADER_BYTES = 32_768
_CONNECTIONS = 500


def bound(host: str, port: int | None) -> socket.socket:
    """A socket at an address.

    Parameters
    ----------
    host : str
    port : int or None
        None for the first free one from :data:`FIRST_PORT` on.

    Raises
    ------
    UsageError
        If the port is taken, or the address is none of this machine's.
    """
    ports = range(FIRST_PORT, FIRST_PORT + _TRIED_PORTS) if port is None else (port,)
    for number in ports:
        try:
            family, kind, protocol, _, place = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)[0]
        except (OSError, UnicodeError):
            break
        found = socket.socket(family, kind, protocol)
        try:
            # Windows lets a second program take a port with the option that others need to take it again after a restart.
            option = getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR)
            found.setsockopt(socket.SOL_SOCKET, option, 1)
            found.bind(place)
            found.listen()
        except OSError as error:
            found.close()
            if error.errno in {errno.EADDRINUSE, errno.EACCES} or getattr(error, "winerror", None) == 10048:
                continue
            break
        else:
            return found
    else:
        which = f"Port {port} is" if port is not None else f"Ports {ports[0]} to {ports[-1]} are"
        raise UsageError(f"{which} taken or not allowed.", remedy="Give another one with --port.")
    raise UsageError("The desk cannot listen at this address.", where=host, remedy=f"Leave --host out for {HERE}.")


class _Frames(logging.Handler):
    """Where the server's own code broke; what else it says may hold addresses with ids, and nobody needs it."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and not isinstance(error, OSError):
            report(error)


def serve(app: Flask, listening: socket.socket, *, ready: Callable[[], Any] = lambda: None) -> None:
    """Answer requests until Ctrl-C or SIGTERM.

    Parameters
    ----------
    app : Flask
    listening : socket
        See :func:`bound`; it is closed at the end.
    ready : callable, optional
        Called once requests are answered.
    """
    logger = logging.getLogger("waitress")
    logger.handlers[:] = [_Frames()]
    logger.propagate = False
    server = create_server(
        app,
        sockets=[listening],
        threads=_THREADS,
        ident="",
        max_request_body_size=2 * LARGEST_BODY,
        max_request_header_size=_HEADER_BYTES,
        inbuf_overflow=_IN_MEMORY,
        outbuf_overflow=_IN_MEMORY,
        outbuf_high_watermark=_IN_MEMORY,
        connection_limit=_CONNECTIONS,
        asyncore_use_poll=sys.platform != "win32",
    )
    # Half a million objects are here to stay. To look through them again and again for cycles would hold up everybody for a tenth of a second.
    gc.collect()
    gc.freeze()
    with _stopping():
        try:
            ready()
            server.run()
        except KeyboardInterrupt:
            server.task_dispatcher.shutdown()
        finally:
            server.close()


@contextmanager
def _stopping() -> Iterator[None]:
    """Have SIGTERM, and on some systems the closing of the terminal, end the server as Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    names = ("SIGTERM", "SIGHUP", "SIGBREAK")
    earlier = {}
    for name in names:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            earlier[number] = signal.signal(number, _interrupt)
    try:
        yield
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
