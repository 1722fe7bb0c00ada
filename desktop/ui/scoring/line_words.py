"""What is said about one line beside its answer. No Qt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from desktop.domain.criteria.items import Block
from desktop.services.assessments.sheets import HistoryRow, ScoreSheet, SheetLine
from desktop.ui.scoring.presentation import is_open, lacks_proof
from desktop.wording.criteria import block_name, points, rule_text
from desktop.wording.dates import day, moment
from desktop.wording.rounds import days_left, own_event_text


def way_up(sheet: ScoreSheet, line: SheetLine) -> str:
    """The field and the criterion that a line stands under."""
    above = sheet.criteria.path(line.item)[:-1]
    return " › ".join(f"{item.id} {item.name}" for item in above)


def facts_line(line: SheetLine, state: str, today: date) -> str:
    """State, points, last year, who appraises, who does it by when."""
    most = points(line.maximum) if line.maximum is not None else "chưa ghi"
    parts = [state, f"tối đa {most} điểm"]
    if line.item.block is not Block.MAIN:
        parts.append(block_name(line.item.block))
    if line.last_year is not None:
        parts.append(f"năm trước {points(line.last_year)} điểm")
    if line.item.department:
        parts.append(f"{line.item.department} thẩm định")
    if line.assignee:
        parts.append(f"giao {line.assignee}{_until(line, today)}")
    if line.item.unconfirmed:
        parts.append("chưa đối chiếu với quyết định")
    text = " · ".join(parts)
    return text[:1].upper() + text[1:]


def _until(line: SheetLine, today: date) -> str:
    """, hạn 30/11/2026 (còn 10 ngày); what is complete is no longer late."""
    if line.due_on is None:
        return ""
    left = "" if line.is_complete else f" ({days_left(line.due_on, today)})"
    return f", hạn {day(line.due_on)}{left}"


def rule_words(line: SheetLine) -> str:
    """The decision's words, and how the program understands them when they are its own."""
    written = line.rule
    if line.item.rule_text and line.item.rule is not None:
        understood = rule_text(replace(line.item, rule_text=""))
        return f"{written}\nChương trình hiểu: {understood}"
    return written or "Bộ tiêu chí chưa ghi cách tính của dòng này."


def group_words(sheet: ScoreSheet, line: SheetLine) -> str:
    """A group: its sum, what is left in it."""
    below = [one for one in sheet.lines if one.is_scored and _is_under(sheet, one, line)]
    opened = sum(is_open(one) for one in below)
    missing = sum(lacks_proof(one) for one in below)
    parts = [f"Cộng từ {len(below)} dòng: {points(line.counted)} điểm."]
    parts.append(f"Còn mở {opened} dòng." if opened else "Đã trả lời hết.")
    if missing:
        parts.append(f"{missing} dòng thiếu minh chứng.")
    return " ".join(parts)


def source_words(sheet: ScoreSheet) -> str:
    """The decision, version and where the set came from; samples say so."""
    criteria = sheet.criteria
    parts = ["Dữ liệu mẫu" if criteria.is_sample else criteria.decision]
    parts.append(f"phiên bản {criteria.version}")
    if criteria.unconfirmed and not criteria.is_sample:
        parts.append("chưa đối chiếu với văn bản gốc")
    return "Căn cứ: " + " · ".join(part for part in parts if part)


def proof_words(line: SheetLine) -> str:
    """What the decision asks for."""
    wanted = line.item.evidence
    return f"Cần có: {wanted}" if wanted else "Bộ tiêu chí không ghi cần tài liệu gì."


def history_text(row: HistoryRow) -> str:
    """09:42 27/11/2026 · Trả lời · Nguyễn Thị Mẫu."""
    return f"{moment(row.at)} · {own_event_text(row.event, row.data)} · {row.user_name}"


def _is_under(sheet: ScoreSheet, line: SheetLine, group: SheetLine) -> bool:
    return group.item in sheet.criteria.path(line.item)
