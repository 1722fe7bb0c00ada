"""What the desk takes in is the same in its folder and on a PostgreSQL server."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from desktop.domain.errors import EnvironmentProblem, Rule, RuleViolation, Surroundings
from desktop.domain.packages import PackageOutcome
from desktop.models.postgres import Postgres
from desktop.models.province import (
    received_packages,
    superseded_records,
    unit_devices,
    unit_dossiers,
)
from desktop.province.copying import month_of
from desktop.services.audit import read_audit
from desktop.services.office import Office, new_travel_id
from desktop.services.provinces.setting_up import NewProvince, create_province
from desktop.services.provinces.status import province_status, quarantine
from desktop.services.provinces.storing import store_command, store_reading
from tests.conftest import CHEAP
from tests.factory import ADMIN, PASSWORD, UNIT_CODE
from tests.postgres import SECRET
from tests.sync.stage import Stage, changed, folder_of, only, packages_on, receipts_on

EVERYTHING = (unit_devices, received_packages, unit_dossiers, superseded_records)


def test_dossiers_arrive_and_later_versions_replace_earlier_ones(stage: Stage) -> None:
    first, second = stage.receive("Đào"), stage.receive("Lê")
    (package,) = stage.round()
    assert package.outcome is PackageOutcome.ACCEPTED
    assert {code: row["state"] for code, row in stage.loaded().items()} == {
        first: "received",
        second: "received",
    }
    stage.finish(first)
    stage.round()
    assert stage.loaded()[first]["state"] == "finished"
    (row,) = [u for u in province_status(stage.province, 2026) if u.dossiers]
    assert (row.unit_code, row.dossiers) == (UNIT_CODE, 2)


def test_same_package_ten_times_is_taken_once_with_the_same_receipt(stage: Stage) -> None:
    stage.receive()
    stage.export()
    stage.collect()
    before, receipts = stage.dump(*EVERYTHING), receipts_on(stage.stick)
    for _ in range(10):
        (again, *_rest) = stage.collect()
        assert not again.is_new
    assert stage.dump(*EVERYTHING) == before
    assert receipts_on(stage.stick) == receipts


def test_packages_out_of_order_end_in_the_same_register(stage: Stage) -> None:
    code = stage.receive()
    stage.export()
    stage.finish(code)
    stage.export()
    numbers = [place.number for place in packages_on(stage.stick)]
    random.Random(5).shuffle(numbers)
    for number in sorted(numbers, reverse=True):
        stage.collect(only(stage.stick, stage.folder / f"usb {number}", number))
    assert stage.loaded()[code]["state"] == "finished"


def test_damaged_package_changes_nothing(stage: Stage) -> None:
    stage.receive()
    stage.export()
    before = stage.dump(*EVERYTHING)
    (place,) = packages_on(stage.stick)
    part = folder_of(stage.stick, place) / "part-0001.age"
    changed(part, lambda content: content[:-1] + bytes([content[-1] ^ 1]))
    (package,) = stage.collect()
    assert package.outcome is PackageOutcome.REJECTED
    assert stage.dump(*EVERYTHING) == before
    assert quarantine(stage.province) == ()


def test_failed_command_leaves_no_trace_in_either_database(province: Office) -> None:
    lock = text("INSERT INTO step_locks VALUES (2026, 'submit', '', '2027-01-15', '', 0, 'Thử')")
    with suppress(ZeroDivisionError), store_command(province) as (work, connection):
        connection.execute(lock)
        work.audit("province.test", "x")
        _ = 1 / 0
    with store_reading(province) as connection:
        assert connection.execute(text("SELECT count(*) FROM step_locks")).scalar_one() == 0
    assert "province.test" not in [entry.action for entry in read_audit(province)]


def test_reading_cannot_write(province: Office) -> None:
    with (
        pytest.raises(Exception, match=r"read-?only|not_writable"),
        store_reading(province) as connection,
    ):
        connection.execute(text("DELETE FROM unit_devices"))


def test_password_is_kept_nowhere_and_shown_nowhere(stage: Stage, address: str) -> None:
    whole = b"".join(path.read_bytes() for path in stage.folder.rglob("*") if path.is_file())
    assert SECRET.encode() not in whole
    assert SECRET not in repr(Postgres(address).url)


def test_wrong_password_is_refused_in_words(
    address: str, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PGPASSFILE")
    monkeypatch.setenv("PGPASSWORD", "sai")
    server = Postgres(address)
    with pytest.raises(EnvironmentProblem) as refused, server.reading():
        pass
    assert refused.value.code is Surroundings.DATABASE_REFUSES
    server.close()


def test_server_that_is_away_is_said_and_loses_nothing(stage: Stage, tmp_path: object) -> None:
    away = Postgres("postgresql://nobody@127.0.0.1:1/x")
    with pytest.raises(EnvironmentProblem) as refused, away.reading():
        pass
    assert refused.value.code is Surroundings.DATABASE_UNREACHABLE
    away.close()


def test_desk_is_not_made_in_a_database_that_holds_something(address: str, stage: Stage) -> None:
    server = Postgres(address)
    with server.writing() as connection:
        connection.execute(text("CREATE TABLE other (x integer)"))
    server.close()
    new = NewProvince("66", ADMIN, PASSWORD, database=address)
    with pytest.raises(RuleViolation) as refused:
        create_province(stage.folder / "khác", new, stage.clock, CHEAP)
    assert refused.value.code is Rule.DATABASE_NOT_EMPTY
    assert not (stage.folder / "khác" / "office.db").exists()


def test_month_of_a_record_is_told_by_its_id_unless_it_cannot_be() -> None:
    today = datetime.now(UTC).date()
    made = new_travel_id()
    assert month_of(made, today) == today.replace(day=1)
    assert month_of(made, date(2024, 1, 5)) is None
