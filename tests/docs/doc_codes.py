"""The codes that the program can write, read from its source: notes, reasons of suggestions, faults of documents.

Nothing is imported or run. Every ``code=`` (``rule=``) of a ``Note``, ``Reason`` or ``Fault`` is followed to the strings
it can be: through conditional expressions, f-strings, loops over literal tables, parameters and the calls that fill
them, and generators that yield tuples. What cannot be followed is an error, so that no code escapes the documentation.
"""

from __future__ import annotations

import ast
import itertools
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["Code", "Source", "Unresolved", "grouped"]

#: What carries a code, under which keyword, and whether it has a severity.
_CARRIERS = {"Note": "code", "Reason": "code", "Fault": "rule"}
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
_COMPREHENSIONS = (ast.GeneratorExp, ast.ListComp, ast.SetComp, ast.DictComp)


class Unresolved(Exception):
    """An expression whose strings cannot be told from the source."""


class Code(NamedTuple):
    """A code, what carries it (``Note`` …), the severities it can have (notes only), and where it is written."""

    carrier: str
    name: str
    severities: frozenset[str]
    where: str


class _Module(NamedTuple):
    path: str
    tree: ast.Module
    parents: dict[ast.AST, ast.AST]
    calls: dict[str, list[ast.Call]]
    imported: frozenset[str]

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        while node in self.parents:
            node = self.parents[node]
            yield node


class Source:
    """The source of a package.

    Parameters
    ----------
    package : Path
    special : mapping of str to function
        Gives what an expression (as :func:`ast.unparse` writes it) can be where reading alone cannot tell.
    """

    def __init__(self, package: Path, special: dict[str, Callable[[Source], set[str]]]) -> None:
        self._special = special
        self._modules = []
        for path in sorted(package.rglob("*.py")):
            tree = ast.parse(path.read_text("utf-8"))
            nodes = list(ast.walk(tree))
            parents = {child: node for node in nodes for child in ast.iter_child_nodes(node)}
            calls: dict[str, list[ast.Call]] = {}
            for node in nodes:
                if isinstance(node, ast.Call) and (name := _called(node)) is not None:
                    calls.setdefault(name, []).append(node)
            place = path.relative_to(package.parent).as_posix()
            self._modules.append(_Module(place, tree, parents, calls, _imported(nodes)))

    @cached_property
    def codes(self) -> tuple[Code, ...]:
        """Every code at every place where one is made."""
        found = []
        for module in self._modules:
            for node in ast.walk(module.tree):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CARRIERS:
                    found += self._made(node, node.func.id, module)
        return tuple(found)

    def classes_called(self) -> set[str]:
        """Names of classes that the package calls, errors among them."""
        return {
            name
            for module in self._modules
            for name, calls in module.calls.items()
            if name[:1].isupper() and any(isinstance(call.func, ast.Name) for call in calls)
        }

    def findings(self, folder: str, length: int, position: int) -> set[str]:
        """The strings at one position of every tuple of this length that generators of a folder yield."""
        return {
            element.value
            for module in self._modules
            if f"/{folder}/" in module.path
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple) and len(node.value.elts) == length
            for element in [node.value.elts[position]]
            if isinstance(element, ast.Constant) and isinstance(element.value, str)
        }

    def _made(self, call: ast.Call, carrier: str, module: _Module) -> Iterator[Code]:
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        where = f"{module.path}:{call.lineno}"
        if None in given and _CARRIERS[carrier] not in given:
            return  # one that is read back from a document
        if _CARRIERS[carrier] not in given:
            raise Unresolved(f"{where}: {carrier} without {_CARRIERS[carrier]}=")
        code = given[_CARRIERS[carrier]]
        severity = given.get("severity", ast.Constant(value="info"))
        for name, found in sorted(self._pairs(code, severity, module, where)):
            yield Code(carrier, name, frozenset({found} if carrier == "Note" else ()), where)

    def _pairs(self, code: ast.expr, severity: ast.expr, module: _Module, where: str) -> set[tuple[str, str]]:
        """Codes with the severities that go with them, where one condition or one call decides on both."""
        if (
            isinstance(code, ast.IfExp)
            and isinstance(severity, ast.IfExp)
            and ast.unparse(code.test) == ast.unparse(severity.test)
        ):
            return self._pairs(code.body, severity.body, module, where) | self._pairs(
                code.orelse, severity.orelse, module, where
            )
        if isinstance(code, ast.Name) and isinstance(severity, ast.Name):
            function = next((scope for scope in module.around(code) if isinstance(scope, _FUNCTIONS)), None)
            if function is not None:
                calls = [
                    (self._argument(function, call, code.id), self._argument(function, call, severity.id), other, call)
                    for other, call in self._calls(function, module)
                ]
                if calls and all(one is not None and two is not None for one, two, _, _ in calls):
                    return {
                        pair
                        for one, two, other, call in calls
                        if one is not None and two is not None
                        for pair in self._pairs(one, two, other, f"{other.path}:{call.lineno}")
                    }
        return set(itertools.product(self._strings(code, module, where), self._strings(severity, module, where)))

    def _strings(self, node: ast.expr, module: _Module, where: str) -> set[str]:
        written = ast.unparse(node)
        if written in self._special:
            return self._special[written](self)
        match node:
            case ast.Constant(value=str(value)):
                return {value}
            case ast.IfExp():
                return self._strings(node.body, module, where) | self._strings(node.orelse, module, where)
            case ast.JoinedStr():
                parts = [
                    self._strings(part.value if isinstance(part, ast.FormattedValue) else part, module, where)
                    for part in node.values
                ]
                return {"".join(combined) for combined in itertools.product(*parts)}
            case ast.Attribute(value=ast.Name(id="Severity"), attr=attribute):
                return {attribute.lower()}
            case ast.Call(
                func=ast.Attribute(value=inner, attr="replace"),
                args=[ast.Constant(value=str(old)), ast.Constant(value=str(new))],
            ):
                return {text.replace(old, new) for text in self._strings(inner, module, where)}
            case ast.Name():
                return self._bound(node, module, where)
        raise Unresolved(f"{where}: {written}")

    def _bound(self, name: ast.Name, module: _Module, where: str) -> set[str]:
        for scope in module.around(name):
            if isinstance(scope, ast.For | ast.AsyncFor):
                place = _position(scope.target, name.id)
                if place is not None:
                    return self._looped(scope.iter, place, module, where)
            elif isinstance(scope, _COMPREHENSIONS):
                for loop in scope.generators:
                    place = _position(loop.target, name.id)
                    if place is not None:
                        return self._looped(loop.iter, place, module, where)
            elif isinstance(scope, (*_FUNCTIONS, ast.Module)):
                values = [
                    node.value
                    for node in ast.walk(scope)
                    if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
                    for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
                    if isinstance(target, ast.Name) and target.id == name.id
                ]
                if values:
                    return {text for value in values for text in self._strings(value, module, where)}
                if isinstance(scope, _FUNCTIONS):
                    found = self._passed(scope, name.id, module, where)
                    if found is not None:
                        return found
        raise Unresolved(f"{where}: nothing binds {name.id}")

    def _calls(self, function: _Function, module: _Module) -> Iterator[tuple[_Module, ast.Call]]:
        """Calls of a function, in its own module and in those that import it."""
        for other in self._modules:
            if other is module or function.name in other.imported:
                for call in other.calls.get(function.name, ()):
                    yield other, call

    @staticmethod
    def _argument(function: _Function, call: ast.Call, name: str) -> ast.expr | None:
        """What a call gives for a parameter; None where it gives nothing."""
        arguments = function.args
        positional = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
        if positional[:1] == ["self"]:
            positional = positional[1:]
        for keyword in call.keywords:
            if keyword.arg == name:
                return keyword.value
        if name in positional and positional.index(name) < len(call.args):
            return call.args[positional.index(name)]
        return None

    def _passed(self, function: _Function, name: str, module: _Module, where: str) -> set[str] | None:
        arguments = function.args
        if name not in {part.arg for part in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}:
            return None
        found: set[str] = set()
        for other, call in self._calls(function, module):
            value = self._argument(function, call, name)
            if value is not None:
                found |= self._strings(value, other, f"{other.path}:{call.lineno}")
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            if argument.arg == name and default is not None:
                found |= self._strings(default, module, where)
        return found or None

    def _looped(self, source: ast.expr, place: tuple[int, ...], module: _Module, where: str) -> set[str]:
        written = ast.unparse(source)
        if written in self._special:
            return self._special[written](self)
        if isinstance(source, ast.Tuple | ast.List):
            return {text for row in source.elts for text in self._strings(_at(row, place, where), module, where)}
        if (
            isinstance(source, ast.Call)
            and isinstance(source.func, ast.Attribute)
            and source.func.attr == "items"
            and isinstance(source.func.value, ast.Name)
        ):
            table = _table(module.tree, source.func.value.id)
            if table is not None:
                side = table.keys if place == (0,) else table.values
                return {text for node in side if node is not None for text in self._strings(node, module, where)}
        if isinstance(source, ast.Call) and isinstance(source.func, ast.Name):
            function = next(
                (
                    node
                    for node in ast.walk(module.tree)
                    if isinstance(node, ast.FunctionDef) and node.name == source.func.id
                ),
                None,
            )
            yields = [node.value for node in ast.walk(function) if isinstance(node, ast.Yield)] if function else []
            if yields:
                return {
                    text
                    for value in yields
                    if value is not None
                    for text in self._strings(_at(value, place, where), module, where)
                }
        raise Unresolved(f"{where}: a loop over {written}")


def _position(target: ast.expr, name: str) -> tuple[int, ...] | None:
    if isinstance(target, ast.Name):
        return () if target.id == name else None
    if isinstance(target, ast.Tuple):
        for index, element in enumerate(target.elts):
            inner = _position(element, name)
            if inner is not None:
                return (index, *inner)
    return None


def _at(node: ast.expr, place: tuple[int, ...], where: str) -> ast.expr:
    for index in place:
        if not isinstance(node, ast.Tuple | ast.List):
            raise Unresolved(f"{where}: a row that is not written out")
        node = node.elts[index]
    return node


def _imported(nodes: list[ast.AST]) -> frozenset[str]:
    return frozenset(alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names)


def _called(call: ast.Call) -> str | None:
    return (
        call.func.id
        if isinstance(call.func, ast.Name)
        else call.func.attr
        if isinstance(call.func, ast.Attribute)
        else None
    )


def _table(tree: ast.Module, name: str) -> ast.Dict | None:
    for node in tree.body:
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        if isinstance(value, ast.Dict) and any(
            isinstance(target, ast.Name) and target.id == name for target in targets
        ):
            return value
    return None


def grouped(codes: tuple[Code, ...], carrier: str) -> dict[str, set[str]]:
    """Codes of one carrier with the severities they can have."""
    found: dict[str, set[str]] = defaultdict(set)
    for code in codes:
        if code.carrier == carrier:
            found[code.name] |= code.severities
    return dict(found)
