"""Whom the office knows already: found by number, phone or tax code; never wiped by a gap."""

from __future__ import annotations

import pytest

from desktop.domain.dossiers import ApplicantKind
from desktop.services.office import Office
from desktop.services.people import Applicant, find_people, person_by_number
from tests.factory import a_received, an_applicant

COMPANY = Applicant("Công ty Mẫu", ApplicantKind.ORGANISATION, tax_code="0100000001")


def number_of_people(office: Office) -> int:
    with office.reading() as connection:
        count: int = connection.exec_driver_sql("SELECT count(*) FROM people").scalar_one()
    return count


@pytest.mark.parametrize(
    ("first", "second", "people"),
    [
        (an_applicant(), an_applicant("Tên khác hẳn"), 1),
        (an_applicant(id_number=""), an_applicant(id_number=""), 1),
        (an_applicant(id_number=""), an_applicant(), 1),
        (an_applicant(id_number=""), an_applicant("Trần Thị Bình", id_number=""), 2),
        (an_applicant(), an_applicant(id_number="001090000002"), 2),
        (an_applicant(id_number="", phone=""), an_applicant(id_number="", phone=""), 2),
        (COMPANY, COMPANY, 1),
        (COMPANY, Applicant("Công ty Khác", tax_code="0100000001"), 2),
    ],
    ids=[
        "same number",
        "same name and phone",
        "number told later",
        "same phone, other name",
        "same name and phone, other number",
        "nothing but a name",
        "same name and tax code",
        "same tax code, other name",
    ],
)
def test_a_person_is_known_again(
    office: Office, first: Applicant, second: Applicant, people: int
) -> None:
    a_received(office, applicant=first)
    a_received(office, applicant=second)
    assert number_of_people(office) == people


def test_what_a_later_dossier_leaves_empty_is_kept_and_what_it_says_is_taken(
    office: Office,
) -> None:
    a_received(office, applicant=an_applicant())
    a_received(office, applicant=an_applicant(address="", phone="0900000009", birth_date=""))
    known = person_by_number(office, "001090000001")
    assert known is not None
    assert known.applicant.address == "Thôn 1, xã A"
    assert known.applicant.birth_date == "02/03/1990"
    assert known.applicant.phone == "0900000009"


@pytest.mark.parametrize("typed", ["01000", "0900000", "001090", "nguyen van"])
def test_people_are_found_by_the_beginning_of_any_number_or_the_name(
    office: Office, typed: str
) -> None:
    a_received(office, applicant=an_applicant())
    a_received(office, applicant=COMPANY)
    assert len(find_people(office, typed)) == 1
