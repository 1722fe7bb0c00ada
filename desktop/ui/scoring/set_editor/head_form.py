"""The set as a whole: what the decision fixes beside its lines."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from desktop.domain.criteria.items import Band, CriteriaSet, Rounding
from desktop.domain.criteria.numbers import read_points
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.ui.scoring.set_editor.numbers import number_from, number_text
from desktop.ui.scoring.year_field import YearField
from desktop.ui.widgets.cards import ScrollCard, label
from desktop.ui.widgets.fields import Field, NoteField, NumberField, TextField, field_line
from desktop.wording.criteria import SAMPLE_MARK
from desktop.wording.problems import entry_text

_MOST_PLACES = 6


class HeadForm(ScrollCard):
    """Tells ``changed`` while somebody types; ``read`` gives the set with the head as typed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("", spacing=8)
        self.setObjectName("setHeadForm")
        self._criteria: CriteriaSet | None = None
        self._is_showing = False
        self.mark = label("", "warning", wrap=True, name="editMark")
        self.title = NoteField("Tên bộ tiêu chí", "editTitle", lines=2)
        self.year = YearField("Năm", "editYear", 2026)
        self.province = TextField("Tỉnh, thành phố", "editProvince", most=80)
        self.decision = TextField(
            "Quyết định", "editDecision", placeholder="Số, ngày của quyết định"
        )
        self.checked = QCheckBox("Đã đối chiếu từng dòng với quyết định")
        self.checked.setObjectName("editConfirmed")
        self.whole = TextField("Tổng của thang", "editWhole", most=12)
        self.bonus = TextField("Trần điểm thưởng", "editBonusCap", most=12)
        self.deduction = TextField("Trần điểm trừ", "editDeductionCap", most=12)
        self.rescale = QCheckBox("Quy đổi kết quả khi có dòng không áp dụng")
        self.rescale.setObjectName("editRescale")
        self.rescale.setToolTip("Dòng không áp dụng bị trừ khỏi mẫu số; 68,32 / 84 điểm là 81,33 %")
        self.bands = NoteField(
            "Xếp loại: mỗi dòng một mức, mức cao trước",
            "editBands",
            lines=5,
            placeholder="Xuất sắc = 90\nTốt = 80",
        )
        self.points = NumberField("Điểm dòng", "editPlacesPoints", highest=_MOST_PLACES)
        self.total = NumberField("Điểm cộng", "editPlacesTotal", highest=_MOST_PLACES)
        self.percent = NumberField("Kết quả %", "editPlacesPercent", highest=_MOST_PLACES)
        self.ratio = NumberField("Tỷ lệ %", "editPlacesRatio", highest=8, blank=True)
        for widget in (self.mark, self.title):
            self.body.addWidget(widget)
        self.body.addLayout(field_line(((self.year, 1), (self.province, 2))))
        self.body.addWidget(self.decision)
        self.body.addWidget(self.checked)
        caps = ((self.whole, 1), (self.bonus, 1), (self.deduction, 1))
        self.body.addLayout(field_line(caps))
        self.body.addWidget(self.rescale)
        self.body.addWidget(self.bands)
        self.body.addWidget(
            label("Làm tròn đến mấy chữ số (tỷ lệ để trống: không làm tròn)", "muted")
        )
        places = ((self.points, 1), (self.total, 1), (self.percent, 1), (self.ratio, 1))
        self.body.addLayout(field_line(places))
        self.body.addStretch(1)
        for field in (
            self.title, self.year, self.province, self.decision, self.whole, self.bonus,
            self.deduction, self.bands, self.points, self.total, self.percent, self.ratio,
        ):  # fmt: skip
            field.changed.connect(self._typed)
        for box in (self.checked, self.rescale):
            box.toggled.connect(lambda _on: self._typed())

    def show_set(self, criteria: CriteriaSet) -> None:
        """Replaces everything, telling nothing."""
        self._is_showing = True
        self._criteria = criteria
        self.mark.setText(SAMPLE_MARK if criteria.is_sample else "")
        self.mark.setVisible(criteria.is_sample)
        self.title.set_text(criteria.title)
        self.year.keep_year(criteria.year)
        self.province.set_text(criteria.province)
        self.decision.set_text(criteria.decision)
        self.checked.setChecked(not criteria.unconfirmed)
        self.whole.set_text(number_text(criteria.whole))
        self.bonus.set_text(number_text(criteria.bonus_cap))
        self.deduction.set_text(number_text(criteria.deduction_cap))
        self.rescale.setChecked(criteria.rescale)
        lines = (f"{band.name} = {number_text(band.lowest)}" for band in criteria.bands)
        self.bands.set_text("\n".join(lines))
        rounding = criteria.rounding
        self.points.set_value(rounding.points)
        self.total.set_value(rounding.total)
        self.percent.set_value(rounding.percent)
        self.ratio.set_value(rounding.ratio_percent)
        self._is_showing = False

    def read(self) -> CriteriaSet:
        """The set with this head. Raises InputRefused, said at the field."""
        assert self._criteria is not None
        try:
            return self._read(self._criteria)
        except InputRefused as refused:
            self._show(refused)
            raise

    def focus_first(self) -> None:
        """The keyboard goes to the title."""
        self.title.edit.setFocus()

    def _read(self, criteria: CriteriaSet) -> CriteriaSet:
        title = " ".join(self.title.text.split())
        if not title:
            raise InputRefused(InputProblem("criteria_title", Entry.REQUIRED))
        rounding = Rounding(
            self.points.value or 0, self.total.value or 0, self.percent.value or 0, self.ratio.value
        )
        return replace(
            criteria,
            title=title,
            year=self.year.year,
            province=self.province.text,
            decision=self.decision.text,
            unconfirmed=not self.checked.isChecked(),
            whole=number_from(self.whole.text, "head_whole"),
            bonus_cap=number_from(self.bonus.text, "head_bonus_cap"),
            deduction_cap=number_from(self.deduction.text, "head_deduction_cap"),
            rescale=self.rescale.isChecked(),
            bands=_bands(self.bands.text),
            rounding=rounding,
        )

    def _typed(self) -> None:
        if not self._is_showing:
            self.changed.emit()

    def _show(self, refused: InputRefused) -> None:
        fields: dict[str, Field] = {
            "criteria_title": self.title,
            "head_whole": self.whole,
            "head_bonus_cap": self.bonus,
            "head_deduction_cap": self.deduction,
            "head_bands": self.bands,
        }
        for problem in refused.problems:
            fields[problem.field].show_error(entry_text(problem))


def _bands(text: str) -> tuple[Band, ...]:
    """ "Tốt = 80" a line. Raises InputRefused on ``head_bands``."""
    found = []
    for line in text.splitlines():
        if not line.strip():
            continue
        name, equals, edge = line.rpartition("=")
        lowest = read_points(edge) if equals else None
        if not name.strip() or lowest is None:
            facts = {"text": line.strip(), "choices": "Tốt = 80"}
            raise InputRefused(InputProblem("head_bands", Entry.UNKNOWN_CHOICE, facts))
        found.append(Band(name.strip(), lowest))
    return tuple(found)
