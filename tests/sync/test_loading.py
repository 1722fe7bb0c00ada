"""Loading is idempotent and does not care for order: the same records, the same register."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, select

from desktop.domain.packages import ItemOutcome, ItemReason, ItemRefused, PackageOutcome
from desktop.models.province import (
    received_packages,
    superseded_records,
    unit_devices,
    unit_dossiers,
)
from desktop.province.arrivals import arrived_dossier
from desktop.province.loading import Loading, load_dossiers
from desktop.services.office import Office
from desktop.sync.records import Record, Revision
from tests.sync.test_packages import DOSSIER

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
DEVICES = [uuid.UUID(int=number) for number in (1, 2)]


class _RollBack(Exception):
    """Every example begins with an empty desk."""


@contextmanager
def empty_desk(province: Office) -> Iterator[Connection]:
    """A transaction with two devices that is taken back at the end."""
    with suppress(_RollBack), province.command() as work:
        prepare(work.connection)
        yield work.connection
        raise _RollBack


def prepare(connection: Connection) -> None:
    """Two devices with one package each."""
    for number, device in enumerate(DEVICES, start=1):
        connection.execute(
            insert(unit_devices).values(
                uuid=device, unit_code="24259", desk_number=number, name="", sign_key="",
                seal_key="", enrolled_at=NOW,
            )
        )  # fmt: skip
        connection.execute(
            insert(received_packages).values(
                id=number, unit_code="24259", device=device, chain=device, number=1,
                manifest_sha256=str(number), made_at=NOW, received_at=NOW, item_count=1, bytes=1,
                outcome=PackageOutcome.ACCEPTED, problems=[], receipt="",
            )
        )  # fmt: skip


def a_version(dossier: int, counter: int, device: int) -> Record:
    content = DOSSIER | {"code": f"24259-261120-{dossier:04d}", "sets": counter * 10 + device}
    revision = Revision(counter, DEVICES[device])
    return Record("dossier", uuid.UUID(int=dossier), revision, content)


def load(connection: Connection, records: list[Record]) -> list[Any]:
    found: list[Any] = []
    for record in records:
        number = DEVICES.index(record.revision.device) + 1
        loading = Loading("24259", record.revision.device, number, NOW)
        found += load_dossiers(connection, loading, [arrived_dossier(record)])
    return found


def register(connection: Connection) -> tuple[set[Any], set[Any]]:
    """What stands, and every version that is kept at all."""
    d, s = unit_dossiers.c, superseded_records.c
    stands = {tuple(r) for r in connection.execute(select(d.uuid, d.counter, d.device))}
    lost = {tuple(r) for r in connection.execute(select(s.record_uuid, s.counter, s.device))}
    return stands, lost | stands


versions = st.builds(a_version, st.integers(1, 3), st.integers(1, 4), st.integers(0, 1))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=st.lists(versions, min_size=1, max_size=12), data=st.data())
def test_any_order_and_any_repetition_gives_the_same_register(
    province: Office, records: list[Record], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(records + records[: len(records) // 2]))
    results = []
    for order in (records, shuffled):
        with empty_desk(province) as connection:
            load(connection, order)
            results.append(register(connection)[0])
            again = load(connection, order)
            assert ItemOutcome.APPLIED not in again
    newest: dict[uuid.UUID, Revision] = {}
    for record in records:
        newest[record.id] = max(newest.get(record.id, record.revision), record.revision)
    expected = {(key, revision.counter, revision.device) for key, revision in newest.items()}
    assert results == [expected, expected]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_version_of_another_device_that_loses_is_kept(
    province: Office, order: tuple[int, int]
) -> None:
    rivals = [a_version(1, 5, 0), a_version(1, 5, 1)]
    with empty_desk(province) as connection:
        load(connection, [rivals[place] for place in order])
        stands, kept = register(connection)
        assert stands == {(rivals[1].id, 5, DEVICES[1])}
        assert len(kept) == 2


def test_two_dossiers_with_one_code_are_told_apart(province: Office) -> None:
    first, second = a_version(1, 1, 0), a_version(2, 1, 1)
    second.content["code"] = first.content["code"]
    with empty_desk(province) as connection:
        applied, refused = load(connection, [first, second])
        assert applied is ItemOutcome.APPLIED
        assert isinstance(refused, ItemRefused)
        assert refused.reason is ItemReason.CODE_TAKEN


def test_dossier_of_another_unit_is_never_overwritten(province: Office) -> None:
    with empty_desk(province) as connection:
        load(connection, [a_version(1, 1, 0)])
        loading = Loading("24265", DEVICES[1], 2, NOW)
        rival = arrived_dossier(a_version(1, 9, 1))
        (refused,) = load_dossiers(connection, loading, [rival])
        assert isinstance(refused, ItemRefused)
        assert refused.reason is ItemReason.OTHER_UNIT
