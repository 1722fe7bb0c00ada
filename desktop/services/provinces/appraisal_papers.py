"""Papers of the appraisal: the council's list, and the table that is judged away from the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from desktop.domain.criteria.items import Block
from desktop.reports.tables.table import Kind, ReportTable, Row, TableColumn
from desktop.services.audit import note_seen
from desktop.services.office import Office
from desktop.services.provinces.lines import UnitLine
from desktop.services.provinces.papers import province_head, set_marks, write_table
from desktop.wording import province_papers as words
from desktop.wording.criteria import decimal

_COUNCIL_COLUMNS = (
    TableColumn("order", "STT", Kind.NUMBER, 0.5, added=False),
    TableColumn("name", "Đơn vị", Kind.TEXT, 1.8),
    TableColumn("item", "Dòng", Kind.TEXT, 0.6),
    TableColumn("about", "Nội dung", Kind.TEXT, 3.0),
    TableColumn("maximum", "Tối đa", Kind.PERCENT, 0.7, added=False),
    TableColumn("wanted", "Đơn vị đề nghị", Kind.PERCENT, 0.8, added=False),
    TableColumn("appraised", "Tỉnh chấm", Kind.PERCENT, 0.8, added=False),
    TableColumn("gap", "Chênh lệch", Kind.PERCENT, 0.8, added=False),
    TableColumn("note", "Ý kiến thẩm định", Kind.TEXT, 2.4),
    TableColumn("explanation", "Giải trình của đơn vị", Kind.TEXT, 2.4),
    TableColumn("decision", "Kết luận", Kind.TEXT, 1.2),
)


def write_council_list(
    office: Office,
    year: int,
    lines: Sequence[UnitLine],
    target: Path,
    at_least: Decimal = Decimal(0),
) -> int:
    """Writes the list as ``.pdf`` or ``.xlsx``; gives pages or rows."""
    return write_table(office, council_table(office, year, lines, at_least), target)


def council_table(
    office: Office, year: int, lines: Sequence[UnitLine], at_least: Decimal = Decimal(0)
) -> ReportTable:
    """The lines the council must settle, with an empty column for its word."""
    sets = {line.criteria.code: line.criteria for line in lines}
    rows: list[Row] = [
        {
            "order": place,
            "name": line.unit_name,
            "item": line.item.id,
            "about": line.item.name,
            "maximum": _signed(line, line.item.maximum),
            "wanted": _signed(line, line.wanted) if line.claim.applies else None,
            "appraised": _signed(line, line.standing.points if line.standing else None),
            "gap": line.gap.quantize(Decimal("0.01")) if line.standing is not None else None,
            "note": line.standing.note if line.standing is not None else "",
            "explanation": line.explanation,
            "decision": "",
        }
        for place, line in enumerate(lines, start=1)
    ]
    notes = [words.COUNCIL_NOTE]
    if at_least > 0:
        notes.append(words.COUNCIL_THRESHOLD.format(points=decimal(at_least)))
    return ReportTable(
        "council",
        words.COUNCIL_TITLE.format(year=year),
        "; ".join(criteria.title for criteria in sets.values()),
        _COUNCIL_COLUMNS,
        tuple(rows),
        None,
        replace(province_head(office), form_number=""),
        notes=(*dict.fromkeys(m for c in sets.values() for m in set_marks(c)), *notes),
    )


def _signed(line: UnitLine, points: Decimal | None) -> Decimal | None:
    """Two decimals, penalties below nothing, as a decision prints them."""
    if points is None:
        return None
    shown = points.quantize(Decimal("0.01"))
    return -shown if shown and line.item.block is Block.DEDUCTION else shown


def write_work_table(office: Office, lines: Sequence[UnitLine], target: Path) -> int:
    """A workbook with these lines and an empty column of points, to be judged elsewhere.

    It comes back through the import of verdicts, which leaves rows without points out.
    Gives the number of rows. Raises DISK_FULL, FILE_NOT_WRITABLE.
    """
    from desktop.reports.province.work_table_xlsx import WorkRow, write_work_table_xlsx

    rows = [
        WorkRow(
            line.unit_code,
            line.unit_name,
            line.item.id,
            line.item.name,
            line.item.signed_maximum,
            _signed(line, line.claim.points) if line.claim.applies else None,
            line.answer,
            line.note,
            line.assigned.department,
        )
        for line in lines
    ]
    written = write_work_table_xlsx(rows, target)
    note_seen(office, "province.export", f"work table {len(rows)}")
    return written
