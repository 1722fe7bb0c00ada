"""Criteria sets out of tables, as decisions are really written.

Columns by meaning; numbering as 1, 1.1, 2.1.a, a), I; points with comma or dot; a line whose
cells are merged over several rows, or whose levels stand in rows of their own without a
number. What the words do not settle comes back as a question with its cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from desktop.domain.cell_problems import CellProblem, ImportCode, column_letter
from desktop.domain.criteria.items import Binding, Block, CriteriaItem, CriteriaSet
from desktop.domain.criteria.numbers import ZERO, read_points
from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.text import clean, clean_lines, fold
from desktop.imports.cells import cell_text, is_error
from desktop.imports.criteria_figures import proposed_figure
from desktop.imports.criteria_lines import Line
from desktop.imports.criteria_tree import block_of, placed
from desktop.imports.criteria_words import RuleReading, read_rule
from desktop.imports.headers import Header, find_header, missing_fields
from desktop.imports.tables import Cell, Table
from desktop.wording.criteria_figures import FIGURE_NAMES
from desktop.wording.imports import QUESTION_WORDS

PHRASES = {
    "order": ("stt", "tt", "so tt", "so thu tu", "id", "muc", "ma tieu chi", "ma so",
              "ma", "so", "ky hieu", "ma so tieu chi", "ma tctp", "ma muc", "chi muc"),
    "parent_item": ("parent id", "parent", "muc cha", "thuoc muc", "tieu chi cha"),
    "item_kind": ("kind", "cap", "loai", "phan loai", "cap tieu chi"),
    "item_name": ("name", "tieu chi", "ten tieu chi", "noi dung", "noi dung tieu chi",
                  "tieu chi tieu chi thanh phan", "linh vuc", "linh vuc tieu chi",
                  "linh vuc tieu chi tieu chi thanh phan", "tieu chi danh gia",
                  "noi dung danh gia"),
    "max_points": ("max points", "diem toi da", "diem chuan", "thang diem", "diem",
                   "diem quy dinh", "so diem"),
    "scoring_rule": ("scoring rule text", "cach tinh diem", "cach cham diem", "cach tinh",
                     "cach cham", "huong dan cham diem", "huong dan cham", "phuong phap tinh",
                     "quy dinh cham diem", "phuong phap danh gia", "cach danh gia",
                     "tieu chuan cham diem"),
    "evidence": ("evidence", "tai lieu kiem chung", "minh chung", "tai lieu minh chung",
                 "ho so kiem chung", "kiem chung"),
    "appraising_department": ("co quan tham dinh", "don vi tham dinh", "so nganh tham dinh",
                              "co quan cham", "don vi chu tri tham dinh"),
    "set_source": ("source url", "source", "nguon", "ghi chu"),
}  # fmt: skip
REQUIRED = ("item_name", "max_points")
LONGEST_NAME = 600
_NUMBER = re.compile(r"^[0-9A-Za-zĐđ]{1,8}(?:\.[0-9A-Za-zĐđ]{1,8}){0,5}$")
_ROMAN = re.compile(r"^[IVX]{1,5}$")
_UNOFFICIAL = ("khong phai van ban", "du lieu mau", "khong phai bo chi so chinh thuc")
_TOTALS = ("tong", "tong cong", "tong so", "tong diem", "cong", "tong so diem", "tong diem toi da")


@dataclass(frozen=True, slots=True)
class ReadSet:
    """What a file gave: a set without code, year and title; rows of lines; every problem."""

    criteria: CriteriaSet
    rows: dict[str, int]
    sheet: str
    read: int
    problems: list[CellProblem]


def is_criteria_list(tables: Sequence[Table]) -> bool:
    """Whether a file has the columns of a criteria set: no other list gives points."""
    return any(find_header(table, PHRASES, REQUIRED) is not None for table in tables)


def read_criteria(tables: Sequence[Table], file_name: str, draft: CriteriaSet) -> ReadSet:
    """The set out of the first sheet that has one; ``draft`` gives code, title, year, version.

    Raises RuleViolation(HEADERS_NOT_FOUND).
    """
    for table in tables:
        header = find_header(table, PHRASES, REQUIRED)
        if header is not None:
            return _Reader(table, header).read(draft)
    lacking = missing_fields(tables[0], PHRASES, REQUIRED) if tables else list(REQUIRED)
    from desktop.wording.fields import field_name

    raise RuleViolation(
        Rule.HEADERS_NOT_FOUND,
        file=file_name,
        missing=[field_name(name) for name in lacking],
        examples="STT, Tiêu chí, Điểm tối đa, Cách tính điểm, Tài liệu kiểm chứng",
    )


class _Reader:
    def __init__(self, table: Table, header: Header) -> None:
        self.table = table
        self.columns = header.columns
        self.first_row = header.first_row
        self.width = len(header.texts)
        self.problems: list[CellProblem] = []
        self.lines: list[Line] = []
        self.whole: Decimal | None = None
        self.sources: list[str] = []
        self.read_rows = 0

    def read(self, draft: CriteriaSet) -> ReadSet:
        for index in range(self.first_row, len(self.table.rows)):
            self._take(index)
        for line in self.lines:
            self._settle_loose(line)
        items = placed(self.lines)
        self._tell_orphans(items)
        blocks = {line.number: self._block(line, items) for line in self.lines}
        groups = {item.parent for item in items}
        finished = tuple(
            self._finished(line, item, block_of(item, items, blocks), item.id in groups)
            for line, item in zip(self.lines, items, strict=True)
        )
        return ReadSet(
            self._set(draft, finished),
            {line.number: line.row + 1 for line in self.lines},
            self.table.sheet,
            self.read_rows,
            sorted(self.problems, key=lambda problem: problem.row),
        )

    def _tell_orphans(self, items: tuple[CriteriaItem, ...]) -> None:
        """A number with a dot and nobody above it: a heading is missing, or the number is wrong."""
        for line, item in zip(self.lines, items, strict=True):
            above = item.id.rpartition(".")[0]
            if item.parent is None and above and "parent_item" not in self.columns:
                facts = {"item": item.id, "parent": above}
                self._note(line.row, "order", ImportCode.ITEM_ORPHAN, **facts)

    def _set(self, draft: CriteriaSet, items: tuple[CriteriaItem, ...]) -> CriteriaSet:
        caps = {
            block: sum(
                (i.maximum or ZERO for i in items if i.block is block and not i.parent), ZERO
            )
            for block in (Block.BONUS, Block.DEDUCTION)
            if any(i.block is block for i in items)
        }
        source = "; ".join(dict.fromkeys(self.sources))[:1_000]
        said = fold(" ".join([source, *(item.rule_text for item in items)]))
        unofficial = any(mark in said for mark in _UNOFFICIAL)
        if unofficial:
            self._note(self.first_row, "set_source", ImportCode.NOT_OFFICIAL)
        return replace(
            draft,
            items=items,
            whole=self.whole if self.whole is not None else draft.whole,
            bonus_cap=caps.get(Block.BONUS),
            deduction_cap=caps.get(Block.DEDUCTION),
            source=source or draft.source,
            is_sample=unofficial,
            unconfirmed=True,
        )

    def _take(self, index: int) -> None:
        name, number = self._text(index, "item_name"), self._number(index)
        rule, evidence = self._rule_text(index), self._text(index, "evidence")
        maximum, signed = self._points(index)
        self._check_width(index)
        if not (name or number or rule):
            return
        self.read_rows += 1
        if fold(name or number).strip(" :.") in _TOTALS:
            self.whole = maximum if maximum is not None else self.whole
            self._note(index, "item_name", ImportCode.TOTAL_LINE, text=name or number)
            return
        source = self._text(index, "set_source")
        self.sources += [source] if source else []
        last = self.lines[-1] if self.lines else None
        if last is not None and number in ("", last.number) and (not name or name == last.name):
            last.extend(rule, evidence)
        elif number:
            self._begin(index, number, name, maximum, signed)
        elif last is not None and (maximum is not None or rule):
            last.loose.append((index, name, maximum, rule, evidence))
        elif maximum is None:
            self._note(index, "item_name", ImportCode.STRAY_LINE, text=name)
        else:
            given = str(len(self.lines) + 1)
            self._note(index, "order", ImportCode.ITEM_NUMBER_GIVEN, text=name, given=given)
            self._begin(index, given, name, maximum, signed)

    def _begin(
        self, index: int, number: str, name: str, maximum: Decimal | None, signed: bool
    ) -> None:
        rule, evidence = self._rule_text(index), self._text(index, "evidence")
        if not name:
            self._note(index, "item_name", ImportCode.MISSING, field="item_name")
        elif len(name) > LONGEST_NAME:
            facts = {"field": "item_name", "most": LONGEST_NAME}
            self._note(index, "item_name", ImportCode.TEXT_TOO_LONG, **facts)
        self.lines.append(
            Line(
                index,
                self._whole_number(index, number),
                name[:LONGEST_NAME] or number,
                maximum,
                signed,
                self._text(index, "parent_item"),
                self._text(index, "item_kind"),
                self._text(index, "appraising_department"),
                [rule] if rule else [],
                [evidence] if evidence else [],
            )
        )

    def _whole_number(self, index: int, number: str) -> str:
        """Letters and dashes get the number they stand under; 1.1 after 1.9 is a lost 1.10."""
        numbers = [line.number for line in self.lines]
        if re.fullmatch(r"[a-zđ]", number) and numbers:
            above = next((n for n in reversed(numbers) if not re.search(r"\.[a-zđ]$", n)), "")
            return f"{above}.{number}" if above else number
        tops = [n for n in numbers if _ROMAN.match(n)]
        if tops and number[0].isdigit() and "parent_item" not in self.columns:
            number = f"{tops[-1]}.{number}"
        if number in numbers and isinstance(self._cell(index, "order"), float):
            mended = f"{number}0"
            if numbers[-1].rpartition(".")[0] == number.rpartition(".")[0] and (
                mended not in numbers
            ):
                facts = {"text": number, "mended": mended}
                self._note(index, "order", ImportCode.ITEM_NUMBER_MENDED, **facts)
                return mended
        return number

    def _settle_loose(self, line: Line) -> None:
        """Rows without a number under a line: its parts, or the levels of its rule."""
        given = [points for _, _, points, _, _ in line.loose if points is not None]
        if not line.loose:
            return
        if not given:
            for _, name, _, rule, evidence in line.loose:
                line.extend(clean(f"{name} {rule}"), evidence)
        elif max(given) == line.maximum and sum(given, ZERO) != line.maximum:
            words = [f"{name} = {points}" for _, name, points, _, _ in line.loose]
            line.rules.append("; ".join(words))
        elif sum(given, ZERO) == line.maximum and len(given) > 1:
            self._split(line)
        else:
            self._note(line.row, "order", ImportCode.ROWS_UNCLEAR, item=line.number)

    def _split(self, line: Line) -> None:
        place = self.lines.index(line) + 1
        for count, (index, name, points, rule, evidence) in enumerate(line.loose, start=1):
            number = f"{line.number}.{count}"
            self._note(index, "order", ImportCode.ITEM_NUMBER_GIVEN, text=name, given=number)
            part = Line(
                index, number, name, points, False, line.number, "", line.department, [], []
            )
            part.extend(rule, evidence)
            self.lines.insert(place, part)
            place += 1

    def _block(self, line: Line, items: tuple[CriteriaItem, ...]) -> Block:
        """Beside the scale when the heading of a top line or its words say so."""
        item = next(i for i in items if i.id == line.number)
        if item.parent is not None:
            return Block.MAIN
        words = fold(" ".join([line.name, *line.rules]))
        bonus = any(w in words for w in ("diem thuong", "diem cong", "cong ngoai thang"))
        penalty = any(w in words for w in ("diem phat", "diem tru", "tru ngoai thang"))
        if bonus and penalty:
            self._note(line.row, "item_name", ImportCode.BLOCK_UNCLEAR, text=line.name)
            return Block.MAIN
        if penalty or line.signed:
            return Block.DEDUCTION
        return Block.BONUS if bonus else Block.MAIN

    def _finished(
        self, line: Line, item: CriteriaItem, block: Block, is_group: bool
    ) -> CriteriaItem:
        text = "; ".join(line.rules)
        known = replace(
            item,
            block=block,
            rule_text=text,
            evidence="; ".join(line.evidence),
            department=line.department,
        )
        if is_group:
            return known
        reading = read_rule(text, line.maximum, block)
        if reading.question is not None:
            self._ask(line, reading, text)
        known = replace(
            known,
            rule=reading.rule,
            scorer=reading.scorer,
            no_case_points=reading.no_case_points,
            not_applicable_when=reading.not_applicable_when,
            unconfirmed=reading.question is not None,
        )
        figure = proposed_figure(known)
        if figure:
            facts = {"item": item.id, "figure": FIGURE_NAMES[figure]}
            self._note(line.row, "item_name", ImportCode.FIGURE_PROPOSED, **facts)
            known = replace(known, binding=Binding(figure))
        return known

    def _ask(self, line: Line, reading: RuleReading, text: str) -> None:
        assert reading.question is not None
        facts = {"question": QUESTION_WORDS[reading.question], "text": text[:300]}
        self._note(line.row, "scoring_rule", ImportCode.RULE_QUESTION, **facts)

    def _number(self, index: int) -> str:
        cell = self._cell(index, "order")
        if isinstance(cell, date | datetime):
            mended = f"{cell.day}.{cell.month}.{cell.year % 100 if cell.year > 2000 else cell.year}"
            facts = {"text": cell_text(cell), "mended": mended}
            self._note(index, "order", ImportCode.ITEM_NUMBER_MENDED, **facts)
            return mended
        text = repr(cell) if isinstance(cell, float) and not cell.is_integer() else cell_text(cell)
        text = re.sub(r"\s+", "", text).strip("().,-–+:/")
        return text if _NUMBER.fullmatch(text) else ""

    def _points(self, index: int) -> tuple[Decimal | None, bool]:
        """The maximum as a size, and whether it was written below nothing."""
        cell = self._cell(index, "max_points")
        text = repr(cell) if isinstance(cell, float) else self._text(index, "max_points")
        if not text:
            return None, False
        value = read_points(re.sub(r"(?i)\s*(điểm|đ)\.?$", "", text))
        if value is None:
            facts = {"field": "max_points", "text": text}
            self._note(index, "max_points", ImportCode.NOT_A_NUMBER, **facts)
            return None, False
        return Decimal(abs(value)).normalize() + 0, value < 0

    def _cell(self, index: int, name: str) -> Cell:
        column = self.columns.get(name)
        return None if column is None else self.table.cell(index, column)

    def _text(self, index: int, name: str) -> str:
        text = cell_text(self._cell(index, name))
        if is_error(text):
            self._note(index, name, ImportCode.FORMULA_ERROR, field=name, text=text)
            return ""
        return clean(text)

    def _rule_text(self, index: int) -> str:
        """A level a line in one cell is how decisions write it: each becomes a clause."""
        cell = self._cell(index, "scoring_rule")
        if not isinstance(cell, str) or "\n" not in cell:
            return self._text(index, "scoring_rule")
        lines = clean_lines(cell).splitlines()
        return "; ".join(line.rstrip(" ;") for line in lines)

    def _check_width(self, index: int) -> None:
        """A separator inside the words of a CSV file pushes the rest out of its columns."""
        extra = self.table.rows[index][self.width :]
        text = " ".join(cell_text(cell) for cell in extra).strip()
        if text and not self.table.sheet:
            place = column_letter(self.width)
            facts = {"text": text[:80]}
            self.problems.append(CellProblem("", index + 1, place, ImportCode.ROW_TOO_WIDE, facts))

    def _note(self, index: int, name: str, code: ImportCode, **facts: object) -> None:
        column = column_letter(self.columns[name]) if name in self.columns else ""
        self.problems.append(CellProblem(self.table.sheet, index + 1, column, code, facts))
