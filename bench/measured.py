"""What a measure gives back: a figure, a peer's figure of the same run, and the promise."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Promise(StrEnum):
    """What a limit holds down."""

    FIGURE = "figure"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Measured:
    """One line of the result.

    ``limit`` holds the figure in its unit or the ratio to the peer, as ``promise`` says; None
    stands for a figure without a promise. ``peer_figure`` None: the peer could not run.
    ``agrees`` is False when the peer answers something else for the same rows.
    """

    name: str
    what: str
    figure: float
    unit: str
    peer: str = ""
    peer_figure: float | None = None
    promise: Promise = Promise.FIGURE
    limit: float | None = None
    note: str = ""
    agrees: bool = True

    @property
    def ratio(self) -> float | None:
        """The figure over the peer's."""
        return self.figure / self.peer_figure if self.peer_figure else None

    @property
    def met(self) -> bool | None:
        """Whether the promise is kept; None without one.

        A missing peer keeps no promise, nor does an answer that a peer contradicts, however fast.
        """
        if self.limit is None:
            return None
        if not self.agrees:
            return False
        held = self.figure if self.promise is Promise.FIGURE else self.ratio
        return held is not None and held <= self.limit


def percentile(values: list[float], share: float) -> float:
    """The value below which a share of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
