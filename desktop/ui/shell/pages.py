"""Which pages there are, in the order of the sidebar, and the window that holds them."""

from __future__ import annotations

from desktop.services.office import Office
from desktop.ui.batch.page import BatchPage
from desktop.ui.dossiers.page import DossiersPage
from desktop.ui.figures.page import FiguresPage
from desktop.ui.intake.page import IntakePage
from desktop.ui.scoring.entry import ScoringEntry, make_scoring
from desktop.ui.settings.page import SettingsPage
from desktop.ui.shell.key_sheet import KeySheet, button_keys
from desktop.ui.shell.page import Page
from desktop.ui.shell.search_box import SearchBox
from desktop.ui.shell.targets import search_targets
from desktop.ui.shell.window import MainWindow, PageMaker
from desktop.ui.sync.page import SyncPage
from desktop.ui.today.page import TodayPage
from desktop.wording.help import PURPOSES

PAGES: tuple[type[Page], ...] = (
    TodayPage,
    IntakePage,
    DossiersPage,
    FiguresPage,
    ScoringEntry,
    SyncPage,
    SettingsPage,
    BatchPage,
)


# Pages that are loaded when they are first opened.
_LATE: dict[str, PageMaker] = {ScoringEntry.key: make_scoring}


def make_window(office: Office) -> MainWindow:
    """The main window with its pages; the first page is open."""
    makers: dict[str, tuple[type[Page], PageMaker]] = {
        page.key: (page, _LATE.get(page.key, page)) for page in PAGES
    }
    window = MainWindow(office, makers)
    window.search_wanted.connect(lambda: _open_search(window))
    window.keys_wanted.connect(lambda: _open_keys(window))
    window.open_page(PAGES[0].key)
    window.current.setFocus()
    return window


def _open_search(window: MainWindow) -> None:
    box = SearchBox(window.context, search_targets(window, PAGES), window)
    middle = window.geometry().center()
    box.move(middle.x() - box.width() // 2, window.geometry().top() + 90)
    box.open()


def _open_keys(window: MainWindow) -> None:
    page = window.current
    keys = (*button_keys(page), *page.help_keys())
    KeySheet(page.title, PURPOSES.get(page.key, ""), keys, window).open()
