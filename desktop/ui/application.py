"""The life of the window: first start, sign-in, main window, lock, close."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.resource_paths import resource_path
from desktop.services.door import Door, hold_window, look_at_door, note_last_user
from desktop.services.logs import note_bug, write_log
from desktop.ui.beginnings import Beginnings
from desktop.ui.qt_words import QtWords
from desktop.ui.shell.garbage import WidgetsThreadCollector
from desktop.ui.shell.own_keys import keep_own_keys
from desktop.ui.shell.placing import place
from desktop.ui.shell.told_to_end import end_in_order_when_told
from desktop.ui.sign_in.lock_words import DIALOG_IS_OPEN, WORK_UNDER_WAY
from desktop.ui.theme import apply_theme, load_fonts, styled_arguments

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from desktop.services.office import Office
    from desktop.ui.shell.window import MainWindow
    from desktop.ui.sign_in.window import LockScreen

_DRAWN_MS = 20


def run_application(folder: Path) -> int:
    """Opens the window on a folder; returns when the last window is closed."""
    application = make_application()
    # Before the loader's thread begins: it makes more objects than anything after it.
    WidgetsThreadCollector(application)
    life = Life(application, folder)
    end_in_order_when_told(application)
    life.begin()
    code = application.exec()
    life.end()
    return code


def make_application() -> QApplication:
    """The application with our fonts and colours; used by the tour and by tests too."""
    application = QApplication.instance() or QApplication(styled_arguments())
    assert isinstance(application, QApplication)
    application.setApplicationName("Sổ Một Cửa")
    application.setWindowIcon(QIcon(str(resource_path("icons", "program.png"))))
    application.setQuitOnLastWindowClosed(True)
    application.installTranslator(QtWords(application))
    keep_own_keys(application)
    load_fonts()
    apply_theme(application, dark=False)
    return application


def make_qt_known() -> None:
    """Makes Qt's classes known to Python, which it else does when it meets a new kind of object.

    On the main thread, and before any other thread comes near Qt: PySide6 6.11 makes classes
    without a lock, and two threads that make them at once end the program with a segmentation
    fault. Here it is a pause of 40 ms before a window that waits for a password anyway; in the
    midst of building the main window it would be seen.
    """
    from PySide6 import QtCore, QtGui, QtWidgets

    for module in (QtCore, QtGui, QtWidgets):
        for name in dir(module):
            getattr(module, name)


class Life(QObject):
    """Which window is shown; holds the lock of the folder while an office is open."""

    _pages_loaded = Signal()

    def __init__(self, application: QApplication, folder: Path) -> None:
        super().__init__()
        self.application = application
        self.folder = folder
        self.window: QWidget | None = None
        self.office: Office | None = None
        self._lock: Any = None
        self._is_loading = False
        self._is_warned = False
        self._loaded = threading.Event()
        self._pages_loaded.connect(self._draw_icons_ahead)
        self._beginnings = Beginnings(self)
        self._old_hook = sys.excepthook
        sys.excepthook = self._unexpected
        qInstallMessageHandler(_log_qt(folder))

    def begin(self) -> None:
        """Sign-in when there is an office, else the first start."""
        try:
            door = look_at_door(self.folder)
            self.hold()
        except EnvironmentProblem as problem:
            if problem.code is Surroundings.OFFICE_NOT_FOUND:
                self._beginnings.offer()
            else:
                self.tell_and_choose(problem)
            return
        self._sign_in(door)

    def hold(self) -> None:
        """No other window on this folder from now on. Raises EnvironmentProblem(FOLDER_LOCKED)."""
        if self._lock is None:
            self._lock = hold_window(self.folder)

    def end(self) -> None:
        """Closed in reverse order: runner, backup, office, lock."""
        if self.office is not None:
            self._close_office()
        if self._lock is not None:
            self._lock.release()
        qInstallMessageHandler(None)
        sys.excepthook = self._old_hook

    def show(self, window: QWidget) -> None:
        """Shows a window in the place of the one before."""
        old, self.window = self.window, window
        if window.objectName() != "mainWindow" or old is None or old.objectName() != "mainWindow":
            place(window, old)
        window.show()
        window.raise_()
        window.activateWindow()
        if old is not None:
            old.hide()
            old.deleteLater()

    def _sign_in(self, door: Door) -> None:
        from desktop.ui.sign_in.window import SignInWindow

        window = SignInWindow(self.folder, door, self._open_office)
        window.opened.connect(self._opened)
        window.recovery_wanted.connect(lambda: self._recover(door))
        window.other_folder_wanted.connect(self.choose_other)
        window.province_wanted.connect(lambda: self._ask_province(door))
        self.show(window)
        self._load_behind()

    def _load_behind(self) -> None:
        """Imports database and pages while the user types the password."""
        if not self._is_loading:
            self._is_loading = True
            # Once the window has been drawn.
            QTimer.singleShot(_DRAWN_MS, self, self._load)

    def _load(self) -> None:
        make_qt_known()

        def load() -> None:
            from desktop.services.signing_in import get_ready

            get_ready()
            import desktop.ui.shell.pages

            assert desktop.ui.shell.pages
            # What is loaded now stays: no search for garbage walks through it again.
            gc.freeze()
            self._loaded.set()
            with suppress(RuntimeError):  # the program may have ended meanwhile
                self._pages_loaded.emit()

        threading.Thread(target=load, name="loader", daemon=True).start()

    def _draw_icons_ahead(self) -> None:
        """One icon whenever there is nothing else to do: typing is not held up."""
        from desktop.ui.icons import draw_ahead
        from desktop.ui.shell.pages import first_icons

        steps = draw_ahead(first_icons())

        def draw_one() -> None:
            if next(steps, "drawn") == "drawn":
                idle.stop()

        idle = QTimer(self)
        idle.timeout.connect(draw_one)
        idle.start(0)

    def _open_office(self, name: str, password: str) -> object:
        from desktop.services.clock import SystemClock
        from desktop.services.signing_in import sign_in

        return sign_in(self.folder, name, password, SystemClock())

    def _opened(self, office: Office) -> None:
        from desktop.ui.settings.desk import likes_dark

        self.office = office
        note_last_user(self.folder, office.user.name)
        apply_theme(self.application, likes_dark(office))
        self.show(self._main_window(office))

    def _main_window(self, office: Office) -> MainWindow:
        from desktop.ui.shell.pages import make_window

        window = make_window(office)
        window.lock_wanted.connect(lambda: self._lock_screen(window))
        window.look_wanted.connect(lambda dark: self._change_look(window, dark))
        return window

    def _change_look(self, old: MainWindow, dark: bool) -> None:
        """Light or dark: the window is made anew, so that nothing keeps the old colours."""
        assert self.office is not None
        apply_theme(self.application, dark)
        old.retire()
        window = self._main_window(self.office)
        window.setGeometry(old.geometry())
        window.setWindowState(old.windowState())
        window.open_page("settings/desk")
        self.show(window)

    def _lock_screen(self, window: MainWindow) -> None:
        from desktop.services.signing_in import check_own_password
        from desktop.ui.sign_in.window import LockScreen

        office = self.office
        if office is None or window.findChild(LockScreen, "lockScreen") is not None:
            return
        self._is_warned = False
        set_aside = window.set_locked(True)
        screen = LockScreen(window, office.user.name, lambda p: check_own_password(office, p))

        def unlocked() -> None:
            window.set_locked(False)
            for dialog in set_aside:
                dialog.open()

        screen.unlocked.connect(unlocked)
        screen.other_wanted.connect(lambda: self._change_user(window, screen, set_aside))

    def _change_user(
        self, window: MainWindow, screen: LockScreen, set_aside: list[QDialog]
    ) -> None:
        """Somebody else's turn at this machine; who locked it finds the draft of an intake again.

        Work under way belongs to who began it, and a dialog that was being filled in is lost:
        the one waits, the other is said before it happens.
        """
        if not window.runner.is_idle:
            screen.say(WORK_UNDER_WAY)
            return
        if set_aside and not self._is_warned:
            self._is_warned = True
            screen.say(DIALOG_IS_OPEN)
            return
        assert self.office is not None
        window.retire()
        self.office.close()
        self.office = None
        apply_theme(self.application, dark=False)
        self.begin()

    def _recover(self, door: Door) -> None:
        from desktop.services.clock import SystemClock
        from desktop.services.signing_in import reset_with_recovery_code
        from desktop.ui.sign_in.recovery import RecoveryWindow

        window = RecoveryWindow(
            door.user_names,
            lambda name, code, new: reset_with_recovery_code(
                self.folder, code, name, new, SystemClock()
            ),
            is_province=door.is_province,
        )
        window.opened.connect(self._opened)
        window.given_up.connect(lambda: self._sign_in(door))
        window.province_wanted.connect(lambda: self._ask_province(door))
        self.show(window)

    def _ask_province(self, door: Door) -> None:
        from desktop.services.clock import SystemClock
        from desktop.services.province_recovery import (
            finish_recovery,
            pending_request,
            request_recovery,
        )
        from desktop.ui.sign_in.province_recovery import ProvinceRecovery

        clock = SystemClock()
        window = ProvinceRecovery(
            door.user_names,
            pending_request(self.folder),
            lambda name, new, out: request_recovery(self.folder, name, new, out, clock),
            lambda reply, new: finish_recovery(self.folder, reply, new, clock),
        )
        window.opened.connect(self._opened)
        # By the door again: a request that was written meanwhile is told there.
        window.given_up.connect(lambda: self._sign_in(look_at_door(self.folder)))
        self.show(window)

    def choose_other(self) -> None:
        """Another folder, chosen by the user."""
        from PySide6.QtWidgets import QFileDialog

        chosen = QFileDialog.getExistingDirectory(self.window, "Chọn thư mục văn phòng")
        if chosen:
            self.change_folder(Path(chosen))

    def change_folder(self, folder: Path) -> None:
        """Begins again on another folder."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        self.folder = folder
        self.begin()

    def tell_and_choose(
        self, error: Exception, anyway: str = "", go_on: Callable[[], None] | None = None
    ) -> None:
        """A problem before any office is open: said, and the first start offered again.

        Where one can go on all the same, a button says how.
        """
        from desktop.ui.sign_in.problem import ProblemWindow
        from desktop.ui.sign_in.words import error_words

        window = ProblemWindow(error_words(error), anyway)
        if go_on is not None:
            window.anyway_wanted.connect(go_on)
        window.again.connect(self.begin)
        window.other_folder_wanted.connect(self.choose_other)
        self.show(window)

    def _close_office(self) -> None:
        from desktop.services.closing import close_office
        from desktop.ui.shell.window import MainWindow

        assert self.office is not None
        if isinstance(self.window, MainWindow):
            self.window.runner.close()
        close_office(self.office)
        self.office = None

    def _unexpected(self, kind: type[BaseException], error: BaseException, trace: Any) -> None:
        """The crash hook: one dialog with a reference number, and the program goes on."""
        import traceback

        from desktop.ui.shell.messages import ProblemDialog
        from desktop.wording.problems import bug_message

        text = "".join(traceback.format_exception(kind, error, trace))
        reference, log = note_bug(self.folder, text)
        ProblemDialog(bug_message(reference, log), self.window, copyable=True).open()


def _log_qt(folder: Path) -> Callable[..., None]:
    """Qt's own warnings go into the log, not to the user."""

    def handler(kind: QtMsgType, _context: Any, text: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
            write_log(folder, f"Qt: {text}")

    return handler
