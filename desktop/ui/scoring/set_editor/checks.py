"""What does not fit yet in the set that is being edited; Enter leads to the line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.services.assessments.set_editing import SetEdit
from desktop.services.assessments.sets import FORGIVEN
from desktop.ui.theme import colours
from desktop.ui.widgets.shortcuts import keys_inside
from desktop.ui.widgets.table_or_advice import TableOrAdvice
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.criteria import fault_text

# Of a line: what the tree says beside it, and whether it keeps the set from being opened.
Stops = dict[str, tuple[str, bool]]


class EditChecks(RowsTable):
    """The gravest first; the value of a row is its line, empty for the set as a whole."""

    def __init__(self) -> None:
        super().__init__(
            "editChecks", "Chỗ cần xem lại; Enter tới dòng", ("Dòng", "Cần xem lại"), (80, 0)
        )
        self.setToolTip("Enter hoặc bấm đúp: tới dòng này")
        self.or_advice = TableOrAdvice(
            self,
            "circle-check",
            "Mọi kiểm tra đều đạt",
            "Các dòng con cộng khớp, cả thang khớp, dòng nào cũng có cách tính và tài liệu.",
        )

    def reach_from(self, editor: QWidget) -> None:
        """F8 leads here from anywhere in the editor."""
        keys_inside(editor, ("F8", lambda: self.setFocus(Qt.FocusReason.OtherFocusReason)))

    def show_edit(self, edit: SetEdit) -> Stops:
        """Fills the table; gives what the tree marks."""
        stops: Stops = {}
        rows: list[tuple[list[str], str, str | None]] = []
        c = colours()
        for problem in edit.problems:
            words, stop = fault_text(problem), problem.fault not in FORGIVEN
            known = stops.get(problem.item)
            if known is None or (stop and not known[1]):
                stops[problem.item] = (words, stop)
            texts = [problem.item or "Cả bộ", words]
            rows.append((texts, problem.item, c.overdue if stop else None))
        rows.sort(key=lambda row: row[2] is None)
        self.show_rows(rows)
        self.or_advice.show_table(bool(rows) or not edit.criteria.items)
        return stops
