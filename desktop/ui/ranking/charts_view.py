"""Biểu đồ: every unit's bar, the ratings, the fields; each mark opens what it stands for."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.figures_series import SeriesKind
from desktop.services.provinces.field_shares import fields_radar
from desktop.services.provinces.ranking import Ranking
from desktop.ui.figures.charts import chart_for
from desktop.ui.ranking.rank_looks import bands_series, field_ids, fields_series, units_series
from desktop.ui.widgets.cards import Card

_ROW = 24


class ChartsView(QWidget):
    """Tells ``unit_opened`` (code), ``band_opened`` (name), ``field_opened`` (number)."""

    unit_opened = Signal(str)
    band_opened = Signal(str)
    field_opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rankingCharts")
        self._ranking: Ranking | None = None
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(12)
        self.units = chart_for(SeriesKind.RANKED, "unitsChart")
        self.bands = chart_for(SeriesKind.BARS, "bandsChart")
        self.fields = chart_for(SeriesKind.RANKED, "fieldsChart")
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self.units)
        left = Card("Chỉ số của từng đơn vị (%)", margins=12)
        left.body.addWidget(self.area, 1)
        right = QVBoxLayout()
        right.setSpacing(12)
        bands = Card("Số đơn vị theo xếp loại", margins=12)
        bands.body.addWidget(self.bands, 1)
        fields = Card("Điểm bình quân so với tối đa, theo lĩnh vực (%)", margins=12)
        fields.body.addWidget(self.fields, 1)
        self.radar = chart_for(SeriesKind.RADAR, "fieldsRadar")
        spread = Card("Từng lĩnh vực: bình quân, cao nhất, thấp nhất (%)", margins=12)
        spread.body.addWidget(self.radar, 1)
        first = QVBoxLayout()
        first.setSpacing(12)
        first.addWidget(left, 3)
        first.addWidget(bands, 2)
        right.addWidget(fields, 2)
        right.addWidget(spread, 3)
        across.addLayout(first, 1)
        across.addLayout(right, 1)
        self.units.opened.connect(self._open_unit)
        self.units.marked.connect(self._scroll_to)
        self.bands.opened.connect(self._open_band)
        self.fields.opened.connect(self._open_field)
        self.radar.opened.connect(self._open_field)

    def show_ranking(self, ranking: Ranking) -> None:
        """Replaces the charts."""
        self._ranking = ranking
        # As high as all bars together: the chart leaves out what does not fit, the area scrolls.
        self.units.setMinimumHeight(max(len(ranking.units), 4) * _ROW + 4)
        self.fields.setMinimumHeight(len(field_ids(ranking)) * _ROW + 4)
        self.units.show_series(units_series(ranking))
        self.bands.show_series(bands_series(ranking))
        self.fields.show_series(fields_series(ranking))
        self.radar.show_series(fields_radar(ranking))

    def focus_first(self) -> None:
        """The keyboard goes to the units."""
        self.units.setFocus(Qt.FocusReason.OtherFocusReason)

    def _scroll_to(self, bar: QRectF) -> None:
        self.area.ensureVisible(0, round(bar.center().y()), 0, _ROW)

    def _open_unit(self, _key: str, place: int) -> None:
        if self._ranking is not None:
            self.unit_opened.emit(self._ranking.units[place].result.unit_code)

    def _open_band(self, _key: str, place: int) -> None:
        if self._ranking is not None:
            self.band_opened.emit(bands_series(self._ranking).labels[place])

    def _open_field(self, _key: str, place: int) -> None:
        if self._ranking is not None:
            self.field_opened.emit(field_ids(self._ranking)[place])
