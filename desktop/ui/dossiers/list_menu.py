"""What the menu of the list offers beside copying: moves and papers of the marked rows."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from desktop.domain.dossiers import DossierEvent, MoveFacts, available_moves
from desktop.domain.roles import Role
from desktop.ui.dossiers.bulk_bar import common_moves
from desktop.ui.dossiers.move_buttons import MOVE_ICONS, MOVE_KEYS
from desktop.ui.dossiers.table_view import DossierTable
from desktop.ui.icons import icon
from desktop.wording.terms import term


class ListMenu(QObject):
    """``move_wanted`` tells the event, ``paper_wanted`` the code of the one row."""

    move_wanted = Signal(object)
    paper_wanted = Signal(str)

    def __init__(self, table: DossierTable, role: Role) -> None:
        super().__init__(table)
        self._table = table
        self._role = role
        table.menu_wanted.connect(self._add_to)

    def _add_to(self, menu: QMenu) -> None:
        """The moves and papers of the row under the mouse, or of all selected ones."""
        rows = self._table.selected_rows()
        if len(rows) == 1:
            facts = MoveFacts(False, rows[0].hand_over_waiting)
            events = available_moves(rows[0].state, self._role, facts)
        else:
            events = common_moves(rows, self._role)
        menu.addSeparator()
        for event in events:
            action = menu.addAction(icon(MOVE_ICONS[event]), f"{term(event)}\t{MOVE_KEYS[event]}")
            action.setObjectName(f"menu_{event}")
            action.triggered.connect(partial(self._tell_move, event))
        if len(rows) == 1:
            menu.addSeparator()
            menu.addAction(icon("printer"), "In giấy tiếp nhận\tCtrl+P").triggered.connect(
                partial(self._tell_paper, rows[0].code)
            )

    def _tell_move(self, event: DossierEvent, _checked: bool = False) -> None:
        self.move_wanted.emit(event)

    def _tell_paper(self, code: str, _checked: bool = False) -> None:
        self.paper_wanted.emit(code)
