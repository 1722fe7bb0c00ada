"""The sheet: tree of lines left, one line right; answers are written as they are given."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.criteria.scoring import NodeScore
from desktop.domain.errors import InputRefused
from desktop.domain.moments import local_date
from desktop.domain.roles import Permission
from desktop.services.assessments.answering import AnswerEntry, answer_line
from desktop.services.assessments.sheets import HistoryRow, ScoreSheet, SheetLine, line_history
from desktop.services.assessments.undoing import put_back_line
from desktop.services.settings import read_preference, save_preference
from desktop.ui.scoring.line_panel import LinePanel
from desktop.ui.scoring.presentation import Narrow
from desktop.ui.scoring.tree_bar import TreeBar
from desktop.ui.scoring.tree_model import SheetTreeModel
from desktop.ui.scoring.tree_view import SheetTree
from desktop.ui.scoring.undo_stack import UndoStack
from desktop.ui.shell.context import UiContext
from desktop.ui.shell.memory import remember_splitter
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import EmptyState, label
from desktop.ui.widgets.permits import permit

_LEFT, _RIGHT = 600, 500
_FOLD_MS = 600


class SheetView(QWidget):
    """Shows one score sheet; ``may_assess`` says whether the user may answer.

    ``assign_wanted`` tells the numbers of the marked lines.
    """

    assign_wanted = Signal(object)

    def __init__(self, context: UiContext, undo: UndoStack, *, may_assess: bool) -> None:
        super().__init__()
        self.setObjectName("sheetView")
        self._context = context
        self._undo = undo
        self._may_assess = may_assess
        self._is_open = True
        self.sheet: ScoreSheet | None = None
        self.bar = TreeBar()
        self.model = SheetTreeModel(self)
        self.tree = SheetTree(self.model)
        self.panel = LinePanel(context, undo)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.bar)
        self.lists = QStackedWidget()
        self.none = EmptyState(
            "search", "Không có dòng nào khớp", "Gõ ít chữ hơn, hoặc bỏ chọn nhãn lọc ở trên."
        )
        self.lists.addWidget(self.tree)
        self.lists.addWidget(self.none)
        column.addWidget(self.lists, 1)
        self.count = label("", "caption", name="sheetCount")
        self.assign = button(
            "Giao dòng", role="quiet", name="assignLines", icon_name="user", key="Ctrl+Shift+G"
        )
        self.assign.setToolTip(
            "Giao các dòng đang chọn cho người làm, kèm hạn\nPhím tắt: Ctrl+Shift+G"
        )
        permit(self.assign, self._context.office, Permission.ASSIGN_LINES)
        below = QHBoxLayout()
        below.addWidget(self.count, 1)
        below.addWidget(self.assign)
        column.addLayout(below)
        self.split.addWidget(left)
        self.split.addWidget(self.panel)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 1)
        self.split.setHandleWidth(10)
        self.split.setSizes([_LEFT, _RIGHT])
        left.setMinimumWidth(430)
        self.panel.setMinimumWidth(420)
        remember_splitter(self._context, self.split, "scoring")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.split)

    def _connect(self) -> None:
        self.bar.changed.connect(self._narrow)
        self.bar.left.connect(self._to_tree)
        self.assign.clicked.connect(lambda: self.assign_wanted.emit(self.tree.marked_ids))
        self.tree.picked.connect(self._pick)
        self.tree.opened.connect(self.panel.form.focus_first)
        self.panel.form.entered.connect(self._write)
        self.panel.form.advanced.connect(self.go_on)
        self._fold_wait = QTimer(self)
        self._fold_wait.setSingleShot(True)
        self._fold_wait.setInterval(_FOLD_MS)
        self._fold_wait.timeout.connect(self._keep_folds)
        self.tree.folded.connect(self._fold_wait.start)

    def show_sheet(self, sheet: ScoreSheet, *, is_open: bool) -> None:
        """Another sheet, or the same after a change: the marked line stays marked.

        ``is_open``: whether answers may be changed today.
        """
        self._is_open = is_open
        office = self._context.office
        self.model.me, self.model.today = office.user.name, local_date(office.now())
        before = self.sheet
        same = before is not None and before.assessment.id == sheet.assessment.id
        self.sheet = sheet
        chosen = self.tree.current_id if same else ""
        self.model.kept = chosen
        if not same:
            self._read_folds(sheet.assessment.set_code)
            self.panel.form.forget()
        self.model.show_lines(sheet.lines)
        self.bar.count(sheet.lines, office.user.name)
        self._show_count()
        if not chosen:
            first = next((line.id for line in sheet.lines if line.is_scored), "")
            self.tree.choose(first)
        else:
            self._show_line(chosen)

    def choose(self, item_id: str) -> None:
        """Shows a line, also one that a chip or a search hides."""
        if not self.tree.choose(item_id):
            self.bar.clear()
            self.tree.choose(item_id)

    def narrow(self, narrow: Narrow | None) -> None:
        """Shows what a tile counts."""
        self.bar.clear()
        if narrow is not None:
            self.bar.chips[narrow].click()
        self._to_tree()

    def go_on(self) -> None:
        """Ctrl+Enter: writes, then the next line that is still open."""
        if not self.panel.form.commit():
            return
        following = self.tree.next_open(self.tree.current_id)
        if not following:
            self._context.messages.say(
                "Không còn dòng nào khác để trả lời. Hãy xem Việc nên làm, hoặc trình lãnh đạo."
            )
            return
        self.choose(following)
        self.panel.form.focus_first()

    def next_pane(self) -> None:
        """F6: search, tree, answer."""
        if self.bar.search.hasFocus():
            self._to_tree()
        elif self.tree.hasFocus():
            self.panel.form.focus_first()
        else:
            self.to_search()

    def to_search(self) -> None:
        """Ctrl+F."""
        self.bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.search.selectAll()

    def _to_tree(self) -> None:
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.tree.current_id and self.model.rowCount():
            self.tree.setCurrentIndex(self.model.index(0, 0))

    def _narrow(self, narrow: Narrow | None, text: str) -> None:
        self.model.kept = ""
        chosen = self.tree.current_id
        self.model.narrow(narrow, text)
        line = next((line for line in self.model.lines if line.id == chosen), None)
        found = line is not None and self.tree.choose(chosen)
        if not found or (self.model.is_narrowed and line is not None and not line.is_scored):
            self._choose_first_shown()
        self._show_count()

    def _choose_first_shown(self) -> None:
        for line in self.model.lines:
            if line.is_scored and self.model.index_of(line.id).isValid():
                self.tree.choose(line.id)
                return

    def _show_count(self) -> None:
        shown = self.model.shown_count
        whole = sum(line.is_scored for line in self.model.lines)
        self.lists.setCurrentWidget(self.tree if shown else self.none)
        text = (
            f"{shown} trong {whole} dòng" if self.model.is_narrowed else f"{whole} dòng chấm điểm"
        )
        self.count.setText(text)

    def _pick(self, item_id: str) -> None:
        if self.panel.line is not None and self.panel.line.id != item_id:
            self.panel.form.commit()
        self._show_line(item_id)

    def _show_line(self, item_id: str) -> None:
        if self.sheet is None:
            return
        line = next((line for line in self.sheet.lines if line.id == item_id), None)
        if line is None:
            self.panel.show_nothing()
            return
        may_assess = self._may_assess and self._is_open
        self.panel.show_line(self.sheet, line, may_assess=may_assess)
        self._read_history(line)

    def _read_history(self, line: SheetLine) -> None:
        assert self.sheet is not None
        office, row = self._context.office, self.sheet.assessment
        if not line.is_scored:
            return

        def show(rows: tuple[HistoryRow, ...]) -> None:
            if self.panel.line is not None and self.panel.line.id == line.id:
                self.panel.show_history(rows)

        self._context.runner.query(
            lambda _: line_history(office, row.year, line.id, row.set_code),
            show,
            key="lineHistory",
            owner=self,
        )

    def _write(self, entry: AnswerEntry) -> None:
        line, sheet = self.panel.line, self.sheet
        if line is None or sheet is None:
            return
        office, row = self._context.office, sheet.assessment

        def written(_score: NodeScore) -> None:
            self._undo.push(lambda: self._put_back(row.year, line, row.set_code))

        def failed(error: Exception) -> bool:
            shown = self.panel.line is not None and self.panel.line.id == line.id
            if isinstance(error, InputRefused) and shown:
                self.panel.form.show_problems(error)
                return True
            return False

        self._context.runner.command(
            lambda _: answer_line(office, row.year, line.id, entry, row.set_code),
            written,
            owner=self,
            on_error=failed,
            label="Đang ghi trả lời",
        )

    def _put_back(self, year: int, line: SheetLine, set_code: str) -> None:
        office = self._context.office

        def done(_nothing: None) -> None:
            self.choose(line.id)
            self._context.messages.say(f"Đã hoàn tác: dòng {line.id} trở lại như trước.")

        self._context.runner.command(
            lambda _: put_back_line(office, year, line, set_code), done, owner=self
        )

    def _read_folds(self, set_code: str) -> None:
        office = self._context.office

        def show(kept: object) -> None:
            if isinstance(kept, list):
                self.tree.set_folds([str(item_id) for item_id in kept])

        self._context.runner.query(
            lambda _: read_preference(office, f"scoring folds {set_code}"), show, owner=self
        )

    def _keep_folds(self) -> None:
        if self.sheet is None:
            return
        office, name = self._context.office, f"scoring folds {self.sheet.assessment.set_code}"
        folds = self.tree.folds
        self._context.runner.command(lambda _: save_preference(office, name, folds))
