"""What the sidebar needs of the page; the page itself is loaded when it is first opened."""

from __future__ import annotations

from desktop.ui.shell.context import UiContext
from desktop.ui.shell.page import Page


class ScoringEntry(Page):
    """Key, title and sign."""

    key = "scoring"
    title = "Chấm điểm CCHC"
    icon_name = "list-check"
    place = 5


def make_scoring(context: UiContext) -> Page:
    """The page, with all that it loads: start-up does not wait for it."""
    from desktop.ui.scoring.page import ScoringPage

    return ScoringPage(context)
