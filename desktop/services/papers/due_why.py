"""The program's own paper: how the promised date was counted, day by day."""

from __future__ import annotations

from desktop.services.dossier_rows import DossierCard
from desktop.services.due_explanations import DueExplanation, explain_due
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
        "restarted": _restarted(card, explanation),
        "apology": _apology(card),
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


def _restarted(card: DossierCard, explanation: DueExplanation) -> str:
    if explanation.start == card.row.received_at:
        return ""
    return (
        f"Tiếp nhận lúc {moment(card.row.received_at)}; thời hạn tính lại từ đầu khi nhận đủ "
        f"giấy tờ bổ sung."
    )


def _apology(card: DossierCard) -> str:
    """The promised day after an apology is not what the days below count."""
    if card.apologised_at is None:
        return ""
    return (
        f"Hạn theo quy định: {moment(card.legal_due_at)}. Ngày {day(card.apologised_at)} đơn vị đã "
        "xin lỗi và hẹn lại; các ngày dưới đây tính hạn theo quy định."
    )
