"""Which paper belongs to which move, and whether it usually goes out with it."""

from __future__ import annotations

from desktop.domain.dossiers import DossierEvent
from desktop.services.office import Office
from desktop.services.outcomes import Outcome
from desktop.services.settings import read_preference, save_preference

_E = DossierEvent
# What the law hands to the citizen, and what goes along with the dossier.
PAPER_OF_MOVE = {
    _E.HAND_OVER: "control",
    _E.REQUEST_SUPPLEMENT: "supplement",
    _E.APOLOGISE: "apology",
    _E.REFUSE: "refusal",
    _E.WITHDRAW: "stop",
    _E.STOP: "stop",
    _E.RETURN_RESULT: "return",
}
LIST_OF_MOVE = {
    _E.HAND_OVER: "hand_over",
    _E.FINISH: "results",
    _E.RETURN_RESULT: "return_list",
}
# Printed unless the clerk says otherwise: without the paper the move has no effect in law.
_USUAL = (_E.REQUEST_SUPPLEMENT, _E.APOLOGISE, _E.REFUSE, _E.STOP)
_PREFERENCE = "papers of moves"


def prints_with(office: Office, event: DossierEvent) -> bool:
    """Whether this user printed the paper with such a move the last time."""
    kept = read_preference(office, _PREFERENCE) or {}
    return bool(kept.get(str(event), event in _USUAL))


def remember_prints(office: Office, event: DossierEvent, prints: bool) -> Outcome[None]:
    """The tick stays as it was left."""
    kept = read_preference(office, _PREFERENCE) or {}
    return save_preference(office, _PREFERENCE, {**kept, str(event): prints})
