"""A dossier's entry out of the options of ``dossiers receive`` and its ``--set KEY=VALUE``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from desktop.domain.chip_cards import parse_card
from desktop.domain.dossiers import ApplicantKind, Channel, ReturnMethod, Sex
from desktop.domain.due_dates import Limit, LimitUnit
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.moments import parse_date, parse_moment
from desktop.domain.payments import Payment
from desktop.services.dossier_rows import Submitter
from desktop.services.intake_entry import DossierInput
from desktop.services.people import Applicant
from desktop.wording.terms import term

E = TypeVar("E", bound=StrEnum)


class EntryBuilder:
    """Collects options into a DossierInput; ``notes`` tells what a damaged card scan needs."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.notes: list[str] = []

    def build(self) -> DossierInput:
        """The entry. Raises InputRefused for an unknown key or an unreadable value."""
        options = self.options
        values = _pairs(options.set)
        applicant = self._applicant(values)
        received: datetime | None = None
        if options.received:
            received = parse_moment(options.received, "received")
        return DossierInput(
            procedure_code=options.procedure,
            applicant=applicant,
            submitter=Submitter(
                values.get("submitter_name", ""),
                values.get("submitter_id_number", ""),
                values.get("submitter_phone", ""),
                values.get("submitter_note", ""),
            ),
            channel=Channel(options.channel),
            portal_code=values.get("portal_code", ""),
            submitted_at=_optional(values, "submitted", lambda t: parse_moment(t, "submitted")),
            received_at=received,
            limit=_limit(values),
            no_appointment=values.get("no_appointment", "").lower() in ("1", "true", "yes"),
            sets=_whole("sets")(values.get("sets", "1")),
            pages=_optional(values, "pages", _whole("pages")),
            copies=_optional(values, "copies", _whole("copies")),
            fee_vnd=_optional(values, "fee_vnd", _whole("fee_vnd")),
            return_method=_optional(values, "return_method", _choice(ReturnMethod, "return_method"))
            or ReturnMethod.COUNTER,
            return_address=values.get("return_address", ""),
            note=values.get("note", ""),
            reserved_code=options.code,
            payment=Payment(options.payment) if options.payment else None,
            paid_on=parse_date(options.paid_on, "paid_on") if options.paid_on else None,
            outside_boundary=options.outside_boundary,
        )

    def _applicant(self, values: dict[str, str]) -> Applicant:
        options = self.options
        scanned = Applicant("")
        if "card" in values:
            card = parse_card(values["card"])
            self.notes += [term(repair) for repair in card.repairs]
            birth = f"{card.birth_date:%d/%m/%Y}" if card.birth_date else ""
            scanned = Applicant(
                card.name,
                id_number=card.number,
                birth_date=birth,
                sex=card.sex,
                address=card.address,
            )
        typed = {
            "name": options.applicant,
            "id_number": options.id_number,
            "phone": options.phone,
            "address": options.address,
            "birth_date": values.get("birth_date", ""),
            "email": values.get("email", ""),
            "tax_code": values.get("tax_code", ""),
        }
        changes: dict[str, Any] = {name: text for name, text in typed.items() if text}
        if "sex" in values:
            changes["sex"] = _choice(Sex, "sex")(values["sex"])
        if "kind" in values:
            changes["kind"] = _choice(ApplicantKind, "kind")(values["kind"])
        return replace(scanned, **changes)


_KEYS = (
    "birth_date", "sex", "email", "tax_code", "kind", "card",
    "submitter_name", "submitter_id_number", "submitter_phone", "submitter_note",
    "portal_code", "submitted", "limit", "limit_unit", "no_appointment",
    "sets", "pages", "copies", "fee_vnd", "return_method", "return_address", "note",
)  # fmt: skip
T = TypeVar("T")


def _pairs(given: list[str]) -> dict[str, str]:
    values = {}
    for pair in given:
        key, equals, value = pair.partition("=")
        key = key.strip().replace("-", "_")
        if key in _KEYS and not equals:
            raise InputRefused(InputProblem("set", Entry.VALUE_MISSING, {"text": key}))
        if key not in _KEYS:
            facts = {"text": key, "choices": ", ".join(_KEYS)}
            raise InputRefused(InputProblem("set", Entry.UNKNOWN_KEY, facts))
        values[key] = value
    return values


def _optional(values: dict[str, str], key: str, read: Callable[[str], T]) -> T | None:
    return read(values[key]) if key in values else None


def _whole(field: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        try:
            return int(text)
        except ValueError:
            raise InputRefused(InputProblem(field, Entry.NOT_A_NUMBER, {"text": text})) from None

    return read


def _choice(choices: type[E], field: str) -> Callable[[str], E]:
    def read(text: str) -> E:
        try:
            return choices(text)
        except ValueError:
            facts = {"text": text, "choices": ", ".join(choices)}
            raise InputRefused(InputProblem(field, Entry.UNKNOWN_CHOICE, facts)) from None

    return read


def _limit(values: dict[str, str]) -> Limit | None:
    if "limit" not in values and "limit_unit" not in values:
        return None
    unit = _choice(LimitUnit, "limit_unit")(values.get("limit_unit", "working_day"))
    value = 0 if unit is LimitUnit.SAME_DAY else _whole("limit")(values.get("limit", ""))
    return Limit(value, unit)
