"""``assess forecast``: the score at the end of the year, and how good such forecasts were."""

from __future__ import annotations

import argparse
from typing import Any

from desktop.cli.context import Context, Reply, iso
from desktop.cli.year_options import on_year


def add_outlook_commands(steps: Any) -> None:
    """Adds the commands of this file."""
    forecast = on_year(steps.add_parser("forecast", help="dự báo điểm cuối năm"), _forecast)
    forecast.add_argument("--as-of", metavar="NGÀY", help="dự báo như thể hôm nay là ngày này")
    forecast.add_argument(
        "--backtest", action="store_true", help="thử lại trên năm đã qua, kèm sai số"
    )


def _forecast(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.domain.moments import parse_date

    day = parse_date(options.as_of, "date") if options.as_of else None
    if options.backtest:
        return _backtest(context, options, day)
    from desktop.services.assessments.forecasting import forecast
    from desktop.wording.criteria import points
    from desktop.wording.criteria_advice import BASIS_WORDS

    with context.office() as office:
        found = forecast(office, options.year, options.set, day)
    items = [
        {
            "item": line.item.id,
            "name": line.item.name,
            "now": float(line.now),
            "points": float(line.points),
            "low": float(line.low),
            "high": float(line.high),
            "basis": line.basis,
            "figure": line.figure or None,
            "part": float(line.end.part) if line.end else None,
            "whole": float(line.end.whole) if line.end and line.end.whole is not None else None,
            "to_come": float(line.end.to_come) if line.end else None,
        }
        for line in found.lines
    ]
    data = {
        "as_of": iso(found.as_of),
        "now": float(found.now.percent),
        "percent": float(found.likely.percent),
        "low": float(found.low),
        "high": float(found.high),
        "total": float(found.likely.total),
        "band": found.band.name if found.band else None,
        "items": items,
    }
    band = found.band.name if found.band else "chưa xếp loại"
    span = f"trong khoảng {points(found.low)} đến {points(found.high)} %"
    lines = [
        f"Cuối năm dự báo {points(found.likely.percent)} % ({band}), {span}.",
        f"Hiện {points(found.now.percent)} %.",
        *(
            f"  {line.item.id} {line.item.name}: {points(line.now)} → {points(line.points)}"
            f" ({points(line.low)}–{points(line.high)}; {BASIS_WORDS[line.basis]})"
            for line in found.lines
            if line.figure or line.points != line.now
        ),
    ]
    return Reply(data, lines)


def _backtest(context: Context, options: argparse.Namespace, day: Any) -> Reply:
    from desktop.services.assessments.forecasting import backtest
    from desktop.wording.criteria import points
    from desktop.wording.dates import day as day_words

    with context.office() as office:
        found = backtest(office, options.year, options.set, day)
    data = {
        "year": found.year,
        "as_of": iso(found.as_of),
        "mean_error": float(found.mean_error),
        "total_error": float(found.total_error),
        "inside": found.inside,
        "items": [
            {
                "item": line.item.id,
                "name": line.item.name,
                "forecast": float(line.forecast),
                "low": float(line.low),
                "high": float(line.high),
                "actual": float(line.actual),
                "error": float(line.error),
            }
            for line in found.lines
        ],
    }
    lines = [
        f"Dự báo như vào ngày {day_words(found.as_of)}, so với kết quả cả năm {found.year}:",
        f"  sai số trung bình mỗi dòng {points(found.mean_error)} điểm,",
        f"  sai số cả bộ {points(found.total_error)} điểm,",
        f"  {found.inside}/{len(found.lines)} dòng nằm trong khoảng đã nói.",
        *(
            f"  {line.item.id} {line.item.name}: dự báo {points(line.forecast)}, "
            f"thực tế {points(line.actual)}"
            for line in found.lines
        ),
    ]
    return Reply(data, lines)
