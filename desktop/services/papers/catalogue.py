"""Which function says what each form of a dossier says, and which form a dossier can have now."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.dossiers import DossierEvent
from desktop.domain.errors import RuleViolation
from desktop.services.dossier_rows import DossierCard
from desktop.services.form_names import FORM_TITLES
from desktop.services.office import Office
from desktop.services.papers.apology import apology
from desktop.services.papers.content import Collect, Printing, events_of
from desktop.services.papers.control import control
from desktop.services.papers.due_why import due_why
from desktop.services.papers.events import STOPPING
from desktop.services.papers.fee_slip import fee_slip
from desktop.services.papers.receipt import receipt
from desktop.services.papers.refusal import refusal
from desktop.services.papers.return_proof import return_proof
from desktop.services.papers.stop import stop
from desktop.services.papers.supplement import supplement
from desktop.services.settings import read_settings

CONTENTS: dict[str, Collect] = {
    "receipt": receipt,
    "supplement": supplement,
    "refusal": refusal,
    "apology": apology,
    "stop": stop,
    "control": control,
    "return": return_proof,
    "fee": fee_slip,
    "due_why": due_why,
}
_EVENTS: dict[str, tuple[DossierEvent, ...]] = {
    "supplement": (DossierEvent.REQUEST_SUPPLEMENT,),
    "refusal": (DossierEvent.REFUSE,),
    "apology": (DossierEvent.APOLOGISE,),
    "stop": STOPPING,
}


@dataclass(frozen=True, slots=True)
class FormOffer:
    """A form of a dossier: whether it can be printed now, how many of it, and if not, why."""

    form: str
    title: str
    is_ready: bool
    count: int = 1
    why_not: str = ""


def printable_forms(office: Office, card: DossierCard) -> tuple[FormOffer, ...]:
    """Every form in the order of the law, with the reason in words where it must wait."""
    settings = read_settings(office)
    return tuple(_offer(Printing(office, settings, card), form) for form in FORM_TITLES)


def _offer(printing: Printing, form: str) -> FormOffer:
    title = FORM_TITLES[form]
    try:
        CONTENTS[form](printing)
    except RuleViolation as refused:
        return FormOffer(form, title, False, 0, str(refused.facts["why"]))
    happened = len(events_of(printing.card, *_EVENTS[form])) if form in _EVENTS else 1
    return FormOffer(form, title, True, happened)
