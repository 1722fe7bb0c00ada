"""Periodic reports on the screen: the report on top, its parts left, writing or filling right."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.errors import InputRefused
from desktop.domain.roles import Permission
from desktop.domain.statistics.forms import Place
from desktop.services.periodic.checking import MISSING, Finding
from desktop.services.periodic.desk import PeriodicDesk, PeriodicStart, read_start
from desktop.services.periodic.explaining import explain
from desktop.services.periodic.sheets import row_names
from desktop.services.periodic.texts import (
    keep_text_draft,
    read_text_draft,
    write_text,
)
from desktop.services.periodic.values import carry_values, set_value
from desktop.ui.periodic.annex_view import AnnexView
from desktop.ui.periodic.dialogs import ReasonDialog
from desktop.ui.periodic.findings import FindingsPanel
from desktop.ui.periodic.openings import Openings
from desktop.ui.periodic.papers import PeriodicPapers
from desktop.ui.periodic.section_editor import SectionEditor
from desktop.ui.periodic.section_list import ANNEX, SectionList
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button, icon_button
from desktop.ui.widgets.cards import EmptyState, label
from desktop.ui.widgets.permits import permit
from desktop.wording.dates import day


class PeriodicView(QWidget):
    """Tells ``list_wanted`` with the slice behind a number, ``shown`` when a report is there."""

    list_wanted = Signal(object)
    shown = Signal(bool)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("periodicView")
        self._context = context
        self.desk: PeriodicDesk | None = None
        self.papers = PeriodicPapers(context, self)
        self.papers.place_wanted.connect(self.go_to)
        self._openings = Openings(context, self)
        self._openings.opened.connect(self._read)
        self._build()
        self.sections.chosen.connect(self._choose)
        self.editor.rested.connect(self._keep_draft)
        self.editor.save_wanted.connect(self._write)
        self.editor.take_button.clicked.connect(self._take_text)
        self.annex.typed.connect(self._typed)
        self.annex.explain_wanted.connect(self._explain)
        self.annex.opened.connect(self.list_wanted)
        self.annex.carry_button.clicked.connect(self._carry_values)
        self.findings.chosen.connect(self.go_to)

    def enter(self) -> None:
        """Reads the reports, and the one that was shown last."""
        self._read(None if self.desk is None else self.desk.report.id)

    def help_keys(self) -> tuple[tuple[str, str], ...]:
        """For the F1 sheet, beside what the buttons say."""
        return (
            ("↑ ↓", "đi giữa các phần của báo cáo, giữa các ô của phụ lục"),
            ("Enter", "ghi ô đang nhập rồi xuống ô dưới"),
            ("Delete", "bỏ số nhập tay, trở lại số máy tính"),
        )

    def leave(self) -> None:
        """What is being typed is written."""
        self.editor.save()

    def preview(self) -> None:
        """The real pages."""
        self.editor.save()
        self.papers.preview(self.desk)

    def save(self) -> None:
        """To a file."""
        self.editor.save()
        self.papers.save(self.desk)

    def issue(self) -> None:
        """Freezes it, after a look at what is missing."""
        self.editor.save()
        missing = [one for one in self.desk.findings if one.kind in MISSING] if self.desk else []
        self.papers.issue(self.desk, missing)

    def go_to(self, finding: Finding) -> None:
        """Shows the place that a finding is about."""
        if finding.place is not None:
            self.sections.mark(ANNEX)
            self._choose(ANNEX)
            self.annex.mark(finding.place)
            self.annex.table.setFocus()
        elif finding.section:
            self.sections.mark(finding.section)
            self._choose(finding.section)
            if finding.mention is not None and not self.editor.is_changed:
                self.editor.select(finding.mention)
            else:
                self.editor.edit.setFocus()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._head())
        self.state = label("", "muted", wrap=True, name="periodicState")
        column.addWidget(self.state)
        across = QHBoxLayout()
        across.setSpacing(12)
        self.sections = SectionList()
        self.editor = SectionEditor()
        self.annex = AnnexView()
        self.parts = QStackedWidget()
        self.parts.addWidget(self.editor)
        self.parts.addWidget(self.annex)
        across.addWidget(self.sections)
        across.addWidget(self.parts, 1)
        self.findings = FindingsPanel()
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addLayout(across, 1)
        inner.addWidget(self.findings)
        self.stack = QStackedWidget()
        self.stack.addWidget(
            EmptyState(
                "file-text",
                "Chưa mở báo cáo định kỳ nào",
                "Bấm “Mở báo cáo…” (Ctrl+N) để chọn kỳ. Số liệu hồ sơ tự điền từ sổ; lời văn kỳ "
                "trước làm điểm bắt đầu. Tỉnh gửi biểu thống kê khác thì bấm “Nhập biểu…”.",
            )
        )
        self.stack.addWidget(body)
        column.addWidget(self.stack, 1)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        self.reports = QComboBox()
        self.reports.setObjectName("periodicReports")
        self.reports.setAccessibleName("Báo cáo đã mở")
        self.reports.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.reports.activated.connect(lambda _place: self._read(self.reports.currentData()))
        self.open_button = button(
            "Mở báo cáo…", name="periodicOpen", icon_name="file-plus", key="Ctrl+N"
        )
        self.import_button = button(
            "Nhập biểu…",
            name="periodicImport",
            icon_name="package-import",
            key="Ctrl+I",
            tip="Biểu thống kê tỉnh gửi: tệp JSON hoặc Excel",
        )
        self.away_button = icon_button(
            "archive", "Cất báo cáo mở nhầm; không xóa gì", name="periodicPutAway", key="Ctrl+W"
        )
        self.check_button = button(
            "Kiểm tra", name="periodicCheck", icon_name="list-check", key="F7"
        )
        self.open_button.clicked.connect(self._openings.ask_report)
        self.import_button.clicked.connect(self._openings.ask_file)
        self.check_button.clicked.connect(self._toggle_findings)
        self.away_button.clicked.connect(self._put_away)
        permit(self.import_button, self._context.office, Permission.IMPORT)
        for made in (self.open_button, self.away_button):
            permit(made, self._context.office, Permission.REPORT)
        head.addWidget(self.reports, 1)
        for made in (self.check_button, self.away_button, self.open_button, self.import_button):
            head.addWidget(made)
        return head

    def _read(self, report_id: int | None) -> None:
        office = self._context.office
        self._context.runner.query(
            lambda _: read_start(office, report_id),
            self._show,
            key="periodic",
            owner=self,
            label="Đang mở báo cáo",
        )

    def _show(self, start: PeriodicStart) -> None:
        before, self.desk = self.desk, start.desk
        self.reports.clear()
        for line in start.reports:
            issued = f" · đã phát hành số {line.issued}" if line.issued else ""
            self.reports.addItem(f"{line.name}, {line.period_words}{issued}", line.id)
        self.reports.setEnabled(bool(start.reports))
        self.check_button.setEnabled(start.desk is not None)
        # What was issued stands on paper: it cannot have been opened by mistake.
        self.away_button.setVisible(start.desk is not None and start.desk.issued is None)
        self.stack.setCurrentIndex(0 if start.desk is None else 1)
        self.shown.emit(start.desk is not None)
        if start.desk is None:
            self.reports.addItem("Chưa mở báo cáo nào", None)
            self.state.setText("")
            return
        self._show_desk(start.desk, is_other=_id(before) != _id(start.desk))

    def _show_desk(self, desk: PeriodicDesk, *, is_other: bool) -> None:
        self.reports.setCurrentIndex(self.reports.findData(desk.report.id))
        self.state.setText(_state(desk))
        self.sections.show_desk(desk)
        self.annex.show_desk(desk)
        self.annex.carry_button.setVisible(desk.before is not None)
        self.findings.show_findings(desk.findings)
        if is_other:
            self.findings.hide()
        self._choose(self.sections.key, is_other=is_other)

    def _choose(self, key: str, *, is_other: bool = False) -> None:
        """Shows a part; what was typed in the one before is written."""
        if self.desk is None:
            return
        is_other = is_other or key != self.editor.section
        if is_other:
            self.editor.save()
        if key == ANNEX:
            self.parts.setCurrentWidget(self.annex)
            return
        section = self.desk.report.section(key)
        self.editor.show_section(self.desk, section)
        self.parts.setCurrentWidget(self.editor)
        if is_other:
            self._restore_draft(self.desk.report.id, key)

    def _restore_draft(self, report_id: int, key: str) -> None:
        office = self._context.office
        self._context.runner.query(
            lambda _: read_text_draft(office, report_id, key),
            lambda draft: self.editor.restore(key, draft),
            key="periodic draft",
            owner=self,
        )

    def _keep_draft(self, report_id: int, section: str, content: str) -> None:
        office = self._context.office
        self._context.runner.command(
            lambda _: keep_text_draft(office, report_id, section, content),
            lambda _none: None,
            owner=self,
        )

    def _write(self, report_id: int, section: str, content: str) -> None:
        office = self._context.office
        self._context.runner.command(
            lambda _: write_text(office, report_id, section, content),
            lambda _text: None,
            owner=self,
            label="Đang ghi lời văn",
        )

    def _take_text(self) -> None:
        if not self.editor.take_earlier():
            self._context.messages.say(
                "Phần này đã có lời văn nên được giữ nguyên; hãy chép từng đoạn từ bên phải."
            )

    def _typed(self, place: Place, text: str) -> None:
        """A value; over a computed one the reason is asked first."""
        if self.desk is None:
            return
        computed = self.desk.sheet.computed_text(place)
        if text and computed and text != computed:
            self._ask_reason(place, computed, text)
            return
        self._set(place, text, "", None)

    def _ask_reason(self, place: Place, computed: str, text: str) -> None:
        assert self.desk is not None
        name = row_names(self.desk.sheet.form)[place[0]]
        dialog = ReasonDialog(self, name, computed, text)
        dialog.given.connect(lambda value, why: self._set(place, value, why, dialog))
        dialog.open()

    def _set(self, place: Place, text: str, reason: str, dialog: ReasonDialog | None) -> None:
        assert self.desk is not None
        office, report_id = self._context.office, self.desk.report.id

        def failed(error: Exception) -> bool:
            if dialog is not None and isinstance(error, InputRefused):
                dialog.show_problems(error)
                return True
            return False

        self._context.runner.command(
            lambda _: set_value(office, report_id, place, text, reason),
            lambda _value: dialog.accept() if dialog is not None else None,
            owner=self,
            on_error=failed,
        )

    def _explain(self, place: Place) -> None:
        if self.desk is None:
            return
        office, sheet = self._context.office, self.desk.sheet
        self.annex.show_explanation(explain(office, sheet, place))

    def _carry_values(self) -> None:
        if self.desk is None:
            return
        office, report_id = self._context.office, self.desk.report.id
        self._context.runner.command(
            lambda _: carry_values(office, report_id),
            lambda found: self._context.messages.say(f"Đã lấy {len(found)} số của kỳ trước."),
            owner=self,
            button=self.annex.carry_button,
        )

    def _put_away(self) -> None:
        if self.desk is not None:
            self.editor.save()
            self._openings.put_away(self.desk.report)

    def _toggle_findings(self) -> None:
        self.findings.setVisible(not self.findings.isVisible())
        if self.findings.isVisible():
            self.findings.table.setFocus()


def _id(desk: PeriodicDesk | None) -> int | None:
    return None if desk is None else desk.report.id


def _state(desk: PeriodicDesk) -> str:
    """Số liệu từ … đến …; what is missing; how it stands against what was issued."""
    report = desk.report
    parts = [f"Số liệu từ {day(report.days.start)} đến hết {day(report.days.end)}"]
    missing = sum(one.kind in MISSING for one in desk.findings)
    others = len(desk.findings) - missing
    parts.append(f"còn thiếu {missing} chỗ" if missing else "đã đủ")
    if others:
        parts.append(f"{others} điều nên xem lại")
    if desk.issued is not None:
        number = desk.issued.number_text
        differs = f"nay khác {desk.changed} chỗ" if desk.changed else "nay vẫn đúng"
        parts.append(f"đã phát hành số {number}, {differs}")
    return " · ".join(parts) + "."
