"""The papers of an assessment as PDF pages for the preview, made aside and thrown away."""

from __future__ import annotations

import tempfile
from pathlib import Path

from desktop.services.assessments.exporting import Paper, export_assessment
from desktop.services.office import Office


def assessment_pdf(
    office: Office, year: int, set_code: str | None = None, what: Paper = Paper.ALL
) -> bytes:
    """The pages as they would be printed. Raises like ``export_assessment``."""
    with tempfile.TemporaryDirectory(prefix="somotcua-") as folder:
        target = Path(folder) / "tu-cham.pdf"
        export_assessment(office, year, target, set_code, what)
        return target.read_bytes()
