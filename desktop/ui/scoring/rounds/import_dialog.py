"""The Excel sheet comes back: what it would change, what both sides changed, what is refused."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.cell_problems import CellProblem, ImportCode
from desktop.services.assessments.score_import import (
    CellChange,
    CellConflict,
    ScoreImport,
    import_scores,
)
from desktop.services.assessments.sheets import ScoreSheet
from desktop.ui.shell.context import UiContext
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.imports import problem_text
from desktop.wording.rounds import PART_NAMES

_EMPTY = "(trống)"
_WHAT = 4
_Row = tuple[list[str], CellConflict | None, str | None]


class ScoreImportDialog(QDialog):
    """Tells ``confirmed`` with the conflicts whose file side stands; nothing before that."""

    confirmed = Signal(object)

    def __init__(self, context: UiContext, sheet: ScoreSheet, path: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("scoreImportDialog")
        self.setWindowTitle(f"Nhập lại bảng điểm: {path.name}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1080, 560)
        self._context = context
        self._sheet = sheet
        self._path = path
        self._taken: set[tuple[str, str]] = set()
        self.found: ScoreImport | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        self.summary = label("Đang đọc tệp…", "section", wrap=True, name="importSummary")
        column.addWidget(self.summary)
        self.about = label("", "muted", wrap=True, name="importAbout")
        column.addWidget(self.about)
        self.table = _Table()
        self.table.toggled.connect(self.toggle)
        column.addWidget(self.table, 1)
        self.detail = label("", wrap=True, name="importDetail")
        column.addWidget(self.detail)
        row = QHBoxLayout()
        self.take = button("Lấy theo tệp", name="importTake", key="Ctrl+T")
        self.take.setToolTip(
            "Dòng hai bên cùng sửa: đổi giữa giữ trong chương trình và lấy theo tệp\n"
            "Phím tắt: Ctrl+T, Space trong bảng"
        )
        self.take.clicked.connect(self.toggle)
        later = button("Để sau", name="importLater", tip="Phím tắt: Esc")
        self.go = button("Ghi vào bản tự chấm", role="primary", name="importGo", key="Ctrl+Return")
        self.go.setEnabled(False)
        later.clicked.connect(self.reject)
        self.go.clicked.connect(self._confirm)
        row.addWidget(self.take)
        row.addStretch(1)
        row.addWidget(later)
        row.addWidget(self.go)
        column.addLayout(row)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._name_take())
        self._name_take()

    @property
    def taken(self) -> Collection[tuple[str, str]]:
        """Lines and parts whose file side stands."""
        return frozenset(self._taken)

    def read(self) -> None:
        """Looks into the file; nothing is stored."""
        office, row = self._context.office, self._sheet.assessment
        path, taken = self._path, self.taken

        def failed(error: Exception) -> bool:
            self.reject()
            self._context.messages.tell_error(error)
            return True

        self._context.runner.query(
            lambda _: (
                import_scores(office, row.year, path, row.set_code, dry_run=True, take=taken).value
            ),
            self._show,
            key="scoreImport",
            owner=self,
            label="Đang đọc tệp",
            on_error=failed,
        )

    def toggle(self) -> None:
        """The marked conflict: the program's side or the file's."""
        marked = self.table.current_value()
        if isinstance(marked, CellConflict):
            self._taken ^= {(marked.item_id, marked.part)}
            self.read()

    def _show(self, found: ScoreImport) -> None:
        self.found = found
        changes, open_ = found.changes, self._open_conflicts(found)
        refused = [p for p in found.problems if p.code is not ImportCode.ANSWER_MOVED_ON]
        self.summary.setText(_summary(found, len(open_), len(refused)))
        self.about.setText(
            "Chưa có gì được ghi. Dòng hai bên cùng sửa sau khi xuất: chương trình giữ bản của "
            "mình, trừ dòng được chọn lấy theo tệp."
            if found.conflicts
            else "Chưa có gì được ghi. Ô trống hoặc giống bản đã xuất thì để nguyên."
        )
        c = colours()
        rows: list[_Row] = [self._conflict_row(one) for one in found.conflicts]
        conflicted = {(one.item_id, one.part) for one in found.conflicts}
        rows += [
            (self._cells(change, "sẽ ghi"), None, None)
            for change in changes
            if (change.item_id, change.part) not in conflicted
        ]
        rows += [(self._refused_cells(problem), None, c.overdue) for problem in refused]
        self.table.show_rows(rows)
        self.go.setText(f"Ghi {len(changes)} ô")
        self.go.setShortcut("Ctrl+Return")
        self.go.setEnabled(bool(changes))
        self._name_take()
        if not self.table.hasFocus():
            (self.go if changes and not open_ else self.table).setFocus()

    def _open_conflicts(self, found: ScoreImport) -> list[CellConflict]:
        return [one for one in found.conflicts if (one.item_id, one.part) not in self._taken]

    def _conflict_row(self, one: CellConflict) -> _Row:
        taken = (one.item_id, one.part) in self._taken
        name = self._sheet.criteria.by_id[one.item_id].name
        cells = [
            f"{one.item_id}  {name}",
            PART_NAMES[one.part],
            one.here or _EMPTY,
            one.typed or _EMPTY,
            (
                f"{'lấy theo tệp' if taken else 'giữ trong chương trình'}; "
                f"khi xuất là “{one.exported or _EMPTY}”"
            ),
        ]
        return cells, one, colours().good if taken else colours().due

    def _cells(self, change: CellChange, said: str) -> list[str]:
        item = self._sheet.criteria.by_id.get(change.item_id)
        name = item.name if item is not None else ""
        before, after = change.before or _EMPTY, change.after or _EMPTY
        return [f"{change.item_id}  {name}", PART_NAMES[change.part], before, after, said]

    def _refused_cells(self, problem: CellProblem) -> list[str]:
        facts = problem.facts
        item_id, part = str(facts.get("item", "")), str(facts.get("part", ""))
        item = self._sheet.criteria.by_id.get(item_id)
        name = f"{item_id}  {item.name}" if item is not None else item_id
        return [
            name or problem.place,
            PART_NAMES.get(part, f"ô {problem.column}{problem.row}"),
            "",
            str(facts.get("typed", "")),
            f"không nhận: {problem_text(problem)}",
        ]

    def _name_take(self) -> None:
        row = self.table.currentIndex().row()
        what = self.table.rows.index(row, _WHAT).data() if row >= 0 else ""
        self.detail.setText(what[:1].upper() + what[1:])
        marked = self.table.current_value()
        is_conflict = isinstance(marked, CellConflict)
        self.take.setEnabled(is_conflict)
        taken = is_conflict and (marked.item_id, marked.part) in self._taken
        self.take.setText("Giữ trong chương trình" if taken else "Lấy theo tệp")
        self.take.setShortcut("Ctrl+T")

    def _confirm(self) -> None:
        self.confirmed.emit(self.taken)
        self.accept()


class _Table(RowsTable):
    """Space changes the side of a conflict."""

    toggled = Signal()

    def __init__(self) -> None:
        super().__init__(
            "importTable",
            "Từng ô thay đổi",
            ("Dòng", "Ô", "Trong chương trình", "Trong tệp", "Sẽ làm gì"),
            (270, 110, 190, 190, 0),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space toggles."""
        if event.key() == Qt.Key.Key_Space:
            self.toggled.emit()
            return
        super().keyPressEvent(event)


def _summary(found: ScoreImport, conflicts: int, refused: int) -> str:
    parts = [f"Đọc {found.read} dòng", f"{len(found.changes)} ô sẽ đổi"]
    if conflicts:
        parts.append(f"{conflicts} ô hai bên cùng sửa")
    if refused:
        parts.append(f"{refused} ô không nhận được")
    return ", ".join(parts) if len(parts) > 2 or found.changes else "Tệp không đổi gì so với nay"
