"""Cells of a workbook whose formula failed: the reader of values shows them as empty.

An empty cell clears an answer or leaves a field out; #REF! must be told instead.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

# A larger sheet would be unpacked a second time for nothing: it is a register of many years.
_LARGEST_SHEET = 64 * 2**20
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*?\br:id=\"([^\"]+)\"")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_FAILED = re.compile(
    rb"<(?:\w+:)?c\s(?=[^>]*\bt=\"e\")[^>]*?\br=\"([A-Z]{1,3})(\d{1,7})\"[^>]*>"
    rb"(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]{1,20})</",
    re.DOTALL,
)


def mark_errors(file: BinaryIO, sheet: int, rows: list[list[Any]]) -> None:
    """Writes each error of the n-th sheet into its cell: "#REF!". Other files have none."""
    if not zipfile.is_zipfile(file):
        return
    with zipfile.ZipFile(file) as archive:
        name = _part_of(archive, sheet)
        if name is None or archive.getinfo(name).file_size > _LARGEST_SHEET:
            return
        content = archive.read(name)
    if b't="e"' not in content:
        return
    for row, column, text in _errors(content):
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = text


def _part_of(archive: zipfile.ZipFile, sheet: int) -> str | None:
    """The part of the n-th sheet, as the workbook's own table of relations says."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return None
    ids = _SHEET.findall(archive.read("xl/workbook.xml"))
    targets = {}
    for relation in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
        found = dict(re.findall(rb"\b(Id|Target)=\"([^\"]*)\"", relation))
        targets[found.get(b"Id", b"")] = found.get(b"Target", b"").decode("utf-8", "replace")
    target = targets.get(ids[sheet], "") if sheet < len(ids) else ""
    name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return name if name in names else None


def _errors(content: bytes) -> Iterator[tuple[int, int, str]]:
    for letters, number, text in _FAILED.findall(content):
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        yield int(number) - 1, column - 1, text.decode("ascii", "replace")
