"""One part of the text: writing on the left, an earlier period's text on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPlainTextEdit,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.statistics.old_periods import OldMention, old_mentions
from desktop.domain.text import clean_lines
from desktop.services.drafts import Draft
from desktop.services.periodic.catalogue import Section
from desktop.services.periodic.desk import PeriodicDesk
from desktop.services.periodic.texts import LONGEST
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.wording.dates import moment

_WAIT_MS = 500
_MOST_TOLD = 4


class SectionEditor(QWidget):
    """Tells ``rested`` with the text when the hand rests, and ``save_wanted`` to write it.

    Both come with the report's id and the section's key: what was typed in one place is never
    written into another.
    """

    rested = Signal(int, str, str)
    save_wanted = Signal(int, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sectionEditor")
        self._desk: PeriodicDesk | None = None
        self._section: Section | None = None
        self._written = ""
        self._mentions: tuple[OldMention, ...] = ()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self._rest)
        self._build()

    @property
    def section(self) -> str:
        """The part that is shown; empty before the first."""
        return self._section.key if self._section is not None else ""

    @property
    def text(self) -> str:
        """What stands in the editor, as it would be written."""
        return clean_lines(self.edit.toPlainText())

    @property
    def is_changed(self) -> bool:
        """Whether there is something to write."""
        return self._section is not None and self.text != self._written

    def show_section(self, desk: PeriodicDesk, section: Section) -> None:
        """Another part, or the same anew; what is being typed in the same part stays."""
        same_report = self._desk is not None and self._desk.report.id == desk.report.id
        stays = same_report and section.key == self.section and self.is_changed
        self._desk, self._section = desk, section
        written = desk.texts.get(section.key)
        self._written = written.content if written else ""
        self.title.setText(section.name)
        self.hint.setText(section.hint)
        self.hint.setVisible(bool(section.hint))
        said = "Chưa viết."
        if written is not None:
            said = f"Ghi lần cuối: {written.user_name}, {moment(written.at)}."
        self.author.setText(said)
        if not stays:
            self._put(self._written)
        self._show_earlier()

    def restore(self, section: str, draft: Draft | None) -> None:
        """Puts back what was typed before a crash and never written."""
        if draft is None or section != self.section or self.is_changed:
            return
        content = str(draft.content.get("content", ""))
        if clean_lines(content) != self._written:
            self._put(content)
            self.author.setText(f"Đã khôi phục bản đang viết dở lúc {moment(draft.saved_at)}.")

    def take_earlier(self) -> bool:
        """Begins from the text beside; False when something is written here already."""
        if self.text or not self.beside.toPlainText():
            return False
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        cursor = self.edit.textCursor()
        cursor.insertText(self.beside.toPlainText())  # can be undone with Ctrl+Z in the field
        self.edit.moveCursor(QTextCursor.MoveOperation.Start)
        self.save()
        return True

    def save(self) -> None:
        """Asks for what was typed to be written."""
        self._wait.stop()
        if self.is_changed and self._desk is not None:
            self.save_wanted.emit(self._desk.report.id, self.section, self.text)

    def go_to_mention(self) -> None:
        """Marks the next words that name an old period."""
        if not self._mentions:
            return
        after = self.edit.textCursor().selectionEnd()
        following = [one for one in self._mentions if one.start >= after]
        self.select((following or list(self._mentions))[0])

    def select(self, mention: OldMention) -> None:
        """Marks the words and brings them into view."""
        cursor = self.edit.textCursor()
        cursor.setPosition(mention.start)
        cursor.setPosition(mention.end, QTextCursor.MoveMode.KeepAnchor)
        self.edit.setTextCursor(cursor)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.ensureCursorVisible()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.title = label("", "section", wrap=True, name="sectionTitle")
        self.hint = label("", "muted", wrap=True, name="sectionHint")
        column.addWidget(self.title)
        column.addWidget(self.hint)
        sides = QHBoxLayout()
        sides.setSpacing(12)
        sides.addLayout(self._own_side(), 3)
        sides.addLayout(self._earlier_side(), 2)
        column.addLayout(sides, 1)

    def _own_side(self) -> QVBoxLayout:
        side = QVBoxLayout()
        side.setSpacing(4)
        self.author = label("", "muted", wrap=True, name="sectionAuthor")
        self.edit = QPlainTextEdit()
        self.edit.setObjectName("sectionText")
        self.edit.setAccessibleName("Lời văn của phần này")
        self.edit.setPlaceholderText("Viết ở đây; mỗi đoạn một dòng. Tự lưu khi nghỉ tay.")
        self.edit.setTabChangesFocus(True)
        self.edit.textChanged.connect(self._typed)
        self.warning = label("", "warning", wrap=True, name="sectionWarning")
        self.warning.hide()
        row = QHBoxLayout()
        self.write_button = button("Ghi", name="sectionSave", key="Ctrl+S")
        self.write_button.clicked.connect(self.save)
        self.next_button = button("Chỗ ghi kỳ trước kế tiếp", name="sectionNext", key="F8")
        self.next_button.clicked.connect(self.go_to_mention)
        self.next_button.hide()
        row.addWidget(self.write_button)
        row.addWidget(self.next_button)
        row.addStretch(1)
        side.addWidget(self.author)
        side.addWidget(self.edit, 1)
        side.addWidget(self.warning)
        side.addLayout(row)
        return side

    def _earlier_side(self) -> QVBoxLayout:
        side = QVBoxLayout()
        side.setSpacing(4)
        self.earlier = QComboBox()
        self.earlier.setObjectName("earlierPeriod")
        self.earlier.setAccessibleName("Kỳ để xem bên cạnh")
        self.earlier.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.earlier.activated.connect(lambda _place: self._show_beside())
        self.beside = QPlainTextEdit()
        self.beside.setObjectName("earlierText")
        self.beside.setAccessibleName("Lời văn kỳ trước")
        self.beside.setReadOnly(True)
        self.beside.setTabChangesFocus(True)
        self.take_button = button(
            "Lấy làm điểm bắt đầu",
            name="takeEarlier",
            key="Ctrl+D",
            tip="Chép lời văn kỳ trước vào phần đang trống",
        )
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.take_button)
        side.addWidget(self.earlier)
        side.addWidget(self.beside, 1)
        side.addLayout(row)
        return side

    def _put(self, text: str) -> None:
        self.edit.blockSignals(True)
        self.edit.setPlainText(text)
        self.edit.blockSignals(False)
        self._wait.stop()
        self._warn()

    def _typed(self) -> None:
        self._wait.start()
        self._warn()

    def _rest(self) -> None:
        if self.is_changed and self._desk is not None:
            content = self.edit.toPlainText()[:LONGEST]
            self.rested.emit(self._desk.report.id, self.section, content)

    def _show_earlier(self) -> None:
        assert self._desk is not None
        shown = self.earlier.currentData()
        self.earlier.clear()
        for place, one in enumerate(self._desk.earlier):
            self.earlier.addItem(f"Báo cáo {one.period}", place)
        if not self._desk.earlier:
            self.earlier.addItem("Chưa có báo cáo kỳ trước", None)
        self.earlier.setEnabled(bool(self._desk.earlier))
        self.earlier.setCurrentIndex(max(self.earlier.findData(shown), 0))
        self._show_beside()

    def _show_beside(self) -> None:
        assert self._desk is not None
        place = self.earlier.currentData()
        text = self._desk.earlier[place].texts.get(self.section) if place is not None else None
        nothing = "Kỳ này không viết phần này." if place is not None else ""
        self.beside.setPlaceholderText(nothing)
        self.beside.setPlainText(text.content if text else "")
        self.take_button.setEnabled(text is not None)

    def _warn(self) -> None:
        """Marks the words that name an old period, and says them below."""
        if self._desk is None:
            return
        report = self._desk.report
        text = self.edit.toPlainText()
        self._mentions = old_mentions(text, report.covered, self._desk.before)
        self.edit.setExtraSelections([self._mark(one) for one in self._mentions])
        told = [f"“{one.text}” (dòng {one.line})" for one in self._mentions[:_MOST_TOLD]]
        if len(self._mentions) > _MOST_TOLD:
            told.append(f"và {len(self._mentions) - _MOST_TOLD} chỗ khác")
        said = f"Báo cáo {report.period_words} mà còn ghi: {', '.join(told)}." if told else ""
        self.warning.setText(said)
        self.warning.setVisible(bool(told))
        self.next_button.setVisible(bool(told))

    def _mark(self, mention: OldMention) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        look = QTextCharFormat()
        look.setBackground(QColor(colours().due_soft))
        look.setForeground(QColor(colours().due))
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(QColor(colours().due))
        cursor = self.edit.textCursor()
        cursor.setPosition(mention.start)
        cursor.setPosition(mention.end, QTextCursor.MoveMode.KeepAnchor)
        selection.cursor = cursor
        selection.format = look
        return selection
