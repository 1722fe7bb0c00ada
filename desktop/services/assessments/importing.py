"""Bringing a criteria set in from a table or from our own format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.cell_problems import CellProblem, ImportCode
from desktop.domain.criteria.checks import SetFault, SetProblem
from desktop.domain.criteria.items import Band, CriteriaSet
from desktop.domain.criteria.numbers import stored
from desktop.domain.moments import local_date
from desktop.domain.roles import Permission
from desktop.domain.text import clean, fold
from desktop.imports.criteria_list import ReadSet, read_criteria
from desktop.imports.tables import read_tables
from desktop.services.assessments.sets import (
    SetRow,
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
_USUAL_BANDS = (
    ("Xuất sắc", "90"), ("Tốt", "80"), ("Khá", "70"), ("Trung bình", "50"), ("Yếu", "0"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SetHead:
    """What a table does not say about its set; empty: taken from the name of the file."""

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


def import_set(
    office: Office, path: Path, head: SetHead | None = None, *, dry_run: bool = False
) -> Outcome[ImportedSet]:
    """Reads a set and keeps it as a new version, unless its numbering makes no tree."""
    office.require(Permission.EDIT_CRITERIA)
    if path.suffix.lower() == ".json":
        read = ReadSet(read_set_file(path), {}, "", 0, [])
    else:
        draft = _draft(office, path, head or SetHead())
        read = read_criteria(read_tables(path), path.name, draft)
        read.problems.append(_bands_assumed())
    faults = problems_of(read.criteria)
    problems = (*read.problems, *_as_cells(read, faults))
    keeps = not dry_run and not any(fault.fault in _NO_TREE for fault in faults)
    if not keeps:
        return Outcome(ImportedSet(set_row(read.criteria), problems, False), frozenset())
    with office.command() as work:
        kept = store_set(work, read.criteria, path.name)
        return work.outcome(ImportedSet(set_row(kept.criteria), problems, True), Change.CRITERIA)


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
        bands=tuple(Band(name, stored(lowest)) for name, lowest in _USUAL_BANDS),
        source=path.name,
        unconfirmed=True,
    )


def _bands_assumed() -> CellProblem:
    bands = "; ".join(f"{name} từ {lowest}" for name, lowest in _USUAL_BANDS)
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
