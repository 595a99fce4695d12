"""SPSS and RSMTool: levels with their names, reasons as declared missing values, and zero as a level like any other."""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from rf_scorer.errors import DataError, MissingExtra
from rf_scorer.exchange.material import Options
from rf_scorer.exchange.rsmeval import write_rsmeval
from rf_scorer.exchange.spss import MISSING, write_sav

if TYPE_CHECKING:
    from pathlib import Path

    from rf_scorer.exchange.material import Material


def _read(tmp_path: Path, material: Material, **options: Any) -> tuple[dict[str, list[Any]], Any]:
    pyreadstat = pytest.importorskip("pyreadstat")
    path = tmp_path / "ratings.sav"
    path.write_bytes(write_sav(material, Options(**options))["ratings.sav"])
    frame, meta = pyreadstat.read_sav(str(path), user_missing=True, output_format="dict")
    return {name: list(cells) for name, cells in frame.items()}, meta


def _level(frame: dict[str, list[Any]], variable: str, interview: str, unit: str) -> Any:
    (found,) = [
        value
        for name, one, value in zip(frame["interview"], frame["unit"], frame[variable], strict=True)
        if (name, one) == (interview, unit)
    ]
    return found


def test_spss_gets_levels_and_reasons(rated: Material, tmp_path: Path) -> None:
    """Zero and -1 are levels; a reason is a code that is declared missing; what nobody rated is missing by itself."""
    frame, meta = _read(tmp_path, rated)
    assert _level(frame, "level_anna", "talk-1", "p02") == 4
    assert _level(frame, "level_ben", "talk-1", "p02") == 0
    assert _level(frame, "level_ben", "talk-1", "overall") == -1
    assert _level(frame, "level_anna", "talk-1", "p03") == -92
    assert _level(frame, "level_anna", "talk-2", "p02") is None or _level(
        frame, "level_anna", "talk-2", "p02"
    ) != _level(frame, "level_anna", "talk-2", "p02")
    assert meta.missing_ranges["level_anna"] == [{"lo": -95.0, "hi": -91.0}]
    assert sorted(MISSING.values()) == [-95, -94, -93, -92, -91]


def test_spss_gets_labels(rated: Material, tmp_path: Path) -> None:
    """Of variables, of levels by their names, of reasons; and ordinal levels."""
    _, meta = _read(tmp_path, rated)
    labels = meta.variable_value_labels["level_anna"]
    assert (labels[-1.0], labels[9.0], labels[3.0]) == ("negative", "exceptional", "3")
    assert labels[-92.0] == "not ratable: inaudible"
    assert len(labels) == 11 + 5
    assert meta.column_names_to_labels["level_anna"] == "Level given by anna (blind)"
    assert meta.variable_measure["level_anna"] == "ordinal"
    assert meta.variable_measure["interview"] == "nominal"
    assert meta.variable_value_labels["role"][1.0] == "demand"


def test_a_consensus_and_suggestions_on_request(rated: Material, tmp_path: Path) -> None:
    """A consensus takes the place of raters; suggestions are named provisional, and otherwise not there."""
    frame, meta = _read(tmp_path, rated, use="consensus", suggestions=True)
    assert _level(frame, "level_consensus", "talk-1", "overall") == 4
    assert meta.variable_measure["level_consensus"] == "scale"
    assert "PROVISIONAL" in meta.column_names_to_labels["provisional_level"]
    assert _level(frame, "provisional_level", "talk-1", "p02") == 3
    without, _ = _read(tmp_path, rated)
    assert "provisional_level" not in without


def test_spss_holds_nobodys_words(rated: Material) -> None:
    """No answer and no note."""
    data = write_sav(rated, Options())["ratings.sav"]
    for word in (b"zwickelmond", b"harbour", b"frightened"):
        assert word not in data


def test_spss_gets_the_same_bytes(rated: Material) -> None:
    """The header tells no day."""
    assert write_sav(rated, Options()) == write_sav(rated, Options())


def test_without_the_library_the_way_to_get_it_is_told(rated: Material, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the name of the extra."""
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    with pytest.raises(MissingExtra) as told:
        write_sav(rated, Options())
    assert "[spss]" in str(told.value)


@pytest.mark.parametrize("write", [write_sav, write_rsmeval])
def test_without_ratings_there_is_nothing_to_write(awkward: Material, write: Any) -> None:
    """And that is said."""
    with pytest.raises(DataError):
        write(awkward, Options())


@pytest.mark.parametrize("write", [write_sav, write_rsmeval])
def test_different_scales_do_not_go_into_one_file(rated: Material, write: Any) -> None:
    """The scale is that of the documents, never guessed."""
    first, *others = rated.ratings
    other = replace(first, sheet=replace(first.sheet, minimum=0), rater="zoe")
    with pytest.raises(DataError) as told:
        write(replace(rated, ratings=(first, *others, other)), Options())
    assert "different scales" in str(told.value)


def test_rsmeval_gets_blind_levels_beside_suggestions(rated: Material) -> None:
    """Whatever levels are asked for elsewhere: zero is there, and a passage without a level of anybody is not."""
    files = write_rsmeval(rated, Options(use="final"))
    rows = list(csv.DictReader(io.StringIO(files["predictions.csv"].decode())))
    assert [(row["id"], row["h1"], row["h2"]) for row in rows] == [("talk-1/p02", "4", "0"), ("talk-1/p03", "6", "")]
    assert {row["system"] for row in rows} == {"3.008785"}
    assert rows[0]["candidate"] == "person-1"


def test_rsmeval_keeps_zero_and_knows_the_scale(rated: Material) -> None:
    """Its defaults would drop the one and guess the other."""
    config = json.loads(write_rsmeval(rated, Options())["rsmeval.json"])
    assert config["exclude_zero_scores"] is False
    assert (config["trim_min"], config["trim_max"]) == (-1, 9)
    assert (config["system_score_column"], config["human_score_column"], config["second_human_score_column"]) == (
        "system",
        "h1",
        "h2",
    )
    assert config["predictions_file"] == "predictions.csv"


def test_rsmeval_names_no_second_rater_where_there_is_none(rated: Material) -> None:
    """A column of empty cells would stop it."""
    (anna,) = [one for one in rated.ratings if one.rater == "anna"]
    config = json.loads(write_rsmeval(replace(rated, ratings=(anna,)), Options())["rsmeval.json"])
    assert "second_human_score_column" not in config
