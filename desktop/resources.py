"""The data that ships with the program: catalogue, units, calendar, policies, fonts, forms,
declarations.

Each file carries a format and a version and is checked on load; a damaged file raises
EnvironmentProblem(RESOURCES_DAMAGED) and never gives half of its content.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from typing import Any, TypeVar

from desktop.domain.due_dates import LimitUnit
from desktop.domain.errors import EnvironmentProblem, InputRefused, Surroundings
from desktop.domain.fees import FeeKind, FeeRule
from desktop.domain.passwords import PasswordPolicy
from desktop.domain.procedures import ProcedureFacts, RequiredDocument, check_code
from desktop.domain.units import Unit, UnitKind
from desktop.domain.work_calendar import DayKind, SpecialDay
from desktop.resource_paths import resource_path

T = TypeVar("T")
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class DeclarationField:
    """A name that may stand in a Word template, the value it takes, and what it means."""

    name: str
    value: str
    means: str


def _loaded(parts: tuple[str, ...], build: Callable[[dict[str, Any]], T]) -> T:
    path = resource_path(*parts)
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != _FORMAT:
            raise ValueError(data["format"])
        return build(data)
    except (OSError, ValueError, KeyError, TypeError, InputRefused) as error:
        raise EnvironmentProblem(Surroundings.RESOURCES_DAMAGED, file="/".join(parts)) from error


@cache
def communes() -> tuple[Unit, ...]:
    """The 3,321 commune-level units, in the order of their codes."""
    return _loaded(("units", "communes-2026-07.json"), _communes)


def _communes(data: dict[str, Any]) -> tuple[Unit, ...]:
    provinces = dict(data["provinces"])
    return tuple(
        Unit(code, name, UnitKind(kind), province, provinces[province])
        for code, name, kind, province in data["communes"]
    )


def find_commune(code: str) -> Unit | None:
    """The unit with this code."""
    return next((unit for unit in communes() if unit.code == code), None)


def find_province(code: str) -> tuple[str, str] | None:
    """Code and name of a province."""
    found = (u for u in communes() if u.province_code == code)
    return next(((u.province_code, u.province_name) for u in found), None)


@cache
def catalogue() -> tuple[tuple[str, ProcedureFacts, tuple[str, ...]], ...]:
    """The shipped procedures: code, facts, names that hand-kept registers give them."""
    details = _loaded(("procedures", "counter-details.json"), _details)
    return _loaded(
        ("procedures", "commune-2026-07.json"),
        lambda data: tuple(_procedure(entry, details) for entry in data["procedures"]),
    )


def catalogue_version() -> str:
    """The version text of the shipped catalogue."""
    return _loaded(("procedures", "commune-2026-07.json"), lambda data: str(data["version"]))


def _details(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {entry["code"]: entry for entry in data["procedures"]}


def _procedure(
    entry: dict[str, Any], details: dict[str, dict[str, Any]]
) -> tuple[str, ProcedureFacts, tuple[str, ...]]:
    code = check_code(entry["code"])
    detail = details.get(code, {})
    unit = LimitUnit(entry["unit"]) if "unit" in entry else None
    facts = ProcedureFacts(
        name=entry["name"],
        field=entry["field"],
        limit_value=entry.get("limit"),
        limit_unit=unit,
        cutoff=_cutoff(unit, detail),
        fee=_fee(entry, detail),
        documents=tuple(_document(d) for d in detail.get("documents", ())),
        short_name=detail.get("short_name", ""),
        legal_basis="; ".join(detail.get("legal_basis", ())),
        result_name=detail.get("result", ""),
        counter_note=detail.get("note", ""),
        documents_confirmed=bool(detail.get("confirmed", False)),
    )
    return code, facts, tuple(detail.get("aliases", ()))


def _cutoff(unit: LimitUnit | None, detail: dict[str, Any]) -> time | None:
    """15:00 for every same-day procedure: the catalogue names only those of the two laws."""
    if unit is not LimitUnit.SAME_DAY:
        return None
    return time.fromisoformat(detail.get("same_day_cutoff") or "15:00")


def _fee(entry: dict[str, Any], detail: dict[str, Any]) -> FeeRule:
    published = int(entry["fee_vnd"]) if "fee_vnd" in entry else None
    rule = detail.get("fee")
    if rule:
        amounts = ("amount_vnd", "first_pages", "first_rate_vnd", "next_rate_vnd", "cap_vnd")
        return FeeRule(
            FeeKind(rule["kind"]),
            **{name: int(rule[name]) for name in amounts if name in rule},
            per=rule.get("per", ""),
            basis=rule.get("basis", ""),
            note=rule.get("note", ""),
            published_vnd=published,
        )
    if published is None:
        return FeeRule(FeeKind.UNKNOWN)
    kind = FeeKind.FIXED if published else FeeKind.FREE
    return FeeRule(kind, amount_vnd=published, published_vnd=published)


def _document(entry: dict[str, Any]) -> RequiredDocument:
    return RequiredDocument(
        name=entry["name"],
        originals=int(entry["originals"]),
        certified_copies=int(entry["certified_copies"]),
        copies=int(entry["copies"]),
        required=bool(entry["required"]),
        note=entry["note"],
    )


@cache
def days_off() -> tuple[SpecialDay, ...]:
    """Days off and swapped Saturdays from official notices, with the unconfirmed ones marked."""
    return _loaded(
        ("calendar", "days-off-2019-2026.json"),
        lambda data: tuple(
            SpecialDay(date.fromisoformat(day), DayKind(kind), note, confirmed, in_force)
            for day, kind, note, confirmed, in_force in data["days"]
        ),
    )


@cache
def password_policy() -> PasswordPolicy:
    """What a password must have and how waiting grows."""

    def build(data: dict[str, Any]) -> PasswordPolicy:
        return PasswordPolicy(**{k: v for k, v in data.items() if k not in ("format", "source")})

    return _loaded(("policies", "passwords.json"), build)


@cache
def declaration_fields() -> tuple[DeclarationField, ...]:
    """The field names of declarations, in the order in which a list shows them."""
    return _loaded(
        ("declarations", "fields.json"),
        lambda data: tuple(
            DeclarationField(entry["name"], entry["value"], entry["means"])
            for entry in data["fields"]
        ),
    )
