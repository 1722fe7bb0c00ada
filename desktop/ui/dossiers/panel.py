"""One dossier beside the list: header, moves, papers, files, timeline, prints."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.dossiers import DossierEvent, DossierState, available_moves, likely_move
from desktop.domain.due_dates import LimitUnit
from desktop.domain.errors import InputRefused
from desktop.domain.roles import Permission
from desktop.services.calendar import read_calendar
from desktop.services.dossier_cards import dossier_card, undoable_event
from desktop.services.dossier_rows import DossierCard
from desktop.services.move_steps import MoveInput
from desktop.services.moves import Moved, move_dossier, preview_move
from desktop.services.outcomes import Outcome
from desktop.services.papers.catalogue import printable_forms
from desktop.services.suggestions import hand_over_targets, known_signers
from desktop.ui.dossiers.attachments import AttachmentList
from desktop.ui.dossiers.move_buttons import MoveButtons
from desktop.ui.dossiers.move_form import MoveForm, MoveSubject
from desktop.ui.dossiers.panel_facts import DossierFacts
from desktop.ui.dossiers.panel_papers import PaperButtons
from desktop.ui.dossiers.presentation import Moment, due_shown, state_shown
from desktop.ui.dossiers.rich_words import coloured
from desktop.ui.dossiers.timeline import Timeline
from desktop.ui.papers.desk_printer import DeskPrinter
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button, icon_button
from desktop.ui.widgets.cards import EmptyState, label, line
from desktop.ui.widgets.permits import permit
from desktop.wording.dates import moment
from desktop.wording.moves import DONE_WORDS
from desktop.wording.terms import term


class DossierPanel(QFrame):
    """Shows one dossier by its code; moves it.

    ``edit_wanted`` carries the card and the field to begin with ("" for the first).
    """

    edit_wanted = Signal(object, str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("dossierPanel")
        self.setProperty("role", "card")
        self._context = context
        self._printer = DeskPrinter(context, self)
        self.card: DossierCard | None = None
        self._form: MoveForm | None = None
        self._wanted_move: tuple[str, DossierEvent] | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._empty = EmptyState(
            "file-text",
            "Chưa chọn hồ sơ",
            "Chọn một dòng trong danh sách để xem hồ sơ và các bước làm được.",
        )
        outer.addWidget(self._empty)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(16, 14, 16, 16)
        self._column.setSpacing(10)
        self._build()
        self._scroll.setWidget(holder)
        outer.addWidget(self._scroll)
        self._scroll.hide()

    def show_code(self, code: str) -> None:
        """Reads and shows a dossier."""
        office = self._context.office
        self._context.runner.query(
            lambda _: dossier_card(office, code), self.show_card, key="dossier card", owner=self
        )

    def show_nothing(self) -> None:
        """No dossier is chosen."""
        self.card = None
        self._scroll.hide()
        self._empty.show()

    def reload(self) -> None:
        """Reads the same dossier again; an open move form stays."""
        if self.card is not None:
            self.show_code(self.card.row.code)

    def show_card(self, card: DossierCard) -> None:
        """Shows a dossier that was read."""
        changed = self.card is None or self.card.row.code != card.row.code
        self.card = card
        if changed:
            self._close_form()
        self._empty.hide()
        self._scroll.show()
        self._show_header(card)
        self._show_moves(card)
        self.facts.show_card(card)
        self.note.setText(card.row.note or "Chưa có ghi chú.")
        self.files.show_files(card.row.code, card.attachments)
        self.timeline.show_history(card.history)
        office = self._context.office
        self._context.runner.query(
            lambda _: printable_forms(office, card),
            self.papers.show_offers,
            key="printable forms",
            owner=self,
        )
        if changed:
            self._scroll.verticalScrollBar().setValue(0)
        wanted, self._wanted_move = self._wanted_move, None
        if wanted is not None and wanted[0] == card.row.code:
            self.start_move(wanted[1])

    def start_move(self, event: DossierEvent) -> None:
        """Opens the form of a move, or takes the last action back."""
        if self.card is None:
            return
        self._wanted_move = None
        if event is DossierEvent.UNDO:
            self._run((MoveInput(self.card.row.code, event),))
            return
        card, office = self.card, self._context.office
        self._context.runner.query(
            lambda _: (hand_over_targets(office, card.row.procedure_id), known_signers(office)),
            lambda found: self._open_form(event, card, *found),
            owner=self,
        )

    def show_and_move(self, code: str, event: DossierEvent) -> None:
        """Shows a dossier and opens the form of a move as soon as it is there."""
        self._wanted_move = (code, event)
        self.show_code(code)

    def print_form(self, form: str) -> None:
        """Shows a paper of the dossier before it is printed."""
        if self.card is not None:
            self._printer.preview_form(form, self.card.row.code)

    def _build(self) -> None:
        head = QHBoxLayout()
        self.code = label("", "section", name="panelCode")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        copy = icon_button("copy", "Sao chép mã hồ sơ", name="copyCode", key="Ctrl+Shift+C")
        copy.clicked.connect(self._copy_code)
        head.addWidget(self.code)
        head.addWidget(copy)
        head.addStretch(1)
        self.edit_button = icon_button(
            "edit", "Sửa thông tin hồ sơ", name="editDossier", key="Ctrl+Shift+E"
        )
        permit(self.edit_button, self._context.office, Permission.EDIT_DOSSIER)
        self.edit_button.clicked.connect(lambda: self.edit_wanted.emit(self.card, ""))
        head.addWidget(self.edit_button)
        self._column.addLayout(head)
        self.name = label("", wrap=True, name="panelName")
        self.name.setStyleSheet("font-size: 17px; font-weight: 600;")
        self.procedure = label("", wrap=True, name="panelProcedure")
        self.standing = label("", wrap=True, name="panelStanding")
        for widget in (self.name, self.procedure, self.standing):
            self._column.addWidget(widget)
        self.moves = MoveButtons()
        self.moves.chosen.connect(self.start_move)
        self._column.addWidget(self.moves)
        self.no_moves = label("", "muted", wrap=True, name="noMoves")
        self._column.addWidget(self.no_moves)
        self._form_place = QVBoxLayout()
        self._column.addLayout(self._form_place)
        self._column.addWidget(line())
        self.facts = DossierFacts(self._context)
        self._column.addWidget(self.facts)
        self._column.addWidget(label("Tệp đính kèm", "section"))
        self.files = AttachmentList(self._context)
        self.files.changed.connect(self.reload)
        self._column.addWidget(self.files)
        self._build_note()
        self._column.addWidget(label("In", "section"))
        self.papers = PaperButtons()
        self.papers.wanted.connect(self.print_form)
        self._column.addWidget(self.papers)
        self._column.addWidget(label("Dòng thời gian", "section"))
        self.timeline = Timeline()
        self._column.addWidget(self.timeline)
        self._column.addStretch(1)

    def _build_note(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label("Ghi chú", "section"))
        head.addStretch(1)
        self.note_button = button(
            "Viết ghi chú", role="quiet", name="editNote", icon_name="edit", key="Ctrl+Shift+N"
        )
        permit(self.note_button, self._context.office, Permission.EDIT_DOSSIER)
        self.note_button.clicked.connect(lambda: self.edit_wanted.emit(self.card, "note"))
        head.addWidget(self.note_button)
        self._column.addLayout(head)
        self.note = label("", wrap=True, name="panelNote")
        self.note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._column.addWidget(self.note)

    def _show_header(self, card: DossierCard) -> None:
        row, office = card.row, self._context.office
        at = Moment(office.now(), read_calendar(office))
        self.code.setText(row.code)
        self.name.setText(row.applicant_name)
        self.procedure.setText(f"{card.procedure_full_name} · {card.procedure_code}")
        state, due = state_shown(row), due_shown(row, at)
        parts = [coloured(state.text, state.tone), coloured(due.text, due.tone)]
        if row.due_at is not None:
            parts.append(f"hẹn {moment(row.due_at)}")
        if card.apologised_at is not None:
            parts.append(f"hẹn ban đầu {moment(row.original_due_at)}")
        self.standing.setTextFormat(Qt.TextFormat.RichText)
        self.standing.setText(" · ".join(part for part in parts if part))

    def _show_moves(self, card: DossierCard) -> None:
        events = available_moves(card.row.state, self._context.office.user.role, card.move_facts)
        same_day = card.limit is not None and card.limit.unit is LimitUnit.SAME_DAY
        likely = likely_move(card.row.state, same_day)
        if card.row.hand_over_waiting:
            likely = DossierEvent.CONFIRM_HAND_OVER
        ordered = sorted(events, key=lambda event: event is not likely)
        self.moves.show_moves(tuple(ordered), undoable_event(card))
        self.no_moves.setText(_why_no_moves(card))
        self.no_moves.setVisible(not events)
        is_real = card.row.state is not DossierState.VOIDED
        self.edit_button.setVisible(is_real)
        self.note_button.setVisible(is_real)

    def _open_form(
        self, event: DossierEvent, card: DossierCard, targets: list[str], signers: list[str]
    ) -> None:
        self._close_form()
        subject = MoveSubject(
            (card.row.code,),
            card.row.state,
            card.supplement_mode,
            card.submitter.name or card.applicant.name,
            tuple(item.document.name for item in card.documents),
            card.row.due_at,
        )
        form = MoveForm(
            event, subject, self._context.office.now(), targets=targets, signers=signers
        )
        form.confirmed.connect(self._run)
        form.cancelled.connect(self._close_form)
        self._form = form
        self.moves.hide()
        self._form_place.addWidget(form)
        form.focus_start()
        if event is DossierEvent.SUPPLEMENT_RECEIVED:
            self._preview(form, card)

    def _preview(self, form: MoveForm, card: DossierCard) -> None:
        office = self._context.office
        move = MoveInput(card.row.code, DossierEvent.SUPPLEMENT_RECEIVED)

        def previewed(moved: Moved) -> None:
            if self._form is form and moved.due is not None:
                form.show_new_due(f"Hẹn trả mới: {moment(moved.due.due_at)}.")

        self._context.runner.command(
            lambda _: Outcome(preview_move(office, move), frozenset()), previewed, owner=form
        )

    def _close_form(self) -> None:
        if self._form is not None:
            self._form.hide()
            self._form.deleteLater()
            self._form = None
        self.moves.show()

    def _run(self, moves: tuple[MoveInput, ...]) -> None:
        office, form = self._context.office, self._form

        move = moves[0]
        undone = undoable_event(self.card) if self.card is not None else None

        def done(moved: Moved) -> None:
            self._close_form()
            if move.event is DossierEvent.UNDO:
                what = f" việc {term(undone).lower()}" if undone is not None else ""
                text = f"Đã hoàn tác{what}: {move.code} trở lại “{term(moved.state)}”."
                self._context.messages.say(text)
            else:
                text = f"{DONE_WORDS[move.event]} {move.code}."
                self._context.messages.say(text, self._undo_last(move.code))

        def failed(error: Exception) -> bool:
            if form is not None and isinstance(error, InputRefused):
                form.show_problems(error)
                return True
            return False

        self._context.runner.command(
            lambda _: move_dossier(office, move),
            done,
            button=form.confirm if form is not None else None,
            owner=self,
            on_error=failed,
        )

    def _undo_last(self, code: str) -> Callable[[], None]:
        return lambda: self._run((MoveInput(code, DossierEvent.UNDO),))

    def _copy_code(self) -> None:
        QGuiApplication.clipboard().setText(self.code.text())
        self._context.messages.say(f"Đã sao chép mã {self.code.text()}.")


def _why_no_moves(card: DossierCard) -> str:
    if card.row.is_open or card.row.state is DossierState.FINISHED:
        return "Vai trò của bạn không ghi bước nào cho hồ sơ ở trạng thái này."
    return "Hồ sơ đã kết thúc, không còn bước nào phải làm."
