"""A unit whose assessment travels to a province on a stick, for the windows of both."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from reportlab.pdfgen.canvas import Canvas

from desktop.services.clock import FixedClock
from desktop.services.office import Office
from desktop.services.provinces.setting_up import NewProvince, create_province
from desktop.services.signing_in import sign_in
from tests.conftest import CHEAP
from tests.factory import ADMIN, FRIDAY_MORNING, PASSWORD
from tests.sync.stage import Stage

_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(scope="session")
def a_province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A province's folder to copy, never to open."""
    folder = tmp_path_factory.mktemp("tỉnh") / "tỉnh"
    create_province(folder, NewProvince("66", ADMIN, PASSWORD), FixedClock(FRIDAY_MORNING), CHEAP)
    return folder


@pytest.fixture
def stage(office: Office, a_province: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Stage]:
    """The unit of the window, joined and accepted by a province beside it."""
    shutil.copytree(a_province, tmp_path / "tỉnh")
    province = sign_in(tmp_path / "tỉnh", ADMIN, PASSWORD, clock)
    (tmp_path / "usb").mkdir()
    made = Stage(office, province, tmp_path / "usb", clock, tmp_path)
    made.join()
    made.round()
    yield made
    province.close()


@pytest.fixture(scope="session")
def a_pdf() -> bytes:
    """The proof that goes with the submission."""
    output = io.BytesIO()
    canvas = Canvas(output, invariant=1)
    canvas.drawString(72, 720, "Bien ban doi thoai")
    canvas.save()
    return output.getvalue()


@pytest.fixture
def a_file(tmp_path: Path) -> Path:
    """A document that came too late for the submission."""
    path = tmp_path / "ban-co-chu-ky.pdf"
    canvas = Canvas(str(path), invariant=1)
    canvas.drawString(72, 720, "Bien ban da ky")
    canvas.save()
    return path
