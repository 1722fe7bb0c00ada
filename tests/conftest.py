"""Fixtures of all tests.

An office is made once a session with a key derivation that costs nothing, and copied for
each test that asks for one: every test has real files of its own.
"""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from desktop.security.key_file import Argon2Cost
from desktop.services.clock import FixedClock
from desktop.services.office import Office
from desktop.services.practice import make_practice_office
from desktop.services.provinces.practice import FEWEST_UNITS, make_practice_province
from desktop.services.provinces.setting_up import NewProvince, create_province
from desktop.services.setting_up import NewOffice, create_office
from desktop.services.signing_in import sign_in
from tests.factory import ADMIN, FRIDAY_MORNING, PASSWORD, PROVINCE_CODE, UNIT_CODE

CHEAP = Argon2Cost(memory_kib=8, time_cost=1)

# The same examples for everybody: a red test is red on every machine. `search` looks further.
settings.register_profile("house", deadline=None, derandomize=True, database=None)
settings.register_profile("search", deadline=None, max_examples=5_000, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))


@pytest.fixture(autouse=True)
def widgets_die_in_their_own_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """As in the program (ui/shell/garbage.py): no search for cycles in the threads of readers.

    Nor in those of a test without a window that comes after one: it would find that window.
    """
    if "qapp" in request.fixturenames:
        gc.disable()
        yield
        gc.collect(1)
        return
    if not gc.isenabled():
        gc.collect()
        gc.enable()
    yield


@pytest.fixture
def clock() -> FixedClock:
    """Friday 20/11/2026, 09:00 in Vietnam; set ``clock.moment`` to move it."""
    return FixedClock(FRIDAY_MORNING)


@pytest.fixture(scope="session")
def office_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office folder to copy, never to open."""
    folder = tmp_path_factory.mktemp("template") / "office"
    new = NewOffice(unit_code=UNIT_CODE, admin_name=ADMIN, password=PASSWORD)
    create_office(folder, new, FixedClock(FRIDAY_MORNING), CHEAP)
    return folder


@pytest.fixture
def office_folder(office_template: Path, tmp_path: Path) -> Path:
    """A fresh office folder with the one user ``ADMIN``."""
    folder = tmp_path / "office"
    shutil.copytree(office_template, folder)
    return folder


@pytest.fixture
def office(office_folder: Path, clock: FixedClock) -> Iterator[Office]:
    """A fresh office with the administrator signed in; closed at the end."""
    opened = sign_in(office_folder, ADMIN, PASSWORD, clock)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def desk_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A province's folder to copy, never to open."""
    folder = tmp_path_factory.mktemp("bàn") / "tỉnh"
    new = NewProvince(PROVINCE_CODE, ADMIN, PASSWORD)
    create_province(folder, new, FixedClock(FRIDAY_MORNING), CHEAP)
    return folder


@pytest.fixture(scope="session")
def practice_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice office of 400 dossiers, last year finished; to copy, never to open."""
    folder = tmp_path_factory.mktemp("thực hành") / "xã"
    make_practice_office(folder, dossiers=400, seed=3, as_of=FRIDAY_MORNING.date(), cost=CHEAP)
    return folder


@pytest.fixture(scope="session")
def practice_province_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice desk with eight units in the midst of an appraisal; to copy, never to open."""
    folder = tmp_path_factory.mktemp("thực hành") / "tỉnh"
    make_practice_province(folder, units=FEWEST_UNITS, as_of=FRIDAY_MORNING.date(), cost=CHEAP)
    return folder
