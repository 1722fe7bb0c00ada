"""Words of the page of self-assessment: states of lines, filters, history, lists of figures."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from desktop.domain.criteria.answers import AnswerKind
from desktop.domain.criteria.items import Scorer
from desktop.domain.criteria.progress import LineEvent
from desktop.domain.criteria.rules import RuleKind
from desktop.domain.figure_marks import Mark
from desktop.domain.figures import Figure
from desktop.wording.criteria import KIND_TEXTS, points
from desktop.wording.terms import term

RULE_KIND_NAMES: dict[RuleKind, str] = {
    RuleKind.YES_NO: "Có hoặc không",
    RuleKind.TIERS: "Bậc thang theo mốc",
    RuleKind.RATIO: "Theo tỷ lệ",
    RuleKind.PER_UNIT: "Theo số lượng",
    RuleKind.DEDUCT: "Trừ điểm theo vi phạm",
    RuleKind.LEVELS: "Một trong các mức",
    RuleKind.FORMULA: "Công thức",
    RuleKind.SURVEY: "Điều tra xã hội học",
    RuleKind.MANUAL: "Chấm tay",
}
PICTURE_WORDS: dict[str, str] = {
    "radar": "Từng lĩnh vực đạt bao nhiêu phần trăm",
    "waterfall": "Từ điểm tối đa đến điểm đạt",
    "change": "Thay đổi",
    "now": "Năm {year}",
    "last_year": "Năm {before}",
    "average": "Trung bình toàn tỉnh",
    "best": "Cao nhất toàn tỉnh",
}
WAITS_FOR: dict[Scorer, str] = {
    Scorer.SURVEY: "chờ khảo sát",
    Scorer.SYSTEM: "chờ hệ thống",
    Scorer.PROVINCE: "chờ tỉnh chấm",
    Scorer.UNIT: "còn mở",
}
SCORED_BY: dict[Scorer, str] = {
    Scorer.SURVEY: "Điểm lấy từ điều tra xã hội học; khi công bố, nhập chỉ số vào đây.",
    Scorer.SYSTEM: "Điểm do hệ thống của tỉnh hoặc trung ương tính; số ở đây để đơn vị theo dõi.",
    Scorer.PROVINCE: "Điểm do tỉnh chấm; khi công bố, nhập kết quả vào đây.",
    Scorer.UNIT: "",
}
LIST_NAMES: dict[Figure | Mark, str] = {
    Figure.SETTLED: "Tất cả đã giải quyết",
    Figure.SETTLED_EARLY: "Trước hạn",
    Figure.SETTLED_ON_TIME: "Đúng hạn",
    Figure.SETTLED_LATE: "Trễ hạn",
    Figure.LATE_APOLOGISED: "Trễ, đã xin lỗi",
    Figure.LATE_UNAPOLOGISED: "Trễ, chưa xin lỗi",
    Figure.RECEIVED: "Tất cả đã tiếp nhận",
    Figure.RECEIVED_ONLINE: "Nộp trực tuyến",
    Figure.RECEIVED_OFFLINE: "Nộp cách khác",
    Mark.PAID: "Tất cả đã nộp phí",
    Mark.PAID_ONLINE: "Nộp phí trực tuyến",
    Mark.PAID_DIRECT: "Nộp phí trực tiếp",
}


def event_text(event: LineEvent, data: Mapping[str, Any]) -> str:
    """One thing of the history, with what it was about."""
    if event is LineEvent.ASSIGN:
        due = data.get("due_on") or ""
        until = f", hạn {day_of(due)}" if due else ""
        return f"Giao cho {data['to']}{until}" if data.get("to") else "Thu lại việc đã giao"
    if event is LineEvent.ADD_EVIDENCE and data.get("corrected"):
        return "Sửa thông tin tài liệu kiểm chứng"
    if event in (LineEvent.ADD_EVIDENCE, LineEvent.REMOVE_EVIDENCE) and data.get("file"):
        return f"{term(event)}: {data['file']}"
    if event in (LineEvent.SEND_BACK, LineEvent.REOPEN) and data.get("remark"):
        return f"{term(event)}: “{data['remark']}”"
    return ("Hoàn tác" if data.get("undone") else term(event)) + _what_changed(data)


def _what_changed(data: Mapping[str, Any]) -> str:
    """What stands now and what stood before; nothing for events of an older program."""
    now, was = _stood(data.get("after")), _stood(data.get("before"))
    earlier = f" (trước đó: {was})" if was else ""
    return f": {now}{earlier}" if now else earlier


def _stood(said: Any) -> str:
    """có; tự chấm 0,25 điểm, “chậm một ngày”."""
    if isinstance(said, str):
        return f"“{said}”" if said else ""
    if not said or not said.get("kind"):
        return ""
    kind = AnswerKind(said["kind"])
    value = said.get("text", "") if kind is AnswerKind.VALUE else KIND_TEXTS[kind]
    own = said.get("own_points")
    parts = [value, f"tự chấm {points(Decimal(own))} điểm" if own is not None else ""]
    shown = "; ".join(part for part in parts if part)
    return f"{shown}, “{said['why']}”" if shown and said.get("why") else shown


def day_of(text: str) -> str:
    """2026-11-30 as 30/11/2026; anything else as it is."""
    parts = text.split("-")
    return "/".join(reversed(parts)) if len(parts) == 3 else text
