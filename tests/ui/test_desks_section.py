"""Các quầy: inviting from the screen, exchanging, choosing between two versions."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPushButton, QWidget

from desktop.domain.code_frames import frames_of
from desktop.domain.dossiers import DossierEvent
from desktop.services.clock import SystemClock
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.office import Office
from desktop.services.outcomes import Change
from desktop.services.signing_in import sign_in
from desktop.services.syncing.desk_exchange import exchange
from desktop.services.syncing.desk_invitations import (
    invite_desk,
    read_invitation_text,
    write_invitation,
)
from desktop.services.syncing.desk_joining import join_as_desk
from desktop.services.syncing.desk_keys import keep_word, known_words, note_claim
from desktop.services.syncing.desk_membership import rotate_desk_keys
from desktop.services.syncing.desks import list_desks
from desktop.ui.application import Life
from desktop.ui.sign_in.join_desk import JoinDesk
from tests.factory import ADMIN, PASSWORD, a_received
from tests.ui import eyes
from tests.ui.desk import Desk, put_in, wait_for, wait_shown


def test_second_desk_is_invited_exchanges_and_a_person_chooses(
    open_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    desk = open_desk()
    share = tmp_path / "chung"
    share.mkdir()
    section = desk.page("settings/desks")._made["desks"]
    assert section.shown.currentWidget() is section.shown.empty
    section.invite(tmp_path / "quầy 2.moi")
    wait_for(lambda: "Mã mở giấy mời" in section.result.text())
    desk.settle()
    code = section.result.text().split("Mã mở giấy mời: ")[1].split(".")[0]
    text = read_invitation_text(tmp_path / "quầy 2.moi")
    join_as_desk(tmp_path / "quầy 2", text, code, desk.office.clock)
    other = sign_in(tmp_path / "quầy 2", ADMIN, PASSWORD, desk.office.clock)
    dossier = a_received(desk.office).code

    def meet() -> None:
        exchange(other, share)
        section.exchange(share)
        desk.settle()

    meet()
    meet()
    exchange(other, share)
    wait_for(lambda: section.table.rows.rowCount() == 2)
    assert not section.conflicts.isVisible()
    _change_keys(desk, section)
    move_dossier(desk.office, MoveInput(dossier, DossierEvent.HAND_OVER, to="Tư pháp"))
    move_dossier(other, MoveInput(dossier, DossierEvent.REFUSE, reason="Không đủ điều kiện"))
    meet()
    wait_for(section.conflicts.isVisible)
    names = [section.sides.rows.index(n, 0).data() for n in range(section.sides.rows.rowCount())]
    assert "Trạng thái" in names
    assert not eyes.at_rest(eyes.clipped, desk.window)
    assert not eyes.keyless(desk.window) + eyes.nameless(desk.window) + eyes.english(desk.window)
    desk.find(QPushButton, "takeOther").click()
    wait_for(lambda: "Đã chọn" in desk.said)
    desk.settle()
    wait_for(lambda: not section.conflicts.isVisible())
    _take_back_and_shut_out(desk, section, other)
    other.close()


def _do(desk: Desk, section: Any, row: int, name: str) -> None:
    """Marks a desk, presses a button and the one in the dialog that it opens."""
    section.table.selectRow(row)
    desk.find(QPushButton, name).click()
    dialog = wait_shown("deskDeed")
    assert not eyes.at_rest(eyes.clipped, dialog) + eyes.nameless(dialog) + eyes.english(dialog)
    dialog.findChild(QPushButton, "entrySave").click()
    desk.settle()


def _change_keys(desk: Desk, section: Any) -> None:
    section.table.selectRow(0)
    before = section.members.key.text()
    assert not section.members.take_back.isVisible()
    assert not section.members.shut_out.isVisible()
    _do(desk, section, 0, "rotateDesk")
    wait_for(lambda: "Đã đổi khóa" in desk.said)
    wait_for(lambda: section.members.key.text() != before)
    assert "SHA256:" in section.members.key.text()


def _take_back_and_shut_out(desk: Desk, section: Any, other: Office) -> None:
    peer = list_desks(desk.office)[1]
    # As if the second desk had come back from before a change of its keys.
    rotate_desk_keys(other)
    with other.reading() as connection:
        (known,) = [k for k in known_words(connection) if k.word.device == peer.device]
    with desk.office.command() as work:
        keep_word(work.connection, known.word, known.envelope)
        work.outcome(None, Change.SYNC)
    note_claim(desk.office, peer, peer.sign)
    section.enter()
    desk.settle()
    section.table.selectRow(1)
    wait_for(section.members.take_back.isVisible)
    assert "khóa cũ" in section.table.rows.index(1, 3).data()
    assert not eyes.at_rest(eyes.clipped, desk.window)
    assert not eyes.keyless(desk.window) + eyes.nameless(desk.window) + eyes.english(desk.window)
    _do(desk, section, 1, "takeBackKey")
    wait_for(lambda: not section.members.take_back.isVisible())
    _do(desk, section, 1, "shutOutDesk")
    wait_for(lambda: "đã thu hồi" in section.table.rows.index(1, 4).data())
    assert not section.members.shut_out.isVisible()


def test_new_machine_becomes_a_desk_from_the_first_screen(
    qapp: QApplication, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The new machine looks at its own clock: an invitation of the tests' day would be out of date.
    office.clock = SystemClock()
    invited = invite_desk(office).value
    file = write_invitation(invited, tmp_path / "quầy.moi")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(file), ""))
    life = Life(qapp, tmp_path / "máy mới")
    life.begin()
    first = wait_shown("firstStart")
    first.findChild(QPushButton, "joinAsDesk").click()
    asked = wait_shown("joinDesk")
    asked.findChild(QPushButton, "deskFile").click()
    assert "quầy.moi" in asked.read.text()
    put_in(asked.findChild(QLineEdit, "deskCode"), invited.code)
    asked.findChild(QPushButton, "deskGo").click()
    wait_for(lambda: (tmp_path / "máy mới" / "keys.json").exists())
    wait_for(lambda: life.window is not None and life.window.objectName() == "signIn")
    assert life.window is not None
    life.window.hide()
    life.end()


def test_invitation_on_the_screen_is_scanned_frame_by_frame_by_the_new_machine(
    desk: Desk, tmp_path: Path
) -> None:
    """What the camera of a scanner sees on the first screen, typed as digits into the second."""
    section = desk.page("settings/desks")._made["desks"]
    section.show_button.click()
    shown = wait_shown("inviteDialog")
    assert not eyes.at_rest(eyes.clipped, shown)
    assert not eyes.keyless(shown) + eyes.nameless(shown) + eyes.english(shown)
    total = len(shown._pictures)
    seen = []
    for _ in range(total):
        picture = Image.open(io.BytesIO(_png(shown.picture.grab())))
        seen.append(zxingcpp.read_barcodes(picture)[0].text)
        shown.forward.click()
    assert len(set(seen)) == total > 1
    code = shown.findChild(QLabel, "inviteSecret").text()
    shown.copy.click()
    text = QApplication.clipboard().text()
    shown.close_button.click()

    second = QWidget()
    joining = JoinDesk(second)
    given: list[tuple[str, str, str]] = []
    joining.given.connect(lambda *told: given.append(told))
    joining.go.click()
    assert "trước" in joining.scan.words.text()
    _scanned(joining, "24259-261120-0001")
    assert "không phải mã" in joining.scan.words.text()
    _scanned(joining, seen[-1])
    _scanned(joining, seen[-1])
    assert joining.read.text().startswith(f"Đã đọc 1 trong {total} mã; còn mã 1")
    _scanned(joining, seen[0].replace("3", "4", 1))
    assert "đọc sai" in joining.scan.words.text()
    _scanned(joining, frames_of(text + " ")[0])
    assert "giấy mời khác" in joining.scan.words.text()
    for frame in seen:
        _scanned(joining, frame)
    assert "Đã đọc đủ" in joining.read.text()
    put_in(joining.code.edit, code)
    joining.go.click()
    assert given == [(text, code, "")]
    joined = join_as_desk(tmp_path / "quầy 2", *given[0][:2], desk.office.clock)
    assert joined.desk_number == 2
    for old in (joining, second):
        old.deleteLater()


def _scanned(joining: JoinDesk, line: str) -> None:
    put_in(joining.scan.edit, line)
    joining.scan.edit.insertPlainText("\n")


def _png(picture: QPixmap) -> bytes:
    kept = QBuffer()
    kept.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(kept, "PNG")
    return bytes(kept.data().data())
