"""What ``doctor`` says of a province: whole on either database, and every harm in words."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, text

from desktop.models.province import received_packages, unit_dossiers
from desktop.services.doctor import examine
from desktop.services.office import Office
from desktop.services.provinces.storing import store_command
from tests.sync.stage import Stage


def found(office: Office) -> dict[str, tuple[bool, str]]:
    """What was looked at beside the folder itself."""
    checks = {check.name: (check.ok, check.detail) for check in examine(office)}
    return {name: checks[name] for name in checks if name.startswith(("store", "set_aside"))}


def wrong(office: Office) -> dict[str, str]:
    return {name: detail for name, (ok, detail) in found(office).items() if not ok}


def test_a_sound_province_is_told_to_be_sound(stage: Stage) -> None:
    stage.receive()
    stage.round()
    checks = found(stage.province)
    assert wrong(stage.province) == {}
    assert "2 gói" in checks["store_packages"][1]
    assert "1 hồ sơ" in checks["store_dossiers"][1]
    assert checks["set_aside"][1] == "không có mục nào để riêng"
    on_server = "máy chủ" in checks["store_schema"][1]
    assert ("1 tháng" in checks["store_parts"][1]) == on_server
    # A unit's own folder has no such checks.
    assert found(stage.unit) == {}


def test_packages_that_the_journal_tells_of_and_the_store_lost_are_named(stage: Stage) -> None:
    stage.receive()
    stage.round()
    with store_command(stage.province) as (_work, connection):
        connection.execute(delete(unit_dossiers))
        connection.execute(delete(received_packages).where(received_packages.c.number == 2))
    (detail,) = wrong(stage.province).values()
    assert "thiếu 1 gói" in detail
    assert "đơn vị 24259 gói 2" in detail
    assert "khôi phục" in detail


def test_what_a_server_cannot_promise_by_itself_is_looked_at(stage: Stage) -> None:
    with store_command(stage.province) as (_work, connection):
        if connection.dialect.name != "postgresql":
            pytest.skip("the tables of a folder promise it")
    stage.receive()
    stage.receive()
    stage.round()
    with store_command(stage.province) as (_work, connection):
        connection.execute(text("UPDATE unit_dossiers SET code = 'H29-261120-0001'"))
    assert "H29-261120-0001 (đơn vị 24259)" in wrong(stage.province)["store_dossiers"]
    with store_command(stage.province) as (_work, connection):
        connection.execute(text("UPDATE unit_dossiers SET package_id = 99"))
        part = connection.execute(
            text("SELECT min(tableoid::regclass::text) FROM unit_dossiers")
        ).scalar_one()
        connection.exec_driver_sql(f"ALTER TABLE unit_dossiers DETACH PARTITION {part}")
        connection.exec_driver_sql("ALTER TABLE unit_dossiers DETACH PARTITION unit_dossiers_other")
        connection.exec_driver_sql(f"INSERT INTO unit_dossiers_other SELECT * FROM {part}")
    assert "unit_dossiers_other" in wrong(stage.province)["store_parts"]


def test_a_server_of_another_desk_or_away_is_a_finding_and_not_an_error(
    province: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store_command(province) as (_work, connection):
        if connection.dialect.name != "postgresql":
            pytest.skip("a folder is never away")
        connection.execute(text("UPDATE province_state SET sign_key = 'another'"))
    province._memory.clear()
    assert "bàn" in wrong(province)["store"]
    monkeypatch.setenv("PGPASSFILE", "/nonexistent")
    province._memory.clear()
    assert set(wrong(province)) == {
        "store", "store_schema", "store_packages", "store_dossiers", "store_parts", "set_aside",
    }  # fmt: skip
