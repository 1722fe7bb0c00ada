"""How the invented dossiers of a practice office were paid for, and which came from elsewhere.

Draws from a chance of its own: the lives of the dossiers stay what they were without it.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from desktop.domain.dossiers import Channel
from desktop.domain.moments import local_date
from desktop.domain.payments import Payment
from desktop.domain.procedures import OnlineLevel
from desktop.services.intake_entry import DossierInput
from desktop.services.office import Office
from desktop.services.outcomes import Change
from desktop.services.procedures import list_procedures, store_facts

_SOURCE = "dữ liệu mẫu"
# Of a hundred: paid directly on the first day, online on that day, with the result, not recorded.
_SHARES: dict[Channel, tuple[int, int, int, int]] = {
    Channel.DIRECT: (86, 6, 6, 2),
    Channel.ONLINE: (0, 68, 20, 12),
    Channel.POST: (0, 15, 65, 20),
}
_OUTSIDE = 0.03


class PracticePayments:
    """Invents the columns of one dossier after the other."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(f"{seed} payments")  # noqa: S311 - invented data, not secrets

    def columns(
        self, entry: DossierInput, lived: dict[str, Any], level: OnlineLevel | None
    ) -> dict[str, Any]:
        """Payment, service level and boundary of a dossier that lived like this."""
        assert entry.received_at is not None
        outside = entry.channel is not Channel.POST and self.chance.random() < _OUTSIDE
        lodged = entry.received_at - timedelta(hours=self.chance.randint(3, 30))
        return {
            **self._paid(entry, lived),
            "online_level": level if entry.channel is Channel.ONLINE else None,
            "outside_boundary": outside,
            "submitted_at": lodged if outside else None,
        }

    def _paid(self, entry: DossierInput, lived: dict[str, Any]) -> dict[str, Any]:
        (way,) = self.chance.choices(("direct", "online", "later", ""), _SHARES[entry.channel])
        if not entry.fee_vnd or not way:
            return {}
        if way != "later":
            assert entry.received_at is not None
            return {"payment": Payment(way), "paid_on": local_date(entry.received_at)}
        returned = lived["returned_at"]
        if returned is None:
            return {"payment": Payment.UNPAID}
        return {"payment": Payment.DIRECT, "paid_on": local_date(returned)}


def give_levels(office: Office, levels: dict[str, str], since: date) -> None:
    """Invented service levels, marked as such: no source publishes them with the catalogue."""
    known = {row.code: row.facts for row in list_procedures(office)}
    with office.command() as work:
        for code, level in levels.items():
            facts = replace(known[code], online_level=OnlineLevel(level))
            store_facts(work, code, facts, _SOURCE, since)
        work.outcome(None, Change.PROCEDURES)
