"""Trying the road to the mailbox: the steps, and what a failure says about each of them."""

from __future__ import annotations

from enum import StrEnum

from desktop.domain.errors import Surroundings


class TrialStep(StrEnum):
    """In the order in which a road is tried."""

    REACH = "reach"
    TRUST = "trust"
    SIGN_IN = "sign_in"
    READ = "read"
    WRITE = "write"


class StepState(StrEnum):
    """``UNKNOWN`` was not reached: something before it failed."""

    WORKS = "works"
    FAILS = "fails"
    NOT_NEEDED = "not_needed"
    UNKNOWN = "unknown"


_TRUST = frozenset(
    {
        Surroundings.MAILBOX_CERTIFICATE,
        Surroundings.MAILBOX_CA_DAMAGED,
        Surroundings.MAILBOX_CLOCK,
        Surroundings.MAILBOX_HOST_KEY,
        Surroundings.MAILBOX_NO_HOST_KEY,
    }
)
_REACH = frozenset(
    {
        Surroundings.MAILBOX_NO_LINE,
        Surroundings.MAILBOX_PROXY,
        Surroundings.MAILBOX_UNREACHABLE,
    }
)
# The store itself has spoken: it is the right one, and it knows who asks.
_SPOKEN = frozenset(
    {
        Surroundings.MAILBOX_FORBIDDEN,
        Surroundings.MAILBOX_MISSING,
        Surroundings.MAILBOX_CONFLICT,
        Surroundings.MAILBOX_TAKEN,
        Surroundings.MAILBOX_TOO_LARGE,
        Surroundings.MAILBOX_LOCKED,
        Surroundings.MAILBOX_FULL,
        Surroundings.MAILBOX_STICK_FULL,
    }
)


def failed_step(code: Surroundings, at: TrialStep) -> TrialStep:
    """Which step a failure belongs to that came up while something was reached, read, written."""
    if code in _REACH:
        return TrialStep.REACH
    if code in _TRUST:
        return TrialStep.TRUST
    if code is Surroundings.MAILBOX_SIGN_IN:
        return TrialStep.SIGN_IN
    return at


def states_after(
    failed: TrialStep | None, code: Surroundings | None, needless: frozenset[TrialStep]
) -> dict[TrialStep, StepState]:
    """What is known of every step when one has failed, or none.

    A line that breaks while the store is asked proves nothing about who answered.
    """
    found = dict.fromkeys(TrialStep, StepState.WORKS)
    if failed is not None:
        steps = list(TrialStep)
        place = steps.index(failed)
        for step in steps[place:]:
            found[step] = StepState.UNKNOWN
        if failed is TrialStep.READ and code not in _SPOKEN:
            found[TrialStep.TRUST] = found[TrialStep.SIGN_IN] = StepState.UNKNOWN
        found[failed] = StepState.FAILS
    for step in needless - {failed}:
        found[step] = StepState.NOT_NEEDED
    return found
