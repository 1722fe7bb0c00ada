"""One dossier beside the list: header, moves, papers, files, timeline, prints."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.dossiers import DossierEvent, DossierState, available_moves, likely_move
from desktop.domain.due_dates import LimitUnit
from desktop.domain.errors import InputRefused
from desktop.domain.text import masked_number
from desktop.services.audit import note_seen
from desktop.services.calendar import read_calendar
from desktop.services.dossier_cards import dossier_card, undoable_event
from desktop.services.dossier_rows import DossierCard
from desktop.services.form_names import FORM_TITLES
from desktop.services.move_steps import MoveInput
from desktop.services.moves import Moved, move_dossier, move_dossiers, preview_move
from desktop.services.outcomes import Outcome
from desktop.services.suggestions import hand_over_targets, known_signers
from desktop.ui.dossiers.attachments import AttachmentList
from desktop.ui.dossiers.move_form import MoveButtons, MoveForm, MoveSubject
from desktop.ui.dossiers.presentation import Moment, Tone, due_shown, state_shown
from desktop.ui.dossiers.timeline import Timeline
from desktop.ui.papers.desk_printer import DeskPrinter
from desktop.ui.shell.context import UiContext
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button, icon_button
from desktop.ui.widgets.cards import EmptyState, label, line
from desktop.wording.dates import dong, limit_text, moment
from desktop.wording.moves import DONE_WORDS
from desktop.wording.terms import term


class DossierPanel(QFrame):
    """Shows one dossier by its code; moves it. ``edit_wanted`` carries the card."""

    edit_wanted = Signal(object)
    receive_again_wanted = Signal(object)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("dossierPanel")
        self.setProperty("role", "card")
        self._context = context
        self._printer = DeskPrinter(context, self)
        self.card: DossierCard | None = None
        self._form: MoveForm | None = None
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
        self._show_facts(card)
        self._show_documents(card)
        self.files.show_files(card.row.code, card.attachments)
        self.timeline.show_history(card.history)
        if changed:
            self._scroll.verticalScrollBar().setValue(0)

    def start_move(self, event: DossierEvent) -> None:
        """Opens the form of a move, or takes the last action back."""
        if self.card is None:
            return
        if event is DossierEvent.UNDO:
            self._run((MoveInput(self.card.row.code, event),))
            return
        card, office = self.card, self._context.office
        self._context.runner.query(
            lambda _: (hand_over_targets(office, card.row.procedure_id), known_signers(office)),
            lambda found: self._open_form(event, card, *found),
            owner=self,
        )

    def print_form(self, form: str) -> None:
        """Shows a paper of the dossier before it is printed."""
        if self.card is not None:
            self._printer.preview_form(form, self.card.row.code)

    def _build(self) -> None:
        head = QHBoxLayout()
        self.code = label("", "section", name="panelCode")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        copy = icon_button("copy", "Sao chép mã hồ sơ", name="copyCode")
        copy.clicked.connect(self._copy_code)
        head.addWidget(self.code)
        head.addWidget(copy)
        head.addStretch(1)
        self.edit_button = icon_button("edit", "Sửa thông tin hồ sơ", name="editDossier")
        self.edit_button.clicked.connect(lambda: self.edit_wanted.emit(self.card))
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
        self._form_place = QVBoxLayout()
        self._column.addLayout(self._form_place)
        self._column.addWidget(line())
        self.facts = label("", wrap=True, name="panelFacts")
        self.facts.setTextFormat(Qt.TextFormat.RichText)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._column.addWidget(self.facts)
        self.reveal = button(
            "Hiện số định danh", role="quiet", name="revealNumber", icon_name="eye"
        )
        self.reveal.setToolTip("Việc xem số định danh được ghi vào nhật ký")
        self.reveal.clicked.connect(self._reveal_number)
        self._column.addWidget(self.reveal, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(label("Giấy tờ đã nộp", "section"))
        self.documents = label("", wrap=True, name="panelDocuments")
        self.documents.setTextFormat(Qt.TextFormat.RichText)
        self._column.addWidget(self.documents)
        self._column.addWidget(label("Tệp đính kèm", "section"))
        self.files = AttachmentList(self._context)
        self.files.changed.connect(self.reload)
        self._column.addWidget(self.files)
        self._column.addWidget(label("In", "section"))
        prints = QVBoxLayout()
        prints.setSpacing(4)
        for form, title in FORM_TITLES.items():
            made = button(title, name=f"print_{form}", icon_name="printer")
            made.setStyleSheet("text-align: left;")
            made.clicked.connect(lambda _on=False, f=form: self.print_form(f))
            prints.addWidget(made)
        self._column.addLayout(prints)
        self._column.addWidget(label("Dòng thời gian", "section"))
        self.timeline = Timeline()
        self._column.addWidget(self.timeline)
        self._column.addStretch(1)

    def _show_header(self, card: DossierCard) -> None:
        row, office = card.row, self._context.office
        at = Moment(office.now(), read_calendar(office))
        self.code.setText(row.code)
        self.name.setText(row.applicant_name)
        self.procedure.setText(f"{card.procedure_full_name} · {card.procedure_code}")
        state, due = state_shown(row), due_shown(row, at)
        parts = [_coloured(state.text, state.tone), _coloured(due.text, due.tone)]
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
        self.edit_button.setVisible(card.row.state is not DossierState.VOIDED)

    def _show_facts(self, card: DossierCard, number: str | None = None) -> None:
        applicant, submitter, row = card.applicant, card.submitter, card.row
        shown = number or masked_number(applicant.id_number)
        self.reveal.setVisible(bool(applicant.id_number) and number is None)
        facts = [
            ("Số định danh", shown),
            ("Ngày sinh, giới tính", f"{applicant.birth_date} {term(applicant.sex)}".strip()),
            ("Địa chỉ", applicant.address),
            ("Điện thoại", applicant.phone),
            ("Thư điện tử", applicant.email),
            ("Mã số thuế", applicant.tax_code),
            ("Người nộp thay", " · ".join(filter(None, (submitter.name, submitter.phone)))),
            ("Hình thức nộp", term(row.channel)),
            ("Mã trên Cổng", row.portal_code),
            ("Tiếp nhận", f"{moment(row.received_at)} · {card.received_by}"),
            ("Thời hạn", f"{limit_text(card.limit)} · {term(card.supplement_mode).lower()}"),
            ("Đang ở", row.holder),
            ("Phí, lệ phí", dong(row.fee_vnd)),
            ("Nhận kết quả", f"{term(card.return_method)} {card.return_address}".strip()),
            ("Kết quả", _result_text(card)),
            ("Đã trả", f"{moment(row.returned_at)} {card.receiver}".strip()),
            ("Ghi chú", row.note),
        ]
        self.facts.setText(_definition_rows(facts))

    def _show_documents(self, card: DossierCard) -> None:
        if not card.documents:
            self.documents.setText("Thủ tục này chưa khai thành phần hồ sơ.")
            return
        lines = []
        for item in card.documents:
            document = item.document
            counts = [
                f"{count} {word}"
                for count, word in (
                    (document.originals, "bản chính"),
                    (document.certified_copies, "bản chứng thực"),
                    (document.copies, "bản photo"),
                )
                if count
            ]
            shown = ", ".join(counts) or "xuất trình"
            if item.handed_in:
                lines.append(f"✓ {_escaped(document.name)} <i>({shown})</i>")
            elif document.required:
                lines.append(_coloured(f"✗ {document.name} (còn thiếu)", Tone.DUE))
        self.documents.setText("<br>".join(lines) or "Không nộp giấy tờ nào.")

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
        single = len(moves) == 1

        def done(_value: object) -> None:
            self._close_form()
            code, event = moves[0].code, moves[0].event
            text = f"{DONE_WORDS[event]} {code if single else f'{len(moves)} hồ sơ'}."
            undo = None if event is DossierEvent.UNDO or not single else self._undo_last(code)
            self._context.messages.say(text, undo)

        def failed(error: Exception) -> bool:
            if form is not None and isinstance(error, InputRefused):
                form.show_problems(error)
                return True
            return False

        self._context.runner.command(
            lambda _: move_dossier(office, moves[0]) if single else move_dossiers(office, moves),
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

    def _reveal_number(self) -> None:
        if self.card is None:
            return
        card, office = self.card, self._context.office

        def noted(_value: object) -> None:
            if self.card is card:
                self._show_facts(card, card.applicant.id_number)

        self._context.runner.command(
            lambda _: note_seen(office, "id_number.see", card.row.code), noted, owner=self
        )


def _result_text(card: DossierCard) -> str:
    parts = [
        card.result_number,
        f"ký {card.result_date:%d/%m/%Y}" if card.result_date else "",
        card.result_signer,
        moment(card.row.finished_at),
    ]
    return " · ".join(part for part in parts if part)


def _definition_rows(facts: list[tuple[str, str]]) -> str:
    muted = colours().muted
    rows = "".join(
        f'<tr><td style="color:{muted}; padding:2px 12px 2px 0; white-space:nowrap;">{name}</td>'
        f'<td style="padding:2px 0;">{_escaped(value)}</td></tr>'
        for name, value in facts
        if value
    )
    return f"<table>{rows}</table>"


def _coloured(text: str, tone: Tone) -> str:
    c = colours()
    colour = {
        Tone.OVERDUE: c.overdue,
        Tone.DUE: c.due,
        Tone.GOOD: c.good,
        Tone.ACCENT: c.accent,
        Tone.MUTED: c.muted,
    }.get(tone)
    sign = {Tone.OVERDUE: "⚠ ", Tone.DUE: "● "}.get(tone, "")
    if colour is None:
        return _escaped(text)
    return f'<span style="color:{colour}; font-weight:600;">{sign}{_escaped(text)}</span>'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
