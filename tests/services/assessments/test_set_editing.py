"""Sets edited in the program: new versions only, nothing in use changes, nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from desktop.domain.criteria.editing import add_line, change_line
from desktop.domain.criteria.items import Rounding
from desktop.domain.criteria.rules import YesNo
from desktop.domain.errors import Entry, InputRefused, Rule, RuleViolation
from desktop.services.assessments.importing import import_set
from desktop.services.assessments.opening import change_version, open_assessment
from desktop.services.assessments.set_comparing import (
    compare_heads,
    difference_rows,
    versions_to_compare,
)
from desktop.services.assessments.set_copies import copy_set, set_versions
from desktop.services.assessments.set_editing import (
    SetEdit,
    edit_set,
    find_version,
    keep_unfinished,
    new_set,
    proposed_code,
    save_edit,
    unfinished_edit,
)
from desktop.services.assessments.set_export import export_set
from desktop.services.assessments.sets import compare_sets, read_set
from desktop.services.assessments.sheets import score_sheet
from desktop.services.office import Office
from tests.services.assessments.conftest import SAMPLE, YEAR


def _whole_set(office: Office) -> SetEdit:
    """One field of a hundred points with one line."""
    edit = new_set(office, "bo-xa-a", "Bộ xã A", YEAR)
    criteria, field = add_line(edit.criteria, None, "Lĩnh vực")
    criteria, part = add_line(criteria, field, "Có kế hoạch", inside=True)
    most = Decimal(100)
    criteria = change_line(criteria, field, replace(criteria.by_id[field], maximum=most))
    line = replace(criteria.by_id[part], maximum=most, rule=YesNo(most), evidence="Kế hoạch")
    return replace(edit, criteria=change_line(criteria, part, line))


def test_a_set_made_from_nothing_is_checked_kept_and_scored_by(office: Office) -> None:
    edit = _whole_set(office)
    assert edit.problems == ()
    assert edit.has_changed
    stored = save_edit(office, edit).value
    assert read_set(office, "bo-xa-a").criteria == stored.criteria
    assert stored.criteria.unconfirmed
    open_assessment(office, "bo-xa-a", YEAR)
    assert score_sheet(office, YEAR).score.applicable == 100


@pytest.mark.parametrize(
    ("code", "title", "field", "fault"),
    [
        ("", "Bộ", "criteria_code", Entry.REQUIRED),
        ("Bộ A", "Bộ", "criteria_code", Entry.UNKNOWN_CHOICE),
        (SAMPLE, "Bộ", "criteria_code", Entry.NAME_TAKEN),
        ("bo-a", " ", "criteria_title", Entry.REQUIRED),
    ],
)
def test_a_new_set_needs_a_code_of_its_own_and_a_name(
    office: Office, code: str, title: str, field: str, fault: Entry
) -> None:
    with pytest.raises(InputRefused) as refused:
        new_set(office, code, title, YEAR)
    assert [(p.field, p.code) for p in refused.value.problems] == [(field, fault)]
    assert proposed_code("Bộ chỉ số xã Ả", YEAR) == "bo-chi-so-xa-a-2026"


def test_a_copy_of_the_sample_is_no_sample_but_unconfirmed(office: Office) -> None:
    edit = new_set(office, "tinh-a-2026", "Bộ của tỉnh A", YEAR, copy_of=SAMPLE)
    sample = read_set(office, SAMPLE).criteria
    assert edit.criteria.items == sample.items
    assert not edit.criteria.is_sample
    assert edit.criteria.unconfirmed
    assert sample.title in edit.criteria.source


def test_an_edit_becomes_a_new_version_and_what_is_in_use_keeps_its_own(opened: Office) -> None:
    before = score_sheet(opened, YEAR)
    edit = edit_set(opened, SAMPLE)
    assert not edit.has_changed
    line = replace(edit.criteria.by_id["1.5"], name="Tên khác")
    edit = replace(edit, criteria=change_line(edit.criteria, "1.5", line))
    assert edit.changed_lines == 1
    stored = save_edit(opened, edit).value
    assert stored.criteria.version != before.criteria.version
    after = score_sheet(opened, YEAR)
    assert after.criteria == before.criteria
    assert after.has_newer_version
    assert [v.version for v in set_versions(opened, SAMPLE)] == [
        stored.criteria.version,
        before.criteria.version,
    ]
    assert find_version(opened, SAMPLE, before.criteria.version) == before.criteria


def test_a_set_without_a_tree_is_refused_and_too_long_a_text_too(office: Office) -> None:
    edit = new_set(office, "bo-a", "Bộ A", YEAR)
    with pytest.raises(RuleViolation) as refused:
        save_edit(office, edit)
    assert refused.value.code is Rule.CRITERIA_NOT_READY
    whole = _whole_set(office)
    long = replace(whole.criteria.by_id["1.1"], evidence="a" * 5000)
    with pytest.raises(RuleViolation) as refused:
        save_edit(office, replace(whole, criteria=change_line(whole.criteria, "1.1", long)))
    assert refused.value.code is Rule.CRITERIA_MALFORMED
    assert [version.code for version in set_versions(office, "bo-a")] == []


def test_an_unfinished_edit_waits_for_its_person(office: Office) -> None:
    assert unfinished_edit(office) is None
    edit = edit_set(office, SAMPLE)
    edit = replace(edit, criteria=replace(edit.criteria, decision="Số 12/QĐ-UBND"))
    keep_unfinished(office, edit)
    assert unfinished_edit(office) == edit
    assert read_set(office, SAMPLE).criteria == edit.base
    fresh = _whole_set(office)
    keep_unfinished(office, fresh)
    assert unfinished_edit(office) == fresh
    save_edit(office, fresh)
    assert unfinished_edit(office) is None
    keep_unfinished(office, edit_set(office, SAMPLE))
    keep_unfinished(office, None)
    assert unfinished_edit(office) is None


def test_an_exported_set_comes_back_the_same(office: Office, tmp_path: Path) -> None:
    target = tmp_path / "bo.json"
    made = export_set(office, SAMPLE, target)
    assert import_set(office, target).value.is_stored
    assert read_set(office, SAMPLE).criteria == made
    with pytest.raises(RuleViolation):
        export_set(office, SAMPLE, tmp_path / "x.json", version="không có")
    assert not (tmp_path / "x.json").exists()


def test_a_set_goes_out_as_a_workbook_and_comes_back_equal(office: Office, tmp_path: Path) -> None:
    target = tmp_path / "bo.xlsx"
    made = export_set(office, SAMPLE, target)
    seen = import_set(office, target, dry_run=True).value
    assert (seen.problems, seen.row.is_ready) == ((), True)
    assert import_set(office, target).value.row.version == made.version  # nothing new to keep
    assert read_set(office, SAMPLE).criteria == made
    book = openpyxl.load_workbook(target)
    lines = book["Các dòng"]
    row = next(row for row in lines.iter_rows() if row[0].value == "1.7")
    row[5].value, row[8].value = 1.5, "điểm = 1,5"  # as a person types: a number, a text
    book.save(target)
    changed = import_set(office, target).value
    line = read_set(office, SAMPLE).criteria.by_id["1.7"]
    assert (line.maximum, line.rule) == (Decimal("1.5"), YesNo(Decimal("1.5")))
    assert [problem.row > 0 for problem in changed.problems]  # the sums, at their rows
    row[7].value = "Đoán mò"
    book.save(target)
    with pytest.raises(RuleViolation) as refused:
        import_set(office, target)
    assert refused.value.code is Rule.CRITERIA_MALFORMED
    assert refused.value.facts["place"] == f"Các dòng, dòng {row[0].row}"
    assert refused.value.facts["what"] == "Kiểu tính: Đoán mò"
    with pytest.raises(InputRefused):
        export_set(office, SAMPLE, tmp_path / "bo.doc")


def test_next_year_s_copy_is_no_news_for_this_year_s_draft(opened: Office) -> None:
    copy_set(opened, SAMPLE, YEAR + 1)
    sheet = score_sheet(opened, YEAR)
    assert not sheet.has_newer_version
    assert change_version(opened, YEAR).value == ()
    assert score_sheet(opened, YEAR).criteria == sheet.criteria
    open_assessment(opened, SAMPLE, YEAR + 1)
    assert score_sheet(opened, YEAR + 1).criteria.year == YEAR + 1
    copy_set(opened, SAMPLE, YEAR)
    assert score_sheet(opened, YEAR).newest_version == str(YEAR)
    assert not score_sheet(opened, YEAR + 1).has_newer_version


def test_versions_are_compared_line_by_line_and_as_a_whole(opened: Office) -> None:
    edit = edit_set(opened, SAMPLE)
    criteria, _ = add_line(edit.criteria, "1.8", "Dòng thêm")
    line = replace(criteria.by_id["1.7"], evidence="Biên bản, ảnh chụp", maximum=Decimal(2))
    criteria = change_line(criteria, "1.7", line)
    criteria = replace(criteria, rounding=Rounding(1), decision="Số 5/QĐ-UBND")
    save_edit(opened, replace(edit, criteria=criteria))
    before, after = versions_to_compare(opened, SAMPLE)
    assert before == edit.base
    rows = [row for d in compare_sets(before, after) for row in difference_rows(d)]
    assert [(row.item, row.what) for row in rows] == [
        ("1.7", "điểm tối đa"),
        ("1.7", "tài liệu kiểm chứng"),
        ("1.9", "dòng mới"),
    ]
    assert [(row.what, row.after) for row in compare_heads(before, after)] == [
        ("quyết định", "Số 5/QĐ-UBND"),
        ("làm tròn (số chữ số)", "điểm 1, tổng 2, kết quả 2, tỷ lệ 2"),
    ]
