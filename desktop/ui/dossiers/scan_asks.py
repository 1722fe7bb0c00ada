"""A card or a slip scanned at the register: its dossiers, and what is ready marked at once.

Who comes for a result holds out one of the two; nobody at the counter types a number then.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Qt

from desktop.domain.dossiers import DossierState
from desktop.domain.scanned_search import sought_in_scan
from desktop.services.dossier_filters import DossierFilter
from desktop.services.dossier_lists import first_dossiers
from desktop.services.dossier_rows import DossierRow
from desktop.ui.dossiers.table_view import DossierTable
from desktop.ui.shell.context import UiContext


def is_scan(text: str) -> bool:
    """Whether a burst of keys asks for dossiers."""
    return bool(sought_in_scan(text))


class ScanAsks(QObject):
    """Turns a scan into the list that it asks for, and marks the rows once they are there."""

    def __init__(self, context: UiContext, table: DossierTable) -> None:
        super().__init__(table)
        self._context = context
        self._table = table
        self._awaited = ""
        table.table_model.loaded.connect(self._loaded)

    def asked(self, wanted: DossierFilter) -> DossierFilter:
        """The filter with the number or code in the place of the whole scan."""
        self._awaited = "|".join(sought_in_scan(wanted.text))
        return replace(wanted, text=self._awaited) if self._awaited else wanted

    def _loaded(self, count: int) -> None:
        awaited, self._awaited = self._awaited, ""
        if not awaited or self._table.table_model.filter.text != awaited:
            return
        if not count:
            number = awaited.partition("|")[0]
            self._context.messages.say(f"Trong sổ không có hồ sơ nào của {number}.")
            return
        office, wanted = self._context.office, self._table.table_model.filter
        self._context.runner.query(
            lambda _: first_dossiers(office, wanted), self._mark, key="scan asks", owner=self
        )

    def _mark(self, rows: list[DossierRow]) -> None:
        """The results that wait; else the newest dossier, which is the likeliest question."""
        ready = [row.id for row in rows if row.state is DossierState.FINISHED]
        self._table.select_ids(ready or [row.id for row in rows[:1]])
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)
