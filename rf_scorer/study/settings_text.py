"""A new ``study.toml``, with comments for whoever will change it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["as_toml", "cases_toml"]


def as_toml(document: Mapping[str, Any]) -> str:
    """The settings as TOML that reads back as the same document.

    Parameters
    ----------
    document : mapping
        As ``schemas/study.schema.json`` has it, with every key of ``desk``.
    """
    return "\n".join(_lines(document)) + "\n"


def cases_toml(names: str) -> str:
    """A new table of cases with a pattern for file names, and remarks for whoever will add to it."""
    return "\n".join(
        (
            "# Who is who in transcripts/, and when; see 'rf-scorer guides show transcripts'. Lines that begin with # are remarks. Save as UTF-8.",
            "",
            f"{_pair('names', names)}  # how files are named, without their suffix; a * stands for anything",
            "",
            "# [labels]  # speaker labels that hold in every file",
            '# "Speaker 1" = "interviewer"',
            '# "Speaker 2" = "participant"',
            "",
            '# [files."P01_T1.docx"]  # what holds for one file, by its name or its path in transcripts/, whatever the name tells',
            '# participant = "P01"',
            '# timepoint = "T1"',
            '# protocol = "aai"',
            '# labels = { "MK" = "interviewer" }',
            "",
        )
    )


def _lines(document: Mapping[str, Any]) -> Iterator[str]:
    yield "# The settings of this study. Lines that begin with # are remarks. Save as UTF-8."
    yield "# 'rf-scorer check', 'score' and 'review' tell what is wrong here, if anything is; 'rf-scorer schema study' has every key."
    yield ""
    yield _pair("schema", document["schema"])
    yield f"{_pair('id', document['id'])}  # worksheets and ratings say by it which study they belong to: never change it"
    yield _pair("title", document["title"])
    if "kind" in document:
        yield f"{_pair('kind', document['kind'])}  # invented answers with labels, to practise on"
    if "practice" in document:
        yield from (
            "",
            "[practice]",
            f"{_pair('labels', document['practice']['labels'])}  # the labels of the passages",
        )
    else:
        yield from _score(document.get("score", {}))
        yield from _privacy()
    yield from _desk(document["desk"])
    yield from _raters(document.get("raters", ()))


def _score(score: Mapping[str, Any]) -> Iterator[str]:
    yield ""
    yield "# How 'rf-scorer score' and 'rf-scorer check' read what stands in transcripts/. Options of a command win."
    yield "[score]"
    yield _line(
        score,
        "protocol",
        "aai",
        'a name (\'rf-scorer protocols list\'), a path from this folder, "auto" or "none"',
    )
    yield _line(score, "model", "rf_passage", "a name ('rf-scorer models list') or a path from this folder")
    yield _line(
        score,
        "cases",
        "cases.toml",
        "speaker labels; participants and timepoints, out of file names too; see 'rf-scorer guides show transcripts'",
    )


def _privacy() -> Iterator[str]:
    yield ""
    yield "# What is done about words in transcripts that may identify somebody; 'rf-scorer check --privacy' looks for them."
    yield "[privacy]"
    yield '# gate = "block"  # "block" refuses such a transcript until it is mended or attested, "warn" tells, "off" does not look'
    yield '# pseudonyms = "pseudonyms.txt"  # words that may stand, one a line; or: allow = ["Ashby", "Biscuit"]'
    yield '# classes = { place = "block", pet = "off" }  # "block", "warn", "note" or "off" by class'


def _desk(desk: Mapping[str, Any]) -> Iterator[str]:
    remarks = {
        "reveal": 'suggestions are shown behind each locked "passage", behind the whole locked "interview", or "never"',
        "highlights": "whether highlights are on when an interview is opened; a rater can switch them",
        "show_participants": "whether raters see participants' codes and timepoints; hidden, nobody is led by what came before",
        "control_share": "0 to 1: share of the interviews that are rated without any help; what was drawn stays drawn",
        "seed": "decides which interviews those are",
        "margin": "two ratings further apart than this, in levels, go to adjudication",
        "adjudication": 'who settles them: a "third" person, or the raters by "consensus"',
    }
    yield from ("", "# What raters see, and when. Settle this before the first interview is rated.", "[desk]")
    for key, remark in remarks.items():
        yield f"{_pair(key, desk[key])}  # {remark}"


def _raters(raters: tuple[Mapping[str, Any], ...] | list[Mapping[str, Any]]) -> Iterator[str]:
    yield ""
    yield "# Who rates and who adjudicates, by codes rather than names; never give a code to somebody else later."
    yield "# Without 'interviews' a rater gets all of them; with it those that are named, as the files in sheets/ are."
    if not raters:
        yield from (
            "# [[raters]]",
            '# id = "anna"',
            '# role = "rater"  # or "adjudicator"',
            '# interviews = ["aai-01", "aai-02"]',
        )
    for index, rater in enumerate(raters):
        if index:
            yield ""
        yield from ("[[raters]]", _pair("id", rater["id"]), _pair("role", rater.get("role", "rater")))
        if "interviews" in rater:
            yield _pair("interviews", rater["interviews"])


def _line(table: Mapping[str, Any], key: str, example: str, remark: str) -> str:
    return f"{_pair(key, table[key])}  # {remark}" if key in table else f"# {_pair(key, example)}  # {remark}"


def _pair(key: str, value: Any) -> str:
    # What JSON writes of text, numbers, true, false and flat lists is TOML too, but for one control character.
    return f"{key} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f")
