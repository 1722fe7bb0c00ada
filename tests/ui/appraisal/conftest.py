"""A small province whose units have submitted, and the window of its administrator."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services.clock import FixedClock
from desktop.services.signing_in import sign_in
from tests.factory import ADMIN, FRIDAY_MORNING, PASSWORD
from tests.ui.conftest import Shelf
from tests.ui.desk import Desk
from tests.ui.small_province import (
    SmallProvince,
    make_small_province,
    opened,
)


@pytest.fixture(scope="session")
def province_template(
    office_template: Path, desk_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Three units have submitted; to copy, never to open."""
    folder = tmp_path_factory.mktemp("tỉnh nhỏ") / "tỉnh nhỏ"
    folder.mkdir()
    make_small_province(office_template, desk_template, folder, FixedClock(FRIDAY_MORNING))
    return folder


@pytest.fixture
def small(province_template: Path, tmp_path: Path, clock: FixedClock) -> Iterator[SmallProvince]:
    with opened(province_template, tmp_path / "tỉnh nhỏ", clock) as made:
        yield made


@pytest.fixture
def lead(small: SmallProvince, clock: FixedClock, shelf: Shelf) -> Desk:
    """The window of the province's administrator."""
    office = sign_in(small.folder / "tỉnh", ADMIN, PASSWORD, clock)
    shelf.offices.append(office)
    return shelf.show(office)
