"""Results of the units side by side."""

from __future__ import annotations

from desktop.ui.shell.context import UiContext
from desktop.ui.shell.province_entries import RankingEntry
from desktop.ui.widgets.cards import EmptyState


class RankingPage(RankingEntry):
    """Results of the units side by side."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.empty = EmptyState(
            "star",
            "Chưa có kết quả để xếp hạng",
            "Khi đã thẩm định ít nhất một đơn vị, bảng xếp hạng hiện ở đây.",
        )
        self.content.addWidget(self.empty, 1)
