"""Where the way to the province stands, for the strip under every page: cheap to ask.

Nothing here loads a key or a seal: it is asked at the start of the program and after every
dossier.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, select

from desktop.domain.packages import ItemOutcome, SentState
from desktop.models.journal import outbox
from desktop.models.offices import settings
from desktop.models.province import province_desks
from desktop.models.sync import province_links, sent_items, sent_packages
from desktop.services.office import Office
from desktop.services.settings import SENDING_PAUSED

_DOSSIER = "dossier"


@dataclass(frozen=True, slots=True)
class Standing:
    """``unsent`` records wait outside any package; ``waiting`` packages wait for a receipt.

    ``to_look_at`` items were not taken as sent. ``province`` is empty before joining; ``joined_at``
    and ``last_word`` are None then.
    """

    is_province: bool
    province: str
    joined_at: datetime | None
    is_paused: bool
    unsent: int
    waiting: int
    last_word: datetime | None
    to_look_at: int = 0


def standing(office: Office) -> Standing:
    """Where sending stands now."""
    with office.reading() as connection:
        if connection.execute(select(province_desks.c.id)).first() is not None:
            return Standing(True, "", None, False, 0, 0, None)
        link = connection.execute(
            select(province_links.c.province_name, province_links.c.joined_at)
        ).one_or_none()
        if link is None:
            return Standing(False, "", None, False, 0, 0, None)
        paused = connection.execute(
            select(settings.c.value).where(settings.c.key == SENDING_PAUSED)
        ).scalar_one_or_none()
        unsent = connection.execute(
            select(func.count()).where(outbox.c.record_kind == _DOSSIER)
        ).scalar_one()
        waiting = connection.execute(
            select(func.count()).where(sent_packages.c.state == SentState.WAITING)
        ).scalar_one()
        last = last_word(connection, office.now())
        bad = connection.execute(select(func.count()).where(unsettled_items())).scalar_one()
    told = bool(paused), unsent, waiting, last, bad
    return Standing(False, link.province_name, link.joined_at, *told)


def last_word(connection: Connection, now: datetime) -> datetime | None:
    """When the province's last word arrived here.

    One that was read while this clock stood years ahead would look fresh for all those years:
    of such a receipt the province's own time counts.
    """
    p = sent_packages.c
    arrived = select(func.max(p.acknowledged_at)).where(p.acknowledged_at <= now)
    ahead = (
        select(p.receipt)
        .where(p.acknowledged_at > now, p.receipt.is_not(None))
        .order_by(p.id.desc())
        .limit(1)
    )
    found = [connection.execute(arrived).scalar_one()]
    for receipt in connection.execute(ahead).scalars():
        said = json.loads(json.loads(receipt)["text"])["received_at"]
        found.append(datetime.fromisoformat(said))
    return max((at for at in found if at is not None), default=None)


def unsettled_items() -> ColumnElement[bool]:
    """Items in quarantine, or older than what the province has, that were not settled since."""
    later = sent_items.alias("later")
    settled = select(later.c.position).where(
        later.c.record_uuid == sent_items.c.record_uuid,
        later.c.counter >= sent_items.c.counter,
        later.c.outcome.in_((ItemOutcome.APPLIED, ItemOutcome.ALREADY_THERE)),
    )
    bad = sent_items.c.outcome.in_((ItemOutcome.QUARANTINED, ItemOutcome.OLDER))
    return and_(bad, ~settled.exists())
