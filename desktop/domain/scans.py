"""Scans of dossiers (bản quét của hồ sơ) on the way to the province: off unless both sides say so.

A scan shows names and numbers of people, so nothing of it leaves by itself. The province must
have asked for it in its invitation, and the unit must have switched it on; the narrower of the
two holds.
"""

from __future__ import annotations

from enum import StrEnum


class Scans(StrEnum):
    """How much, from nothing to everything."""

    NONE = "none"
    RESULTS = "results"
    ALL = "all"


def may_leave(asked: Scans, agreed: Scans) -> Scans:
    """What both sides have said."""
    order = list(Scans)
    return min(asked, agreed, key=order.index)
