"""The window on a real office in a temporary folder; the clock stands still."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from desktop.domain.roles import Role
from desktop.services.clock import FixedClock
from desktop.services.door import PRACTICE_PASSWORD
from desktop.services.office import Office
from desktop.services.signing_in import sign_in
from desktop.services.users import NewUser, add_user
from desktop.ui.application import make_application, make_qt_known
from desktop.ui.shell.page import Page
from desktop.ui.shell.pages import make_window
from desktop.ui.shell.window import MainWindow
from desktop.ui.theme import DARK, apply_theme, colours
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.fields import Field
from tests.factory import ADMIN, PASSWORD, PRACTICE_ADMIN
from tests.ui.desk import Desk, PrintDoor
from tests.ui.scoring_hands import write_plan

# What the offscreen screen says of itself; anything else that Qt warns of fails the test.
_KNOWN = ("This plugin does not support", "QFont::", "propagateSizeHints")


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The application through our own door: fonts, colours, Vietnamese; or the one there is."""
    application = make_application()
    make_qt_known()  # as in the program: before any other thread comes near Qt
    return application


@pytest.fixture(autouse=True)
def qt_says_nothing(qapp: QApplication) -> Iterator[None]:
    """Qt's own warnings are faults of ours."""
    said: list[str] = []

    def listen(kind: QtMsgType, _context: object, text: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and not any(
            known in text for known in _KNOWN
        ):
            said.append(text)

    qInstallMessageHandler(listen)
    yield
    qInstallMessageHandler(None)
    assert said == []


@pytest.fixture(scope="session")
def flashes() -> Iterator[list[str]]:
    """Widgets that were shown as a window of their own, before they got a parent."""
    seen: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        # Not by an event filter: Python would be asked about every event of every widget.
        for name in ("show", "setVisible"):
            patch.setattr(QWidget, name, _told(seen, getattr(QWidget, name)))
        yield seen


def _told(seen: list[str], show: Callable[..., None]) -> Callable[..., None]:
    def tell_and_show(widget: QWidget, *visible: bool) -> None:
        kinds = (QLabel, QAbstractButton, Field, Card, Page)
        if visible != (False,) and widget.isWindow() and isinstance(widget, kinds):
            seen.append(f"{type(widget).__name__} {widget.objectName()}")
        show(widget, *visible)

    return tell_and_show


@pytest.fixture(autouse=True)
def nothing_flashes(flashes: list[str]) -> Iterator[None]:
    """No label or button ever stands on the screen as a window of its own."""
    flashes.clear()
    yield
    assert flashes == []


@pytest.fixture
def print_door(monkeypatch: pytest.MonkeyPatch) -> PrintDoor:
    """A recording printer: the one place where a test must not touch the outside."""
    door = PrintDoor()
    monkeypatch.setattr("desktop.ui.papers.desk_printer.print_pdf", door.print_pdf)
    monkeypatch.setattr("desktop.ui.papers.desk_printer.printer_names", door.names)
    monkeypatch.setattr("desktop.ui.papers.preview_dialog.print_pdf", door.print_pdf)
    monkeypatch.setattr("desktop.ui.papers.preview_dialog.printer_names", door.names)
    monkeypatch.setattr("desktop.ui.settings.desk.printer_names", door.names)
    return door


@dataclass
class Shelf:
    """The windows and offices that a test has opened."""

    windows: list[MainWindow] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)

    def show(self, opened: Office) -> Desk:
        """The main window of an office, at rest and in front."""
        window = make_window(opened)
        self.windows.append(window)
        window.resize(1366, 768)
        window.show()
        desk = Desk(opened, window)
        desk.settle()
        window.resize(1366, 768)
        desk.activate()
        return desk


@pytest.fixture
def shelf(qapp: QApplication) -> Iterator[Shelf]:
    """What is opened here is taken down at the end."""
    opened = Shelf()
    yield opened
    for window in opened.windows:
        Desk(window.office, window).settle()
        window.retire()
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.hide()
        window.deleteLater()
    for office in opened.offices:
        office.close()
    qapp.processEvents()
    # Deleted now: a window that only waits for its end would be styled again in each later test.
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if colours() is DARK:
        apply_theme(qapp, dark=False)


@pytest.fixture
def open_desk(
    office: Office, office_folder: Path, clock: FixedClock, shelf: Shelf
) -> Callable[..., Desk]:
    """Opens the main window, for the administrator or a made-up person of another role."""

    def open_it(role: Role = Role.ADMIN) -> Desk:
        opened = office
        if role is not Role.ADMIN:
            name = f"Người {role}"
            add_user(office, NewUser(name, role, PASSWORD))
            opened = sign_in(office_folder, name, PASSWORD, clock)
            shelf.offices.append(opened)
        return shelf.show(opened)

    return open_it


@pytest.fixture
def province_desk(desk_template: Path, tmp_path: Path, clock: FixedClock, shelf: Shelf) -> Desk:
    """The main window of an empty province's desk, for its administrator."""
    folder = tmp_path / "tỉnh"
    shutil.copytree(desk_template, folder)
    opened = sign_in(folder, ADMIN, PASSWORD, clock)
    shelf.offices.append(opened)
    return shelf.show(opened)


@pytest.fixture
def practice_province_desk(
    practice_province_template: Path, tmp_path: Path, clock: FixedClock, shelf: Shelf
) -> Desk:
    """The main window of a practice province with eight units, for its administrator."""
    folder = tmp_path / "tỉnh thực hành"
    shutil.copytree(practice_province_template, folder)
    opened = sign_in(folder, PRACTICE_ADMIN, PRACTICE_PASSWORD, clock)
    shelf.offices.append(opened)
    return shelf.show(opened)


@pytest.fixture
def desk(open_desk: Callable[..., Desk]) -> Desk:
    """The main window of the administrator, on Today."""
    return open_desk()


__all__ = ["ADMIN"]


@pytest.fixture
def a_pdf_file(tmp_path: Path) -> Path:
    """A plan of the office, as its writing program prints it."""
    return write_plan(tmp_path / "van-ban-den.pdf")
