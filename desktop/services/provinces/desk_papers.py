"""Lists of the desk on paper: where the units stand, which packages were received."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from desktop.domain.appraisals import Step
from desktop.reports.tables.table import Kind, ReportTable, Row, TableColumn
from desktop.services.office import Office
from desktop.services.provinces.board import UnitBoard, UnitRow
from desktop.services.provinces.cards import PackageRow
from desktop.services.provinces.papers import province_head, write_table
from desktop.services.reports.previews import report_pdf
from desktop.wording import units_page as words
from desktop.wording.dates import day, moment
from desktop.wording.province import STANDINGS
from desktop.wording.sync import OUTCOME_WORDS

_UNIT_COLUMNS = (
    TableColumn("order", "STT", Kind.NUMBER, 0.5, added=False),
    TableColumn("code", "Mã", Kind.TEXT, 0.8),
    TableColumn("name", "Đơn vị", Kind.TEXT, 2.6),
    TableColumn("standing", "Bản tự chấm", Kind.TEXT, 1.7),
    TableColumn("submit_by", "Hạn nộp", Kind.TEXT, 1.1),
    TableColumn("last", "Gói nhận gần nhất", Kind.TEXT, 1.6),
    TableColumn("packages", "Số gói", Kind.NUMBER, 0.7),
    TableColumn("dossiers", "Hồ sơ", Kind.NUMBER, 0.8),
    TableColumn("look", "Cần xem", Kind.TEXT, 2.2),
)
_PACKAGE_COLUMNS = (
    TableColumn("order", "STT", Kind.NUMBER, 0.5, added=False),
    TableColumn("unit", "Đơn vị", Kind.TEXT, 2.4),
    TableColumn("number", "Gói số", Kind.NUMBER, 0.7, added=False),
    TableColumn("received", "Nhận lúc", Kind.TEXT, 1.5),
    TableColumn("items", "Số mục", Kind.NUMBER, 0.7),
    TableColumn("outcome", "Kết quả", Kind.TEXT, 1.5),
    TableColumn("notes", "Ghi chú", Kind.TEXT, 3.4),
)


def units_table(office: Office, board: UnitBoard, rows: Sequence[UnitRow]) -> ReportTable:
    """The given units of a board as a table for paper or Excel."""
    lock = board.lock(Step.SUBMIT)
    until = words.SUBMIT_BY.format(day=day(lock)) if lock else words.NO_LOCK
    made: list[Row] = [
        {
            "order": place,
            "code": row.code,
            "name": row.name,
            "standing": STANDINGS[row.standing],
            "submit_by": day(row.submit_by) if row.submit_by else "",
            "last": moment(row.last_package) if row.last_package else words.NEVER_SENT,
            "packages": row.packages,
            "dossiers": row.dossiers,
            "look": words.look_text(row.set_aside, row.to_confirm, row.exception),
        }
        for place, row in enumerate(rows, start=1)
    ]
    total: Row = {
        "name": words.TOTAL.format(count=len(rows)),
        "packages": sum(row.packages for row in rows),
        "dossiers": sum(row.dossiers for row in rows),
    }
    return ReportTable(
        "province-units",
        words.UNITS_TITLE.format(year=board.year),
        until,
        _UNIT_COLUMNS,
        tuple(made),
        total,
        province_head(office),
    )


def packages_table(
    office: Office, packages: Sequence[PackageRow], start: datetime, end: datetime
) -> ReportTable:
    """The receipt list of a turn or of a period: what came, what became of it."""
    made: list[Row] = [
        {
            "order": place,
            "unit": row.unit_name,
            "number": row.number,
            "received": moment(row.received_at),
            "items": row.items,
            "outcome": OUTCOME_WORDS[row.outcome],
            "notes": " ".join(row.problems),
        }
        for place, row in enumerate(packages, start=1)
    ]
    total: Row = {
        "unit": words.PACKAGES_TOTAL.format(count=len(packages)),
        "items": sum(row.items for row in packages),
    }
    return ReportTable(
        "province-packages",
        words.RECEIPTS_TITLE,
        words.RECEIPTS_PERIOD.format(start=moment(start), end=moment(end)),
        _PACKAGE_COLUMNS,
        tuple(made),
        total,
        province_head(office),
    )


def write_units(office: Office, board: UnitBoard, rows: Sequence[UnitRow], target: Path) -> int:
    """Writes the list as ``.pdf`` or ``.xlsx``; gives pages or rows."""
    return write_table(office, units_table(office, board, rows), target)


def write_packages(office: Office, packages: Sequence[PackageRow], target: Path) -> int:
    """Writes the receipt list of packages; gives pages or rows."""
    times = [row.received_at for row in packages] or [office.now()]
    return write_table(office, packages_table(office, packages, min(times), max(times)), target)


def table_pages(table: ReportTable) -> bytes:
    """Any table of the desk as PDF, to be looked at and printed."""
    return report_pdf(table)
