"""``assess open|fill|answer|evidence|score|advise|assign|hand-in|approve|return|export``."""

from __future__ import annotations

import argparse
from decimal import Decimal
from pathlib import Path
from typing import Any

from desktop.cli.assessment_evidence import add_evidence_commands
from desktop.cli.assessment_rounds import add_round_commands
from desktop.cli.context import Context, Reply, iso
from desktop.cli.year_options import on_year, read_own_points
from desktop.domain.errors import Entry, InputProblem, InputRefused


def add_commands(groups: Any) -> None:
    """Adds the commands of this file."""
    assess = groups.add_parser("assess", help="tự chấm điểm cải cách hành chính")
    steps = assess.add_subparsers(dest="step", required=True, metavar="VIỆC")
    on_year(steps.add_parser("open", help="mở bản tự chấm của năm"), _open, set_required=True)
    fill = on_year(steps.add_parser("fill", help="điền từ sổ của đơn vị"), _fill)
    fill.add_argument("--replace", action="store_true", help="thay cả dòng đã trả lời bằng tay")
    _add_answer(steps)
    add_evidence_commands(steps)
    on_year(steps.add_parser("score", help="bảng điểm"), _score)
    assign = on_year(steps.add_parser("assign", help="giao dòng cho người"), _assign)
    assign.add_argument("items", nargs="+", metavar="DÒNG")
    assign.add_argument("--to", required=True, metavar="TÊN")
    assign.add_argument("--due", metavar="NGÀY")
    on_year(steps.add_parser("hand-in", help="trình lãnh đạo"), _hand_in)
    on_year(steps.add_parser("approve", help="lãnh đạo duyệt"), _approve)
    back = on_year(steps.add_parser("send-back", help="lãnh đạo trả lại"), _send_back)
    back.add_argument("--remark", required=True, metavar="Ý_KIẾN")
    # The word that the leader uses for the same thing.
    returned = on_year(steps.add_parser("return", help="như send-back"), _send_back)
    returned.add_argument("--remark", required=True, metavar="Ý_KIẾN")
    again = on_year(steps.add_parser("reopen", help="mở lại bản đã duyệt"), _reopen)
    again.add_argument("--remark", required=True, metavar="LÝ_DO")
    export = on_year(
        steps.add_parser("export", help="xuất bảng điểm, giải trình, danh mục"), _export
    )
    export.add_argument("--out", required=True, metavar="TỆP", help="tệp .pdf, .xlsx, .docx")
    export.add_argument(
        "--paper",
        default="all",
        choices=("all", "cover", "charts", "explanations"),
        metavar="GIẤY",
        help="all: bảng điểm, giải trình, khó khăn và đề xuất, danh mục tài liệu; cover: bìa và "
        "tờ ngăn tài liệu; charts: biểu đồ; explanations: giải trình sau thẩm định",
    )
    add_round_commands(steps)


def _add_answer(steps: Any) -> None:
    answer = on_year(steps.add_parser("answer", help="trả lời một dòng"), _answer)
    answer.add_argument("item", metavar="DÒNG")
    kinds = answer.add_mutually_exclusive_group()
    kinds.add_argument("--value", metavar="GIÁ_TRỊ", help="có/không, 2412/2431, 99,2%%, 3…")
    kinds.add_argument("--not-applicable", action="store_true", help="không áp dụng")
    kinds.add_argument("--no-case", action="store_true", help="không phát sinh")
    kinds.add_argument("--clear", action="store_true", help="xóa câu trả lời")
    answer.add_argument("--points", metavar="ĐIỂM", help="điểm tự chấm khi khác điểm tính được")
    answer.add_argument("--why", metavar="LÝ_DO")
    answer.add_argument("--note", metavar="GIẢI_TRÌNH")


def _open(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.opening import open_assessment
    from desktop.services.assessments.sheets import score_sheet

    with context.office() as office:
        row = open_assessment(office, options.set, options.year).value
        sheet = score_sheet(office, row.year, row.set_code)
    data = {
        "set": row.set_code,
        "year": row.year,
        "version": sheet.criteria.version,
        "items": len(sheet.lines),
        "max": float(sheet.score.maximum),
        "state": row.state,
        "sample": sheet.criteria.is_sample,
    }
    return Reply(data, [f"Đã mở: {sheet.criteria.title}, năm {row.year}."])


def _fill(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.filling import fill_assessment
    from desktop.wording.criteria import why_text
    from desktop.wording.criteria_advice import UNFILLED_WORDS, reading_value, source_text

    with context.office() as office:
        result = fill_assessment(
            office, options.year, options.set, replace_typed=options.replace
        ).value
    filled = [
        {
            "item": line.item_id,
            "value": reading_value(line.reading),
            "part": float(line.reading.part),
            "whole": _float(line.reading.whole),
            "points": _float(line.points),
            "source": source_text(line.reading),
            "figure": line.reading.figure,
            "reason": why_text(line.why) if line.why else "",
        }
        for line in result.filled
    ]
    skipped = [
        {"item": s.item_id, "figure": s.figure, "reason": UNFILLED_WORDS[s.reason]}
        for s in result.skipped
    ]
    lines = [f"{f['item']}: {f['reason']}" for f in filled]
    lines += [f"{s['item']}: {s['reason']}" for s in skipped]
    return Reply({"filled": filled, "skipped": skipped}, lines)


def _answer(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.answering import AnswerEntry, answer_line
    from desktop.services.assessments.sheets import score_sheet
    from desktop.wording.criteria import points

    entry = AnswerEntry(
        value=options.value,
        not_applicable=options.not_applicable,
        no_case=options.no_case,
        clear=options.clear,
        points=read_own_points(options.points),
        why=options.why,
        note=options.note,
    )
    if entry == AnswerEntry():
        raise InputRefused(InputProblem("value", Entry.REQUIRED))
    with context.office() as office:
        standing = score_sheet(office, options.year, options.set).lines
        before = next((line for line in standing if line.id == options.item), None)
        answer_line(office, options.year, options.item, entry, options.set)
        sheet = score_sheet(office, options.year, options.set)
        line = sheet.line(options.item)
    data = {
        "item": line.id,
        "points": _float(_settled(line)),
        "computed": _float(line.computed),
        "reason": line.why,
        "own_reason": line.own_why,
        "total": float(sheet.score.total),
        "max": float(sheet.score.applicable),
        "percent": float(sheet.score.percent),
    }
    lines = [f"{line.id}: {line.why}"]
    if line.own is not None:
        lines.append(f"  Đơn vị chấm {points(line.own)} điểm: {line.own_why}")
    elif before is not None and before.own is not None:
        was = f"{points(before.own)} điểm, “{before.own_why}”"
        dropped = f"Điểm tự chấm trước đó ({was}) đã bỏ theo câu trả lời mới; còn ở assess history."
        return Reply(data, lines, warnings=[dropped])
    return Reply(data, lines)


def _score(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.sheets import score_sheet
    from desktop.wording.criteria import SAMPLE_MARK, points
    from desktop.wording.terms import term

    with context.office() as office:
        sheet = score_sheet(office, options.year, options.set)
    score = sheet.score
    items = [
        {
            "id": line.id,
            "parent": line.parent,
            "name": line.item.name,
            "max": _float(line.maximum),
            "applicable": float(line.applicable),
            "computed": _float(line.computed),
            "self": _float(_settled(line)),
            "points": float(line.counted),
            "reason": line.why,
            "own_reason": line.own_why,
            "note": line.note,
            "answer": line.kind,
            "evidence": [proof.file_name for proof in line.evidence],
            "evidence_state": line.evidence_state,
            "complete": line.is_complete,
            "scorer": line.item.scorer,
            "assignee": line.assignee,
            "due": iso(line.due_on),
            "last_year": _float(line.last_year),
        }
        for line in sheet.lines
    ]
    data = {
        "set": sheet.assessment.set_code,
        "version": sheet.criteria.version,
        "newer_version": sheet.newest_version if sheet.has_newer_version else None,
        "sample": sheet.criteria.is_sample,
        "state": sheet.assessment.state,
        "total": float(score.total),
        "max": float(score.applicable),
        "bonus": float(score.bonus),
        "deduction": float(score.deduction),
        "awaited": float(score.awaited),
        "percent": float(score.percent),
        "band": score.band.name if score.band else None,
        "answered": score.answered,
        "lines": score.lines,
        "items": items,
    }
    head = [SAMPLE_MARK] if sheet.criteria.is_sample else []
    band = score.band.name if score.band else "chưa xếp loại"
    head.append(
        f"{points(score.total)} / {points(score.applicable)} điểm = {points(score.percent)} %"
        f" ({band}); {term(sheet.assessment.state)}"
    )
    rows = [
        f"{'  ' * line.depth}{line.id} {line.item.name}: {points(line.counted)}"
        f"/{points(line.maximum) if line.maximum is not None else '?'}"
        + (f" · {line.why}" if line.why else "")
        for line in sheet.lines
    ]
    return Reply(data, [*head, *rows])


def _assign(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.domain.moments import parse_date
    from desktop.services.assessments.assigning import assign_lines

    due = parse_date(options.due, "due_on") if options.due else None
    with context.office() as office:
        count = assign_lines(
            office, options.year, options.items, options.to, due, options.set
        ).value
    return Reply({"assigned": count}, [f"Đã giao {count} dòng cho {options.to}."])


def _hand_in(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.approval import hand_in

    with context.office() as office:
        hand_in(office, options.year, options.set)
    return Reply({"state": "handed_in"}, ["Đã trình lãnh đạo."])


def _approve(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.approval import approve

    with context.office() as office:
        digest = approve(office, options.year, options.set).value
    return Reply({"state": "approved", "sha256": digest}, ["Đã duyệt; bản duyệt được giữ nguyên."])


def _send_back(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.approval import send_back

    with context.office() as office:
        send_back(office, options.year, options.remark, options.set)
    return Reply({"state": "open"}, ["Đã trả lại kèm ý kiến."])


def _reopen(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.approval import reopen

    with context.office() as office:
        reopen(office, options.year, options.remark, options.set)
    return Reply({"state": "open"}, ["Đã mở lại; bản đã duyệt vẫn được giữ."])


def _export(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.exporting import Paper, export_assessment

    with context.office() as office:
        target, what = Path(options.out), Paper(options.paper)
        pages = export_assessment(office, options.year, target, options.set, what)
    return Reply({"pages": pages, "written": options.out}, [f"Đã ghi {options.out}."])


def _settled(line: Any) -> Decimal | None:
    """Own points where they are given, else what the rule gives; sums for groups."""
    if not line.is_scored:
        return Decimal(line.counted)
    return line.own if line.own is not None else line.computed  # type: ignore[no-any-return]


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
