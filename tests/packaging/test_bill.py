"""The bill of materials names every package and every shipped file, and needs nobody else's machine."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import bill
import locks
import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The bill as the command writes it, in a process that cannot reach a network."""
    folder = tmp_path_factory.mktemp("bill")
    wheel = folder / "some.whl"
    wheel.write_bytes(b"not a wheel, but bytes")
    program = (
        "import runpy, sys\n"
        "def hook(event, arguments):\n"
        "    if event.startswith(('socket.', 'urllib.', 'http.', 'subprocess.', 'os.exec', 'os.posix_spawn')):\n"
        "        raise SystemExit(f'the bill of materials asked for {event}')\n"
        "sys.addaudithook(hook)\n"
        "sys.argv = sys.argv[1:]\n"
        "runpy.run_path(sys.argv[0], run_name='__main__')\n"
    )
    script = ROOT / "requirements" / "bill.py"
    command = [sys.executable, "-c", program, script, "--wheel", wheel, "--out", folder / "deeper" / "bill.json"]
    run = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT / "requirements"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    document: dict[str, Any] = json.loads((folder / "deeper" / "bill.json").read_text("utf-8"))
    return document


def test_every_package_that_work_needs_is_in_the_bill(made: dict[str, Any]) -> None:
    """With version, licence, digests, and whether it is needed without extras."""
    libraries = {(part["name"], part["version"]): part for part in made["components"] if part["type"] == "library"}
    pins = locks.read(locks.RUN)
    assert set(libraries) == {(pin.name, pin.version) for pin in pins}
    for pin in pins:
        part = libraries[pin.name, pin.version]
        assert part["licenses"][0]["expression"]
        assert [item["content"] for item in part["externalReferences"][0]["hashes"]] == list(pin.digests)
    by_name = {name: part["scope"] for (name, _), part in libraries.items()}
    assert by_name["spacy"] == by_name["numpy"] == by_name["presidio-analyzer"] == "required"
    assert by_name["flask"] == by_name["pypdf"] == by_name["polars"] == "optional"


def test_every_shipped_model_and_data_file_is_in_the_bill(made: dict[str, Any]) -> None:
    """Each with the digest of its bytes; models with the version and the licence of their own card."""
    folders = {part["name"]: part for part in made["components"] if part["type"] != "library"}
    assert {"models/en_interview", "models/rf_passage", "models/short_answers", "schemas"} <= set(folders)
    tracked = [path for _, files in bill.shipped() for path in files]
    listed = {
        ROOT / name / item["name"]: item["hashes"][0]["content"]
        for name, part in folders.items()
        for item in part["components"]
    }
    assert listed == {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in tracked}
    licences = {name: part["licenses"][0]["expression"] for name, part in folders.items()}
    assert licences["models/en_interview"] == "CC-BY-SA-4.0"
    assert licences["rf_scorer/privacy/data"] == "MIT AND LicenseRef-SCOWL"
    assert licences["models/rf_passage"] == licences["schemas"] == "MIT"
    card = json.loads((ROOT / "models" / "rf_passage" / "card.json").read_text("utf-8"))
    assert folders["models/rf_passage"]["version"] == card["version"]
    assert listed[ROOT / "models" / "rf_passage" / "model.json"] == card["sha256"]


def test_a_labs_own_models_are_not_in_the_bill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``models/private`` is neither shipped nor told of."""
    for name in ("models/en", "models/private/secret", "schemas", "annotation_guides", "rf_scorer/privacy/data"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "file.json").write_text("{}", "utf-8")
    monkeypatch.setattr(locks, "ROOT", tmp_path)
    monkeypatch.setattr(bill, "_PRIVATE", tmp_path / "models" / "private")
    assert [name for name, _ in bill.shipped()] == [
        "models/en",
        "annotation_guides",
        "rf_scorer/privacy/data",
        "schemas",
    ]


def test_the_bill_says_who_needs_whom(made: dict[str, Any]) -> None:
    """References resolve, and everything is reached from rf_scorer."""
    needs = {entry["ref"]: entry["dependsOn"] for entry in made["dependencies"]}
    assert len(needs) == len(made["dependencies"])
    references = {part["bom-ref"] for part in made["components"]}
    own = made["metadata"]["component"]["bom-ref"]
    reached, wanted = set(), [own]
    while wanted:
        reference = wanted.pop()
        if reference not in reached:
            reached.add(reference)
            wanted += needs[reference]
    assert reached == references | {own}


def test_the_bill_goes_with_one_wheel(made: dict[str, Any]) -> None:
    """The wheel's digest is in it; the same bill is made again; another wheel gives another number."""
    own = made["metadata"]["component"]
    assert own["hashes"] == [{"alg": "SHA-256", "content": hashlib.sha256(b"not a wheel, but bytes").hexdigest()}]
    again, other = bill.bill(), bill.bill(wheel=ROOT / "LICENSE")
    assert again == bill.bill()
    assert again["serialNumber"] != other["serialNumber"] != made["serialNumber"]
