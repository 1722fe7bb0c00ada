"""The data that ships with the program: whole, counted, in one normal form."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desktop import resources
from desktop.domain.criteria.figures import FIGURES, Register
from desktop.domain.due_dates import LimitUnit
from desktop.domain.work_calendar import DayKind
from desktop.resource_paths import resource_path

ROOT = resource_path()
TEXTS = sorted(p for p in ROOT.rglob("*") if p.suffix in (".json", ".md", ".txt", ".svg", ".qss"))
SCHEMAS = sorted((ROOT / "schemas").glob("*.json"))
JSON = sorted(set(ROOT.rglob("*.json")) - set(SCHEMAS))


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_text_is_utf8_in_the_composed_form(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "\ufffd" not in text


@pytest.mark.parametrize("path", JSON, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_data_file_says_its_format(path: Path) -> None:
    assert json.loads(path.read_text(encoding="utf-8"))["format"] == 1


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda p: p.name)
def test_every_schema_says_its_draft(path: Path) -> None:
    schema = json.loads(path.read_text(encoding="utf-8"))
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert schema["additionalProperties"] is False


def test_catalogue_has_342_procedures_of_which_28_state_no_limit() -> None:
    codes = [code for code, _, _ in resources.catalogue()]
    assert len(codes) == len(set(codes)) == 342
    assert sum(facts.limit is None for _, facts, _ in resources.catalogue()) == 28
    assert resources.catalogue_version()


def test_catalogue_lists_papers_for_25_procedures() -> None:
    listed = [facts for _, facts, _ in resources.catalogue() if facts.documents]
    assert len(listed) == 25
    assert all(document.name for facts in listed for document in facts.documents)
    assert all(any(d.required for d in facts.documents) for facts in listed)


def test_every_procedure_has_a_name_a_field_and_a_code_of_the_national_kind() -> None:
    for code, facts, _ in resources.catalogue():
        assert re.fullmatch(r"\d\.\d{6}", code)
        assert facts.name.strip() == facts.name != ""
        assert facts.field.strip() == facts.field != ""


def test_same_day_procedures_turn_at_fifteen_hours_and_others_never() -> None:
    for _, facts, _ in resources.catalogue():
        same_day = facts.limit_unit is LimitUnit.SAME_DAY
        assert (f"{facts.cutoff:%H:%M}" if facts.cutoff else None) == (
            "15:00" if same_day else None
        )


def test_no_two_procedures_share_a_name_that_registers_give() -> None:
    aliases = [(a.casefold(), code) for code, _, names in resources.catalogue() for a in names]
    owners = Counter(alias for alias, _ in set(aliases))
    assert [alias for alias, count in owners.items() if count > 1] == []


def test_units_are_3321_communes_in_34_provinces() -> None:
    units = resources.communes()
    assert len(units) == len({unit.code for unit in units}) == 3321
    assert len({unit.province_code for unit in units}) == 34
    assert len({unit.province_name for unit in units}) == 34
    assert all(re.fullmatch(r"\d{5}", unit.code) for unit in units)


def test_commune_is_found_by_its_code_and_nothing_else() -> None:
    found = resources.find_commune("24259")
    assert found is not None
    assert found.code == "24259"
    assert resources.find_commune("2425") is None
    assert resources.find_commune("") is None


def test_days_off_come_from_official_notices_and_the_unconfirmed_one_is_not_in_force() -> None:
    days = resources.days_off()
    assert len({day.day for day in days}) == len(days)
    assert [d.day for d in days] == sorted(d.day for d in days)
    waiting = [day for day in days if not day.confirmed]
    assert [(day.day, day.in_force) for day in waiting] == [(date(2026, 11, 24), False)]
    assert all(day.note for day in days)


def test_every_worked_saturday_gives_back_one_weekday() -> None:
    swaps = [day for day in resources.days_off() if day.kind is DayKind.SWAP_WORK]
    assert swaps
    assert all(swap.day.weekday() == 5 for swap in swaps)


def test_password_policy_asks_for_eight_signs_of_four_kinds() -> None:
    policy = resources.password_policy()
    assert policy.min_length == 8
    assert policy.need_lower
    assert policy.need_upper
    assert policy.need_digit
    assert policy.need_special


def test_every_name_of_a_declaration_is_typed_without_accents_and_means_one_thing() -> None:
    fields = resources.declaration_fields()
    names = [field.name for field in fields]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z_]+", name) for name in names)
    assert len({field.value for field in fields}) == len(fields)
    assert all(field.means for field in fields)


def test_sample_set_fills_fifteen_points_from_dossiers_and_is_prepared_for_forty() -> None:
    """What no register keeps yet is bound, but fills nothing: the guide counts them apart."""
    path = resource_path("criteria", "mau-cap-xa.json")
    points: dict[Register, Decimal] = {}
    for item in json.loads(path.read_text(encoding="utf-8"))["items"]:
        if item.get("binding"):
            register = FIGURES[item["binding"]].register
            points[register] = points.get(register, Decimal(0)) + Decimal(item["max"])
    assert points[Register.DOSSIERS] >= 15
    kept = points[Register.DOSSIERS] + points[Register.PROCEDURES]
    later = (Register.PLAN, Register.REPORTS, Register.INSPECTIONS, Register.SURVEY)
    assert kept + sum(points[register] for register in later) >= 40
