"""The window of a province's desk: its pages, and what its search box offers."""

from __future__ import annotations

from functools import partial

from desktop import resources
from desktop.services.office import Office
from desktop.ui.shell.context import UiContext
from desktop.ui.shell.furnishing import furnish, usual_targets
from desktop.ui.shell.page import Page
from desktop.ui.shell.province_entries import PROVINCE_PAGES
from desktop.ui.shell.search_box import Target
from desktop.ui.shell.window import MainWindow, PageMaker


def make_province_window(office: Office) -> MainWindow:
    """The main window of a province; the first page is open."""
    makers: dict[str, tuple[type[Page], PageMaker]] = {
        entry.key: (entry, _MAKERS[entry.key]) for entry in PROVINCE_PAGES
    }
    window = MainWindow(office, makers)
    return furnish(window, PROVINCE_PAGES[0], _offer)


def _offer(window: MainWindow) -> tuple[list[Target], list[Target]]:
    from desktop.ui.province_settings.page import PROVINCE_SECTIONS

    found = [
        Target(page.title, page.icon_name, partial(window.open_page, page.key))
        for page in PROVINCE_PAGES
    ]
    found += [
        Target(
            section.title, section.icon_name, partial(window.open_page, f"settings/{section.key}")
        )
        for section in PROVINCE_SECTIONS
    ]
    units = [
        Target(
            f"{unit.name} ({unit.code})",
            "building",
            partial(window.open_page, f"units/{unit.code}"),
        )
        for unit in resources.communes()
        if unit.province_code == window.office.info.unit_code
    ]
    return found + usual_targets(window), units


# Each page is loaded when it is first opened.
def _units(context: UiContext) -> Page:
    from desktop.ui.units.page import UnitsPage

    return UnitsPage(context)


def _arrivals(context: UiContext) -> Page:
    from desktop.ui.arrivals.page import ArrivalsPage

    return ArrivalsPage(context)


def _appraisal(context: UiContext) -> Page:
    from desktop.ui.appraisal.page import AppraisalPage

    return AppraisalPage(context)


def _ranking(context: UiContext) -> Page:
    from desktop.ui.ranking.page import RankingPage

    return RankingPage(context)


def _figures(context: UiContext) -> Page:
    from desktop.ui.province_figures.page import ProvinceFiguresPage

    return ProvinceFiguresPage(context)


def _publishing(context: UiContext) -> Page:
    from desktop.ui.publishing.page import PublishingPage

    return PublishingPage(context)


def _settings(context: UiContext) -> Page:
    from desktop.ui.province_settings.page import ProvinceSettingsPage

    return ProvinceSettingsPage(context)


_MAKERS: dict[str, PageMaker] = {
    "units": _units,
    "arrivals": _arrivals,
    "appraisal": _appraisal,
    "ranking": _ranking,
    "figures": _figures,
    "publishing": _publishing,
    "settings": _settings,
}
