"""The fee slip: what was taken, in figures and words. Not a tax invoice, and says so."""

from __future__ import annotations

from desktop.services.papers.content import Content, Printing, needs_state
from desktop.services.papers.dossier_values import dossier_values
from desktop.wording.amounts import amount_in_words
from desktop.wording.dates import dong


def fee_slip(printing: Printing) -> Content:
    """The slip. Raises FORM_NEEDS_STATE when there is nothing to pay."""
    office, card = printing.office, printing.card
    fee = card.row.fee_vnd
    if fee is None:
        raise needs_state(card, "fee", "hồ sơ chưa ghi mức phí, lệ phí")
    if fee == 0:
        raise needs_state(card, "fee", "hồ sơ không thu phí, lệ phí")
    values = dossier_values(office, printing.settings, card)
    values |= {
        "amount": dong(fee),
        "amount_in_words": amount_in_words(fee),
        "payer": values["submitter"],
        "payer_id_number": values["submitter_id_number"],
        "collector": office.user.name,
        "fee_note": card.fee_note,
    }
    return Content(values, office.now(), {}, "Phiếu thu phí, lệ phí")
