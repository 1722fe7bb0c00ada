"""A new machine begins from a backup, also from one whose scans stayed behind."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton

from desktop.services.attachments import attach
from desktop.services.backups import create_backup
from desktop.services.office import Office
from desktop.ui.application import Life
from tests.factory import a_received
from tests.services.files import a_png
from tests.ui import eyes
from tests.ui.desk import wait_for, wait_shown


def test_register_comes_back_without_its_scans_when_a_person_says_so(
    qapp: QApplication, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach(office, a_received(office).code, "đơn.png", a_png("đơn"))
    alone = tmp_path / "USB" / "chép.smcbackup"
    alone.parent.mkdir()
    shutil.copy(create_backup(office).file, alone)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(alone), ""))
    life = Life(qapp, tmp_path / "máy mới")
    life.begin()
    first = wait_shown("firstStart")
    first.findChild(QPushButton, "restoreOffice").click()
    problem = wait_shown("problemWindow")
    assert "thiếu 1 tệp đính kèm" in problem.findChild(QLabel, "problemWords").text()
    assert eyes.at_rest(eyes.clipped, problem) == []
    problem.findChild(QPushButton, "goOnAnyway").click()
    wait_shown("signIn")
    assert (tmp_path / "máy mới" / "keys.json").exists()
    assert life.window is not None
    life.window.hide()
    life.end()
    wait_for(lambda: life.office is None)
