"""What is known about a dossier: person, dates, money, result, papers handed in."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.dossiers import DossierState
from desktop.domain.roles import Permission
from desktop.domain.text import masked_number
from desktop.services.audit import note_seen
from desktop.services.dossier_rows import DossierCard, HandedInDocument
from desktop.ui.dossiers.presentation import Tone
from desktop.ui.dossiers.rich_words import coloured, definition_rows
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.permits import permit
from desktop.wording.dates import limit_text, moment
from desktop.wording.payments import channel_text, payment_text
from desktop.wording.terms import term


class DossierFacts(QWidget):
    """The identity number is masked; showing it is written into the audit chain.

    ``payment_wanted``: somebody wants to write down how the fee was paid.
    """

    payment_wanted = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._card: DossierCard | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.facts = label("", wrap=True, name="panelFacts")
        self.facts.setTextFormat(Qt.TextFormat.RichText)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.facts)
        self.reveal = button(
            "Hiện số định danh",
            role="quiet",
            name="revealNumber",
            icon_name="eye",
            key="Ctrl+Shift+I",
            tip="Việc xem số định danh được ghi vào nhật ký",
        )
        self.reveal.clicked.connect(self._reveal_number)
        self.pay = button(
            "Ghi nộp phí",
            role="quiet",
            name="recordPayment",
            icon_name="edit",
            key="F9",
            tip="Phí, lệ phí đã nộp lúc nào, trực tiếp hay trực tuyến",
        )
        permit(self.pay, context.office, Permission.EDIT_DOSSIER)
        self.pay.clicked.connect(self.payment_wanted)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.reveal)
        row.addWidget(self.pay)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(label("Giấy tờ đã nộp", "section"))
        self.documents = label("", wrap=True, name="panelDocuments")
        self.documents.setTextFormat(Qt.TextFormat.RichText)
        column.addWidget(self.documents)

    def show_card(self, card: DossierCard) -> None:
        """Another dossier, or the same one read again: the number is masked."""
        self._card = card
        self._show_facts(card)
        self._show_documents(card)
        row = card.row
        self.pay.setVisible(row.fee_vnd != 0 and row.state is not DossierState.VOIDED)

    def _show_facts(self, card: DossierCard, number: str | None = None) -> None:
        self.reveal.setVisible(bool(card.applicant.id_number) and number is None)
        self.facts.setText(definition_rows(_facts(card, number)))

    def _show_documents(self, card: DossierCard) -> None:
        if not card.documents:
            self.documents.setText("Thủ tục này chưa khai thành phần hồ sơ.")
            return
        lines = [text for text in map(_document_line, card.documents) if text]
        self.documents.setText("<br>".join(lines) or "Không nộp giấy tờ nào.")

    def _reveal_number(self) -> None:
        if self._card is None:
            return
        card, office = self._card, self._context.office

        def noted(_value: object) -> None:
            if self._card is card:
                self._show_facts(card, card.applicant.id_number)

        self._context.runner.command(
            lambda _: note_seen(office, "id_number.see", card.row.code), noted, owner=self
        )


def _facts(card: DossierCard, number: str | None) -> list[tuple[str, str]]:
    applicant, submitter, row = card.applicant, card.submitter, card.row
    return [
        ("Số định danh", number or masked_number(applicant.id_number)),
        ("Ngày sinh, giới tính", f"{applicant.birth_date} {term(applicant.sex)}".strip()),
        ("Địa chỉ", applicant.address),
        ("Điện thoại", applicant.phone),
        ("Thư điện tử", applicant.email),
        ("Mã số thuế", applicant.tax_code),
        ("Người nộp thay", " · ".join(filter(None, (submitter.name, submitter.phone)))),
        ("Hình thức nộp", channel_text(row.channel, row.online_level, row.outside_boundary)),
        ("Mã trên Cổng", row.portal_code),
        ("Nộp nơi khác lúc", moment(card.submitted_at) if row.outside_boundary else ""),
        ("Tiếp nhận", f"{moment(row.received_at)} · {card.received_by}"),
        ("Thời hạn", f"{limit_text(card.limit)} · {term(card.supplement_mode).lower()}"),
        ("Đang ở", row.holder),
        ("Phí, lệ phí", payment_text(row.fee_vnd, row.payment, row.paid_on)),
        ("Nhận kết quả", f"{term(card.return_method)} {card.return_address}".strip()),
        ("Kết quả", _result_text(card)),
        ("Đã trả", f"{moment(row.returned_at)} {card.receiver}".strip()),
    ]


def _result_text(card: DossierCard) -> str:
    parts = [
        card.result_number,
        f"ký {card.result_date:%d/%m/%Y}" if card.result_date else "",
        card.result_signer,
        moment(card.row.finished_at),
    ]
    return " · ".join(part for part in parts if part)


def _document_line(item: HandedInDocument) -> str:
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
    if item.handed_in:
        return f"✓ {escape(document.name)} <i>({', '.join(counts) or 'xuất trình'})</i>"
    if document.required:
        return coloured(f"✗ {document.name} (còn thiếu)", Tone.DUE)
    return ""
