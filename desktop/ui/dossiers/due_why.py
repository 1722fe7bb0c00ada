"""Vì sao?: the days that led to a dossier's due date, one key away."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.services.dossier_rows import DossierCard
from desktop.services.due_explanations import DueExplanation, explain_due
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.why_popup import WhyPopup
from desktop.wording.dates import why_text

_DIFFERS = (
    "Lịch làm việc đã đổi sau khi hẹn: tính theo lịch hôm nay ra ngày khác.\n"
    "Ngày đã hẹn với người dân không đổi."
)


class DueWhy(QWidget):
    """One quiet button; hidden for a dossier without a limit."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._card: DossierCard | None = None
        self.button = button(
            "Vì sao hẹn ngày này?",
            role="quiet",
            name="whyDue",
            icon_name="help-circle",
            key="Ctrl+I",
        )
        self.button.clicked.connect(self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        row.addStretch(1)

    def show_card(self, card: DossierCard) -> None:
        """The dossier whose date is asked about."""
        self._card = card
        self.setVisible(card.limit is not None)

    def _ask(self) -> None:
        card, office = self._card, self._context.office
        if card is not None:
            self._context.runner.query(
                lambda _: explain_due(office, card), self._show, key="due why", owner=self
            )

    def _show(self, found: DueExplanation | None) -> None:
        if found is not None:
            words = why_text(found.computed) + (f"\n\n{_DIFFERS}" if found.differs else "")
            WhyPopup(words, self.button).open_beside()
