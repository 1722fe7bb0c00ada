"""One dossier over the whole page: moves at the left, files in the middle, history at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.errors import EnvironmentProblem, RuleViolation
from desktop.services.attachments import FileContent, open_attachment
from desktop.services.dossier_rows import DossierCard
from desktop.ui.dossiers.dossier_view import DossierView
from desktop.ui.papers.file_view import FileView
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.cards import Card, label, line
from desktop.ui.widgets.shortcuts import keys_inside
from desktop.wording.problems import message

_LEFT, _RIGHT = 352, 300
_FILE_ROWS = 2
_NO_FILE = "Chưa có tệp nào để xem"
_NO_FILE_ADVICE = "Bản quét của hồ sơ hiện ở đây, bên cạnh các bước và dòng thời gian."


class DossierDetail(DossierView):
    """``back_wanted`` is Esc; an open move form takes the first Esc for itself."""

    back_wanted = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.setObjectName("dossierDetail")
        self._shown_file: int | None = None
        self.viewer = FileView(_NO_FILE, _NO_FILE_ADVICE)
        self.files.set_rows(_FILE_ROWS)
        self.files.marked.connect(self._show_file)
        (self._back,) = keys_inside(self, ("Esc", self.back_wanted.emit))
        self.moving.form_shown.connect(lambda shown: self._back.setEnabled(not shown))
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(12)
        self._scroll = _scrolling(self._left())
        self._scroll.setFixedWidth(_LEFT)
        across.addWidget(self._scroll)
        across.addWidget(self._middle(), 1)
        right = _scrolling(self._right())
        right.setFixedWidth(_RIGHT)
        # A long history is read by the arrows: nothing in it takes the keyboard by itself.
        right.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        right.setObjectName("historyArea")
        right.setAccessibleName("Ghi chú, in, dòng thời gian")
        across.addWidget(right)
        self.moving.otherwise = (self.edit_button, self.files.add_button)

    def show_card(self, card: DossierCard) -> None:
        """Shows a dossier that was read, from its top when it is another one."""
        changed = self.card is None or self.card.row.code != card.row.code
        super().show_card(card)
        if changed:
            self._scroll.verticalScrollBar().setValue(0)
        if not card.attachments:
            self._shown_file = None
            self.viewer.show_nothing(_NO_FILE, _NO_FILE_ADVICE)

    def _left(self) -> QWidget:
        holder, column = _column()
        head = QHBoxLayout()
        head.addWidget(self.code)
        head.addWidget(self.copy_button)
        head.addStretch(1)
        head.addWidget(self.edit_button)
        column.addLayout(head)
        for part in (self.name, self.procedure, self.standing, self.why, self.moving, line()):
            column.addWidget(part)
        column.addWidget(self.facts)
        column.addStretch(1)
        return holder

    def _middle(self) -> QWidget:
        card = Card("Tệp đính kèm")
        card.body.addWidget(self.files)
        card.body.addWidget(self.viewer, 1)
        return card

    def _right(self) -> QWidget:
        holder, column = _column()
        column.addWidget(self.note_part)
        column.addWidget(line())
        column.addWidget(label("In", "section"))
        column.addWidget(self.papers)
        column.addWidget(line())
        column.addWidget(label("Dòng thời gian", "section"))
        column.addWidget(self.timeline)
        column.addStretch(1)
        return holder

    def _show_file(self, attachment_id: int) -> None:
        if attachment_id == self._shown_file:
            return  # read again with the dossier; the page that is looked at stays
        self._shown_file = attachment_id
        office = self._context.office
        self._context.runner.query(
            lambda _: open_attachment(office, attachment_id),
            self._opened,
            key="file beside the dossier",
            owner=self,
            on_error=self._not_opened,
        )

    def _opened(self, content: FileContent) -> None:
        try:
            self.viewer.show_content(content)
        except (EnvironmentProblem, RuleViolation) as problem:
            self._not_opened(problem)

    def _not_opened(self, error: Exception) -> bool:
        """Nobody asked for this file: words in its place, no dialog."""
        if not isinstance(error, (EnvironmentProblem, RuleViolation)):
            return False
        first, *rest = message(error).lines
        self.viewer.show_nothing(first, " ".join(rest))
        return True


def _column() -> tuple[QWidget, QVBoxLayout]:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(14, 12, 14, 12)
    column.setSpacing(8)
    return holder, column


def _scrolling(inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setProperty("role", "card")
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area
