"""``province appraise|assign|sheet|evidence|close|council|lock``."""

from __future__ import annotations

import argparse
from decimal import Decimal
from pathlib import Path
from typing import Any

from desktop.cli.context import Context, Reply, iso
from desktop.cli.province_rules import day_option
from desktop.domain.appraisals import COUNCIL, Step
from desktop.domain.criteria.numbers import read_points
from desktop.domain.criteria.rounds import Verdict
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.wording.criteria import decimal
from desktop.wording.dates import day
from desktop.wording.province import STEPS, not_posted
from desktop.wording.terms import term


def add_commands(steps: Any) -> None:
    """Adds the commands of this file under ``province``."""
    appraise = steps.add_parser("appraise", help="thẩm định một dòng của một đơn vị")
    appraise.add_argument("unit", metavar="ĐƠN_VỊ")
    appraise.add_argument("item", metavar="DÒNG")
    _year(appraise)
    appraise.add_argument("--round", type=int, required=True, metavar="VÒNG", help="1 hoặc 2")
    _points(appraise)
    appraise.add_argument("--department", default="", metavar="SỞ_NGÀNH")
    appraise.add_argument("--ask", action="store_true", help="đề nghị đơn vị giải trình")
    appraise.add_argument("--correct", action="store_true", help="sửa vòng đã kết thúc")
    appraise.add_argument("--take-back", action="store_true", help="bỏ điểm đã ghi ở vòng này")
    appraise.set_defaults(action=_appraise)

    many = steps.add_parser("appraise-list", help="nhập điểm thẩm định, khảo sát từ bảng")
    many.add_argument("file", metavar="TỆP")
    _year(many)
    many.add_argument("--round", type=int, required=True, metavar="VÒNG")
    many.add_argument("--preview", action="store_true", help="chỉ xem, không ghi")
    many.set_defaults(action=_appraise_list)

    council = steps.add_parser("council", help="các dòng hội đồng cần kết luận, và kết luận")
    council.add_argument("unit", nargs="?", default="", metavar="ĐƠN_VỊ")
    council.add_argument("item", nargs="?", default="", metavar="DÒNG")
    _year(council)
    _points(council)
    council.add_argument("--at-least", metavar="ĐIỂM", help="chỉ các dòng chênh từ chừng này điểm")
    council.add_argument("--out", metavar="TỆP", help="danh sách trình hội đồng, .pdf hoặc .xlsx")
    council.set_defaults(action=_council)

    assign = steps.add_parser("assign", help="giao dòng cho sở, ngành và người thẩm định")
    assign.add_argument("items", nargs="+", metavar="DÒNG", help="số của dòng hoặc của nhóm")
    assign.add_argument("--year", type=int, required=True, metavar="NĂM")
    assign.add_argument("--set", required=True, metavar="BỘ")
    assign.add_argument("--department", default="", metavar="SỞ_NGÀNH")
    assign.add_argument("--to", default="", metavar="NGƯỜI")
    assign.add_argument("--unit", default="", metavar="ĐƠN_VỊ", help="bỏ trống: mọi đơn vị")
    assign.set_defaults(action=_assign)

    sheet = steps.add_parser("sheet", help="bản tự chấm, minh chứng và kết quả thẩm định cạnh nhau")
    sheet.add_argument("unit", metavar="ĐƠN_VỊ")
    _year(sheet)
    sheet.add_argument("--department", default="", metavar="SỞ_NGÀNH")
    sheet.add_argument("--out", metavar="TỆP", help="bảng .xlsx để chấm ở nơi khác rồi nhập lại")
    sheet.set_defaults(action=_sheet)
    proof = steps.add_parser("evidence", help="chép tài liệu kiểm chứng của đơn vị ra thư mục")
    proof.add_argument("unit", metavar="ĐƠN_VỊ")
    _year(proof)
    proof.add_argument("--to", required=True, metavar="THƯ_MỤC")
    proof.set_defaults(action=_evidence)

    close = steps.add_parser("close", help="kết thúc một vòng của đơn vị và gửi kết quả")
    close.add_argument("units", nargs="+", metavar="ĐƠN_VỊ")
    _year(close)
    close.add_argument("--round", type=int, required=True, metavar="VÒNG")
    close.add_argument("--agree-rest", action="store_true", help="đồng ý các dòng chưa ghi")
    close.add_argument("--explain-until", metavar="NGÀY", help="hạn giải trình")
    close.add_argument("--note", default="", metavar="LỜI")
    close.set_defaults(action=_close)

    lock = steps.add_parser("lock", help="ngày chốt và ngoại lệ; không có --on thì liệt kê")
    lock.add_argument("--year", type=int, required=True, metavar="NĂM")
    lock.add_argument("--step", choices=[str(step) for step in Step])
    lock.add_argument("--on", metavar="NGÀY", help="ngày cuối còn nhận")
    lock.add_argument("--unit", default="", metavar="ĐƠN_VỊ", help="ngoại lệ cho một đơn vị")
    lock.add_argument("--why", default="", metavar="LÝ_DO")
    lock.set_defaults(action=_lock)


def _year(parser: Any) -> None:
    parser.add_argument("--year", type=int, required=True, metavar="NĂM")
    parser.add_argument("--set", metavar="BỘ")


def _points(parser: Any) -> None:
    parser.add_argument("--points", metavar="ĐIỂM")
    parser.add_argument("--note", default="", metavar="LỜI")
    parser.add_argument("--not-applicable", action="store_true", help="dòng không áp dụng")


def _said(options: argparse.Namespace, **more: Any) -> Any:
    from desktop.services.provinces.appraising import VerdictInput

    points: Decimal | None = None
    if options.points is not None:
        points = read_points(options.points)
        if points is None:
            facts = {"text": options.points}
            raise InputRefused(InputProblem("verdict_points", Entry.NOT_A_NUMBER, facts))
    return VerdictInput(points, options.note, not options.not_applicable, **more)


def _appraise(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.appraising import appraise, take_back_verdict

    if options.round not in (1, 2):  # the council's word, kept as a third, has its own command
        facts = {"value": options.round, "lowest": 1, "highest": 2}
        raise InputRefused(InputProblem("round", Entry.OUT_OF_RANGE, facts))
    where = (options.unit, options.item, options.year, options.round)
    if options.take_back:
        with context.office() as office:
            take_back_verdict(office, *where, None, options.set)
        data = {"unit_code": options.unit, "item": options.item, "round": options.round}
        return Reply(data | {"points": None}, [f"Dòng {options.item}: đã bỏ điểm đã ghi."])
    more = {"asks": options.ask, "department": options.department, "corrects": options.correct}
    said = _said(options, **more)
    with context.office() as office:
        written = appraise(office, *where, said, options.set).value
    return _written(written)


def _appraise_list(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.verdict_import import import_verdicts, preview_verdicts

    table = (Path(options.file), options.year, options.round, options.set)
    with context.office() as office:
        if options.preview:
            return _previewed(preview_verdicts(office, *table))
        count = import_verdicts(office, *table).value
    return Reply({"appraised": count}, [f"Đã ghi {count} điểm thẩm định."])


def _previewed(preview: Any) -> Reply:
    rows = [
        {
            "row": row.row,
            "unit_code": row.unit_code,
            "item": row.item_id,
            "claimed": _number(row.claimed),
            "before": _number(row.before.points) if row.before is not None else None,
            "points": _number(row.judged.points) if row.judged is not None else None,
            "lacks_reason": row.lacks_reason,
            "problem": row.problem or None,
        }
        for row in preview.rows
    ]
    data = {"rows": rows, "bad": preview.bad, "skipped": preview.skipped}
    good = len(preview.rows) - preview.bad
    lines = [
        f"Ghi được {good} dòng, {preview.bad} dòng chưa được, {preview.skipped} dòng bỏ trống."
    ]
    lines += [f"dòng {row.row}: {row.problem}" for row in preview.rows if row.problem]
    return Reply(data, lines)


def _council(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.appraising import appraise

    if options.item:
        said = _said(options)
        with context.office() as office:
            written = appraise(
                office, options.unit, options.item, options.year, COUNCIL, said, options.set
            ).value
        return _written(written)
    return _council_list(context, options)


def _council_list(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.appraisal_papers import write_council_list
    from desktop.services.provinces.sheets import council_list

    at_least = Decimal(0)
    if options.at_least is not None:
        read = read_points(options.at_least)
        if read is None:
            facts = {"text": options.at_least}
            raise InputRefused(InputProblem("verdict_points", Entry.NOT_A_NUMBER, facts))
        at_least = read
    with context.office() as office:
        lines = council_list(office, options.year, options.set, at_least)
        lines = tuple(line for line in lines if options.unit in ("", line.unit_code))
        if options.out:
            write_council_list(office, options.year, lines, Path(options.out), at_least)
    shown = [
        f"{line.unit_code} dòng {line.item.id}: đơn vị đề nghị {decimal(line.wanted, 2)}, "
        f"tỉnh chấm {decimal(line.standing.points, 2) if line.standing else ''}"
        for line in lines
    ]
    rows = [_line(line) for line in lines]
    return Reply({"items": rows}, [f"{len(rows)} dòng cần hội đồng kết luận.", *shown])


def _written(written: Any) -> Reply:
    judged = written.judged
    points = None if judged.points is None else float(judged.points)
    data = {
        "unit_code": written.unit_code,
        "item": written.item,
        "round": written.round,
        "points": points,
        "verdict": judged.verdict,
        "applies": judged.applies,
    }
    shown = "không áp dụng" if not judged.applies else f"{decimal(judged.points, 2)} điểm"
    unsaid = judged.verdict is Verdict.CHANGED and not judged.note
    advice = "Chưa ghi lý do (--note): đơn vị cần biết vì sao để giải trình." if unsaid else ""
    lines = [f"Dòng {written.item}: {term(judged.verdict).lower()}, {shown}."]
    return Reply(data, lines, warnings=[advice] if advice else [])


def _assign(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.assigning import Assignment, assign

    to = Assignment(options.department, options.to)
    with context.office() as office:
        count = assign(office, options.items, options.year, options.set, to, options.unit).value
    return Reply({"assigned": count}, [f"Đã giao {count} dòng."])


def _sheet(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.appraisal_papers import write_work_table
    from desktop.services.provinces.sheets import unit_sheet

    with context.office() as office:
        lines = unit_sheet(office, options.unit, options.year, options.set, options.department)
        if options.out:
            write_work_table(office, lines, Path(options.out))
    shown = [
        f"{line.item.id}: tự chấm {decimal(line.claim.points, 2)}"
        + (f", tỉnh {decimal(line.standing.points, 2)}" if line.standing else "")
        + (f", {len(line.proofs)} tài liệu" if line.proofs else "")
        for line in lines
    ]
    return Reply({"lines": [_line(line) for line in lines]}, shown)


def _evidence(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.sheets import export_evidence

    with context.office() as office:
        files = export_evidence(office, options.unit, options.year, Path(options.to), options.set)
    return Reply({"files": [str(file) for file in files]}, [f"Đã chép {len(files)} tệp."])


def _line(line: Any) -> dict[str, Any]:
    return {
        "unit_code": line.unit_code,
        "item": line.item.id,
        "name": line.item.name,
        "max": _number(line.item.maximum),
        "claimed": _number(line.claim.points) if line.claim.applies else None,
        "applies": line.claim.applies,
        "why": line.own_why,
        "note": line.note,
        "department": line.assigned.department,
        "appraiser": line.assigned.appraiser,
        "evidence": [
            {
                "name": proof.name,
                "number": proof.number,
                "dated": proof.dated or None,
                "pages": proof.pages,
                "received": proof.has_come,
                "with_explanation": proof.of_explanation,
            }
            for proof in line.proofs
        ],
        "verdicts": {
            str(number): {
                "verdict": judged.verdict,
                "points": _number(judged.points),
                "applies": judged.applies,
                "note": judged.note,
                "by": judged.appraiser,
            }
            for number, judged in line.verdicts.items()
        },
        "explanation": line.explanation,
        "proposed": _number(line.proposed),
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _close(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.closing import Closing, close_round
    from desktop.services.provinces.posting import post_letters

    until = day_option(options.explain_until, "explain_until")
    closing = Closing(options.round, options.agree_rest, until, options.note)
    with context.office() as office:
        closed = [
            close_round(office, unit, options.year, closing, options.set).value
            for unit in options.units
        ]
        posted = post_letters(office).value
    rows = [
        {
            "unit_code": c.unit_code,
            "round": c.round,
            "verdicts": {str(verdict): count for verdict, count in c.verdicts.items()},
            "total": float(c.total),
            "percent": float(c.percent),
            "band": c.band,
        }
        for c in closed
    ]
    lines = [
        f"{c.unit_code}: đã kết thúc vòng {c.round}, {decimal(Decimal(c.percent), 2)} %"
        + (f", {c.band}" if c.band else "")
        for c in closed
    ]
    return Reply({"closed": rows}, lines, warnings=not_posted(posted.problem))


def _lock(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.locks import list_locks, set_lock

    last_day = day_option(options.on, "last_day")
    let_in = 0
    with context.office() as office:
        if last_day is not None:
            if not options.step:
                raise InputRefused(InputProblem("step", Entry.REQUIRED))
            step = Step(options.step)
            made = set_lock(office, options.year, step, last_day, options.unit, options.why).value
            let_in = made.let_in
        locks = list_locks(office, options.year)
    rows = [
        {
            "step": row.step,
            "unit_code": row.unit_code or None,
            "last_day": iso(row.last_day),
            "reason": row.reason,
        }
        for row in locks
    ]
    lines = [
        f"{STEPS[row.step]}: đến hết {day(row.last_day)}"
        + (f", riêng {row.unit_code}: {row.reason}" if row.unit_code else "")
        for row in locks
    ]
    if let_in:
        lines.append(f"Đã nhận thêm {let_in} mục đang chờ.")
    return Reply({"locks": rows, "let_in": let_in}, lines)
