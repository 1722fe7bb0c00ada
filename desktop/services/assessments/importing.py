"""Bringing a criteria set in from a table or from our own format."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.domain.cell_problems import CellProblem, ImportCode, column_letter
from desktop.domain.criteria.checks import SetFault, SetProblem
from desktop.domain.criteria.items import Band, CriteriaSet
from desktop.domain.criteria.numbers import stored
from desktop.domain.criteria.set_data import SetDataError
from desktop.domain.moments import local_date
from desktop.domain.roles import Permission
from desktop.domain.text import clean, fold
from desktop.imports.criteria_book import is_criteria_book, read_criteria_book
from desktop.imports.criteria_list import PHRASES, REQUIRED, ReadSet, read_criteria
from desktop.imports.headers import find_header
from desktop.imports.tables import Table, read_tables
from desktop.services.assessments.sets import (
    SetRow,
    malformed,
    problems_of,
    read_set_file,
    set_row,
    store_set,
)
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.wording.criteria import fault_text

# Faults after which there is no tree to keep: the file must be mended first.
_NO_TREE = (SetFault.EMPTY, SetFault.REPEATED_ID, SetFault.UNKNOWN_PARENT, SetFault.CIRCLE)
# What nearly every province writes; a set read from a table says so with ``unconfirmed``.
USUAL_BANDS = (
    ("Xuất sắc", "90"), ("Tốt", "80"), ("Khá", "70"), ("Trung bình", "50"), ("Yếu", "0"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SetHead:
    """What is asked for about a set. Empty: as the file says it, else from the file's name."""

    code: str = ""
    title: str = ""
    year: int | None = None
    province: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True)
class ImportedSet:
    """The set, each problem and question with its cell, and whether it was kept."""

    row: SetRow
    problems: tuple[CellProblem, ...]
    is_stored: bool


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column of the file: its letter, its heading, the field it was taken for (or nothing)."""

    letter: str
    heading: str
    field: str


@dataclass(frozen=True, slots=True)
class SetFile:
    """What a file says before anything is kept: the set, its columns, problems of cells."""

    read: ReadSet
    columns: tuple[ReadColumn, ...]
    file_name: str

    @property
    def has_tree(self) -> bool:
        """Whether the numbering makes a tree; without one there is nothing to keep."""
        return not any(fault.fault in _NO_TREE for fault in problems_of(self.read.criteria))


def import_set(
    office: Office, path: Path, head: SetHead | None = None, *, dry_run: bool = False
) -> Outcome[ImportedSet]:
    """Reads a set and keeps it as a new version, unless its numbering makes no tree."""
    found = read_file(office, path, head)
    read = found.read
    problems = (*read.problems, *_as_cells(read, problems_of(read.criteria)))
    if dry_run or not found.has_tree:
        return Outcome(ImportedSet(set_row(read.criteria), problems, False), frozenset())
    with office.command() as work:
        kept = store_set(work, read.criteria, path.name)
        return work.outcome(ImportedSet(set_row(kept.criteria), problems, True), Change.CRITERIA)


def read_file(office: Office, path: Path, head: SetHead | None = None) -> SetFile:
    """Reads a set and keeps nothing. Raises FILE_*, HEADERS_NOT_FOUND, CRITERIA_MALFORMED."""
    office.require(Permission.EDIT_CRITERIA)
    if path.suffix.lower() == ".json":
        whole = ReadSet(read_set_file(path), {}, "", 0, [])
        return SetFile(_named(whole, head), (), path.name)
    tables = read_tables(path)
    if is_criteria_book(tables):
        try:
            return SetFile(_named(read_criteria_book(tables), head), (), path.name)
        except SetDataError as error:
            raise malformed(path, error.place, error.what) from error
    read = read_criteria(tables, path.name, _draft(office, path, head or SetHead()))
    read.problems.append(_bands_assumed())
    return SetFile(read, _columns(tables, read.sheet), path.name)


def _named(read: ReadSet, head: SetHead | None) -> ReadSet:
    """A set that says its own name, under the name that was asked for."""
    if head is None or head == SetHead():
        return read
    said = read.criteria
    criteria = replace(
        said,
        code=head.code or said.code,
        title=clean(head.title) or said.title,
        year=head.year or said.year,
        province=clean(head.province) or said.province,
        decision=clean(head.decision) or said.decision,
    )
    return replace(read, criteria=criteria)


def _columns(tables: Sequence[Table], sheet: str) -> tuple[ReadColumn, ...]:
    table = next(table for table in tables if table.sheet == sheet)
    header = find_header(table, PHRASES, REQUIRED)
    if header is None:
        return ()
    fields = {place: name for name, place in header.columns.items()}
    return tuple(
        ReadColumn(column_letter(place), text, fields.get(place, ""))
        for place, text in enumerate(header.texts)
        if text
    )


def _draft(office: Office, path: Path, head: SetHead) -> CriteriaSet:
    stem = clean(path.stem)
    found = re.search(r"(20\d\d)", stem)
    year = head.year or (int(found[1]) if found else local_date(office.now()).year)
    return CriteriaSet(
        code=head.code or _code(stem),
        title=clean(head.title) or stem.replace("_", " "),
        province=clean(head.province),
        year=year,
        decision=clean(head.decision),
        version=str(year),
        items=(),
        bands=tuple(Band(name, stored(lowest)) for name, lowest in USUAL_BANDS),
        source=path.name,
        unconfirmed=True,
    )


def _bands_assumed() -> CellProblem:
    bands = "; ".join(f"{name} từ {lowest}" for name, lowest in USUAL_BANDS)
    return CellProblem("", 0, "", ImportCode.BANDS_ASSUMED, {"bands": bands})


def _code(stem: str) -> str:
    """criteria_mau_2025 → mau-2025."""
    words = re.findall(r"[a-z0-9]+", fold(stem))
    if len(words) > 1 and words[0] in ("criteria", "tieu", "bo"):
        words = words[1:]
    return "-".join(words)[:80] or "bo-tieu-chi"


def _as_cells(read: ReadSet, faults: tuple[SetProblem, ...]) -> list[CellProblem]:
    """Failed checks at the row of their line; a missing rule that was asked is not told twice."""
    asked = {p.row for p in read.problems if p.code is ImportCode.RULE_QUESTION}
    cells = []
    for fault in faults:
        row = read.rows.get(fault.item, 0)
        if fault.fault is SetFault.RULE_MISSING and row in asked:
            continue
        facts = {"reason": fault_text(fault).rstrip(".")}
        cells.append(CellProblem(read.sheet, row, "", ImportCode.SET_FAULT, facts))
    return cells
