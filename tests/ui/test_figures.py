"""Số liệu & báo cáo: figures that open their lists, reports, typed figures, issued reports."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton

from desktop.domain.dossiers import DossierEvent
from desktop.domain.figures import Figure
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.reports.catalogue import report_definitions
from desktop.services.reports.issuing import export_issued, list_issued
from desktop.ui.figures.override_dialog import OverrideDialog
from desktop.ui.figures.overrides_dialog import OverridesDialog
from desktop.ui.figures.report_list import PURPOSES
from desktop.ui.papers.preview_dialog import PreviewDialog
from tests.factory import MARITAL_STATUS, a_received
from tests.ui.desk import Desk, wait_for


def _filled(desk: Desk) -> None:
    """Three received today, one of them with its result."""
    for name in ("Lê Văn An", "Trần Thị Bình", "Phạm Chi"):
        code = a_received(desk.office, MARITAL_STATUS, name).code
    move_dossier(desk.office, MoveInput(code, DossierEvent.FINISH))


def _dialogs(desk: Desk, kind: type[QDialog]) -> list[QDialog]:
    return [d for d in desk.window.findChildren(kind) if d.isVisible()]


def test_figures_of_the_month_open_their_lists(desk: Desk) -> None:
    _filled(desk)
    page = desk.page("figures")
    received = page.overview._cards[Figure.RECEIVED]
    wait_for(lambda: received.value.text() == "3")
    assert page.overview._cards[Figure.SETTLED].value.text() == "1"
    assert "Căn cứ" in received.toolTip()
    received.click()
    wait_for(lambda: desk.window.current.key == "dossiers")
    wait_for(lambda: desk.window.current.model.rowCount() == 3)  # type: ignore[attr-defined]
    said = desk.window.current.state.text()
    assert said.startswith("3 hồ sơ · Tiếp nhận trong kỳ · 01/11/2026 – 20/11/2026")


def test_bar_of_a_chart_opens_the_dossiers_that_it_counts(desk: Desk) -> None:
    _filled(desk)
    page = desk.page("figures")
    wait_for(lambda: "channels" in page.overview._charts)
    chart = page.overview._charts["channels"]
    desk.settle()
    mark = next(mark for mark in chart._marks if mark.area.width() > 10)
    centre = mark.area.center().toPoint()
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(centre.x(), centre.y()))
    wait_for(lambda: desk.window.current.key == "dossiers")
    wait_for(lambda: desk.window.current.model.rowCount() == 3)  # type: ignore[attr-defined]


def test_every_report_is_shown_without_a_fault(desk: Desk) -> None:
    _filled(desk)
    page = desk.page("figures")
    shown = set()
    for definition in report_definitions():
        page.open_section(definition.name)
        desk.settle()
        wait_for(lambda: page.stack.currentWidget() is page.report)
        assert page.report.title.text().startswith(page.list.currentItem().text())
        shown.add(page.list.currentRow())
    headings = [page.list.item(row).text() for row in range(page.list.count())]
    assert len(shown) == len(report_definitions())
    assert {heading for heading, _ in PURPOSES} <= set(headings)
    # The arrow keys go over the headings.
    page.list.setCurrentRow(0)
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert page.list.currentRow() == 2


def test_settlement_shows_its_form_and_a_cell_opens_its_list(desk: Desk) -> None:
    _filled(desk)
    page = desk.page("figures")
    page.open_section("settlement")
    wait_for(lambda: page.report.model.rowCount() == 2)
    model = page.report.model
    keys = [column.key for column in model.columns]
    texts = [model.index(1, place).data() for place in range(len(keys))]
    assert dict(zip(keys, texts, strict=True))["c3"] == "3"
    page.report.table.setCurrentIndex(model.index(1, keys.index("c7")))
    QTest.keyClick(page.report.table, Qt.Key.Key_Return)
    wait_for(lambda: desk.window.current.key == "dossiers")
    wait_for(lambda: desk.window.current.model.rowCount() == 1)  # type: ignore[attr-defined]


def test_typed_figure_needs_a_reason_and_is_told_under_the_table(desk: Desk) -> None:
    _filled(desk)
    page = desk.page("figures")
    page.open_section("settlement")
    wait_for(lambda: page.report.model.rowCount() == 2)
    place = [column.key for column in page.report.model.columns].index("c4")
    page.report.table.setCurrentIndex(page.report.model.index(0, place))
    desk.press(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier, on=page.report.table)
    wait_for(lambda: len(_dialogs(desk, OverrideDialog)) == 1)
    dialog = _dialogs(desk, OverrideDialog)[0]
    assert isinstance(dialog, OverrideDialog)
    dialog.value.set_text("5")
    dialog.save.click()
    wait_for(lambda: bool(dialog.reason.entry.property("state") == "error"))
    dialog.reason.edit.setPlainText("Theo sổ giấy của thôn")
    dialog.save.click()
    wait_for(lambda: "Theo sổ giấy của thôn" in page.report.notes.text())
    assert page.report.model.index(0, place).data() == "5"
    assert page.report.problems.isVisible()  # (3) is no longer (4)+(5)+(6)
    # The cell says so itself, and the next dialog knows what the machine had counted.
    marked = page.report.model.index(0, place)
    tip = marked.data(Qt.ItemDataRole.ToolTipRole)
    assert tip.startswith("Đang dùng số nhập tay 5; máy tính ra 0 (Quản trị, ")
    assert marked.data(Qt.ItemDataRole.FontRole).underline()
    page.report.table.setCurrentIndex(marked)
    page.report.ask_override()
    again = _dialogs(desk, OverrideDialog)[-1]
    assert "máy tính ra 0" in again.findChild(QLabel, "overrideAbout").text()
    again.reject()
    # Taken back from the list of typed figures.
    assert page.report.typed.text() == "Số nhập tay (1)"
    page.report.typed.click()
    wait_for(lambda: len(_dialogs(desk, OverridesDialog)) == 1)
    listed = _dialogs(desk, OverridesDialog)[0]
    assert isinstance(listed, OverridesDialog)
    assert listed.table.rows.index(0, 5).data() == "Theo sổ giấy của thôn"
    listed.remove.click()
    wait_for(lambda: page.report.model.index(0, place).data() == "0")
    assert not page.report.typed.isVisible()
    wait_for(lambda: not _dialogs(desk, OverridesDialog))


def test_issued_report_is_frozen_shown_and_checked(desk: Desk, tmp_path: Path) -> None:
    _filled(desk)
    page = desk.page("figures")
    page.open_section("settlement")
    wait_for(lambda: page.report.model.rowCount() == 2)
    desk.find(QPushButton, "reportIssue").click()
    wait_for(lambda: len(_dialogs(desk, PreviewDialog)) == 1)
    _dialogs(desk, PreviewDialog)[0].close()
    (issued,) = list_issued(desk.office)
    a_received(desk.office, MARITAL_STATUS, "Người đến sau")
    page.open_section("issued")
    wait_for(lambda: "đã phát hành 3, nay 4" in page.issued.changes.text())
    page.issued.stamp.setText(issued.table.short_stamp)
    QTest.keyClick(page.issued.stamp, Qt.Key.Key_Return)
    wait_for(lambda: page.issued.verdict.text().startswith("✓ Mã đúng"))
    page.issued.stamp.setText("0000 0000 0000 0000")
    QTest.keyClick(page.issued.stamp, Qt.Key.Key_Return)
    wait_for(lambda: page.issued.verdict.text().startswith("Không khớp"))
    # The file itself, as written and with one byte of it changed.
    paper = tmp_path / "b.pdf"
    export_issued(desk.office, issued, paper)
    page.issued.verify(paper)
    wait_for(lambda: page.issued.verdict.text().startswith("✓ Tệp đúng là bản"))
    content = bytearray(paper.read_bytes())
    content[len(content) // 2] ^= 1
    paper.write_bytes(content)
    page.issued.verify(paper)
    wait_for(lambda: page.issued.verdict.text().startswith("✗ "))


def test_report_is_saved_as_a_workbook_with_the_same_values(desk: Desk, tmp_path: Path) -> None:
    _filled(desk)
    page = desk.page("figures")
    page.open_section("settlement")
    wait_for(lambda: page.report.model.rowCount() == 2)
    target = tmp_path / "ii06a.xlsx"
    page.papers.save_to(page._report, target)
    wait_for(target.exists)
    desk.settle()
    sheet = load_workbook(target).active
    assert sheet is not None
    assert 3 in [cell for row in sheet.iter_rows(values_only=True) for cell in row]


def test_nothing_is_called_late_for_days_that_have_not_come(desk: Desk) -> None:
    _filled(desk)
    page = desk.page("figures")
    page.period.kind.setCurrentIndex(page.period.kind.findData("year"))
    page.period._kind_chosen()
    desk.settle()
    assert page.overview._cards[Figure.IN_PROGRESS].value.text() == "2"
    assert page.overview._cards[Figure.IN_PROGRESS_OVER].value.text() == "0"
    page.open_section("settlement")
    wait_for(lambda: page.report.model.rowCount() == 2)
    model = page.report.model
    keys = [column.key for column in model.columns]
    assert model.index(0, keys.index("c13")).data() == "0"
    assert page.state.text().startswith("Kỳ chưa kết thúc")


def test_period_moves_by_its_kind_and_free_days_keep_their_length(desk: Desk) -> None:
    page = desk.page("figures")
    wait_for(lambda: page.overview.note.text().startswith("Sổ chưa có hồ sơ nào"))
    bar = page.period
    month = bar.period
    bar.earlier.click()
    assert bar.period.period.end < month.period.start
    bar.later.click()
    assert bar.period == month
    bar.kind.setCurrentIndex(bar.kind.findData("year"))
    bar._kind_chosen()
    assert bar.period.label.startswith("Năm ")
    bar.start.setDate(bar.end.date().addDays(3))
    assert bar.period.period.start == bar.period.period.end
