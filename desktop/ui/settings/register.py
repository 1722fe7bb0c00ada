"""Bringing an old Excel register in: preview of columns and problems, then the import."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from desktop.domain.cell_problems import column_letter
from desktop.domain.roles import Permission
from desktop.domain.text import fold
from desktop.services.import_results import ImportResult
from desktop.services.procedures import list_procedures
from desktop.services.register_import import run_plan, save_rejects
from desktop.services.register_planning import IMPORTED_FIELDS, RegisterPlan, plan_register
from desktop.ui.settings.import_report import problem_table
from desktop.ui.settings.section import Section
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, EmptyState, clear_layout, label
from desktop.ui.widgets.permits import permit
from desktop.ui.widgets.save_file import ask_where
from desktop.wording.dates import number
from desktop.wording.fields import field_name

_UNUSED = "(không dùng)"
_MOST_UNKNOWN = 12


class RegisterSection(Section):
    """Choose a file, look, correct columns and procedures, import what is sound."""

    key = "register"
    title = "Nhập sổ theo dõi cũ"
    icon_name = "package-import"
    advice = (
        "Nhận sổ Excel hoặc CSV ghi bằng tay. Dòng đúng được nhập; dòng có lỗi được ghi ra một tệp "
        "để sửa rồi nhập lại. Nhập lại cùng một tệp không tạo hồ sơ trùng."
    )

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.plan: RegisterPlan | None = None
        self._choices: dict[str, int] = {}
        self._combos: dict[str, QComboBox] = {}
        self.choose_button = button(
            "Chọn tệp sổ cũ",
            role="primary",
            name="chooseRegister",
            icon_name="upload",
            key="Ctrl+O",
        )
        permit(self.choose_button, context.office, Permission.IMPORT)
        self.choose_button.clicked.connect(self._choose)
        self.action_bar.addWidget(self.choose_button)
        self.summary = label("", "muted", wrap=True, name="registerSummary")
        self.body.addWidget(self.summary)
        area = QScrollArea()
        area.setWidgetResizable(True)
        holder = QWidget()
        self.column = QGridLayout(holder)
        self.column.setContentsMargins(0, 0, 8, 0)
        self.column.setSpacing(12)
        area.setWidget(holder)
        self.shown = QStackedWidget()
        self.shown.addWidget(
            EmptyState(
                "package-import",
                "Chưa chọn tệp sổ cũ",
                "Bấm Chọn tệp sổ cũ (Ctrl+O). Sổ Excel cần có ít nhất các cột họ tên, tên thủ tục, "
                "ngày nhận; tên cột viết thế nào cũng được. Máy đọc thử và kể ra từng ô còn "
                "vướng trước khi ghi; chưa bấm Nhập thì sổ chưa đổi gì.",
            )
        )
        self.shown.addWidget(area)
        self.body.addWidget(self.shown, 1)
        row = QHBoxLayout()
        self.rejects_button = button("Lưu các dòng lỗi ra Excel", name="saveRejects", key="Ctrl+E")
        self.import_button = button(
            "Nhập vào sổ", role="primary", name="importRegister", key="Ctrl+Return"
        )
        self.rejects_button.clicked.connect(self._save_rejects)
        self.import_button.clicked.connect(self.import_now)
        row.addStretch(1)
        row.addWidget(self.rejects_button)
        row.addWidget(self.import_button)
        self.body.addLayout(row)
        self.rejects_button.hide()
        self.import_button.hide()

    def read_file(self, path: Path, columns: dict[str, int] | None = None) -> None:
        """Plans an import and shows it."""
        office, choices = self.context.office, dict(self._choices)
        self.context.runner.query(
            lambda progress: plan_register(
                office, path, columns=columns, choices=choices, progress=progress
            ),
            self._show,
            key="register plan",
            owner=self,
            label="Đang đọc sổ cũ",
        )

    def import_now(self) -> None:
        """Writes the sound lines; can be cancelled, then nothing is written."""
        plan, office, choices = self.plan, self.context.office, dict(self._choices)
        if plan is None:
            return

        def done(result: ImportResult) -> None:
            self.context.messages.say(f"Đã nhập {number(result.added)} hồ sơ từ {plan.path.name}.")
            self.read_file(plan.path, plan.sheet.header.columns)

        self.context.runner.command(
            lambda progress: run_plan(office, plan, choices=choices, progress=progress),
            done,
            button=self.import_button,
            owner=self,
            label="Đang nhập sổ cũ",
        )

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, "Chọn sổ theo dõi cũ", "", "Bảng tính (*.xlsx *.xls *.ods *.csv)"
        )
        if chosen:
            self._choices = {}
            self.read_file(Path(chosen))

    def _show(self, plan: RegisterPlan) -> None:
        self.plan = plan
        self.shown.setCurrentIndex(1)
        result = plan.result
        parts = [
            f"{plan.path.name}: {number(result.read)} dòng hồ sơ",
            f"{number(result.added)} dòng nhập được",
            f"{number(result.duplicates)} dòng đã có trong sổ",
            f"{number(result.rejected)} dòng có lỗi",
        ]
        self.summary.setText(" · ".join(parts))
        clear_layout(self.column)
        # First what one choice mends in many lines: the columns are mostly understood.
        if plan.unknown_procedures:
            self.column.addWidget(self._procedures_card(plan), 0, 0)
        self.column.addWidget(self._columns_card(plan), 1, 0)
        if result.problems:
            card = Card(f"Vấn đề trong tệp ({number(len(result.problems))})")
            table = problem_table(result)
            table.setMinimumHeight(220)
            card.body.addWidget(table)
            self.column.addWidget(card, 2, 0)
        self.rejects_button.setVisible(bool(plan.refused))
        self.import_button.setVisible(True)
        self.import_button.setEnabled(bool(plan.ready))
        self.import_button.setText(f"Nhập {number(len(plan.ready))} hồ sơ vào sổ")

    def _columns_card(self, plan: RegisterPlan) -> Card:
        card = Card("Cột trong tệp được hiểu là")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        texts = plan.sheet.header.texts
        known = plan.sheet.header.columns
        self._combos = {}
        for place, name in enumerate(IMPORTED_FIELDS):
            combo = QComboBox()
            combo.setObjectName(f"column_{name}")
            combo.setAccessibleName(field_name(name))
            combo.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            combo.setMinimumContentsLength(10)
            combo.addItem(_UNUSED, None)
            for index, text in enumerate(texts):
                if text:
                    combo.addItem(f"{column_letter(index)}: {text[:60]}", index)
            found = combo.findData(known.get(name))
            combo.setCurrentIndex(found if name in known and found >= 0 else 0)
            combo.activated.connect(lambda _place: self._columns_changed())
            self._combos[name] = combo
            line, side = divmod(place, 3)
            grid.addWidget(label(field_name(name), "fieldLabel"), line * 2, side)
            grid.addWidget(combo, line * 2 + 1, side)
        card.body.addLayout(grid)
        return card

    def _columns_changed(self) -> None:
        if self.plan is None:
            return
        columns = {
            name: int(combo.currentData())
            for name, combo in self._combos.items()
            if combo.currentData() is not None
        }
        self.read_file(self.plan.path, columns)

    def _procedures_card(self, plan: RegisterPlan) -> Card:
        card = Card("Tên thủ tục chưa nhận ra: chọn thủ tục tương ứng, lần sau chương trình nhớ")
        grid = QGridLayout()
        rows = sorted(plan.unknown_procedures.items(), key=lambda item: -item[1])
        for place, (wording, count) in enumerate(rows[:_MOST_UNKNOWN]):
            combo = QComboBox()
            combo.setAccessibleName(f"Thủ tục cho {wording}")
            combo.addItem("— chọn thủ tục —", None)
            for procedure in list_procedures(self.context.office):
                combo.addItem(f"{procedure.shown_name[:70]} ({procedure.code})", procedure.id)
            combo.activated.connect(
                lambda _place, w=wording, c=combo: self._choose_procedure(w, c.currentData())
            )
            grid.addWidget(label(f"{wording} ({number(count)} dòng)", wrap=True), place, 0)
            grid.addWidget(combo, place, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        card.body.addLayout(grid)
        if len(rows) > _MOST_UNKNOWN:
            rest = f"và {len(rows) - _MOST_UNKNOWN} tên khác"
            card.body.addWidget(label(rest, "muted"))
        return card

    def _choose_procedure(self, wording: str, procedure_id: int | None) -> None:
        if procedure_id is not None and self.plan is not None:
            self._choices[fold(wording)] = procedure_id
            self.read_file(self.plan.path, self.plan.sheet.header.columns)

    def _save_rejects(self) -> None:
        if self.plan is None:
            return
        plan = self.plan
        usual = f"{plan.path.stem}-dong-loi.xlsx"
        target = ask_where(self, "Lưu các dòng lỗi", usual, "Excel (*.xlsx)")
        if target is not None:
            self.context.runner.query(
                lambda _: save_rejects(plan, target),
                lambda count: self.context.messages.say(f"Đã ghi {count} dòng lỗi vào {target}."),
                owner=self,
            )
