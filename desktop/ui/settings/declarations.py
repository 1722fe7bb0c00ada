"""The unit's Word templates: take in, look at their fields, write out, remove."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea

from desktop.domain.roles import Permission
from desktop.services.declaration_templates import (
    DeclarationTemplate,
    add_template,
    list_templates,
    put_back_template,
    remove_template,
    save_template,
)
from desktop.services.declarations import field_key, known_fields
from desktop.services.outcomes import Change
from desktop.ui.dossiers.rich_words import definition_rows
from desktop.ui.settings.section import Section
from desktop.ui.shell.context import UiContext
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.permits import permit
from desktop.ui.widgets.table_or_advice import TableOrAdvice
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.dates import moment

_WORD = "Văn bản Word (*.docx)"


class DeclarationSection(Section):
    """A template is an ordinary Word file with names in double braces."""

    key = "declarations"
    title = "Mẫu tờ khai"
    icon_name = "file-text"
    advice = "Tờ khai Word của đơn vị, có chỗ trống như {{ho_ten}}; chương trình điền từ hồ sơ."
    changes = frozenset({Change.OFFICE})

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.add_button = button(
            "Thêm mẫu Word", role="primary", name="addTemplate", icon_name="plus", key="Ctrl+G"
        )
        self.save_button = button(
            "Lưu ra tệp để sửa", name="saveTemplate", icon_name="download", key="Ctrl+S"
        )
        self.remove_button = button(
            "Gỡ mẫu", name="removeTemplate", icon_name="trash", key="Ctrl+Delete"
        )
        for made in (self.add_button, self.remove_button):
            permit(made, context.office, Permission.EDIT_OFFICE)
        for made in (self.remove_button, self.save_button, self.add_button):
            self.action_bar.addWidget(made)
        self.table = RowsTable(
            "templateTable",
            "Các mẫu tờ khai",
            ("Tên mẫu", "Trường", "Chưa hiểu", "Thêm lúc"),
            (0, 62, 86, 146),
        )
        self.table.offer(self.save_button, self.remove_button)
        self.list = TableOrAdvice(
            self.table,
            "file-text",
            "Chưa có mẫu tờ khai nào",
            "Trong Word, gõ tên trường vào chỗ trống, ví dụ {{ho_ten}} hay {{Địa chỉ}}, lưu .docx "
            "rồi bấm Thêm mẫu Word. Các tên dùng được ở bên phải.",
        )
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(self.list, 3)
        across.addWidget(self._build_fields(), 2)
        self.body.addLayout(across, 1)
        self.add_button.clicked.connect(self._choose)
        self.save_button.clicked.connect(self._save)
        self.remove_button.clicked.connect(self._remove)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_fields())

    def enter(self) -> None:
        """Reads the templates."""
        office = self.context.office
        self.context.runner.query(
            lambda _: list_templates(office), self._show, key="templates", owner=self
        )

    def add_file(self, path: Path) -> None:
        """Takes a template in and says what in it is not understood."""
        office = self.context.office

        def done(added: DeclarationTemplate) -> None:
            text = f"Đã thêm mẫu “{added.name}”, {len(added.fields)} trường."
            if added.unknown:
                text += f" Chưa hiểu: {', '.join(added.unknown)}; chỗ này sẽ gõ khi điền."
            self.context.messages.say(text)

        self.context.runner.command(
            lambda _: add_template(office, path), done, button=self.add_button, owner=self
        )

    def _build_fields(self) -> Card:
        card = Card()
        self.heading = label("", "section", wrap=True, name="templateFieldsTitle")
        self.fields = label("", wrap=True, name="templateFields")
        self.fields.setTextFormat(Qt.TextFormat.RichText)
        self.fields.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.fields.setAlignment(Qt.AlignmentFlag.AlignTop)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.fields)
        card.body.addWidget(self.heading)
        card.body.addWidget(area, 1)
        return card

    def _show(self, templates: tuple[DeclarationTemplate, ...]) -> None:
        due = colours().due
        self.table.show_rows(
            [
                (
                    [
                        template.name,
                        str(len(template.fields)),
                        str(len(template.unknown) or ""),
                        moment(template.added_at),
                    ],
                    template,
                    due if template.unknown else None,
                )
                for template in templates
            ]
        )
        self.list.show_table(bool(templates))
        self._show_fields()

    def _show_fields(self) -> None:
        chosen = self._chosen()
        means = {field.name: field.means for field in known_fields()}
        if chosen is None:
            self.heading.setText("Các tên trường dùng được")
            names = [(f"{{{{{name}}}}}", text) for name, text in means.items()]
        else:
            self.heading.setText(f"Các trường trong “{chosen.name}”")
            unknown = [(name, "⚠ chưa hiểu, sẽ gõ khi điền") for name in chosen.unknown]
            known = [name for name in chosen.fields if name not in chosen.unknown]
            names = [*unknown, *((name, means[field_key(name)]) for name in known)]
        self.fields.setText(definition_rows(names))

    def _chosen(self) -> DeclarationTemplate | None:
        if not self.table.rows.rowCount():
            return None
        template: DeclarationTemplate | None = self.table.current_value()
        return template

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Chọn mẫu tờ khai", "", _WORD)
        if chosen:
            self.add_file(Path(chosen))

    def _save(self) -> None:
        template = self._chosen()
        if template is None:
            return
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Lưu mẫu tờ khai", f"{template.name}.docx", _WORD
        )
        if chosen:
            office, target = self.context.office, Path(chosen)
            self.context.runner.query(
                lambda _: save_template(office, template.name, target),
                lambda _: self.context.messages.say(
                    f"Đã lưu {target}. Sửa xong, thêm lại bằng đúng tên này."
                ),
                owner=self,
            )

    def _remove(self) -> None:
        template = self._chosen()
        if template is None:
            return
        office, runner = self.context.office, self.context.runner

        def put_back(removed: DeclarationTemplate) -> None:
            runner.command(lambda _: put_back_template(office, removed))

        runner.command(
            lambda _: remove_template(office, template.name),
            lambda removed: self.context.messages.say(
                f"Đã gỡ mẫu “{removed.name}”.", partial(put_back, removed)
            ),
            owner=self,
        )
