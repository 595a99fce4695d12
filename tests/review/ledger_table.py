"""The scripts that both ledgers follow: ``ledger_scripts.json``, with ids, times and long texts filled in."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["SCRIPTS", "Script"]

_TABLE = json.loads((Path(__file__).parent / "ledger_scripts.json").read_text("utf-8"))


@dataclass(frozen=True, kw_only=True)
class Script:
    """What a page sends, step by step.

    Attributes
    ----------
    name : str
    terms : dict
    steps : list of (list of events, together, code)
        Events as a client gives them; whether they are sent together; the code of the refusal, or None.
    document : dict
        The ledger at the end.
    """

    name: str
    terms: dict[str, Any]
    steps: list[tuple[list[Any], bool, str | None]]
    document: dict[str, Any]


def _whole(value: Any) -> Any:
    """``{"repeat": "x", "times": 3}`` is ``"xxx"``."""
    if isinstance(value, dict):
        if value.keys() == {"repeat", "times"}:
            return value["repeat"] * value["times"]
        return {key: _whole(below) for key, below in value.items()}
    return [_whole(below) for below in value] if isinstance(value, list) else value


def _script(given: dict[str, Any]) -> Script:
    steps: list[tuple[list[Any], bool, str | None]] = []
    number = 0
    for step in given["events"]:
        events = []
        for event in step.get("together", [step]):
            number += 1
            made = {
                "id": str(uuid.UUID(int=number, version=4)),
                "kind": event.get("kind"),
                "unit": event.get("unit"),
                "at": f"2026-11-30T10:{number // 60:02}:{number % 60:02}.000Z",
                "body": event.get("body"),
            }
            events.append(event.get("raw", made))
        steps.append((_whole(events), "together" in step, step.get("refused")))
    return Script(
        name=given["name"],
        terms=_TABLE["terms"][given["terms"]],
        steps=steps,
        document=_whole(given["document"]),
    )


#: In the order of the file.
SCRIPTS = [_script(given) for given in _TABLE["scripts"]]
