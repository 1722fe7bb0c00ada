"""A register small enough to count by hand: fourteen dossiers around 2 to 13 November 2026.

Three working days unless said otherwise; received at 9:00, moved at 10:00. Who is where at the
close of Friday 13/11 stands beside each line.
"""

from __future__ import annotations

from datetime import datetime, time

from desktop.domain.dossiers import Channel, DossierEvent
from desktop.domain.figures import Period
from desktop.domain.moments import VIETNAM, parse_date
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.office import Office
from tests.factory import COPY_CERTIFICATION, MARITAL_STATUS, a_received

_E = DossierEvent
NOVEMBER = Period(parse_date("2026-11-02"), parse_date("2026-11-13"))
Moves = tuple[tuple[_E, str], ...]

# name: (received, channel, fee, moves)
LINES: dict[str, tuple[str, Channel, int | None, Moves]] = {
    # carried over, settled late without an apology (due 03/11)
    "Anh": ("2026-10-29", Channel.DIRECT, None, ((_E.FINISH, "2026-11-05"),)),
    # carried over, settled late with an apology (due 04/11)
    "Bình": (
        "2026-10-30", Channel.ONLINE, None,
        ((_E.APOLOGISE, "2026-11-03"), (_E.FINISH, "2026-11-09")),
    ),
    # early (due 05/11)
    "Chi": ("2026-11-02", Channel.ONLINE, 8000, ((_E.FINISH, "2026-11-04"),)),
    # on time (due 05/11), handed out in the period
    "Dung": (
        "2026-11-02", Channel.POST, 0,
        ((_E.FINISH, "2026-11-05"), (_E.RETURN_RESULT, "2026-11-09")),
    ),
    # refused before the due date: settled early
    "Em": ("2026-11-03", Channel.DIRECT, None, ((_E.REFUSE, "2026-11-04"),)),
    # withdrawn before the due date: settled on time, never early
    "Phúc": ("2026-11-03", Channel.DIRECT, None, ((_E.WITHDRAW, "2026-11-04"),)),
    # stopped after the due date 09/11: settled late
    "Giang": ("2026-11-04", Channel.DIRECT, None, ((_E.STOP, "2026-11-11"),)),
    # waiting for papers since 06/11, before the due date 09/11: in progress within
    "Hà": ("2026-11-04", Channel.DIRECT, None, ((_E.REQUEST_SUPPLEMENT, "2026-11-06"),)),
    # over at the close (due 10/11), settled late afterwards
    "Yến": ("2026-11-05", Channel.DIRECT, None, ((_E.FINISH, "2026-11-18"),)),
    # in progress within (due 17/11), settled after the period
    "Khoa": ("2026-11-12", Channel.DIRECT, None, ((_E.FINISH, "2026-11-17"),)),
    # received and taken back: counts nowhere
    "Lan": ("2026-11-05", Channel.DIRECT, None, ((_E.UNDO, ""),)),
    # received after the period
    "Minh": ("2026-11-16", Channel.DIRECT, None, ()),
    # settled before the period, handed out in it
    "Nga": (
        "2026-10-20", Channel.DIRECT, None,
        ((_E.FINISH, "2026-10-23"), (_E.RETURN_RESULT, "2026-11-03")),
    ),
}  # fmt: skip


def fill(office: Office) -> dict[str, str]:
    """Lives them all, and "Oanh": three pages certified on Friday 06/11 within the hour.

    Gives the codes by name.
    """
    codes = {}
    for name, (received, channel, fee, moves) in LINES.items():
        got = a_received(
            office, MARITAL_STATUS, name, channel=channel, fee_vnd=fee, received_at=_at(received, 9)
        )
        codes[name] = got.code
        for event, day in moves:
            _move(office, got.code, event, day)
    oanh = a_received(
        office, COPY_CERTIFICATION, "Oanh", pages=3, copies=1, received_at=_at("2026-11-06", 8)
    )
    result = MoveInput(
        oanh.code, _E.FINISH, at=_at("2026-11-06", 9), result_number="12/SCT", signer="Phó Chủ tịch"
    )
    move_dossier(office, result)
    return {**codes, "Oanh": oanh.code}


def _move(office: Office, code: str, event: DossierEvent, day: str) -> None:
    reasons = {_E.APOLOGISE: "Chờ xác minh nơi cư trú", _E.STOP: "Người nộp đề nghị dừng"}
    new_due = parse_date("2026-11-10") if event is _E.APOLOGISE else None
    at = _at(day, 10) if day else None
    reason = reasons.get(event, "" if event is _E.FINISH else "Theo đơn")
    move_dossier(office, MoveInput(code, event, at=at, reason=reason, new_due=new_due))


def _at(day: str, hour: int) -> datetime:
    return datetime.combine(parse_date(day), time(hour), VIETNAM)
