"""A desk's package may hold anything: what is spoilt in it is put aside, and the rest goes on."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

import pytest
from sqlalchemy import select

from desktop.domain.desks import DeskKind
from desktop.domain.payments import Payment
from desktop.models.dossiers import dossiers
from desktop.security import key_file
from desktop.services.attachments import attach
from desktop.services.doctor import examine
from desktop.services.office import Office
from desktop.services.progress import Silent
from desktop.services.syncing.desk_bodies import body_sha256, shared_records
from desktop.services.syncing.desk_dossiers import SINCE_0021, dossier_bodies, lay_dossier
from desktop.services.syncing.desk_reading import Turn, take_in_package
from desktop.services.syncing.desk_refusals import CannotTakeIn
from desktop.services.syncing.desk_shapes import check_dossier
from desktop.services.syncing.desks import office_id
from desktop.services.syncing.links import this_device
from desktop.sync.mailboxes.folder import FolderMailbox
from desktop.sync.manifest import Manifest, Origin
from desktop.sync.opening import Head
from desktop.sync.records import Record, Revision
from tests.desks.unit import Unit
from tests.factory import FRIDAY_MORNING, a_received
from tests.services.files import a_png

BAD: tuple[Any, ...] = (None, -1, 2**63, 10**30, 1.5, "", "x", "\x00", [], [None], {}, {"a": []})


def bodies(desk: Office) -> Iterator[tuple[DeskKind, uuid.UUID, dict[str, Any]]]:
    """One record of each kind as this desk tells it."""
    with desk.reading() as connection:
        ids = list(connection.execute(select(dossiers.c.uuid)).scalars())
        found = [*dossier_bodies(connection, ids)]
        found += list(shared_records(connection, key_file.load(desk.folder)))
    told: set[DeskKind] = set()
    for shared in found:
        if shared.kind not in told and shared.body is not None:
            told.add(shared.kind)
            yield shared.kind, shared.id, shared.body


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    inner = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data[:2])
        if isinstance(data, list)
        else ()
    )
    for key, value in inner:
        yield from places(value, (*path, key))


def spoilt(body: dict[str, Any]) -> Iterator[Any]:
    """The body with each place wrong in each way, or gone; and no body at all."""
    yield from (None, {}, {"columns": {}})
    turns = cycle((*BAD, KeyError))
    for path in places(body):
        if path[0] == "procedure":
            continue  # one that is not known here may still come: the package waits for it
        # Every place in two ways, the next place in the next two.
        for bad in islice(turns, 2):
            wrong = copy.deepcopy(body)
            holder: Any = wrong
            for key in path[:-1]:
                holder = holder[key]
            if bad is KeyError:
                holder.pop(path[-1])
            else:
                holder[path[-1]] = bad
            yield wrong


def take_in(desk: Office, sender: uuid.UUID, number: int, records: list[Record]) -> Turn:
    with desk.reading() as connection:
        home = office_id(connection)
    turn = Turn(desk, FolderMailbox(desk.folder), Silent(), home)
    origin = Origin(desk.info.unit_code, sender, uuid.UUID(int=5), "")
    manifest = Manifest(origin, "", "", number, None, FRIDAY_MORNING, {}, ())
    lines = [record.line().rstrip(b"\n") for record in records]
    take_in_package(turn, Head(manifest, f"{number:064d}"), lines, [])
    return turn


def test_every_body_with_a_wrong_value_is_taken_in_or_put_aside(unit: Unit) -> None:
    first, second, _third = unit.desks
    code = a_received(second).code
    attach(second, code, "thẻ.png", a_png("x"))
    with second.reading() as connection:
        sender = this_device(connection)
    records = []
    for kind, record_id, body in bodies(second):
        for counter, wrong in enumerate(spoilt(body), start=10):
            content = {
                "label": "x", "version": f"{len(records):032x}", "past": [],
                "sha256": body_sha256(wrong), "body": wrong,
            }  # fmt: skip
            records.append(Record(kind, record_id, Revision(counter, sender), content))
    size = 2_000
    aside = 0
    for number, start in enumerate(range(0, len(records), size), start=1):
        turn = take_in(first, sender, number, records[start : start + size])
        aside += len(turn.items)
    assert aside > 50
    wrong = {check.name for check in examine(first) if not check.ok}
    assert wrong <= {"backups", "clock", "calendar"}


def test_what_an_older_desk_does_not_tell_stays_as_it_stands(unit: Unit) -> None:
    desk = unit.desks[0]
    a_received(desk, fee_vnd=8_000)
    (_, record, body) = next(one for one in bodies(desk) if one[0] is DeskKind.DOSSIER)
    older = copy.deepcopy(body)
    for name in SINCE_0021:
        del older["columns"][name]
    older["columns"]["note"] = "Ghi ở quầy cũ"
    check_dossier(older)
    for told in ({"payment": "cash"}, {"paid_on": "hôm qua"}, {"outside_boundary": 2}):
        with pytest.raises((CannotTakeIn, ValueError)):
            check_dossier({**body, "columns": {**body["columns"], **told}})
    with desk.command() as work:
        lay_dossier(work, record, older, work.revision(), desk.info.device_id)
    with desk.reading() as connection:
        row = connection.execute(select(dossiers)).one()
    assert (row.note, row.payment) == ("Ghi ở quầy cũ", Payment.DIRECT)
    assert row.paid_on is not None
