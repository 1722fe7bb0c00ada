"""Both sides of a line: what leaves, what was judged, documents of explanations, one history."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from desktop.domain.errors import InputRefused, Rule, RuleViolation
from desktop.domain.roles import Role
from desktop.domain.submissions import Lack, LineJob
from desktop.services.assessments.approval import approve, hand_in, reopen
from desktop.services.assessments.assigning import assign_lines, own_lines
from desktop.services.assessments.deadlines import Deadlines, set_deadlines
from desktop.services.assessments.differences import differences
from desktop.services.assessments.explaining import (
    ExplanationEntry,
    explain_line,
    send_explanations,
)
from desktop.services.assessments.explanation_documents import (
    add_explanation_document,
    remove_explanation_document,
    use_explanation_document,
)
from desktop.services.assessments.exporting import Paper, export_assessment
from desktop.services.assessments.known_documents import known_documents
from desktop.services.assessments.line_story import Side, line_story
from desktop.services.assessments.opening import open_assessment
from desktop.services.assessments.submission_preview import preview_submission
from desktop.services.assessments.submitting import submit
from desktop.services.attachments import blob_store
from desktop.services.clock import FixedClock
from desktop.services.office import Office
from desktop.services.users import NewUser, add_user
from tests.cli.shell import Shell
from tests.factory import ADMIN, PASSWORD
from tests.sync.rounds import SAMPLE, YEAR, ProvinceDesk, approved
from tests.sync.stage import Stage


@pytest.fixture
def submitted(stage: Stage, a_pdf: bytes) -> Stage:
    """A unit whose approved assessment with one document has been packed."""
    approved(stage.unit, a_pdf)
    submit(stage.unit, YEAR)
    return stage


def _lacks(office: Office) -> list[Lack]:
    return [missing.lack for missing in preview_submission(office, YEAR).lacks]


@contextlib.contextmanager
def _lost(office: Office) -> Iterator[None]:
    """The newest stored file is gone for a while."""
    root = blob_store(office).path_of("00").parent.parent
    files = [path for path in root.rglob("*") if path.is_file()]
    newest = max(files, key=lambda path: path.stat().st_mtime_ns)
    kept = newest.read_bytes()
    newest.unlink()
    yield
    newest.write_bytes(kept)


def test_what_would_leave_and_what_lacks_is_known_before(
    office: Office, a_pdf: bytes, clock: FixedClock
) -> None:
    open_assessment(office, SAMPLE, YEAR)
    seen = preview_submission(office, YEAR)
    assert (seen.copy, seen.can_leave, seen.lines) == (None, False, ())
    assert _lacks(office)[:2] == [Lack.NOT_APPROVED, Lack.NOT_JOINED]


def test_a_lost_file_and_a_passed_day_are_told_and_a_reopened_copy_is_not_submitted(
    stage: Stage, a_pdf: bytes, clock: FixedClock
) -> None:
    approved(stage.unit, a_pdf)
    set_deadlines(stage.unit, YEAR, Deadlines(submit_until=date(2026, 11, 19)))
    seen = preview_submission(stage.unit, YEAR)
    assert _lacks(stage.unit) == [Lack.TOO_LATE, Lack.NO_DIFFICULTIES, Lack.NO_PROPOSALS]
    assert (seen.can_leave, len(seen.lines), seen.size) == (True, 79, len(a_pdf))
    line = next(line for line in seen.lines if line.item_id == "1.7")
    assert (line.counted, line.note, line.documents) == (1, "có biên bản", 1)
    assert seen.files[0].items == ("1.7", "1.5")
    with _lost(stage.unit):
        assert Lack.FILE_LOST in _lacks(stage.unit)
        assert not preview_submission(stage.unit, YEAR).can_leave
    reopen(stage.unit, YEAR, "bổ sung")
    assert _lacks(stage.unit)[0] is Lack.NOT_APPROVED


def test_own_points_are_those_of_the_copy_that_was_judged(submitted: Stage) -> None:
    unit, desk = submitted.unit, ProvinceDesk(submitted)
    letter = desk.appraise(1, {"1.7": "0", "9.9": "1"})
    strange = {**letter.content["lines"][0], "id": "9.9"}
    letter.content["lines"].append(strange)
    reopen(unit, YEAR, "sửa lại")  # before the word arrived
    with unit.command() as work:
        from desktop.services.assessments.answering import AnswerEntry, write_answer
        from desktop.services.assessments.records import OpenAssessment

        opened = OpenAssessment.to_change(work, YEAR, None)
        write_answer(opened, "1.7", AnswerEntry(value="không"))
    hand_in(unit, YEAR)
    approve(unit, YEAR)
    desk.lay(letter)
    submitted.fetch()
    found = differences(unit, YEAR)
    row = next(row for row in found.rows if row.item.id == "1.7")
    assert (row.own, row.difference) == (1, -1)
    assert found.judged_other_copy
    assert found.unknown_lines == ("9.9",)


def test_the_published_points_are_the_last_word(submitted: Stage) -> None:
    unit, desk = submitted.unit, ProvinceDesk(submitted)
    desk.lay(desk.publish())
    submitted.fetch()
    [alone] = differences(unit, YEAR).rows  # published without a round that came here
    assert (alone.item.id, alone.own, alone.appraised, alone.round) == ("1.7", 1, None, 0)
    assert (alone.final, alone.difference) == (Decimal("0.5"), Decimal("-0.5"))
    desk.lay(desk.appraise(1, {"1.7": "0"}), desk.appraise(2, {"1.7": "0"}, counter=20))
    submitted.fetch()
    row = differences(unit, YEAR).rows[0]
    assert (row.first, row.appraised, row.final) == (0, 0, Decimal("0.5"))
    assert row.difference == Decimal("-0.5")
    of_round = differences(unit, YEAR, round_number=2).rows[0]
    assert (of_round.final, of_round.difference) == (None, -1)


def test_documents_of_an_explanation_come_go_and_are_needed(submitted: Stage, a_pdf: bytes) -> None:
    unit, desk = submitted.unit, ProvinceDesk(submitted)
    desk.lay(desk.appraise(1, {"1.7": "0"}))
    submitted.fetch()
    [known] = known_documents(unit, YEAR)
    assert (known.items, known.is_lost) == (("1.7", "1.5"), False)
    with pytest.raises(InputRefused):  # the words come first
        use_explanation_document(unit, YEAR, "1.7", known.document_id)
    explain_line(unit, YEAR, "1.7", ExplanationEntry("Bản ký ở tệp kèm theo."))
    row = use_explanation_document(unit, YEAR, "1.7", known.document_id, pages="tr. 2").value
    assert [(d.file_name, d.pages) for d in row.documents] == [("biên bản.pdf", "tr. 2")]
    with pytest.raises(RuleViolation) as unknown:
        use_explanation_document(unit, YEAR, "1.7", 4711)
    assert unknown.value.code is Rule.EVIDENCE_NOT_FOUND
    gone = remove_explanation_document(unit, YEAR, "1.7", known.document_id).value
    assert gone.documents == ()
    with pytest.raises(RuleViolation):
        remove_explanation_document(unit, YEAR, "1.7", known.document_id)
    new = a_pdf + b"\n% signed\n"
    add_explanation_document(unit, YEAR, "1.7", "bản ký.pdf", new)
    with _lost(unit), pytest.raises(RuleViolation) as lost:
        send_explanations(unit, YEAR)
    assert lost.value.code is Rule.EXPLANATION_FILE_LOST
    assert lost.value.facts["files"] == ["1.7: bản ký.pdf"]
    assert send_explanations(unit, YEAR).value == 1
    explain_line(unit, YEAR, "1.7", ExplanationEntry(withdrawn=True))
    explanation = next(r for r in differences(unit, YEAR).rows if r.item.id == "1.7").explanation
    assert explanation is not None
    assert (explanation.was_sent, explanation.is_waiting) == (True, True)  # told the province


def test_explanations_are_a_paper_that_goes_with_the_letter(
    submitted: Stage, tmp_path: Path
) -> None:
    unit, desk = submitted.unit, ProvinceDesk(submitted)
    with pytest.raises(RuleViolation) as early:
        export_assessment(unit, YEAR, tmp_path / "sớm.pdf", what=Paper.EXPLANATIONS)
    assert early.value.code is Rule.ASSESSMENT_STAGE
    desk.lay(desk.appraise(1, {"1.7": "0", "1.5": "1"}))
    submitted.fetch()
    explain_line(unit, YEAR, "1.7", ExplanationEntry("Biên bản ký ngày 12/10.", Decimal(1)))
    [known] = known_documents(unit, YEAR)
    use_explanation_document(unit, YEAR, "1.7", known.document_id, pages="tr. 2")
    explain_line(unit, YEAR, "1.5", ExplanationEntry("Viết rồi rút."))
    explain_line(unit, YEAR, "1.5", ExplanationEntry(withdrawn=True))
    for ending in (".pdf", ".docx", ".xlsx"):
        target = tmp_path / f"giai-trinh{ending}"
        assert export_assessment(unit, YEAR, target, what=Paper.EXPLANATIONS) >= 1
    said = " ".join(
        page.extract_text() for page in PdfReader(tmp_path / "giai-trinh.pdf").pages
    ).replace("\n", " ")
    wanted = ("VÒNG 1 NĂM 2026", "Biên bản ký", "chưa đủ căn cứ", "biên bản.pdf", "66,67 %")
    assert all(part in said for part in wanted), said
    assert "Viết rồi rút" not in said
    page = load_workbook(tmp_path / "giai-trinh.xlsx")["Giải trình"]
    row = [cell.value for cell in next(page.iter_rows(min_row=9))]
    assert (row[0], row[3:6], row[7]) == ("1.7", [1, 0, 1], "Biên bản ký ngày 12/10.")


def test_both_sides_stand_in_one_history_with_what_was_replaced(submitted: Stage) -> None:
    unit, desk = submitted.unit, ProvinceDesk(submitted)
    desk.lay(desk.appraise(1, {"1.7": "0"}))
    desk.lay(desk.appraise(1, {"1.7": "0.25"}, counter=11, closed_at="2026-11-26T02:00:00Z"))
    submitted.fetch()
    explain_line(unit, YEAR, "1.7", ExplanationEntry("Có biên bản.", Decimal(1)))
    story = line_story(unit, YEAR, "1.7")
    words = [row.word for row in story if row.side is Side.PROVINCE and row.word]
    assert [(word.points, word.is_replaced) for word in words] == [
        (0, True),
        (Decimal("0.25"), False),
    ]
    own = [row.event.data for row in story if row.side is Side.UNIT and row.event]
    assert (own[-1]["text"], own[-1]["proposed"]) == ("Có biên bản.", "1")


def test_lines_to_explain_are_given_to_people_too(submitted: Stage) -> None:
    unit, desk = submitted.unit, ProvinceDesk(submitted)
    with pytest.raises(RuleViolation) as early:
        assign_lines(unit, YEAR, ["1.7"], ADMIN)
    assert early.value.code is Rule.ASSESSMENT_STAGE
    assert own_lines(unit).lines == ()
    desk.lay(desk.appraise(1, {"1.7": "0"}))
    submitted.fetch()
    add_user(unit, NewUser("Lê Thị Mẫu", Role.OFFICER, PASSWORD))
    assign_lines(unit, YEAR, ["1.7", "1.5"], ADMIN, date(2026, 11, 19))
    found = own_lines(unit)
    assert [(x.item_id, x.job, x.is_overdue) for x in found.lines] == [
        ("1.7", LineJob.EXPLAIN, True)
    ]
    assert (found.overdue, found.nearest) == (1, date(2026, 11, 19))
    explain_line(unit, YEAR, "1.7", ExplanationEntry("Có biên bản."))
    assert own_lines(unit).lines == ()


def test_the_command_line_shows_both_sides(
    submitted: Stage, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = ProvinceDesk(submitted)
    desk.lay(desk.appraise(1, {"1.7": "0"}))
    submitted.fetch()
    assign_lines(submitted.unit, YEAR, ["1.7"], ADMIN)
    shell, year = Shell(submitted.unit.folder, capsys, monkeypatch), ("--year", YEAR)
    submitted.unit.close()
    assert shell.ok("assess", "mine")["lines"][0]["job"] == "explain"
    assert "chờ giải trình" in shell("assess", "mine", as_json=False).out
    [known] = shell.ok("assess", "documents", *year)["documents"]
    explain = ("assess", "explain", "1.7", *year)
    shell.ok(*explain, "--text", "Xem trang 2.")
    added = shell.ok(*explain, "--use-document", known["id"], "--pages", "2")
    assert added["document_ids"] == [known["id"]]
    assert shell.ok(*explain, "--drop-document", known["id"])["documents"] == []
    assert "4711" not in shell.refused(*explain, "--use-document", 4711)
    history = shell.ok("assess", "history", "1.7", *year)["rows"]
    assert {row["side"] for row in history} == {"unit", "province"}
    assert any("Xem trang 2." in row["text"] for row in history)
    seen = shell.ok("assess", "submit", *year, "--dry-run")
    assert (seen["lacks"], seen["can_leave"]) == ([], True)
    assert (seen["stage"], len(seen["lines"]), len(seen["files"])) == ("appraised", 79, 1)
    assert "79 dòng và 1 tệp" in shell("assess", "submit", *year, "--dry-run", as_json=False).out


def test_an_old_sheet_takes_the_side_of_the_file_where_it_is_told(
    office: Office,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import openpyxl

    from desktop.services.assessments.answering import AnswerEntry, answer_line
    from desktop.services.assessments.exporting import export_assessment

    open_assessment(office, SAMPLE, YEAR)
    answer_line(office, YEAR, "1.5", AnswerEntry(value="1"))
    path = tmp_path / "bang-diem.xlsx"
    export_assessment(office, YEAR, path)
    answer_line(office, YEAR, "1.5", AnswerEntry(value="0"))
    book = openpyxl.load_workbook(path)
    page = book["Nhập liệu"]
    place = next(row[0].row for row in page.iter_rows(min_row=5) if str(row[0].value) == "1.5")
    page[f"E{place}"] = "2"
    book.save(path)
    office.close()
    shell = Shell(office.folder, capsys, monkeypatch)
    load = ("assess", "import", path, "--year", YEAR)
    seen = shell.ok(*load, "--dry-run")
    [conflict] = seen["conflicts"]
    assert (conflict["exported"], conflict["here"], conflict["typed"]) == ("1", "0", "2")
    assert seen["changed"] == []
    done = shell.ok(*load, "--take", "1.5")
    assert [(c["before"], c["after"]) for c in done["changed"]] == [("0", "2")]
    assert done["problems"] == []
