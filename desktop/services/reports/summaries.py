"""Daily sheet, fees, comparison, working time, officers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func

from desktop.domain.figures import Figure, Period, Share, percent, rounded
from desktop.domain.figures_periods import before
from desktop.domain.figures_series import Series, SeriesKind, SeriesLine
from desktop.models.dossiers import dossiers
from desktop.reports.tables.table import Cell, Row
from desktop.services.figures.counting import Counted, count_period, total_of
from desktop.services.figures.overview import first_day
from desktop.services.figures.series import (
    channel_series,
    heat_series,
    hour_counts,
    month_series,
    on_time_series,
)
from desktop.services.figures.shares import (
    ShareValue,
    in_time,
    mean_hours,
    read_shares,
    returned_within,
)
from desktop.services.figures.slices import (
    FEE_CONDITIONS,
    FeeMark,
    FigureSlice,
    slice_conditions,
)
from desktop.services.office import Office
from desktop.services.reports.catalogue import presets
from desktop.services.reports.grouped import COLUMNS, Grouper, counts_by_row, groups
from desktop.services.reports.request import Built, ReportRequest
from desktop.services.reports.settlement import (
    DAILY_COLUMNS,
    counted_row,
    total_row,
    undated_problem,
)
from desktop.services.settings import read_settings
from desktop.wording.dates import day
from desktop.wording.figures import FIGURE_WORDS, PAYMENT_UNKNOWN_WORDS, SHARE_WORDS

NO_EARLIER_PERIOD = "không có kỳ trước"


def build_daily(office: Office, request: ReportRequest) -> Built:
    """The closing sheet: what came, what ended, what is left, what was handed out."""
    rows = groups(office, request.counted, request.grouping)
    grouper = Grouper(office, request.grouping, request.counted)
    (returned,) = _counted(grouper, returned_within(request.counted), func.count())
    (fees,) = _summed(office, grouper, _FEE_SUMS["amount"])
    listed: list[Row] = []
    for order, group in enumerate(rows, start=1):
        more = {"returned": returned.pop(group.name, 0), "fee": fees.get(group.name, 0)}
        listed.append({**counted_row(order, group, DAILY_COLUMNS), **more})
    scopes = tuple(group.scope for group in rows)
    for name, count in returned.items():  # handed out only: ended in an earlier period
        nothing = dict.fromkeys(DAILY_COLUMNS, 0)
        row: dict[str, Cell] = {
            "order": len(listed) + 1,
            "name": name,
            **nothing,
            "returned": count,
            "fee": 0,
        }
        listed.append(row)
    total = total_of(group.counted for group in rows)
    more_total = {key: _added(listed, key) for key in ("returned", "fee")}
    return Built(
        tuple(listed),
        {**total_row(total, DAILY_COLUMNS), **more_total},
        (*scopes, *(None for _ in range(len(listed) - len(scopes)))),
        {**DAILY_COLUMNS, "fee": Figure.RECEIVED},
        narrow={"fee": {"fee": FeeMark.CHARGED}},
        problems=undated_problem(total),
    )


def _added(rows: list[Row], key: str) -> int:
    return sum(value for row in rows if isinstance(value := row[key], int))


_FEE = dossiers.c.fee_vnd
_FEE_SUMS: dict[str, ColumnElement[Any]] = {
    **{str(mark): func.count().filter(condition) for mark, condition in FEE_CONDITIONS.items()},
    "amount": func.coalesce(func.sum(_FEE), 0),
}


def _received(office: Office, period: Period) -> ColumnElement[bool]:
    conditions = slice_conditions(office, FigureSlice(Figure.RECEIVED, period))
    found = conditions[0]
    for condition in conditions[1:]:
        found = found & condition
    return found


def _counted(
    grouper: Grouper, condition: ColumnElement[bool], *what: ColumnElement[Any]
) -> list[dict[str, int]]:
    """Sums over the register by the names of the rows."""
    found = counts_by_row(grouper, condition, *what)
    return [{grouper.name(key): value for key, value in sums.items()} for sums in found]


def _summed(office: Office, grouper: Grouper, *what: ColumnElement[Any]) -> list[dict[str, int]]:
    """Sums over what was received in the period."""
    return _counted(grouper, _received(office, grouper.period), *what)


def build_fees(office: Office, request: ReportRequest) -> Built:
    """Fees written down for what was received, and how they were paid where somebody said it."""
    rows = groups(office, request.counted, request.grouping)
    grouper = Grouper(office, request.grouping, request.counted)
    columns = dict(zip(_FEE_SUMS, _summed(office, grouper, *_FEE_SUMS.values()), strict=True))
    listed: list[Row] = []
    scopes: list[FigureSlice | None] = []
    for group in rows:
        if not group.counted[Figure.RECEIVED]:
            continue
        cells = {key: values.get(group.name, 0) for key, values in columns.items()}
        order = len(listed) + 1
        came = group.counted[Figure.RECEIVED]
        listed.append({"order": order, "name": group.name, "received": came, **cells})
        scopes.append(group.scope)
    total = {key: _added(listed, key) for key in ("received", *columns)}
    figures = dict.fromkeys(("received", *columns), Figure.RECEIVED)
    narrow = {str(mark): {"fee": mark} for mark in FeeMark} | {"amount": {"fee": FeeMark.CHARGED}}
    total_cells: Row = {"name": "TỔNG SỐ", **total}
    return Built(tuple(listed), total_cells, tuple(scopes), figures, narrow=narrow)


_COMPARED = (
    Figure.RECEIVED,
    Figure.RECEIVED_ONLINE,
    Figure.RECEIVED_DIRECT,
    Figure.RECEIVED_POST,
    Figure.CARRIED_OVER,
    Figure.SETTLED,
    Figure.SETTLED_EARLY,
    Figure.SETTLED_ON_TIME,
    Figure.LATE_APOLOGISED,
    Figure.LATE_UNAPOLOGISED,
    Figure.REFUSED,
    Figure.WITHDRAWN,
    Figure.STOPPED,
    Figure.IN_PROGRESS,
    Figure.IN_PROGRESS_OVER,
    Figure.WAITING,
)


def build_comparison(office: Office, request: ReportRequest) -> Built:
    """This period beside the one before of the same kind; none before the first record."""
    earlier = before(request.period.period, presets())
    now = count_period(office, request.counted)
    past, notes = _earlier(office, earlier.period)
    rows: list[Row] = []
    for figure in _COMPARED:
        old = past[figure] if past else None
        name = FIGURE_WORDS[figure].title
        rows.append(_compared(len(rows) + 1, name, "hồ sơ", now[figure], old))
    shares = read_shares(office, request.counted, _SHARES)
    old_shares = read_shares(office, earlier.period, _SHARES) if past else {}
    known = [share for share in _SHARES if shares[share].known]
    for share in known:
        old_value = old_shares[share].value if past else None
        unit = "giờ" if share is Share.MEAN_HOURS else "%"
        title = SHARE_WORDS[share].title
        rows.append(_compared(len(rows) + 1, title, unit, shares[share].value, old_value))
    label = earlier.label or f"{day(earlier.period.start)} – {day(earlier.period.end)}"
    scope = FigureSlice(Figure.TOTAL, request.counted)
    target = read_settings(office).on_time_target
    return Built(
        tuple(rows),
        scopes=tuple(scope for _ in rows),
        row_figures=(*_COMPARED, *(None for _ in known)),
        narrow={"before": {"period": earlier.period}} if past else {},
        notes=(
            f"Kỳ trước: {label if past else NO_EARLIER_PERIOD}.",
            *notes,
            *_payments_unknown(shares[Share.PAID_ONLINE]),
        ),
        charts=(
            month_series(office, request.counted.end),
            channel_series(office, request.counted),
            on_time_series(office, request.counted.end, Decimal(target) if target else None),
        ),
    )


_SHARES = (
    Share.ONLINE,
    Share.ON_TIME,
    Share.DIGITISED,
    Share.PAID_ONLINE,
    Share.RETURNED_BY_POST,
    Share.SAME_DAY,
    Share.MEAN_HOURS,
)


def _payments_unknown(share: ShareValue) -> tuple[str, ...]:
    count = share.unrecorded
    return (PAYMENT_UNKNOWN_WORDS.format(count=count),) if count else ()


def _earlier(office: Office, period: Period) -> tuple[Counted | None, tuple[str, ...]]:
    """The figures of the period before; None when the record begins after it."""
    begun = first_day(office)
    if begun is None or begun > period.end:
        return None, ()
    notes = (f"Sổ bắt đầu từ ngày {day(begun)}, giữa kỳ trước: so sánh chưa trọn kỳ.",)
    return count_period(office, period), notes if begun > period.start else ()


def _compared(
    order: int, name: str, unit: str, now: int | Decimal | None, old: int | Decimal | None
) -> Row:
    change: int | Decimal | None = None
    ratio: Decimal | None = None
    if now is not None and old is not None:
        change = now - old
        # A share changes by points; only counts change by percent, and not from nothing.
        if isinstance(now, int) and old:
            ratio = rounded(Decimal(change) * 100 / Decimal(old), 1)
    earlier: Cell = old
    return {
        "order": order,
        "name": name,
        "unit": unit,
        "now": now,
        "before": earlier,
        "change": change,
        "change_percent": ratio,
    }


def build_working_time(office: Office, request: ReportRequest) -> Built:
    """Receptions by hour (rows) and weekday (columns)."""
    counts = hour_counts(office, request.counted)
    hours = sorted({hour for _, hour in counts})
    whole = sum(counts.values())
    rows: list[Row] = []
    for hour in range(hours[0], hours[-1] + 1) if hours else ():
        days = {f"d{n}": counts.get((n, hour), 0) for n in range(7)}
        name = f"{hour:02d} giờ – {hour + 1:02d} giờ"
        total = sum(days.values())
        rows.append({"name": name, **days, "total": total, "share": percent(total, whole)})
    scopes = tuple(
        FigureSlice(Figure.RECEIVED, request.counted, hour=hour)
        for hour in (range(hours[0], hours[-1] + 1) if hours else ())
    )
    sums = {f"d{n}": _added(rows, f"d{n}") for n in range(7)}
    total_row = {"name": "TỔNG SỐ", **sums, "total": whole, "share": percent(whole, whole)}
    return Built(
        tuple(rows),
        total_row,
        scopes,
        dict.fromkeys((*sums, "total"), Figure.RECEIVED),
        narrow={f"d{n}": {"weekday": n} for n in range(7)},
        charts=(heat_series(office, request.counted),),
    )


def build_officers(office: Office, request: ReportRequest) -> Built:
    """Figures of each person (or desk) who received, with the mean working hours."""
    rows = groups(office, request.counted, request.grouping)
    hours = mean_hours(office, request.counted, COLUMNS[request.grouping])
    grouper = Grouper(office, request.grouping, request.counted)
    by_name = {grouper.name(key): mean for key, mean in hours.items() if key is not None}
    listed = [
        _officer_row(order, group.name, group.counted, by_name.get(group.name))
        for order, group in enumerate(rows, start=1)
    ]
    total = total_of(group.counted for group in rows)
    total_cells = _officer_row(0, "TỔNG SỐ", total, hours.get(None))
    received = tuple(group.counted[Figure.RECEIVED] for group in rows)
    line = SeriesLine("received", "Tiếp nhận", received)
    names = tuple(group.name for group in rows)
    chart = Series(SeriesKind.RANKED, "Tiếp nhận trong kỳ", names, (line,), "hồ sơ")
    return Built(
        tuple(listed),
        {key: value for key, value in total_cells.items() if key != "order"},
        tuple(group.scope for group in rows),
        {**_OFFICER_FIGURES, "in_time": Figure.SETTLED},
        narrow={"in_time": {"in_time": True}},
        problems=undated_problem(total),
        charts=(chart,),
    )


_OFFICER_FIGURES = {
    "received": Figure.RECEIVED,
    "online": Figure.RECEIVED_ONLINE,
    "settled": Figure.SETTLED,
    "late": Figure.SETTLED_LATE,
    "in_progress": Figure.IN_PROGRESS,
    "over": Figure.IN_PROGRESS_OVER,
}


def _officer_row(order: int, name: str, counted: Counted, hours: Decimal | None) -> Row:
    figures = {key: counted[figure] for key, figure in _OFFICER_FIGURES.items()}
    in_hand = in_time(counted)
    share = percent(in_hand, counted[Figure.SETTLED])
    cells: dict[str, Cell] = {"order": order, "name": name}
    return {**cells, **figures, "in_time": in_hand, "share": share, "hours": hours}
