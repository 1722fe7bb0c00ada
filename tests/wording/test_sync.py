"""Every reason on the way to the province has its sentence, and says what to do."""

from __future__ import annotations

import string
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import pytest

from desktop.domain.packages import (
    ItemOutcome,
    ItemReason,
    PackageOutcome,
    PackageProblem,
    SentState,
    SyncProblem,
)
from desktop.wording import sync
from desktop.wording.sync import item_reason_text, notice_text, package_problem_text


def test_a_key_is_read_aloud_in_groups_and_loses_no_character() -> None:
    key = "SHA256:Ftm80yo2V53pSjq2EFZNgTRPvk4DD0vNqW4"
    assert sync.spoken_key(key) == "SHA256: Ftm80 yo2V5 3pSjq 2EFZN gTRPv k4DD0 vNqW4"
    assert sync.spoken_key(f"{key}+G") == "SHA256: Ftm80 yo2V5 3pSjq 2EFZN gTRPv k4DD0 vNqW4 +G"


def facts_of(words: str) -> dict[str, str]:
    return {name: "«X»" for _, name, _, _ in string.Formatter().parse(words) if name}


@pytest.mark.parametrize("problem", PackageProblem)
def test_every_reason_about_a_package_is_a_sentence(problem: PackageProblem) -> None:
    text = package_problem_text(problem, facts_of(sync.PACKAGE_WORDS[problem]))
    assert text.endswith(".")
    assert "{" not in text


@pytest.mark.parametrize("problem", SyncProblem)
def test_every_notice_to_the_unit_is_a_sentence(problem: SyncProblem) -> None:
    facts = facts_of(sync.SYNC_WORDS[problem]) | {"why": "Gói bị hỏng."}
    text = notice_text(problem, facts)
    assert text.endswith((".", ")."))
    assert "{" not in text


@pytest.mark.parametrize("reason", ItemReason)
def test_every_reason_about_an_item_has_words(reason: ItemReason) -> None:
    assert "{" not in item_reason_text(reason, "sets")


@pytest.mark.parametrize(
    ("words", "enum"),
    [
        (sync.OUTCOME_WORDS, PackageOutcome),
        (sync.STATE_WORDS, SentState),
        (sync.ITEM_OUTCOME_WORDS, ItemOutcome),
    ],
)
def test_every_outcome_has_a_name_of_its_own(words: dict[Any, str], enum: type[StrEnum]) -> None:
    assert set(words) == set(enum)
    assert len(set(words.values())) == len(words)


def test_moments_are_written_as_the_office_writes_them() -> None:
    made_at = datetime(2024, 11, 20, 2, 0, tzinfo=UTC)
    assert "20/11/2024" in package_problem_text(PackageProblem.CLOCK_DIFFERS, {"made_at": made_at})
