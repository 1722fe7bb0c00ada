"""A province on SQLite and one on PostgreSQL, for tests that must hold on both."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services.clock import FixedClock
from desktop.services.office import Office
from desktop.services.provinces.setting_up import NewProvince, create_province
from desktop.services.signing_in import sign_in
from tests.conftest import CHEAP
from tests.factory import ADMIN, PASSWORD, PROVINCE_CODE
from tests.postgres import Cluster, a_cluster
from tests.sync.stage import Stage


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A private PostgreSQL server."""
    with a_cluster() as running:
        yield running


@pytest.fixture
def address(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty database; the password stands in the file that libpq reads."""
    monkeypatch.setenv("PGPASSFILE", str(cluster.passfile))
    return cluster.create(f"tinh_{uuid.uuid4().hex[:12]}")


@pytest.fixture(params=["sqlite", "postgresql"])
def province(request: pytest.FixtureRequest, tmp_path: Path, clock: FixedClock) -> Iterator[Office]:
    """The desk of province 66, to which unit 24259 belongs, on either database."""
    folder = tmp_path / "tỉnh"
    if request.param == "sqlite":
        shutil.copytree(request.getfixturevalue("desk_template"), folder)
    else:
        address = request.getfixturevalue("address")
        new = NewProvince(PROVINCE_CODE, ADMIN, PASSWORD, database=address)
        create_province(folder, new, clock, CHEAP)
    opened = sign_in(folder, ADMIN, PASSWORD, clock)
    yield opened
    opened.close()


@pytest.fixture
def apart(office: Office, province: Office, tmp_path: Path, clock: FixedClock) -> Stage:
    """A unit that has not joined yet."""
    stick = tmp_path / "usb"
    stick.mkdir()
    return Stage(office, province, stick, clock, tmp_path)


@pytest.fixture
def stage(apart: Stage) -> Stage:
    """A unit that has joined and was accepted: its first package is answered."""
    apart.join()
    apart.round()
    return apart
