"""Verdicts on the units' self-assessments."""

from __future__ import annotations

from desktop.ui.shell.context import UiContext
from desktop.ui.shell.province_entries import AppraisalEntry
from desktop.ui.widgets.cards import EmptyState


class AppraisalPage(AppraisalEntry):
    """Verdicts on the units' self-assessments."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.empty = EmptyState(
            "list-check",
            "Chưa có bản tự chấm nào",
            "Khi các đơn vị nộp bản tự chấm, việc thẩm định làm ở đây.",
        )
        self.content.addWidget(self.empty, 1)
