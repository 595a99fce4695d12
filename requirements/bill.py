"""The bill of materials: ``python requirements/bill.py --out dist/rf_scorer.cdx.json`` (CycloneDX 1.6, JSON).

Packages and who needs whom come from ``run.lock``, their licences from the installed packages, models and data with
their digests from the checkout. The same checkout gives the same bytes; nothing is asked of another machine.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import licences
import locks
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["bill", "shipped"]

#: Shipped folders that are no model → what is in them, and its licence.
_DATA = {
    "annotation_guides": ("Codebook, protocols and guides", "MIT"),
    "rf_scorer/privacy/data": ("Lists of words and names for the privacy gate", "MIT AND LicenseRef-SCOWL"),
    "schemas": ("JSON schemas of every document", "MIT"),
}
#: Not shipped: a lab's own models.
_PRIVATE = locks.ROOT / "models" / "private"


def shipped() -> Iterator[tuple[str, list[Path]]]:
    """Each shipped model and data folder (relative to the checkout, with ``/``) and its files."""
    folders = [path for path in sorted((locks.ROOT / "models").iterdir()) if path.is_dir() and path != _PRIVATE]
    for folder in [*folders, *(locks.ROOT / name for name in _DATA)]:
        files = [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        yield folder.relative_to(locks.ROOT).as_posix(), sorted(files)


def bill(*, wheel: Path | None = None) -> dict[str, Any]:
    """The bill of materials.

    Parameters
    ----------
    wheel : Path, optional
        The wheel that the bill goes with; its digest is then in the bill.

    Returns
    -------
    dict
        A CycloneDX 1.6 document.

    Raises
    ------
    LookupError
        If the licence of a package is unknown.
    """
    pins = locks.read(locks.RUN)
    always = locks.required(pins, locks.declared())
    own = _own(wheel)
    data = [_folder(name, files) for name, files in shipped()]
    document: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": own},
        "components": [*(_package(pin, always=pin.name in always) for pin in pins), *data],
        "dependencies": _dependencies(pins, own["bom-ref"], [part["bom-ref"] for part in data]),
    }
    content = json.dumps(document, sort_keys=True)
    # Two different bills must not have the same number; the same bill made twice should.
    return {**document, "serialNumber": uuid.uuid5(uuid.NAMESPACE_OID, content).urn}


def _own(wheel: Path | None) -> dict[str, Any]:
    table = locks.project()
    component = {
        "type": "application",
        "bom-ref": f"pkg:pypi/{canonicalize_name(table['name'])}@{table['version']}",
        "name": table["name"],
        "version": table["version"],
        "description": table["description"],
        "licenses": [{"expression": table["license"]}],
        "purl": f"pkg:pypi/{canonicalize_name(table['name'])}@{table['version']}",
    }
    if wheel is not None:
        component["hashes"] = [_digest(wheel)]
    return component


def _package(pin: locks.Pin, *, always: bool) -> dict[str, Any]:
    place = f"pkg:pypi/{pin.name}@{pin.version}"
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": place,
        "name": pin.name,
        "version": pin.version,
        "scope": "required" if always else "optional",
        "licenses": [{"expression": licences.of(pin.name)}],
        "purl": place,
        "externalReferences": [
            {
                "type": "distribution",
                "url": place,
                "comment": "Digest of every file in which this version may come: one for each platform and Python.",
                "hashes": [{"alg": "SHA-256", "content": digest} for digest in pin.digests],
            }
        ],
    }
    if pin.marker is not None:
        component["properties"] = [{"name": "rf_scorer:only-where", "value": str(pin.marker)}]
    return component


def _folder(name: str, files: list[Path]) -> dict[str, Any]:
    folder = locks.ROOT / name
    component: dict[str, Any] = {
        "type": "data",
        "bom-ref": f"shipped:{name}",
        "name": name,
        "version": locks.project()["version"],
        "components": [
            {
                "type": "file",
                "bom-ref": f"shipped:{path.relative_to(locks.ROOT).as_posix()}",
                "name": path.relative_to(folder).as_posix(),
                "hashes": [_digest(path)],
            }
            for path in files
        ],
    }
    if name in _DATA:
        component["description"], licence = _DATA[name]
        component["licenses"] = [{"expression": licence}]
        return component
    component["type"] = "machine-learning-model"
    for said_in, summary, key in (("card.json", "summary", "licence"), ("meta.json", "description", "license")):
        if (folder / said_in).is_file():
            said = json.loads((folder / said_in).read_text("utf-8"))
            component["version"] = said["version"]
            component["description"] = said[summary]
            component["licenses"] = [{"expression": said[key].replace("CC BY-SA 4.0", "CC-BY-SA-4.0")}]
            return component
    raise LookupError(f"{name} has neither card.json nor meta.json, so nobody knows its licence.")


def _digest(path: Path) -> dict[str, str]:
    return {"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}


def _dependencies(pins: list[locks.Pin], own: str, data: list[str]) -> list[dict[str, Any]]:
    places: dict[str, list[str]] = {}
    for pin in pins:
        places.setdefault(pin.name, []).append(f"pkg:pypi/{pin.name}@{pin.version}")
    root = canonicalize_name(locks.project()["name"])
    needs: dict[str, list[str]] = {}
    for pin in pins:
        for other in pin.wanted_by:
            for place in [own] if other == root else places[other]:
                needs.setdefault(place, []).append(f"pkg:pypi/{pin.name}@{pin.version}")
    needs.setdefault(own, []).extend(data)
    every = [own, *(place for versions in places.values() for place in versions), *data]
    return [{"ref": place, "dependsOn": sorted(set(needs.get(place, ())))} for place in every]


def _main() -> int:
    parser = argparse.ArgumentParser(description="Writes the bill of materials.")
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    parser.add_argument("--wheel", type=Path, help="the wheel that the bill goes with")
    arguments = parser.parse_args()
    try:
        document = bill(wheel=arguments.wheel)
    except LookupError as reason:
        sys.stderr.write(f"{reason.args[0]}\n")
        return 1
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", "utf-8")
    sys.stdout.write(f"{len(document['components'])} components: {arguments.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(_main())
