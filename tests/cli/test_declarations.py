"""``declaration fields|check|fill``: the unit's own Word templates."""

from __future__ import annotations

from pathlib import Path

from desktop.reports.declarations import text_of
from tests.cli.shell import Shell
from tests.reports.test_declarations import a_template


def template(folder: Path, *lines: str) -> Path:
    path = folder / "mẫu.docx"
    path.write_bytes(a_template(*lines))
    return path


def test_names_that_may_be_used_are_listed_with_their_meaning(shell: Shell) -> None:
    fields = {f["name"]: f["means"] for f in shell.ok("declaration", "fields")["fields"]}
    assert fields["ho_ten"] == "Họ và tên chủ hồ sơ"


def test_check_names_the_fields_and_what_is_unknown(shell: Shell, tmp_path: Path) -> None:
    path = template(tmp_path, "{{ho_ten}} {{Ngày sinh}} {{biet_danh}}")
    found = shell.ok("declaration", "check", path)
    assert found["fields"] == ["ho_ten", "Ngày sinh", "biet_danh"]
    assert found["unknown"] == ["biet_danh"]


def test_fill_writes_the_file_says_what_is_missing_and_attaches(
    shell: Shell, tmp_path: Path
) -> None:
    code = shell.receive("Trần Thị Đào")
    path = template(tmp_path, "{{ho_ten}}, {{email}}, {{ma_ho_so}}")
    out = tmp_path / "ra.docx"
    said = shell.refused("declaration", "fill", path, code, "--out", tmp_path / "ra.pdf")
    assert "tên tệp phải kết thúc bằng .docx" in said
    answer = shell("declaration", "fill", path, code, "--out", out, "--attach")
    assert answer.data["missing"] == ["email"]
    assert answer.data["attached"] == f"mẫu - {code}.docx"
    assert "email" in answer.err
    assert text_of(out.read_bytes()) == answer.data["text"]
    assert answer.data["text"].startswith("Trần Thị Đào, ……")
    assert answer.data["text"].endswith(code)


def test_what_is_no_template_is_refused(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "mẫu.docx"
    path.write_text("x")
    assert "mẫu.docx" in shell.refused("declaration", "check", path)
    code = shell.receive()
    out = tmp_path / "ra.docx"
    assert "mẫu.docx" in shell.refused("declaration", "fill", path, code, "--out", out)
    assert not out.exists()
    shell.refused("declaration", "check", tmp_path / "không có.docx", code=3)
