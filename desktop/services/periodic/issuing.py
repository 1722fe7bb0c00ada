"""Issuing a periodic report: frozen with its hash, compared with the records of today."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import insert, select

from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.roles import Permission
from desktop.models.periodic import periodic_issues
from desktop.reports.tables.table import ReportTable
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.services.periodic.checking import MISSING, Finding, check_report
from desktop.services.periodic.papers import periodic_paper
from desktop.services.periodic.records import read_report
from desktop.services.periodic.sheets import build_sheet
from desktop.services.reports.issuing import (
    IssuedReport,
    export_report,
    find_issued,
    freeze_table,
)
from desktop.services.reports.previews import report_pdf

_MOST_TOLD = 3


def issue_periodic(
    office: Office, report_id: int, *, anyway: bool = False
) -> Outcome[IssuedReport]:
    """Freezes text and annex under the next number of the year; it can be issued again later.

    Raises RuleViolation(PERIODIC_INCOMPLETE) while something that must be filled is missing,
    unless a person says so.
    """
    office.require(Permission.REPORT)
    report = read_report(office, report_id)
    sheet = build_sheet(office, report)
    missing = [one for one in check_report(office, report, sheet) if one.kind in MISSING]
    if missing and not anyway:
        raise RuleViolation(Rule.PERIODIC_INCOMPLETE, count=len(missing), items=_some(missing))
    table = periodic_paper(office, report, sheet)
    with office.command() as work:
        issued = freeze_table(work, table, report.days)
        work.connection.execute(
            insert(periodic_issues).values(issued_id=issued.id, report_id=report.id)
        )
        return work.outcome(issued, Change.OFFICE, Change.PERIODIC)


def issues_of(office: Office, report_id: int) -> tuple[IssuedReport, ...]:
    """What was issued of a report, the newest first."""
    query = select(periodic_issues.c.issued_id).where(periodic_issues.c.report_id == report_id)
    with office.reading() as connection:
        ids = connection.execute(query.order_by(periodic_issues.c.issued_id.desc())).scalars().all()
    return tuple(find_issued(office, str(one)) for one in ids)


def table_of_today(office: Office, issued_id: int) -> ReportTable | None:
    """What an issued periodic report would say now; None for a report of another kind."""
    query = select(periodic_issues.c.report_id).where(periodic_issues.c.issued_id == issued_id)
    with office.reading() as connection:
        report_id = connection.execute(query).scalar_one_or_none()
    return None if report_id is None else periodic_paper(office, read_report(office, report_id))


def export_periodic(office: Office, report_id: int, target: Path) -> int:
    """Writes .docx, .pdf or .xlsx (the annex alone); gives pages or rows.

    Raises NOT_A_REPORT_FILE, DISK_FULL, FILE_NOT_WRITABLE.
    """
    return export_report(office, periodic_paper(office, read_report(office, report_id)), target)


def preview_periodic(office: Office, report_id: int) -> bytes:
    """The pages as they would be printed now. Raises DISK_FULL when there is no room aside."""
    return report_pdf(periodic_paper(office, read_report(office, report_id)))


def _some(missing: list[Finding]) -> str:
    told = [one.words.rstrip(".") for one in missing[:_MOST_TOLD]]
    if len(missing) > _MOST_TOLD:
        told.append(f"và {len(missing) - _MOST_TOLD} chỗ khác")
    return "; ".join(told)
