"""What is sent down to the units."""

from __future__ import annotations

from desktop.ui.shell.context import UiContext
from desktop.ui.shell.province_entries import PublishingEntry
from desktop.ui.widgets.cards import EmptyState


class PublishingPage(PublishingEntry):
    """What is sent down to the units."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.empty = EmptyState(
            "upload",
            "Chưa gửi quy định nào",
            "Bộ tiêu chí, danh mục, lịch nghỉ, mẫu giấy gửi cho các đơn vị hiện ở đây.",
        )
        self.content.addWidget(self.empty, 1)
