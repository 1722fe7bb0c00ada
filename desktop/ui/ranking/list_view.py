"""Bảng: the ranked units, and the marked one beside them."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from desktop.domain.text import matches_all, words
from desktop.services.provinces.profiles import UnitProfile, unit_profile
from desktop.services.provinces.ranking import Ranking
from desktop.ui.ranking.profile_panel import ProfilePanel
from desktop.ui.ranking.rank_looks import NO_BAND, columns_of, rank_rows
from desktop.ui.shell.context import UiContext
from desktop.ui.shell.memory import remember_splitter
from desktop.ui.widgets.cell_table import CellTable
from desktop.ui.widgets.cells import CellRow

_WAIT_MS = 150


class ListView(QWidget):
    """Tells ``opened`` with the code of a unit whose lines somebody wants to see."""

    opened = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("rankingList")
        self._context = context
        self._ranking: Ranking | None = None
        self._wanted = ""
        self.band = ""
        self._query: list[str] = []
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self._read_profile)
        self.table = CellTable("rankTable", "Bảng xếp hạng; Enter mở các dòng của đơn vị", ())
        self.profile = ProfilePanel()
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(10)
        for part, narrowest in ((self.table, 520), (self.profile, 280)):
            part.setMinimumWidth(narrowest)
            self.split.addWidget(part)
        self.split.setStretchFactor(0, 1)
        self.split.setSizes([772, 318])
        remember_splitter(context, self.split, "ranking")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.split)
        self.table.picked.connect(self._want)
        self.table.opened.connect(lambda code: self.opened.emit(str(code)))
        self.profile.appraisal_wanted.connect(self.opened)

    def show_ranking(self, ranking: Ranking) -> None:
        """Another list; the marked unit stays marked, and is read anew."""
        self._ranking = ranking
        self.show_rows()
        self._wait.start()

    def narrow(self, text: str, band: str) -> None:
        """Only units with these words in their name, of this rating."""
        self._query, self.band = words(text), band
        self.show_rows()

    def show_rows(self, code: str = "") -> None:
        """The rows under search and rating; marks a unit."""
        ranking = self._ranking
        if ranking is None:
            return
        self.table.show_columns(columns_of(ranking))
        rows = [row for row in rank_rows(ranking) if self._shows(row)]
        self.table.show_rows(rows, code or None)
        if not rows:
            self.profile.show_nothing("Không có đơn vị nào khớp")

    def focus_table(self) -> None:
        """The keyboard goes to the list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def next_pane(self) -> None:
        """F6: list, unit."""
        if self.table.hasFocus() and self.profile.profile is not None:
            self.profile.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focus_table()

    def _shows(self, row: CellRow) -> bool:
        name = row.cells[1].text if len(row.cells) > 1 else ""
        if row.value is None:  # without a result: the heading and the names
            return not self.band and (not self._query or matches_all(self._query, words(name)))
        if self.band and (row.value.result.band or NO_BAND) != self.band:
            return False
        return not self._query or matches_all(self._query, words(name))

    def _want(self, code: object) -> None:
        self._wanted = str(code)
        self._wait.start()

    def _read_profile(self) -> None:
        ranking, code = self._ranking, self._wanted
        if ranking is None or not code:
            return
        office, year, set_code = self._context.office, ranking.year, ranking.criteria.code
        self._context.runner.query(
            lambda _: unit_profile(office, code, year, set_code, ranking),
            self._show_profile,
            key="unitProfile",
            owner=self,
        )

    def _show_profile(self, profile: UnitProfile) -> None:
        if profile.unit_code == self._wanted:
            self.profile.show_profile(profile)
