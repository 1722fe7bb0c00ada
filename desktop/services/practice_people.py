"""Invented people for the practice office: staff, and citizens drawn by weighted chance."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.domain.dossiers import Sex
from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.resource_paths import resource_path
from desktop.services.door import PRACTICE_PASSWORD
from desktop.services.people import Applicant


@dataclass(frozen=True)
class InventedPeople:
    """Names and weights from ``resources/practice``."""

    data: dict[str, Any]

    @staticmethod
    def load() -> InventedPeople:
        """Raises EnvironmentProblem(RESOURCES_DAMAGED)."""
        path = resource_path("practice", "people.json")
        try:
            return InventedPeople(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            raise EnvironmentProblem(Surroundings.RESOURCES_DAMAGED, file=path.name) from error

    @property
    def staff(self) -> list[dict[str, str]]:
        """The users of the practice office, the administrator first."""
        return list(self.data["staff"])

    @property
    def password(self) -> str:
        """The password of every one of them."""
        return PRACTICE_PASSWORD

    def person(self, chance: random.Random, serial: int, place: str, today: date) -> Applicant:
        """Somebody new, of working age on ``today``; ``serial`` makes the numbers differ."""
        data = self.data
        sex = chance.choice((Sex.MALE, Sex.FEMALE))
        kind = "male" if sex is Sex.MALE else "female"
        surname = chance.choices(data["surnames"], data["surname_weights"])[0]
        middle, given = chance.choice(data[f"{kind}_middles"]), chance.choice(data[f"{kind}_names"])
        year = chance.randint(1945, today.year - 16)
        born = date(year, chance.randint(1, 12), chance.randint(1, 28))
        century = "0" if sex is Sex.MALE else "1"
        if year >= 2000:
            century = "2" if sex is Sex.MALE else "3"
        # Place 001 and a running number: invented, no real person's number is looked for.
        number = f"001{century}{year % 100:02d}{serial % 1_000_000:06d}"
        return Applicant(
            f"{surname} {middle} {given}",
            id_number=number,
            birth_date=f"{born:%d/%m/%Y}",
            sex=sex,
            address=f"{chance.choice(data['hamlets'])}, {place}",
            phone=f"0900{serial % 1_000_000:06d}",
        )
