"""The row over the tree: add, remove, move, number anew, undo; each has its key in the tree."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from desktop.domain.criteria.editing import Move, can_move
from desktop.domain.criteria.items import CriteriaSet
from desktop.ui.scoring.set_editor.steps import EditSteps
from desktop.ui.widgets.buttons import Segments, button, icon_button

LINE, HEAD = "line", "head"
_MOVES = (
    (Move.UP, "chevron-up", "Lên một chỗ", "Alt+↑"),
    (Move.DOWN, "chevron-down", "Xuống một chỗ", "Alt+↓"),
    (Move.IN, "chevron-right", "Thành dòng con của dòng trên", "Alt+→"),
    (Move.OUT, "chevron-left", "Ra khỏi nhóm", "Alt+←"),
)


class EditTools(QWidget):
    """Tells what is wished; ``form_wanted`` with the line's form or the set's."""

    line_wanted = Signal()
    part_wanted = Signal()
    removal_wanted = Signal()
    move_wanted = Signal(object)
    numbers_wanted = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()
    form_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.add = button("Thêm dòng", name="editAddLine", icon_name="plus")
        self.add.setToolTip("Dòng mới sau dòng đang chọn\nPhím tắt trong cây: Insert")
        self.part = button("Thêm dòng con", name="editAddPart", icon_name="plus")
        self.part.setToolTip("Dòng con của dòng đang chọn\nPhím tắt trong cây: Shift+Insert")
        self.remove = icon_button("trash", "Bỏ dòng và các dòng con", name="editRemove")
        self.remove.setToolTip("Bỏ dòng và các dòng con\nPhím tắt trong cây: Delete")
        for made, signal in (
            (self.add, self.line_wanted),
            (self.part, self.part_wanted),
            (self.remove, self.removal_wanted),
        ):
            made.clicked.connect(lambda _on=False, s=signal: s.emit())
            row.addWidget(made)
        self.moves: dict[Move, QToolButton] = {}
        for move, sign, words, keys in _MOVES:
            step = icon_button(sign, words, name=f"editMove_{move}")
            step.setToolTip(f"{words}\nPhím tắt trong cây: {keys}")
            step.clicked.connect(lambda _on=False, m=move: self.move_wanted.emit(m))
            self.moves[move] = step
            row.addWidget(step)
        self.numbers = button("Đánh số lại", role="quiet", name="editRenumber", key="Ctrl+Shift+N")
        self.numbers.setToolTip(
            "Số của mọi dòng theo chỗ đứng: 1, 1.1, 1.1.1\n"
            "Câu trả lời năm trước vẫn theo dòng có cùng tên\nPhím tắt: Ctrl+Shift+N"
        )
        self.undo = icon_button("arrow-back-up", "Hoàn tác", name="editUndo")
        self.undo.setToolTip("Hoàn tác\nPhím tắt: Ctrl+Z")
        self.redo = icon_button("rotate", "Làm lại", name="editRedo", key="Ctrl+Y")
        self.numbers.clicked.connect(lambda _on: self.numbers_wanted.emit())
        self.undo.clicked.connect(lambda _on: self.undo_wanted.emit())
        self.redo.clicked.connect(lambda _on: self.redo_wanted.emit())
        for last in (self.numbers, self.undo, self.redo):
            row.addWidget(last)
        row.addStretch(1)
        self.mode = Segments((("Dòng đang chọn", LINE), ("Cả bộ", HEAD)), "editMode")
        self.mode.chosen.connect(lambda form: self.form_wanted.emit(str(form)))
        row.addWidget(self.mode)

    def show_state(self, criteria: CriteriaSet, current: str, steps: EditSteps) -> None:
        """What can be done with the marked line, and undone."""
        self.undo.setEnabled(steps.has_back)
        self.redo.setEnabled(steps.has_forward)
        for move, made in self.moves.items():
            made.setEnabled(bool(current) and can_move(criteria, current, move))
        self.part.setEnabled(bool(current))
        self.remove.setEnabled(bool(current))
        self.numbers.setEnabled(bool(criteria.items))
