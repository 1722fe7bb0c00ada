"""Periodic reports as they are stored: opening, finding, listing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from desktop.domain.errors import Entry, InputProblem, InputRefused, Rule, RuleViolation
from desktop.domain.figures import Period
from desktop.domain.report_numbers import number_text
from desktop.domain.roles import Permission
from desktop.domain.statistics.forms import StatisticsForm
from desktop.domain.statistics.old_periods import CoveredPeriod
from desktop.models.periodic import (
    periodic_issues,
    periodic_reports,
    periodic_texts,
    periodic_values,
)
from desktop.models.summaries import issued_reports
from desktop.services.office import Office, Work, shared_id
from desktop.services.outcomes import Change, Outcome
from desktop.services.periodic.catalogue import (
    Outline,
    ReportKind,
    Section,
    check_year,
    find_kind,
    find_outline,
    outline_from_data,
    outline_to_data,
)
from desktop.services.periodic.forms import form_of_version, newest_form, store_form
from desktop.services.periodic.shelf import put_away_ids, take_back

CCHC = "cchc"


@dataclass(frozen=True, slots=True)
class PeriodicReport:
    """One opened report with its form; ``outline`` None for a statistics form alone."""

    id: int
    uuid: UUID
    report: str
    kind: ReportKind
    year: int
    days: Period
    form: StatisticsForm
    outline: Outline | None
    opened_at: datetime
    opened_by: str

    @property
    def title(self) -> str:
        """Báo cáo cải cách hành chính định kỳ – quý I năm 2026."""
        return f"{self.name} – {self.period_words}"

    @property
    def name(self) -> str:
        """The report, or the title of its form."""
        return self.outline.name if self.outline is not None else self.form.title

    @property
    def period_words(self) -> str:
        """6 tháng đầu năm 2026."""
        return self.kind.words(self.year)

    @property
    def covered(self) -> CoveredPeriod:
        """What its text speaks of."""
        return self.kind.covered(self.year, self.days)

    @property
    def sections(self) -> tuple[Section, ...]:
        """Headings and parts of the text; none for a form alone."""
        return self.outline.sections if self.outline is not None else ()

    def section(self, key: str) -> Section:
        """A part that is written. Raises InputRefused(UNKNOWN_CHOICE)."""
        parts = [section for section in self.sections if section.writes]
        for section in parts:
            if section.key == key.strip():
                return section
        choices = ", ".join(section.key for section in parts) or "không có"
        facts = {"text": key, "choices": choices}
        raise InputRefused(InputProblem("section", Entry.UNKNOWN_CHOICE, facts))


@dataclass(frozen=True, slots=True)
class ReportLine:
    """An opened report as a list shows it; ``issued``: the newest number it was issued under."""

    id: int
    report: str
    name: str
    kind: ReportKind
    year: int
    days: Period
    opened_at: datetime
    opened_by: str
    issued: str

    @property
    def period_words(self) -> str:
        """6 tháng đầu năm 2026."""
        return self.kind.words(self.year)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which report: its name (``cchc`` or the code of a form), kind of period and year."""

    kind: str
    year: int
    report: str = CCHC


def open_report(
    office: Office, wanted: Wanted, days: Period | None = None
) -> Outcome[PeriodicReport]:
    """Opens a report with the newest form; one that is open already is given as it is.

    One that was put away comes back: with what was written in it, or, when nothing was, as if
    it were opened today.
    ``days``: where the province closes its figures on other days than the rule; they also move
    the days of a report that is open already.
    Raises FORM_NOT_FOUND, InputRefused(UNKNOWN_CHOICE, OUT_OF_RANGE).
    """
    office.require(Permission.REPORT)
    kind, year = find_kind(wanted.kind), check_year(wanted.year)
    with office.command() as work:
        known = work.connection.execute(select(periodic_reports).where(*_same(wanted, kind)))
        row = known.one_or_none()
        if row is None:
            label = f"periodic/{wanted.report}/{kind.key}/{year}"
            new = {"uuid": shared_id(work.connection, label), "report": wanted.report}
            new |= {"kind": kind.key, "year": year}
            beginning = _beginning(work, wanted, kind, year, days)
            made = insert(periodic_reports).values({**new, **beginning})
            written = work.connection.execute(made.returning(periodic_reports)).one()
        elif not take_back(work, row.id):
            return _again(work, _report(work.connection, row), days)
        elif _is_touched(work.connection, row.id):
            work.audit("periodic.bring_back", f"{wanted.report} {kind.key} {year}")
            return _again(work, _report(work.connection, row), days, Change.PERIODIC)
        else:
            beginning = _beginning(work, wanted, kind, year, days)
            begun = update(periodic_reports).where(periodic_reports.c.id == row.id)
            written = work.connection.execute(
                begun.values(beginning).returning(periodic_reports)
            ).one()
        work.audit("periodic.open", f"{wanted.report} {kind.key} {year}")
        return work.outcome(_report(work.connection, written), Change.PERIODIC)


def _beginning(
    work: Work, wanted: Wanted, kind: ReportKind, year: int, days: Period | None
) -> dict[str, Any]:
    """What an opening decides: the newest form, the parts of the text, the days."""
    outline = find_outline(wanted.report)
    form = newest_form(work.connection, outline.form if outline else wanted.report)
    _check_kind(kind, outline.kinds if outline else form.kinds)
    form_id, _ = store_form(work, form, "")
    period = days or kind.days(year)
    return {
        "revision": work.revision(),
        "revision_device": work.office.info.device_id,
        "first_day": period.start,
        "last_day": period.end,
        "form_id": form_id,
        "outline": outline_to_data(outline) if outline else {},
        "opened_at": work.now,
        "opened_by": work.user.name,
    }


def _is_touched(connection: Connection, report_id: int) -> bool:
    """Whether anything was ever written in it."""
    return any(
        connection.execute(select(table.c.id).where(table.c.report_id == report_id).limit(1)).all()
        for table in (periodic_texts, periodic_values)
    )


def _again(
    work: Work, report: PeriodicReport, days: Period | None, *changes: Change
) -> Outcome[PeriodicReport]:
    if days is None or days == report.days:
        return work.outcome(report, *changes)
    work.connection.execute(
        update(periodic_reports)
        .where(periodic_reports.c.id == report.id)
        .values(first_day=days.start, last_day=days.end)
    )
    touch(work, report.id)
    work.audit("periodic.open", f"{report.report} {report.kind.key} {report.year}", moved=True)
    return work.outcome(replace(report, days=days), Change.PERIODIC)


def list_reports(office: Office) -> tuple[ReportLine, ...]:
    """All opened reports, the latest period first."""
    with office.reading() as connection:
        return lines_of(connection, but=put_away_ids(connection))


def lines_of(
    connection: Connection, *, only: frozenset[int] | None = None, but: frozenset[int] = frozenset()
) -> tuple[ReportLine, ...]:
    """Reports as a list shows them, the latest period first."""
    query = select(periodic_reports).where(periodic_reports.c.id.not_in(but))
    if only is not None:
        query = query.where(periodic_reports.c.id.in_(only))
    latest = query.order_by(periodic_reports.c.last_day.desc(), periodic_reports.c.id.desc())
    numbers = _issued_numbers(connection)
    return tuple(
        _line(_report(connection, row), numbers.get(row.id, ""))
        for row in connection.execute(latest).all()
    )


def find_report(office: Office, wanted: Wanted) -> PeriodicReport:
    """An opened report. Raises PERIODIC_NOT_FOUND, InputRefused(UNKNOWN_CHOICE)."""
    kind = find_kind(wanted.kind)
    with office.reading() as connection:
        row = connection.execute(select(periodic_reports).where(*_same(wanted, kind))).one_or_none()
        if row is None or row.id in put_away_ids(connection):
            period = kind.words(wanted.year)
            raise RuleViolation(Rule.PERIODIC_NOT_FOUND, report=wanted.report, period=period)
        return _report(connection, row)


def find_away(connection: Connection, wanted: Wanted) -> PeriodicReport | None:
    """A report that was put away, None when this one was not. Raises InputRefused."""
    kind = find_kind(wanted.kind)
    row = connection.execute(select(periodic_reports).where(*_same(wanted, kind))).one_or_none()
    if row is None or row.id not in put_away_ids(connection):
        return None
    return _report(connection, row)


def read_report(office: Office, report_id: int) -> PeriodicReport:
    """By id. Raises PERIODIC_NOT_FOUND."""
    with office.reading() as connection:
        return report_in(connection, report_id)


def report_in(connection: Connection, report_id: int) -> PeriodicReport:
    """By id, on a connection at hand."""
    query = select(periodic_reports).where(periodic_reports.c.id == report_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise RuleViolation(Rule.PERIODIC_NOT_FOUND, report=str(report_id), period="")
    return _report(connection, row)


def earlier_reports(office: Office, report: PeriodicReport) -> tuple[PeriodicReport, ...]:
    """Reports of the same name that closed before: the latest first."""
    query = (
        select(periodic_reports)
        .where(
            periodic_reports.c.report == report.report,
            periodic_reports.c.last_day < report.days.end,
        )
        .order_by(periodic_reports.c.last_day.desc())
    )
    with office.reading() as connection:
        away = put_away_ids(connection)
        rows = connection.execute(query).all()
        return tuple(_report(connection, row) for row in rows if row.id not in away)


def touch(work: Work, report_id: int) -> None:
    """Gives the report a new revision: something in it changed."""
    work.connection.execute(
        update(periodic_reports)
        .where(periodic_reports.c.id == report_id)
        .values(revision=work.revision(), revision_device=work.office.info.device_id)
    )


def _check_kind(kind: ReportKind, allowed: tuple[str, ...]) -> None:
    if kind.key not in allowed:
        facts = {"text": kind.key, "choices": ", ".join(allowed)}
        raise InputRefused(InputProblem("period_kind", Entry.UNKNOWN_CHOICE, facts))


def _same(wanted: Wanted, kind: ReportKind) -> list[ColumnElement[bool]]:
    return [
        periodic_reports.c.report == wanted.report,
        periodic_reports.c.kind == kind.key,
        periodic_reports.c.year == wanted.year,
    ]


def _report(connection: Connection, row: Any) -> PeriodicReport:
    return PeriodicReport(
        row.id,
        row.uuid,
        row.report,
        find_kind(row.kind),
        row.year,
        Period(row.first_day, row.last_day),
        form_of_version(connection, row.form_id),
        outline_from_data(row.outline) if row.outline else None,
        row.opened_at,
        row.opened_by,
    )


def _line(report: PeriodicReport, issued: str) -> ReportLine:
    return ReportLine(
        report.id,
        report.report,
        report.name,
        report.kind,
        report.year,
        report.days,
        report.opened_at,
        report.opened_by,
        issued,
    )


def _issued_numbers(connection: Connection) -> dict[int, str]:
    newest = (
        select(periodic_issues.c.report_id, func.max(periodic_issues.c.issued_id).label("issued"))
        .group_by(periodic_issues.c.report_id)
        .subquery()
    )
    query = select(newest.c.report_id, issued_reports.c.number, issued_reports.c.year).join(
        issued_reports, issued_reports.c.id == newest.c.issued
    )
    return {row[0]: f"{number_text(row.number)}/{row.year}" for row in connection.execute(query)}
