"""A province is made once a session and copied for each test."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from desktop.services.clock import FixedClock
from desktop.services.office import Office
from desktop.services.provinces.setting_up import NewProvince, create_province
from desktop.services.signing_in import sign_in
from tests.conftest import CHEAP
from tests.factory import ADMIN, FRIDAY_MORNING, PASSWORD
from tests.sync.stage import Stage

PROVINCE_CODE = "66"


@pytest.fixture(scope="session")
def province_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A province's folder to copy, never to open."""
    folder = tmp_path_factory.mktemp("province") / "tỉnh"
    new = NewProvince(PROVINCE_CODE, ADMIN, PASSWORD)
    create_province(folder, new, FixedClock(FRIDAY_MORNING), CHEAP)
    return folder


@pytest.fixture
def province(province_template: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Office]:
    """The desk of province 66, to which unit 24259 belongs."""
    folder = tmp_path / "tỉnh"
    shutil.copytree(province_template, folder)
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


@pytest.fixture(scope="session")
def a_pdf() -> bytes:
    """A page with text."""
    output = io.BytesIO()
    canvas = Canvas(output, invariant=1)
    canvas.drawString(72, 720, "Bien ban doi thoai")
    canvas.showPage()
    canvas.save()
    return output.getvalue()
