"""Lists of procedures: the national portal's own export and any table with known headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.domain.cell_problems import CellProblem, ImportCode, column_letter
from desktop.domain.due_dates import LONGEST_LIMIT, LimitUnit
from desktop.domain.errors import InputRefused, Rule, RuleViolation
from desktop.domain.procedures import OnlineLevel, check_code, mend_code
from desktop.domain.text import clean, clean_lines, fold, words
from desktop.imports.cells import cell_number, cell_text, is_error
from desktop.imports.headers import Header, find_header, missing_fields
from desktop.imports.tables import Cell, Table

PHRASES = {
    "procedure_code": ("ma so", "ma tthc", "ma thu tuc", "ma thu tuc hanh chinh", "ma", "code",
                       "ma so tthc", "ma qg", "ma so ho so tthc"),
    "procedure_name": ("ten", "ten tthc", "ten thu tuc", "ten thu tuc hanh chinh", "name",
                       "thu tuc hanh chinh", "thu tuc"),
    "issuing_agency": ("co quan ban hanh", "co quan cong bo", "bo nganh"),
    "handling_agency": ("co quan thuc hien", "co quan giai quyet", "don vi giai quyet",
                        "tham quyen giai quyet"),
    "service_field": ("linh vuc", "field", "ten linh vuc"),
    "limit": ("thoi han", "thoi han giai quyet", "thoi gian giai quyet", "time limit", "so ngay",
              "thoi gian", "limit"),
    "limit_unit": ("don vi thoi han", "don vi tinh", "unit", "don vi"),
    "fee": ("phi", "le phi", "phi le phi", "phi va le phi", "fee vnd", "fee", "muc thu"),
    "online_level": ("muc do dvc", "muc do", "muc do dich vu cong", "muc do cung cap",
                     "muc do dich vu cong truc tuyen", "dich vu cong truc tuyen",
                     "toan trinh mot phan", "loai dich vu cong", "muc do truc tuyen",
                     "muc do cung cap dvctt", "dvc truc tuyen", "dvctt", "online level"),
    "order": ("stt", "tt", "so tt"),
}  # fmt: skip
REQUIRED = ("procedure_code", "procedure_name")
_UNITS = {
    LimitUnit.WORKING_DAY: ("working day", "working_day", "ngay lam viec", "nlv"),
    LimitUnit.SAME_DAY: ("same day", "same_day", "trong ngay", "ngay trong ngay"),
    LimitUnit.HOUR: ("hour", "gio", "gio lam viec"),
    LimitUnit.DAY: ("day", "ngay", "ngay lich"),
}
# Whole words; "chưa cung cấp" before what could be. Levels 3 and 4 of before 2020 are not the same.
_LEVELS = (
    ("khong cung cap", OnlineLevel.NONE),
    ("chua cung cap", OnlineLevel.NONE),
    ("chua", OnlineLevel.NONE),
    ("khong", OnlineLevel.NONE),
    ("none", OnlineLevel.NONE),
    ("toan trinh", OnlineLevel.FULL),
    ("full", OnlineLevel.FULL),
    ("mot phan", OnlineLevel.PART),
    ("part", OnlineLevel.PART),
)
_LIMIT = re.compile(r"(\d{1,4})\s*(.*)")


@dataclass(frozen=True, slots=True)
class ListedProcedure:
    """One row of a list; None means that the file says nothing about it."""

    row: int
    code: str
    name: str
    service_field: str | None = None
    issuing_agency: str | None = None
    handling_agency: str | None = None
    limit: tuple[int, LimitUnit] | None = None
    fee_vnd: int | None = None
    online_level: OnlineLevel | None = None


@dataclass(frozen=True, slots=True)
class ProcedureList:
    """What a file gave: sound rows, how many rows it had, problems by cell."""

    rows: tuple[ListedProcedure, ...]
    read: int
    has_limits: bool
    problems: tuple[CellProblem, ...]


def read_procedure_list(tables: Sequence[Table], file_name: str) -> ProcedureList:
    """The list out of the first sheet that has one. Raises RuleViolation(HEADERS_NOT_FOUND)."""
    for table in tables:
        header = find_header(table, PHRASES, REQUIRED)
        if header is not None:
            return _Reader(table, header).read()
    lacking = missing_fields(tables[0], PHRASES, REQUIRED) if tables else list(REQUIRED)
    from desktop.wording.fields import field_name

    raise RuleViolation(
        Rule.HEADERS_NOT_FOUND,
        file=file_name,
        missing=[field_name(name) for name in lacking],
        examples="Mã số, Tên, Lĩnh vực, Thời hạn",
    )


class _Reader:
    def __init__(self, table: Table, header: Header) -> None:
        self.table = table
        self.columns = header.columns
        self.first_row = header.first_row
        self.problems: list[CellProblem] = []
        self.first_seen: dict[str, ListedProcedure] = {}

    def read(self) -> ProcedureList:
        rows: list[ListedProcedure] = []
        read = 0
        for index in range(self.first_row, len(self.table.rows)):
            if not any(cell_text(cell) for cell in self.table.rows[index]):
                continue
            read += 1
            listed = self._row(index)
            if listed is not None:
                rows.append(listed)
        return ProcedureList(tuple(rows), read, "limit" in self.columns, tuple(self.problems))

    def _row(self, index: int) -> ListedProcedure | None:
        code = self._code(index)
        name = self._text(index, "procedure_name")
        if not name:
            self._note(index, "procedure_name", ImportCode.MISSING, field="procedure_name")
        if code is None or not name:
            return None
        listed = ListedProcedure(
            row=index + 1,
            code=code,
            name=name,
            service_field=self._text(index, "service_field") or None,
            issuing_agency=self._lines(index, "issuing_agency"),
            handling_agency=self._lines(index, "handling_agency"),
            limit=self._limit(index),
            fee_vnd=self._fee(index),
            online_level=self._level(index),
        )
        return self._unless_repeated(index, listed)

    def _unless_repeated(self, index: int, listed: ListedProcedure) -> ListedProcedure | None:
        first = self.first_seen.setdefault(listed.code, listed)
        if first is listed:
            return listed
        same = (first.name, first.limit, first.fee_vnd) == (
            listed.name,
            listed.limit,
            listed.fee_vnd,
        )
        if not same:
            facts = {"text": listed.code, "first": first.row}
            self._note(index, "procedure_code", ImportCode.REPEATED_CODE, **facts)
        return None

    def _code(self, index: int) -> str | None:
        cell = self._cell(index, "procedure_code")
        text = repr(cell) if isinstance(cell, float) else cell_text(cell)
        if not text:
            self._note(index, "procedure_code", ImportCode.MISSING, field="procedure_code")
            return None
        try:
            return check_code(text)
        except InputRefused:
            mended = mend_code(text)
        if mended is None:
            self._note(index, "procedure_code", ImportCode.BAD_CODE, text=text)
            return None
        facts = {"text": text, "mended": mended}
        self._note(index, "procedure_code", ImportCode.CODE_MENDED, **facts)
        return mended

    def _limit(self, index: int) -> tuple[int, LimitUnit] | None:
        text = self._text(index, "limit")
        unit = _unit(self._text(index, "limit_unit"))
        if not text:
            return (0, LimitUnit.SAME_DAY) if unit is LimitUnit.SAME_DAY else None
        if _unit(text) is LimitUnit.SAME_DAY:
            return 0, LimitUnit.SAME_DAY
        match = _LIMIT.match(fold(text))
        if match and match[2].strip():
            unit = _unit(match[2])
        if match and unit is not None:
            value = int(match[1])
            if (value == 0) == (unit is LimitUnit.SAME_DAY) and value <= LONGEST_LIMIT[unit]:
                return value, unit
        self._note(index, "limit", ImportCode.BAD_LIMIT, text=text)
        return None

    def _fee(self, index: int) -> int | None:
        text = self._text(index, "fee")
        if not text:
            return None
        if fold(text) in (
            "khong",
            "mien",
            "mien phi",
            "mien thu",
            "khong thu",
            "khong co",
            "khong thu phi",
        ):
            return 0
        number = cell_number(self._cell(index, "fee"))
        if number is None:
            self._note(index, "fee", ImportCode.NOT_A_NUMBER, field="fee", text=text)
        return number

    def _level(self, index: int) -> OnlineLevel | None:
        text = self._text(index, "online_level")
        if not text:
            return None
        written = f" {' '.join(words(text))} "
        level = next((level for word, level in _LEVELS if f" {word} " in written), None)
        if level is None:
            self._note(index, "online_level", ImportCode.UNKNOWN_LEVEL, text=text)
        return level

    def _cell(self, index: int, name: str) -> Cell:
        column = self.columns.get(name)
        return None if column is None else self.table.cell(index, column)

    def _text(self, index: int, name: str) -> str:
        text = cell_text(self._cell(index, name))
        if is_error(text):
            self._note(index, name, ImportCode.FORMULA_ERROR, field=name, text=text)
            return ""
        return clean(text)

    def _lines(self, index: int, name: str) -> str | None:
        """Text that keeps its line breaks: agencies stand one under the other."""
        cell = self._cell(index, name)
        return clean_lines(cell) or None if isinstance(cell, str) else None

    def _note(self, index: int, name: str, code: ImportCode, **facts: object) -> None:
        column = column_letter(self.columns[name]) if name in self.columns else ""
        self.problems.append(CellProblem(self.table.sheet, index + 1, column, code, facts))


def _unit(text: str) -> LimitUnit | None:
    """The unit that a text names: "3 ngày làm việc", "Trong ngày", "working_day"."""
    folded = fold(clean(text)).strip(" .;()")
    if not folded:
        return None
    for unit, names in _UNITS.items():
        if any(folded == name or folded.startswith(name + " ") for name in names):
            return unit
    return None
