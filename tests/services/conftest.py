"""The register of November, lived once a session and copied like the empty office."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desktop.services.clock import FixedClock
from desktop.services.signing_in import sign_in
from tests.factory import ADMIN, FRIDAY_MORNING, PASSWORD
from tests.services.register_of_november import fill


@pytest.fixture(scope="session")
def november_lived(
    office_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, str]]:
    """An office folder to copy, never to open, and its codes by name."""
    folder = tmp_path_factory.mktemp("november") / "office"
    shutil.copytree(office_template, folder)
    office = sign_in(folder, ADMIN, PASSWORD, FixedClock(FRIDAY_MORNING))
    codes = fill(office)
    office.close()
    return folder, codes


@pytest.fixture
def office_folder(office_template: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A fresh office folder with the one user ``ADMIN``; with the register, if that is asked."""
    source = office_template
    if "november" in request.fixturenames:
        source, _ = request.getfixturevalue("november_lived")
    folder = tmp_path / "office"
    shutil.copytree(source, folder)
    return folder


@pytest.fixture
def november(november_lived: tuple[Path, dict[str, str]]) -> dict[str, str]:
    """The codes of the dossiers that ``office`` holds, by name."""
    return dict(november_lived[1])
