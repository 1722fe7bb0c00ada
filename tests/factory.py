"""Made-up people and dossiers for tests: usual values for all that a test does not speak of."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from desktop.domain.moments import VIETNAM
from desktop.services.intake_entry import DossierInput
from desktop.services.office import Office
from desktop.services.people import Applicant
from desktop.services.receiving import ReceivedDossier, receive_dossier

UNIT_CODE = "24259"
PRACTICE_ADMIN = "Quản trị tỉnh Mẫu"
PRACTICE_OFFICE_ADMIN = "Quản trị viên"
PROVINCE_CODE = "66"  # the province of that unit
ADMIN = "Quản trị"
PASSWORD = "Mat-khau-2026!"
# Friday: the day of reception of the examples in the domain notes.
FRIDAY_MORNING = datetime(2026, 11, 20, 9, 0, tzinfo=VIETNAM)

BIRTH = "1.001193"  # same day, free
DEATH = "1.000656"  # same day, fee set by the province
COPY_CERTIFICATION = "2.000815"  # same day, by pages
MARITAL_STATUS = "1.004873"  # three working days
WITHOUT_LIMIT = "2.002165"  # the catalogue states no limit: the clerk is asked


def an_applicant(name: str = "Nguyễn Văn An", **changes: Any) -> Applicant:
    """A person with a card of 001 and a year of birth that agrees."""
    usual = Applicant(
        name,
        id_number="001090000001",
        birth_date="02/03/1990",
        address="Thôn 1, xã A",
        phone="0900000001",
    )
    return replace(usual, **changes)


def an_entry(
    procedure_code: str = MARITAL_STATUS, name: str = "Nguyễn Văn An", **changes: Any
) -> DossierInput:
    """An entry of the counter; ``applicant`` and every other field may be given."""
    applicant = changes.pop("applicant", None) or an_applicant(name)
    return DossierInput(procedure_code, applicant, **changes)


def a_received(office: Office, *args: Any, **changes: Any) -> ReceivedDossier:
    """A saved dossier; arguments as ``an_entry`` takes them."""
    return receive_dossier(office, an_entry(*args, **changes)).value
