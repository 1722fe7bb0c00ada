"""The main window: sidebar, pages, banner, strip. Pages are made when first opened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.moments import local, local_date
from desktop.services.backup_files import list_backups
from desktop.services.dossier_filters import DossierFilter
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.services.settings import read_preference, read_settings, save_preference
from desktop.ui.icons import SIZE, icon
from desktop.ui.shell.context import UiContext
from desktop.ui.shell.messages import Banner, Messages
from desktop.ui.shell.page import Page
from desktop.ui.shell.runner import Runner
from desktop.ui.shell.scan_watch import ScanWatch
from desktop.ui.shell.strip import Strip
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.wording.dates import moment
from desktop.wording.terms import term

_POLL_MS = 5_000
PageMaker = Callable[[UiContext], Page]


class MainWindow(QMainWindow):
    """Holds the pages and tells each of them what changed."""

    lock_wanted = Signal()
    search_wanted = Signal()
    keys_wanted = Signal()

    def __init__(self, office: Office, makers: dict[str, tuple[type[Page], PageMaker]]) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowTitle(f"Sổ Một Cửa – {office.info.unit_name}")
        self.setMinimumSize(1180, 660)
        self.resize(1366, 768)
        self.office = office
        self.runner = Runner(self)
        self._makers = makers
        self._pages: dict[str, Page] = {}
        self._build()
        self.context = UiContext(
            office,
            self.runner,
            self.messages,
            open_list=self._open_list,
            open_dossier=self._open_dossier,
            open_page=self.open_page,
            scans=ScanWatch(office, self.runner, self),
        )
        self._connect()
        self.runner.query(lambda _: read_preference(office, "window"), self._restore, owner=self)
        self._show_backup_state()

    def _build(self) -> None:
        central = QWidget()
        self.setCentralWidget(central)
        across = QHBoxLayout(central)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        self.sidebar = Sidebar(self.office, self._makers)
        across.addWidget(self.sidebar)
        area = QWidget()
        area.setObjectName("pageArea")
        area.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(area)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.stack = QStackedWidget()
        column.addWidget(self.stack, 1)
        self.strip = Strip(self.runner, self.office.info.is_practice)
        column.addWidget(self.strip)
        across.addWidget(area, 1)
        self.banner = Banner(area)
        self.messages = Messages(self.banner, self, self.office.folder)

    def _connect(self) -> None:
        self.sidebar.page_wanted.connect(self.open_page)
        self.sidebar.lock.clicked.connect(self.lock_wanted)
        self.runner.changed.connect(self._tell_pages)
        self.runner.failed.connect(lambda error, _label: self.messages.tell_error(error))
        for place, key in enumerate(self._makers, start=1):
            shortcut = QShortcut(QKeySequence(f"Alt+{place}"), self)
            shortcut.activated.connect(partial(self.open_page, key))
        for keys, signal in (
            ("Ctrl+L", self.lock_wanted),
            ("Ctrl+K", self.search_wanted),
            ("F1", self.keys_wanted),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(signal)
        QShortcut(QKeySequence("F2"), self).activated.connect(partial(self.open_page, "intake"))
        QShortcut(QKeySequence("F3"), self).activated.connect(partial(self.open_page, "dossiers"))
        QShortcut(QKeySequence("F5"), self).activated.connect(self.refresh_all)
        self._poll = QTimer(self)
        self._poll.setInterval(_POLL_MS)
        self._poll.timeout.connect(self._look_for_other_writers)
        self._poll.start()
        self._idle = IdleWatch(self, self._idle_minutes())
        self._idle.idle.connect(self.lock_wanted)

    def _idle_minutes(self) -> int:
        return read_settings(self.office).idle_lock_minutes

    def page(self, key: str) -> Page:
        """The page of a key, made at its first use."""
        if key not in self._pages:
            page = self._makers[key][1](self.context)
            self._pages[key] = page
            self.stack.addWidget(page)
        return self._pages[key]

    @property
    def current(self) -> Page:
        """The page that is shown."""
        page = self.stack.currentWidget()
        assert isinstance(page, Page)
        return page

    def open_page(self, key: str) -> None:
        """Shows a page; "settings/backups" names a section of it."""
        key, _, section = key.partition("/")
        page = self.page(key)
        self.banner.hide()
        self.stack.setCurrentWidget(page)
        self.sidebar.mark(key)
        page.enter()
        if section:
            page.open_section(section)

    def refresh_all(self) -> None:
        """F5: everything is read again."""
        self.office.forget(frozenset(Change))
        self._tell_pages(frozenset(Change))

    def _open_list(self, wanted: DossierFilter) -> None:
        page = self.page("dossiers")
        self.open_page("dossiers")
        page.show_filter(wanted)  # type: ignore[attr-defined]

    def _open_dossier(self, code: str) -> None:
        page = self.page("dossiers")
        self.open_page("dossiers")
        page.show_dossier(code)  # type: ignore[attr-defined]

    def _tell_pages(self, changes: frozenset[Change]) -> None:
        for page in self._pages.values():
            page.refresh(changes)
        if Change.BACKUPS in changes:
            self._show_backup_state()

    def _look_for_other_writers(self) -> None:
        """Another process (the command line) may have written to the same office."""
        if not self.runner.is_idle:
            return
        self.runner.command(lambda _: self._ask_elsewhere(), self._written, owner=self)

    def _ask_elsewhere(self) -> Outcome[bool]:
        return Outcome(self.office.written_elsewhere(), frozenset())

    def _written(self, elsewhere: bool) -> None:
        if elsewhere:
            self.refresh_all()

    def _show_backup_state(self) -> None:
        self.runner.query(lambda _: list_backups(self.office), self._backups_known, owner=self)

    def _backups_known(self, infos: list[object]) -> None:
        if not infos:
            self.strip.backup.setText("Chưa có bản sao lưu")
            return
        made = infos[0].made_at  # type: ignore[attr-defined]
        age = local_date(self.office.now()) - local_date(made)
        when = f"{local(made):%H:%M} hôm nay" if age < timedelta(days=1) else moment(made)
        self.strip.backup.setText(f"Sao lưu gần nhất: {when}")

    def _restore(self, kept: dict[str, str] | None) -> None:
        if kept:
            self.restoreGeometry(QByteArray.fromBase64(QByteArray(kept["geometry"].encode())))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keeps the window's place; what was typed is kept by the pages."""
        if not all(page.leave() for page in self._pages.values()):
            event.ignore()
            return
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self.runner.command(
            lambda _: save_preference(self.office, "window", {"geometry": geometry})
        )
        self._poll.stop()
        super().closeEvent(event)


class Sidebar(QFrame):
    """Office, pages with icon and key, and who works here."""

    page_wanted = Signal(str)

    def __init__(self, office: Office, makers: dict[str, tuple[type[Page], PageMaker]]) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setFixedWidth(212)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 16, 12, 12)
        column.setSpacing(3)
        name = QLabel(f"Một cửa {office.info.unit_name[:1].lower()}{office.info.unit_name[1:]}")
        name.setObjectName("officeName")
        name.setWordWrap(True)
        column.addWidget(name)
        province = QLabel(office.info.province_name)
        province.setProperty("role", "muted")
        column.addWidget(province)
        column.addSpacing(12)
        self._buttons: dict[str, QToolButton] = {}
        for place, (key, (page, _)) in enumerate(makers.items(), start=1):
            made = self._nav_button(page, key, place)
            self._buttons[key] = made
            column.addWidget(made)
        column.addStretch(1)
        who = QLabel(office.user.name)
        who.setObjectName("whoWorks")
        who.setWordWrap(True)
        role = QLabel(f"{term(office.user.role)} · Quầy {office.info.desk_number}")
        role.setProperty("role", "muted")
        column.addWidget(who)
        column.addWidget(role)
        self.lock = button("Khóa", role="quiet", name="lock", icon_name="lock")
        self.lock.setToolTip("Khóa màn hình khi rời chỗ\nPhím tắt: Ctrl+L")
        column.addWidget(self.lock, 0, Qt.AlignmentFlag.AlignLeft)

    def _nav_button(self, page: type[Page], key: str, place: int) -> QToolButton:
        made = QToolButton()
        made.setObjectName(f"nav_{key}")
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
        other = {"intake": " hoặc F2", "dossiers": " hoặc F3"}.get(key, "")
        made.setToolTip(f"{page.title}\nPhím tắt: Alt+{place}{other}")
        made.clicked.connect(lambda: self.page_wanted.emit(key))
        return made

    def mark(self, key: str) -> None:
        """Shows which page is open."""
        self._buttons[key].setChecked(True)


class IdleWatch(QObject):
    """Tells when nobody touched keyboard or mouse for some minutes."""

    idle = Signal()

    def __init__(self, parent: QObject, minutes: int) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(max(minutes, 1) * 60_000)
        self._timer.timeout.connect(self.idle)
        if minutes > 0:
            self._timer.start()
            application = QApplication.instance()
            assert application is not None
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any key or mouse press starts the wait again."""
        if event.type() in _TOUCHES:
            self._timer.start()
        return False


_TOUCHES = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)
