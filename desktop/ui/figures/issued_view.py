"""Báo cáo đã phát hành: what left the office, what would say something else today."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.services.reports.issuing import (
    CellChange,
    IssuedReport,
    Verification,
    changes_since,
    list_issued,
    verify_file,
    verify_text,
)
from desktop.services.reports.issuing_words import change_text, issued_title, verdict_text
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.table_or_advice import TableOrAdvice
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.dates import day, moment

_MOST_CHANGES = 12


class IssuedView(QWidget):
    """Tells ``print_wanted`` and ``save_wanted`` with the issued report."""

    print_wanted = Signal(object)
    save_wanted = Signal(object)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("issuedView")
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._head())
        headings = ("Số", "Báo cáo", "Kỳ", "Phát hành lúc", "Người phát hành")
        self.table = RowsTable(
            "issuedTable", "Báo cáo đã phát hành", headings, (90, 0, 190, 150, 170)
        )
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._compare())
        self.table.doubleClicked.connect(lambda _index: self._ask_print())
        self.shown = TableOrAdvice(
            self.table,
            "file-text",
            "Chưa phát hành báo cáo nào",
            "Chọn một báo cáo bên trái rồi bấm Phát hành: số liệu được khóa lại kèm mã kiểm chứng.",
        )
        column.addWidget(self.shown, 1)
        self.changes = label("", "warning", wrap=True, name="issuedChanges")
        column.addWidget(self.changes)
        column.addWidget(self._verify_card())

    def enter(self) -> None:
        """Reads the issued reports."""
        office = self._context.office
        self._context.runner.query(
            lambda _: list_issued(office), self._show, key="issued", owner=self
        )

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.addWidget(label("Báo cáo đã phát hành", "section"))
        head.addStretch(1)
        self.print_button = button("Xem trang in", name="issuedPrint", icon_name="printer")
        self.save_button = button("Lưu tệp", name="issuedSave", icon_name="download")
        self.print_button.clicked.connect(self._ask_print)
        self.save_button.clicked.connect(self._ask_save)
        head.addWidget(self.print_button)
        head.addWidget(self.save_button)
        return head

    def _verify_card(self) -> Card:
        card = Card("Kiểm chứng một báo cáo", margins=12, spacing=6)
        row = QHBoxLayout()
        self.stamp = QLineEdit()
        self.stamp.setObjectName("verifyText")
        self.stamp.setAccessibleName("Nội dung mã QR hoặc mã kiểm chứng")
        self.stamp.setPlaceholderText("Quét mã QR trên báo cáo, hoặc gõ mã kiểm chứng dưới mã đó")
        self.stamp.returnPressed.connect(self._verify_text)
        self.file_button = button("Chọn tệp…", name="verifyFile", icon_name="folder")
        self.file_button.clicked.connect(self._choose_file)
        row.addWidget(self.stamp, 1)
        row.addWidget(self.file_button)
        card.body.addLayout(row)
        self.verdict = label("", wrap=True, name="verifyVerdict")
        card.body.addWidget(self.verdict)
        return card

    def _show(self, reports: tuple[IssuedReport, ...]) -> None:
        self.table.rows.set_rows([(_cells(report), report, None) for report in reports])
        self.shown.show_table(bool(reports))
        self.changes.setText("")
        for made in (self.print_button, self.save_button):
            made.setEnabled(bool(reports))
        if reports:
            self.table.selectRow(0)

    def _compare(self) -> None:
        report, office = self.table.current_value(), self._context.office
        if report is not None:
            self._context.runner.query(
                lambda _: changes_since(office, report),
                self._show_changes,
                key="issued changes",
                owner=self,
            )

    def _show_changes(self, changes: tuple[CellChange, ...]) -> None:
        lines = [change_text(change) for change in changes[:_MOST_CHANGES]]
        if len(changes) > _MOST_CHANGES:
            lines.append(f"… và {len(changes) - _MOST_CHANGES} ô khác.")
        if lines:
            lines.insert(0, "Nếu lập hôm nay, báo cáo này sẽ khác (bản đã phát hành giữ nguyên):")
        self.changes.setText("\n".join(lines))

    def _ask_print(self) -> None:
        if (report := self.table.current_value()) is not None:
            self.print_wanted.emit(report)

    def _ask_save(self) -> None:
        if (report := self.table.current_value()) is not None:
            self.save_wanted.emit(report)

    def _verify_text(self) -> None:
        office, text = self._context.office, self.stamp.text()
        self._context.runner.query(
            lambda _: verify_text(office, text), self._show_verdict, key="verify", owner=self
        )

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, "Chọn báo cáo cần kiểm chứng", "", "Báo cáo (*.pdf *.xlsx *.docx)"
        )
        if chosen:
            self.verify(Path(chosen))

    def verify(self, path: Path) -> None:
        """Says whether a file is a report of this office."""
        office = self._context.office
        self._context.runner.query(
            lambda _: verify_file(office, path), self._show_verdict, key="verify", owner=self
        )

    def _show_verdict(self, verification: Verification) -> None:
        self.verdict.setText(verdict_text(verification))


def _cells(report: IssuedReport) -> list[str]:
    days = report.period
    return [
        report.number_text,
        issued_title(report),
        f"{day(days.start)} – {day(days.end)}",
        moment(report.issued_at),
        report.issued_by,
    ]
