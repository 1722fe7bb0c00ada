"""The province's appraisal (thẩm định): steps with their locks, rounds, and what ranks units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

# Two rounds travel to the unit; the third is the council's word and appears in the result only.
ROUNDS = (1, 2)
COUNCIL = 3


class Step(StrEnum):
    """What a lock date ends (chốt số liệu)."""

    SUBMIT = "submit"
    EXPLAIN = "explain"
    APPRAISE = "appraise"


class PackKind(StrEnum):
    """What a rule pack (gói quy định) holds."""

    CRITERIA = "criteria"
    PROCEDURES = "procedures"
    CALENDAR = "calendar"
    FORMS = "forms"


class PackState(StrEnum):
    """What became of a rule pack at a unit."""

    APPLIED = "applied"
    WAITING = "waiting"
    DECLINED = "declined"
    REFUSED = "refused"
    OUTDATED = "outdated"


class Standing(StrEnum):
    """How a unit stands against the lock of a step."""

    SENT = "sent"
    SENT_LATE = "sent_late"
    EXPECTED = "expected"
    LATE = "late"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Lock:
    """The last day of a step for a unit; ``reason`` says why it differs from the others'."""

    last_day: date
    reason: str = ""


def is_locked(lock: Lock | None, day: date) -> bool:
    """Whether the step is over on a day; the last day itself is still open."""
    return lock is not None and day > lock.last_day


def standing(sent_on: date | None, lock: Lock | None, today: date, *, ever_heard: bool) -> Standing:
    """Sent, late or never, against the lock."""
    if sent_on is not None:
        return Standing.SENT_LATE if is_locked(lock, sent_on) else Standing.SENT
    if not ever_heard:
        return Standing.NEVER
    return Standing.LATE if is_locked(lock, today) else Standing.EXPECTED


def competition_ranks(results: Sequence[Decimal]) -> list[int]:
    """Ranks of results in their own order: equal results share a rank, 1 2 2 4.

    The rank is one more than the number of better units: what a reader of "hạng 4" expects.
    """
    ordered = sorted(results, reverse=True)
    first: dict[Decimal, int] = {}
    for place, result in enumerate(ordered, start=1):
        first.setdefault(result, place)
    return [first[result] for result in results]


def mean(values: Iterable[Decimal]) -> Decimal | None:
    """The exact mean; None of nothing."""
    known = list(values)
    return sum(known, Decimal(0)) / len(known) if known else None
