"""Desks exchange packages over a shared folder and come to the same register."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from desktop.domain.dossiers import DossierEvent
from desktop.domain.payments import Payment
from desktop.domain.roles import Role
from desktop.domain.work_calendar import DayKind, SpecialDay
from desktop.services.attachments import attach, open_attachment
from desktop.services.backups import create_backup
from desktop.services.calendar import list_special_days, remove_special_day, set_special_day
from desktop.services.doctor import examine
from desktop.services.dossier_cards import dossier_card
from desktop.services.dossier_filters import DossierFilter
from desktop.services.dossier_lists import count_dossiers, first_dossiers
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.restoring import restore_backup
from desktop.services.settings import read_settings, save_settings
from desktop.services.signing_in import sign_in
from desktop.services.syncing.desk_membership import shut_out
from desktop.services.syncing.desks import list_desks
from desktop.services.users import NewUser, add_user, give_password
from desktop.sync.mailboxes.folder import ROOT_NAME
from tests.desks.unit import Unit, differences, register
from tests.factory import ADMIN, PASSWORD, a_received
from tests.services.files import a_png


def _healthy(unit: Unit) -> None:
    """Sums, index and references are right at once, not only after a rebuild."""
    for desk in unit.desks:
        bad = [c for c in examine(desk) if not c.ok and c.name not in ("backups", "clock")]
        assert bad == []


def test_three_desks_come_to_the_same_register(unit: Unit) -> None:
    names = ("Lê Văn Sáng", "Trần Thị Trưa", "Đỗ Văn Chiều")
    codes = [a_received(desk, name=name).code for desk, name in zip(unit.desks, names, strict=True)]
    assert len(set(codes)) == 3
    move_dossier(unit.desks[0], MoveInput(codes[0], DossierEvent.FINISH))
    unit.settle_down()
    assert differences(unit.desks) == []
    for desk in unit.desks:
        assert count_dossiers(desk, DossierFilter()) == 3
        (found,) = first_dossiers(desk, DossierFilter(text="do van chieu"), 5)
        assert found.code == codes[2]
    _healthy(unit)


def test_work_goes_on_at_another_desk(unit: Unit) -> None:
    code = a_received(unit.desks[1], fee_vnd=8_000, outside_boundary=True).code
    unit.settle_down()
    for desk in unit.desks:
        row = dossier_card(desk, code).row
        assert (row.payment, row.paid_on) == (Payment.DIRECT, date(2026, 11, 20))
        assert row.outside_boundary
    move_dossier(unit.desks[2], MoveInput(code, DossierEvent.HAND_OVER, to="Tư pháp"))
    unit.settle_down()
    move_dossier(unit.desks[0], MoveInput(code, DossierEvent.FINISH))
    unit.settle_down()
    assert differences(unit.desks) == []
    history = [step.event for step in dossier_card(unit.desks[1], code).history]
    assert history == [DossierEvent.RECEIVE, DossierEvent.HAND_OVER, DossierEvent.FINISH]
    assert not dossier_card(unit.desks[1], code).can_undo


def test_people_settings_days_and_passwords_travel(unit: Unit) -> None:
    first, second, third = unit.desks
    add_user(first, NewUser("Lê Thị Mới", Role.DESK, PASSWORD))
    save_settings(second, replace(read_settings(second), phone="0262 111 222"))
    holiday = list_special_days(third, 2026)[0].day
    remove_special_day(third, holiday)
    extra = SpecialDay(holiday.replace(day=17, month=6), DayKind.OFF, "Mất điện", True, True)
    set_special_day(third, extra)
    unit.settle_down()
    assert differences(unit.desks) == []
    give_password(third, "Lê Thị Mới", "Mat-khau-khac-1!")
    unit.settle_down()
    opened = sign_in(second.folder, "Lê Thị Mới", "Mat-khau-khac-1!", unit.clock)
    assert opened.user.role is Role.DESK
    opened.close()
    assert read_settings(first).phone == "0262 111 222"
    assert holiday not in [day.day for day in list_special_days(first, 2026)]
    assert extra in list_special_days(first, 2026)


def test_same_package_ten_times_and_in_any_order_changes_nothing_more(
    unit: Unit, tmp_path: Path
) -> None:
    first, second, third = unit.desks
    shares = [tmp_path / f"usb {n}" for n in range(3)]
    code = a_received(first).code
    for share in shares:
        share.mkdir()
        unit.exchange(first, share)
        move_dossier(
            first,
            MoveInput(code, DossierEvent.HAND_OVER, to=f"Phòng {share.name}"),
        )
    unit.exchange(first, shares[2])
    unit.exchange(second, shares[2])
    for share in reversed(shares):
        unit.exchange(third, share)
    wanted = register(second)["dossiers"]
    assert register(third)["dossiers"] == wanted
    before = register(third)
    for _ in range(10):
        assert unit.exchange(third, shares[0]).news == 0
    assert register(third) == before


def _newest_package(desk: Any, share: Path) -> list[Path]:
    """The files of the last package that a desk has made."""
    mine = next(peer.device for peer in list_desks(desk) if peer.is_me)
    folders = (share / ROOT_NAME / "desks").glob(f"*/{mine}/*/*")
    return sorted(max(folders, key=lambda folder: folder.name).iterdir())


def test_spoilt_package_changes_nothing_and_is_read_when_whole(unit: Unit, tmp_path: Path) -> None:
    stick = tmp_path / "usb"
    stick.mkdir()
    a_received(unit.desks[1])
    unit.exchange(unit.desks[1], stick)
    before = register(unit.desks[2])
    for file in _newest_package(unit.desks[1], stick):
        whole = file.read_bytes()
        flipped = whole[:40] + bytes([whole[40] ^ 1]) + whole[41:]
        for spoilt in (whole[: len(whole) // 2], flipped, b""):
            file.write_bytes(spoilt)
            assert unit.exchange(unit.desks[2], stick).news == 0, file.name
        file.write_bytes(whole)
    assert register(unit.desks[2]) == before
    assert unit.exchange(unit.desks[2], stick).news == 1


def test_revoked_desk_is_read_no_more_and_cannot_open_what_comes_later(
    unit: Unit, tmp_path: Path
) -> None:
    first, second, third = unit.desks
    a_received(third, name="Trước khi thu hồi")
    unit.settle_down()
    shut_out(first, 3)
    unit.exchange(first)
    unit.exchange(second)
    a_received(third, name="Sau khi thu hồi")
    unit.exchange(third)
    report = unit.exchange(second)
    assert "đã bị thu hồi" in report.problems[0]
    a_received(first, name="Người đến sau")
    unit.exchange(first)
    unit.exchange(second)
    unit.exchange(third)
    assert differences([first, second]) == []
    names = [row.applicant_name for row in first_dossiers(second, DossierFilter(), 9)]
    assert sorted(names) == ["Người đến sau", "Trước khi thu hồi"]
    here = [row.applicant_name for row in first_dossiers(third, DossierFilter(), 9)]
    assert "Người đến sau" not in here


def test_ten_day_old_backup_loses_nothing_newer_on_either_side(unit: Unit) -> None:
    first, second, _ = unit.desks
    old = a_received(second, name="Trước bản sao lưu").code
    unit.settle_down()
    backup = create_backup(second, unit.folder / "sao lưu").file
    lost = a_received(second, name="Sau bản sao lưu").code
    move_dossier(second, MoveInput(old, DossierEvent.HAND_OVER, to="Tư pháp"))
    unit.settle_down()
    move_dossier(first, MoveInput(old, DossierEvent.FINISH))
    unit.settle_down()
    into = unit.folder / "khôi phục"
    restore_backup(backup, into, unit.clock.now())
    back = sign_in(into, ADMIN, PASSWORD, unit.clock)
    unit.opened.append(back)
    fresh = a_received(back, name="Sau khi khôi phục").code
    unit.desks[1] = back
    unit.settle_down()
    assert differences(unit.desks) == []
    assert {row.code for row in first_dossiers(back, DossierFilter(), 9)} == {old, lost, fresh}
    assert dossier_card(back, old).row.finished_at is not None
    assert register(back)["open losers"] == []
    _healthy(unit)


def test_desk_that_joins_late_gets_the_whole_register_with_its_files(unit: Unit) -> None:
    code, content = a_received(unit.desks[1]).code, a_png("thẻ")
    attach(unit.desks[1], code, "thẻ.png", content)
    unit.settle_down()
    fourth = unit.add_desk(7)
    assert a_received(fourth).code.endswith("-6001")
    unit.settle_down()
    assert differences(unit.desks) == []
    assert [peer.desk_number for peer in list_desks(unit.desks[2])] == [1, 2, 3, 7]
    for desk in (unit.desks[2], fourth):
        (file,) = dossier_card(desk, code).attachments
        assert open_attachment(desk, file.id).content == content
    _healthy(unit)


def test_desks_that_never_meet_learn_from_a_third(unit: Unit, tmp_path: Path) -> None:
    first, second, third = unit.desks
    left, right = tmp_path / "trái", tmp_path / "phải"
    left.mkdir()
    right.mkdir()
    code = a_received(first).code
    for _ in range(2):
        unit.exchange(first, left)
        unit.exchange(second, left)
        unit.exchange(second, right)
        unit.exchange(third, right)
    assert dossier_card(third, code).row.code == code


def test_copied_folder_is_found_out(unit: Unit, tmp_path: Path) -> None:
    second = unit.desks[1]
    twin_folder = tmp_path / "bản chép"
    second.database.close()
    shutil.copytree(second.folder, twin_folder)
    twin = sign_in(twin_folder, ADMIN, PASSWORD, unit.clock)
    unit.opened.append(twin)
    a_received(twin, name="Ở máy chép")
    unit.exchange(twin)
    report = unit.exchange(second)
    assert any("đã được chép sang máy khác" in problem for problem in report.problems)


def _chains(desk: Any) -> list[Any]:
    with desk.reading() as connection:
        return list(
            connection.exec_driver_sql(
                "SELECT device, entry_id, hash FROM desk_audit ORDER BY 1, 2"
            )
        )


def test_every_desk_holds_the_audit_chains_of_the_others(unit: Unit) -> None:
    a_received(unit.desks[1])
    unit.settle_down()
    with unit.desks[1].reading() as connection:
        own = connection.exec_driver_sql("SELECT id, hash FROM audit_entries ORDER BY id").all()
    mine = next(peer.device for peer in list_desks(unit.desks[1]) if peer.is_me)
    held = [
        (entry, digest) for device, entry, digest in _chains(unit.desks[0]) if device == mine.bytes
    ]
    assert held == [tuple(row) for row in own]
