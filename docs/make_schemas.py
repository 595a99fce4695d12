"""Makes ``reference/schemas``: a page for each schema, from its own descriptions."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from generated import DOCS, cell, facts, page, table

from rf_scorer import validation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["keys", "pages"]

_FOLDER = "reference/schemas"


def pages() -> dict[str, str]:
    """The overview and a page for each schema."""
    kinds = tomllib.loads((DOCS / "schemas.toml").read_text("utf-8"))["kinds"]
    known = {name: about for kind in kinds for name, about in kind["schemas"].items()}
    names = validation.schema_names()
    if sorted(known) != sorted(names):
        raise ValueError(f"schemas.toml and the schemas differ: {sorted(set(known) ^ set(names))}")
    return {f"{_FOLDER}/index.md": _overview(kinds)} | {
        f"{_FOLDER}/{name}.md": _page(name, about) for name, about in known.items()
    }


def _overview(kinds: list[dict[str, Any]]) -> str:
    parts = [
        "Every kind of document that rf_scorer writes or reads, key by key. For whoever writes a program that makes or takes one.",
        (
            "`rf-scorer schema NAME` prints a schema (JSON Schema 2020-12). `rf-scorer validate FILE` holds documents against theirs, and against "
            "[rules](../notes.md#rules-of-faults) that no schema can say. The number at the end of `schema` in a document rises with every change that is not only an addition."
        ),
    ]
    for kind in kinds:
        rows = []
        for name, about in kind["schemas"].items():
            description = cell(validation.schema(name)["description"])
            rows.append((f"[{name}]({name}.md)", description.partition(". ")[0].rstrip(".") + ".", about["written"]))
        parts += [f"## {kind['title']}", table(("schema", "what it is", "written by"), rows)]
    return page("Documents", *parts)


def _page(name: str, about: Mapping[str, Any]) -> str:
    schema = validation.schema(name)
    read = " · ".join(f"[`{command}`](../commands/{command}.md)" for command in about["read"]) or "rf_scorer itself"
    about_it = [
        ("identifier", f"`{schema['$id']}`"),
        ("since", f"rf_scorer {about['since']}"),
        ("written by", about["written"]),
        ("read by", read),
        ("to print it", f"`rf-scorer schema {name}`"),
    ]
    return page(
        name,
        f"{schema['title']}. {cell(schema['description'])}",
        facts(about_it),
        "## Keys",
        "`[]` is an item of a list, `.*` any key; a key in **bold** must be there wherever what holds it is.",
        table(("key", "type", "meaning"), keys(schema)),
        "[All documents](index.md)",
    )


def keys(schema: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Every key of documents of a schema: its path, its type, what it means."""
    told: dict[str, tuple[str, str, str]] = {}
    for row in _rows(schema, schema, ""):
        told.setdefault(f"{row[0].strip('*')} {row[2]}", row)  # a key that alternatives share stands once
    yield from told.values()


def _rows(schema: Mapping[str, Any], root: Mapping[str, Any], above: str) -> Iterator[tuple[str, str, str]]:
    schema = _resolved(schema, root)
    required = schema.get("required", ())
    for key, given in schema.get("properties", {}).items():
        if isinstance(given, bool):  # an alternative that names a key, and says no more of it
            continue
        part = _resolved(given, root)
        path = f"{above}.{key}" if above else key
        shown = f"**`{path}`**" if key in required else f"`{path}`"
        yield shown, _type(part, root), cell(part.get("description", ""))
        yield from _rows(part, root, path)
    for part in schema.get("patternProperties", {}).values():
        yield from _rows(part, root, f"{above}.*")
    if isinstance(schema.get("additionalProperties"), dict):
        yield from _rows(schema["additionalProperties"], root, f"{above}.*")
    if "items" in schema:
        yield from _rows(schema["items"], root, f"{above}[]")
    for keyword in ("oneOf", "anyOf"):
        for part in schema.get(keyword, ()):
            yield from _rows(part, root, above)


def _resolved(schema: Mapping[str, Any], root: Mapping[str, Any]) -> dict[str, Any]:
    """The schema with what its reference leads to; its own words win."""
    found: dict[str, Any] = dict(schema)
    while "$ref" in found:
        target: Any = root
        for step in found.pop("$ref").removeprefix("#/").split("/"):
            target = target[step]
        found = {**target, **found}
    return found


def _type(schema: Mapping[str, Any], root: Mapping[str, Any]) -> str:
    if "const" in schema:
        return f"`{cell(str(schema['const']))}`"
    if "enum" in schema:
        return " · ".join("null" if value is None else f"`{value}`" for value in schema["enum"])
    kinds = schema.get("type")
    if kinds is None:
        choices = [_type(_resolved(part, root), root) for word in ("oneOf", "anyOf") for part in schema.get(word, ())]
        return " or ".join(dict.fromkeys(choice for choice in choices if choice))
    told = " or ".join([kinds] if isinstance(kinds, str) else kinds)
    if "items" in schema:
        told = told.replace("array", f"array of {_type(_resolved(schema['items'], root), root) or 'any'}")
    bounds = [f"{sign} {schema[key]}" for key, sign in (("minimum", "≥"), ("maximum", "≤")) if key in schema]
    return cell(", ".join([told, *bounds]))


if __name__ == "__main__":
    import make  # every page that hangs on a schema

    make.main()
