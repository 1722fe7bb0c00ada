"""Lists of days off and working Saturdays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.domain.cell_problems import CellProblem, ImportCode, column_letter
from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.text import fold
from desktop.domain.work_calendar import DayKind, SpecialDay
from desktop.imports.cells import cell_moment, cell_text
from desktop.imports.headers import find_header
from desktop.imports.tables import Cell, Table

PHRASES = {
    "date": ("date", "ngay", "ngay nghi", "ngay thang"),
    "kind": ("kind", "loai", "loai ngay", "hinh thuc"),
    "note": ("note", "ghi chu", "noi dung", "ten ngay", "ly do"),
}
_KINDS = {
    DayKind.OFF: ("off", "nghi", "nghi le", "ngay nghi", "nghi tet", "nghi bu", "nghi hoan doi"),
    DayKind.SWAP_WORK: ("swap_work", "swap work", "lam bu", "di lam bu", "lam viec bu", "lam viec"),
    DayKind.MORNING_ONLY: ("morning_only", "chi lam buoi sang", "nghi chieu", "nghi buoi chieu"),
    DayKind.AFTERNOON_ONLY: ("afternoon_only", "chi lam buoi chieu", "nghi sang", "nghi buoi sang"),
}
_UNCONFIRMED = ("unconfirmed", "chua xac nhan", "chua co thong bao", "du kien")
_YEARS = range(2000, 2101)


@dataclass(frozen=True, slots=True)
class DayList:
    """What a file gave."""

    days: tuple[SpecialDay, ...]
    read: int
    problems: tuple[CellProblem, ...]


def read_day_list(tables: Sequence[Table], file_name: str) -> DayList:
    """The days of the first sheet that lists any. Raises RuleViolation(HEADERS_NOT_FOUND)."""
    for table in tables:
        header = find_header(table, PHRASES, ("date", "kind"))
        if header is not None:
            return _read(table, header.first_row, header.columns)
    raise RuleViolation(
        Rule.HEADERS_NOT_FOUND,
        file=file_name,
        missing="Ngày, Loại",
        examples="Ngày, Loại (nghỉ hoặc làm bù), Ghi chú",
    )


def _read(table: Table, first_row: int, columns: dict[str, int]) -> DayList:
    days: dict[date, SpecialDay] = {}
    problems: list[CellProblem] = []
    read = 0

    first_seen: dict[date, int] = {}

    def note(index: int, name: str, code: ImportCode, text: str, **more: int) -> None:
        letter = column_letter(columns[name])
        facts = {"text": text, "field": "date", **more}
        problems.append(CellProblem(table.sheet, index + 1, letter, code, facts))

    for index in range(first_row, len(table.rows)):
        cells = {name: table.cell(index, column) for name, column in columns.items()}
        if not any(cell_text(cell) for cell in cells.values()):
            continue
        read += 1
        moment, kind = cell_moment(cells["date"]), _kind(cells["kind"])
        if moment is None or moment.year not in _YEARS:
            note(index, "date", ImportCode.NOT_A_DATE, cell_text(cells["date"]))
        elif kind is None:
            note(index, "kind", ImportCode.BAD_KIND, cell_text(cells["kind"]))
        else:
            before = days.get(moment.date())
            if before is not None and before.kind is not kind:  # the last word counts, not unsaid
                first = first_seen[moment.date()]
                note(index, "date", ImportCode.REPEATED_LINE, f"{moment:%d/%m/%Y}", first=first)
            first_seen[moment.date()] = index + 1
            text = cell_text(cells.get("note"))
            sure = not any(mark in fold(text) for mark in _UNCONFIRMED)
            if not sure:
                note(index, "date", ImportCode.UNCONFIRMED_DAY, f"{moment:%d/%m/%Y}")
            days[moment.date()] = SpecialDay(moment.date(), kind, text, sure, sure)
    return DayList(tuple(days.values()), read, tuple(problems))


def _kind(cell: Cell) -> DayKind | None:
    text = fold(cell_text(cell))
    return next((kind for kind, names in _KINDS.items() if text in names), None)
