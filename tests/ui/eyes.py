"""What a careful eye sees on a screen: clipped words, nameless fields, foreign words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTableView,
    QWidget,
)

from desktop.ui.widgets.cards import ElidedLabel

# Names of things: products, licences, formats, keys, the practice password, file names.
ALLOWED = re.compile(
    r"\b(Ctrl|Alt|Shift|Enter|Esc|Tab|Space|Delete|Menu|Excel|CSV|PDF|JPEG|PNG|USB|QR|Inter|Tabler|"
    r"Liberation|Serif|SIL|Open|Font|License|MPL|MIT|Caps|Lock|Word)\b|F\d+|/\S+|\S+\.(?:db|log|smcbackup|csv|xlsx)"
)
ENGLISH = re.compile(
    r"\b(the|and|of|to|in|is|are|not|file|files|open|close|save|cancel|ok|yes|no|error|warning|"
    r"delete|copy|paste|cut|undo|redo|select|all|name|date|time|today|search|print|preview|page|"
    r"user|password|settings|help|about|back|next|finish|new|edit|add|remove|loading|none|true|"
    r"false|null|search|filter|clear|apply|export|import|backup|restore|folder|directory)\b",
    re.IGNORECASE,
)
# Vietnamese syllables that look like English words.
_VIETNAMESE = re.compile(r"\b(in|to|no|an|am|me|he|do|so|on|all ears)\b", re.IGNORECASE)
_SLACK = 2
_LOOKS = 30


def visible(root: QWidget) -> Iterator[QWidget]:
    """All widgets of a window that are shown."""
    for widget in root.findChildren(QWidget):
        if widget.isVisible():
            yield widget


def at_rest(check: Callable[[QWidget], list[str]], root: QWidget) -> list[str]:
    """What a check still finds when layouts have come to rest."""
    found = check(root)
    for _ in range(_LOOKS):
        if not found:
            break
        QTest.qWait(10)
        found = check(root)
    return found


def clipped(root: QWidget) -> list[str]:
    """Labels, buttons and placeholders whose words do not fit where they stand."""
    found = []
    for widget in visible(root):
        if isinstance(widget, ElidedLabel) and widget.gives_way:
            continue  # ends in … on purpose and carries its whole text as a tip
        trouble = ""
        if isinstance(widget, QLabel) and widget.text() and widget.pixmap().isNull():
            trouble = _label_trouble(widget)
        elif isinstance(widget, (QPushButton, QCheckBox)) and widget.text():
            needed = widget.sizeHint()
            if widget.width() + _SLACK < needed.width():
                trouble = f"{widget.width()} < {needed.width()} wide"
            elif widget.height() + _SLACK < widget.fontMetrics().height():
                trouble = "too low"
        elif isinstance(widget, QLineEdit) and widget.placeholderText():
            room = widget.width() - 20 - (30 if widget.actions() else 0)
            needed_width = widget.fontMetrics().horizontalAdvance(widget.placeholderText())
            if needed_width > room:
                trouble = f"placeholder {room} < {needed_width}"
        if not trouble and isinstance(widget, (QLabel, QAbstractButton)):
            trouble = _outside(widget)
        if trouble:
            found.append(f"{_who(widget)}: {trouble}")
    return found


def _label_trouble(label: QLabel) -> str:
    rect = label.contentsRect()
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        return f"{label.height()} < {needed} high" if label.height() + _SLACK < needed else ""
    text = label.text()
    if label.textFormat() == Qt.TextFormat.RichText or "<" in text:
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setDefaultFont(label.font())
        document.setHtml(text)
        width = document.idealWidth()
    else:
        width = max(label.fontMetrics().horizontalAdvance(part) for part in text.split("\n"))
    return f"{rect.width()} < {width:.0f} wide" if rect.width() + _SLACK < width else ""


def _outside(widget: QWidget) -> str:
    """Cut off by a parent that does not scroll in that direction."""
    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        inside = QRect(widget.mapTo(parent, widget.rect().topLeft()), widget.size())
        area = _area_of(parent)
        if area is not None:
            across = area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            if across and inside.right() > parent.width() + _SLACK:
                return f"{inside.right() - parent.width()} beyond the right edge"
            return ""  # what is further down can be scrolled to
        if inside.right() > parent.width() + _SLACK or inside.bottom() > parent.height() + _SLACK:
            return f"outside of {_who(parent)}"
        parent = parent.parentWidget()
    return ""


def _area_of(viewport: QWidget) -> QAbstractScrollArea | None:
    parent = viewport.parentWidget()
    if isinstance(parent, QAbstractScrollArea) and parent.viewport() is viewport:
        return parent
    return None


def scrolls(root: QWidget) -> list[str]:
    """Areas of a page whose content does not fit without scrolling."""
    return [
        _who(area)
        for area in visible(root)
        if isinstance(area, QScrollArea)
        and area.objectName() != "recentArea"
        and area.verticalScrollBar().maximum() > 0
    ]


def overlaps(root: QWidget) -> list[str]:
    """Neighbours in a splitter, one of which covers the other: together they need more room."""
    found = []
    for split in visible(root):
        if isinstance(split, QSplitter):
            parts = [split.widget(place) for place in range(split.count())]
            for one, other in pairwise(part for part in parts if part.isVisible()):
                shared = one.geometry().intersected(other.geometry())
                if min(shared.width(), shared.height()) > _SLACK:
                    found.append(f"{_who(one)} over {_who(other)}: {shared.width()}")
    return found


def nameless(root: QWidget) -> list[str]:
    """What takes the keyboard and says nothing to a screen reader."""
    found = []
    for widget in visible(root):
        inner = widget.objectName().startswith("qt_") or isinstance(
            widget.parentWidget(), (QComboBox, QAbstractItemView)
        )
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if inner or not takes or isinstance(widget, QScrollArea):
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name) if interface is not None else ""
        if not name.strip():
            found.append(_who(widget))
    return found


def keyless(root: QWidget) -> list[str]:
    """Buttons that only a mouse can press at once: no key and none named in the tip."""
    found = []
    for widget in visible(root):
        if isinstance(widget, QPushButton) and not widget.isCheckable() and widget.text():
            has_key = not widget.shortcut().isEmpty() or "Phím tắt" in widget.toolTip()
            has_key = has_key or (widget.toolTip() != "" and not widget.isEnabled())
            if not has_key:
                found.append(_who(widget))
    return found


def english(root: QWidget) -> list[str]:
    """Words on the screen, in tips and placeholders, that are not Vietnamese."""
    found = []
    for widget in [root, *visible(root)]:
        for text in _texts(widget):
            plain = ALLOWED.sub(" ", re.sub(r"<[^>]+>", " ", text))
            words = [w for w in ENGLISH.findall(plain) if not _VIETNAMESE.fullmatch(w)]
            if words:
                found.append(f"{_who(widget)}: {words} in {text!r}")
    return found


def _texts(widget: QWidget) -> Iterator[str]:
    for part in ("text", "placeholderText", "windowTitle", "toolTip", "accessibleName"):
        read = getattr(widget, part, None)
        if not callable(read) or (isinstance(widget, QLineEdit) and part == "text"):
            continue
        yield str(read())
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(place) for place in range(widget.count()))
    if isinstance(widget, QTableView):
        model = widget.model()
        for column in range(model.columnCount()):
            yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")


def _who(widget: QWidget) -> str:
    read = getattr(widget, "text", None)
    text = str(read()) if callable(read) else ""
    return f"{type(widget).__name__} {widget.objectName()} {text[:40]!r}"
