"""Steps in order, the last but one of which makes a folder; the last shows the recovery code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.errors import InputRefused
from desktop.ui.papers.preview_dialog import PreviewDialog
from desktop.ui.shell.messages import Teller
from desktop.ui.sign_in.recovery import RecoveryStep
from desktop.ui.sign_in.wizard_steps import Step
from desktop.ui.sign_in.words import error_words
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.work import BackgroundWork

N = TypeVar("N")


class Created(Protocol):
    """What a made folder tells: the code that opens it when passwords are forgotten."""

    @property
    def recovery_code(self) -> str:
        """To be shown once."""
        ...


C = TypeVar("C", bound=Created)


class StepsWindow(QWidget, Generic[N, C]):
    """Nothing is written before the step that makes. ``finished`` opens sign-in."""

    finished = Signal()
    given_up = Signal()
    title = ""
    making = ""
    correct_words = ""

    def __init__(
        self,
        folder: Path,
        create: Callable[[N], C],
        messages: Teller,
        steps: Sequence[Step],
    ) -> None:
        super().__init__()
        self.setObjectName("wizard")
        self.setWindowTitle(f"Sổ Một Cửa – {self.title}")
        self.setMinimumSize(760, 620)
        self.setStyleSheet(f"#wizard {{ background: {colours().window}; }}")
        self.folder = folder
        self._create = create
        self._messages = messages
        self.created: C | None = None
        self._work = BackgroundWork(self)
        self.recovery_step = RecoveryStep()
        self.steps: list[Step] = [*steps, self.recovery_step]
        self._build()
        self._show(0)

    def entered(self) -> N:
        """What was entered. Raises InputRefused."""
        raise NotImplementedError

    def sheet(self, created: C) -> bytes:
        """The page with the recovery code."""
        raise NotImplementedError

    def leave_step(self, step: Step) -> None:
        """A step is complete; the next one may be prepared."""

    def made(self, created: C) -> None:
        """The folder stands; the last step may say more about it."""

    def go_on(self) -> None:
        """Checks the step and goes to the next; the last but one makes the folder."""
        place = self.stack.currentIndex()
        step = self.steps[place]
        words = step.missing()
        if words:
            self.error.setText(words)
            return
        self.leave_step(step)
        if step is self.recovery_step:
            self.finished.emit()
        elif place == len(self.steps) - 2:
            self._make()
        else:
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
            step.chosen.connect(self.go_on)
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
            new = self.entered()
        except InputRefused as refused:
            self.error.setText(error_words(refused))
            return
        self._may_go(False)
        self.error.setText("")
        self.where.setText(self.making)
        self._work.run(lambda: self._create(new), self._made, self._failed)

    def _may_go(self, may: bool) -> None:
        """Whoever went back while it is being made would leave without the recovery code."""
        self.next.setEnabled(may)
        self.back.setEnabled(may)

    def _made(self, created: C) -> None:
        self.created = created
        self._may_go(True)
        self.recovery_step.show_code(created.recovery_code)
        self.made(created)
        self._show(len(self.steps) - 1)

    def _failed(self, error: Exception) -> None:
        """Back to the first step that has a field for what is wrong."""
        self._may_go(True)
        place = len(self.steps) - 2
        self._show(place)
        if isinstance(error, InputRefused):
            shown = [n for n, step in enumerate(self.steps) if step.show_problems(error)]
            known = {field for step in self.steps for field in step.fields()}
            if shown:
                self._show(shown[0])
            if all(problem.field in known for problem in error.problems):
                self.error.setText(self.correct_words)
                return
        self.error.setText(error_words(error))

    def _print_code(self) -> None:
        if self.created is None:
            return
        dialog = PreviewDialog(
            self.sheet(self.created),
            "In mã khôi phục",
            "ma-khoi-phuc.pdf",
            self._messages,
            self.window(),
        )
        dialog.open()
