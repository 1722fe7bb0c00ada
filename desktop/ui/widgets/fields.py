"""Labelled entry fields: label above, message below, one look for errors and warnings.

A field never acts on an input method's preedit; text is normalised when it is read.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDate, QEvent, QObject, QRegularExpression, Qt, QTimer, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.text import clean, clean_lines
from desktop.ui.widgets.cards import ElidedLabel
from desktop.ui.widgets.day_edit import DayEdit
from desktop.wording.numbers import number

_DIGITS = QRegularExpression(r"[0-9. ]*")


class Field(QWidget):
    """A label, an entry widget and room for one line of words about it."""

    changed = Signal()

    def __init__(self, label: str, entry: QWidget, name: str, tip: str = "") -> None:
        super().__init__()
        self.entry = entry
        entry.setObjectName(name)
        entry.setAccessibleName(label)
        self._label = ElidedLabel(label, gives_way=False)
        self._label.setProperty("role", "fieldLabel")
        self._label.setBuddy(entry)
        if not label:  # showing it here, without a parent, would flash a window of its own
            self._label.hide()
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setObjectName(f"{name}Words")
        self._words.hide()
        if tip:
            entry.setToolTip(tip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self._label)
        column.addWidget(entry)
        column.addWidget(self._words)

    @property
    def words(self) -> QLabel:
        """The line about the field, for a layout that gives it more room."""
        return self._words

    def set_label(self, text: str) -> None:
        """Another label, for instance when a person becomes an organisation."""
        self._label.setText(text)
        self.entry.setAccessibleName(text)

    def let_label_be_cut(self) -> None:
        """For labels that come from data and may be of any length."""
        self._label.give_way()

    def show_error(self, text: str) -> None:
        """What is wrong, beside the field."""
        self._show(text, "error")

    def show_warning(self, text: str) -> None:
        """What to look at again."""
        self._show(text, "warning")

    def clear_words(self) -> None:
        """Nothing to say."""
        self._show("", "")

    def _show(self, text: str, state: str) -> None:
        if (text, state) == (self._words.text(), self.entry.property("state") or ""):
            return  # polishing anew costs more than a key press may
        self._words.setText(text)
        self._words.setVisible(bool(text))
        self._words.setProperty("role", state)
        self.entry.setProperty("state", state)
        self.entry.setAccessibleDescription(text)
        for widget in (self._words, self.entry):
            widget.style().unpolish(widget)
            widget.style().polish(widget)


class TextField(Field):
    """One line of text."""

    def __init__(
        self, label: str, name: str, *, placeholder: str = "", tip: str = "", most: int = 500
    ) -> None:
        self.edit = QLineEdit()
        self.edit.setMaxLength(most)
        self.edit.setPlaceholderText(placeholder)
        super().__init__(label, self.edit, name, tip)
        self.edit.textEdited.connect(self._edited)

    @property
    def text(self) -> str:
        """The text in NFC without outer spaces."""
        return clean(self.edit.text())

    def set_text(self, text: str) -> None:
        """Replaces the text without telling ``changed``."""
        self.edit.setText(text)
        self.edit.setCursorPosition(0)
        self.clear_words()

    def _edited(self) -> None:
        self.clear_words()
        self.changed.emit()


class PasswordField(TextField):
    """A line that shows dots."""

    def __init__(self, label: str, name: str) -> None:
        super().__init__(label, name)
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)

    @property
    def text(self) -> str:
        """Exactly what was typed."""
        return self.edit.text()


class NoteField(Field):
    """Several lines of text."""

    def __init__(self, label: str, name: str, *, lines: int = 3, placeholder: str = "") -> None:
        self.edit = QPlainTextEdit()
        self.edit.setTabChangesFocus(True)
        self.edit.setPlaceholderText(placeholder)
        # By the sheet of the widget itself: the program's sheet overrules setFixedHeight.
        height = lines * 20 + 18
        self.edit.setStyleSheet(f"min-height: {height - 10}px; max-height: {height - 10}px;")
        super().__init__(label, self.edit, name)
        self.edit.textChanged.connect(self._edited)

    @property
    def text(self) -> str:
        """The text in NFC, line by line."""
        return clean_lines(self.edit.toPlainText())

    def set_text(self, text: str) -> None:
        """Replaces the text."""
        self.edit.setPlainText(text)

    def _edited(self) -> None:
        self.clear_words()
        self.changed.emit()


class ChoiceField(Field):
    """One of several choices; values are anything, words are shown."""

    def __init__(self, label: str, name: str, choices: Sequence[tuple[str, object]] = ()) -> None:
        self.combo = QComboBox()
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.setMinimumContentsLength(6)
        super().__init__(label, self.combo, name)
        self._values: list[object] = []
        self.set_choices(choices)
        self.combo.activated.connect(lambda _place: self.changed.emit())

    def set_choices(self, choices: Sequence[tuple[str, object]]) -> None:
        """Replaces the choices; the first is chosen."""
        self.combo.clear()
        self._values = [value for _, value in choices]
        self.combo.addItems([text for text, _ in choices])

    @property
    def value(self) -> object:
        """The chosen value, None without choices."""
        place = self.combo.currentIndex()
        return self._values[place] if place >= 0 else None

    def choose(self, value: object) -> None:
        """Chooses without telling ``changed``."""
        if value in self._values:
            self.combo.setCurrentIndex(self._values.index(value))


class NumberField(Field):
    """A whole number in digits, grouped as 1.000; may be left blank where ``blank`` is set."""

    def __init__(
        self, label: str, name: str, *, lowest: int = 0, highest: int = 999, blank: bool = False
    ) -> None:
        self.edit = QLineEdit()
        self._blank = blank
        self._lowest, self._highest = lowest, highest
        self.edit.setMaxLength(len(number(highest)))
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.edit.setValidator(QRegularExpressionValidator(_DIGITS, self.edit))
        self.edit.installEventFilter(_SelectOnFocus(self.edit))
        super().__init__(label, self.edit, name, f"Từ {number(lowest)} đến {number(highest)}")
        self.set_value(None)
        self.edit.textEdited.connect(self._edited)
        self.edit.editingFinished.connect(self._finished)

    @property
    def value(self) -> int | None:
        """The number inside its bounds, None when it was left blank."""
        digits = _digits_of(self.edit.text())
        if not digits:
            return None if self._blank else self._lowest
        return min(max(int(digits), self._lowest), self._highest)

    def set_value(self, value: int | None) -> None:
        """Replaces the number without telling ``changed``; None is blank or the lowest."""
        if value is None and not self._blank:
            value = self._lowest
        self.edit.setText("" if value is None else number(value))
        self.clear_words()

    def _finished(self) -> None:
        """The number as it is taken, and words where that is another one than was typed."""
        digits = _digits_of(self.edit.text())
        kept = self.value
        if not digits or int(digits) == kept:
            if self.edit.text() != ("" if kept is None else number(kept)):
                self.set_value(kept)
            return
        self.set_value(kept)
        bounds = f"Chỉ từ {number(self._lowest)} đến {number(self._highest)}"
        self.show_warning(f"{bounds}; đã ghi {self.edit.text()}.")

    def _edited(self) -> None:
        self.clear_words()
        self.changed.emit()


def _digits_of(text: str) -> str:
    return "".join(c for c in text if c.isascii() and c.isdigit())


class DateField(Field):
    """A date, dd/MM/yyyy, with a calendar behind the arrow."""

    def __init__(self, label: str, name: str) -> None:
        self.date_edit = DayEdit()
        self.date_edit.setDisplayFormat("dd/MM/yyyy")
        self.date_edit.setCalendarPopup(True)
        self.date_edit.setDateRange(QDate(1900, 1, 1), QDate(2100, 12, 31))
        super().__init__(label, self.date_edit, name)
        self.date_edit.dateChanged.connect(lambda _date: self.changed.emit())

    @property
    def value(self) -> QDate:
        """The date."""
        return self.date_edit.date()

    def set_value(self, value: QDate) -> None:
        """Replaces the date."""
        self.date_edit.setDate(value)


class _SelectOnFocus(QObject):
    """Typing in a number replaces it, as clerks expect."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Selects all when the focus comes."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QLineEdit):
            QTimer.singleShot(0, watched.selectAll)
        return False


def field_line(fields: Sequence[tuple[Field, int]]) -> QVBoxLayout:
    """Fields side by side with their shares of the width; words about them go below, full width.

    A long word of warning in a narrow column would push the whole form out of its rows.
    """
    column = QVBoxLayout()
    column.setSpacing(3)
    across = QHBoxLayout()
    across.setSpacing(8)
    column.addLayout(across)
    for field, share in fields:
        across.addWidget(field, share)
        column.addWidget(field.words)
    return column


def focus_first(fields: Sequence[Field]) -> None:
    """Puts the cursor into the first field that has something wrong."""
    for field in fields:
        if field.entry.property("state") == "error":
            field.entry.setFocus(Qt.FocusReason.OtherFocusReason)
            return
