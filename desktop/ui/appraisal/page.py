"""Thẩm định: a year by a set; units, lines over all units, the council, who judges what."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop.domain.roles import Permission, has
from desktop.services.outcomes import Change
from desktop.services.provinces.rounds import AppraisedSet, RoundWork, appraised_sets, round_work
from desktop.ui.appraisal.across_view import AcrossView
from desktop.ui.appraisal.actions import Actions
from desktop.ui.appraisal.assign_view import AssignView
from desktop.ui.appraisal.council_view import CouncilView
from desktop.ui.appraisal.deeds import Deeds
from desktop.ui.appraisal.judge_view import JudgeView
from desktop.ui.appraisal.line_looks import LineNarrow
from desktop.ui.appraisal.set_picker import SetPicker
from desktop.ui.appraisal.targets import Target, TargetKind
from desktop.ui.appraisal.unit_looks import UnitNarrow, about_set, state_words
from desktop.ui.appraisal.units_view import UnitsView
from desktop.ui.scoring.undo_stack import UndoStack
from desktop.ui.shell.context import UiContext
from desktop.ui.shell.province_entries import AppraisalEntry
from desktop.ui.widgets.buttons import Segments
from desktop.ui.widgets.cards import ElidedLabel, EmptyState
from desktop.ui.widgets.chip_bar import ChipBar
from desktop.ui.widgets.shortcuts import keys_inside
from desktop.wording.appraisal import NOTHING_YET, NOTHING_YET_ADVICE

UNITS, ACROSS, COUNCIL, ASSIGN = "units", "across", "council", "assign"
VIEWS = (
    (UNITS, "Theo đơn vị"),
    (ACROSS, "Chấm ngang"),
    (COUNCIL, "Hội đồng"),
    (ASSIGN, "Giao dòng"),
)
_COUNTED = {Change.ASSESSMENTS, Change.CRITERIA, Change.SYNC, Change.USERS}


class AppraisalPage(AppraisalEntry):
    """Lists first; judging takes the whole page, Esc comes back."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.work: RoundWork | None = None
        self._view = UNITS
        self._is_first = True
        self._wanted_unit = ""
        self._undo = UndoStack()
        self.leads = has(context.office.user.role, Permission.LEAD_APPRAISAL)
        self.units = UnitsView()
        self.across = AcrossView(context.office.user)
        self.council = CouncilView(context)
        self.assigning = AssignView(context, self._undo)
        self.judge = JudgeView(context, self._undo)
        self.deeds = Deeds(context, self)
        self.actions_of_round = Actions(context.office, self.deeds, lambda: self.work, self)
        self._build()
        self._connect()

    def enter(self) -> None:
        """Reads what came since; what was shown stays."""
        self._read_sets()

    def refresh(self, changes: frozenset[Change]) -> None:
        """Every verdict, package and assignment changes the counts."""
        if not changes & _COUNTED or not self.isVisible():
            return
        if self.is_judging:
            self.judge.read_again()
        else:
            self._read_sets()

    def undo(self) -> None:
        """Ctrl+Z: the last verdict or assignment."""
        if not self._undo.undo_last():
            super().undo()

    def open_section(self, key: str) -> object:
        """A view by its key, or a unit by its code."""
        if key in dict(VIEWS):
            self.show_view(key)
            return self.stack.currentWidget()
        # Asked for from another page: the units may still be on their way.
        self._wanted_unit = key
        return self.judge

    def help_keys(self) -> tuple[tuple[str, str], ...]:
        """For the F1 sheet."""
        if self.is_judging:
            return (
                ("=, F8", "như tự chấm, sang dòng sau"),
                ("0…9", "ở bảng: bắt đầu gõ điểm"),
                ("Enter", "tới ô điểm; ở ô điểm: ghi"),
                ("Ctrl+J", "dòng chưa chấm kế tiếp"),
                ("Ctrl+↓, Ctrl+↑", "dòng sau, dòng trước"),
                ("Alt+↓, Alt+↑", "cuộn lời của đơn vị"),
                ("F6", "ô tìm, bảng, điểm, tài liệu"),
            )
        return (
            ("Enter", "mở các dòng để chấm"),
            ("Ctrl+G", "đổi cách xem"),
            ("Ctrl+F", "tới ô tìm"),
            ("Ctrl+I", "nhập bảng điểm"),
            ("Ctrl+Shift+H", "hạn của các bước"),
            ("Ctrl+Shift+P", "công bố kết quả"),
        )

    @property
    def is_judging(self) -> bool:
        """Whether lines are on the screen."""
        return self.stack.currentWidget() is self.judge

    def show_view(self, view: str) -> None:
        """Another list of the same year."""
        self._view = view
        self.segments.choose(view)
        if self.work is None or self.work.criteria is None:
            self.stack.setCurrentWidget(self.empty)
            self._show_head()
            return
        shown: dict[str, QWidget] = {
            UNITS: self.units,
            ACROSS: self.across,
            COUNCIL: self.council,
            ASSIGN: self.assigning,
        }
        self.stack.setCurrentWidget(shown[view])
        self._fill()
        self._show_head()
        self._focus_view()

    def open_unit(self, code: str, key: Hashable = None) -> None:
        """The lines of one unit; one that has sent nothing says so."""
        work = self.work
        unit = next((u for u in work.units if u.unit_code == code), None) if work else None
        if work is None or work.criteria is None or unit is None:
            return
        if not unit.is_submitted:
            why = (
                "chấm theo bộ tiêu chí mà bàn tỉnh chưa có; hãy nhập bộ đó ở trang Phát hành"
                if unit.submitted_at is not None
                else "chưa nộp bản tự chấm nên chưa có gì để thẩm định"
            )
            self.context.messages.say(f"{unit.unit_name} {why}.")
            return
        self.units.table.choose(code)
        codes = self._codes(TargetKind.UNIT)
        target = Target(TargetKind.UNIT, work.year, work.criteria.code, code)
        self._judge(target, unit.unit_name, key, codes)

    def open_line(self, item_id: str) -> None:
        """One line over all units."""
        work = self.work
        if work is None or work.criteria is None or item_id not in work.criteria.by_id:
            return
        self.across.table.choose(item_id)
        item = work.criteria.by_id[item_id]
        target = Target(TargetKind.ACROSS, work.year, work.criteria.code, item_id)
        codes = self._codes(TargetKind.ACROSS)
        self._judge(target, f"{item.id}  {_short(item.name)}", None, codes)

    def open_council(self, key: object) -> None:
        """The council's list, at one of its lines."""
        work = self.work
        if work is None or work.criteria is None:
            return
        target = Target(
            TargetKind.COUNCIL, work.year, work.criteria.code, at_least=self.council.threshold
        )
        assert isinstance(key, tuple)
        self._judge(target, "Kết luận của hội đồng", key, [])

    def _judge(self, target: Target, name: str, key: Hashable, codes: list[str]) -> None:
        self.stack.setCurrentWidget(self.judge)
        self._show_head()
        place = f"{codes.index(target.code) + 1}/{len(codes)}" if target.code in codes else ""
        self.judge.show_target(target, name, key, place=place)
        self.judge.focus_table()

    def _build(self) -> None:
        self.actions_of_round.lay(self.action_bar)
        self.row = QWidget()
        row = QHBoxLayout(self.row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self.picker = SetPicker("appraisedSet", "Năm và bộ tiêu chí đang thẩm định")
        self.about = ElidedLabel("")
        self.about.setProperty("role", "muted")
        self.about.setObjectName("appraisedAbout")
        self.about.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.segments = Segments([(words, view) for view, words in VIEWS], "appraisalView")
        row.addWidget(self.segments)
        row.addWidget(self.about, 1)
        row.addWidget(self.picker)
        self.content.addWidget(self.row)
        self.stack = QStackedWidget()
        self.empty = EmptyState("list-check", NOTHING_YET, NOTHING_YET_ADVICE)
        for view in (
            self.empty,
            self.units,
            self.across,
            self.council,
            self.assigning,
            self.judge,
        ):
            self.stack.addWidget(view)
        self.content.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.picker.picked.connect(self._read_work)
        self.segments.chosen.connect(lambda view: self.show_view(str(view)))
        self.units.opened.connect(self.open_unit)
        self.across.opened.connect(self.open_line)
        self.council.opened.connect(self.open_council)
        self.judge.left.connect(self._leave_judging)
        self.judge.next_wanted.connect(self._next)
        self.actions_of_round.close.clicked.connect(self._close)
        actions = [
            ("Ctrl+F", self._to_search),
            ("F6", self._next_pane),
            ("Ctrl+G", self._next_view),
            ("Ctrl+I", self.actions_of_round.ask_table),
        ]
        if self.leads:
            actions += [
                ("Ctrl+Shift+H", self.actions_of_round.locks),
                ("Ctrl+Shift+P", self.actions_of_round.publish),
            ]
        keys_inside(self, *actions)

    def _read_sets(self) -> None:
        office = self.context.office
        self.context.runner.query(
            lambda _: appraised_sets(office), self._show_sets, key="appraisedSets", owner=self
        )

    def _show_sets(self, found: tuple[AppraisedSet, ...]) -> None:
        self.picker.show_sets(found)
        self._read_work()

    def _read_work(self) -> None:
        chosen = self.picker.chosen
        if chosen is None:
            self._show_work(None)
            return
        office = self.context.office
        self.context.runner.query(
            lambda _: round_work(office, chosen.year, chosen.set_code),
            self._show_work,
            key="roundWork",
            owner=self,
            label="Đang đọc các bản tự chấm",
        )

    def _show_work(self, work: RoundWork | None) -> None:
        before = self.work
        self.work = work
        if work is None or work.criteria is None:
            self.show_view(self._view)
            return
        if self._is_first:
            self._is_first = False
            if work.tally.mine_open and not self.leads:
                self.units.bar.choose(UnitNarrow.MINE)
                self.judge.bar.choose(LineNarrow.MINE)
        if before is None or before.criteria is None:
            self.show_view(self._view)
        else:
            self._fill()
            self._show_head()
        if self._wanted_unit:
            code, self._wanted_unit = self._wanted_unit, ""
            self.open_unit(code)

    def _fill(self) -> None:
        """The list that is shown gets what was read."""
        work = self.work
        if work is None or work.criteria is None:
            return
        self.units.show_work(work)
        self.across.show_work(work)
        if self._view == COUNCIL:
            self.council.show_year(work.year, work.criteria.code)
        elif self._view == ASSIGN:
            self.assigning.show_work(work)

    def _show_head(self) -> None:
        work = self.work
        has_lines = work is not None and work.criteria is not None
        self.row.setVisible(has_lines and not self.is_judging)
        self.actions_of_round.show_all(has_lines)
        if work is not None and work.criteria is not None:
            set_words = about_set(work.criteria)
            self.about.setText(set_words)
            words = set_words if self.is_judging else state_words(work)
            self.state.setText(f"Năm {work.year}: {words}")
        else:
            self.state.setText("Chưa có bản tự chấm")

    def _leave_judging(self) -> None:
        self.show_view(self._view)
        self._read_work()

    def _next(self, by: int) -> None:
        """Ctrl+PgDn: the next unit that has submitted, or the next line of the set."""
        target = self.judge.target
        if target is None:
            return
        codes = self._codes(target.kind)
        place = codes.index(target.code) + by if target.code in codes else 0
        if not 0 <= place < len(codes):
            end = "cuối" if by > 0 else "đầu"
            self.context.messages.say(f"Đây là phần {end} của danh sách.")
            return
        if target.kind is TargetKind.UNIT:
            self.open_unit(codes[place])
        else:
            self.open_line(codes[place])

    def _codes(self, kind: TargetKind) -> list[str]:
        """What can be opened one after the other, as the list shows it."""
        if kind is TargetKind.UNIT:
            return [unit.unit_code for unit in self.units.shown_units if unit.is_submitted]
        return [line.item.id for line in self.across.shown_lines]

    def _close(self) -> None:
        """For the unit that is being judged, else for the selected ones."""
        chosen, target = self.units.chosen_units, self.judge.target
        if self.is_judging and target is not None and target.kind is TargetKind.UNIT:
            chosen = [u for u in self.units.shown_units if u.unit_code == target.code]
        self.deeds.close(self.work, chosen, self.units.shown_units)

    def _focus_view(self) -> None:
        where = {
            UNITS: self.units.focus_table,
            ACROSS: self.across.focus_table,
            COUNCIL: self.council.focus_table,
            ASSIGN: self.assigning.focus_table,
        }
        if self.isVisible():
            where[self._view]()

    def _to_search(self) -> None:
        bars: dict[QWidget | None, ChipBar] = {
            self.units: self.units.bar,
            self.across: self.across.bar,
            self.assigning: self.assigning.bar,
            self.judge: self.judge.bar,
        }
        bar = bars.get(self.stack.currentWidget())
        if bar is not None:
            bar.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _next_pane(self) -> None:
        if self.is_judging:
            self.judge.next_pane()
        else:
            self._focus_view()

    def _next_view(self) -> None:
        if not self.is_judging:
            keys = [view for view, _ in VIEWS]
            self.show_view(keys[(keys.index(self._view) + 1) % len(keys)])


def _short(name: str) -> str:
    return name if len(name) <= 70 else f"{name[:69].rstrip()}…"
