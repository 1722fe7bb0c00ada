"""Who of the office's records is meant by what stands in a field."""

from __future__ import annotations

from desktop.domain.identity_numbers import NumberKind, normalise_number, number_kind
from desktop.services.office import Office
from desktop.services.people import (
    KnownPerson,
    find_people,
    person_by_number,
    person_with_dossiers,
)


def look_up_person(office: Office, text: str) -> KnownPerson | None:
    """By a whole personal number exactly; by a name or a phone the likeliest one."""
    number = normalise_number(text)
    if number_kind(number) is NumberKind.PERSONAL:
        return person_by_number(office, number)
    hits = find_people(office, text, 1)
    return person_with_dossiers(office, hits[0].id) if hits else None
