"""Everything a screen shows of one periodic report, read at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.domain.statistics.old_periods import CoveredPeriod
from desktop.services.office import Office
from desktop.services.periodic.checking import Finding, check_report
from desktop.services.periodic.issuing import issues_of
from desktop.services.periodic.records import (
    PeriodicReport,
    ReportLine,
    list_reports,
    read_report,
)
from desktop.services.periodic.sheets import Sheet, build_sheet
from desktop.services.periodic.texts import (
    EarlierText,
    SectionText,
    earlier_texts,
    period_before,
    read_texts,
)
from desktop.services.reports.issuing import IssuedReport, changes_since


@dataclass(frozen=True)
class PeriodicDesk:
    """A report with its text, its form, what stands beside, and what is still to do.

    ``before``: the period that carried-over text speaks of. ``changed``: how many places would
    read otherwise than when it was last issued.
    """

    report: PeriodicReport
    sheet: Sheet
    texts: Mapping[str, SectionText]
    earlier: tuple[EarlierText, ...]
    before: CoveredPeriod | None
    findings: tuple[Finding, ...]
    issued: IssuedReport | None
    changed: int


def read_desk(office: Office, report_id: int) -> PeriodicDesk:
    """One opened report. Raises PERIODIC_NOT_FOUND."""
    report = read_report(office, report_id)
    sheet = build_sheet(office, report)
    issued = next(iter(issues_of(office, report_id)), None)
    return PeriodicDesk(
        report=report,
        sheet=sheet,
        texts=read_texts(office, report_id),
        earlier=earlier_texts(office, report),
        before=period_before(office, report),
        findings=check_report(office, report, sheet),
        issued=issued,
        changed=len(changes_since(office, issued)) if issued is not None else 0,
    )


@dataclass(frozen=True)
class PeriodicStart:
    """The opened reports, and the one to show first with all it needs."""

    reports: tuple[ReportLine, ...]
    desk: PeriodicDesk | None


def read_start(office: Office, report_id: int | None) -> PeriodicStart:
    """The list, and the report that was asked for, else the latest."""
    reports = list_reports(office)
    known = {line.id for line in reports}
    chosen = report_id if report_id in known else next((line.id for line in reports), None)
    return PeriodicStart(reports, read_desk(office, chosen) if chosen is not None else None)
