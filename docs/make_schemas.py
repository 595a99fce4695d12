"""Writes ``schemas.md`` from the schemas' own descriptions: ``python docs/make_schemas.py``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from rf_scorer import validation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["page"]

_HEAD = """\
<!-- Generated from the schemas. To refresh: python docs/make_schemas.py -->

# Documents: every key

`rf-scorer schema NAME` prints a schema (JSON Schema 2020-12); `rf-scorer validate FILE` holds documents against theirs, and against rules that no schema can say
([rules](notes.md#rules-of-faults)). `[]` is a list, `.*` any key, **bold** a key that must be there.
"""


def page() -> str:
    """The whole page (Markdown)."""
    names = validation.schema_names()
    parts = [_HEAD, "\n".join(f"* [{name}](#{name}): {validation.schema(name)['title']}" for name in names), ""]
    for name in names:
        schema = validation.schema(name)
        parts += [f"## {name}\n", f"{_cell(schema.get('description', ''))}\n"]
        rows = [f"| {path} | {kind} | {text} |" for path, kind, text in _rows(schema, schema, "")]
        parts.append("| key | type | meaning |\n|---|---|---|\n" + "\n".join(rows) + "\n")
    return "\n".join(parts).rstrip() + "\n"


def _rows(schema: Mapping[str, Any], root: Mapping[str, Any], above: str) -> Iterator[tuple[str, str, str]]:
    schema = _resolved(schema, root)
    required = schema.get("required", ())
    for key, given in schema.get("properties", {}).items():
        part = _resolved(given, root)
        path = f"{above}.{key}" if above else key
        shown = f"**`{path}`**" if key in required else f"`{path}`"
        yield shown, _type(part, root), _cell(part.get("description", ""))
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
        return f"`{_cell(str(schema['const']))}`"
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
    return _cell(", ".join([told, *bounds]))


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    Path(__file__).parent.joinpath("reference", "schemas.md").write_text(page(), encoding="utf-8")
