"""The verdict on one line: points, note, what else is asked; one key agrees with the unit."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.criteria.judging import Judged, is_worse
from desktop.domain.criteria.numbers import plain, read_points
from desktop.domain.criteria.rounds import Verdict
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.services.provinces.appraising import VerdictInput
from desktop.services.provinces.lines import UnitLine
from desktop.ui.appraisal.claim_words import gap_words
from desktop.ui.appraisal.line_looks import shown_points, wanted_text
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.fields import NoteField, TextField
from desktop.wording.appraisal import round_name
from desktop.wording.problems import entry_text

_KEPT_DRAFTS = 500


@dataclass(frozen=True, slots=True)
class _Draft:
    """What was typed and not written yet."""

    points: str
    note: str
    asks: bool
    not_applicable: bool


class VerdictForm(QWidget):
    """Tells ``entered`` with the verdict; ``correcting`` when that box is ticked or not."""

    entered = Signal(object)
    correcting = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("verdictForm")
        self._line: UnitLine | None = None
        self._shown = _Draft("", "", False, False)
        self._drafts: dict[tuple[str, str], _Draft] = {}
        self._can_write = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.card = Card("", margins=12, spacing=6)
        outer.addWidget(self.card)
        self._build()
        self._connect()

    def _build(self) -> None:
        head = QHBoxLayout()
        self.head = label("", "section", name="verdictRound")
        self.correct = QCheckBox("Đính chính vòng đã gửi")
        self.correct.setObjectName("verdictCorrects")
        self.correct.setToolTip(
            "Ghi lại điểm của vòng đã gửi đơn vị; sau đó kết thúc lại vòng để gửi bản đính chính"
        )
        head.addWidget(self.head)
        head.addStretch(1)
        head.addWidget(self.correct)
        self.card.body.addLayout(head)
        self.why_not = label("", "warning", wrap=True, name="verdictWhyNot")
        self.card.body.addWidget(self.why_not)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.points = _Points()
        self.points.edit.setFixedWidth(76)
        self.most = label("", "muted", name="verdictMost")
        self.same = button("", name="verdictSame", icon_name="check")
        row.addWidget(self.points)
        row.addWidget(self.most)
        row.addStretch(1)
        row.addWidget(self.same)
        self.card.body.addLayout(row)
        self.card.body.addWidget(self.points.words)
        self.gap = label("", "caption", name="verdictGap")
        self.note = NoteField(
            "Nhận xét, lý do", "verdictNote", lines=2, placeholder="Cần có khi chấm thấp hơn"
        )
        self.card.body.addWidget(self.gap)
        self.card.body.addWidget(self.note)
        ticks = QHBoxLayout()
        self.asks = QCheckBox("Đề nghị giải trình")
        self.asks.setObjectName("verdictAsks")
        self.asks.setShortcut("F9")
        self.asks.setToolTip("Đơn vị được báo cần giải trình dòng này\nPhím tắt: F9")
        self.not_applicable = QCheckBox("Không áp dụng")
        self.not_applicable.setObjectName("verdictNotApplicable")
        self.not_applicable.setShortcut("F7")
        self.not_applicable.setToolTip("Dòng không áp dụng cho đơn vị này\nPhím tắt: F7")
        ticks.addWidget(self.asks)
        ticks.addWidget(self.not_applicable)
        ticks.addStretch(1)
        self.card.body.addLayout(ticks)
        self.go = button(
            "Ghi, sang dòng sau",
            role="primary",
            name="verdictGo",
            tip="Ghi và sang dòng chưa chấm kế tiếp\nPhím tắt: Ctrl+Enter",
        )
        self.card.body.addWidget(self.go)

    def _connect(self) -> None:
        self.same.clicked.connect(self.agree)
        self.go.clicked.connect(self.commit)
        self.points.changed.connect(self._typed)
        self.points.finished.connect(self._points_given)
        self.not_applicable.clicked.connect(self._applicable_changed)
        self.correct.clicked.connect(self.correcting)

    def show_line(self, line: UnitLine, round_number: int, why_not: str, *, corrects: bool) -> None:
        """Another line, or the same read anew; what is being typed at the same line stays.

        ``why_not``: why nothing can be written; empty when it can.
        """
        before = self._line
        same = before is not None and _key(before) == _key(line)
        typed = self._now()
        if before is not None and typed != self._shown:
            self._drafts[_key(before)] = typed
            while len(self._drafts) > _KEPT_DRAFTS:
                del self._drafts[next(iter(self._drafts))]
        self._line = line
        self._can_write = not why_not
        self.head.setText(f"{round_name(round_number)}{' – đính chính' if corrects else ''}")
        self.why_not.setText(why_not)
        self.why_not.setVisible(bool(why_not))
        most = line.item.maximum
        self.most.setText(f"/ {shown_points(line, most)}" if most is not None else "")
        self._name_same(line)
        draft = _of(line, line.verdicts.get(round_number))
        if not same or typed == self._shown:
            self._shown = draft
            self._write(self._drafts.get(_key(line), draft))
        else:
            self._shown = draft
        for part in (self.points, self.note, self.asks, self.not_applicable, self.go):
            part.setEnabled(self._can_write)
        self._applicable_changed()

    def show_correction(self, *, offered: bool, on: bool) -> None:
        """Whether a round that has gone out may be corrected here."""
        self.correct.setVisible(offered)
        self.correct.setChecked(on)

    def show_nothing(self) -> None:
        """No line is chosen."""
        self._line = None

    def written(self, line: UnitLine) -> None:
        """What was typed at a line is written now."""
        self._drafts.pop(_key(line), None)
        if self._line is not None and _key(self._line) == _key(line):
            self._shown = self._now()

    def focus_points(self, letter: str = "") -> None:
        """The keyboard goes to the points; a letter that was typed elsewhere replaces them."""
        if not self._can_write:
            return
        self.points.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        if letter:
            self.points.edit.setText(letter)
            self._typed()
        else:
            self.points.edit.selectAll()

    @property
    def can_agree(self) -> bool:
        """Whether one key is enough: the unit has said something."""
        line = self._line
        if line is None or not self._can_write:
            return False
        return line.proposed is not None or line.claim.is_answered or not line.claim.applies

    def agree(self) -> None:
        """As the unit says; a note that is typed goes with it."""
        line = self._line
        if line is None or not self.can_agree:
            return
        applies = line.claim.applies or line.proposed is not None
        points = line.wanted if applies else None
        # What the unit itself proposes needs no reason, even when it is less than it claimed.
        explains = line.proposed is None
        self.entered.emit(VerdictInput(points, self.note.text, applies, explains=explains))

    def commit(self) -> bool:
        """Tells the verdict as it is entered; False with words at the field when it cannot be."""
        line = self._line
        if line is None or not self._can_write:
            return False
        applies = not self.not_applicable.isChecked()
        points = read_points(self.points.text) if applies else None
        if applies and points is None:
            text = self.points.text
            code = Entry.NOT_A_NUMBER if text else Entry.REQUIRED
            self._refuse(InputProblem("verdict_points", code, {"text": text}))
            return False
        said = VerdictInput(points, self.note.text, applies, self.asks.isChecked(), explains=True)
        self.entered.emit(said)
        return True

    def show_problems(self, refused: InputRefused) -> bool:
        """Words beside the fields; False when none of them is here."""
        known = [p for p in refused.problems if p.field in ("verdict_points", "verdict_note")]
        for problem in reversed(known):
            self._refuse(problem)
        return bool(known)

    def _refuse(self, problem: InputProblem) -> None:
        words = entry_text(problem)
        if problem.field == "verdict_note":
            self.note.show_error(words)
            self.note.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.points.show_error(words)
            self.points.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self.points.edit.selectAll()

    def _points_given(self) -> None:
        """Enter at the points: writes, or goes to the note when a reason is wanted."""
        line = self._line
        points = read_points(self.points.text)
        wanted = line is not None and points is not None and not self.note.text
        if wanted and line is not None and is_worse(line.item, line.claim, points, True):
            self.note.show_warning("Thấp hơn đơn vị tự chấm: hãy ghi lý do, rồi Ctrl+Enter.")
            self.note.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.commit()

    def _typed(self) -> None:
        line = self._line
        points = read_points(self.points.text)
        self.gap.setText(
            gap_words(line, abs(points)) if line is not None and points is not None else ""
        )
        self.gap.setVisible(bool(self.gap.text()))

    def _applicable_changed(self) -> None:
        self.points.setEnabled(self._can_write and not self.not_applicable.isChecked())

    def _name_same(self, line: UnitLine) -> None:
        wanted = wanted_text(line)
        shown = "không áp dụng" if wanted == "KAD" else wanted
        word = "Như đề nghị" if line.proposed is not None else "Như tự chấm"
        self.same.setText(f"{word}: {shown}")
        self.same.setToolTip(
            f"Ghi {shown} như đơn vị và sang dòng sau\nPhím tắt: F8, hoặc = khi đang ở bảng"
        )
        self.same.setEnabled(self.can_agree)

    def _now(self) -> _Draft:
        return _Draft(
            self.points.text,
            self.note.text,
            self.asks.isChecked(),
            self.not_applicable.isChecked(),
        )

    def _write(self, draft: _Draft) -> None:
        self.points.set_text(draft.points)
        self.note.set_text(draft.note)
        self.note.clear_words()
        self.asks.setChecked(draft.asks)
        self.not_applicable.setChecked(draft.not_applicable)
        self._typed()


class _Points(TextField):
    """Points; Enter tells ``finished``."""

    finished = Signal()

    def __init__(self) -> None:
        super().__init__("", "verdictPoints", most=12)
        self.edit.setAccessibleName("Điểm thẩm định")
        self.edit.setPlaceholderText("Điểm")
        self.edit.returnPressed.connect(self.finished)


def _key(line: UnitLine) -> tuple[str, str]:
    return line.unit_code, line.item.id


def _of(line: UnitLine, judged: Judged | None) -> _Draft:
    """What stands in a round, as it would be typed."""
    if judged is None:
        return _Draft("", "", False, False)
    asks = judged.verdict is Verdict.NEEDS_EXPLANATION
    if not judged.applies:
        return _Draft("", judged.note, asks, True)
    points = "" if judged.points is None else plain(judged.points).replace(".", ",")
    return _Draft(points, judged.note, asks, False)
