"""A unit of three desks is made once a session and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services.clock import FixedClock
from desktop.services.office import Office
from desktop.services.signing_in import sign_in
from tests.desks.unit import Unit
from tests.factory import ADMIN, FRIDAY_MORNING, PASSWORD

DESKS = ("office", "quầy 2", "quầy 3")


@pytest.fixture(scope="session")
def unit_template(office_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three desks that have exchanged and rest; to copy, never to open."""
    folder = tmp_path_factory.mktemp("quầy")
    shutil.copytree(office_template, folder / "office")
    (folder / "chung").mkdir()
    clock = FixedClock(FRIDAY_MORNING)
    founder = sign_in(folder / "office", ADMIN, PASSWORD, clock)
    unit = Unit([founder], folder / "chung", clock, folder, [founder])
    unit.add_desk()
    unit.add_desk()
    unit.settle_down()
    unit.close()
    return folder


def open_unit(folder: Path, clock: FixedClock) -> Unit:
    """The desks of a copied unit."""
    desks: list[Office] = [sign_in(folder / name, ADMIN, PASSWORD, clock) for name in DESKS]
    return Unit(desks, folder / "chung", clock, folder, list(desks))


@pytest.fixture
def unit(unit_template: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Unit]:
    """Three desks, one shared folder."""
    folder = tmp_path / "đơn vị"
    shutil.copytree(unit_template, folder)
    opened = open_unit(folder, clock)
    yield opened
    opened.close()
