"""Formulas of criteria, evaluated by simpleeval within narrow bounds.

The expression is parsed and weighed first: length, nesting, number of parts, and which parts
may stand in it. simpleeval then walks it over decimals; no name, function or operator is known
to it but those given here.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from decimal import Decimal, DecimalException
from functools import lru_cache
from typing import Any

import simpleeval

from desktop.domain.criteria.formulas import (
    DEEPEST,
    FUNCTIONS,
    LARGEST,
    LONGEST,
    MOST_PARTS,
    FormulaError,
    FormulaFault,
)

_HIGHEST_POWER = 4
_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", ":": "/"})
_ALLOWED = (
    ast.Expression,
    ast.BinOp,
    ast.UnaryOp,
    ast.Compare,
    ast.BoolOp,
    ast.IfExp,
    ast.Call,
    ast.Name,
    ast.Constant,
    ast.Load,
    ast.operator,
    ast.unaryop,
    ast.cmpop,
    ast.boolop,
)


class SafeFormulas:
    """The formulas that criteria may use: + − × ÷, comparisons, if-else, min, max, abs."""

    def names(self, expression: str) -> frozenset[str]:
        """The variables it asks for. Raises FormulaError when it is no allowed formula."""
        called = {id(n.func) for n in ast.walk(_parsed(expression)) if isinstance(n, ast.Call)}
        return frozenset(
            node.id
            for node in ast.walk(_parsed(expression))
            if isinstance(node, ast.Name) and id(node) not in called
        )

    def value(self, expression: str, variables: Mapping[str, Decimal]) -> Decimal:
        """Its value, exact decimals. Raises FormulaError."""
        parsed = _parsed(expression)
        evaluator = simpleeval.SimpleEval(
            operators=_OPERATORS, functions=_FUNCTIONS, names=dict(variables)
        )
        evaluator.nodes[ast.Constant] = _constant
        try:
            found = evaluator.eval(expression, previously_parsed=parsed.body)
        except simpleeval.NameNotDefined as error:
            raise FormulaError(FormulaFault.UNKNOWN_NAME, error.name) from None
        except ZeroDivisionError:
            raise FormulaError(FormulaFault.DIVISION_BY_ZERO) from None
        except (DecimalException, OverflowError) as error:
            raise FormulaError(FormulaFault.TOO_LARGE) from error
        except (simpleeval.InvalidExpression, TypeError, ValueError, KeyError) as error:
            raise FormulaError(FormulaFault.NOT_ALLOWED, str(error)[:80]) from error
        if not isinstance(found, Decimal):
            raise FormulaError(FormulaFault.NOT_ALLOWED, expression)
        return _bounded(found)


@lru_cache(maxsize=512)
def _parsed(expression: str) -> ast.Expression:
    """The tree, weighed. Raises FormulaError."""
    if len(expression) > LONGEST:
        raise FormulaError(FormulaFault.TOO_LONG, str(LONGEST))
    try:
        tree = ast.parse(expression.translate(_SIGNS).strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise FormulaError(FormulaFault.NOT_READABLE, expression) from None
    if _depth(tree) > DEEPEST or sum(1 for _ in ast.walk(tree)) > 2 * MOST_PARTS:
        raise FormulaError(FormulaFault.TOO_DEEP, str(DEEPEST))
    for node in ast.walk(tree):
        _check_node(node)
    return tree


def _depth(tree: ast.AST) -> int:
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(child, depth + 1) for child in ast.iter_child_nodes(node)]
    return deepest


def _check_node(node: ast.AST) -> None:
    if not isinstance(node, _ALLOWED):
        raise FormulaError(FormulaFault.NOT_ALLOWED, type(node).__name__)
    if isinstance(node, ast.Constant) and type(node.value) not in (int, float):
        raise FormulaError(FormulaFault.NOT_ALLOWED, str(node.value)[:20])
    if isinstance(node, ast.operator | ast.cmpop | ast.unaryop) and type(node) not in _OPERATORS:
        raise FormulaError(FormulaFault.NOT_ALLOWED, type(node).__name__)
    if isinstance(node, ast.Call) and (
        not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS or node.keywords
    ):
        raise FormulaError(FormulaFault.NOT_ALLOWED, ast.unparse(node.func)[:20])


def _constant(node: ast.Constant) -> Decimal:
    """A number as it is written: 0.1 is a tenth, not its nearest float."""
    return _bounded(Decimal(repr(node.value)))


def _bounded(value: Decimal) -> Decimal:
    if not value.is_finite() or abs(value) > LARGEST:
        raise FormulaError(FormulaFault.TOO_LARGE)
    return value


def _binary(operate: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def bounded(left: Any, right: Any) -> Decimal:
        return _bounded(Decimal(operate(left, right)))

    return bounded


def _quotient(left: Decimal, right: Decimal) -> Decimal:
    if right == 0:  # decimals call 0 ÷ 0 invalid rather than a division by zero
        raise ZeroDivisionError
    return left / right


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    if exponent not in range(_HIGHEST_POWER + 1):
        raise FormulaError(FormulaFault.TOO_LARGE, str(exponent))
    return base ** int(exponent)


_OPERATORS: dict[type, Callable[..., Any]] = {
    ast.Add: _binary(lambda a, b: a + b),
    ast.Sub: _binary(lambda a, b: a - b),
    ast.Mult: _binary(lambda a, b: a * b),
    ast.Div: _binary(_quotient),
    ast.Pow: _binary(_power),
    ast.USub: lambda a: -a,
    ast.UAdd: lambda a: +a,
    ast.Gt: lambda a, b: a > b,
    ast.Lt: lambda a, b: a < b,
    ast.GtE: lambda a, b: a >= b,
    ast.LtE: lambda a, b: a <= b,
    ast.Eq: lambda a, b: a == b,
    ast.NotEq: lambda a, b: a != b,
    ast.Not: lambda a: not a,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {"min": min, "max": max, "abs": abs}
