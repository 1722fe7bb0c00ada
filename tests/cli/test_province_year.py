"""A whole year at the prompt, by stick: join, submit, appraise, explain, settle, publish, rank."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from desktop.services.clock import SystemClock
from desktop.services.provinces.setting_up import NewProvince, create_province
from desktop.services.signing_in import sign_in
from tests.cli.shell import Shell
from tests.conftest import CHEAP
from tests.factory import ADMIN, PASSWORD, UNIT_CODE
from tests.pdf import text_of
from tests.sync.rounds import SAMPLE, YEAR, answered

ON = ("--year", YEAR)


@pytest.fixture(scope="session")
def desk_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A province of today, to copy, never to open."""
    folder = tmp_path_factory.mktemp("tỉnh") / "tỉnh"
    create_province(folder, NewProvince("66", ADMIN, PASSWORD), SystemClock(), CHEAP)
    return folder


def a_paper() -> bytes:
    """A page with text."""
    output = io.BytesIO()
    canvas = Canvas(output, invariant=1)
    canvas.drawString(72, 720, "Bien ban doi thoai")
    canvas.save()
    return output.getvalue()


class Year:
    """A unit, its province, and the stick that goes between them."""

    def __init__(self, unit: Shell, desk: Shell, folder: Path) -> None:
        self.unit, self.desk, self.folder = unit, desk, folder
        self.stick = folder / "usb"
        self.stick.mkdir()

    def carry(self) -> dict[str, Any]:
        """Unit → stick → province → stick → unit; gives what the province said."""
        self.unit.ok("sync", "export", self.stick)
        found = self.desk.ok("province", "collect", "--from", self.stick)
        self.unit.ok("sync", "import", self.stick)
        return found

    def appraise(self, item: str, number: int, points: str, *more: object) -> dict[str, Any]:
        line = ("province", "appraise", UNIT_CODE, item, *ON, "--round", number)
        return self.desk.ok(*line, "--points", points, *more)

    def row(self) -> dict[str, Any]:
        rows = self.desk.ok("province", "status", *ON)["units"]
        found: dict[str, Any] = next(row for row in rows if row["unit_code"] == UNIT_CODE)
        return found


@pytest.fixture
def year(shell: Shell, desk_template: Path, tmp_path: Path) -> Year:
    """The unit has joined; its self-assessment is approved."""
    shutil.copytree(desk_template, tmp_path / "tỉnh")
    desk = Shell(tmp_path / "tỉnh", shell.capsys, shell.monkeypatch)
    made = Year(shell, desk, tmp_path)
    desk.ok("province", "invite", UNIT_CODE, "--out", tmp_path / "mời.json")
    shell.ok("sync", "join", tmp_path / "mời.json")
    office = sign_in(shell.folder, ADMIN, PASSWORD, SystemClock())
    answered(office, a_paper())
    office.close()
    shell.ok("assess", "hand-in", *ON)
    shell.ok("assess", "approve", *ON)
    return made


def test_whole_year_from_invitation_to_rank(year: Year) -> None:
    assert year.row()["standing"] == "never"
    year.unit.ok("assess", "submit", *ON)
    year.carry()
    row = year.row()
    assert row["standing"] == "sent"
    assert (row["assessment"]["set"], row["assessment"]["missing_files"]) == (SAMPLE, 0)

    lines = {
        line["item"]: line for line in year.desk.ok("province", "sheet", UNIT_CODE, *ON)["lines"]
    }
    claim = lines["1.7"]
    assert (claim["note"], claim["evidence"][0]["received"]) == ("có biên bản", True)
    files = year.desk.ok("province", "evidence", UNIT_CODE, *ON, "--to", year.folder / "chứng")
    assert all(Path(name).read_bytes().startswith(b"%PDF") for name in files["files"])
    assert len(files["files"]) == 2

    table = year.folder / "chấm.xlsx"
    year.desk.ok("province", "sheet", UNIT_CODE, *ON, "--out", table)
    many = ("province", "appraise-list", table, *ON, "--round", 1)
    assert year.desk.ok(*many, "--preview")["skipped"] == len(lines)
    assert year.desk.ok(*many)["appraised"] == 0

    half = str(claim["claimed"] / 2)
    year.appraise("1.7", 1, "0")
    line = ("province", "appraise", UNIT_CODE, "1.7", *ON, "--round", 1)
    assert year.desk.ok(*line, "--take-back")["points"] is None
    said = year.appraise("1.7", 1, half, "--note", "biên bản chưa ký")
    assert (said["item"], said["verdict"]) == ("1.7", "changed")
    closed = year.desk.ok("province", "close", UNIT_CODE, *ON, "--round", 1, "--agree-rest")
    assert closed["closed"][0]["percent"] < 100
    year.carry()
    stages = year.unit.ok("assess", "status", *ON)
    assert stages["stage"] == "appraised"
    # What was appraised once stands; another word needs another round.
    assert "đã kết thúc" in year.desk.refused(
        "province", "appraise", UNIT_CODE, "1.7", *ON, "--round", 1, "--points", "0"
    )

    explain = ("assess", "explain", *ON, "1.7", "--text", "Đã bổ sung bản ký")
    year.unit.ok(*explain, "--proposed", claim["claimed"])
    year.unit.ok("assess", "explain", *ON, "--send")
    year.carry()
    told = {
        line["item"]: line for line in year.desk.ok("province", "sheet", UNIT_CODE, *ON)["lines"]
    }
    assert told["1.7"]["explanation"] == "Đã bổ sung bản ký"
    (open_,) = year.desk.ok("province", "council", *ON)["items"]
    assert (open_["item"], open_["proposed"]) == ("1.7", claim["claimed"])
    paper = year.folder / "hội đồng.pdf"
    least = ("province", "council", *ON, "--at-least")
    assert year.desk.ok(*least, "9", "--out", paper)["items"] == []
    assert len(year.desk.ok(*least, "0,1", "--out", paper)["items"]) == 1
    assert "Đã bổ sung bản ký" in text_of(paper.read_bytes())

    year.appraise("1.7", 2, half, "--note", "giữ nguyên")
    year.desk.ok("province", "close", UNIT_CODE, *ON, "--round", 2)
    assert len(year.desk.ok("province", "council", *ON)["items"]) == 1
    settle = ("province", "council", UNIT_CODE, "1.7", *ON, "--points", claim["claimed"])
    assert year.desk.ok(*settle, "--note", "hội đồng chấp nhận")["points"] == claim["claimed"]
    assert year.desk.ok("province", "council", *ON)["items"] == []

    made = year.desk.ok("province", "publish", *ON, "--decision", "12/QĐ-UBND")
    assert made["published"] == 1
    assert year.desk.ok("province", "publish", *ON)["written"] == 0
    ranking = year.desk.ok("province", "rank", *ON)
    (first,) = ranking["units"]
    wanted = {"rank", "unit_code", "self", "appraised", "survey", "total", "percent", "band"}
    assert wanted <= set(first)
    assert (first["rank"], first["unit_code"], first["survey"]) == (1, UNIT_CODE, None)
    assert first["self"] == first["total"]
    assert ranking["published"] is True
    assert "đã công bố" in year.desk.refused(
        "province", "appraise", UNIT_CODE, "1.7", *ON, "--round", 2, "--points", "0"
    )

    year.carry()
    assert year.unit.ok("assess", "status", *ON)["stage"] == "published"
    result = year.unit.ok("assess", "result", *ON)
    assert (result["rank"], result["ranked"], result["decision"]) == (1, 1, "12/QĐ-UBND")
    # Read letters are taken away once the unit has said that it has them.
    year.carry()
    assert not list((year.desk.folder / "outbox" / "letters").iterdir())


def test_submission_after_the_lock_waits_for_an_exception(year: Year) -> None:
    year.desk.ok("province", "lock", *ON, "--step", "submit", "--on", "2020-01-31")
    year.unit.ok("assess", "submit", *ON)
    found = year.carry()
    assert found["packages"][0]["outcome"] == "partly_accepted"
    assert year.row()["assessment"] is None
    assert year.row()["standing"] == "late"
    lock = ("province", "lock", *ON, "--step", "submit", "--on", "2099-01-01", "--unit", UNIT_CODE)
    assert "Lý do" in year.desk.refused(*lock)
    assert year.desk.ok(*lock, "--why", "mất điện do bão")["let_in"] == 1
    assert year.row()["standing"] == "sent"
    assert year.desk.ok("province", "quarantine")["items"] == []


def test_contract_alone_is_enough_to_publish(year: Year, tmp_path: Path) -> None:
    year.unit.ok("assess", "submit", *ON)
    year.carry()
    assert "Chưa đơn vị nào" in year.desk.refused("province", "publish", *ON)
    assert year.appraise("1.5", 1, "0")["points"] == 0
    assert year.appraise("1.5", 2, "0")["points"] == 0
    third = ("province", "appraise", UNIT_CODE, "1.5", *ON, "--round", 3, "--points", "0")
    assert "3 nằm ngoài" in year.desk.refused(*third)
    # The result lies in the mailbox at once: nobody has to collect first.
    box = tmp_path / "hộp thư"
    box.mkdir()
    year.desk.ok("province", "mailbox", box)
    assert year.desk.ok("province", "publish", *ON)["published"] == 1
    year.unit.ok("sync", "import", box)
    assert year.unit.ok("assess", "result", *ON)["rank"] == 1
    assert year.desk.ok("province", "rank", *ON)["units"][0]["percent"] < 100
    # A mailbox out of reach undoes nothing, and is said beside the answer.
    shutil.rmtree(box)
    again = year.desk("province", "publish", *ON)
    assert (again.code, again.data["published"]) == (0, 1)
    assert "province collect" in again.err


def test_who_may_approve_submits_at_once_and_is_told_what_counts_nothing(
    year: Year, tmp_path: Path
) -> None:
    ordered = tmp_path / "nho.csv"
    ordered.write_text(
        "Mã,Tên tiêu chí,Điểm tối đa,Cách tính,Tài liệu kiểm chứng\n1,Chỉ đạo,100,,\n"
        "1.1,Kế hoạch,60,NHỊ PHÂN: có = 60; không = 0,Kế hoạch\n"
        "1.2,Báo cáo,40,NHỊ PHÂN: có = 40; không = 0,Báo cáo\n",
        encoding="utf-8",
    )
    year.desk.ok("province", "send", ordered)
    year.unit.ok("criteria", "import", ordered)
    small = ("--set", "nho", "--year", YEAR)
    year.unit.ok("assess", "open", *small)
    year.unit.ok("assess", "answer", "1.1", *small, "--value", "có")
    sent = year.unit.ok("assess", "submit", *small)
    assert (sent["unanswered"], sent["package"]) == (["1.2"], 1)
    assert year.unit.ok("assess", "submit", *small) == sent | {"unanswered": []}
    year.carry()
    (row,) = year.desk.ok("province", "rank", *small)["units"]
    assert (row["self"], row["total"]) == (60, 60)
