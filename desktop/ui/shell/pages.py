"""Which pages there are, in the order of the sidebar, and the window that holds them."""

from __future__ import annotations

from desktop.services.office import Office
from desktop.ui.batch.page import BatchPage
from desktop.ui.dossiers.page import DossiersPage
from desktop.ui.figures.page import FiguresPage
from desktop.ui.icons import AIR
from desktop.ui.intake.page import IntakePage
from desktop.ui.scoring.entry import ScoringEntry, make_scoring
from desktop.ui.settings.page import SettingsPage
from desktop.ui.shell.furnishing import furnish
from desktop.ui.shell.page import Page
from desktop.ui.shell.targets import search_targets
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
    """The main window with the pages of a unit or of a province; the first page is open."""
    if office.info.is_province:
        # A unit never loads what only a province shows.
        from desktop.ui.shell.province_pages import make_province_window

        return make_province_window(office)
    makers: dict[str, tuple[type[Page], PageMaker]] = {
        page.key: (page, _LATE.get(page.key, page)) for page in PAGES
    }
    window = MainWindow(office, makers)
    return furnish(window, PAGES[0], lambda shown: (search_targets(shown, PAGES), None))


def first_icons() -> list[tuple[str, str, int]]:
    """The icons that the window shows first: name, colour, air before words."""
    quiet, chosen = colours().muted, colours().accent
    pages = [page.icon_name for page in PAGES if not page.under]
    signs = ("database", "plug-off", "x", *(name for *_, name in CARDS))
    return [
        *((name, colour, 0) for name in pages for colour in (quiet, chosen)),
        *((name, quiet, 0) for name in signs),
        ("lock", chosen, AIR),
        ("arrow-back-up", chosen, AIR),
        ("plus", colours().accent_text, AIR),
    ]
