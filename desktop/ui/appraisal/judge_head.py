"""Over the lines that are judged: the way back, whose they are, how many wait, next and before."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.appraisal.targets import Target, TargetKind
from desktop.ui.widgets.buttons import button, icon_button
from desktop.ui.widgets.cards import label


class JudgeHead(QWidget):
    """Tells ``left``, and ``next_wanted`` with +1 or −1."""

    left = Signal()
    next_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("judgeHead")
        self._part, self._place = "dòng", ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.back = button("Trở về", role="quiet", name="judgeBack", icon_name="chevron-left")
        self.back.setToolTip("Về danh sách\nPhím tắt: Esc")
        self.name = label("", "section", name="judgeName")
        self.state = label("", "muted", name="judgeState")
        self.before = icon_button("chevron-up", "Phần trước", name="judgeBefore", key="Ctrl+PgUp")
        self.after = icon_button("chevron-down", "Phần sau", name="judgeAfter", key="Ctrl+PgDown")
        row.addWidget(self.back)
        row.addWidget(self.name)
        row.addWidget(self.state)
        row.addStretch(1)
        row.addWidget(self.before)
        row.addWidget(self.after)
        self.back.clicked.connect(self.left)
        self.before.clicked.connect(lambda: self.next_wanted.emit(-1))
        self.after.clicked.connect(lambda: self.next_wanted.emit(1))

    def show_target(self, target: Target, name: str, place: str) -> None:
        """Whose lines come; ``place``: where it stands in its list, "3/130"."""
        self._place = place
        self._part = "đơn vị" if target.kind is TargetKind.ACROSS else "dòng"
        self.name.setText(name)
        self.state.setText(place)
        part = "đơn vị" if target.kind is TargetKind.UNIT else "dòng"
        for made, word, keys in (
            (self.before, "trước", "Ctrl+PgUp"),
            (self.after, "sau", "Ctrl+PgDn"),
        ):
            made.setVisible(target.kind is not TargetKind.COUNCIL)
            made.setToolTip(f"Sang {part} {word}\nPhím tắt: {keys}")

    def show_count(self, waiting: int, total: int) -> None:
        """How many wait for a word."""
        told = (
            f"còn {waiting}/{total} {self._part} chưa chấm"
            if waiting
            else f"đã chấm hết {total} {self._part}"
        )
        self.state.setText(f"{self._place} · {told}" if self._place else told)
