"""The program's own paper: how the promised date was counted, day by day."""

from __future__ import annotations

from desktop.services.due_explanations import explain_due
from desktop.services.papers.content import Content, Printing, needs_state
from desktop.wording.dates import day, limit_text, moment, weekday, why_line


def due_why(printing: Printing) -> Content:
    """Each day with its reason. Raises FORM_NEEDS_STATE without a limit."""
    office, card = printing.office, printing.card
    explanation = explain_due(office, card)
    if explanation is None:
        raise needs_state(card, "due_why", "hồ sơ không có thời hạn")
    difference = ""
    if explanation.differs:
        difference = (
            "Lưu ý: lịch nghỉ hiện nay khác lúc tiếp nhận; tính lại được ngày "
            f"{moment(explanation.computed.due_at)}. Ngày đã hẹn với người dân được giữ nguyên."
        )
    values = {
        "applicant": card.row.applicant_name,
        "procedure": card.procedure_full_name,
        "procedure_code": card.procedure_code,
        "limit": limit_text(card.limit),
        "start": moment(explanation.start),
        "original_due": moment(card.row.original_due_at),
        "due": moment(card.row.due_at),
        "difference": difference,
    }
    rows = [
        {
            "day": f"{weekday(line.day)} {day(line.day)}",
            "counted": str(line.ordinal) if line.ordinal else ("x" if line.counted else "–"),
            "reason": why_line(line),
        }
        for line in explanation.computed.why
    ]
    return Content(values, office.now(), {"why": rows})
