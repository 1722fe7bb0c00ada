"""A unit and its province, with a stick between them."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from desktop.services.clock import FixedClock
from desktop.services.office import Office
from desktop.services.signing_in import sign_in
from tests.factory import ADMIN, PASSWORD
from tests.sync.stage import Stage


@pytest.fixture
def province(desk_template: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Office]:
    """The desk of province 66, to which unit 24259 belongs."""
    folder = tmp_path / "tỉnh"
    shutil.copytree(desk_template, folder)
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
