"""A clock set back by a dead battery, or that has jumped ahead, is told before it is used."""

from __future__ import annotations

from datetime import timedelta

from desktop.services.audit import chain_is_whole
from desktop.services.clock import FixedClock
from desktop.services.clock_check import clock_trouble, trust_clock
from desktop.services.intake_warnings import IntakeWarning, intake_warnings
from desktop.services.office import Office
from desktop.wording.intake import warning_text
from tests.factory import FRIDAY_MORNING, a_received, an_entry

TWO_YEARS = timedelta(days=730)


def _warned(office: Office) -> list[str]:
    return [str(warned.code) for warned in intake_warnings(office, an_entry(name="Lê Thị Mới"))]


def test_a_clock_set_back_is_told_until_it_is_right_again(
    office: Office, clock: FixedClock
) -> None:
    a_received(office)
    assert clock_trouble(office) is None
    clock.moment = FRIDAY_MORNING - timedelta(minutes=5)  # set right by the network
    assert clock_trouble(office) is None

    clock.moment = FRIDAY_MORNING - TWO_YEARS
    assert _warned(office)[0] == IntakeWarning.CLOCK_BEHIND
    received = a_received(office, name="Trần Văn Sai")
    first = received.warnings[0]
    assert first.code is IntakeWarning.CLOCK_BEHIND
    assert "09:00 20/11/2026" in warning_text(first.code, first.facts)
    clock.moment += timedelta(hours=1)  # written to meanwhile: the doubt stays
    trouble = clock_trouble(office)
    assert trouble is not None
    assert trouble.is_behind
    assert trouble.last_written_at == FRIDAY_MORNING

    clock.moment = FRIDAY_MORNING + timedelta(minutes=1)
    assert clock_trouble(office) is None
    assert chain_is_whole(office)


def test_a_jump_ahead_is_told_and_a_person_may_say_that_the_clock_is_right(
    office: Office, clock: FixedClock
) -> None:
    a_received(office)
    clock.moment = FRIDAY_MORNING + timedelta(days=20)  # a long holiday
    assert clock_trouble(office) is None
    clock.moment = FRIDAY_MORNING + TWO_YEARS
    assert _warned(office)[0] == IntakeWarning.CLOCK_AHEAD
    a_received(office, name="Trần Văn Sớm")
    clock.moment = FRIDAY_MORNING + timedelta(hours=1)  # and now it is right
    trouble = clock_trouble(office)
    assert trouble is not None
    assert trouble.is_behind
    trust_clock(office)
    assert clock_trouble(office) is None
    assert IntakeWarning.CLOCK_BEHIND not in _warned(office)
