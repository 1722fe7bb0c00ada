"""Numbers printed beforehand: never given twice, used once, on their own day only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop.domain.dossiers import DossierState
from desktop.domain.errors import EnvironmentProblem, InputRefused, Rule, RuleViolation
from desktop.domain.roles import Role
from desktop.services.backups import create_backup
from desktop.services.bulk import BulkLoader
from desktop.services.clock import FixedClock
from desktop.services.doctor import examine
from desktop.services.dossier_cards import dossier_card
from desktop.services.dossier_filters import DossierFilter
from desktop.services.dossier_lists import first_dossiers
from desktop.services.dossier_numbers import CodeDispenser
from desktop.services.drafts import keep_draft, read_draft
from desktop.services.office import Office
from desktop.services.papers.blank_receipts import print_blank_receipts
from desktop.services.procedures import procedure_by_code
from desktop.services.receiving import BATCH_DRAFT, INTAKE_DRAFT
from desktop.services.reserved_codes import (
    MOST_AT_ONCE,
    check_paper_time,
    codes_typed,
    keyed_in,
    open_code,
    reserve_codes,
    spoil_code,
    unspoil_code,
    unused_codes,
)
from desktop.services.restoring import restore_backup
from desktop.services.signing_in import sign_in
from desktop.services.users import NewUser, add_user
from tests.factory import ADMIN, BIRTH, FRIDAY_MORNING, MARITAL_STATUS, PASSWORD, a_received
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


def test_entry_taken_back_is_keyed_in_again_under_its_printed_number(office: Office) -> None:
    (code,) = reserve_codes(office, 1).value
    first = a_received(office, BIRTH, "Tên Gõ Sai", reserved_code=code)
    moved(office, code, E.UNDO)
    assert [sheet.voided_id for sheet in unused_codes(office)] == [first.id]
    assert keyed_in(office, FRIDAY) == ()
    again = a_received(office, MARITAL_STATUS, "Trần Thị Đúng", reserved_code=code)
    assert (again.id, again.code) == (first.id, code)
    card = dossier_card(office, code)
    assert (card.row.applicant_name, card.procedure_code) == ("Trần Thị Đúng", MARITAL_STATUS)
    assert card.row.state is DossierState.RECEIVED
    assert [(entry.event, entry.undone) for entry in card.history] == [
        (E.RECEIVE, True),
        (E.UNDO, False),
        (E.RECEIVE, False),
    ]
    assert {item.document.name for item in card.documents} == {
        document.name for document in procedure_by_code(office, MARITAL_STATUS).facts.documents
    }
    assert [row.code for row in keyed_in(office, FRIDAY)] == [code]
    found = first_dossiers(office, DossierFilter(text="tran thi dung"), 5)
    assert [row.code for row in found] == [code]
    assert first_dossiers(office, DossierFilter(text="ten go sai"), 5) == []
    assert unused_codes(office) == ()
    kept = {"references", "search", "figures", "audit"}
    assert {check.name for check in examine(office) if check.ok} >= kept
    moved(office, code, E.UNDO)
    assert spoil_code(office, code, "người dân không quay lại").value == code
    assert unused_codes(office) == ()


def test_clerk_names_a_number_by_its_qr_its_whole_text_or_its_last_digits(office: Office) -> None:
    codes = reserve_codes(office, 12).value
    known = unused_codes(office)
    (second,) = (code for code in codes if code.endswith("0002"))
    for typed in ("2", "02", "0002", second, f" {second.lower()} ", f"{second}||GIAY TIEP NHAN|x"):
        assert [code.code for code in codes_typed(known, typed)] == [second], typed
    assert [c.code[-4:] for c in codes_typed(known, "1")] == ["0001"]
    assert [c.code[-4:] for c in codes_typed(known[1:], "1")] == ["0011"]
    assert codes_typed(known, "0777") == codes_typed(known, "chữ") == codes_typed(known, "") == ()


@pytest.mark.parametrize(
    ("minutes", "is_possible"), [(-1, False), (0, True), (30, True), (60, True), (61, False)]
)
def test_hour_on_paper_lies_between_the_print_and_now(
    office: Office, minutes: int, is_possible: bool
) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.moment += timedelta(seconds=40)  # paper knows no seconds
    reserve_codes(office, 1)
    office.clock.moment = FRIDAY_MORNING + timedelta(hours=1)
    (sheet,) = unused_codes(office)
    at = FRIDAY_MORNING + timedelta(minutes=minutes)
    if is_possible:
        check_paper_time(office, sheet, at)
        return
    with pytest.raises(InputRefused) as refused:
        check_paper_time(office, sheet, at)
    assert refused.value.problems[0].field == "received_at"


def test_sheet_for_a_coming_day_is_used_from_that_morning(office: Office) -> None:
    code = _of_tomorrow(office)
    assert isinstance(office.clock, FixedClock)
    office.clock.moment += timedelta(days=1)
    sheet = open_code(office, code)
    check_paper_time(office, sheet, FRIDAY_MORNING + timedelta(hours=23))
    with pytest.raises(InputRefused):
        check_paper_time(office, sheet, FRIDAY_MORNING + timedelta(hours=1))


def test_sheet_marked_as_spoiled_by_mistake_waits_again(office: Office) -> None:
    code = _spoiled(office)
    unspoil_code(office, code)
    assert [sheet.code for sheet in unused_codes(office)] == [code]
    with pytest.raises(RuleViolation):
        unspoil_code(office, "24259-261120-0777")


def test_keying_in_leaves_what_is_typed_at_the_counter(office: Office) -> None:
    keep_draft(office, INTAKE_DRAFT, {"person": "đang gõ"})
    keep_draft(office, BATCH_DRAFT, {"person": "trên giấy"})
    (code,) = reserve_codes(office, 1).value
    a_received(office, reserved_code=code)
    assert read_draft(office, INTAKE_DRAFT) is not None
    assert read_draft(office, BATCH_DRAFT) is None
    a_received(office)
    assert read_draft(office, INTAKE_DRAFT) is None


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
