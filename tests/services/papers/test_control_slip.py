"""Form 06: it grows with each hand-over and ticks only what the record tells."""

from __future__ import annotations

from desktop.services.dossier_cards import dossier_card
from desktop.services.office import Office
from desktop.services.papers.catalogue import CONTENTS
from desktop.services.papers.content import Printing
from desktop.services.settings import read_settings
from tests.factory import a_received
from tests.services.papers.stories import E, handed, moved, printed


def test_control_slip_grows_with_each_hand_over(office: Office) -> None:
    code = a_received(office).code
    handed(office, code)
    first = printed(office, "control", code)
    assert ("1. Giao: Bộ phận Một cửa" in first, "2. Nhận: Phòng Kinh tế" in first) == (True, True)
    assert "số thứ tự: 1" in first
    moved(office, code, E.HAND_OVER, to="Văn phòng")
    second = printed(office, "control", code)
    assert second.count("1. Giao:") == 2
    assert "2. Nhận: Văn phòng" in second
    assert "Nhận: … giờ … phút" in second
    # Papers were asked for before the office took it: its row stays, the next one follows.
    moved(office, code, E.REQUEST_SUPPLEMENT, reason="Thiếu giấy tờ")
    moved(office, code, E.SUPPLEMENT_RECEIVED)
    moved(office, code, E.HAND_OVER, to="Phòng Tư pháp")
    third = printed(office, "control", code)
    assert third.count("1. Giao:") == 3
    # Sent elsewhere before anybody took it: that hand-over never was one.
    moved(office, code, E.HAND_OVER, to="Phòng Y tế")
    redirected = printed(office, "control", code)
    assert redirected.count("1. Giao:") == 3
    assert "Phòng Tư pháp" not in redirected


def _ticks(office: Office, code: str) -> list[str]:
    printing = Printing(office, read_settings(office), dossier_card(office, code))
    rows = CONTENTS["control"](printing).tables["steps"]
    return [next((k for k in ("early", "on_time", "late") if row[k]), "") for row in rows]


def test_control_slip_ticks_only_what_the_record_tells(office: Office) -> None:
    code = a_received(office).code
    handed(office, code)
    moved(office, code, E.HAND_OVER, to="Văn phòng")
    assert _ticks(office, code) == ["on_time", ""]
    moved(office, code, E.CONFIRM_HAND_OVER)
    moved(office, code, E.FINISH)
    moved(office, code, E.HAND_OVER, to="Bộ phận Một cửa")
    assert _ticks(office, code) == ["on_time", "", "early"]


def test_first_transfer_on_the_next_day_is_late_unless_received_after_three(office: Office) -> None:
    morning = a_received(office).code
    office.clock.moment = office.clock.moment.replace(hour=15, minute=30)  # type: ignore[attr-defined]
    afternoon = a_received(office).code
    monday = office.clock.moment.replace(day=23, hour=8)  # type: ignore[attr-defined]
    for code in (morning, afternoon):
        moved(office, code, E.HAND_OVER, to="Phòng Kinh tế", at=monday)
    assert (_ticks(office, morning), _ticks(office, afternoon)) == (["late"], ["on_time"])


def test_hand_over_after_the_appointment_is_late(office: Office) -> None:
    code = a_received(office).code
    handed(office, code)
    late = office.clock.moment.replace(day=27)  # type: ignore[attr-defined]
    moved(office, code, E.HAND_OVER, to="Văn phòng", at=late)
    assert _ticks(office, code)[-1] == "late"
