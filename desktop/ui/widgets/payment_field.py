"""How a fee was paid, as a choice beside the fee: proposed by the rule, changed by a hand."""

from __future__ import annotations

from desktop.domain.payments import Payment
from desktop.ui.widgets.fields import ChoiceField
from desktop.wording.payments import PAYMENT_HINT
from desktop.wording.terms import term

UNKNOWN_CHOICE = ("Chưa ghi", None)
PAYMENT_CHOICES: tuple[tuple[str, Payment | None], ...] = tuple(
    (term(payment), payment) for payment in (Payment.DIRECT, Payment.ONLINE, Payment.UNPAID)
)


class PaymentField(ChoiceField):
    """At the counter: what is usual is chosen already; F9 goes on to the next choice.

    "Chưa ghi" stands there only where nothing is usual: who sits at the counter knows.
    """

    def __init__(self) -> None:
        super().__init__("Nộp phí (F9)", "payment", [UNKNOWN_CHOICE])
        self.combo.setAccessibleName("Nộp phí, lệ phí")
        self.combo.setToolTip(f"{PAYMENT_HINT}\nPhím tắt: F9 đổi lần lượt")
        self._chosen: Payment | None = None
        self._by_hand = False
        self.combo.activated.connect(lambda _place: self._choose_by_hand())
        self.propose(None, None)

    @property
    def chosen(self) -> Payment | None:
        """What a hand chose; None leaves it to the rule."""
        return self._chosen if self._by_hand and self.combo.isEnabled() else None

    def put_chosen(self, payment: str | None) -> None:
        """Puts the choice of a draft back; it is shown with the next proposal."""
        self._by_hand = payment is not None
        self._chosen = None if payment is None else Payment(payment)

    def propose(self, usual: Payment | None, fee_vnd: int | None) -> None:
        """What is usual for this fee; a choice made by hand stays."""
        if fee_vnd == 0:
            self.set_choices([("Không thu", None)])
        else:
            unknown = [] if usual is not None else [UNKNOWN_CHOICE]
            self.set_choices([*unknown, *PAYMENT_CHOICES])
            self.choose(self._chosen if self._by_hand else usual)
        self.combo.setEnabled(fee_vnd != 0)

    def choose_next(self) -> None:
        """The next choice, from the last back to the first."""
        if self.combo.isEnabled():
            self.combo.setCurrentIndex((self.combo.currentIndex() + 1) % self.combo.count())
            self._choose_by_hand()
            self.changed.emit()

    def clear(self) -> None:
        """For the next person."""
        self.put_chosen(None)
        self.propose(None, None)

    def _choose_by_hand(self) -> None:
        value = self.value
        self._chosen = value if isinstance(value, Payment) else None
        self._by_hand = self._chosen is not None
