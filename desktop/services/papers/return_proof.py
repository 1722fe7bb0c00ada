"""The proof that a result was handed to somebody (giấy biên nhận trả kết quả)."""

from __future__ import annotations

from desktop.domain.dossiers import DossierEvent
from desktop.services.papers.content import DOTS, Content, Printing, chosen_event
from desktop.services.papers.dossier_values import dossier_values
from desktop.wording.dates import day, long_moment


def return_proof(printing: Printing) -> Content:
    """The proof. Raises FORM_NEEDS_STATE before the result is returned."""
    card = printing.card
    entry = chosen_event(printing, "return", DossierEvent.RETURN_RESULT)
    values = dossier_values(printing.office, printing.settings, card)
    values |= {
        "returned": long_moment(entry.at),
        "returned_by": entry.user_name,
        "receiver": card.receiver,
        "receiver_phone": values["phone"],
        "result_name": card.result_name or card.procedure_full_name,
        "result_number": card.result_number or DOTS,
        "result_date": day(card.result_date) or DOTS,
        "result_signer": card.result_signer or DOTS,
    }
    return Content(values, entry.at, {}, "Giấy biên nhận trả kết quả")
