"""``dossiers attach`` and ``dossiers files``."""

from __future__ import annotations

from pathlib import Path

from tests.cli.shell import Shell
from tests.services.files import a_pdf, a_png


def test_scans_go_in_and_come_out_as_they_were(shell: Shell, tmp_path: Path) -> None:
    code = shell.receive()
    scan, photo = tmp_path / "đơn.pdf", tmp_path / "ảnh.jpg"
    scan.write_bytes(a_pdf("đơn"))
    photo.write_bytes(a_png("ảnh"))
    answer = shell("dossiers", "attach", code, scan, photo)
    assert answer.code == 0
    assert [file["file"] for file in answer.data["files"]] == ["đơn.pdf", "ảnh.jpg.png"]
    found = shell.ok("dossiers", "files", code, "--out", tmp_path / "ra")["files"]
    assert [Path(file["written"]).read_bytes() for file in found] == [
        scan.read_bytes(),
        photo.read_bytes(),
    ]
    assert found[0]["pages"] == 1


def test_one_file_that_cannot_be_taken_leaves_the_dossier_as_it_was(
    shell: Shell, tmp_path: Path
) -> None:
    code = shell.receive()
    scan, virus = tmp_path / "đơn.pdf", tmp_path / "hóa đơn.pdf"
    scan.write_bytes(a_pdf("đơn"))
    virus.write_bytes(b"MZ" + bytes(1_000))
    assert "hóa đơn.pdf" in shell.refused("dossiers", "attach", code, scan, virus)
    assert shell.ok("dossiers", "files", code)["files"] == []
    shell.refused("dossiers", "attach", code, tmp_path / "không có.pdf", code=3)
    shell.refused("dossiers", "attach", "99999-000000-0000", scan)
