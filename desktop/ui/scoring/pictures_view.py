"""Biểu đồ: from the maximum to the score, field by field, and the years with rank and rating."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.figures_series import SeriesKind
from desktop.services.assessments.picture_series import (
    fields_table,
    radar_series,
    steps_table,
    waterfall_series,
    year_notes,
    years_table,
)
from desktop.services.assessments.pictures import Pictures, pictures
from desktop.services.assessments.sheets import ScoreSheet
from desktop.ui.figures.charts import chart_for
from desktop.ui.figures.charts.base import Chart
from desktop.ui.figures.charts.years import YearsChart
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import Segments, icon_button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.tables import RowsTable

_CHARTS, _TABLES = "charts", "tables"
_OPENS_LINE = "Bấm, hoặc Enter: mở các dòng của lĩnh vực"


class PicturesView(QWidget):
    """Tells ``line_wanted`` with a field's number, ``year_wanted`` with a year."""

    line_wanted = Signal(str)
    year_wanted = Signal(int)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("picturesView")
        self._context = context
        self._sheet: ScoreSheet | None = None
        self.found: Pictures | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        self.mode = Segments((("Hình", _CHARTS), ("Bảng số", _TABLES)), "picturesMode")
        self.mode.chosen.connect(lambda mode: self.show_mode(str(mode)))
        row.addWidget(self.mode)
        row.addStretch(1)
        column.addLayout(row)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._charts())
        self.stack.addWidget(self._tables())
        column.addWidget(self.stack, 1)

    def _charts(self) -> QWidget:
        self.waterfall = chart_for(SeriesKind.WATERFALL, "chart_waterfall")
        self.radar = chart_for(SeriesKind.RADAR, "chart_radar")
        self.years = YearsChart("chart_years")
        self.waterfall.opens = self.radar.opens = _OPENS_LINE
        self.years.opens = "Bấm, hoặc Enter: mở bản tự chấm của năm"
        self.waterfall.opened.connect(self._open_step)
        self.radar.opened.connect(self._open_field)
        self.years.opened.connect(self._open_year)
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(10)
        grid.addWidget(_framed("Từ điểm tối đa đến điểm đạt", self.waterfall), 0, 0)
        grid.addWidget(_framed("Kết quả, xếp loại, xếp hạng qua các năm", self.years), 1, 0)
        grid.addWidget(_framed("Từng lĩnh vực", self.radar), 0, 1, 2, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(0, 6)
        grid.setRowStretch(1, 5)
        return holder

    def _tables(self) -> QWidget:
        self.steps = RowsTable(
            "table_waterfall",
            "Từ điểm tối đa đến điểm đạt",
            ("Bước", "Thay đổi", "Còn"),
            (0, 90, 80),
        )
        self.fields = RowsTable(
            "table_radar",
            "Từng lĩnh vực",
            ("Lĩnh vực", "Điểm", "Đạt", "Năm trước", "TB tỉnh", "Cao nhất"),
            (0, 100, 70, 84, 74, 80),
        )
        self.results = RowsTable(
            "table_years",
            "Kết quả qua các năm",
            ("Năm", "Tự chấm", "Công bố", "Xếp loại", "Hạng"),
            (60, 90, 90, 0, 80),
        )
        self.steps.activated.connect(lambda index: self._open_step("", index.row()))
        self.fields.activated.connect(lambda index: self._open_field("", index.row()))
        self.results.activated.connect(lambda index: self._open_year("", index.row()))
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(10)
        grid.addWidget(self.fields, 0, 0, 1, 2)
        grid.addWidget(self.steps, 1, 0)
        grid.addWidget(self.results, 1, 1)
        grid.setRowStretch(0, 1)
        grid.setRowStretch(1, 1)
        return holder

    def show_sheet(self, sheet: ScoreSheet) -> None:
        """Reads the pictures of a sheet."""
        self._sheet = sheet
        office, row = self._context.office, sheet.assessment
        self._context.runner.query(
            lambda _: pictures(office, row.year, row.set_code),
            self._show,
            key="scorePictures",
            owner=self,
            label="Đang dựng biểu đồ",
        )

    def show_mode(self, mode: str) -> None:
        """Charts, or the same numbers as tables."""
        self.mode.choose(mode)
        self.stack.setCurrentIndex(0 if mode == _CHARTS else 1)

    def focus_first(self) -> None:
        """The keyboard goes to the first picture, or table."""
        first = self.waterfall if self.stack.currentIndex() == 0 else self.fields
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, found: Pictures) -> None:
        self.found = found
        self.waterfall.show_series(waterfall_series(found))
        self.radar.show_series(radar_series(found))
        self.years.show_years(found.trend, year_notes(found), found.bands)
        for table, rows in (
            (self.steps, steps_table(found)),
            (self.fields, fields_table(found)),
            (self.results, years_table(found)),
        ):
            table.show_rows([(row, row[0], None) for row in rows])

    def _open_step(self, _key: str, place: int) -> None:
        if self.found is not None and self.found.waterfall[place].id:
            self.line_wanted.emit(self.found.waterfall[place].id)

    def _open_field(self, _key: str, place: int) -> None:
        if self.found is not None:
            self.line_wanted.emit(self.found.radar[place].field.id)

    def _open_year(self, _key: str, place: int) -> None:
        if self.found is not None:
            self.year_wanted.emit(self.found.years[place].year)


def _framed(title: str, chart: Chart) -> Card:
    card = Card(title, margins=12, spacing=4)
    copying = icon_button(
        "copy", f"Sao chép hình và số: {title}", name=f"copy_{chart.objectName()}"
    )
    copying.clicked.connect(chart.copy)
    card.head.addWidget(copying)
    card.body.addWidget(chart, 1)
    return card
