"""Issued reports: numbered, frozen with their data, compared with the record of today."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, insert, select

from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.figures import Period
from desktop.domain.moments import local_date
from desktop.domain.report_numbers import number_text, read_number
from desktop.domain.roles import Permission
from desktop.models.summaries import issued_files, issued_reports
from desktop.reports.periodic.letter import Letter
from desktop.reports.tables.files import stamp_in, writer_for
from desktop.reports.tables.table import Cell, ReportTable, TableColumn
from desktop.security.files import read_problem
from desktop.services.audit import note_seen
from desktop.services.office import Office, Work, new_travel_id
from desktop.services.outcomes import Change, Outcome
from desktop.services.reports.building import BuiltReport, build_report
from desktop.services.reports.frozen import fingerprint, frozen, thawed
from desktop.services.reports.numbers import next_report_number
from desktop.services.reports.request import line_name
from desktop.wording import reports as words

_STAMP = re.compile(r"SMC-BC:([^:]+):(\d{4}):(\d+):([0-9a-f]{64})")
_SHORT = re.compile(r"\b((?:[0-9a-f]{4}[ -]?){4})\b")


@dataclass(frozen=True, slots=True)
class IssuedReport:
    """A report as it left the office."""

    id: int
    number: int
    year: int
    report: str
    period: Period
    grouping: str
    table: ReportTable
    sha256: str
    issued_at: datetime
    issued_by: str

    @property
    def number_text(self) -> str:
        """07/2026; of another desk than the first 2.07/2026."""
        return f"{number_text(self.number)}/{self.year}"


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that says something else today than when the report was issued."""

    row: str
    column: TableColumn
    issued: Cell
    now: Cell


@dataclass(frozen=True, slots=True)
class Verification:
    """What a file or a stamp turned out to be.

    ``issued``: the report it belongs to. ``is_original``: the very file that was written;
    None when only a stamp was given, so that the figures must be compared by eye.
    """

    issued: IssuedReport | None
    is_original: bool | None
    is_sound: bool


def issue_report(office: Office, report: BuiltReport) -> Outcome[IssuedReport]:
    """Freezes a report under the next number of the year."""
    office.require(Permission.REPORT)
    days = report.request.days
    with office.command() as work:
        issued = freeze_table(
            work, report.table, days, str(report.request.grouping), words.NUMBER_LINE
        )
        return work.outcome(issued, Change.OFFICE)


def freeze_table(
    work: Work, table: ReportTable, days: Period, grouping: str = "", number_line: str = ""
) -> IssuedReport:
    """Keeps a paper under the next number of the year, inside a command.

    ``number_line`` prints the number; without it the line stays for the office's registry.
    """
    year = local_date(work.now).year
    number = next_report_number(work, year)
    if number_line:
        line = number_line.format(number=number_text(number))
        table = replace(table, head=replace(table.head, number_line=line))
    data = frozen(table)
    values: dict[str, Any] = {
        "uuid": new_travel_id(),
        "number": number,
        "year": year,
        "report": table.name,
        "first_day": days.start,
        "last_day": days.end,
        "grouping": grouping,
        "data": data,
        "sha256": fingerprint(data),
        "issued_at": work.now,
        "issued_by": work.user.name,
    }
    statement = insert(issued_reports).values(values).returning(issued_reports.c.id)
    issued_id = int(work.connection.execute(statement).scalar_one())
    work.audit("report.issue", f"{number_text(number)}/{year}", report=table.name)
    return find_issued_in(work.connection, work.office, issued_id)


def list_issued(office: Office) -> tuple[IssuedReport, ...]:
    """All issued reports, newest first."""
    with office.reading() as connection:
        newest = issued_reports.c.issued_at.desc(), issued_reports.c.id.desc()
        rows = connection.execute(select(issued_reports).order_by(*newest))
        return tuple(_issued(office, row) for row in rows)


def find_issued(office: Office, text: str) -> IssuedReport:
    """By id or by number/year. Raises RuleViolation(ISSUED_NOT_FOUND)."""
    found = re.fullmatch(r"([\d.]+)(?:/(\d{4}))?", text.strip())
    number = read_number(found[1]) if found is not None else None
    if found is None or number is None:
        raise RuleViolation(Rule.ISSUED_NOT_FOUND, text=text)
    condition = issued_reports.c.id == number
    if found[2]:
        same_year = issued_reports.c.year == int(found[2])
        condition = (issued_reports.c.number == number) & same_year
    with office.reading() as connection:
        row = connection.execute(select(issued_reports).where(condition)).one_or_none()
    if row is None:
        raise RuleViolation(Rule.ISSUED_NOT_FOUND, text=text)
    return _issued(office, row)


def find_issued_in(connection: Any, office: Office, issued_id: int) -> IssuedReport:
    """By id, inside a transaction."""
    query = select(issued_reports).where(issued_reports.c.id == issued_id)
    return _issued(office, connection.execute(query).one())


def _issued(office: Office, row: Any) -> IssuedReport:
    stamp = f"SMC-BC:{office.info.unit_code}:{row.year}:{row.number}:{row.sha256}"
    short = " ".join(row.sha256[n : n + 4] for n in range(0, 16, 4))
    return IssuedReport(
        row.id,
        row.number,
        row.year,
        row.report,
        Period(row.first_day, row.last_day),
        row.grouping,
        replace(thawed(row.data), stamp=stamp, short_stamp=short),
        row.sha256,
        row.issued_at,
        row.issued_by,
    )


def changes_since(office: Office, issued: IssuedReport) -> tuple[CellChange, ...]:
    """Every cell that differs between the issued report and the record of today.

    Rows are matched by name (lists: by dossier code); a row that came or went differs in
    every cell that says something.
    """
    now = _of_today(office, issued)
    old_rows, new_rows = _by_name(issued.table), _by_name(now)
    columns = {column.key: column for column in (*issued.table.columns, *now.columns)}
    found = []
    for name in dict.fromkeys((*old_rows, *new_rows)):
        old, new = old_rows.get(name, {}), new_rows.get(name, {})
        for key, column in columns.items():
            if key != "order" and old.get(key) != new.get(key):
                found.append(CellChange(name, column, old.get(key), new.get(key)))
    return (*_text_changes(issued.table.letter, now.letter), *found)


def _of_today(office: Office, issued: IssuedReport) -> ReportTable:
    from desktop.services.periodic.issuing import table_of_today

    periodic = table_of_today(office, issued.id)
    if periodic is not None:
        return periodic
    return build_report(office, issued.report, issued.period, issued.grouping).table


_TEXT = TableColumn("text", "Nội dung")


def _text_changes(then: Letter | None, now: Letter | None) -> tuple[CellChange, ...]:
    """Parts of the letter that read otherwise."""
    old = {part.heading: part.text for part in then.parts} if then else {}
    new = {part.heading: part.text for part in now.parts} if now else {}
    return tuple(
        CellChange(heading, _TEXT, old.get(heading), new.get(heading))
        for heading in dict.fromkeys((*old, *new))
        if old.get(heading) != new.get(heading)
    )


def _by_name(table: ReportTable) -> dict[str, Mapping[str, Cell]]:
    rows = {line_name(row): row for row in table.rows}
    return {**rows, **({words.TOTAL_ROW: table.total} if table.total is not None else {})}


def export_report(office: Office, table: ReportTable, target: Path) -> int:
    """Writes a report; gives pages (PDF) or rows. Each export is written down.

    Raises NOT_A_REPORT_FILE, DISK_FULL, FILE_NOT_WRITABLE.
    """
    office.require(Permission.EXPORT)
    written = writer_for(target)(table, target)
    note_seen(office, "report.export", table.name)
    return written


def export_issued(office: Office, issued: IssuedReport, target: Path) -> int:
    """Writes an issued report and remembers the file, so that ``verify`` knows it again."""
    written = export_report(office, issued.table, target)
    digest = _digest(target)
    with office.command() as work:
        known = select(issued_files.c.sha256).where(issued_files.c.sha256 == digest)
        if work.connection.execute(known).one_or_none() is None:
            work.connection.execute(
                insert(issued_files).values(
                    sha256=digest,
                    issued_id=issued.id,
                    file_name=target.name,
                    at=work.now,
                    user_name=work.user.name,
                )
            )
    return written


def verify_file(office: Office, path: Path) -> Verification:
    """Whether a file is a report as issued here. Raises FILE_NOT_FOUND, FILE_NOT_READABLE."""
    stamp = stamp_in(path)
    digest = _digest(path)
    with office.reading() as connection:
        known = connection.execute(
            select(issued_files.c.issued_id).where(issued_files.c.sha256 == digest)
        ).scalar_one_or_none()
        if known is not None:
            issued = find_issued_in(connection, office, known)
            return Verification(issued, True, _is_whole(connection, issued))
    found = verify_text(office, stamp)
    return replace(found, is_original=False, is_sound=False)


def verify_text(office: Office, text: str) -> Verification:
    """The report that a scanned stamp, or the short code under it, belongs to."""
    whole = _STAMP.search(text)
    short = _SHORT.search(text.lower())
    with office.reading() as connection:
        condition: ColumnElement[bool] | None = None
        if whole is not None and whole[1] == office.info.unit_code:
            same_number = issued_reports.c.number == int(whole[3])
            same_year = issued_reports.c.year == int(whole[2])
            condition = same_number & same_year & (issued_reports.c.sha256 == whole[4])
        elif whole is None and short is not None:
            begin = re.sub(r"[ -]", "", short[1])
            condition = issued_reports.c.sha256.startswith(begin)
        if condition is None:
            return Verification(None, None, False)
        row = connection.execute(select(issued_reports).where(condition).limit(1)).one_or_none()
        if row is None:
            return Verification(None, None, False)
        issued = _issued(office, row)
        return Verification(issued, None, _is_whole(connection, issued))


def _is_whole(connection: Any, issued: IssuedReport) -> bool:
    """Whether the kept data still have the hash under which they were issued."""
    query = select(issued_reports.c.data).where(issued_reports.c.id == issued.id)
    return fingerprint(connection.execute(query).scalar_one()) == issued.sha256


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise read_problem(error, path) from error
