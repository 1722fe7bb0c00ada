"""Điền từ sổ: what the records would change, line by line, before it is written."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.criteria.figures import FigureReading
from desktop.services.assessments.figure_lists import FigureList, list_to_mend
from desktop.services.assessments.fill_preview import FillChange, FillPreview, preview_fill
from desktop.services.assessments.filling import SkippedLine
from desktop.services.assessments.sheets import ScoreSheet
from desktop.ui.shell.context import UiContext
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.criteria import percent, points, why_text
from desktop.wording.criteria_advice import UNFILLED_WORDS, reading_value
from desktop.wording.criteria_figures import FIGURE_NAMES
from desktop.wording.dates import day, moment


class FillDialog(QDialog):
    """Tells ``confirmed`` with whether typed answers are replaced too; nothing before that."""

    confirmed = Signal(bool)

    def __init__(self, context: UiContext, sheet: ScoreSheet, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("fillDialog")
        self.setWindowTitle("Điền từ sổ của đơn vị")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1140, 580)
        self._context = context
        self._sheet = sheet
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        self.summary = label("Đang đọc sổ…", "section", wrap=True, name="fillSummary")
        self.read_at = label("", "muted", wrap=True, name="fillReadAt")
        column.addWidget(self.summary)
        column.addWidget(self.read_at)
        self.table = RowsTable(
            "fillTable",
            "Các dòng tự điền",
            ("Dòng", "Số liệu trong sổ", "Đọc được", "Điểm nay → mới", "Vì sao"),
            (250, 220, 176, 128, 0),
        )
        self.table.doubleClicked.connect(lambda _index: self.open_list())
        column.addWidget(self.table, 1)
        self.replace = QCheckBox("Thay cả dòng đã có người trả lời, kể cả “không áp dụng”")
        self.replace.setObjectName("fillReplace")
        self.replace.clicked.connect(lambda _on: self.read())
        column.addWidget(self.replace)
        row = QHBoxLayout()
        self.list_button = button(
            "Mở danh sách hồ sơ", name="fillList", icon_name="table", key="Ctrl+O"
        )
        self.list_button.clicked.connect(self.open_list)
        later = button("Để sau", name="fillLater", tip="Phím tắt: Esc")
        self.go = button("Điền", role="primary", name="fillGo", key="Ctrl+Return")
        self.go.setEnabled(False)
        later.clicked.connect(self.reject)
        self.go.clicked.connect(self._confirm)
        row.addWidget(self.list_button)
        row.addStretch(1)
        row.addWidget(later)
        row.addWidget(self.go)
        column.addLayout(row)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._show_door())
        self._show_door()

    def read(self) -> None:
        """Reads the records anew."""
        office, row = self._context.office, self._sheet.assessment
        replaces = self.replace.isChecked()
        self._context.runner.query(
            lambda _: preview_fill(office, row.year, row.set_code, replace_typed=replaces),
            self._show,
            key="fillPreview",
            owner=self,
            label="Đang đọc sổ",
        )

    def open_list(self) -> None:
        """The dossiers of the marked figure: those that lack, where that is known."""
        found = self._door()
        if found is not None:
            self.accept()
            self._context.open_list(found.wanted)

    def _show(self, preview: FillPreview) -> None:
        changed = preview.changed
        kept = len(preview.lines) - len(changed)
        said = f"{len(changed)} dòng sẽ đổi" if changed else "Không dòng nào đổi"
        self.summary.setText(
            f"{said}, {kept} dòng vẫn như đã ghi, {len(preview.skipped)} dòng để lại"
        )
        if preview.lines:
            reading = preview.lines[0].reading
            self.read_at.setText(
                f"Số liệu từ {day(reading.first_day)} đến hết {day(reading.last_day)}, "
                f"đọc lúc {moment(reading.read_at)}. Chưa có gì được ghi."
            )
        muted = colours().muted
        ordered = [*changed, *(line for line in preview.lines if not line.changes)]
        rows = [_filled_row(line, muted) for line in ordered]
        rows += [self._skipped_row(line, muted) for line in preview.skipped]
        self.table.show_rows(rows)
        self.go.setText(f"Điền {len(changed)} dòng")
        self.go.setShortcut("Ctrl+Return")
        self.go.setEnabled(bool(changed))
        (self.go if changed else self.table).setFocus()

    def _skipped_row(
        self, line: SkippedLine, muted: str
    ) -> tuple[list[str], FigureReading | None, str | None]:
        item = self._sheet.criteria.by_id[line.item_id]
        figures = ", ".join(
            FIGURE_NAMES.get(name.strip(), name.strip()) for name in line.figure.split(",")
        )
        words = UNFILLED_WORDS[line.reason]
        texts = [f"{item.id}  {item.name}", figures, "để lại", "", words]
        return texts, None, muted

    def _door(self) -> FigureList | None:
        reading = self.table.current_value()
        return list_to_mend(reading if isinstance(reading, FigureReading) else None)

    def _show_door(self) -> None:
        self.list_button.setEnabled(self._door() is not None)

    def _confirm(self) -> None:
        self.confirmed.emit(self.replace.isChecked())
        self.accept()


def _filled_row(line: FillChange, muted: str) -> tuple[list[str], FigureReading | None, str | None]:
    reading = line.reading
    value = reading_value(reading)
    if reading.percent is not None:
        value = f"{value} = {percent(reading.percent)}"
    before = "–" if line.before is None else points(line.before)
    after = "–" if line.after.computed is None else points(line.after.computed)
    why = why_text(line.after.why) if line.after.why is not None else ""
    texts = [
        f"{line.item.id}  {line.item.name}",
        FIGURE_NAMES[reading.figure],
        value,
        f"{before} → {after}",
        why,
    ]
    return texts, reading, None if line.changes else muted
