"""Form 05: handling has ended without a result (thông báo dừng giải quyết hồ sơ)."""

from __future__ import annotations

from desktop.domain.dossiers import DossierEvent
from desktop.services.papers.content import Content, Printing, chosen_event
from desktop.services.papers.events import STOPPING, event_values
from desktop.wording.dates import dong

_HEAD = "NGƯỜI ĐỨNG ĐẦU BỘ PHẬN MỘT CỬA"


def stop(printing: Printing) -> Content:
    """The stop, at the applicant's wish or the office's. Raises FORM_NEEDS_STATE."""
    entry = chosen_event(printing, "stop", *STOPPING)
    asked = entry.event is DossierEvent.WITHDRAW
    fee, settings = printing.card.row.fee_vnd, printing.settings
    values = event_values(printing, entry) | {
        "by_request": "1" if asked else "",
        "by_office": "" if asked else "1",
        "fee_paid": dong(fee) if fee else "",
        "signer": settings.head_name,
        "signer_title": (settings.head_title or _HEAD).upper(),
    }
    if asked and not entry.reason:
        values["reason"] = "người nộp hồ sơ có yêu cầu dừng giải quyết và rút hồ sơ"
    return Content(values, entry.at, {}, "Thông báo dừng giải quyết hồ sơ")
