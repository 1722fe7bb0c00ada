"""A prompt before a fresh office whose own days are today's: the command line has a real clock."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desktop.services.clock import SystemClock
from desktop.services.setting_up import NewOffice, create_office
from tests.cli.shell import Shell
from tests.conftest import CHEAP
from tests.factory import ADMIN, PASSWORD, UNIT_CODE


@pytest.fixture(scope="session")
def cli_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office of today to copy, never to open."""
    folder = tmp_path_factory.mktemp("cli") / "office"
    create_office(folder, NewOffice(UNIT_CODE, ADMIN, PASSWORD), SystemClock(), CHEAP)
    return folder


@pytest.fixture
def shell(
    cli_template: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Shell:
    """The administrator at the prompt of a fresh office."""
    folder = tmp_path / "office"
    shutil.copytree(cli_template, folder)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))  # never the real one
    return Shell(folder, capsys, monkeypatch)
