"""One unit beside the list: result, fields against the others, years, what it continues."""

from __future__ import annotations

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout

from desktop.domain.figures import Figure
from desktop.domain.figures_series import SeriesKind
from desktop.services.provinces.field_shares import profile_radar
from desktop.services.provinces.profiles import UnitProfile
from desktop.ui.figures.charts import chart_for
from desktop.ui.ranking.rank_looks import NO_BAND
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.cell_table import CellTable
from desktop.ui.widgets.cells import Cell, CellRow, Column
from desktop.wording.criteria import decimal
from desktop.wording.dates import number

_COLUMNS = (
    Column("Lĩnh vực"),
    Column("Đạt", 54, is_number=True, tip="Điểm đơn vị đạt"),
    Column("Tối đa", 58, is_number=True),
    Column("TB tỉnh", 62, is_number=True, tip="Bình quân các đơn vị của tỉnh"),
)


class ProfilePanel(Card):
    """Tells ``print_wanted`` and ``appraisal_wanted`` with the unit's code."""

    print_wanted = Signal(str)
    appraisal_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__("", margins=12, spacing=6)
        self.setObjectName("profilePanel")
        self.profile: UnitProfile | None = None
        self.name = label("Chọn một đơn vị", "section", wrap=True, name="profileName")
        self.result = label("", wrap=True, name="profileResult")
        self.years = label("", "caption", wrap=True, name="profileYears")
        self.chart = chart_for(SeriesKind.RADAR, "profileChart")
        self.chart.setMinimumHeight(200)
        self.table = CellTable("profileTable", "Các lĩnh vực của đơn vị", _COLUMNS)
        self.dossiers = label("", "caption", wrap=True, name="profileDossiers")
        self.former = label("", "caption", wrap=True, name="profileFormer")
        for part in (self.name, self.result, self.years):
            self.body.addWidget(part)
        self.body.addWidget(self.chart)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.dossiers)
        self.body.addWidget(self.former)
        row = QHBoxLayout()
        self.paper = button("In hồ sơ", name="profilePrint", icon_name="printer", key="Ctrl+H")
        self.paper.setToolTip("Xem trang in hồ sơ của đơn vị\nPhím tắt: Ctrl+H")
        self.lines = button("Xem từng dòng", name="profileLines", icon_name="list-check")
        self.lines.setToolTip("Mở các dòng của đơn vị ở trang Thẩm định\nPhím tắt: Ctrl+D")
        self.lines.setShortcut("Ctrl+D")
        row.addWidget(self.paper)
        row.addWidget(self.lines)
        row.addStretch(1)
        self.body.addLayout(row)
        self.paper.clicked.connect(lambda: self._tell(self.print_wanted))
        self.lines.clicked.connect(lambda: self._tell(self.appraisal_wanted))
        self._show_parts(False)

    def show_nothing(self, text: str = "Chọn một đơn vị") -> None:
        """No unit with a result is marked."""
        self.profile = None
        self.name.setText(text)
        self.result.setText("")
        self._show_parts(False)

    def show_profile(self, profile: UnitProfile) -> None:
        """Another unit."""
        self.profile = profile
        self.name.setText(profile.unit_name)
        self.result.setText(
            f"Hạng {profile.rank} trên {profile.ranked} · "
            f"{decimal(profile.percent, 2)} % · {profile.band or NO_BAND}"
            f"{'' if profile.is_published else ' · tạm tính'}"
            if profile.rank is not None
            else "Chưa có kết quả năm này."
        )
        years = ", ".join(f"{year}: {decimal(value, 2)} %" for year, value, _ in profile.years)
        self.years.setText(f"Đã công bố: {years}" if years else "Chưa có năm nào công bố.")
        self.chart.show_series(profile_radar(profile, named=False))
        self.table.show_rows(
            [
                CellRow(
                    field.id,
                    (
                        Cell(f"{field.id}. {field.name}"),
                        Cell(decimal(field.points)),
                        Cell(decimal(field.maximum), "muted"),
                        Cell(decimal(field.average), "muted"),
                    ),
                )
                for field in profile.fields
            ]
        )
        figures = profile.figures
        total = figures.get(Figure.TOTAL, 0)
        late = figures.get(Figure.SETTLED_LATE, 0)
        self.dossiers.setText(
            f"Hồ sơ trong năm: {number(total)}, đã giải quyết "
            f"{number(figures.get(Figure.SETTLED, 0))}, quá hạn {number(late)}."
        )
        former = [
            f"{one.former_name}{'' if one.whole else ' (một phần)'}" for one in profile.former
        ]
        self.former.setText(f"Tiếp nối: {', '.join(former)}." if former else "")
        self._show_parts(True)
        self.former.setVisible(bool(former))

    def _show_parts(self, on: bool) -> None:
        for part in (
            self.result,
            self.years,
            self.chart,
            self.table,
            self.dossiers,
            self.former,
            self.paper,
            self.lines,
        ):
            part.setVisible(on)

    def _tell(self, wish: SignalInstance) -> None:
        if self.profile is not None:
            wish.emit(self.profile.unit_code)
