"""The acts of the page Đồng bộ: an invitation, a stick, the province's receipt."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

from desktop.domain.sending import Road
from desktop.services.door import PRACTICE_PASSWORD
from desktop.services.intake_entry import DossierInput
from desktop.services.office import Office
from desktop.services.people import Applicant
from desktop.services.provinces.collecting import collect
from desktop.services.provinces.inviting import invite
from desktop.services.provinces.setting_up import NewProvince, create_province
from desktop.services.receiving import receive_dossier
from desktop.services.setting_up import NewOffice, create_office
from desktop.services.signing_in import sign_in
from desktop.tour.stage import Stage
from desktop.ui.shell.pages import make_window
from desktop.ui.sync.invite_dialog import InviteDialog
from desktop.ui.sync.page import SyncPage
from desktop.ui.sync.road_section import RoadSection

_PERSON = "Sở Nội vụ Mẫu"
_UNIT, _ADMIN = "24259", "Quản trị viên"
# Confirming the marital status; the people are invented.
_PROCEDURE = "1.004873"
_PEOPLE = ("Nguyễn Văn Mẫu", "Trần Thị Mẫu", "Lê Văn Thử", "Phạm Thị Thử")


def send_to_the_province(stage: Stage) -> None:
    """Joins, writes a stick, and brings the receipt back.

    In an office of its own: a practice office never joins a province.
    """
    stage.o_clock(16, 30)
    _enter_real_office(stage, stage.folder.with_name("real-office-of-the-tour"))
    aside = stage.folder.with_name("province-of-the-tour")
    stick = aside.with_name("usb")
    stick.mkdir()
    province = _province(stage, aside)
    try:
        invitation = invite(
            province, stage.window.office.info.unit_code, stick / "giay-moi.json"
        ).value.file
        page = _page(stage)
        page.join.read(invitation)
        stage.settle()
        page.join.compared.tick.setChecked(True)
        stage.picture("36-giay-moi")
        stage.click("joinNow")
        stage.wait(lambda: page.turn.isVisible() or page.stick.isVisible(), "having joined")
        stage.window.banner.hide()
        stage.picture("37-cho-gui")
        page.carrying.write_stick(stick)
        stage.wait(lambda: not page.carrying.is_busy, "the stick")
        collect(province, stick)
        stage.clock.moment += timedelta(minutes=4)
        page.carrying.read_stick(stick)
        stage.wait(lambda: not page.carrying.is_busy, "the receipt")
        stage.settle()
        stage.window.banner.hide()
        stage.picture("38-bien-nhan")
        _road_and_desks(stage)
    finally:
        province.close()
        shutil.rmtree(aside, ignore_errors=True)


def _enter_real_office(stage: Stage, folder: Path) -> None:
    """A small office with invented people in it; its window is the stage's from now on."""
    create_office(folder, NewOffice(_UNIT, _ADMIN, PRACTICE_PASSWORD), stage.clock)
    office = sign_in(folder, _ADMIN, PRACTICE_PASSWORD, stage.clock)
    for name in _PEOPLE:
        receive_dossier(office, DossierInput(_PROCEDURE, Applicant(name)))
    stage.window = make_window(office)
    stage.window.show()
    stage.to_front(stage.window)
    stage.window.resize(1366, 768)
    stage.settle()


def _road_and_desks(stage: Stage) -> None:
    """Where the mailbox is set and tried, and how a second desk is invited from the screen."""
    stage.window.open_page("settings/road")
    stage.settle()
    road = stage.window.findChild(RoadSection, "section_road")
    assert road is not None
    stage.wait(road.mailbox.isVisible, "the form of the road")
    road.mailbox.kind.choose(Road.WEBDAV)
    road.mailbox.kind.changed.emit()
    road.mailbox.address.set_text("https://hopthu.example.vn/don-vi")
    road.mailbox.user.set_text("don-vi")
    stage.picture("39-duong-gui")
    stage.window.open_page("settings/desks")
    stage.settle()
    stage.click("showInvitation")
    dialog = stage.wait_for("inviteDialog")
    assert isinstance(dialog, InviteDialog)
    stage.picture("43-moi-bang-ma-qr", dialog)
    dialog.accept()
    stage.settle()


def _page(stage: Stage) -> SyncPage:
    stage.window.open_page("sync")
    stage.settle()
    page = stage.window.current
    assert isinstance(page, SyncPage)
    return page


def _province(stage: Stage, folder: Path) -> Office:
    code = "66"
    create_province(folder, NewProvince(code, _PERSON, PRACTICE_PASSWORD), stage.clock)
    return sign_in(folder, _PERSON, PRACTICE_PASSWORD, stage.clock)
