"""Form 02: what is missing, asked for once and in full (phiếu yêu cầu bổ sung)."""

from __future__ import annotations

from desktop.domain.dossiers import DossierEvent
from desktop.domain.text import fold
from desktop.services.dossier_rows import DossierCard
from desktop.services.papers.content import Content, Printing, Row, chosen_event
from desktop.services.papers.dossier_values import document_row
from desktop.services.papers.events import event_ordinal, event_values


def supplement(printing: Printing) -> Content:
    """The latest request, or the one with the asked number. Raises FORM_NEEDS_STATE."""
    entry = chosen_event(printing, "supplement", DossierEvent.REQUEST_SUPPLEMENT)
    items = entry.data.get("items", [])
    values = event_values(printing, entry)
    values["ordinal"] = str(event_ordinal(printing.card, entry))
    if not entry.reason:
        values["reason"] = "hồ sơ còn thiếu các giấy tờ nêu trên"
    rows = [_item_row(printing.card, number, item) for number, item in enumerate(items, start=1)]
    nothing = dict.fromkeys(("number", "originals", "certified_copies", "copies"), "")
    nothing["name"] = "(theo nội dung ở phần lý do)"
    return Content(
        values,
        entry.at,
        {"items": rows or [nothing]},
        "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
    )


def _item_row(card: DossierCard, number: int, item: str) -> Row:
    """A paper to add; with its counts when the procedure's list knows it by this name."""
    for known in card.documents:
        if fold(known.document.name) == fold(item):
            return {**document_row(number, known), "name": item}
    blank = dict.fromkeys(("originals", "certified_copies", "copies"), "")
    return {"number": str(number), "name": item, **blank}
