"""Makes ``reference/settings.md``: the files in which a study says how it is done, and the environment."""

from __future__ import annotations

from dataclasses import asdict, fields

from generated import cell, page, table
from make_schemas import keys

from rf_scorer import validation
from rf_scorer.domain import Role
from rf_scorer.privacy import CLASSES
from rf_scorer.study.casemap import Case
from rf_scorer.study.folder import DeskRules
from rf_scorer.study.settings_text import as_toml

__all__ = ["pages"]

_CASE = {
    "participant": "the participant's code, in place of the one that stands in the file",
    "timepoint": "which interview of the participant it is, in your words: `t1`, `intake`",
    "protocol": "the protocol of this interview, by name or path",
    "labels": "speaker label → role, for this file; wins over `[labels]`",
}
_ENVIRONMENT = (
    (
        "`OMP_NUM_THREADS` and its like",
        "threads of the numerical libraries. Where the program works in several processes each gets one; in a job array or beside other work, set it to 1",
    ),
    ("`LOKY_MAX_CPU_COUNT`", "the most processes that `--jobs auto` takes"),
    ("`BROWSER`", "which browser `rf-scorer review` and `rf-scorer practice` open"),
)
_NEW = {
    "schema": "urn:rf-scorer:schema:study:1",
    "id": "st-0123456789ab",
    "title": "Mothers and sons",
    "score": {"protocol": "aai", "cases": "cases.toml"},
    "desk": asdict(DeskRules()),
    "raters": [{"id": "anna"}, {"id": "cleo", "role": "adjudicator"}],
}


def pages() -> dict[str, str]:
    """The one page."""
    rows = [row for row in keys(validation.schema("study")) if not row[0].strip("*`").startswith("privacy.classes.")]
    classes = [(f"`{name}`", cell(about.title), f"`{about.action}`") for name, about in CLASSES.items()]
    cases = [(f"`{field.name}`", _CASE[field.name]) for field in fields(Case)]
    return {
        "reference/settings.md": page(
            "Settings",
            "The two files in which a study says how it is scored and rated, and what of the environment counts. For coders and whoever leads a study.",
            "An option of a command wins over a setting, and a setting over what is usual.",
            "## study.toml",
            "Made by [`rf-scorer init`](commands/init.md), changed by hand, read by every command that is given a study; `rf-scorer validate my-study/` tells every fault. "
            "The same as a [schema](schemas/study.md). A new one looks like this:",
            f"```toml study\n{as_toml(_NEW)}```",
            table(("key", "type", "meaning"), rows),
            "### Classes of identifiers",
            "The keys of `privacy.classes`, and what is done about each where the table says nothing:",
            table(("class", "what it finds", "usually"), classes),
            "## cases.toml",
            "Who is who in which file: the table of cases, given as `--cases FILE.toml`, or named in `study.toml` as `score.cases`.",
            '```toml cases\n[labels]                      # holds in every file\n"Speaker 1" = "interviewer"\n\n[files."site-b/017.docx"]     # by path within the folder, or by file name\n'
            'participant = "P017"\ntimepoint = "t2"\nprotocol = "pdi"\nlabels = { "MK" = "interviewer", "Mother" = "participant" }\n```',
            table(("key of a file", "meaning"), cases),
            f"Roles are {', '.join(f'`{role.value}`' for role in Role)}. A key or a role that is not known is refused.",
            "## Environment",
            "rf_scorer has no variables of its own: what it does hangs on its options and settings alone. Of those that others have, these count:",
            table(("variable", "what it does"), _ENVIRONMENT),
        )
    }


if __name__ == "__main__":
    import make

    make.main()
