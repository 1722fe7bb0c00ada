"""Sets of criteria: choose one and a year, open; import, copy last year's, compare versions."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.domain.criteria.checks import SetProblem
from desktop.domain.criteria.items import CriteriaSet
from desktop.domain.moments import local_date
from desktop.domain.roles import Permission
from desktop.services.assessments.opening import open_assessment
from desktop.services.assessments.records import AssessmentRow
from desktop.services.assessments.set_copies import copy_set, set_versions
from desktop.services.assessments.sets import (
    FORGIVEN,
    SetRow,
    StoredSet,
    list_sets,
    problems_of,
    read_set,
)
from desktop.ui.scoring.compare_dialog import CompareDialog
from desktop.ui.scoring.new_set_dialog import NewSetDialog
from desktop.ui.scoring.year_field import YearField
from desktop.ui.shell.context import UiContext
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.fields import TextField, field_line
from desktop.ui.widgets.permits import permit
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.criteria import SAMPLE_MARK, UNCONFIRMED_MARK, fault_text, points

_EXPORTS = "Excel (*.xlsx);;Tệp của chương trình (*.json)"
_FILES = "Bảng tính, bộ tiêu chí (*.xlsx *.csv *.json)"


class SetsView(QWidget):
    """Tells ``opened`` with the row of an opened assessment, ``file_chosen`` with a path,
    ``mending_wanted`` with the code of a set whose rules are to be completed, ``editing_wanted``
    with the code of one to be edited, ``new_wanted`` with the beginning of a new one. At the
    province sets are not scored by but sent: ``sending_wanted`` with the code."""

    opened = Signal(object)
    file_chosen = Signal(Path)
    mending_wanted = Signal(str)
    editing_wanted = Signal(str)
    new_wanted = Signal(object)
    sending_wanted = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("setsView")
        self._context = context
        self._wanted = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._teacher())
        across = QHBoxLayout()
        across.setSpacing(14)
        self.table = RowsTable(
            "setsTable",
            "Các bộ tiêu chí",
            ("Bộ tiêu chí", "Năm", "Dòng", "Điểm", "Tình trạng"),
            (0, 60, 60, 64, 140),
        )
        self.table.selectionModel().currentChanged.connect(lambda *_: self._show_chosen())
        across.addWidget(self.table, 3)
        across.addWidget(self._chosen_card(), 2)
        column.addLayout(across, 1)

    def _teacher(self) -> Card:
        self.teacher = Card("", spacing=4)
        self.teacher.setObjectName("scoringTeacher")
        self.teacher.body.addWidget(label("Bắt đầu tự chấm điểm", "section"))
        words = (
            "1. Chọn bộ tiêu chí của tỉnh bên dưới; chưa có thì nhập từ Excel, CSV.   "
            "2. Chọn năm.   3. Mở bản tự chấm: chương trình điền giúp các dòng có số trong sổ, "
            "thêm tài liệu kiểm chứng cả năm, lúc nào cũng thấy còn thiếu gì để được thêm điểm."
        )
        self.teacher.body.addWidget(label(words, "muted", wrap=True))
        return self.teacher

    def _chosen_card(self) -> Card:
        card = Card("", spacing=8)
        self.title = label("", "section", wrap=True, name="setName")
        self.mark = label("", "warning", wrap=True, name="setMark")
        self.about = label("", "muted", wrap=True, name="setAbout")
        self.lacks = label("", wrap=True, name="setLacks")
        for part in (self.title, self.mark, self.about, self.lacks):
            card.body.addWidget(part)
        this_year = local_date(self._context.office.now()).year
        self.year = YearField("Chấm cho năm", "assessYear", this_year)
        self.decision = TextField(
            "Quyết định năm đó (khi chép)", "copyDecision", placeholder="Số, ngày quyết định"
        )
        card.body.addLayout(field_line(((self.year, 1), (self.decision, 2))))
        self.open_button = button(
            "Mở bản tự chấm", role="primary", name="openAssessment", key="Ctrl+Return"
        )
        self.copy_button = button(
            "Chép cho năm này", name="copySet", icon_name="copy", key="Ctrl+D"
        )
        self.copy_button.setToolTip(
            "Bộ năm trước làm phiên bản mới của năm ghi ở trên; bản cũ giữ nguyên\nPhím tắt: Ctrl+D"
        )
        self.mend_button = button(
            "Bổ sung cách tính", name="mendSet", icon_name="edit", key="Ctrl+M"
        )
        self.mend_button.setToolTip(
            "Trả lời từng dòng còn thiếu cách tính, thiếu điểm; lưu thành phiên bản mới\n"
            "Phím tắt: Ctrl+M"
        )
        self.mend_button.clicked.connect(self._mend)
        self.compare_button = button("So phiên bản", name="compareVersions", key="Ctrl+B")
        self.edit_button = button(
            "Sửa bộ này", name="editSet", icon_name="edit", key="Ctrl+Shift+E"
        )
        self.edit_button.setToolTip(
            "Sửa mọi dòng và cả bộ; lưu thành phiên bản mới\nPhím tắt: Ctrl+Shift+E"
        )
        self.new_button = button("Bộ mới", name="newSet", icon_name="plus", key="Ctrl+N")
        self.new_button.setToolTip("Bộ mới, trống hoặc chép từ bộ đang chọn\nPhím tắt: Ctrl+N")
        self.export_button = button(
            "Xuất ra tệp", name="exportSet", icon_name="download", key="Ctrl+Shift+O"
        )
        self.export_button.setToolTip(
            "Ghi bộ này ra tệp JSON để gửi đi, sửa, rồi nhập lại\nPhím tắt: Ctrl+Shift+O"
        )
        self.edit_button.clicked.connect(self._edit)
        self.new_button.clicked.connect(self._begin)
        self.export_button.clicked.connect(self._choose_target)
        self.import_button = button(
            "Nhập từ Excel, CSV", name="importSetButton", icon_name="package-import", key="Ctrl+I"
        )
        self.open_button.clicked.connect(self._open)
        self.copy_button.clicked.connect(self._copy)
        self.compare_button.clicked.connect(self._compare)
        self.import_button.clicked.connect(self._choose_file)
        office = self._context.office
        self._is_province = office.info.is_province
        if self._is_province:
            self.open_button.setText("Gửi cho các đơn vị")
            self.teacher.hide()
        may = Permission.RUN_PROVINCE if self._is_province else Permission.ASSESS
        self._may_open = permit(self.open_button, office, may)
        self._may_edit = permit(self.copy_button, office, Permission.EDIT_CRITERIA)
        permit(self.mend_button, office, Permission.EDIT_CRITERIA)
        permit(self.edit_button, office, Permission.EDIT_CRITERIA)
        permit(self.new_button, office, Permission.EDIT_CRITERIA)
        permit(self.import_button, office, Permission.EDIT_CRITERIA)
        card.body.addWidget(self.open_button)
        card.body.addLayout(_in_a_row(self.edit_button, self.copy_button))
        card.body.addLayout(_in_a_row(self.compare_button, self.export_button))
        card.body.addStretch(1)
        card.body.addLayout(_in_a_row(self.new_button, self.import_button))
        card.body.addLayout(_in_a_row(self.mend_button))
        return card

    def enter(self, code: str = "") -> None:
        """Reads the sets; ``code`` is marked."""
        self._wanted = code or self._wanted
        office = self._context.office
        self._context.runner.query(
            lambda _: list_sets(office), self._show, key="criteriaSets", owner=self
        )

    def focus_first(self) -> None:
        """The keyboard goes to the list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, rows: tuple[SetRow, ...]) -> None:
        ordered = sorted(rows, key=lambda row: (not row.is_ready, -row.items))
        muted = colours().muted
        self.table.show_rows(
            [(_texts(row), row, None if row.is_ready else muted) for row in ordered]
        )
        for place, row in enumerate(ordered):
            if row.code == self._wanted:
                self.table.selectRow(place)
        self._wanted = ""
        self._show_chosen()

    @property
    def chosen(self) -> SetRow | None:
        """The marked set."""
        row = self.table.current_value()
        return row if isinstance(row, SetRow) else None

    def _show_chosen(self) -> None:
        row = self.chosen
        if row is None:
            return
        self.title.setText(row.title)
        mark = SAMPLE_MARK if row.is_sample else UNCONFIRMED_MARK if row.unconfirmed else ""
        self.mark.setText(mark)
        self.mark.setVisible(bool(mark))
        parts = [row.decision or "Chưa ghi quyết định", row.province, f"phiên bản {row.version}"]
        about = " · ".join(part for part in parts if part)
        source = row.source if len(row.source) < _LONGEST else f"{row.source[:_LONGEST]}…"
        self.about.setText(f"{about}\n{source}" if source else about)
        self.about.setToolTip(row.source)
        self.open_button.setEnabled(self._may_open and row.is_ready)
        reason = "Bộ này chưa chấm được: hãy bổ sung cách tính, hoặc sửa trong tệp rồi nhập lại."
        self.open_button.setToolTip("Phím tắt: Ctrl+Enter" if row.is_ready else reason)

        self._read_lacks(row)

    def _read_lacks(self, row: SetRow) -> None:
        """What still fails in the set, so that nobody looks for it."""
        office = self._context.office

        def show(problems: tuple[SetProblem, ...]) -> None:
            stopping = [p for p in problems if p.fault not in FORGIVEN] or list(problems)
            texts = [f"• {fault_text(problem)}" for problem in stopping[:_SHOWN]]
            if len(problems) > _SHOWN:
                texts.append(f"• và {len(problems) - _SHOWN} chỗ khác")
            self.lacks.setText("\n".join(texts))
            self.lacks.setVisible(bool(texts))

        self._context.runner.query(
            lambda _: problems_of(read_set(office, row.code).criteria),
            show,
            key="setLacks",
            owner=self,
        )

    def _edit(self) -> None:
        if self.chosen is not None:
            self.editing_wanted.emit(self.chosen.code)

    def _begin(self) -> None:
        dialog = NewSetDialog(self._context, self.chosen, self.window())
        dialog.begun.connect(self.new_wanted)
        dialog.open()

    def _choose_target(self) -> None:
        row = self.chosen
        if row is None:
            return
        chosen, kind = QFileDialog.getSaveFileName(
            self, "Xuất bộ tiêu chí", f"{row.code}-{row.version}.xlsx", _EXPORTS
        )
        if chosen:
            target = Path(chosen)
            # A name typed without its ending is of the kind that was chosen.
            ending = "" if target.suffix.lower() in (".xlsx", ".json") else kind[-6:-1]
            self.export_to(row.code, target.with_name(target.name + ending))

    def export_to(self, code: str, target: Path) -> None:
        """Writes the newest version of a set."""
        from desktop.services.assessments.set_export import export_set

        office = self._context.office
        self._context.runner.query(
            lambda _: export_set(office, code, target),
            lambda made: self._context.messages.say(
                f"Đã ghi “{made.title}”, phiên bản {made.version}, vào {target}."
            ),
            owner=self,
            label="Đang ghi bộ tiêu chí",
        )

    def _mend(self) -> None:
        if self.chosen is not None:
            self.mending_wanted.emit(self.chosen.code)

    def _open(self) -> None:
        row, year = self.chosen, self.year.year
        if row is None:
            return
        if self._is_province:
            self.sending_wanted.emit(row.code)
            return
        office = self._context.office

        def done(opened: AssessmentRow) -> None:
            self.opened.emit(opened)

        self._context.runner.command(
            lambda _: open_assessment(office, row.code, year),
            done,
            button=self.open_button,
            owner=self,
            label="Đang mở bản tự chấm",
        )

    def _copy(self) -> None:
        row, year, decision = self.chosen, self.year.year, self.decision.text
        if row is None:
            return
        office = self._context.office

        def done(stored: StoredSet) -> None:
            made = stored.criteria
            self._context.messages.say(
                f"Đã chép “{made.title}” thành phiên bản {made.version} cho năm {made.year}."
            )
            self.enter(made.code)

        self._context.runner.command(
            lambda _: copy_set(office, row.code, year, decision),
            done,
            button=self.copy_button,
            owner=self,
        )

    def _compare(self) -> None:
        row = self.chosen
        if row is None:
            return
        office = self._context.office

        def read(_progress: object) -> tuple[CriteriaSet, ...]:
            codes = [row.code, *(other.code for other in list_sets(office))]
            return tuple(v for code in dict.fromkeys(codes) for v in set_versions(office, code))

        self._context.runner.query(
            read, lambda found: CompareDialog(found, self.window()).open(), owner=self
        )

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Chọn tệp bộ tiêu chí", "", _FILES)
        if chosen:
            self.file_chosen.emit(Path(chosen))


def _in_a_row(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    for made in buttons:
        row.addWidget(made)
    row.addStretch(1)
    return row


_LONGEST = 420
_SHOWN = 4


def _texts(row: SetRow) -> list[str]:
    if row.is_sample:
        state = "dữ liệu mẫu"
    elif not row.is_ready:
        state = "chưa chấm được"
    else:
        state = "chưa đối chiếu" if row.unconfirmed else "dùng được"
    return [row.title, str(row.year), str(row.items), points(row.max_points), state]
