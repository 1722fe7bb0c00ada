"""Several dossiers at once: the moves that all of them allow."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.domain.dossiers import DossierEvent, MoveFacts, SupplementMode, available_moves
from desktop.domain.roles import Role
from desktop.services.dossier_rows import DossierRow
from desktop.ui.dossiers.move_buttons import MoveButtons
from desktop.ui.dossiers.move_form import MoveForm, MoveSubject
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.focus import FocusBack, holds_focus

# Moves that make sense for many at once; a refusal needs its own words each time.
_IN_BULK = (
    DossierEvent.CONFIRM_HAND_OVER,
    DossierEvent.HAND_OVER,
    DossierEvent.FINISH,
    DossierEvent.RETURN_RESULT,
    DossierEvent.SUPPLEMENT_RECEIVED,
)


def common_moves(rows: list[DossierRow], role: Role) -> tuple[DossierEvent, ...]:
    """The bulk moves that every row and the role allow, in the order of the law."""
    allowed = [
        set(available_moves(row.state, role, MoveFacts(False, row.hand_over_waiting)))
        for row in rows
    ]
    common = set.intersection(*allowed) if allowed else set()
    return tuple(event for event in _IN_BULK if event in common)


class BulkPanel(QFrame):
    """Shown instead of the dossier when several rows are selected."""

    confirmed = Signal(tuple)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("bulkPanel")
        self.setProperty("role", "card")
        self._context = context
        self._rows: list[DossierRow] = []
        self._targets: list[str] = []
        self._signers: list[str] = []
        self.form: MoveForm | None = None
        self._back: FocusBack | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 14, 16, 16)
        self._column.setSpacing(10)
        self.title = label("", "section", name="bulkTitle")
        self.names = label("", "muted", wrap=True, name="bulkNames")
        self.moves = MoveButtons()
        self.moves.chosen.connect(self.start_move)
        self.none = label(
            "Các hồ sơ đã chọn không có bước chung nào. Hãy chọn những hồ sơ cùng trạng thái.",
            "muted",
            wrap=True,
        )
        for widget in (self.title, self.names, self.moves, self.none):
            self._column.addWidget(widget)
        self._column.addStretch(1)

    def show_rows(self, rows: list[DossierRow]) -> None:
        """The selected dossiers."""
        self.close_form()
        self._rows = rows
        self.title.setText(f"Đã chọn {len(rows)} hồ sơ")
        shown = ", ".join(row.applicant_name for row in rows[:8])
        self.names.setText(shown + (f" và {len(rows) - 8} người khác" if len(rows) > 8 else ""))
        events = common_moves(rows, self._context.office.user.role)
        self.moves.show_moves(events, None)
        self.none.setVisible(not events)

    def set_suggestions(self, targets: list[str], signers: list[str]) -> None:
        """What the forms offer."""
        self._targets, self._signers = targets, signers

    def start_move(self, event: DossierEvent) -> None:
        """Opens the form for all selected dossiers."""
        self.close_form()
        self._back = FocusBack(self)
        states = {row.state for row in self._rows}
        subject = MoveSubject(
            tuple(row.code for row in self._rows), next(iter(states)), SupplementMode.RESTART
        )
        self.form = MoveForm(
            event,
            subject,
            self._context.office.now(),
            targets=self._targets,
            signers=self._signers,
        )
        self.form.confirmed.connect(self.confirmed)
        self.form.cancelled.connect(self.close_form)
        self._column.insertWidget(3, self.form)
        self.form.show()
        self.form.focus_start()
        self.moves.hide()

    def close_form(self) -> None:
        """The buttons are back; the keyboard goes where it was before the form."""
        if self.form is None:
            return
        form, self.form = self.form, None
        self.moves.show()
        if holds_focus(form) and self._back is not None:
            self._back.give_back(*self.moves.buttons())
        form.hide()
        form.deleteLater()
