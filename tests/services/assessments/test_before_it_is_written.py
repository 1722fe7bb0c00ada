"""What the window asks before anything is written: drafts of sets, previews, proposals, lists."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.domain.criteria.figures import FigureReading
from desktop.domain.criteria.rules import PerUnit
from desktop.domain.dossiers import DossierEvent
from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.roles import Role
from desktop.services.assessments.answering import AnswerEntry, answer_line
from desktop.services.assessments.documents import edit_document, propose_lines
from desktop.services.assessments.evidence import DocumentFacts, add_evidence
from desktop.services.assessments.figure_lists import Side, list_to_mend, lists_of
from desktop.services.assessments.fill_preview import preview_fill
from desktop.services.assessments.filling import fill_assessment
from desktop.services.assessments.importing import read_file
from desktop.services.assessments.set_copies import copy_set, set_versions
from desktop.services.assessments.set_drafts import (
    by_hand,
    draft_of,
    keep_draft,
    with_head,
    with_rule,
)
from desktop.services.assessments.sets import list_sets, read_set
from desktop.services.assessments.sheets import line_history, score_sheet
from desktop.services.assessments.undoing import put_back_line
from desktop.services.clock import FixedClock
from desktop.services.dossier_lists import count_dossiers
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.office import Office
from desktop.services.signing_in import sign_in
from desktop.services.users import NewUser, add_user
from tests.factory import MARITAL_STATUS, PASSWORD, a_received
from tests.services.assessments.conftest import SAMPLE, YEAR

_FILE = """STT,Tiêu chí,Điểm tối đa,Cách tính điểm,Tài liệu kiểm chứng,Người theo dõi
1,Kế hoạch CCHC,100,,,
1.1,Ban hành kế hoạch,40,Nhị phân: có = 40; không = 0,Kế hoạch,
1.2,Báo cáo gửi đúng hạn,60,Theo thông lệ của tỉnh,Báo cáo,
"""


def _file(folder: Path) -> Path:
    path = folder / "bo-2026.csv"
    path.write_text(_FILE, encoding="utf-8")
    return path


def test_file_is_read_with_its_columns_and_questions_and_nothing_is_kept(
    office: Office, tmp_path: Path
) -> None:
    known = len(list_sets(office))
    draft = draft_of(read_file(office, _file(tmp_path)))
    assert [(c.letter, c.field) for c in draft.columns] == [
        ("A", "order"),
        ("B", "item_name"),
        ("C", "max_points"),
        ("D", "scoring_rule"),
        ("E", "evidence"),
        ("F", ""),
    ]
    (question,) = draft.questions
    assert (question.item_id, question.text) == ("1.2", "Theo thông lệ của tỉnh")
    assert len(list_sets(office)) == known


def test_answered_question_settles_the_rule_and_the_draft_is_kept(
    office: Office, tmp_path: Path
) -> None:
    draft = draft_of(read_file(office, _file(tmp_path)))
    draft = with_rule(draft, "1.2", PerUnit(Decimal(15), "báo cáo"), Decimal(60))
    assert not draft.questions
    assert draft.checks == ()
    draft = with_head(draft, "bo-tinh", "Bộ của tỉnh", 2026, "Tỉnh A", "12/QĐ-UBND")
    kept = keep_draft(office, draft).value.criteria
    stored = read_set(office, "bo-tinh").criteria
    assert stored == kept
    assert stored.by_id["1.2"].rule == PerUnit(Decimal(15), "báo cáo")
    assert (stored.title, stored.decision) == ("Bộ của tỉnh", "12/QĐ-UBND")


def test_line_left_by_hand_stays_without_a_rule_and_is_told_by_the_checks(
    office: Office, tmp_path: Path
) -> None:
    draft = by_hand(draft_of(read_file(office, _file(tmp_path))), "1.2")
    assert not draft.questions
    assert [check.fault for check in draft.checks] == ["rule_missing"]


def test_set_without_a_tree_is_not_kept(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "trung.csv"
    path.write_text(_FILE.replace("1.2,", "1.1,"), encoding="utf-8")
    draft = draft_of(read_file(office, path))
    with pytest.raises(RuleViolation) as refused:
        keep_draft(office, draft)
    assert refused.value.code is Rule.CRITERIA_NOT_READY


def test_officer_may_not_read_a_set_in(
    office: Office, office_folder: Path, tmp_path: Path, clock: FixedClock
) -> None:
    add_user(office, NewUser("Cán bộ", Role.OFFICER, PASSWORD))
    officer = sign_in(office_folder, "Cán bộ", PASSWORD, clock)
    with pytest.raises(RuleViolation):
        read_file(officer, _file(tmp_path))
    officer.close()


def test_preview_says_what_filling_then_does(opened: Office) -> None:
    for name in ("An", "Bình", "Chi"):
        code = a_received(opened, MARITAL_STATUS, name).code
    move_dossier(opened, MoveInput(code, DossierEvent.FINISH))
    answer_line(opened, YEAR, "7.3.2", AnswerEntry(value="1/2"))
    preview = preview_fill(opened, YEAR)
    assert score_sheet(opened, YEAR).line("3.3.1").kind is None
    filled = fill_assessment(opened, YEAR).value
    assert {c.item.id: c.after.computed for c in preview.lines} == {
        line.item_id: line.points for line in filled.filled
    }
    assert {c.item.id for c in preview.changed} == {f.item_id for f in filled.filled if f.changed}
    assert preview.skipped == filled.skipped
    assert preview_fill(opened, YEAR).changed == ()


def test_lists_behind_a_reading_count_what_the_reading_says(opened: Office) -> None:
    for name in ("An", "Bình", "Chi"):
        code = a_received(opened, MARITAL_STATUS, name).code
    move_dossier(opened, MoveInput(code, DossierEvent.FINISH))
    readings: dict[str, FigureReading] = {
        line.reading.figure: line.reading for line in fill_assessment(opened, YEAR).value.filled
    }
    checked = 0
    for reading in readings.values():
        found = lists_of(reading)
        for side, value in ((Side.WHOLE, reading.whole), (Side.PART, reading.part)):
            counts = [count_dossiers(opened, one.wanted) for one in found if one.side is side]
            if counts:
                assert sum(counts) == value, (reading.figure, side)
                checked += 1
    assert checked >= 4
    lacking = list_to_mend(readings["on_time_share"])
    assert lacking is not None
    assert lacking.side is Side.LACKING
    assert list_to_mend(None) is None


def test_line_is_put_back_with_the_figure_that_filled_it(opened: Office) -> None:
    a_received(opened, MARITAL_STATUS, "An")
    fill_assessment(opened, YEAR)
    before = score_sheet(opened, YEAR).line("7.3.2")
    answer_line(opened, YEAR, "7.3.2", AnswerEntry(value="5/6", note="Nhập theo Cổng"))
    put_back_line(opened, YEAR, before)
    after = score_sheet(opened, YEAR).line("7.3.2")
    assert (after.inputs, after.reading, after.note) == (before.inputs, before.reading, "")
    assert line_history(opened, YEAR, "7.3.2")[-1].data["undone"] is True


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("Kế hoạch cải cách hành chính năm 2026 của UBND xã", "1.1.1"),
        ("ke_hoach_tuyen_truyen_CCHC", "1.4.1"),
        ("Báo cáo kết quả tự kiểm tra cải cách hành chính", "1.3.1"),
        ("Báo cáo cải cách hành chính quý I", "1.2.1"),
    ],
)
def test_document_is_proposed_the_lines_it_speaks_of(text: str, best: str) -> None:
    from desktop.services.assessments.sets import shipped_sets

    criteria = next(s for s in shipped_sets() if s.code == SAMPLE)
    found = propose_lines(criteria, text)
    assert found[0].item.id == best
    assert found[0].shared
    assert propose_lines(criteria, "scan0001 abc") == ()


def test_facts_of_a_document_are_corrected_and_can_be_emptied(
    opened: Office, a_pdf: Callable[[str], bytes]
) -> None:
    said = DocumentFacts("12/KH", None, "Người Ký", "", "Kế hoạch")
    (row,) = add_evidence(opened, YEAR, ["1.1.1"], "a.pdf", a_pdf("Ke hoach"), said).value
    new = DocumentFacts("13/KH-UBND")
    edit_document(opened, YEAR, row.document_id, new, {row.id: "2–3"})
    (after,) = score_sheet(opened, YEAR).line("1.1.1").evidence
    assert (after.facts, after.pages) == (new, "2–3")
    with pytest.raises(RuleViolation):
        edit_document(opened, YEAR, 99_999, new, {})


def test_copied_set_is_a_new_version_of_the_same_lines_and_stays_a_sample(office: Office) -> None:
    copied = copy_set(office, SAMPLE, YEAR).value.criteria
    assert (copied.year, copied.version, copied.is_sample) == (YEAR, "2026", True)
    versions = set_versions(office, SAMPLE)
    assert [v.version for v in versions] == ["2026", "2025-mau.2"]
    assert versions[0].items == versions[1].items
