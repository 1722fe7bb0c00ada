"""Declarations from a dossier: checked for missing fields, filled, attached."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.dossiers import Sex
from desktop.domain.errors import EnvironmentProblem, Rule, RuleViolation
from desktop.resources import declaration_fields
from desktop.services.attachments import attach, open_attachment
from desktop.services.audit import read_audit
from desktop.services.declarations import (
    attach_declaration,
    check_template,
    declaration_values,
    fill_declaration,
    save_declaration,
    word_text,
)
from desktop.services.dossier_cards import dossier_card
from desktop.services.office import Office
from tests.factory import COPY_CERTIFICATION, a_received, an_applicant
from tests.reports.test_declarations import a_template


def template(folder: Path, *lines: str) -> Path:
    path = folder / "Tờ khai.docx"
    path.write_bytes(a_template(*lines))
    return path


def test_every_listed_field_has_a_value_in_a_full_dossier(office: Office) -> None:
    code = a_received(office, COPY_CERTIFICATION, pages=2).code
    values = declaration_values(office, dossier_card(office, code))
    assert {field.value for field in declaration_fields()} == set(values)


def test_declaration_is_filled_from_applicant_dossier_and_office(
    office: Office, tmp_path: Path
) -> None:
    applicant = an_applicant("Trần Thị Đào", sex=Sex.FEMALE)
    code = a_received(office, COPY_CERTIFICATION, applicant=applicant, pages=3, copies=2).code
    path = template(
        tmp_path,
        "{{ho_ten}}; {{HO_TEN_IN_HOA}}; {{Giới tính}}; {{ngày sinh}}; {{nam_sinh}}",
        "{{so_dinh_danh}}; {{phi_le_phi}} ({{phi_bang_chu}}); {{ma_ho_so}}; {{ngay_thang_nam}}",
        "{{ngay_tiep_nhan}} {{gio_tiep_nhan}}; hẹn {{ngay_hen_tra}}; {{ngay}}/{{thang}}/{{nam}}",
    )
    filled = fill_declaration(office, path, code)
    assert filled.missing == ()
    assert filled.text.splitlines() == [
        "Trần Thị Đào; TRẦN THỊ ĐÀO; Nữ; 02/03/1990; 1990",
        f"001090000001; 10.000 đ (Mười nghìn đồng); {code}; ngày 20 tháng 11 năm 2026",
        "20/11/2026 09:00; hẹn 20/11/2026; 20/11/2026",
    ]
    assert read_audit(office)[-1].action == "declaration.fill"


def test_unknown_and_empty_fields_are_named_and_left_to_write(
    office: Office, tmp_path: Path
) -> None:
    path = template(tmp_path, "{{email}} {{ho_ten}} {{biet_danh}} {{hỏng}")
    found = check_template(path)
    assert found.fields == ("email", "ho_ten", "biet_danh")
    assert found.unknown == ("biet_danh", "{{hỏng}")
    filled = fill_declaration(office, path, a_received(office).code)
    assert filled.missing == ("email", "biet_danh", "{{hỏng}")
    assert filled.text.startswith("………")
    assert "biet_danh" not in filled.text


def test_filled_declaration_is_saved_and_kept_with_the_dossier(
    office: Office, tmp_path: Path
) -> None:
    code = a_received(office).code
    path = template(tmp_path, "{{ho_ten}}")
    filled = fill_declaration(office, path, code)
    save_declaration(filled, tmp_path / "ra.docx")
    assert (tmp_path / "ra.docx").read_bytes() == filled.content
    added = attach_declaration(office, code, path, filled)
    assert added.file_name == f"Tờ khai - {code}.docx"
    assert added.pages is None
    content = open_attachment(office, added.id).content
    assert (content, word_text(content)) == (filled.content, "Nguyễn Văn An")


def test_word_file_of_a_person_is_still_no_attachment(office: Office) -> None:
    with pytest.raises(RuleViolation) as refused:
        attach(office, a_received(office).code, "a.docx", a_template("x"))
    assert refused.value.code is Rule.FILE_NOT_RECOGNISED


def test_file_that_is_no_template_is_refused_by_name(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"x")
    code = a_received(office).code
    for act in (lambda: check_template(path), lambda: fill_declaration(office, path, code)):
        with pytest.raises(RuleViolation) as refused:
            act()
        assert refused.value.code is Rule.NOT_A_TEMPLATE
        assert refused.value.facts["file"] == "a.docx"
    with pytest.raises(EnvironmentProblem):
        check_template(tmp_path / "gone.docx")
    with pytest.raises(EnvironmentProblem):
        check_template(tmp_path)
