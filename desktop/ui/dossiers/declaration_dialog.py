"""A declaration from a dossier: choose the template, type what is missing, look, keep."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.services.attachments import AddedFile
from desktop.services.declaration_templates import (
    DeclarationTemplate,
    list_templates,
    template_content,
)
from desktop.services.declarations import (
    DeclarationBlank,
    FilledDeclaration,
    attach_filled,
    compose_declaration,
    declaration_blanks,
    note_declaration,
    save_declaration,
)
from desktop.services.dossier_rows import DossierCard
from desktop.services.outcomes import Outcome
from desktop.services.word_pages import can_draw_word, word_pdf
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import EmptyState, clear_layout, label
from desktop.ui.widgets.fields import ChoiceField, TextField
from desktop.ui.widgets.permits import allow
from desktop.ui.widgets.save_file import ask_where

_TYPING_MS = 250
_NO_PAGES = "Máy này chưa cài LibreOffice; hãy lưu và mở bằng Word để in."


class DeclarationDialog(QDialog):
    """``typed`` is what was typed for this dossier before; it is kept when the dialog closes.

    ``attached`` tells that the dossier has a new file, ``pages_made`` carries a PDF to print.
    """

    attached = Signal()
    pages_made = Signal(bytes, str)

    def __init__(
        self, context: UiContext, card: DossierCard, typed: dict[str, str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("declarationDialog")
        self.setWindowTitle(f"Điền tờ khai cho {card.applicant.name}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(980, 640)
        self._context = context
        self._code = card.row.code
        self._typed = typed
        self._content = b""
        self._fields: dict[str, TextField] = {}
        self._build()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._compose)
        office = context.office
        context.runner.query(lambda _: list_templates(office), self._show_templates, owner=self)

    def save_to(self, target: Path, *, then_open: bool) -> None:
        """Writes the Word file; opens it with the program that the machine has for it."""
        office, code, compose = self._context.office, self._code, self._composing()

        def write() -> Outcome[None]:
            note_declaration(office, code)
            save_declaration(compose(), target)
            return Outcome(None, frozenset())

        def done(_value: object) -> None:
            self._context.messages.say(f"Đã lưu {target}.")
            if then_open:
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))
            self.accept()

        self._context.runner.command(lambda _: write(), done, button=self.save_button, owner=self)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        self.templates = ChoiceField("Mẫu tờ khai", "declarationTemplate")
        self.templates.changed.connect(self._read_template)
        go = button("Mở Mẫu tờ khai", role="primary", name="openTemplates", key="Ctrl+G")
        go.clicked.connect(self._to_templates)
        empty = EmptyState(
            "file-text",
            "Chưa có mẫu tờ khai nào",
            "Thêm tờ khai Word của đơn vị ở Danh mục, thiết lập; rồi mỗi hồ sơ điền bằng một phím.",
            go,
        )
        filled = QWidget()
        rows = QVBoxLayout(filled)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        rows.addWidget(self.templates)
        across = QHBoxLayout()
        across.setSpacing(14)
        across.addWidget(self._build_missing(), 2)
        across.addWidget(self._build_preview(), 3)
        rows.addLayout(across, 1)
        rows.addLayout(self._build_buttons())
        self.stack = QStackedWidget()
        self.stack.addWidget(filled)
        self.stack.addWidget(empty)
        column.addWidget(self.stack, 1)

    def _build_missing(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        self.missing = label("", "section", wrap=True, name="missingTitle")
        self.broken = label("", "warning", wrap=True, name="brokenFields")
        inside = QWidget()
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(0, 0, 8, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        column.addWidget(self.missing)
        column.addWidget(self.broken)
        column.addWidget(area, 1)
        return holder

    def _build_preview(self) -> QWidget:
        self.preview = QPlainTextEdit()
        self.preview.setObjectName("declarationText")
        self.preview.setAccessibleName("Tờ khai sau khi điền")
        self.preview.setReadOnly(True)
        self.preview.setTabChangesFocus(True)
        return self.preview

    def _build_buttons(self) -> QHBoxLayout:
        later = button("Để sau", name="declarationLater", tip="Phím tắt: Esc")
        self.save_button = button(
            "Lưu và mở bằng Word", name="declarationSave", icon_name="download", key="Ctrl+S"
        )
        self.print_button = button(
            "Xem trang, in", name="declarationPrint", icon_name="printer", key="Ctrl+P"
        )
        self.attach_button = button(
            "Đính kèm vào hồ sơ",
            role="primary",
            name="declarationAttach",
            icon_name="paperclip",
            key="Ctrl+Return",
        )
        allow(self.print_button, can_draw_word(), _NO_PAGES)
        later.clicked.connect(self.reject)
        self.save_button.clicked.connect(self._choose_target)
        self.print_button.clicked.connect(self._make_pages)
        self.attach_button.clicked.connect(self._attach)
        row = QHBoxLayout()
        row.addStretch(1)
        for made in (later, self.save_button, self.print_button, self.attach_button):
            row.addWidget(made)
        return row

    def _show_templates(self, templates: tuple[DeclarationTemplate, ...]) -> None:
        self.stack.setCurrentIndex(0 if templates else 1)
        self.templates.set_choices([(template.name, template) for template in templates])
        if templates:
            self.templates.entry.setFocus()
            self._read_template()

    def _read_template(self) -> None:
        template = self.templates.value
        assert isinstance(template, DeclarationTemplate)
        office, code = self._context.office, self._code

        def read(_: object) -> tuple[bytes, tuple[DeclarationBlank, ...]]:
            content = template_content(office, template.name)
            return content, declaration_blanks(office, content, template.name, code)

        self._context.runner.query(
            read,
            lambda found: self._show_blanks(template, *found),
            key="declaration fields",
            owner=self,
        )

    def _show_blanks(
        self,
        template: DeclarationTemplate,
        content: bytes,
        blanks: tuple[DeclarationBlank, ...],
    ) -> None:
        self._content = content
        clear_layout(self._rows)
        self._fields = {}
        for place, blank in enumerate(blank for blank in blanks if not blank.value):
            field = TextField(blank.means or blank.name, f"blank{place}", tip=blank.name)
            field.set_text(self._typed.get(blank.name, ""))
            field.changed.connect(self._typing.start)
            self._fields[blank.name] = field
            self._rows.addWidget(field)
        self._rows.addStretch(1)
        count = len(self._fields)
        known = len(blanks) - count
        self.missing.setText(
            f"Đã điền {known} trường; còn {count} trường hồ sơ chưa có"
            if count
            else f"Đã điền đủ {known} trường từ hồ sơ"
        )
        broken = [text for text in template.unknown if text not in template.fields]
        self.broken.setText(f"Viết sai trong mẫu, không điền được: {', '.join(broken)}")
        self.broken.setVisible(bool(broken))
        for field in self._fields.values():
            field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            break
        self._compose()

    def _compose(self) -> None:
        compose = self._composing()
        self._context.runner.query(
            lambda _: compose(),
            lambda filled: self.preview.setPlainText(filled.text),
            key="declaration text",
            owner=self,
        )

    def _composing(self) -> Callable[[], FilledDeclaration]:
        """What fills the declaration with what stands in the fields now."""
        self._typed.update({name: field.text for name, field in self._fields.items()})
        office, code, content = self._context.office, self._code, self._content
        return partial(compose_declaration, office, content, self._name, code, dict(self._typed))

    @property
    def _name(self) -> str:
        template = self.templates.value
        return template.name if isinstance(template, DeclarationTemplate) else ""

    def _attach(self) -> None:
        office, code, name, compose = (
            self._context.office,
            self._code,
            self._name,
            self._composing(),
        )

        def store() -> Outcome[AddedFile]:
            note_declaration(office, code)
            return attach_filled(office, code, name, compose())

        def done(added: AddedFile) -> None:
            self._context.messages.say(f"Đã đính kèm {added.file_name}.")
            self.attached.emit()
            self.accept()

        self._context.runner.command(lambda _: store(), done, button=self.attach_button, owner=self)

    def _make_pages(self) -> None:
        office, code, compose = self._context.office, self._code, self._composing()

        def draw(_: object) -> bytes | None:
            note_declaration(office, code)
            return word_pdf(compose().content)

        self.print_button.setText("Đang dựng trang…")
        self._context.runner.query(draw, self._drawn, owner=self, label="Đang dựng trang in")

    def _drawn(self, pdf: bytes | None) -> None:
        self.print_button.setText("Xem trang, in")
        if pdf is None:
            self.missing.setText("Chưa dựng được trang in; hãy lưu và mở bằng Word.")
            return
        name = f"{self._name} - {self._code}"
        self.accept()
        self.pages_made.emit(pdf, name)

    def _choose_target(self) -> None:
        usual = f"{self._name} - {self._code}.docx"
        target = ask_where(self, "Lưu tờ khai", usual, "Văn bản Word (*.docx)")
        if target is not None:
            self.save_to(target, then_open=True)

    def _to_templates(self) -> None:
        self.reject()
        self._context.open_page("settings/declarations")
