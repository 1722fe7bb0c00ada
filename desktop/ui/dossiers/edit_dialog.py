"""Mending what was typed wrong at intake; the old values stay in the history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.dossiers import ApplicantKind, ReturnMethod, Sex
from desktop.domain.errors import InputRefused
from desktop.domain.moments import local_date
from desktop.domain.payments import PAID, Payment
from desktop.services.dossier_edits import DossierEdit, edit_dossier, edit_of
from desktop.services.dossier_rows import DossierCard, Submitter
from desktop.services.people import Applicant
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.fields import (
    ChoiceField,
    DateField,
    Field,
    NoteField,
    NumberField,
    TextField,
    focus_first,
)
from desktop.ui.widgets.payment_field import PAYMENT_CHOICES, UNKNOWN_CHOICE
from desktop.wording.payments import BOUNDARY_HINT, PAYMENT_HINT
from desktop.wording.problems import entry_text
from desktop.wording.terms import term


class EditDialog(QDialog):
    """Edits one dossier; stays open until what is entered can be saved."""

    def __init__(
        self, context: UiContext, card: DossierCard, parent: QWidget, start: str = ""
    ) -> None:
        super().__init__(parent)
        self.setObjectName("editDialog")
        self.setWindowTitle(f"Sửa hồ sơ {card.row.code}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(720)
        self._context = context
        self._card = card
        self._old = edit_of(card)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(
            label(
                "Mọi thay đổi được ghi vào dòng thời gian kèm giá trị cũ. Muốn đổi thủ tục hoặc "
                "ngày hẹn, hãy hoàn tác việc tiếp nhận rồi nhận lại.",
                "muted",
                wrap=True,
            )
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        self._texts: dict[str, TextField] = {}
        self.fields: dict[str, Field] = {}
        self._add_fields(grid)
        column.addLayout(grid)
        self._payment_chosen()
        row = QHBoxLayout()
        row.addStretch(1)
        later = button("Để sau", name="editLater", tip="Phím tắt: Esc")
        self.save = button("Lưu thay đổi", role="primary", name="editSave", key="Ctrl+Return")
        later.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        row.addWidget(later)
        row.addWidget(self.save)
        column.addLayout(row)
        starts = {"note": self.note, "payment": self.payment}
        if start in starts:
            starts[start].entry.setFocus()

    def _add_fields(self, grid: QGridLayout) -> None:
        old = self._old
        applicant, submitter = old.applicant, old.submitter
        kinds = [(term(kind), kind) for kind in ApplicantKind]
        sexes = [("—", None), *((term(sex), sex) for sex in Sex)]
        methods = [(term(method), method) for method in ReturnMethod]
        texts = {
            "applicant_name": ("Họ tên chủ hồ sơ", applicant.name),
            "id_number": ("Số định danh", applicant.id_number),
            "birth_date": ("Ngày sinh", applicant.birth_date),
            "address": ("Địa chỉ", applicant.address),
            "phone": ("Điện thoại", applicant.phone),
            "email": ("Thư điện tử", applicant.email),
            "tax_code": ("Mã số thuế", applicant.tax_code),
            "submitter_name": ("Người nộp thay", submitter.name),
            "submitter_id_number": ("Số định danh người nộp", submitter.id_number),
            "submitter_phone": ("Điện thoại người nộp", submitter.phone),
            "submitter_note": ("Giấy ủy quyền", submitter.note),
            "portal_code": ("Mã hồ sơ trên Cổng", old.portal_code),
            "fee_note": ("Ghi chú về phí", old.fee_note),
            "return_address": ("Nơi nhận kết quả", old.return_address),
        }
        for name, (heading, value) in texts.items():
            field = TextField(heading, f"edit_{name}")
            field.set_text(value)
            self._texts[name] = field
        self.kind = ChoiceField("Chủ hồ sơ là", "edit_kind", kinds)
        self.kind.choose(applicant.kind)
        self.sex = ChoiceField("Giới tính", "edit_sex", sexes)
        self.sex.choose(applicant.sex)
        self.method = ChoiceField("Nhận kết quả", "edit_return_method", methods)
        self.method.choose(old.return_method)
        self.sets = NumberField("Số bộ hồ sơ", "edit_sets", lowest=1, highest=99)
        self.sets.set_value(old.sets)
        self.fee = NumberField("Phí, lệ phí (đ)", "edit_fee_vnd", highest=100_000_000, blank=True)
        self.fee.set_value(old.fee_vnd)
        self.payment = ChoiceField(
            "Nộp phí, lệ phí", "edit_payment", (*PAYMENT_CHOICES, UNKNOWN_CHOICE)
        )
        self.payment.choose(old.payment)
        self.payment.combo.setToolTip(PAYMENT_HINT)
        self.payment.changed.connect(self._payment_chosen)
        self.paid_on = DateField("Ngày nộp phí", "edit_paid_on")
        paid_on = old.paid_on or local_date(self._context.office.now())
        self.paid_on.set_value(QDate(paid_on.year, paid_on.month, paid_on.day))
        self.boundary = ChoiceField(
            "Phi địa giới", "edit_boundary", [("Không", False), ("Có", True)]
        )
        self.boundary.choose(old.outside_boundary)
        self.boundary.combo.setToolTip(BOUNDARY_HINT)
        self.fee.changed.connect(self._payment_chosen)
        self.note = NoteField("Ghi chú", "edit_note", lines=2)
        self.note.set_text(old.note)
        order: list[Field] = [
            self.kind, *(self._texts[n] for n in ("applicant_name", "id_number", "birth_date")),
            self.sex, *(self._texts[n] for n in ("address", "phone", "email", "tax_code")),
            *(self._texts[n] for n in ("submitter_name", "submitter_id_number", "submitter_phone",
                                       "submitter_note", "portal_code")),
            self.sets, self.fee, self.payment, self.paid_on, self._texts["fee_note"],
            self.method, self._texts["return_address"], self.boundary, self.note,
        ]  # fmt: skip
        for place, shown in enumerate(order):
            grid.addWidget(shown, place // 3, place % 3, Qt.AlignmentFlag.AlignTop)
        for side in range(3):
            grid.setColumnStretch(side, 1)
        self.fields = {
            **self._texts,
            "sets": self.sets,
            "fee_vnd": self.fee,
            "payment": self.payment,
            "paid_on": self.paid_on,
        }

    def _payment_chosen(self) -> None:
        """A day is asked for only where something was paid."""
        to_pay = self.fee.value != 0
        self.payment.setEnabled(to_pay)
        self.paid_on.setVisible(to_pay and self.payment.value in PAID)

    def _paid(self) -> tuple[Payment | None, date | None]:
        payment, day = self.payment.value, self.paid_on.value
        if not isinstance(payment, Payment) or not self.payment.isEnabled():
            return None, None
        return payment, date(day.year(), day.month(), day.day()) if payment in PAID else None

    def _text(self, name: str) -> str:
        return self._texts[name].text

    def edit(self) -> DossierEdit:
        """The values as entered."""
        applicant = Applicant(
            self._text("applicant_name"),
            kind=self.kind.value,  # type: ignore[arg-type]
            id_number=self._text("id_number"),
            birth_date=self._text("birth_date"),
            sex=self.sex.value,  # type: ignore[arg-type]
            address=self._text("address"),
            phone=self._text("phone"),
            email=self._text("email"),
            tax_code=self._text("tax_code"),
        )
        submitter = Submitter(
            self._text("submitter_name"),
            self._text("submitter_id_number"),
            self._text("submitter_phone"),
            self._text("submitter_note"),
        )
        payment, paid_on = self._paid()
        return replace(
            self._old,
            payment=payment,
            paid_on=paid_on,
            outside_boundary=bool(self.boundary.value),
            applicant=applicant,
            submitter=submitter,
            portal_code=self._text("portal_code"),
            sets=self.sets.value or 1,
            fee_vnd=self.fee.value,
            fee_note=self._text("fee_note"),
            return_method=self.method.value,  # type: ignore[arg-type]
            return_address=self._text("return_address"),
            note=self.note.text,
        )

    def _save(self) -> None:
        office, code, edit = self._context.office, self._card.row.code, self.edit()
        runner, old = self._context.runner, self._old

        def back() -> None:
            runner.command(lambda _: edit_dossier(office, code, old))

        def done(changed: tuple[str, ...]) -> None:
            if changed:
                self._context.messages.say(f"Đã sửa hồ sơ {code}.", back)
            else:
                self._context.messages.say("Không có gì thay đổi.")
            self.accept()

        def failed(error: Exception) -> bool:
            if not isinstance(error, InputRefused):
                return False
            for problem in error.problems:
                if problem.field in self.fields:
                    self.fields[problem.field].show_error(entry_text(problem))
            focus_first(list(self.fields.values()))
            return True

        self._context.runner.command(
            lambda _: edit_dossier(office, code, edit),
            done,
            button=self.save,
            owner=self,
            on_error=failed,
        )
