"""Where every unit of the province stands."""

from __future__ import annotations

from desktop.ui.shell.context import UiContext
from desktop.ui.shell.province_entries import UnitsEntry
from desktop.ui.widgets.cards import EmptyState


class UnitsPage(UnitsEntry):
    """Where every unit of the province stands."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.empty = EmptyState(
            "building",
            "Chưa có đơn vị nào gửi gói",
            "Mời từng đơn vị kết nối; tình hình của các đơn vị hiện ở đây.",
        )
        self.content.addWidget(self.empty, 1)
