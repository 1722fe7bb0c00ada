"""Registers kept by hand in a spreadsheet: headings in any wording, to typed rows and problems."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from desktop.domain.cell_problems import CellProblem, ImportCode, column_letter
from desktop.domain.dossiers import Channel, DossierState, Timeliness
from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.identity_numbers import NumberKind, number_kind, number_meaning
from desktop.domain.payments import NOT_RECORDED, FeePaid, Payment
from desktop.domain.text import clean, fold, words
from desktop.imports.cells import cell_digits, cell_moment, cell_number, cell_text, is_error
from desktop.imports.headers import Header, find_header, is_numbering, missing_fields
from desktop.imports.legacy_text import mended
from desktop.imports.register_words import (
    CHANNEL_WORDS,
    FOOTER_WORDS,
    NO_WORDS,
    NOTHING_PAID_WORDS,
    PAYMENT_WORDS,
    PHRASES,
    REQUIRED,
    REQUIRED_BY_CODE,
    STATE_WORDS,
    TIMELINESS_WORDS,
    TOTAL_WORDS,
    YES_WORDS,
)
from desktop.imports.tables import Cell, Table

_LONGEST = 500
# How many zeros a number of this length has lost; a tax code has ten digits and lost none,
# so that two zeros come back only before the code of a province.
_ZEROS_LOST = {11: 1, 10: 2, 8: 1}
_EARLIEST = date(1990, 1, 1)


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One sound line of a register; texts in NFC, instants on the office's clock."""

    row: int
    order: str
    code: str
    procedure_code: str
    procedure: str
    applicant: str
    received: datetime
    id_number: str = ""
    birth_date: str = ""
    address: str = ""
    phone: str = ""
    due: datetime | None = None
    finished: datetime | None = None
    returned: datetime | None = None
    state: DossierState | None = None
    timeliness: Timeliness | None = None
    channel: Channel = Channel.DIRECT
    fee_vnd: int | None = None
    sets: int = 1
    note: str = ""
    payment: Payment | None = None
    paid_on: date | None = None
    outside_boundary: bool = False


@dataclass(frozen=True, slots=True)
class RegisterSheet:
    """A register as read: the table, its header, sound rows, lines refused, problems."""

    table: Table
    header: Header
    rows: tuple[RegisterRow, ...]
    read: int
    refused: dict[int, list[CellProblem]] = field(default_factory=dict)
    problems: tuple[CellProblem, ...] = ()


def find_register(tables: Sequence[Table], file_name: str) -> tuple[Table, Header]:
    """The sheet that holds the register. Raises RuleViolation(HEADERS_NOT_FOUND)."""
    for required in (REQUIRED, REQUIRED_BY_CODE):
        found = [(t, h) for t in tables if (h := find_header(t, PHRASES, required)) is not None]
        if found:
            return max(found, key=lambda pair: len(pair[0].rows))
    from desktop.wording.fields import field_name

    lacking = missing_fields(tables[0], PHRASES, REQUIRED) if tables else list(REQUIRED)
    raise RuleViolation(
        Rule.HEADERS_NOT_FOUND,
        file=file_name,
        missing=[field_name(name) for name in lacking],
        examples="Họ tên, Tên thủ tục, Ngày nhận, Ngày hẹn trả",
    )


def read_register(table: Table, header: Header, today: date) -> RegisterSheet:
    """Rows and problems of a register under a header (recognised, or set by the user)."""
    return _Reader(table, header, today).read()


class _Reader:
    def __init__(self, table: Table, header: Header, today: date) -> None:
        self.table = table
        self.header = header
        self.columns = header.columns
        self.today = today
        self.problems: list[CellProblem] = []
        self.refused: dict[int, list[CellProblem]] = {}

    def read(self) -> RegisterSheet:
        rows: list[RegisterRow] = []
        read = 0
        for index in range(self.header.first_row, len(self.table.rows)):
            kind = self._kind_of_line(index)
            if kind == "blank":
                continue
            if kind == "beside":
                self._note(index, "", ImportCode.SKIPPED_LINE, text=self._first_text(index))
                continue
            read += 1
            row = self._row(index)
            if row is not None:
                rows.append(row)
        return RegisterSheet(
            self.table, self.header, tuple(rows), read, self.refused, tuple(self.problems)
        )

    def _kind_of_line(self, index: int) -> str:
        texts = [text for cell in self.table.rows[index] if (text := cell_text(cell))]
        if not texts:
            return "blank"
        if cell_moment(self._cell(index, "received")) is not None:
            return "dossier"
        folded = {fold(text) for text in texts}
        if len(folded) == 1 and (len(texts) > 2 or not self._cell(index, "applicant")):
            return "beside"
        first = fold(texts[0])
        if first in TOTAL_WORDS or is_numbering(self.table.rows[index]):
            return "beside"
        if any(first.startswith(word) for word in FOOTER_WORDS):
            return "beside"
        repeated = [fold(text) for text in self.header.texts if text]
        if len(folded & set(repeated)) >= 3:
            return "beside"
        return "dossier"

    def _row(self, index: int) -> RegisterRow | None:
        before = len(self.problems)
        applicant = self._required_text(index, "applicant")
        procedure = self._text(index, "procedure")
        procedure_code = self._text(index, "procedure_code")
        if not procedure and not procedure_code:
            self._note(index, "procedure", ImportCode.MISSING, field="procedure")
        received = self._received(index)
        due = self._moment(index, "due", received)
        finished = self._moment(index, "finished", received)
        returned = self._moment(index, "returned", received)
        state, timeliness = self._state(index)
        phone, phone_note = self._phone(index)
        fee = self._number(index, "fee")
        paid = self._paid(index, fee, received)
        own = self.problems[before:]
        if any(not problem.is_note for problem in own):
            self.refused[index] = [problem for problem in own if not problem.is_note]
            return None
        assert received is not None
        note = "; ".join(part for part in (self._text(index, "note"), phone_note) if part)
        return RegisterRow(
            row=index + 1,
            order=self._text(index, "order"),
            code=self._text(index, "code"),
            procedure_code=procedure_code,
            procedure=procedure,
            applicant=applicant,
            received=received,
            id_number=self._id_number(index),
            birth_date=self._text(index, "birth_date"),
            address=self._text(index, "address"),
            phone=phone,
            due=due,
            finished=finished,
            returned=returned,
            state=state,
            timeliness=timeliness,
            channel=self._channel(index),
            fee_vnd=fee,
            sets=self._number(index, "sets") or 1,
            note=note,
            payment=paid.payment,
            paid_on=paid.paid_on,
            outside_boundary=fold(self._text(index, "outside_boundary")) in YES_WORDS,
        )

    def _cell(self, index: int, name: str) -> Cell:
        column = self.columns.get(name)
        return None if column is None else self.table.cell(index, column)

    def _text(self, index: int, name: str) -> str:
        text = cell_text(self._cell(index, name))
        if not text:
            return ""
        if is_error(text):
            self._note(index, name, ImportCode.FORMULA_ERROR, field=name, text=text)
            return ""
        # Not the clean text: TCVN3 keeps its ư on the code of the soft hyphen, which no page shows.
        cell = self._cell(index, name)
        typed = unicodedata.normalize("NFC", cell) if isinstance(cell, str) else text
        unicode_text, font = mended(typed)
        if font is not None:
            self._note(index, name, ImportCode.OLD_FONT, font=font, text=unicode_text)
        meant = clean(unicode_text)
        if len(meant) > _LONGEST:
            self._note(index, name, ImportCode.TEXT_TOO_LONG, field=name, most=_LONGEST)
        return meant

    def _required_text(self, index: int, name: str) -> str:
        text = self._text(index, name)
        if not text:
            self._note(index, name, ImportCode.MISSING, field=name)
        return text

    def _received(self, index: int) -> datetime | None:
        cell = self._cell(index, "received")
        moment = cell_moment(cell)
        text = cell_text(cell)
        if not text:
            self._note(index, "received", ImportCode.MISSING, field="received")
        elif moment is None:
            self._note(index, "received", ImportCode.NOT_A_DATE, field="received", text=text)
        elif not _EARLIEST <= moment.date() <= self.today + timedelta(days=1):
            self._note(index, "received", ImportCode.DATE_FAR, field="received", text=text)
        return moment

    def _moment(self, index: int, name: str, received: datetime | None) -> datetime | None:
        cell = self._cell(index, name)
        text = cell_text(cell)
        if not text or fold(text) in ("x", "-", "khong", "trong ngay"):
            return None
        moment = cell_moment(cell)
        if moment is None:
            self._note(index, name, ImportCode.NOT_A_DATE, field=name, text=text)
        elif received is not None and moment.date() < received.date():
            self._note(index, name, ImportCode.DATE_ORDER, field=name, text=text)
        elif moment.year > self.today.year + 5:
            self._note(index, name, ImportCode.DATE_FAR, field=name, text=text)
        return moment

    def _state(self, index: int) -> tuple[DossierState | None, Timeliness | None]:
        """State and timeliness; "Đúng hạn" alone is a result, "Quá hạn" may be an open dossier."""
        written = self._text(index, "state")
        left = f" {' '.join(words(written))} "
        if not left.strip():
            return None, None
        timeliness = None
        for word, meaning in TIMELINESS_WORDS:
            if f" {word} " in left:
                timeliness, left = meaning, left.replace(f" {word} ", " ")
                break
        state = next((s for word, s in STATE_WORDS if f" {word} " in left), None)
        if state is None and timeliness in (Timeliness.EARLY, Timeliness.ON_TIME):
            state = DossierState.RETURNED
        if state is None and timeliness is None:
            self._note(index, "state", ImportCode.UNKNOWN_STATE, text=written)
        return state, timeliness

    def _channel(self, index: int) -> Channel:
        text = fold(self._text(index, "channel"))
        if not text:
            return Channel.DIRECT
        channel = next((c for word, c in CHANNEL_WORDS if word in text), None)
        if channel is None:
            self._note(index, "channel", ImportCode.UNKNOWN_CHANNEL, text=text)
        return channel or Channel.DIRECT

    def _paid(self, index: int, fee: int | None, received: datetime | None) -> FeePaid:
        """What the line says about its fee; paid without a day is paid on the day of reception."""
        moment = self._moment(index, "paid_on", None)
        if moment is not None and moment.date() > self.today:
            text = cell_text(self._cell(index, "paid_on"))
            self._note(index, "paid_on", ImportCode.DATE_FAR, field="paid_on", text=text)
        payment = self._payment(index, fee)
        if fee == 0 or payment is None:
            return NOT_RECORDED
        if payment is Payment.UNPAID:
            return FeePaid(payment)
        day = moment or received
        return NOT_RECORDED if day is None else FeePaid(payment, day.date())

    def _payment(self, index: int, fee: int | None) -> Payment | None:
        written = self._text(index, "payment")
        left = f" {' '.join(words(written))} "
        for word, payment in PAYMENT_WORDS:
            if f" {word} " in left:
                return payment
        if written and fold(written) not in NOTHING_PAID_WORDS:
            self._note(index, "payment", ImportCode.UNKNOWN_PAYMENT, text=written)
        said = fold(self._text(index, "paid_online"))
        if said in YES_WORDS:
            return Payment.ONLINE
        # A column of online payments that says no to a fee: it was paid the other way.
        return Payment.DIRECT if said in NO_WORDS and fee else None

    def _id_number(self, index: int) -> str:
        """Spreadsheets drop the first zero: 11 digits were 12, 8 were 9."""
        number = cell_digits(self._cell(index, "id_number")).upper()
        if not number or number_kind(number) is not None:
            return number
        completed = "0" * (_ZEROS_LOST.get(len(number), 0)) + number
        if not number.startswith("0") and _is_likely(completed):
            facts = {"text": number, "mended": completed}
            self._note(index, "id_number", ImportCode.ID_NUMBER_MENDED, **facts)
            return completed
        digits = sum(c.isdigit() for c in number)
        self._note(index, "id_number", ImportCode.BAD_ID_NUMBER, text=number, digits=digits)
        return number

    def _phone(self, index: int) -> tuple[str, str]:
        """The number, and what goes into the note when it is none."""
        digits = cell_digits(self._cell(index, "phone"))
        if not digits:
            return "", ""
        if len(digits) == 9 and digits.isdigit() and digits[0] in "35789":
            facts = {"text": digits, "mended": "0" + digits}
            self._note(index, "phone", ImportCode.PHONE_MENDED, **facts)
            return "0" + digits, ""
        if digits.lstrip("+").isdigit() and 8 <= len(digits) <= 15:
            return digits, ""
        text = cell_text(self._cell(index, "phone"))
        self._note(index, "phone", ImportCode.BAD_PHONE, text=text)
        return "", f"Điện thoại: {text}"

    def _number(self, index: int, name: str) -> int | None:
        text = cell_text(self._cell(index, name))
        if not text or fold(text) in ("khong", "mien", "x", "mien phi"):
            return None
        number = cell_number(self._cell(index, name))
        if number is None or number < 0:
            self._note(index, name, ImportCode.NOT_A_NUMBER, field=name, text=text)
            return None
        return number

    def _first_text(self, index: int) -> str:
        return next(text for cell in self.table.rows[index] if (text := cell_text(cell)))[:80]

    def _note(self, index: int, name: str, code: ImportCode, **facts: object) -> None:
        column = column_letter(self.columns[name]) if name in self.columns else ""
        self.problems.append(CellProblem(self.table.sheet, index + 1, column, code, facts))


def _is_likely(number: str) -> bool:
    meaning = number_meaning(number)
    if meaning is not None:
        return meaning.place is not None
    return number_kind(number) is NumberKind.OLD_CARD
