"""Numbers printed beforehand: never given twice, used once, on their own day only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop.domain.errors import EnvironmentProblem, InputRefused, Rule, RuleViolation
from desktop.domain.roles import Role
from desktop.services.backups import create_backup
from desktop.services.bulk import BulkLoader
from desktop.services.clock import FixedClock
from desktop.services.dossier_cards import dossier_card
from desktop.services.dossier_numbers import CodeDispenser
from desktop.services.office import Office
from desktop.services.papers.blank_receipts import print_blank_receipts
from desktop.services.reserved_codes import MOST_AT_ONCE, reserve_codes, spoil_code, unused_codes
from desktop.services.restoring import restore_backup
from desktop.services.signing_in import sign_in
from desktop.services.users import NewUser, add_user
from tests.factory import ADMIN, FRIDAY_MORNING, PASSWORD, a_received
from tests.pdf import check_pdf, codes_on, ink_reaches_edge, page_texts, text_of
from tests.services.papers.stories import E, moved

FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 21)


def test_reserved_numbers_are_skipped_by_everybody_else(office: Office) -> None:
    first = a_received(office).code
    reserved = reserve_codes(office, 3).value
    after = a_received(office).code
    assert [code[-4:] for code in (first, *reserved, after)] == [f"000{n}" for n in range(1, 6)]
    with office.command() as work:
        assert BulkLoader(work) is not None
        assert CodeDispenser(work).next(FRIDAY)[-4:] == "0006"


def test_dossier_keyed_in_later_bears_the_number_and_the_hour_of_the_paper(office: Office) -> None:
    code, other = reserve_codes(office, 2).value
    assert isinstance(office.clock, FixedClock)
    office.clock.moment += timedelta(days=3)
    received = a_received(office, reserved_code=f" {code} ", received_at=FRIDAY_MORNING)
    assert received.code == code
    card = dossier_card(office, code)
    assert (card.row.received_at, card.history[0].recorded_at) == (FRIDAY_MORNING, office.now())
    assert [unused.code for unused in unused_codes(office)] == [other]


def _used(office: Office) -> str:
    (code,) = reserve_codes(office, 1).value
    a_received(office, "1.001193", name="Trần Thị B", reserved_code=code)
    return code


def _spoiled(office: Office) -> str:
    (code,) = reserve_codes(office, 1).value
    spoil_code(office, code, "in lệch")
    return code


def _of_tomorrow(office: Office) -> str:
    return reserve_codes(office, 1, SATURDAY).value[0]


@pytest.mark.parametrize(
    ("give", "why"),
    [
        (lambda _: "24259-261120-0777", "không có trong các số"),
        (lambda _: "abc", "không có trong các số"),
        (lambda o: a_received(o).code, "không có trong các số"),
        (_used, "Trần Thị B"),
        (_spoiled, "in lệch"),
        (_of_tomorrow, "21/11/2026"),
    ],
)
def test_any_other_number_is_refused_with_words_and_nothing_is_saved(
    office: Office, give: Callable[[Office], str], why: str
) -> None:
    code = give(office)
    before = len(unused_codes(office))
    with pytest.raises(RuleViolation) as refused:
        a_received(office, reserved_code=code)
    assert refused.value.code is Rule.CODE_NOT_RESERVED
    assert why in refused.value.facts["why"]
    assert len(unused_codes(office)) == before


def test_voided_entry_keeps_its_printed_number(office: Office) -> None:
    (code,) = reserve_codes(office, 1).value
    a_received(office, reserved_code=code)
    moved(office, code, E.UNDO)
    assert unused_codes(office) == ()
    with pytest.raises(RuleViolation):
        a_received(office, reserved_code=code)


@pytest.mark.parametrize(
    ("count", "on", "fields"),
    [
        (0, None, ["count"]),
        (MOST_AT_ONCE + 1, None, ["count"]),
        (1, date(2026, 11, 19), ["day"]),
        (-1, date(2027, 11, 19), ["count", "day"]),
    ],
)
def test_impossible_reservation_is_refused(
    office: Office, count: int, on: date | None, fields: list[str]
) -> None:
    with pytest.raises(InputRefused) as refused:
        reserve_codes(office, count, on)
    assert [problem.field for problem in refused.value.problems] == fields
    assert unused_codes(office) == ()


def test_spoiled_sheet_needs_a_reason_and_leaves_the_list(office: Office) -> None:
    (code,) = reserve_codes(office, 1).value
    with pytest.raises(InputRefused):
        spoil_code(office, code, "  ")
    assert spoil_code(office, code, "in lệch").value == code
    assert unused_codes(office) == ()
    with pytest.raises(RuleViolation):
        spoil_code(office, code, "lần nữa")


def test_only_the_counter_reserves(office_folder: Path, office: Office) -> None:
    add_user(office, NewUser("Công chức", Role.OFFICER, PASSWORD))
    officer = sign_in(office_folder, "Công chức", PASSWORD, office.clock)
    with pytest.raises(RuleViolation) as refused:
        reserve_codes(officer, 1)
    officer.close()
    assert refused.value.code is Rule.ROLE_NOT_ALLOWED


def test_restored_office_gives_numbers_that_no_printed_sheet_can_bear(
    office: Office, tmp_path: Path
) -> None:
    backup = create_backup(office, tmp_path / "usb").file
    printed = set(reserve_codes(office, 5).value)
    restore_backup(backup, tmp_path / "restored", office.now())
    restored = sign_in(tmp_path / "restored", ADMIN, PASSWORD, office.clock)
    again = reserve_codes(restored, 5).value
    received = a_received(restored).code
    restored.close()
    assert len({*printed, *again, received}) == 11


@pytest.mark.parametrize("paper", ["A5", "A4", "A4x2"])
def test_each_sheet_has_one_page_a_copy_its_number_and_a_qr(
    office: Office, paper: str, tmp_path: Path
) -> None:
    target = tmp_path / "trang.pdf"
    printed = print_blank_receipts(office, 3, target, paper=paper).value
    pdf = target.read_bytes()
    check_pdf(pdf, tmp_path)
    assert not ink_reaches_edge(pdf)
    assert printed.pages == (3 if paper == "A4x2" else 6)
    pages = page_texts(pdf)
    assert all(any(code in page for page in pages) for code in printed.codes)
    assert all("NGƯỜI TIẾP NHẬN HỒ SƠ" in page for page in pages)
    first = codes_on(pdf)[0].split("|")
    assert first[:3] == [printed.codes[0], "", ""]
    assert "in sẵn số" in first[3]
    assert [unused.code for unused in unused_codes(office, FRIDAY)] == list(printed.codes)
    assert unused_codes(office, SATURDAY) == ()


def test_sheet_for_another_day_bears_that_day(office: Office, tmp_path: Path) -> None:
    printed = print_blank_receipts(office, 1, tmp_path / "a.pdf", SATURDAY).value
    assert "-261121-" in printed.codes[0]
    assert "ngày 21 tháng 11 năm 2026" in text_of((tmp_path / "a.pdf").read_bytes())


def test_folder_that_cannot_be_written_costs_no_numbers(office: Office, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentProblem):
        print_blank_receipts(office, 2, tmp_path / "file" / "a.pdf")
    assert unused_codes(office) == ()


def test_broken_layout_costs_no_numbers(office: Office, tmp_path: Path) -> None:
    folder = office.folder / "forms"
    folder.mkdir()
    (folder / "blank-receipt.json").write_text("{}", encoding="utf-8")
    with pytest.raises(EnvironmentProblem):
        print_blank_receipts(office, 2, tmp_path / "a.pdf")
    assert unused_codes(office) == ()
