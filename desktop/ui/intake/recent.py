"""Today's last dossiers of this office, with reprint and undo."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget

from desktop.domain.dossiers import DossierState
from desktop.services.dossier_rows import DossierRow
from desktop.ui.widgets.buttons import icon_button
from desktop.ui.widgets.cards import Card, ElidedLabel, clear_layout, label
from desktop.wording.dates import moment
from desktop.wording.terms import term

MOST = 10
_USUAL, _SHORT = 96, 40
_EMPTY = "Hôm nay chưa nhận hồ sơ nào. Hồ sơ vừa nhận sẽ hiện ở đây."


class RecentList(Card):
    """A short list under the form."""

    reprint_wanted = Signal(str)
    undo_wanted = Signal(str)
    open_wanted = Signal(str)

    def __init__(self, heading: str = "Vừa tiếp nhận hôm nay", empty: str = _EMPTY) -> None:
        super().__init__(margins=10, spacing=4)
        self.setObjectName("recent")
        self._empty = empty
        self.heading = label(heading, "fieldLabel")
        self.body.addWidget(self.heading)
        area = QScrollArea()
        area.setObjectName("recentArea")
        area.setWidgetResizable(True)
        holder = QWidget()
        self._rows = QVBoxLayout(holder)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        area.setWidget(holder)
        self.body.addWidget(area)
        self.set_short(False)

    def set_short(self, is_short: bool) -> None:
        """One line of the list, for want of room, or its heading and some lines."""
        self.heading.setVisible(not is_short)
        side = 5 if is_short else 10
        self.body.setContentsMargins(10, side, 10, side)
        self.setFixedHeight(_SHORT if is_short else _USUAL)

    def show_rows(self, rows: list[DossierRow]) -> None:
        """Newest first."""
        clear_layout(self._rows)
        if not rows:
            self._rows.addWidget(label(self._empty, "muted", wrap=True))
        for row in rows[:MOST]:
            self._rows.addWidget(self._line(row))
        self._rows.addStretch(1)

    def take_focus(self) -> bool:
        """Puts the keyboard on the newest line; False when there is none."""
        first = next((made for made in self.findChildren(QToolButton) if made.isVisible()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)
        return first is not None

    def _line(self, row: DossierRow) -> QWidget:
        holder = QWidget()
        across = QHBoxLayout(holder)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        due = moment(row.due_at) or "không hẹn"
        texts = (moment(row.received_at)[:5], row.code, row.applicant_name, row.procedure_name)
        for text, stretch in zip(texts, (0, 0, 2, 3), strict=True):
            across.addWidget(ElidedLabel(text) if stretch else label(text), stretch)
        across.addWidget(label(f"hẹn {due}", "muted"))
        if row.state is DossierState.VOIDED:
            across.addWidget(label(term(row.state), "muted"))
            return holder
        for icon_name, tip, signal in (
            ("printer", f"In lại giấy tiếp nhận {row.code}", self.reprint_wanted),
            ("arrow-back-up", f"Hủy việc tiếp nhận {row.code} (nhập nhầm)", self.undo_wanted),
            ("eye", f"Mở hồ sơ {row.code}", self.open_wanted),
        ):
            made = icon_button(icon_name, tip)
            made.clicked.connect(lambda _on=False, s=signal, code=row.code: s.emit(code))
            across.addWidget(made)
        return holder
