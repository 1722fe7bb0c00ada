"""Why one record of another desk is not taken in now, or not at all."""

from __future__ import annotations


class CannotTakeIn(Exception):
    """One record that does not fit into this register; carries a code of ``QUARANTINE_WORDS``."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class MustWait(Exception):
    """A record speaks of something that is still on its way."""
