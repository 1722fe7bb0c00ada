"""Judging: lines left, the claim and its evidence side by side, the verdict under them."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from desktop.domain.errors import InputRefused
from desktop.domain.text import matches_all, words
from desktop.services.provinces.appraising import VerdictInput
from desktop.services.provinces.lines import UnitLine
from desktop.services.provinces.rounds import VerdictEvent, verdict_history
from desktop.ui.appraisal.claim_panel import ClaimPanel
from desktop.ui.appraisal.judge_head import JudgeHead
from desktop.ui.appraisal.line_looks import (
    ACROSS_COLUMNS,
    LINE_NARROW_WORDS,
    UNIT_SHEET_COLUMNS,
    LineNarrow,
    key_of,
    line_passes,
    line_row,
    sheet_rows,
)
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
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.cell_table import CellTable
from desktop.ui.widgets.chip_bar import ChipBar
from desktop.ui.widgets.focus import holds_focus
from desktop.ui.widgets.table_or_advice import TableOrAdvice

_SIZES = [470, 330, 310]


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
        self.lines: dict[Hashable, UnitLine] = {}
        self._kept: set[Hashable] = set()
        self._corrects = False
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.head = JudgeHead()
        column.addWidget(self.head)
        self.bar = ChipBar("lineBar", "Tìm dòng", LINE_NARROW_WORDS.items())
        self.table = CellTable("judgeTable", "Các dòng cần chấm", UNIT_SHEET_COLUMNS)
        self.lists = TableOrAdvice(
            self.table,
            "circle-check",
            "Không có dòng nào ở nhãn này",
            "Bỏ chọn nhãn lọc ở trên để xem mọi dòng, hoặc Ctrl+PgDn sang phần kế tiếp.",
        )
        self.claim = ClaimPanel()
        self.form = VerdictForm()
        self.proofs = ProofPanel(self._context)
        middle = QWidget()
        across = QVBoxLayout(middle)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(self.claim, 1)
        across.addWidget(self.form)
        left = QWidget()
        below = QVBoxLayout(left)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(6)
        below.addWidget(self.lists, 1)
        self.count = label("", "caption", name="judgeCount")
        below.addWidget(self.count)
        column.addWidget(self.bar)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(10)
        for part, narrowest in ((left, 400), (middle, 320), (self.proofs, 240)):
            part.setMinimumWidth(narrowest)
            self.split.addWidget(part)
        self.split.setStretchFactor(2, 1)
        self.split.setSizes(_SIZES)
        remember_splitter(self._context, self.split, "appraisal")
        column.addWidget(self.split, 1)

    def _connect(self) -> None:
        self.head.left.connect(self.left)
        self.head.next_wanted.connect(self.next_wanted)
        self.bar.changed.connect(self._narrow)
        self.bar.left.connect(self.focus_table)
        self.table.takes = lambda letter: letter in "=0123456789,- "
        self.table.picked.connect(self._pick)
        self.table.opened.connect(lambda _key: self.form.focus_points())
        self.table.typed.connect(self._typed)
        self.form.entered.connect(self._write)
        self.writer.written.connect(self._written)
        self.writer.taken_back.connect(self._taken_back)
        self.form.correcting.connect(self._correct)
        for keys, action in (
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
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)

    def show_target(
        self, target: Target, name: str, key: Hashable = None, *, place: str = ""
    ) -> None:
        """Reads a target; nothing of the one before stays but the chip.

        ``place``: where it stands in its list, "3/130".
        """
        self.target = target
        self._kept = set()
        self._corrects = False
        self.head.show_target(target, name, place)
        across = target.kind is not TargetKind.UNIT
        self.table.show_columns(ACROSS_COLUMNS if across else UNIT_SHEET_COLUMNS)
        self.read(key)

    def read(self, key: Hashable = None) -> None:
        """The lines of the target as they stand now; the marked one stays marked."""
        target = self.target
        if target is None:
            return
        office = self._context.office

        def failed(error: Exception) -> bool:
            self.lines = {}
            self._show(None)
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

    def focus_table(self) -> None:
        """The keyboard goes to the lines."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

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
    def line(self) -> UnitLine | None:
        """The marked line."""
        return self.lines.get(self.table.current_key)

    def _came(self, target: Target, lines: tuple[UnitLine, ...], key: Hashable) -> None:
        if target != self.target:
            return
        self.lines = {key_of(line): line for line in lines}
        self.bar.count(lines, lambda line, chip: line_passes(line, LineNarrow(chip)))
        if key is not None and not self._passes(self.lines.get(key)):
            self.bar.clear()
        self._show(key)
        self.told.emit()

    def _narrow(self) -> None:
        self._kept = set()
        self._show(None)

    def _passes(self, line: UnitLine | None) -> bool:
        if line is None:
            return False
        chip = self.bar.narrow
        narrow = None if chip is None else LineNarrow(chip)
        query = words(self.bar.text)
        if query and not _found(line, query):
            return False
        return line_passes(line, narrow) or key_of(line) in self._kept

    def _show(self, key: Hashable) -> None:
        """Rows under the chip; a line that was shown stays until the chip changes."""
        target = self.target
        shown = [line for line in self.lines.values() if self._passes(line)]
        self._kept = {key_of(line) for line in shown}
        across = target is not None and target.kind is not TargetKind.UNIT
        rows = sheet_rows(shown, across=across)
        self.lists.show_table(bool(rows))
        self.table.show_rows(rows, key)
        if not rows:
            self.claim.show_nothing()
            self.proofs.show_nothing()
            self.form.show_nothing()
        self.form.setVisible(bool(rows))
        self._count()

    def _count(self) -> None:
        waiting = sum(line.is_open for line in self.lines.values())
        self.head.show_count(waiting, len(self.lines))
        line = next(iter(self.lines.values()), None)
        self.count.setText(
            "= như tự chấm · số: gõ điểm · Ctrl+J dòng chưa chấm kế tiếp" if line else ""
        )

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
        self.lines[key] = line
        across = self.target is not None and self.target.kind is not TargetKind.UNIT
        self.table.cells.replace_row(line_row(line, across=across))
        self.form.written(line)
        self._count()
        if key == self.table.current_key:
            self._to_next_open(done=line)

    def _taken_back(self, line: UnitLine) -> None:
        if key_of(line) in self.lines:
            self.table.choose(key_of(line))

    def _to_next_open(self, done: UnitLine | None = None) -> None:
        keys = [row.key for row in self.table.cells.rows if not row.is_head]
        place = keys.index(self.table.current_key) if self.table.current_key in keys else -1
        following = [*keys[place + 1 :], *keys[: max(place, 0)]]
        for key in following:
            line = self.lines[key]
            if line.is_open and line.may_judge:
                self.table.choose(key)
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


def _found(line: UnitLine, query: list[str]) -> bool:
    if line.item.id.casefold().startswith(".".join(query)):
        return True
    text = f"{line.item.name} {line.unit_name} {line.assigned.department}"
    return matches_all(query, words(text))
