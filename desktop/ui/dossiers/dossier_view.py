"""What shows one dossier has these parts, however it lays them out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.dossiers import DossierEvent, DossierState
from desktop.domain.roles import Permission
from desktop.services.calendar import read_calendar
from desktop.services.dossier_cards import dossier_card
from desktop.services.dossier_rows import DossierCard
from desktop.services.papers.catalogue import printable_forms
from desktop.ui.dossiers.attachments import AttachmentList
from desktop.ui.dossiers.declaration_dialog import DeclarationDialog
from desktop.ui.dossiers.due_why import DueWhy
from desktop.ui.dossiers.move_place import MovePlace
from desktop.ui.dossiers.panel_facts import DossierFacts
from desktop.ui.dossiers.panel_papers import PaperButtons
from desktop.ui.dossiers.presentation import Moment, due_shown, state_shown
from desktop.ui.dossiers.rich_words import coloured
from desktop.ui.dossiers.timeline import Timeline
from desktop.ui.papers.desk_printer import DeskPrinter
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button, icon_button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.permits import permit
from desktop.wording.dates import moment

# Room left around what is brought into sight, so that its label is seen too.
_AROUND = 60
_LONG_NAME = 120


class DossierView(QFrame):
    """Reads one dossier by its code, fills the parts, moves it. Subclasses arrange the parts.

    ``edit_wanted`` carries the card and the field to begin with ("" for the first).
    """

    edit_wanted = Signal(object, str)
    shown = Signal(object)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._printer = DeskPrinter(context, self)
        self.card: DossierCard | None = None
        self._wanted_move: tuple[str, DossierEvent] | None = None
        self._make_head()
        self._make_note()
        self.moving = MovePlace(context)
        self.moving.look_here.connect(self._scroll_to)
        self.moving.paper_wanted.connect(self._printer.preview_form)
        self.facts = DossierFacts(context)
        self.files = AttachmentList(context)
        self.files.changed.connect(self.reload)
        self.facts.payment_wanted.connect(lambda: self.edit_wanted.emit(self.card, "payment"))
        self.papers = PaperButtons()
        self.papers.wanted.connect(self.print_form)
        self.papers.declaration_wanted.connect(self.fill_declaration)
        # What was typed into declarations of a dossier, until the window closes.
        self._typed: dict[str, dict[str, str]] = {}
        self.timeline = Timeline()
        self.moving.otherwise = (self.edit_button,)

    def show_code(self, code: str) -> None:
        """Reads and shows a dossier."""
        office = self._context.office
        self._context.runner.query(
            lambda _: dossier_card(office, code),
            self.show_card,
            key=f"dossier card of {self.objectName()}",
            owner=self,
        )

    def show_nothing(self) -> None:
        """No dossier is chosen."""
        self.card = None

    def reload(self) -> None:
        """Reads the same dossier again; an open move form stays."""
        if self.card is not None:
            self.show_code(self.card.row.code)

    def show_card(self, card: DossierCard) -> None:
        """Shows a dossier that was read."""
        self.card = card
        self._show_head(card)
        self.moving.show_card(card)
        self.facts.show_card(card)
        self.note.setText(card.row.note or "Chưa có ghi chú.")
        self.files.show_files(card.row.code, card.attachments)
        self.timeline.show_history(card.history)
        office = self._context.office
        self._context.runner.query(
            lambda _: printable_forms(office, card),
            self.papers.show_offers,
            key=f"printable forms of {self.objectName()}",
            owner=self,
        )
        wanted, self._wanted_move = self._wanted_move, None
        if wanted is not None and wanted[0] == card.row.code:
            self.start_move(wanted[1])
        self.shown.emit(card)

    def start_move(self, event: DossierEvent) -> None:
        """Opens the form of a move, or takes the last action back."""
        self._wanted_move = None
        if self.card is not None:
            self.moving.start(event)

    def show_and_move(self, code: str, event: DossierEvent) -> None:
        """Shows a dossier and opens the form of a move as soon as it is there."""
        self._wanted_move = (code, event)
        self.show_code(code)

    def print_form(self, form: str) -> None:
        """Shows a paper of the dossier before it is printed."""
        if self.card is not None:
            self._printer.preview_form(form, self.card.row.code)

    def fill_declaration(self) -> None:
        """The unit's own declarations, filled from the shown dossier."""
        if self.card is None:
            return
        typed = self._typed.setdefault(self.card.row.code, {})
        dialog = DeclarationDialog(self._context, self.card, typed, self)
        dialog.attached.connect(self.reload)
        dialog.pages_made.connect(
            lambda pdf, name: self._printer.show_pdf(pdf, name, f"{name}.pdf")
        )
        dialog.open()

    def _scroll_to(self, part: QWidget) -> None:
        """Brings a part into sight once the layout has found its place."""
        parent = part.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        if isinstance(parent, QScrollArea):
            QTimer.singleShot(0, parent, partial(parent.ensureWidgetVisible, part, 0, _AROUND))

    def _make_head(self) -> None:
        self.code = label("", "section", name="panelCode")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy_button = icon_button(
            "copy", "Sao chép mã hồ sơ", name="copyCode", key="Ctrl+Shift+C"
        )
        self.copy_button.clicked.connect(self._copy_code)
        self.edit_button = icon_button(
            "edit", "Sửa thông tin hồ sơ", name="editDossier", key="Ctrl+Shift+E"
        )
        permit(self.edit_button, self._context.office, Permission.EDIT_DOSSIER)
        self.edit_button.clicked.connect(lambda: self.edit_wanted.emit(self.card, ""))
        self.name = label("", wrap=True, name="panelName")
        self.name.setStyleSheet("font-size: 17px; font-weight: 600;")
        self.procedure = label("", wrap=True, name="panelProcedure")
        self.standing = label("", wrap=True, name="panelStanding")
        self.standing.setTextFormat(Qt.TextFormat.RichText)
        self.why = DueWhy(self._context)

    def _make_note(self) -> None:
        self.note_part = QWidget()
        column = QVBoxLayout(self.note_part)
        column.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        head.addWidget(label("Ghi chú", "section"))
        head.addStretch(1)
        self.note_button = button(
            "Viết ghi chú", role="quiet", name="editNote", icon_name="edit", key="Ctrl+Shift+N"
        )
        permit(self.note_button, self._context.office, Permission.EDIT_DOSSIER)
        self.note_button.clicked.connect(lambda: self.edit_wanted.emit(self.card, "note"))
        head.addWidget(self.note_button)
        column.addLayout(head)
        self.note = label("", wrap=True, name="panelNote")
        self.note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.note)

    def _show_head(self, card: DossierCard) -> None:
        row, office = card.row, self._context.office
        at = Moment(office.now(), read_calendar(office))
        self.code.setText(row.code)
        self.name.setText(row.applicant_name)
        whole = card.procedure_full_name
        # Some official names fill a third of the panel; the short one says the same.
        shown = whole if len(whole) <= _LONG_NAME else card.row.procedure_name
        self.procedure.setText(f"{shown} · {card.procedure_code}")
        self.procedure.setToolTip(whole)
        state, due = state_shown(row), due_shown(row, at)
        parts = [coloured(due.text, due.tone)]
        if row.due_at is not None:
            parts.append(f"hẹn {moment(row.due_at)}")
        if card.apologised_at is not None:
            parts.append(f"hẹn ban đầu {moment(row.original_due_at)}")
        promise = " · ".join(part for part in parts if part)
        self.standing.setText(f"{coloured(state.text, state.tone)}<br>{promise}")
        self.why.show_card(card)
        is_real = row.state is not DossierState.VOIDED
        self.edit_button.setVisible(is_real)
        self.note_button.setVisible(is_real)

    def _copy_code(self) -> None:
        QGuiApplication.clipboard().setText(self.code.text())
        self._context.messages.say(f"Đã sao chép mã {self.code.text()}.")
