"""The moves that state and role allow, as buttons with their keys."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.domain.dossiers import DossierEvent
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import clear_layout
from desktop.ui.widgets.focus import give_focus, holds_focus
from desktop.wording.terms import term

_E = DossierEvent

# The same key for the same move everywhere; letters of the Vietnamese words.
MOVE_KEYS = {
    _E.HAND_OVER: "Ctrl+B",
    _E.CONFIRM_HAND_OVER: "Ctrl+N",
    _E.SUPPLEMENT_RECEIVED: "Ctrl+Shift+B",
    _E.FINISH: "Ctrl+G",
    _E.RETURN_RESULT: "Ctrl+T",
    _E.REQUEST_SUPPLEMENT: "Ctrl+Y",
    _E.APOLOGISE: "Ctrl+H",
    _E.REFUSE: "Ctrl+Shift+T",
    _E.WITHDRAW: "Ctrl+R",
    _E.STOP: "Ctrl+Shift+D",
}
MOVE_ICONS = {
    _E.HAND_OVER: "transfer",
    _E.CONFIRM_HAND_OVER: "check",
    _E.REQUEST_SUPPLEMENT: "file-off",
    _E.SUPPLEMENT_RECEIVED: "package-import",
    _E.APOLOGISE: "message-report",
    _E.REFUSE: "circle-x",
    _E.WITHDRAW: "logout",
    _E.STOP: "player-stop",
    _E.FINISH: "circle-check",
    _E.RETURN_RESULT: "inbox",
}


class MoveButtons(QWidget):
    """The likely move first, blue and wide; the others two a row, in the order of the law.

    ``unavailable``: the key of a move was pressed that is not offered; somebody must say why.
    """

    chosen = Signal(object)
    unavailable = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("moveButtons")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._shown: tuple[tuple[DossierEvent, ...], DossierEvent | None] = ((), None)
        self._others: dict[DossierEvent, QShortcut] = {}
        for event, key in MOVE_KEYS.items():
            other = QShortcut(QKeySequence(key), self)
            other.activated.connect(partial(self.unavailable.emit, event))
            self._others[event] = other

    def show_moves(self, events: tuple[DossierEvent, ...], undo: DossierEvent | None) -> None:
        """The moves, and the step that Ctrl+Z would take back."""
        if (events, undo) == self._shown:
            return  # new buttons would swallow a key that is just being pressed
        self._shown = (events, undo)
        for event, other in self._others.items():
            other.setEnabled(event not in events)
        if held := holds_focus(self):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        clear_layout(self._column)
        if events:
            self._column.addWidget(self._button(events[0], is_first=True))
        rest = events[1:]
        for start in range(0, len(rest), 2):
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(6)
            for event in rest[start : start + 2]:
                row.addWidget(self._button(event), 1)
            self._column.addWidget(holder)
        if undo is not None:
            back = button(
                f"Hoàn tác: {term(undo).lower()}",
                role="move",
                name="move_undo",
                icon_name="arrow-back-up",
                tip="Trả hồ sơ về đúng như trước bước này\nPhím tắt: Ctrl+Z",
            )
            back.clicked.connect(partial(self._tell, _E.UNDO))
            self._column.addWidget(back)
        if held:
            self.focus_first()

    def buttons(self) -> list[QPushButton]:
        """The buttons as they follow one another."""
        return [made for made in self.findChildren(QPushButton) if not made.isHidden()]

    def focus_first(self) -> bool:
        """Puts the keyboard on the likeliest move; False when there is none."""
        for place in range(self._column.count()):
            item = self._column.itemAt(place)
            if item is not None and (shown := item.widget()) is not None:
                shown.show()  # else only when the events are served
        return give_focus(*self.buttons())

    def _button(self, event: DossierEvent, *, is_first: bool = False) -> QWidget:
        made = button(
            term(event),
            role="primary" if is_first else "move",
            name=f"move_{event}",
            icon_name=MOVE_ICONS[event],
            key=MOVE_KEYS[event],
        )
        made.clicked.connect(partial(self._tell, event))
        return made

    def _tell(self, event: DossierEvent, _checked: bool = False) -> None:
        self.chosen.emit(event)
