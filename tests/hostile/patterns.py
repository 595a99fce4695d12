"""Every regular expression of the package, and strings made to be hard for it."""

from __future__ import annotations

import ast
import importlib
import inspect
import itertools
import pkgutil
import re
import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import signal
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rf_scorer

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Found", "Pattern", "TooSlow", "collected", "hard_strings", "seconds"]

Pattern = tuple[str | bytes, int]
_ALL = frozenset({"match", "fullmatch", "search", "finditer"})
_ROOT = Path(rf_scorer.__file__).parent


class TooSlow(BaseException):
    """A search that took longer than it may."""


@contextmanager
def _recorded(found: dict[Pattern, Found]) -> Iterator[None]:
    """Whatever is compiled meanwhile by a line of ours, with that line."""
    compiling = re._compile  # type: ignore[attr-defined]

    def record(pattern: Any, flags: Any) -> Any:
        made = compiling(pattern, flags)
        frame = sys._getframe(2)
        if isinstance(pattern, str | bytes) and str(_ROOT) in frame.f_code.co_filename:
            where = f"{Path(frame.f_code.co_filename).relative_to(_ROOT)}:{frame.f_lineno}"
            found.setdefault((pattern, made.flags), Found(where))
        return made

    re._compile = record  # type: ignore[attr-defined]
    try:
        yield
    finally:
        re._compile = compiling  # type: ignore[attr-defined]


def _modules() -> list[str]:
    return [
        one.name for one in pkgutil.walk_packages(rf_scorer.__path__, "rf_scorer.") if not one.name.endswith("__main__")
    ]


@dataclass(frozen=True, slots=True)
class Found:
    """Where a pattern is made, and the methods of it that are called."""

    where: str
    uses: frozenset[str] = _ALL


def collected() -> dict[Pattern, Found]:
    """Every pattern: those that modules hold, those made of the protocols and the concepts, those of the schemas, and those that stand in calls."""
    found: dict[Pattern, Found] = {}
    sources = "".join(path.read_text("utf-8") for path in _ROOT.rglob("*.py"))
    for name in _modules():
        importlib.import_module(name)
    for name in _modules():
        _held_by(sys.modules[name], sources, found)
    with _recorded(found):
        from rf_scorer import protocols, validation
        from rf_scorer.protocols import session, similarity
        from rf_scorer.transcripts.readers import table_cells

        similarity._concepts.cache_clear()
        similarity._concepts()
        for name in protocols.names():
            protocol = protocols.load(name)
            if protocol.kind == "session":
                session.BidMatcher(protocol)
        for delimiter in table_cells.DELIMITERS:
            list(table_cells.delimited("a", delimiter))
        for name in validation.schema_names():
            _from_schema(validation.schema(name), f"schema {name}", found)
    for path in _ROOT.rglob("*.py"):
        _from_calls(path, found)
    return found


def _held_by(module: Any, sources: str, found: dict[Pattern, Found]) -> None:
    """Patterns that a module holds, alone, in containers, or in classes."""
    for name, value in vars(module).items():
        uses = _ALL
        if isinstance(value, re.Pattern):
            # A private name is used where it stands, another perhaps elsewhere.
            uses = _uses(name, inspect.getsource(module) if name.startswith("_") else sources)
        for pattern in _held(value, 0):
            if isinstance(pattern.pattern, str | bytes):
                found.setdefault((pattern.pattern, pattern.flags), Found(f"{module.__name__}.{name}", uses))


def _uses(name: str, source: str) -> frozenset[str]:
    """The methods of a pattern that a source calls; all of them where it is handed on."""
    called = re.findall(rf"\b{name}\.(match|fullmatch|search|finditer|findall|sub|subn|split)\b", source)
    mentions = (
        len(re.findall(rf"\b{name}\b", source)) - len(re.findall(rf"(?m)^{name}\b", source)) - source.count(f'"{name}"')
    )
    return frozenset(called) if called and mentions == len(called) else _ALL


def _held(value: Any, depth: int) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 6:
        parts: Any = ()
        if isinstance(value, dict):
            parts = itertools.chain(value, value.values())
        elif isinstance(value, list | tuple | set | frozenset):
            parts = value
        elif hasattr(type(value), "__dataclass_fields__"):
            parts = [getattr(value, field, None) for field in type(value).__dataclass_fields__]
        elif inspect.isclass(value) and value.__module__.startswith("rf_scorer"):
            parts = list(vars(value).values())
        for part in parts:
            yield from _held(part, depth + 1)


def _from_schema(node: Any, where: str, found: dict[Pattern, Found]) -> None:
    if isinstance(node, dict):
        if isinstance(node.get("pattern"), str):
            found.setdefault((node["pattern"], re.compile(node["pattern"]).flags), Found(where, frozenset({"search"})))
        for key in node.get("patternProperties", ()):
            found.setdefault((key, re.compile(key).flags), Found(where, frozenset({"search"})))
        for part in node.values():
            _from_schema(part, where, found)
    elif isinstance(node, list):
        for part in node:
            _from_schema(part, where, found)


def _from_calls(path: Path, found: dict[Pattern, Found]) -> None:
    """Patterns that stand in a call such as ``re.sub("a+", …)``."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr not in {"escape", "compile"}
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str | bytes)
        ):
            pattern = node.args[0].value
            where = f"{path.relative_to(_ROOT)}:{node.lineno}"
            found.setdefault((pattern, re.compile(pattern).flags), Found(where, frozenset({node.func.attr})))


# --- strings that are hard for a pattern ---------------------------------------------------------------------------------

_PREFERRED = ("a1 .", "1a .", " a1.", ".a 1", "A-'\t")


class _Sampler:
    """Samples of what parts of a pattern match; a mode prefers some characters to others, so that classes that overlap get what they share."""

    def __init__(self, mode: int, flags: int) -> None:
        self.preferred = _PREFERRED[mode % len(_PREFERRED)]
        self.flags = flags
        self.groups: dict[int, str] = {}

    def sample(self, tree: Any, times: int = 1) -> str:
        return "".join(self._one(code, value, times) for code, value in tree)

    def _one(self, code: Any, value: Any, times: int) -> str:
        if code is op.LITERAL:
            return chr(value)
        if code in (op.NOT_LITERAL, op.ANY, op.IN):
            return self._member(code, value)
        if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            low, high, body = value
            count = max(low, min(times, 3 if high is op.MAXREPEAT else int(high)))
            return self.sample(body, times) * count
        if code is op.SUBPATTERN:
            made = self.sample(value[3], times)
            if value[0] is not None:
                self.groups[value[0]] = made
            return made
        if code is op.ATOMIC_GROUP:
            return self.sample(value, times)
        if code is op.BRANCH:
            return self.sample(value[1][0], times)
        if code is op.GROUPREF:
            return self.groups.get(value, "")
        return ""

    def _member(self, code: Any, value: Any) -> str:
        for character in itertools.chain(
            self.preferred, "abAZ019 -_.,:;'\"()[]<>{}/\\|@#$%&*+=?!~^`\t\n\r\u00e9\u2013\u201c\u00a0"
        ):
            if _in(character, code, value):
                return character
        if code is op.IN:
            for kind, member in value:
                if kind is op.LITERAL:
                    return chr(member)
                if kind is op.RANGE:
                    return chr(member[0])
        return "a"


def _in(character: str, code: Any, value: Any) -> bool:
    point = ord(character)
    if code is op.ANY:
        return character != "\n"
    if code is op.NOT_LITERAL:
        return point != value
    negated, hit = False, False
    for kind, member in value:
        if kind is op.NEGATE:
            negated = True
        elif kind is op.LITERAL:
            hit = hit or point == member
        elif kind is op.RANGE:
            hit = hit or member[0] <= point <= member[1]
        elif kind is op.CATEGORY:
            hit = hit or _category(character, member)
    return hit != negated


def _category(character: str, member: Any) -> bool:
    name = str(member).rsplit("_", 1)[-1]
    test = {"DIGIT": str.isdigit, "SPACE": str.isspace, "WORD": lambda c: c.isalnum() or c == "_"}[name]
    return bool(test(character)) != ("_NOT_" in str(member))


def _repeats(tree: Any, before: list[Any]) -> Iterator[tuple[list[Any], Any, list[Any]]]:
    """Every repetition without a small bound: what stands before it, its body, and what follows in the same run."""
    items = list(tree)
    for place, (code, value) in enumerate(items):
        ahead = before + items[:place]
        if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            if value[1] is op.MAXREPEAT or value[1] > 8:
                yield ahead, value[2], items[place + 1 :]
            yield from _repeats(value[2], ahead)
        elif code is op.SUBPATTERN:
            yield from _repeats(value[3], ahead)
        elif code is op.ATOMIC_GROUP:
            yield from _repeats(value, ahead)
        elif code is op.BRANCH:
            for branch in value[1]:
                yield from _repeats(branch, ahead)
        elif code in (op.ASSERT, op.ASSERT_NOT):
            yield from _repeats(value[1], ahead)


def hard_strings(pattern: Pattern, length: int) -> Iterator[str]:
    """Strings of about this length that are made of the pattern's own pieces.

    Each repeated part on end, after what stands before it, next to what follows, and the whole of it again and again, with and without an end
    that spoils the match.
    """
    source, flags = pattern
    text = source.decode("latin-1") if isinstance(source, bytes) else source
    tree = parser.parse(
        text,
        flags & ~re.DEBUG & (~re.LOCALE) if isinstance(source, str) else (flags & ~re.LOCALE & ~re.UNICODE) | re.ASCII,
    )
    seen: set[tuple[str, str, str]] = set()

    def made(start: str, unit: str, end: str) -> Iterator[str]:
        # Told apart by what they are made of, so that the strings of two lengths are in one order.
        if unit and (start, unit, end) not in seen:
            seen.add((start, unit, end))
            yield start + unit * max(1, (length - len(start)) // len(unit)) + end

    for mode in range(len(_PREFERRED)):
        sampler = _Sampler(mode, flags)
        whole = sampler.sample(tree)
        long = sampler.sample(tree, 3)
        for end in ("", "\x00"):
            yield from made("", whole, end)
            yield from made("", long, end)
            yield from made("", whole[:-1], end)
            yield from made("", whole[:1], end)
        for before, body, after in _repeats(tree, []):
            start, unit, next_ = sampler.sample(before), sampler.sample(body), sampler.sample(after[:1])
            for end in ("", "\x00"):
                yield from made("", unit, end)
                yield from made(start, unit, end)
                yield from made("", start + unit, end)
            yield from made("", unit + next_, "\x00")
            if unit:
                half = unit * (length // 2 // len(unit))
                key = ("half", unit, next_)
                if key not in seen:
                    seen.add(key)
                    yield half + (next_ or unit) * (length // 2 // len(next_ or unit)) + "\x00"


def seconds(pattern: Pattern, string: str, *, uses: frozenset[str], limit: float) -> float:
    """Computing time of what is done with a pattern, on a string.

    Raises
    ------
    TooSlow
        After ``limit`` seconds.
    """
    compiled = re.compile(*pattern) if isinstance(pattern[0], bytes) else re.compile(pattern[0], pattern[1])
    text: Any = string.encode("latin-1", "replace") if isinstance(pattern[0], bytes) else string

    def stop(*_: object) -> None:
        raise TooSlow

    old = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    began = time.process_time()
    try:
        if "match" in uses:
            compiled.match(text)
        if "fullmatch" in uses:
            compiled.fullmatch(text)
        if "search" in uses:
            compiled.search(text)
        if uses - {"match", "fullmatch", "search"}:
            for _ in compiled.finditer(text):
                pass
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, old)
    return time.process_time() - began
