"""Hôm nay: the counts that matter, what is due, what to do next, the last thirty days."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.moments import local_date
from desktop.domain.roles import Permission
from desktop.services.calendar import read_calendar
from desktop.services.dossier_filters import DossierFilter, Quick, Sort
from desktop.services.dossier_lists import first_dossiers
from desktop.services.dossier_rows import DossierRow
from desktop.services.outcomes import Change
from desktop.services.today import NextStep, TodaySummary, today_summary
from desktop.ui.dossiers.presentation import Moment, Tone, due_shown_short, state_shown
from desktop.ui.dossiers.scan_asks import is_scan
from desktop.ui.icons import pixmap
from desktop.ui.intake.scan_catcher import ScanCatcher
from desktop.ui.shell.context import UiContext
from desktop.ui.shell.page import Page
from desktop.ui.theme import colours
from desktop.ui.today.day_strip import DayStrip
from desktop.ui.widgets.buttons import Button, button, key_text
from desktop.ui.widgets.cards import Card, ElidedLabel, clear_layout, label
from desktop.ui.widgets.permits import permit
from desktop.ui.widgets.row_menu import offer_row_menu
from desktop.wording.dates import long_day, moment, number, weekday
from desktop.wording.today import STEP_PAGES, step_text

if TYPE_CHECKING:
    from desktop.services.assessments.today import IndexToday
    from desktop.ui.today.index_card import IndexCard

_MINUTE_MS = 60_000
_LIST = 12
_AFTER_MS = 300
_SHOWN = {
    Change.DOSSIERS,
    Change.CALENDAR,
    Change.OFFICE,
    Change.BACKUPS,
    Change.ASSESSMENTS,
    Change.CRITERIA,
    Change.SYNC,
}
_MOST_STEPS = 5
CARDS = (
    (Quick.IN_PROGRESS, "Đang xử lý", "accent", "hourglass"),
    (Quick.DUE_TODAY, "Đến hạn hôm nay", "due", "clock"),
    (Quick.OVERDUE, "Quá hạn", "overdue", "alert-circle"),
    (Quick.READY, "Có kết quả chờ trả", "good", "inbox"),
)


class TodayPage(Page):
    """The numbers are doors: each opens its list."""

    key = "today"
    title = "Hôm nay"
    icon_name = "home"
    place = 1

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._shown = Quick.DUE_TODAY
        self._summary: TodaySummary | None = None
        self._cards: dict[Quick, FigureCard] = {}
        self.index: IndexCard | None = None
        self._build()
        self.catcher = ScanCatcher(self, is_scan)
        self.catcher.scanned.connect(self.scan)
        self._clock = QTimer(self)
        self._clock.setInterval(_MINUTE_MS)
        self._clock.timeout.connect(self._minute)
        self._clock.start()

    def enter(self) -> None:
        """Reads the day."""
        self._read()

    def refresh(self, changes: frozenset[Change]) -> None:
        """Counts change with every dossier."""
        if changes & _SHOWN:
            self._read()

    def scan(self, text: str) -> None:
        """Who comes for a result holds out a card or a slip, whatever page is open."""
        if is_scan(text):
            self.context.open_list(DossierFilter(text=text))

    def help_keys(self) -> tuple[tuple[str, str], ...]:
        """For the F1 sheet."""
        return (
            ("Ctrl+1…4", "xem danh sách của một con số; bấm lần nữa mở cả trang"),
            ("Tab, Enter", "đi tới một dòng và mở hồ sơ"),
            ("← →", "chọn một ngày trong biểu đồ; Enter mở danh sách ngày đó"),
        )

    def _build(self) -> None:
        self.receive = button("Tiếp nhận mới", role="primary", name="receiveNew", icon_name="plus")
        self.receive.setToolTip("Phím tắt: F2")
        permit(self.receive, self.context.office, Permission.RECEIVE)
        self.receive.clicked.connect(lambda: self.context.open_page("intake"))
        self.action_bar.addWidget(self.receive)
        cards = QHBoxLayout()
        cards.setSpacing(12)
        for place, (quick, text, tone, icon_name) in enumerate(CARDS, start=1):
            card = FigureCard(text, tone, icon_name)
            card.setObjectName(f"card_{quick}")
            card.setShortcut(f"Ctrl+{place}")
            card.clicked.connect(lambda _on=False, q=quick: self._choose(q))
            self._cards[quick] = card
            cards.addWidget(card)
        self.content.addLayout(cards)
        grid = QGridLayout()
        grid.setSpacing(12)
        self.list_card = Card()
        self.list_title = label("", "section", name="todayListTitle")
        self.open_all = button("Mở cả danh sách", role="quiet", name="openAll", key="Ctrl+Return")
        self.open_all.clicked.connect(self._open_shown)
        head = QHBoxLayout()
        head.addWidget(self.list_title)
        head.addStretch(1)
        head.addWidget(self.open_all)
        self.list_card.body.addLayout(head)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(0)
        self.list_card.body.addLayout(self.rows)
        self.list_card.body.addStretch(1)
        grid.addWidget(self.list_card, 0, 0, 3, 1)
        self.steps_card = Card("Nên làm tiếp")
        self.steps = QVBoxLayout()
        self.steps.setSpacing(4)
        self.steps_card.body.addLayout(self.steps)
        self.steps_card.body.addStretch(1)
        grid.addWidget(self.steps_card, 0, 1)
        self.days_card = Card("30 ngày qua")
        self.days_card.head.addWidget(_legend())
        self.days = DayStrip()
        self.days.day_wanted.connect(self._open_day)
        self.days_card.body.addWidget(self.days)
        # The card of the index comes between the two, once there is one.
        grid.addWidget(self.days_card, 2, 1)
        grid.setColumnStretch(0, 7)
        grid.setColumnStretch(1, 5)
        grid.setRowStretch(0, 3)
        grid.setRowStretch(2, 2)
        self._grid = grid
        self.content.addLayout(grid, 1)

    def _read(self) -> None:
        office = self.context.office
        self.context.runner.query(
            lambda _: today_summary(office), self._show, key="today", owner=self
        )
        self._read_list()

    def _show(self, summary: TodaySummary) -> None:
        first = self._summary is None
        self._summary = summary
        for quick, card in self._cards.items():
            card.show_count(summary.counts[quick])
        received = number(summary.counts[Quick.RECEIVED_TODAY])
        returned = number(summary.counts[Quick.RETURNED_TODAY])
        self.state.setText(
            f"{weekday(summary.today)}, {long_day(summary.today)} · "
            f"đã nhận {received}, đã trả {returned} hồ sơ"
        )
        self._show_steps(summary.steps)
        self.days.show_days(summary.days)
        if first:
            self._choose(_most_urgent(summary), open_list=False)
        if summary.has_scores:
            # The page stands first: the index is read, and its code loaded, behind it.
            QTimer.singleShot(0 if self.index is not None else _AFTER_MS, self, self._read_index)

    def _read_index(self) -> None:
        office = self.context.office

        def read(_progress: object) -> IndexToday | None:
            from desktop.services.assessments.today import index_today

            return index_today(office)

        self.context.runner.query(read, self._show_index, key="today index", owner=self)

    def _show_index(self, found: IndexToday | None) -> None:
        if found is None or self._summary is None:
            return
        if self.index is None:
            from desktop.ui.today.index_card import IndexCard

            self.index = IndexCard()
            self.index.page_wanted.connect(self.context.open_page)
            self._grid.addWidget(self.index, 1, 1)
            self._show_steps(self._summary.steps)
        self.index.show_index(found, self._summary.today)

    def _choose(self, quick: Quick, open_list: bool = True) -> None:
        """The card whose list is below opens it whole; another one shows its own list first."""
        again = open_list and quick is self._shown
        self._shown = quick
        for known, card in self._cards.items():
            card.setChecked(known is quick)
        if again:
            self._open_shown()
        else:
            self._read_list()

    def _filter(self) -> DossierFilter:
        by_due = self._shown in (Quick.OVERDUE, Quick.DUE_TODAY, Quick.IN_PROGRESS)
        return DossierFilter(quick=self._shown, sort=Sort.DUE_FIRST if by_due else Sort.NEWEST)

    def _read_list(self) -> None:
        office, wanted = self.context.office, self._filter()
        self.context.runner.query(
            lambda _: first_dossiers(office, wanted, _LIST),
            self._show_rows,
            key="today list",
            owner=self,
        )

    def _show_rows(self, rows: list[DossierRow]) -> None:
        clear_layout(self.rows)
        texts = {quick: text for quick, text, _, _ in CARDS}
        self.list_title.setText(texts[self._shown])
        self.open_all.setVisible(bool(rows))
        if not rows:
            self.rows.addWidget(label(_EMPTY[self._shown], "muted", wrap=True))
            return
        office = self.context.office
        at = Moment(office.now(), read_calendar(office))
        for row in rows:
            line = DossierLine(row, at)
            line.clicked.connect(lambda _on=False, c=row.code: self.context.open_dossier(c))
            offer_row_menu(line, self.context, row.code)
            self.rows.addWidget(line)

    def _show_steps(self, steps: tuple[NextStep, ...]) -> None:
        clear_layout(self.steps)
        if not steps:
            self.steps.addWidget(
                label("Không có việc nào phải làm ngay. Bấm F2 để tiếp nhận hồ sơ mới.", "muted",
                      wrap=True)
            )  # fmt: skip
        most = _MOST_STEPS if self.index is None else _MOST_STEPS - 1
        for place, step in enumerate(steps[:most], start=len(CARDS) + 1):
            made = button(
                step_text(step),
                role="quiet",
                name=f"step_{step.hint}",
                icon_name="arrow-right",
                key=f"Ctrl+{place}",
            )
            made.setStyleSheet("text-align: left;")
            made.clicked.connect(lambda _on=False, s=step: self._follow(s))
            self.steps.addWidget(made)

    def _follow(self, step: NextStep) -> None:
        if step.quick is not None:
            self.context.open_list(DossierFilter(quick=step.quick))
        else:
            self.context.open_page(STEP_PAGES[step.hint])

    def _open_shown(self) -> None:
        self.context.open_list(self._filter())

    def _open_day(self, day: date) -> None:
        self.context.open_list(DossierFilter(received_from=day, received_to=day))

    def _minute(self) -> None:
        """At midnight the day changes under an open window."""
        today = local_date(self.context.office.now())
        if self.isVisible() and self._summary is not None and self._summary.today != today:
            self._read()


class FigureCard(Button):
    """A count with its words, its colour and its sign."""

    def __init__(self, text: str, tone: str, icon_name: str) -> None:
        super().__init__()
        self.setProperty("role", "figure")
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._words = text
        self._tone = tone
        self._icon_name = icon_name
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.addWidget(label(text, "muted"))
        head.addStretch(1)
        self._icon = QLabel()
        head.addWidget(self._icon)
        column.addLayout(head)
        self._count = QLabel("…")
        column.addWidget(self._count)
        for child in self.findChildren(QLabel):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.show_count(None)

    def show_count(self, count: int | None) -> None:
        """The number; nothing to do is grey, not alarming."""
        colour = getattr(colours(), self._tone) if count else colours().muted
        self._icon.setPixmap(pixmap(self._icon_name, colour, 20))
        self._count.setText("…" if count is None else number(count))
        self._count.setStyleSheet(f"font-size: 28px; font-weight: 600; color: {colour};")
        self.setAccessibleName(f"{self._words}: {count or 0}")
        self.setToolTip(
            f"{self._words}\nBấm để xem bên dưới, bấm lần nữa để mở cả danh sách\n"
            f"Phím tắt: {key_text(self.shortcut().toString())}"
        )


class DossierLine(Button):
    """One dossier in a short list; Enter or a click opens it."""

    def __init__(self, row: DossierRow, at: Moment) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("role", "line")
        across = QHBoxLayout(self)
        across.setContentsMargins(6, 0, 6, 0)
        across.setSpacing(10)
        due = due_shown_short(row, at) if row.is_open else state_shown(row)
        tones = {
            Tone.OVERDUE: colours().overdue,
            Tone.DUE: colours().due,
            Tone.GOOD: colours().good,
            Tone.ACCENT: colours().accent,
        }
        name = ElidedLabel(row.applicant_name)
        procedure = ElidedLabel(row.procedure_name)
        procedure.setProperty("role", "muted")
        standing = QLabel(due.text)
        standing.setStyleSheet(f"color: {tones.get(due.tone, colours().text)}; font-weight: 500;")
        across.addWidget(QLabel(row.code))
        across.addWidget(name, 1)
        across.addWidget(procedure, 1)
        across.addWidget(standing)
        for child in self.findChildren(QLabel):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(
            f"{row.code}, {row.applicant_name}, {row.procedure_name}, {due.text}"
        )
        self.setToolTip(f"{row.procedure_name}\nHẹn trả {moment(row.due_at) or 'không hẹn'}")


def _legend() -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    c = colours()
    for text, colour in (("nhận", c.accent), ("trả", c.good), ("có hồ sơ quá hạn", c.overdue)):
        mark = QLabel(f'<span style="color:{colour}">●</span> {text}')
        mark.setProperty("role", "caption")
        row.addWidget(mark)
    return holder


def _most_urgent(summary: TodaySummary) -> Quick:
    for quick in (Quick.OVERDUE, Quick.DUE_TODAY, Quick.READY):
        if summary.counts[quick]:
            return quick
    return Quick.IN_PROGRESS


_EMPTY = {
    Quick.IN_PROGRESS: "Không có hồ sơ nào đang xử lý. Bấm F2 để tiếp nhận hồ sơ mới.",
    Quick.DUE_TODAY: "Hôm nay không có hồ sơ nào đến hạn.",
    Quick.OVERDUE: "Không có hồ sơ nào quá hạn.",
    Quick.READY: "Không có kết quả nào đang chờ người dân đến nhận.",
}
