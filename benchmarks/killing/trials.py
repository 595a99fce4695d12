"""Commands under trial: what is killed, what is looked at then, and how the next run brings it to its end."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from killing import checks, materials
from killing.running import at_call, at_time, calls_of, warm, whole, whole_program
from rf_scorer import jsonio
from rf_scorer.study.running.engines import engine_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from random import Random

    from killing.running import Ended

__all__ = ["Collect", "Export", "Plan", "Score", "Tally", "Train", "Trial"]


@dataclass
class Tally:
    """What was seen of one trial.

    Attributes
    ----------
    kills : int
        Runs that were killed.
    ended : int
        Runs that had ended by themselves before.
    begun : int
        Killed runs that had changed something by then.
    left : int
        Killed runs that left something of their own (a part, a lock), for the next one to remove.
    seconds : float
        Of an undisturbed run.
    wrong : list of str
    """

    kills: int = 0
    ended: int = 0
    begun: int = 0
    left: int = 0
    seconds: float = 0.0
    moments: int = 0
    wrong: list[str] = field(default_factory=list)


class Trial:
    """A command that writes a folder, in a folder of its own; ``name`` is what the table calls it."""

    name = ""
    #: Runs in all of its processes, as a person starts it; otherwise in a copy of this process.
    processes = 1
    #: Whether every second run is killed at a call; where a database does the work, its calls are its own, and only time hits them.
    by_calls = True

    def __init__(self, folder: Path, random: Random) -> None:
        self.folder, self.random = folder, random
        self.temporary = folder / "temporary"
        self.temporary.mkdir(parents=True)
        self.place = folder / "place"
        self.tally = Tally()
        self.before: dict[str, bytes] = {}
        self.after: dict[str, bytes] = {}

    # ---- what each command says of itself

    def make(self) -> None:
        """Make the material."""

    def reset(self) -> None:
        """Put the place back to what it is before a run."""
        shutil.rmtree(self.place, ignore_errors=True)
        self.place.mkdir()

    def arguments(self) -> list[str]:
        """The command that is killed."""
        raise NotImplementedError

    def again(self) -> list[str]:
        """The command that goes on after it."""
        return self.arguments()

    def seen(self) -> dict[str, bytes]:
        """What stands in the place."""
        return checks.contents(self.place)

    #: Files that tell how far a run is.
    free: tuple[str, ...] = ()

    def agreed(self, found: dict[str, bytes]) -> dict[str, bytes]:
        """What must be the same after the next run, however often it was begun."""
        return found

    def further(self, found: dict[str, bytes]) -> list[str]:  # noqa: ARG002 (most have nothing to add)
        """What else is wrong after a kill."""
        return []

    # ---- the same for all

    def prepare(self) -> None:
        """See what an undisturbed run writes, how long it takes, and how many moments it has."""
        self.make()
        self.reset()
        self.before = self.seen()
        if self.processes == 1:
            warm(self.arguments())
        times = []
        for _ in range(3 if self.processes == 1 else 1):
            self.reset()
            ended = self._run(self.arguments())
            self._must_end(ended)
            times.append(ended.seconds)
        self.after = self.seen()
        self.tally.wrong += checks.sound(self.after)
        self.tally.seconds = sorted(times)[len(times) // 2]
        if self.processes == 1:
            self.reset()
            self.tally.moments = calls_of(self.arguments(), self.temporary)

    def kill(self, number: int) -> None:
        """One killed run, a look at what it left, and the run after it."""
        self.reset()
        ended = self._killed(number)
        if ended.code >= 0:
            self.tally.ended += 1
            if ended.code:
                self._wrong(number, f"left with {ended.code} by itself: {ended.told[-300:]}")
        else:
            self.tally.kills += 1
        found = self.seen()
        self.tally.begun += ended.code < 0 and found != self.before
        self.tally.left += bool(checks.hidden(self.folder))
        wrong = checks.sound(found) + checks.whole_or_old(found, self.before, self.after, free=self.free)
        wrong += [f"{name}: gone" for name in self.before if name not in found]
        wrong += self.further(found) + checks.found_words(self.temporary)
        self._must_end(self._run(self.again()))
        found = self.seen()
        wanted, got = self.agreed(self.after), self.agreed(found)
        wrong += [
            f"{name}: differs after the next run"
            for name in sorted(wanted.keys() | got.keys())
            if wanted.get(name) != got.get(name)
        ]
        wrong += [f"{name}: left after the next run" for name in checks.hidden(self.folder)]
        for one in wrong:
            self._wrong(number, one)

    def _run(self, arguments: Sequence[str]) -> Ended:
        return (
            whole_program(arguments, self.temporary, None) if self.processes > 1 else whole(arguments, self.temporary)
        )

    def _killed(self, number: int) -> Ended:
        seconds = self.random.random() * self.tally.seconds
        if self.processes > 1:
            return whole_program(self.arguments(), self.temporary, seconds, group=bool(number % 2))
        if number % 2 and self.by_calls:
            return at_call(self.arguments(), self.temporary, self.random.randrange(self.tally.moments))
        return at_time(self.arguments(), self.temporary, seconds)

    def _must_end(self, ended: Ended) -> None:
        if ended.code:
            self._wrong(-1, f"an undisturbed run left with {ended.code}: {ended.told[-500:]}")

    def _wrong(self, number: int, told: str) -> None:
        self.tally.wrong.append(f"{self.name} {number}: {told}")


class Score(Trial):
    """``score``: into a new folder, or over other results of the same interviews."""

    free = ("manifest.json", "summary.csv")

    def __init__(self, folder: Path, random: Random, *, over: bool, processes: int = 1, count: int = 4) -> None:
        super().__init__(folder, random)
        self.over, self.processes, self.count = over, processes, count
        self.name = f"score{' --force' if over else ''}{f' --jobs {processes}' if processes > 1 else ''}"
        self.turns = 0

    def make(self) -> None:
        """See :class:`Trial`."""
        self.talk = materials.interviews(self.folder / "in", count=self.count)
        self.old: Path | None = None
        engine_for("rf_passage", None)
        if self.over:
            earlier = materials.interviews(self.folder / "earlier", count=self.count, turn=1)
            self.old = self.folder / "old"
            self._must_end(whole(["score", str(earlier), "-o", str(self.old), "-q"], self.temporary))

    def reset(self) -> None:
        """See :class:`Trial`."""
        shutil.rmtree(self.place, ignore_errors=True)
        if self.old is not None:
            shutil.copytree(self.old, self.place)

    def arguments(self) -> list[str]:
        """See :class:`Trial`."""
        jobs = ["--jobs", str(self.processes)] if self.processes > 1 else []
        return ["score", str(self.talk), "-o", str(self.place), "-q", *jobs, *(["--force"] if self.over else [])]

    def again(self) -> list[str]:
        """See :class:`Trial`."""
        self.turns += 1
        # Both ways out of it: keep what is good, or make all anew.
        plain = [one for one in self.arguments() if one != "--force"]
        return [*plain, "--force" if self.turns % 3 == 0 else "--resume"]

    def agreed(self, found: dict[str, bytes]) -> dict[str, bytes]:
        """See :class:`Trial`."""
        # Whether a sheet was kept or made is what these two tell of the run itself.
        manifest = json.loads(found["manifest.json"])
        manifest["counts"]["done"] += manifest["counts"].pop("kept")
        for row in manifest["files"]:
            row["status"] = {"kept": "done"}.get(row["status"], row["status"])
        summary = found["summary.csv"].replace(b",kept,", b",done,")
        manifest["summary"] = hashlib.sha256(summary).hexdigest()
        return {**found, "manifest.json": jsonio.dumps(manifest).encode(), "summary.csv": summary}

    def further(self, found: dict[str, bytes]) -> list[str]:
        """What the manifest names must be there, and be that."""
        if "manifest.json" not in found or (self.over and found["manifest.json"] == self.before["manifest.json"]):
            return []
        outputs = [one for row in json.loads(found["manifest.json"])["files"] for one in row["outputs"]]
        return [
            f"{one['path']}: not what the manifest says"
            for one in outputs
            if hashlib.sha256(found.get(one["path"], b"")).hexdigest() != one["sha256"]
        ]


class Train(Trial):
    """``train`` in the place of an earlier model, or of none."""

    def __init__(self, folder: Path, random: Random, *, over: bool, people: int = 9) -> None:
        super().__init__(folder, random)
        self.over, self.people = over, people
        self.name = f"train{' --force' if over else ''}"

    def make(self) -> None:
        """See :class:`Trial`."""
        self.old: Path | None = None
        self.table = materials.rated_table(self.folder / "ratings.csv", self.random, people=self.people)
        engine_for("rf_passage", None)
        if self.over:
            earlier = materials.rated_table(self.folder / "earlier.csv", self.random, people=self.people)
            self.old = self.folder / "old"
            self._must_end(whole(self._command(earlier, self.old / "model"), self.temporary))

    def reset(self) -> None:
        """See :class:`Trial`."""
        super().reset()
        if self.old is not None:
            shutil.copytree(self.old, self.place, dirs_exist_ok=True)

    def _command(self, table: Path, out: Path) -> list[str]:
        return ["train", str(table), "--scale", "0:2", "-o", str(out), "--no-evaluation", "-q"]

    def arguments(self) -> list[str]:
        """See :class:`Trial`."""
        return [*self._command(self.table, self.place / "model"), *(["--force"] if self.over else [])]

    def again(self) -> list[str]:
        """See :class:`Trial`."""
        return [*self._command(self.table, self.place / "model"), "--force"]

    def further(self, found: dict[str, bytes]) -> list[str]:
        """A model is there with its card, or not at all."""
        return _together(found, self.before, self.after)


def _together(found: dict[str, bytes], *sets: dict[str, bytes]) -> list[str]:
    return (
        [] if not found or any(found == one for one in sets) else ["the folder is neither the old one nor the new one"]
    )


class Export(Trial):
    """``export`` to four formats of a study whose worksheets were collected, in the place of an earlier one."""

    name = "export --force"

    def make(self) -> None:
        """See :class:`Trial`."""
        self.study = materials.study(self.folder / "study", count=2)
        saved = materials.saved_worksheets(self.study, self.folder / "saved", self.random)
        self._must_end(whole(["collect", str(self.study.root), str(saved), "-q"], self.temporary))
        self.old = self.folder / "old"
        self._must_end(whole([*self._command(self.old / "out"), "--no-text"], self.temporary))

    def reset(self) -> None:
        """See :class:`Trial`."""
        super().reset()
        shutil.copytree(self.old, self.place, dirs_exist_ok=True)

    def _command(self, out: Path) -> list[str]:
        formats = [word for name in ("csv", "sav", "xlsx", "rsmeval") for word in ("--to", name)]
        return ["export", str(self.study.root), *formats, "-o", str(out), "-q"]

    def arguments(self) -> list[str]:
        """See :class:`Trial`."""
        return [*self._command(self.place / "out"), "--force"]

    def further(self, found: dict[str, bytes]) -> list[str]:
        """See :class:`Trial`."""
        return _together(found, self.before, self.after)


class Plan(Trial):
    """``plan make`` in the place of an earlier plan."""

    name = "plan make --force"

    def make(self) -> None:
        """See :class:`Trial`."""
        self.old = self.folder / "old"
        made = materials.study(self.old, count=8)
        self._must_end(whole(["plan", "make", str(made.root), "--seed", "1", "-q"], self.temporary))

    def reset(self) -> None:
        """See :class:`Trial`."""
        shutil.rmtree(self.place, ignore_errors=True)
        shutil.copytree(self.old, self.place)

    def arguments(self) -> list[str]:
        """See :class:`Trial`."""
        return ["plan", "make", str(self.place), "--seed", "2", "--force", "-q"]


class Collect(Trial):
    """``collect`` of finished worksheets, a file after the other into a database that it makes first."""

    name = "collect"
    by_calls = False
    free = ("events",)

    def __init__(self, folder: Path, random: Random, *, count: int = 16) -> None:
        super().__init__(folder, random)
        self.count = count

    def make(self) -> None:
        """See :class:`Trial`."""
        self.old = self.folder / "old"
        made = materials.study(self.old, count=self.count)
        self.saved = materials.saved_worksheets(made, self.folder / "saved", self.random)
        shutil.rmtree(made.ratings)

    def reset(self) -> None:
        """See :class:`Trial`."""
        shutil.rmtree(self.place, ignore_errors=True)
        shutil.copytree(self.old, self.place)

    def arguments(self) -> list[str]:
        """See :class:`Trial`."""
        return ["collect", str(self.place), str(self.saved), "-q"]

    def seen(self) -> dict[str, bytes]:
        """The database is told by its events: pages of a file lie where they happen to lie, and every key is another one."""
        found = {name: data for name, data in super().seen().items() if not name.startswith("ratings/")}
        database = self.place / "ratings" / "desk.sqlite3"
        if database.exists() and database.stat().st_size:
            wrong, rows = checks.events_of(database)
            self.tally.wrong += wrong
            if rows:
                found["events"] = _told(rows)
        return found

    def further(self, found: dict[str, bytes]) -> list[str]:
        """Of each worksheet all is there or nothing, in the order in which they were given."""
        whole_, got = (one.get("events", b"") for one in (self.after, found))
        if not whole_.startswith(got):
            return ["what was collected is not the beginning of what would have been"]
        origins = [json.loads(line)[-1] for line in got.splitlines()]
        every = [json.loads(line)[-1] for line in whole_.splitlines()]
        return [
            f"{one}: a part of a worksheet" for one in dict.fromkeys(origins) if origins.count(one) != every.count(one)
        ]


def _told(rows: Sequence[tuple[Any, ...]]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)
