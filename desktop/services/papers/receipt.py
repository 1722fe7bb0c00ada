"""Form 01: the receipt with the appointment (giấy tiếp nhận hồ sơ và hẹn trả kết quả)."""

from __future__ import annotations

from desktop.domain.dossiers import DossierState
from desktop.services.papers.content import Content, Printing, needs_state
from desktop.services.papers.dossier_values import document_row, dossier_values

NO_PAPERS = "(không nộp bản giấy)"


def receipt(printing: Printing) -> Content:
    """What the receipt says. Raises FORM_NEEDS_STATE for an entry made by mistake."""
    card = printing.card
    if card.row.state is DossierState.VOIDED:
        raise needs_state(card, "receipt", "hồ sơ đã hủy vì nhập nhầm")
    handed_in = [item for item in card.documents if item.handed_in]
    rows = [document_row(number, item) for number, item in enumerate(handed_in, start=1)]
    nothing = {"number": "", "name": NO_PAPERS, "originals": "", "certified_copies": ""}
    return Content(
        dossier_values(printing.office, printing.settings, card),
        card.row.received_at,
        {"documents": rows or [{**nothing, "copies": ""}]},
        "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        card.row.original_due_at,
    )
