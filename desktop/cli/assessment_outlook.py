"""``assess advise|forecast``: what to do next, and where the year will probably end."""

from __future__ import annotations

import argparse
from typing import Any

from desktop.cli.context import Context, Reply, iso
from desktop.cli.year_options import on_year
from desktop.domain.errors import Entry, InputProblem, InputRefused


def add_outlook_commands(steps: Any) -> None:
    """Adds the commands of this file."""
    today = steps.add_parser("today", help="điểm đến nay, việc nên làm, hạn, tin của tỉnh")
    today.set_defaults(action=_today)
    advise = on_year(steps.add_parser("advise", help="việc nên làm tiếp"), _advise)
    advise.add_argument("--target", default="", metavar="MỨC", help="mức xếp loại muốn đạt")
    advise.add_argument(
        "--what-if",
        action="append",
        default=[],
        metavar="DÒNG=GIÁ_TRỊ",
        help="giả định, không ghi gì; ghi nhiều lần được: --what-if 3.3.1=2412/2431 "
        '--what-if 1.7=có --what-if "7.4=không áp dụng"',
    )
    forecast = on_year(steps.add_parser("forecast", help="dự báo điểm cuối năm"), _forecast)
    forecast.add_argument("--as-of", metavar="NGÀY", help="dự báo như thể hôm nay là ngày này")
    forecast.add_argument("--why", default="", metavar="DÒNG", help="cách tính dự báo của một dòng")
    forecast.add_argument(
        "--backtest", action="store_true", help="thử lại trên năm đã qua, kèm sai số"
    )


def _today(context: Context, _options: argparse.Namespace) -> Reply:
    from desktop.domain.moments import local_date
    from desktop.services.assessments.today import index_today
    from desktop.wording.criteria import points
    from desktop.wording.index_today import deadline_text, news_text, standing_text, turn_text

    with context.office() as office:
        found = index_today(office)
        today = local_date(office.now())
    if found is None:
        return Reply({"year": None}, ["Chưa mở bản tự chấm nào."])
    best = found.best
    data = {
        "year": found.year,
        "set": found.set_code,
        "total": float(found.total),
        "max": float(found.applicable),
        "percent": float(found.percent),
        "band": found.band or None,
        "best": None if best is None else {"item": best.item.id, "gain": float(best.gain)},
        "turns": [
            {"kind": turn.kind, "year": turn.year, "set": turn.set_code, "remark": turn.remark}
            for turn in found.turns
        ],
        "deadlines": [
            {"kind": due.kind, "on": iso(due.on), "year": due.year, "set": due.set_code,
             "lines": due.count}
            for due in found.deadlines
        ],
        "news": [{"kind": news.kind, "on": iso(news.on), "text": news_text(news)}
                 for news in found.news],
    }  # fmt: skip
    step = (
        [] if best is None else [f"Nên làm: +{points(best.gain)} {best.item.id} {best.item.name}"]
    )
    lines = [
        f"Năm {found.year}: {standing_text(found)}",
        *map(turn_text, found.turns),
        *step,
        *(deadline_text(due, today) for due in found.deadlines),
        *(news_text(news) for news in found.news),
    ]
    return Reply(data, lines)


def _forecast(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.domain.moments import parse_date

    day = parse_date(options.as_of, "date") if options.as_of else None
    if options.backtest:
        return _backtest(context, options, day)
    from desktop.services.assessments.forecast_reasons import reasons_of
    from desktop.services.assessments.forecasting import forecast, line_of
    from desktop.wording.criteria import points
    from desktop.wording.criteria_advice import BASIS_WORDS
    from desktop.wording.forecast import reason_text

    with context.office() as office:
        found = forecast(office, options.year, options.set, day)
    asked = line_of(found, options.why) if options.why else None
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
            "why": [reason_text(step) for step in reasons_of(line, found.as_of)],
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
    if asked is not None:
        steps = [f"  {reason_text(step)}" for step in reasons_of(asked, found.as_of)]
        lines = [f"{asked.item.id} {asked.item.name}", *steps]
    return Reply(data, lines)


def _backtest(context: Context, options: argparse.Namespace, day: Any) -> Reply:
    from desktop.services.assessments.forecasting import backtest
    from desktop.wording.criteria import points
    from desktop.wording.forecast import backtest_text

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
        backtest_text(found),
        *(
            f"  {line.item.id} {line.item.name}: dự báo {points(line.forecast)}, "
            f"thực tế {points(line.actual)}"
            for line in found.lines
        ),
    ]
    return Reply(data, lines)


def _advise(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.advising import advise
    from desktop.services.assessments.jobs import jobs
    from desktop.wording.criteria import points, why_text
    from desktop.wording.criteria_advice import step_text

    supposed = _supposed(options.what_if)
    with context.office() as office:
        advice = advise(office, options.year, options.set, target=options.target, what_if=supposed)
        found = jobs(office, advice, options.year, options.set)
    chosen = [job.step for job in found]
    steps = [
        {
            "item": step.item.id,
            "gain": float(step.gain),
            "percent_gain": float(step.percent_gain),
            "what": step_text(step),
            "nearer": None
            if step.nearer is None
            else {"gain": float(step.nearer.gain), "what": step_text(step.nearer)},
            "dossiers": sum(one.count for one in job.dossiers),
            "documents": job.documents,
            "register": job.register,
        }
        for job, step in zip(found, chosen, strict=True)
    ]
    way = advice.way
    data = {
        "percent": float(advice.percent),
        "now": float(advice.now),
        "band": advice.band.name if advice.band else None,
        "supposed": [
            {"item": s.item_id, "before": float(s.before), "points": float(s.after)}
            for s in advice.supposed
        ],
        "steps": steps,
        "target": None
        if way is None
        else {
            "percent": float(way.target),
            "reached": way.is_reached,
            "would_be": float(way.percent),
        },
        "out_of_reach": [
            {"item": step.item.id, "gain": float(step.gain), "what": step_text(step)}
            for step in advice.out_of_reach
        ],
        "at_risk": [
            {"item": r.item_id, "points": float(r.points), "name": r.name} for r in advice.at_risk
        ],
    }
    lines = [f"Hiện đạt {points(advice.now)} %."]
    lines += [
        f"  Giả định {s.item_id} {s.name}: {points(s.before)} → {points(s.after)} điểm"
        + (f" ({why_text(s.why)})" if s.why is not None else "")
        for s in advice.supposed
    ]
    if advice.supposed:
        band = advice.band.name if advice.band else "chưa xếp loại"
        lines.append(f"Nếu vậy: {points(advice.percent)} % ({band}). Không ghi gì cả.")
    lines += [f"  +{points(step.gain)}  {step.item.id}: {step_text(step)}" for step in chosen]
    if way is not None:
        reached = "đủ" if way.is_reached else "vẫn chưa đủ"
        lines.append(f"Làm hết các việc trên được {points(way.percent)} % ({reached}).")
    lines += [
        f"  Thiếu tài liệu: {r.item_id} {r.name} ({points(r.points)} điểm)" for r in advice.at_risk
    ]
    return Reply(data, lines)


def _supposed(pairs: list[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        item, equals, value = pair.partition("=")
        if not equals or not item.strip():
            facts = {"text": pair}
            raise InputRefused(InputProblem("what_if", Entry.NOT_A_SUPPOSITION, facts))
        found[item.strip()] = value
    return found
