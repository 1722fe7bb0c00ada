"""The acts of one day, in the order in which they happen at a counter."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desktop.domain.dossiers import DossierEvent, DossierState
from desktop.services.backups import create_backup
from desktop.services.door import PRACTICE_PASSWORD, look_at_door
from desktop.services.dossier_cards import dossier_card
from desktop.services.dossier_filters import DossierFilter
from desktop.services.dossier_lists import first_dossiers
from desktop.services.exports import export_dossiers
from desktop.services.office import Office
from desktop.services.papers.catalogue import printable_forms
from desktop.services.papers.register import RegisterWish, print_register
from desktop.services.practice import make_practice_office
from desktop.services.printing import print_form
from desktop.services.signing_in import sign_in
from desktop.tour.hands import dialogs, open_dossier, search_for, top_dialog, top_name
from desktop.tour.on_paper import (
    fill_a_declaration,
    key_in_after_the_power_cut,
    print_blank_receipts,
    take_in_a_template,
    work_on_one_dossier,
)
from desktop.tour.reporting import periodic_report
from desktop.tour.rounds import look_at_both_sides
from desktop.tour.scoring import edit_the_set, score_the_year
from desktop.tour.stage import TOUR_DAY, Stage, StageError, Taken
from desktop.tour.syncing import send_to_the_province
from desktop.ui.application import make_application
from desktop.ui.shell.pages import make_window
from desktop.ui.sign_in.first_start import FirstStart
from desktop.ui.sign_in.window import SignInWindow

_CLERK = "Trần Thị Mẫu"
_LEADER = "Nguyễn Đức Mẫu"
_ADMIN = "Quản trị viên"
# Invented, as all people of the practice office.
_CARD = "001090000001||Nguyễn Văn An|02031990|Nam|Thôn 1, Xã A, Huyện B, Hà Nội|15072021"
_OTHER_CARD = "001190000017||Lê Thị Bích|17081990|Nữ|Thôn 3, Xã A, Huyện B, Hà Nội|02032022"
_CONTROL = Qt.KeyboardModifier.ControlModifier


def live_through(folder: Path, out: Path, dossiers: int) -> Taken:
    """One day in a new practice office with so many dossiers; ``out`` gets pictures and papers.

    Raises StageError when the window does not do what a clerk expects.
    """
    out.mkdir(parents=True, exist_ok=True)
    make_practice_office(folder, dossiers=dossiers, seed=1, as_of=TOUR_DAY)
    stage = Stage(make_application(), folder, out)
    first_start(stage)
    enter_as(stage, _ADMIN)
    take_in_a_template(stage)
    enter_as(stage, _CLERK, picture="02-dang-nhap")
    morning(stage)
    first = receive_with_a_card(stage)
    second = receive_with_a_missing_paper(stage)
    ask_for_a_supplement(stage, second)
    hand_over(stage, first)
    hand_over_many(stage)
    print_blank_receipts(stage)
    key_in_after_the_power_cut(stage)
    search(stage)
    supplement_comes(stage, second)
    fill_a_declaration(stage, first)
    work_on_one_dossier(stage, first)
    enter_as(stage, _LEADER)
    finish(stage, first)
    late_afternoon(stage)
    look_at_both_sides(stage)
    enter_as(stage, _CLERK)
    give_back(stage, first)
    figures(stage)
    score_the_year(stage)
    enter_as(stage, _ADMIN)
    edit_the_set(stage)
    leave(stage)
    send_to_the_province(stage)
    enter_as(stage, _CLERK)
    settings(stage)
    papers(stage, first)
    close(stage)
    return stage.taken


def first_start(stage: Stage) -> None:
    """What a new machine shows."""
    window = FirstStart(stage.folder)
    window.resize(760, 620)
    window.show()
    stage.picture("01-lan-dau", window)
    window.close()


def enter_as(stage: Stage, name: str, picture: str = "") -> None:
    """Signs in through the sign-in window; whoever was there leaves."""
    leave(stage)

    def open_office(user: str, password: str) -> Office:
        return sign_in(stage.folder, user, password, stage.clock)

    opened: list[Office] = []
    window = SignInWindow(stage.folder, look_at_door(stage.folder), open_office)
    window.opened.connect(opened.append)
    window.resize(560, 560)
    window.show()
    window.users.setCurrentText(name)
    stage.type(PRACTICE_PASSWORD, window.password.edit)
    if picture:
        stage.picture(picture, window)
    stage.press(Qt.Key.Key_Return, on=window.password.edit)
    stage.wait(lambda: bool(opened), "sign-in")
    stage.window = make_window(opened[0])
    stage.window.show()
    window.close()
    stage.to_front(stage.window)
    # The off-screen screen is small, and the remembered place of the window follows it.
    stage.window.resize(1366, 768)
    stage.settle()


def morning(stage: Stage) -> None:
    """Hôm nay: what waits, and how the year's index stands, which is read a little later."""
    page: Any = stage.window.current
    stage.wait(lambda: page.index is not None, "the year's index")
    stage.picture("03-hom-nay")


def receive_with_a_card(stage: Stage) -> str:
    """A scanned card, a procedure by its initials, one key."""
    stage.o_clock(8, 5)
    stage.press(Qt.Key.Key_F2, on=stage.window)
    stage.scan(_CARD)
    picker = stage.find("procedure")
    stage.type("cap ban sao trich luc", picker)
    stage.picture("04-tiep-nhan-tim-thu-tuc")
    stage.press(Qt.Key.Key_Return, on=picker)
    stage.picture("05-tiep-nhan")
    return _save_and_print(stage, "06-xem-truoc-giay-tiep-nhan")


def receive_with_a_missing_paper(stage: Stage) -> str:
    """Somebody else hands in; a paper lacks, which warns and does not stop."""
    stage.o_clock(9, 20)
    stage.press(Qt.Key.Key_F2, on=stage.window)
    stage.scan(_OTHER_CARD)
    picker = stage.find("procedure")
    stage.type("1.000656", picker)
    stage.press(Qt.Key.Key_Return, on=picker)
    stage.click("byOther")
    stage.type("Phạm Văn Mẫu", stage.find_kind(QLineEdit, "submitterName"))
    stage.type("0900000017", stage.find_kind(QLineEdit, "submitterPhone"))
    stage.picture("07-nop-thay")
    return _save_and_print(stage)


def ask_for_a_supplement(stage: Stage, code: str) -> None:
    """The clock stops; the form says so before the button is pressed."""
    stage.o_clock(9, 45)
    open_dossier(stage, code)
    stage.click(f"move_{DossierEvent.REQUEST_SUPPLEMENT}")
    reason = stage.wait_for("moveReason")
    stage.press(Qt.Key.Key_Tab)
    stage.press(Qt.Key.Key_Space)
    while not reason.hasFocus():
        stage.press(Qt.Key.Key_Tab)
    stage.type("Thiếu bản chính Giấy báo tử", reason)
    stage.picture("08-yeu-cau-bo-sung")
    _confirm(stage, code, DossierState.WAITING_SUPPLEMENT)
    # The paper for the citizen shows itself; today it is looked at and closed.
    stage.wait(lambda: top_name(stage) == "previewDialog", "the paper of the supplement")
    stage.press(Qt.Key.Key_Escape)


def hand_over(stage: Stage, code: str) -> None:
    """From the counter to the division."""
    stage.o_clock(10, 30)
    open_dossier(stage, code)
    stage.click(f"move_{DossierEvent.HAND_OVER}")
    stage.picture("09-ban-giao")
    _confirm(stage, code, DossierState.PROCESSING)


def hand_over_many(stage: Stage) -> None:
    """Several dossiers, the moves that all of them allow."""
    stage.o_clock(11, 0)
    search_for(stage, "")
    stage.click("chip_not_handed_over")
    table = stage.find("dossierTable")
    table.setFocus()
    stage.press(Qt.Key.Key_A, _CONTROL, on=table)
    stage.picture("10-ban-giao-nhieu")
    stage.click("chip_not_handed_over")


def search(stage: Stage) -> None:
    """Without accents, anywhere: the list, and the box of Ctrl+K."""
    stage.o_clock(13, 40)
    search_for(stage, "nguyen van")
    stage.picture("11-tim-ho-so")
    stage.press(Qt.Key.Key_K, _CONTROL, on=stage.window)
    stage.type("le thi bich")
    stage.picture("12-tim-moi-noi", top_dialog(stage))
    stage.press(Qt.Key.Key_Escape)


def supplement_comes(stage: Stage, code: str) -> None:
    """The missing paper is there; the new date is shown before it is written."""
    stage.o_clock(14, 10)
    open_dossier(stage, code)
    stage.click(f"move_{DossierEvent.SUPPLEMENT_RECEIVED}")
    stage.wait_for("moveConfirm")
    stage.picture("13-nhan-bo-sung")
    _confirm(stage, code, DossierState.PROCESSING)


def finish(stage: Stage, code: str) -> None:
    """The leader has signed."""
    stage.o_clock(15, 30)
    open_dossier(stage, code)
    stage.click(f"move_{DossierEvent.FINISH}")
    stage.type("12/TLKS-BS", stage.wait_for("moveResultNumber"))
    stage.picture("14-co-ket-qua")
    _confirm(stage, code, DossierState.FINISHED)


def late_afternoon(stage: Stage) -> None:
    """What is late, from the number to its list."""
    stage.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier, on=stage.window)
    # The most urgent card is the one that is shown: its list opens whole.
    stage.click("openAll")
    stage.picture("15-qua-han")


def give_back(stage: Stage, code: str) -> None:
    """The citizen is back."""
    stage.o_clock(16, 10)
    open_dossier(stage, code)
    stage.click(f"move_{DossierEvent.RETURN_RESULT}")
    stage.picture("16-tra-ket-qua")
    _confirm(stage, code, DossierState.RETURNED)
    stage.picture("17-dong-thoi-gian")


def figures(stage: Stage) -> None:
    """The month in numbers, and the form that the province asks for."""
    stage.o_clock(16, 20)
    stage.window.open_page("figures")
    stage.picture("22-so-lieu")
    stage.window.open_page("figures/settlement")
    stage.picture("23-bieu-ii06a")
    periodic_report(stage)


def settings(stage: Stage) -> None:
    """Procedures, calendar, backups, health."""
    stage.o_clock(16, 40)
    for number, key in enumerate(("procedures", "calendar", "backups", "health"), start=18):
        stage.window.open_page(f"settings/{key}")
        stage.picture(f"{number}-thiet-lap-{key}")


def papers(stage: Stage, code: str) -> None:
    """The papers of the day as files, a list for Excel, a backup."""
    office = stage.window.office
    for offer in printable_forms(office, dossier_card(office, code)):
        if offer.is_ready:
            stage.paper(f"{offer.form}-{code}.pdf", partial(print_form, office, offer.form, code))
    day = RegisterWish(TOUR_DAY, TOUR_DAY)
    stage.paper("so-theo-doi.pdf", partial(print_register, office, day))
    wanted = DossierFilter()
    stage.paper("danh-sach.xlsx", partial(export_dossiers, office, wanted))
    create_backup(office)


def close(stage: Stage) -> None:
    """The end of the day."""
    leave(stage)


def leave(stage: Stage) -> None:
    """Closes window and office, if there is one."""
    try:
        window = stage.window
    except StageError:
        return
    window.close()
    window.runner.close()
    window.office.close()


def _save_and_print(stage: Stage, picture: str = "") -> str:
    """Ctrl+Enter; without a printer the preview opens, which a clerk would see too."""
    stage.press(Qt.Key.Key_Return, _CONTROL, on=stage.window.current)
    stage.wait(lambda: dialogs(stage) != [], "print preview")
    if picture:
        stage.picture(picture, top_dialog(stage))
    stage.press(Qt.Key.Key_Escape, on=top_dialog(stage))
    newest = first_dossiers(stage.window.office, DossierFilter(), 1)
    return newest[0].code


def _confirm(stage: Stage, code: str, state: DossierState) -> None:
    stage.click("moveConfirm")
    stage.settle()
    rows = first_dossiers(stage.window.office, DossierFilter(text=code), 1)
    if rows[0].state is not state:
        raise StageError(f"{code} is {rows[0].state}, not {state}")
