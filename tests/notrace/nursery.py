"""A process that has imported everything and loaded the shipped models, and of which each run of the program is a copy.

Reads lines of JSON: a run to start (its process id is answered), or one to wait for (its exit code is answered). A copy gets its own environment, working
folder and streams before it does anything. A function of ours can be wrecked in it: it then fails with an exception that holds a text in every place
where an exception can hold one.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import gc
import importlib
import io
import json
import os
import pkgutil
import signal
import sys
import threading
import warnings
from pathlib import Path

# Not through importlib: relative to PYTHONPATH there is only the hook.
import rf_scorer
from rf_scorer import cli, language, pipeline
from rf_scorer.language.codebook import load_codebook
from rf_scorer.rating.appraisal import agreement


class Forged(Exception):
    """A bug with a text in its arguments, its notes, its cause, its context, its locals and its source line."""


def _bug(text: str, *_: object, **__: object) -> None:
    local = {"text": text}
    warnings.warn(f"a library warns: {text}", UserWarning, stacklevel=1)
    import logging

    logging.getLogger("somelibrary").error("a library logs %s", text)
    logging.getLogger("somelibrary").error("a library logs badly %d", text)
    thread = threading.Thread(target=lambda: {}[text])
    thread.start()
    thread.join()

    class Careless:
        def __del__(self) -> None:
            raise KeyError(text)

    Careless()
    try:
        compile(f"{text} = = 1", "<text>", "exec")
    except SyntaxError as error:
        try:
            json.loads(f"[{text}")
        except ValueError:
            bug = Forged(text, local, [text])
            bug.add_note(text)
            bug.text = text  # type: ignore[attr-defined]
            raise bug from ExceptionGroup(text, [error, UnicodeDecodeError("utf-8", text.encode(), 0, 1, text)])


def _wreck(place: str, text: str) -> None:
    module, _, name = place.partition(":")
    owner = importlib.import_module(module)
    *outer, last = name.split(".")
    for part in outer:
        owner = getattr(owner, part)
    found = getattr(owner, last)
    broken = functools.partial(_bug, text)
    setattr(owner, last, broken)
    if not outer:
        # Wherever it was imported to as well.
        for known in list(sys.modules.values()):
            for name_there, thing in list(vars(known).items()) if known is not None else ():
                if thing is found:
                    setattr(known, name_there, broken)


def _child(wish: dict) -> None:
    for descriptor, path in enumerate(wish["streams"]):
        flags = os.O_RDONLY if descriptor == 0 else os.O_WRONLY | os.O_CREAT
        opened = os.open(path, flags, 0o600)
        os.dup2(opened, descriptor)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    log = wish["environment"].pop("RF_NOTRACE_LOG")
    os.environ.clear()
    os.environ.update(wish["environment"])
    import tempfile

    tempfile.tempdir = None
    os.chdir(wish["cwd"])
    sys.argv = ["rf-scorer", *wish["arguments"]]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if wish["wreck"]:
        _wreck(wish["wreck"], wish["text"])
    os.environ["RF_NOTRACE_LOG"] = log
    code: object = 1
    try:
        cli.main()
    except SystemExit as left:
        code = left.code
    except BaseException:  # noqa: BLE001 (as the interpreter would)
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    # Taking half a million objects apart would take a second; runs in a new interpreter do it.
    os._exit(code if isinstance(code, int) else 0)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _warm() -> None:
    for module in pkgutil.walk_packages(rf_scorer.__path__, "rf_scorer."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    load = functools.cache(pipeline.Engine.load)
    load("rf_passage", language_model=None)
    load(None, language_model=None)

    def engine(model: str | None = "rf_passage", *, language_model: str | None = None) -> pipeline.Engine:
        return load(model, language_model=language_model)

    pipeline.Engine.load = engine  # type: ignore[method-assign, assignment]
    language.load = functools.cache(language.load)
    load_codebook()
    # How wide intervals are is nothing to these tests.
    agreement.draws_for = lambda _: 100
    # Whatever else is made at the first use.
    talk = "I: Why do you think that is so?\nP: I think they were tired, and wanted to be left alone.\n" * 4
    Path("warm.txt").write_text(talk)
    with contextlib.redirect_stderr(io.StringIO()), contextlib.suppress(SystemExit):
        cli.main(["score", "warm.txt", "-o", "warm"])


def main() -> None:
    """Answer lines until there are no more."""
    _warm()
    gc.collect()
    gc.freeze()
    _say("ready")
    for line in sys.stdin:
        wish = json.loads(line)
        if "wait" in wish:
            _, status = os.waitpid(wish["wait"], 0)
            _say(str(os.waitstatus_to_exitcode(status)))
            continue
        child = os.fork()
        if not child:
            _child(wish)
        _say(str(child))


if __name__ == "__main__":
    assert Path(__file__).name == "nursery.py"
    main()
