"""Documents of proof: one file, many lines; warnings; what vanished is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from desktop.domain.criteria.progress import EvidenceState
from desktop.domain.errors import InputRefused, Rule, RuleViolation
from desktop.services.assessments.answering import AnswerEntry, answer_line
from desktop.services.assessments.evidence import (
    DocumentFacts,
    EvidenceWarning,
    add_evidence,
    open_document,
    remove_evidence,
    use_document,
)
from desktop.services.assessments.opening import open_assessment
from desktop.services.assessments.sheets import score_sheet
from desktop.services.attachments import blob_store
from desktop.services.office import Office
from desktop.wording.criteria_advice import EVIDENCE_WARNINGS
from tests.services.assessments.conftest import SAMPLE, YEAR

PLAN = DocumentFacts("12/KH-UBND", date(2026, 1, 15), "Lê Mẫu", summary="Kế hoạch năm 2026")
MakePdf = Callable[[str], bytes]


def test_one_document_proves_many_lines_and_is_stored_once(opened: Office, a_pdf: MakePdf) -> None:
    content = a_pdf("Ke hoach 12")
    rows = add_evidence(opened, YEAR, ["1.1.1", "1.1.2"], "kh.pdf", content, PLAN).value
    assert [row.item_id for row in rows] == ["1.1.1", "1.1.2"]
    assert {row.document_id for row in rows} == {rows[0].document_id}
    assert rows[0].other_lines == ("1.1.2",)
    assert open_document(opened, rows[0].document_id).content == content
    use_document(opened, YEAR, "1.4.1", rows[0].document_id, pages="mục III, trang 1")
    line = score_sheet(opened, YEAR).line("1.4.1")
    assert [(p.facts.number, p.pages) for p in line.evidence] == [
        ("12/KH-UBND", "mục III, trang 1")
    ]
    files = [p for p in blob_store(opened).folder.rglob("*") if p.is_file()]
    assert len(files) == 1
    assert b"Ke hoach" not in files[0].read_bytes()


def test_the_state_of_proof_follows_answer_note_and_document(
    opened: Office, a_pdf: MakePdf
) -> None:
    def state() -> tuple[EvidenceState, bool]:
        line = score_sheet(opened, YEAR).line("1.7")
        return line.evidence_state, line.is_complete

    assert state() == (EvidenceState.MISSING, False)
    answer_line(opened, YEAR, "1.7", AnswerEntry(value="có"))
    assert state() == (EvidenceState.MISSING, False)
    answer_line(opened, YEAR, "1.7", AnswerEntry(note="biên bản chờ ký"))
    assert state() == (EvidenceState.EXPLAINED, True)
    (row,) = add_evidence(opened, YEAR, ["1.7"], "bb.pdf", a_pdf("x"), PLAN).value
    assert state() == (EvidenceState.PRESENT, True)
    remove_evidence(opened, YEAR, row.id)
    assert state() == (EvidenceState.EXPLAINED, True)
    answer_line(opened, YEAR, "1.7", AnswerEntry(value="không"))
    assert state() == (EvidenceState.NOT_NEEDED, True)


def test_warnings_say_what_to_look_at(opened: Office, a_pdf: MakePdf) -> None:
    old = DocumentFacts("9/BC", date(2025, 12, 31), "Nguyễn Văn Mẫu")
    (outside,) = add_evidence(opened, YEAR, ["1.1.1"], "a.pdf", a_pdf("a"), old).value
    assert outside.warnings == (EvidenceWarning.OUTSIDE_YEAR,)
    (bare,) = add_evidence(opened, YEAR, ["1.1.2"], "b.pdf", a_pdf("")).value
    assert set(bare.warnings) == {
        EvidenceWarning.WITHOUT_DATE,
        EvidenceWarning.WITHOUT_NUMBER,
        EvidenceWarning.WITHOUT_SIGNER,
        EvidenceWarning.NO_TEXT,
    }
    (again,) = add_evidence(opened, YEAR, ["1.4.1"], "c.pdf", a_pdf("a"), old).value
    assert EvidenceWarning.ALREADY_USED in again.warnings
    open_assessment(opened, SAMPLE, YEAR + 1)
    (later,) = add_evidence(opened, YEAR + 1, ["1.1.1"], "d.pdf", a_pdf("a"), old).value
    assert EvidenceWarning.USED_IN_OTHER_YEAR in later.warnings
    assert set(EVIDENCE_WARNINGS) == set(EvidenceWarning)


def test_a_file_that_vanished_from_the_disk_proves_nothing_and_is_told(
    opened: Office, a_pdf: MakePdf
) -> None:
    answer_line(opened, YEAR, "1.7", AnswerEntry(value="có"))
    add_evidence(opened, YEAR, ["1.7"], "bb.pdf", a_pdf("x"), PLAN)
    for path in blob_store(opened).folder.rglob("*"):
        if path.is_file():
            path.unlink()
    line = score_sheet(opened, YEAR).line("1.7")
    assert line.evidence[0].warnings == (EvidenceWarning.FILE_LOST,)
    assert (line.evidence_state, line.counted) == (EvidenceState.MISSING, 1)
    add_evidence(opened, YEAR, ["1.7"], "bb.pdf", a_pdf("x"))
    line = score_sheet(opened, YEAR).line("1.7")
    assert (line.evidence_state, line.evidence[0].facts) == (EvidenceState.PRESENT, PLAN)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 word", Rule.FILE_NOT_RECOGNISED),
        (b"", Rule.FILE_NOT_RECOGNISED),
        (b"%PDF-1.7 cut", Rule.FILE_DAMAGED),
    ],
)
def test_unreadable_files_are_refused_and_leave_nothing(
    opened: Office, content: bytes, code: Rule
) -> None:
    with pytest.raises(RuleViolation) as refused:
        add_evidence(opened, YEAR, ["1.7"], "x.pdf", content)
    assert refused.value.code is code
    assert score_sheet(opened, YEAR).line("1.7").evidence == ()


def test_a_wrong_line_is_refused_before_anything_is_written(opened: Office, a_pdf: MakePdf) -> None:
    with pytest.raises(RuleViolation):
        add_evidence(opened, YEAR, ["1.7", "99"], "x.pdf", a_pdf("x"))
    with pytest.raises(InputRefused):
        add_evidence(opened, YEAR, ["1.7"], "x.pdf", a_pdf("x"), DocumentFacts("x" * 600))
    with pytest.raises(InputRefused):
        add_evidence(opened, YEAR, [], "x.pdf", a_pdf("x"))
    assert not [p for p in blob_store(opened).folder.rglob("*") if p.is_file()]
    assert score_sheet(opened, YEAR).line("1.7").evidence == ()


def test_what_is_not_there_cannot_be_removed(opened: Office) -> None:
    with pytest.raises(RuleViolation) as refused:
        remove_evidence(opened, YEAR, 7)
    assert refused.value.code is Rule.EVIDENCE_NOT_FOUND
