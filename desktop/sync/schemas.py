"""The JSON Schemas under ``resources/schemas``: what is read from outside is held against them."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import fastjsonschema

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.resource_paths import resource_path


class ShapeRefused(Exception):
    """Data of the wrong shape; ``where`` is the path to the first wrong value."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


def check_shape(name: str, data: Any) -> None:
    """Raises ShapeRefused when the data do not fit ``<name>.schema.json``."""
    try:
        _validator(name)(data)
    except fastjsonschema.JsonSchemaValueException as error:
        raise ShapeRefused(".".join(map(str, error.path[1:])) or "data") from None


def has_schema(name: str) -> bool:
    """Whether a kind of record is known to this version."""
    return name in RECORD_KINDS


RECORD_KINDS = (
    "dossier",
    "enrolment",
    "assessment",
    "explanation",
    "appraisal",
    "publication",
    "dossier_files",
    "key_change",
)


def schema_of(name: str) -> dict[str, Any]:
    """The schema as it is shipped. Raises EnvironmentProblem(RESOURCES_DAMAGED)."""
    path = resource_path("schemas", f"{name}.schema.json")
    try:
        schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EnvironmentProblem(Surroundings.RESOURCES_DAMAGED, file=path.name) from error
    return schema


@cache
def _validator(name: str) -> Callable[[Any], Any]:
    schema = schema_of(name)
    try:
        check: Callable[[Any], Any] = fastjsonschema.compile(schema, use_default=False)
    except (ValueError, fastjsonschema.JsonSchemaDefinitionException) as error:
        file = f"{name}.schema.json"
        raise EnvironmentProblem(Surroundings.RESOURCES_DAMAGED, file=file) from error
    return check


def strict_json(content: bytes) -> Any:
    """JSON in UTF-8 without NaN, repeated keys or lone surrogates. Raises ValueError."""
    text = content.decode("utf-8")
    try:
        data = json.loads(text, parse_constant=_refuse, object_pairs_hook=_without_repeats)
        if "\\u" in text:  # only an escape can make a lone surrogate, which cannot be stored
            json.dumps(data, ensure_ascii=False).encode()
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    return data


def _refuse(name: str) -> Any:
    raise ValueError(name)


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("repeated key")
    return found
