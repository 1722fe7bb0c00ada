"""The score at the end of the year, line by line, and how good such forecasts were before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from desktop.domain.criteria.answers import Answer
from desktop.domain.criteria.figures import FigureReading
from desktop.domain.criteria.filling import bound_figures, fill_line
from desktop.domain.criteria.forecast import Basis, MonthCount, YearEnd, year_end
from desktop.domain.criteria.items import Band, Block, CriteriaItem, CriteriaSet
from desktop.domain.criteria.numbers import ZERO, half_up
from desktop.domain.criteria.points import Why
from desktop.domain.criteria.scoring import NodeScore, SetScore, score_line, score_set
from desktop.domain.errors import Entry, InputProblem, InputRefused, Rule, RuleViolation
from desktop.domain.moments import local_date
from desktop.services.assessments.filling import year_so_far
from desktop.services.assessments.formulas import SafeFormulas
from desktop.services.assessments.office_figures import SIDES, OfficeFigures
from desktop.services.assessments.records import find_assessment, read_lines
from desktop.services.assessments.sets import find_set, set_of_version
from desktop.services.assessments.sheets import ScoreSheet, answers_of, score_sheet
from desktop.services.office import Office

# A supposed reading was read at no time.
_NO_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class LineForecast:
    """A line now and at the end of the year. Points are signed as a table prints them.

    ``figure`` and ``end`` only where the register's months carry the line; other lines stay as
    they are, or as they were last year while nobody has answered them. ``why`` is the rule's sum
    at the likely end.
    """

    item: CriteriaItem
    now: Decimal
    points: Decimal
    low: Decimal
    high: Decimal
    basis: Basis
    figure: str = ""
    end: YearEnd | None = None
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """The whole score as it will probably be, with its range in percent."""

    as_of: date
    lines: tuple[LineForecast, ...]
    now: SetScore
    likely: SetScore
    low: Decimal
    high: Decimal

    @property
    def band(self) -> Band | None:
        """The rating that the likely result gives."""
        return self.likely.band


@dataclass(frozen=True, slots=True)
class BacktestLine:
    """A line of a finished year: what would have been said on the day, what came."""

    item: CriteriaItem
    figure: str
    forecast: Decimal
    low: Decimal
    high: Decimal
    actual: Decimal

    @property
    def error(self) -> Decimal:
        """Forecast less actual, in points."""
        return self.forecast - self.actual


@dataclass(frozen=True, slots=True)
class Backtest:
    """All lines that the register carries; errors in points.

    ``inside`` lines whose actual points lay within the range that was told.
    """

    year: int
    as_of: date
    lines: tuple[BacktestLine, ...]

    @property
    def mean_error(self) -> Decimal:
        """The mean of the errors without their sign."""
        if not self.lines:
            return ZERO
        return half_up(sum((abs(line.error) for line in self.lines), ZERO) / len(self.lines), 3)

    @property
    def total_error(self) -> Decimal:
        """The error of the sum: errors of lines may cancel out."""
        return sum((line.error for line in self.lines), ZERO)

    @property
    def inside(self) -> int:
        """How many ranges held."""
        return sum(line.low <= line.actual <= line.high for line in self.lines)


def forecast(
    office: Office, year: int, set_code: str | None = None, as_of: date | None = None
) -> Forecast:
    """The forecast on a day (default: today) inside the year.

    Raises ASSESSMENT_NOT_OPEN, ASSESSMENT_CHOOSE, InputRefused(OUT_OF_RANGE) for a day outside.
    """
    sheet = score_sheet(office, year, set_code)
    day = _day(office, year, as_of)
    ends = _year_ends(office, sheet.criteria, day)
    lines = tuple(_line(sheet, item, ends) for item in sheet.criteria.scored)
    answers = _answers(office, year, sheet.assessment.set_code)
    formulas = SafeFormulas()
    likely, low, high = (
        score_set(sheet.criteria, answers | _supposed(lines, which), formulas)
        for which in ("points", "low", "high")
    )
    return Forecast(day, lines, sheet.score, likely, low.percent, high.percent)


def backtest(
    office: Office, year: int, set_code: str | None = None, as_of: date | None = None
) -> Backtest:
    """What would have been said in a finished year (default: on 30 September), and what came.

    Only lines whose figure the register carries are tested: the register knows the past by its
    days. Without an assessment of that year the named set serves.
    Raises YEAR_NOT_OVER, ASSESSMENT_NOT_OPEN, CRITERIA_NOT_FOUND.
    """
    if local_date(office.now()).year <= year:
        raise RuleViolation(Rule.YEAR_NOT_OVER, year=str(year))
    criteria = _set_of(office, year, set_code)
    day = _day(office, year, as_of or date(year, 9, 30))
    ends = _year_ends(office, criteria, day)
    figures = frozenset(ends)
    actual = OfficeFigures(office).readings(figures, date(year, 1, 1), date(year, 12, 31))
    lines = []
    for item in criteria.scored:
        wanted = bound_figures(item)
        if item.block is Block.DEDUCTION or not wanted or not wanted <= figures:
            continue
        (name,) = sorted(wanted)[:1]
        came = _points(criteria, item, actual)
        if came is None:
            continue
        likely, low, high = _three(criteria, item, ends, day)
        lines.append(BacktestLine(item, name, likely, low, high, came))
    return Backtest(year, day, tuple(lines))


def line_of(found: Forecast, item_id: str) -> LineForecast:
    """The forecast of one line. Raises RuleViolation(LINE_NOT_FOUND)."""
    for line in found.lines:
        if line.item.id == item_id:
            return line
    raise RuleViolation(Rule.LINE_NOT_FOUND, item=item_id)


def _day(office: Office, year: int, as_of: date | None) -> date:
    first, last = date(year, 1, 1), date(year, 12, 31)
    day = as_of or year_so_far(office, year)[1]
    if not first <= day <= last:
        facts = {"value": day, "lowest": first, "highest": last}
        raise InputRefused(InputProblem("date", Entry.OUT_OF_RANGE, facts))
    return day


def _set_of(office: Office, year: int, set_code: str | None) -> CriteriaSet:
    with office.reading() as connection:
        try:
            return set_of_version(connection, find_assessment(connection, year, set_code).set_id)
        except RuleViolation as missing:
            if missing.code is not Rule.ASSESSMENT_NOT_OPEN or set_code is None:
                raise
            return find_set(connection, set_code).criteria


def _year_ends(office: Office, criteria: CriteriaSet, day: date) -> dict[str, YearEnd]:
    """The year's end of every figure of the set that is a sum over the register's days."""
    wanted = frozenset(name for item in criteria.scored for name in bound_figures(item))
    additive = wanted & frozenset(SIDES)
    source = OfficeFigures(office)
    this = [(m, source.readings(additive, m, min(_end(m), day))) for m in _months(day.year, day)]
    before = [
        (m, source.readings(additive, m, _end(m)))
        for m in _months(day.year - 1, date(day.year - 1, 12, 31))
    ]
    # What the record is silent about all year has no forecast; a silent month has no cases.
    known = frozenset(name for _, readings in this for name in readings)
    return {name: year_end(_counts(this, name), _counts(before, name), day) for name in known}


def _months(year: int, until: date) -> list[date]:
    return [date(year, number, 1) for number in range(1, until.month + 1)]


def _end(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _counts(months: list[tuple[date, Mapping[str, FigureReading]]], name: str) -> list[MonthCount]:
    return [_month(month, readings.get(name)) for month, readings in months]


def _month(month: date, reading: FigureReading | None) -> MonthCount:
    if reading is None:
        return MonthCount(month, 0, 0)
    whole = None if reading.whole is None else int(reading.whole)
    return MonthCount(month, int(reading.part), whole)


def _line(sheet: ScoreSheet, item: CriteriaItem, ends: dict[str, YearEnd]) -> LineForecast:
    line = sheet.line(item.id)
    wanted = bound_figures(item)
    typed = line.kind is not None and line.reading is None
    if wanted and wanted <= set(ends) and not typed:
        name = sorted(wanted)[0]
        end_of_year = date(sheet.assessment.year, 12, 31)
        points = _three(sheet.criteria, item, ends, end_of_year)
        signed = [-p if p and item.block is Block.DEDUCTION else p for p in points]
        low, high = min(signed), max(signed)
        end = ends[name]
        why = _score(sheet.criteria, item, _readings(item, ends, end_of_year, "part"))
        return LineForecast(
            item,
            line.counted,
            signed[0],
            low,
            high,
            end.basis,
            name,
            end,
            None if why is None else why.why,
        )
    if line.kind is None and line.own is None and line.last_year is not None:
        was = line.last_year
        return LineForecast(
            item, line.counted, was, min(ZERO, was), max(ZERO, was), Basis.LAST_YEAR
        )
    now = line.counted
    return LineForecast(item, now, now, now, now, Basis.AS_IS)


def _three(
    criteria: CriteriaSet, item: CriteriaItem, ends: dict[str, YearEnd], day: date
) -> tuple[Decimal, Decimal, Decimal]:
    """Points at the likely end and the lowest and highest within the range, as sizes."""
    scores = (_score(criteria, item, _readings(item, ends, day, s)) for s in _ENDS)
    found = [ZERO if score is None else score.counted for score in scores]
    return found[0], min(found), max(found)


_ENDS = ("part", "low", "high")


def _readings(
    item: CriteriaItem, ends: dict[str, YearEnd], day: date, side: str
) -> dict[str, FigureReading]:
    """The item's figures as they would be read on the last day of the year."""
    return {
        name: FigureReading(
            name,
            date(day.year, 1, 1),
            date(day.year, 12, 31),
            _NO_MOMENT,
            half_up(getattr(ends[name], side), 0),
            ends[name].whole,
        )
        for name in bound_figures(item)
    }


def _points(
    criteria: CriteriaSet, item: CriteriaItem, readings: Mapping[str, FigureReading]
) -> Decimal | None:
    score = _score(criteria, item, readings)
    return None if score is None else score.counted


def _score(
    criteria: CriteriaSet, item: CriteriaItem, readings: Mapping[str, FigureReading]
) -> NodeScore | None:
    filling = fill_line(item, readings)
    if filling.answer is None:
        return None
    return score_line(criteria, item, filling.answer, SafeFormulas())


def _answers(office: Office, year: int, set_code: str) -> dict[str, Answer]:
    with office.reading() as connection:
        row = find_assessment(connection, year, set_code)
        return answers_of(read_lines(connection, row.id))


def _supposed(lines: tuple[LineForecast, ...], which: str) -> dict[str, Answer]:
    """Answers that give the lines their forecast points; lines as they are keep theirs."""
    return {
        line.item.id: Answer(own_points=abs(getattr(line, which)))
        for line in lines
        if line.basis is not Basis.AS_IS
    }
