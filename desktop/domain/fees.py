"""Fees (phí, lệ phí) as rules of data; amounts are whole đồng.

Certification: 2,000 đ a page, from the third page 1,000 đ, at most 200,000 đ a copy
(TT 226/2016/TT-BTC; domain notes §8.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FeeKind(StrEnum):
    """How a fee is computed."""

    FREE = "free"
    FIXED = "fixed"
    PER_COPY = "per_copy"
    COPY_PAGES = "copy_pages"
    COUNCIL = "council"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FeeRule:
    """A fee rule; only the amounts that its kind uses are set. ``basis`` names the circular.

    ``published_vnd`` is the base amount printed by the national portal, where it prints one.
    """

    kind: FeeKind
    amount_vnd: int = 0
    first_pages: int = 0
    first_rate_vnd: int = 0
    next_rate_vnd: int = 0
    cap_vnd: int = 0
    per: str = ""
    basis: str = ""
    note: str = ""
    published_vnd: int | None = None

    def fee(self, pages: int = 1, copies: int = 1) -> int | None:
        """The fee in đồng for copies of an original of so many pages; None: the clerk asks.

        Pages are pages of the original (domain notes §8.1).
        """
        if self.kind is FeeKind.FREE:
            return 0
        if self.kind is FeeKind.FIXED:
            return self.amount_vnd
        if self.kind is FeeKind.PER_COPY:
            return self.amount_vnd * copies
        if self.kind is FeeKind.COPY_PAGES:
            first = self.first_rate_vnd * min(pages, self.first_pages)
            further = self.next_rate_vnd * max(pages - self.first_pages, 0)
            return min(first + further, self.cap_vnd) * copies
        return None

    @property
    def listed_vnd(self) -> int | None:
        """The base amount as a list shows it: what the portal prints, else the rule's own."""
        if self.published_vnd is not None:
            return self.published_vnd
        if self.kind is FeeKind.FREE:
            return 0
        return (self.first_rate_vnd or self.amount_vnd) or None

    @property
    def needs_pages(self) -> bool:
        """Whether the clerk must say how many pages."""
        return self.kind is FeeKind.COPY_PAGES
