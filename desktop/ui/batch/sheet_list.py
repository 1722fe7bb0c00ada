"""The numbers that wait for their dossiers, under the form."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal

from desktop.services.reserved_codes import ReservedCode
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.tables import RowsTable, mark_row


class SheetList(Card):
    """Enter or a click chooses the number."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(margins=10, spacing=4)
        self.heading = label("Số đang chờ", "fieldLabel", name="sheetsHeading")
        self.table = RowsTable("sheetTable", "Các số in sẵn chưa nhập", ("Số", "Ghi chú"), (176, 0))
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.verticalHeader().setDefaultSectionSize(26)
        self.table.horizontalHeader().hide()
        self.table.activated.connect(self._tell)
        self.table.clicked.connect(self._tell)
        self.body.addWidget(self.heading)
        self.body.addWidget(self.table)

    def show_sheets(self, sheets: tuple[ReservedCode, ...]) -> None:
        """Oldest day first."""
        self.heading.setText(f"Còn {len(sheets)} số chưa nhập")
        self.table.show_rows([(_texts(sheet), sheet, None) for sheet in sheets])

    def mark(self, sheet: ReservedCode | None) -> None:
        """Shows which number is being keyed in."""
        for place in range(self.table.rows.rowCount()):
            if self.table.rows.value(place) == sheet:
                mark_row(self.table, self.table.rows.index(place, 0))

    def _tell(self, index: QModelIndex) -> None:
        self.wanted.emit(self.table.rows.value(index.row()))


def _texts(sheet: ReservedCode) -> list[str]:
    return [sheet.code, "nhập lại" if sheet.voided_id is not None else ""]
