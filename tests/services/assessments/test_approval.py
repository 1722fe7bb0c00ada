"""Assigning lines, handing in, the leader's word, the frozen copy, and the papers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from sqlalchemy import text

from desktop.domain.criteria.items import Scorer
from desktop.domain.criteria.progress import AssessmentState, LineEvent, next_state
from desktop.domain.errors import InputRefused, Rule, RuleViolation
from desktop.domain.roles import Role
from desktop.reports.assessment.paper import (
    PARTS,
    SCORE_HEADINGS,
    SIGNER,
    AssessmentPaper,
    ProofRow,
    ScoreRow,
)
from desktop.reports.assessment.pdf import write_pdf
from desktop.services.assessments.advising import advise
from desktop.services.assessments.answering import AnswerEntry, answer_line
from desktop.services.assessments.approval import (
    approve,
    approved_copy,
    hand_in,
    reopen,
    send_back,
)
from desktop.services.assessments.assigning import assign_lines
from desktop.services.assessments.evidence import DocumentFacts, add_evidence
from desktop.services.assessments.exporting import Paper, export_assessment
from desktop.services.assessments.sheets import line_history, score_sheet
from desktop.services.assessments.since_approval import changes_since_approval
from desktop.services.assessments.submitting import write_up
from desktop.services.assessments.today import index_today
from desktop.services.audit import chain_is_whole
from desktop.services.office import Office
from desktop.services.signing_in import sign_in
from desktop.services.users import NewUser, add_user
from desktop.wording.index_today import turn_text
from desktop.wording.rounds import since_approval_text
from desktop.wording.scoring import event_text
from tests.factory import ADMIN, PASSWORD
from tests.services.assessments.conftest import YEAR


def _answer_all(office: Office) -> None:
    for line in score_sheet(office, YEAR).lines:
        if line.is_scored and line.item.scorer is Scorer.UNIT:
            answer_line(office, YEAR, line.id, AnswerEntry(not_applicable=True))
    answer_line(office, YEAR, "1.7", AnswerEntry(value="có", note="có biên bản"))


def test_lines_are_given_to_people_with_a_day(opened: Office) -> None:
    add_user(opened, NewUser("Lê Thị Mẫu", Role.OFFICER, PASSWORD))
    count = assign_lines(opened, YEAR, ["1.1", "1.7"], "lê thị mẫu", date(2026, 12, 15)).value
    assert count == 4
    line = score_sheet(opened, YEAR).line("1.1.2")
    assert (line.assignee, line.due_on) == ("Lê Thị Mẫu", date(2026, 12, 15))
    assert [e.event for e in line_history(opened, YEAR, "1.7")] == [LineEvent.ASSIGN]
    assign_lines(opened, YEAR, ["1.7"], "")
    assert score_sheet(opened, YEAR).line("1.7").assignee == ""
    with pytest.raises(InputRefused):
        assign_lines(opened, YEAR, ["1.7"], "Người Lạ")


def test_the_history_of_a_line_says_what_stood_there_before(opened: Office) -> None:
    own = AnswerEntry(value="có", points=Decimal("0.5"), why="họp muộn")
    for entry in (own, AnswerEntry(value="không"), AnswerEntry(not_applicable=True)):
        answer_line(opened, YEAR, "1.7", entry)
    answer_line(opened, YEAR, "1.7", AnswerEntry(note="không thuộc xã"))
    rows = line_history(opened, YEAR, "1.7")
    assert [event_text(row.event, row.data) for row in rows] == [
        "Trả lời: có; tự chấm 0,5 điểm, “họp muộn”",
        "Trả lời: không (trước đó: có; tự chấm 0,5 điểm, “họp muộn”)",
        "Trả lời: không áp dụng (trước đó: không)",
        "Ghi chú: “không thuộc xã”",
    ]


def test_the_leader_sends_back_with_a_remark_or_approves_a_frozen_copy(opened: Office) -> None:
    with pytest.raises(RuleViolation) as early:
        hand_in(opened, YEAR)
    assert early.value.code is Rule.ASSESSMENT_INCOMPLETE
    _answer_all(opened)
    hand_in(opened, YEAR)
    with pytest.raises(RuleViolation) as locked:
        answer_line(opened, YEAR, "1.7", AnswerEntry(value="không"))
    assert locked.value.code is Rule.ASSESSMENT_STATE
    with pytest.raises(InputRefused):
        send_back(opened, YEAR, "  ")
    send_back(opened, YEAR, "bổ sung biên bản")
    assert score_sheet(opened, YEAR).assessment.remark == "bổ sung biên bản"
    answer_line(opened, YEAR, "1.5", AnswerEntry(value="1", note="một mô hình"))
    hand_in(opened, YEAR)
    digest = approve(opened, YEAR).value
    copy = approved_copy(opened, YEAR)
    assert copy is not None
    assert (copy.sha256, copy.approved_by, copy.content["total"]) == (digest, ADMIN, "2")
    reopen(opened, YEAR, "thẩm định yêu cầu")
    answer_line(opened, YEAR, "1.5", AnswerEntry(value="2"))
    kept = approved_copy(opened, YEAR)
    assert kept is not None
    assert kept.content["total"] == "2"
    assert chain_is_whole(opened).ok


def test_a_copy_that_was_changed_is_noticed(opened: Office) -> None:
    _answer_all(opened)
    hand_in(opened, YEAR)
    approve(opened, YEAR)
    with opened.database.writing() as connection:
        connection.execute(text('UPDATE approved_copies SET content = \'{"total":"100"}\''))
    with pytest.raises(RuleViolation) as refused:
        approved_copy(opened, YEAR)
    assert refused.value.code is Rule.APPROVED_COPY_CHANGED


@pytest.mark.parametrize("state", AssessmentState)
@pytest.mark.parametrize("event", LineEvent)
def test_only_the_moves_of_the_table_are_possible(state: AssessmentState, event: LineEvent) -> None:
    allowed = {
        (AssessmentState.OPEN, LineEvent.HAND_IN): AssessmentState.HANDED_IN,
        (AssessmentState.HANDED_IN, LineEvent.SEND_BACK): AssessmentState.OPEN,
        (AssessmentState.HANDED_IN, LineEvent.APPROVE): AssessmentState.APPROVED,
        (AssessmentState.APPROVED, LineEvent.REOPEN): AssessmentState.OPEN,
    }
    if (state, event) in allowed:
        assert next_state(state, event) is allowed[state, event]
    else:
        with pytest.raises(RuleViolation):
            next_state(state, event)


def test_roles_keep_to_their_part(opened: Office, office_folder: Path) -> None:
    for name, role in (("Bàn Một", Role.DESK), ("Tỉnh", Role.PROVINCE)):
        add_user(opened, NewUser(name, role, PASSWORD))
    opened.close()
    clerk = sign_in(office_folder, "Bàn Một", PASSWORD, opened.clock)
    try:
        answer_line(clerk, YEAR, "1.7", AnswerEntry(value="có"))
        for refused in (
            lambda: approve(clerk, YEAR),
            lambda: assign_lines(clerk, YEAR, ["1.7"], ""),
        ):
            with pytest.raises(RuleViolation) as error:
                refused()
            assert error.value.code is Rule.ROLE_NOT_ALLOWED
    finally:
        clerk.close()
    province = sign_in(office_folder, "Tỉnh", PASSWORD, opened.clock)
    try:
        with pytest.raises(RuleViolation):
            answer_line(province, YEAR, "1.7", AnswerEntry(value="không"))
    finally:
        province.close()


def test_what_is_changed_after_the_approval_is_named_beside_the_copy(
    opened: Office, a_pdf: Callable[[str], bytes]
) -> None:
    _answer_all(opened)
    hand_in(opened, YEAR)
    assert changes_since_approval(opened, YEAR) is None
    approve(opened, YEAR)
    assert changes_since_approval(opened, YEAR) is None
    waiting = index_today(opened)
    assert waiting is not None
    assert [turn_text(turn) for turn in waiting.turns] == [
        "Bản tự chấm năm 2026 đã duyệt, chưa nộp cho tỉnh"
    ]
    reopen(opened, YEAR, "sửa 1.7")
    same = changes_since_approval(opened, YEAR)
    assert same is not None
    assert same.lines == ()
    assert since_approval_text(same.approved_at, same.lines).startswith("Không khác bản đã duyệt")
    answer_line(opened, YEAR, "1.7", AnswerEntry(value="không"))
    answer_line(opened, YEAR, "1.5", AnswerEntry(note="không có"))
    add_evidence(opened, YEAR, ["1.8"], "a.pdf", a_pdf("Kế hoạch"), DocumentFacts())
    found = changes_since_approval(opened, YEAR)
    assert found is not None
    text = since_approval_text(found.approved_at, found.lines)
    assert text.endswith("ở 3 dòng: 1.5 (giải trình), 1.7 (1 → 0 điểm), 1.8 (tài liệu).")
    told = index_today(opened)
    assert told is not None
    assert [turn_text(t) for t in told.turns] == [
        "Bản tự chấm năm 2026, lãnh đạo yêu cầu sửa: “sửa 1.7”"
    ]
    hand_in(opened, YEAR)
    asked = index_today(opened)
    assert asked is not None
    assert [turn_text(t) for t in asked.turns] == ["Bản tự chấm năm 2026 đang chờ bạn duyệt"]
    assert changes_since_approval(opened, YEAR) == found
    approve(opened, YEAR)
    assert changes_since_approval(opened, YEAR) is None


def test_advice_ranks_steps_and_names_points_at_risk(opened: Office) -> None:
    answer_line(opened, YEAR, "1.7", AnswerEntry(value="có"))
    advice = advise(opened, YEAR, target="Trung bình")
    gains = [step.gain for step in advice.steps]
    assert gains == sorted(gains, reverse=True)
    assert [(r.item_id, r.points) for r in advice.at_risk] == [("1.7", 1)]
    assert advice.way is not None
    assert advice.way.is_reached
    assert advice.way.percent >= 50
    with pytest.raises(InputRefused):
        advise(opened, YEAR, target="Tuyệt vời")


def test_the_papers_say_score_why_explanations_and_proof(
    opened: Office, a_pdf: Callable[[str], bytes], tmp_path: Path
) -> None:
    answer_line(opened, YEAR, "3.3.1", AnswerEntry(value="2.412/2.431"))
    answer_line(opened, YEAR, "6.1", AnswerEntry(not_applicable=True))
    answer_line(opened, YEAR, "1.7", AnswerEntry(value="có", note='=HYPERLINK("x")'))
    plan = DocumentFacts("12/KH-UBND", date(2026, 1, 15), summary="Kế hoạch năm")
    add_evidence(opened, YEAR, ["1.1.1", "1.1.2"], "kh.pdf", a_pdf("x"), plan, pages="trang 1")
    pages = export_assessment(opened, YEAR, tmp_path / "bang-diem.pdf")
    reader = pypdf.PdfReader(tmp_path / "bang-diem.pdf")
    content = " ".join("\n".join(page.extract_text() for page in reader.pages).split())
    assert pages == len(reader.pages)
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "BÁO CÁO TỰ CHẤM ĐIỂM NĂM 2026",
        "DỮ LIỆU MẪU",
        "4 × 0,9922 = 3,97",
        "KAD",
        "12/KH-UBND",
        "1.1.1, 1.1.2",
        "LÃNH ĐẠO ĐƠN VỊ",
    ):
        assert words in content
    assert all("DỮ LIỆU MẪU" in page.extract_text() for page in reader.pages)
    assert export_assessment(opened, YEAR, tmp_path / "bang-diem.xlsx") == 5
    book = openpyxl.load_workbook(tmp_path / "bang-diem.xlsx")
    rows = {str(row[0].value): row for row in book["Bảng điểm"].iter_rows(min_row=5)}
    assert (rows["3.3.1"][2].value, rows["3.3.1"][4].value) == (4, 3.97)
    assert rows["1.1"][0].data_type == "s"
    for sheet in book.worksheets[:4]:  # official head and place to sign, as on paper
        said = {cell.value for row in sheet.iter_rows() for cell in row}
        assert {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: …………/BC-UBND", SIGNER} <= said
        assert any("DỮ LIỆU MẪU" in str(value) for value in said)
    cells = [cell for row in book["Giải trình"].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    with pytest.raises(InputRefused):
        export_assessment(opened, YEAR, tmp_path / "bang-diem.odt")


def test_the_word_file_says_the_same_and_can_be_edited(
    opened: Office, a_pdf: Callable[[str], bytes], tmp_path: Path
) -> None:
    answer_line(opened, YEAR, "1.7", AnswerEntry(value="có", note="dòng một\ndòng hai"))
    add_evidence(opened, YEAR, ["1.7"], "bb.pdf", a_pdf("x"), DocumentFacts("12/BB-UBND"))
    write_up(opened, YEAR, difficulties="Đường truyền yếu.", proposals="Hỗ trợ máy quét.")
    assert export_assessment(opened, YEAR, tmp_path / "bang-diem.docx") == 4
    document = docx.Document(str(tmp_path / "bang-diem.docx"))
    said = "\n".join(p.text for p in document.paragraphs)
    for words in (*PARTS, "Đường truyền yếu.", "Hỗ trợ máy quét."):
        assert words in said
    score, explained, proofs = document.tables[1:4]
    assert [cell.text for cell in score.rows[0].cells] == list(SCORE_HEADINGS)
    assert explained.rows[1].cells[3].text == "dòng một\ndòng hai"
    assert "12/BB-UBND" in proofs.rows[1].cells[1].text
    assert SIGNER in document.tables[-1].rows[0].cells[1].text
    assert "DỮ LIỆU MẪU" in document.sections[0].first_page_footer.paragraphs[0].text


@pytest.mark.parametrize("documents", [0, 1, 9, 10, 11, 12, 13, 14])
def test_the_signature_never_stands_alone_on_a_page(documents: int, tmp_path: Path) -> None:
    """However the last page fills, rows of the index stand above the signature."""
    proof = ProofRow("1", "12/KH-UBND (kế hoạch.pdf)", "15/01/2026", "Kế hoạch", "1.1.1", "tr. 1")
    paper = AssessmentPaper(
        "UBND XÃ A", "A", date(2026, 11, 20), "BÁO CÁO", "Bộ chỉ số", (), (),
        (ScoreRow(0, "1", "Chỉ đạo", "15", "", "0", "", ""),), (), (),
        tuple(replace(proof, number=f"K{n}") for n in range(documents)),
    )  # fmt: skip
    write_pdf(tmp_path / "a.pdf", paper)
    last = pypdf.PdfReader(tmp_path / "a.pdf").pages[-1].extract_text()
    assert SIGNER in last
    assert f"K{documents - 1}" in last if documents else "Không có" in last


def test_the_cover_has_a_sheet_before_every_document(
    opened: Office, a_pdf: Callable[[str], bytes], tmp_path: Path
) -> None:
    plan = DocumentFacts("12/KH-UBND", date(2026, 1, 15), summary="Kế hoạch năm")
    add_evidence(opened, YEAR, ["1.1.1", "1.1.2"], "kh.pdf", a_pdf("x"), plan, pages="mục II")
    add_evidence(opened, YEAR, ["1.7"], "bb.pdf", a_pdf("y"))
    target = tmp_path / "bìa.pdf"
    assert export_assessment(opened, YEAR, target, what=Paper.COVER) == 4
    pages = [page.extract_text() for page in pypdf.PdfReader(target).pages]
    assert "Gồm 2 tài liệu" in pages[0]
    assert "Tài liệu kiểm chứng số 1" in pages[2]
    assert "1.1.1, 1.1.2" in pages[2]
    assert "mục II" in pages[2]
    assert export_assessment(opened, YEAR, tmp_path / "bìa.docx", what=Paper.COVER) == 4
    document = docx.Document(str(tmp_path / "bìa.docx"))
    said = "\n".join(p.text for p in document.paragraphs)
    assert all(words in said for words in ("Gồm 2 tài liệu", "kiểm chứng số 2", "mục II"))
    assert document.tables[0].rows[1].cells[4].text == "1.1.1, 1.1.2"
    assert export_assessment(opened, YEAR, tmp_path / "bìa.xlsx", what=Paper.COVER) == 3
    book = openpyxl.load_workbook(tmp_path / "bìa.xlsx")
    index = [row for row in book["Danh mục"].iter_rows(min_row=9, values_only=True) if row[1]]
    assert [(row[0], row[4], row[5]) for row in index] == [
        ("1", "1.1.1, 1.1.2", "mục II"),
        ("2", "1.7", ""),
    ]
    apart = {cell.value for row in book["Tờ ngăn"].iter_rows() for cell in row}
    assert {"Tài liệu kiểm chứng số 1", "Tài liệu kiểm chứng số 2", "12/KH-UBND (kh.pdf)"} <= apart
