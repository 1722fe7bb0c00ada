"""``desks`` at the prompt: from the invitation to a settled conflict."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.cli.shell import Shell
from tests.factory import ADMIN


def test_the_whole_way_at_the_prompt(shell: Shell, tmp_path: Path, monkeypatch: Any) -> None:
    share = tmp_path / "chung"
    share.mkdir()
    code = shell.receive("Nguyễn Thị Đào")
    invited = shell.ok("desks", "invite", "--out", tmp_path / "quầy 2.moi")
    assert set(invited) == {"desk", "file", "code", "expires", "fits_qr"}
    second = Shell(tmp_path / "quầy 2", shell.capsys, shell.monkeypatch)
    assert "Mã mở giấy mời" in second.refused("desks", "join", tmp_path / "quầy 2.moi")
    monkeypatch.setenv("SOMOTCUA_DESK_CODE", invited["code"])
    joined = second.ok("desks", "join", tmp_path / "quầy 2.moi")
    assert (joined["desk"], joined["users"]) == (2, [ADMIN])
    other = second.receive("Trần Văn Hai")
    assert other[-4:] == "1001"
    for turn in (second, shell, second, shell):
        assert turn.ok("desks", "exchange", share)["problems"] == []
    rows = second.ok("dossiers", "search", "dao")["rows"]
    assert [row["code"] for row in rows] == [code]
    assert [desk["desk"] for desk in shell.ok("desks", "list")["desks"]] == [1, 2]
    shell.ok("dossiers", "move", other, "hand_over", "--to", "Tư pháp")
    second.ok("dossiers", "move", other, "refuse", "--reason", "Không đủ điều kiện")
    for turn in (second, shell, second, shell):
        turn.ok("desks", "exchange", share)
    (conflict,) = shell.ok("desks", "conflicts")["conflicts"]
    assert (conflict["code"], conflict["open"]) == (other, True)
    version = conflict["versions"][0]["version"]
    assert shell.ok("desks", "settle", other, "--keep", version)["open"] is False
    for turn in (shell, second):
        turn.ok("desks", "exchange", share)
    assert second.ok("desks", "conflicts")["conflicts"] == []
    states = {turn.ok("dossiers", "show", other)["state"] for turn in (shell, second)}
    assert len(states) == 1
    _keys_and_loss(shell, second, share)


def _keys_and_loss(shell: Shell, second: Shell, share: Path) -> None:
    before = shell.ok("desks", "keys")
    assert (before["rotated"], [desk["desk"] for desk in before["desks"]]) == (False, [1, 2])
    changed = second.ok("desks", "keys", "--rotate")["desks"][1]
    assert (changed["key_changes"], changed["claimed_key"]) == (1, None)
    assert changed["key"] != before["desks"][1]["key"]
    for turn in (second, shell):
        assert turn.ok("desks", "exchange", share)["problems"] == []
    assert shell.ok("desks", "list")["desks"][1]["key"] == changed["key"]
    assert "không gửi gói nào bằng khóa cũ" in shell.refused("desks", "take-back", "2")
    assert "Không có quầy" in shell.refused("desks", "take-back", "7")
    assert "Hãy làm ở quầy 1" in second.refused("desks", "revoke", "1")
    assert "đang là quầy đầu" in shell.refused("desks", "lead", "2")
    assert shell.ok("desks", "revoke", "2")["desk"] == 2
    # The second desk does not know that yet, and takes the first one for lost.
    assert second.ok("desks", "lead", "2")["desk"] == 2
    assert [desk["leads"] for desk in second.ok("desks", "list")["desks"]] == [False, True]
