"""What the forms about one event share: when, why, who, and at which stage."""

from __future__ import annotations

from desktop.domain.dossiers import DossierEvent, DossierState
from desktop.services.dossier_rows import DossierCard, HistoryEntry
from desktop.services.office import Office
from desktop.services.papers.content import DOTS, Printing
from desktop.services.papers.dossier_values import dossier_values
from desktop.services.undo import BESIDE_THE_CLOCK
from desktop.services.users import list_users
from desktop.wording.dates import long_moment

_STAGES = {
    DossierState.RECEIVED: "kiểm tra hồ sơ khi tiếp nhận",
    DossierState.PROCESSING: "thẩm định, giải quyết hồ sơ",
    DossierState.WAITING_SUPPLEMENT: "chờ bổ sung, hoàn thiện hồ sơ",
}


def event_values(printing: Printing, entry: HistoryEntry) -> dict[str, str]:
    """The dossier's values and the event's."""
    card = printing.card
    return {
        **dossier_values(printing.office, printing.settings, card),
        "at": long_moment(entry.at),
        "reason": entry.reason or DOTS,
        "officer": entry.user_name,
        "officer_title": title_of(printing.office, entry.user_name),
        "stage": _STAGES.get(state_before(card, entry), ""),
    }


def title_of(office: Office, name: str) -> str:
    """The position of a person known to the office; empty for others."""
    return next((user.title for user in list_users(office) if user.name == name), "")


def state_before(card: DossierCard, entry: HistoryEntry) -> DossierState:
    """Where the dossier stood when the event happened."""
    state = DossierState.RECEIVED
    for earlier in card.history:
        if earlier.id >= entry.id:
            break
        if not earlier.undone and earlier.event not in BESIDE_THE_CLOCK:
            state = earlier.state
    return state


def event_ordinal(card: DossierCard, entry: HistoryEntry) -> int:
    """Which time this kind of event happened, from 1."""
    same = [e for e in card.history if e.event is entry.event and not e.undone and e.id <= entry.id]
    return len(same)


STOPPING = (DossierEvent.STOP, DossierEvent.WITHDRAW)
