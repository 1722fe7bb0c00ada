"""Filling bound lines from the office's own records; any day, as often as wished."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.domain.criteria.answers import Answer, AnswerKind, inputs_to_data
from desktop.domain.criteria.figures import FigureReading, FigureSource
from desktop.domain.criteria.filling import Unfilled, bound_figures, fill_line
from desktop.domain.criteria.items import CriteriaItem
from desktop.domain.criteria.points import Why
from desktop.domain.criteria.progress import LineEvent
from desktop.domain.criteria.scoring import score_line
from desktop.domain.moments import local_date
from desktop.domain.roles import Permission
from desktop.services.assessments.formulas import SafeFormulas
from desktop.services.assessments.office_figures import OfficeFigures
from desktop.services.assessments.opening import answer_data
from desktop.services.assessments.records import LineRecord, OpenAssessment, find_assessment
from desktop.services.assessments.sets import set_of_version
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome


@dataclass(frozen=True, slots=True)
class FilledLine:
    """A line that a figure filled."""

    item_id: str
    reading: FigureReading
    points: Decimal | None
    why: Why | None
    changed: bool


@dataclass(frozen=True, slots=True)
class SkippedLine:
    """A bound line that was left as it is, and why."""

    item_id: str
    figure: str
    reason: Unfilled


@dataclass(frozen=True, slots=True)
class FillResult:
    """What was filled, what was not."""

    filled: tuple[FilledLine, ...]
    skipped: tuple[SkippedLine, ...]


def fill_assessment(
    office: Office,
    year: int,
    set_code: str | None = None,
    *,
    replace_typed: bool = False,
    source: FigureSource | None = None,
) -> Outcome[FillResult]:
    """Reads every bound figure of the year so far and answers its line.

    What a person typed, or ruled out, stays unless ``replace_typed``.
    """
    office.require(Permission.ASSESS)
    with office.reading() as connection:
        row = find_assessment(connection, year, set_code)
        criteria = set_of_version(connection, row.set_id)
    wanted = frozenset(name for item in criteria.scored for name in bound_figures(item))
    first, last = year_so_far(office, year)
    readings = (source or OfficeFigures(office)).readings(wanted, first, last)
    with office.command() as work:
        opened = OpenAssessment.to_change(work, year, row.set_code)
        filled: list[FilledLine] = []
        skipped: list[SkippedLine] = []
        for item in opened.criteria.scored:
            if item.binding is None:
                continue
            kept = None if replace_typed else why_kept(opened.line(item.id))
            filling = fill_line(item, readings)
            if kept or filling.answer is None or filling.reading is None:
                figure = ", ".join(sorted(bound_figures(item)))
                reason = kept or filling.unfilled or Unfilled.NO_REGISTER
                skipped.append(SkippedLine(item.id, figure, reason))
                continue
            filled.append(_write(opened, item, filling.answer, filling.reading))
        if any(line.changed for line in filled):
            opened.touch()
            work.audit("assessment.fill", f"{opened.row.set_code} {year}", lines=len(filled))
        return work.outcome(FillResult(tuple(filled), tuple(skipped)), Change.ASSESSMENTS)


def year_so_far(office: Office, year: int) -> tuple[date, date]:
    """From the first of January to today, or to the end of a year that is over."""
    today = local_date(office.now())
    first = date(year, 1, 1)
    return first, max(first, min(today, date(year, 12, 31)))


def reading_to_data(reading: FigureReading) -> dict[str, Any]:
    """For storage."""
    return {
        "figure": reading.figure,
        "first_day": reading.first_day.isoformat(),
        "last_day": reading.last_day.isoformat(),
        "read_at": int(reading.read_at.timestamp()),
        "part": str(reading.part),
        "whole": None if reading.whole is None else str(reading.whole),
    }


def why_kept(line: LineRecord) -> Unfilled | None:
    """Why a line keeps what a person said."""
    if line.answer.kind is AnswerKind.NOT_APPLICABLE:
        return Unfilled.NOT_APPLICABLE
    typed = line.answer.kind is not None and line.reading is None
    return Unfilled.TYPED_BY_HAND if typed else None


def _write(
    opened: OpenAssessment, item: CriteriaItem, answer: Answer, reading: FigureReading
) -> FilledLine:
    """Stores the reading; own points and their reason stay. History only when it changed."""
    before = opened.line(item.id)
    new = replace(answer, own_points=before.answer.own_points, why=before.answer.why)
    changed = new != before.answer
    if changed:
        was, said = answer_data(opened, item.id), answer_data(opened, item.id, new)
        opened.note(LineEvent.FILL, item.id, before=was, after=said)
    opened.write_line(
        item.id,
        kind=new.kind,
        inputs=inputs_to_data(new.inputs),
        reading=reading_to_data(reading),
        answered_at=opened.work.now,
        answered_by=opened.work.user.name,
    )
    score = score_line(opened.criteria, item, new, SafeFormulas())
    return FilledLine(item.id, reading, score.computed, score.why, changed)
