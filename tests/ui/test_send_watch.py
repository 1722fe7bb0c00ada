"""The window sends by itself and its strip says where that stands."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from desktop.services.clock import FixedClock
from desktop.services.office import Office
from desktop.services.syncing.joining import join
from desktop.services.syncing.roads import pause
from desktop.sync.invitations import Invitation, ProvinceKeys
from desktop.sync.sealing import new_identity, recipient_of
from desktop.sync.signatures import SigningKey
from tests.factory import UNIT_CODE
from tests.ui.desk import Desk, wait_for


def invited(folder: Path, clock: FixedClock, mailbox: Path) -> Path:
    """An invitation of a province whose mailbox is a folder."""
    key, now = SigningKey.new(), clock.now()
    province = ProvinceKeys("66", "Tỉnh Đắk Lắk", key.public, recipient_of(new_identity()))
    until = now + timedelta(days=1)
    invitation = Invitation(uuid.uuid4(), province, UNIT_CODE, str(mailbox), "ab" * 32, now, until)
    file = folder / "giấy mời.json"
    file.write_bytes(invitation.to_bytes(key))
    return file


def test_strip_says_that_nothing_is_sent_before_joining(desk: Desk) -> None:
    assert desk.window.strip.province.text() == "Chưa kết nối với tỉnh"


def test_window_sends_by_itself_and_never_calls_it_sent(
    office: Office, open_desk: Callable[..., Desk], tmp_path: Path, clock: FixedClock
) -> None:
    mailbox = tmp_path / "hộp thư"
    mailbox.mkdir()
    join(office, invited(tmp_path, clock, mailbox))
    desk = open_desk()
    strip = desk.window.strip.province
    wait_for(lambda: "1 gói chờ tỉnh xác nhận" in strip.toolTip())
    assert list(mailbox.rglob("manifest.json"))
    assert "Tỉnh chưa trả lời lần nào." in strip.toolTip()
    assert "đã gửi" not in strip.text().lower()


def test_mailbox_that_is_away_is_told_and_the_counter_goes_on(
    office: Office, open_desk: Callable[..., Desk], tmp_path: Path, clock: FixedClock
) -> None:
    join(office, invited(tmp_path, clock, tmp_path / "chưa cắm"))
    desk = open_desk()
    strip = desk.window.strip.road
    wait_for(lambda: strip.text().startswith("Chưa gửi được; thử lại lúc"))
    assert "Không mở được hộp thư" in strip.toolTip()
    assert desk.page("intake").isVisible()


def test_pause_is_shown(
    office: Office, open_desk: Callable[..., Desk], tmp_path: Path, clock: FixedClock
) -> None:
    join(office, invited(tmp_path, clock, tmp_path))
    pause(office)
    desk = open_desk()
    wait_for(lambda: "tạm dừng" in desk.window.strip.road.text())
    assert not (tmp_path / "somotcua").exists()
