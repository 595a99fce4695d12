"""What work costs, counted instead of timed: calls that rf_scorer makes, words that go through models. The same on any machine, however busy."""

from __future__ import annotations

import gc
import importlib
import importlib.util
import sys
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.language import Language

import rf_scorer
from rf_scorer import transcripts
from rf_scorer.language.pipelines import load_pipeline
from rf_scorer.study import demo, inputs
from rf_scorer.study.options import RunOptions
from rf_scorer.study.privacy.gate import Gate, Mode
from rf_scorer.study.running import batch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

__all__ = ["INTERVIEW", "WORDS", "Scored", "beginning", "calls", "counted", "recounted", "words_through"]

#: The bundled interview whose first words are counted on: both speakers talk, the gate finds things, and rules of every kind apply.
INTERVIEW, PROTOCOL = "brief-interview", "brfi"
#: About so many words of it, by all speakers: enough for every step, few enough for a test.
WORDS = 300
_ROOT = str(Path(rf_scorer.__file__).parent)
#: Not calls of their own in every Python from 3.12 on.
_INLINED = frozenset({"<listcomp>", "<dictcomp>", "<setcomp>"})
#: Models that are watched.
_MODELS = ("tok2vec", "parser", "ner")
#: Our own ways through a model: module, class, method that takes texts (each a sequence of tokens), and which model it is of what has the method.
_DOORS: tuple[tuple[str, str, str, Callable[[Any], str]], ...] = (
    ("rf_scorer.language.encoder", "Encoder", "vectors", lambda _: "tok2vec"),
    ("rf_scorer.language.moves", "Moves", "annotate", lambda moves: moves._component.name),
)


def beginning(words: int = WORDS) -> str:
    """The bundled interview up to the turn with which so many words are said."""
    with demo.opened() as (inputs, _):
        (item,) = [item for item in inputs if item.id == INTERVIEW]
        parts = item.path.read_text("utf-8").split("\n\n")
    kept: list[str] = []
    while parts and sum(len(part.split()) for part in kept) < words:
        kept.append(parts.pop(0))
    return "\n\n".join(kept) + "\n"


class Scored:
    """The beginning of a bundled interview, to be scored as ``score`` does, with the gate, as often as one likes.

    Parameters
    ----------
    folder : Path
        Where the transcript and the results go.
    words : int
        About so many, by all speakers.
    """

    def __init__(self, folder: Path, words: int = WORDS) -> None:
        file = folder / f"{INTERVIEW}.md"
        file.write_text(beginning(words), "utf-8")
        self._inputs = inputs.find([file])
        self._out = folder / "out"
        self.texts = tuple(turn.text for turn in transcripts.read(file).turns)
        self.words = sum(len(text.split()) for text in self.texts)

    def __call__(self) -> None:
        """Score it once; what the last time left is replaced."""
        options = RunOptions(protocol=PROTOCOL, gate=Gate(mode=Mode.WARN), force=True)
        result = batch.run(self._inputs, self._out, options)
        if result.counts["done"] != 1:
            raise AssertionError(f"the bundled interview was not scored: {dict(result.counts)}")


def calls(work: Callable[[], None]) -> Counter[str]:
    """Calls by part of rf_scorer (``language``, ``privacy``, …) while something works.

    Its own functions each time one is entered or goes on, and functions of C that they call (methods of strings, regular expressions). What
    other libraries do inside is not counted: it changes with their versions. Comprehensions are not either: they are calls up to Python 3.11.
    """
    found: Counter[str] = Counter()
    parts: dict[str, str | None] = {}

    def note(frame: FrameType, event: str, _: Any) -> None:
        if event not in {"call", "c_call"}:
            return
        code = frame.f_code
        file = code.co_filename
        if file not in parts:
            parts[file] = _part(file)
        part = parts[file]
        if part is not None and (event == "c_call" or code.co_name not in _INLINED):
            found[part] += 1

    before = sys.getprofile()
    # What is collected when, is chance; finalisers would be counted.
    gc.collect()
    gc.disable()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
        gc.enable()
    return found


def _part(file: str) -> str | None:
    if not file.startswith(_ROOT):
        return None
    below = Path(file).relative_to(_ROOT).parts
    return below[0] if len(below) > 1 else Path(file).stem


@contextmanager
def words_through() -> Iterator[Counter[str]]:
    """Tokens that go through the models of all spaCy pipelines that are loaded, by component, within the block."""
    found: Counter[str] = Counter()
    undo: list[tuple[Any, str, Any]] = []
    for module, holder, name, title in _DOORS:
        if importlib.util.find_spec(module):
            place = getattr(importlib.import_module(module), holder)
            undo.append((place, name, vars(place)[name]))
            setattr(place, name, _passed(vars(place)[name], title, found))
    for nlp in [one for one in gc.get_objects() if isinstance(one, Language)]:
        for name, component in nlp.pipeline:
            model = getattr(component, "model", None)
            if name in _MODELS and model is not None:
                undo.append((model, "_func", model._func))
                model._func = _watched(model._func, name, found)
    if not undo:
        raise AssertionError("no pipeline with a model is loaded: score something first")
    try:
        yield found
    finally:
        for place, name, before in reversed(undo):
            setattr(place, name, before)


def _watched(work: Callable[..., Any], name: str, found: Counter[str]) -> Callable[..., Any]:
    def watched(model: Any, docs: Any, is_train: bool) -> Any:
        found[name] += sum(map(len, docs))
        return work(model, docs, is_train)

    return watched


def _passed(work: Callable[..., Any], title: Callable[[Any], str], found: Counter[str]) -> Callable[..., Any]:
    def passed(self: Any, texts: Any, *args: Any, **kwargs: Any) -> Any:
        texts = list(texts)
        found[title(self)] += sum(map(len, texts))
        return work(self, texts, *args, **kwargs)

    return passed


def counted(scored: Scored) -> dict[str, Any]:
    """All counts of one scoring, when everything is loaded.

    Returns
    -------
    dict
        ``words`` by all speakers; ``calls``, a word, by part; ``passes``: how many times a token goes through each model, on the average.
    """
    scored()
    return recounted(scored)


def recounted(scored: Scored) -> dict[str, Any]:
    """:func:`counted`, where everything is loaded already."""
    with words_through() as through:
        scored()
    tokenizer = load_pipeline().nlp.make_doc
    tokens = sum(len(tokenizer(text)) for text in scored.texts)
    found = calls(scored)
    return {
        "words": scored.words,
        "calls": {part: round(count / scored.words, 3) for part, count in sorted(found.items())},
        "passes": {name: round(through[name] / tokens, 4) for name in _MODELS},
    }
