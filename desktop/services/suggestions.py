"""What is likely to be entered: receivers of hand-overs, signers of results, a later date."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice

from sqlalchemy import func, select

from desktop.domain.moments import local_date
from desktop.domain.roles import Role
from desktop.models.dossiers import dossiers, hand_overs
from desktop.services.calendar import read_calendar
from desktop.services.office import Office
from desktop.services.users import list_users

_RECENT = 500
_LATER_BY = 3
_FURTHEST_DAYS = 60


def hand_over_targets(office: Office, procedure_id: int | None = None) -> list[str]:
    """Places and people to hand over to: last used for the procedure first, then users."""
    latest = (
        select(hand_overs.c.to_holder, dossiers.c.procedure_id)
        .join(dossiers, dossiers.c.id == hand_overs.c.dossier_id)
        .order_by(hand_overs.c.id.desc())
        .limit(_RECENT)
    )
    with office.reading() as connection:
        rows = connection.execute(latest).all()
    same = [row.to_holder for row in rows if row.procedure_id == procedure_id]
    people = [
        user.name
        for user in list_users(office)
        if user.is_active and user.role in (Role.OFFICER, Role.LEADER, Role.DESK)
    ]
    divisions = [user.department for user in list_users(office) if user.department]
    others = [row.to_holder for row in rows]
    return list(dict.fromkeys([*same, *people, *divisions, *others]))


def later_due(office: Office, due_at: datetime | None) -> date:
    """A new promise to begin with: some working days after the old one, never a day off."""
    calendar = read_calendar(office)
    today = local_date(office.now())
    after = max(today, local_date(due_at)) if due_at is not None else today
    later = (after + timedelta(days=days) for days in range(1, _FURTHEST_DAYS))
    return next(islice(filter(calendar.is_counted, later), _LATER_BY - 1, None), after)


def known_signers(office: Office) -> list[str]:
    """Who signed results lately, most often first, then the leaders."""
    recent = (
        select(dossiers.c.result_signer)
        .where(dossiers.c.ended_at.is_not(None), dossiers.c.result_signer != "")
        .order_by(dossiers.c.ended_at.desc())
        .limit(_RECENT)
        .subquery()
    )
    counted = (
        select(recent.c.result_signer)
        .group_by(recent.c.result_signer)
        .order_by(func.count().desc())
    )
    with office.reading() as connection:
        signers = list(connection.execute(counted).scalars())
    leaders = [u.name for u in list_users(office) if u.is_active and u.role is Role.LEADER]
    return list(dict.fromkeys([*signers, *leaders]))
