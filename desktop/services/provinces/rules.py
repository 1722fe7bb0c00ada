"""Sending criteria, catalogues, calendars and forms to every unit as signed rule packs."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select

from desktop.domain.appraisals import PackKind, PackState
from desktop.domain.packages import PackageRefused
from desktop.domain.roles import Permission
from desktop.models.appraisals import rule_answers, rule_packs
from desktop.models.upserts import upsert
from desktop.province.desks import Device, ProvinceDesk, devices_of, find_device
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.services.provinces.rule_drafts import RulesToSend, draft_of_file, draft_of_set
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import store_command, store_reading
from desktop.services.syncing.rule_contents import prepare_rules
from desktop.sync.carrying import lay_file
from desktop.sync.mailboxes import Mailbox
from desktop.sync.mailboxes.folder import FolderMailbox
from desktop.sync.manifest import sha256
from desktop.sync.rule_packs import (
    RulePack,
    answer_at,
    pack_of_place,
    pack_place,
    read_rule_answer,
    rules_of,
)
from desktop.wording.province import pack_title

_SETTLED = (PackState.APPLIED, PackState.DECLINED, PackState.OUTDATED)
_MOST_ANSWER = 64 * 1024


@dataclass(frozen=True, slots=True)
class SentRules:
    """A pack as it was made; ``is_new`` False when the same content was sent last."""

    id: uuid.UUID
    kind: PackKind
    name: str
    number: int
    title: str
    valid_from: date | None
    file_name: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class RulesStatus:
    """A pack with the answers: how many units in each state, how many are silent."""

    pack: SentRules
    made_at: datetime
    answers: dict[PackState, int]
    silent: tuple[str, ...]
    said: tuple[tuple[str, PackState, str], ...]


def send_rules(
    office: Office, files: Sequence[Path], wanted: RulesToSend, boxes: Iterable[Mailbox] = ()
) -> Outcome[tuple[SentRules, ...]]:
    """Makes a pack of every file, all of them or none, and lays them into the units' boxes.

    Every file is read as a unit will read it. Raises RULES_UNCLEAR, RULES_BAD_ROWS,
    RULES_BAD_FORM, CRITERIA_NOT_READY and what the readers raise. Content that was sent last
    is not sent again.
    """
    office.require(Permission.RUN_PROVINCE)
    return _send(office, [draft_of_file(office, path, wanted) for path in files], boxes)


def send_set(
    office: Office, code: str, valid_from: date | None = None, boxes: Iterable[Mailbox] = ()
) -> Outcome[tuple[SentRules, ...]]:
    """Sends a criteria set that the desk keeps. Raises CRITERIA_NOT_FOUND, CRITERIA_NOT_READY."""
    office.require(Permission.RUN_PROVINCE)
    return _send(office, [draft_of_set(office, code, valid_from)], boxes)


def lay_on_stick(office: Office, folder: Path) -> Outcome[int]:
    """Lays every pack that some unit has not settled into a folder or stick; gives how many."""
    office.require(Permission.RUN_PROVINCE)
    require_desk(office)
    with closing(FolderMailbox(folder)) as box:
        return Outcome(lay_rules(office, box), frozenset())


def _send(
    office: Office, drafts: Sequence[RulePack], boxes: Iterable[Mailbox]
) -> Outcome[tuple[SentRules, ...]]:
    desk = require_desk(office)
    for draft in drafts:
        prepare_rules(office, draft)
    with store_command(office) as (work, connection):
        sent = [_keep(connection, desk, draft, work.user.name, work.now) for draft in drafts]
        for row in sent:
            if row.is_new:
                work.audit("province.send", f"{row.kind} {row.name} {row.number}")
        work.outcome(None, Change.SYNC)
    for box in boxes:
        lay_rules(office, box)
    return Outcome(tuple(sent), frozenset({Change.SYNC}))


def lay_rules(office: Office, mailbox: Mailbox, units: frozenset[str] | None = None) -> int:
    """Lays the newest packs for every joined unit (or some) that has not settled them.

    Gives the number of files laid. Packs that every device of a unit has settled are removed.
    """
    with store_reading(office) as connection:
        devices = [d for d in devices_of(connection) if d.revoked_at is None]
        packs = _newest(connection)
        settled = _settled(connection)
    laid = 0
    for unit in sorted({d.unit_code for d in devices}):
        if units is not None and unit not in units:
            continue
        mine = [d for d in devices if d.unit_code == unit]
        due = {p.uuid for p in packs if not all((p.uuid, d.id) in settled for d in mine)}
        for pack in packs:
            if pack.uuid in due:
                place = pack_place(unit, pack.uuid)
                laid += lay_file(mailbox, place, pack.envelope.encode()) > 0
        _take_settled_away(mailbox, unit, {str(p) for p in due})
    return laid


def read_answers(office: Office, mailbox: Mailbox, names: Iterable[str]) -> int:
    """Takes in the units' answers among the names of a listing; gives how many were new."""
    taken = 0
    for name in names:
        place = answer_at(name)
        if place is None:
            continue
        with store_command(office) as (_work, connection):
            device = find_device(connection, place[1])
            if device is None or device.unit_code != place[0] or device.revoked_at is not None:
                continue
            content = mailbox.read(name, _MOST_ANSWER) or b""
            taken += _take_answer(connection, device, content)
        mailbox.delete(name)
    return taken


def rules_status(office: Office) -> tuple[RulesStatus, ...]:
    """Every pack, newest first, with what the units answered."""
    office.require(Permission.RUN_PROVINCE)
    require_desk(office)
    with store_reading(office) as connection:
        packs = connection.execute(
            select(rule_packs).order_by(rule_packs.c.made_at.desc(), rule_packs.c.number.desc())
        ).all()
        answers = connection.execute(select(rule_answers)).all()
        joined = sorted({d.unit_code for d in devices_of(connection) if d.revoked_at is None})
    return tuple(_status(row, [a for a in answers if a.pack == row.uuid], joined) for row in packs)


def _status(row: Any, answers: list[Any], joined: list[str]) -> RulesStatus:
    counted: dict[PackState, int] = {}
    for answer in answers:
        state = PackState(answer.state)
        counted[state] = counted.get(state, 0) + 1
    heard = {answer.unit_code for answer in answers}
    said = tuple((a.unit_code, PackState(a.state), a.message) for a in answers)
    silent = tuple(unit for unit in joined if unit not in heard)
    return RulesStatus(_sent(row, is_new=False), row.made_at, counted, silent, said)


def _keep(
    connection: Connection, desk: ProvinceDesk, draft: RulePack, user: str, now: datetime
) -> SentRules:
    p = rule_packs.c
    same = (p.kind == draft.kind) & (p.name == draft.name)
    query = select(rule_packs).where(same).order_by(p.number.desc()).limit(1)
    last = connection.execute(query).one_or_none()
    digest = sha256(draft.content)
    if last is not None and (last.sha256, last.valid_from) == (digest, draft.valid_from):
        return _sent(last, is_new=False)
    pack = replace(draft, number=last.number + 1 if last is not None else 1)
    values = {
        "uuid": pack.id,
        "kind": pack.kind,
        "name": pack.name,
        "number": pack.number,
        "valid_from": pack.valid_from,
        "file_name": pack.file_name,
        "sha256": digest,
        "made_at": now,
        "made_by": user,
        "envelope": pack.to_bytes(desk.signing).decode(),
    }
    connection.execute(insert(rule_packs).values(values))
    return SentRules(
        pack.id, pack.kind, pack.name, pack.number, pack.title, pack.valid_from, pack.file_name,
        True,
    )  # fmt: skip


def _sent(row: Any, *, is_new: bool) -> SentRules:
    title = pack_title(row.kind, row.name)
    return SentRules(
        row.uuid, row.kind, row.name, row.number, title, row.valid_from, row.file_name, is_new
    )


def _newest(connection: Connection) -> list[Any]:
    p = rule_packs.c
    highest = (
        select(p.kind, p.name, func.max(p.number).label("top")).group_by(p.kind, p.name).subquery()
    )
    query = select(rule_packs).join(
        highest,
        (p.kind == highest.c.kind) & (p.name == highest.c.name) & (p.number == highest.c.top),
    )
    return list(connection.execute(query.order_by(p.made_at)).all())


def _settled(connection: Connection) -> set[tuple[uuid.UUID, uuid.UUID]]:
    a = rule_answers.c
    query = select(a.pack, a.device).where(a.state.in_([str(state) for state in _SETTLED]))
    return {(row.pack, row.device) for row in connection.execute(query)}


def _take_settled_away(mailbox: Mailbox, unit: str, due: set[str]) -> None:
    """Older packs, and those that every device has settled, need not lie there any more."""
    for entry in mailbox.list(rules_of(unit)):
        pack = pack_of_place(entry.name)
        if pack and pack not in due:
            mailbox.delete(entry.name)


def _take_answer(connection: Connection, device: Device, content: bytes) -> int:
    try:
        answer = read_rule_answer(content, device.sign_key)
    except PackageRefused:
        return 0
    known = connection.execute(
        select(rule_packs.c.uuid).where(rule_packs.c.uuid == answer.pack)
    ).first()
    if known is None or (answer.unit, answer.device) != (device.unit_code, device.id):
        return 0
    values = {"state": str(answer.state), "message": answer.message, "at": answer.at}
    key = {"pack": answer.pack, "device": device.id, "unit_code": device.unit_code}
    connection.execute(
        upsert(connection, rule_answers)
        .values({**key, **values})
        .on_conflict_do_update(index_elements=["pack", "device"], set_=values)
    )
    return 1
