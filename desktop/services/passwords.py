"""Checking a new password against the policy that ships as data."""

from __future__ import annotations

from desktop import resources
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.passwords import missing_parts


def check_password(password: str, field: str = "password") -> None:
    """Raises InputRefused(PASSWORD_TOO_WEAK) that lists every part the password lacks."""
    policy = resources.password_policy()
    lacks = missing_parts(password, policy)
    if lacks:
        facts = {"lacks": lacks, "min_length": policy.min_length}
        raise InputRefused(InputProblem(field, Entry.PASSWORD_TOO_WEAK, facts))
