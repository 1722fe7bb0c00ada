"""Errors in words: sentences with their facts filled in, in Vietnamese and in full."""

from __future__ import annotations

import re
import string
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.cell_problems import CellProblem, ImportCode
from desktop.domain.dossiers import DossierEvent, DossierState
from desktop.domain.errors import (
    Entry,
    EnvironmentProblem,
    InputProblem,
    InputRefused,
    Rule,
    RuleViolation,
    Surroundings,
)
from desktop.domain.roles import Role
from desktop.wording.imports import IMPORT_WORDS, problem_text
from desktop.wording.problems import (
    ENTRY_WORDS,
    RULE_WORDS,
    SURROUNDINGS_WORDS,
    Message,
    bug_message,
    entry_text,
    message,
)
from tests.domain.calendars import moment

# Words of English that would betray an untranslated sentence; names of files and keys are fine.
_ENGLISH = re.compile(r"\b(the|is|not|of|please|error|file|invalid|required|must|cannot)\b", re.I)


def _filled(words: Message) -> dict[str, Any]:
    names = {
        name
        for line in words.lines
        for _, name, _, _ in string.Formatter().parse(line)
        if name is not None
    }
    return dict.fromkeys(names, "«X»")


def _check(lines: tuple[str, ...]) -> None:
    assert len(lines) == 3
    assert not any("{" in line or "}" in line for line in lines)
    assert not any(_ENGLISH.search(re.sub(r"--[a-z-]+", "", line)) for line in lines)
    assert all(line[0].isupper() or line[0] in "“«" for line in lines)


@pytest.mark.parametrize("code", Rule)
def test_broken_rule_reads_as_three_vietnamese_lines(code: Rule) -> None:
    facts = _filled(RULE_WORDS[code])
    lines = message(RuleViolation(code, **facts)).lines
    _check(lines)
    assert not facts or "«X»" in " ".join(lines)


@pytest.mark.parametrize("code", Surroundings)
def test_failure_of_the_surroundings_reads_as_three_vietnamese_lines(code: Surroundings) -> None:
    facts = _filled(SURROUNDINGS_WORDS[code])
    _check(message(EnvironmentProblem(code, **facts)).lines)


@pytest.mark.parametrize("code", [e for e in Entry if e is not Entry.PASSWORD_TOO_WEAK])
def test_wrong_entry_begins_with_the_name_of_its_field(code: Entry) -> None:
    names = [n for _, n, _, _ in string.Formatter().parse(ENTRY_WORDS[code]) if n]
    text = entry_text(InputProblem("phone", code, dict.fromkeys(names, "«X»")))
    assert text.startswith("Điện thoại: ")
    assert text.count("«X»") == len(names)
    assert "{" not in text
    assert not _ENGLISH.search(text)


@pytest.mark.parametrize("code", ImportCode)
def test_problem_of_a_cell_names_its_facts(code: ImportCode) -> None:
    names = [n for _, n, _, _ in string.Formatter().parse(IMPORT_WORDS[code]) if n]
    facts = {**dict.fromkeys(names, "«X»"), "field": "received"}
    text = problem_text(CellProblem("Sổ", 5, "C", code, facts))
    assert "{" not in text
    assert ("Thời điểm tiếp nhận" in text) == ("field" in names)


def test_all_wrong_entries_are_said_at_once_and_nothing_changed() -> None:
    refused = InputRefused(
        InputProblem("applicant_name", Entry.REQUIRED),
        InputProblem("phone", Entry.BAD_PHONE, {"text": "12"}),
    )
    told = message(refused)
    assert told.what == (
        "Họ tên chủ hồ sơ: chưa có nội dung; hãy nhập. "
        "Điện thoại: “12” không phải số điện thoại; hãy nhập 8 đến 15 chữ số."
    )
    assert told.safe == "Chưa có gì thay đổi."


def test_weak_password_lists_what_it_lacks() -> None:
    facts = {"lacks": ("length", "upper"), "min_length": 8}
    text = entry_text(InputProblem("new_password", Entry.PASSWORD_TOO_WEAK, facts))
    assert text == "Mật khẩu mới: còn thiếu: đủ 8 ký tự, chữ hoa."


def test_facts_are_shown_as_the_office_says_them() -> None:
    refused = RuleViolation(
        Rule.MOVE_NOT_ALLOWED, event=DossierEvent.FINISH, state=DossierState.WITHDRAWN
    )
    assert message(refused).what == (
        "Không thể “Ghi kết quả” khi hồ sơ đang ở trạng thái “Đã rút hồ sơ”."
    )
    role = RuleViolation(Rule.ROLE_NOT_ALLOWED, role=Role.OFFICER, action=DossierEvent.WITHDRAW)
    assert message(role).what == (
        "Vai trò “Công chức giải quyết” không được làm việc “Ghi nhận rút hồ sơ”."
    )


def test_dates_and_lists_among_the_facts_are_written_out() -> None:
    later = RuleViolation(
        Rule.NEW_DUE_NOT_LATER, new_due=moment("2026-11-20 17:00"), due=date(2026, 11, 23)
    )
    assert "17:00 20/11/2026" in message(later).what
    assert "23/11/2026" in message(later).what
    unknown = RuleViolation(Rule.USER_UNKNOWN, name="An", names=("Bình", "Cúc"))
    assert message(unknown).do == "Hãy chọn một trong: Bình, Cúc."


def test_fact_that_holds_braces_is_shown_as_it_is() -> None:
    found = EnvironmentProblem(Surroundings.FILE_NOT_FOUND, file=Path("sổ {2025}.xlsx"))
    assert "sổ {2025}.xlsx" in message(found).what


def test_bug_tells_the_number_and_the_log() -> None:
    lines = bug_message("A1B2C3", Path("logs/somotcua.log")).lines
    _check(lines)
    assert "A1B2C3" in lines[0]
    assert "logs/somotcua.log" in lines[2]
