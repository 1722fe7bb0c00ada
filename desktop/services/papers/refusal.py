"""Form 03: why a dossier is not taken, in words (phiếu từ chối tiếp nhận giải quyết hồ sơ)."""

from __future__ import annotations

from desktop.domain.dossiers import DossierEvent
from desktop.services.papers.content import Content, Printing, chosen_event
from desktop.services.papers.events import event_values


def refusal(printing: Printing) -> Content:
    """The refusal. Raises FORM_NEEDS_STATE."""
    entry = chosen_event(printing, "refusal", DossierEvent.REFUSE)
    values = event_values(printing, entry)
    return Content(values, entry.at, {}, "Phiếu từ chối tiếp nhận giải quyết hồ sơ")
