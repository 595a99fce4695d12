"""brat standoff: a text and an annotation file for each interview, and the configuration of the collection.

A highlight is a text-bound annotation whose note holds its id, so that it is known again; whose state it is, and what else is true of
it, are attributes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rf_scorer.domain import FLAGS, HOLDERS
from rf_scorer.errors import DataError
from rf_scorer.exchange.jsontext import kinds, text_of
from rf_scorer.exchange.labels import MENTION, labels
from rf_scorer.exchange.marks import marks_of, suggestion_lines
from rf_scorer.exchange.positions import Counted, count
from rf_scorer.exchange.spans import Returned, Said
from rf_scorer.jsonio import dumps_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rf_scorer.exchange.material import Material, Options

__all__ = ["read_brat", "write_brat"]

_HOLDER = "Holder"
_BOUND = re.compile(r"(T[0-9]+)\t(\S+) ([0-9]{1,9} [0-9]{1,9}(?:;[0-9]{1,9} [0-9]{1,9})*)\t(.*)")
_ATTRIBUTE = re.compile(r"A[0-9]+\t(\S+) (T[0-9]+)(?: (\S+))?")
_NOTE = re.compile(r"#[0-9]+\tAnnotatorNotes (T[0-9]+)\t(.*)")


def _type(label: str) -> str:
    """A label as brat can name a type: letters, digits, ``-`` and ``_``."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", label)


def write_brat(material: Material, options: Options) -> Mapping[str, bytes]:
    """``<interview>.txt``, ``<interview>.ann``, ``annotation.conf`` and ``visual.conf``."""
    files = {}
    for name in material.sheets:
        files[f"{name}.txt"] = material.talks[name].text.encode("utf-8", "replace")
        files[f"{name}.ann"] = "".join(f"{line}\n" for line in _annotations(material, name)).encode("utf-8", "replace")
        if options.suggestions:
            made = suggestion_lines(material, name)
            text = "".join(f"{dumps_line(one)}\n" for one in made)
            files[f"{name}.provisional-suggestions.jsonl"] = text.encode("utf-8")
    found = labels(material.sheets.values())
    types = "\n".join(_type(label.id) for label in found)
    mentions = "|".join(_type(label.id) for label in found if label.kind == MENTION)
    flags = "\n".join(f"{flag.capitalize()}\tArg:{mentions}" for flag in FLAGS)
    files["annotation.conf"] = (
        f"[entities]\n{types}\n\n[relations]\n<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\n[events]\n\n"
        f"[attributes]\n{_HOLDER}\tArg:{mentions}, Value:{'|'.join(HOLDERS)}\n{flags}\n"
    ).encode()
    drawn = "\n".join(f"{_type(label.id)}\tbgColor:{label.colour}, fgColor:white" for label in found)
    named = "\n".join(f"{_type(label.id)} | {label.named} | {label.id}" for label in found)
    files["visual.conf"] = f"[labels]\n{named}\n\n[drawing]\n{drawn}\n".encode()
    return files


def _annotations(material: Material, name: str) -> Iterator[str]:
    text = material.talks[name].text
    attribute = 0
    for number, mark in enumerate(marks_of(material, name), start=1):
        yield f"T{number}\t{_type(mark.label)} {mark.start} {mark.end}\t{text[mark.start : mark.end]}"
        if mark.holder is not None:
            attribute += 1
            yield f"A{attribute}\t{_HOLDER} T{number} {mark.holder}"
        for flag in mark.flags:
            attribute += 1
            yield f"A{attribute}\t{flag.capitalize()} T{number}"
        yield f"#{number}\tAnnotatorNotes T{number}\t{mark.id}"


def read_brat(files: Mapping[str, bytes], material: Material) -> Iterator[Returned]:
    """Every ``.ann`` with the ``.txt`` of its name.

    Raises
    ------
    DataError
        If one of the two is missing, or a line is no annotation.
    """
    names = sorted(name.removesuffix(".ann") for name in files if name.endswith(".ann"))
    if not names:
        raise DataError("There is no .ann file.", remedy="Give the .ann files and the .txt files of the same names.")
    types = {_type(name): (name, kind) for name, kind in kinds(material).items()}
    for name in names:
        if f"{name}.txt" not in files:
            raise DataError(
                "The text of these annotations is missing.", where=f"{name}.ann", remedy="Give its .txt file as well."
            )
        text = text_of(files[f"{name}.txt"], f"{name}.txt")
        yield _returned(name, text, text_of(files[f"{name}.ann"], f"{name}.ann"), types)


def _returned(name: str, stored: str, annotations: str, types: Mapping[str, tuple[str, str]]) -> Returned:
    bound: dict[str, tuple[str, int, int, str]] = {}
    holders: dict[str, str] = {}
    flags: dict[str, set[str]] = {}
    ids: dict[str, str] = {}
    for number, given_line in enumerate(annotations.split("\n"), start=1):
        line = given_line.rstrip("\r")
        if found := _BOUND.fullmatch(line):
            key, label, places, words = found.groups()
            ends = [int(place) for pair in places.split(";") for place in pair.split()]
            bound[key] = (label, min(ends), max(ends), "" if ";" in places else words)
        elif found := _ATTRIBUTE.fullmatch(line):
            what, key, value = found.groups()
            if what == _HOLDER and value in HOLDERS:
                holders[key] = value
            elif what.lower() in FLAGS:
                flags.setdefault(key, set()).add(what.lower())
        elif found := _NOTE.fullmatch(line):
            ids[found.group(1)] = found.group(2).strip()
        elif line.strip() and line[0] not in "RE*MN#":  # a place of ten digits is none
            raise DataError(
                "This line is no annotation.", where=f"{name}.ann:{number}", remedy="Take the file as brat wrote it."
            )
    given = list(bound.items())
    text, places_found, _ = count(stored, [Counted(start, end, words or None) for _, (_, start, end, words) in given])
    spans = []
    for (key, (label, *_)), place in zip(given, places_found, strict=True):
        known, kind = types.get(label, ("", ""))
        start, end = place or (0, 0)
        spans.append(
            Said(
                start=start,
                end=end,
                label=label,
                kind=kind,
                name=known,
                id=ids.get(key),
                holder=holders.get(key) if kind == MENTION else None,
                flags=tuple(flag for flag in FLAGS if flag in flags.get(key, ())) if kind == MENTION else None,
            )
        )
    return Returned(
        where=f"{name}.ann", interview=name.rpartition("/")[2], text=text, annotator=None, spans=tuple(spans)
    )
