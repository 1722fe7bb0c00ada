"""Thiết lập of the province: keys and letterhead, appraisers, mailbox, data, health."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QWidget

from desktop.domain.roles import Role
from desktop.domain.sending import Road
from desktop.services.clock import FixedClock
from desktop.services.office import Office
from desktop.services.provinces.setting_up import NewProvince, create_province, require_desk
from desktop.services.settings import read_settings
from desktop.services.signing_in import sign_in
from desktop.services.users import list_users
from desktop.sync.mailboxes.folder import ROOT_NAME
from tests.conftest import CHEAP
from tests.factory import ADMIN, PASSWORD, PROVINCE_CODE
from tests.province.conftest import address, cluster
from tests.ui import eyes
from tests.ui.conftest import Shelf
from tests.ui.desk import Desk, put_in, wait_for, wait_shown

__all__ = ["address", "cluster"]


def _check(widget: QWidget) -> None:
    assert eyes.at_rest(eyes.clipped, widget) == []
    for see in (eyes.nameless, eyes.keyless, eyes.english):
        assert see(widget) == []


def _section(desk: Desk, key: str) -> Any:
    section = desk.page(f"settings/{key}")._made[key]
    desk.settle()
    return section


def test_letterhead_people_and_mailbox_are_set_on_the_screen(
    province_desk: Desk, tmp_path: Path
) -> None:
    desk = province_desk
    section = _section(desk, "province")
    _check(desk.window)
    assert desk.find(QLabel, "deskFingerprint").text().startswith("SHA256:")
    before = desk.find(QLabel, "deskFingerprint").text()
    section.rotate_button.click()
    dialog = wait_shown("rotateDialog")
    _check(dialog)
    dialog.findChild(QPushButton, "entrySave").click()
    desk.settle()
    wait_for(lambda: desk.find(QLabel, "deskFingerprint").text() != before)
    assert desk.find(QLabel, "deskFingerprint").text() in desk.said
    section.shop_name.set_text("SỞ NỘI VỤ TỈNH ĐẮK LẮK")
    section.idle.set_value(3)
    section.save_button.click()
    desk.settle()
    kept = read_settings(desk.office)
    assert (kept.shop_name, kept.idle_lock_minutes) == ("SỞ NỘI VỤ TỈNH ĐẮK LẮK", 3)
    section.shop_name.set_text("")
    section.save_button.click()
    desk.settle()
    assert read_settings(desk.office).shop_name
    assert desk.find(QLabel, "deskShopNameWords").isVisible()

    section = _section(desk, "users")
    section.add_button.click()
    dialog = wait_shown("userDialog")
    roles = dialog.findChild(QComboBox, "userRole")
    assert [roles.itemText(n) for n in range(roles.count())] == ["Cấp tỉnh", "Quản trị"]
    for name, text in (
        ("userName", "Trần Thị Thẩm Định"),
        ("userDepartment", "Sở Tư pháp"),
        ("userPassword", PASSWORD),
    ):
        put_in(dialog.findChild(QLineEdit, name), text)
    dialog.findChild(QPushButton, "entrySave").click()
    desk.settle()
    added = next(u for u in list_users(desk.office) if u.name.startswith("Trần"))
    assert (added.role, added.department) == (Role.PROVINCE, "Sở Tư pháp")

    section = _section(desk, "mailbox")
    _check(desk.window)
    section.mailbox.kind.choose(Road.FOLDER)
    section.mailbox.address.set_text("hộp thư")
    section.save_button.click()
    desk.settle()
    wait_for(lambda: desk.find(QLabel, "roadAddressWords").isVisible())
    missing = tmp_path / "không có"
    section.mailbox.address.set_text(str(missing))
    section.try_now()
    desk.settle()
    assert "chưa dùng được" in desk.find(QLabel, "trialSentence").text()
    mailbox = tmp_path / "hộp thư"
    mailbox.mkdir()
    section.mailbox.address.set_text(str(mailbox))
    section.try_now()
    desk.settle()
    assert "dùng được" in desk.find(QLabel, "trialSentence").text()
    assert not list((mailbox / ROOT_NAME).rglob("trial-*"))
    _check(desk.window)
    section.save_button.click()
    desk.settle()
    assert require_desk(desk.office).mailbox == str(mailbox)
    mailbox.rename(tmp_path / "đã chuyển")
    section = _section(desk, "health")
    section.examine()
    desk.settle()
    rows = section.table.rows
    found = {rows.index(n, 1).data(): rows.index(n, 0).data() for n in range(rows.rowCount())}
    assert "Hộp thư" in found
    assert found["Hộp thư"].startswith("✗")
    assert found["Dữ liệu các đơn vị"].startswith("✓")
    assert "Chỉ mục tìm kiếm" not in found
    section = _section(desk, "audit")
    _check(desk.window)


@pytest.fixture
def on_server(tmp_path: Path, address: str, clock: FixedClock, shelf: Shelf) -> tuple[Desk, str]:
    """A province whose data are on PostgreSQL."""
    folder = tmp_path / "tỉnh"
    new = NewProvince(PROVINCE_CODE, ADMIN, PASSWORD, database=address)
    create_province(folder, new, clock, CHEAP)
    opened: Office = sign_in(folder, ADMIN, PASSWORD, clock)
    shelf.offices.append(opened)
    return shelf.show(opened), address


def test_data_on_a_server_are_told_and_a_new_place_is_tried_before_it_is_used(
    on_server: tuple[Desk, str],
) -> None:
    desk, known = on_server
    section = _section(desk, "database")
    _check(desk.window)
    assert desk.find(QLabel, "databasePlace").text().startswith("PostgreSQL")
    assert section.moving.isVisible()
    assert not section.onto.isVisible()
    card = section.moving
    assert not card.go_button.isEnabled()
    seen = desk.find(QLabel, "tryDatabaseSeen")
    put_in(desk.find(QLineEdit, "newDatabase"), known + "_khac")
    card.test()
    desk.settle()
    wait_for(lambda: seen.text().startswith("✗"))
    assert not card.go_button.isEnabled()
    card.address.set_text(known)
    card.test()
    desk.settle()
    wait_for(lambda: "chính bàn tỉnh này" in seen.text())
    card.go_button.click()
    desk.settle()
    assert "từ lần mở sau" in desk.said


def test_data_in_the_folder_move_onto_a_server_and_the_desk_works_on_there(
    practice_province_desk: Desk, address: str
) -> None:
    desk = practice_province_desk
    section = _section(desk, "database")
    _check(desk.window)
    assert not section.moving.isVisible()
    counts = desk.find(QLabel, "databaseCounts")
    assert "8 đơn vị đã kết nối" in counts.text()
    rows = counts.text().partition("·")[2]
    card, seen = section.onto, desk.find(QLabel, "tryServerSeen")
    assert not card.go_button.isEnabled()
    put_in(desk.find(QLineEdit, "serverAddress"), address)
    card.test_button.click()
    desk.settle()
    wait_for(lambda: seen.text().startswith("✓"))
    _check(desk.window)
    card.go_button.click()
    desk.settle()
    wait_for(lambda: "so lại giống hệt" in desk.said)
    wait_for(lambda: desk.find(QLabel, "databasePlace").text().startswith("PostgreSQL"))
    assert counts.text().partition("·")[2] == rows
    assert (section.onto.isVisible(), section.moving.isVisible()) == (False, True)
    _check(desk.window)
