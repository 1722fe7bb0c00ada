"""Số liệu & báo cáo: a period on top, reports on the left, figures or a report on the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from desktop.domain.figures_periods import NamedPeriod
from desktop.domain.moments import local_date
from desktop.services.dossier_filters import DossierFilter
from desktop.services.figures.marks import MarkSlice
from desktop.services.figures.overview import Overview, read_overview
from desktop.services.figures.slices import FigureSlice
from desktop.services.outcomes import Change
from desktop.services.reports.building import BuiltReport, build_report
from desktop.services.reports.catalogue import presets, report_definitions
from desktop.ui.figures.issued_view import IssuedView
from desktop.ui.figures.override_dialog import OverrideDialog
from desktop.ui.figures.overrides_dialog import OverridesDialog
from desktop.ui.figures.overview import OverviewView
from desktop.ui.figures.period_bar import PeriodBar
from desktop.ui.figures.report_list import ISSUED, OVERVIEW, PERIODIC, ReportList
from desktop.ui.figures.report_papers import ReportPapers
from desktop.ui.figures.report_view import ReportView
from desktop.ui.periodic.view import PeriodicView
from desktop.ui.shell.context import UiContext
from desktop.ui.shell.page import Page
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.shortcuts import keys_inside
from desktop.wording.dates import day

_COUNTED = {Change.DOSSIERS, Change.CALENDAR, Change.PROCEDURES, Change.OFFICE}


class FiguresPage(Page):
    """Every number opens the list of its dossiers."""

    key = "figures"
    title = "Số liệu & báo cáo"
    icon_name = "chart-bar"
    place = 4

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._report: BuiltReport | None = None
        self._groupings: dict[str, str] = {}
        self._chosen = OVERVIEW
        self.period = PeriodBar(presets(), local_date(context.office.now()))
        self.list = ReportList(report_definitions())
        self.overview = OverviewView()
        self.report = ReportView()
        self.issued = IssuedView(context)
        self.periodic = PeriodicView(context)
        self.papers = ReportPapers(context, self)
        self._build()
        self.period.changed.connect(lambda _period: self._read())
        self.list.chosen.connect(self._choose)
        self.overview.opened.connect(self._open_slice)
        self.report.list_wanted.connect(self._open_cell)
        self.report.grouping_chosen.connect(self._group)
        self.report.override_wanted.connect(self._ask_override)
        self.report.typed_wanted.connect(self._show_overrides)
        self.issued.print_wanted.connect(self.papers.preview_issued)
        self.issued.save_wanted.connect(self.papers.save_issued)
        self.periodic.list_wanted.connect(self._open_slice)
        self.periodic.shown.connect(lambda _is_open: self._show_actions())
        self.print_button.clicked.connect(self._preview)
        self.save_button.clicked.connect(self._save)
        self.issue_button.clicked.connect(self._issue)
        keys_inside(self, ("Ctrl+T", self.report.ask_override))

    def enter(self) -> None:
        """Counts the period."""
        self._read()
        self.list.setFocus()

    def refresh(self, changes: frozenset[Change]) -> None:
        """Figures change with every dossier."""
        if not self.isVisible():
            return
        if changes & _COUNTED or (self._chosen == PERIODIC and Change.PERIODIC in changes):
            self._read()

    def leave(self) -> bool:
        """Text of a periodic report that is being typed is written."""
        self.periodic.leave()
        return True

    def open_section(self, key: str) -> object:
        """Shows a report by its name."""
        self.list.choose(key)
        return self.report

    def help_keys(self) -> tuple[tuple[str, str], ...]:
        """For the F1 sheet."""
        if self._chosen == PERIODIC:
            return self.periodic.help_keys()
        return (
            ("↑ ↓", "đi giữa các báo cáo"),
            ("Enter", "mở danh sách hồ sơ của con số đang chọn"),
            ("Ctrl+T", "nhập số khác thay số máy tính, có lý do"),
            ("Ctrl+P", "xem trang in của báo cáo"),
            ("Ctrl+E", "lưu báo cáo ra PDF, Excel, Word"),
            ("Ctrl+C", "sao chép các ô đã chọn"),
        )

    def _build(self) -> None:
        self.print_button = button(
            "Xem trang in", name="reportPrint", icon_name="printer", key="Ctrl+P"
        )
        self.save_button = button("Lưu tệp", name="reportSave", icon_name="download", key="Ctrl+E")
        self.save_button.setToolTip("PDF, Excel hoặc Word\nPhím tắt: Ctrl+E")
        self.issue_button = button(
            "Phát hành",
            role="primary",
            name="reportIssue",
            icon_name="shield-check",
            key="Ctrl+Shift+E",
            tip="Khóa số liệu của báo cáo dưới một số trong năm, kèm mã kiểm chứng",
        )
        for made in (self.print_button, self.save_button, self.issue_button):
            self.action_bar.addWidget(made)
        self.content.addWidget(self.period)
        across = QHBoxLayout()
        across.setSpacing(14)
        across.addWidget(self.list)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.overview)
        self.stack.addWidget(self.report)
        self.stack.addWidget(self.issued)
        self.stack.addWidget(self.periodic)
        across.addWidget(self.stack, 1)
        self.content.addLayout(across, 1)

    def _choose(self, name: str) -> None:
        self.periodic.leave()
        self._chosen = name
        self.period.setVisible(name != PERIODIC)
        self._read()

    def _group(self, by: str) -> None:
        self._groupings[self._chosen] = by
        self._read()

    def _read(self) -> None:
        office, period, name = self.context.office, self.period.period, self._chosen
        if name == PERIODIC:
            self.state.setText("Báo cáo định kỳ: lời văn bên trái, kỳ trước bên phải, phụ lục cuối")
            self._show_actions()
            self.stack.setCurrentWidget(self.periodic)
            self.periodic.enter()
            return
        days = period.period
        self.state.setText(f"Từ {day(days.start)} đến hết {day(days.end)}")
        today = local_date(office.now())
        if name != ISSUED and days.start <= today < days.end:
            self.state.setText(f"Kỳ chưa kết thúc: số liệu tính đến hết ngày {day(today)}.")
        self._show_actions()
        if name == ISSUED:
            self.stack.setCurrentWidget(self.issued)
            self.issued.enter()
            return
        if name == OVERVIEW:
            self.context.runner.query(
                lambda _: read_overview(office, period),
                self._show_overview,
                key="figures",
                owner=self,
                label="Đang tính số liệu",
            )
            return
        by = self._groupings.get(name, "")
        self.context.runner.query(
            lambda _: build_report(office, name, period, by),
            self._show_report,
            key="figures",
            owner=self,
            label="Đang lập báo cáo",
        )

    def _show_actions(self) -> None:
        """A report can be printed, saved and issued; the overview and the issued ones not here."""
        on_report = self._chosen not in (OVERVIEW, ISSUED)
        if self._chosen == PERIODIC:
            on_report = self.periodic.desk is not None
        for made in (self.print_button, self.save_button, self.issue_button):
            made.setVisible(on_report)

    def _show_overview(self, overview: Overview) -> None:
        self.overview.show_overview(overview)
        if self._chosen == OVERVIEW:  # something else may have been chosen meanwhile
            self.stack.setCurrentWidget(self.overview)

    def _show_report(self, report: BuiltReport) -> None:
        self._report = report
        self.report.show_report(report)
        if self._chosen == report.request.definition.name:
            self.stack.setCurrentWidget(self.report)

    def _preview(self) -> None:
        if self._chosen == PERIODIC:
            self.periodic.preview()
        else:
            self.papers.preview(self._report)

    def _save(self) -> None:
        if self._chosen == PERIODIC:
            self.periodic.save()
        else:
            self.papers.save(self._report)

    def _issue(self) -> None:
        if self._chosen == PERIODIC:
            self.periodic.issue()
        else:
            self.papers.issue(self._report)

    def _open_slice(self, wanted: FigureSlice | MarkSlice) -> None:
        if isinstance(wanted, MarkSlice):
            self.context.open_list(DossierFilter(mark=wanted))
        else:
            self.context.open_list(DossierFilter(figure=wanted))

    def _open_cell(self, row: str, column: str) -> None:
        if self._report is not None:
            self._open_slice(self._report.slice_of(row, column))

    def _ask_override(self, row: str, column: str, words: str, shown: str) -> None:
        if self._report is not None:
            place = ("TỔNG SỐ" if row == "total" else row, column)
            typed = self.report.model.typed_at(self.report.table.currentIndex())
            OverrideDialog(self.context, self._report, place, (words, shown), self, typed).open()

    def _show_overrides(self) -> None:
        if self._report is not None:
            OverridesDialog(self.context, self._report, self).open()

    def show_period(self, period: NamedPeriod) -> None:
        """Another period, from elsewhere."""
        self.period.choose(period)
