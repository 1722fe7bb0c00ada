"""A desk whose data lie in its folder moves onto a server: all of it, or nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, insert, select, text

from desktop.domain.appraisals import Step
from desktop.domain.errors import Cancelled, Rule, RuleViolation
from desktop.domain.packages import ItemReason
from desktop.models.appraisals import province_state, verdict_events
from desktop.models.postgres import Postgres
from desktop.models.province import quarantined_items
from desktop.models.store_schema import STORE_TABLES, is_empty
from desktop.province import moving as rows
from desktop.services.audit import read_audit
from desktop.services.clock import FixedClock
from desktop.services.door import PRACTICE_PASSWORD
from desktop.services.office import Office
from desktop.services.progress import Cancellable
from desktop.services.provinces import moving
from desktop.services.provinces.locks import set_lock
from desktop.services.provinces.moving import move_to_server
from desktop.services.provinces.status import province_status
from desktop.services.provinces.storing import store_command, store_reading
from desktop.services.signing_in import sign_in
from tests.cli.shell import Shell
from tests.factory import PRACTICE_ADMIN

YEAR = 2026


@pytest.fixture
def desk(
    practice_province_template: Path, tmp_path: Path, clock: FixedClock, address: str
) -> Iterator[Office]:
    """Eight units in the midst of an appraisal, in a folder."""
    shutil.copytree(practice_province_template, tmp_path / "tỉnh")
    opened = sign_in(tmp_path / "tỉnh", PRACTICE_ADMIN, PRACTICE_PASSWORD, clock)
    yield opened
    opened.close()


def everything(connection: Connection) -> dict[str, list[str]]:
    """All data of a desk as the program reads them."""
    return {
        table.name: sorted(str(tuple(row)) for row in connection.execute(select(table)))
        for table in STORE_TABLES
    }


def is_untouched(address: str) -> bool:
    server = Postgres(address)
    try:
        with server.reading() as connection:
            return is_empty(connection)
    finally:
        server.close()


def test_all_rows_arrive_and_the_desk_works_on(
    desk: Office, address: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    units = province_status(desk, YEAR)
    with store_command(desk) as (_work, connection):
        # A text that a server cannot keep as it is.
        last = connection.execute(text("SELECT max(id) FROM received_packages")).scalar_one()
        connection.execute(
            insert(quarantined_items).values(
                package_id=last, position=99, reason=ItemReason.NOT_JSON, text="a\0b"
            )
        )
    with desk.reading() as connection:
        before = everything(connection)
    # At the prompt: the whole way from the arguments to the sentence.
    shell = Shell(desk.folder, capsys, monkeypatch, PRACTICE_ADMIN, PRACTICE_PASSWORD)
    assert shell("province", "move-to-server", "mysql://x/y").code == 1
    answer = shell("province", "move-to-server", address)
    assert answer.code == 0
    assert answer.data["rows"] == sum(map(len, before.values()))
    assert answer.data["dossiers"] == len(before["unit_dossiers"]) > 100
    assert answer.data["database"].startswith(address.split("host=")[1])

    again = sign_in(desk.folder, PRACTICE_ADMIN, PRACTICE_PASSWORD, desk.clock)
    with store_reading(again) as connection:
        assert connection.dialect.name == "postgresql"
        found = everything(connection)
    assert found.pop("quarantined_items") == [
        row.replace("\\x00", "\ufffd") for row in before["quarantined_items"]
    ]
    assert found == {name: kept for name, kept in before.items() if name in found}
    assert province_status(again, YEAR) == units
    # The folder still holds what it held, and its journal tells of the move.
    with again.reading() as connection:
        assert everything(connection) == before
    assert read_audit(again)[-1].action == "province.move"
    with store_command(again) as (_work, connection):
        highest = select(func.max(verdict_events.c.id)).scalar_subquery()
        counter = func.nextval(func.pg_get_serial_sequence("verdict_events", "id"))
        assert connection.execute(select(counter > highest)).scalar_one()
    with pytest.raises(RuleViolation) as twice:
        move_to_server(again, address)
    assert twice.value.code is Rule.ALREADY_ON_SERVER
    again.close()


def test_whatever_goes_wrong_nothing_is_half_moved(
    desk: Office, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Cancelled):
        move_to_server(desk, address, Cancellable(after_steps=2))
    assert is_untouched(address)

    def damaging(folder: Connection, server: Connection, today: date, told: rows.Told) -> None:
        rows.copy_store(folder, server, today, told)
        changed = "UPDATE unit_dossiers SET content = replace(content, '0', '1') WHERE code ="
        server.execute(text(f"{changed} (SELECT max(code) FROM unit_dossiers)"))

    with monkeypatch.context() as patch:
        patch.setattr(moving, "copy_store", damaging)
        with pytest.raises(RuleViolation) as differs:
            move_to_server(desk, address)
    assert (differs.value.code, differs.value.facts["table"]) == (
        Rule.DATABASE_DIFFERS,
        "unit_dossiers",
    )
    assert is_untouched(address)

    # The machine dies after the server has committed and before the folder was told.
    def dies(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(moving, "remember_address", dies)
        with suppress(KeyboardInterrupt):
            move_to_server(desk, address)
    with store_reading(desk) as connection:
        assert connection.dialect.name == "sqlite"
    assert not is_untouched(address)
    # Since then somebody went on working in the folder: that copy is no longer the same.
    set_lock(desk, 2031, Step.SUBMIT, date(2031, 1, 15))
    with pytest.raises(RuleViolation) as old:
        move_to_server(desk, address)
    assert old.value.code is Rule.DATABASE_DIFFERS
    with store_command(desk) as (_work, connection):
        connection.execute(text("DELETE FROM step_locks WHERE year = 2031"))
    # Nobody did: the copy is compared, not made again, and used.
    monkeypatch.setattr(moving, "copy_store", dies)
    assert move_to_server(desk, address).value.rows > 1_000
    with store_reading(desk) as connection:
        assert connection.dialect.name == "postgresql"
        assert connection.execute(select(province_state.c.id)).scalar_one() == 1
