"""Lines are given to people, and each sees their own first."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.domain.roles import Role
from desktop.services.clock import FixedClock
from desktop.services.signing_in import sign_in
from desktop.services.users import NewUser, add_user
from tests.factory import ADMIN, PASSWORD
from tests.ui.appraisal.hands import appraisal, mark, standing, trouble
from tests.ui.conftest import Shelf
from tests.ui.desk import wait_for
from tests.ui.small_province import (
    CODES,
    SmallProvince,
)

FIRST, SECOND, THIRD = CODES
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
K = Qt.Key


def test_an_appraiser_sees_their_own_lines_first_and_may_not_lead(
    small: SmallProvince, clock: FixedClock, shelf: Shelf
) -> None:
    boss = sign_in(small.folder / "tỉnh", ADMIN, PASSWORD, clock)
    shelf.offices.append(boss)
    lead = shelf.show(boss)
    add_user(boss, NewUser("Người Tư pháp", Role.PROVINCE, PASSWORD, "Sở Tư pháp"))
    page = appraisal(lead)
    page.show_view("assign")
    wait_for(lambda: page.assigning.board is not None)
    lead.settle()
    assert trouble(lead.window) == []
    view = page.assigning
    view.table.choose("1.7")
    view.give.click()
    assert "Hãy chọn nơi hoặc người" in view.department_field.words.text()
    view.person.choose(ADMIN)
    view.give.click()
    lead.settle()
    assert f"Đã giao 1 dòng cho {ADMIN}" in lead.said
    view.table.choose("1.5")
    view.person.choose("Người Tư pháp")
    view.give.click()
    lead.settle()
    lead.press(K.Key_Z, _CTRL, on=lead.window)
    lead.settle()
    assert view.board.lines[[x.item.id for x in view.board.lines].index("1.5")].written.is_empty
    view.table.choose("1.5")
    view.give.click()
    lead.settle()

    office = sign_in(small.folder / "tỉnh", "Người Tư pháp", PASSWORD, clock)
    shelf.offices.append(office)
    theirs = shelf.show(office)
    page = appraisal(theirs)
    assert page.units.bar.narrow == "mine"
    assert "tôi còn" in page.state.text()
    for made in (page.actions_of_round.close, page.actions_of_round.ending, page.assigning.give):
        assert not made.isEnabled()
        assert "là việc của quản trị" in made.toolTip()
    page.show_view("across")
    theirs.settle()
    first = page.across.shown_lines[:2]
    assert "1.5" in {line.item.id for line in page.across.shown_lines[:20]}
    assert all(
        line.assigned.appraiser == "Người Tư pháp" or line.assigned.department == "Sở Tư pháp"
        for line in first
    )
    page.open_unit(FIRST)
    theirs.settle()
    page.judge.bar.clear()
    page.judge.bar.changed.emit()
    theirs.settle()
    mark(theirs, page, "1.7", FIRST)
    assert page.judge.form.why_not.text() == f"Dòng này được giao cho {ADMIN} thẩm định."
    theirs.press(K.Key_Equal, on=page.judge.table)
    theirs.settle()
    assert "được giao cho" in theirs.said
    mark(theirs, page, "1.5", FIRST)
    theirs.press(K.Key_Equal, on=page.judge.table)
    theirs.settle()
    assert standing(theirs, FIRST, "1.5").appraiser == "Người Tư pháp"
