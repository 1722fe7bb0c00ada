"""The moves of one dossier: the buttons, or the form of the chosen move in their place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.dossiers import (
    DossierEvent,
    DossierState,
    available_moves,
    likely_move,
    why_not_available,
)
from desktop.domain.due_dates import LimitUnit
from desktop.domain.errors import InputRefused
from desktop.domain.payments import PAID
from desktop.services.dossier_cards import undoable_event
from desktop.services.dossier_rows import DossierCard
from desktop.services.move_steps import MoveInput
from desktop.services.moves import Moved, move_dossier, preview_move
from desktop.services.outcomes import Outcome
from desktop.services.papers.of_moves import PAPER_OF_MOVE, prints_with, remember_prints
from desktop.services.suggestions import hand_over_targets, known_signers, later_due
from desktop.ui.dossiers.move_buttons import MoveButtons
from desktop.ui.dossiers.move_form import MoveForm, MoveSubject
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.focus import FocusBack, focused, give_focus, holds_focus
from desktop.wording.dates import moment
from desktop.wording.intake import warning_text
from desktop.wording.moves import DONE_WORDS
from desktop.wording.terms import term


class MovePlace(QWidget):
    """Moves the dossier it was last shown; tells ``form_shown`` when a form opens or closes.

    ``look_here`` carries what the hand is on now, which may be out of sight; ``paper_wanted``
    the form and the code of the paper that goes out with a move.
    ``expect`` tells that another dossier was chosen and is on its way: the key of a move then waits
    for it, since the hand means the row that is marked and not the one still shown.
    When a form closes, the keyboard goes back to where it was before, else to ``otherwise``.
    """

    form_shown = Signal(bool)
    look_here = Signal(QWidget)
    paper_wanted = Signal(str, str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._card: DossierCard | None = None
        self._back: FocusBack | None = None
        self.otherwise: tuple[QWidget, ...] = ()
        self.form: MoveForm | None = None
        self._printed_before = False
        self._expected = ""
        self._later: DossierEvent | None = None
        self.buttons = MoveButtons()
        self.buttons.chosen.connect(self.start)
        self.buttons.unavailable.connect(self._say_why_not)
        self.none = label("", "muted", wrap=True, name="noMoves")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.buttons)
        column.addWidget(self.none)
        self._form_place = QVBoxLayout()
        column.addLayout(self._form_place)

    def expect(self, code: str) -> None:
        """Which dossier comes next; empty for none in particular."""
        self._expected, self._later = code, None

    def show_card(self, card: DossierCard) -> None:
        """The moves that state and role allow; an open form stays with its own dossier."""
        if self._card is None or self._card.row.code != card.row.code:
            self.close_form()
        if card.row.code == self._expected:
            self._expected = ""
        self._card = card
        events = available_moves(card.row.state, self._context.office.user.role, card.move_facts)
        same_day = card.limit is not None and card.limit.unit is LimitUnit.SAME_DAY
        likely = likely_move(card.row.state, same_day)
        if card.row.hand_over_waiting:
            likely = DossierEvent.CONFIRM_HAND_OVER
        ordered = sorted(events, key=lambda event: event is not likely)
        self.buttons.show_moves(tuple(ordered), undoable_event(card))
        self.none.setText(_why_no_moves(card))
        self.none.setVisible(not events)
        later, self._later = self._later, None
        may_undo = later is DossierEvent.UNDO and undoable_event(card) is not None
        if later is not None and (later in events or may_undo):
            self.start(later)

    def start(self, event: DossierEvent) -> None:
        """Opens the form of a move, or takes the last action back."""
        if self._is_awaited():
            self._later = event
            return
        if self._card is None:
            return
        if event is DossierEvent.UNDO:
            self._run((MoveInput(self._card.row.code, event),))
            return
        card, office = self._card, self._context.office
        self._context.runner.query(
            lambda _: (
                hand_over_targets(office, card.row.procedure_id),
                known_signers(office),
                prints_with(office, event),
                later_due(office, card.row.due_at),
            ),
            lambda found: self._open_form(event, card, *found),
            owner=self,
        )

    def _say_why_not(self, event: DossierEvent) -> None:
        """A key that does nothing leaves a clerk guessing whether it was pressed at all."""
        if self._is_awaited():
            self._later = event
        elif self._card is not None:
            row, facts = self._card.row, self._card.move_facts
            role = self._context.office.user.role
            why = why_not_available(row.state, role, event, facts, row.code)
            self._context.messages.tell_error(why)

    def focus_start(self) -> None:
        """The keyboard on the likeliest move, or on what may be done instead."""
        if self.form is None and not self.buttons.focus_first():
            give_focus(*self.otherwise)

    def close_form(self) -> None:
        """The buttons are back; the keyboard too, unless it has left the form already."""
        if self.form is None:
            return
        form, self.form = self.form, None
        held = holds_focus(form)
        self.buttons.show()
        if held and self._back is not None:
            self._back.give_back(*self.buttons.buttons(), *self.otherwise)
        form.hide()
        form.deleteLater()
        self.form_shown.emit(False)

    def _open_form(
        self,
        event: DossierEvent,
        card: DossierCard,
        targets: list[str],
        signers: list[str],
        prints: bool,
        new_due: date,
    ) -> None:
        if self._is_awaited() or self._card is None or self._card.row.code != card.row.code:
            return  # another dossier was chosen meanwhile
        self.close_form()
        self._back = FocusBack(self)
        subject = MoveSubject(
            (card.row.code,),
            card.row.state,
            card.supplement_mode,
            card.submitter.name or card.applicant.name,
            tuple(item.document.name for item in card.documents),
            new_due,
            None if card.row.payment in PAID else card.row.fee_vnd,
        )
        form = MoveForm(
            event,
            subject,
            self._context.office.now(),
            targets=targets,
            signers=signers,
            paper=PAPER_OF_MOVE.get(event, ""),
            prints=prints,
        )
        self._printed_before = prints
        form.confirmed.connect(self._run)
        form.cancelled.connect(self.close_form)
        self.form = form
        self._form_place.addWidget(form)
        form.show()
        form.focus_start()
        self.buttons.hide()
        self.form_shown.emit(True)
        # Its end, its beginning, then where the hand is: what fits in sight needs no scrolling.
        self.look_here.emit(form.confirm)
        self.look_here.emit(form.sentence)
        self._tell_where()
        if event is DossierEvent.SUPPLEMENT_RECEIVED:
            self._preview(form, card)

    def _is_awaited(self) -> bool:
        """Whether the dossier that was chosen is not shown yet."""
        return bool(self._expected)

    def _tell_where(self) -> None:
        hand = focused(self)
        if hand is not None and self.isAncestorOf(hand):
            self.look_here.emit(hand)

    def _preview(self, form: MoveForm, card: DossierCard) -> None:
        office = self._context.office
        move = MoveInput(card.row.code, DossierEvent.SUPPLEMENT_RECEIVED)

        def previewed(moved: Moved) -> None:
            if self.form is form and moved.due is not None:
                form.show_new_due(f"Hẹn trả mới: {moment(moved.due.due_at)}.")

        self._context.runner.command(
            lambda _: Outcome(preview_move(office, move), frozenset()), previewed, owner=form
        )

    def _run(self, moves: tuple[MoveInput, ...]) -> None:
        office, form = self._context.office, self.form
        move = moves[0]
        undone = undoable_event(self._card) if self._card is not None else None
        paper = form.wanted_paper if form is not None else ""

        def done(moved: Moved) -> None:
            self.close_form()
            if move.event is DossierEvent.UNDO:
                what = f" việc {term(undone).lower()}" if undone is not None else ""
                text = f"Đã hoàn tác{what}: {move.code} trở lại “{term(moved.state)}”."
                self._context.messages.say(text)
            else:
                notes = "".join(f" Lưu ý: {warning_text(one)}" for one in moved.warnings)
                text = f"{DONE_WORDS[move.event]} {move.code}.{notes}"
                self._context.messages.say(text, self._undo_last(move.code))
                self._paper_chosen(move, paper)

        def failed(error: Exception) -> bool:
            if form is not None and isinstance(error, InputRefused):
                form.show_problems(error)
                self._tell_where()
                return True
            return False

        self._context.runner.command(
            lambda _: move_dossier(office, move),
            done,
            button=form.confirm if form is not None else None,
            owner=self,
            on_error=failed,
        )

    def _paper_chosen(self, move: MoveInput, paper: str) -> None:
        """The paper of the move that was written, and the tick for the next such move."""
        office, prints = self._context.office, bool(paper)
        if move.event in PAPER_OF_MOVE and prints is not self._printed_before:
            self._context.runner.command(lambda _: remember_prints(office, move.event, prints))
        if paper:
            self.paper_wanted.emit(paper, move.code)

    def _undo_last(self, code: str) -> Callable[[], None]:
        return lambda: self._run((MoveInput(code, DossierEvent.UNDO),))


def _why_no_moves(card: DossierCard) -> str:
    if card.row.is_open or card.row.state is DossierState.FINISHED:
        return "Vai trò của bạn không ghi bước nào cho hồ sơ ở trạng thái này."
    return _WHAT_IS_LEFT.get(card.row.state, "Hồ sơ đã kết thúc, không còn bước nào phải làm.")


# Nothing is left to write down, but somebody may stand at the counter for his papers.
_WHAT_IS_LEFT = {
    DossierState.REFUSED: "Hồ sơ đã từ chối: giao lại giấy tờ kèm phiếu từ chối (mẫu 03).",
    DossierState.STOPPED: "Hồ sơ đã dừng: giao lại giấy tờ kèm thông báo dừng (mẫu 05).",
    DossierState.WITHDRAWN: "Hồ sơ đã rút: giao lại giấy tờ kèm thông báo dừng (mẫu 05).",
}
