"""Series for charts: months, channels, fields, hours of the week, the on-time trend."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import Connection

from desktop.domain.figures import Figure, Period, percent
from desktop.domain.figures_series import Series, SeriesKind, SeriesLine
from desktop.domain.moments import day_start
from desktop.models.summaries import MEASURES
from desktop.services.figures.counting import Counted, count_period, day_number, figures_with
from desktop.services.office import Office

_MOST_FIELDS = 8
THE_REST = "Còn lại"
_SHIFT = 7 * 3600  # the office's clock is seven hours ahead of UTC
WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


def month_series(office: Office, until: date, months: int = 12) -> Series:
    """Received, settled and late, month by month up to the month of ``until``."""
    starts = _month_starts(until, months)
    sums = _by_month(office, starts, until)
    return Series(
        SeriesKind.BARS,
        "Tiếp nhận, giải quyết, quá hạn theo tháng",
        tuple(f"{start:%m/%Y}" for start in starts),
        (
            SeriesLine("received", "Tiếp nhận", tuple(one["received"] for one in sums)),
            SeriesLine("settled", "Đã giải quyết", tuple(one["settled"] for one in sums)),
            SeriesLine("late", "Trong đó quá hạn", tuple(one["late"] for one in sums)),
        ),
        "hồ sơ",
    )


def on_time_series(
    office: Office, until: date, target: Decimal | None = None, months: int = 12
) -> Series:
    """The share settled in time, month by month, beside the province's target."""
    starts = _month_starts(until, months)
    sums = _by_month(office, starts, until)
    shares = tuple(percent(one["settled"] - one["late"], one["settled"]) for one in sums)
    return Series(
        SeriesKind.TREND,
        "Tỷ lệ giải quyết trước và đúng hạn",
        tuple(f"{start:%m/%Y}" for start in starts),
        (SeriesLine("on_time", "Trước và đúng hạn", shares),),
        "%",
        target,
    )


def channel_series(office: Office, period: Period) -> Series:
    """How dossiers came in."""
    counted = count_period(office, period)
    figures = (
        (Figure.RECEIVED_ONLINE, "Trực tuyến"),
        (Figure.RECEIVED_DIRECT, "Trực tiếp"),
        (Figure.RECEIVED_POST, "Bưu chính"),
    )
    lines = tuple(SeriesLine(str(f), name, (counted[f],)) for f, name in figures)
    return Series(SeriesKind.SHARES, "Kênh tiếp nhận", ("",), lines, "hồ sơ")


def row_series(heading: str, rows: Iterable[tuple[str, Counted]]) -> Series:
    """The rows with most dossiers, the others together."""
    ranked = sorted(rows, key=lambda row: -row[1][Figure.TOTAL])
    shown, rest = ranked[:_MOST_FIELDS], ranked[_MOST_FIELDS:]
    labels = [name for name, _ in shown]
    values = [counted[Figure.TOTAL] for _, counted in shown]
    if rest:
        labels.append(THE_REST)
        values.append(sum(counted[Figure.TOTAL] for _, counted in rest))
    line = SeriesLine("total", "Tổng số hồ sơ", tuple(values))
    title = f"Tổng số hồ sơ theo {heading.lower()}"
    return Series(SeriesKind.RANKED, title, tuple(labels), (line,), "hồ sơ")


def heat_series(office: Office, period: Period) -> Series:
    """Receptions by hour (labels) and weekday (lines, Monday first)."""
    counts = hour_counts(office, period)
    hours = sorted({hour for _, hour in counts}) or [7, 17]
    shown = range(min(hours), max(hours) + 1)
    lines = tuple(
        SeriesLine(f"d{day}", name, tuple(counts.get((day, hour), 0) for hour in shown))
        for day, name in enumerate(WEEKDAYS)
        if day < 5 or any(counts.get((day, hour)) for hour in shown)
    )
    labels = tuple(f"{hour}h" for hour in shown)
    return Series(SeriesKind.HEAT, "Giờ tiếp nhận trong tuần", labels, lines, "hồ sơ")


def hour_counts(office: Office, period: Period) -> dict[tuple[int, int], int]:
    """How many dossiers came in, by (weekday from Monday 0, hour); voided ones left out.

    The register's index over receptions answers alone; the few voided ones are taken off.
    """
    start = int(day_start(period.start).timestamp())
    end = int(day_start(period.end + timedelta(days=1)).timestamp())
    with office.reading() as connection:
        counts = _hours(connection, "", start, end)
        for key, voided in _hours(connection, "AND state = 'voided'", start, end).items():
            counts[key] -= voided
    return {key: count for key, count in counts.items() if count}


def _hours(
    connection: Connection, condition: str, start: int, end: int
) -> dict[tuple[int, int], int]:
    query = (
        f"SELECT (received_at + {_SHIFT}) / 3600 AS hours, count(*) FROM dossiers"  # noqa: S608 - fixed texts
        f" WHERE received_at >= ? AND received_at < ? {condition} GROUP BY hours"
    )
    counts: dict[tuple[int, int], int] = {}
    for hours, count in connection.exec_driver_sql(query, (start, end)):
        key = ((hours // 24 + 3) % 7, hours % 24)  # the first of January 1970 was a Thursday
        counts[key] = counts.get(key, 0) + count
    return counts


def _month_starts(until: date, months: int) -> list[date]:
    numbers = range(until.year * 12 + until.month - months, until.year * 12 + until.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def _sum_of(figure: Figure) -> str:
    return "+".join(name for name in _ENDED if figure in figures_with(name))


_ENDED = MEASURES[MEASURES.index("finished_early") :]
_MONTH_QUERY = (
    f"SELECT first_day, sum(received), sum({_sum_of(Figure.SETTLED)}),"  # noqa: S608 - our own names
    f" sum({_sum_of(Figure.SETTLED_LATE)}) FROM figure_sums"
    " WHERE span = 1 AND first_day BETWEEN ? AND ? GROUP BY first_day"
)


def _by_month(office: Office, starts: list[date], until: date) -> list[dict[str, int]]:
    places = {(start.year, start.month): place for place, start in enumerate(starts)}
    sums = [{"received": 0, "settled": 0, "late": 0} for _ in starts]
    offset = date(1970, 1, 1).toordinal()
    with office.reading() as connection:
        span = (day_number(starts[0]), day_number(until))
        for number, received, settled, late in connection.exec_driver_sql(_MONTH_QUERY, span):
            day = date.fromordinal(number + offset)
            one = sums[places[day.year, day.month]]
            one["received"] += received
            one["settled"] += settled
            one["late"] += late
    return sums
