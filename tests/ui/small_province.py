"""Three units and their province with a stick between them: real folders, keys and packages."""

from __future__ import annotations

import contextlib
import io
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import update

from desktop import resources
from desktop.models.offices import devices, offices
from desktop.services.assessments.explaining import (
    ExplanationEntry,
    explain_line,
    send_explanations,
)
from desktop.services.assessments.explanation_documents import add_explanation_document
from desktop.services.assessments.submitting import submit
from desktop.services.clock import Clock
from desktop.services.office import Office
from desktop.services.provinces.collecting import collect
from desktop.services.provinces.inviting import invite
from desktop.services.signing_in import sign_in
from desktop.services.syncing.joining import join
from desktop.services.syncing.sending import export_to, import_from
from tests.factory import ADMIN, PASSWORD
from tests.sync.rounds import YEAR, approved

# Phường Tuy Hoà, Phường Bình Kiến, Xã Quảng Phú: three of the units of province 66.
CODES = ("22015", "22045", "24259")


@dataclass
class SmallProvince:
    """Open offices of the units by their codes, and where things lie."""

    folder: Path
    clock: Clock
    units: dict[str, Office]

    @property
    def stick(self) -> Path:
        """Where packages and letters meet."""
        return self.folder / "usb"

    def carry(self, province: Office, *codes: str) -> None:
        """These units, or all → stick → province → stick → units."""
        units = [self.units[code] for code in codes or self.units]
        for unit in units:
            export_to(unit, self.stick)
        collect(province, self.stick)
        for unit in units:
            import_from(unit, self.stick)

    def explain(self, unit: str, item: str, text: str, proposed: str, proof: bytes) -> None:
        """A unit explains a line, adds a document, and sends it."""
        office = self.units[unit]
        explain_line(office, YEAR, item, ExplanationEntry(text, Decimal(proposed)))
        add_explanation_document(office, YEAR, item, "bản ký.pdf", proof, pages="trang 2")
        send_explanations(office, YEAR)


def a_paper(*pages: str) -> bytes:
    """A PDF with a line of text on each page."""
    output = io.BytesIO()
    canvas = Canvas(output, invariant=1)
    for text in pages:
        canvas.drawString(72, 720, text)
        canvas.showPage()
    canvas.save()
    return output.getvalue()


def make_small_province(
    office_template: Path, desk_template: Path, folder: Path, clock: Clock
) -> None:
    """Everything up to the submission taken in: to copy, never to open."""
    shutil.copytree(desk_template, folder / "tỉnh")
    (folder / "usb").mkdir()
    province = sign_in(folder / "tỉnh", ADMIN, PASSWORD, clock)
    units: dict[str, Office] = {}
    with contextlib.closing(province):
        for place, code in enumerate(CODES):
            unit = _unit(office_template, folder / code, code, clock)
            units[code] = unit
            join(unit, invite(province, code, folder / f"mời {code}.json").value.file)
            approved(unit, a_paper("Bien ban", f"Trang hai {place}"))
            submit(unit, YEAR)
        SmallProvince(folder, clock, units).carry(province)
        for unit in units.values():
            unit.close()


def _unit(office_template: Path, folder: Path, code: str, clock: Clock) -> Office:
    """An office of a unit: the made one under another code, as a fresh one costs seconds."""
    shutil.copytree(office_template, folder)
    with contextlib.closing(sign_in(folder, ADMIN, PASSWORD, clock)) as office:
        found = resources.find_commune(code)
        assert found is not None
        named = {"unit_code": code, "unit_name": found.name, "uuid": uuid.uuid4()}
        with office.command() as work:
            work.connection.execute(update(offices).values(named))
            work.connection.execute(update(devices).values(uuid=uuid.uuid4()))
    return sign_in(folder, ADMIN, PASSWORD, clock)


@contextlib.contextmanager
def opened(template: Path, folder: Path, clock: Clock) -> Iterator[SmallProvince]:
    """A copy with the units open; the province is opened by the window."""
    shutil.copytree(template, folder)
    units = {code: sign_in(folder / code, ADMIN, PASSWORD, clock) for code in CODES}
    try:
        yield SmallProvince(folder, clock, units)
    finally:
        for unit in units.values():
            unit.close()
