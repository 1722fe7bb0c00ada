"""How a fee was paid: what is usual, what is refused, what nobody may be said to have paid."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.domain.dossiers import Channel
from desktop.domain.errors import Entry, InputRefused
from desktop.domain.payments import NOT_RECORDED, FeePaid, Payment, fee_paid, usual_payment

DAY, TODAY = date(2026, 11, 19), date(2026, 11, 20)


@pytest.mark.parametrize(
    ("channel", "fee", "usual"),
    [
        (Channel.DIRECT, 8_000, Payment.DIRECT),
        (Channel.DIRECT, 0, None),
        (Channel.DIRECT, None, None),
        (Channel.ONLINE, 8_000, None),
        (Channel.POST, 8_000, None),
    ],
)
def test_only_who_stands_at_the_counter_with_a_fee_is_taken_to_pay_there(
    channel: Channel, fee: int | None, usual: Payment | None
) -> None:
    assert usual_payment(channel, fee) is usual


@pytest.mark.parametrize(
    ("payment", "paid_on", "fee", "kept"),
    [
        (Payment.ONLINE, None, 8_000, FeePaid(Payment.ONLINE, DAY)),
        (Payment.DIRECT, TODAY, 8_000, FeePaid(Payment.DIRECT, TODAY)),
        (Payment.DIRECT, None, None, FeePaid(Payment.DIRECT, DAY)),
        (Payment.UNPAID, None, 8_000, FeePaid(Payment.UNPAID)),
        (Payment.UNPAID, None, 0, NOT_RECORDED),
        (None, None, 8_000, NOT_RECORDED),
    ],
)
def test_a_day_stands_exactly_beside_what_was_paid(
    payment: Payment | None, paid_on: date | None, fee: int | None, kept: FeePaid
) -> None:
    assert fee_paid(payment, paid_on, fee, DAY, TODAY) == kept


@pytest.mark.parametrize(
    ("payment", "paid_on", "fee", "code"),
    [
        (Payment.ONLINE, None, 0, Entry.NOTHING_TO_PAY),
        (Payment.UNPAID, DAY, 8_000, Entry.NOT_PAID_YET),
        (None, DAY, 8_000, Entry.NOT_PAID_YET),
        (Payment.DIRECT, date(2026, 11, 21), 8_000, Entry.DAY_IN_FUTURE),
    ],
)
def test_a_payment_that_cannot_be_is_refused(
    payment: Payment | None, paid_on: date | None, fee: int, code: Entry
) -> None:
    with pytest.raises(InputRefused) as refused:
        fee_paid(payment, paid_on, fee, DAY, TODAY)
    assert [problem.code for problem in refused.value.problems] == [code]
