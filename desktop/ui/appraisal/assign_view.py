"""Giao dòng: lines given to departments and appraisers, for all units or for one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.errors import InputRefused
from desktop.domain.roles import Permission
from desktop.domain.text import matches_all, words
from desktop.services.provinces.assigning import (
    AssignedLine,
    Assignment,
    AssignmentBoard,
    assign,
    assignment_board,
    is_mine,
    put_back_assignments,
)
from desktop.services.provinces.rounds import RoundWork
from desktop.ui.scoring.undo_stack import UndoStack
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.cell_table import CellTable
from desktop.ui.widgets.cells import Cell, CellRow, Column
from desktop.ui.widgets.chip_bar import ChipBar
from desktop.ui.widgets.fields import ChoiceField, Field
from desktop.ui.widgets.permits import permit
from desktop.ui.widgets.shortcuts import keys_inside
from desktop.wording.problems import entry_text

_COLUMNS = (
    Column("Dòng", 70),
    Column("Nội dung"),
    Column("Nơi thẩm định", 190),
    Column("Người thẩm định", 150),
    Column("Giao riêng", 90, is_number=True, tip="Số đơn vị được giao khác với chung"),
)
_NOBODY = "Không ghi tên"
_ALL_UNITS = "Mọi đơn vị"


class AssignView(QWidget):
    """Marks lines left, names right; one key gives them."""

    assigned = Signal()

    def __init__(self, context: UiContext, undo: UndoStack) -> None:
        super().__init__()
        self.setObjectName("assignView")
        self._context = context
        self._undo = undo
        self._year, self._set_code = 0, ""
        self.board: AssignmentBoard | None = None
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(12)
        left = QVBoxLayout()
        left.setSpacing(8)
        self.bar = ChipBar("assignBar", "Tìm dòng, nơi, người", ())
        self.table = CellTable(
            "assignTable", "Các dòng; Shift hoặc Ctrl để chọn nhiều dòng", _COLUMNS, many=True
        )
        left.addWidget(self.bar)
        left.addWidget(self.table, 1)
        across.addLayout(left, 1)
        across.addWidget(self._side())
        self.bar.changed.connect(self._show)
        self.bar.left.connect(self.focus_table)
        self.table.opened.connect(lambda _key: self.department.setFocus())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._tell_chosen())
        self.unit.changed.connect(self._read)
        self.whole.clicked.connect(self._choose_field)
        self.give.clicked.connect(self._give)
        self.take.clicked.connect(self._take)
        keys_inside(self, ("F6", self.next_pane))

    def _side(self) -> Card:
        card = Card("Giao các dòng đang chọn", spacing=10)
        card.setFixedWidth(300)
        self.chosen = label("", "muted", wrap=True, name="assignChosen")
        self.unit = ChoiceField("Áp dụng cho", "assignUnit", [(_ALL_UNITS, "")])
        self.department = QComboBox()
        self.department.setEditable(True)
        self.department.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.department_field = Field("Nơi thẩm định (sở, ngành)", self.department, "assignTo")
        self.person = ChoiceField("Người thẩm định", "assignPerson", [(_NOBODY, "")])
        self.whole = button("Chọn cả lĩnh vực", name="assignField", key="Ctrl+G")
        self.give = button("Giao", role="primary", name="assignGive", key="Ctrl+Return")
        self.take = button("Thu lại, như bộ tiêu chí", name="assignTake", key="Ctrl+Backspace")
        means = label(
            "Dòng có ghi tên người thì chỉ người đó (hoặc quản trị) ghi điểm được. "
            "Dòng chỉ ghi nơi thì ai ở nơi đó cũng thấy ở “Phần của tôi”.",
            "caption",
            wrap=True,
        )
        for part in (self.chosen, self.whole, self.unit, self.department_field, self.person):
            card.body.addWidget(part)
        card.body.addWidget(means)
        card.body.addWidget(self.give)
        card.body.addWidget(self.take)
        card.body.addStretch(1)
        office = self._context.office
        self.may_assign = permit(self.give, office, Permission.LEAD_APPRAISAL)
        permit(self.take, office, Permission.LEAD_APPRAISAL)
        return card

    def show_work(self, work: RoundWork) -> None:
        """The lines of the set of a year."""
        if work.criteria is None:
            return
        self._year, self._set_code = work.year, work.criteria.code
        names = [(unit.unit_name, unit.unit_code) for unit in work.units]
        before = self.unit.value
        self.unit.set_choices([(_ALL_UNITS, ""), *names])
        self.unit.choose(before)
        self._read()

    def focus_table(self) -> None:
        """The keyboard goes to the lines."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def next_pane(self) -> None:
        """F6: lines, names."""
        where = self.department if self.table.hasFocus() else self.table
        where.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read(self) -> None:
        office, year, code = self._context.office, self._year, self._set_code
        unit = str(self.unit.value or "")
        self._context.runner.query(
            lambda _: assignment_board(office, year, code, unit),
            self._came,
            key="assignmentBoard",
            owner=self,
        )

    def _came(self, board: AssignmentBoard) -> None:
        self.board = board
        typed = self.department.currentText()
        self.department.clear()
        self.department.addItems(["", *board.departments])
        self.department.setEditText(typed)
        person = self.person.value
        self.person.set_choices([(_NOBODY, ""), *((name, name) for name in board.people)])
        self.person.choose(person)
        self._show()

    def _show(self) -> None:
        board = self.board
        if board is None:
            return
        query = words(self.bar.text)
        rows: list[CellRow] = []
        field = ""
        for line in board.lines:
            if query and not _found(line, query):
                continue
            top = board.criteria.path(line.item)[0]
            if top.id not in (field, line.item.id):
                field = top.id
                rows.append(CellRow(("", top.id), (Cell(f"{top.id}. {top.name}"),), is_head=True))
            rows.append(self._row(line))
        self.table.show_rows(rows)
        self._tell_chosen()

    def _row(self, line: AssignedLine) -> CellRow:
        mine = is_mine(line.assigned, self._context.office.user)
        own = not line.written.is_empty
        return CellRow(
            line.item.id,
            (
                Cell(line.item.id),
                Cell(line.item.name),
                Cell(line.assigned.department, "" if own else "muted"),
                Cell(line.assigned.appraiser, "accent" if mine else ""),
                Cell(str(line.exceptions) if line.exceptions else ""),
            ),
            line,
        )

    @property
    def chosen_lines(self) -> list[AssignedLine]:
        """The selected lines."""
        chosen = set(self.table.chosen_keys)
        rows = self.table.cells.rows
        return [row.value for row in rows if row.key in chosen and not row.is_head]

    def _tell_chosen(self) -> None:
        count = len(self.chosen_lines)
        self.chosen.setText(f"Đang chọn {count} dòng." if count else "Chưa chọn dòng nào.")

    def _choose_field(self) -> None:
        """Every line of the field that the mark stands in."""
        row, board = self.table.current_row, self.board
        if row is None or board is None:
            return
        top = board.criteria.path(row.value.item)[0]
        self.table.clearSelection()
        model = self.table.selectionModel()
        for place, other in enumerate(self.table.cells.rows):
            if not other.is_head and board.criteria.path(other.value.item)[0] is top:
                flags = model.SelectionFlag.Select | model.SelectionFlag.Rows
                model.select(self.table.cells.index(place, 0), flags)
        self.focus_table()

    def _give(self) -> None:
        to = Assignment(self.department.currentText().strip(), str(self.person.value or ""))
        if to.is_empty:
            self.department_field.show_error("Hãy chọn nơi hoặc người thẩm định.")
            self.department.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._write(to)

    def _take(self) -> None:
        self._write(Assignment())

    def _write(self, to: Assignment) -> None:
        lines = self.chosen_lines
        if not lines:
            self._context.messages.say("Chưa chọn dòng nào ở bảng bên trái.")
            return
        self.department_field.clear_words()
        office, year, code = self._context.office, self._year, self._set_code
        unit = str(self.unit.value or "")
        ids = [line.item.id for line in lines]
        before = {line.item.id: line.written for line in lines}

        def done(count: int) -> None:
            whom = to.appraiser or to.department
            where = "" if not unit else f" ở {self.unit.combo.currentText()}"
            text = (
                f"Đã giao {count} dòng{where} cho {whom}." if whom else f"Đã thu lại {count} dòng."
            )
            self._context.messages.say(text, self._undo.push(lambda: self._back(before, unit)))
            self.focus_table()

        def failed(error: Exception) -> bool:
            if isinstance(error, InputRefused):
                self.person.show_error(entry_text(error.problems[0]))
                return True
            return False

        self._context.runner.command(
            lambda _: assign(office, ids, year, code, to, unit),
            done,
            button=self.give,
            owner=self,
            on_error=failed,
            label="Đang giao dòng",
        )

    def _back(self, before: dict[str, Assignment], unit: str) -> None:
        office, year, code = self._context.office, self._year, self._set_code
        self._context.runner.command(
            lambda _: put_back_assignments(office, year, code, before, unit),
            lambda count: self._context.messages.say(f"Đã hoàn tác: {count} dòng như trước."),
            owner=self,
        )


def _found(line: AssignedLine, query: list[str]) -> bool:
    if line.item.id.casefold().startswith(".".join(query)):
        return True
    text = f"{line.item.name} {line.assigned.department} {line.assigned.appraiser}"
    return matches_all(query, words(text))
