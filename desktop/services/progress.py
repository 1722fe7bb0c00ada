"""How a long job tells where it stands and hears that it should stop."""

from __future__ import annotations

from typing import Protocol

from desktop.domain.errors import Cancelled


class Progress(Protocol):
    """Given to long jobs; touches no widget."""

    def step(self, done: int, total: int, what: str = "") -> None:
        """Tells how far the job is."""
        ...

    def check_cancelled(self) -> None:
        """Raises Cancelled when the user pressed Hủy."""
        ...


class Silent:
    """Progress for callers who do not show any."""

    def step(self, done: int, total: int, what: str = "") -> None:
        """Says nothing."""

    def check_cancelled(self) -> None:
        """Never cancels."""


class Cancellable:
    """Progress that is cancelled once it has passed a number of steps; for tests and scripts."""

    def __init__(self, after_steps: int) -> None:
        self.steps_left = after_steps

    def step(self, done: int, total: int, what: str = "") -> None:
        """Counts down."""
        self.steps_left -= 1

    def check_cancelled(self) -> None:
        """Raises Cancelled when the count is used up."""
        if self.steps_left <= 0:
            raise Cancelled
