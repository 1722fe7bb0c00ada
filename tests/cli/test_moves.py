"""``dossiers move``: each event of the law with its clock, refusals, and undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.shell import Shell

DUE = "2026-11-25T17:00:00+07:00"
MONDAY, WEDNESDAY = "2026-11-23T10:00", "2026-11-25T09:00"


def test_life_of_a_dossier_from_counter_to_counter(shell: Shell) -> None:
    code = shell.receive()
    handed = shell.move(code, "hand_over", "2026-11-20T10:00", "--to", "Tư pháp")
    assert {"code", "state", "due", "original_due"} <= set(handed)
    assert (handed["code"], handed["state"]) == (code, "processing")
    assert handed["due"] == handed["original_due"] == DUE
    shell.move(code, "confirm_hand_over", "2026-11-20T11:00")
    assert shell.ok("dossiers", "show", code)["holder"] == "Tư pháp"
    finished = shell.move(
        code, "finish", MONDAY, "--result-number", "12/XN", "--signer", "Chủ tịch"
    )
    assert finished["state"] == "finished"
    returned = shell.move(code, "return_result", "2026-11-24T08:00", "--receiver", "Con ông An")
    assert returned["state"] == "returned"
    card = shell.ok("dossiers", "show", code)
    assert (card["finished"], card["returned"]) == (
        "2026-11-23T10:00:00+07:00",
        "2026-11-24T08:00:00+07:00",
    )
    assert card["outcome"] == "early"
    assert [(h["event"], h["at"][:16], h["user"]) for h in card["history"]] == [
        ("receive", "2026-11-20T09:00", "Quản trị"),
        ("hand_over", "2026-11-20T10:00", "Quản trị"),
        ("confirm_hand_over", "2026-11-20T11:00", "Quản trị"),
        ("finish", MONDAY, "Quản trị"),
        ("return_result", "2026-11-24T08:00", "Quản trị"),
    ]


@pytest.mark.parametrize(
    ("finished", "outcome"),
    [
        ("2026-11-24T16:59", "early"),
        ("2026-11-25T07:00", "on_time"),
        ("2026-11-25T20:00", "on_time"),
        ("2026-11-26T07:00", "late"),
    ],
)
def test_dossier_finished_on_due_date_counts_as_on_time(
    shell: Shell, finished: str, outcome: str
) -> None:
    code = shell.receive()
    shell.move(code, "finish", finished)
    shell.move(code, "return_result", "2026-12-30T08:00")
    assert shell.ok("dossiers", "show", code)["outcome"] == outcome


def test_supplement_starts_the_limit_again_and_keeps_the_first_promise(shell: Shell) -> None:
    code = shell.receive()
    asked = shell.move(code, "request_supplement", MONDAY, "--reason", "Thiếu giấy xác nhận")
    assert asked["state"] == "waiting_supplement"
    came = shell.move(code, "supplement_received", WEDNESDAY)
    assert came == {
        "code": code,
        "state": "processing",
        "due": "2026-11-30T17:00:00+07:00",
        "original_due": DUE,
        "warnings": [],
    }
    shell.move(code, "finish", "2026-11-30T16:00")
    assert shell.ok("dossiers", "show", code)["outcome"] == "on_time"


def test_apology_promises_a_new_date_once_and_lateness_stays(shell: Shell) -> None:
    code = shell.receive()
    line = ["--reason", "Chờ xác minh", "--new-due", "2026-12-01"]
    moved = shell.move(code, "apologise", "2026-11-24T08:00", *line)
    assert (moved["state"], moved["due"]) == ("received", "2026-12-01T17:00:00+07:00")
    assert moved["original_due"] == DUE
    assert "một lần" in shell.refused(
        "dossiers", "move", code, "apologise", "--reason", "x", "--new-due", "2026-12-08"
    )
    shell.move(code, "finish", "2026-11-30T10:00")
    assert shell.ok("dossiers", "show", code)["outcome"] == "late"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (["--new-due", "2026-12-01"], "Lý do"),
        (["--reason", "x"], "Ngày hẹn mới"),
        (["--reason", "x", "--new-due", "2026-11-25"], "không muộn hơn"),
        (["--reason", "x", "--new-due", "2026-11-24T10:00"], "không muộn hơn"),
        (["--reason", "x", "--new-due", "tuần sau"], "tuần sau"),
    ],
)
def test_apology_without_reason_or_later_date_is_refused(
    shell: Shell, line: list[str], words: str
) -> None:
    code = shell.receive()
    assert words in shell.refused("dossiers", "move", code, "apologise", *line)
    assert shell.ok("dossiers", "show", code)["due"] == DUE


@pytest.mark.parametrize(
    ("event", "column", "outcome"),
    [("withdraw", "c9", "on_time"), ("stop", "c9", "on_time"), ("refuse", "c8", "early")],
)
def test_the_outcome_of_a_dossier_is_the_column_in_which_the_report_counts_it(
    shell: Shell, event: str, column: str, outcome: str
) -> None:
    code = shell.receive()
    shell.move(code, event, MONDAY, "--reason", "Người nộp đề nghị")
    assert shell.ok("dossiers", "show", code)["outcome"] == outcome
    period = ("--from", "2026-11-01", "--to", "2026-11-30")
    total = shell.ok("report", "settlement", *period)["total"]
    assert (total["c7"], total[column]) == (1, 1)


@pytest.mark.parametrize(
    ("event", "state"), [("refuse", "refused"), ("withdraw", "withdrawn"), ("stop", "stopped")]
)
def test_dossier_can_end_before_its_result(shell: Shell, event: str, state: str) -> None:
    code = shell.receive()
    assert shell.move(code, event, MONDAY, "--reason", "Theo đơn")["state"] == state
    card = shell.ok("dossiers", "show", code)
    assert (card["finished"], card["returned"]) == (None, None)
    assert card["history"][-1]["reason"] == "Theo đơn"
    said = shell.refused("dossiers", "move", code, "finish")
    assert said.startswith("Không thể “Ghi kết quả” khi hồ sơ đang ở trạng thái")


@pytest.mark.parametrize("event", ["request_supplement", "refuse", "stop"])
def test_event_that_the_law_wants_explained_needs_a_reason(shell: Shell, event: str) -> None:
    code = shell.receive()
    assert shell.refused("dossiers", "move", code, event).startswith("Lý do: ")
    assert shell.ok("dossiers", "show", code)["state"] == "received"


@pytest.mark.parametrize("event", ["supplement_received", "confirm_hand_over", "return_result"])
def test_event_that_does_not_fit_the_state_is_refused(shell: Shell, event: str) -> None:
    code = shell.receive()
    said = shell.refused("dossiers", "move", code, event)
    assert "Đã tiếp nhận" in said
    assert len(said.splitlines()) == 3


def test_confirming_without_a_waiting_hand_over_is_refused(shell: Shell) -> None:
    code = shell.receive()
    shell.move(code, "hand_over", "2026-11-20T10:00")
    shell.move(code, "confirm_hand_over", "2026-11-20T11:00")
    assert code in shell.refused("dossiers", "move", code, "confirm_hand_over")


def test_move_in_the_future_and_a_promise_on_a_day_off_are_done_and_said(shell: Shell) -> None:
    code = shell.receive()
    promised = ("--reason", "Đông việc", "--new-due", "2026-11-28")
    apology = shell.move(code, "apologise", "2026-11-23T09:00", *promised)
    assert "ngày nghỉ" in apology["warnings"][0]
    assert shell.move(code, "hand_over", "2026-11-24T09:00")["warnings"] == []
    ahead = shell("dossiers", "move", code, "finish", "--at", "2190-01-01T09:00")
    assert (ahead.code, "ở tương lai" in ahead.err) == (0, True)


def test_text_that_no_form_could_hold_is_refused(shell: Shell) -> None:
    code = shell.receive()
    said = shell.refused("dossiers", "move", code, "refuse", "--reason", "x" * 2_001)
    assert "Lý do: dài quá 2000 ký tự" in said
    said = shell.refused("dossiers", "move", code, "hand_over", "--to", "x" * 501)
    assert "Nơi nhận bàn giao: dài quá 500 ký tự" in said


def test_move_before_the_step_before_it_is_refused(shell: Shell) -> None:
    code = shell.receive()
    said = shell.refused("dossiers", "move", code, "finish", "--at", "2026-11-20T08:59")
    assert "09:00 20/11/2026" in said
    assert "bao giờ" in shell.refused("dossiers", "move", code, "finish", "--at", "bao giờ")


def _supplement(shell: Shell, code: str) -> None:
    shell.move(code, "request_supplement", MONDAY, "--reason", "x")


UNDONE: dict[str, tuple[Callable[[Shell, str], object] | None, list[str]]] = {
    "hand_over": (None, ["--to", "Tư pháp"]),
    "confirm_hand_over": (lambda s, c: s.move(c, "hand_over", "2026-11-20T10:00"), []),
    "request_supplement": (None, ["--reason", "x"]),
    "supplement_received": (_supplement, []),
    "apologise": (None, ["--reason", "x", "--new-due", "2026-12-01"]),
    "refuse": (None, ["--reason", "x"]),
    "withdraw": (None, []),
    "stop": (None, ["--reason", "x"]),
    "finish": (None, ["--result-number", "1"]),
    "return_result": (lambda s, c: s.move(c, "finish", "2026-11-20T10:00"), []),
}


@pytest.mark.parametrize("event", UNDONE)
def test_undo_puts_the_dossier_back_exactly(shell: Shell, event: str) -> None:
    prepare, line = UNDONE[event]
    code = shell.receive()
    if prepare is not None:
        prepare(shell, code)
    before = shell.ok("dossiers", "show", code)
    shell.move(code, event, WEDNESDAY, *line)
    moved = shell.ok("dossiers", "show", code)
    undone = shell.ok("dossiers", "move", code, "undo")
    after = shell.ok("dossiers", "show", code)
    assert (undone["state"], undone["due"]) == (before["state"], before["due"])
    steps, kept = after.pop("history"), before.pop("history")
    moved.pop("history")
    assert moved != before
    assert after == before
    assert [h["event"] for h in steps] == [*(h["event"] for h in kept), event, "undo"]
    assert [h["undone"] for h in steps][-2:] == [True, False]


def test_undo_of_the_reception_voids_the_number_and_never_gives_it_again(shell: Shell) -> None:
    code = shell.receive()
    assert shell.ok("dossiers", "move", code, "undo")["state"] == "voided"
    assert shell.receive() != code
    assert "không còn bước nào" in shell.refused("dossiers", "move", code, "undo")


def test_only_the_last_step_and_then_the_reception_can_be_undone(shell: Shell) -> None:
    code = shell.receive()
    shell.move(code, "hand_over", "2026-11-20T10:00")
    shell.move(code, "finish", MONDAY)
    shell.ok("dossiers", "move", code, "undo")
    assert "không còn bước nào" in shell.refused("dossiers", "move", code, "undo")


def test_clerk_may_not_undo_what_somebody_else_did(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "mk.txt"
    file.write_text("Khac-2026-xyz!", encoding="utf-8")
    shell.ok("users", "add", "Quầy 1", "--role", "desk", "--new-password-file", file)
    clerk = Shell(shell.folder, shell.capsys, shell.monkeypatch, "Quầy 1", "Khac-2026-xyz!")
    code = shell.receive()
    assert "Quản trị" in clerk.refused("dossiers", "move", code, "undo")
    own = clerk.receive()
    assert clerk.ok("dossiers", "move", own, "undo")["state"] == "voided"
