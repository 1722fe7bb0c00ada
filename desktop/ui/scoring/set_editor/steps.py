"""Steps of an edit, to go back and forward over. No Qt."""

from __future__ import annotations

from desktop.domain.criteria.items import CriteriaSet

_MOST = 200


class EditSteps:
    """Every state of the set since it was opened; a new step forgets what was undone."""

    def __init__(self) -> None:
        self._states: list[CriteriaSet] = []
        self._place = -1

    def start(self, criteria: CriteriaSet) -> None:
        """Another set."""
        self._states, self._place = [criteria], 0

    def add(self, criteria: CriteriaSet) -> None:
        """A step; the oldest ones are forgotten."""
        self._states = [*self._states[: self._place + 1], criteria][-_MOST:]
        self._place = len(self._states) - 1

    @property
    def first(self) -> CriteriaSet:
        """The oldest state that is remembered."""
        return self._states[0]

    @property
    def has_back(self) -> bool:
        """Whether there is a step to undo."""
        return self._place > 0

    @property
    def has_forward(self) -> bool:
        """Whether there is a step to do again."""
        return self._place < len(self._states) - 1

    def back(self) -> CriteriaSet | None:
        """The state before, None at the start."""
        if not self.has_back:
            return None
        self._place -= 1
        return self._states[self._place]

    def forward(self) -> CriteriaSet | None:
        """The state that was undone, None at the end."""
        if not self.has_forward:
            return None
        self._place += 1
        return self._states[self._place]
