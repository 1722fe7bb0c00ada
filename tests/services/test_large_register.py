"""A large hand-kept register: complete, right, once, or not at all."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.domain.dossiers import DossierState, Timeliness
from desktop.domain.errors import Cancelled
from desktop.domain.moments import local
from desktop.models.dossiers import dossiers
from desktop.services.audit import chain_is_whole, read_audit
from desktop.services.doctor import examine
from desktop.services.dossier_filters import DossierFilter
from desktop.services.dossier_lists import count_dossiers, first_dossiers
from desktop.services.office import Office
from desktop.services.progress import Cancellable
from desktop.services.register_import import import_register, run_plan
from desktop.services.register_planning import plan_register
from tests.imports.sheets import write_book
from tests.services.record import dump

LINES = 10_000
FIRST_DAY = date(2021, 1, 4)
HEADER = (
    "STT", "Mã hồ sơ", "Họ và tên", "Số CCCD", "Thủ tục", "Ngày nhận", "Ngày hẹn trả", "Ngày trả"
)  # fmt: skip


def line(number: int) -> tuple[str, ...]:
    """Every third has a code of its own; every fifth is still open; every seventh was late."""
    received = FIRST_DAY + timedelta(days=number // 40)
    due = received + timedelta(days=3)
    returned = due + timedelta(days=1 if number % 7 == 0 else -1)
    return (
        str(number + 1),
        f"H56.14-{received:%y%m%d}-{number % 40 + 1:04d}" if number % 3 == 0 else "",
        f"Người dân {number}",
        f"0011{number % 90 + 10:02d}{number:06d}",
        "khai sinh" if number % 2 else "Đăng ký kết hôn",
        f"{received:%d/%m/%Y}",
        f"{due:%d/%m/%Y}",
        "" if number % 5 == 0 else f"{returned:%d/%m/%Y}",
    )


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("register") / "sổ 2021-2024.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(map(line, range(LINES)))
    return path


def test_large_register_comes_in_whole_and_once(office: Office, register: Path) -> None:
    plan = plan_register(office, register)
    assert plan.result.problems == ()
    before = dump(office)
    with pytest.raises(Cancelled):
        run_plan(office, plan, progress=Cancellable(13))  # one block is written
    assert dump(office) == before
    assert run_plan(office, plan).value.added == LINES
    check_content(office)
    assert all(check.ok for check in examine(office))
    entries = len(read_audit(office))
    again = import_register(office, register).value
    assert (again.read, again.added, again.duplicates) == (LINES, 0, LINES)
    assert count_dossiers(office, DossierFilter()) == LINES
    assert len(read_audit(office)) == entries
    assert chain_is_whole(office).ok


def check_content(office: Office) -> None:
    with office.reading() as connection:
        states = connection.execute(
            select(dossiers.c.state, dossiers.c.timeliness, func.count()).group_by(
                dossiers.c.state, dossiers.c.timeliness
            )
        ).all()
        codes = select(func.count(dossiers.c.code.distinct()))
        assert connection.execute(codes).scalar_one() == LINES
    want: dict[tuple[DossierState, Timeliness | None], int] = {}
    for number in range(LINES):
        late = Timeliness.LATE if number % 7 == 0 else Timeliness.EARLY
        key = (DossierState.RETURNED, late) if number % 5 else (DossierState.PROCESSING, None)
        want[key] = want.get(key, 0) + 1
    assert {(state, timeliness): count for state, timeliness, count in states} == want
    for number in (0, 1, 777, LINES // 2, LINES - 1):
        cells = line(number)
        (row,) = first_dossiers(office, DossierFilter(cells[3]))
        assert row.applicant_name == cells[2]
        assert f"{local(row.received_at):%d/%m/%Y}" == cells[5]
        assert row.code == cells[1] or not cells[1]


def test_cancel_while_the_file_is_read_leaves_nothing(office: Office, register: Path) -> None:
    before = dump(office)
    with pytest.raises(Cancelled):
        plan_register(office, register, progress=Cancellable(1))
    assert dump(office) == before


def test_number_that_stands_in_the_register_is_not_given_to_another_line(
    office: Office, tmp_path: Path
) -> None:
    """The office's own list, exported, with a line written in by hand above it."""
    rows = [
        ["Mã hồ sơ", "Họ và tên", "Thủ tục", "Ngày nhận"],
        ["", "Người thêm tay", "khai sinh", "05/03/2025"],
        ["24259-250305-0001", "Người đã có mã", "khai sinh", "05/03/2025"],
        ["24259-250305-0002", "Người có mã nữa", "khai sinh", "05/03/2025"],
    ]
    assert import_register(office, write_book(tmp_path / "sổ.xlsx", rows)).value.added == 3
    codes = {row.applicant_name: row.code for row in first_dossiers(office, DossierFilter())}
    assert codes["Người đã có mã"] == "24259-250305-0001"
    assert codes["Người thêm tay"] == "24259-250305-0003"
