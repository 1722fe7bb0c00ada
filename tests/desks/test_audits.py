"""The audit chains that other desks told are proved here too."""

from __future__ import annotations

from sqlalchemy import text

from desktop.services.backups import create_backup
from desktop.services.doctor import examine
from desktop.services.office import Office
from desktop.services.restoring import restore_backup
from desktop.services.signing_in import sign_in
from desktop.services.syncing.desk_audits import told_chains
from tests.desks.unit import Unit
from tests.factory import ADMIN, PASSWORD, a_received


def told(desk: Office) -> tuple[bool, str]:
    """What the health check says of the other desks' journals."""
    (check,) = (check for check in examine(desk) if check.name == "desk_audits")
    return check.ok, check.detail


def tamper(desk: Office, sql: str) -> None:
    with desk.command() as work:
        assert work.connection.execute(text(sql)).rowcount == 1


def test_chains_of_other_desks_are_whole_until_somebody_changes_an_entry(unit: Unit) -> None:
    first, second, third = unit.desks
    for _ in range(3):
        a_received(second)
    unit.settle_down()
    ok, detail = told(first)
    assert ok
    assert "2 quầy" in detail
    chain = told_chains(first)[0]
    assert (chain.desk_number, chain.missing) == (2, 0)
    assert chain.entries >= 3

    of_second = "device = (SELECT device FROM desk_peers WHERE desk_number = 2)"
    last_but_one = f"(SELECT max(entry_id) - 1 FROM desk_audit WHERE {of_second})"
    where = f"{of_second} AND entry_id = {last_but_one}"
    tamper(first, f"UPDATE desk_audit SET user_name = 'Người khác' WHERE {where}")
    ok, detail = told(first)
    assert not ok
    assert "quầy 2" in detail
    assert told(third)[0]

    tamper(first, f"DELETE FROM desk_audit WHERE {where}")
    ok, detail = told(first)
    assert not ok
    assert "thiếu" in detail


def test_a_desk_that_went_on_from_a_backup_has_two_branches_and_both_are_whole(
    unit: Unit,
) -> None:
    first, second, _third = unit.desks
    backup = create_backup(second, unit.folder / "sao lưu").file
    a_received(second, name="Sau bản sao lưu")
    unit.settle_down()
    into = unit.folder / "khôi phục"
    restore_backup(backup, into, unit.clock.now())
    back = sign_in(into, ADMIN, PASSWORD, unit.clock)
    unit.opened.append(back)
    unit.desks[1] = back
    a_received(back, name="Sau khôi phục")
    unit.settle_down()
    with first.reading() as connection:
        twice = connection.execute(
            text("SELECT entry_id FROM desk_audit GROUP BY device, entry_id HAVING count(*) > 1")
        ).all()
    assert twice
    assert told(first)[0]
