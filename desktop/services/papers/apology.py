"""Form 04: the apology with the new date (văn bản xin lỗi và đề nghị gia hạn)."""

from __future__ import annotations

from datetime import datetime

from desktop.domain.dossiers import DossierEvent
from desktop.services.dossier_rows import DossierCard, HistoryEntry
from desktop.services.papers.content import Content, Printing, chosen_event
from desktop.services.papers.dossier_values import NO_APPOINTMENT
from desktop.services.papers.events import event_values, title_of
from desktop.wording.dates import long_moment

_UNKNOWN_SIGNER = "THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ"


def apology(printing: Printing) -> Content:
    """The apology. Raises FORM_NEEDS_STATE."""
    card = printing.card
    entry = chosen_event(printing, "apology", DossierEvent.APOLOGISE)
    signer = entry.data.get("signer", "")
    old = _promised_before(card, entry)
    values = event_values(printing, entry) | {
        "old_due": long_moment(old) if old else NO_APPOINTMENT,
        "new_due": long_moment(datetime.fromisoformat(entry.data["new_due"])),
        "signer": signer,
        "signer_title": (title_of(printing.office, signer) or _UNKNOWN_SIGNER).upper(),
    }
    return Content(values, entry.at, {}, "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết")


def _promised_before(card: DossierCard, apology: HistoryEntry) -> datetime | None:
    """The date that held before: the receipt's, or what a supplement made of it."""
    promised = card.row.original_due_at
    for entry in card.history:
        if entry.id >= apology.id:
            break
        if entry.event is DossierEvent.SUPPLEMENT_RECEIVED and not entry.undone:
            due = entry.data.get("due")
            promised = datetime.fromisoformat(due) if due else promised
    return promised
