"""Reports on paper and in files: preview, saving, issuing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.services.reports.building import BuiltReport
from desktop.services.reports.issuing import (
    IssuedReport,
    export_issued,
    export_report,
    issue_report,
)
from desktop.services.reports.previews import report_pdf
from desktop.ui.papers.desk_printer import DeskPrinter
from desktop.ui.shell.context import UiContext

_FILES = "PDF (*.pdf);;Excel (*.xlsx);;Word (*.docx)"


class ReportPapers:
    """What the page of figures does with a built or an issued report."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        self._context = context
        self._parent = parent
        self._printer = DeskPrinter(context, parent)

    def preview(self, report: BuiltReport | None) -> None:
        """The real pages, with zoom and print."""
        if report is not None:
            days = report.request.days
            name = f"{report.table.name}-{days.start:%Y%m%d}-{days.end:%Y%m%d}.pdf"
            self._preview(report.table, report.request.definition.menu, name)

    def preview_issued(self, issued: IssuedReport) -> None:
        """The pages as they were issued."""
        title = f"Báo cáo số {issued.number_text}"
        self._preview(issued.table, title, f"{_issued_name(issued)}.pdf")

    def save(self, report: BuiltReport | None) -> None:
        """Asks for a file; its ending chooses PDF, Excel or Word."""
        if report is None:
            return
        days = report.request.days
        usual = f"{report.table.name}-{days.start:%Y%m%d}-{days.end:%Y%m%d}.pdf"
        target = self._ask(usual)
        if target is not None:
            self.save_to(report, target)

    def save_to(self, report: BuiltReport, target: Path) -> None:
        """Writes the file beside the counter's work."""
        office = self._context.office
        self._context.runner.query(
            lambda _: export_report(office, report.table, target),
            lambda _count: self._context.messages.say(f"Đã ghi báo cáo vào {target}."),
            owner=self._parent,
            label="Đang ghi báo cáo",
        )

    def save_issued(self, issued: IssuedReport) -> None:
        """The same for an issued report; the file is remembered for later checks."""
        target = self._ask(f"{_issued_name(issued)}.pdf")
        if target is None:
            return
        office = self._context.office
        self._context.runner.query(
            lambda _: export_issued(office, issued, target),
            lambda _count: self._context.messages.say(f"Đã ghi báo cáo vào {target}."),
            owner=self._parent,
            label="Đang ghi báo cáo",
        )

    def issue(self, report: BuiltReport | None) -> None:
        """Freezes the report under its number, then shows its pages."""
        if report is None:
            return
        office = self._context.office

        def issued(made: IssuedReport) -> None:
            number = made.number_text
            self._context.messages.say(f"Đã phát hành báo cáo số {number}, số liệu đã khóa.")
            self.preview_issued(made)

        self._context.runner.command(
            lambda _: issue_report(office, report),
            issued,
            owner=self._parent,
            label="Đang phát hành",
        )

    def _preview(self, table: object, title: str, file_name: str) -> None:
        self._context.runner.query(
            lambda _: report_pdf(table),  # type: ignore[arg-type]
            lambda pdf: self._printer.show_pdf(pdf, title, file_name),
            owner=self._parent,
            label="Đang dựng trang in",
        )

    def _ask(self, usual: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self._parent, "Lưu báo cáo", usual, _FILES)
        return Path(chosen) if chosen else None


def _issued_name(issued: IssuedReport) -> str:
    return f"bao-cao-{issued.number:02d}-{issued.year}"
