"""Packages that came, and what became of them."""

from __future__ import annotations

from desktop.ui.shell.context import UiContext
from desktop.ui.shell.province_entries import ArrivalsEntry
from desktop.ui.widgets.cards import EmptyState


class ArrivalsPage(ArrivalsEntry):
    """Packages that came, and what became of them."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.empty = EmptyState(
            "inbox",
            "Chưa nhận gói nào",
            "Nhận gói từ hộp thư hoặc từ USB; kết quả từng gói hiện ở đây.",
        )
        self.content.addWidget(self.empty, 1)
