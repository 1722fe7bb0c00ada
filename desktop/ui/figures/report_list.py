"""The reports, by purpose, beside the overview."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from desktop.services.reports.catalogue import ReportDefinition
from desktop.ui.theme import colours, ui_font

OVERVIEW = ""
PERIODIC = "periodic"
ISSUED = "issued"
_NAME = int(Qt.ItemDataRole.UserRole)
_HEAD_HEIGHT = 30
# Headings, and which reports stand under each; what is not named here comes last.
PURPOSES = (
    ("Báo cáo cấp trên", ("settlement", "settlement-07a", PERIODIC, ISSUED)),
    ("Điều hành hằng ngày", ("overdue", "daily", "comparison", "working-time", "officers")),
    ("Sổ và khoản thu", ("register-extract", "certification-book", "civil-status-book", "fees")),
)


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
        entries = {
            **{definition.name: _entry(definition) for definition in definitions},
            PERIODIC: ("Báo cáo định kỳ", "Lời văn và phụ lục số liệu; biểu do tỉnh gửi"),
            ISSUED: ("Báo cáo đã phát hành", "Bản đã khóa số liệu; so với hôm nay; kiểm chứng"),
        }
        for heading, names in PURPOSES:
            self._add_heading(heading)
            for name in names:
                if name in entries:
                    self._add(entries[name][0], name, entries.pop(name)[1])
        for name, (text, tip) in entries.items():
            self._add(text, name, tip)
        self.setCurrentRow(0)
        self.currentItemChanged.connect(self._changed)

    def choose(self, name: str) -> None:
        """Marks a report; it is told as if it had been clicked."""
        for row in range(self.count()):
            if self.item(row).data(_NAME) == name:
                self.setCurrentRow(row)

    def _add_heading(self, text: str) -> None:
        """Words between the reports; arrow keys go over them."""
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setData(_NAME, None)
        item.setFont(ui_font(12, QFont.Weight.DemiBold))
        item.setForeground(QColor(colours().muted))
        item.setSizeHint(QSize(0, _HEAD_HEIGHT))
        item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        self.addItem(item)

    def _add(self, text: str, name: str, tip: str) -> None:
        item = QListWidgetItem(text)
        item.setData(_NAME, name)
        item.setToolTip(tip)
        self.addItem(item)

    def _changed(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_NAME) is not None:
            self.chosen.emit(str(item.data(_NAME)))


def _entry(definition: ReportDefinition) -> tuple[str, str]:
    """Words and tip."""
    tip = f"{definition.menu}\nCăn cứ: {definition.source}"
    if not definition.confirmed:
        tip += "\nChưa có văn bản ban hành: bố cục là dữ liệu mẫu."
    return definition.menu, tip
