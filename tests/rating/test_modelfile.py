"""The model file: what is written is what is read, and what cannot be is refused."""

from __future__ import annotations

import copy
import json
import math
from typing import TYPE_CHECKING, Any

import pytest
from corpora import QUESTIONS, SCALES, THREE, corpus, learned, with_members
from passages import RF

from rf_scorer import jsonio
from rf_scorer.errors import InvalidDocument, UnknownName, UsageError
from rf_scorer.rating import RatingModel, features, load, modelfile

if TYPE_CHECKING:
    from pathlib import Path

    from rf_scorer.rating.fitted import Fitted

pytestmark = pytest.mark.usefixtures("few_trees")

#: The first tree.
GRAPH = "members/boosted/trees/0"
#: What no message may hold.
SECRET = "zwickelmond"


@pytest.fixture(scope="module")
def full(few_trees) -> Fitted:
    """A model with every part that there is: all members, questions, a rule with cuts, and a former model."""
    rated = corpus(THREE, people=30, each=3, questions=QUESTIONS, effects=(-0.5, 0.5))
    prior = with_members(corpus(RF, people=8, seed=3), "linear")
    # Few words are known to all of so many people: a small file is soon read, and it is read hundreds of times.
    found = with_members(rated, "prior", "linear", "boosted", "worded", "graded", priors=(prior,), least_people=30)
    assert found.stacked.members.own == 1
    return found


@pytest.fixture(scope="module")
def sound(full) -> dict[str, Any]:
    """Its document, as read from its text."""
    return json.loads(modelfile.text(full))


def _write(folder: Path, document: Any) -> Path:
    (folder / "model.json").write_text(json.dumps(document))
    return folder


def _spoil(document: Any, path: str, value: Any) -> Any:
    """A copy with one value changed, or gone where ``value`` is ``...``; numbers in a path are places in lists."""
    first, _, rest = path.partition("/")
    key: Any = int(first) if isinstance(document, list) else first
    spoiled = copy.copy(document)
    if rest:
        spoiled[key] = _spoil(document[key], rest, value)
    elif value is ...:
        del spoiled[key]
    else:
        spoiled[key] = value
    return spoiled


def _refused(folder: Path, document: Any) -> InvalidDocument:
    with pytest.raises(InvalidDocument) as caught:
        load(_write(folder, document))
    assert caught.value.where is not None
    assert "model.json" in caught.value.where
    assert SECRET not in str(caught.value)
    # What was read may not travel in a traceback either.
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    return caught.value


def _round_trip(fitted: Fitted, folder: Path) -> RatingModel:
    (folder / "model.json").write_text(modelfile.text(fitted))
    return load(folder)


@SCALES
@pytest.mark.parametrize("options", [{}, {"new_questions": True}], ids=["apart", "new"])
def test_what_is_read_is_what_was_written(scale, options, tmp_path):
    """A model that was written and read gives the same bytes when written again, and as good as the same suggestions."""
    rated = corpus(scale, people=16, questions=QUESTIONS, effects=(-0.5, 0.5))
    fitted = learned(rated, **options)
    again = _round_trip(fitted, tmp_path)
    assert modelfile.text(again.fitted) == modelfile.text(fitted)
    first = RatingModel(fitted, again.sha256).suggest(rated.items[:20])
    for one, two in zip(first, again.suggest(rated.items[:20]), strict=True):
        assert one.expected == pytest.approx(two.expected, abs=2e-3)
        assert list(one.distribution.values()) == pytest.approx(list(two.distribution.values()), abs=1e-3)
        assert [reason.code for reason in one.reasons] == [reason.code for reason in two.reasons]


def test_every_part_is_read_back(full, sound, tmp_path):
    """Members of every kind and a former model come back, and what is read says the very same when it is written and read once more."""
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    one = _round_trip(full, tmp_path / "one")
    two = _round_trip(one.fitted, tmp_path / "two")
    assert one.sha256 == two.sha256
    assert modelfile.document(two.fitted) == sound
    items = corpus(THREE, people=16, questions=QUESTIONS).items[:12]
    assert one.suggest(items) == two.suggest(items)
    assert len(one.fitted.priors) == 1


@pytest.mark.parametrize("options", [{}, {"new_questions": True}], ids=["apart", "new"])
def test_levels_learned_apart_are_read_back(options, tmp_path):
    """A regression by level comes back where no other member looks at wording, and where no question is told apart."""
    rated = corpus(THREE, people=18, questions=QUESTIONS)
    again = _round_trip(with_members(rated, "graded", **options), tmp_path)
    members = again.fitted.stacked.members
    assert (members.worded, members.own) == (None, 1)
    assert members.graded.questions == (0 if options else 2)
    (tmp_path / "two").mkdir()
    two = _round_trip(again.fitted, tmp_path / "two")
    assert again.suggest(rated.items[:12]) == two.suggest(rated.items[:12])


def test_the_digest_is_of_the_bytes(full, tmp_path):
    """One more line break is another digest and the same model."""
    one = _round_trip(full, tmp_path)
    path = tmp_path / "model.json"
    path.write_bytes(path.read_bytes() + b"\n")
    two = load(tmp_path)
    assert one.sha256 != two.sha256
    assert modelfile.text(one.fitted) == modelfile.text(two.fitted)


def test_the_text_is_the_document(full):
    """The readable text, with its lists on one line each, is the document and nothing else."""
    text = modelfile.text(full)
    assert json.loads(text) == modelfile.document(full)
    assert text.endswith("}\n")
    assert max(len(line) for line in jsonio.dumps(modelfile.document(full)).splitlines()) < 200
    assert text.count("\n") < jsonio.dumps(modelfile.document(full)).count("\n") / 2


@pytest.mark.parametrize("odd", ["made of [ two  ,  parts ]", "[  ]", "[\n1,\n2\n]", 'a "quoted" [ one ]'])
def test_brackets_in_a_text_are_left_alone(odd, tmp_path):
    """A question or statement that holds brackets and spaces is written as it is."""
    rated = corpus(THREE, people=16, questions=(odd, "Why?"))
    again = _round_trip(learned(rated), tmp_path)
    assert odd in again.fitted.questions
    asked = again.fitted.asked(rated.items[:2])
    assert sorted(asked.tolist()) == [0, 1]


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ("format", 1, "$.format"),
        ("format", True, "$.format"),
        ("format", "2", "$.format"),
        ("kind", SECRET, "$.kind"),
        ("kind", ..., "$.kind"),
        ("feature_set", "passage.v1", "$.feature_set"),
        ("feature_set", [SECRET], "$.feature_set"),
        ("familiarity/trait_set", "shape.v0", "$.familiarity.trait_set"),
        ("priors/0/format", 1, "$.priors[0].format"),
        ("priors/0/feature_set", SECRET, "$.priors[0].feature_set"),
        ("priors/0/familiarity/trait_set", "shape.v0", "$.priors[0].familiarity.trait_set"),
    ],
)
def test_another_format(sound, tmp_path, path, value, key):
    """Another format, kind, feature set or list of traits, in a former model too, is refused with its place and what to do."""
    error = _refused(tmp_path, _spoil(sound, path, value))
    assert error.where.endswith(f"model.json::{key}")
    assert "Train the model again" in str(error)


def _paths(part: Any, path: str = "") -> list[str]:
    """Every object's keys, and the first element of every list, all the way down."""
    found = []
    if isinstance(part, dict):
        # Of features and grams one is like another.
        keys = list(part) if len(part) < 20 else [next(iter(part))]
        for key in keys:
            if "/" not in key and not key.isdigit():
                found += [f"{path}{key}", *_paths(part[key], f"{path}{key}/")]
    elif isinstance(part, list) and part:
        found += [f"{path}0", *_paths(part[0], f"{path}0/")]
    return found


#: Notes to readers, in which anything may stand, and lists of texts of which none is known.
NOTES = {"training", "columns", "protocols", "known"}
#: Where any text may stand.
TEXTS = {"name", "version", "scale/id", "questions/0"}
#: What may be one fewer.
OPEN = {"interval/scores/0", "members/boosted/trees/0"}


def test_every_part_in_turn(sound, tmp_path):
    """Whatever part is gone, or a text, list, object or truth value where it is none, the file is refused, and nothing of it is quoted."""
    members = sound["members"]
    assert all(members[name] is not None for name in ("linear", "boosted", "wording", "graded"))
    tried, taken, said = 0, [], set()
    for path in _paths(sound):
        if NOTES & set(path.split("/")) or path.startswith("priors/"):
            continue
        spoils: list[Any] = [[SECRET], True]
        if path not in OPEN and not path.startswith("questioning/words/"):
            spoils.append(...)
        if path not in TEXTS:
            spoils.append(SECRET)
        for value in spoils:
            tried += 1
            try:
                load(_write(tmp_path, _spoil(sound, path, value)))
            except InvalidDocument as error:
                said.add(str(error))
            else:
                taken.append((path, value))
    assert taken == []
    assert all("model.json" in message and SECRET not in message for message in said)
    assert tried > 200


WHOLE = ["format", "scale/minimum", f"{GRAPH}/left/0", f"{GRAPH}/feature/0", "members/wording/own/0"]
REAL = [
    "stack/weights/0",
    "interval/coverage",
    "familiarity/doubt",
    "members/linear/clip",
    f"{GRAPH}/value/0",
    "members/wording/intercept",
    "members/graded/levels/0/0",
    "members/graded/intercepts/0",
    "members/graded/mean/0",
]


@pytest.mark.parametrize(
    ("path", "digits"),
    [
        *((path, digits) for path in WHOLE for digits in (25, 400, 5000)),
        *((path, digits) for path in REAL for digits in (400, 5000)),
    ],
)
def test_huge_numbers(sound, tmp_path, path, digits):
    """Numbers that are too large to be what they stand for are refused and not quoted, however long; none stops the program."""
    text = json.dumps(_spoil(sound, path, "LONG")).replace('"LONG"', "7" * digits)
    (tmp_path / "model.json").write_text(text)
    with pytest.raises(InvalidDocument) as caught:
        load(tmp_path)
    assert "777" not in str(caught.value)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("stack/thresholds", [1.0, 0.0], "not in order"),
        ("stack/thresholds", [0.0, 1.0, 2.0], "wrong length"),
        ("stack/weights", [1.0], "wrong length"),
        ("decision/rule", "boldest", "none that is known"),
        ("decision", {"rule": "median", "cuts": [0.5, 1.5]}, "none that is known"),
        ("decision", {"rule": "matched", "cuts": []}, "none that is known"),
        ("decision", {"rule": "matched", "cuts": [1.5, 0.5]}, "not in order"),
        ("interval/coverage", 1.5, "coverage"),
        ("interval/coverage", "0.8", "wrong kind"),
        ("interval/coverage", "nan", "wrong kind"),
        ("scale/maximum", 10**9, "scale"),
        ("scale/maximum", 0, "scale"),
        ("scale/minimum", 0.0, "scale"),
        ("scale/maximum", 3, "wrong length|wrong number"),
        ("questions", ["one"], "one share for each question"),
        ("questions", [1, 2], "wrong kind"),
        ("typical", {}, "features"),
        ("familiarity/mean", {}, "traits"),
        ("familiarity/precision", [], "damaged"),
        ("familiarity/doubt", "nan", "wrong kind"),
        ("familiarity/refuse", "inf", "wrong kind"),
        ("longest", "12", "wrong kind"),
        ("longest", 12.5, "wrong kind"),
        ("name", 5, "wrong kind"),
        ("members/priors", 2, "models that are asked"),
        ("members/priors", -1, "wrong kind"),
        ("members/linear/clip", "inf", "wrong kind"),
        ("members/linear/clip", 0, "not positive"),
        ("members/linear/usual", [0.5], "one share for each question"),
        ("members/linear/asked", [], "one column for each question"),
        ("members/linear/features", {}, "features"),
        ("members/boosted/usual", [0.2, 0.3, 0.5], "one share for each question"),
        (f"{GRAPH}/left/0", 0, "child"),
        (f"{GRAPH}/right/0", 10**6, "parent"),
        (f"{GRAPH}/feature/0", 10**6, "does not have"),
        (f"{GRAPH}/feature/0", -2, "does not have"),
        (f"{GRAPH}/feature/0", 1.0, "wrong kind"),
        (f"{GRAPH}/feature", [], "one length"),
        (f"{GRAPH}/value/0", "1", "wrong kind"),
        ("members/wording/intercept", "nan", "wrong kind"),
        ("members/wording/intercept", None, "wrong length"),
        ("members/wording/own", [3, 2], "no gram"),
        ("members/wording/own", [10**9], "no gram"),
        ("members/wording/own", [-1], "no gram"),
        ("members/wording/own_coefficients", [], "wrong length"),
        ("members/wording/usual", [1.0], "one share for each question"),
        ("members/wording/grams", {"w:b": [1.0, 1.0], "w:a": [1.0, 1.0]}, "in order"),
        ("members/wording/grams", {"x:a": [1.0, 1.0]}, "words and letters"),
        ("members/wording/grams", {"w:a": [1.0]}, "wrong length"),
        ("members/wording", None, "there is none"),
        ("members/graded/levels", [[1.0]], "number of rows"),
        ("members/graded/levels", {}, "number of rows"),
        ("members/graded/levels/0", [], "wrong length"),
        ("members/graded/levels/0/0", "nan", "wrong kind"),
        ("members/graded/intercepts", [0.0], "wrong length"),
        ("members/graded/mean", [0.0], "wrong length"),
        ("members/graded/spread", [1.0], "wrong length"),
        ("members/graded/spread/0", 0.0, "not positive"),
        ("priors", [], "models that are asked"),
        ("priors/0/longest", SECRET, "wrong kind"),
        ("priors/0", 5, "not a model file"),
    ],
)
def test_damage(sound, tmp_path, path, value, message):
    """Lists of the wrong length, circles, features and grams that are not there, and text in place of numbers are refused by what is wrong."""
    error = _refused(tmp_path, _spoil(sound, path, value))
    with pytest.raises(InvalidDocument, match=message):
        raise error


@pytest.mark.parametrize("part", ["typical", "members/linear/features"])
def test_a_spread_of_nothing(sound, tmp_path, part):
    """A spread of zero, by which something would be divided, is refused."""
    name = features.names()[0]
    place = 1 if part == "typical" else 2
    assert "spread is not positive" in str(_refused(tmp_path, _spoil(sound, f"{part}/{name}/{place}", 0.0)))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
@pytest.mark.parametrize("place", ["thresholds", "coverage", "value", "weights"])
def test_numbers_that_are_none(sound, tmp_path, number, place):
    """NaN and infinity, by whatever name, are refused wherever they stand."""
    paths = {
        "thresholds": "stack/thresholds/0",
        "coverage": "interval/coverage",
        "value": f"{GRAPH}/value/0",
        "weights": "stack/weights/0",
    }
    text = json.dumps(_spoil(sound, paths[place], "HERE")).replace('"HERE"', number)
    (tmp_path / "model.json").write_text(text)
    with pytest.raises(InvalidDocument) as caught:
        load(tmp_path)
    assert "model.json" in str(caught.value)


def test_models_within_models_within_models(sound, tmp_path):
    """Former models may have had former models, but not without end; the place of the fault is told."""
    plain = _spoil(_spoil(sound["priors"][0], "priors", []), "members/priors", 0)

    def nested(depth: int) -> dict[str, Any]:
        return plain if depth == 0 else _spoil(plain, "priors", [nested(depth - 1)])

    assert load(_write(tmp_path, nested(2))).fitted.priors[0].priors[0].priors == ()
    error = _refused(tmp_path, nested(3))
    assert "too many models" in str(error)
    assert error.where.endswith("$.priors[0].priors[0]")
    assert "too many models" in str(_refused(tmp_path, _spoil(plain, "priors", [plain] * 11)))
    deep = 5
    for _ in range(40):
        deep = _spoil(plain, "priors", [deep])
    _refused(tmp_path, deep)


@pytest.mark.parametrize("content", ["", "[]", "5", "{}", "\x00", '{"format": 2, "format": 2}', "[" * 5000, '{"a": 1'])
def test_what_is_no_model_file(tmp_path, content):
    """Anything that is not a model file is refused as such."""
    (tmp_path / "model.json").write_text(content)
    with pytest.raises(InvalidDocument, match=r"model\.json"):
        load(tmp_path)


def test_a_file_without_end(tmp_path, monkeypatch):
    """A file that is too large for a model is refused before it is read as one."""
    monkeypatch.setattr(modelfile, "_MAX_BYTES", 100)
    (tmp_path / "model.json").write_text("[" + " " * 100 + "]")
    with pytest.raises(InvalidDocument, match="which no model has"):
        load(tmp_path)


def test_no_model_here(tmp_path):
    """A folder without a model, and a name that nobody registered, say what to do."""
    with pytest.raises(UsageError, match=r"model\.json"):
        load(tmp_path)
    with pytest.raises(UnknownName):
        load("no_such_model")
    with pytest.raises(UsageError):
        load("./no_such_folder")


def test_numbers_are_short(sound):
    """Numbers have six significant digits, but for those at which trees part, which are exact."""

    def short(value: float) -> bool:
        return value == 0 or abs(float(f"{value:.6g}") - value) < 1e-15 * math.fabs(value)

    stack = sound["stack"]
    assert all(short(value) for value in [*stack["weights"], *stack["thresholds"], *sound["interval"]["scores"]])
    edges = [edge for tree in sound["members"]["boosted"]["trees"] for edge in tree["threshold"]]
    assert not all(short(edge) for edge in edges)
