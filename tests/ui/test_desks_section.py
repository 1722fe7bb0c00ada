"""Các quầy: inviting from the screen, exchanging, choosing between two versions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton

from desktop.domain.dossiers import DossierEvent
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.office import Office
from desktop.services.signing_in import sign_in
from desktop.services.syncing.desk_exchange import exchange
from desktop.services.syncing.desk_invitations import (
    invite_desk,
    read_invitation_text,
    write_invitation,
)
from desktop.services.syncing.desk_joining import join_as_desk
from desktop.ui.application import Life
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
    other.close()


def test_new_machine_becomes_a_desk_from_the_first_screen(
    qapp: QApplication, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    invited = invite_desk(office).value
    file = write_invitation(invited, tmp_path / "quầy.moi")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(file), ""))
    life = Life(qapp, tmp_path / "máy mới")
    life.begin()
    first = wait_shown("firstStart")
    first.findChild(QPushButton, "joinAsDesk").click()
    asked = wait_shown("askText")
    put_in(asked.findChild(QLineEdit, "askedText"), invited.code)
    asked.findChild(QPushButton, "askGo").click()
    wait_for(lambda: (tmp_path / "máy mới" / "keys.json").exists())
    wait_for(lambda: life.window is not None and life.window.objectName() == "signIn")
    assert life.window is not None
    life.window.hide()
    life.end()
