"""Setting up an office: unit, letterhead, hours, desk and administrator, recovery code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.errors import InputRefused
from desktop.services.recovery_sheets import recovery_sheet_pdf
from desktop.services.setting_up import CreatedOffice, NewOffice
from desktop.ui.papers.preview_dialog import PreviewDialog
from desktop.ui.shell.messages import Teller
from desktop.ui.sign_in.recovery import RecoveryStep
from desktop.ui.sign_in.wizard_steps import AdminStep, HoursStep, LetterheadStep, Step, UnitStep
from desktop.ui.sign_in.words import error_words
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.work import BackgroundWork


class Wizard(QWidget):
    """Steps in order; nothing is written before the last one. ``finished`` opens sign-in."""

    finished = Signal()
    given_up = Signal()

    def __init__(
        self,
        folder: Path,
        create: Callable[[NewOffice], CreatedOffice],
        messages: Teller,
    ) -> None:
        super().__init__()
        self.setObjectName("wizard")
        self.setWindowTitle("Sổ Một Cửa – lập văn phòng")
        self.setMinimumSize(760, 620)
        self.setStyleSheet(f"#wizard {{ background: {colours().window}; }}")
        self._folder = folder
        self._create = create
        self._messages = messages
        self._created: CreatedOffice | None = None
        self._work = BackgroundWork(self)
        self.unit_step = UnitStep()
        self.letterhead_step = LetterheadStep()
        self.hours_step = HoursStep()
        self.admin_step = AdminStep()
        self.recovery_step = RecoveryStep()
        self.steps: list[Step] = [
            self.unit_step,
            self.letterhead_step,
            self.hours_step,
            self.admin_step,
            self.recovery_step,
        ]
        self._build()
        self._show(0)

    def go_on(self) -> None:
        """Checks the step and goes to the next; the fourth makes the office."""
        place = self.stack.currentIndex()
        step = self.steps[place]
        words = step.missing()
        if words:
            self.error.setText(words)
            return
        if step is self.unit_step and self.unit_step.unit is not None:
            self.letterhead_step.suggest(self.unit_step.unit)
        if step is self.admin_step:
            self._make()
            return
        if step is self.recovery_step:
            self.finished.emit()
            return
        self._show(place + 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field goes on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.next.isEnabled():
            self.go_on()
        else:
            super().keyPressEvent(event)

    def go_back(self) -> None:
        """The step before; from the first one, out."""
        place = self.stack.currentIndex()
        if place == 0:
            self.given_up.emit()
        else:
            self._show(place - 1)

    def new_office(self) -> NewOffice:
        """What was entered."""
        unit = self.unit_step.unit
        letterhead = self.letterhead_step
        return NewOffice(
            unit.code if unit else "",
            self.admin_step.name.text,
            self.admin_step.password.text,
            desk_number=self.admin_step.desk.value or 1,
            parent_body=letterhead.parent_body.text,
            shop_name=letterhead.shop_name.text,
            place_name=letterhead.place_name.text,
            address=letterhead.address.text,
            phone=letterhead.phone.text,
            code_prefix=letterhead.prefix.text,
            week=self.hours_step.sessions.week(),
        )

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 28, 40, 24)
        column.setSpacing(10)
        self.where = label("", "muted", name="wizardWhere")
        self.heading = label("", "big", wrap=True, name="wizardHeading")
        column.addWidget(self.where)
        column.addWidget(self.heading)
        self.stack = QStackedWidget()
        for step in self.steps:
            self.stack.addWidget(step)
        column.addWidget(self.stack, 1)
        self.error = label("", "error", wrap=True, name="wizardError")
        column.addWidget(self.error)
        row = QHBoxLayout()
        self.back = button("Quay lại", name="wizardBack", key="Alt+Left")
        self.next = button("Tiếp tục", role="primary", name="wizardNext", key="Ctrl+Return")
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.next)
        column.addLayout(row)
        self.unit_step.chosen.connect(self.go_on)
        self.recovery_step.print_wanted.connect(self._print_code)

    def _show(self, place: int) -> None:
        step = self.steps[place]
        self.stack.setCurrentIndex(place)
        self.where.setText(f"Bước {place + 1} trên {len(self.steps)}")
        self.heading.setText(step.heading)
        self.error.setText("")
        self.back.setVisible(step is not self.recovery_step)
        self.next.setText(step.next_words)
        QTimer.singleShot(0, step.focus_start)

    def _make(self) -> None:
        try:
            new = self.new_office()
        except InputRefused as refused:
            self.error.setText(error_words(refused))
            return
        self.next.setEnabled(False)
        self.error.setText("")
        self.where.setText("Đang lập văn phòng, mã hóa dữ liệu…")
        self._work.run(lambda: self._create(new), self._made, self._failed)

    def _made(self, created: CreatedOffice) -> None:
        self._created = created
        self.next.setEnabled(True)
        self.recovery_step.show_code(created.recovery_code)
        self._show(len(self.steps) - 1)

    def _failed(self, error: Exception) -> None:
        self.next.setEnabled(True)
        self._show(self.steps.index(self.admin_step))
        if isinstance(error, InputRefused) and self.admin_step.show_problems(error):
            self.error.setText("Hãy sửa ô được đánh dấu đỏ rồi bấm Lập văn phòng.")
        else:
            self.error.setText(error_words(error))

    def _print_code(self) -> None:
        if self._created is None:
            return
        pdf = recovery_sheet_pdf(self._created.unit, self._created.recovery_code, self._folder)
        dialog = PreviewDialog(
            pdf, "In mã khôi phục", "ma-khoi-phuc.pdf", self._messages, self.window()
        )
        dialog.open()
