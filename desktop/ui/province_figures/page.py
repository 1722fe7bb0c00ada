"""Số liệu toàn tỉnh: II.06a over all units by period, one unit by field, a view for a projector."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from desktop.domain.figures import Figure, Period
from desktop.domain.figures_periods import NamedPeriod, Preset
from desktop.domain.moments import local_date
from desktop.services.outcomes import Change
from desktop.services.provinces.desk_papers import table_pages
from desktop.services.provinces.figure_rows import on_time_share, ordered
from desktop.services.provinces.figures import (
    CountedRow,
    ProvinceGrouping,
    Settlement,
    province_settlement,
)
from desktop.services.provinces.papers import settlement_table, write_table
from desktop.services.reports.catalogue import presets
from desktop.ui.figures.period_bar import PeriodBar
from desktop.ui.papers.desk_printer import DeskPrinter
from desktop.ui.province_figures.projector import Projector
from desktop.ui.shell.context import UiContext
from desktop.ui.shell.province_entries import ProvinceFiguresEntry
from desktop.ui.theme import colours
from desktop.ui.today.page import FigureCard
from desktop.ui.widgets.buttons import Segments, button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.table_or_advice import TableOrAdvice
from desktop.ui.widgets.tables import RowsTable
from desktop.wording import province_figures_page as words
from desktop.wording.dates import day, number

_CARDS = (
    (Figure.TOTAL, "Hồ sơ trong kỳ", "accent", "inbox"),
    (Figure.SETTLED, "Đã giải quyết", "good", "circle-check"),
    (Figure.SETTLED_LATE, "Giải quyết quá hạn", "due", "clock-exclamation"),
    (Figure.IN_PROGRESS_OVER, "Đang quá hạn", "overdue", "alert-circle"),
)
_NAME_WIDTH = 0
_FIGURE_WIDTH = 84
_YEAR = "year"


class ProvinceFiguresPage(ProvinceFiguresEntry):
    """A unit's row is a door to its fields; a card orders the list by its number."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.found: Settlement | None = None
        self.unit = ""
        self.unit_name = ""
        self._by: Figure | None = None
        self._printer = DeskPrinter(context, self)
        self._build_actions()
        kinds: tuple[Preset, ...] = presets()
        today = local_date(context.office.now())
        self.period = PeriodBar(kinds, today)
        self.period.choose(next(k for k in kinds if k.key == _YEAR).holding(today))
        self.period.changed.connect(self._period_chosen)
        self.content.addWidget(self.period)
        self._build_cards()
        self._build_table()
        back = QShortcut(QKeySequence("Escape"), self)
        back.activated.connect(self.show_province)
        self.table.activated.connect(lambda _index: self._open_row())

    def enter(self) -> None:
        """Counts the period."""
        self._read()
        self.table.setFocus()

    def refresh(self, changes: frozenset[Change]) -> None:
        """Packages bring dossiers."""
        if Change.SYNC in changes:
            self._read()

    def open_section(self, key: str) -> object:
        """One unit by its code."""
        self.show_unit(key)
        return self.table

    def help_keys(self) -> tuple[tuple[str, str], ...]:
        """For the F1 sheet."""
        return (
            ("Enter", "mở một đơn vị theo lĩnh vực; Esc quay lại toàn tỉnh"),
            ("Ctrl+1…4", "xếp danh sách theo con số; bấm lần nữa xếp theo mã"),
            ("Ctrl+← →", "kỳ trước, kỳ sau"),
        )

    def show_unit(self, code: str, name: str = "") -> None:
        """One unit, by field."""
        self.unit, self.unit_name = code, name or code
        self._read()

    def show_province(self) -> None:
        """All units again."""
        if self.unit:
            self.unit = self.unit_name = ""
            self._read()

    def save_to(self, target: Path) -> None:
        """Writes the table as PDF or Excel."""
        office, found = self.context.office, self.found
        if found is None:
            return
        self.context.runner.query(
            lambda _: write_table(office, settlement_table(office, found), target),
            lambda _n: self.context.messages.say(f"Đã ghi số liệu vào {target}."),
            owner=self,
            label="Đang ghi số liệu",
        )

    def preview(self) -> None:
        """The form as it is printed."""
        office, found = self.context.office, self.found
        if found is None:
            return
        self.context.runner.query(
            lambda _: table_pages(settlement_table(office, found)),
            lambda pdf: self._printer.show_pdf(pdf, "Biểu II.06a toàn tỉnh", "ii06a-toan-tinh.pdf"),
            owner=self,
            label="Đang dựng trang in",
        )

    def project(self) -> None:
        """The units side by side, large enough for a hall."""
        if self.found is not None:
            Projector(self.found, self.window()).show_large()

    def _build_actions(self) -> None:
        self.print_button = button(
            "Xem, in", name="printFigures", icon_name="printer", key="Ctrl+P"
        )
        self.save_button = button(
            "Xuất PDF, Excel", name="saveFigures", icon_name="download", key="Ctrl+E"
        )
        self.project_button = button(
            "Chiếu so sánh", role="primary", name="projectFigures", icon_name="columns", key="F11"
        )
        self.print_button.clicked.connect(self.preview)
        self.save_button.clicked.connect(self._ask_file)
        self.project_button.clicked.connect(self.project)
        for made in (self.print_button, self.save_button, self.project_button):
            self.action_bar.addWidget(made)

    def _build_cards(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.cards: dict[Figure, FigureCard] = {}
        for place, (figure, text, tone, icon_name) in enumerate(_CARDS, start=1):
            card = FigureCard(text, tone, icon_name)
            card.setObjectName(f"card_{figure}")
            card.setShortcut(f"Ctrl+{place}")
            card.clicked.connect(lambda _on=False, f=figure: self._order(f))
            self.cards[figure] = card
            row.addWidget(card)
        self.content.addLayout(row)

    def _build_table(self) -> None:
        self.grouping = Segments(
            [("Theo đơn vị", ProvinceGrouping.UNIT), ("Theo lĩnh vực", ProvinceGrouping.FIELD)],
            "figuresBy",
        )
        self.grouping.setAccessibleName("Xếp theo")
        self.grouping.chosen.connect(lambda _by: self._read())
        self.back_button = button(
            "Toàn tỉnh", name="wholeProvince", icon_name="chevron-left", tip="Phím tắt: Esc"
        )
        self.back_button.clicked.connect(self.show_province)
        self.heading = label("", "section", name="figuresHeading")
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget in (self.back_button, self.heading):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.grouping)
        self.content.addLayout(head)
        headings = ("Tên", *(name for _, name, _ in words.COLUMNS), words.ON_TIME_SHARE)
        self.table = RowsTable(
            "figuresTable",
            "Số liệu",
            headings,
            (_NAME_WIDTH, *[_FIGURE_WIDTH] * len(words.COLUMNS), 92),
            numbers=range(1, len(headings)),
        )
        self.shown = TableOrAdvice(
            self.table, "chart-bar", words.NOTHING, "Hãy chọn kỳ khác, hoặc nhận gói ở Gói đến."
        )
        self.content.addWidget(self.shown, 1)

    def _period_chosen(self, _period: NamedPeriod) -> None:
        self._read()

    def _order(self, figure: Figure) -> None:
        self._by = None if self._by is figure else figure
        self._list()
        self.table.setFocus()

    def _read(self) -> None:
        office, unit, days = self.context.office, self.unit, self._days()
        by = ProvinceGrouping.FIELD if unit else self.grouping.value
        assert isinstance(by, ProvinceGrouping)
        self.context.runner.query(
            lambda _: province_settlement(office, days, by, unit),
            self._show,
            key="province figures",
            owner=self,
            label="Đang cộng số liệu",
        )

    def _days(self) -> Period:
        """Not beyond today: what is due tomorrow is not late in a year that still goes on."""
        days = self.period.period.period
        today = local_date(self.context.office.now())
        return Period(days.start, max(days.start, min(days.end, today)))

    def _show(self, found: Settlement) -> None:
        self.found = found
        for figure, card in self.cards.items():
            card.show_count(found.total[figure])
        share = on_time_share(found.total)
        told = f" · đúng hạn {share} %".replace(".", ",") if share is not None else ""
        days = found.period
        self.state.setText(f"Từ {day(days.start)} đến {day(days.end)}{told}")
        whose = self.unit_name if self.unit else "Toàn tỉnh"
        by = "theo lĩnh vực" if found.grouping is ProvinceGrouping.FIELD else "theo đơn vị"
        self.heading.setText(f"{whose}, {by}")
        self.back_button.setVisible(bool(self.unit))
        self.grouping.setVisible(not self.unit)
        self._list()

    def _list(self) -> None:
        if self.found is None:
            return
        for figure, card in self.cards.items():
            card.setChecked(figure is self._by)
        rows = ordered(self.found, self._by)
        whole = CountedRow("", words.WHOLE_PROVINCE, self.found.total)
        if self.unit:
            whole = CountedRow("", self.unit_name.upper(), self.found.total)
        self.table.show_rows([_row_shown(row) for row in (whole, *rows)] if rows else [])
        self.shown.show_table(bool(rows))

    def _open_row(self) -> None:
        row: CountedRow | None = self.table.current_value()
        if row is None or not row.key or self.found is None:
            return
        if self.found.grouping is ProvinceGrouping.UNIT:
            self.show_unit(row.key, row.name)

    def _ask_file(self) -> None:
        file, _ = QFileDialog.getSaveFileName(
            self, "Xuất số liệu", "ii06a-toan-tinh.xlsx", "Excel (*.xlsx);;PDF (*.pdf)"
        )
        if file:
            self.save_to(Path(file))


def _row_shown(row: CountedRow) -> tuple[list[str], CountedRow, str | None]:
    share = on_time_share(row.figures)
    texts = [
        row.name,
        *(number(row.figures[figure]) for figure, _, _ in words.COLUMNS),
        "–" if share is None else f"{share}".replace(".", ","),
    ]
    tone = None if row.key else colours().accent
    return texts, row, tone
