"""What Ctrl+K offers besides dossiers and procedures: pages, lists, reports, actions."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from desktop.services.dossier_filters import DossierFilter, Sort
from desktop.services.reports.catalogue import report_definitions
from desktop.ui.dossiers.filter_bar import CHIPS
from desktop.ui.figures.report_list import ISSUED, PERIODIC
from desktop.ui.settings.page import SECTIONS
from desktop.ui.shell.furnishing import usual_targets
from desktop.ui.shell.page import Page
from desktop.ui.shell.search_box import Target
from desktop.ui.shell.window import MainWindow


def search_targets(window: MainWindow, pages: Iterable[type[Page]]) -> list[Target]:
    """In the order in which they stand in the box."""
    return [
        *_pages(window, pages),
        *_actions(window),
        *_lists(window),
        *_reports(window),
        *_sections(window),
    ]


def _pages(window: MainWindow, pages: Iterable[type[Page]]) -> list[Target]:
    return [
        Target(
            page.title,
            page.icon_name,
            partial(window.open_page, page.key),
            f"Alt+{page.place}" if page.place else "",
        )
        for page in pages
    ]


def _actions(window: MainWindow) -> list[Target]:
    """Things to do; each also has its button on a page."""

    def press(page: str, button: str) -> None:
        window.open_page(page)
        window.press(button)

    return [
        Target("Tiếp nhận hồ sơ mới", "plus", partial(window.open_page, "intake"), "F2"),
        Target(
            "In giấy tiếp nhận trắng có số (ngày mất điện)",
            "printer",
            partial(window.open_page, "batch/blank"),
        ),
        Target("Sao lưu ngay", "database", partial(press, "settings/backups", "backupNow")),
        Target(
            "Thử khôi phục bản sao lưu mới nhất",
            "rotate",
            partial(press, "settings/backups", "backupDrill"),
        ),
        Target(
            "Nhập sổ theo dõi từ Excel",
            "package-import",
            partial(window.open_page, "settings/register"),
        ),
        Target(
            "Đối chiếu thẩm định, giải trình chỉ số CCHC",
            "transfer",
            partial(window.open_page, "scoring/compare"),
        ),
        Target("Đổi mật khẩu của tôi", "lock", partial(press, "settings/users", "ownPassword")),
        Target("Đổi nền sáng, nền tối", "moon", partial(window.open_page, "settings/desk")),
        *usual_targets(window),
    ]


def _lists(window: MainWindow) -> list[Target]:
    return [
        Target(
            f"Danh sách hồ sơ: {words.lower()}",
            "filter",
            partial(window.context.open_list, DossierFilter(quick=quick, sort=Sort.DUE_FIRST)),
        )
        for quick, words in CHIPS
    ]


def _reports(window: MainWindow) -> list[Target]:
    known = [(definition.menu, definition.name) for definition in report_definitions()]
    known += [("Báo cáo định kỳ", PERIODIC), ("Báo cáo đã phát hành", ISSUED)]
    return [
        Target(
            menu if menu.startswith("Báo cáo") else f"Báo cáo: {menu}",
            "chart-bar",
            partial(window.open_page, f"figures/{name}"),
        )
        for menu, name in known
    ]


def _sections(window: MainWindow) -> list[Target]:
    return [
        Target(
            section.title, section.icon_name, partial(window.open_page, f"settings/{section.key}")
        )
        for section in SECTIONS
    ]
