"""Opening a report: which one, of which period, from last period or from nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.figures import Period
from desktop.services.periodic.catalogue import find_kind, outlines
from desktop.services.periodic.forms import FormInfo
from desktop.services.periodic.records import Wanted
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.fields import ChoiceField, DateField


@dataclass(frozen=True, slots=True)
class Opening:
    """What was chosen; ``days`` None: those of the rule."""

    wanted: Wanted
    days: Period | None
    begins_from_earlier: bool


class OpenDialog(QDialog):
    """Tells ``chosen`` with an ``Opening``."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, forms: tuple[FormInfo, ...], today: date) -> None:
        super().__init__(parent)
        self.setObjectName("openReport")
        self.setWindowTitle("Mở báo cáo định kỳ")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(520)
        self._kinds = {outline.report: outline.kinds for outline in outlines()}
        choices: list[tuple[str, object]] = [(one.name, one.report) for one in outlines()]
        for form in forms:
            if not form.is_annex:
                self._kinds[form.code] = form.kinds
                choices.append((form.title, form.code))
        years = [(str(year), year) for year in range(today.year + 1, today.year - 5, -1)]
        self.report = ChoiceField("Báo cáo", "openReportName", choices)
        self.kind = ChoiceField("Kỳ", "openReportKind")
        self.year = ChoiceField("Năm", "openReportYear", years)
        self.year.choose(today.year)
        self.start, self.end = DateField("Từ ngày", "openFrom"), DateField("Đến hết ngày", "openTo")
        self._build()
        self.report.changed.connect(self._report_chosen)
        for field in (self.kind, self.year):
            field.changed.connect(self._period_chosen)
        self._report_chosen()
        self._choose_kind_of(today)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(self.report)
        period, days = QHBoxLayout(), QHBoxLayout()
        period.addWidget(self.kind, 2)
        period.addWidget(self.year, 1)
        days.addWidget(self.start)
        days.addWidget(self.end)
        column.addLayout(period)
        column.addLayout(days)
        said = "Ngày theo quy định chốt số liệu; tỉnh yêu cầu ngày khác thì sửa ở đây."
        column.addWidget(label(said, "muted", wrap=True))
        self.earlier = QCheckBox("Bắt đầu từ lời văn và số ít đổi của kỳ trước, nếu có")
        self.earlier.setObjectName("openFromEarlier")
        self.earlier.setChecked(True)
        column.addWidget(self.earlier)
        row = QHBoxLayout()
        row.addStretch(1)
        later = button("Để sau", name="openLater", tip="Phím tắt: Esc")
        self.go = button("Mở báo cáo", role="primary", name="openGo", key="Ctrl+Return")
        self.go.setDefault(True)
        later.clicked.connect(self.reject)
        self.go.clicked.connect(self._go)
        row.addWidget(later)
        row.addWidget(self.go)
        column.addLayout(row)
        self.report.combo.setFocus(Qt.FocusReason.OtherFocusReason)

    def _report_chosen(self) -> None:
        known = self._kinds[str(self.report.value)]
        self.kind.set_choices([(find_kind(key).name, key) for key in known])
        self._period_chosen()

    def _choose_kind_of(self, today: date) -> None:
        """The period that is being written about: the first that has not closed."""
        for key in self._kinds[str(self.report.value)]:
            if find_kind(key).days(today.year).end >= today:
                self.kind.choose(key)
                break
        self._period_chosen()

    def _period_chosen(self) -> None:
        days = self._usual()
        for field, day in ((self.start, days.start), (self.end, days.end)):
            field.set_value(QDate(day.year, day.month, day.day))

    def _usual(self) -> Period:
        return find_kind(str(self.kind.value)).days(self._year)

    @property
    def _year(self) -> int:
        year = self.year.value
        assert isinstance(year, int)
        return year

    def _go(self) -> None:
        start, end = _python(self.start.value), _python(self.end.value)
        if end < start:
            self.end.show_error("Ngày cuối kỳ sớm hơn ngày đầu kỳ; hãy đổi lại.")
            return
        usual, days = self._usual(), Period(start, end)
        wanted = Wanted(str(self.kind.value), self._year, str(self.report.value))
        self.chosen.emit(Opening(wanted, None if days == usual else days, self.earlier.isChecked()))
        self.accept()


def _python(value: QDate) -> date:
    return date(value.year(), value.month(), value.day())
