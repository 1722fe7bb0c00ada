"""One dossier beside the list: header, moves, papers, files, timeline, prints."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.services.dossier_rows import DossierCard
from desktop.ui.dossiers.dossier_view import DossierView
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.cards import EmptyState, label, line


class DossierPanel(DossierView):
    """All parts one under the other, in a column that scrolls."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.setObjectName("dossierPanel")
        self.setProperty("role", "card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._empty = EmptyState(
            "file-text",
            "Chưa chọn hồ sơ",
            "Chọn một dòng trong danh sách để xem hồ sơ và các bước làm được.",
        )
        outer.addWidget(self._empty)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QWidget()
        self._arrange(holder)
        self._scroll.setWidget(holder)
        self.moving.form_shown.connect(self._form_shown)
        outer.addWidget(self._scroll)
        self._scroll.hide()

    def show_nothing(self) -> None:
        """No dossier is chosen."""
        super().show_nothing()
        self._scroll.hide()
        self._empty.show()

    def show_card(self, card: DossierCard) -> None:
        """Shows a dossier that was read, from its top when it is another one."""
        changed = self.card is None or self.card.row.code != card.row.code
        self._empty.hide()
        self._scroll.show()
        super().show_card(card)
        if changed:
            self._scroll.verticalScrollBar().setValue(0)

    def _form_shown(self, shown: bool) -> None:
        """After a move its outcome is looked for: state and date stand at the top."""
        if not shown:
            self._scroll.verticalScrollBar().setValue(0)

    def _arrange(self, holder: QWidget) -> None:
        column = QVBoxLayout(holder)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(self.code)
        head.addWidget(self.copy_button)
        head.addStretch(1)
        head.addWidget(self.edit_button)
        column.addLayout(head)
        for part in (self.name, self.procedure, self.standing, self.why, self.moving):
            column.addWidget(part)
        column.addWidget(line())
        column.addWidget(self.facts)
        column.addWidget(label("Tệp đính kèm", "section"))
        column.addWidget(self.files)
        column.addWidget(self.note_part)
        column.addWidget(label("In", "section"))
        column.addWidget(self.papers)
        column.addWidget(label("Dòng thời gian", "section"))
        column.addWidget(self.timeline)
        column.addStretch(1)
