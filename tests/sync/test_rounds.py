"""The unit's side of submission, appraisal, explanation and result, by packages alone."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select, text

from desktop.domain.criteria.rounds import Stage as Step
from desktop.domain.criteria.rounds import explanation_id
from desktop.domain.errors import InputRefused, Rule, RuleViolation
from desktop.domain.packages import PackageOutcome
from desktop.models.base import canonical_json
from desktop.models.rounds import appraisals, sent_files
from desktop.services.assessments.answering import AnswerEntry, answer_line
from desktop.services.assessments.approval import approve, hand_in, reopen
from desktop.services.assessments.differences import differences
from desktop.services.assessments.explaining import (
    ExplanationEntry,
    explain_line,
    send_explanations,
)
from desktop.services.assessments.explanation_documents import add_explanation_document
from desktop.services.assessments.sheets import line_history
from desktop.services.assessments.submitting import submit, write_up
from desktop.services.attachments import blob_store
from desktop.services.doctor import examine
from desktop.services.office import Office
from desktop.services.syncing.joining import send_everything_again
from desktop.services.syncing.preview import preview
from desktop.services.syncing.sending import run as run_sync
from desktop.sync.records import ASSESSMENT, EXPLANATION, Record
from tests.cli.shell import Shell
from tests.sync.rounds import (
    YEAR,
    ProvinceDesk,
    answered,
    approved,
    assessment_uuid,
    status,
    submission_rows,
    waiting,
)
from tests.sync.stage import Stage, tree


def test_a_submission_travels_with_its_hash_and_its_files(stage: Stage, a_pdf: bytes) -> None:
    approved(stage.unit, a_pdf)
    with pytest.raises(RuleViolation):
        write_up(stage.unit, YEAR, difficulties="đường truyền yếu")
    done = submit(stage.unit, YEAR).value
    assert (done.package, done.files, status(stage).stage) == (2, 1, Step.SUBMITTED)
    again = submit(stage.unit, YEAR).value
    assert (again.sha256, again.package) == (done.sha256, 2)
    assert len(submission_rows(stage.unit)) == 1
    stage.export()
    with stage.unit.reading() as connection:
        files = connection.execute(select(sent_files)).all()
    assert [row.sha256 for row in files] == [hashlib.sha256(a_pdf).hexdigest()]
    assert stage.export().sent == 0


def test_the_copy_is_what_the_leader_approved(stage: Stage, a_pdf: bytes) -> None:
    answered(stage.unit, a_pdf)
    write_up(stage.unit, YEAR, difficulties="đường truyền yếu", proposals="xin hỗ trợ máy quét")
    hand_in(stage.unit, YEAR)
    digest = approve(stage.unit, YEAR).value
    with stage.unit.reading() as connection:
        link = connection.execute(text("SELECT next_number FROM province_links")).scalar_one()
    done = submit(stage.unit, YEAR).value
    assert done.package == link
    [record] = _packed_again(stage, ASSESSMENT)
    content = record.content
    assert record.id == assessment_uuid(stage.unit)
    assert (content["sha256"], content["seen"]) == (digest, 0)
    assert hashlib.sha256(canonical_json(content["copy"]).encode()).hexdigest() == digest
    assert (content["difficulties"], content["proposals"]) == (
        "đường truyền yếu",
        "xin hỗ trợ máy quét",
    )
    [document] = content["copy"]["documents"]
    assert document["file"] == hashlib.sha256(a_pdf).hexdigest()
    assert [proof["item"] for proof in content["copy"]["evidence"]] == ["1.7", "1.5"]
    counted = {line["id"]: line["counted"] for line in content["copy"]["lines"]}
    assert (counted["1.7"], counted["1.5"]) == ("1", "2")


def _packed_again(stage: Stage, kind: str) -> list[Record]:
    """What was packed, read back from the database as it would leave now."""
    send_everything_again(stage.unit)
    return waiting(stage.unit, kind)


def test_only_an_approved_copy_is_submitted_and_only_to_a_province(
    apart: Stage, office: Office
) -> None:
    answered(office)
    with pytest.raises(RuleViolation) as lonely:
        submit(office, YEAR)
    assert lonely.value.code is Rule.NOT_JOINED
    apart.join()
    with pytest.raises(RuleViolation) as early:
        submit(office, YEAR)
    assert early.value.code is Rule.ASSESSMENT_STAGE
    assert [c.detail for c in examine(office) if not c.ok] == []


def test_a_submission_is_proved_by_the_receipt_alone(submitted: Stage) -> None:
    submitted.export()
    said = status(submitted).submission
    assert said is not None
    assert (said.package, said.acknowledged_at) == (2, None)
    found = {taken.outcome for taken in submitted.collect()}
    assert PackageOutcome.REJECTED not in found
    submitted.fetch()
    said = status(submitted).submission
    assert said is not None
    assert said.acknowledged_at is not None


def test_evidence_that_vanished_is_named_before_anything_leaves(stage: Stage, a_pdf: bytes) -> None:
    approved(stage.unit, a_pdf)
    store = blob_store(stage.unit)
    store.path_of(store.name_of(a_pdf)).unlink()
    with pytest.raises(RuleViolation) as refused:
        submit(stage.unit, YEAR)
    assert refused.value.code is Rule.EVIDENCE_LOST
    assert refused.value.facts["files"] == ["biên bản.pdf"]
    assert status(stage).stage is Step.APPROVED
    store.put(a_pdf)
    assert submit(stage.unit, YEAR).value.files == 1


def test_a_submission_can_be_taken_back_until_it_was_judged(submitted: Stage) -> None:
    reopen(submitted.unit, YEAR, "còn thiếu biên bản")
    assert status(submitted).stage is Step.OPEN
    answer_line(submitted.unit, YEAR, "1.5", AnswerEntry(value="1"))
    hand_in(submitted.unit, YEAR)
    approve(submitted.unit, YEAR)
    assert status(submitted).stage is Step.APPROVED
    submit(submitted.unit, YEAR)
    old, new = submission_rows(submitted.unit)
    assert new.revision > old.revision
    ProvinceDesk(submitted).lay(ProvinceDesk(submitted).appraise(1, {"1.7": "0.5"}))
    submitted.fetch()
    with pytest.raises(RuleViolation) as judged:
        reopen(submitted.unit, YEAR, "muốn sửa")
    assert judged.value.code is Rule.ASSESSMENT_STAGE


def test_the_whole_round_ends_with_rank_and_rating(submitted: Stage, a_pdf: bytes) -> None:
    unit, desk = submitted.unit, ProvinceDesk(submitted)
    desk.lay(desk.appraise(1, {"1.7": "0", "1.5": "1.5"}))
    assert submitted.fetch().received == 1
    assert status(submitted).stage is Step.APPRAISED
    found = differences(unit, YEAR)
    assert [(r.item.id, r.own, r.appraised, r.difference) for r in found.rows[:3]] == [
        ("1.7", 1, 0, -1),
        ("1.5", 2, Decimal("1.5"), Decimal("-0.5")),
        (found.rows[2].item.id, 0, 0, 0),
    ]
    assert (found.gap, found.rows[0].asks_for_words) == (Decimal("-1.5"), True)

    entry = ExplanationEntry("Biên bản số 12 ở trang 2.", Decimal(1))
    explain_line(unit, YEAR, "1.7", entry)
    add_explanation_document(unit, YEAR, "1.7", "biên bản.pdf", a_pdf, pages="tr. 2")
    assert (status(submitted).stage, status(submitted).explanations_waiting) == (Step.APPRAISED, 1)
    assert send_explanations(unit, YEAR).value == 1
    [record] = waiting(unit, EXPLANATION)
    assert record.id == explanation_id(assessment_uuid(unit), "1.7", 1)
    assert (record.content["proposed"], record.content["text"]) == ("1", entry.text)
    assert record.content["documents"][0]["file"] == hashlib.sha256(a_pdf).hexdigest()
    assert status(submitted).stage is Step.EXPLAINED
    submitted.export()
    assert waiting(unit, EXPLANATION) == []

    desk.lay(desk.appraise(2, {"1.7": "1", "1.5": "1.5"}, counter=20))
    submitted.fetch()
    assert status(submitted).stage is Step.APPRAISED_AGAIN
    again = differences(unit, YEAR)
    first = next(r for r in again.rows if r.item.id == "1.7")
    assert (first.appraised, first.first, first.difference) == (1, 0, 0)
    assert first.explanation is not None
    desk.lay(desk.publish())
    submitted.fetch()
    final = status(submitted)
    assert final.stage is Step.PUBLISHED
    assert final.publication is not None
    assert (final.publication.rank, final.publication.ranked) == (7, 124)
    assert (final.publication.percent, final.publication.band) == (Decimal("83.33"), "Tốt")


def test_the_next_submission_says_what_has_arrived(submitted: Stage) -> None:
    submitted.export()
    assert waiting(submitted.unit, ASSESSMENT) == []
    desk = ProvinceDesk(submitted)
    desk.lay(desk.appraise(1, {}, counter=41))
    submitted.fetch()
    [record] = waiting(submitted.unit, ASSESSMENT)
    assert record.content["seen"] == 41


def test_explanations_end_with_their_day(submitted: Stage) -> None:
    unit, desk = submitted.unit, ProvinceDesk(submitted)
    with pytest.raises(RuleViolation) as early:
        explain_line(unit, YEAR, "1.7", ExplanationEntry("chưa có gì để giải trình"))
    assert early.value.code is Rule.ASSESSMENT_STAGE
    desk.lay(desk.appraise(1, {"1.7": "0"}, until="2026-11-28"))
    submitted.fetch()
    submitted.clock.moment = datetime(2026, 11, 28, 16, 0, tzinfo=UTC)  # 23:00 of that day
    explain_line(unit, YEAR, "1.7", ExplanationEntry("Có biên bản."))
    submitted.clock.moment += timedelta(hours=1)
    with pytest.raises(RuleViolation) as late:
        explain_line(unit, YEAR, "1.7", ExplanationEntry("Thêm."))
    assert late.value.code is Rule.DEADLINE_PASSED


def test_an_explanation_is_checked_and_a_changed_one_is_sent_again(submitted: Stage) -> None:
    unit, desk = submitted.unit, ProvinceDesk(submitted)
    desk.lay(desk.appraise(1, {"1.7": "0"}))
    submitted.fetch()
    for entry in (
        ExplanationEntry("  "),
        ExplanationEntry("x" * 20_001),
        ExplanationEntry("Đề nghị.", Decimal("1.5")),
        ExplanationEntry("Đề nghị.", Decimal("0.333")),
    ):
        with pytest.raises(InputRefused):
            explain_line(unit, YEAR, "1.7", entry)
    with pytest.raises(RuleViolation) as nothing:
        send_explanations(unit, YEAR)
    assert nothing.value.code is Rule.NOTHING_TO_SEND
    explain_line(unit, YEAR, "1.7", ExplanationEntry("Có biên bản.", Decimal("0.5")))
    send_explanations(unit, YEAR)
    [before] = waiting(unit, EXPLANATION)
    explain_line(unit, YEAR, "1.7", ExplanationEntry(no_proposal=True))
    [kept] = waiting(unit, EXPLANATION)
    assert kept == before
    send_explanations(unit, YEAR)
    [after] = waiting(unit, EXPLANATION)
    assert after.revision > before.revision
    assert after.content["proposed"] is None


def test_the_history_tells_the_round(submitted: Stage) -> None:
    desk = ProvinceDesk(submitted)
    desk.lay(desk.appraise(1, {"1.7": "0"}), desk.publish())
    submitted.fetch()
    events = [str(row.event) for row in line_history(submitted.unit, YEAR) if not row.item_id]
    assert events == ["open", "hand_in", "approve", "submit", "appraise", "publish"]


def test_a_restored_office_takes_the_word_on_what_it_no_longer_knows(
    submitted: Stage,
) -> None:
    desk = ProvinceDesk(submitted)
    appraisal, result = desk.appraise(1, {"1.7": "0"}), desk.publish()
    with submitted.unit.database.writing() as connection:
        for table in ("submissions", "approved_copies", "assessment_events", "assessment_lines"):
            connection.execute(text(f"DELETE FROM {table}"))
        connection.execute(text("DELETE FROM assessments"))
    desk.lay(appraisal, result)
    assert submitted.fetch().received == 1
    with submitted.unit.reading() as connection:
        assert len(connection.execute(select(appraisals)).all()) == 1


def test_the_preview_shows_what_will_leave(submitted: Stage) -> None:
    desk = ProvinceDesk(submitted)
    desk.lay(desk.appraise(1, {"1.7": "0"}))
    submitted.fetch()
    explain_line(submitted.unit, YEAR, "1.7", ExplanationEntry("Có biên bản."))
    send_explanations(submitted.unit, YEAR)
    kinds = [item.kind for item in preview(submitted.unit).items]
    assert kinds == [ASSESSMENT, EXPLANATION]
    assert preview(submitted.unit).total == 2


def test_nothing_on_the_stick_can_be_read_by_others(submitted: Stage, tmp_path: Path) -> None:
    desk = ProvinceDesk(submitted)
    desk.lay(desk.appraise(1, {"1.7": "0"}))
    submitted.export()
    for path in submitted.stick.rglob("*"):
        assert not path.is_file() or "Sở Nội vụ".encode() not in path.read_bytes()
    assert tree(submitted.stick)


def test_sync_run_fetches_letters_before_it_sends(submitted: Stage) -> None:
    with submitted.unit.database.writing() as connection:
        connection.execute(
            text("UPDATE province_links SET mailbox = :place"), {"place": str(submitted.stick)}
        )
    desk = ProvinceDesk(submitted)
    desk.lay(desk.appraise(1, {"1.7": "0"}))
    report = run_sync(submitted.unit).value
    assert report.received == 1
    assert waiting(submitted.unit, ASSESSMENT) == []  # its answer left in the same turn


def test_the_command_line_walks_the_round(
    submitted: Stage, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = ProvinceDesk(submitted)
    desk.lay(desk.appraise(1, {"1.7": "0"}, until=None))
    shell = Shell(submitted.unit.folder, capsys, monkeypatch)
    year = ("--year", YEAR)
    submitted.unit.close()
    nothing = shell.ok("assess", "differences", *year)
    assert (nothing["round"], nothing["gap"], nothing["rows"]) == (None, 0.0, [])
    assert shell.ok("sync", "import", submitted.stick)["received"] == 1
    found = shell.ok("assess", "status", *year)
    assert (found["stage"], found["package"], found["rounds"][0]["percent"]) == (
        "appraised",
        2,
        66.67,
    )
    row = shell.ok("assess", "differences", *year)["rows"][0]
    assert (row["item"], row["self"], row["appraised"], row["difference"]) == ("1.7", 1, 0, -1)
    assert (row["note"], row["needs_explanation"]) == ("chưa đủ căn cứ", True)
    said = ("--text", "Có biên bản số 12.", "--proposed", "0,5")
    assert shell.ok("assess", "explain", "1.7", *year, *said)["proposed"] == 0.5
    assert "gửi" in shell("assess", "explain", "1.7", *year, as_json=False).out
    assert shell.ok("assess", "explain", *year, "--send") == {"sent": 1}
    assert "Không có giải trình" in shell.refused("assess", "explain", *year, "--send")
    assert shell.ok("assess", "result", *year) == {"published": None}
    assert "gói số 2" in shell("assess", "submit", *year, as_json=False).out
