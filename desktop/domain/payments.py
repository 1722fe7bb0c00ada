"""How a fee was paid (nộp phí, lệ phí): directly or online, on which day; never guessed.

One dossier has one payment: the provincial systems keep when it is collected (khi tiếp nhận, khi
bổ sung, khi trả kết quả; domain notes §2.2), whether, and by which way. The way and the day say
all of it: the day beside the history tells the step, no way yet is "chưa nộp". What nobody
recorded (an old register) is None and counts as nothing, neither paid nor unpaid.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.domain.dossiers import Channel, DossierEvent
from desktop.domain.errors import Entry, InputProblem, InputRefused


class Payment(StrEnum):
    """How the fee stands (hình thức thanh toán)."""

    UNPAID = "unpaid"
    DIRECT = "direct"
    ONLINE = "online"


PAID = (Payment.DIRECT, Payment.ONLINE)
# Beside reception, the steps at which a fee is collected (HinhThucThu 2 and 4 of the notes).
PAYING_STEPS = (DossierEvent.SUPPLEMENT_RECEIVED, DossierEvent.RETURN_RESULT)


@dataclass(frozen=True, slots=True)
class FeePaid:
    """A payment as it is kept; ``paid_on`` is there exactly when it was paid."""

    payment: Payment | None = None
    paid_on: date | None = None


NOT_RECORDED = FeePaid()


def usual_payment(channel: Channel, fee_vnd: int | None) -> Payment | None:
    """What is meant when the counter says nothing: who stands there with money pays it there.

    For what came online or by post nothing is supposed: a guess would be a figure of a report.
    """
    return Payment.DIRECT if channel is Channel.DIRECT and fee_vnd else None


def fee_paid(
    payment: Payment | None, paid_on: date | None, fee_vnd: int | None, day: date, today: date
) -> FeePaid:
    """The payment in normal form; ``day`` is taken for a paid one without its day.

    Raises InputRefused(NOTHING_TO_PAY, NOT_PAID_YET, DAY_IN_FUTURE).
    """
    if payment not in PAID:
        if paid_on is not None:
            raise InputRefused(InputProblem("paid_on", Entry.NOT_PAID_YET))
        return FeePaid(None if fee_vnd == 0 else payment)
    if fee_vnd == 0:
        raise InputRefused(InputProblem("payment", Entry.NOTHING_TO_PAY))
    if paid_on is not None and paid_on > today:
        raise InputRefused(InputProblem("paid_on", Entry.DAY_IN_FUTURE, {"day": paid_on}))
    return FeePaid(payment, paid_on or day)
