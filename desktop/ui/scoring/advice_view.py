"""Việc nên làm: steps by points still to win, the way to a rating, what if."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.criteria.advice import Step, Way
from desktop.services.assessments.advising import Advice, advise
from desktop.services.assessments.figure_lists import FigureList, list_to_mend
from desktop.services.assessments.sheets import ScoreSheet
from desktop.ui.scoring.what_if import WhatIfCard
from desktop.ui.shell.context import UiContext
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.table_or_advice import TableOrAdvice
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.criteria import percent, points
from desktop.wording.criteria_advice import step_text

_WHAT = 2
_Row = tuple[list[str], str, str | None]


class AdviceView(QWidget):
    """Tells ``line_wanted`` with the number of a line to open."""

    line_wanted = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("adviceView")
        self._context = context
        self._sheet: ScoreSheet | None = None
        self._advice: Advice | None = None
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(14)
        across.addLayout(self._steps_column(), 3)
        self.what_if = WhatIfCard()
        self.what_if.line_chosen.connect(self._suppose_other)
        across.addWidget(self.what_if, 2)

    def _steps_column(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        card = Card("", spacing=4)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label("Muốn đạt mức"))
        self.target = QComboBox()
        self.target.setObjectName("targetBand")
        self.target.setAccessibleName("Mức xếp loại muốn đạt")
        self.target.activated.connect(lambda _place: self.read())
        row.addWidget(self.target)
        row.addStretch(1)
        card.body.addLayout(row)
        self.way = label("", wrap=True, name="wayWords")
        card.body.addWidget(self.way)
        column.addWidget(card)
        self.table = _Steps()
        self.table.opened.connect(self._open_line)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._show_chosen())
        self.holder = TableOrAdvice(
            self.table,
            "circle-check",
            "Không còn việc nào đem lại điểm",
            "Mọi dòng đơn vị tự chấm đã đạt điểm cao nhất có thể. Hãy trình lãnh đạo duyệt.",
        )
        column.addWidget(self.holder, 1)
        row = QHBoxLayout()
        self.open_button = button("Mở dòng", name="openStepLine", icon_name="arrow-right")
        self.open_button.setToolTip("Sang dòng này để trả lời\nPhím tắt: Enter trong bảng")
        self.list_button = button(
            "Mở danh sách hồ sơ", name="openStepList", icon_name="table", key="Ctrl+O"
        )
        self.open_button.clicked.connect(self._open_line)
        self.list_button.clicked.connect(self._open_list)
        row.addWidget(self.open_button)
        row.addWidget(self.list_button)
        row.addStretch(1)
        column.addLayout(row)
        return column

    def show_sheet(self, sheet: ScoreSheet) -> None:
        """Another sheet, or the same after a change."""
        same = self._sheet is not None and self._sheet.assessment.id == sheet.assessment.id
        self._sheet = sheet
        self.what_if.show_sheet(sheet, keep=same)
        if not same:
            self.target.clear()
            self.target.addItem("Chưa chọn: xếp theo điểm còn lấy được", "")
            for band in sheet.criteria.bands:
                self.target.addItem(f"{band.name} (từ {percent(band.lowest)})", band.name)
        self.read()

    def read(self) -> None:
        """Ranks the steps anew."""
        if self._sheet is None:
            return
        office, row = self._context.office, self._sheet.assessment
        band = str(self.target.currentData() or "")
        self._context.runner.query(
            lambda _: advise(office, row.year, row.set_code, target=band),
            self._show,
            key="advice",
            owner=self,
        )

    def aim_at(self, band: str) -> None:
        """The shortest way to a rating."""
        self.target.setCurrentIndex(max(self.target.findData(band), 0))
        self.read()

    def focus_first(self) -> None:
        """The keyboard goes to the steps."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, advice: Advice) -> None:
        self._advice = advice
        steps = advice.way.steps if advice.way is not None else advice.steps
        rows: list[_Row] = [_step_row(step) for step in steps]
        if advice.way is None:
            c = colours()
            rows += [
                (
                    [f"{points(risk.points)}", risk.item_id, f"Thiếu minh chứng: {risk.name}"],
                    risk.item_id,
                    c.due,
                )
                for risk in advice.at_risk
            ]
            rows += [_step_row(step, c.muted) for step in advice.out_of_reach]
        self.way.setText(_way_words(advice))
        self.holder.show_table(bool(rows))
        self.table.show_rows(rows)
        self._show_chosen()

    def _show_chosen(self) -> None:
        item_id = self.table.current_value()
        self.open_button.setEnabled(bool(item_id))
        self.list_button.setEnabled(self._door() is not None)
        if item_id and self._sheet is not None:
            step = self._step_of(item_id)
            words = str(self.table.rows.index(self.table.currentIndex().row(), _WHAT).data())
            answer = step.answer if step is not None else None
            self.what_if.show_line(self._sheet.line(item_id), words, answer)

    def _suppose_other(self, item_id: str) -> None:
        """A line without a step, or one that another scores, can be supposed too."""
        if self._sheet is None:
            return
        step = self._step_of(item_id)
        words, answer = (step_text(step), step.answer) if step is not None else ("", None)
        self.what_if.show_line(self._sheet.line(item_id), words, answer)

    def _step_of(self, item_id: str) -> Step | None:
        if self._advice is None:
            return None
        way = self._advice.way
        # On the way to a rating a step may be the smaller one of its line.
        known = (*(way.steps if way else ()), *self._advice.steps, *self._advice.out_of_reach)
        return next((step for step in known if step.item.id == item_id), None)

    def _door(self) -> FigureList | None:
        item_id = self.table.current_value()
        if not item_id or self._sheet is None:
            return None
        return list_to_mend(self._sheet.line(item_id).reading)

    def _open_line(self) -> None:
        item_id = self.table.current_value()
        if item_id:
            self.line_wanted.emit(item_id)

    def _open_list(self) -> None:
        found = self._door()
        if found is not None:
            self._context.open_list(found.wanted)


class _Steps(RowsTable):
    """Enter opens the line of the marked step."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__(
            "stepsTable", "Việc nên làm", ("Được thêm", "Dòng", "Việc cần làm"), (92, 70, 0)
        )
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
            return
        super().keyPressEvent(event)


def _step_row(step: Step, colour: str | None = None) -> _Row:
    text = step_text(step)
    if not step.is_within_reach:
        text = f"Khó kịp trong năm: {text}"
    if step.nearer is not None:
        text += f"; bước gần hơn +{points(step.nearer.gain)}: {step_text(step.nearer)}"
    return [f"+{points(step.gain)}", step.item.id, text], step.item.id, colour


def _way_words(advice: Advice) -> str:
    band = advice.band.name if advice.band else "chưa xếp loại"
    now = f"Hiện đạt {percent(advice.percent)}, {band}."
    way: Way | None = advice.way
    if way is None:
        won = advice.everything - advice.percent
        return f"{now} Làm hết các việc trong tầm tay được thêm {percent(won)}."
    if not way.steps:
        return f"{now} Mức này đã đạt." if way.is_reached else f"{now} Chưa có việc nào giúp đạt."
    if way.is_reached:
        return f"{now} Ngắn nhất: {len(way.steps)} việc dưới đây, đạt {percent(way.percent)}."
    return f"{now} Làm cả {len(way.steps)} việc dưới đây được {percent(way.percent)}, vẫn chưa đủ."
