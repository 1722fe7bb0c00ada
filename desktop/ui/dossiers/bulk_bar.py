"""Several dossiers at once: the moves that all of them allow."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.domain.dossiers import (
    DossierEvent,
    DossierState,
    MoveFacts,
    SupplementMode,
    available_moves,
    likely_move,
    why_not_available,
)
from desktop.domain.roles import Role
from desktop.services.dossier_rows import DossierRow
from desktop.services.form_names import LIST_TITLES
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossiers
from desktop.services.papers.of_moves import LIST_OF_MOVE
from desktop.services.printing import list_pdf
from desktop.services.suggestions import hand_over_targets, known_signers
from desktop.ui.dossiers.move_buttons import MoveButtons
from desktop.ui.dossiers.move_form import MoveForm, MoveSubject
from desktop.ui.papers.desk_printer import DeskPrinter
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.focus import FocusBack, holds_focus
from desktop.wording.dates import number
from desktop.wording.moves import DONE_WORDS, ONE_BY_ONE

_NAMES = 8
# Moves that make sense for many at once; a refusal needs its own words each time.
_IN_BULK = (
    DossierEvent.CONFIRM_HAND_OVER,
    DossierEvent.HAND_OVER,
    DossierEvent.FINISH,
    DossierEvent.RETURN_RESULT,
    DossierEvent.SUPPLEMENT_RECEIVED,
)


def common_moves(rows: list[DossierRow], role: Role) -> tuple[DossierEvent, ...]:
    """The bulk moves that every row and the role allow, in the order of the law."""
    allowed = [
        set(available_moves(row.state, role, MoveFacts(False, row.hand_over_waiting)))
        for row in rows
    ]
    common = set.intersection(*allowed) if allowed else set()
    return tuple(event for event in _IN_BULK if event in common)


def list_for(rows: list[DossierRow]) -> str:
    """Which paper many dossiers share: who has his result signs for it, else a hand-over."""
    returned = all(row.state is DossierState.RETURNED for row in rows)
    return "return_list" if returned and rows else "hand_over"


def _likely_first(
    events: tuple[DossierEvent, ...], rows: list[DossierRow]
) -> tuple[DossierEvent, ...]:
    """What usually comes next for the state of the rows stands first, as for one dossier."""
    likely = likely_move(rows[0].state, same_day=False) if rows else None
    if rows and rows[0].hand_over_waiting:
        likely = DossierEvent.CONFIRM_HAND_OVER
    return tuple(sorted(events, key=lambda event: event is not likely))


def _whose(rows: list[DossierRow]) -> str:
    """Each name once, with the number of dossiers where one person has several."""
    counted = Counter(row.applicant_name for row in rows)
    shown = [
        f"{name} ({count} hồ sơ)" if count > 1 else name
        for name, count in list(counted.items())[:_NAMES]
    ]
    more = len(counted) - len(shown)
    return ", ".join(shown) + (f" và {more} người khác" if more else "")


class BulkPanel(QFrame):
    """Shown instead of the dossier when several rows are selected; tells ``moved`` afterwards."""

    moved = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("bulkPanel")
        self.setProperty("role", "card")
        self._context = context
        self._printer = DeskPrinter(context, self)
        self._rows: list[DossierRow] = []
        self._suggestions: tuple[list[str], list[str]] = ([], [])
        self._list = "hand_over"
        self.form: MoveForm | None = None
        self._back: FocusBack | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 14, 16, 16)
        self._column.setSpacing(10)
        self.title = label("", "section", name="bulkTitle")
        self.names = label("", "muted", wrap=True, name="bulkNames")
        self.moves = MoveButtons()
        self.moves.chosen.connect(self.start_move)
        self.moves.unavailable.connect(self._say_why_not)
        self.none = label(
            "Các hồ sơ đã chọn không có bước chung nào. Hãy chọn những hồ sơ cùng trạng thái.",
            "muted",
            wrap=True,
        )
        self.list_button = button(
            "In phiếu bàn giao hồ sơ…",
            name="printHandOver",
            icon_name="printer",
            key="Ctrl+P",
            tip="Một tờ cho mọi hồ sơ đang chọn, có chỗ ký giao và nhận",
        )
        self.list_button.clicked.connect(self.print_list)
        for widget in (self.title, self.names, self.moves, self.none, self.list_button):
            self._column.addWidget(widget)
        self._column.addStretch(1)

    def show_rows(self, rows: list[DossierRow]) -> None:
        """The selected dossiers."""
        self.close_form()
        self._rows = rows
        self.title.setText(f"Đã chọn {len(rows)} hồ sơ")
        self.names.setText(_whose(rows))
        events = common_moves(rows, self._context.office.user.role)
        self.moves.show_moves(_likely_first(events, rows), None)
        self.none.setVisible(not events)
        self._list = list_for(rows)
        self.list_button.setText(f"In {LIST_TITLES[self._list].lower()}…")
        office = self._context.office
        self._context.runner.query(
            lambda _: (hand_over_targets(office, rows[0].procedure_id), known_signers(office)),
            lambda found: setattr(self, "_suggestions", found),
            owner=self,
        )

    def start_move(self, event: DossierEvent) -> None:
        """Opens the form for all selected dossiers."""
        self.close_form()
        self._back = FocusBack(self)
        states = {row.state for row in self._rows}
        subject = MoveSubject(
            tuple(row.code for row in self._rows), next(iter(states)), SupplementMode.RESTART
        )
        targets, signers = self._suggestions
        self.form = MoveForm(
            event,
            subject,
            self._context.office.now(),
            targets=targets,
            signers=signers,
            paper=LIST_OF_MOVE.get(event, ""),
            prints=event in (DossierEvent.HAND_OVER, DossierEvent.RETURN_RESULT),
        )
        self.form.confirmed.connect(self._run)
        self.form.cancelled.connect(self.close_form)
        self._column.insertWidget(3, self.form)
        self.form.show()
        self.form.focus_start()
        self.moves.hide()

    def _say_why_not(self, event: DossierEvent) -> None:
        """The first dossier that does not allow it names the reason."""
        role = self._context.office.user.role
        for row in self._rows:
            facts = MoveFacts(hand_over_waiting=row.hand_over_waiting)
            if event not in available_moves(row.state, role, facts):
                why = why_not_available(row.state, role, event, facts, row.code)
                self._context.messages.tell_error(why)
                return
        self._context.messages.warn(ONE_BY_ONE)

    def close_form(self) -> None:
        """The buttons are back; the keyboard goes where it was before the form."""
        if self.form is None:
            return
        form, self.form = self.form, None
        self.moves.show()
        if holds_focus(form) and self._back is not None:
            self._back.give_back(*self.moves.buttons())
        form.hide()
        form.deleteLater()

    def print_list(self) -> None:
        """The list of the selected dossiers that people sign, as it stands in the record."""
        self._show_list(self._list, tuple(row.code for row in self._rows))

    def _show_list(self, form: str, codes: tuple[str, ...]) -> None:
        office = self._context.office
        self._context.runner.query(
            lambda _: list_pdf(office, form, codes),
            lambda pdf: self._printer.show_pdf(pdf, LIST_TITLES[form], f"{form}.pdf"),
            owner=self,
            label="Đang dựng trang in",
        )

    def _run(self, moves: tuple[MoveInput, ...]) -> None:
        office = self._context.office
        paper = self.form.wanted_paper if self.form is not None else ""

        def done(moved: tuple[object, ...]) -> None:
            back = tuple(MoveInput(move.code, DossierEvent.UNDO) for move in moves)
            self._context.messages.say(
                f"{DONE_WORDS[moves[0].event]} {len(moved)} hồ sơ.", lambda: self._undo(back)
            )
            self.close_form()
            self.moved.emit()
            if paper:
                self._show_list(paper, tuple(move.code for move in moves))

        self._context.runner.command(
            lambda _: move_dossiers(office, moves),
            done,
            button=self.form.confirm if self.form else None,
            owner=self,
            label="Đang ghi vào sổ",
        )

    def _undo(self, moves: tuple[MoveInput, ...]) -> None:
        office = self._context.office
        self._context.runner.command(
            lambda _: move_dossiers(office, moves),
            lambda moved: self._context.messages.say(
                f"Đã hoàn tác: {number(len(moved))} hồ sơ trở lại như trước."
            ),
            owner=self,
            label="Đang hoàn tác",
        )
