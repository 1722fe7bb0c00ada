"""Column 3 of intake: the due date with its why, the fee, warnings, and the two ways to save."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.dossiers import Channel
from desktop.domain.due_dates import DueDate
from desktop.domain.fees import FeeKind
from desktop.domain.moments import local_date
from desktop.domain.payments import usual_payment
from desktop.domain.work_calendar import WorkCalendar
from desktop.services.intake_warnings import Warned
from desktop.services.procedures import ProcedureRow
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import ScrollCard, clear_layout, label
from desktop.ui.widgets.fields import NoteField, NumberField, field_line
from desktop.ui.widgets.payment_field import PaymentField
from desktop.ui.widgets.why_popup import WhyPopup
from desktop.wording.dates import dong, moment, spoken_day, time_left, why_text
from desktop.wording.intake import warning_text
from desktop.wording.terms import term


class ResultForm(ScrollCard):
    """Tells ``save_wanted`` with True to print, False only to save."""

    save_wanted = Signal(bool)
    changed = Signal()

    def __init__(self, save_text: str = "Lưu, in và nhận tiếp", *, prints: bool = True) -> None:
        super().__init__("Kết quả", spacing=5)
        self._typed_fee = False
        self.due_label = label("Hẹn trả", "fieldLabel")
        self.due = label("—", "big", name="dueDate", wrap=True)
        self.left = label("Chọn thủ tục để tính ngày hẹn trả.", "muted", name="dueLeft", wrap=True)
        self.why_button = button(
            "Vì sao?", role="quiet", name="why", icon_name="help-circle", key="Ctrl+I"
        )
        self.why_button.clicked.connect(self.show_why)
        self._why = ""
        promise = QHBoxLayout()
        promise.setContentsMargins(0, 0, 0, 0)
        promise.addWidget(self.due_label, 1)
        promise.addWidget(self.why_button)
        self.body.addLayout(promise)
        self.body.addWidget(self.due)
        self.body.addWidget(self.left)
        self.fee = NumberField("Phí, lệ phí (đồng)", "fee", highest=100_000_000, blank=True)
        self.fee.changed.connect(self._fee_typed)
        self.payment = PaymentField()
        self.payment.changed.connect(self.changed)
        self.fee_words = label("", "caption", wrap=True, name="feeWords")
        self.note = NoteField("Ghi chú", "note", lines=1)
        self.note.changed.connect(self.changed)
        self._warnings = QVBoxLayout()
        self._warnings.setSpacing(4)
        holder = QWidget()
        holder.setObjectName("warnings")
        holder.setLayout(self._warnings)
        self._warnings.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(holder)
        self.body.addLayout(field_line(((self.fee, 1), (self.payment, 1))))
        for widget in (self.fee_words, self.note):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.prints = label("", "caption", wrap=True, name="willPrint")
        self.frame.addWidget(self.prints)
        self.save = button(
            save_text,
            role="primary",
            name="saveAndPrint",
            icon_name="printer" if prints else "device-floppy",
            key="Ctrl+Return",
        )
        self.save_only = button("Chỉ lưu", name="saveOnly", icon_name="device-floppy", key="F4")
        self.save.clicked.connect(lambda: self.save_wanted.emit(prints))
        self.save_only.clicked.connect(lambda: self.save_wanted.emit(False))
        self.frame.addWidget(self.save)
        self.frame.addWidget(self.save_only)
        if not prints:
            self.save_only.hide()
            self.prints.hide()
        # Right nearly always: the way from the fee to the note does not lead through it.
        self.setTabOrder(self.save_only, self.payment.combo)

    @property
    def fee_vnd(self) -> int | None:
        """The fee that stands in the field."""
        return self.fee.value

    @property
    def typed_fee(self) -> int | None:
        """The fee that a hand has written over the computed one."""
        return self.fee.value if self._typed_fee else None

    def put_typed_fee(self, fee: int | None) -> None:
        """Puts a fee of the draft back."""
        if fee is not None:
            self.fee.set_value(fee)
            self._typed_fee = True

    def show_payment(self, channel: Channel) -> None:
        """How such a fee is usually paid, unless the clerk chose otherwise."""
        self.payment.propose(usual_payment(channel, self.fee.value), self.fee.value)

    def show_why(self) -> None:
        """The days that led to the date, beside it; Esc closes."""
        text = self._why or "Chọn thủ tục trước; ngày hẹn và cách tính sẽ hiện ở đây."
        WhyPopup(text, self.why_button).open_beside()

    def ask_for_procedure(self) -> None:
        """Saving was wanted, and the procedure is not known yet."""
        self.left.setText(f'<b style="color: {colours().overdue}">Hãy chọn thủ tục trước.</b>')

    def show_due(self, due: DueDate | None, now: datetime, calendar: WorkCalendar) -> None:
        """The promise, large, with how long it is."""
        if due is None:
            self.due.setText("—")
            self.left.setText("Chưa tính được ngày hẹn trả.")
            self._why = ""
            return
        self.due.setText(spoken_day(local_date(due.due_at), local_date(now)))
        self.left.setText(f"lúc {moment(due.due_at)[:5]} · {time_left(due.due_at, now, calendar)}")
        self._why = why_text(due)
        if any(line.unconfirmed for line in due.why):
            self.left.setText(f"{self.left.text()} · có ngày nghỉ chưa xác nhận")

    def show_procedure(self, procedure: ProcedureRow | None) -> None:
        """Words about the fee of a procedure."""
        self._typed_fee = False
        self.payment.clear()
        if procedure is None:
            self.fee_words.setText("")
            self.fee.set_value(None)
            return
        rule = procedure.facts.fee
        parts = [term(rule.kind)]
        if rule.kind is FeeKind.COPY_PAGES:
            later = f"từ trang {rule.first_pages + 1}: {dong(rule.next_rate_vnd)}/trang"
            most = f"nhiều nhất {dong(rule.cap_vnd)}/bản"
            parts = [f"{dong(rule.first_rate_vnd)}/trang, {later}, {most}"]
        elif rule.kind is FeeKind.COUNCIL and rule.listed_vnd:
            parts.append(f"mức tham khảo {dong(rule.listed_vnd)}")
        if rule.basis:
            parts.append(rule.basis)
        self.fee_words.setText(" · ".join(parts))
        self.fee_words.setToolTip(rule.note)

    def show_fee(self, fee: int | None) -> None:
        """The computed fee, unless the clerk typed another."""
        if not self._typed_fee:
            self.fee.set_value(fee)

    def show_warnings(self, warnings: tuple[Warned, ...], repairs: tuple[str, ...] = ()) -> None:
        """What to look at again; nothing blocks."""
        clear_layout(self._warnings)
        texts = [*repairs, *(warning_text(w.code, w.facts) for w in warnings)]
        for text in texts:
            made = label(f"⚠ {text}", wrap=True, name="warning")
            made.setStyleSheet(
                f"background: {colours().due_soft}; color: {colours().due};"
                "border-radius: 6px; padding: 4px 8px; font-size: 13px;"
            )
            self._warnings.addWidget(made)

    def clear(self) -> None:
        """Ready for the next person."""
        self._typed_fee = False
        self.fee.set_value(None)
        self.payment.clear()
        self.fee_words.setText("")
        self.note.set_text("")
        self.due.setText("—")
        self.left.setText("Chọn thủ tục để tính ngày hẹn trả.")
        self._why = ""
        self.show_warnings(())

    def _fee_typed(self) -> None:
        self._typed_fee = True
        self.changed.emit()
