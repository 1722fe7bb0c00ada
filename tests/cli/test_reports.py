"""``report`` and ``verify``: the contract's keys, exit codes, periods, issuing."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.shell import Shell

NOVEMBER = ("--from", "2026-11-02", "--to", "2026-11-13")


@dataclass
class Lived:
    """The office after these days, filled by the first test that asks."""

    folder: Path
    codes: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    return Lived(tmp_path_factory.mktemp("reports") / "office")


@pytest.fixture
def register(shell: Shell, lived: Lived) -> list[str]:
    """Four dossiers of early November: early, refused, in progress over, voided."""
    if lived.codes:
        shutil.rmtree(shell.folder)
        shutil.copytree(lived.folder, shell.folder)
        return lived.codes
    early = shell.receive("Chi", "--channel", "online", received="2026-11-02T09:00")
    shell.move(early, "finish", "2026-11-04T10:00")
    refused = shell.receive("Em", received="2026-11-03T09:00")
    shell.move(refused, "refuse", "2026-11-04T10:00", "--reason", "Không đủ điều kiện")
    over = shell.receive("Yến", received="2026-11-05T09:00")
    voided = shell.receive("Lan", received="2026-11-05T09:00")
    shell.move(voided, "undo")
    shutil.copytree(shell.folder, lived.folder)
    lived.codes = [early, refused, over, voided]
    return lived.codes


def test_list_names_every_report(shell: Shell) -> None:
    reports = shell.ok("report", "list")["reports"]
    assert {"name", "title"} <= set(reports[0])
    assert [one["name"] for one in reports] == [
        "settlement", "settlement-07a", "register-extract", "overdue", "daily",
        "certification-book", "civil-status-book", "fees", "comparison", "working-time", "officers",
    ]  # fmt: skip


def test_settlement_has_the_thirteen_columns(shell: Shell, register: list[str]) -> None:
    data = shell.ok("report", "settlement", *NOVEMBER)
    assert {"title", "columns", "rows", "total"} <= set(data)
    (row,) = data["rows"]
    assert row["name"] == "Hộ tịch"
    assert [row[f"c{n}"] for n in range(3, 14)] == [3, 1, 2, 0, 2, 2, 0, 0, 1, 0, 1]
    assert {key: data["total"][key] for key in row if key.startswith("c")} == {
        key: value for key, value in row.items() if key.startswith("c")
    }
    assert data["problems"] == []
    assert data["period"] == {"from": "2026-11-02", "to": "2026-11-13", "label": ""}


@pytest.mark.parametrize("by", ["field", "procedure", "channel", "officer"])
def test_every_grouping_of_the_contract(shell: Shell, register: list[str], by: str) -> None:
    data = shell.ok("report", "settlement", *NOVEMBER, "--by", by)
    assert data["by"] == by
    assert sum(row["c3"] for row in data["rows"]) == data["total"]["c3"] == 3


@pytest.mark.parametrize(
    "name",
    ["settlement-07a", "register-extract", "overdue", "daily", "certification-book",
     "civil-status-book", "fees", "comparison", "working-time", "officers"],
)  # fmt: skip
def test_every_report_answers_with_the_keys_of_the_contract(
    shell: Shell, register: list[str], name: str
) -> None:
    data = shell.ok("report", name, *NOVEMBER)
    keys = {column["key"] for column in data["columns"]}
    assert data["rows"] or name == "certification-book"
    assert all(set(row) == keys for row in data["rows"])
    said = shell("report", name, *NOVEMBER, as_json=False)
    assert said.code == 0
    assert data["title"] in said.out


def test_period_by_name_is_the_period_by_days(shell: Shell, register: list[str]) -> None:
    named = shell.ok("report", "settlement", "--period", "2026-Q4@14")
    assert named["period"] == {
        "from": "2026-09-15", "to": "2026-12-14", "label": "Quý IV năm 2026 (chốt ngày 14)",
    }  # fmt: skip
    by_days = shell.ok("report", "settlement", "--from", "15/09/2026", "--to", "14/12/2026")
    assert named == by_days


@pytest.mark.parametrize("ending", ["pdf", "xlsx", "docx"])
def test_report_is_written_to_a_file(
    shell: Shell, register: list[str], tmp_path: Path, ending: str
) -> None:
    target = tmp_path / f"báo cáo.{ending}"
    data = shell.ok("report", "settlement", *NOVEMBER, "--out", target)
    assert data["file"] == str(target)
    assert target.stat().st_size > 3000
    if ending == "xlsx":
        sheet = load_workbook(target, data_only=True).active
        assert sheet is not None
        texts = {cell.value for row in sheet.iter_rows() for cell in row}
        assert {"TỔNG SỐ", "Hộ tịch", "Biểu số II.06a/VPCP/KSTT"} <= texts


def test_cell_opens_its_dossiers(shell: Shell, register: list[str]) -> None:
    line = ("report", "dossiers", "settlement", *NOVEMBER, "--row", "Hộ tịch", "--column")
    assert [row["code"] for row in shell.ok(*line, "c13")["rows"]] == [register[2]]
    assert [row["code"] for row in shell.ok(*line, "c8")["rows"]] == register[:2]
    assert "không phải số đếm" in shell.refused(*line, "name")
    assert "c99" in shell.refused(*line, "c99")


def test_issued_report_stays_and_shows_what_changed(
    shell: Shell, register: list[str], tmp_path: Path
) -> None:
    target = tmp_path / "b.pdf"
    folder = tmp_path / "thư mục.pdf"
    folder.mkdir()
    line = ("report", "settlement", *NOVEMBER, "--issue", "--out", folder)
    assert "thư mục.pdf" in shell.refused(*line, code=3)
    assert shell.ok("report", "issued")["issued"] == []  # no number without its file
    issued = shell.ok("report", "settlement", *NOVEMBER, "--issue", "--out", target)["issued"]
    assert issued["number"].startswith("01/")
    assert shell.ok("report", "diff", issued["id"])["same"] is True
    shell.move(register[0], "undo")
    diff = shell.ok("report", "diff", issued["id"])
    assert {"row": "TỔNG SỐ", "column": "c7", "issued": 2, "now": 1} in diff["changes"]
    checked = shell.ok("verify", target)
    assert (checked["found"], checked["original"], checked["total"]["c7"]) == (True, True, 2)
    assert shell.ok("verify", issued["stamp"])["original"] is None
    assert len(shell.ok("report", "issued")["issued"]) == 1
    again = tmp_path / "again.pdf"
    shell.ok("report", "print", issued["id"], "--out", again)
    assert again.read_bytes() == target.read_bytes()


def test_forged_file_or_stamp_fails_with_exit_code_one(
    shell: Shell, register: list[str], tmp_path: Path
) -> None:
    target = tmp_path / "b.docx"
    shell.ok("report", "settlement", *NOVEMBER, "--issue", "--out", target)
    with target.open("ab") as file:
        file.write(b" ")
    answer = shell("verify", target)
    assert (answer.code, answer.data["original"], answer.data["sound"]) == (1, False, False)
    unknown = shell("verify", "SMC-BC:1:2026:1:" + "0" * 64)
    assert (unknown.code, unknown.data["found"]) == (1, False)


def test_typed_figure_keeps_the_computed_one(shell: Shell, register: list[str]) -> None:
    line = ("report", "override", "settlement", *NOVEMBER, "--row", "Hộ tịch", "--column", "c9")
    typed = shell.ok(*line, "--value", "1", "--reason", "Sổ giấy")
    assert (typed["computed"], typed["value"], typed["user"]) == ("0", "1", shell.user)
    data = shell.ok("report", "settlement", *NOVEMBER)
    assert data["rows"][0]["c9"] == 1
    assert data["overrides"][0]["computed"] == "0"
    assert any("(7) = 2 nhưng (8) + (9) + (10) = 3" in problem for problem in data["problems"])
    assert shell.refused(*line, "--value", "1").startswith("Lý do")
    assert "một" in shell.refused(*line, "--value", "một", "--reason", "x")
    shell.ok("report", "override-remove", typed["id"])
    assert shell.ok("report", "settlement", *NOVEMBER)["rows"][0]["c9"] == 0


def test_doctor_proves_the_figures_and_rebuild_mends_nothing_when_sound(
    shell: Shell, register: list[str]
) -> None:
    checks = {one["name"]: one for one in shell.ok("doctor")["checks"]}
    assert checks["figures"]["ok"]
    assert shell.ok("report", "rebuild") == {"wrong": 0}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (("report", "settlement"), 1),
        (("report", "settlement", "--from", "2026-11-01"), 1),
        (("report", "settlement", "--from", "2026-11-13", "--to", "2026-11-02"), 1),
        (("report", "settlement", "--from", "hôm nay", "--to", "2026-11-02"), 1),
        (("report", "settlement", "--period", "2026-Q9"), 1),
        (("report", "settlement", *NOVEMBER, "--by", "moon"), 2),
        (("report", "settlement", *NOVEMBER, "--out", "x.odt"), 1),
        (("report", "settlement", *NOVEMBER, "--period", "2026-10"), 2),
        (("report", "settlement", *NOVEMBER, "--out", ""), 1),
        (("report", "diff", "7"), 1),
        (("report", "override-remove", "7"), 1),
        (("verify", "không-có.pdf"), 3),
        (("report", "nothing", *NOVEMBER), 2),
        (("report",), 2),
        (("verify",), 2),
        (("report", "settlement", *NOVEMBER, "--out", "/proc/x/b.pdf"), 3),
    ],
)
def test_wrong_line_is_refused_with_its_exit_code(
    shell: Shell, line: tuple[str, ...], code: int
) -> None:
    shell.refused(*line, code=code)
