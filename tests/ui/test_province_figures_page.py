"""Số liệu toàn tỉnh: the form over all units, one unit by field, and the view for a projector."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.domain.figures import Figure
from desktop.services.provinces.figure_rows import projected
from desktop.services.provinces.figures import ProvinceGrouping, province_settlement
from tests.ui import eyes
from tests.ui.desk import Desk, wait_for, wait_shown


def _check(widget: QWidget) -> None:
    assert eyes.at_rest(eyes.clipped, widget) == []
    for see in (eyes.nameless, eyes.keyless, eyes.english):
        assert see(widget) == []


def _numbers(page: Any, row: int) -> list[str]:
    rows = page.table.rows
    return [rows.index(row, column).data() for column in range(rows.columnCount())]


def test_the_form_over_all_units_opens_one_unit_by_field_and_is_written(
    practice_province_desk: Desk, tmp_path: Path
) -> None:
    desk = practice_province_desk
    page: Any = desk.page("figures")
    _check(desk.window)
    # The year still goes on: what is due later is not late yet.
    assert str(page.found.period.end) == "2026-11-20"
    total = page.found.total[Figure.TOTAL]
    assert total == sum(row.figures[Figure.TOTAL] for row in page.found.rows) > 100
    assert _numbers(page, 0)[:2] == ["TOÀN TỈNH", str(total)]
    assert page.table.rows.rowCount() == 9
    desk.press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier, on=desk.window)
    wait_for(lambda: page.cards[Figure.SETTLED_LATE].isChecked())
    late = [int(_numbers(page, n)[8]) for n in range(1, 9)]
    assert late == sorted(late, reverse=True)
    row = page.table.rows.value(1)
    page.table.selectRow(1)
    page.table.activated.emit(page.table.currentIndex())
    desk.settle()
    assert page.found.grouping is ProvinceGrouping.FIELD
    assert page.found.total == {**row.figures}
    assert row.name in page.heading.text()
    _check(desk.window)
    desk.press(Qt.Key.Key_Escape, on=desk.window)
    desk.settle()
    assert page.found.total[Figure.TOTAL] == total
    desk.find(QPushButton, "figuresBy1").click()
    desk.settle()
    assert page.found.grouping is ProvinceGrouping.FIELD
    page.period.earlier.click()
    desk.settle()
    assert str(page.found.period.end) == "2025-12-31"
    page.period.later.click()
    desk.settle()
    for name in ("số liệu.pdf", "số liệu.xlsx"):
        page.save_to(tmp_path / name)
        desk.settle()
        assert (tmp_path / name).stat().st_size > 2_000
    page.preview()
    desk.settle()
    wait_shown("previewDialog").close()


def test_units_are_compared_on_a_projector_page_by_page(practice_province_desk: Desk) -> None:
    desk = practice_province_desk
    page: Any = desk.page("figures")
    page.project_button.click()
    view = wait_shown("projector")
    _check(view)
    assert [bar.is_whole for bar in view.bars].count(True) == 1
    sizes = [bar.share for bar in view.bars if not bar.is_whole]
    assert sizes == sorted(sizes, reverse=True)
    assert max(sizes) == 1.0
    desk.press(Qt.Key.Key_2, on=view)
    assert "đúng hạn" in view.heading.text()
    assert all(bar.text.endswith(" %") for bar in view.bars)
    # Of what is late, few is good: the units without any stand first.
    few = [bar.text for bar in projected(page.found, "late") if not bar.is_whole]
    assert few[0] == "0"
    desk.press(Qt.Key.Key_Right, on=view)
    assert view.page == 0  # eight units are one page
    assert not view.later.isEnabled()
    desk.press(Qt.Key.Key_Escape, on=view)
    wait_for(lambda: desk.window.findChild(QWidget, "projector") is None)


def test_an_empty_province_says_what_will_stand_there(province_desk: Desk) -> None:
    page: Any = province_desk.page("figures")
    assert not page.table.isVisible()
    page.project_button.click()
    view = wait_shown("projector")
    assert view.canvas.accessibleName()
    view.close()
    assert province_settlement(province_desk.office, page.found.period).rows == ()
