"""Which pages there are, in the order of the sidebar, and the window that holds them."""

from __future__ import annotations

from functools import partial

from desktop.services.office import Office
from desktop.ui.batch.page import BatchPage
from desktop.ui.dossiers.page import DossiersPage
from desktop.ui.figures.page import FiguresPage
from desktop.ui.intake.page import IntakePage
from desktop.ui.scoring.entry import ScoringEntry, make_scoring
from desktop.ui.settings.page import SECTIONS, SettingsPage
from desktop.ui.shell.key_sheet import KeySheet, button_keys
from desktop.ui.shell.page import Page
from desktop.ui.shell.search_box import SearchBox, Target
from desktop.ui.shell.window import MainWindow, PageMaker
from desktop.ui.sync.page import SyncPage
from desktop.ui.theme import colours
from desktop.ui.today.page import CARDS, TodayPage

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


def first_icons() -> list[tuple[str, str]]:
    """The icons that the window shows first, each with its colour."""
    quiet, chosen = colours().muted, colours().accent
    pages = [page.icon_name for page in PAGES if not page.under]
    signs = ("database", "plug-off", "x", *(name for *_, name in CARDS))
    return [
        *((name, colour) for name in pages for colour in (quiet, chosen)),
        *((name, quiet) for name in signs),
        ("lock", chosen),
        ("arrow-back-up", chosen),
        ("plus", colours().accent_text),
    ]


def search_targets(window: MainWindow) -> list[Target]:
    """Pages, sections and actions that the search box offers."""
    found = [
        Target(page.title, page.icon_name, partial(window.open_page, page.key)) for page in PAGES
    ]
    found += [
        Target(
            section.title, section.icon_name, partial(window.open_page, f"settings/{section.key}")
        )
        for section in SECTIONS
    ]
    blank = partial(window.open_page, "batch/blank")
    found.append(Target("In giấy tiếp nhận trắng có số (ngày mất điện)", "printer", blank))
    found.append(Target("Khóa màn hình", "lock", window.lock_wanted.emit))
    found.append(Target("Phím tắt", "keyboard", window.keys_wanted.emit))
    return found


def _open_search(window: MainWindow) -> None:
    box = SearchBox(window.context, search_targets(window), window)
    middle = window.geometry().center()
    box.move(middle.x() - box.width() // 2, window.geometry().top() + 90)
    box.open()


def _open_keys(window: MainWindow) -> None:
    page = window.current
    KeySheet(page.title, (*button_keys(page), *page.help_keys()), window).open()
