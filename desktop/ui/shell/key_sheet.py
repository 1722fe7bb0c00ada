"""F1: what this page is for, its keys, and those of the whole program."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button, key_text
from desktop.ui.widgets.cards import label

_EVERYWHERE = (
    ("F2", "tiếp nhận hồ sơ mới"),
    ("F3", "mở sổ hồ sơ"),
    ("Ctrl+K", "tìm nhanh hồ sơ, thủ tục, trang, việc"),
    ("Alt+1…8", "chuyển trang"),
    ("F5", "đọc lại"),
    ("Ctrl+L", "khóa màn hình"),
    ("Ctrl+Enter", "làm việc chính của khung đang mở"),
    ("Esc", "đóng, quay lại; không mất chữ đã gõ"),
    ("Ctrl+Z", "hoàn tác việc vừa làm"),
    ("Tab, Shift+Tab", "sang ô kế tiếp, về ô trước"),
    ("F1", "bảng phím này"),
)


class KeySheet(QDialog):
    """A word of help, and two columns of keys."""

    def __init__(
        self, title: str, purpose: str, keys: tuple[tuple[str, str], ...], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("keySheet")
        self.setWindowTitle("Trợ giúp và phím tắt")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(820)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(f"Trang {title}", "big"))
        if purpose:
            column.addWidget(label(purpose, wrap=True, name="pagePurpose"))
        sides = QHBoxLayout()
        sides.setSpacing(32)
        sides.addLayout(_keys("Phím của trang này", keys))
        sides.addLayout(_keys("Ở mọi trang", _EVERYWHERE))
        column.addLayout(sides)
        row = QHBoxLayout()
        row.addStretch(1)
        done = button("Đóng", role="primary", name="keySheetClose", tip="Phím tắt: Esc")
        done.clicked.connect(self.accept)
        row.addWidget(done)
        column.addLayout(row)
        done.setFocus()


def button_keys(page: QWidget) -> tuple[tuple[str, str], ...]:
    """The keys of the buttons now shown on a page, so that the sheet never lags behind them."""
    found = {}
    for made in page.findChildren(QAbstractButton):
        key = made.shortcut().toString()
        # Figures and lines tell their numbers; the page says their keys in one row.
        if key and made.isVisible() and made.property("role") not in ("figure", "line"):
            words = made.text().strip() or made.accessibleName()
            found[key_text(key)] = words[:1].lower() + words[1:]
    return tuple(found.items())


def _keys(title: str, keys: tuple[tuple[str, str], ...]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.addWidget(label(title, "section"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(6)
    for place, (key, what) in enumerate(keys):
        cap = label(key)
        cap.setStyleSheet(
            f"background: {colours().raised}; border: 1px solid {colours().border};"
            "border-radius: 4px; padding: 2px 7px; font-weight: 600;"
        )
        grid.addWidget(cap, place, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(label(what, wrap=True), place, 1)
    grid.setColumnStretch(1, 1)
    column.addLayout(grid)
    column.addStretch(1)
    return column
