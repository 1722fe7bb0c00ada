"""Putting away a periodic report that was opened by mistake.

Nothing is deleted: what was written stays, the report only leaves the lists and is no longer
the "period before" of any other. Bringing it back, or opening the same period again, gives it
back as it was. What was ever issued cannot be put away: its number stands on paper.
"""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.roles import Permission
from desktop.models.periodic import periodic_issues
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.services.periodic.catalogue import find_kind
from desktop.services.periodic.records import (
    PeriodicReport,
    ReportLine,
    Wanted,
    find_away,
    lines_of,
    report_in,
    touch,
)
from desktop.services.periodic.shelf import lay_away, put_away_ids, take_back


def put_away(office: Office, report_id: int) -> Outcome[PeriodicReport]:
    """Takes a report off the lists; gives it, to be brought back.

    Raises PERIODIC_NOT_FOUND, PERIODIC_ISSUED.
    """
    office.require(Permission.REPORT)
    with office.command() as work:
        report = report_in(work.connection, report_id)
        if _is_issued(work.connection, report_id):
            raise RuleViolation(
                Rule.PERIODIC_ISSUED, report=report.name, period=report.period_words
            )
        lay_away(work, report.id)
        touch(work, report.id)
        work.audit("periodic.put_away", _subject(report))
        return work.outcome(report, Change.PERIODIC)


def bring_back(office: Office, report_id: int) -> Outcome[PeriodicReport]:
    """Undoes putting away. Raises PERIODIC_NOT_FOUND."""
    office.require(Permission.REPORT)
    with office.command() as work:
        report = report_in(work.connection, report_id)
        if take_back(work, report.id):
            touch(work, report.id)
            work.audit("periodic.bring_back", _subject(report))
        return work.outcome(report, Change.PERIODIC)


def find_put_away(office: Office, wanted: Wanted) -> PeriodicReport:
    """A report that was put away. Raises PERIODIC_NOT_AWAY."""
    with office.reading() as connection:
        report = find_away(connection, wanted)
    if report is None:
        period = find_kind(wanted.kind).words(wanted.year)
        raise RuleViolation(Rule.PERIODIC_NOT_AWAY, report=wanted.report, period=period)
    return report


def list_put_away(office: Office) -> tuple[ReportLine, ...]:
    """What was put away, the latest period first."""
    with office.reading() as connection:
        return lines_of(connection, only=put_away_ids(connection))


def _is_issued(connection: Connection, report_id: int) -> bool:
    count = select(func.count()).where(periodic_issues.c.report_id == report_id)
    return connection.execute(count).scalar_one() > 0


def _subject(report: PeriodicReport) -> str:
    return f"{report.report} {report.kind.key} {report.year}"
