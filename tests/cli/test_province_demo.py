"""``province demo`` at the prompt: a desk to try everything on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.cli.shell import Shell


def test_demo_desk_is_made_and_can_be_worked_on_at_once(shell: Shell, tmp_path: Path) -> None:
    desk = replace(shell, folder=tmp_path / "bàn tỉnh")
    assert desk("province", "demo", "--units", 3).code == 1
    assert not desk.folder.exists()
    made = desk.ok("province", "demo", "--units", 8, "--as-of", "2026-11-20")
    assert (made["units"], made["year"]) == (8, 2026)
    first = made["users"][0]
    signed_in = replace(desk, user=first["name"], password=first["password"])
    units = signed_in.ok("province", "status", "--year", 2026)["units"]
    assert sum(unit["packages"] for unit in units) == made["packages"] > 8
    assert desk("province", "demo", "--units", 8).code == 1

    device = units[0]["devices"][0]
    assert device["confirmed"]
    new = next(u for u in units if any(not d["confirmed"] for d in u["devices"]))
    unsure = next(d["device"] for d in new["devices"] if not d["confirmed"])
    said = signed_in.ok("province", "confirm", new["unit_code"], unsure[:8])
    assert said["fingerprint"].startswith("SHA256:")
    assert signed_in("province", "confirm", new["unit_code"], "0000").code == 1
    table = tmp_path / "đơn vị.xlsx"
    assert signed_in.ok("province", "status", "--year", 2026, "--out", table)["written"] == 102
    assert table.exists()
    listed = signed_in.ok("province", "packages", "--out", tmp_path / "gói.pdf")
    assert len(listed["packages"]) >= made["packages"]
    assert (tmp_path / "gói.pdf").exists()
    said = signed_in("doctor").data["checks"]
    checks = {check["name"]: check["ok"] for check in said}
    assert checks["store"]
    assert checks["mailbox"]
    assert not checks["set_aside"]
    aside = signed_in.ok("province", "quarantine")["items"]
    assert all(item["advice"] for item in aside)
    send = ("province", "send", "--stored", "mau-cap-xa")
    (checked,) = signed_in.ok(*send, "--check")["checked"]
    assert (checked["number"], checked["same"], checked["units"]) == (2, True, 8)
    (sent,) = signed_in.ok(*send, "--from", "2027-01-01", "--to", tmp_path)["sent"]
    assert (sent["number"], sent["new"]) == (2, True)
    assert signed_in("province", "send").code == 1


def test_a_server_that_does_not_answer_is_told_before_a_desk_is_set_up(shell: Shell) -> None:
    said = shell("province", "database", "postgresql://tinh@127.0.0.1:1/tinh", "--check")
    assert said.code == 3
    assert "127.0.0.1/tinh" in said.err
    assert shell("province", "database", "mysql://x/y", "--check").code == 1
