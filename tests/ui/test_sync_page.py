"""Đồng bộ: joining, what waits, what came back, a pause after a restore; a province answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.domain.dossiers import DossierEvent
from desktop.domain.packages import SyncProblem
from desktop.domain.roles import Role
from desktop.domain.work_calendar import DayKind, SpecialDay
from desktop.services.calendar import read_calendar, set_special_day
from desktop.services.clock import FixedClock
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.office import Office
from desktop.services.provinces.inviting import invite
from desktop.services.provinces.rule_drafts import RulesToSend
from desktop.services.provinces.rules import send_rules
from desktop.services.syncing.status import notice
from desktop.sync.mailboxes.folder import FolderMailbox
from desktop.ui.papers.preview_dialog import PreviewDialog
from desktop.ui.shell.pages import make_window
from desktop.ui.sync.problem_list import ProblemList, wants_invitation
from tests.factory import a_received
from tests.pdf import text_of
from tests.sync.conftest import province
from tests.sync.stage import Stage, tree
from tests.ui import eyes
from tests.ui.desk import Desk, put_in, wait_for, wait_shown

__all__ = ["province"]

_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


@pytest.fixture
def whole(
    open_desk: Callable[..., Desk],
    province: Office,
    stick: Path,
    clock: FixedClock,
    tmp_path: Path,
) -> tuple[Desk, Stage]:
    """The window of a unit that has joined nothing, and a province."""
    desk = open_desk()
    return desk, Stage(desk.office, province, stick, clock, tmp_path)


@pytest.fixture
def joined(whole: tuple[Desk, Stage]) -> tuple[Desk, Stage]:
    """The same when the province has answered the first package, of one dossier."""
    desk, stage = whole
    stage.receive()
    stage.join()
    stage.round()
    return desk, stage


def _choose(monkeypatch: pytest.MonkeyPatch, file: Path | None, folder: Path | None) -> None:
    """The system's own file dialog is the outside."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(file or ""), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(folder or ""))


def test_whole_way_by_keys_from_the_invitation_to_the_receipt(
    whole: tuple[Desk, Stage], stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, stage = whole
    code = stage.receive("Nguyễn Thị Đào")
    _choose(monkeypatch, stage.invitation(), stick)
    desk.press(Qt.Key.Key_K, _CTRL, on=desk.window)
    box = wait_shown("searchBox")
    put_in(box.text, "dong bo")
    desk.settle()
    items = [box.list.item(n).text() for n in range(box.list.count())]
    wait_for(lambda: any(text.startswith("Đồng bộ") for text in items))
    box.close()
    desk.press(Qt.Key.Key_7, _ALT, on=desk.window)
    page = desk.window.current
    wait_for(lambda: page.key == "sync" and page.join.empty.isVisible())
    assert "Chưa kết nối" in desk.window.strip.province.text()
    desk.press(Qt.Key.Key_O, _CTRL, on=page)
    wait_for(lambda: page.join.facts.isVisible())
    assert "Tỉnh Đắk Lắk" in page.join.facts.text()
    assert "SHA256:" in page.join.facts.text()
    assert not page.join.go.isEnabled()
    wait_for(page.join.compared.tick.hasFocus)
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_Return, _CTRL, on=page)
    wait_for(page.waiting.items.isVisible)
    desk.settle()
    assert page.waiting.items.rows.rowCount() == 1
    assert code in page.waiting.content.toPlainText()
    assert "Đào" not in page.waiting.content.toPlainText()
    assert "1 bản ghi chưa gửi" in desk.window.strip.province.text()

    desk.press(Qt.Key.Key_E, _CTRL, on=page)
    wait_for(lambda: "Đã chép 1 gói" in desk.said)
    desk.settle()
    assert page.card.sentence.text() == "Chờ tỉnh xác nhận máy này"
    assert "Đã gửi" not in desk.window.strip.province.text()
    stage.collect()
    desk.press(Qt.Key.Key_R, _CTRL, on=page)
    wait_for(lambda: "Tỉnh đã xác nhận thêm 1 gói" in desk.said)
    desk.settle()
    wait_for(lambda: page.answers.items.rows.rowCount() == 2)
    assert page.card.sentence.text().startswith("Đã gửi")
    assert desk.window.strip.province.text().startswith("Đã gửi, tỉnh xác nhận")
    assert page.answers.table.rows.index(0, 3).data() == "đã nhận đủ"


def test_what_is_shown_of_a_sealed_package_is_read_out_of_the_package(
    whole: tuple[Desk, Stage], stick: Path
) -> None:
    desk, stage = whole
    first = stage.receive()
    stage.join()
    stage.export()
    stage.receive("Người đến sau")
    page = desk.page("sync")
    rows = page.waiting.table.rows
    wait_for(lambda: rows.rowCount() == 2)
    assert rows.index(0, 0).data() == "Chưa đóng gói"
    page.waiting.table.selectRow(1)
    desk.settle()
    names = [page.waiting.items.rows.index(n, 1).data() for n in range(2)]
    assert names[0] == "Đăng ký máy"
    assert page.waiting.items.rows.index(1, 0).data() == first
    assert "không hiện trên màn hình" in page.waiting.content.toPlainText()


def test_invitation_for_another_unit_or_out_of_date_cannot_be_used(
    whole: tuple[Desk, Stage], tmp_path: Path
) -> None:
    desk, stage = whole
    other = invite(stage.province, "24121", tmp_path / "khác.json").value.file
    page = desk.page("sync")
    page.join.read(other)
    wait_for(page.join.trouble.isVisible)
    assert "không gửi cho" in page.join.trouble.text()
    page.join.compared.tick.setChecked(True)
    assert not page.join.go.isEnabled()
    desk.press(Qt.Key.Key_Escape, on=page.join.back)
    wait_for(page.join.empty.isVisible)
    mine = stage.invitation()
    stage.clock.moment += timedelta(days=40)
    page.join.read(mine)
    wait_for(lambda: "hết hạn" in page.join.trouble.text())


def test_quarantined_dossier_opens_from_its_problem(joined: tuple[Desk, Stage]) -> None:
    desk, stage = joined
    code = stage.receive("Trần Thị Bình")
    stage.export()
    # The province already holds this code under another dossier: a true quarantine.
    with stage.province.command() as work:
        work.connection.exec_driver_sql("UPDATE unit_dossiers SET code = ?", (code,))
    stage.collect()
    stage.fetch()
    page = desk.page("sync")
    wait_for(page.problems.isVisible)
    text = page.problems.heading.text()
    assert text == "Cần xem: 1"
    assert "cần xem" in page.card.sentence.text()
    assert page.answers.table.rows.index(0, 3).data() == "đã nhận một phần"
    desk.window.refresh_all()
    desk.settle()
    assert desk.window.strip.province.text().startswith("1 mục tỉnh chưa ghi")
    desk.press(Qt.Key.Key_1, _CTRL, on=page)
    wait_for(lambda: desk.window.current.key == "dossiers")


def test_after_a_restore_nothing_leaves_before_a_person_has_looked(
    joined: tuple[Desk, Stage], qapp: QApplication
) -> None:
    _, stage = joined
    backup = stage.backup()
    lost = stage.receive("Người bị quên")
    stage.round()
    back = stage.restore(backup)
    window = make_window(back.unit)
    window.show()
    desk = Desk(back.unit, window)
    desk.settle()
    page = desk.page("sync")
    wait_for(lambda: "tạm dừng" in page.card.sentence.text())
    assert "tạm dừng" in window.strip.province.text()
    page.carrying.read_stick(stage.stick)
    wait_for(page.problems.isVisible)
    before = tree(stage.stick)
    page.carrying.write_stick(stage.stick)
    wait_for(lambda: "đang tạm dừng" in desk.said)
    assert tree(stage.stick) == before
    assert lost in page.problems.findChild(type(page.card.sentence), "syncProblem1").text()
    assert not eyes.clipped(window)
    page.card.resume.click()
    wait_for(lambda: "Đã cho gửi tiếp" in desk.said)
    desk.settle()
    assert "tạm dừng" not in page.card.sentence.text()
    window.retire()
    window.close()
    back.unit.close()


def test_sent_list_is_found_by_code_and_printed_with_its_receipts(
    joined: tuple[Desk, Stage], tmp_path: Path
) -> None:
    desk, stage = joined
    code = stage.receive("Lê Văn Sau")
    move_dossier(desk.office, MoveInput(code, DossierEvent.FINISH))
    stage.round()
    page = desk.page("sync")
    wait_for(lambda: page.answers.table.rows.rowCount() == 2)
    page.answers.search.setText(code)
    wait_for(lambda: page.answers.table.rows.rowCount() == 1)
    desk.settle()
    page.answers.search.setText("không có gói nào")
    wait_for(page.answers.shown.empty.isVisible)
    page.answers.search.setText("2")
    wait_for(lambda: page.answers.table.rows.rowCount() == 1)
    desk.settle()
    target = tmp_path / "gói 2.receipt.json"
    page.answers.save_to(target)
    wait_for(target.exists)
    assert '"signature"' in target.read_text(encoding="utf-8")
    page.answers.print_button.click()
    wait_for(lambda: bool(desk.window.findChildren(PreviewDialog)))
    dialog = desk.window.findChildren(PreviewDialog)[0]
    text = text_of(dialog._pdf)
    assert "DANH SÁCH ĐÃ GỬI" in text
    assert code in text
    assert "đã ghi" in text
    dialog.close()


def test_a_turn_through_the_mailbox_and_a_closed_mailbox(
    whole: tuple[Desk, Stage], tmp_path: Path
) -> None:
    desk, stage = whole
    box = tmp_path / "hộp thư"
    box.mkdir()
    stage.receive()
    page = desk.page("sync")
    page.join.read(stage.invitation())
    wait_for(page.join.facts.isVisible)
    page.join.mailbox.set_text(str(box))
    page.join.compared.tick.setChecked(True)
    page.join.go.click()
    wait_for(page.turn.isVisible)
    # The window sends by itself as soon as it has joined; the button takes the next turn.
    wait_for(lambda: list(box.rglob("manifest.json")))
    desk.settle()
    page.turn.click()
    desk.settle()
    assert stage.collect(box)[0].outcome == "accepted"
    page.turn.click()
    wait_for(lambda: page.answers.table.rows.rowCount() == 1)
    box.rename(tmp_path / "đi mất")
    page.turn.click()
    wait_for(page.problems.isVisible)
    desk.settle()
    # Since when it fails, also after hours, and the way to the trial of the road.
    stage.clock.moment += timedelta(hours=3)
    page.turn.click()
    desk.settle()
    told = page.problems.findChildren(QLabel, "syncProblem1")[0].text()
    assert "hộp thư" in told
    wait_for(lambda: "3 giờ trước" in page.problems.findChildren(QLabel, "syncProblem1")[0].text())
    assert page.problems.findChildren(QPushButton, "syncStep1")[0].text() == "Thử đường…"


def test_rules_that_would_overwrite_the_units_own_are_chosen_from_the_problem(
    joined: tuple[Desk, Stage], tmp_path: Path
) -> None:
    desk, stage = joined
    day = date(2027, 4, 2)
    set_special_day(desk.office, SpecialDay(day, DayKind.SWAP_WORK, "Xã làm bù"))
    file = tmp_path / "lịch.csv"
    file.write_text("Ngày,Loại,Ghi chú\n02/04/2027,nghỉ,Nghỉ\n", encoding="utf-8")
    send_rules(stage.province, (file,), RulesToSend(), [FolderMailbox(stage.stick)])
    stage.fetch()
    page = desk.page("sync")
    page._read()
    wait_for(page.problems.isVisible)
    step = page.problems.findChildren(QPushButton, "syncStep1")[0]
    assert "accept" not in page.problems.findChildren(QLabel, "syncProblem1")[0].text()
    step.click()
    dialog = wait_shown("rulesDialog")
    wait_for(lambda: "02/04/2027" in dialog.message.text())
    assert eyes.at_rest(eyes.clipped, dialog) == []
    assert eyes.nameless(dialog) + eyes.keyless(dialog) + eyes.english(dialog) == []
    dialog.decline_button.click()
    wait_for(lambda: "giữ cách" in dialog.table.rows.index(0, 3).data())
    assert not dialog.decline_button.isEnabled()
    assert read_calendar(desk.office).special[day].kind is DayKind.SWAP_WORK
    dialog.accept_button.click()
    wait_for(lambda: "đã áp dụng" in dialog.table.rows.index(0, 3).data())
    assert read_calendar(desk.office).special[day].kind is DayKind.OFF
    dialog.close()
    desk.settle()
    wait_for(lambda: not page.problems.isVisible())


def test_officer_sees_how_things_stand_how_old_the_last_word_is_and_may_not_send(
    joined: tuple[Desk, Stage], open_desk: Callable[..., Desk]
) -> None:
    desk = open_desk(Role.OFFICER)
    page = desk.page("sync")
    for name in ("syncExport", "syncImport"):
        made = desk.find(QPushButton, name)
        assert not made.isEnabled()
        assert "một cửa" in made.toolTip()
    assert page.card.sentence.text().startswith("Đã gửi")
    joined[1].clock.moment += timedelta(days=12)
    a_received(joined[0].office)
    desk.window.refresh_all()
    wait_for(lambda: "một cửa" in page.waiting.about.text())
    desk.settle()
    assert "12 ngày trước" in page.card.age.text()
    assert desk.window.strip.province.text() == "1 bản ghi chưa gửi; tỉnh xác nhận 12 ngày trước"


def test_writing_a_stick_can_be_cancelled_and_done_again(
    joined: tuple[Desk, Stage], stick: Path
) -> None:
    desk, stage = joined
    stage.receive()
    page = desk.page("sync")
    page.carrying.write_stick(stick)
    assert page.carrying.is_busy
    assert not page.stick.isEnabled()
    page.carrying._job.progress.cancel()
    wait_for(lambda: not page.carrying.is_busy)
    desk.settle()
    assert page.stick.isEnabled()
    page.carrying.write_stick(stick)
    wait_for(lambda: desk.said.startswith(("Đã chép 1 gói", "Ở ")))
    assert stage.collect()[-1].outcome == "accepted"


def test_keys_are_changed_by_a_key_and_the_mailbox_stands_one_key_away(
    joined: tuple[Desk, Stage],
) -> None:
    desk, stage = joined
    page = desk.page("sync")
    wait_for(page.card.road.isVisible)
    assert "USB" in page.card.road.text()
    desk.press(Qt.Key.Key_K, _CTRL | Qt.KeyboardModifier.ShiftModifier, on=page)
    wait_for(lambda: "Đã đổi khóa của máy" in desk.said)
    desk.settle()
    wait_for(lambda: page.waiting.table.rows.rowCount() == 1)
    assert page.waiting.items.rows.index(0, 1).data() == "Đổi khóa của máy"
    assert "BEGIN SSH SIGNATURE" in page.waiting.content.toPlainText()
    stage.round()
    desk.press(Qt.Key.Key_S, _CTRL | Qt.KeyboardModifier.ShiftModifier, on=page)
    wait_for(lambda: desk.window.current.key == "settings")


def test_machine_that_was_shut_out_is_led_to_a_new_invitation(qapp: QApplication) -> None:
    seen: list[bool] = []
    holder, problems = QWidget(), ProblemList()
    QVBoxLayout(holder).addWidget(problems)
    problems.step_wanted.connect(lambda notice: seen.append(wants_invitation(notice)))
    refused = notice(SyncProblem.REJECTED, package=4, why="Máy này đã bị tỉnh thu hồi.")
    now = datetime(2026, 11, 30, tzinfo=UTC)
    problems.show_notices([replace(refused, wants_invitation=True), refused], now)
    steps = [problems.findChild(QPushButton, f"syncStep{place}") for place in (1, 2)]
    assert [step.text() for step in steps] == ["Dùng giấy mời mới…", "Chép lại ra USB"]
    for step in steps:
        step.click()
    assert seen == [True, False]
    holder.deleteLater()
