"""The formats, by name: what each writes, and how the tools in which spans are edited are read back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from rf_scorer.errors import UnknownName, UsageError
from rf_scorer.exchange.brat import read_brat, write_brat
from rf_scorer.exchange.labelstudio import read_labelstudio, write_labelstudio
from rf_scorer.exchange.lines import read_doccano, read_prodigy, write_doccano, write_prodigy
from rf_scorer.exchange.qdpx import write_qdc, write_qdpx
from rf_scorer.exchange.qdpx_back import read_qdpx
from rf_scorer.exchange.rsmeval import write_rsmeval
from rf_scorer.exchange.spreadsheets import write_csv, write_xlsx
from rf_scorer.exchange.spss import write_sav

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from rf_scorer.exchange.material import Material, Options
    from rf_scorer.exchange.spans import Returned

    Writes: TypeAlias = Callable[[Material, Options], Mapping[str, bytes]]
    Reads: TypeAlias = Callable[[Mapping[str, bytes], Material], Iterable[Returned]]

__all__ = ["FORMATS", "Format", "files_of", "format_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format.

    Attributes
    ----------
    name : str
        As a person asks for it.
    extension : str
        Of its main file.
    about : str
    writes : callable
        Of material and options, the bytes of every file by its path.
    reads : callable or None
        Of files and material, the texts that came back.
    is_text : bool
        Whether it is made of the interviews' words and cannot do without.
    """

    name: str
    extension: str
    about: str
    writes: Writes
    reads: Reads | None = None
    is_text: bool = False


FORMATS: Mapping[str, Format] = {
    made.name: made
    for made in (
        Format(name="csv", extension="csv", about="tables for R, Stata, jamovi and others", writes=write_csv),
        Format(name="xlsx", extension="xlsx", about="the same tables as one workbook", writes=write_xlsx),
        Format(name="sav", extension="sav", about="SPSS, with labels and declared missing values", writes=write_sav),
        Format(name="rsmeval", extension="csv", about="input of RSMTool's rsmeval", writes=write_rsmeval),
        Format(
            name="qdpx",
            extension="qdpx",
            about="REFI-QDA project: NVivo, ATLAS.ti, MAXQDA, QualCoder",
            writes=write_qdpx,
            reads=read_qdpx,
            is_text=True,
        ),
        Format(name="qdc", extension="qdc", about="REFI-QDA codebook, without any interview", writes=write_qdc),
        Format(
            name="labelstudio",
            extension="json",
            about="tasks and interface of Label Studio",
            writes=write_labelstudio,
            reads=read_labelstudio,
            is_text=True,
        ),
        Format(
            name="doccano",
            extension="jsonl",
            about="sequence labelling in doccano",
            writes=write_doccano,
            reads=read_doccano,
            is_text=True,
        ),
        Format(
            name="prodigy",
            extension="jsonl",
            about="spans.manual in Prodigy",
            writes=write_prodigy,
            reads=read_prodigy,
            is_text=True,
        ),
        Format(
            name="brat",
            extension="ann",
            about="a collection of brat",
            writes=write_brat,
            reads=read_brat,
            is_text=True,
        ),
    )
}


def format_of(name: str) -> Format:
    """The format of a name.

    Raises
    ------
    UnknownName
        If there is none.
    """
    if name not in FORMATS:
        raise UnknownName("format", name, FORMATS)
    return FORMATS[name]


def files_of(names: Iterable[str], material: Material, options: Options) -> dict[str, bytes]:
    """Every file of these formats, each format's in a folder of its name.

    Raises
    ------
    UsageError
        If a format that is the interviews' text is to do without.
    DataError, MissingExtra
        If a format lacks what it needs.
    """
    chosen = [format_of(name) for name in dict.fromkeys(names)]
    for made in chosen:
        if made.is_text and not options.text:
            raise UsageError(
                f"The format {made.name} is made of participants' words.",
                where="--no-text",
                remedy=f"Leave --no-text out, or choose among: {', '.join(name for name, one in FORMATS.items() if not one.is_text)}.",
            )
    return {f"{made.name}/{path}": data for made in chosen for path, data in made.writes(material, options).items()}
