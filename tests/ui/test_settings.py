"""Danh mục và thiết lập: people, procedures by versions, calendar, backups, who may what."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPlainTextEdit, QPushButton

from desktop.domain.errors import RuleViolation
from desktop.domain.roles import Role
from desktop.services.attachments import attach
from desktop.services.backup_files import list_backups
from desktop.services.backups import create_backup
from desktop.services.calendar import list_special_days
from desktop.services.clock import FixedClock
from desktop.services.procedure_finding import find_procedures
from desktop.services.procedures import versions_of
from desktop.services.settings import read_settings
from desktop.services.signing_in import reset_with_recovery_code
from desktop.services.users import list_users
from desktop.ui.theme import ROW_HEIGHT
from desktop.ui.widgets.tables import RowsTable
from tests.factory import ADMIN, MARITAL_STATUS, PASSWORD, a_received
from tests.services.files import a_png
from tests.ui.desk import Desk, put_in, wait_for, wait_shown


def test_a_person_is_added_with_the_words_of_what_is_missing(desk: Desk) -> None:
    desk.page("settings/users")
    desk.find(QPushButton, "addUser").click()
    dialog = wait_shown("userDialog")
    dialog.findChild(QPushButton, "entrySave").click()
    wait_for(lambda: dialog.fields["name"].words.isVisible())
    put_in(dialog.findChild(QLineEdit, "userName"), "Lê Thị Mới")
    put_in(dialog.findChild(QLineEdit, "userPassword"), "Mat-khau-dau-1!")
    dialog.findChild(QPushButton, "entrySave").click()
    wait_for(lambda: "Lê Thị Mới" in [user.name for user in list_users(desk.office)])


def test_editing_a_procedure_makes_a_new_version(desk: Desk) -> None:
    section = desk.page("settings/procedures")._made["procedures"]
    put_in(desk.find(QLineEdit, "procedureSearch"), MARITAL_STATUS)
    wait_for(lambda: section.table.rows.rowCount() == 1)
    desk.settle()
    desk.find(QPushButton, "editProcedure").click()
    editor = wait_shown("procedureEditor")
    limit = editor.findChild(QLineEdit, "procedureLimit")
    limit.selectAll()
    put_in(limit, "5")
    papers = editor.findChild(QPlainTextEdit, "procedureDocuments")
    papers.setPlainText("Tờ khai | 1 bản chính\nGiấy ủy quyền | 1 bản photo, khi cần")
    editor.findChild(QPushButton, "procedureSave").click()
    row = find_procedures(desk.office, MARITAL_STATUS)[0]
    wait_for(lambda: len(versions_of(desk.office, row.id)) == 2)
    newest = find_procedures(desk.office, MARITAL_STATUS)[0].facts
    assert newest.limit_value == 5
    assert [paper.required for paper in newest.documents] == [True, False]


def test_a_wrong_paper_line_is_explained(desk: Desk) -> None:
    section = desk.page("settings/procedures")._made["procedures"]
    wait_for(lambda: section.table.current_value() is not None)
    desk.find(QPushButton, "editProcedure").click()
    editor = wait_shown("procedureEditor")
    editor.papers.set_text("Tờ khai | hai bản lạ")
    editor.findChild(QPushButton, "procedureSave").click()
    wait_for(lambda: editor.papers.words.isVisible())
    assert "bản chính" in editor.papers.words.text()
    editor.close()


def test_a_calendar_file_is_shown_before_it_is_written(desk: Desk, tmp_path: Path) -> None:
    section = desk.page("settings/calendar")._made["calendar"]
    file = tmp_path / "lich.csv"
    file.write_text("Ngày,Loại,Nội dung\n16/12/2026,nghỉ,Mất điện cả xã\n", encoding="utf-8")
    section.import_file(file)
    report = wait_shown("importReport")
    assert report.findChild(QPushButton, "importConfirm").text() == "Ghi vào lịch"
    assert not any(day.note == "Mất điện cả xã" for day in list_special_days(desk.office, 2026))
    report.findChild(QPushButton, "importConfirm").click()
    wait_for(lambda: any(d.note == "Mất điện cả xã" for d in list_special_days(desk.office, 2026)))


def test_a_removed_day_can_be_put_back(desk: Desk) -> None:
    section = desk.page("settings/calendar")._made["calendar"]
    wait_for(lambda: section.table.current_value() is not None)
    before = list_special_days(desk.office, 2026)
    desk.find(QPushButton, "removeDay").click()
    wait_for(lambda: len(list_special_days(desk.office, 2026)) == len(before) - 1)
    wait_for(lambda: "Đã xóa" in desk.said)
    desk.window.messages.undo_last()
    wait_for(lambda: list_special_days(desk.office, 2026) == before)


def test_a_backup_is_made_now_and_tried(desk: Desk) -> None:
    section = desk.page("settings/backups")._made["backups"]
    assert section.shown.currentWidget() is section.shown.empty
    desk.find(QPushButton, "backupNow").click()
    wait_for(lambda: len(list_backups(desk.office)) == 1)
    desk.settle()
    wait_for(lambda: section.table.isVisible())
    assert "hôm nay" in desk.window.strip.backup.text()
    desk.find(QPushButton, "backupDrill").click()
    wait_for(lambda: section.result.text().startswith("✓"))


def test_backup_without_its_scans_gives_the_register_back_when_a_person_says_so(
    desk: Desk, tmp_path: Path
) -> None:
    attach(desk.office, a_received(desk.office).code, "đơn.png", a_png("đơn"))
    alone, into = tmp_path / "chép thiếu.smcbackup", tmp_path / "khôi phục"
    shutil.copy(create_backup(desk.office).file, alone)
    section = desk.page("settings/backups")._made["backups"]
    section.restore_from(alone, into)
    wait_for(lambda: section.anyway_button.isVisible())
    assert section.anyway_button.text() == "Khôi phục sổ hồ sơ, thiếu 1 tệp"
    assert "“attachments” cạnh tệp sao lưu" in section.result.text()
    assert not into.exists()
    section.anyway_button.click()
    wait_for(lambda: "Đã khôi phục 1 hồ sơ, 0 tệp đính kèm" in desk.said)
    assert not section.anyway_button.isVisible()


def test_letterhead_is_saved_with_ctrl_s_only(desk: Desk) -> None:
    desk.page("settings/office")
    phone = desk.find(QLineEdit, "officePhone")
    phone.selectAll()
    put_in(phone, "0262 000 000")
    assert read_settings(desk.office).phone != "0262 000 000"
    desk.find(QPushButton, "saveOffice").click()
    wait_for(lambda: read_settings(desk.office).phone == "0262 000 000")


def test_the_health_check_finds_a_fresh_office_well(desk: Desk) -> None:
    section = desk.page("settings/health")._made["health"]
    desk.find(QPushButton, "runDoctor").click()
    wait_for(lambda: section.table.isVisible())
    assert section.table.rows.rowCount() > 4


def test_an_old_register_is_planned_before_it_is_imported(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = desk.page("settings/register")._made["register"]
    file = tmp_path / "so.csv"
    file.write_text(
        "Họ và tên,Địa chỉ,Tên thủ tục,Ngày nhận\n"
        "Trần Văn Bình,Thôn 2,Đăng ký khai sinh,05/01/2026\n"
        ",Thôn 3,Đăng ký kết hôn,06/01/2026\n",
        encoding="utf-8",
    )
    section.read_file(file)
    wait_for(lambda: section.plan is not None)
    assert "1 dòng nhập được" in section.summary.text()
    assert section.rejects_button.isVisible()
    section.import_now()
    wait_for(lambda: "Đã nhập 1 hồ sơ" in desk.said)
    desk.settle()
    assert "1 dòng đã có trong sổ" in section.summary.text()
    assert not section.import_button.isEnabled()
    # Place and way out stand there whole, on two lines where one does not hold them.
    assert section.findChild(RowsTable, "importProblems").rowHeight(0) > ROW_HEIGHT
    # A name typed without its ending, where another file has the name with it already.
    (tmp_path / "dòng lỗi.xlsx").write_bytes(b"of another day")
    answer = (str(tmp_path / "dòng lỗi"), "Excel (*.xlsx)")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: answer)
    section.rejects_button.click()
    wait_for(lambda: "Đã ghi 1 dòng lỗi vào" in desk.said)
    assert (tmp_path / "dòng lỗi.xlsx").read_bytes() == b"of another day"
    section.read_file(tmp_path / "dòng lỗi (2).xlsx")
    wait_for(lambda: section.summary.text().startswith("dòng lỗi (2).xlsx: 1 dòng hồ sơ"))


@pytest.mark.parametrize(
    ("section", "names"),
    [
        ("procedures", ("importProcedures", "newProcedure", "editProcedure")),
        ("office", ("saveOffice",)),
        ("users", ("addUser", "changeUser", "givePassword", "switchUser")),
        ("calendar", ("importCalendar", "addDay", "confirmDay")),
        ("register", ("chooseRegister",)),
    ],
)
def test_who_may_not_is_told_who_may(
    open_desk: Callable[..., Desk], section: str, names: tuple[str, ...]
) -> None:
    desk = open_desk(Role.DESK)
    desk.page(f"settings/{section}")
    for name in names:
        made = desk.find(QPushButton, name)
        assert not made.isEnabled(), name
        assert "quản trị" in made.toolTip(), name


def test_a_lost_recovery_sheet_is_replaced_and_the_old_code_ends(
    desk: Desk, office_folder: Path, clock: FixedClock
) -> None:
    users = desk.page("settings/users")._made["users"]
    users.recovery_button.click()
    dialog = wait_shown("recoveryDialog")
    put_in(dialog.password.edit, "sai")
    dialog.go.click()
    wait_for(lambda: dialog.password.words.isVisible())
    assert "chưa đúng" in dialog.password.words.text()
    dialog.password.edit.clear()
    put_in(dialog.password.edit, PASSWORD)
    dialog.go.click()
    wait_for(lambda: dialog.parts.currentWidget() is dialog.step)
    code = dialog.step.code.text()
    # Esc would lose the code: it stays until the last group is typed back.
    dialog.reject()
    assert dialog.isVisible()
    assert "Mã cũ đã hết dùng" in dialog.error.text()
    put_in(dialog.step.typed.edit, code[-5:])
    dialog.step.kept.setChecked(True)
    dialog.go.click()
    wait_for(lambda: not dialog.isVisible())
    new = "Mat-khau-moi-2!"
    with pytest.raises(RuleViolation):
        reset_with_recovery_code(office_folder, "AAAAA-" * 4 + "AAAAA", ADMIN, new, clock)
    reset_with_recovery_code(office_folder, code, ADMIN, new, clock).close()
