"""Who may ask, from where, and how often: hosts, origins, cookies, tokens, and the headers of every answer.

The desk holds confidential talk, and any page in any other tab of the same browser can send requests to it. So a request
must name a host that is ours (else a stranger's domain could be led to this address), a write must come from a page of
ours, and nobody may guess.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import threading
import time
from collections import OrderedDict, deque
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = [
    "CSRF_HEADER",
    "HEADERS",
    "LOOPBACK",
    "Hosts",
    "Limiter",
    "Tickets",
    "cookie_name",
    "csrf",
    "from_our_page",
]

#: Carries the proof that a write comes from a page of ours.
CSRF_HEADER = "X-RF-Desk"
#: Names of this machine.
LOOPBACK = ("127.0.0.1", "localhost", "::1")

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_FEATURES = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "clipboard-read", "display-capture", "encrypted-media", "fullscreen", "geolocation",
    "gyroscope", "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "usb",
    "xr-spatial-tracking",
)  # fmt: skip
#: What stands over every answer, whatever it is.
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _FEATURES),
}

_HOST = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<name>[A-Za-z0-9._-]+))(?::[0-9]{1,5})?")
_TICKET_SECONDS = 300.0


class Hosts:
    """The names under which the desk may be asked.

    Parameters
    ----------
    names : iterable of str
        Without ports; those of this machine are always among them.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names = frozenset(name.strip("[]").lower() for name in (*LOOPBACK, *names))

    def allow(self, header: str | None) -> bool:
        """Whether a ``Host`` header names one of them, at whatever port."""
        found = _HOST.fullmatch(header or "")
        return found is not None and (found["six"] or found["name"]).lower() in self._names


def from_our_page(*, host: str, origin: str | None, site: str | None) -> bool:
    """Whether a browser says that a request comes from a page of this very address.

    Parameters
    ----------
    host : str
        The ``Host`` header.
    origin, site : str or None
        The headers ``Origin`` and ``Sec-Fetch-Site``; one of them must be there.
    """
    if site is not None and site != "same-origin":
        return False
    if origin is None:
        return site is not None
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and parts.netloc.lower() == host.lower()


def cookie_name(study: str) -> str:
    """Name of a study's cookie: browsers do not keep the cookies of two ports apart."""
    return f"rf-desk-{re.sub(r'[^A-Za-z0-9-]', '-', study)}"


def csrf(token: str) -> str:
    """What a page of ours sends with every write; another's page cannot read it."""
    return hmac.new(token.encode(), b"rf-desk-csrf", hashlib.sha256).hexdigest()


class Limiter:
    """Counts wrong tokens, by address and in all, over a sliding window.

    Parameters
    ----------
    each, total : int
        How many may be wrong in a window: from one address, from all.
    seconds : float
        Length of the window.
    addresses : int
        How many addresses are remembered; the one that was wrong longest ago is forgotten first.
    clock : callable
        Seconds that never go back.
    """

    def __init__(
        self,
        *,
        each: int = 10,
        total: int = 200,
        seconds: float = 60.0,
        addresses: int = 1000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._each, self._seconds, self._most, self._clock = each, seconds, addresses, clock
        self._by_address: OrderedDict[str, deque[float]] = OrderedDict()
        self._all: deque[float] = deque(maxlen=total)
        self._lock = threading.Lock()

    def wait(self, address: str) -> float:
        """Seconds until this address may try again; 0 where it may now."""
        with self._lock:
            return max(self._rest(self._by_address.get(address)), self._rest(self._all))

    def miss(self, address: str) -> None:
        """Count a wrong token."""
        now = self._clock()
        with self._lock:
            times = self._by_address.setdefault(address, deque(maxlen=self._each))
            self._by_address.move_to_end(address)
            times.append(now)
            self._all.append(now)
            while len(self._by_address) > self._most:
                self._by_address.popitem(last=False)

    def _rest(self, times: deque[float] | None) -> float:
        if times is None or len(times) < (times.maxlen or 0):
            return 0.0
        return max(times[0] + self._seconds - self._clock(), 0.0)


class Tickets:
    """Tokens that open the desk once, within five minutes.

    A browser that is started with an address shows that address in the machine's list of processes. A rater's own token must
    not stand there.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._made: dict[str, tuple[str, float]] = {}
        self._lock = threading.Lock()

    def make(self, rater: str) -> str:
        """A ticket for a rater."""
        ticket = f"once-{secrets.token_urlsafe(24)}"
        with self._lock:
            self._made[ticket] = (rater, self._clock() + _TICKET_SECONDS)
        return ticket

    def take(self, ticket: str) -> str | None:
        """The rater whose ticket this is, once; None where it is none, is used, or is old."""
        with self._lock:
            rater, until = self._made.pop(ticket, ("", 0.0))
        return rater if rater and self._clock() < until else None
