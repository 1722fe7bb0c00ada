"""Xếp hạng: the list, charts, fields side by side, years side by side; one unit beside them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from desktop.domain.errors import Rule, RuleViolation
from desktop.services.outcomes import Change
from desktop.services.provinces.ranking import Ranking, fields_of, rank_units
from desktop.services.provinces.rounds import AppraisedSet, appraised_sets
from desktop.services.provinces.years import YearsSideBySide, years_side_by_side
from desktop.ui.appraisal.set_picker import SetPicker
from desktop.ui.icons import icon
from desktop.ui.ranking.charts_view import ChartsView
from desktop.ui.ranking.list_view import ListView
from desktop.ui.ranking.papers import RankingPapers
from desktop.ui.ranking.rank_looks import (
    field_columns,
    field_rows,
    state_words,
    year_columns,
    year_rows,
)
from desktop.ui.ranking.standing_bar import StandingBar
from desktop.ui.shell.context import UiContext
from desktop.ui.shell.province_entries import RankingEntry
from desktop.ui.widgets.buttons import Segments, button
from desktop.ui.widgets.cards import EmptyState
from desktop.ui.widgets.cell_table import CellTable
from desktop.ui.widgets.chip_bar import ChipBar
from desktop.ui.widgets.shortcuts import keys_inside
from desktop.wording.problems import message

LIST, CHARTS, FIELDS, YEARS = "list", "charts", "fields", "years"
VIEWS = (
    (LIST, "Bảng"),
    (CHARTS, "Biểu đồ"),
    (FIELDS, "Theo lĩnh vực"),
    (YEARS, "Các năm"),
)
_COUNTED = {Change.ASSESSMENTS, Change.CRITERIA, Change.SYNC}
_WHOLE = "Kết quả chung"
_NO_RANKING = (Rule.NOTHING_TO_RANK, Rule.RANKED_SET_NOT_HERE)
_NOTHING = (
    "Chưa có kết quả để xếp hạng",
    "Khi các đơn vị nộp bản tự chấm, bảng tạm tính hiện ở đây; thẩm định tới đâu, điểm đổi tới đó.",
)


class RankingPage(RankingEntry):
    """A year by a set; provisional until it is published, and says so."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.ranking: Ranking | None = None
        self._view = LIST
        self._field = ""
        self._band = ""
        self.papers = RankingPapers(context, self)
        self._build()
        self._connect()

    def enter(self) -> None:
        """Reads what stands now."""
        self._read_sets()

    def refresh(self, changes: frozenset[Change]) -> None:
        """Every verdict may change a rank."""
        if changes & _COUNTED and self.isVisible():
            self._read_sets()

    def open_section(self, key: str) -> object:
        """A view by its key, or a unit by its code."""
        if key in dict(VIEWS):
            self.show_view(key)
        else:
            self.open_unit(key)
        return self.stack.currentWidget()

    def help_keys(self) -> tuple[tuple[str, str], ...]:
        """For the F1 sheet."""
        return (
            ("Enter", "ở bảng: mở các dòng của đơn vị"),
            ("Ctrl+G", "bảng, biểu đồ, theo lĩnh vực, các năm"),
            ("←, →, Enter", "ở biểu đồ: từng cột, mở cột"),
            ("Ctrl+F", "tới ô tìm đơn vị"),
            ("F6", "chuyển giữa bảng và hồ sơ đơn vị"),
            ("Ctrl+P", "xem trang in"),
            ("Ctrl+E", "lưu PDF, Excel"),
            ("F11", "chiếu bảng so sánh; Esc thôi"),
            ("Ctrl+H", "hồ sơ một đơn vị"),
        )

    def show_view(self, view: str) -> None:
        """Another look at the same ranking."""
        self._view = view
        self.segments.choose(view)
        if self.ranking is None:
            self.stack.setCurrentWidget(self.empty)
            # Another year stays one choice away.
            self.row.setVisible(self.picker.count() > 1)
            self.gap.setVisible(True)
            for part in (self.segments, self.by, self.bar, self.band_chip):
                part.setVisible(False)
            return
        self.row.setVisible(True)
        self.segments.setVisible(True)
        self.by.setVisible(True)
        shown: dict[str, QWidget] = {
            LIST: self.list,
            CHARTS: self.charts,
            FIELDS: self.fields,
            YEARS: self.years,
        }
        self.stack.setCurrentWidget(shown[view])
        self.bar.setVisible(view == LIST)
        self.gap.setVisible(view != LIST)
        if view == YEARS:
            self._read_years()
        if self.isVisible():
            self._focus_view()

    def open_unit(self, code: str) -> None:
        """The list at a unit."""
        self._band = ""
        self.bar.clear()
        self.show_view(LIST)
        self._narrow()
        self.list.show_rows(code)
        self.list.focus_table()

    def open_band(self, name: str) -> None:
        """The list of the units of one rating."""
        self._band = name
        self.bar.clear()
        self.show_view(LIST)
        self._narrow()

    def rank_by(self, field: str) -> None:
        """Ranks by a field, or by the whole (empty)."""
        self._field = field
        self._read_ranking()
        self.show_view(LIST)

    def _build(self) -> None:
        self._build_actions()
        self.standing = StandingBar()
        self.content.addWidget(self.standing)
        self.row = QWidget()
        row = QHBoxLayout(self.row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self.segments = Segments([(text, view) for view, text in VIEWS], "rankingView")
        self.by = QComboBox()
        self.by.setObjectName("rankBy")
        self.by.setAccessibleName("Xếp theo")
        self.by.setToolTip("Xếp hạng theo kết quả chung hay theo một lĩnh vực")
        self.by.setMinimumWidth(190)
        self.by.setMaximumWidth(300)
        self.picker = SetPicker("rankedSet", "Năm và bộ tiêu chí đang xếp hạng")
        self.bar = ChipBar("rankBar", "Tìm đơn vị", ())
        self.band_chip = button("", role="chip", name="rankBand")
        self.band_chip.setCheckable(True)
        row.addWidget(self.segments)
        row.addWidget(self.by)
        row.addWidget(self.bar, 1)
        self.gap = QWidget()
        row.addWidget(self.gap, 1)
        row.addWidget(self.band_chip)
        row.addWidget(self.picker)
        self.content.addWidget(self.row)
        self._build_views()
        self.band_chip.setVisible(False)
        self.standing.setVisible(False)

    def _build_views(self) -> None:
        self.stack = QStackedWidget()
        self.empty = EmptyState("star", *_NOTHING)
        self.list = ListView(self.context)
        self.charts = ChartsView()
        self.fields = CellTable("fieldTable", "Các đơn vị theo lĩnh vực; Enter mở đơn vị", ())
        self.years = CellTable("yearTable", "Các đơn vị qua các năm; Enter mở đơn vị", ())
        for view in (self.empty, self.list, self.charts, self.fields, self.years):
            self.stack.addWidget(view)
        self.content.addWidget(self.stack, 1)

    def _build_actions(self) -> None:
        self.slides_button = button("Chiếu", name="projectRanking", icon_name="photo", key="F11")
        self.slides_button.setToolTip("Chiếu bảng so sánh lên cả màn hình\nPhím tắt: F11")
        self.out_button = button("Lưu, so sánh", name="rankingFiles", icon_name="download")
        self.out_button.setToolTip("Lưu PDF, Excel; trang in bảng so sánh\nPhím tắt: Ctrl+E")
        menu = QMenu(self.out_button)
        menu.addAction(
            icon("download"), "Lưu PDF, Excel…\tCtrl+E", lambda: self.papers.save(self.ranking)
        )
        menu.addAction(
            icon("columns"),
            "Xem bảng so sánh để in, lưu",
            lambda: self.papers.preview_comparison(self.ranking),
        )
        self.out_button.setMenu(menu)
        self.print_button = button(
            "Xem trang in", role="primary", name="printRanking", icon_name="printer", key="Ctrl+P"
        )
        for made in self._buttons():
            self.action_bar.addWidget(made)

    def _buttons(self) -> tuple[QPushButton, ...]:
        return self.slides_button, self.out_button, self.print_button

    def _connect(self) -> None:
        self.segments.chosen.connect(lambda view: self.show_view(str(view)))
        self.picker.picked.connect(self._pick)
        self.by.activated.connect(lambda _place: self.rank_by(str(self.by.currentData() or "")))
        self.bar.changed.connect(self._narrow)
        self.bar.left.connect(self._focus_view)
        self.band_chip.clicked.connect(lambda: self.open_band(""))
        self.list.opened.connect(self._open_lines)
        for table in (self.fields, self.years):
            table.opened.connect(lambda code: self.open_unit(str(code)))
        self.charts.unit_opened.connect(self.open_unit)
        self.charts.band_opened.connect(self.open_band)
        self.charts.field_opened.connect(self.rank_by)
        profile = self.list.profile
        profile.print_wanted.connect(lambda _code: self.papers.profile(profile.profile))
        self.slides_button.clicked.connect(lambda: self.papers.project(self.ranking))
        self.print_button.clicked.connect(lambda: self.papers.preview(self.ranking))
        keys_inside(
            self,
            ("Ctrl+E", lambda: self.papers.save(self.ranking)),
            ("Ctrl+F", self._to_search),
            ("Ctrl+G", self._next_view),
            ("F6", self._next_pane),
        )

    def _read_sets(self) -> None:
        office = self.context.office
        self.context.runner.query(
            lambda _: appraised_sets(office), self._show_sets, key="rankedSets", owner=self
        )

    def _show_sets(self, found: tuple[AppraisedSet, ...]) -> None:
        self.picker.show_sets(found)
        self._read_ranking()

    def _pick(self) -> None:
        self._field = ""
        self._read_ranking()

    def _read_ranking(self) -> None:
        chosen, field = self.picker.chosen, self._field
        if chosen is None:
            self._show_ranking(None)
            return
        office = self.context.office

        def failed(error: Exception) -> bool:
            if not isinstance(error, RuleViolation) or error.code not in _NO_RANKING:
                return False
            self._tell_why(error)
            self._show_ranking(None)
            return True

        self.context.runner.query(
            lambda _: rank_units(office, chosen.year, chosen.set_code, field),
            self._show_ranking,
            key="ranking",
            owner=self,
            on_error=failed,
            label="Đang tính kết quả",
        )

    def _tell_why(self, error: RuleViolation) -> None:
        """Nobody has submitted yet; or what was submitted cannot be counted here."""
        title, advice = _NOTHING
        if error.code is Rule.RANKED_SET_NOT_HERE:
            told = message(error)
            title, advice = told.what, f"{told.safe} {told.do}"
        self.empty.title.setText(title)
        self.empty.advice.setText(advice)

    def _show_ranking(self, ranking: Ranking | None) -> None:
        first = self.ranking is None
        self.ranking = ranking
        for made in self._buttons():
            made.setVisible(ranking is not None)
        self.standing.setVisible(ranking is not None)
        if ranking is None:
            self.state.setText("Chưa có kết quả")
            self.show_view(self._view)
            return
        self.state.setText(f"Năm {ranking.year}: {state_words(ranking)}")
        self.standing.show_ranking(ranking)
        self._fill_fields(ranking)
        self.list.show_ranking(ranking)
        self.charts.show_ranking(ranking)
        self.fields.show_columns(field_columns(ranking))
        self.fields.show_rows(field_rows(ranking))
        if first:
            self.show_view(self._view)
        elif self._view == YEARS:
            self._read_years()

    def _fill_fields(self, ranking: Ranking) -> None:
        self.by.clear()
        self.by.addItem(_WHOLE, "")
        for item in fields_of(ranking.criteria):
            self.by.addItem(f"{item.id}. {item.name}", item.id)
        self.by.setCurrentIndex(max(self.by.findData(self._field), 0))

    def _narrow(self) -> None:
        self.list.narrow(self.bar.text, self._band)
        self.band_chip.setVisible(bool(self._band))
        self.band_chip.setText(f"{self._band} ✕" if self._band else "")
        self.band_chip.setToolTip("Bấm để xem lại mọi đơn vị\nPhím tắt: Space khi đang ở nút này")
        self.band_chip.setChecked(bool(self._band))

    def _read_years(self) -> None:
        ranking = self.ranking
        if ranking is None:
            return
        office = self.context.office
        self.context.runner.query(
            lambda _: years_side_by_side(office, ranking),
            self._show_years,
            key="rankingYears",
            owner=self,
        )

    def _show_years(self, found: YearsSideBySide) -> None:
        self.years.show_columns(year_columns(found))
        self.years.show_rows(year_rows(found))

    def _open_lines(self, code: object) -> None:
        self.context.open_page(f"appraisal/{code}")

    def _focus_view(self) -> None:
        if self._view == CHARTS:
            self.charts.focus_first()
            return
        where = {LIST: self.list.table, FIELDS: self.fields, YEARS: self.years}[self._view]
        where.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_search(self) -> None:
        if self._view != LIST:
            self.show_view(LIST)
        self.bar.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _next_view(self) -> None:
        keys = [view for view, _ in VIEWS]
        self.show_view(keys[(keys.index(self._view) + 1) % len(keys)])

    def _next_pane(self) -> None:
        if self._view == LIST:
            self.list.next_pane()
        else:
            self._focus_view()
