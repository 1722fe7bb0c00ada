"""The left side of the window: office, pages with icon and key, and who works here."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout

from desktop.services.office import Office, OfficeInfo
from desktop.ui.icons import SIZE, icon
from desktop.ui.shell.page import Page
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import IconButton, button
from desktop.wording.terms import term


class Sidebar(QFrame):
    """Tells ``page_wanted`` with the key of a page."""

    page_wanted = Signal(str)

    def __init__(self, office: Office, pages: Iterable[type[Page]]) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setFixedWidth(212)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 16, 12, 12)
        column.setSpacing(3)
        name = QLabel(_heading(office.info))
        name.setObjectName("officeName")
        name.setWordWrap(True)
        column.addWidget(name)
        province = QLabel(office.info.province_name)
        province.setProperty("role", "muted")
        column.addWidget(province)
        column.addSpacing(12)
        self._buttons: dict[str, QToolButton] = {}
        for page in pages:
            made = self._nav_button(page, page.place)
            self._buttons[page.key] = made
            column.addWidget(made)
        column.addStretch(1)
        who = QLabel(office.user.name)
        who.setObjectName("whoWorks")
        who.setWordWrap(True)
        desk = "Bàn tỉnh" if office.info.is_province else f"Quầy {office.info.desk_number}"
        role = QLabel(f"{term(office.user.role)} · {desk}")
        role.setProperty("role", "muted")
        column.addWidget(who)
        column.addWidget(role)
        self.lock = button("Khóa", role="quiet", name="lock", icon_name="lock")
        self.lock.setToolTip("Khóa màn hình khi rời chỗ\nPhím tắt: Ctrl+L")
        column.addWidget(self.lock, 0, Qt.AlignmentFlag.AlignLeft)

    def mark(self, key: str) -> None:
        """Shows which page is open."""
        self._buttons[key].setChecked(True)

    def _nav_button(self, page: type[Page], place: int) -> QToolButton:
        made = IconButton()
        made.setObjectName(f"nav_{page.key}")
        made.setProperty("role", "nav")
        made.setText(f"  {page.title}".replace("&", "&&"))
        made.setAccessibleName(page.title)
        made.setIcon(icon(page.icon_name, colours().muted, colours().accent))
        made.setIconSize(QSize(SIZE, SIZE))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setCheckable(True)
        made.setAutoExclusive(True)
        made.setMinimumWidth(188)
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        other = f" hoặc {page.function_key}" if page.function_key else ""
        made.setToolTip(f"{page.title}\nPhím tắt: Alt+{place}{other}")
        made.clicked.connect(lambda: self.page_wanted.emit(page.key))
        _show_key(made, str(place))
        return made


def _heading(info: OfficeInfo) -> str:
    if info.is_province:
        return "Sở Nội vụ"
    return f"Một cửa {info.unit_name[:1].lower()}{info.unit_name[1:]}"


def _show_key(made: QToolButton, key: str) -> None:
    """The digit of Alt+N at the right end, so that nobody has to count."""
    digit = QLabel(key)
    digit.setProperty("role", "navKey")
    digit.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    across = QHBoxLayout(made)
    across.setContentsMargins(0, 0, 4, 0)
    across.addStretch(1)
    across.addWidget(digit)
