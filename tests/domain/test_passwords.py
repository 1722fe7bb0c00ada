"""Passwords: what a new one lacks, and how waiting grows after wrong ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop import resources
from desktop.domain.passwords import PasswordPolicy, missing_parts

POLICY = resources.password_policy()


@pytest.mark.parametrize(
    ("password", "lacks"),
    [
        ("Mat-khau-2026!", ()),
        ("Mật khẩu 2026", ()),  # a blank is a special sign
        ("", ("length", "lower", "upper", "digit", "special")),
        ("Ab1-", ("length",)),
        ("Ab1-xyz", ("length",)),
        ("Ab1-wxyz", ()),
        ("mat-khau-2026", ("upper",)),
        ("MAT-KHAU-2026", ("lower",)),
        ("Mat-khau-dai", ("digit",)),
        ("Matkhau2026", ("special",)),
        ("12345678", ("lower", "upper", "special")),
    ],
)
def test_password_lacks_exactly_the_named_parts(password: str, lacks: tuple[str, ...]) -> None:
    assert missing_parts(password, POLICY) == lacks


def test_part_that_the_policy_does_not_need_is_never_missing() -> None:
    easy = PasswordPolicy(4, False, False, True, False, 4, 5, 300)
    assert missing_parts("1234", easy) == ()
    assert missing_parts("123", easy) == ("length",)
    assert missing_parts("abcd", easy) == ("digit",)


@pytest.mark.parametrize(
    ("wrong", "seconds"),
    [(0, 0), (1, 0), (3, 0), (4, 5), (5, 10), (6, 20), (9, 160), (10, 300), (11, 300), (999, 300)],
)
def test_waiting_doubles_from_the_fifth_attempt_up_to_five_minutes(
    wrong: int, seconds: int
) -> None:
    assert POLICY.wait_after(wrong) == seconds


@given(st.integers(0, 10_000))
def test_waiting_never_shrinks_and_never_passes_the_longest(wrong: int) -> None:
    assert POLICY.wait_after(wrong) <= POLICY.wait_after(wrong + 1) <= POLICY.longest_wait_s
