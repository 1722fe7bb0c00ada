"""The small panel of one move: what will happen, the fields the law needs, one button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from PySide6.QtCore import QDate, QDateTime, Qt, QTime, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QHBoxLayout

from desktop.domain.dossiers import DossierEvent, DossierState, SupplementMode
from desktop.domain.errors import InputRefused
from desktop.domain.moments import VIETNAM, local
from desktop.domain.payments import PAID, PAYING_STEPS
from desktop.services.form_names import FORM_TITLES, LIST_TITLES
from desktop.services.move_steps import MoveInput
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.day_edit import MomentEdit
from desktop.ui.widgets.fields import (
    ChoiceField,
    DateField,
    Field,
    NoteField,
    TextField,
    focus_first,
)
from desktop.ui.widgets.wrap_check import WrapCheck
from desktop.wording.dates import dong
from desktop.wording.moves import what_will_happen
from desktop.wording.payments import PAYMENT_HINT
from desktop.wording.problems import entry_text
from desktop.wording.terms import term

_E = DossierEvent
_TITLES = FORM_TITLES | LIST_TITLES


@dataclass(frozen=True, slots=True)
class MoveSubject:
    """What is moved: the dossiers' codes and what the form needs to know about them."""

    codes: tuple[str, ...]
    state: DossierState
    mode: SupplementMode
    owner_name: str = ""
    missing: tuple[str, ...] = ()
    new_due: date | None = None
    # The fee that is still to be paid, or of which nobody said how; None without one.
    open_fee: int | None = None


class MoveForm(Card):
    """Tells ``confirmed`` with one MoveInput a dossier, or ``cancelled``."""

    confirmed = Signal(tuple)
    cancelled = Signal()

    def __init__(
        self,
        event: DossierEvent,
        subject: MoveSubject,
        now: datetime,
        *,
        targets: list[str],
        signers: list[str],
        paper: str = "",
        prints: bool = False,
    ) -> None:
        super().__init__(term(event))
        self.setObjectName("moveForm")
        self._event = event
        self._subject = subject
        self._fields: dict[str, Field] = {}
        self._ticks: list[WrapCheck] = []
        self._payment: ChoiceField | None = None
        happens = what_will_happen(subject.state, event, subject.mode, len(subject.codes))
        self.sentence = label(happens, wrap=True, name="moveSentence")
        self.body.addWidget(self.sentence)
        self._add_fields(targets, signers, now)
        self._add_other_time(now)
        self._paper = paper
        self.print_tick = WrapCheck(f"Xem và in: {_TITLES[paper]}" if paper else "")
        self._add_paper(prints)
        self._add_buttons(event)

    def focus_start(self) -> None:
        """The cursor where the eye begins: a paper to tick, a field, else the button."""
        for tick in self._ticks:
            tick.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        for field in self._fields.values():
            field.entry.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(field, _Suggesting):
                field.select_all()
            return
        self.confirm.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_receiver(self, name: str) -> bool:
        """Who takes the result, from a card; False when nobody is asked for."""
        field = self._fields.get("receiver")
        if not name or not isinstance(field, TextField):
            return False
        field.set_text(name)
        field.entry.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    @property
    def wanted_paper(self) -> str:
        """The form that shall be shown and printed once the move is written, "" for none."""
        return self._paper if self._paper and self.print_tick.is_checked else ""

    def show_problems(self, refused: InputRefused) -> None:
        """Words beside the fields; the first wrong one gets the cursor."""
        for problem in refused.problems:
            field = self._fields.get(problem.field)
            if field is not None:
                field.show_error(entry_text(problem))
        focus_first(list(self._fields.values()))

    def show_new_due(self, text: str) -> None:
        """What the clock will give, once it is known."""
        self.sentence.setText(f"{self.sentence.text()} {text}")

    def moves(self) -> tuple[MoveInput, ...]:
        """The moves as entered, one a dossier."""
        at = None
        if self._other_time.isChecked():
            at = _python_moment(self._time.dateTime())
        return tuple(self._move(code, at) for code in self._subject.codes)

    def _move(self, code: str, at: datetime | None) -> MoveInput:
        event = self._event
        return MoveInput(
            code=code,
            event=event,
            at=at,
            reason=self._text("reason"),
            items=self._items(),
            to=self._text("to"),
            new_due=_python_date(self._new_due.value) if event is _E.APOLOGISE else None,
            signer=self._text("signer"),
            result_number=self._text("result_number"),
            result_date=_python_date(self._result_date.value) if event is _E.FINISH else None,
            receiver=self._text("receiver"),
            payment=self._payment.value if self._payment else None,  # type: ignore[arg-type]
        )

    def _add_fields(self, targets: list[str], signers: list[str], now: datetime) -> None:
        event, subject = self._event, self._subject
        if event is _E.HAND_OVER:
            self._add("to", _Suggesting("Nơi nhận bàn giao", "moveTo", targets))
        if event is _E.REQUEST_SUPPLEMENT:
            self._add_items(subject.missing)
        if event is _E.APOLOGISE:
            self._new_due = DateField("Ngày hẹn mới", "moveNewDue")
            later = subject.new_due or local(now).date()
            self._new_due.set_value(QDate(later.year, later.month, later.day))
            self._add("new_due", self._new_due)
        if event in _WITH_REASON:
            self._add("reason", NoteField(_WITH_REASON[event], "moveReason", lines=3))
        if event is _E.FINISH:
            single = len(subject.codes) == 1
            if single:
                self._add("result_number", TextField("Số kết quả (nếu có)", "moveResultNumber"))
            self._result_date = DateField("Ngày ký", "moveResultDate")
            signed = local(now)
            self._result_date.set_value(QDate(signed.year, signed.month, signed.day))
            self._add("result_date", self._result_date)
        if event in (_E.FINISH, _E.APOLOGISE):
            self._add("signer", _Suggesting("Người ký", "moveSigner", signers))
        if event is _E.RETURN_RESULT:
            single = len(subject.codes) == 1
            receiver = TextField(
                "Người nhận kết quả",
                "moveReceiver",
                placeholder="" if single else "Để trống: người nộp của từng hồ sơ",
                tip="Người khác nhận thay: gõ tên, hoặc quét thẻ của người đó",
            )
            receiver.set_text(subject.owner_name)
            self._add("receiver", receiver)
        if event in PAYING_STEPS and subject.open_fee:
            self._payment = ChoiceField(
                f"Thu phí, lệ phí {dong(subject.open_fee)}", "movePayment", _PAYMENTS
            )
            self._payment.combo.setToolTip(PAYMENT_HINT)
            self._add("payment", self._payment)

    def _add(self, name: str, field: Field) -> None:
        self._fields[name] = field
        self.body.addWidget(field)

    def _add_items(self, missing: tuple[str, ...]) -> None:
        if missing:
            self.body.addWidget(label("Giấy tờ cần bổ sung", "fieldLabel"))
        for name in missing:
            tick = WrapCheck(name)
            self._ticks.append(tick)
            self.body.addWidget(tick)

    def _items(self) -> tuple[str, ...]:
        if self._event is not _E.REQUEST_SUPPLEMENT:
            return ()
        return tuple(tick.text for tick in self._ticks if tick.is_checked)

    def _text(self, name: str) -> str:
        field = self._fields.get(name)
        return field.text if isinstance(field, (TextField, NoteField, _Suggesting)) else ""

    def _add_other_time(self, now: datetime) -> None:
        """For what was done while the power was out and is written down now."""
        row = QHBoxLayout()
        self._other_time = QCheckBox("Việc này đã làm lúc khác")
        self._other_time.setObjectName("moveOtherTime")
        self._time = MomentEdit()
        self._time.setObjectName("moveAt")
        self._time.setAccessibleName("Thời điểm")
        self._time.setDisplayFormat("HH:mm dd/MM/yyyy")
        self._time.setCalendarPopup(True)
        at = local(now)
        self._time.setDateTime(
            QDateTime(QDate(at.year, at.month, at.day), QTime(at.hour, at.minute))
        )
        self._time.hide()
        self._other_time.toggled.connect(self._time.setVisible)
        row.addWidget(self._other_time)
        row.addWidget(self._time)
        row.addStretch(1)
        self.body.addLayout(row)

    def _add_paper(self, prints: bool) -> None:
        self.print_tick.tick.setObjectName("movePaper")
        self.print_tick.tick.setChecked(prints)
        self.body.addWidget(self.print_tick)
        if not self._paper:
            self.print_tick.hide()

    def _add_buttons(self, event: DossierEvent) -> None:
        row = QHBoxLayout()
        role = "danger" if event in (_E.REFUSE, _E.STOP, _E.WITHDRAW) else "primary"
        count = len(self._subject.codes)
        text = term(event) if count == 1 else f"{term(event)} {count} hồ sơ"
        self.confirm = button(text, role=role, name="moveConfirm", key="Ctrl+Return")
        later = button("Để sau", name="moveLater", key="Esc")
        self.confirm.clicked.connect(lambda: self.confirmed.emit(self.moves()))
        later.clicked.connect(self.cancelled)
        row.addStretch(1)
        row.addWidget(later)
        row.addWidget(self.confirm)
        self.body.addLayout(row)


_PAYMENTS = [
    ("Không thu ở bước này", None),
    *((f"Thu {term(payment).lower()}", payment) for payment in PAID),
]
_WITH_REASON = {
    _E.REQUEST_SUPPLEMENT: "Lý do, hướng dẫn cho người nộp",
    _E.APOLOGISE: "Lý do chậm",
    _E.REFUSE: "Lý do từ chối",
    _E.WITHDRAW: "Lý do rút (nếu có)",
    _E.STOP: "Lý do dừng",
}


class _Suggesting(Field):
    """A text with suggestions from what was entered before."""

    def __init__(self, text: str, name: str, suggestions: list[str]) -> None:
        self.combo = QComboBox()
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.addItems(suggestions)
        completer = self.combo.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        super().__init__(text, self.combo, name)
        self.combo.editTextChanged.connect(lambda _text: self.clear_words())

    def select_all(self) -> None:
        """What is suggested gives way to the first letter typed."""
        line = self.combo.lineEdit()
        if line is not None:
            line.selectAll()

    @property
    def text(self) -> str:
        """The text in one line."""
        return " ".join(self.combo.currentText().split())


def _python_date(value: QDate) -> date:
    return date(value.year(), value.month(), value.day())


def _python_moment(value: QDateTime) -> datetime:
    day, clock = value.date(), value.time()
    made = datetime(
        day.year(), day.month(), day.day(), clock.hour(), clock.minute(), tzinfo=VIETNAM
    )
    return made.astimezone(UTC)
