"""Bringing a set in from Excel or CSV: what was read, questions one by one, checks, then keep."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.cell_problems import CellProblem
from desktop.domain.criteria.rules import ScoringRule
from desktop.domain.moments import local_date
from desktop.services.assessments.set_drafts import (
    SetDraft,
    SetQuestion,
    by_hand,
    draft_of,
    draft_of_set,
    keep_draft,
    question_about,
    with_head,
    with_rule,
)
from desktop.services.assessments.sets import FORGIVEN, StoredSet, read_set
from desktop.ui.scoring.rule_form import RuleForm
from desktop.ui.scoring.year_field import YearField
from desktop.ui.shell.context import UiContext
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, EmptyState, label
from desktop.ui.widgets.fields import TextField, field_line
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.criteria import SAMPLE_MARK, fault_text
from desktop.wording.fields import field_name
from desktop.wording.imports import problem_text


class ImportView(QWidget):
    """Tells ``finished`` with the code of the kept set, empty when nothing was kept."""

    finished = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("importSet")
        self._context = context
        self.draft: SetDraft | None = None
        self._asked = ""
        across = QHBoxLayout()
        across.setSpacing(14)
        across.addLayout(self._read_column(), 3)
        self.side = QStackedWidget()
        self.rule_form = RuleForm()
        self.rule_form.answered.connect(self._answered)
        self.rule_form.skipped.connect(self._skipped)
        self.done = EmptyState("circle-check", "Không còn câu hỏi nào", "")
        self.side.addWidget(self.rule_form)
        self.side.addWidget(self.done)
        across.addWidget(self.side, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(across, 1)
        column.addLayout(self._bottom())

    def _read_column(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(10)
        card = Card("", spacing=6)
        self.summary = label("", "section", wrap=True, name="importSetSummary")
        self.columns = label("", "muted", wrap=True, name="importSetColumns")
        self.mark = label("", "warning", wrap=True, name="importSetMark")
        self.title = TextField("Tên bộ tiêu chí", "setTitle")
        self.code = TextField("Mã trong chương trình", "setCode", most=80)
        this_year = local_date(self._context.office.now()).year
        self.year = YearField("Năm", "setYear", this_year)
        self.province = TextField("Tỉnh, thành phố", "setProvince", most=80)
        self.decision = TextField(
            "Quyết định", "setDecision", placeholder="1234/QĐ-UBND ngày 08/09/2025"
        )
        card.body.addWidget(self.summary)
        card.body.addWidget(self.mark)
        card.body.addWidget(self.columns)
        card.body.addLayout(field_line(((self.title, 3), (self.code, 2), (self.year, 1))))
        card.body.addLayout(field_line(((self.decision, 3), (self.province, 3))))
        column.addWidget(card)
        self.table = _Checks()
        self.table.opened.connect(self._reopen)
        column.addWidget(self.table, 1)
        return column

    def _bottom(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.state = label("", "muted", wrap=True, name="importSetState")
        leave = button("Bỏ, không ghi gì", name="importSetLeave", key="Ctrl+W")
        self.keep = button("Lưu bộ tiêu chí", role="primary", name="importSetKeep", key="Ctrl+S")
        leave.clicked.connect(lambda: self.finished.emit(""))
        self.keep.clicked.connect(self._keep)
        row.addWidget(self.state, 1)
        row.addWidget(leave)
        row.addWidget(self.keep)
        return row

    def read(self, path: Path) -> None:
        """Reads a file; nothing of it is kept before the button says so."""
        office = self._context.office

        def work(_progress: object) -> SetDraft:
            from desktop.services.assessments.importing import read_file

            return draft_of(read_file(office, path))

        def failed(error: Exception) -> bool:
            self.finished.emit("")
            self._context.messages.tell_error(error)
            return True

        self._context.runner.query(
            work, self._begin, owner=self, label="Đang đọc tệp", on_error=failed
        )

    def mend(self, code: str) -> None:
        """Completes a set that is there; kept as a new version."""
        office = self._context.office
        self._context.runner.query(
            lambda _: draft_of_set(read_set(office, code).criteria), self._begin, owner=self
        )

    def _begin(self, draft: SetDraft) -> None:
        criteria = draft.criteria
        self.title.set_text(criteria.title)
        self.code.set_text(criteria.code)
        self.year.show_year(criteria.year)
        self.province.set_text(criteria.province)
        self.decision.set_text(criteria.decision)
        self.columns.setText(_columns_words(draft))
        self.columns.setVisible(bool(draft.columns))
        self.mark.setText(SAMPLE_MARK)
        self.mark.setVisible(criteria.is_sample)
        self._show(draft)

    def _show(self, draft: SetDraft) -> None:
        """The state after each answer."""
        self.draft = draft
        scored = len(draft.criteria.scored)
        self.summary.setText(
            f"{draft.file_name}: {len(draft.criteria.items)} dòng, {scored} dòng chấm điểm"
        )
        c = colours()
        rows: list[tuple[list[str], str, str | None]] = []
        for check in draft.checks:
            stops = check.fault not in FORGIVEN
            texts = [f"Dòng {check.item}" if check.item else "Cả bộ", fault_text(check)]
            rows.append((texts, check.item, c.overdue if stops else None))
        rows += [(_note_texts(note), "", c.muted) for note in draft.notes]
        rows.sort(key=lambda row: row[2] != c.overdue)
        self.table.show_rows(rows)
        self._ask(draft)
        self._show_state(draft)

    def _ask(self, draft: SetDraft) -> None:
        if not draft.questions:
            stops = [check for check in draft.checks if check.fault not in FORGIVEN]
            self.done.title.setText(
                "Đã trả lời hết câu hỏi" if draft.asked else "Lời văn đều rõ, không có câu hỏi"
            )
            self.done.advice.setText(
                "Còn chỗ cộng chưa khớp (chữ đỏ): hãy sửa trong tệp rồi nhập lại, hoặc lưu để xem."
                if stops
                else "Bấm Lưu bộ tiêu chí (Ctrl+S) để dùng; trước đó chưa có gì được ghi."
            )
            self.side.setCurrentWidget(self.done)
            return
        question = draft.questions[0]
        number = draft.asked - len(draft.questions) + 1
        place = " · ".join(part for part in (f"Câu {number}/{draft.asked}", question.place) if part)
        self._show_question(question, place)

    def _reopen(self) -> None:
        """Enter on a check of a line: its rule is asked again."""
        item_id = self.table.current_value()
        draft = self.draft
        if draft is None or not item_id or item_id not in draft.criteria.by_id:
            return
        item = draft.item(item_id)
        if draft.criteria.is_scored(item):
            self._show_question(question_about(item), "Xem lại một dòng")

    def _show_question(self, question: SetQuestion, place: str) -> None:
        assert self.draft is not None
        self._asked = question.item_id
        self.side.setCurrentWidget(self.rule_form)
        self.rule_form.show_question(question, self.draft.item(question.item_id), place)

    def _show_state(self, draft: SetDraft) -> None:
        left = len(draft.questions)
        stops = sum(check.fault not in FORGIVEN for check in draft.checks)
        parts = ["Chưa có gì được ghi."]
        if left:
            parts.append(f"Còn {left} câu hỏi; lưu bây giờ thì các dòng đó chấm tay.")
        if stops:
            parts.append(f"{stops} chỗ chưa khớp: lưu được nhưng chưa mở để chấm được.")
        self.state.setText(" ".join(parts))
        self.keep.setEnabled(draft.has_tree)

    def _answered(
        self, rule: ScoringRule, maximum: Decimal | None, no_case: Decimal | None
    ) -> None:
        if self.draft is not None and self._asked:
            self._show(with_rule(self.draft, self._asked, rule, maximum, no_case))

    def _skipped(self) -> None:
        if self.draft is not None and self._asked:
            self._show(by_hand(self.draft, self._asked))

    def _keep(self) -> None:
        if self.draft is None:
            return
        office = self._context.office
        draft = with_head(
            self.draft,
            self.code.text,
            self.title.text,
            self.year.year,
            self.province.text,
            self.decision.text,
        )

        def kept(stored: StoredSet) -> None:
            self._context.messages.say(
                f"Đã lưu “{stored.criteria.title}”, phiên bản {stored.criteria.version}."
            )
            self.finished.emit(stored.criteria.code)

        self._context.runner.command(
            lambda _: keep_draft(office, draft),
            kept,
            button=self.keep,
            owner=self,
            label="Đang lưu bộ tiêu chí",
        )

    def focus_first(self) -> None:
        """The keyboard goes to the question, or to the button."""
        if self.draft is not None and self.draft.questions:
            self.rule_form.kind.entry.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.keep.setFocus(Qt.FocusReason.OtherFocusReason)


class _Checks(RowsTable):
    """Enter, or a double click, opens the line of the marked check."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__(
            "importSetProblems",
            "Chỗ cần xem lại; Enter mở lại cách tính của dòng",
            ("Vị trí", "Cần xem lại"),
            (170, 0),
        )
        self.setToolTip("Enter hoặc bấm đúp: xem lại cách tính của dòng")
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
            return
        super().keyPressEvent(event)


def _note_texts(note: CellProblem) -> list[str]:
    return [note.place if note.row else "Cả tệp", problem_text(note)]


def _columns_words(draft: SetDraft) -> str:
    """Which column was taken for what, and which was left."""
    known = [f"{c.letter} “{c.heading}” → {field_name(c.field)}" for c in draft.columns if c.field]
    left = [f"{c.letter} “{c.heading}”" for c in draft.columns if not c.field]
    text = f"Cột nhận ra: {'; '.join(known)}."
    return f"{text} Không dùng: {'; '.join(left)}." if left else text
