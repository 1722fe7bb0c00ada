"""What is filled in for a dossier, at the counter or from paper afterwards: three columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from desktop.domain.chip_cards import parse_card
from desktop.domain.dossiers import ReturnMethod
from desktop.domain.errors import InputRefused
from desktop.services.attachments import attach
from desktop.services.calendar import read_calendar
from desktop.services.drafts import Draft
from desktop.services.intake_entry import DossierInput
from desktop.services.intake_warnings import intake_warnings, preview_due
from desktop.services.outcomes import Outcome
from desktop.services.people import KnownPerson
from desktop.services.procedure_finding import find_procedures
from desktop.services.procedures import ProcedureRow
from desktop.services.receiving import ReceivedDossier
from desktop.ui.intake.draft_keeper import DraftKeeper
from desktop.ui.intake.pending_files import PendingFile
from desktop.ui.intake.person_form import EMPTY_PERSON, PersonForm
from desktop.ui.intake.person_look_up import look_up_person
from desktop.ui.intake.procedure_form import ProcedureForm
from desktop.ui.intake.result_form import ResultForm
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.fields import Field, focus_first
from desktop.ui.widgets.shortcuts import keys_inside
from desktop.wording.dates import moment
from desktop.wording.problems import entry_text
from desktop.wording.terms import term

_PREVIEW_MS = 120


@dataclass(frozen=True)
class EntryWays:
    """How a page uses the form: its draft, and what it adds to an entry.

    ``complete`` adds the page's own part to what is typed, and may raise InputRefused;
    ``state`` and ``put_back`` carry that part through the draft; ``fields`` are its fields.
    """

    draft: str
    complete: Callable[[DossierInput], DossierInput] = lambda entry: entry
    state: Callable[[], dict[str, Any]] = dict
    put_back: Callable[[dict[str, Any]], None] = lambda state: None
    fields: dict[str, Field] = field(default_factory=dict)


class EntryForm(QWidget):
    """Keeps what is typed on disk, shows the due date, the fee and warnings, and saves."""

    save_wanted = Signal(bool)

    def __init__(self, context: UiContext, ways: EntryWays, result: ResultForm) -> None:
        super().__init__()
        self._context = context
        self._ways = ways
        self._repairs: tuple[str, ...] = ()
        self._saving = False
        self.person = PersonForm()
        self.procedure = ProcedureForm(context, lambda text: find_procedures(context.office, text))
        self.result = result
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(12)
        across.addWidget(self.person, 10)
        across.addWidget(self.procedure, 12)
        across.addWidget(self.result, 9)
        self.preview = QTimer(self)
        self.preview.setSingleShot(True)
        self.preview.setInterval(_PREVIEW_MS)
        self.drafts = DraftKeeper(context, ways.draft, self._state, self)
        self._connect()
        self.drafts.restore(self._put_back)

    def entry(self) -> DossierInput:
        """What is typed. Raises InputRefused for a limit out of range."""
        procedure = self.procedure.procedure
        typed = DossierInput(
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
            payment=self.result.payment.chosen,
            outside_boundary=self.procedure.boundary.is_outside,
            submitted_at=self.procedure.boundary.submitted_at,
        )
        return self._ways.complete(typed)

    def scan(self, text: str) -> None:
        """A card's text, from the scan field or from anywhere on the page."""
        self.person.scan.clear()
        self.procedure.picker.close_list()
        try:
            card = parse_card(text)
        except InputRefused as refused:
            self._context.messages.tell_error(refused)
            return
        self._repairs = tuple(term(repair) for repair in card.repairs)
        before = self.person.state()
        replaced = self.person.fill_from_card(card)
        self.edited()
        if replaced:
            self._offer_back(before, replaced)
        self.procedure.picker.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(
        self,
        store: Callable[[DossierInput], Outcome[ReceivedDossier]],
        on_saved: Callable[[ReceivedDossier], None],
    ) -> None:
        """Stores the entry; then the form is empty again, and ``on_saved`` goes on."""
        if self._saving:
            return
        for shown in self.fields().values():
            shown.clear_words()
        if self.procedure.procedure is None:
            self.procedure.picker.setFocus(Qt.FocusReason.OtherFocusReason)
            self.result.ask_for_procedure()
            return
        try:
            entry = self.entry()
        except InputRefused as refused:
            self.show_refused(refused)
            return
        self._saving = True

        def done(received: ReceivedDossier) -> None:
            self._saving = False
            self._attach(received.code, self.procedure.files.take())
            self.clear()
            on_saved(received)

        def failed(error: Exception) -> bool:
            self._saving = False
            if isinstance(error, InputRefused):
                self.show_refused(error)
                return True
            return False

        self.drafts.stop()
        self._context.runner.command(
            lambda _: store(entry), done, button=self.result.save, owner=self, on_error=failed
        )

    def clear(self) -> None:
        """An empty form; the draft on disk stays until it is dropped or the dossier saved."""
        self._repairs = ()
        self.person.scan.clear()
        self.person.set_state(EMPTY_PERSON)
        self.procedure.clear()
        self.result.clear()
        self.drafts.stop()
        self.preview.stop()

    def edited(self) -> None:
        """Something was typed: it is kept, and what follows from it is shown."""
        self.preview.start()
        self.drafts.start()

    def fields(self) -> dict[str, Field]:
        """Fields by the names that checks use."""
        return {
            **self._ways.fields,
            **self.person.fields(),
            **self.procedure.fields(),
            "fee_vnd": self.result.fee,
            "payment": self.result.payment,
        }

    def show_refused(self, refused: InputRefused) -> None:
        """Words beside the fields, the first wrong one gets the cursor; the rest as a banner."""
        fields = self.fields()
        others = []
        for problem in refused.problems:
            shown = fields.get(problem.field)
            if shown is not None and not shown.isHidden():
                shown.show_error(entry_text(problem))
            else:
                others.append(problem)
        focus_first(list(fields.values()))
        if others:
            self._context.messages.tell_error(InputRefused(*others))

    def next_column(self) -> None:
        """F6: from the person to the procedure to the result and back."""
        self.to_column((self.column + 1) % 3)

    @property
    def column(self) -> int:
        """Where the keyboard is: 0 person, 1 procedure, 2 result, -1 elsewhere."""
        focus = QApplication.focusWidget()
        boxes = (self.person, self.procedure, self.result)
        if focus is None:
            return -1
        return next((n for n, box in enumerate(boxes) if box.isAncestorOf(focus)), -1)

    def to_column(self, place: int) -> None:
        """Puts the keyboard where a column begins."""
        starts = (self.person.scan, self.procedure.picker, self.result.fee.entry)
        starts[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _connect(self) -> None:
        self.preview.timeout.connect(self._ask_preview)
        self.person.changed.connect(self.edited)
        self.procedure.changed.connect(self.edited)
        self.result.changed.connect(self.edited)
        self.procedure.picked.connect(self._procedure_picked)
        self.procedure.return_method.changed.connect(self._propose_address)
        self.person.look_up_wanted.connect(self._look_up)
        self.person.scan_entered.connect(self.scan)
        self.person.take_over_wanted.connect(self._take_over)
        self.result.save_wanted.connect(self.save_wanted)
        keys_inside(self, ("F9", self.result.payment.choose_next))

    def _procedure_picked(self, procedure: ProcedureRow) -> None:
        self.result.show_procedure(procedure)
        self.preview.start()
        if self.procedure.limit_box_shown:
            self.procedure.limit_value.entry.setFocus(Qt.FocusReason.OtherFocusReason)
        elif procedure.facts.fee.needs_pages:
            self.procedure.pages.entry.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.person.is_blank:
            self.person.scan.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.result.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def _propose_address(self) -> None:
        """By post it goes to the owner's own address, unless the clerk writes another."""
        address = self.procedure.return_address
        if self.procedure.return_method.value is ReturnMethod.POST and not address.text:
            address.set_text(self.person.address.text)

    def _ask_preview(self) -> None:
        procedure, office = self.procedure.procedure, self._context.office
        if procedure is None:
            self.result.show_warnings((), self._repairs)
            return
        try:
            entry = self.entry()
        except InputRefused:
            return
        pages, copies = entry.pages or 1, entry.copies or 1
        self.result.show_fee(procedure.facts.fee.fee(pages, copies))
        self.result.show_payment(entry.channel)

        def read(_: object) -> Any:
            return preview_due(office, entry), intake_warnings(office, entry)

        def shown(found: Any) -> None:
            due, warnings = found
            self.result.show_due(due, office.now(), read_calendar(office))
            self.result.show_warnings(warnings, self._repairs)

        self._context.runner.query(read, shown, key=f"preview {self._ways.draft}", owner=self)

    def _look_up(self, text: str) -> None:
        office = self._context.office
        self._context.runner.query(
            lambda _: look_up_person(office, text),
            self._known,
            key=f"person {self._ways.draft}",
            owner=self,
        )

    def _known(self, known: KnownPerson | None) -> None:
        if known is not None and self.person.is_surely(known):
            self.person.complete_from(known)
        self.person.show_known(known)

    def _take_over(self, known: KnownPerson | None) -> None:
        if known is not None:
            self.person.set_applicant(known.applicant)
            self.person.show_known(known)
            self.edited()
            self.procedure.picker.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_back(self, before: dict[str, Any], replaced: str) -> None:
        """A card over a person who was not saved yet: maybe the next one came too early."""

        def back() -> None:
            self.person.set_state(before)
            self.edited()

        self._context.messages.say(f"Thẻ vừa quét thay cho {replaced}, hồ sơ trước chưa lưu.", back)

    def _attach(self, code: str, files: list[PendingFile]) -> None:
        """Each file is a command of its own: a full disk must not undo the dossier."""
        office = self._context.office
        for file in files:
            name, content = file.path.name, file.content
            self._context.runner.command(
                lambda _, n=name, c=content: attach(office, code, n, c),  # type: ignore[misc]
                label="Đang mã hóa tệp",
            )

    def _state(self) -> dict[str, Any] | None:
        """What is typed, as plain data; None while there is nothing worth keeping."""
        if self._saving or (self.person.is_blank and self.procedure.procedure is None):
            return None
        return {
            "person": self.person.state(),
            "procedure": self.procedure.state(),
            "note": self.result.note.text,
            "fee": self.result.typed_fee,
            "payment": self.result.payment.chosen,
            **self._ways.state(),
        }

    def _put_back(self, draft: Draft, procedure: ProcedureRow | None) -> None:
        if not self.person.is_blank:
            return
        self.person.set_state(draft.content["person"])
        self.procedure.set_state(draft.content["procedure"], procedure)
        self.result.show_procedure(procedure)
        self.result.note.set_text(draft.content["note"])
        self.result.put_typed_fee(draft.content.get("fee"))
        self.result.payment.put_chosen(draft.content.get("payment"))
        self._ways.put_back(draft.content)
        self.edited()
        # Not in the fields of who hands in for another, where the next card would land.
        self.procedure.picker.setFocus(Qt.FocusReason.OtherFocusReason)
        words = f"Đã lấy lại hồ sơ đang nhập dở lúc {moment(draft.saved_at)}."
        if gone := self.procedure.files.gone:
            words += f" Không thấy lại {len(gone)} tệp: {', '.join(gone)}; hãy thêm lại."
        self._context.messages.say(words)
