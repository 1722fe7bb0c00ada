"""Figures over all units."""

from __future__ import annotations

from desktop.ui.shell.context import UiContext
from desktop.ui.shell.province_entries import ProvinceFiguresEntry
from desktop.ui.widgets.cards import EmptyState


class ProvinceFiguresPage(ProvinceFiguresEntry):
    """Figures over all units."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.empty = EmptyState(
            "chart-bar",
            "Chưa có số liệu",
            "Khi các đơn vị gửi gói, Biểu II.06a toàn tỉnh hiện ở đây.",
        )
        self.content.addWidget(self.empty, 1)
