"""The main window: sidebar, pages, banner, strip. Pages are made when first opened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.moments import local, local_date
from desktop.services.backup_files import list_backups
from desktop.services.dossier_filters import DossierFilter
from desktop.services.office import Office, OfficeInfo
from desktop.services.outcomes import Change, Outcome
from desktop.services.settings import read_preference, read_settings, save_preference
from desktop.services.syncing.standing import standing
from desktop.ui.shell.clock_watch import ClockWatch
from desktop.ui.shell.context import UiContext
from desktop.ui.shell.idle import IdleWatch, minutes
from desktop.ui.shell.messages import Banner, Messages
from desktop.ui.shell.page import Page
from desktop.ui.shell.runner import Runner
from desktop.ui.shell.scan_watch import ScanWatch
from desktop.ui.shell.send_watch import SendWatch
from desktop.ui.shell.sidebar import Sidebar
from desktop.ui.shell.strip import Strip
from desktop.ui.widgets.focus import give_focus
from desktop.wording.dates import moment
from desktop.wording.messages import cancelled_text

_POLL_MS = 5_000
_AGES_MS = 60_000
PageMaker = Callable[[UiContext], Page]


class MainWindow(QMainWindow):
    """Holds the pages and tells each of them what changed."""

    lock_wanted = Signal()
    search_wanted = Signal()
    keys_wanted = Signal()
    look_wanted = Signal(bool)

    def __init__(self, office: Office, makers: dict[str, tuple[type[Page], PageMaker]]) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        desk = "bàn của " if office.info.is_province else ""
        self.setWindowTitle(f"Sổ Một Cửa – {desk}{office.info.unit_name}")
        # Old square screens are 1280 wide; a laptop of 768 lines keeps some 690 for the window.
        self.setMinimumSize(1280, 660)
        self.resize(1366, 768)
        self.office = office
        self.runner = Runner(self)
        self._makers = makers
        self._before_lock: QWidget | None = None
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
            change_look=self.look_wanted.emit,
        )
        self._connect()
        self.runner.query(lambda _: read_preference(office, "window"), self._restore, owner=self)
        self._show_backup_state()
        self._show_province_state()

    def _build(self) -> None:
        central = QWidget()
        self.setCentralWidget(central)
        across = QHBoxLayout(central)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        self.sidebar = Sidebar(self.office, self._in_sidebar())
        across.addWidget(self.sidebar)
        area = QWidget()
        area.setObjectName("pageArea")
        area.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(area)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.stack = QStackedWidget()
        column.addWidget(self.stack, 1)
        self.strip = Strip(self.runner, _practice(self.office.info))
        column.addWidget(self.strip)
        across.addWidget(area, 1)
        self.banner = Banner(area)
        self.messages = Messages(self.banner, self, self.office.folder)

    def _connect(self) -> None:
        self.sidebar.page_wanted.connect(self.open_page)
        self.sidebar.lock.clicked.connect(self.lock_wanted)
        self.runner.changed.connect(self._tell_pages)
        self.runner.failed.connect(lambda error, _label: self.messages.tell_error(error))
        self.runner.cancelled.connect(lambda label: self.messages.say(cancelled_text(label)))
        for page in self._in_sidebar():
            shortcut = QShortcut(QKeySequence(f"Alt+{page.place}"), self)
            shortcut.activated.connect(partial(self.open_page, page.key))
        for keys, signal in (
            ("Ctrl+L", self.lock_wanted),
            ("Ctrl+K", self.search_wanted),
            ("F1", self.keys_wanted),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(signal)
        for page in self._in_sidebar():
            if page.function_key:
                shortcut = QShortcut(QKeySequence(page.function_key), self)
                shortcut.activated.connect(partial(self.open_page, page.key))
        QShortcut(QKeySequence("F5"), self).activated.connect(self.refresh_all)
        QShortcut(QKeySequence("Ctrl+Z"), self).activated.connect(lambda: self.current.undo())
        self._poll = QTimer(self)
        self._poll.setInterval(_POLL_MS)
        self._poll.timeout.connect(self._look_for_other_writers)
        self._poll.start()
        # The age of the province's last word grows while nobody does anything.
        self._ages = QTimer(self)
        self._ages.setInterval(_AGES_MS)
        self._ages.timeout.connect(self._show_province_state)
        self._ages.start()
        self.idle = IdleWatch(self, self._idle_wait())
        self.idle.idle.connect(self.lock_wanted)
        self.clock = ClockWatch(self.office, self.runner, self.messages, self)
        self.clock.look()
        self.sending = SendWatch(self.office, self.runner, self)
        self.sending.told.connect(self.strip.tell_road)
        self.sending.look()

    def _idle_wait(self) -> int:
        return minutes(read_settings(self.office).idle_lock_minutes)

    def _in_sidebar(self) -> list[type[Page]]:
        return [page for page, _ in self._makers.values() if not page.under]

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
        self.sidebar.mark(page.under or key)
        page.enter()
        if section:
            page.open_section(section)

    def press(self, name: str) -> None:
        """Presses a button of the page by its name, when it is there and may be pressed."""
        found = self.current.findChild(QAbstractButton, name)
        if found is not None and found.isEnabled():
            found.click()

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
        if changes & {Change.SYNC, Change.DOSSIERS}:
            self._show_province_state()
        if Change.BACKUPS in changes:
            self._show_backup_state()
        if Change.SYNC in changes:
            self.sending.look()
        if Change.OFFICE in changes:
            self.idle.set_wait(self._idle_wait())

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

    def _show_province_state(self) -> None:
        self.runner.query(
            lambda _: standing(self.office),
            lambda found: self.strip.show_province(found, self.office.now()),
            key="standing",
            owner=self,
        )

    def _restore(self, kept: dict[str, str] | None) -> None:
        if kept:
            self.restoreGeometry(QByteArray.fromBase64(QByteArray(kept["geometry"].encode())))

    def set_locked(self, locked: bool) -> list[QDialog]:
        """Nothing answers while locked, not even keys; gives the dialogs that were set aside.

        They keep what was typed in them: ``open`` them again after unlocking.
        """
        central = self.centralWidget()
        assert central is not None
        if locked:
            while (popup := QApplication.activePopupWidget()) is not None:
                popup.close()  # a menu or a list of choices would stand over the lock
            self._before_lock = self.focusWidget()
        central.setEnabled(not locked)
        for shortcut in self.findChildren(
            QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly
        ):
            shortcut.setEnabled(not locked)
        if not locked:
            if self._before_lock is not None:
                give_focus(self._before_lock)
            return []
        open_now = [
            dialog
            for dialog in QApplication.topLevelWidgets()
            if isinstance(dialog, QDialog) and dialog.isVisible()
        ]
        for dialog in open_now:
            dialog.hide()
        return open_now

    def retire(self) -> None:
        """Ends its work without closing: another window takes its place."""
        self._poll.stop()
        self._ages.stop()
        self.sending.stop()
        self.clock.stop()
        for page in self._pages.values():
            page.leave()
        self.runner.close()

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
        self._ages.stop()
        self.sending.stop()
        self.clock.stop()
        super().closeEvent(event)


def _practice(info: OfficeInfo) -> str:
    """What the strip calls a folder of invented data; empty for a real one."""
    if not info.is_practice:
        return ""
    return "Bàn tỉnh thực hành" if info.is_province else "Văn phòng thực hành"
