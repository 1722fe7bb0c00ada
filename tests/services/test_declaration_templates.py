"""The unit's Word templates: kept in the office, filled with what is typed, drawn as pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.roles import Role
from desktop.services.attachments import open_attachment
from desktop.services.backups import create_backup
from desktop.services.declaration_templates import (
    add_template,
    list_templates,
    put_back_template,
    remove_template,
    save_template,
    template_content,
)
from desktop.services.declarations import (
    attach_filled,
    compose_declaration,
    declaration_blanks,
    word_text,
)
from desktop.services.doctor import examine
from desktop.services.dossier_cards import dossier_card
from desktop.services.office import Office
from desktop.services.restoring import restore_backup
from desktop.services.signing_in import sign_in
from desktop.services.users import NewUser, add_user
from desktop.services.word_pages import can_draw_word, word_pdf
from tests.factory import ADMIN, PASSWORD, a_received
from tests.pdf import text_of
from tests.reports.test_declarations import a_template

LINES = ("Tôi là {{ho_ten}}, {{email}}", "Biệt danh: {{biet_danh}}; {{ho_ten}}")


def a_file(folder: Path, *lines: str, name: str = "Tờ khai hộ tịch.docx") -> Path:
    path = folder / name
    path.write_bytes(a_template(*(lines or LINES)))
    return path


def test_template_stands_in_the_office_with_its_fields(office: Office, tmp_path: Path) -> None:
    path = a_file(tmp_path)
    content = path.read_bytes()
    added = add_template(office, path).value
    path.unlink()
    assert (added.name, added.fields) == ("Tờ khai hộ tịch", ("ho_ten", "email", "biet_danh"))
    assert added.unknown == ("biet_danh",)
    assert list_templates(office) == (added,)
    assert template_content(office, added.name) == content
    save_template(office, added.name, tmp_path / "ra.docx")
    assert (tmp_path / "ra.docx").read_bytes() == content


def test_template_of_the_same_name_takes_the_place_of_the_old_one(
    office: Office, tmp_path: Path
) -> None:
    add_template(office, a_file(tmp_path))
    add_template(office, a_file(tmp_path, "{{ho_ten}}", name="Đơn.docx"))
    add_template(office, a_file(tmp_path, "Chỉ còn {{dia_chi}}"))
    names = [(template.name, template.fields) for template in list_templates(office)]
    assert sorted(names) == [("Tờ khai hộ tịch", ("dia_chi",)), ("Đơn", ("ho_ten",))]


def test_removed_template_can_be_put_back(office: Office, tmp_path: Path) -> None:
    added = add_template(office, a_file(tmp_path)).value
    removed = remove_template(office, added.name).value
    assert list_templates(office) == ()
    with pytest.raises(RuleViolation) as refused:
        template_content(office, added.name)
    assert refused.value.code is Rule.NOT_A_TEMPLATE
    put_back_template(office, removed)
    assert list_templates(office) == (added,)


def test_file_without_fields_or_of_another_kind_is_no_template(
    office: Office, tmp_path: Path
) -> None:
    for lines, name in ((("Không có trường nào",), "a.docx"), ((), "b.docx")):
        path = a_file(tmp_path, *lines, name=name)
        if not lines:
            path.write_bytes(b"not Word")
        with pytest.raises(RuleViolation) as refused:
            add_template(office, path)
        assert refused.value.code is Rule.NOT_A_TEMPLATE
    assert list_templates(office) == ()


def test_templates_travel_with_the_backup(office: Office, tmp_path: Path) -> None:
    added = add_template(office, a_file(tmp_path)).value
    content = template_content(office, added.name)
    backup = create_backup(office, tmp_path / "usb").file
    restore_backup(backup, tmp_path / "restored", office.now())
    restored = sign_in(tmp_path / "restored", ADMIN, PASSWORD, office.clock)
    assert template_content(restored, added.name) == content
    restored.close()
    assert next(check for check in examine(office) if check.name == "attachments").ok


def test_only_who_sets_up_the_office_changes_templates(
    office_folder: Path, office: Office, tmp_path: Path
) -> None:
    add_user(office, NewUser("Cán bộ", Role.DESK, PASSWORD))
    clerk = sign_in(office_folder, "Cán bộ", PASSWORD, office.clock)
    with pytest.raises(RuleViolation) as refused:
        add_template(clerk, a_file(tmp_path))
    clerk.close()
    assert refused.value.code is Rule.ROLE_NOT_ALLOWED


def test_what_the_dossier_lacks_is_typed_and_filled_in(office: Office, tmp_path: Path) -> None:
    content, code = a_file(tmp_path).read_bytes(), a_received(office).code
    blanks = declaration_blanks(office, content, "mẫu", code)
    assert [(blank.name, blank.value, bool(blank.means)) for blank in blanks] == [
        ("ho_ten", "Nguyễn Văn An", True),
        ("email", "", True),
        ("biet_danh", "", False),
    ]
    typed = {"email": " an@vidu.vn ", "biet_danh": "Ba An", "ho_ten": ""}
    filled = compose_declaration(office, content, "mẫu", code, typed)
    assert filled.missing == ()
    assert filled.text.splitlines() == [
        "Tôi là Nguyễn Văn An, an@vidu.vn",
        "Biệt danh: Ba An; Nguyễn Văn An",
    ]
    added = attach_filled(office, code, "Tờ khai", filled).value
    assert added.file_name == f"Tờ khai - {code}.docx"
    assert word_text(open_attachment(office, added.id).content) == filled.text
    assert dossier_card(office, code).row.has_files


@pytest.mark.skipif(not can_draw_word(), reason="LibreOffice is not installed")
def test_filled_word_file_is_drawn_as_pages(tmp_path: Path) -> None:
    pdf = word_pdf(a_template("Tôi là Đặng Thị Phượng"))
    assert pdf is not None
    assert "Đặng Thị Phượng" in text_of(pdf)


def test_without_libreoffice_there_are_no_pages_and_no_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    assert not can_draw_word()
    assert word_pdf(a_template("x")) is None
