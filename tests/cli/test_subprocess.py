"""``python -m desktop`` as another program calls it: bytes, exit codes, environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.shell import FRIDAY, Answer, check_manners
from tests.factory import ADMIN, MARITAL_STATUS, PASSWORD
from tests.services.disks import small_disk


def call(folder: Path, *arguments: object, password: str | None = PASSWORD) -> Answer:
    """Runs the program in a bare C locale, as a scheduled task does."""
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    environment.pop("SOMOTCUA_PASSWORD", None)
    if password is not None:
        environment["SOMOTCUA_PASSWORD"] = password
    line = [sys.executable, "-m", "desktop", "--data", str(folder), "--user", ADMIN, "--json"]
    ran = subprocess.run(
        [*line, *map(str, arguments)],
        capture_output=True,
        env=environment,
        timeout=300,
        check=False,
    )
    answer = Answer(ran.returncode, ran.stdout.decode("utf-8"), ran.stderr.decode("utf-8"))
    check_manners(answer, as_json=True)
    return answer


def document(answer: Answer) -> dict[str, Any]:
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.count("\n") == 1
    return answer.data


def test_day_of_an_office_from_the_outside(office_folder: Path, tmp_path: Path) -> None:
    line = ["--procedure", MARITAL_STATUS, "--applicant", "Nguyễn Thị Đào", "--received", FRIDAY]
    received = document(call(office_folder, "dossiers", "receive", *line))
    code = received["code"]
    moved = document(
        call(office_folder, "dossiers", "move", code, "finish", "--at", "2026-11-23T10:00")
    )
    assert moved["state"] == "finished"
    found = document(call(office_folder, "dossiers", "search", "dao"))
    assert [row["applicant"] for row in found["rows"]] == ["Nguyễn Thị Đào"]
    pages = document(call(office_folder, "print", "receipt", code, "--out", tmp_path / "p.pdf"))
    assert pages["pages"] >= 1
    made = document(call(office_folder, "backup", "create", "--to", tmp_path / "USB"))
    restored = tmp_path / "mới"
    document(call(office_folder, "backup", "restore", made["file"], "--into", restored))
    shown = document(call(restored, "dossiers", "show", code))
    assert shown["history"][-1]["event"] == "finish"


def test_exit_codes_and_streams_are_those_of_the_contract(
    office_folder: Path, tmp_path: Path
) -> None:
    wrong = call(office_folder, "users", "list", password="Sai-mat-khau-1!")
    assert (wrong.code, wrong.out) == (1, "")
    none = call(office_folder, "users", "list", password=None)
    assert (none.code, none.out) == (1, "")
    usage = call(office_folder, "dossiers", "explode")
    assert (usage.code, usage.out) == (2, "")
    missing = call(tmp_path / "không có", "users", "list")
    assert (missing.code, missing.out) == (3, "")
    assert "không có" in missing.err


def test_output_is_utf8_json_with_the_letters_themselves(office_folder: Path) -> None:
    answer = call(office_folder, "procedures", "list", "--field", "ho tich")
    assert "Hộ tịch" in answer.out
    assert json.loads(answer.out)["procedures"]


def test_an_answer_that_cannot_be_written_and_one_that_nobody_awaits(office_folder: Path) -> None:
    line = [
        sys.executable,
        "-m",
        "desktop",
        "--data",
        str(office_folder),
        "--user",
        ADMIN,
        "--json",
    ]
    environment = {**os.environ, "SOMOTCUA_PASSWORD": PASSWORD}
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [*line, "procedures", "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment,
            timeout=300,
            check=False,
        )
    said = ran.stderr.decode().splitlines()
    assert (ran.returncode, len(said)) == (3, 3), said
    assert said[0] == "Không ghi được câu trả lời ra nơi nhận."
    # Both streams closed by who called: no words of one on the other, no trace.
    shell = f'{subprocess.list2cmdline(line)} users list 2>&1 >&-; echo "{{$?}}"'
    silent = subprocess.run(
        ["/bin/sh", "-c", shell], capture_output=True, env=environment, check=False
    )
    assert silent.stdout.decode() == "{0}\n", silent.stdout
    shell = f"{subprocess.list2cmdline(line)} users explode 2>&-"
    silent = subprocess.run(
        ["/bin/sh", "-c", shell], capture_output=True, env=environment, check=False
    )
    assert (silent.returncode, silent.stdout) == (2, b"")


def test_an_interrupt_ends_with_the_promised_code_wherever_it_falls() -> None:
    # Python alone would end by the signal: the interrupt fell into compiled text.
    program = (
        "import sys, desktop.cli.main as m\n"
        "def interrupted(*_): exec('raise KeyboardInterrupt')\n"
        "m._run = interrupted\n"
        "from desktop.__main__ import main\n"
        "sys.exit(main())\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (ran.returncode, ran.stderr.decode()) == (130, "Đã hủy theo yêu cầu.\n")


@pytest.mark.parametrize("line", [["--help"], ["declaration", "fields"], ["--json", "procedures"]])
def test_a_reader_that_leaves_half_way_gets_no_traceback(
    office_folder: Path, line: list[str]
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    if line[-1] == "procedures":
        line = [*line[:-1], "--data", str(office_folder), "--user", ADMIN, "procedures", "list"]
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "desktop", *line],
            stdout=writing,
            stderr=subprocess.PIPE,
            env={**os.environ, "SOMOTCUA_PASSWORD": PASSWORD},
            timeout=300,
            check=False,
        )
    finally:
        os.close(writing)
    assert (ran.returncode, ran.stderr.decode()) == (0, "")


@pytest.mark.parametrize(
    "line",
    [
        "dossiers export {}/ho-so.xlsx",
        "dossiers export {}/ho-so.csv",
        "report settlement --from 2026-11-01 --to 2026-11-30 --out {}/ii06a.xlsx",
        "print register --from 2026-11-01 --to 2026-11-30 --out {}/so.pdf",
    ],
)
def test_a_full_disk_is_told_in_words_and_leaves_no_trace_behind(
    office_folder: Path, tmp_path: Path, line: str
) -> None:
    with small_disk(tmp_path / "usb") as disk, disk.full():
        answer = call(office_folder, *line.format(disk.folder).split())
        assert (answer.code, answer.out) == (3, "")
        assert answer.err.splitlines()[0] == "Ổ đĩa đã đầy."
        assert len(answer.err.splitlines()) == 3
