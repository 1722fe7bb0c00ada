"""Hands and eyes of the tests of the appraisal page."""

from __future__ import annotations

from typing import Any

from desktop.services.provinces.sheets import unit_sheet
from tests.sync.rounds import YEAR
from tests.ui import eyes
from tests.ui.desk import Desk, put_in, wait_for


def appraisal(desk: Desk) -> Any:
    page = desk.page("appraisal")
    wait_for(lambda: page.work is not None and page.work.criteria is not None)
    desk.settle()
    return page


def trouble(widget: Any) -> list[str]:
    """What a designer, a blind clerk or a purist of the language would complain about."""
    found = eyes.at_rest(eyes.clipped, widget)
    for see in (eyes.nameless, eyes.keyless, eyes.english):
        found += see(widget)
    return found


def mark(desk: Desk, page: Any, item: str, unit: str) -> None:
    """Marks a line and waits until claim and form are about it."""
    assert page.judge.table.choose((unit, item)), (unit, item)
    desk.settle()
    assert (page.judge.claim.line.unit_code, page.judge.claim.line.item.id) == (unit, item)


def standing(desk: Desk, unit: str, item: str) -> Any:
    (line,) = [line for line in unit_sheet(desk.office, unit, YEAR) if line.item.id == item]
    return line.standing


def write(field: Any, text: str) -> None:
    field.setFocus()
    field.selectAll()
    put_in(field, text)
