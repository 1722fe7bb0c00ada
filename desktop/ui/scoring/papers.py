"""The papers of an assessment: preview of the real pages, saving as PDF or Excel."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.services.assessments.sheets import ScoreSheet
from desktop.ui.papers.desk_printer import DeskPrinter
from desktop.ui.shell.context import UiContext

_FILES = "PDF (*.pdf);;Excel (*.xlsx)"


class ScorePapers:
    """Score table, explanations and index of evidence, all in one file."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        self._context = context
        self._parent = parent
        self._printer = DeskPrinter(context, parent)

    def preview(self, sheet: ScoreSheet | None) -> None:
        """The pages as they would be printed."""
        if sheet is None:
            return
        from desktop.services.assessments.previews import assessment_pdf

        office, row = self._context.office, sheet.assessment
        title = f"Bản tự chấm năm {row.year}"
        self._context.runner.query(
            lambda _: assessment_pdf(office, row.year, row.set_code),
            lambda pdf: self._printer.show_pdf(pdf, title, f"{_name(sheet)}.pdf"),
            owner=self._parent,
            label="Đang dựng trang in",
        )

    def save(self, sheet: ScoreSheet | None) -> None:
        """Asks for a file; its ending chooses PDF or Excel."""
        if sheet is None:
            return
        chosen, _ = QFileDialog.getSaveFileName(
            self._parent, "Lưu bản tự chấm", f"{_name(sheet)}.pdf", _FILES
        )
        if chosen:
            self.save_to(sheet, Path(chosen))

    def save_to(self, sheet: ScoreSheet, target: Path) -> None:
        """Writes the file beside the counter's work."""
        from desktop.services.assessments.exporting import export_assessment

        office, row = self._context.office, sheet.assessment
        self._context.runner.query(
            lambda _: export_assessment(office, row.year, target, row.set_code),
            lambda _pages: self._context.messages.say(f"Đã ghi bản tự chấm vào {target}."),
            owner=self._parent,
            label="Đang ghi bản tự chấm",
        )


def _name(sheet: ScoreSheet) -> str:
    return f"tu-cham-{sheet.assessment.set_code}-{sheet.assessment.year}"
