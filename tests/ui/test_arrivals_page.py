"""Gói đến: collecting from sticks and from the mailbox, outcomes in words, items put aside."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.services.office import Office
from desktop.services.provinces.arrivals import take_turn
from desktop.services.provinces.cards import unit_card
from desktop.services.provinces.inviting import invite
from desktop.services.syncing.joining import join
from desktop.services.syncing.sending import export_to
from desktop.services.syncing.status import sync_status
from desktop.sync.mailboxes.folder import ROOT_NAME
from desktop.ui.shell.runner import JobProgress
from tests.factory import a_received
from tests.ui import eyes
from tests.ui.desk import Desk, wait_for, wait_shown


def _check(desk: Desk) -> None:
    assert eyes.at_rest(eyes.clipped, desk.window) == []
    for see in (eyes.nameless, eyes.keyless, eyes.english):
        assert see(desk.window) == []


def _collect(desk: Desk, page: Any, folder: Path | None) -> None:
    page.collect(folder)
    desk.settle()


def test_items_put_aside_say_why_and_what_to_do(practice_province_desk: Desk) -> None:
    desk = practice_province_desk
    page: Any = desk.page("arrivals")
    _check(desk)
    assert "2 mục để riêng" in page.state.text()
    whole = page.table.rows.rowCount()
    desk.find(QPushButton, "onlyAside").click()
    assert page.table.rows.rowCount() == 2 < whole
    said = {}
    for place in range(2):
        page.table.selectRow(place)
        desk.settle()
        advice = desk.find(QLabel, "asideAdvice").text()
        said[desk.find(QLabel, "asideReason").text()] = advice
    _check(desk)
    locked = next(advice for reason, advice in said.items() if "đã chốt" in reason)
    assert "Gia hạn" in locked
    assert any("cập nhật chương trình ở tỉnh" in advice for advice in said.values())
    desk.find(QPushButton, "copyItem").click()
    assert QGuiApplication.clipboard().text().startswith('{"content"')
    QGuiApplication.clipboard().clear()
    unit = page.table.current_value().unit_code
    desk.find(QPushButton, "openUnit").click()
    desk.settle()
    assert desk.current.key == "units"
    wait_for(lambda: desk.current.panel.row and desk.current.panel.row.code == unit)  # type: ignore[attr-defined]


def test_sticks_are_collected_and_what_cannot_be_read_is_told(
    practice_province_desk: Desk, office: Office, tmp_path: Path
) -> None:
    desk = practice_province_desk
    join(office, invite(desk.office, office.info.unit_code, tmp_path / "mời.json").value.file)
    a_received(office)
    good, copied = tmp_path / "usb", tmp_path / "nhiều USB"
    good.mkdir()
    export_to(office, good)
    # Two sticks copied side by side; on the second the package was cut off.
    shutil.copytree(good, copied / "một")
    shutil.copytree(good, copied / "hai")
    for part in (copied / "hai" / ROOT_NAME).rglob("manifest.json"):
        part.write_bytes(b"{")
    page: Any = desk.page("arrivals")
    page.collect_button.click()
    wait_for(lambda: "hộp thư" in desk.said)
    desk.settle()
    _collect(desk, page, copied)
    told = desk.find(QLabel, "turnTold").text()
    assert told == "Thấy 2 gói, 1 gói mới, 1 gói không nhận được."
    rows = page.table.rows
    outcomes = [rows.index(n, 5).data() for n in range(rows.rowCount())]
    assert sorted(outcomes) == ["không nhận", "đã nhận đủ"]
    page.table.selectRow(outcomes.index("không nhận"))
    assert desk.find(QLabel, "packageNotes").text()
    _check(desk)
    # What the unit reads out by telephone is what the province sees.
    status = sync_status(office)
    (known,) = unit_card(desk.office, office.info.unit_code).devices
    assert status is not None
    assert status.fingerprint == known.fingerprint
    page.print_list()
    desk.settle()
    wait_shown("previewDialog").close()
    _collect(desk, page, copied / "một")
    assert rows.index(0, 5).data() == "đã nhận từ trước"
    _collect(desk, page, tmp_path)
    assert desk.find(QLabel, "turnTold").text().startswith("Thấy")
    empty = tmp_path / "trống"
    empty.mkdir()
    _collect(desk, page, empty)
    assert desk.find(QLabel, "turnTold").text() == "Không thấy gói nào ở đó."


def test_a_cancelled_turn_keeps_and_tells_what_was_taken_in(
    practice_province_desk: Desk, office: Office, tmp_path: Path
) -> None:
    desk = practice_province_desk
    join(office, invite(desk.office, office.info.unit_code, tmp_path / "mời.json").value.file)
    stick = tmp_path / "usb"
    stick.mkdir()
    a_received(office)
    export_to(office, stick)
    progress = JobProgress()
    progress.cancel()
    turn = take_turn(desk.office, stick, progress).value
    assert (turn.is_whole, turn.found) == (False, ())
    assert take_turn(desk.office, stick, JobProgress()).value.new == 1
