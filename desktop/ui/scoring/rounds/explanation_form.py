"""What the unit says to one line: text, proposed points, documents. Written when it is left.

What cannot be written yet stays as typed, also while other lines are looked at.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from desktop.domain.criteria.numbers import read_points
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.services.assessments.differences import DifferenceRow
from desktop.services.assessments.explaining import ExplanationEntry, ExplanationRow
from desktop.ui.scoring.rounds.compare_rows import of_this_round
from desktop.ui.scoring.rounds.explanation_files import ExplanationFiles
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.fields import NoteField, TextField
from desktop.wording.criteria import points
from desktop.wording.dates import moment
from desktop.wording.problems import entry_text

_HOW = "Nói rõ vì sao điểm nên khác và căn cứ ở đâu"


class ExplanationForm(Card):
    """Tells ``entered`` with the entry to write, ``advanced`` on Ctrl+Enter."""

    entered = Signal(object)
    advanced = Signal()

    def __init__(self) -> None:
        super().__init__("Giải trình", spacing=8)
        self.setObjectName("explanationForm")
        self._row: DifferenceRow | None = None
        self._dirty = False
        self._drafts: dict[str, tuple[str, str]] = {}
        # Writes follow each other: the oldest of a line is answered first.
        self._on_its_way: dict[str, list[tuple[str, str]]] = {}
        self.advice = label("", "muted", wrap=True, name="explanationAdvice")
        self.body.addWidget(self.advice)
        self.text = NoteField("Nội dung giải trình", "explanationText", lines=4, placeholder=_HOW)
        self.text.changed.connect(self._edited)
        self.text.edit.installEventFilter(self)
        self.body.addWidget(self.text)
        self.proposed = TextField("Điểm đề nghị", "explanationPoints", most=12)
        self.proposed.changed.connect(self._edited)
        self.proposed.edit.editingFinished.connect(self.commit)
        self.body.addWidget(self.proposed)
        self.files = ExplanationFiles()
        self.body.addWidget(self.files)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.saved = label("", "caption", wrap=True, name="explanationSaved")
        self.withdraw = button(
            "Rút giải trình", role="quiet", name="withdrawExplanation", key="Ctrl+Shift+X"
        )
        self.withdraw.clicked.connect(self._withdraw)
        row.addWidget(self.saved, 1)
        row.addWidget(self.withdraw)
        self.body.addLayout(row)

    def show_row(self, row: DifferenceRow, *, editable: bool, why_locked: str) -> None:
        """Another line, or the same after a change: what is being typed stays."""
        same = self._row is not None and self._row.item == row.item
        if not same:
            self._put_aside()
        keeps_typing = same and self._dirty
        self._row = row
        # What can no longer be changed may be of an earlier round.
        written = of_this_round(row) or (None if editable else row.explanation)
        if not keeps_typing:
            self._show_written(row, written)
        for field in (self.text.edit, self.proposed.edit):
            field.setReadOnly(not editable)
        self.files.show_documents(
            written.documents if written is not None else (), editable=editable
        )
        has_something = editable or (written is not None and not written.is_withdrawn)
        for part in (self.text, self.proposed, self.files, self.saved):
            part.setVisible(has_something)
        self.advice.setText(why_locked)
        self.advice.setVisible(bool(why_locked))
        self._show_state(written, editable)

    def forget(self) -> None:
        """Another assessment: nothing half-typed belongs to it."""
        self._row = None
        self._dirty = False
        self._drafts.clear()
        self._on_its_way.clear()

    def focus_first(self) -> None:
        """The keyboard goes to the text."""
        self.text.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def commit(self) -> bool:
        """Writes what is whole; False when something typed cannot be written yet."""
        if not self._dirty or self._row is None:
            return True
        written = of_this_round(self._row)
        text, typed = self.text.text, self.proposed.text
        if not text and not typed and written is None:
            self._dirty = False
            return True
        if not text:
            self.text.show_error("Hãy viết nội dung giải trình.")
            return False
        value = read_points(typed) if typed else None
        if typed and value is None:
            facts = {"text": typed}
            self.proposed.show_error(
                entry_text(InputProblem("proposed_points", Entry.NOT_A_NUMBER, facts))
            )
            return False
        self._dirty = False
        self._on_its_way.setdefault(self._row.item.id, []).append((text, typed))
        self.entered.emit(ExplanationEntry(text, value, no_proposal=not typed))
        return True

    def written_down(self, item_id: str) -> None:
        """What was typed at a line is stored now."""
        self._answered(item_id)

    def not_written(self, item_id: str) -> None:
        """It was refused: what was typed stays, here or for the next look at the line."""
        typed = self._answered(item_id)
        if typed is None:
            return
        if self._row is not None and self._row.item.id == item_id:
            self._dirty = True
        else:
            self._drafts[item_id] = typed

    def show_problems(self, refused: InputRefused) -> None:
        """Beside the fields."""
        for problem in refused.problems:
            field = self.proposed if problem.field == "proposed_points" else self.text
            field.show_error(entry_text(problem))

    def asks_for_text(self) -> bool:
        """Whether a document cannot be added yet; says so at the text."""
        written = of_this_round(self._row) if self._row is not None else None
        if written is not None or self.text.text:
            return False
        self.text.show_error("Viết giải trình trước, rồi thêm tài liệu.")
        self.focus_first()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaving the text writes it; Ctrl+Enter goes on to the next line."""
        if watched is self.text.edit and event.type() == QEvent.Type.FocusOut:
            self.commit()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if held and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.advanced.emit()
                return True
        return super().eventFilter(watched, event)

    def _answered(self, item_id: str) -> tuple[str, str] | None:
        going = self._on_its_way.get(item_id, [])
        return going.pop(0) if going else None

    def _edited(self) -> None:
        self._dirty = True
        self.saved.setText("Đang viết, chưa ghi")

    def _put_aside(self) -> None:
        if self._row is not None and self._dirty:
            typed = self.text.edit.toPlainText(), self.proposed.edit.text()
            self._drafts[self._row.item.id] = typed
        self._dirty = False

    def _show_written(self, row: DifferenceRow, written: ExplanationRow | None) -> None:
        draft = self._drafts.pop(row.item.id, None)
        proposed = written.proposed if written is not None else None
        stored = (
            written.text if written is not None and not written.is_withdrawn else "",
            "" if proposed is None else points(proposed),
        )
        going = self._on_its_way.get(row.item.id, [])
        text, typed = draft or (going[-1] if going else stored)
        self.text.edit.blockSignals(True)
        self.text.set_text(text)
        self.text.edit.blockSignals(False)
        self.text.clear_words()
        self.proposed.set_text(typed)
        most = row.item.maximum
        said = "" if most is None else f", từ 0 đến {points(most)}"
        self.proposed.set_label(f"Điểm đề nghị{said}")
        self._dirty = draft is not None

    def _show_state(self, written: ExplanationRow | None, editable: bool) -> None:
        self.withdraw.setVisible(editable and written is not None and not written.is_withdrawn)
        if self._dirty:
            self.saved.setText("Đang viết, chưa ghi")
        elif written is None:
            self.saved.setText("Chưa có giải trình ở vòng này.")
        elif written.is_withdrawn:
            sent = "; tỉnh chưa biết, hãy gửi lại" if written.is_waiting else ""
            self.saved.setText(f"Đã rút{sent}.")
        else:
            where = "đã gửi" if written.is_sent else "chưa gửi"
            at = moment(written.written_at)
            self.saved.setText(f"{written.written_by} ghi lúc {at}, {where}.")

    def _withdraw(self) -> None:
        if self._row is not None:
            self._dirty = False
            self._on_its_way.setdefault(self._row.item.id, []).append(("", ""))
            self.entered.emit(ExplanationEntry(withdrawn=True))
