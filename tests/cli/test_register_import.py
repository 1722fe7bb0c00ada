"""``dossiers import``: a hand-kept register in, its faults out, nothing twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.cli.shell import Shell
from tests.imports.sheets import write_book

HEADER = [
    "STT", "Mã hồ sơ", "Họ và tên", "Số CCCD", "Thủ tục", "Ngày nhận", "Ngày hẹn trả", "Ngày trả",
    "Tình trạng",
]  # fmt: skip
KEYS = {"read", "added", "changed", "unchanged", "problems", "duplicates"}


def line(order: int, name: str = "", **changes: Any) -> list[Any]:
    """A sound line; columns may be given by number, as c4="…"."""
    cells: list[Any] = [
        order,
        None,
        name or f"Nguyễn Văn {order}",
        f"00109000{order:04d}",
        "khai sinh",
        "05/03/2025",
        "06/03/2025",
        "06/03/2025",
        "Đã trả",
    ]
    for key, value in changes.items():
        cells[int(key[1:])] = value
    return cells


def register(folder: Path, *lines: list[Any], name: str = "sổ.xlsx") -> Path:
    return write_book(folder / name, [["UBND XÃ A"], HEADER, *lines], merged=["A1:I1"])


def test_register_comes_in_with_its_states_and_dates(shell: Shell, tmp_path: Path) -> None:
    file = register(
        tmp_path,
        line(1, "Lý Đào"),
        line(2, "Lý Mận", c7=None, c8="Đang giải quyết"),
        line(3, "Lý Bưởi", c1="H56.14-250305-0007", c7="08/03/2025", c8=None),
        line(
            4,
            "Lý Ổi",
            c4="Thủ tục cấp Giấy xác nhận tình trạng hôn nhân",
            c7=None,
            c8="Công dân rút",
        ),
    )
    dry = shell.ok("dossiers", "import", file, "--dry-run")
    assert set(dry) >= KEYS
    assert (dry["read"], dry["added"], dry["duplicates"], dry["problems"]) == (4, 4, 0, [])
    assert shell.ok("dossiers", "search")["total"] == 0
    assert shell.ok("dossiers", "import", file) == dry
    assert shell.ok("dossiers", "search")["total"] == 4

    def card(text: str) -> dict[str, Any]:
        (row,) = shell.ok("dossiers", "search", text)["rows"]
        return shell.ok("dossiers", "show", row["code"])

    first, second, third = card("dao"), card("man"), card("buoi")
    assert (first["state"], first["outcome"]) == ("returned", "on_time")
    assert first["received"][:10] == "2025-03-05"
    assert (first["due"][:10], first["returned"][:10]) == ("2025-03-06", "2025-03-06")
    assert first["code"].startswith("24259-250305-")
    assert (second["state"], second["outcome"]) == ("processing", None)
    assert (third["code"], third["outcome"]) == ("H56.14-250305-0007", "late")
    assert card("oi")["state"] == "withdrawn"
    assert [entry["event"] for entry in first["history"]] == ["import"]


def test_same_register_twice_adds_nothing(shell: Shell, tmp_path: Path) -> None:
    same = line(3, "Trùng Tên", c3=None)
    file = register(tmp_path, line(1), line(2, c1="H56.14-250305-0007"), same, list(same))
    assert shell.ok("dossiers", "import", file)["added"] == 4
    again = shell.ok("dossiers", "import", file)
    assert (again["read"], again["added"], again["duplicates"]) == (4, 0, 4)
    more = register(tmp_path, line(1), line(2, c1="H56.14-250305-0007"), same, same, line(9))
    third = shell.ok("dossiers", "import", more)
    assert (third["added"], third["duplicates"]) == (1, 4)
    assert shell.ok("dossiers", "search")["total"] == 5


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def test_rejects_can_be_mended_and_imported_again(shell: Shell, tmp_path: Path) -> None:
    file = register(
        tmp_path,
        line(1),
        line(2, c2=None),
        line(3, c5="hôm nào"),
        line(4, c4="việc không ai biết"),
        line(5, c6="01/03/2025"),
        line(6),
    )
    rejects = tmp_path / "cần sửa.xlsx"
    refused = shell.refused("dossiers", "import", file, "--rejects", tmp_path / "x.pdf")
    assert ".xlsx" in refused
    assert "là một thư mục" in shell.refused(
        "dossiers", "import", file, "--rejects", _folder(tmp_path / "x.xlsx"), code=3
    )
    assert shell.ok("dossiers", "search")["total"] == 0
    found = shell.ok("dossiers", "import", file, "--rejects", rejects)
    assert (found["read"], found["added"], found["rejected"]) == (6, 2, 4)
    places = [(p["sheet"], p["row"], p["column"], p["code"]) for p in found["problems"]]
    assert places == [
        ("Sổ 2025", 4, "C", "missing"),
        ("Sổ 2025", 5, "F", "not_a_date"),
        ("Sổ 2025", 7, "G", "date_order"),
        ("Sổ 2025", 6, "E", "unknown_procedure"),
    ]
    assert all(p["message"] and "{" not in p["message"] for p in found["problems"])

    book = load_workbook(rejects)
    page = book.active
    assert page is not None
    rows = list(page.values)
    assert [row[0] for row in rows[1:]] == [2, 3, 4, 5]
    assert all(row[-1] for row in rows)
    assert "ô C4" in str(rows[1][-1])
    page["C2"], page["F3"], page["E4"], page["G5"] = "An", "05/03/2025", "khai tử", "07/03/2025"
    book.save(rejects)
    mended = shell.ok("dossiers", "import", rejects)
    assert (mended["read"], mended["added"], mended["problems"]) == (4, 4, [])
    assert shell.ok("dossiers", "import", rejects)["added"] == 0
    assert shell.ok("dossiers", "search")["total"] == 6


def test_rejects_have_the_headings_of_the_register_and_no_letterhead(
    shell: Shell, tmp_path: Path
) -> None:
    rejects = tmp_path / "cần sửa.xlsx"
    shell.ok("dossiers", "import", register(tmp_path, line(1, c2=None)), "--rejects", rejects)
    page = load_workbook(rejects).active
    assert page is not None
    headings = next(iter(page.values))
    assert list(headings) == [*HEADER, "Lý do không nhập được"]


def test_dry_run_writes_the_rejects_and_nothing_else(shell: Shell, tmp_path: Path) -> None:
    rejects = tmp_path / "cần sửa.xlsx"
    file = register(tmp_path, line(1), line(2, c2=None))
    shell.ok("dossiers", "import", file, "--dry-run", "--rejects", rejects)
    assert rejects.exists()
    assert shell.ok("dossiers", "search")["total"] == 0


@pytest.mark.parametrize(
    ("state", "outcome"),
    [("Đúng hạn", "on_time"), ("Trước hạn", "early"), ("Quá hạn", "late"), ("Đã trả", "on_time")],
)
def test_outcome_that_the_register_states_is_kept(
    shell: Shell, tmp_path: Path, state: str, outcome: str
) -> None:
    shell.ok("dossiers", "import", register(tmp_path, line(1, c8=state)))
    (row,) = shell.ok("dossiers", "search")["rows"]
    card = shell.ok("dossiers", "show", row["code"])
    assert (card["state"], card["outcome"]) == ("returned", outcome)


def test_wording_near_a_known_procedure_is_taken_and_said(shell: Shell, tmp_path: Path) -> None:
    file = register(tmp_path, line(1, c4="Đăng ký khai sinnh"))
    found = shell.ok("dossiers", "import", file)
    assert (found["added"], [p["code"] for p in found["problems"]]) == (1, ["procedure_guessed"])
    assert "khai sinh" in found["problems"][0]["message"]


def test_code_that_belongs_to_somebody_else_is_refused(shell: Shell, tmp_path: Path) -> None:
    own = shell.receive("Nguyễn Văn An")
    file = register(tmp_path, line(1, "Trần Thị Khác", c1=own), line(2, "Nguyễn Văn An", c1=own))
    found = shell.ok("dossiers", "import", file)
    assert (found["added"], found["duplicates"], found["rejected"]) == (0, 1, 1)
    assert [(p["row"], p["code"]) for p in found["problems"]] == [(3, "code_of_other")]
    assert shell.ok("dossiers", "search")["total"] == 1


def test_rejected_line_with_a_taken_code_is_not_swallowed_as_a_repeated_one(
    shell: Shell, tmp_path: Path
) -> None:
    code = "24259-250305-0001"
    file = register(tmp_path, line(1, "Lê Một", c1=code), line(2, "Vũ Hai", c1=code))
    rejects = tmp_path / "sửa.xlsx"
    shell.ok("dossiers", "import", file, "--rejects", rejects)
    for again in (rejects, file):
        found = shell.ok("dossiers", "import", again)
        assert (found["added"], found["rejected"]) == (0, 1)
        assert [p["code"] for p in found["problems"]] == ["code_of_other"]


def test_imported_codes_of_this_office_are_never_given_again(shell: Shell, tmp_path: Path) -> None:
    taken = ["24259-261120-0001", "24259-261120-0002"]
    lines = [
        line(n, c1=code, c5="20/11/2026", c6=None, c7=None, c8=None)
        for n, code in enumerate(taken, start=1)
    ]
    shell.ok("dossiers", "import", register(tmp_path, *lines))
    assert shell.receive() == "24259-261120-0003"


@pytest.mark.parametrize(
    ("state", "event", "outcome"),
    [
        ("Mới tiếp nhận", "finish", "late"),
        ("Đang giải quyết", "finish", "late"),
        ("Có kết quả, chờ trả", "return_result", None),
        ("Chờ bổ sung", "supplement_received", None),
        # Measured at the day on which the clock stood still, not at that of the withdrawal.
        ("Chờ bổ sung", "withdraw", "on_time"),
    ],
)
def test_imported_dossier_that_is_still_open_can_be_moved_on(
    shell: Shell, tmp_path: Path, state: str, event: str, outcome: str | None
) -> None:
    shell.ok("dossiers", "import", register(tmp_path, line(1, c7=None, c8=state)))
    (row,) = shell.ok("dossiers", "search")["rows"]
    shell.move(row["code"], event, "2025-03-07T09:00")
    assert shell.ok("dossiers", "show", row["code"])["outcome"] == outcome
    shell.ok("print", "receipt", row["code"], "--out", tmp_path / "phiếu.pdf")


def test_import_cannot_be_undone_line_by_line(shell: Shell, tmp_path: Path) -> None:
    shell.ok("dossiers", "import", register(tmp_path, line(1)))
    (row,) = shell.ok("dossiers", "search")["rows"]
    assert "không còn bước nào" in shell.refused("dossiers", "move", row["code"], "undo")


def test_own_export_comes_back_as_a_register(shell: Shell, tmp_path: Path) -> None:
    """What the program wrote itself is the register it must know best."""
    shell.receive("Nguyễn Thị Đào", "--id-number", "001190000001")
    target = tmp_path / "xuất.xlsx"
    shell.ok("dossiers", "export", target)
    found = shell.ok("dossiers", "import", target)
    assert (found["read"], found["added"], found["duplicates"]) == (1, 0, 1)
    assert found["problems"] == []
