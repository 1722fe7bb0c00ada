"""One regular expression out of a kind's JSON Schemas: a line that it matches is proved.

Lines as our own program writes them (keys in order, no spaces, no escapes) are recognised, held
against their shape and cut into values in one go, fifteen times as fast as reading and checking
them step by step. A pattern never refuses anything: it matches less than the schemas allow, and
a line that it does not match goes the long way (``read_record``), which alone decides.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from desktop.domain.packages import MOST_LINE_BYTES
from desktop.sync.schemas import schema_of

_Path = tuple[str, ...]
# Of JSON's strings those without escapes; possessive, so that nothing is ever tried twice.
_PLAIN = r'[^"\\\x00-\x1f]'
# What a schema's pattern may be made of, so that it never reaches over a quote.
_SAFE = re.compile(r"\^((?:\[[0-9A-Za-z._-]+\]|\{[0-9]+(?:,[0-9]+)?\}|[0-9A-Za-z:_-])*)\$")


class LinePattern:
    """Matches lines of one kind and gives the texts at ``wanted`` paths, in their order.

    A path leads through the line as it is read: ``("content", "code")``, ``("id",)``. Strings come
    without quotes, ``null`` as None, anything else as it is written; all as UTF-8. A text's
    longest length is held to its bytes, which are never fewer than its letters.
    """

    def __init__(self, kind: str, wanted: tuple[_Path, ...]) -> None:
        names = {path: f"v{place}" for place, path in enumerate(wanted)}
        line = schema_of("record")
        properties = {**line["properties"], "kind": {"enum": [kind]}, "content": schema_of(kind)}
        whole = _Builder(names).text({**line, "properties": properties}, (), {})
        pattern = re.compile(whole.encode("ascii"))
        self._match = pattern.fullmatch
        self._groups = [pattern.groupindex[name] for name in names.values()]

    def cut(self, line: bytes) -> tuple[bytes | None, ...] | None:
        """The wanted texts; None for a line that must be read the long way."""
        if len(line) > MOST_LINE_BYTES:
            return None
        found = self._match(line)
        if found is None:
            return None
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            return None
        return found.group(*self._groups)


class _Builder:
    """Writes a schema as a pattern. Raises ValueError for what it cannot say."""

    def __init__(self, names: Mapping[_Path, str]) -> None:
        self._names = names

    def text(self, schema: dict[str, Any], path: _Path, shared: dict[str, Any]) -> str:
        """The pattern of a value at a path; ``shared`` are the definitions of its file."""
        shared = schema.get("definitions", shared)
        if "$ref" in schema:
            return self.text(shared[schema["$ref"].rsplit("/", 1)[1]], path, shared)
        if "enum" in schema:
            return self._one_of(schema["enum"], path)
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        return _any_of([self._one(kind, schema, path, shared) for kind in kinds])

    def _one(self, kind: str, schema: dict[str, Any], path: _Path, shared: dict[str, Any]) -> str:
        match kind:
            case "null":
                return "null"
            case "boolean":
                return self._kept("true|false", path)
            case "integer":
                return self._kept(_whole_number(schema["minimum"], schema["maximum"]), path)
            case "string":
                return f'"{self._kept(_string(schema), path)}"'
            case "array":
                return self._kept(self._array(schema, path, shared), path)
            case "object":
                return self._kept(self._object(schema, path, shared), path)
        raise ValueError(kind)

    def _kept(self, pattern: str, path: _Path) -> str:
        name = self._names.get(path)
        return f"(?:{pattern})" if name is None else f"(?P<{name}>{pattern})"

    def _one_of(self, choices: list[Any], path: _Path) -> str:
        words = [choice for choice in choices if isinstance(choice, str)]
        others = [re.escape(json.dumps(c)) for c in choices if not isinstance(c, str)]
        if any(not re.fullmatch(r"[a-z_]+", word) for word in words):
            raise ValueError(choices)
        return _any_of([f'"{self._kept("|".join(words), path)}"', *others])

    def _array(self, schema: dict[str, Any], path: _Path, shared: dict[str, Any]) -> str:
        item = self.text(schema["items"], (*path, "*"), shared)
        least, most = schema.get("minItems", 0), schema["maxItems"]
        some = f"{item}(?:,{item}){{{max(least - 1, 0)},{most - 1}}}+"
        return rf"\[{some}\]" if least else rf"\[(?:{some})?+\]"

    def _object(self, schema: dict[str, Any], path: _Path, shared: dict[str, Any]) -> str:
        """Keys in their order; the first is always there, so that a comma leads what may lack."""
        properties, required = schema["properties"], {*schema["required"]}
        first, *others = sorted(properties)
        if schema["additionalProperties"] is not False or not {first} <= required <= {*properties}:
            raise ValueError("only objects whose keys are all known, the first always there")
        pairs = {
            key: f'"{key}":{self.text(properties[key], (*path, key), shared)}'
            for key in sorted(properties)
        }
        rest = (f",{pairs[key]}" if key in required else f"(?:,{pairs[key]})?+" for key in others)
        return r"\{" + pairs[first] + "".join(rest) + r"\}"


def _any_of(patterns: list[str]) -> str:
    return patterns[0] if len(patterns) == 1 else f"(?:{'|'.join(patterns)})"


def _whole_number(least: int, most: int) -> str:
    """Whole numbers that lie between by their number of digits alone."""
    if least not in (0, 1) or most < 10:
        raise ValueError((least, most))
    digits = len(str(most + 1)) - 1
    positive = f"[1-9][0-9]{{0,{digits - 1}}}+"
    return positive if least else f"0|{positive}"


def _string(schema: dict[str, Any]) -> str:
    if "pattern" not in schema:
        least, most = schema.get("minLength", 0), schema["maxLength"]
        if least > 1:
            raise ValueError(schema)
        return f"{_PLAIN}{{{least},{most}}}+"
    # ``"^$|^…$"``: every alternative is anchored at both ends.
    safe = [_SAFE.fullmatch(part) for part in schema["pattern"].split("|")]
    if not all(safe):
        raise ValueError(schema["pattern"])
    return "|".join(part[1] for part in safe if part)
