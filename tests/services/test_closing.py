"""Closing backs up twice: beside the office, and on the stick that is sometimes not there."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.services.backup_files import backup_paths
from desktop.services.clock import FixedClock
from desktop.services.closing import close_office
from desktop.services.doctor import examine
from desktop.services.office import BACKUPS_NAME, Office
from desktop.services.settings import read_settings, save_settings
from desktop.services.signing_in import sign_in
from desktop.services.today import Hint, today_summary
from tests.factory import ADMIN, PASSWORD, a_received


def _hints(office: Office) -> set[str]:
    return {str(step.hint) for step in today_summary(office).steps}


def test_a_second_place_that_is_gone_is_told_and_made_up_for_when_it_is_back(
    office: Office,
    office_folder: Path,
    clock: FixedClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stick = tmp_path / "usb"
    save_settings(office, replace(read_settings(office), backup_folder=str(stick)))
    a_received(office)
    assert Hint.SECOND_BACKUP_GONE in _hints(office)
    close_office(office)
    beside = office_folder / BACKUPS_NAME
    assert len(backup_paths(beside)) == 1
    assert not stick.exists()
    assert "folder_missing" in "".join(
        path.read_text(encoding="utf-8") for path in office_folder.rglob("*.log")
    )

    opened = sign_in(office_folder, ADMIN, PASSWORD, clock)
    (backups,) = (check for check in examine(opened) if check.name == "backups")
    assert not backups.ok
    assert str(stick) in backups.detail
    stick.mkdir()
    assert Hint.SECOND_BACKUP_GONE not in _hints(opened)
    _nobody_reads_at_closing(opened, stick, monkeypatch)
    close_office(opened)  # nothing has changed: only the stick still lacks its copy
    assert len(backup_paths(beside)) == 1
    assert len(backup_paths(stick)) == 1

    opened = sign_in(office_folder, ADMIN, PASSWORD, clock)
    clock.moment += timedelta(days=5)
    assert Hint.SECOND_BACKUP_OLD in _hints(opened)
    a_received(opened)
    # The disk of the machine refuses; the stick gets its copy all the same.
    shutil.rmtree(beside)
    beside.write_text("no folder", encoding="utf-8")
    close_office(opened)
    assert len(backup_paths(stick)) == 2


def _nobody_reads_at_closing(office: Office, stick: Path, patch: pytest.MonkeyPatch) -> None:
    """A stick that is full or locked is told before; two answers of the system are made up."""
    full = shutil.disk_usage(stick)._replace(free=1000)
    with patch.context() as made:
        made.setattr(shutil, "disk_usage", lambda _path: full)
        assert Hint.SECOND_BACKUP_FULL in _hints(office)
        (told,) = (check for check in examine(office) if check.name == "backups")
        assert (told.ok, "không đủ chỗ" in told.detail) == (False, True)
    with patch.context() as made:
        made.setattr(os, "access", lambda _path, _mode: False)
        assert Hint.SECOND_BACKUP_LOCKED in _hints(office)
    assert not {Hint.SECOND_BACKUP_FULL, Hint.SECOND_BACKUP_LOCKED} & set(_hints(office))
