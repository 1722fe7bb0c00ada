"""Numbers of issued reports (số báo cáo phát hành) where several desks issue at once.

The founding desk counts 1, 2, 3 …; every other desk has a million numbers of its own, shown as
"2.07": desk and number. After a restore from a backup the numbers that the lost register gave
are on paper and nobody knows them: until the end of that year they come from the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.domain.moments import local

SHARE = 1_000_000
_AFTER_RESTORE = 400_000


@dataclass(frozen=True, slots=True)
class ReportShare:
    """The numbers of one desk: ``desk`` 0 for the founding desk, or the only one."""

    desk: int = 0

    @property
    def first(self) -> int:
        """No number of this desk is lower."""
        return self.desk * SHARE + 1

    @property
    def last(self) -> int:
        """No number of this desk is higher."""
        return (self.desk + 1) * SHARE - 1

    def of_minute(self, now: datetime) -> int:
        """A number that no lost register gave: they count up from one, a minute is later."""
        moment = local(now)
        begun = moment.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
        return self.first - 1 + _AFTER_RESTORE + int((moment - begun).total_seconds() // 60)


def number_text(number: int) -> str:
    """7 → "07"; 2000007 → "2.07": desk, number."""
    desk, own = divmod(number, SHARE)
    return f"{desk}.{own:02d}" if desk else f"{own:02d}"


def read_number(text: str) -> int | None:
    """The number that a person means; None when it is none."""
    desk, dot, own = text.rpartition(".")
    if not (own.isascii() and own.isdigit()) or (dot and not (desk.isascii() and desk.isdigit())):
        return None
    if len(desk) + len(own) > 12:
        return None
    return int(desk or 0) * SHARE + int(own)
