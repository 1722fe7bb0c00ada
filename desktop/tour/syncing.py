"""The acts of the page Đồng bộ: an invitation, a stick, the province's receipt."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

from desktop.services.door import PRACTICE_PASSWORD
from desktop.services.office import Office
from desktop.services.provinces.collecting import collect
from desktop.services.provinces.inviting import invite
from desktop.services.provinces.setting_up import NewProvince, create_province
from desktop.services.signing_in import sign_in
from desktop.tour.stage import Stage
from desktop.ui.sync.page import SyncPage

_PERSON = "Sở Nội vụ Mẫu"


def send_to_the_province(stage: Stage) -> None:
    """Joins, writes a stick, and brings the receipt back."""
    stage.o_clock(16, 30)
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
    finally:
        province.close()
        shutil.rmtree(aside, ignore_errors=True)


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
