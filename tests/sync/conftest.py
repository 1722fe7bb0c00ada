"""A unit and its province, with a stick between them."""

from __future__ import annotations

import contextlib
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from desktop.services.assessments.submitting import submit
from desktop.services.clock import FixedClock
from desktop.services.office import Office
from desktop.services.signing_in import sign_in
from tests.factory import ADMIN, FRIDAY_MORNING, PASSWORD
from tests.sync.rounds import YEAR, approved
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


@pytest.fixture(scope="session")
def submitted_template(
    office_template: Path, desk_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Unit, province and stick after the submission: to copy, never to open."""
    folder = tmp_path_factory.mktemp("submitted")
    shutil.copytree(office_template, folder / "office")
    shutil.copytree(desk_template, folder / "tỉnh")
    with contextlib.closing(_Copy(folder, FixedClock(FRIDAY_MORNING))) as made:
        made.stage.join()
        made.stage.round()
        approved(made.stage.unit)
        submit(made.stage.unit, YEAR)
    return folder


class _Copy:
    """The two offices of a folder, open."""

    def __init__(self, folder: Path, clock: FixedClock) -> None:
        unit = sign_in(folder / "office", ADMIN, PASSWORD, clock)
        province = sign_in(folder / "tỉnh", ADMIN, PASSWORD, clock)
        (folder / "usb").mkdir(exist_ok=True)
        self.stage = Stage(unit, province, folder / "usb", clock, folder)

    def close(self) -> None:
        self.stage.unit.close()
        self.stage.province.close()


@pytest.fixture
def submitted(submitted_template: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Stage]:
    """A unit whose approved assessment has been packed."""
    folder = tmp_path / "nộp"
    shutil.copytree(submitted_template, folder)
    with contextlib.closing(_Copy(folder, clock)) as made:
        yield made.stage
