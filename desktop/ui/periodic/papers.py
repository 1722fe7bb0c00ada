"""A periodic report on paper and in files: preview, saving, issuing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.services.outcomes import Outcome
from desktop.services.periodic.checking import Finding
from desktop.services.periodic.desk import PeriodicDesk
from desktop.services.periodic.issuing import export_periodic, issue_periodic, preview_periodic
from desktop.services.reports.issuing import IssuedReport
from desktop.services.reports.previews import report_pdf
from desktop.ui.papers.desk_printer import DeskPrinter
from desktop.ui.periodic.dialogs import IncompleteDialog
from desktop.ui.shell.context import UiContext

_FILES = "Word (*.docx);;PDF (*.pdf);;Excel: chỉ phụ lục (*.xlsx)"


class PeriodicPapers(QObject):
    """Tells ``place_wanted`` with a finding that the user wants to see first."""

    place_wanted = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._parent = parent
        self._printer = DeskPrinter(context, parent)

    def preview(self, desk: PeriodicDesk | None) -> None:
        """The pages as they would be printed now: behind whatever is still being written."""
        if desk is None:
            return
        office, report = self._context.office, desk.report
        self._context.runner.command(
            lambda _: Outcome(preview_periodic(office, report.id), frozenset()),
            lambda pdf: self._printer.show_pdf(pdf, report.title, f"{_name(desk)}.pdf"),
            owner=self._parent,
            label="Đang dựng trang in",
        )

    def save(self, desk: PeriodicDesk | None) -> None:
        """Asks for a file; its ending chooses Word, PDF or Excel."""
        if desk is None:
            return
        chosen, _ = QFileDialog.getSaveFileName(
            self._parent, "Lưu báo cáo", f"{_name(desk)}.docx", _FILES
        )
        if chosen:
            self.save_to(desk, Path(chosen))

    def save_to(self, desk: PeriodicDesk, target: Path) -> None:
        """Writes the file, behind what is still being written."""
        office, report_id = self._context.office, desk.report.id
        self._context.runner.command(
            lambda _: Outcome(export_periodic(office, report_id, target), frozenset()),
            lambda _count: self._context.messages.say(f"Đã ghi báo cáo vào {target}."),
            owner=self._parent,
            label="Đang ghi báo cáo",
        )

    def issue(self, desk: PeriodicDesk | None, missing: Sequence[Finding]) -> None:
        """At once when nothing is missing; else a person decides."""
        if desk is None:
            return
        if not missing:
            self._issue(desk)
            return
        dialog = IncompleteDialog(self._parent, missing)
        dialog.anyway.connect(lambda: self._issue(desk, anyway=True))
        dialog.chosen.connect(self.place_wanted)
        dialog.open()

    def _issue(self, desk: PeriodicDesk, *, anyway: bool = False) -> None:
        office, report_id = self._context.office, desk.report.id
        self._context.runner.command(
            lambda _: issue_periodic(office, report_id, anyway=anyway),
            self._issued,
            owner=self._parent,
            label="Đang phát hành",
        )

    def _issued(self, issued: IssuedReport) -> None:
        number = issued.number_text
        self._context.messages.say(f"Đã phát hành báo cáo số {number}, nội dung đã khóa.")
        self._context.runner.query(
            lambda _: report_pdf(issued.table),
            lambda pdf: self._printer.show_pdf(
                pdf, f"Báo cáo số {number}", f"bao-cao-{issued.number:02d}-{issued.year}.pdf"
            ),
            owner=self._parent,
            label="Đang dựng trang in",
        )


def _name(desk: PeriodicDesk) -> str:
    report = desk.report
    return f"bao-cao-{report.report}-{report.kind.key}-{report.year}"
