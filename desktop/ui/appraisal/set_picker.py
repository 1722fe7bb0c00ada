"""The choice of the year and set that are looked at; the same on every page of the province."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from desktop.services.provinces.rounds import AppraisedSet

_WIDTH = 215


class SetPicker(QComboBox):
    """Tells ``picked`` when another one was chosen by hand; hidden while there is no choice."""

    picked = Signal()

    def __init__(self, name: str, tip: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName("Năm và bộ tiêu chí")
        self.setToolTip(tip)
        self.setMinimumWidth(_WIDTH)
        self._sets: tuple[AppraisedSet, ...] = ()
        self.chosen: AppraisedSet | None = None
        self.activated.connect(self._pick)

    def show_sets(self, found: tuple[AppraisedSet, ...]) -> None:
        """The sets there are; the chosen one stays chosen while it is among them."""
        keys = [(one.year, one.set_code) for one in found]
        before, place = self.chosen, 0
        if before is not None and (before.year, before.set_code) in keys:
            place = keys.index((before.year, before.set_code))
        self._sets = found
        self.chosen = found[place] if found else None
        self.clear()
        self.addItems([f"Năm {one.year} · {one.set_code}" for one in found])
        self.setCurrentIndex(place if found else -1)
        self.setVisible(len(found) > 1)

    def _pick(self, place: int) -> None:
        self.chosen = self._sets[place]
        self.picked.emit()
