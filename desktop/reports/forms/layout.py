"""A form's layout: read from ``resources/forms`` and checked before anything is drawn."""

from __future__ import annotations

import json
import string
from dataclasses import dataclass
from functools import cache
from typing import Any

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.resources import resource_path

_FORMAT = 1
FILES = {"receipt": "01-receipt.json", "due_why": "due-why.json"}
_KEYS = {
    "letterhead": set(),
    "code_and_date": set(),
    "title": set(),
    "line": {"text"},
    "pair": {"left", "right"},
    "heading": {"text"},
    "note": {"text"},
    "table": {"rows", "columns"},
    "signatures": {"left", "right", "left_name", "right_name"},
}


@dataclass(frozen=True, slots=True)
class FormLayout:
    """A checked layout; ``names`` are the values that the blocks ask for."""

    form: str
    number: str
    version: str
    title: str
    code_suffix: str
    blocks: tuple[dict[str, Any], ...]
    names: frozenset[str]
    tables: frozenset[str]


@cache
def load_layout(form: str) -> FormLayout:
    """The layout of a form. Raises EnvironmentProblem(RESOURCES_DAMAGED)."""
    path = resource_path("forms", FILES[form])
    try:
        return parse_layout(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EnvironmentProblem(Surroundings.RESOURCES_DAMAGED, file=path.name) from error


def parse_layout(data: dict[str, Any]) -> FormLayout:
    """A layout from plain data. Raises ValueError or KeyError for an unknown or broken block."""
    if data["format"] != _FORMAT:
        raise ValueError(data["format"])
    names: set[str] = set()
    tables: set[str] = set()
    for block in data["blocks"]:
        wanted = _KEYS[block["kind"]]
        if not wanted <= set(block):
            raise KeyError(wanted - set(block))
        for value in block.values():
            if isinstance(value, str):
                names.update(name for _, name, _, _ in string.Formatter().parse(value) if name)
        if "when" in block:
            names.add(block["when"])
        if block["kind"] == "table":
            tables.add(block["rows"])
            if sum(column["width"] for column in block["columns"]) != 100:
                raise ValueError("column widths must add up to 100")
    return FormLayout(
        data["form"],
        data["number"],
        data["version"],
        data["title"],
        data["code_suffix"],
        tuple(data["blocks"]),
        frozenset(names),
        frozenset(tables),
    )
