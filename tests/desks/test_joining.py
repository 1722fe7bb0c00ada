"""A further desk joins with a file and a code that travel apart; the wrong ones open nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from desktop.domain.errors import InputRefused, Rule, RuleViolation
from desktop.services.office import Office
from desktop.services.signing_in import sign_in
from desktop.services.syncing.desk_invitations import (
    invite_desk,
    open_desk_invitation,
    write_qr,
)
from desktop.services.syncing.desk_joining import join_as_desk
from tests.desks.unit import Unit
from tests.factory import ADMIN, PASSWORD, a_received


def _code(problem: Callable[[], Any]) -> Rule:
    with pytest.raises(RuleViolation) as refused:
        problem()
    return refused.value.code


def test_invitation_opens_with_its_code_alone_and_not_for_ever(
    office: Office, tmp_path: Path
) -> None:
    invited = invite_desk(office, 4, "Quầy lưu động").value
    now = office.now()
    opened = open_desk_invitation(invited.text, invited.code.lower().replace("-", " "), now)
    assert (opened.desk_number, opened.name) == (4, "Quầy lưu động")
    assert office.database_key.hex() not in invited.text
    other = invite_desk(office).value
    assert other.desk_number == 2
    text, code = invited.text, invited.code
    assert _code(lambda: open_desk_invitation(text, other.code, now)) is Rule.WRONG_DESK_CODE
    assert _code(lambda: open_desk_invitation(text, "abc", now)) is Rule.WRONG_DESK_CODE
    late = now + timedelta(days=8)
    assert _code(lambda: open_desk_invitation(text, code, late)) is Rule.DESK_INVITATION_EXPIRED
    bent = text.replace('"sealed":"gAAAAA', '"sealed":"gAAAAB')
    assert _code(lambda: open_desk_invitation(bent, code, now)) is Rule.DESK_INVITATION_NOT_VALID
    assert _code(lambda: open_desk_invitation("{}", code, now)) is Rule.DESK_INVITATION_NOT_VALID
    with pytest.raises(InputRefused):
        invite_desk(office, 4)
    picture = write_qr(other, tmp_path / "quầy.png")
    (found,) = zxingcpp.read_barcodes(Image.open(picture))
    assert found.text == other.text


def test_one_invitation_makes_one_desk(unit: Unit) -> None:
    invited = invite_desk(unit.desks[0]).value
    for name in ("máy đúng", "máy thừa"):
        join_as_desk(unit.folder / name, invited.text, invited.code, unit.clock)
    right, wrong = (
        sign_in(unit.folder / name, ADMIN, PASSWORD, unit.clock)
        for name in ("máy đúng", "máy thừa")
    )
    unit.opened += [right, wrong]
    assert a_received(right).code == a_received(wrong).code  # the very danger
    unit.exchange(right)
    unit.exchange(unit.desks[0])
    unit.exchange(wrong)
    report = unit.exchange(unit.desks[0])
    assert any("giấy mời quầy có thể đã được mở ở hai máy" in p for p in report.problems)


def test_only_the_founding_desk_gives_numbers(unit: Unit) -> None:
    assert _code(lambda: invite_desk(unit.desks[1])) is Rule.NOT_FOUNDING_DESK
