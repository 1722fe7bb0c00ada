"""Form 06: the slip that travels with the dossier and grows with each hand-over."""

from __future__ import annotations

from datetime import datetime, time

from desktop.domain.dossiers import DossierEvent, Timeliness, timeliness
from desktop.domain.due_dates import Limit, LimitUnit, compute_due
from desktop.services.calendar import read_calendar
from desktop.services.dossier_rows import DossierCard, HandOver
from desktop.services.papers.content import Content, Printing, Row, events_of, needs_state
from desktop.services.papers.dossier_values import dossier_values
from desktop.services.papers.register_numbers import entry_number
from desktop.services.receiving import DESK_HOLDER
from desktop.wording.dates import long_moment

# A paper file goes to the competent unit the same working day, or at the start of the next one
# when it was received after 15:00 (NĐ 61/2018 Đ.18.2).
_TRANSFER = Limit(0, LimitUnit.SAME_DAY, time(15, 0))
_MARK = "x"


def control(printing: Printing) -> Content:
    """The slip with every hand-over so far. Raises FORM_NEEDS_STATE before the first."""
    card = printing.card
    if not card.hand_overs:
        raise needs_state(card, "control", "hồ sơ chưa có lượt bàn giao nào")
    year, number = entry_number(printing.office, card.row.id, card.row.received_at)
    values = dossier_values(printing.office, printing.settings, card) | {
        "handler": _handlers(card),
        "entry": str(number),
        "volume_year": str(year),
    }
    rows = [_step_row(printing, place) for place in range(len(card.hand_overs))]
    name = "Phiếu kiểm soát quá trình giải quyết hồ sơ"
    return Content(values, printing.office.now(), {"steps": rows}, name)


def _handlers(card: DossierCard) -> str:
    units = [slip.to_holder for slip in card.hand_overs if slip.to_holder != DESK_HOLDER]
    return "; ".join(dict.fromkeys(units)) or DESK_HOLDER


def _step_row(printing: Printing, place: int) -> Row:
    slip = printing.card.hand_overs[place]
    taken = long_moment(slip.confirmed_at) if slip.confirmed_at else "… giờ … phút, ngày … / … / ……"
    known = _judged(printing, slip)
    ticks = {"early": Timeliness.EARLY, "on_time": Timeliness.ON_TIME, "late": Timeliness.LATE}
    return {
        "units": f"1. Giao: {slip.from_holder}\n2. Nhận: {slip.to_holder}",
        "times": (
            f"Giao: {long_moment(slip.handed_at)}\nNgười giao\n\n\n"
            f"Nhận: {taken}\nNgười nhận\n\n{slip.confirmed_by}"
        ),
        **{cell: _MARK if known is result else "" for cell, result in ticks.items()},
        "note": "",
    }


def _judged(printing: Printing, slip: HandOver) -> Timeliness | None:
    """Early, on time or late where the record tells it; None leaves the boxes to be ticked.

    Known are the first transfer (its own limit is the law's), the hand-over of a finished
    dossier (the dossier's own result), and any made after the appointment has passed.
    """
    card = printing.card
    if slip is card.hand_overs[0] and slip.from_holder == DESK_HOLDER:
        limit = compute_due(card.row.received_at, _TRANSFER, read_calendar(printing.office))
        return timeliness(slip.handed_at, limit.due_at)
    if card.row.finished_at is not None and slip.handed_at >= card.row.finished_at:
        return card.row.timeliness
    promised = _legal_due(card, slip.handed_at)
    late = timeliness(slip.handed_at, promised) is Timeliness.LATE
    return Timeliness.LATE if late else None


def _legal_due(card: DossierCard, at: datetime) -> datetime | None:
    """The legal date that held at a moment: a supplement moves it."""
    promised = card.row.original_due_at
    for entry in events_of(card, DossierEvent.SUPPLEMENT_RECEIVED):
        due = entry.data.get("due")
        if entry.at <= at and due:
            promised = datetime.fromisoformat(due)
    return promised
