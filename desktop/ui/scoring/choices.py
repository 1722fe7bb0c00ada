"""One of several answers with a text that wraps; arrows walk, Space or Enter chooses."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from desktop.ui.widgets.cards import label


class Choices(QWidget):
    """Tells ``chosen`` with the place of the answer, ``advanced`` when it was Enter.

    Walking with the arrows chooses nothing: each choice is written to the record at once.
    """

    chosen = Signal(int)
    advanced = Signal()

    def __init__(self, answers: Sequence[tuple[str, str]], name: str) -> None:
        """``answers``: words, and what stands beside them (their points)."""
        super().__init__()
        self.setObjectName(name)
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.marks: list[_Mark] = []
        for place, (text, beside) in enumerate(answers):
            mark = _Mark(f"{name}{place}", f"{text}: {beside}" if beside else text)
            mark.setToolTip(f"Phím tắt: {place + 1}")
            mark.walked.connect(self._walk)
            mark.taken.connect(self.advanced)
            mark.picked.connect(self._pick)
            words = label(text, wrap=True)
            words.installEventFilter(self)
            words.setProperty("place", place)
            row = QHBoxLayout()
            row.setSpacing(2)
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(words, 1)
            row.addWidget(label(beside, "muted"), 0, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
            self._group.addButton(mark, place)
            self.marks.append(mark)
        self._group.idClicked.connect(self.chosen)

    @property
    def place(self) -> int:
        """The chosen answer, -1 before one."""
        return self._group.checkedId()

    def choose(self, place: int) -> None:
        """Marks an answer (-1: none) without telling ``chosen``."""
        self._group.setExclusive(False)
        for at, mark in enumerate(self.marks):
            mark.setChecked(at == place)
        self._group.setExclusive(True)

    @property
    def first(self) -> QWidget:
        """Where the keyboard starts: at the chosen answer, else at the first."""
        return self.marks[max(self.place, 0)]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press on the words chooses."""
        if event.type() == QEvent.Type.MouseButtonPress and self.isEnabled():
            self._pick(int(watched.property("place")))
        return False

    def _walk(self, step: int) -> None:
        held = [place for place, mark in enumerate(self.marks) if mark.hasFocus()]
        if held:
            at = (held[0] + step) % len(self.marks)
            self.marks[at].setFocus(Qt.FocusReason.TabFocusReason)

    def _pick(self, place: int) -> None:
        if 0 <= place < len(self.marks):
            self.marks[place].setFocus(Qt.FocusReason.OtherFocusReason)
            self.marks[place].click()


class _Mark(QRadioButton):
    """The round mark alone; its text stands beside it so that it can wrap."""

    walked = Signal(int)
    taken = Signal()
    picked = Signal(int)

    def __init__(self, name: str, text: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, digits choose, Enter chooses and goes on."""
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Left):
            self.walked.emit(-1)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Right):
            self.walked.emit(1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if not self.isChecked():
                self.click()
            self.taken.emit()
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and not event.modifiers():
            self.picked.emit(int(key) - int(Qt.Key.Key_1))
        else:
            super().keyPressEvent(event)
