"""Gói đến: collecting with progress, what became of each package, and items put aside."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QSplitter

from desktop.domain.moments import day_start, local, local_date
from desktop.domain.packages import PackageOutcome
from desktop.domain.text import fold, matches_all
from desktop.domain.text import words as words_of
from desktop.services.outcomes import Change
from desktop.services.provinces.answering import Collected
from desktop.services.provinces.arrivals import Arrivals, Turn, arrivals, take_turn
from desktop.services.provinces.cards import PackageRow
from desktop.services.provinces.desk_papers import packages_table, table_pages
from desktop.ui.arrivals.package_panel import PackagePanel
from desktop.ui.icons import icon
from desktop.ui.papers.desk_printer import DeskPrinter
from desktop.ui.shell.context import UiContext
from desktop.ui.shell.province_entries import ArrivalsEntry
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import Segments, button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.table_or_advice import TableOrAdvice
from desktop.ui.widgets.tables import RowsTable
from desktop.wording import arrivals_page as words
from desktop.wording.dates import moment, number, size
from desktop.wording.sync import OUTCOME_WORDS

_WIDTHS = (0, 66, 146, 58, 88, 166)
_TURN = "turn"


class ArrivalsPage(ArrivalsEntry):
    """Packages on the left, the chosen one on the right."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.found: Arrivals | None = None
        self.turn: Turn | None = None
        self._printer = DeskPrinter(context, self)
        self._build_actions()
        self._build_bar()
        self.told = label("", wrap=True, name="turnTold")
        self.told.hide()
        self.content.addWidget(self.told)
        self.table = RowsTable(
            "packageTable",
            "Các gói đã nhận",
            ("Đơn vị", "Gói số", "Nhận lúc", "Mục", "Cỡ", "Kết quả"),
            _WIDTHS,
        )
        self.shown = TableOrAdvice(
            self.table,
            "inbox",
            "Chưa có gói nào trong khoảng này",
            "Bấm Nhận từ hộp thư, hoặc cắm USB của đơn vị rồi bấm Nhận từ USB.",
        )
        self.panel = PackagePanel(context)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(10)
        split.addWidget(self.shown)
        split.addWidget(self.panel)
        split.setStretchFactor(0, 1)
        split.setSizes([720, 386])
        self.content.addWidget(split, 1)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_package())

    def enter(self) -> None:
        """Reads what stands there."""
        self._read()
        self.table.setFocus()

    def refresh(self, changes: frozenset[Change]) -> None:
        """After every turn, also one of the command line."""
        if Change.SYNC in changes:
            self._read()

    def open_section(self, key: str) -> object:
        """ "aside": only packages with items put aside."""
        self.only_aside.setChecked(key == "aside")
        return self.table

    def help_keys(self) -> tuple[tuple[str, str], ...]:
        """For the F1 sheet."""
        return (("Ctrl+C", "sao chép dòng đang chọn"),)

    def collect(self, folder: Path | None = None) -> None:
        """Takes in everything that lies there; Hủy in the strip stops after the package at hand."""
        office = self.context.office
        self.context.runner.command(
            lambda progress: take_turn(office, folder, progress),
            self._collected,
            label="Đang nhận gói của các đơn vị",
            button=self.collect_button if folder is None else self.stick_button,
            owner=self,
        )

    def print_list(self) -> None:
        """The list that is shown, as a page to print and sign."""
        office, rows = self.context.office, self._package_rows()
        if not rows:
            self.context.messages.say("Không có gói nào để in.")
            return
        times = [row.received_at for row in rows]
        self.context.runner.query(
            lambda _: table_pages(packages_table(office, rows, min(times), max(times))),
            lambda pdf: self._printer.show_pdf(pdf, "Danh sách gói đã nhận", "goi-da-nhan.pdf"),
            owner=self,
            label="Đang dựng danh sách",
        )

    def _build_actions(self) -> None:
        self.print_button = button(
            "In danh sách", name="printPackages", icon_name="printer", key="Ctrl+P"
        )
        self.stick_button = button(
            "Nhận từ USB, thư mục",
            name="collectStick",
            icon_name="folder",
            key="Ctrl+O",
            tip="Một USB, hoặc một thư mục đã chép nhiều USB vào",
        )
        self.collect_button = button(
            "Nhận từ hộp thư",
            role="primary",
            name="collectMailbox",
            icon_name="package-import",
            key="Ctrl+Return",
        )
        self.print_button.clicked.connect(self.print_list)
        self.stick_button.clicked.connect(self._ask_stick)
        self.collect_button.clicked.connect(lambda: self.collect())
        for made in (self.print_button, self.stick_button, self.collect_button):
            self.action_bar.addWidget(made)

    def _build_bar(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        self.search = QLineEdit()
        self.search.setObjectName("packageSearch")
        self.search.setAccessibleName("Tìm gói theo đơn vị")
        self.search.setPlaceholderText("Tìm theo đơn vị; không cần gõ dấu")
        self.search.setClearButtonEnabled(True)
        self.search.addAction(
            icon("search", colours().muted), QLineEdit.ActionPosition.LeadingPosition
        )
        self.search.textChanged.connect(lambda _text: self._list())
        periods: list[tuple[str, object]] = [*words.PERIODS, ("Lần nhận này", _TURN)]
        self.period = Segments(periods, "arrivalPeriod")
        self.period.setAccessibleName("Khoảng thời gian")
        self.period.choose(30)
        self.period.chosen.connect(lambda _value: self._read())
        self.only_aside = button("Có mục để riêng", role="chip", name="onlyAside")
        self.only_aside.setCheckable(True)
        self.only_aside.toggled.connect(lambda _on: self._list())
        row.addWidget(self.search, 1)
        row.addWidget(self.only_aside)
        row.addWidget(self.period)
        self.content.addLayout(row)

    def _ask_stick(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Chọn USB hoặc thư mục")
        if chosen:
            self.collect(Path(chosen))

    def _since(self) -> datetime | None:
        days = self.period.value
        if not isinstance(days, int):
            return None
        today = local_date(self.context.office.now())
        return day_start(today - timedelta(days=days))

    def _read(self) -> None:
        office, since = self.context.office, self._since()
        self.context.runner.query(
            lambda _: arrivals(office, since), self._show, key="arrivals", owner=self
        )

    def _show(self, found: Arrivals) -> None:
        self.found = found
        last = "chưa nhận gói nào" if found.last_at is None else moment(found.last_at)
        aside = f" · {found.set_aside} mục để riêng" if found.set_aside else ""
        self.state.setText(f"Gói nhận gần nhất: {last}{aside}")
        self._list()

    def _collected(self, turn: Turn) -> None:
        self.turn = turn
        self.period.choose(_TURN)
        refused = turn.count(PackageOutcome.REJECTED)
        partly = turn.count(PackageOutcome.PARTLY_ACCEPTED, new=True)
        text = words.turn_text(len(turn.found), turn.new, refused, partly, is_whole=turn.is_whole)
        self.told.setText(text)
        self.told.show()
        self.context.messages.say(text)
        self._read()

    def _list(self) -> None:
        query = words_of(self.search.text())
        if self.period.value == _TURN:
            rows = self._turn_rows(query)
        else:
            self.told.hide()
            rows = [_package_shown(row) for row in self._package_rows()]
        self.table.show_rows(rows)
        self.shown.show_table(bool(rows))
        self._show_package()

    def _package_rows(self) -> list[PackageRow]:
        """The stored packages that the list shows."""
        if self.found is None:
            return []
        query = words_of(self.search.text())
        packages = self.found.packages
        if self.period.value == _TURN:
            started = self.turn.started_at if self.turn is not None else None
            packages = tuple(p for p in packages if started and p.received_at >= started)
        return [
            row
            for row in packages
            if matches_all(query, words_of(fold(f"{row.unit_name} {row.unit_code}")))
            and (row.set_aside or not self.only_aside.isChecked())
        ]

    def _turn_rows(self, query: list[str]) -> list[tuple[list[str], Any, str | None]]:
        """Every package of the last turn, also those that could not even be opened."""
        if self.turn is None or self.found is None:
            return []
        stored = {(p.unit_code, p.device, p.number): p for p in self.found.packages}
        rows = []
        for one in self.turn.found:
            name = self.found.names.get(one.unit_code, one.unit_code)
            # A copy that cannot be read says nothing about the whole one that may be stored.
            is_readable = one.is_new or one.outcome is not PackageOutcome.REJECTED
            row = stored.get((one.unit_code, one.device, one.number)) if is_readable else None
            if not matches_all(query, words_of(fold(f"{name} {one.unit_code}"))):
                continue
            if self.only_aside.isChecked() and not (row and row.set_aside):
                continue
            rows.append(_turn_shown(one, name, row))
        return rows

    def _show_package(self) -> None:
        value = self.table.current_value() if self.table.rows.rowCount() else None
        names = self.found.names if self.found is not None else {}
        self.panel.show_package(value, names)


def _package_shown(row: PackageRow) -> tuple[list[str], Any, str | None]:
    texts = [
        row.unit_name,
        str(row.number),
        f"{local(row.received_at):%d/%m/%y %H:%M}",
        number(row.items),
        size(row.size),
        OUTCOME_WORDS[row.outcome],
    ]
    return texts, row, _tone(row.outcome)


def _turn_shown(
    one: Collected, name: str, row: PackageRow | None
) -> tuple[list[str], Any, str | None]:
    outcome = OUTCOME_WORDS[one.outcome]
    if not one.is_new and one.outcome is not PackageOutcome.REJECTED:
        outcome = "đã nhận từ trước"
    texts = [name, str(one.number), "vừa xong", number(one.items), "", outcome]
    if row is not None:
        texts[2] = f"{local(row.received_at):%d/%m/%y %H:%M}"
        texts[4] = size(row.size)
    return texts, row if row is not None else one, _tone(one.outcome)


def _tone(outcome: PackageOutcome) -> str | None:
    c = colours()
    return {
        PackageOutcome.REJECTED: c.overdue,
        PackageOutcome.PARTLY_ACCEPTED: c.due,
    }.get(outcome)
