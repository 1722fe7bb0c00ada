"""The why of a dossier's due date, computed again day by day from what the record keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.domain.dossiers import SupplementMode
from desktop.domain.due_dates import DueDate, Pause, compute_due
from desktop.domain.moments import local_date
from desktop.services.calendar import read_calendar
from desktop.services.dossier_rows import DossierCard
from desktop.services.office import Office


@dataclass(frozen=True, slots=True)
class DueExplanation:
    """From when the clock runs, the days, and whether today's calendar gives another date."""

    start: datetime
    computed: DueDate
    differs: bool


def explain_due(office: Office, card: DossierCard) -> DueExplanation | None:
    """None without a limit. Apologies do not change the legal due date explained here."""
    if card.limit is None:
        return None
    calendar = read_calendar(office)
    pauses = tuple(Pause(start, end) for start, end in card.pauses)
    start = card.row.received_at
    if pauses and card.supplement_mode is SupplementMode.RESTART:
        start, pauses = pauses[-1].end, ()
    computed = compute_due(start, card.limit, calendar, pauses)
    legal = card.legal_due_at
    differs = legal is not None and local_date(legal) != local_date(computed.due_at)
    return DueExplanation(start, computed, differs)
