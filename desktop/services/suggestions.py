"""What was entered before and is likely again: receivers of hand-overs, signers of results."""

from __future__ import annotations

from sqlalchemy import func, select

from desktop.domain.roles import Role
from desktop.models.dossiers import dossiers, hand_overs
from desktop.services.office import Office
from desktop.services.users import list_users

_RECENT = 500


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
