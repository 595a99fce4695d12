"""rf_scorer for other programs: documents as their schemas have them, and errors that say where and what next.

Models are loaded once a process, when they are first needed, and kept. What is given back are plain dictionaries, which ``schemas/`` describes; types within
rf_scorer are no part of the contract.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Unpack

from rf_scorer.errors import RfScorerError, UnreadableFile, UsageError
from rf_scorer.study import inputs
from rf_scorer.study.choices import options_of
from rf_scorer.study.running import batch, work
from rf_scorer.study.running.batch import BatchResult
from rf_scorer.study.running.each import Scored, each
from rf_scorer.study.running.engines import engine_for
from rf_scorer.study.running.ordered import in_order
from rf_scorer.study.running.processes import processors
from rf_scorer.study.running.records import Requests, Task
from rf_scorer.study.running.turn import turn
from rf_scorer.transcripts import Document
from rf_scorer.transcripts.identity import identifier, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

    from rf_scorer.errors import InvalidDocument
    from rf_scorer.study.choices import AnyPath, Choices
    from rf_scorer.study.inputs import Input

__all__ = ["BatchResult", "Scored", "Scorer", "score", "score_folder"]

Jobs = int | Literal["auto"]


class Scorer:
    """Scores transcripts and rates answers as ``rf-scorer score``, ``highlight`` and ``rate`` do, to the byte.

    Whatever it suggests is provisional and for a trained rater to confirm, and says what its model was trained on. It can be pickled: what was chosen travels,
    models never do. Several threads may use it, one after the other: a call waits until the one before has ended.

    Parameters
    ----------
    protocol : str or path, optional
        An interview protocol by name or path, ``"auto"`` to choose one for each transcript, ``"none"`` to take every exchange as a passage.
        Without it: what a transcript itself states, if it does.
    model : str or path
        A rating model by name, or its folder.
    language_model : str or path, optional
        A spaCy pipeline by name or folder instead of the one that ships.
    gate : {"block", "warn", "off"}
        What becomes of a transcript in which something may identify somebody: it is refused, its sheet says so, or it is not looked through.
    pseudonyms : iterable of str
        Words that may stand.
    participant, interviewer : str or sequence of str
        Their speaker labels.
    speakers : mapping of str to str, optional
        Roles by speaker label: ``"participant"``, ``"interviewer"`` or ``"other"``.
    cases : path, optional
        The study's table of labels, participants, timepoints and protocols (TOML).
    format, encoding, tracked_changes, comments, text_column, speaker_column
        How files are read, as on the command line.

    Raises
    ------
    UsageError
        If something is not known by the name that is given. The models are looked for when they are first needed, or by :meth:`load`.
    """

    def __init__(
        self,
        *,
        protocol: AnyPath | None = None,
        model: AnyPath = "rf_passage",
        language_model: AnyPath | None = None,
        gate: Literal["block", "warn", "off"] = "block",
        pseudonyms: Iterable[str] = (),
        participant: str | Sequence[str] = (),
        interviewer: str | Sequence[str] = (),
        speakers: Mapping[str, str] | None = None,
        cases: AnyPath | None = None,
        format: str | None = None,  # noqa: A002 (as on the command line)
        encoding: str | None = None,
        tracked_changes: Literal["refuse", "accept", "reject"] = "refuse",
        comments: Literal["refuse", "drop"] = "refuse",
        text_column: str | None = None,
        speaker_column: str | None = None,
    ) -> None:
        self._options = options_of(
            protocol=protocol,
            model=model,
            language_model=language_model,
            gate=gate,
            pseudonyms=pseudonyms,
            participant=participant,
            interviewer=interviewer,
            speakers=speakers,
            cases=cases,
            format=format,
            encoding=encoding,
            tracked_changes=tracked_changes,
            comments=comments,
            text_column=text_column,
            speaker_column=speaker_column,
        )

    def __repr__(self) -> str:
        options = self._options
        return f"Scorer(protocol={options.protocol!r}, model={options.model!r}, gate={options.gate.mode.value!r})"

    def load(self) -> Scorer:
        """Load the models now, and not with the first call; the scorer itself.

        Raises
        ------
        UsageError
            If a model or a pipeline is not known or cannot be used.
        """
        with turn():
            engine_for(self._options.model, self._options.language_model)
        return self

    @property
    def provenance(self) -> dict[str, str]:
        """Versions and digests of all that decides what comes out, and what the rating model was trained on."""
        with turn():
            return engine_for(self._options.model, self._options.language_model).provenance

    # ----- transcripts -----
    def score(self, source: AnyPath) -> dict[str, Any]:
        """The rating sheet of a transcript file (schema ``rating-sheet``); nothing is written.

        Raises
        ------
        DataError
            If it cannot be read, who speaks is not certain, or something in it may identify somebody.
        UsageError
            If there is no such file, or a model is not known.
        """
        if os.path.isdir(source):  # noqa: PTH112 (Path.is_dir raises on long names)
            raise UsageError(
                "This is a folder.",
                where=os.fspath(source),
                remedy="Use iterate() or score_folder() for several files.",
            )
        (item,) = inputs.find([Path(source)])
        return self._sheet(item)

    def score_text(self, text: str | bytes, *, name: str = "transcript.txt") -> dict[str, Any]:
        """The rating sheet of a transcript that is no file.

        Parameters
        ----------
        text : str or bytes
            What the file would hold.
        name : str
            What it would be called; the transcript's id is made of it. No file of this name is looked for.

        Raises
        ------
        DataError
            As :meth:`score`.
        """
        called = shown(Path(name).name)
        item = inputs.Input(path=Path(called), name=called, id=identifier(Path(called).stem))
        if isinstance(text, str):
            try:
                text = text.encode()
            except UnicodeEncodeError:
                text = b""
            if not text:
                raise UnreadableFile("The text is empty, or holds half of a surrogate pair.", where=called)
        return self._sheet(item, Document(called, text, encoding=self._options.read.encoding))

    def _sheet(self, item: Input, document: Document | None = None) -> dict[str, Any]:
        try:
            with turn():
                return work.sheet_of(item, self._options, document=document)
        except RfScorerError as error:
            raise error.at(item.name) from None

    def iterate(
        self, paths: AnyPath | Iterable[AnyPath], *, jobs: Jobs = 1, ids: Literal["stem", "path"] = "stem"
    ) -> Iterator[Scored]:
        """Score files one after the other, as they are asked for; a file that cannot be scored is a result with its error.

        Parameters
        ----------
        paths : path or iterable of paths
            Files, and folders with all that is below them.
        jobs : int or "auto"
            Processes, at least 1; ``"auto"`` for as many as there are processors for this program. With more than one, two files for each are
            worked on ahead.
        ids : {"stem", "path"}
            Whether transcripts' ids are made of file names, or of paths within the folder.

        Yields
        ------
        Scored
            In the order of the paths; those below a folder by name.

        Raises
        ------
        UsageError
            At once, if a path does not exist, nothing is found, or a model is not known.
        """
        processes = _processes(jobs)
        given = _paths(paths)
        first = {path: place for place, path in reversed([*enumerate(given)])}
        found = sorted(
            inputs.find(given, ids=ids),
            key=lambda item: min(first[path] for path in (item.path, *item.path.parents) if path in first),
        )
        if processes == 1:
            self.load()
        return each(found, self._options, jobs=processes)

    def score_folder(
        self,
        paths: AnyPath | Iterable[AnyPath],
        out: AnyPath,
        *,
        jobs: Jobs = 1,
        pages: bool = True,
        force: bool = False,
        resume: bool = False,
        ids: Literal["stem", "path"] = "stem",
    ) -> BatchResult:
        """Score files and folders into a folder, as ``rf-scorer score`` does: sheets, pages, ``summary.csv``, ``manifest.json``.

        Parameters
        ----------
        paths : path or iterable of paths
        out : path
            Made if it does not exist.
        jobs : int or "auto"
            Processes.
        pages : bool
            Whether to write an HTML page beside each sheet.
        force, resume : bool
            Replace an earlier run's results; or keep what is still good of them, and do the rest.
        ids : {"stem", "path"}

        Returns
        -------
        BatchResult
            ``rows`` (one a file, with the columns of ``summary.csv`` as attributes, such as ``status``, ``reason`` and ``remedy``), ``counts`` by status.

        Raises
        ------
        UsageError
            If the folder holds results already, cannot be written, or a name is not known.
        KeyboardInterrupt
            After an interrupt, when the tables say what was finished.
        """
        if force and resume:
            raise UsageError("Both force and resume were chosen.", remedy="Choose one of them.")
        options = replace(self._options, jobs=_processes(jobs), pages=pages, force=force, resume=resume)
        found = inputs.find(_paths(paths), ids=ids, outside=Path(out))
        with turn():
            result = batch.run(found, Path(out), options)
        if result.interrupted:
            raise KeyboardInterrupt
        return result

    # ----- records -----
    def highlight(self, text: str, question: str | None = None) -> dict[str, Any]:
        """Mental-state mentions and markers in a participant's words (schema ``highlight-record``, with the id 0).

        Parameters
        ----------
        text : str
        question : str, optional
            What was asked just before.
        """
        (record,) = self.highlight_many([{"id": 0, "text": text, "question": question}])
        return record

    def rate(self, question: str | None, answer: str, *, question_id: str | None = None) -> dict[str, Any]:
        """A provisional rating of one answer, or why there is none (schema ``rate-record``, with the id 0).

        Parameters
        ----------
        question : str or None
            What was asked.
        answer : str
            The participant's words.
        question_id : str, optional
            Of the protocol's question, where there is one.
        """
        (record,) = self.rate_many([{"id": 0, "question": question, "answer": answer, "question_id": question_id}])
        return record

    def highlight_many(
        self,
        records: Iterable[Mapping[str, Any] | str],
        *,
        jobs: Jobs = 1,
        refused: Callable[[InvalidDocument], None] | None = None,
    ) -> Iterator[dict[str, Any]]:
        """:meth:`highlight` for a stream: one record each, in order, with flat memory however many there are.

        Parameters
        ----------
        records : iterable of mapping or str
            ``{"id", "text", "question"?}``, or texts, whose ids are their places from 0. At most 64 are taken ahead; with more than one process, 128 for each.
        jobs : int or "auto"
            Processes.
        refused : callable, optional
            Told of each record that cannot be answered (an error with the record's place and what is wrong, without its words), which is then
            passed over. Without it, such a record ends the stream with that error.

        Yields
        ------
        dict
            As schema ``highlight-record`` has it.

        Raises
        ------
        UsageError
            If ``records`` is a single text or record, or a model is not known.
        """
        return self._answers(
            _several(records), Task(language_model=self._options.language_model), _processes(jobs), refused
        )

    def rate_many(
        self,
        records: Iterable[Mapping[str, Any] | str],
        *,
        jobs: Jobs = 1,
        refused: Callable[[InvalidDocument], None] | None = None,
    ) -> Iterator[dict[str, Any]]:
        """:meth:`rate` for a stream of ``{"id", "question", "answer", "question_id"?}``, or answers; as :meth:`highlight_many`."""
        options = self._options
        protocol = None if options.protocol in {"auto", "none"} else options.protocol
        task = Task(model=options.model, language_model=options.language_model, protocol=protocol)
        return self._answers(_several(records), task, _processes(jobs), refused)

    def _answers(
        self,
        records: Iterable[Mapping[str, Any] | str],
        task: Task,
        processes: int,
        refused: Callable[[InvalidDocument], None] | None,
    ) -> Generator[dict[str, Any]]:
        requests = Requests(records, task, refused=refused)
        with closing(in_order(requests, task, jobs=processes)) as answers:
            for some in answers:
                yield from some


def score(source: AnyPath, **choices: Unpack[Choices]) -> dict[str, Any]:
    """The rating sheet of one transcript: ``Scorer(**choices).score(source)``."""
    return Scorer(**choices).score(source)


def score_folder(
    paths: AnyPath | Iterable[AnyPath],
    out: AnyPath,
    *,
    jobs: Jobs = 1,
    pages: bool = True,
    force: bool = False,
    resume: bool = False,
    ids: Literal["stem", "path"] = "stem",
    **choices: Unpack[Choices],
) -> BatchResult:
    """Score files and folders into a folder: ``Scorer(**choices).score_folder(paths, out, …)``."""
    return Scorer(**choices).score_folder(paths, out, jobs=jobs, pages=pages, force=force, resume=resume, ids=ids)


def _paths(paths: AnyPath | Iterable[AnyPath]) -> list[Path]:
    given = [paths] if isinstance(paths, str | os.PathLike) else [*paths]
    return [Path(path) for path in given]


def _several(records: Iterable[Mapping[str, Any] | str]) -> Iterable[Mapping[str, Any] | str]:
    # Both can be gone through: a text by its characters, a record by its keys.
    if isinstance(records, str | Mapping):
        raise UsageError(
            "This is one record, and not several.", remedy="Give a list of them, or call the function for one."
        )
    return records


def _processes(jobs: Jobs) -> int:
    if jobs == "auto":
        return processors()
    if jobs < 1:
        raise UsageError("There is no work with fewer than one process.", remedy="Give jobs=1 or more, or jobs='auto'.")
    return jobs
