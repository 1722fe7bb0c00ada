"""Rules for passwords and for wrong ones, by data (QCVN 12:2026/BCA; domain notes §8.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PasswordPolicy:
    """What a password must have, and how waiting grows after wrong ones (seconds)."""

    min_length: int
    need_lower: bool
    need_upper: bool
    need_digit: bool
    need_special: bool
    free_attempts: int
    first_wait_s: int
    longest_wait_s: int

    def wait_after(self, wrong_attempts: int) -> int:
        """Seconds to wait after so many wrong attempts in a row: doubles, up to the longest."""
        beyond = wrong_attempts - self.free_attempts
        if beyond < 0:
            return 0
        doublings = min(beyond, 20)
        return min(self.first_wait_s << doublings, self.longest_wait_s)


def missing_parts(password: str, policy: PasswordPolicy) -> tuple[str, ...]:
    """What the password lacks, as keys of the wording; empty when it is good."""
    lacks: list[str] = []
    if len(password) < policy.min_length:
        lacks.append("length")
    checks: list[tuple[bool, str, Callable[[str], bool]]] = [
        (policy.need_lower, "lower", str.islower),
        (policy.need_upper, "upper", str.isupper),
        (policy.need_digit, "digit", str.isdigit),
        (policy.need_special, "special", _is_special),
    ]
    lacks += [name for needed, name, test in checks if needed and not any(map(test, password))]
    return tuple(lacks)


def _is_special(character: str) -> bool:
    return not character.isalnum()
