"""What the sidebar of a province needs of its pages; each is loaded when it is first opened."""

from __future__ import annotations

from desktop.ui.shell.page import Page


class UnitsEntry(Page):
    """Where every unit stands."""

    key = "units"
    title = "Tình hình đơn vị"
    icon_name = "building"
    place = 1
    function_key = "F3"


class ArrivalsEntry(Page):
    """Packages that came, and what became of them."""

    key = "arrivals"
    title = "Gói đến"
    icon_name = "inbox"
    place = 2
    function_key = "F2"


class AppraisalEntry(Page):
    """Verdicts on the units' self-assessments."""

    key = "appraisal"
    title = "Thẩm định"
    icon_name = "list-check"
    place = 3


class RankingEntry(Page):
    """Results side by side."""

    key = "ranking"
    title = "Xếp hạng"
    icon_name = "star"
    place = 4


class ProvinceFiguresEntry(Page):
    """Figures over all units."""

    key = "figures"
    title = "Số liệu toàn tỉnh"
    icon_name = "chart-bar"
    place = 5


class PublishingEntry(Page):
    """What is sent down to the units."""

    key = "publishing"
    title = "Phát hành"
    icon_name = "upload"
    place = 6


class ProvinceSettingsEntry(Page):
    """The desk itself."""

    key = "settings"
    title = "Thiết lập"
    icon_name = "settings"
    place = 7


PROVINCE_PAGES: tuple[type[Page], ...] = (
    UnitsEntry,
    ArrivalsEntry,
    AppraisalEntry,
    RankingEntry,
    ProvinceFiguresEntry,
    PublishingEntry,
    ProvinceSettingsEntry,
)
