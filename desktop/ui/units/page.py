"""Tình hình đơn vị: who has sent, who is late, what needs a look; one unit beside the list."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSplitter

from desktop.domain.appraisals import Step
from desktop.domain.moments import local_date
from desktop.domain.text import matches_all
from desktop.domain.text import words as words_of
from desktop.services.outcomes import Change
from desktop.services.provinces.board import (
    UnitBoard,
    UnitFilter,
    UnitRow,
    board_years,
    unit_board,
)
from desktop.services.provinces.desk_papers import write_units
from desktop.services.provinces.locks import SetLock
from desktop.ui.shell.context import UiContext
from desktop.ui.shell.province_entries import UnitsEntry
from desktop.ui.theme import colours
from desktop.ui.today.page import FigureCard
from desktop.ui.units.bar import UnitBar
from desktop.ui.units.dialogs import InviteDialog
from desktop.ui.units.panel import UnitPanel
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.table_or_advice import TableOrAdvice
from desktop.ui.widgets.tables import RowsTable, mark_row
from desktop.wording import units_page as words
from desktop.wording.dates import day, number

_CARDS = (
    (UnitFilter.LATE, "Quá hạn chưa nộp", "overdue", "alert-circle"),
    (UnitFilter.NEVER, "Chưa gửi gói nào", "due", "plug-off"),
    (UnitFilter.SILENT, "Im lặng quá 7 ngày", "due", "clock-exclamation"),
    (UnitFilter.SET_ASIDE, "Có mục để riêng", "overdue", "alert-triangle"),
    (UnitFilter.SENT, "Đã nộp bản tự chấm", "good", "circle-check"),
)
_WIDTHS = (0, 74, 98, 60, 104, 72, 122)


class UnitsPage(UnitsEntry):
    """The counts are doors: each shows its units below."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.board: UnitBoard | None = None
        self._wanted_code = ""
        self._build_actions()
        self._build_cards()
        self.bar = UnitBar()
        self.bar.changed.connect(self._list)
        self.bar.year_chosen.connect(lambda _year: self._read())
        self.content.addWidget(self.bar)
        self.table = RowsTable(
            "unitTable",
            "Các đơn vị",
            ("Đơn vị", "Mã", "Gói gần nhất", "Hồ sơ", "Bản tự chấm", "Hạn nộp", "Cần xem"),
            _WIDTHS,
        )
        self.shown = TableOrAdvice(
            self.table,
            "search",
            "Không có đơn vị nào như vậy",
            "Hãy bỏ lọc hoặc gõ ít chữ hơn.",
        )
        self.panel = UnitPanel(context)
        self.panel.invite_wanted.connect(self.invite)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(10)
        split.addWidget(self.shown)
        split.addWidget(self.panel)
        split.setStretchFactor(0, 1)
        split.setSizes([708, 396])
        self.content.addWidget(split, 1)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_unit())
        self.table.activated.connect(lambda _index: self.panel.setFocus())
        for keys, act in (
            ("Ctrl+F", self.bar.search.setFocus),
            ("Ctrl+0", self.bar.clear),
            ("Ctrl+Shift+C", self.copy_list),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def enter(self) -> None:
        """Reads the years at first, then the board."""
        if self.bar.year is not None:
            self._read()
            return
        office = self.context.office
        self.context.runner.query(lambda _: board_years(office), self._years_known, owner=self)

    def refresh(self, changes: frozenset[Change]) -> None:
        """Packages, locks and published results change the board; unseen, it waits for ``enter``.

        Each verdict of the appraisal is such a change, and they come by the second.
        """
        if not self.isVisible():
            return
        if self.bar.year is not None and changes & {
            Change.SYNC,
            Change.ASSESSMENTS,
            Change.OFFICE,
        }:
            self._read()

    def open_section(self, key: str) -> object:
        """A filter by its name ("late"), or one unit by its code."""
        if key in set(UnitFilter):
            self.bar.choose(UnitFilter(key))
            return self.bar
        self._wanted_code = key
        self.bar.clear()
        self._mark_wanted()
        return self.panel

    def help_keys(self) -> tuple[tuple[str, str], ...]:
        """For the F1 sheet."""
        return (
            ("Ctrl+1…5", "xem các đơn vị của một con số"),
            ("Ctrl+F", "tìm theo tên hoặc mã, không cần dấu"),
            ("Ctrl+C", "sao chép dòng đang chọn; Ctrl+Shift+C: cả danh sách"),
            ("F6", "sang phần đơn vị đang chọn"),
        )

    def invite(self, code: str = "") -> None:
        """The dialog that writes an invitation."""
        marked: UnitRow | None = self.table.current_value()
        known = self.board.rows if self.board else ()
        chosen = code or (marked.code if marked is not None else "")
        InviteDialog(self.context, known, chosen, self).open()

    def copy_list(self) -> None:
        """The whole list as text with tabs."""
        from PySide6.QtGui import QGuiApplication

        model = self.table.rows
        lines = [
            "\t".join(str(model.index(r, c).data() or "") for c in range(model.columnCount()))
            for r in range(model.rowCount())
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.context.messages.say(f"Đã sao chép {number(len(lines))} dòng.")

    def export_to(self, target: Path) -> None:
        """Writes what the list shows."""
        office, board, rows = self.context.office, self.board, self._rows()
        if board is None:
            return
        self.context.runner.query(
            lambda _: write_units(office, board, rows, target),
            lambda _n: self.context.messages.say(f"Đã ghi {len(rows)} đơn vị vào {target}."),
            owner=self,
            label="Đang xuất danh sách",
        )

    def _build_actions(self) -> None:
        self.locks_button = button(
            "Ngày chốt", name="stepLocks", icon_name="calendar", key="Ctrl+Shift+H"
        )
        self.locks_button.clicked.connect(self._open_locks)
        self.export_button = button(
            "Xuất Excel, PDF", name="exportUnits", icon_name="download", key="Ctrl+E"
        )
        self.export_button.clicked.connect(self._ask_export)
        self.invite_button = button(
            "Mời đơn vị", role="primary", name="inviteUnit", icon_name="mail", key="Ctrl+N"
        )
        self.invite_button.clicked.connect(lambda: self.invite())
        for made in (self.locks_button, self.export_button, self.invite_button):
            self.action_bar.addWidget(made)

    def _build_cards(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.cards: dict[UnitFilter, FigureCard] = {}
        for place, (wanted, text, tone, icon_name) in enumerate(_CARDS, start=1):
            card = FigureCard(text, tone, icon_name)
            card.setObjectName(f"card_{wanted}")
            card.setShortcut(f"Ctrl+{place}")
            card.clicked.connect(lambda _on=False, w=wanted: self._choose_card(w))
            self.cards[wanted] = card
            row.addWidget(card)
        self.content.addLayout(row)

    def _choose_card(self, wanted: UnitFilter) -> None:
        """Again: the whole list."""
        again = self.bar.chosen is wanted
        self.bar.choose(UnitFilter.ALL if again else wanted)
        self.table.setFocus()

    def _years_known(self, years: tuple[int, ...]) -> None:
        self.bar.set_years(years)
        self._read()

    def _read(self) -> None:
        office, year = self.context.office, self.bar.year
        if year is None:
            return
        self.context.runner.query(
            lambda _: unit_board(office, year), self._show, key="unit board", owner=self
        )

    def _show(self, board: UnitBoard) -> None:
        self.board = board
        for wanted, card in self.cards.items():
            card.show_count(board.count(wanted))
        self.bar.show_counts({wanted: board.count(wanted) for wanted in UnitFilter})
        heard = len(board.rows) - board.count(UnitFilter.NEVER)
        lock = board.lock(Step.SUBMIT)
        until = f"chốt nộp bản tự chấm {day(lock)}" if lock else "chưa đặt ngày chốt"
        self.state.setText(
            f"{len(board.rows)} đơn vị, {heard} đã gửi gói · năm {board.year}: {until}"
        )
        self._list()
        self._mark_wanted()

    def _list(self) -> None:
        chosen = self.bar.chosen
        for wanted, card in self.cards.items():
            card.setChecked(wanted is chosen)
        marked: UnitRow | None = self.table.current_value()
        rows = self._rows()
        self.table.show_rows([_row_shown(row) for row in rows])
        self.shown.show_table(bool(rows))
        codes = [row.code for row in rows]
        if marked is not None and marked.code in codes:
            place = codes.index(marked.code)
            mark_row(self.table, self.table.rows.index(place, 0))
        self._show_unit()

    def _rows(self) -> list[UnitRow]:
        if self.board is None:
            return []
        query = words_of(self.bar.text)
        found = [
            row
            for row in self.board.rows
            if row.fits(self.bar.chosen) and matches_all(query, words_of(row.key))
        ]
        return sorted(found, key=_SORTS[self.bar.sort])

    def _mark_wanted(self) -> None:
        codes = [row.code for row in self._rows()]
        if self._wanted_code in codes:
            mark_row(self.table, self.table.rows.index(codes.index(self._wanted_code), 0))
            self.table.scrollTo(self.table.currentIndex())
            self._wanted_code = ""

    def _show_unit(self) -> None:
        row: UnitRow | None = self.table.current_value() if self.table.rows.rowCount() else None
        self.panel.show_unit(row, self.bar.year or 0)

    def _open_locks(self) -> None:
        if self.board is None:
            return
        from desktop.ui.appraisal.lock_dialog import LockDialog

        units = [(row.name, row.code) for row in self.board.rows]
        today = local_date(self.context.office.now())
        dialog = LockDialog(self.context, self.board.year, units, today, self)
        dialog.step.choose(Step.SUBMIT)
        dialog.written.connect(self._lock_written)
        dialog.open()

    def _lock_written(self, made: SetLock) -> None:
        let_in = f" Đã nhận {made.let_in} bản đang chờ." if made.let_in else ""
        self.context.messages.say(f"Đã đặt hạn đến hết {day(made.row.last_day)}.{let_in}")

    def _ask_export(self) -> None:
        file, _ = QFileDialog.getSaveFileName(
            self, "Xuất danh sách đơn vị", "tinh-hinh-don-vi.xlsx", "Excel (*.xlsx);;PDF (*.pdf)"
        )
        if file:
            self.export_to(Path(file))


_SORTS = {
    "code": lambda row: (row.code,),
    "name": lambda row: (words_of(row.name), row.code),
    "oldest": lambda row: (-(row.silent_days if row.silent_days is not None else 10**6), row.code),
    "dossiers": lambda row: (-row.dossiers, row.code),
    "look": lambda row: (-(row.set_aside + row.to_confirm), not row.exception, row.code),
}


def _row_shown(row: UnitRow) -> tuple[list[str], UnitRow, str | None]:
    c = colours()
    tone = {"late": c.overdue, "never": c.muted}.get(str(row.standing))
    texts = [
        row.name,
        row.code,
        words.age_text(row.silent_days),
        number(row.dossiers) if row.packages else "–",
        words.STANDINGS_SHORT[row.standing],
        f"{row.submit_by:%d/%m}" if row.submit_by else "–",
        words.look_text(row.set_aside, row.to_confirm, row.exception) or "–",
    ]
    return texts, row, tone
