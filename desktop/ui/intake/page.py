"""Tiếp nhận (F2): three columns that fit without scrolling, one key to save, print, next."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout

from desktop.domain.chip_cards import parse_card
from desktop.domain.dossiers import DossierEvent
from desktop.domain.errors import InputRefused
from desktop.domain.roles import Permission
from desktop.services.attachments import attach
from desktop.services.calendar import read_calendar
from desktop.services.dossier_filters import DossierFilter, Quick
from desktop.services.dossier_lists import first_dossiers
from desktop.services.drafts import Draft
from desktop.services.intake_entry import DossierInput
from desktop.services.intake_warnings import intake_warnings, preview_due
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.outcomes import Change
from desktop.services.people import KnownPerson
from desktop.services.procedures import ProcedureRow, find_procedures
from desktop.services.receiving import ReceivedDossier, receive_dossier
from desktop.services.settings import read_settings
from desktop.ui.intake.draft_keeper import DraftKeeper
from desktop.ui.intake.pending_files import PendingFile
from desktop.ui.intake.person_form import EMPTY_PERSON, PersonForm
from desktop.ui.intake.person_look_up import look_up_person
from desktop.ui.intake.procedure_form import ProcedureForm
from desktop.ui.intake.recent import MOST, RecentList
from desktop.ui.intake.result_form import ResultForm
from desktop.ui.intake.scan_catcher import ScanCatcher
from desktop.ui.papers.desk_printer import DeskPrinter
from desktop.ui.shell.context import UiContext
from desktop.ui.shell.page import Page
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.fields import Field, focus_first
from desktop.ui.widgets.permits import REASONS, permit
from desktop.wording.dates import moment
from desktop.wording.problems import entry_text
from desktop.wording.terms import term

_PREVIEW_MS = 120


class IntakePage(Page):
    """Receives dossiers; what is typed is kept on disk half a second later."""

    key = "intake"
    title = "Tiếp nhận"
    icon_name = "file-plus"
    place = 2

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._printer = DeskPrinter(context, self)
        self._repairs: tuple[str, ...] = ()
        self._last_person: dict[str, Any] | None = None
        self._saving = False
        self.person = PersonForm()
        self.procedure = ProcedureForm(context, lambda text: find_procedures(context.office, text))
        self.result = ResultForm()
        self.recent = RecentList()
        self._build()
        self._connect()
        self._drafts.restore(self._put_back)

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
            self._preview.start()
            self._show_what_prints()

    def leave(self) -> bool:
        """What was typed in the last half second is kept too."""
        self._drafts.keep_now()
        return True

    def help_keys(self) -> tuple[tuple[str, str], ...]:
        """For the F1 sheet."""
        return (
            ("F6", "sang cột kế tiếp"),
            ("↓", "mở danh sách thủ tục; Enter chọn"),
            ("Space", "đánh dấu giấy tờ đã nộp"),
        )

    def entry(self) -> DossierInput:
        """What is typed. Raises InputRefused for a limit out of range."""
        procedure = self.procedure.procedure
        return DossierInput(
            procedure.code if procedure else "",
            self.person.applicant(),
            submitter=self.person.submitter(),
            documents=self.procedure.table.documents.items,
            channel=self.procedure.channel.value,  # type: ignore[arg-type]
            portal_code=self.procedure.portal_code.text,
            limit=self.procedure.limit(),
            sets=self.procedure.sets.value or 1,
            pages=self.procedure.pages.value,
            copies=self.procedure.copies.value,
            fee_vnd=self.result.fee_vnd,
            return_method=self.procedure.return_method.value,  # type: ignore[arg-type]
            return_address=self.procedure.return_address.text,
            note=self.result.note.text,
        )

    def scan(self, text: str) -> None:
        """A card's text, from the scan field or from anywhere on the page."""
        self.person.scan.clear()
        try:
            card = parse_card(text)
        except InputRefused as refused:
            self.context.messages.tell_error(refused)
            return
        self._repairs = tuple(term(repair) for repair in card.repairs)
        self.person.fill_from_card(card)
        self._edited()
        self.procedure.picker.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self, with_print: bool) -> None:
        """Saves; then prints, clears, and waits for the next card."""
        if self._saving:
            return
        fields = self._fields()
        for field in fields.values():
            field.clear_words()
        if self.procedure.procedure is None:
            self.procedure.picker.setFocus(Qt.FocusReason.OtherFocusReason)
            self.result.left.setText("Hãy chọn thủ tục trước khi lưu.")
            return
        office = self.context.office
        try:
            entry = self.entry()
        except InputRefused as refused:
            self._show_refused(refused)
            return
        self._saving = True
        person = self.person.state()

        def done(received: ReceivedDossier) -> None:
            self._saving = False
            self._last_person = person
            self._saved(received, with_print)

        def failed(error: Exception) -> bool:
            self._saving = False
            if isinstance(error, InputRefused):
                self._show_refused(error)
                return True
            return False

        self._drafts.stop()
        self.context.runner.command(
            lambda _: receive_dossier(office, entry),
            done,
            button=self.result.save,
            owner=self,
            on_error=failed,
        )

    def clear(self) -> None:
        """An empty form; the draft goes with it."""
        self._clear_form()
        self._drafts.drop()

    def same_person(self) -> None:
        """Shift+F2: the person of the last dossier, another procedure."""
        if self._last_person is not None:
            self._clear_form()
            self.person.set_state(self._last_person)
            self._edited()
            self.procedure.picker.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        self.clear_button = button(
            "Xóa trắng", name="clearIntake", icon_name="x", key="Ctrl+Shift+Delete"
        )
        self.same_button = button(
            "Cùng người, thủ tục khác", name="samePerson", icon_name="user", key="Shift+F2"
        )
        self.same_button.setEnabled(False)
        self.action_bar.addWidget(self.same_button)
        self.action_bar.addWidget(self.clear_button)
        columns = QHBoxLayout()
        columns.setSpacing(12)
        columns.addWidget(self.person, 10)
        columns.addWidget(self.procedure, 12)
        columns.addWidget(self.result, 9)
        self.content.addLayout(columns, 1)
        self.recent.setFixedHeight(96)
        self.content.addWidget(self.recent)
        self.state.setText("Quét thẻ, chọn thủ tục, Ctrl+Enter. Mọi thứ đang gõ được tự giữ lại.")

    def _connect(self) -> None:
        self._preview = QTimer(self)
        self._preview.setSingleShot(True)
        self._preview.setInterval(_PREVIEW_MS)
        self._preview.timeout.connect(self._ask_preview)
        self._drafts = DraftKeeper(self.context, self._state, self)
        self.person.changed.connect(self._edited)
        self.procedure.changed.connect(self._edited)
        self.result.changed.connect(self._edited)
        self.procedure.picked.connect(self._procedure_picked)
        self.person.look_up_wanted.connect(self._look_up)
        self.person.scan_entered.connect(self.scan)
        self.person.take_over_wanted.connect(self._take_over)
        self.result.save_wanted.connect(self.save)
        self.clear_button.clicked.connect(self.clear)
        self.same_button.clicked.connect(self.same_person)
        self.recent.reprint_wanted.connect(lambda code: self._printer.print_form("receipt", code))
        self.recent.open_wanted.connect(self.context.open_dossier)
        self.recent.undo_wanted.connect(self._undo)
        self.catcher = ScanCatcher(self)
        self.catcher.scanned.connect(self.scan)
        panes = QShortcut(QKeySequence("F6"), self)
        panes.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        panes.activated.connect(self._next_column)

    def _fields(self) -> dict[str, Field]:
        return {
            **self.person.fields(),
            **self.procedure.fields(),
            "fee_vnd": self.result.fee,
        }

    def _edited(self) -> None:
        self._preview.start()
        self._drafts.start()

    def _procedure_picked(self, procedure: ProcedureRow) -> None:
        self.result.show_procedure(procedure)
        self._preview.start()
        if self.procedure.limit_box_shown:
            self.procedure.limit_value.entry.setFocus(Qt.FocusReason.OtherFocusReason)
        elif procedure.facts.fee.needs_pages:
            self.procedure.pages.entry.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.person.is_blank:
            self.person.scan.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.result.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_preview(self) -> None:
        procedure, office = self.procedure.procedure, self.context.office
        if procedure is None:
            self.result.show_warnings((), self._repairs)
            return
        try:
            entry = self.entry()
        except InputRefused:
            return
        pages, copies = entry.pages or 1, entry.copies or 1
        self.result.show_fee(procedure.facts.fee.fee(pages, copies))

        def read(_: object) -> Any:
            return preview_due(office, entry), intake_warnings(office, entry)

        def shown(found: Any) -> None:
            due, warnings = found
            self.result.show_due(due, office.now(), read_calendar(office))
            self.result.show_warnings(warnings, self._repairs)

        self.context.runner.query(read, shown, key="intake preview", owner=self)

    def _look_up(self, text: str) -> None:
        office = self.context.office
        self.context.runner.query(
            lambda _: look_up_person(office, text), self._known, key="intake person", owner=self
        )

    def _known(self, known: KnownPerson | None) -> None:
        if known is not None and known.applicant.id_number == self.person.id_number.text != "":
            self.person.complete_from(known)
        self.person.show_known(known)

    def _take_over(self, known: KnownPerson | None) -> None:
        if known is not None:
            self.person.set_applicant(known.applicant)
            self.person.show_known(known)
            self._edited()
            self.procedure.picker.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_refused(self, refused: InputRefused) -> None:
        fields = self._fields()
        others = []
        for problem in refused.problems:
            field = fields.get(problem.field)
            if field is not None and not field.isHidden():
                field.show_error(entry_text(problem))
            else:
                others.append(problem)
        focus_first(list(fields.values()))
        if others:
            self.context.messages.tell_error(InputRefused(*others))

    def _saved(self, received: ReceivedDossier, with_print: bool) -> None:
        due = moment(received.due.due_at) if received.due else "không hẹn ngày"
        self._attach(received.code, self.procedure.files.take())
        self._clear_form()
        self.same_button.setEnabled(True)
        self.context.messages.say(
            f"Đã tiếp nhận {received.code}, hẹn trả {due}.", lambda: self._undo(received.code)
        )
        self.person.scan.setFocus(Qt.FocusReason.OtherFocusReason)
        if with_print:
            self._printer.print_form("receipt", received.code)

    def _attach(self, code: str, files: list[PendingFile]) -> None:
        """Each file is a command of its own: a full disk must not undo the dossier."""
        office = self.context.office
        for file in files:
            name, content = file.path.name, file.content
            self.context.runner.command(
                lambda _, n=name, c=content: attach(office, code, n, c),  # type: ignore[misc]
                label="Đang mã hóa tệp",
            )

    def _clear_form(self) -> None:
        self._repairs = ()
        self.person.set_state(EMPTY_PERSON)
        self.procedure.clear()
        self.result.clear()
        self._drafts.stop()
        self._preview.stop()
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

    def _state(self) -> dict[str, Any] | None:
        """What is typed, as plain data; None while there is nothing worth keeping."""
        if self._saving or (self.person.is_blank and self.procedure.procedure is None):
            return None
        return {
            "person": self.person.state(),
            "procedure": self.procedure.state(),
            "note": self.result.note.text,
        }

    def _put_back(self, draft: Draft, procedure: ProcedureRow | None) -> None:
        if not self.person.is_blank:
            return
        self.person.set_state(draft.content["person"])
        self.procedure.set_state(draft.content["procedure"], procedure)
        self.result.show_procedure(procedure)
        self.result.note.set_text(draft.content["note"])
        self._edited()
        self.context.messages.say(f"Đã lấy lại hồ sơ đang nhập dở lúc {moment(draft.saved_at)}.")

    def _next_column(self) -> None:
        columns = (
            (self.person, self.person.scan),
            (self.procedure, self.procedure.picker),
            (self.result, self.result.fee.entry),
        )
        focus = self.focusWidget()
        place = next((n for n, (box, _) in enumerate(columns) if box.isAncestorOf(focus)), -1)
        columns[(place + 1) % 3][1].setFocus(Qt.FocusReason.TabFocusReason)
