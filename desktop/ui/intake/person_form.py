"""Column 1 of intake: who asks, from a scan, from the office's records, or typed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.domain.chip_cards import ScannedCard
from desktop.domain.dossiers import ApplicantKind, Sex
from desktop.domain.identity_numbers import normalise_number
from desktop.domain.text import fold
from desktop.services.dossier_rows import Submitter
from desktop.services.people import Applicant, KnownPerson
from desktop.ui.icons import icon
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import Segments, button
from desktop.ui.widgets.cards import ScrollCard, label
from desktop.ui.widgets.fields import ChoiceField, Field, TextField, field_line
from desktop.ui.widgets.focus import holds_focus
from desktop.wording.dates import day, moment
from desktop.wording.terms import term

_LOOK_UP_MS = 250


# What always holds something, whether anybody has chosen it or not.
_CHOSEN = ("kind", "sex")


class PersonForm(ScrollCard):
    """Tells ``changed`` on every edit and ``look_up_wanted`` when there is enough to look for."""

    changed = Signal()
    look_up_wanted = Signal(str)
    scan_entered = Signal(str)
    take_over_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__("Người nộp", spacing=5)
        self.known: KnownPerson | None = None
        self._build()
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(_LOOK_UP_MS)
        self._look.timeout.connect(self._look_up)
        self._looked_for = ""

    def applicant(self) -> Applicant:
        """The owner of the dossier as entered."""
        return Applicant(
            self.name.text,
            kind=self.kind.value,  # type: ignore[arg-type]
            id_number=self.id_number.text,
            birth_date=self.birth_date.text,
            sex=self.sex.value,  # type: ignore[arg-type]
            address=self.address.text,
            phone=self.phone.text,
            email=self.email.text,
            tax_code=self.tax_code.text,
        )

    def submitter(self) -> Submitter:
        """Who hands in for the owner, empty when the owner comes."""
        if not self.by_other.isChecked():
            return Submitter()
        return Submitter(
            self.submitter_name.text,
            self.submitter_number.text,
            self.submitter_phone.text,
            self.submitter_note.text,
        )

    def set_applicant(self, applicant: Applicant) -> None:
        """Fills the form."""
        self.kind.choose(applicant.kind)
        self._kind_chosen()
        self.id_number.set_text(applicant.id_number)
        self.name.set_text(applicant.name)
        self.birth_date.set_text(applicant.birth_date)
        self.sex.choose(applicant.sex)
        self.address.set_text(applicant.address)
        self.phone.set_text(applicant.phone)
        self.email.set_text(applicant.email)
        self.tax_code.set_text(applicant.tax_code)
        self.show_known(None)

    def set_submitter(self, submitter: Submitter) -> None:
        """Fills the fields of who hands in for somebody."""
        self.by_other.setChecked(bool(submitter.name or submitter.id_number))
        self.submitter_name.set_text(submitter.name)
        self.submitter_number.set_text(submitter.id_number)
        self.submitter_phone.set_text(submitter.phone)
        self.submitter_note.set_text(submitter.note)

    def fill_from_card(self, card: ScannedCard) -> str:
        """The card says who; gives the name of another one whom it took the place of.

        What was typed of the same person stays, and contact data come from the records.
        """
        if self._is_of_submitter(card):
            replaced = self._other_than(card, self.submitter_name, self.submitter_number)
            self.by_other.setChecked(True)
            self.submitter_name.set_text(card.name)
            self.submitter_number.set_text(card.number)
            return replaced
        before = self.applicant()
        replaced = self._other_than(card, self.name, self.id_number)
        kept = Applicant("") if replaced else before
        business = before.kind is ApplicantKind.HOUSEHOLD_BUSINESS
        self.set_applicant(
            Applicant(
                (business and kept.name) or card.name or kept.name,
                kind=before.kind,
                id_number=card.number,
                birth_date=day(card.birth_date) or kept.birth_date,
                sex=card.sex,
                address=(business and kept.address) or card.address or kept.address,
                phone=kept.phone,
                email=kept.email,
            )
        )
        self.scan.clear()
        self._looked_for = card.number
        self.look_up_wanted.emit(card.number)
        return replaced

    def _is_of_submitter(self, card: ScannedCard) -> bool:
        """An organisation has no card; and who hands in for another comes after the owner."""
        if self.kind.value is ApplicantKind.ORGANISATION:
            return True
        if not self.by_other.isChecked():
            return False
        nobody_yet = not (self.submitter_name.text or self.submitter_number.text)
        owner = self.id_number.text
        return holds_focus(self.submitter_box) or (nobody_yet and owner not in ("", card.number))

    def _other_than(self, card: ScannedCard, name: TextField, number: TextField) -> str:
        """Who stands in the fields, if it is surely somebody else than on the card."""
        typed = normalise_number(number.text)
        if typed:
            return (name.text or number.text) if typed != card.number else ""
        business = self.kind.value is ApplicantKind.HOUSEHOLD_BUSINESS
        same = business or not card.name or fold(name.text) == fold(card.name)
        return "" if same else name.text

    def complete_from(self, known: KnownPerson) -> None:
        """What is still empty comes from the records; what was typed stays."""
        applicant = known.applicant
        for field, text in (
            (self.name, applicant.name),
            (self.birth_date, applicant.birth_date),
            (self.address, applicant.address),
            (self.phone, applicant.phone),
            (self.email, applicant.email),
            (self.tax_code, applicant.tax_code),
            (self.id_number, applicant.id_number),
        ):
            if not field.text and text:
                field.set_text(text)
        if self.sex.value is None:
            self.sex.choose(applicant.sex)
        self.changed.emit()

    def is_surely(self, known: KnownPerson) -> bool:
        """Whether the number in the form is that of the known person or organisation."""
        applicant = known.applicant
        if self.kind.value is ApplicantKind.ORGANISATION:
            return applicant.tax_code == self.tax_code.text != ""
        return applicant.id_number == normalise_number(self.id_number.text) != ""

    def show_known(self, known: KnownPerson | None) -> None:
        """A person of the records, with one key to take over."""
        self.known = known
        if known is None:
            self.known_box.hide()
            return
        self.known_box.show()
        applicant = known.applicant
        same = self.is_surely(known)
        who = f"{applicant.name} {applicant.birth_date[-4:]}".strip()
        lines = [f"Đã từng nộp: {who}" if same else f"Có phải {who}, {applicant.address}?"]
        lines += [
            f"· {last.procedure_name}, {moment(last.received_at)[6:]}, {term(last.state).lower()}"
            for last in known.last_dossiers[: 0 if self.by_other.isChecked() else 2]
        ]
        self.known_text.setText("\n".join(lines))
        self.take_over.setVisible(not same)

    def fields(self) -> dict[str, Field]:
        """Fields by the names that checks use."""
        return {
            "applicant_name": self.name,
            "id_number": self.id_number,
            "birth_date": self.birth_date,
            "address": self.address,
            "phone": self.phone,
            "email": self.email,
            "tax_code": self.tax_code,
            "submitter_name": self.submitter_name,
            "submitter_id_number": self.submitter_number,
            "submitter_phone": self.submitter_phone,
        }

    def state(self) -> dict[str, Any]:
        """What is typed, as plain data for the draft."""
        applicant, submitter = self.applicant(), self.submitter()
        return {
            "applicant": {
                "name": applicant.name,
                "kind": str(applicant.kind),
                "id_number": applicant.id_number,
                "birth_date": applicant.birth_date,
                "sex": str(applicant.sex) if applicant.sex else "",
                "address": applicant.address,
                "phone": applicant.phone,
                "email": applicant.email,
                "tax_code": applicant.tax_code,
            },
            "submitter": {
                "name": submitter.name,
                "id_number": submitter.id_number,
                "phone": submitter.phone,
                "note": submitter.note,
            },
        }

    def set_state(self, state: dict[str, Any]) -> None:
        """Puts a draft back, or empties the form: the same number is then looked up anew."""
        self._looked_for = ""
        values = dict(state["applicant"])
        values["kind"] = ApplicantKind(values["kind"])
        values["sex"] = Sex(values["sex"]) if values["sex"] else None
        self.set_applicant(Applicant(**values))
        self.set_submitter(Submitter(**state["submitter"]))

    @property
    def first_entry(self) -> QWidget:
        """Where typing from paper begins; a card is caught wherever the cursor stands."""
        fields = (self.id_number, self.tax_code, self.name)
        return next(field.entry for field in fields if not field.isHidden())

    @property
    def is_blank(self) -> bool:
        """Whether nothing worth keeping was typed."""
        # One after the other: put together, an empty submitter would hide the owner's name.
        parts = self.state().values()
        typed = (text for part in parts for key, text in part.items() if key not in _CHOSEN)
        return not any(typed)

    def _build(self) -> None:
        self.scan = QLineEdit()
        self.scan.setObjectName("scan")
        self.scan.setAccessibleName("Quét thẻ căn cước")
        self.scan.setPlaceholderText("Quét thẻ (ô nào cũng được)")
        self.scan.addAction(
            icon("scan", colours().accent), QLineEdit.ActionPosition.LeadingPosition
        )
        self.scan.setToolTip("Đưa mã QR của thẻ trước đầu đọc; các ô bên dưới tự điền")
        self.scan.returnPressed.connect(self._scan_entered)
        self.body.addWidget(self.scan)
        self.kind = Segments([(term(kind), kind) for kind in ApplicantKind], "applicantKind")
        self.kind.chosen.connect(lambda _kind: self._kind_chosen())
        self.body.addWidget(self.kind)
        self.id_number = TextField("Số định danh (CCCD)", "idNumber", most=20)
        self.tax_code = TextField("Mã số thuế", "taxCode", most=20)
        self.name = TextField("Họ và tên", "applicantName")
        self.birth_date = TextField(
            "Ngày sinh",
            "birthDate",
            placeholder="05/12/1990",
            tip="Ngày/tháng/năm, hoặc chỉ năm sinh",
            most=10,
        )
        sexes = [("—", None), *((term(sex), sex) for sex in Sex)]
        self.sex = ChoiceField("Giới tính", "sex", sexes)
        self.address = TextField("Địa chỉ", "address")
        self.phone = TextField("Điện thoại", "phone", most=20)
        self.email = TextField("Thư điện tử", "email")
        for line in (
            ((self.id_number, 5), (self.tax_code, 5), (self.sex, 3)),
            ((self.name, 5), (self.birth_date, 3)),
            ((self.address, 1),),
            ((self.phone, 1), (self.email, 1)),
        ):
            self.body.addLayout(field_line(line))
        self._build_known()
        self._build_submitter()
        self.body.addStretch(1)
        self.tax_code.hide()
        for field in (self.id_number, self.name, self.phone, self.tax_code):
            field.changed.connect(self._edited_lookup)
        for other in (self.birth_date, self.sex, self.address, self.email):
            other.changed.connect(self.changed)

    def _build_known(self) -> None:
        self.known_box = QWidget()
        across = QHBoxLayout(self.known_box)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(6)
        self.known_text = label("", "caption", wrap=True, name="knownPerson")
        self.take_over = button(
            "Lấy",
            role="quiet",
            name="takeOver",
            icon_name="user",
            key="F8",
            tip="Lấy thông tin người này từ lần nộp trước",
        )
        self.take_over.clicked.connect(lambda: self.take_over_wanted.emit(self.known))
        across.addWidget(self.known_text, 1)
        across.addWidget(self.take_over, 0, Qt.AlignmentFlag.AlignTop)
        self.known_box.hide()
        self.body.addWidget(self.known_box)

    def _build_submitter(self) -> None:
        self.by_other = QCheckBox("Người khác nộp thay")
        self.by_other.setShortcut("Ctrl+U")
        self.by_other.setToolTip("Chủ hồ sơ không đến; ghi người mang hồ sơ tới\nPhím tắt: Ctrl+U")
        self.by_other.setObjectName("byOther")
        self.body.addWidget(self.by_other)
        self.submitter_box = QWidget()
        column = QVBoxLayout(self.submitter_box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        self.submitter_name = TextField("Họ tên người nộp", "submitterName")
        self.submitter_number = TextField("Số định danh", "submitterNumber", most=20)
        self.submitter_phone = TextField("Điện thoại", "submitterPhone", most=20)
        self.submitter_note = TextField("Giấy ủy quyền, quan hệ", "submitterNote")
        column.addLayout(field_line(((self.submitter_name, 1), (self.submitter_number, 1))))
        column.addLayout(field_line(((self.submitter_phone, 1), (self.submitter_note, 1))))
        self.submitter_box.hide()
        self.by_other.toggled.connect(self._by_other_toggled)
        for field in (
            self.submitter_name,
            self.submitter_number,
            self.submitter_phone,
            self.submitter_note,
        ):
            field.changed.connect(self.changed)
        self.body.addWidget(self.submitter_box)

    def _by_other_toggled(self, on: bool) -> None:
        self.submitter_box.setVisible(on)
        self.show_known(self.known)
        if on:
            self.submitter_name.entry.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _kind_chosen(self) -> None:
        person = self.kind.value is ApplicantKind.PERSON
        business = self.kind.value is ApplicantKind.HOUSEHOLD_BUSINESS
        self.id_number.setVisible(self.kind.value is not ApplicantKind.ORGANISATION)
        self.tax_code.setVisible(self.kind.value is ApplicantKind.ORGANISATION)
        self.birth_date.setVisible(person)
        self.sex.setVisible(person)
        names = {True: "Họ và tên", False: "Tên tổ chức"}
        self.name.set_label("Tên hộ kinh doanh" if business else names[person])
        self.id_number.set_label("Số định danh chủ hộ" if business else "Số định danh (CCCD)")
        self.changed.emit()

    def _scan_entered(self) -> None:
        text = self.scan.text()
        if text.strip():
            self.scan_entered.emit(text)

    def _edited_lookup(self) -> None:
        self.changed.emit()
        self._look.start()

    def _look_up(self) -> None:
        for field in (self.id_number, self.phone, self.tax_code, self.name):
            if field.entry.hasFocus():
                text = field.text
                if text != self._looked_for and len(text) >= 4:
                    self._looked_for = text
                    self.look_up_wanted.emit(text)
                elif len(text) < 4:
                    self.show_known(None)


# The state of a form in which nothing is typed.
EMPTY_PERSON: dict[str, Any] = {
    "applicant": {
        "name": "",
        "kind": "person",
        "id_number": "",
        "birth_date": "",
        "sex": "",
        "address": "",
        "phone": "",
        "email": "",
        "tax_code": "",
    },
    "submitter": {"name": "", "id_number": "", "phone": "", "note": ""},
}
