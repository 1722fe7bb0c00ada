"""Đối chiếu thẩm định: both sides line by line, differences first, one line beside them."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.criteria.rounds import Stage
from desktop.domain.moments import local_date
from desktop.domain.roles import Permission, has
from desktop.services.assessments.differences import DifferenceRow, Differences, differences
from desktop.services.assessments.line_story import StoryRow, line_story
from desktop.services.assessments.sheets import ScoreSheet
from desktop.services.assessments.stages import RoundStatus
from desktop.ui.scoring.rounds.compare_panel import ComparePanel
from desktop.ui.scoring.rounds.compare_rows import (
    FINAL,
    HEADINGS,
    NUMBERS,
    SECOND,
    SHOW_WORDS,
    STATE,
    Show,
    can_explain,
    cells,
    passes,
    summary,
    tone_of,
    waits,
)
from desktop.ui.scoring.rounds.explaining_work import ExplainingWork
from desktop.ui.scoring.rounds.result_card import ResultCard
from desktop.ui.scoring.undo_stack import UndoStack
from desktop.ui.shell.context import UiContext
from desktop.ui.shell.memory import remember_splitter
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import EmptyState, label
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.permits import REASONS
from desktop.ui.widgets.table_or_advice import TableOrAdvice
from desktop.ui.widgets.tables import RowsTable, mark_row
from desktop.wording.dates import day
from desktop.wording.rounds import LOCK_WORDS, WAITING_WORDS, copy_words

_WIDTHS = (0, 66, 64, 64, 72, 64, 132, 140)
_LEFT, _RIGHT = 690, 420


class CompareView(QWidget):
    """``step_wanted`` leads on while there is nothing to compare; ``read_done`` after each read."""

    step_wanted = Signal()
    read_done = Signal()

    def __init__(self, context: UiContext, undo: UndoStack) -> None:
        super().__init__()
        self.setObjectName("compareView")
        self._context = context
        self.sheet: ScoreSheet | None = None
        self.found: Differences | None = None
        self._narrowed_for = -1
        self._kept = ""
        self.panel = ComparePanel()
        self.work = ExplainingWork(context, undo, self.panel.form, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.stack = QStackedWidget()
        column.addWidget(self.stack)
        self.stack.addWidget(self._empty())
        self.stack.addWidget(self._body())
        self._connect()

    def _empty(self) -> QWidget:
        self.step = button("", role="primary", name="compareStep", key="Ctrl+Return")
        self.step.clicked.connect(self.step_wanted)
        self.empty = EmptyState("transfer", "", "", self.step)
        return self.empty

    def _body(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.result = ResultCard()
        column.addWidget(self.result)
        self.summary = label("", "section", wrap=True, name="compareSummary")
        column.addWidget(self.summary)
        self.warning = label("", "warning", wrap=True, name="compareWarning")
        column.addWidget(self.warning)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        left = QWidget()
        inner = QVBoxLayout(left)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addLayout(self._chips())
        self.table = _Table()
        self.lists = TableOrAdvice(
            self.table,
            "circle-check",
            "Không có dòng nào ở nhãn này",
            "Chọn nhãn khác ở trên để xem các dòng còn lại.",
        )
        inner.addWidget(self.lists, 1)
        self.split.addWidget(left)
        self.split.addWidget(self.panel)
        self.split.setHandleWidth(10)
        self.split.setSizes([_LEFT, _RIGHT])
        self.split.setStretchFactor(0, 1)
        left.setMinimumWidth(430)
        self.panel.setMinimumWidth(380)
        remember_splitter(self._context, self.split, "compare")
        column.addWidget(self.split, 1)
        return body

    def _chips(self) -> FlowLayout:
        row = FlowLayout()
        self.chips: dict[Show, QPushButton] = {}
        for place, show in enumerate(Show, start=1):
            chip = button(SHOW_WORDS[show], role="chip", name=f"show_{show}", key=f"Ctrl+{place}")
            chip.setCheckable(True)
            chip.clicked.connect(partial(self.narrow, show))
            self.chips[show] = chip
            row.addWidget(chip)
        return row

    def _connect(self) -> None:
        self.table.opened.connect(self.panel.form.focus_first)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._pick())
        self.panel.form.advanced.connect(self.go_on)
        self.panel.proof_opened.connect(self.work.view)

    @property
    def show_only(self) -> Show:
        """The chosen chip."""
        return next((show for show, chip in self.chips.items() if chip.isChecked()), Show.ALL)

    @property
    def waiting(self) -> int:
        """How many explanations wait to be sent."""
        return self.found.status.explanations_waiting if self.found is not None else 0

    def show_sheet(self, sheet: ScoreSheet) -> None:
        """Another sheet, or the same after a change."""
        same = self.sheet is not None and self.sheet.assessment.id == sheet.assessment.id
        self.sheet = sheet
        self.work.sheet = sheet
        if not same:
            self.panel.form.forget()
            self.panel.row = None
            self.work.row = None
            self._kept = ""
        self.read()

    def read(self) -> None:
        """Both sides anew."""
        if self.sheet is None:
            return
        office, row = self._context.office, self.sheet.assessment
        self._context.runner.query(
            lambda _: differences(office, row.year, row.set_code),
            self._show,
            key="differences",
            owner=self,
            label="Đang đối chiếu",
        )

    def focus_first(self) -> None:
        """The keyboard goes to the table, or to the next step."""
        there = self.stack.currentIndex() == 1
        (self.table if there else self.step).setFocus(Qt.FocusReason.OtherFocusReason)

    def next_pane(self) -> None:
        """F6: table, explanation."""
        if self.table.hasFocus():
            self.panel.form.focus_first()
        else:
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_on(self) -> None:
        """Ctrl+Enter: writes, then the next line that waits for words."""
        if not self.panel.form.commit() or self.found is None:
            return
        stage, here = self.found.status.stage, self.table.currentIndex().row()
        rows = [self.table.rows.value(place) for place in range(self.table.rows.rowCount())]
        order = [*range(here + 1, len(rows)), *range(max(here, 0))]
        following = next((place for place in order if waits(rows[place], stage)), None)
        if following is None:
            self._context.messages.say(
                "Không còn dòng nào khác chờ giải trình. Lãnh đạo xem lại rồi gửi cho tỉnh."
            )
            return
        mark_row(self.table, self.table.rows.index(following, 0))
        self.table.scrollTo(self.table.currentIndex())
        self.panel.form.focus_first()

    def choose(self, item_id: str) -> None:
        """Marks a line, also one that a chip hides."""
        if not self._mark(item_id):
            self.narrow(Show.ALL)
            self._mark(item_id)

    def narrow(self, show: Show, _on: bool = True) -> None:
        """Shows the lines of a chip; the marked line stays when it is among them."""
        for other, chip in self.chips.items():
            chip.setChecked(other is show)
        self._fill()

    def _show(self, found: Differences) -> None:
        self.found = found
        if not found.rows:
            self._teach(found.status)
        else:
            self.stack.setCurrentIndex(1)
            self._show_head(found)
            if self._narrowed_for != found.status.assessment.id:
                self._narrowed_for = found.status.assessment.id
                self.narrow(self._first_chip(found))
            else:
                self._fill()
        self.read_done.emit()

    def _teach(self, status: RoundStatus) -> None:
        title, advice = WAITING_WORDS.get(status.stage, WAITING_WORDS[Stage.SUBMITTED])
        self.empty.title.setText(title)
        self.empty.advice.setText(advice)
        words = {
            Stage.OPEN: "Về bảng chấm điểm",
            Stage.HANDED_IN: "Về bảng chấm điểm",
            Stage.APPROVED: "Xem và nộp cho tỉnh",
        }
        self.step.setText(words.get(status.stage, "Mở trang Đồng bộ"))
        self.step.setShortcut("Ctrl+Return")
        self.stack.setCurrentIndex(0)

    def _show_head(self, found: Differences) -> None:
        self.result.show_result(found.status.publication)
        self.summary.setText(summary(found))
        said = copy_words(found.judged_other_copy, found.unknown_lines)
        note = found.appraisal.note if found.appraisal is not None else ""
        if note:
            said.insert(0, f"Tỉnh nhận xét chung: “{note}”")
        self.warning.setText("\n".join(said))
        self.warning.setVisible(bool(said))
        has_second = found.appraisal is not None and found.appraisal.round > 1
        self.table.setColumnHidden(SECOND, not has_second)
        published = found.status.publication is not None
        self.table.setColumnHidden(FINAL, not published)
        self.table.setColumnHidden(STATE, published)  # what was explained is history then
        for show, chip in self.chips.items():
            count = sum(passes(row, show, found.status.stage) for row in found.rows)
            keys = chip.shortcut()
            chip.setText(f"{SHOW_WORDS[show]} {count}")
            chip.setShortcut(keys)  # another text takes the key away

    def _first_chip(self, found: Differences) -> Show:
        different = any(passes(row, Show.DIFFERENT, found.status.stage) for row in found.rows)
        return Show.DIFFERENT if different else Show.ALL

    def _fill(self) -> None:
        if self.found is None:
            return
        stage, show, c = self.found.status.stage, self.show_only, colours()
        rows = [row for row in self.found.rows if passes(row, show, stage)]
        kept = self._kept
        shown = []
        for row in rows:
            tone = tone_of(row, stage)
            shown.append((cells(row, stage), row, getattr(c, tone) if tone else None))
        self.lists.show_table(bool(rows))
        self.panel.setVisible(bool(rows))
        self.table.show_rows(shown)
        if kept:
            self._mark(kept)
        self._pick()

    def _mark(self, item_id: str) -> bool:
        for place in range(self.table.rows.rowCount()):
            if self.table.rows.value(place).item.id == item_id:
                mark_row(self.table, self.table.rows.index(place, 0))
                return True
        return False

    def _pick(self) -> None:
        row: DifferenceRow | None = self.table.current_value()
        if row is None or self.sheet is None or self.found is None:
            return
        if self.panel.row is not None and self.panel.row.item != row.item:
            self.panel.form.commit()
        self._kept = row.item.id
        self.work.row = row
        why = self._why_locked(self.found.status)
        self.panel.show_row(self.sheet, row, editable=not why, why_locked=why)
        self._read_story(row.item.id)

    def _why_locked(self, status: RoundStatus) -> str:
        """Why nothing can be explained now; empty when it can."""
        if status.stage is Stage.PUBLISHED:
            return "Tỉnh đã công bố kết quả: không giải trình thêm được."
        if not can_explain(status.stage):
            return "Chưa có điểm thẩm định để giải trình."
        until, today = status.explain_until, local_date(self._context.office.now())
        if until is not None and today > until:
            return _locked_since(status, until)
        if not has(self._context.office.user.role, Permission.ASSESS):
            return REASONS[Permission.ASSESS]
        return ""

    def _read_story(self, item_id: str) -> None:
        assert self.sheet is not None
        office, row = self._context.office, self.sheet.assessment

        def show(rows: tuple[StoryRow, ...]) -> None:
            if self.panel.row is not None and self.panel.row.item.id == item_id:
                self.panel.show_story(rows)

        self._context.runner.query(
            lambda _: line_story(office, row.year, item_id, row.set_code),
            show,
            key="lineStory",
            owner=self,
        )


class _Table(RowsTable):
    """Enter goes to the explanation of the marked line."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__(
            "compareTable", "Điểm của hai bên, chênh nhiều đứng trước", HEADINGS, _WIDTHS, NUMBERS
        )
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
            return
        super().keyPressEvent(event)


def _locked_since(status: RoundStatus, until: date) -> str:
    by_province = any(a.explain_until is not None for a in status.appraisals)
    who = LOCK_WORDS["by_province"] if by_province else LOCK_WORDS["by_unit"]
    return LOCK_WORDS["explain"].format(until=day(until)) + who
