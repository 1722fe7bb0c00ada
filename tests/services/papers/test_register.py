"""The register from the records: stable numbers, the period, what each line tells."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop.domain.dossiers import Channel
from desktop.domain.errors import Cancelled, EnvironmentProblem, InputRefused, Surroundings
from desktop.resource_paths import resource_path
from desktop.services.audit import read_audit
from desktop.services.office import Office
from desktop.services.papers.register import RegisterWish, print_register, register_entries
from desktop.services.papers.register_numbers import entry_number
from desktop.services.progress import Cancellable, Silent
from tests.factory import FRIDAY_MORNING, a_received
from tests.pdf import check_pdf, text_of
from tests.services.papers.stories import E, moved, settings

YEAR = RegisterWish(date(2026, 1, 1), date(2026, 12, 31))


def lines(office: Office, wish: RegisterWish = YEAR) -> list[tuple[int, str, str]]:
    return [
        (entry.number, entry.cells["code"], entry.cells["note"])
        for entry in register_entries(office, wish, Silent())
    ]


def test_numbers_follow_entry_and_never_change_when_old_paper_is_keyed_in(office: Office) -> None:
    first, second = a_received(office), a_received(office)
    before = lines(office)
    assert before == [(1, first.code, ""), (2, second.code, "")]
    late = a_received(office, received_at=FRIDAY_MORNING - timedelta(days=3))
    assert lines(office) == [*before, (3, late.code, "")]
    assert entry_number(office, late.id, late.received_at) == (2026, 3)


def test_period_shows_its_dossiers_with_the_numbers_of_the_year(office: Office) -> None:
    a_received(office, received_at=FRIDAY_MORNING - timedelta(days=40))
    inside = a_received(office)
    wish = RegisterWish(date(2026, 11, 20), date(2026, 11, 20))
    assert lines(office, wish) == [(2, inside.code, "")]


def test_each_year_counts_from_one(office: Office) -> None:
    old = a_received(office, received_at=FRIDAY_MORNING.replace(year=2025))
    new = a_received(office)
    both = RegisterWish(date(2025, 1, 1), date(2026, 12, 31))
    assert [(n, code) for n, code, _ in lines(office, both)] == [(1, old.code), (1, new.code)]


def test_year_turns_at_midnight_of_the_office(office: Office) -> None:
    eve = FRIDAY_MORNING.replace(year=2025, month=12, day=31, hour=23, minute=59)
    a_received(office, received_at=eve)
    found = list(register_entries(office, RegisterWish(date(2025, 12, 31), date(2026, 1, 1)),
                                  Silent()))  # fmt: skip
    assert [(entry.year, entry.received_on) for entry in found] == [(2025, date(2025, 12, 31))]


def test_line_notes_what_ended_otherwise_and_how_it_came(office: Office) -> None:
    voided = a_received(office).code
    moved(office, voided, E.UNDO)
    online = a_received(office, channel=Channel.ONLINE, note="gọi trước khi trả").code
    refused = a_received(office).code
    moved(office, refused, E.REFUSE, reason="sai thẩm quyền")
    assert lines(office) == [
        (1, voided, "Đã hủy (nhập nhầm)"),
        (2, online, "Trực tuyến\ngọi trước khi trả"),
        (3, refused, "Từ chối giải quyết"),
    ]


def test_register_is_printed_with_letterhead_signer_and_an_audit_entry(
    office: Office, tmp_path: Path
) -> None:
    settings(office, head_title="Giám đốc", head_name="Trần Thị Minh")
    code = a_received(office).code
    target = tmp_path / "so.pdf"
    printed = print_register(office, YEAR, target)
    assert (printed.pages, printed.entries, printed.volumes) == (2, 1, 1)
    check_pdf(target.read_bytes(), tmp_path)
    text = text_of(target.read_bytes())
    for fact in (code, "Nguyễn Văn An", "Thôn 1, xã A", "0900000001", "20/11/2026", "25/11/2026"):
        assert fact in text
    assert ("GIÁM ĐỐC" in text, "Trần Thị Minh" in text) == (True, True)
    assert read_audit(office)[-1].action == "print.register"


def test_cancelled_register_leaves_no_file(office: Office, tmp_path: Path) -> None:
    a_received(office)
    with pytest.raises(Cancelled):
        print_register(office, YEAR, tmp_path / "so.pdf", Cancellable(0))
    assert not (tmp_path / "so.pdf").exists()


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (RegisterWish(date(2026, 2, 1), date(2026, 1, 1)), "until"),
        (RegisterWish(date(1990, 2, 1), date(2026, 1, 1)), "until"),
        (RegisterWish(date(2026, 1, 1), date(2026, 1, 2), volume=0), "volume"),
        (RegisterWish(date(2026, 1, 1), date(2026, 1, 2), page=-1), "page"),
    ],
)
def test_impossible_wish_is_refused(
    office: Office, wish: RegisterWish, field: str, tmp_path: Path
) -> None:
    with pytest.raises(InputRefused) as refused:
        print_register(office, wish, tmp_path / "so.pdf")
    assert [problem.field for problem in refused.value.problems] == [field]


def test_own_layout_that_does_not_fit_the_paper_is_said_as_its_fault(
    office: Office, tmp_path: Path
) -> None:
    data = json.loads(resource_path("forms", "07-register.json").read_text(encoding="utf-8"))
    data["blocks"][0] |= {"size": 14, "head": ["SỔ"] * 4}
    data["blocks"][0]["columns"][0]["heading"] = "W" * 40
    (office.folder / "forms").mkdir()
    (office.folder / "forms" / "register.json").write_text(json.dumps(data), encoding="utf-8")
    a_received(office)
    with pytest.raises(EnvironmentProblem) as stopped:
        print_register(office, YEAR, tmp_path / "so.pdf")
    assert stopped.value.code is Surroundings.LAYOUT_BROKEN
    assert stopped.value.facts["file"] == "register.json"
    assert "không vừa trang" in stopped.value.facts["problem"]
