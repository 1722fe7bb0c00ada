"""The keyboard's row stays where it was when the list is read again after a move."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QObject

from desktop.ui.dossiers.table_view import DossierTable


class KeepPlace(QObject):
    """Also when the dossier has left the list: ↓ then goes to the one that moved up."""

    def __init__(self, table: DossierTable) -> None:
        super().__init__(table)
        self._table = table
        self._place = -1
        self._id: int | None = None
        model = table.table_model
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._put_back)

    def _remember(self) -> None:
        place = self._table.currentIndex().row()
        if place >= 0:
            self._place = place
            self._id = next(iter(self._table.table_model.ids_at([place])), None)

    def _put_back(self) -> None:
        table, model = self._table, self._table.table_model
        if self._place < 0 or not model.rowCount():
            return
        place = model.place_of(self._id) if self._id is not None else None
        if place is None:
            place = min(self._place, model.rowCount()) - 1
        if place >= 0:
            scrolled = table.verticalScrollBar().value()
            table.selectionModel().setCurrentIndex(
                model.index(place, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )
            table.verticalScrollBar().setValue(scrolled)
