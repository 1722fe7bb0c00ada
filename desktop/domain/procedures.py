"""A procedure (thủ tục hành chính, TTHC): what the office may be asked for, versioned."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from desktop.domain.dossiers import SupplementMode
from desktop.domain.due_dates import Limit, LimitUnit
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.fees import FeeKind, FeeRule

# National code d.dddddd, with the longer local forms (domain notes §3.3).
_CODE = re.compile(r"^(\d\.\d{6})(?:\.000\.00\.00)?(?:\.[A-Z]\d{2})?$")
_SHORTENED = re.compile(r"^\d\.\d{3,5}$")


class OnlineLevel(StrEnum):
    """How far a procedure can be done online (toàn trình, một phần), as the province decides."""

    FULL = "full"
    PART = "part"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class RequiredDocument:
    """One paper of the dossier (thành phần hồ sơ) with the numbers that are asked for."""

    name: str
    originals: int = 0
    certified_copies: int = 0
    copies: int = 0
    required: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProcedureFacts:
    """Everything a version of a procedure says; equal facts make no new version."""

    name: str
    field: str
    limit_value: int | None = None
    limit_unit: LimitUnit | None = None
    cutoff: time | None = None
    supplement_mode: SupplementMode = SupplementMode.RESTART
    fee: FeeRule = FeeRule(FeeKind.UNKNOWN)
    documents: tuple[RequiredDocument, ...] = ()
    short_name: str = ""
    issuing_agency: str = ""
    handling_agency: str = ""
    legal_basis: str = ""
    result_name: str = ""
    counter_note: str = ""
    documents_confirmed: bool = False
    # None: no decision was entered; never supposed.
    online_level: OnlineLevel | None = None

    @property
    def limit(self) -> Limit | None:
        """The time limit, None when no source states one: the clerk is asked."""
        if self.limit_value is None or self.limit_unit is None:
            return None
        return Limit(self.limit_value, self.limit_unit, self.cutoff)


@dataclass(frozen=True, slots=True)
class VersionSpan:
    """The days on which a version holds; None is open."""

    valid_from: date | None
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        """Whether the version holds on that day, both ends included."""
        after = self.valid_from is None or self.valid_from <= day
        return after and (self.valid_to is None or day <= self.valid_to)


def check_code(text: str, field: str = "procedure_code") -> str:
    """The national code of any of its written forms. Raises InputRefused(BAD_PROCEDURE_CODE)."""
    match = _CODE.match(text.strip().upper())
    if match is None:
        facts = {"text": text.strip()}
        raise InputRefused(InputProblem(field, Entry.BAD_PROCEDURE_CODE, facts))
    return match[1]


def mend_code(text: str) -> str | None:
    """A code that a spreadsheet turned into a number and so lost its last zeros, mended.

    "1.01501" can only have been "1.015010". None when it is not such a case.
    """
    return text.ljust(8, "0") if _SHORTENED.match(text) else None
