"""``assess differences|explain|history|documents|mine``: both sides of a line, and whose it is."""

from __future__ import annotations

import argparse
from decimal import Decimal
from pathlib import Path
from typing import Any

from desktop.cli.context import Context, Reply, iso
from desktop.cli.year_options import on_year, read_own_points
from desktop.domain.errors import Entry, InputProblem, InputRefused


def add_explaining_commands(steps: Any) -> None:
    """Adds the commands of this file."""
    differences = on_year(
        steps.add_parser("differences", help="điểm của đơn vị và của tỉnh, chênh nhiều đứng trước"),
        _differences,
    )
    differences.add_argument("--round", type=int, choices=(1, 2), metavar="VÒNG")
    explain = on_year(
        steps.add_parser("explain", help="giải trình một dòng, gửi giải trình"), _explain
    )
    explain.add_argument("item", nargs="?", metavar="DÒNG")
    explain.add_argument("--text", metavar="NỘI_DUNG")
    explain.add_argument("--proposed", metavar="ĐIỂM", help="điểm đề nghị")
    explain.add_argument("--no-proposal", action="store_true", help="bỏ điểm đề nghị")
    explain.add_argument("--file", metavar="TỆP", help="tài liệu kiểm chứng bổ sung")
    explain.add_argument("--number", default="", metavar="SỐ")
    explain.add_argument("--date", metavar="NGÀY")
    explain.add_argument("--pages", default="", metavar="TRANG")
    explain.add_argument(
        "--use-document", type=int, metavar="SỐ", help="tài liệu đã có (số ở assess documents)"
    )
    explain.add_argument("--drop-document", type=int, metavar="SỐ", help="gỡ tài liệu")
    explain.add_argument("--withdraw", action="store_true", help="rút giải trình của dòng")
    explain.add_argument("--send", action="store_true", help="lãnh đạo gửi các giải trình đã viết")
    history = on_year(
        steps.add_parser("history", help="lịch sử một dòng, của cả đơn vị và tỉnh"), _history
    )
    history.add_argument("item", metavar="DÒNG")
    on_year(steps.add_parser("documents", help="tài liệu kiểm chứng đã có"), _documents)
    mine = steps.add_parser("mine", help="các dòng giao cho người đang làm việc")
    mine.set_defaults(action=_mine)


def _differences(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.differences import differences
    from desktop.wording.criteria import points
    from desktop.wording.rounds import copy_words
    from desktop.wording.terms import term

    with context.office() as office:
        found = differences(office, options.year, options.set, options.round)
    rows = [
        {
            "item": row.item.id,
            "name": row.item.name,
            "self": float(row.own),
            "appraised": _float(row.appraised),
            "first_round": _float(row.first),
            "final": _float(row.final),
            "difference": _float(row.difference),
            "verdict": row.verdict,
            "applies": row.applies,
            "note": row.note,
            "department": row.department,
            "explanation": row.explanation.text if row.explanation else None,
            "proposed": _float(row.explanation.proposed) if row.explanation else None,
            "needs_explanation": row.asks_for_words,
        }
        for row in found.rows
    ]
    data = {
        "round": found.appraisal.round if found.appraisal else None,
        "gap": float(found.gap),
        "judged_other_copy": found.judged_other_copy,
        "unknown_lines": list(found.unknown_lines),
        "rows": rows,
    }
    if not found.rows:
        return Reply(data, ["Tỉnh chưa có điểm thẩm định cho bản này."])
    head = f"Vòng {found.appraisal.round}" if found.appraisal else "Đã công bố"
    lines = [
        f"{head}: chênh {points(found.gap)} điểm.",
        *copy_words(found.judged_other_copy, found.unknown_lines),
    ]
    lines += [
        f"  {row.item.id} {row.item.name}: {points(row.own)} → "
        f"{points(row.appraised) if row.appraised is not None else '—'}"
        f" ({term(row.verdict)}{'; ' + row.note if row.note else ''})"
        for row in found.rows
        if row.difference or row.asks_for_words
    ]
    return Reply(data, lines)


def _explain(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.explaining import send_explanations

    if options.send:
        with context.office() as office:
            count = send_explanations(office, options.year, options.set).value
        return Reply({"sent": count}, [f"Đã xếp {count} giải trình chờ gửi (sync run)."])
    if not options.item:
        raise InputRefused(InputProblem("item", Entry.REQUIRED))
    with context.office() as office:
        row = _written(office, options)
    data = {
        "item": row.item_id,
        "round": row.round,
        "text": row.text,
        "proposed": _float(row.proposed),
        "documents": [d.file_name for d in row.documents],
        "document_ids": [d.document_id for d in row.documents],
        "withdrawn": row.is_withdrawn,
        "sent": row.is_sent,
    }
    return Reply(data, [f"Đã ghi giải trình dòng {row.item_id}; lãnh đạo gửi bằng --send."])


def _written(office: Any, options: argparse.Namespace) -> Any:
    from desktop.domain.moments import parse_date
    from desktop.services.assessments.evidence import DocumentFacts
    from desktop.services.assessments.explaining import ExplanationEntry, explain_line
    from desktop.services.assessments.explanation_documents import (
        add_explanation_document,
        remove_explanation_document,
        use_explanation_document,
    )
    from desktop.services.attachments import read_attachable

    path = Path(options.file) if options.file else None
    content = read_attachable(path) if path is not None else b""
    entry = ExplanationEntry(
        options.text,
        read_own_points(options.proposed),
        options.no_proposal,
        options.withdraw,
    )
    place = (office, options.year, options.item)
    if entry != ExplanationEntry() or not (options.use_document or options.drop_document):
        row = explain_line(*place, entry, options.set).value
    if options.use_document:
        row = use_explanation_document(
            *place, options.use_document, pages=options.pages, set_code=options.set
        ).value
    if options.drop_document:
        row = remove_explanation_document(*place, options.drop_document, options.set).value
    if path is None:
        return row
    dated = parse_date(options.date) if options.date else None
    return add_explanation_document(
        office,
        options.year,
        options.item,
        path.name,
        content,
        DocumentFacts(options.number, dated),
        pages=options.pages,
        set_code=options.set,
    ).value


def _history(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.line_story import line_story
    from desktop.wording.dates import moment
    from desktop.wording.rounds import own_event_text, word_text

    with context.office() as office:
        found = line_story(office, options.year, options.item, options.set)
    rows = []
    for one in found:
        event, word = one.event, one.word
        if event is not None:
            text, who = own_event_text(event.event, event.data), event.user_name
        else:
            assert word is not None
            text = word_text(word.round, word.verdict, word.points, word.note)
            who = word.appraiser or word.department
        rows.append({"at": iso(one.at), "side": one.side, "who": who, "text": text})
    lines = [
        " · ".join(part for part in (moment(one.at), row["text"], row["who"]) if part)
        for one, row in zip(found, rows, strict=True)
    ]
    return Reply({"item": options.item, "rows": rows}, lines or ["Chưa có gì."])


def _documents(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.known_documents import known_documents
    from desktop.wording.dates import day

    with context.office() as office:
        found = known_documents(office, options.year)
    rows = [
        {
            "id": d.document_id,
            "file": d.file_name,
            "number": d.number,
            "date": iso(d.dated),
            "lines": d.items,
            "lost": d.is_lost,
        }
        for d in found
    ]
    lines = [
        f"{d.document_id}: {d.number or 'chưa ghi số'} {day(d.dated)} {d.file_name}".rstrip()
        for d in found
    ]
    return Reply({"documents": rows}, lines or ["Chưa có tài liệu nào."])


def _mine(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.assigning import own_lines
    from desktop.wording.dates import day
    from desktop.wording.rounds import JOB_WORDS

    with context.office() as office:
        found = own_lines(office)
    rows = [
        {
            "year": line.year,
            "set": line.set_code,
            "item": line.item_id,
            "name": line.name,
            "job": line.job,
            "due": iso(line.due_on),
            "overdue": line.is_overdue,
        }
        for line in found.lines
    ]
    lines = [
        f"{line.item_id} {line.name}: {JOB_WORDS[line.job]}"
        + (f", hạn {day(line.due_on)}" if line.due_on else "")
        + (" (quá hạn)" if line.is_overdue else "")
        for line in found.lines
    ]
    data = {"open": len(rows), "overdue": found.overdue, "nearest": iso(found.nearest)}
    return Reply({**data, "lines": rows}, lines or ["Không có dòng nào giao cho bạn."])


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
