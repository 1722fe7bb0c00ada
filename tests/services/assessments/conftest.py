"""An office with the sample set opened for 2026."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from desktop.services.assessments.opening import open_assessment
from desktop.services.office import Office

SAMPLE = "mau-cap-xa"
YEAR = 2026


@pytest.fixture
def opened(office: Office) -> Office:
    """The office with the sample set opened for 2026."""
    open_assessment(office, SAMPLE, YEAR)
    return office


@pytest.fixture(scope="session")
def a_pdf() -> Callable[[str], bytes]:
    """Makes a PDF of one page with this text; without text a page that looks scanned."""

    def make(text: str) -> bytes:
        from reportlab.pdfgen.canvas import Canvas

        output = io.BytesIO()
        canvas = Canvas(output, invariant=1)
        if text:
            canvas.drawString(72, 720, text)
        else:
            canvas.rect(72, 600, 200, 100, fill=1)
        canvas.showPage()
        canvas.save()
        return output.getvalue()

    return make
