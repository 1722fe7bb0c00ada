"""Chấm điểm CCHC: a picker of assessments, the sums, and the views of the chosen one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QWidget

from desktop.domain.moments import local_date
from desktop.domain.roles import Permission, has
from desktop.services.assessments.approval import approved_copy
from desktop.services.assessments.opening import list_assessments, set_titles
from desktop.services.assessments.records import AssessmentRow
from desktop.services.assessments.sheets import ScoreSheet, score_sheet
from desktop.services.assessments.since_approval import changes_since_approval
from desktop.services.assessments.stages import RoundStatus, round_status
from desktop.services.outcomes import Change
from desktop.ui.scoring.decisions import Decisions
from desktop.ui.scoring.entry import ScoringEntry
from desktop.ui.scoring.filling import Filling
from desktop.ui.scoring.head import KEYS, HeadActions
from desktop.ui.scoring.notices import Notices
from desktop.ui.scoring.outlooks import ADVICE, OUTLOOKS, Outlooks
from desktop.ui.scoring.papers import ScorePapers
from desktop.ui.scoring.places import Place, place_of
from desktop.ui.scoring.presentation import Narrow, assessment_title, state_line
from desktop.ui.scoring.rounds.part import RoundPart
from desktop.ui.scoring.score_bar import ScoreBar
from desktop.ui.scoring.sets_desk import SetsDesk
from desktop.ui.scoring.sheet_view import SheetView
from desktop.ui.scoring.undo_stack import UndoStack
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import Segments
from desktop.ui.widgets.shortcuts import keys_inside

_COUNTED = {Change.ASSESSMENTS, Change.CRITERIA, Change.SYNC}
# The views in the order of the segments.
SHEET, COMPARE, SETS = "sheet", "compare", "sets"
VIEWS = ((SHEET, "Chấm điểm"), *OUTLOOKS, (COMPARE, "Đối chiếu"), (SETS, "Bộ tiêu chí"))


class ScoringPage(ScoringEntry):
    """One assessment at a time; several sets of a year stand side by side in the picker."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.sheet: ScoreSheet | None = None
        self._rows: tuple[AssessmentRow, ...] = ()
        self._titles: dict[int, str] = {}
        self._chosen: AssessmentRow | None = None
        self._view = SHEET
        self._wanted: Place | None = None
        self._undo = UndoStack()
        may_assess = has(context.office.user.role, Permission.ASSESS)
        self.sheet_view = SheetView(context, self._undo, may_assess=may_assess)
        self.outlooks = Outlooks(context, self)
        self.desk = SetsDesk(context, self._undo)
        self.sets, self.importing = self.desk.sets, self.desk.importing
        self.papers = ScorePapers(context, self._undo, self)
        self.rounds = RoundPart(context, self._undo, self)
        self.decisions = Decisions(context, self, lambda: self._open_tile("open"))
        self.filling = Filling(context, self._undo, self)
        self._build()
        self._connect()

    def enter(self) -> None:
        """Reads the assessments; the one that was shown stays."""
        self._read_rows()

    def refresh(self, changes: frozenset[Change]) -> None:
        """Points change with every answer, sets with every import."""
        if changes & _COUNTED and self.isVisible():
            self._read_rows()
            if Change.CRITERIA in changes:
                self.sets.enter()

    def leave(self) -> bool:
        """What is whole is written; half-typed answers do not hold anybody up."""
        self.sheet_view.panel.form.commit()
        self.desk.keep()
        self.rounds.view.panel.form.commit()
        return True

    def undo(self) -> None:
        """Ctrl+Z: the last answer, document or filling; in the editor the last step."""
        if self.stack.currentWidget() is self.desk and self.desk.undo():
            return
        if not self._undo.undo_last():
            super().undo()

    def open_section(self, key: str) -> object:
        """A view by its key, or a line by its number; also of another assessment."""
        self._wanted = place_of(key)
        if self.sheet is not None:
            self._to_wanted(self.sheet)
        return self.stack.currentWidget()

    def _to_wanted(self, sheet: ScoreSheet) -> None:
        """What was asked for before the sheet was there."""
        wanted = self._wanted
        if wanted is None:
            return
        row = sheet.assessment
        if wanted.is_elsewhere(row.year, row.set_code):
            if not self._pick_assessment(wanted.year, wanted.code):
                self._wanted = None
            return
        self._wanted = None
        if wanted.key in dict(VIEWS):
            self.show_view(wanted.key)
        elif wanted.key in sheet.criteria.by_id:
            self._open_line(wanted.key)
        else:
            self.show_view(SHEET)

    def _pick_assessment(self, year: int, code: str) -> bool:
        """Another assessment of the picker, if it is there."""
        for place, row in enumerate(self._rows):
            if (row.year, row.set_code) == (year, code):
                self._pick(place)
                return True
        return False

    def help_keys(self) -> tuple[tuple[str, str], ...]:
        """For the F1 sheet."""
        return KEYS

    def show_view(self, view: str) -> None:
        """Another view of the assessment; only sets are there before one is opened."""
        self._view = view
        if self._chosen is None:
            view = SETS
        self.segments.choose(view)
        shown: dict[str, QWidget] = {
            SHEET: self.sheet_view,
            COMPARE: self.rounds.view,
            SETS: self.desk,
            **self.outlooks.views,
        }
        self.stack.setCurrentWidget(shown[view])
        if view == SETS:
            self.desk.show_list(self._chosen.set_code if self._chosen is not None else "")
        elif view == COMPARE and self.sheet is not None:
            self.rounds.view.show_sheet(self.sheet)
            self.rounds.view.focus_first()
        elif view in self.outlooks.views and self.sheet is not None:
            self.outlooks.show(view, self.sheet)
        else:
            self.sheet_view.tree.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_head()

    def _build(self) -> None:
        head = HeadActions(self.context.office, self.papers, self.rounds, self.action_bar)
        self.fill_button, self.back_button = head.fill, head.back
        self.out_button, self.main_button = head.out, head.main
        row = QHBoxLayout()
        row.setSpacing(10)
        self.picker = QComboBox()
        self.picker.setObjectName("assessmentPicker")
        self.picker.setAccessibleName("Bản tự chấm")
        self.picker.setToolTip("Năm và bộ tiêu chí đang xem")
        self.picker.setMinimumContentsLength(24)
        self.picker.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.segments = Segments([(words, view) for view, words in VIEWS], "scoringView")
        row.addWidget(self.picker, 1)
        row.addWidget(self.segments)
        self.content.addLayout(row)
        self.content.addWidget(self.rounds.bar)
        self.notices = Notices()
        self.content.addWidget(self.notices)
        self.score_bar = ScoreBar()
        self.content.addWidget(self.score_bar)
        self.stack = QStackedWidget()
        views = (self.sheet_view, *self.outlooks.views.values(), self.rounds.view)
        for view in (*views, self.desk):
            self.stack.addWidget(view)
        self.content.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.picker.activated.connect(self._pick)
        self.segments.chosen.connect(lambda view: self.show_view(str(view)))
        self.score_bar.opened.connect(self._open_tile)
        self.outlooks.line_wanted.connect(self._open_line)
        self.outlooks.view_wanted.connect(self.show_view)
        self.outlooks.year_wanted.connect(self._open_year)
        self.desk.opened.connect(self._opened)
        self.desk.turned.connect(self._show_head)
        self.fill_button.clicked.connect(lambda: self.filling.ask(self.sheet))
        self.main_button.clicked.connect(self._main)
        self.back_button.clicked.connect(
            lambda: self.decisions.back(self.sheet, self.rounds.status)
        )
        self.rounds.view.step_wanted.connect(lambda: self.rounds.step(self._to_sheet))
        self.sheet_view.assign_wanted.connect(lambda marked: self.rounds.assign(self.sheet, marked))
        self.notices.version_wanted.connect(lambda: self.decisions.change_version(self.sheet))
        keys_inside(
            self,
            ("Ctrl+F", self.sheet_view.to_search),
            ("F6", self._next_pane),
            ("Ctrl+G", self._next_view),
            ("Ctrl+P", lambda: self.papers.preview(self.sheet)),
            ("Ctrl+E", lambda: self.papers.save(self.sheet)),
            ("Ctrl+Shift+I", lambda: self.papers.choose_sheet(self.sheet)),
        )
        onward = self.sheet_view.go_on
        keys_inside(self.sheet_view, ("Ctrl+Return", onward), ("Ctrl+Enter", onward))

    def import_file(self, path: Path) -> None:
        """Shows what a file would bring; nothing is kept yet."""
        self.stack.setCurrentWidget(self.desk)
        self.desk.import_file(path)

    def _opened(self, row: AssessmentRow) -> None:
        shown = self.sheet is not None and self.sheet.assessment.id == row.id
        self._chosen = row
        self._view = SHEET
        if shown:
            self.show_view(SHEET)
        self._read_rows()

    def _read_rows(self) -> None:
        office = self.context.office
        self.context.runner.query(
            lambda _: (list_assessments(office), set_titles(office)),
            lambda found: self._show_rows(*found),
            key="assessments",
            owner=self,
        )

    def _show_rows(self, rows: tuple[AssessmentRow, ...], titles: dict[int, str]) -> None:
        self._rows, self._titles = rows, titles
        known = {row.id: row for row in rows}
        before = self._chosen.id if self._chosen is not None else -1
        self._chosen = known.get(before, rows[0] if rows else None)
        if self._chosen is None:
            self.sheet = None
            self._fill_picker()
            if not self._is_at_work:
                self.show_view(SETS)
            return
        self._read_sheet(self._chosen)

    def _read_sheet(self, row: AssessmentRow) -> None:
        office = self.context.office
        self.context.runner.query(
            lambda _: (
                score_sheet(office, row.year, row.set_code),
                round_status(office, row.year, row.set_code),
            ),
            self._show_both,
            key="scoreSheet",
            owner=self,
            label="Đang tính điểm",
        )

    def _show_both(self, both: tuple[ScoreSheet, RoundStatus]) -> None:
        self.rounds.show_status(both[1])
        self._show_sheet(both[0])

    def _show_sheet(self, sheet: ScoreSheet) -> None:
        first = self.sheet is None or self.sheet.assessment.id != sheet.assessment.id
        self.sheet = self.papers.sheet = sheet
        self._chosen = sheet.assessment
        self._fill_picker()
        self.score_bar.show_sheet(sheet, local_date(self.context.office.now()))
        self.sheet_view.show_sheet(sheet, is_open=self.rounds.is_open)
        self.outlooks.refresh(self.stack.currentWidget(), sheet)
        if self.stack.currentWidget() is self.rounds.view:
            self.rounds.view.show_sheet(sheet)
        self._read_copy(sheet)
        if first:
            self._undo.forget()
            if not self._is_at_work:
                self.show_view(self._view)
        self._show_head()
        self._to_wanted(sheet)

    def _read_copy(self, sheet: ScoreSheet) -> None:
        """Who approved, when, what differs since; a changed copy is told."""
        office, row = self.context.office, sheet.assessment
        self.context.runner.query(
            lambda _: (
                approved_copy(office, row.year, row.set_code),
                changes_since_approval(office, row.year, row.set_code),
            ),
            lambda found: self.notices.show_copy(*found),
            key="approvedCopy",
            owner=self,
        )

    def _fill_picker(self) -> None:
        self.picker.clear()
        for row in self._rows:
            self.picker.addItem(assessment_title(row.year, self._titles[row.id]), row.id)
        if self._chosen is not None:
            self.picker.setCurrentIndex(max(self.picker.findData(self._chosen.id), 0))

    def _pick(self, place: int) -> None:
        self.leave()
        self._chosen = self._rows[place]
        self._read_sheet(self._rows[place])

    def _show_head(self) -> None:
        """Title line, notices and actions of what is shown."""
        sheet, shown = self.sheet, self.stack.currentWidget()
        counts = shown is self.sheet_view or self.outlooks.holds(shown)
        counting = sheet is not None and counts
        on_sheet = counting or (sheet is not None and shown is self.rounds.view)
        self.picker.setVisible(bool(self._rows) and not self._is_at_work)
        self.segments.setVisible(bool(self._rows) and not self._is_at_work)
        self.score_bar.setVisible(counting)
        self.rounds.bar.setVisible(on_sheet)
        self.sets.teacher.setVisible(not self._rows)
        self.notices.show_sheet(sheet if on_sheet else None, self.rounds.notice)
        if sheet is not None and on_sheet:
            self.state.setText(state_line(sheet))
        else:
            self.state.setText(self.desk.words)
        self.fill_button.setVisible(counting and self.rounds.is_open)
        self.out_button.setVisible(on_sheet)
        self.main_button.setVisible(on_sheet)
        status = self.rounds.status
        self.back_button.setVisible(
            on_sheet and status is not None and self.decisions.goes_back(status)
        )
        if on_sheet and status is not None:
            self.decisions.name_buttons(status, self.main_button, self.back_button)
            if not self.decisions.decides(status):
                self.rounds.name_main(self.main_button)

    def _main(self) -> None:
        """What the stage of the round asks for next."""
        status = self.rounds.status
        if status is not None and self.decisions.decides(status):
            self.decisions.main(self.sheet, status)
        elif not self.rounds.main():
            self.show_view(COMPARE)

    def _to_sheet(self) -> None:
        self.show_view(SHEET)

    def _open_tile(self, name: str) -> None:
        if name == "percent":
            self.show_view(ADVICE)
            return
        self.show_view(SHEET)
        self.sheet_view.narrow({"open": Narrow.OPEN, "missing": Narrow.MISSING}.get(name))

    def _open_line(self, item_id: str) -> None:
        self.show_view(SHEET)
        self.sheet_view.choose(item_id)
        self.sheet_view.panel.form.focus_first()

    def _open_year(self, year: int) -> None:
        """The assessment of another year by the same set, where there is one here."""
        code = self._chosen.set_code if self._chosen is not None else ""
        if self._pick_assessment(year, code):
            self._view = SHEET
            return
        self.context.messages.say(
            f"Năm {year} chỉ có kết quả tỉnh công bố, không có bản tự chấm trong máy này."
        )

    @property
    def _is_at_work(self) -> bool:
        """Whether a set is being read in or edited, alone on the page."""
        return self.stack.currentWidget() is self.desk and self.desk.is_working

    def _next_pane(self) -> None:
        if self.stack.currentWidget() is self.sheet_view:
            self.sheet_view.next_pane()
        elif self.stack.currentWidget() is self.rounds.view:
            self.rounds.view.next_pane()
        else:
            self.focusNextChild()

    def _next_view(self) -> None:
        if self._chosen is None or self._is_at_work:
            return
        order = [view for view, _ in VIEWS]
        at = order.index(str(self.segments.value))
        self.show_view(order[(at + 1) % len(order)])
