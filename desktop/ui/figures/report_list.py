"""The reports, by purpose, beside the overview."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from desktop.services.reports.catalogue import ReportDefinition

OVERVIEW = ""
PERIODIC = "periodic"
ISSUED = "issued"
_NAME = int(Qt.ItemDataRole.UserRole)


class ReportList(QListWidget):
    """Tells ``chosen`` with the name of a report, empty for the overview."""

    chosen = Signal(str)

    def __init__(self, definitions: tuple[ReportDefinition, ...]) -> None:
        super().__init__()
        self.setObjectName("reportList")
        self.setAccessibleName("Các báo cáo")
        self.setProperty("role", "nav")
        self.setFixedWidth(206)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._add("Tổng quan", OVERVIEW, "Số liệu của kỳ, so với kỳ trước, và biểu đồ")
        for definition in definitions:
            tip = f"{definition.menu}\nCăn cứ: {definition.source}"
            if not definition.confirmed:
                tip += "\nChưa có văn bản ban hành: bố cục là dữ liệu mẫu."
            self._add(definition.menu, definition.name, tip)
        self._add("Báo cáo định kỳ", PERIODIC, "Lời văn và phụ lục số liệu; biểu do tỉnh gửi")
        self._add("Báo cáo đã phát hành", ISSUED, "Bản đã khóa số liệu; so với hôm nay; kiểm chứng")
        self.setCurrentRow(0)
        self.currentItemChanged.connect(self._changed)

    def choose(self, name: str) -> None:
        """Marks a report; it is told as if it had been clicked."""
        for row in range(self.count()):
            if self.item(row).data(_NAME) == name:
                self.setCurrentRow(row)

    def _add(self, text: str, name: str, tip: str) -> None:
        item = QListWidgetItem(text)
        item.setData(_NAME, name)
        item.setToolTip(tip)
        self.addItem(item)

    def _changed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(_NAME)))
