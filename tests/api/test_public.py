"""What others may rely on beside :class:`rf_scorer.Scorer`: plug-ins, components, and what a plug-in has to be. Changed on purpose only."""

from __future__ import annotations

import inspect
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest

import rf_scorer
from rf_scorer import registry
from rf_scorer.language import components
from rf_scorer.language.pipelines import load_pipeline
from rf_scorer.transcripts.document import Reader

#: Group, name and target of everything that rf_scorer registers.
ENTRY_POINTS = {
    ("console_scripts", "rf-scorer", "rf_scorer.cli:main"),
    ("rf_scorer.models", "rf_passage", "rf_scorer.rating.shipped:rf_passage"),
    ("rf_scorer.models", "short_answers", "rf_scorer.rating.shipped:short_answers"),
    *(
        ("rf_scorer.readers", name, f"rf_scorer.transcripts.readers.{module}:READER")
        for name, module in (
            ("captions", "captions"), ("chat", "chat"), ("docx", "docx"), ("elan", "elan"), ("odt", "odt"), ("pdf", "pdf"), ("rtf", "rtf"),
            ("table", "table"), ("text", "text"), ("transcript", "native"), ("whisperx", "whisperx"),
        )
    ),
    ("spacy_factories", "rf_markers", "rf_scorer.language.components:make_markers"),
    ("spacy_factories", "rf_mentions", "rf_scorer.language.components:make_mentions"),
}  # fmt: skip
#: Of the components: what is called with what; classes and constants by themselves.
COMPONENTS = {
    "displacy_options": ("key",),
    "make_markers": ("nlp", "name"),
    "make_mentions": ("nlp", "name"),
    "unpack": ("span",),
    "unpack_marker": ("span",),
}
TYPES = {"CarriedMarker", "CarriedMention", "MarkerComponent", "MentionComponent", "MARKERS", "MENTIONS", "QUESTION"}
EXTRAS = {"dask", "desk", "dev", "docs", "pdf", "spss", "test"}


def test_entry_points_are_these() -> None:
    """Every name with its target, and no other."""
    assert {(point.group, point.name, point.value) for point in distribution("rf_scorer").entry_points} == ENTRY_POINTS


@pytest.mark.parametrize(
    ("group", "name"), sorted((group, name) for group, name, _ in ENTRY_POINTS if group.startswith("rf_scorer."))
)
def test_what_is_registered_can_be_loaded(group: registry.Group, name: str) -> None:
    """By its own name, as somebody else's would be."""
    found = registry.load(group, name)
    assert found.name == name if group == "rf_scorer.readers" else found().is_dir()


def test_the_components_are_these() -> None:
    """Names, and the parameters of functions."""
    assert set(components.__all__) == TYPES | set(COMPONENTS)
    assert {name: tuple(inspect.signature(getattr(components, name)).parameters) for name in COMPONENTS} == COMPONENTS
    assert (components.MENTIONS, components.MARKERS, components.QUESTION) == (
        "rf_mentions",
        "rf_markers",
        "rf_question",
    )
    assert components.CarriedMention._fields == ("holder", "flags", "lemma", "rule", "level")
    assert components.CarriedMarker._fields == ("family", "rule", "mentions")
    assert tuple(inspect.signature(load_pipeline).parameters) == ("name",)


def test_a_reader_needs_no_more_than_this() -> None:
    """A plug-in that was written for one version is one for the next."""
    methods = {
        name: tuple(inspect.signature(found).parameters)
        for name, found in vars(Reader).items()
        if name in {"read", "recognise"}
    }
    assert methods == {"recognise": ("self", "document"), "read": ("self", "document", "options")}
    assert set(Reader.__annotations__) == {"name", "description"}
    assert {name for name in vars(Reader) if not name.startswith("_")} == set(methods)


def test_the_metadata_are_these() -> None:
    """One version, typed, with the extras that the documents name; no address, since there is none."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == rf_scorer.__version__
    assert set(project["optional-dependencies"]) == EXTRAS
    assert "Typing :: Typed" in project["classifiers"]
    assert "urls" not in project
    assert {name.rpartition(" ")[2] for name in project["classifiers"] if ":: Python ::" in name} == {
        "3.11",
        "3.12",
        "3.13",
    }
    assert project["requires-python"] == ">=3.11,<3.14"
