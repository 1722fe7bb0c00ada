"""What waits, what failed and why, and when the province last answered."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from desktop.domain.errors import Surroundings
from desktop.domain.packages import (
    ItemOutcome,
    PackageOutcome,
    PackageProblem,
    SentState,
    SyncProblem,
)
from desktop.models.journal import outbox
from desktop.models.offices import settings
from desktop.models.sync import sent_items, sent_packages, unknown_receipts
from desktop.services.office import Office
from desktop.services.settings import SENDING_PAUSED
from desktop.services.syncing.links import device_keys, read_link
from desktop.services.syncing.rule_rows import rules_problems
from desktop.services.syncing.schedule import Schedule, schedule
from desktop.services.syncing.standing import last_word, unsettled_items
from desktop.sync.signatures import fingerprint
from desktop.wording.sync import NO_LABELS, PAUSED_BY_PROVINCE, PAUSED_BY_RESTORE, notice_text

# A package that lies about for longer needs a person.
_LONG_DAYS = 7
# A province looks into its mailbox every day; a first package that long needs a question.
_UNANSWERED_DAYS = 2
_MOST_NOTICES = 50
# What the province notes about a package that it has taken in, and that only this desk can mend.
_MEND_HERE = (PackageProblem.CLOCK_DIFFERS, PackageProblem.DESK_NUMBER_TAKEN)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know or do; ``label`` is the code of the dossier it is about,
    ``pack`` the end of the id of the rule pack. Where the province has shut this machine out, only
    a new invitation helps.

    ``since`` is when it began or was learnt: a state without an age is soon overlooked.
    """

    code: SyncProblem | Surroundings
    message: str
    label: str = ""
    since: datetime | None = None
    pack: str = ""
    wants_invitation: bool = False


@dataclass(frozen=True, slots=True)
class WaitingPackage:
    """A package without an answer; ``laid_at`` when it was last put into a mailbox."""

    id: int
    chain: uuid.UUID
    number: int
    parts: int
    items: int
    bytes: int
    since: datetime
    laid_at: datetime | None


@dataclass(frozen=True, slots=True)
class AnsweredPackage:
    """A package with the province's answer."""

    id: int
    number: int
    items: int
    made_at: datetime
    answered_at: datetime
    outcome: PackageOutcome


@dataclass(frozen=True, slots=True)
class AnsweredItem:
    """One line of the list of items sent: what the receipt says about it."""

    kind: str
    label: str
    outcome: ItemOutcome | None
    message: str


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """The whole of a sync page. ``unpacked`` records wait outside any package since a time.

    ``fingerprint`` is that of this machine's key: the province asks for it by telephone.
    """

    province: str
    unit_code: str
    device: uuid.UUID
    mailbox: str
    joined_at: datetime
    enrolled_at: datetime | None
    paused_why: str
    unpacked: int
    unpacked_since: datetime | None
    waiting: tuple[WaitingPackage, ...]
    last_acknowledged: datetime | None
    problems: tuple[Notice, ...]
    road: Schedule | None = None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class RoadView:
    """The road in one glance; ``planned`` None where only sticks travel."""

    province: str
    planned: Schedule | None
    waiting: int
    last_acknowledged: datetime | None
    paused_why: str


def sync_status(office: Office) -> SyncStatus | None:
    """Where sending stands; None when the office has not joined a province."""
    with office.reading() as connection:
        link = read_link(connection)
        if link is None:
            return None
        unpacked = connection.execute(
            select(func.count().label("records"), func.min(outbox.c.queued_at).label("since"))
        ).one()
        own_key = device_keys(connection).signing.public
    planned = schedule(office)
    return SyncStatus(
        link.province.name,
        office.info.unit_code,
        link.device,
        link.mailbox,
        link.joined_at,
        link.enrolled_at,
        paused_why(office),
        unpacked.records,
        unpacked.since,
        waiting_packages(office),
        last_acknowledged(office),
        (*_of_road(planned), *notices(office)),
        planned,
        fingerprint(own_key),
    )


def road_view(office: Office) -> RoadView | None:
    """What the strip shows; None when the office has not joined a province."""
    with office.reading() as connection:
        link = read_link(connection)
    if link is None:
        return None
    return RoadView(
        link.province.name,
        schedule(office),
        len(waiting_packages(office)),
        last_acknowledged(office),
        paused_why(office),
    )


def waiting_packages(office: Office) -> tuple[WaitingPackage, ...]:
    """Packages without an answer, oldest first."""
    p = sent_packages.c
    query = select(
        p.id, p.chain, p.number, p.parts, p.item_count, p.bytes, p.made_at, p.laid_at
    ).where(p.state == SentState.WAITING)
    with office.reading() as connection:
        return tuple(WaitingPackage(*row) for row in connection.execute(query.order_by(p.id)))


def answered_packages(office: Office, limit: int = 200) -> tuple[AnsweredPackage, ...]:
    """Packages with an answer, newest first."""
    p = sent_packages.c
    query = select(p.id, p.number, p.item_count, p.made_at, p.acknowledged_at, p.outcome)
    query = query.where(p.outcome.is_not(None)).order_by(p.id.desc()).limit(limit)
    with office.reading() as connection:
        return tuple(AnsweredPackage(*row) for row in connection.execute(query))


def items_of(office: Office, package_id: int) -> tuple[AnsweredItem, ...]:
    """The list of items of a package with their outcomes, in order."""
    i = sent_items.c
    query = select(i.record_kind, i.label, i.outcome, i.message)
    query = query.where(i.package_id == package_id).order_by(i.position)
    with office.reading() as connection:
        return tuple(AnsweredItem(*row) for row in connection.execute(query))


def last_acknowledged(office: Office) -> datetime | None:
    """When the province's last word arrived here."""
    with office.reading() as connection:
        return last_word(connection, office.now())


def paused_why(office: Office) -> str:
    """Why sending is paused, in words; empty when it is not."""
    with office.reading() as connection:
        query = select(settings.c.value).where(settings.c.key == SENDING_PAUSED)
        value = connection.execute(query).scalar_one_or_none()
    if not value:
        return ""
    return PAUSED_BY_RESTORE if value is True else PAUSED_BY_PROVINCE


def notice(code: SyncProblem, *, since: datetime | None = None, **facts: object) -> Notice:
    """A notice with its words."""
    label, pack = str(facts.get("label", "")), str(facts.get("id", ""))
    return Notice(code, notice_text(code, facts), label, since, pack)


def notices(office: Office) -> tuple[Notice, ...]:
    """Everything that is not as it should be, most pressing first."""
    why = paused_why(office)
    found = [notice(SyncProblem.SENDING_PAUSED, why=why)] if why else []
    with office.reading() as connection:
        found.extend(_answered(connection))
        found.extend(_items(connection))
        found.extend(_after_backup(connection))
    found.extend(
        notice(code, since=since, **facts) for code, facts, since in rules_problems(office)
    )
    found.extend(_unanswered(office))
    for package in waiting_packages(office):
        days = (office.now() - package.since).days
        if days >= _LONG_DAYS:
            found.append(notice(SyncProblem.WAITING_LONG, package=package.number, days=days))
    return tuple(found[:_MOST_NOTICES])


def _unanswered(office: Office) -> Iterator[Notice]:
    """A machine that the province does not know gets no receipt, and would wait for ever."""
    with office.reading() as connection:
        link = read_link(connection)
    if link is None or link.enrolled_at is not None:
        return
    laid = [package.laid_at for package in waiting_packages(office) if package.laid_at]
    days = (office.now() - min(laid)).days if laid else 0
    if days >= _UNANSWERED_DAYS:
        yield notice(SyncProblem.ENROLMENT_UNANSWERED, since=min(laid), days=days)


def _of_road(planned: Schedule | None) -> Iterator[Notice]:
    """What the last turns over the network came to nothing for, and since when."""
    if planned is not None and planned.state.failures:
        state = planned.state
        yield Notice(Surroundings(state.problem), state.message, since=state.failed_since)


def _answered(connection: Connection) -> Iterator[Notice]:
    """The province's word on the last package: refused and none accepted since, or a note."""
    p = sent_packages.c
    last = connection.execute(
        select(p.number, p.state, p.receipt, p.acknowledged_at)
        .where(p.state.in_((SentState.REJECTED, SentState.ACKNOWLEDGED)))
        .order_by(p.id.desc())
        .limit(1)
    ).one_or_none()
    if last is None:
        return
    said = json.loads(json.loads(last.receipt)["text"])["problems"]
    is_refused = last.state is SentState.REJECTED
    worth_a_word = [p["message"] for p in said if is_refused or p["code"] in _MEND_HERE]
    if worth_a_word:
        code = SyncProblem.REJECTED if is_refused else SyncProblem.PROVINCE_NOTED
        facts = {"package": last.number, "why": " ".join(worth_a_word)}
        is_revoked = any(p["code"] == PackageProblem.DEVICE_REVOKED for p in said)
        found = notice(code, since=last.acknowledged_at, **facts)
        yield replace(found, wants_invitation=is_revoked)


def _items(connection: Connection) -> Iterator[Notice]:
    query = (
        select(sent_items, sent_packages.c.acknowledged_at)
        .join(sent_packages, sent_packages.c.id == sent_items.c.package_id)
        .where(unsettled_items())
        .limit(_MOST_NOTICES)
    )
    for row in connection.execute(query):
        yield _item_notice(row)


def _item_notice(row: Any) -> Notice:
    if row.outcome is ItemOutcome.QUARANTINED:
        facts = {"label": row.label, "why": row.message}
        return notice(SyncProblem.QUARANTINED, since=row.acknowledged_at, **facts)
    return notice(SyncProblem.NEWER_AT_PROVINCE, since=row.acknowledged_at, label=row.label)


def _after_backup(connection: Connection) -> Iterator[Notice]:
    query = select(unknown_receipts).order_by(unknown_receipts.c.received_at)
    for row in connection.execute(query.limit(_MOST_NOTICES)):
        labels = ", ".join(row.missing) or NO_LABELS
        facts = {"package": row.number, "labels": labels}
        yield notice(SyncProblem.SENT_AFTER_BACKUP, since=row.noted_at, **facts)
