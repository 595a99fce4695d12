"""Ways to spoil an input: by bytes, by lines, by tags, by the members of a container, by the values of a document.

Every change is made by a :class:`random.Random` that the caller seeds, so that a number leads back to the same bytes. A list of small functions, one
below the other: it is long because there are many ways, and is looked up, not read.
"""

from __future__ import annotations

import contextlib
import copy
import io
import json
import re
import zipfile
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

__all__ = ["KINDS", "LARGEST", "mutate"]

#: Bytes of a mutated input: what grows beyond is cut.
LARGEST = 400_000
#: What a seed may be. ``json`` and ``jsonl`` are told apart, as are ``zip`` containers of XML and bare ``xml``.
KINDS = ("bytes", "lines", "xml", "zip", "json", "jsonl", "toml", "rtf", "pdf")

_TAG = re.compile(rb"<[^<>]{0,400}>")
_ATTRIBUTE = re.compile(rb'([\w:.-]+)="([^"]*)"')
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_CONTROL_WORD = re.compile(rb"\\[a-z]{1,32}-?\d{0,9} ?|\\'[0-9a-f]{2}|[{}]")
_VALUE = re.compile(rb"=[^\n]*")
_DOCTYPES = (
    b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
    b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>',
    b'<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd">',
    b'<?xml version="1.0" encoding="utf-7"?>',
    b'<?xml version="1.0" encoding="klingon"?>',
    b"<![CDATA[",
    b"]]>",
    b"<!-- ",
    b"<?x ?>",
    b"&e;",
    b"&#0;",
    b"&#xFFFF;",
    b"&#x110000;",
)
_WORDS: dict[str, tuple[bytes, ...]] = {
    "bytes": (
        b"\x00", b"\x00" * 40, b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x1b[31m",
        b"\x1b]0;x\x07", b"\x9b2J", b"\xc2\x9b2J", b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\xc2\x85", b"\r", b"\n", b"\r\n", b"\t", b" " * 300,
        b"</script>", b"<!--", b"=1+1", b"@SUM(1)", b"../../etc/passwd", b"%s%n", b"{0}", b"${x}", b"'" * 3, b'"', b'"""', b"\\", b"\\u",
        b"-1", b"0", b"1e999", b"-0.0", b"NaN", b"9" * 30, b"9" * 5000, b"65536", b"4294967296", b"\xf0\x9f\x98\x80", b"e\xcc\x81" * 50,
        b"A" * 5000, b"\xd9\xa3", b"\xc2\xb2", b"PK\x03\x04", b"%PDF-1.4", b"{\\rtf1", b"WEBVTT", b"@UTF8", b"<?xml ", b"[", b"{", b"GIF89a",
    ),
    "lines": (
        b"I: ", b"P: ", b"Interviewer:", b"Participant 1:", b"Q.", b"A.", b"[00:01:02]", b"(00:01:02.5)", b"00:00:01.000 --> 00:00:02.000",
        b"00:00:02,000 --> 00:00:01,000", b"-->", b"99999:99:99.999 --> 1:1", b"<v Anna>", b"<v>", b"</v>", b"&amp;", b"&#0;", b"NOTE", b"STYLE",
        b"WEBVTT", b"1", b"---", b"...", b"***", b"# ", b"## Q1", b"> ", b"- ", b"| a | b |", b"@Begin", b"@End", b"@Participants:\tPAR Subject",
        b"*PAR:\t", b"*INV:\t", b"%mor:\t", b"\x151_2\x15", b"[//]", b"[: ", b"<a> [/]", b"&-um", b"(.)", b"+...", b"xxx", b"speaker,text",
        b"speaker\ttext", b"speaker;text", b'"', b'""', b",,,,", b"\t\t\t", b"Speaker 1   0:03", b"A (0:01):", b"Mother:", b": ", b"\xe2\x80\x93 ",
        b"Dr. A:", b"title: x", b"participant: x", b"END OF INTERVIEW", b"Page 1 of 2", b"(inaudible)", b"[cries]", b"\x0c",
    ),
    "xml": _DOCTYPES,
    "zip": _DOCTYPES,
    "json": (b"null", b"true", b"[]", b"{}", b'""', b"1e400", b"NaN", b"-Infinity", b'"\\ud800"', b'"\\u0000"', b"[" * 3000, b'{"a":' * 1200, b","),
    "toml": (
        b"[a]", b"[[a]]", b"a.b.c = 1", b"a = 1979-05-27T07:32:00Z", b"a = inf", b"a = nan", b"a = {b = 1}", b'a = """', b"a = '''", b"0x", b"[" * 60,
        b"a" + b".a" * 400 + b" = 1", b"a = 9" + b"9" * 5000, b"schema = 1", b"# ", b"a = 07:32:00", b"raters = 3", b"\\U00110000", b"\\uD800",
    ),
    "rtf": (
        b"\\b ", b"\\b0 ", b"\\par ", b"\\u-10179?", b"\\u56320?", b"\\u99999999?", b"\\uc9 ", b"\\uc0 ", b"\\bin9 ", b"\\bin99999999 ", b"\\'80",
        b"{\\*\\x ", b"}", b"{", b"\\ansicpg932 ", b"\\ansicpg65000 ", b"\\f7 ", b"\\fcharset128 ", b"\\cell ", b"\\row ", b"\\intbl ", b"\\deleted ",
        b"\\revised ", b"{\\annotation ", b"{\\footnote ", b"\\v ", b"\\plain ", b"\\pard ", b"\\\n", b"{" * 2000,
    ),
    "pdf": (
        b"0 0 R", b"1 0 R", b"<<", b">>", b"[", b"]", b"stream\n", b"endstream", b"endobj", b"/Length 99999999", b"/Length -1", b"/Filter /FlateDecode",
        b"/Filter [/ASCIIHexDecode /FlateDecode]", b"/Filter /LZWDecode", b"/Kids [2 0 R]", b"/Parent 3 0 R", b"/Count 99999999", b"/Encrypt 1 0 R",
        b"trailer", b"startxref\n0\n", b"xref\n0 9999999\n", b"/Prev 0", b"(\\", b"<41", b"BT", b"ET", b"Tj", b"TJ", b"/F1 1 Tf", b"/ToUnicode 5 0 R",
    ),
}  # fmt: skip
_WORDS["jsonl"] = _WORDS["json"]


def mutate(rng: random.Random, seeds: Sequence[bytes], kind: str) -> bytes:
    """A spoilt copy of one of the seeds.

    Parameters
    ----------
    rng : random.Random
    seeds : sequence of bytes
        Of one kind.
    kind : str
        One of :data:`KINDS`.
    """
    data = rng.choice(seeds)
    shaped = _SHAPED.get(kind)
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 5))):
        data = shaped(rng, data, seeds) if shaped is not None and rng.random() < 0.7 else _bytes(rng, data, seeds, kind)
        if len(data) > LARGEST:
            data = data[:LARGEST]
    return data


def _place(rng: random.Random, data: bytes) -> int:
    return rng.randint(0, len(data))


def _stretch(rng: random.Random, data: bytes) -> tuple[int, int]:
    start = _place(rng, data)
    return start, min(len(data), start + int(2 ** rng.uniform(0, 10)))


def _bytes(rng: random.Random, data: bytes, seeds: Sequence[bytes], kind: str) -> bytes:
    match rng.randrange(11):
        case 0 | 1:
            return _flipped(rng, data)
        case 2:
            at = _place(rng, data)
            return data[:at] + bytes(rng.randrange(256) for _ in range(rng.randint(1, 8))) + data[at:]
        case 3:
            start, end = _stretch(rng, data)
            return data[:start] + data[end:]
        case 4:
            return data[: _place(rng, data)]
        case 5:
            start, end = _stretch(rng, data)
            times = rng.choice((1, 1, 2, 5, 40, 400)) if end > start else 0
            return data[:end] + data[start:end] * min(times, LARGEST // max(1, end - start)) + data[end:]
        case 6:
            other = rng.choice(seeds)
            return data[: _place(rng, data)] + other[_place(rng, other) :]
        case 7:
            (a, b), (c, d) = sorted((_stretch(rng, data), _stretch(rng, data)))
            return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:] if b <= c else data[b:] + data[:b]
        case _:
            words = _WORDS["bytes"] if rng.random() < 0.4 else _WORDS.get(kind, _WORDS["bytes"])
            start, end = _stretch(rng, data)
            return data[:start] + rng.choice(words) + data[(end if rng.random() < 0.3 else start) :]


def _flipped(rng: random.Random, data: bytes) -> bytes:
    if not data:
        return data
    made = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        at = rng.randrange(len(made))
        made[at] = made[at] ^ (1 << rng.randrange(8)) if rng.random() < 0.6 else rng.randrange(256)
    return bytes(made)


def _lines(rng: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    lines = data.splitlines(keepends=True) or [b""]
    at = rng.randrange(len(lines))
    match rng.randrange(11):
        case 0:
            del lines[at]
        case 1:
            lines[at:at] = [lines[at]] * rng.choice((1, 2, 8, 200))
        case 2:
            other = rng.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            rng.shuffle(lines)
        case 4:
            lines[at] = lines[at].rstrip(b"\r\n")
        case 5:
            end = rng.choice((b"\r", b"\n", b"\r\n", b"\x0b", b"\x85", b"\xe2\x80\xa8"))
            lines = [line.rstrip(b"\r\n") + end for line in lines]
        case 6:
            lines.insert(at, rng.choice(_WORDS["lines"]) + rng.choice((b"\n", b"", b" " + lines[at])))
        case 7:
            lines[at] = rng.choice(_WORDS["lines"]) + lines[at]
        case 8:
            lines[at] = rng.choice((b" ", b"\t", b"> ", b"\xc2\xa0")) * rng.choice((1, 4, 60)) + lines[at]
        case 9:
            found = rng.choice(seeds).splitlines(keepends=True) or [b""]
            lines[at:at] = found[rng.randrange(len(found)) :][: rng.randint(1, 9)]
        case _:
            # A word out of what was said, where a label, a time or a name would stand.
            words = lines[at].split()
            if words:
                rng.shuffle(words)
                lines[at] = b" ".join(words) + rng.choice((b"\n", b":\n", b": \n"))
    return b"".join(lines)


def _xml(rng: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:  # noqa: ARG001, C901 (one case a line)
    tags = [match.span() for match in _TAG.finditer(data)]
    if not tags:
        return _bytes(rng, data, [data], "xml")
    start, end = rng.choice(tags)
    tag = data[start:end]
    match rng.randrange(10):
        case 0:
            return data[:start] + data[end:]
        case 1:
            return data[:end] + tag * rng.choice((1, 3, 150, 400)) + data[end:]
        case 2:
            other = rng.choice(tags)
            return data[:start] + data[slice(*other)] + data[end:]
        case 3:
            attributes = list(_ATTRIBUTE.finditer(tag))
            if not attributes:
                return data[:start] + tag[:-1] + b' x="1"' + data[end - 1 :]
            found = rng.choice(attributes)
            value = rng.choice(
                (
                    b"",
                    b"-1",
                    b"0",
                    b"99999999999",
                    b"x" * 400,
                    b"../../x",
                    b"http://192.0.2.1/",
                    b"true",
                    b"&amp;",
                    found[2] * 3,
                )
            )
            return data[: start + found.start(2)] + value + data[start + found.end(2) :]
        case 4:
            word = rng.choice(_DOCTYPES)
            at = rng.choice((0, start, end, data.find(b"?>") + 2))
            return data[:at] + word + data[at:]
        case 5:
            depth = rng.choice((2, 30, 190, 260, 3000))
            return data[:start] + b"<a>" * depth + tag + b"</a>" * depth + data[end:]
        case 6:
            # An element (as far as the next closing tag of its name) once more, or somewhere else.
            name = re.match(rb"</?([\w:.-]+)", tag)
            close = data.find(b"</" + name[1] + b">", end) if name is not None else -1
            if close < 0:
                return data[:start] + data[end:]
            whole = data[start : close + len(name[1]) + 3]  # type: ignore[index]
            at = rng.choice(tags)[0]
            return data[:at] + whole * rng.choice((1, 1, 2, 60)) + data[at:]
        case 7:
            name = re.match(rb"(</?)([\w:.-]+)", tag)
            return data if name is None else data.replace(name[2], rng.choice((b"a", b"x:y", name[2] + name[2])))
        case 8:
            return re.sub(rb'xmlns:\w+="[^"]*"', b"", data, count=1)
        case _:
            between = list(re.finditer(rb">([^<>]+)<", data))
            if not between:
                return data
            text = rng.choice(between)
            return data[: text.start(1)] + rng.choice(_WORDS["bytes"]).replace(b"<", b"&lt;") + data[text.end(1) :]


@cache
def _members(data: bytes) -> tuple[tuple[str, bytes], ...] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return tuple((name, archive.read(name)) for name in archive.namelist())
    except Exception:  # noqa: BLE001 (a spoilt container is spoilt further as bytes)
        return None


def _zip(rng: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    members = _members(data) if data in seeds else None
    if not members:
        return _bytes(rng, data, seeds, "zip")
    found = [list(member) for member in members]
    at = rng.randrange(len(found))
    # What most is read from most often: the longest member.
    at = max(range(len(found)), key=lambda place: len(found[place][1])) if rng.random() < 0.6 else at
    match rng.randrange(12):
        case 0:
            del found[at]
        case 1:
            found.append(
                [
                    rng.choice(
                        ("../up.xml", "/etc/x", "a/../../b", "C:/x", found[at][0].upper(), "x" * 3000, "\x1b[31m", "")
                    ),
                    b"x",
                ]
            )
        case 2:
            found[at][0] = rng.choice(("../x", found[at][0].upper(), found[at][0] + "/", "x"))
        case 3:
            other = rng.randrange(len(found))
            found[at][1], found[other][1] = found[other][1], found[at][1]
        case 4:
            found[at][1] = _bytes(rng, found[at][1], [found[at][1]], "xml")
        case 5:
            found[at][1] = rng.choice((b"", b"\x00" * 3_000_000, data, b"<a/>", found[at][1] * 3))
        case _:
            for _ in range(rng.choice((1, 1, 2, 4))):
                found[at][1] = _xml(rng, found[at][1], ())
    return _packed(rng, found)


def _packed(rng: random.Random, members: Sequence[Sequence[Any]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members:
            large = len(content) > 20_000
            method = zipfile.ZIP_DEFLATED if large or rng.random() < 0.05 else zipfile.ZIP_STORED
            info = zipfile.ZipInfo(name or "empty", date_time=(1980, 1, 1, 0, 0, 0))
            archive.writestr(info, content, compress_type=method, compresslevel=1)
    made = out.getvalue()
    if rng.random() < 0.15:
        made = _bytes(rng, made, [made], "zip")
    return made


_ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**63, 2**200, 1e308, -1e308, 1e-320, 0.5, "", " ", "\ud800", "\udc00x", "\x00", "\u202e", "=1+1", "</script>",
    "a" * 3000, "2024-01-01T00:00:00+00:00", "9" * 40, [], {}, [[]], [None], {"": 0}, {"a": {"b": []}}, "../../x", "NaN", -0.0, "\n", "\x1b[31m",
)  # fmt: skip


def _deep(rng: random.Random) -> Any:
    value: Any = 0
    for _ in range(rng.choice((20, 39, 41, 60, 400))):
        value = [value] if rng.random() < 0.5 else {"a": value}
    return value


def _places(document: Any) -> list[tuple[Any, Any]]:
    """Every container of a document with each of its keys."""
    found: list[tuple[Any, Any]] = []
    level = [document]
    while level:
        value = level.pop()
        if isinstance(value, dict):
            found += [(value, key) for key in value]
            level += value.values()
        elif isinstance(value, list):
            found += [(value, place) for place in range(len(value))]
            level += value
    return found


def _json(rng: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return _bytes(rng, data, seeds, "json")
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        document = _changed(rng, document)
    try:
        text = json.dumps(document, ensure_ascii=rng.random() < 0.5)
    except (ValueError, RecursionError):
        return data
    if rng.random() < 0.12:
        text = _doubled(rng, text)
    return text.encode("utf-8", "surrogatepass")


def _changed(rng: random.Random, document: Any) -> Any:  # noqa: C901
    places = _places(document)
    if not places:
        return copy.deepcopy(rng.choice(_ODD))
    inside, key = rng.choice(places)
    value = inside[key]
    match rng.randrange(12):
        case 0 | 1 | 2:
            inside[key] = copy.deepcopy(rng.choice(_ODD))
        case 3:
            del inside[key]
        case 4:
            inside[key] = _deep(rng)
        case 5:
            if isinstance(inside, dict):
                inside[rng.choice(("schema", "x", "", "\ud800", "id", "turns", "9" * 50, str(key) + " "))] = value
            else:
                inside[key:key] = [value] * rng.choice((1, 2, 30))
        case 6:
            if isinstance(inside, dict):
                inside[rng.choice(("y", str(key).upper(), "id"))] = inside.pop(key)
            else:
                rng.shuffle(inside)
        case 7:
            other, where = rng.choice(places)
            if where in other if isinstance(other, dict) else where < len(other):
                # A copy, since one within itself could not be written.
                with contextlib.suppress(RecursionError):
                    inside[key] = json.loads(json.dumps(other[where]))
        case 8:
            inside[key] = _nudged(rng, value)
        case 9:
            return rng.choice((value, [document], {"segments": document}, document))
        case _:
            inside[key] = _nudged(rng, value)
    return document


def _nudged(rng: random.Random, value: Any) -> Any:
    """A value of the same kind, a little or far away."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + rng.choice((1, -1, 7, -1000, 10**6, 10**18))
    if isinstance(value, float):
        return value * rng.choice((-1.0, 0.0, 1e300, 1.0001, 2.0))
    if isinstance(value, str):
        at = rng.randint(0, len(value))
        return (
            value[:at]
            + rng.choice(("", "\ud83d", "\u0000", " ", "\n", "é", "x" * 50, "\u202e", "1"))
            + value[at + rng.choice((0, 1, 3)) :]
        )
    if isinstance(value, list):
        return value[: rng.randint(0, len(value))] * rng.choice((1, 1, 2))
    return {key: inner for key, inner in value.items() if rng.random() < 0.8} if isinstance(value, dict) else []


def _doubled(rng: random.Random, text: str) -> str:
    """What :mod:`json` would not write: a key twice, a number that is none, one of thousands of digits."""
    match rng.randrange(4):
        case 0:
            keys = [found.span() for found in re.finditer(r'"[^"\\]*": ', text)]
            if not keys:
                return text
            start, end = rng.choice(keys)
            return f"{text[:end]}0, {text[start:]}"
        case 1:
            found = [one.span() for one in re.finditer(r"(?<=[ \[])-?\d+(?=[,\]}])", text)]
            if not found:
                return text
            start, end = rng.choice(found)
            return (
                text[:start]
                + rng.choice(("NaN", "1e400", "-Infinity", "9" * 4400, "0" * 5, "1" + "0" * 309, "0x1"))
                + text[end:]
            )
        case 2:
            return text + rng.choice((" ", "x", "{}", "\n\n", "\x00"))
        case _:
            return rng.choice(("[" * 900, '{"a":' * 900, "")) + text


def _json_lines(rng: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    if rng.random() < 0.3:
        return _lines(rng, data, seeds)
    lines = data.split(b"\n")
    at = rng.randrange(len(lines))
    if lines[at].strip():
        lines[at] = _json(rng, lines[at], [lines[at]])
    return b"\n".join(lines)


def _toml(rng: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    values = [found.span() for found in _VALUE.finditer(data)]
    if values and rng.random() < 0.5:
        start, end = rng.choice(values)
        odd = rng.choice(
            (
                b"1",
                b"true",
                b"[]",
                b"{}",
                b'""',
                b"1979-05-27",
                b"inf",
                b"-1",
                b'"x"',
                b"[1, [2]]",
                b'"\\u001b[31m"',
                b"{a = 1}",
                b"0.5",
                b"9" * 30,
            )
        )
        return data[:start] + b"= " + odd + data[end:]
    if rng.random() < 0.2:
        at = data.find(b"\n", _place(rng, data)) + 1
        return data[:at] + rng.choice(_WORDS["toml"]) + b"\n" + data[at:]
    return _lines(rng, data, seeds)


def _rtf(rng: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:  # noqa: ARG001
    words = [found.span() for found in _CONTROL_WORD.finditer(data)]
    if not words:
        return _bytes(rng, data, [data], "rtf")
    start, end = rng.choice(words)
    match rng.randrange(5):
        case 0:
            return data[:start] + data[end:]
        case 1:
            return data[:end] + data[start:end] * rng.choice((1, 5, 500)) + data[end:]
        case 2:
            return data[:start] + data[slice(*rng.choice(words))] + data[end:]
        case 3:
            return (
                data[:start]
                + _NUMBER.sub(rng.choice((b"0", b"-1", b"99999", b"999999999")), data[start:end])
                + data[end:]
            )
        case _:
            return data[:start] + rng.choice(_WORDS["rtf"]) + data[start:]


def _pdf(rng: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    numbers = [found.span() for found in _NUMBER.finditer(data)]
    if numbers and rng.random() < 0.5:
        start, end = rng.choice(numbers)
        return (
            data[:start] + rng.choice((b"0", b"1", b"2", b"3", b"5", b"-1", b"99999999", b"65536", b"1.5")) + data[end:]
        )
    parts = re.split(rb"(?<=endobj\n)", data)
    if len(parts) > 2 and rng.random() < 0.4:
        at, other = rng.randrange(len(parts)), rng.randrange(len(parts))
        parts[at] = parts[other] if rng.random() < 0.5 else parts[at] * rng.choice((2, 30))
        return b"".join(parts)
    return _bytes(rng, data, seeds, "pdf")


_SHAPED = {
    "lines": _lines,
    "xml": _xml,
    "zip": _zip,
    "json": _json,
    "jsonl": _json_lines,
    "toml": _toml,
    "rtf": _rtf,
    "pdf": _pdf,
}
