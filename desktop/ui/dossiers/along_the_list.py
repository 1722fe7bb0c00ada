"""From one dossier to the next in the order of the list, without leaving the whole page."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton

from desktop.services.dossier_lists import dossier_rows
from desktop.services.dossier_rows import DossierCard, DossierRow
from desktop.ui.dossiers.detail import DossierDetail
from desktop.ui.dossiers.table_model import DossierTableModel
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button
from desktop.wording.dates import number


class AlongTheList(QObject):
    """Buttons to the dossier before and after, in the order of the list.

    ``place_told`` carries words about where in the list the shown dossier stands.
    """

    place_told = Signal(str)

    def __init__(self, context: UiContext, model: DossierTableModel, detail: DossierDetail) -> None:
        super().__init__(detail)
        self._context = context
        self._model = model
        self._detail = detail
        self.place = -1
        self.before = button("Trước", name="dossierBefore", icon_name="chevron-up", key="Ctrl+PgUp")
        self.after = button("Sau", name="dossierAfter", icon_name="chevron-down", key="Ctrl+PgDown")
        self.back = button("Về danh sách", name="backToList", icon_name="table")
        self.back.setToolTip("Phím tắt: Esc")
        self.before.clicked.connect(lambda: self._go(-1))
        self.after.clicked.connect(lambda: self._go(1))
        detail.shown.connect(self._shown)
        model.loaded.connect(lambda _count: self._tell())

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """For the page's action bar."""
        return self.before, self.after, self.back

    def _shown(self, card: DossierCard) -> None:
        found = self._model.place_of(card.row.id)
        if found is not None:
            self.place = found
        self._tell()

    def _tell(self) -> None:
        card, count = self._detail.card, self._model.rowCount()
        if card is None:
            return
        listed = self._model.place_of(card.row.id) is not None
        self.before.setEnabled(self.place > 0)
        self.after.setEnabled(self.place + (1 if listed else 0) < count)
        if listed:
            self.place_told.emit(f"Hồ sơ thứ {number(self.place + 1)} trong {number(count)}")
        else:
            self.place_told.emit("Hồ sơ này không còn trong danh sách đang lọc")

    def _go(self, step: int) -> None:
        card = self._detail.card
        if card is None:
            return
        gone = self._model.place_of(card.row.id) is None
        # Where a dossier has left the list, the next one stands in its place.
        place = self.place + (0 if gone and step > 0 else step)
        ids = self._model.ids_at([place]) if place >= 0 else []
        if ids:
            office = self._context.office
            self._context.runner.query(
                lambda _: dossier_rows(office, ids), self._found, key="along the list", owner=self
            )

    def _found(self, rows: list[DossierRow]) -> None:
        if rows:
            self._detail.show_code(rows[0].code)
