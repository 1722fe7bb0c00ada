"""The unit's side of rule packs: checked, applied whole or shown for acceptance, answered.

A pack of the province is applied by itself, unless it would overwrite what a person of this
office changed by hand: then it waits until one looks. Of the same kind and name only a higher
number counts; the same pack twice is one.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection, insert, select, update

from desktop.domain.appraisals import PackKind, PackState
from desktop.domain.errors import EnvironmentProblem, InputRefused, Rule, RuleViolation
from desktop.domain.packages import (
    MOST_ENVELOPE_BYTES,
    PackageProblem,
    PackageRefused,
)
from desktop.domain.roles import Permission
from desktop.models.rules import received_rules
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change, Outcome
from desktop.services.syncing.links import Link, device_keys
from desktop.services.syncing.rule_contents import Prepared, prepare_rules
from desktop.services.syncing.rule_rows import ReceivedRules, list_rules
from desktop.sync.carrying import lay_file
from desktop.sync.mailboxes import Mailbox
from desktop.sync.rule_packs import (
    RuleAnswer,
    RulePack,
    answer_place,
    pack_of_place,
    read_rule_pack,
    rules_of,
)
from desktop.wording.problems import message
from desktop.wording.province import (
    PACK_APPLIED,
    PACK_DECLINED,
    PACK_OUTDATED,
    PACK_WAITS,
)
from desktop.wording.sync import package_problem_text

_CHANGED = {
    PackKind.CRITERIA: Change.CRITERIA,
    PackKind.PROCEDURES: Change.PROCEDURES,
    PackKind.CALENDAR: Change.CALENDAR,
    PackKind.FORMS: Change.OFFICE,
}
# Who may accept or decline a pack.
MAY_ACCEPT = {
    PackKind.CRITERIA: Permission.EDIT_CRITERIA,
    PackKind.PROCEDURES: Permission.EDIT_PROCEDURES,
    PackKind.CALENDAR: Permission.EDIT_CALENDAR,
    PackKind.FORMS: Permission.EDIT_OFFICE,
}


@dataclass(frozen=True, slots=True)
class RulesTaken:
    """What one look into the mailbox brought: how many packs, what changed, what was refused."""

    received: int = 0
    changes: frozenset[Change] = frozenset()
    refused: tuple[str, ...] = ()


def take_rules(office: Office, link: Link, mailbox: Mailbox) -> RulesTaken:
    """Takes in every pack that is not known yet, in the order of making, and answers them all."""
    known = {str(row.id) for row in list_rules(office)}
    fresh: list[tuple[RulePack, bytes]] = []
    refused: list[str] = []
    for entry in mailbox.list(rules_of(office.info.unit_code)):
        pack_id = pack_of_place(entry.name)
        if not pack_id or pack_id in known:
            continue
        content = mailbox.read(entry.name, MOST_ENVELOPE_BYTES) or b""
        try:
            fresh.append((_checked(content, link), content))
        except PackageRefused as problem:
            refused.append(package_problem_text(problem.problem, problem.facts))
    changes: set[Change] = set()
    for pack, content in sorted(fresh, key=lambda pair: (pair[0].made_at, pair[0].number)):
        changes |= _take_one(office, pack, content)
    _answer(office, link, mailbox)
    return RulesTaken(len(fresh), frozenset(changes), tuple(refused))


def accept_rules(office: Office, pack: str) -> Outcome[ReceivedRules]:
    """Applies a pack that waits, over what was changed by hand; ``pack``: its id or its end.

    Raises RULES_NOT_FOUND, and what the content's own reader raises.
    """
    row = _waiting(office, pack)
    office.require(MAY_ACCEPT[row.kind])
    with office.reading() as connection:
        envelope = connection.execute(
            select(received_rules.c.envelope).where(received_rules.c.uuid == row.id)
        ).scalar_one()
        link = _link(connection)
    held = link.trusted(partial(read_rule_pack, envelope.encode()))
    prepared = prepare_rules(office, held)
    with office.command() as work:
        prepared.apply(work, over_own=True)
        _decide(work, row.id, PackState.APPLIED, PACK_APPLIED.format(what=prepared.summary))
        work.audit("rules.accept", f"{row.kind} {row.name} {row.number}")
        work.outcome(None, Change.SYNC, _CHANGED[row.kind])
    return Outcome(_find(office, row.id), frozenset({Change.SYNC, _CHANGED[row.kind]}))


def decline_rules(office: Office, pack: str) -> Outcome[ReceivedRules]:
    """Keeps the office's own way; the province is told. Raises RULES_NOT_FOUND."""
    row = _waiting(office, pack)
    office.require(MAY_ACCEPT[row.kind])
    with office.command() as work:
        _decide(work, row.id, PackState.DECLINED, PACK_DECLINED.format(user=office.user.name))
        work.audit("rules.decline", f"{row.kind} {row.name} {row.number}")
        work.outcome(None, Change.SYNC)
    return Outcome(_find(office, row.id), frozenset({Change.SYNC}))


def _checked(content: bytes, link: Link) -> RulePack:
    pack = link.trusted(partial(read_rule_pack, content))
    if pack.province != link.province.code:
        raise PackageRefused(PackageProblem.NOT_FOR_US)
    return pack


def _take_one(office: Office, pack: RulePack, content: bytes) -> set[Change]:
    """Applies, lays aside or refuses one pack: one transaction, everything or nothing."""
    prepared, state, said = _judged(office, pack)
    changes = {Change.SYNC}
    with office.command() as work:
        if prepared is not None and state is PackState.APPLIED:
            prepared.apply(work, over_own=False)
            changes.add(_CHANGED[pack.kind])
        work.connection.execute(
            insert(received_rules).values(
                uuid=pack.id,
                kind=pack.kind,
                name=pack.name,
                number=pack.number,
                valid_from=pack.valid_from,
                file_name=pack.file_name,
                sha256="",
                state=state,
                message=said,
                received_at=work.now,
                decided_at=work.now if state is PackState.APPLIED else None,
                envelope=content.decode(),
            )
        )
        work.audit("rules.take", f"{pack.kind} {pack.name} {pack.number}", state=str(state))
        work.outcome(None, *changes)
    return changes


def _judged(office: Office, pack: RulePack) -> tuple[Prepared | None, PackState, str]:
    newest = _newest_number(office, pack.kind, pack.name)
    if newest >= pack.number:
        return None, PackState.OUTDATED, PACK_OUTDATED.format(number=newest)
    try:
        prepared = prepare_rules(office, pack)
    except (RuleViolation, InputRefused, EnvironmentProblem) as problem:
        return None, PackState.REFUSED, message(problem).what
    if prepared.own_changes:
        where = ", ".join(prepared.own_changes[:10])
        return prepared, PackState.WAITING, PACK_WAITS.format(where=where, what=prepared.summary)
    return prepared, PackState.APPLIED, PACK_APPLIED.format(what=prepared.summary)


def _newest_number(office: Office, kind: PackKind, name: str) -> int:
    """The highest number that was not refused; refused ones may be sent again, mended."""
    counted = (PackState.APPLIED, PackState.WAITING, PackState.DECLINED)
    rows = [r for r in list_rules(office) if (r.kind, r.name) == (kind, name)]
    return max((row.number for row in rows if row.state in counted), default=0)


def _answer(office: Office, link: Link, mailbox: Mailbox) -> None:
    """Lays an answer for every pack that lies in this mailbox."""
    lying = {pack_of_place(e.name) for e in mailbox.list(rules_of(office.info.unit_code))}
    with office.reading() as connection:
        signing = device_keys(connection).signing
    for row in list_rules(office):
        if str(row.id) in lying:
            at = row.decided_at or row.received_at
            unit = office.info.unit_code
            answer = RuleAnswer(row.id, unit, link.device, row.state, row.message, at)
            lay_file(mailbox, answer_place(unit, link.device, row.id), answer.to_bytes(signing))


def _waiting(office: Office, pack: str) -> ReceivedRules:
    wanted = pack.strip().lower()
    found = [
        row
        for row in list_rules(office)
        if len(wanted) >= 4
        and str(row.id).endswith(wanted)
        and row.state in (PackState.WAITING, PackState.DECLINED)
    ]
    if len(found) != 1:
        raise RuleViolation(Rule.RULES_NOT_FOUND, pack=pack)
    return found[0]


def _find(office: Office, pack: uuid.UUID) -> ReceivedRules:
    return next(row for row in list_rules(office) if row.id == pack)


def _decide(work: Work, pack: uuid.UUID, state: PackState, said: str) -> None:
    work.connection.execute(
        update(received_rules)
        .where(received_rules.c.uuid == pack)
        .values(state=state, message=said, decided_at=work.now, decided_by=work.user.name)
    )


def _link(connection: Connection) -> Link:
    from desktop.services.syncing.links import read_link

    link = read_link(connection)
    if link is None:
        raise RuleViolation(Rule.NOT_JOINED)
    return link
