"""Reads the program's own source: where errors are raised, with which fields and facts.

Strings are followed through names: local assignments, loops over literal tuples, parameters
with their defaults and what every caller passes.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import desktop

ROOT = Path(desktop.__file__).resolve().parent
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_DEEPEST = 6


class Unresolved(Exception):
    """A name that could not be followed to literals."""


@dataclass
class Module:
    """One parsed file with the parent of every node."""

    path: Path
    tree: ast.Module
    parents: dict[ast.AST, ast.AST] = field(default_factory=dict)

    def functions_around(self, node: ast.AST) -> Iterator[Function]:
        """The functions that a node stands in, innermost first."""
        while node in self.parents:
            node = self.parents[node]
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                yield node

    def place(self, node: ast.Call) -> str:
        """The place for a message: "services/users.py:49"."""
        return f"{self.path.relative_to(ROOT)}:{node.lineno}"


@cache
def modules() -> tuple[Module, ...]:
    """All files of the program, without the definitions of the errors themselves."""
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        if path.relative_to(ROOT).as_posix() == "domain/errors.py":
            continue
        module = Module(path, ast.parse(path.read_text(encoding="utf-8")))
        for node in ast.walk(module.tree):
            for child in ast.iter_child_nodes(node):
                module.parents[child] = node
        found.append(module)
    return tuple(found)


def calls(*names: str) -> Iterator[tuple[Module, ast.Call]]:
    """Calls of functions or classes of these names, as a name or as an attribute."""
    for module, call, name in _all_calls():
        if name in names:
            yield module, call


@cache
def _all_calls() -> tuple[tuple[Module, ast.Call, str], ...]:
    found = []
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call):
                function = node.func
                if isinstance(function, ast.Name):
                    found.append((module, node, function.id))
                elif isinstance(function, ast.Attribute):
                    found.append((module, node, function.attr))
    return tuple(found)


def members(module: Module, node: ast.expr, enum: str) -> set[str]:
    """The members of an enum that an expression can be: ``Rule.X``, an either-or, a local name,
    a look-up in a table.
    """
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return {node.attr} if node.value.id == enum else set()
    if isinstance(node, ast.IfExp):
        return members(module, node.body, enum) | members(module, node.orelse, enum)
    if isinstance(node, ast.Name):
        return {m for value in _assigned(module, node) for m in members(module, value, enum)}
    table = _looked_up(node)
    if table is not None:
        given = [*_assigned(module, table), *_in_module(module, table.id)]
        found = [value for value in given if isinstance(value, ast.Dict)]
        return {m for v in found for entry in v.values for m in members(module, entry, enum)}
    return set()


def _looked_up(node: ast.expr) -> ast.Name | None:
    """The table of ``TABLE[key]`` or ``TABLE.get(key)``."""
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        return node.value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        where = node.func.value
        return where if node.func.attr == "get" and isinstance(where, ast.Name) else None
    return None


def fact_names(module: Module, call: ast.Call) -> set[str]:
    """The facts that a call gives: keywords, ``**facts``, a dict, a local name of a dict."""
    names: set[str] = set()
    for keyword in call.keywords:
        if keyword.arg is not None and keyword.arg != "facts":
            names.add(keyword.arg)
        else:
            names |= _dict_keys(module, keyword.value)
    for argument in call.args:
        names |= _dict_keys(module, argument)
    return names


def _dict_keys(module: Module, node: ast.expr) -> set[str]:
    if isinstance(node, ast.Dict):
        return {str(key.value) for key in node.keys if isinstance(key, ast.Constant)}
    if isinstance(node, ast.Name):
        return {key for value in _assigned(module, node) for key in _dict_keys(module, value)}
    return set()


def strings(module: Module, node: ast.expr, depth: int = 0) -> set[str]:
    """All texts that an expression can be. Raises Unresolved."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return strings(module, node.body, depth) | strings(module, node.orelse, depth)
    if isinstance(node, ast.Name) and depth < _DEEPEST:
        values = _assigned(module, node)
        found = {text for value in values for text in strings(module, value, depth + 1)}
        for function in module.functions_around(node):
            if node.id in _parameters(function):
                found |= _passed(module, function, node.id, depth + 1)
                break
        if found:
            return found
    raise Unresolved(ast.dump(node))


def _assigned(module: Module, name: ast.Name) -> list[ast.expr]:
    """What a local name is given: by assignment, or by a loop over literal tuples."""
    values: list[ast.expr] = []
    for function in module.functions_around(name):
        for node in ast.walk(function):
            if isinstance(node, ast.Assign):
                values += [node.value for t in node.targets if _is(t, name.id)]
            elif isinstance(node, ast.For):
                values += _looped(node, name.id)
    return values


def _in_module(module: Module, name: str) -> list[ast.expr]:
    """What a name of the whole module is given."""
    assigned = [node for node in module.tree.body if isinstance(node, ast.Assign)]
    return [node.value for node in assigned if any(_is(t, name) for t in node.targets)]


def _is(target: ast.expr, name: str) -> bool:
    return isinstance(target, ast.Name) and target.id == name


def _looped(loop: ast.For, name: str) -> list[ast.expr]:
    rows = loop.iter.elts if isinstance(loop.iter, ast.Tuple | ast.List) else []
    if _is(loop.target, name):
        return list(rows)
    if not isinstance(loop.target, ast.Tuple):
        return []
    places = [place for place, part in enumerate(loop.target.elts) if _is(part, name)]
    return [row.elts[place] for row in rows if isinstance(row, ast.Tuple) for place in places]


def _parameters(function: Function) -> list[str]:
    arguments = function.args
    return [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]


def _passed(module: Module, function: Function, name: str, depth: int) -> set[str]:
    """What callers pass for a parameter, and its default."""
    found: set[str] = set()
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    for argument, default in zip(reversed(positional), reversed(arguments.defaults), strict=False):
        if argument.arg == name:
            found |= strings(module, default, depth)
    if isinstance(function, ast.Lambda):
        return found
    names = [argument.arg for argument in positional]
    bound = names[1:] if names[:1] == ["self"] else names
    needed = len(bound) - len(arguments.defaults)
    for caller, call in calls(function.name):
        if len(call.args) + len(call.keywords) < needed:
            continue  # another function of the same name
        given = [k.value for k in call.keywords if k.arg == name]
        if name in bound and bound.index(name) < len(call.args):
            given.append(call.args[bound.index(name)])
        for value in given:
            found |= strings(caller, value, depth)
    return found


def facts_of_callee(module: Module, call: ast.Call, built: str) -> set[str]:
    """Facts that a helper of the same file adds itself when it builds an error."""
    if not isinstance(call.func, ast.Name):
        return set()
    found: set[str] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef) and node.name == call.func.id:
            for inner in ast.walk(node):
                if isinstance(inner, ast.Call) and _is(inner.func, built):
                    found |= fact_names(module, inner)
    return found
