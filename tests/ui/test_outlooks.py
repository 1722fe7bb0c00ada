"""Dự báo and Biểu đồ on the practice office: a finished year with its result, one half-way."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from desktop.services.assessments.forecasting import backtest, forecast
from desktop.services.assessments.pictures import pictures
from desktop.services.clock import FixedClock
from desktop.services.door import PRACTICE_PASSWORD
from desktop.services.office import Office
from desktop.services.signing_in import sign_in
from desktop.ui.figures.charts.base import Chart
from desktop.ui.shell.pages import make_window
from desktop.wording.forecast import backtest_text
from tests.factory import FRIDAY_MORNING, PRACTICE_OFFICE_ADMIN
from tests.ui.desk import Desk, wait_for

YEAR = 2026


@pytest.fixture(scope="module")
def practice(practice_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office of 20 November; its dossiers make a trend."""
    folder = tmp_path_factory.mktemp("outlooks") / "office"
    shutil.copytree(practice_template, folder)
    office = sign_in(folder, PRACTICE_OFFICE_ADMIN, PRACTICE_PASSWORD, FixedClock(FRIDAY_MORNING))
    yield office
    office.close()


@pytest.fixture
def desk(practice: Office, qapp: QApplication) -> Iterator[Desk]:
    """The window on it."""
    window = make_window(practice)
    window.resize(1366, 768)
    window.show()
    desk = Desk(practice, window)
    desk.settle()
    desk.activate()
    yield desk
    desk.settle()
    window.retire()
    window.deleteLater()
    qapp.processEvents()


def _view(desk: Desk, name: str) -> Any:
    page = desk.page("scoring")
    wait_for(lambda: page.sheet is not None)
    page.show_view(name)
    desk.settle()
    return page


def test_the_forecast_says_where_the_year_ends_why_and_how_good_it_was(desk: Desk) -> None:
    page = _view(desk, "forecast")
    view = page.outlooks.forecast
    expected, tried = forecast(desk.office, YEAR), backtest(desk.office, YEAR - 1)
    said = f"{expected.likely.percent}".rstrip("0").rstrip(".").replace(".", ",")
    assert said in view.headline.text()
    assert expected.band is not None
    assert expected.band.name in view.headline.text()
    assert view.tried.toolTip() == backtest_text(tried)
    assert f"{tried.inside}/{len(tried.lines)}" in view.tried.text()

    # The first line is one that the register carries: its sum is written out, with its lists.
    line = view.table.current_value()
    assert line.end is not None
    steps = " ".join(part.text() for part in view.why.findChildren(QLabel))
    assert "Từ đầu năm đến 20/11/2026" in steps
    assert "Năm 2025" in steps
    doors = [b for b in view.why.findChildren(QPushButton) if b.objectName().startswith("whyList")]
    wanted: list[Any] = []
    view.why.list_wanted.connect(wanted.append)
    doors[0].click()
    desk.settle()
    assert desk.current.key == "dossiers"
    assert wanted[0].figure is not None

    # The gap to a rating leads to the shortest way there.
    page = _view(desk, "forecast")
    band = str(view.target.currentData())
    assert "còn thiếu" in view.gap.text() or "đã đạt" in view.gap.text()
    view.way.click()
    desk.settle()
    assert page.stack.currentWidget() is page.outlooks.advice
    assert page.outlooks.advice.target.currentData() == band

    # The trial of the finished year, line by line; Enter opens the line.
    page.show_view("forecast")
    desk.settle()
    view.mode.chosen.emit("tried")
    rows = view.table.rows
    assert rows.rowCount() == len(tried.lines)
    assert {rows.index(n, 0).data() for n in range(rows.rowCount())} == {
        line.item.id for line in tried.lines
    }
    view.table.setFocus()
    desk.press(Qt.Key.Key_Return, on=view.table)
    desk.settle()
    assert page.stack.currentWidget() is page.sheet_view
    assert page.sheet_view.panel.line.id == tried.lines[0].item.id


def test_pictures_say_their_numbers_are_copied_and_open_what_they_show(desk: Desk) -> None:
    page = _view(desk, "pictures")
    view, found = page.outlooks.pictures, pictures(desk.office, YEAR)
    chart: Chart
    for chart, words in (
        (view.waterfall, "Tổng điểm"),
        (view.radar, "Năm 2025"),
        (view.years, f"hạng {found.years[2].rank}/{found.years[2].ranked}"),
    ):
        assert words in chart.accessibleDescription()
        # Every mark is reached with the arrows and can be read out.
        chart.setFocus()
        desk.press(Qt.Key.Key_Right, on=chart)
        assert chart._marks
    view.waterfall.setFocus()
    desk.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier, on=view.waterfall)
    copied = QApplication.clipboard().mimeData()
    assert copied.hasImage()
    assert len(copied.text().splitlines()) == len(found.waterfall) + 1
    QApplication.clipboard().clear()

    view.show_mode("tables")
    total = view.steps.rows.index(view.steps.rows.rowCount() - 1, 2).data()
    assert total.replace(",", ".") == f"{found.waterfall[-1].end.normalize():f}"
    assert view.fields.rows.rowCount() == len(found.radar)

    # A field opens its lines; a year without an assessment here says so, another opens.
    view.radar.opened.emit("now", 2)
    desk.settle()
    assert page.sheet_view.panel.line.id == found.radar[2].field.id
    page.show_view("pictures")
    desk.settle()
    view.years.opened.emit("published", 0)
    assert "chỉ có kết quả tỉnh công bố" in desk.said
    view.years.opened.emit("published", 2)
    wait_for(lambda: page.sheet.assessment.year == YEAR - 1)
    page.show_view("forecast")
    desk.settle()
    assert "đã kết thúc" in page.outlooks.forecast.headline.text()


def test_today_tells_the_index_and_every_line_opens_its_place(desk: Desk) -> None:
    page: Any = desk.page("today")
    wait_for(lambda: page.index is not None)
    desk.settle()
    lines = page.index.findChildren(QPushButton, "indexLine")
    said = [line.accessibleName() for line in lines if line.isVisible()]
    assert page.index.mark.text() == "dữ liệu mẫu"
    assert said[0].startswith(f"Năm {YEAR}: ")
    assert said[1].startswith("Nên làm: +")
    assert any(text.startswith("Hạn tự chấm") for text in said)
    assert "hạng" in said[-1]

    # The best step opens its line, also where the page has not been opened before.
    item = said[1].split("điểm, ")[1].split(" ")[0]
    lines[1].click()
    scoring: Any = desk.window.current
    wait_for(lambda: scoring.sheet is not None and scoring.sheet_view.panel.line is not None)
    desk.settle()
    assert scoring.sheet_view.panel.line.id == item
    # News of last year opens last year's assessment.
    desk.page("today")
    page.index.page_wanted.emit(f"scoring/{YEAR - 1}/mau-cap-xa/sheet")
    wait_for(lambda: scoring.sheet.assessment.year == YEAR - 1)
