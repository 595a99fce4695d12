"""The spaCy pipeline behind the rules: the one that ships, or another that tags and parses English."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.resources
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from spacy.util import get_installed_models

from rf_scorer import resources
from rf_scorer.errors import ResourceMissing, UsageError
from rf_scorer.language.clear import tells_clear
from rf_scorer.language.grammar import grammar, join
from rf_scorer.language.ops import fast_products
from rf_scorer.language.spoken import hear

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    from rf_scorer.language.grammar import Grammar
    from rf_scorer.language.spoken import Spoken

__all__ = ["SHIPPED", "Pipeline", "digest_of", "load_pipeline", "ours_alone", "shipped_folder"]

#: The pipeline that ships with rf_scorer, in the folder ``models``.
SHIPPED = "en_interview"
#: What the rules do not read is not run.
_UNUSED = (
    "ner", "beam_ner", "entity_linker", "entity_ruler", "span_ruler", "spancat", "spancat_singlelabel", "textcat", "textcat_multilabel",
    "senter", "coref", "rf_mentions", "rf_markers",
)  # fmt: skip
#: Words whose Docs are parsed together: enough to fill a processor, few enough for its memory (about 20 kB a word with the shipped pipeline).
_WORDS_AT_ONCE = 4000
#: Words beyond its own that the vocabulary keeps: those of much talk, in some ten megabytes. A stream brings new ones for ever.
_VOCABULARY = 20_000
_ASKED = "I was angry because she left me ."
#: What spaCy and its serialisation raise on a folder that is no whole pipeline, and on a component that lacks its library.
_BROKEN = (
    OSError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    ImportError,
    RuntimeError,
    EOFError,
    MemoryError,
)
_TAGGER = "tagger"
_PARSER = "parser"


class Pipeline:
    """A spaCy pipeline as the rules need it.

    Parameters
    ----------
    nlp : spacy.language.Language
        With tags and a parse.
    digest : str
        SHA-256 over its files, 64 hexadecimal digits.
    """

    def __init__(self, nlp: Language, digest: str) -> None:
        self.nlp = nlp
        self.vocab: Vocab = nlp.vocab
        self._digest = digest
        self._enough = len(self.vocab.strings) + _VOCABULARY
        labels = {label for name in nlp.pipe_names for label in nlp.pipe_labels.get(name, ())}
        # A parser that says which labels it knows settles the scheme; one that does not, leaves it to each text.
        self.clear = tells_clear(labels) if "nsubj" in labels else None

    def hear(self, text: str) -> Spoken:
        """What was said in a text of any length."""
        return hear(text, self.nlp.tokenizer)

    @contextlib.contextmanager
    def passing(self) -> Iterator[None]:
        """Forget at the end what was learnt of new words within, once the vocabulary holds :data:`_VOCABULARY` more than it came with.

        A word is the same to the pipeline whether or not it met it before. Within, only one thread may use the pipeline.
        """
        if self.vocab.in_memory_zone or len(self.vocab.strings) < self._enough:  # type: ignore[attr-defined]
            yield
            return
        with self.nlp.memory_zone():
            yield

    def grammars(self, heard: Iterable[Spoken], *, base: Callable[[str], str] = str) -> Iterator[Grammar]:
        """Tag and parse what was said in several texts, in order.

        A text of more than :data:`~rf_scorer.language.spoken.MOST_WORDS` words is parsed in parts, so that memory is bounded.

        Parameters
        ----------
        heard : iterable of Spoken
            Read as needed.
        base : callable, optional
            Gives the base form of a word in lower case, for a pipeline that does not.
        """
        counts: deque[int] = deque()

        def docs() -> Iterator[Doc]:
            for spoken in heard:
                ranges = spoken.parts()
                counts.append(len(ranges))
                for first, last in ranges:
                    yield spoken.doc(self.vocab, first, last)

        parts: list[Grammar] = []
        for doc in self._parsed(docs()):
            parts.append(grammar(doc, base=base, clear=self.clear))
            if len(parts) == counts[0]:
                counts.popleft()
                yield join(parts)
                parts = []

    def _parsed(self, docs: Iterable[Doc]) -> Iterator[Doc]:
        batch: list[Doc] = []
        words = 0
        for doc in docs:
            if words + len(doc) > _WORDS_AT_ONCE and batch:
                yield from self.nlp.pipe(batch, batch_size=len(batch))
                batch, words = [], 0
            batch.append(doc)
            words += len(doc)
        if batch:
            yield from self.nlp.pipe(batch, batch_size=len(batch))

    @property
    def provenance(self) -> dict[str, str]:
        """Name and version of the pipeline, and a digest of its files."""
        meta = self.nlp.meta
        return {
            "pipeline": f"{meta.get('lang', '')}_{meta.get('name', '')}",
            "pipeline_version": str(meta.get("version", "")),
            "pipeline_sha256": self._digest,
        }


def load_pipeline(name: str | Path | None = None) -> Pipeline:
    """Load a pipeline that tags and parses English.

    Parameters
    ----------
    name : str or Path, optional
        The name of an installed pipeline, or the folder of one. Without it, or with :data:`SHIPPED`, the one that ships.

    Raises
    ------
    ResourceMissing
        If the shipped pipeline is not where it must be.
    UsageError
        If there is no such pipeline, if it cannot be loaded or run, is not English, or gives no tags or no parse.
    """
    if name is None or str(name) == SHIPPED:
        return _shipped()
    named = str(name)
    path = Path(named)
    if named not in get_installed_models() and not _is_there(named):
        raise UsageError(
            f"There is no spaCy pipeline called {named!r}, and no folder of that name.",
            remedy=f"Installed: {', '.join(sorted({SHIPPED, *get_installed_models()}))}. "
            "Install it (python -m spacy download NAME), give the folder of one, or leave out --language-model.",
        )
    nlp = _loaded(named)
    if nlp.lang != "en":
        raise UsageError(
            f"The pipeline {named!r} is not for English (its language is {nlp.lang!r}).",
            remedy="The rules know English only; give an English pipeline.",
        )
    _try(nlp, named)
    return Pipeline(nlp, digest_of(nlp.path if nlp.path is not None else path))


def _is_there(name: str) -> bool:
    try:
        return bool(name) and Path(name).exists()
    except (OSError, ValueError):  # a name too long, or with a NUL, for any file system
        return False


@contextlib.contextmanager
def shipped_folder() -> Iterator[Path]:
    """The folder of the shipped pipeline; what is loaded of it within the block gets fast products.

    Raises
    ------
    ResourceMissing
        If it is not where it must be, or what the block does shows that it is damaged.
    """
    source = resources.folder("models") / SHIPPED
    if not source.is_dir():
        raise ResourceMissing(
            f"The pipeline {SHIPPED!r} is missing from this installation.",
            remedy="Install again: pip install --force-reinstall rf_scorer",
        )
    problem = ""
    with importlib.resources.as_file(source) as folder:
        try:
            with fast_products():
                yield folder
        except _BROKEN as error:
            problem = type(error).__name__
    if problem:
        raise ResourceMissing(
            f"The pipeline {SHIPPED!r} of this installation is damaged ({problem}).",
            remedy="Install again: pip install --force-reinstall rf_scorer",
        ) from None


def _shipped() -> Pipeline:
    with shipped_folder() as folder, ours_alone():
        return Pipeline(spacy.load(folder, exclude=list(_UNUSED)), digest_of(folder))


@contextlib.contextmanager
def ours_alone() -> Iterator[None]:
    """Load without importing every package that has a component for spaCy: Presidio has one, and takes longer than the pipeline. Ours are there."""
    from rf_scorer.language import components  # noqa: F401 (registers them; here, since they load pipelines)

    factories = spacy.util.registry._entry_point_factories
    before, factories.entry_points = factories.entry_points, False
    try:
        yield
    finally:
        factories.entry_points = before


def _loaded(name: str) -> Language:
    path = Path(name)
    is_folder = name not in get_installed_models()
    if is_folder and not (path / "config.cfg").is_file():
        raise UsageError(
            f"{name!r} is not a spaCy pipeline: it has no config.cfg.",
            remedy="Give the folder that nlp.to_disk() wrote, or the name of an installed pipeline.",
        )
    try:
        return spacy.load(path if is_folder else name, exclude=list(_UNUSED))
    except _BROKEN as error:
        # spaCy's numbers for a component, and for a function, that nothing installed provides.
        factory = any(number in str(error) for number in ("[E002]", "[E893]"))
        problem = (
            "a component needs a library that is not installed"
            if factory
            else f"damaged, or made by another version of spaCy ({type(error).__name__})"
        )
    raise UsageError(
        f"The pipeline {name!r} cannot be loaded: {problem}.",
        remedy="Install what its documentation asks for." if factory else "Install, copy or train it again.",
    )


def _try(nlp: Language, name: str) -> None:
    """Run the pipeline on a sentence of ours and see what it lacks."""
    spoken = hear(_ASKED, nlp.tokenizer)
    docs = None
    with contextlib.suppress(*_BROKEN):
        docs = list(nlp.pipe([spoken.doc(nlp.vocab)]))
    if not docs:
        raise UsageError(
            f"The pipeline {name!r} fails on a plain sentence.",
            remedy="Was it trained? Load it with spacy.load and try it.",
        )
    for attribute, component, what in (("TAG", _TAGGER, "part-of-speech tags"), ("DEP", _PARSER, "a parse")):
        if not docs[0].has_annotation(attribute):
            raise UsageError(
                f"The pipeline {name!r} has no {component}: its words get no {what.removeprefix('a ')}.",
                remedy=f"Give one that has it, or add it: nlp.add_pipe({component!r}, source=spacy.load(OTHER)), then nlp.to_disk(FOLDER).",
            )
    if not {"PRP", "VBD"}.issubset({token.tag_ for token in docs[0]}):
        raise UsageError(
            f"The tags of the pipeline {name!r} are not those of the Penn Treebank.",
            remedy="Give a pipeline whose tagger knows them, as spaCy's own English ones do.",
        )


def digest_of(folder: Path) -> str:
    """SHA-256 over the names and the bytes of a pipeline's files."""
    total = hashlib.sha256()
    files = sorted((file.relative_to(folder).as_posix(), file) for file in folder.rglob("*") if file.is_file())
    for name, file in files:
        if "__pycache__" not in name:
            with file.open("rb") as stream:
                total.update(f"{name}\0{hashlib.file_digest(stream, 'sha256').hexdigest()}\0".encode())
    return total.hexdigest()
