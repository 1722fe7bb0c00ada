"""Dự báo: where the year will end line by line, why, and how good such forecasts were before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.criteria.forecast import Basis
from desktop.domain.criteria.numbers import ZERO
from desktop.domain.errors import InputRefused
from desktop.domain.moments import local_date
from desktop.services.assessments.forecast_reasons import reasons_of
from desktop.services.assessments.forecasting import (
    Backtest,
    BacktestLine,
    Forecast,
    LineForecast,
    backtest,
    forecast,
)
from desktop.services.assessments.sheets import ScoreSheet
from desktop.services.dossier_filters import DossierFilter
from desktop.ui.scoring.forecast_why import WhyCard
from desktop.ui.shell.context import UiContext
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import Segments, button
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.criteria import percent, points
from desktop.wording.dates import day as day_text
from desktop.wording.forecast import BASIS_SHORT, backtest_line, backtest_text

_THIS, _TRIED = "this", "tried"
_HEADS = {
    _THIS: ("Dòng", "Tên", "Hiện nay", "Cuối năm", "Khoảng", "Dựa vào"),
    _TRIED: ("Dòng", "Tên", "Dự báo", "Thực tế", "Lệch", "Khoảng"),
}
_WIDTHS = (58, 0, 74, 76, 92, 136)


@dataclass(frozen=True, slots=True)
class _Outlook:
    """What one reading gives; None where there is nothing to forecast or to try."""

    forecast: Forecast | None
    tried: Backtest | None


class ForecastView(QWidget):
    """Tells ``line_wanted`` with a line's number, ``way_wanted`` with the name of a rating."""

    line_wanted = Signal(str)
    way_wanted = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("forecastView")
        self._context = context
        self._sheet: ScoreSheet | None = None
        self._found = _Outlook(None, None)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(14)
        across.addLayout(self._left(), 2)
        self.why = WhyCard()
        self.why.list_wanted.connect(self._open_list)
        self.why.line_wanted.connect(self.line_wanted)
        across.addWidget(self.why, 1)

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        card = Card("", spacing=4)
        self.headline = label("", "section", wrap=True, name="forecastHeadline")
        self.span = label("", wrap=True, name="forecastSpan")
        self.tried = label("", "muted", wrap=True, name="forecastTried")
        card.body.addWidget(self.headline)
        card.body.addWidget(self.span)
        card.body.addWidget(self.tried)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label("Muốn đạt mức"))
        self.target = QComboBox()
        self.target.setObjectName("forecastTarget")
        self.target.setAccessibleName("Mức xếp loại muốn đạt, so với dự báo")
        self.target.activated.connect(lambda _place: self._show_gap())
        row.addWidget(self.target)
        self.gap = label("", name="forecastGap")
        row.addWidget(self.gap)
        row.addStretch(1)
        self.way = button("Xem đường ngắn nhất", name="forecastWay", key="Ctrl+T")
        self.way.clicked.connect(lambda: self.way_wanted.emit(str(self.target.currentData())))
        row.addWidget(self.way)
        card.body.addLayout(row)
        column.addWidget(card)
        self.mode = Segments((("Năm nay", _THIS), ("Thử lại năm trước", _TRIED)), "forecastMode")
        self.mode.chosen.connect(lambda mode: self.show_mode(str(mode)))
        column.addWidget(self.mode)
        self.table = RowsTable("forecastTable", "Dự báo từng dòng", _HEADS[_THIS], _WIDTHS)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._show_why())
        self.table.activated.connect(lambda _index: self._open_line())
        column.addWidget(self.table, 1)
        return column

    def show_sheet(self, sheet: ScoreSheet) -> None:
        """Reads the forecast of a sheet, and tries it on the finished year."""
        same = self._sheet is not None and self._sheet.assessment.id == sheet.assessment.id
        self._sheet = sheet
        if not same:
            self.target.clear()
            for band in sheet.criteria.bands:
                self.target.addItem(f"{band.name} (từ {percent(band.lowest)})", band.name)
        self.headline.setText("Đang tính dự báo…")
        office, year, code = self._context.office, sheet.assessment.year, sheet.assessment.set_code
        is_over = local_date(office.now()).year > year

        def read(_progress: object) -> _Outlook:
            expected = None if is_over else _or_none(lambda: forecast(office, year, code))
            return _Outlook(expected, backtest(office, year if is_over else year - 1, code))

        self._context.runner.query(
            read, self._show, key="forecast", owner=self, label="Đang tính dự báo"
        )

    def show_mode(self, mode: str) -> None:
        """This year's forecast, or the finished year's trial."""
        self.mode.choose(mode)
        self.table.rows.set_headings(_HEADS[mode])
        found = self._found
        if mode == _TRIED:
            lines = found.tried.lines if found.tried is not None else ()
            self.table.show_rows([_tried_row(line) for line in lines])
        else:
            expected = found.forecast.lines if found.forecast is not None else ()
            ordered = sorted(expected, key=lambda line: (_ORDER[line.basis], -_moves(line)))
            self.table.show_rows([_row(line) for line in ordered])
        self._show_why()

    def focus_first(self) -> None:
        """The keyboard goes to the lines."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, found: _Outlook) -> None:
        self._found = found
        expected = found.forecast
        if found.tried is not None:
            self.tried.setText(backtest_line(found.tried))
            self.tried.setToolTip(backtest_text(found.tried))
        if expected is None:
            self.headline.setText("Năm này đã kết thúc: không còn gì để dự báo.")
            self.span.setText("Dưới đây là phép thử: đứng ở 30/09 thì dự báo sẽ nói gì.")
            self.span.setToolTip("")
        else:
            band = expected.band.name if expected.band else "chưa xếp loại"
            self.headline.setText(
                f"Cuối năm {expected.as_of.year} dự báo đạt "
                f"{percent(expected.likely.percent)}, {band}"
            )
            self.span.setText(
                f"Trong khoảng {percent(expected.low)} đến {percent(expected.high)}; ngày "
                f"{day_text(expected.as_of)} đạt {percent(expected.now.percent)}."
            )
            self.span.setToolTip("Đầu dưới của khoảng coi các dòng chưa trả lời là 0 điểm")
        self._show_target()
        self.show_mode(_TRIED if expected is None else str(self.mode.value))

    def _show_target(self) -> None:
        """Starts with the rating just above the forecast."""
        expected = self._found.forecast
        for widget in (self.target, self.gap, self.way):
            widget.setEnabled(expected is not None)
        if expected is None or self._sheet is None:
            self.gap.setText("")
            return
        above = [
            band for band in self._sheet.criteria.bands if band.lowest > expected.likely.percent
        ]
        if above:
            nearest = min(above, key=lambda band: band.lowest)
            self.target.setCurrentIndex(max(self.target.findData(nearest.name), 0))
        self._show_gap()

    def _show_gap(self) -> None:
        expected = self._found.forecast
        if expected is None or self._sheet is None:
            return
        wanted = self.target.currentData()
        band = next((b for b in self._sheet.criteria.bands if b.name == wanted), None)
        if band is None:
            return
        lacks = band.lowest - expected.likely.percent
        reached = "dự báo đã đạt" if lacks <= ZERO else f"dự báo còn thiếu {percent(lacks)}"
        self.gap.setText(reached)

    def _show_why(self) -> None:
        line = self.table.current_value()
        if isinstance(line, LineForecast) and self._found.forecast is not None:
            self.why.show_reasons(line.item, reasons_of(line, self._found.forecast.as_of))
        elif isinstance(line, BacktestLine) and self._found.tried is not None:
            self.why.show_trial(line, self._found.tried)
        else:
            self.why.show_nothing()

    def _open_line(self) -> None:
        line = self.table.current_value()
        if isinstance(line, LineForecast | BacktestLine):
            self.line_wanted.emit(line.item.id)

    def _open_list(self, wanted: DossierFilter) -> None:
        self._context.open_list(wanted)


_ORDER = {Basis.SEASON: 0, Basis.PACE: 0, Basis.LAST_YEAR: 1, Basis.AS_IS: 2}


def _or_none(read: Callable[[], Forecast]) -> Forecast | None:
    """Nothing for a year that has not begun."""
    try:
        return read()
    except InputRefused:
        return None


def _moves(line: LineForecast) -> float:
    return float(abs(line.points - line.now))


def _row(line: LineForecast) -> tuple[list[str], LineForecast, str | None]:
    span = "" if line.low == line.high else f"{points(line.low)}–{points(line.high)}"
    c = colours()
    gains, quiet = line.points > line.now, line.basis is Basis.AS_IS
    colour = c.muted if quiet else c.good if gains and line.figure else None
    now, end = points(line.now), points(line.points)
    texts = [line.item.id, line.item.name, now, end, span, BASIS_SHORT[line.basis]]
    return texts, line, colour


def _tried_row(line: BacktestLine) -> tuple[list[str], BacktestLine, str | None]:
    inside = line.low <= line.actual <= line.high
    sign = "+" if line.error > ZERO else "−" if line.error < ZERO else ""
    span = ("" if inside else "ngoài ") + f"{points(line.low)}–{points(line.high)}"
    texts = [line.item.id, line.item.name, points(line.forecast), points(line.actual)]
    texts += [f"{sign}{points(abs(line.error))}", span]
    return texts, line, None if inside else colours().due
