"""The only place that asks the machine for the time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Gives the present instant."""

    def now(self) -> datetime:
        """An aware instant, whole seconds."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present, in UTC."""
        return datetime.now(UTC).replace(microsecond=0)


class FixedClock:
    """A clock that stands until it is set: for practice data and tests."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """The moment it was last set to."""
        return self.moment
