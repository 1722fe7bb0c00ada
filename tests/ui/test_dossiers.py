"""Hồ sơ: search, saved lists, the moves each role may make, many at once, undo, copy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPlainTextEdit, QPushButton

from desktop.domain.dossiers import Channel, DossierEvent, DossierState, MoveFacts, available_moves
from desktop.domain.roles import Role
from desktop.services.dossier_cards import dossier_card
from desktop.services.dossier_filters import DossierFilter, Quick, Sort
from desktop.services.figures.slices import FeeMark
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.office import Office
from desktop.services.papers.of_moves import prints_with
from desktop.ui.dossiers.presentation import COLUMNS
from desktop.ui.dossiers.views import SHIPPED, SavedView, views_from_data, views_to_data
from tests.factory import BIRTH, MARITAL_STATUS, a_received
from tests.ui.desk import Desk, put_in, shown, wait_for, wait_shown

_E, _S = DossierEvent, DossierState
_CTRL = Qt.KeyboardModifier.ControlModifier
_WAYS = {
    _S.RECEIVED: (),
    _S.PROCESSING: (MoveInput("", _E.HAND_OVER, to="Tư pháp"),),
    _S.WAITING_SUPPLEMENT: (MoveInput("", _E.REQUEST_SUPPLEMENT, reason="Thiếu giấy"),),
    _S.FINISHED: (MoveInput("", _E.FINISH),),
    _S.RETURNED: (MoveInput("", _E.FINISH), MoveInput("", _E.RETURN_RESULT)),
    _S.REFUSED: (MoveInput("", _E.REFUSE, reason="Không đủ điều kiện"),),
}


def _in_state(office: Office, state: DossierState) -> str:
    code = a_received(office, MARITAL_STATUS, "Đặng Thị Phượng").code
    for way in _WAYS[state]:
        move = MoveInput(code, way.event, reason=way.reason, to=way.to)
        move_dossier(office, move)
    return code


def _show(desk: Desk, code: str) -> Any:
    """The page with one dossier in its panel."""
    desk.window.context.open_dossier(code)
    desk.settle()
    page = desk.window.current
    wait_for(lambda: page.panel.card is not None and page.panel.card.row.code == code)
    return page


def test_search_needs_no_accents(desk: Desk) -> None:
    a_received(desk.office, MARITAL_STATUS, "Đặng Thị Phượng")
    a_received(desk.office, MARITAL_STATUS, "Nguyễn Văn An")
    page = desk.page("dossiers")
    wait_for(lambda: page.model.rowCount() == 2)
    put_in(desk.find(QLineEdit, "dossierSearch"), "dang thi phuong")
    wait_for(lambda: page.model.rowCount() == 1 and page.model.row_at(0) is not None)
    assert page.model.row_at(0).applicant_name == "Đặng Thị Phượng"


def test_nothing_found_comes_with_advice(desk: Desk) -> None:
    a_received(desk.office)
    page = desk.page("dossiers")
    put_in(desk.find(QLineEdit, "dossierSearch"), "khong ai ten the")
    wait_for(lambda: page.lists.currentWidget() is page.empty)
    assert "Bỏ lọc" in page.empty.advice.text()
    desk.find(QPushButton, "clearFilters").click()
    wait_for(lambda: page.model.rowCount() == 1)


@pytest.mark.parametrize("role", [Role.DESK, Role.OFFICER, Role.LEADER, Role.ADMIN])
def test_each_state_offers_what_the_role_may_do(
    open_desk: Callable[..., Desk], office: Office, role: Role
) -> None:
    codes = {state: _in_state(office, state) for state in _WAYS}
    desk = open_desk(role)
    for state, code in codes.items():
        page = _show(desk, code)
        card = dossier_card(desk.office, code)
        expected = {f"move_{event}" for event in available_moves(state, role, card.move_facts)}
        wait_for(lambda p=page, e=expected: _offered(p.panel) == e)
        assert desk.find(QLabel, "noMoves").isVisible() == (not expected)


def _offered(side: Any) -> set[str]:
    moves = side.moving.buttons if hasattr(side, "moving") else side.moves
    names = {b.objectName() for b in moves.findChildren(QPushButton) if b.isVisible()}
    return names - {"move_undo"}


def test_a_move_that_needs_a_reason_asks_for_it(desk: Desk) -> None:
    page = _show(desk, _in_state(desk.office, _S.RECEIVED))
    desk.find(QPushButton, "move_refuse").click()
    desk.settle()
    confirm = desk.find(QPushButton, "moveConfirm", page.panel)
    confirm.click()
    desk.settle()
    words = desk.find(QLabel, "moveReasonWords", page.panel)
    wait_for(words.isVisible)
    put_in(desk.find(QPlainTextEdit, "moveReason", page.panel), "Hồ sơ không thuộc thẩm quyền")
    confirm.click()
    wait_for(lambda: page.panel.card.row.state is _S.REFUSED)
    # The paper that the citizen must get comes by itself, and can be left out for good.
    preview = wait_shown("previewDialog")
    assert "mẫu 03" in preview.windowTitle()
    preview.close()
    desk.settle()
    page = _show(desk, _in_state(desk.office, _S.RECEIVED))
    page.panel.start_move(DossierEvent.REFUSE)
    wait_for(lambda: page.panel.moving.form is not None)
    form = page.panel.moving.form
    assert form.print_tick.is_checked
    form.print_tick.tick.setChecked(False)
    put_in(desk.find(QPlainTextEdit, "moveReason", page.panel), "Hồ sơ không thuộc thẩm quyền")
    form.confirm.click()
    wait_for(lambda: page.panel.card.row.state is _S.REFUSED)
    desk.settle()
    assert shown("previewDialog") is None
    assert not prints_with(desk.office, DossierEvent.REFUSE)


def test_ctrl_z_says_what_it_took_back(desk: Desk) -> None:
    code = _in_state(desk.office, _S.PROCESSING)
    page = _show(desk, code)
    undo = desk.find(QPushButton, "move_undo", page.panel)
    assert "bàn giao" in undo.text()
    desk.press(Qt.Key.Key_Z, _CTRL, on=desk.window)
    wait_for(lambda: page.panel.card.row.state is _S.RECEIVED)
    assert "Đã hoàn tác việc bàn giao" in desk.said
    assert code in desk.said


def test_many_are_moved_at_once_and_taken_back_at_once(desk: Desk) -> None:
    codes = [_in_state(desk.office, _S.RECEIVED) for _ in range(3)]
    page = _show(desk, codes[0])  # beside the list, and with a last step of its own
    wait_for(lambda: page.model.rowCount() == 3)
    page.table.selectAll()
    wait_for(lambda: page.bulk.isVisible())
    assert desk.find(QLabel, "bulkTitle").text() == "Đã chọn 3 hồ sơ"
    desk.settle()
    desk.find(QPushButton, "move_hand_over", page.bulk).click()
    page.bulk.form._fields["to"].combo.setEditText("Tư pháp – Hộ tịch")
    desk.find(QPushButton, "moveConfirm", page.bulk).click()
    wait_for(lambda: _states(desk, codes) == {_S.PROCESSING})
    wait_for(lambda: "3 hồ sơ" in desk.said)
    preview = wait_shown("previewDialog")
    assert preview.windowTitle() == "Phiếu bàn giao hồ sơ"
    preview.close()
    wait_for(lambda: shown("previewDialog") is None)
    page.show_dossier(codes[0])
    wait_for(lambda: page.panel.card is not None)
    desk.press(Qt.Key.Key_Z, _CTRL, on=desk.window)
    wait_for(lambda: _states(desk, codes) == {_S.RECEIVED})


def _states(desk: Desk, codes: list[str]) -> set[DossierState]:
    return {dossier_card(desk.office, code).row.state for code in codes}


def test_bulk_goes_when_its_dossiers_leave_the_list(desk: Desk) -> None:
    for name in ("An", "Bình"):
        a_received(desk.office, MARITAL_STATUS, name)
    page = desk.page("dossiers")
    wait_for(lambda: page.model.rowCount() == 2)
    page.table.selectAll()
    wait_for(lambda: page.bulk.isVisible())
    page.bar.search.setText("khong co ai")
    wait_for(lambda: page.model.rowCount() == 0)
    wait_for(lambda: page.side.currentWidget() is page.panel)


def test_bulk_offers_only_what_all_allow(desk: Desk) -> None:
    for state in (_S.RECEIVED, _S.FINISHED):
        _in_state(desk.office, state)
    page = desk.page("dossiers")
    wait_for(lambda: page.model.rowCount() == 2)
    page.table.selectAll()
    wait_for(lambda: page.bulk.isVisible())
    wait_for(lambda: _offered(page.bulk) == {"move_hand_over"})


def test_rows_are_copied_as_tab_separated_text(desk: Desk) -> None:
    first, second = (_in_state(desk.office, _S.RECEIVED) for _ in range(2))
    page = desk.page("dossiers")
    wait_for(lambda: page.model.row_at(1) is not None)
    page.table.selectAll()
    page.table.setFocus()
    desk.press(Qt.Key.Key_C, _CTRL, on=page.table)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].split("\t")[:2] == ["Mã hồ sơ", "Chủ hồ sơ"]
    assert {line.split("\t")[0] for line in lines[1:]} == {first, second}


def test_columns_stay_in_the_order_of_the_hand_and_only_what_sorts_has_an_arrow(
    open_desk: Callable[..., Desk],
) -> None:
    desk = open_desk()
    for _ in range(2):
        _in_state(desk.office, _S.RECEIVED)
    page = desk.page("dossiers")
    wait_for(lambda: page.model.row_at(1) is not None)
    header = page.table.horizontalHeader()
    header.moveSection(2, 1)  # the procedure before its owner
    page.table.selectAll()
    page.table.copy_rows()
    head = QGuiApplication.clipboard().text().split("\n")[0].split("\t")
    assert head[:3] == ["Mã hồ sơ", "Thủ tục", "Chủ hồ sơ"]

    page.table._sort_by(0)
    assert header.sortIndicatorSection() == 0
    state = next(p for p, c in enumerate(page.model.columns) if c.key == "state")
    header.setSortIndicator(state, Qt.SortOrder.AscendingOrder)  # what Qt does at a click
    page.table._sort_by(state)
    assert header.sortIndicatorSection() == 0

    page.table._show_column("left", False)
    seen = [page.model.columns[p].key for p in page.table._places_as_seen()]
    assert seen[:4] == ["code", "procedure", "applicant", "state"]
    assert header.sortIndicatorSection() == 0
    page.table._keep_columns()
    desk.settle()
    again = open_desk().page("dossiers").table
    wait_for(lambda: [column.key for column in again.table_model.columns] == seen)


def test_the_row_menu_offers_the_moves_and_starts_one(desk: Desk) -> None:
    _in_state(desk.office, _S.RECEIVED)
    page = desk.page("dossiers")
    wait_for(lambda: page.model.row_at(0) is not None)
    page.table.select_place(0)
    wait_for(page.table.selected_rows)
    page.table._row_menu(page.table.visualRect(page.model.index(0, 0)).center())
    menu = next(m for m in page.table.findChildren(QMenu, "rowMenu") if m.isVisible())
    facts = MoveFacts()
    wanted = {f"menu_{e}" for e in available_moves(_S.RECEIVED, Role.ADMIN, facts)}
    actions = {a.objectName(): a for a in menu.actions() if a.objectName()}
    assert set(actions) == wanted
    actions["menu_finish"].trigger()
    menu.close()
    wait_for(lambda: page.panel.moving.form is not None)
    assert desk.find(QPushButton, "moveConfirm", page.panel).text() == "Ghi kết quả"


def test_shipped_lists_open_with_one_key(desk: Desk) -> None:
    _in_state(desk.office, _S.WAITING_SUPPLEMENT)
    _in_state(desk.office, _S.RECEIVED)
    page = desk.page("dossiers")
    desk.press(Qt.Key.Key_4, _CTRL, on=desk.window)
    wait_for(lambda: page.bar.filter.quick is Quick.WAITING and page.model.rowCount() == 1)
    assert desk.find(QPushButton, "savedViews").text() == "Chờ bổ sung"


def test_an_own_list_is_there_tomorrow(open_desk: Callable[..., Desk]) -> None:
    first = open_desk()
    a_received(first.office, MARITAL_STATUS, "Lê Văn Ba")
    page = first.page("dossiers")
    page.bar.show_filter(DossierFilter(text="le van ba", channel=Channel.DIRECT))
    page.bar.views.save("Việc của ông Ba")
    first.settle()
    second = open_desk()
    again = second.page("dossiers")
    wait_for(lambda: "Việc của ông Ba" in [view.name for view in again.bar.views.views])
    again.bar.views._choose_place(len(SHIPPED))
    wait_for(lambda: again.model.rowCount() == 1)
    assert again.bar.search.text() == "le van ba"


def test_saved_lists_survive_the_way_through_plain_data() -> None:
    wanted = DossierFilter(
        "an", Quick.MINE, _S.PROCESSING, "Hộ tịch", 7, Channel.POST,
        date(2026, 1, 1), date(2026, 2, 1), fee=FeeMark.UNPAID, sort=Sort.NAME,
    )  # fmt: skip
    view = SavedView("Đủ mọi thứ", wanted)
    assert views_from_data(views_to_data([*SHIPPED, view])) == (view,)
    assert views_from_data([{"name": "hỏng"}, "rác"]) == ()
    assert views_from_data(None) == ()


@pytest.mark.parametrize(
    ("due_in_days", "shown"), [(0, True), (-4, True), (2, True), (-5, False), (3, False)]
)
def test_due_this_week_runs_from_monday_to_sunday(
    desk: Desk, due_in_days: int, shown: bool
) -> None:
    """The day is Friday 20/11/2026: the week is 16 to 22."""
    from datetime import timedelta

    from sqlalchemy import update

    from desktop.models.dossiers import dossiers

    code = a_received(desk.office, BIRTH).code
    with desk.office.command() as work:
        due = desk.office.now() + timedelta(days=due_in_days)
        work.connection.execute(update(dossiers).values(due_at=due))
    page = desk.page("dossiers")
    page.bar.show_filter(DossierFilter(quick=Quick.DUE_THIS_WEEK))
    desk.settle()
    wait_for(lambda: page.model.rowCount() == (1 if shown else 0))
    if shown:
        wait_for(lambda: page.model.row_at(0) is not None)
        assert page.model.row_at(0).code == code


def test_column_widths_and_splitter_are_remembered(open_desk: Callable[..., Desk]) -> None:
    first = open_desk()
    a_received(first.office)
    page = first.page("dossiers")
    first.settle()
    page.table.setColumnWidth(1, 233)
    page.table._keep_columns()
    page.split.setSizes([600, 460])
    page.split.splitterMoved.emit(600, 1)
    first.settle()
    sizes = page.split.sizes()
    wait_for(lambda: _preference(first.office, "splitter dossiers") == sizes)
    second = open_desk()
    again = second.page("dossiers")
    wait_for(lambda: again.table.columnWidth(1) == 233)
    assert again.split.sizes() == sizes


def _preference(office: Office, key: str) -> Any:
    from desktop.services.settings import read_preference

    return read_preference(office, key)


def test_the_edit_dialog_mends_a_name_and_keeps_the_old_one(desk: Desk) -> None:
    code = _in_state(desk.office, _S.RECEIVED)
    page = _show(desk, code)
    page.panel.edit_button.click()
    dialog = wait_shown("editDialog")
    field = dialog.findChild(QLineEdit, "edit_applicant_name")
    field.selectAll()
    put_in(field, "Đặng Thị Phương")
    dialog.findChild(QPushButton, "editSave").click()
    wait_for(lambda: dossier_card(desk.office, code).row.applicant_name == "Đặng Thị Phương")
    assert any(entry.event is _E.EDIT for entry in dossier_card(desk.office, code).history)


def test_who_may_not_edit_is_told_who_may(open_desk: Callable[..., Desk], office: Office) -> None:
    code = _in_state(office, _S.RECEIVED)
    desk = open_desk(Role.OFFICER)
    page = _show(desk, code)
    assert not page.panel.edit_button.isEnabled()
    assert "cán bộ một cửa" in page.panel.edit_button.toolTip()
    assert not desk.find(QPushButton, "receiveNew").isEnabled()


def test_the_identity_number_is_masked_until_it_is_asked_for(desk: Desk) -> None:
    page = _show(desk, _in_state(desk.office, _S.RECEIVED))
    facts = desk.find(QLabel, "panelFacts")
    assert "001090000001" not in facts.text()
    desk.find(QPushButton, "revealNumber").click()
    wait_for(lambda: "001090000001" in facts.text())
    assert not page.panel.facts.reveal.isVisible()


def test_keys_walk_from_search_to_list_to_panel(desk: Desk) -> None:
    _in_state(desk.office, _S.RECEIVED)
    page = desk.page("dossiers")
    wait_for(lambda: page.model.row_at(0) is not None)
    assert page.bar.search.hasFocus()
    # Nothing is chosen: the list has the whole width, and its longest words the room.
    assert not page.side.isVisible()
    assert page.table.columnWidth(2) > COLUMNS[2].width
    desk.press(Qt.Key.Key_Down)
    assert page.table.hasFocus()
    desk.settle()
    wait_for(lambda: page.panel.card is not None)
    desk.press(Qt.Key.Key_F6)
    assert page.panel.isAncestorOf(QApplication.focusWidget())
    desk.press(Qt.Key.Key_F6)
    wait_for(page.bar.search.hasFocus)
    page.table.setFocus()
    desk.press(Qt.Key.Key_Space)
    assert not page.side.isVisible()


def test_the_header_menu_hides_a_column(desk: Desk) -> None:
    a_received(desk.office)
    page = desk.page("dossiers")
    page.table._choose_columns(QPoint(5, 5))
    menu = next(m for m in page.table.findChildren(QMenu) if m.isVisible())
    next(a for a in menu.actions() if a.text() == "Thủ tục").trigger()
    menu.close()
    assert "procedure" not in [column.key for column in page.model.columns]
