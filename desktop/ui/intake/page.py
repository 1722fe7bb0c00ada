"""Tiếp nhận (F2): three columns that fit without scrolling, one key to save, print, next."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent

from desktop.domain.dossiers import DossierEvent
from desktop.domain.roles import Permission
from desktop.services.dossier_filters import DossierFilter, Quick
from desktop.services.dossier_lists import first_dossiers
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.outcomes import Change
from desktop.services.procedure_finding import find_procedures
from desktop.services.receiving import INTAKE_DRAFT, ReceivedDossier, receive_dossier
from desktop.services.settings import read_settings
from desktop.ui.intake.entry_form import EntryForm, EntryWays
from desktop.ui.intake.recent import MOST, RecentList
from desktop.ui.intake.result_form import ResultForm
from desktop.ui.intake.scan_catcher import ScanCatcher
from desktop.ui.papers.desk_printer import DeskPrinter
from desktop.ui.shell.context import UiContext
from desktop.ui.shell.page import Page
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.permits import REASONS, permit
from desktop.ui.widgets.shortcuts import keys_inside
from desktop.wording.dates import moment
from desktop.wording.terms import term

# A laptop of 768 lines leaves less than this to the page.
_HIGH = 700


class IntakePage(Page):
    """Receives dossiers; what is typed is kept on disk half a second later."""

    key = "intake"
    title = "Tiếp nhận"
    icon_name = "file-plus"
    place = 2
    function_key = "F2"

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._printer = DeskPrinter(context, self)
        self._last_person: dict[str, Any] | None = None
        self.form = EntryForm(context, EntryWays(INTAKE_DRAFT), ResultForm())
        self.person, self.procedure = self.form.person, self.form.procedure
        self.result = self.form.result
        self.recent = RecentList()
        self._build()
        self._connect()

    def enter(self) -> None:
        """The cursor in the scan field, the last ones below."""
        self._read_recent()
        self._show_what_prints()
        if self.person.is_blank:
            self.person.scan.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def refresh(self, changes: frozenset[Change]) -> None:
        """Keeps what is typed; reads what surrounds it."""
        if Change.DOSSIERS in changes and self.isVisible():
            self._read_recent()
        if changes & {Change.PROCEDURES, Change.CALENDAR, Change.OFFICE}:
            self.form.preview.start()
            self._show_what_prints()

    def leave(self) -> bool:
        """What was typed in the last half second is kept too."""
        self.form.drafts.keep_now()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The form never scrolls on a screen of 768 lines: there the list below gives way."""
        super().resizeEvent(event)
        self.recent.set_short(self.height() < _HIGH)

    def help_keys(self) -> tuple[tuple[str, str], ...]:
        """For the F1 sheet."""
        return (
            ("F6", "sang cột kế tiếp, rồi xuống mười hồ sơ vừa nhận (in lại, hủy, mở)"),
            ("↓", "mở danh sách thủ tục; Enter chọn"),
            ("Space", "đánh dấu giấy tờ đã nộp"),
            ("F9", "đổi cách nộp phí: trực tiếp, trực tuyến, chưa nộp"),
            ("Ctrl+B", "hồ sơ nộp ngoài địa bàn (phi địa giới)"),
        )

    def open_section(self, key: str) -> object:
        """A procedure by its code, chosen already. Raises KeyError for one that is not offered."""
        hit = next(iter(find_procedures(self.context.office, key, limit=1)), None)
        if hit is None or hit.code != key:
            raise KeyError(key)
        self.procedure.picker.choose(hit)
        self.procedure.picker.picked.emit(hit)
        return self.procedure

    def scan(self, text: str) -> None:
        """A card's text, from the scan field or from anywhere on the page."""
        self.form.scan(text)

    def save(self, with_print: bool) -> None:
        """Saves; then prints, clears, and waits for the next card."""
        office, person = self.context.office, self.person.state()

        def saved(received: ReceivedDossier) -> None:
            self._last_person = person
            self._saved(received, with_print)

        self.form.save(partial(receive_dossier, office), saved)

    def clear(self) -> None:
        """An empty form; the draft goes with it."""
        self._clear_form()
        self.form.drafts.drop()

    def same_person(self) -> None:
        """Shift+F2: the person of the last dossier, another procedure."""
        if self._last_person is not None:
            self._clear_form()
            self.person.set_state(self._last_person)
            self.form.edited()
            self.procedure.picker.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        self.batch_button = button(
            "Nhập bù ngày mất điện",
            name="openBatch",
            icon_name="plug-off",
            key="Ctrl+Shift+B",
            tip="Ngày mất điện: in giấy trắng có số, nhập vào sổ khi có điện lại",
        )
        self.clear_button = button(
            "Xóa trắng", name="clearIntake", icon_name="x", key="Ctrl+Shift+Delete"
        )
        self.same_button = button(
            "Cùng người, thủ tục khác", name="samePerson", icon_name="user", key="Shift+F2"
        )
        self.same_button.setEnabled(False)
        for made in (self.batch_button, self.same_button, self.clear_button):
            self.action_bar.addWidget(made)
        self.content.addWidget(self.form, 1)
        self.content.addWidget(self.recent)
        self.state.setText("Quét thẻ, chọn thủ tục, Ctrl+Enter. Đang gõ gì cũng được giữ lại.")

    def _connect(self) -> None:
        self.form.save_wanted.connect(self.save)
        self.batch_button.clicked.connect(lambda: self.context.open_page("batch"))
        self.clear_button.clicked.connect(self.clear)
        self.same_button.clicked.connect(self.same_person)
        self.recent.reprint_wanted.connect(lambda code: self._printer.print_form("receipt", code))
        self.recent.open_wanted.connect(self.context.open_dossier)
        self.recent.undo_wanted.connect(self._undo)
        self.catcher = ScanCatcher(self)
        self.catcher.scanned.connect(self.scan)
        keys_inside(self, ("F6", self._next_pane))

    def _next_pane(self) -> None:
        """F6: the three columns, then the last ten with their reprint and undo."""
        if self.form.column != 2 or not self.recent.take_focus():
            self.form.next_column()

    def _saved(self, received: ReceivedDossier, with_print: bool) -> None:
        due = moment(received.due.due_at) if received.due else "không hẹn ngày"
        self.same_button.setEnabled(True)
        self.context.messages.say(
            f"Đã tiếp nhận {received.code}, hẹn trả {due}.", lambda: self._undo(received.code)
        )
        self.person.scan.setFocus(Qt.FocusReason.OtherFocusReason)
        if with_print:
            self._printer.print_form("receipt", received.code)

    def _clear_form(self) -> None:
        self.form.clear()
        self.person.scan.setFocus(Qt.FocusReason.OtherFocusReason)

    def _undo(self, code: str) -> None:
        office = self.context.office
        self.context.runner.command(
            lambda _: move_dossier(office, MoveInput(code, DossierEvent.UNDO)),
            lambda moved: self.context.messages.say(f"{moved.code}: {term(moved.state).lower()}."),
            owner=self,
        )

    def _read_recent(self) -> None:
        office = self.context.office
        wanted = DossierFilter(quick=Quick.RECEIVED_TODAY)
        self.context.runner.query(
            lambda _: first_dossiers(office, wanted, MOST),
            self.recent.show_rows,
            key="intake recent",
            owner=self,
        )

    def _show_what_prints(self) -> None:
        settings = read_settings(self.context.office)
        where = settings.printer or "xem trước, chọn máy in"
        self.result.prints.setText(
            f"Sẽ in: giấy tiếp nhận, {settings.receipt_copies} liên, khổ "
            f"{settings.receipt_paper} – {where}"
        )
        permit(self.result.save_only, self.context.office, Permission.RECEIVE)
        if not permit(self.result.save, self.context.office, Permission.RECEIVE):
            self.result.prints.setText(REASONS[Permission.RECEIVE])
