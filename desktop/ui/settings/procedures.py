"""Procedures: look, filter, edit by a new version, switch off, see versions, import lists."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSplitter,
)

from desktop.domain.roles import Permission
from desktop.domain.text import clean
from desktop.services.outcomes import Change
from desktop.services.procedure_finding import find_procedures
from desktop.services.procedure_import import import_procedures
from desktop.services.procedures import (
    ProcedureRow,
    VersionRow,
    count_fields,
    switch_procedure,
    versions_of,
)
from desktop.ui.settings.import_report import ImportReport
from desktop.ui.settings.procedure_editor import ProcedureEditor
from desktop.ui.settings.section import Section
from desktop.ui.shell.context import UiContext
from desktop.ui.shell.memory import remember_splitter
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.permits import permit
from desktop.ui.widgets.shortcuts import keys_inside
from desktop.ui.widgets.tables import RowsTable, mark_row
from desktop.wording.dates import day, dong, limit_text, moment, number
from desktop.wording.terms import term

_ALL = "Mọi lĩnh vực"


class ProcedureSection(Section):
    """The catalogue."""

    key = "procedures"
    title = "Thủ tục hành chính"
    icon_name = "list-check"
    advice = "Mỗi lần sửa tạo một phiên bản mới; hồ sơ đã nhận giữ phiên bản của ngày tiếp nhận."
    changes = frozenset({Change.PROCEDURES})

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.import_button = button(
            "Nhập danh sách", name="importProcedures", icon_name="upload", key="Ctrl+O"
        )
        self.new_button = button(
            "Thêm thủ tục", role="primary", name="newProcedure", icon_name="plus", key="Ctrl+N"
        )
        for made in (self.import_button, self.new_button):
            permit(made, context.office, Permission.EDIT_PROCEDURES)
            self.action_bar.addWidget(made)
        row = QHBoxLayout()
        self.search = QLineEdit()
        self.search.setObjectName("procedureSearch")
        self.search.setAccessibleName("Tìm thủ tục")
        self.search.setPlaceholderText("Tìm theo mã, tên hoặc lĩnh vực, không cần gõ dấu")
        self.search.setClearButtonEnabled(True)
        keys_inside(self, ("Ctrl+F", self.search.setFocus))
        self.search.setToolTip("Tìm trong danh mục\nPhím tắt: Ctrl+F")
        self.field = ChoiceField("", "procedureField", [(_ALL, "")])
        self.field.entry.setAccessibleName("Lĩnh vực")
        self.only_active = QCheckBox("Chỉ thủ tục đang bật")
        self.only_active.setChecked(True)
        row.addWidget(self.search, 2)
        row.addWidget(self.field, 1)
        row.addWidget(self.only_active)
        self.body.addLayout(row)
        self.count = label("", "caption", name="procedureCount")
        self.body.addWidget(self.count)
        self.table = RowsTable(
            "procedureTable",
            "Danh mục thủ tục",
            ("Mã", "Tên thủ tục", "Lĩnh vực", "Thời hạn"),
            (98, 0, 104, 172),
        )
        self.detail = ProcedureDetail()
        for made in (self.detail.edit, self.detail.switch):
            permit(made, context.office, Permission.EDIT_PROCEDURES)
        self.table.offer(self.detail.edit, self.detail.switch)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.detail)
        area.setMinimumWidth(330)
        split.addWidget(area)
        split.setHandleWidth(10)
        split.setSizes([640, 310])
        remember_splitter(context, split, "procedures")
        self.body.addWidget(split, 1)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(80)
        self._typing.timeout.connect(self._read)
        self._connect()

    def enter(self) -> None:
        """Reads the catalogue."""
        office = self.context.office
        self.context.runner.query(
            lambda _: [name for name, _count in count_fields(office)], self._fields, owner=self
        )
        self._read()

    def import_file(self, path: Path) -> None:
        """Reads a list, shows what it would change, then writes it."""
        office = self.context.office
        self.context.runner.query(
            lambda _: import_procedures(office, path, dry_run=True).value,
            lambda result: ImportReport(
                self,
                path.name,
                result,
                "thủ tục",
                "Ghi vào danh mục",
                lambda: self._import_now(path),
            ).open(),
            owner=self,
            label="Đang đọc danh sách",
        )

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.field.changed.connect(self._read)
        self.only_active.toggled.connect(lambda _on: self._read())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_current())
        self.table.doubleClicked.connect(lambda _index: self._edit())
        self.new_button.clicked.connect(lambda: ProcedureEditor(self.context, None, self).open())
        self.import_button.clicked.connect(self._choose_file)
        self.detail.edit.clicked.connect(self._edit)
        self.detail.switch.clicked.connect(self._switch)

    def _fields(self, names: list[str]) -> None:
        chosen = self.field.value
        self.field.set_choices([(_ALL, ""), *((name, name) for name in names)])
        self.field.choose(chosen)

    def _read(self) -> None:
        office, text = self.context.office, clean(self.search.text())
        only, wanted = self.only_active.isChecked(), str(self.field.value or "")

        def read(_: object) -> list[ProcedureRow]:
            rows = find_procedures(office, text, limit=5_000, only_active=only)
            return [row for row in rows if not wanted or row.facts.field == wanted]

        self.context.runner.query(read, self._show, key="procedures", owner=self)

    def _show(self, rows: list[ProcedureRow]) -> None:
        kept = self.table.current_value()
        self.count.setText(f"{number(len(rows))} thủ tục")
        muted = colours().muted
        self.table.rows.set_rows(
            [
                (
                    [row.code, row.facts.name, row.facts.field, limit_text(row.facts.limit)],
                    row,
                    None if row.is_active else muted,
                )
                for row in rows
            ]
        )
        for made in (self.detail.edit, self.detail.switch):
            made.setVisible(bool(rows))
        codes = [row.code for row in rows]
        if rows:
            place = codes.index(kept.code) if kept and kept.code in codes else 0
            mark_row(self.table, self.table.rows.index(place, 0))
        self._show_current()

    def _show_current(self) -> None:
        row: ProcedureRow | None = self.table.current_value()
        self.detail.show_row(row)
        if row is not None:
            office, procedure_id = self.context.office, row.id
            self.context.runner.query(
                lambda _: versions_of(office, procedure_id),
                self.detail.show_versions,
                key="versions",
                owner=self,
            )

    def _edit(self) -> None:
        row = self.table.current_value()
        if row is not None and self.may(Permission.EDIT_PROCEDURES):
            ProcedureEditor(self.context, row, self).open()

    def _switch(self) -> None:
        row: ProcedureRow | None = self.table.current_value()
        if row is None:
            return
        office, code, on = self.context.office, row.code, not row.is_active

        def done(_value: object) -> None:
            text = "Đã bật" if on else "Đã tắt"
            self.context.messages.say(f"{text} thủ tục {code}.", self._switch_back(code, not on))

        self.context.runner.command(lambda _: switch_procedure(office, code, on), done, owner=self)

    def _switch_back(self, code: str, on: bool) -> Callable[[], None]:
        office, runner = self.context.office, self.context.runner

        def back() -> None:
            runner.command(lambda _: switch_procedure(office, code, on))

        return back

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, "Chọn danh sách thủ tục", "", "Bảng tính (*.xlsx *.xls *.ods *.csv)"
        )
        if chosen:
            self.import_file(Path(chosen))

    def _import_now(self, path: Path) -> None:
        office = self.context.office
        self.context.runner.command(
            lambda _: import_procedures(office, path),
            lambda result: self.context.messages.say(
                f"Đã nhập danh sách: thêm {result.added}, sửa {result.changed}, "
                f"giữ nguyên {result.unchanged}."
            ),
            owner=self,
            label="Đang ghi danh mục",
        )


class ProcedureDetail(Card):
    """One procedure with its papers and versions."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(300)
        self.name = label("", "section", wrap=True, name="procedureName")
        self.facts = label("", wrap=True, name="procedureFacts")
        self.facts.setTextFormat(Qt.TextFormat.RichText)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.papers = label("", wrap=True, name="procedurePapers")
        self.versions = label("", "caption", wrap=True, name="procedureVersions")
        row = QHBoxLayout()
        self.edit = button("Sửa", name="editProcedure", icon_name="edit", key="Ctrl+Shift+E")
        self.switch = button("Tắt", name="switchProcedure", icon_name="ban", key="Ctrl+Shift+T")
        for made in (self.edit, self.switch):
            row.addWidget(made)
        row.addStretch(1)
        self.body.addWidget(self.name)
        self.body.addWidget(self.facts)
        self.body.addLayout(row)
        self.body.addWidget(label("Thành phần hồ sơ", "fieldLabel"))
        self.body.addWidget(self.papers)
        self.body.addWidget(label("Các phiên bản", "fieldLabel"))
        self.body.addWidget(self.versions)
        self.body.addStretch(1)

    def show_row(self, row: ProcedureRow | None) -> None:
        """The marked procedure."""
        if row is None:
            self.name.setText("Không có thủ tục nào khớp")
            self.facts.setText("Hãy gõ ít chữ hơn hoặc chọn Mọi lĩnh vực.")
            self.papers.setText("")
            self.versions.setText("")
            return
        facts = row.facts
        self.name.setText(facts.name)
        self.switch.setText("Tắt" if row.is_active else "Bật lại")
        fee = dong(facts.fee.listed_vnd) if facts.fee.listed_vnd else ""
        lines = [
            ("Mã", row.code),
            ("Lĩnh vực", facts.field),
            ("Thời hạn", limit_text(facts.limit)),
            ("Khi bổ sung", term(facts.supplement_mode)),
            ("Phí", " · ".join(filter(None, (term(facts.fee.kind), fee, facts.fee.note)))),
            ("Trực tuyến", term(facts.online_level) or "chưa ghi mức độ"),
            ("Căn cứ", facts.legal_basis),
            ("Cơ quan thực hiện", facts.handling_agency.replace("\n", "; ")),
            ("Lưu ý", facts.counter_note),
            ("Đã dùng", f"{number(row.use_count)} hồ sơ"),
        ]
        muted = colours().muted
        self.facts.setText(
            "<br>".join(
                f'<span style="color:{muted}">{name}:</span> {value}'
                for name, value in lines
                if value
            )
        )
        sample = "" if facts.documents_confirmed or not facts.documents else "(dữ liệu mẫu) "
        papers = [f"• {document.name}" for document in facts.documents]
        self.papers.setText(
            sample + "\n".join(papers)
            if papers
            else "Chưa khai. Bấm Sửa để thêm, phiếu tiếp nhận sẽ in theo danh sách này."
        )

    def show_versions(self, versions: tuple[VersionRow, ...]) -> None:
        """Newest first."""
        lines = []
        for version in versions:
            start = day(version.span.valid_from) or "từ đầu"
            end = day(version.span.valid_to) or "nay"
            lines.append(
                f"Bản {version.number}: {start} – {end} · {limit_text(version.facts.limit)} · "
                f"{version.source} · {moment(version.created_at)}"
            )
        self.versions.setText("\n".join(lines))
