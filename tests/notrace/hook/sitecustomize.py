"""Notes what a process asks of the world beyond its own memory: sockets, names, other programs, files that it writes.

Python imports this by itself where its folder stands in PYTHONPATH. A line a call goes to the file that RF_NOTRACE_LOG names at that moment, as JSON.
"""

import json
import os
import sys

_WATCHED = frozenset({
    "ftplib.connect", "http.client.connect", "imaplib.open", "nntplib.connect", "poplib.connect", "smtplib.connect", "telnetlib.Telnet.open",
    "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "os.system", "pty.spawn", "subprocess.Popen", "urllib.Request", "webbrowser.open",
    "socket.bind", "socket.connect", "socket.getaddrinfo", "socket.gethostbyaddr", "socket.gethostbyname", "socket.getnameinfo", "socket.getservbyname",
    "socket.sendmsg", "socket.sendto", "socket.sethostname",
})  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
_busy = False


def _note(event: str, arguments: tuple) -> None:
    global _busy
    if _busy:
        return
    if event == "open":
        path, _, flags = arguments
        if not isinstance(flags, int) or not flags & _WRITING or isinstance(path, int):
            return
        told = [os.path.abspath(os.fsdecode(path))]  # noqa: PTH100 (links stay as they are)
    elif event == "sqlite3.connect":
        told = [os.path.abspath(os.fsdecode(arguments[0]))] if arguments[0] != ":memory:" else []  # noqa: PTH100
        if not told:
            return
    elif event in _WATCHED:
        told = [repr(one)[:500] for one in arguments if type(one).__name__ != "socket"]
    else:
        return
    log = os.environ.get("RF_NOTRACE_LOG")
    if not log:
        return
    _busy = True
    try:
        line = json.dumps({"event": event, "told": told, "pid": os.getpid()}) + "\n"
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, line.encode())
        finally:
            os.close(descriptor)
    finally:
        _busy = False


sys.addaudithook(_note)
