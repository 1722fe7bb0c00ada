"""Judging: lines left, the claim and its evidence side by side, the verdict under them."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from desktop.domain.errors import InputRefused
from desktop.services.provinces.appraising import VerdictInput
from desktop.services.provinces.lines import UnitLine
from desktop.services.provinces.rounds import VerdictEvent, verdict_history
from desktop.ui.appraisal.claim_panel import ClaimPanel
from desktop.ui.appraisal.judge_head import JudgeHead
from desktop.ui.appraisal.line_looks import key_of
from desktop.ui.appraisal.lines_pane import LinesPane
from desktop.ui.appraisal.proof_panel import ProofPanel
from desktop.ui.appraisal.targets import (
    Target,
    TargetKind,
    can_correct,
    read_target,
    round_of,
    why_not,
)
from desktop.ui.appraisal.verdict_form import VerdictForm
from desktop.ui.appraisal.verdict_writer import VerdictWriter
from desktop.ui.scoring.undo_stack import UndoStack
from desktop.ui.shell.context import UiContext
from desktop.ui.shell.memory import remember_splitter
from desktop.ui.widgets.focus import holds_focus
from desktop.ui.widgets.shortcuts import keys_inside

_SIZES = [424, 316, 366]
_PAUSE_MS = 900


class JudgeView(QWidget):
    """Tells ``left`` when the hand goes back, ``next_wanted`` (±1) for the next unit or line."""

    left = Signal()
    next_wanted = Signal(int)
    told = Signal()

    def __init__(self, context: UiContext, undo: UndoStack) -> None:
        super().__init__()
        self.setObjectName("judgeView")
        self._context = context
        self.writer = VerdictWriter(context, undo, self)
        self.target: Target | None = None
        self._corrects = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.read)
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.head = JudgeHead()
        column.addWidget(self.head)
        self.pane = LinesPane()
        self.bar, self.table = self.pane.bar, self.pane.table
        self.claim = ClaimPanel()
        self.form = VerdictForm()
        self.proofs = ProofPanel(self._context)
        middle = QWidget()
        across = QVBoxLayout(middle)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(self.claim, 1)
        across.addWidget(self.form)
        column.addWidget(self.bar)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(10)
        for part, narrowest in ((self.pane, 380), (middle, 320), (self.proofs, 240)):
            part.setMinimumWidth(narrowest)
            self.split.addWidget(part)
        self.split.setStretchFactor(2, 1)
        self.split.setSizes(_SIZES)
        remember_splitter(self._context, self.split, "appraisal")
        column.addWidget(self.split, 1)

    def _connect(self) -> None:
        self.head.left.connect(self.left)
        self.head.next_wanted.connect(self.next_wanted)
        self.pane.shown.connect(self._shown)
        self.table.picked.connect(self._pick)
        self.table.opened.connect(lambda _key: self.form.focus_points())
        self.table.typed.connect(self._typed)
        self.form.entered.connect(self._write)
        self.writer.written.connect(self._written)
        self.writer.taken_back.connect(self._taken_back)
        self.form.correcting.connect(self._correct)
        keys_inside(
            self,
            ("Esc", self._escape),
            # Not keys of the buttons: those wait a tenth of a second before they act.
            ("Ctrl+Return", self.form.commit),
            ("Ctrl+Enter", self.form.commit),
            ("F8", self._agree),
            ("Ctrl+Down", lambda: self._step(1)),
            ("Ctrl+Up", lambda: self._step(-1)),
            ("Ctrl+J", self._to_next_open),
            ("Alt+Down", lambda: self.claim.roll(1)),
            ("Alt+Up", lambda: self.claim.roll(-1)),
        )

    def show_target(
        self, target: Target, name: str, key: Hashable = None, *, place: str = ""
    ) -> None:
        """Reads a target; nothing of the one before stays but the chip.

        ``place``: where it stands in its list, "3/130".
        """
        self.target = target
        self._corrects = False
        self.head.show_target(target, name, place)
        self.pane.begin(across=target.kind is not TargetKind.UNIT)
        self.read(key)

    def read(self, key: Hashable = None) -> None:
        """The lines of the target as they stand now; the marked one stays marked."""
        target = self.target
        if target is None:
            return
        office = self._context.office

        def failed(error: Exception) -> bool:
            self.pane.show_lines(())
            self._context.messages.tell_error(error)
            return True

        self._context.runner.query(
            lambda _: read_target(office, target),
            lambda lines: self._came(target, lines, key),
            key="judgedLines",
            owner=self,
            on_error=failed,
            label="Đang đọc bản tự chấm",
        )

    def read_again(self) -> None:
        """Something changed: at once, or after a pause when the hand here is still writing.

        What is written here stands in its row already; a line over all units takes a moment to
        read, which would hold up somebody who agrees with one unit after the other.
        """
        if self.writer.is_writing:
            self._pause.start()
        else:
            self.read()

    def focus_table(self) -> None:
        """The keyboard goes to the lines."""
        self.pane.focus_table()

    def next_pane(self) -> None:
        """F6: search, lines, points, documents."""
        if holds_focus(self.bar):
            self.focus_table()
        elif holds_focus(self.table):
            self.form.focus_points()
        elif holds_focus(self.form) and self.proofs.list.isVisible():
            self.proofs.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.bar.search.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def lines(self) -> dict[Hashable, UnitLine]:
        """The lines of the target by unit and number."""
        return self.pane.lines

    @property
    def line(self) -> UnitLine | None:
        """The marked line."""
        return self.pane.line

    def _came(self, target: Target, lines: tuple[UnitLine, ...], key: Hashable) -> None:
        if target == self.target:
            self.pane.show_lines(lines, key)
            self.told.emit()

    def _shown(self) -> None:
        """Other rows stand there, perhaps none."""
        there = bool(self.table.cells.rows)
        if not there:
            self.claim.show_nothing()
            self.proofs.show_nothing()
            self.form.show_nothing()
        self.form.setVisible(there)
        self._count()

    def _count(self) -> None:
        self.head.show_count(self.pane.waiting, len(self.lines))

    def _pick(self, key: object) -> None:
        line = self.lines.get(key)
        if line is None or self.target is None:
            return
        self.claim.show_line(line)
        self.proofs.show_line(line)
        self._show_form(line)
        self._read_history(line)

    def _show_form(self, line: UnitLine) -> None:
        target = self.target
        assert target is not None
        offered = can_correct(target, line)
        corrects = self._corrects and offered
        self.form.show_correction(offered=offered, on=corrects)
        self.form.show_line(
            line,
            round_of(target, line, corrects=corrects),
            why_not(target, line, self._context.office.user, corrects=corrects),
            corrects=corrects,
        )

    def _read_history(self, line: UnitLine) -> None:
        office, target = self._context.office, self.target
        assert target is not None

        def show(events: tuple[VerdictEvent, ...]) -> None:
            now = self.line
            if now is not None and key_of(now) == key_of(line):
                self.claim.show_history(events)

        self._context.runner.query(
            lambda _: verdict_history(
                office, line.unit_code, line.item.id, target.year, line.criteria.code
            ),
            show,
            key="verdictHistory",
            owner=self,
        )

    def _typed(self, letter: str) -> None:
        if letter == "=":
            self._agree()
        elif letter == " ":
            self.proofs.open_large()
        else:
            self.form.focus_points(letter)

    def _agree(self) -> None:
        line = self.line
        if line is None:
            return
        if not self.form.can_agree:
            text = self.form.why_not.text() or (
                "Đơn vị không tự chấm dòng này; hãy gõ điểm rồi Enter."
            )
            self._context.messages.say(text)
            return
        self.form.agree()

    def _correct(self, on: bool) -> None:
        self._corrects = on
        if self.line is not None:
            self._show_form(self.line)

    def _write(self, said: VerdictInput) -> None:
        line, target = self.line, self.target
        if line is None or target is None:
            return

        def failed(error: Exception) -> bool:
            return isinstance(error, InputRefused) and self.form.show_problems(error)

        self.writer.write(target, line, said, corrects=self._corrects, failed=failed)

    def _written(self, line: UnitLine) -> None:
        """The row says so at once; the whole is read anew when the change is told."""
        key = key_of(line)
        if key not in self.lines:
            return  # another unit is shown by now
        self._put(line)
        self.form.written(line)
        if key == self.table.current_key:
            self._to_next_open(done=line)

    def _taken_back(self, line: UnitLine) -> None:
        """The line as it was before; shown, so that the eye sees what was undone."""
        key = key_of(line)
        if key in self.lines:
            self._put(line)
            self.table.choose(key)
            self._pick(key)

    def _put(self, line: UnitLine) -> None:
        self.pane.put(line)
        self._count()

    def _to_next_open(self, done: UnitLine | None = None) -> None:
        if self.pane.to_next_open():
            self.focus_table()
            return
        told = ""
        if done is not None:
            told = f"Đã ghi dòng {done.item.id} của {done.unit_name}. "
        self._context.messages.say(f"{told}Không còn dòng nào chờ chấm ở đây.{self._onward()}")
        self.focus_table()
        if done is not None:
            self._pick(key_of(done))

    def _onward(self) -> str:
        if self.target is None or self.target.kind is TargetKind.COUNCIL:
            return ""
        part = "đơn vị" if self.target.kind is TargetKind.UNIT else "dòng"
        return f" Ctrl+PgDn sang {part} sau."

    def _step(self, by: int) -> None:
        if self.table.step(by) and holds_focus(self.form):
            self.form.focus_points()

    def _escape(self) -> None:
        """From a field back to the lines, from the lines back to the list."""
        if holds_focus(self.table):
            self.left.emit()
        else:
            self.focus_table()
