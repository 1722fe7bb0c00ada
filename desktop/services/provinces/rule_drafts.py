"""Rule packs before they are signed: made from a file or a kept set, looked at, not sent yet."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from desktop.domain.appraisals import PackKind
from desktop.domain.criteria.items import CriteriaSet
from desktop.domain.criteria.set_data import set_to_data
from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.packages import MIB
from desktop.domain.roles import Permission
from desktop.imports.criteria_list import is_criteria_list
from desktop.imports.day_list import read_day_list
from desktop.imports.procedure_list import read_procedure_list
from desktop.imports.tables import read_tables
from desktop.models.appraisals import rule_packs
from desktop.models.base import canonical_json
from desktop.province.desks import devices_of
from desktop.services.assessments.importing import SetHead, import_set, read_file
from desktop.services.assessments.sets import check_ready, read_set
from desktop.services.attachments import read_attachable
from desktop.services.office import Office, new_travel_id
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import store_reading
from desktop.services.syncing.rule_contents import prepare_rules, read_layout
from desktop.sync.manifest import sha256
from desktop.sync.rule_packs import LARGEST_RULES, RulePack
from desktop.wording.province import pack_title


@dataclass(frozen=True, slots=True)
class RulesToSend:
    """What is asked beside the files. ``kind`` None: told from the file itself."""

    kind: PackKind | None = None
    valid_from: date | None = None
    head: SetHead = SetHead()


@dataclass(frozen=True, slots=True)
class RulesLook:
    """What would be sent: in words, with the number it would bear and how many units get it.

    ``is_same``: the same content was sent last and would not be sent again.
    """

    kind: PackKind
    name: str
    title: str
    file_name: str
    summary: str
    number: int
    is_same: bool
    units: int


def look_at_file(office: Office, path: Path, wanted: RulesToSend) -> RulesLook:
    """Reads a file as every unit will read it; keeps and sends nothing. Raises like sending."""
    office.require(Permission.RUN_PROVINCE)
    return _look(office, draft_of_file(office, path, wanted, keeps=False))


def look_at_set(office: Office, code: str, valid_from: date | None = None) -> RulesLook:
    """The same for a set that the desk keeps."""
    office.require(Permission.RUN_PROVINCE)
    return _look(office, draft_of_set(office, code, valid_from))


def draft_of_file(
    office: Office, path: Path, wanted: RulesToSend, *, keeps: bool = True
) -> RulePack:
    """An unsigned pack. ``keeps``: a criteria set is also kept here, to appraise by it.

    Raises RULES_UNCLEAR, RULES_BAD_FORM, CRITERIA_NOT_READY, FILE_TOO_LARGE, FILE_*.
    """
    content = read_attachable(path)
    if len(content) > LARGEST_RULES:
        facts = {"size": f"{len(content) // MIB} MiB", "most": f"{LARGEST_RULES // MIB} MiB"}
        raise RuleViolation(Rule.FILE_TOO_LARGE, file=path.name, **facts)
    kind = wanted.kind or _kind_of(path, content)
    name, file_name = str(kind), path.name
    if kind is PackKind.CRITERIA:
        criteria = _criteria(office, path, wanted.head, keeps=keeps)
        name, content = criteria.code, _content(criteria)
        file_name = f"{name}.json"
    if kind is PackKind.FORMS:
        name = read_layout(path, path.name).form
    return _pack(office, kind, name, file_name, content, wanted.valid_from)


def draft_of_set(office: Office, code: str, valid_from: date | None) -> RulePack:
    """An unsigned pack of a kept set. Raises CRITERIA_NOT_FOUND, CRITERIA_NOT_READY."""
    criteria = read_set(office, code).criteria
    check_ready(criteria)
    name = f"{criteria.code}.json"
    return _pack(office, PackKind.CRITERIA, criteria.code, name, _content(criteria), valid_from)


def _look(office: Office, draft: RulePack) -> RulesLook:
    prepared = prepare_rules(office, draft)
    p = rule_packs.c
    same = (p.kind == draft.kind) & (p.name == draft.name)
    query = select(p.number, p.sha256, p.valid_from).where(same).order_by(p.number.desc()).limit(1)
    with store_reading(office) as connection:
        last = connection.execute(query).one_or_none()
        units = {d.unit_code for d in devices_of(connection) if d.revoked_at is None}
    digest = (sha256(draft.content), draft.valid_from)
    return RulesLook(
        draft.kind,
        draft.name,
        draft.title,
        draft.file_name,
        prepared.summary,
        last.number + 1 if last is not None else 1,
        last is not None and (last.sha256, last.valid_from) == digest,
        len(units),
    )


def _pack(
    office: Office,
    kind: PackKind,
    name: str,
    file_name: str,
    content: bytes,
    valid_from: date | None,
) -> RulePack:
    return RulePack(
        new_travel_id(),
        require_desk(office).code,
        kind,
        name,
        1,
        valid_from,
        pack_title(kind, name),
        file_name,
        content,
        office.now(),
    )


def _criteria(office: Office, path: Path, head: SetHead, *, keeps: bool) -> CriteriaSet:
    """The set as the province itself keeps it, so that both sides score by the same version."""
    if not keeps:
        criteria = read_file(office, path, head).read.criteria
        check_ready(criteria)
        return criteria
    imported = import_set(office, path, head).value
    criteria = read_set(office, imported.row.code).criteria
    check_ready(criteria)
    return criteria


def _content(criteria: CriteriaSet) -> bytes:
    return canonical_json(set_to_data(criteria)).encode()


def _kind_of(path: Path, content: bytes) -> PackKind:
    if path.suffix.lower() == ".json":
        return _kind_of_json(path, content)
    tables = read_tables(path)
    if is_criteria_list(tables):
        return PackKind.CRITERIA
    readers = (
        (PackKind.PROCEDURES, read_procedure_list),
        (PackKind.CALENDAR, read_day_list),
    )
    for kind, read in readers:
        try:
            read(tables, path.name)
        except RuleViolation:
            continue
        return kind
    return PackKind.CRITERIA


def _kind_of_json(path: Path, content: bytes) -> PackKind:
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        data = None
    if isinstance(data, dict) and "blocks" in data:
        return PackKind.FORMS
    if isinstance(data, dict) and "items" in data:
        return PackKind.CRITERIA
    raise RuleViolation(Rule.RULES_UNCLEAR, file=path.name)
