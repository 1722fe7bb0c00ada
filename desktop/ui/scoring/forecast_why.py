"""Why a line is forecast as it is: the sum step by step, each number with its list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout

from desktop.domain.criteria.items import CriteriaItem
from desktop.services.assessments.forecast_reasons import Reason
from desktop.services.assessments.forecasting import Backtest, BacktestLine
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import ScrollCard, clear_layout, label
from desktop.wording.criteria import points
from desktop.wording.criteria_figures import FIGURE_NAMES
from desktop.wording.dates import day as day_text
from desktop.wording.forecast import reason_text

_READABLE = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)


class _Said(QLabel):
    """A sentence that is never shown in part: its height follows its width at every change."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setWordWrap(True)
        self.setTextInteractionFlags(_READABLE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As high as the text needs now."""
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(self.width()))


class WhyCard(ScrollCard):
    """Tells ``list_wanted`` with the dossiers behind a number, ``line_wanted`` with the line."""

    list_wanted = Signal(object)
    line_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__("Vì sao dự báo như vậy", spacing=8)
        self.setObjectName("forecastWhy")
        self._item_id = ""
        self.line = label("", "section", wrap=True, name="forecastWhyLine")
        self.body.addWidget(self.line)
        self._place = QVBoxLayout()
        self._place.setSpacing(6)
        self.body.addLayout(self._place)
        self.body.addStretch(1)
        self.open = button(
            "Mở dòng", name="forecastOpenLine", icon_name="arrow-right", key="Ctrl+O"
        )
        self.open.clicked.connect(lambda: self.line_wanted.emit(self._item_id))
        self.frame.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)

    def show_reasons(self, item: CriteriaItem, reasons: Sequence[Reason]) -> None:
        """The steps of a forecast."""
        self._begin(item)
        for number, reason in enumerate(reasons, start=1):
            self._say(f"{number}. {reason_text(reason)}")
            if reason.opens is not None:
                door = button(
                    "Mở các hồ sơ này",
                    role="quiet",
                    name=f"whyList{number}",
                    icon_name="table",
                    key=f"Ctrl+{number}",
                    tip=f"Danh sách hồ sơ đứng sau số ở bước {number}",
                )
                door.clicked.connect(
                    lambda _on=False, wanted=reason.opens: self.list_wanted.emit(wanted)
                )
                self._place.addWidget(door, 0, Qt.AlignmentFlag.AlignLeft)

    def show_trial(self, line: BacktestLine, tried: Backtest) -> None:
        """A line of the finished year: what would have been said, what came."""
        self._begin(line.item)
        self._say(f"Số liệu: {FIGURE_NAMES[line.figure]}.")
        span = f"trong khoảng {points(line.low)} đến {points(line.high)}"
        self._say(
            f"Đứng ở ngày {day_text(tried.as_of)}, chỉ nhìn sổ đến ngày đó: dự báo "
            f"{points(line.forecast)} điểm, {span}."
        )
        self._say(f"Cả năm {tried.year} thực tế {points(line.actual)} điểm.")
        inside = line.low <= line.actual <= line.high
        self._say(
            "Kết quả nằm trong khoảng đã nói."
            if inside
            else "Kết quả nằm ngoài khoảng: dòng này dự báo chưa chắc, hãy xem lại cuối năm."
        )

    def show_nothing(self) -> None:
        """No line is marked."""
        self._item_id = ""
        clear_layout(self._place)
        self.line.setText("Chọn một dòng để xem cách tính.")
        self.open.setEnabled(False)

    def _begin(self, item: CriteriaItem) -> None:
        clear_layout(self._place)
        self._item_id = item.id
        self.line.setText(f"{item.id}  {item.name}")
        self.open.setEnabled(True)

    def _say(self, text: str) -> None:
        said = _Said(text)
        self._place.addWidget(said)
