"""Every code has words, every choice a name, and words only name facts that the code carries."""

from __future__ import annotations

import ast
import string
from enum import StrEnum

import pytest

from desktop.domain.cell_problems import ImportCode
from desktop.domain.errors import Entry, Rule, Surroundings
from desktop.domain.identity_numbers import NumberWarning
from desktop.domain.passwords import PasswordPolicy, missing_parts
from desktop.imports import day_list, procedure_list, statistics_form
from desktop.imports.register_words import NOT_IMPORTED, PHRASES
from desktop.services.intake_warnings import IntakeWarning
from desktop.wording import terms
from desktop.wording.fields import FIELD_NAMES
from desktop.wording.imports import IMPORT_WORDS
from desktop.wording.intake import INTAKE_WORDS, warning_text
from desktop.wording.problems import (
    ENTRY_WORDS,
    PASSWORD_PARTS,
    RULE_WORDS,
    SURROUNDINGS_WORDS,
    Message,
)
from desktop.wording.terms import TERMS, term
from tests.wording.source import (
    Module,
    Unresolved,
    calls,
    fact_names,
    facts_of_callee,
    members,
    strings,
)


def placeholders(*texts: str) -> set[str]:
    """The names in braces."""
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


def _of_message(message: Message) -> set[str]:
    return placeholders(message.what, message.safe, message.do)


ASKED: dict[str, set[str]] = {
    **{f"Entry.{code.name}": placeholders(words) for code, words in ENTRY_WORDS.items()},
    **{f"Rule.{code.name}": _of_message(words) for code, words in RULE_WORDS.items()},
    **{f"Surroundings.{c.name}": _of_message(words) for c, words in SURROUNDINGS_WORDS.items()},
    **{f"ImportCode.{code.name}": placeholders(words) for code, words in IMPORT_WORDS.items()},
}
KNOWN_ENUMS = [
    value
    for value in vars(terms).values()
    if isinstance(value, type) and issubclass(value, StrEnum) and value is not StrEnum
]


@pytest.mark.parametrize("code", Entry)
def test_every_wrong_entry_has_a_sentence_that_says_what_to_do(code: Entry) -> None:
    assert ENTRY_WORDS[code].endswith(".")


@pytest.mark.parametrize("code", Rule)
def test_every_rule_says_what_happened_what_is_safe_and_what_to_do(code: Rule) -> None:
    words = RULE_WORDS[code]
    assert all(line.endswith(".") for line in (words.what, words.safe, words.do))


@pytest.mark.parametrize("code", Surroundings)
def test_every_failure_says_what_happened_what_is_safe_and_what_to_do(code: Surroundings) -> None:
    words = SURROUNDINGS_WORDS[code]
    assert all(line.endswith(".") for line in (words.what, words.safe, words.do))


@pytest.mark.parametrize("code", ImportCode)
def test_every_problem_of_a_cell_has_a_sentence(code: ImportCode) -> None:
    assert IMPORT_WORDS[code].endswith(".")


@pytest.mark.parametrize("code", [*IntakeWarning, *NumberWarning])
def test_every_warning_at_intake_has_a_sentence(code: IntakeWarning | NumberWarning) -> None:
    text = warning_text(code, ("24259-261120-0001", "Tờ khai"))
    assert text.endswith(".")
    if "{facts}" in INTAKE_WORDS.get(str(code), ""):
        assert "24259-261120-0001; Tờ khai" in text


@pytest.mark.parametrize("enum", KNOWN_ENUMS, ids=lambda enum: enum.__name__)
def test_every_choice_that_is_shown_has_a_name(enum: type[StrEnum]) -> None:
    named = TERMS[enum]
    assert set(named) == set(enum)
    assert all(named[member].strip() for member in enum)
    assert [term(member) for member in enum] == [named[member] for member in enum]


@pytest.mark.parametrize(
    "enum",
    [e for e in KNOWN_ENUMS if e.__name__ not in ("ClockEffect", "NumberWarning")],
    ids=lambda enum: enum.__name__,
)
def test_no_two_choices_of_a_kind_are_called_the_same(enum: type[StrEnum]) -> None:
    names = [term(member) for member in enum]
    assert len(set(names)) == len(names)


def test_nothing_chosen_has_no_name() -> None:
    assert term(None) == ""


def test_every_part_of_a_weak_password_has_a_name() -> None:
    strict = PasswordPolicy(8, True, True, True, True, 4, 5, 300)
    assert set(missing_parts("", strict)) == set(PASSWORD_PARTS)


@pytest.mark.parametrize(
    "phrases",
    [PHRASES, procedure_list.PHRASES, day_list.PHRASES, statistics_form.PHRASES],
)
def test_every_column_that_is_read_has_a_name_for_its_problems(
    phrases: dict[str, tuple[str, ...]],
) -> None:
    assert set(phrases) - set(NOT_IMPORTED) - set(FIELD_NAMES) == set()


def test_every_field_named_in_a_wrong_entry_has_a_label() -> None:
    missing, lost, found = [], [], set()
    for module, call in calls("InputProblem"):
        try:
            names = strings(module, call.args[0])
        except Unresolved:
            lost.append(module.place(call))
            continue
        found |= names
        missing += [f"{module.place(call)}: {n}" for n in sorted(names - set(FIELD_NAMES))]
    assert missing == []
    assert lost == [], "field names must lead to literal texts, so that this test sees them"
    assert {"applicant_name", "limit", "new_password", "fee_vnd", "return_method"} <= found


def _codes(module: Module, call: ast.Call) -> set[str]:
    """Codes of errors in the arguments of a call, as "Rule.X"."""
    found = set()
    for enum in ("Entry", "Rule", "Surroundings", "ImportCode"):
        for argument in call.args:
            found |= {f"{enum}.{name}" for name in members(module, argument, enum)}
    return found


def test_every_raise_carries_the_facts_that_its_words_name() -> None:
    lacking, unknown, seen = [], [], set()
    for module, call in calls("InputProblem", "RuleViolation", "EnvironmentProblem"):
        codes = _codes(module, call)
        if not codes:
            unknown.append(module.place(call))
        given = fact_names(module, call)
        for code in codes:
            seen.add(code)
            if ASKED[code] - given:
                lacking.append(f"{module.place(call)}: {code} lacks {ASKED[code] - given}")
    assert lacking == []
    assert unknown == [], "codes must be named where they are raised, so that this test sees them"
    assert len(seen) > 50


def test_every_problem_of_a_cell_carries_the_facts_that_its_words_name() -> None:
    lacking, seen = [], set()
    for module, call in calls("_note", "note", "_refuse", "_problem", "CellProblem"):
        given = fact_names(module, call) | facts_of_callee(module, call, "CellProblem")
        for code in _codes(module, call):
            seen.add(code)
            if ASKED[code] - given:
                lacking.append(f"{module.place(call)}: {code} lacks {ASKED[code] - given}")
    assert lacking == []
    assert seen == {f"ImportCode.{code.name}" for code in ImportCode}
