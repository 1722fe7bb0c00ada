"""Scores, proofs, figures, reports and printed numbers reach every desk; nothing is lost."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import replace
from pathlib import Path

import pytest

from desktop import models
from desktop.domain.desks import DeskKind
from desktop.domain.errors import RuleViolation
from desktop.models.base import metadata
from desktop.models.store_schema import STORE_TABLES
from desktop.services.assessments.answering import AnswerEntry, answer_line
from desktop.services.assessments.approval import approve, approved_copy, hand_in
from desktop.services.assessments.assigning import assign_lines
from desktop.services.assessments.evidence import open_document
from desktop.services.assessments.sheets import line_history, score_sheet
from desktop.services.declaration_templates import add_template, list_templates
from desktop.services.periodic.issuing import issue_periodic, issues_of
from desktop.services.periodic.texts import read_texts, write_text
from desktop.services.reports.issuing import export_issued, issue_report, list_issued, verify_file
from desktop.services.reserved_codes import open_code, reserve_codes, spoil_code, unused_codes
from desktop.services.syncing.desk_conflicts import list_conflicts, settle
from desktop.services.syncing.desk_tables import TABLES
from tests.desks import errands
from tests.desks.unit import Unit, differences
from tests.reports.test_declarations import a_template
from tests.services.assessments.conftest import SAMPLE, YEAR


def test_two_desks_open_the_same_year_and_answer_different_lines_without_a_conflict(
    unit: Unit,
) -> None:
    first, second, third = unit.desks
    errands.answer(first, 0)
    errands.answer(second, 1)
    errands.prove(second, 1)
    unit.settle_down()
    assert differences(unit.desks) == []
    assert list_conflicts(third) == ()
    sheet = score_sheet(third, YEAR)
    assert [sheet.line(item).note for item in errands.ITEMS[:2]] == ["quầy 1", "quầy 2"]
    (proof,) = errands.proofs(third, errands.ITEMS[1])
    assert open_document(third, proof.document_id).content.startswith(b"\x89PNG")
    assert {row.event for row in line_history(third, YEAR)} >= {"open", "answer", "add_evidence"}


def test_two_desks_that_edit_one_line_see_both_and_a_person_settles(unit: Unit) -> None:
    """Failure class 10: no silent conflict, no good copy thrown away."""
    first, second, third = unit.desks
    errands.answer(first, 0)
    unit.settle_down()
    answer_line(first, YEAR, "1.7", AnswerEntry(value="có", note="đủ hồ sơ"))
    answer_line(second, YEAR, "1.7", AnswerEntry(value="không", note="thiếu dấu"))
    unit.settle_down()
    assert differences(unit.desks) == []
    (conflict,) = list_conflicts(third)
    assert (conflict.kind, conflict.label) == (DeskKind.LINE, f"{YEAR} {SAMPLE} 1.7")
    shown = {name: {here, there} for name, here, there in conflict.losers[0].differences}
    assert shown["Ghi chú"] == {"đủ hồ sơ", "thiếu dấu"}
    before = score_sheet(third, YEAR).line("1.7").note
    settle(third, conflict.label, conflict.losers[0].version, conflict.record)
    unit.settle_down()
    assert differences(unit.desks) == []
    notes = {score_sheet(desk, YEAR).line("1.7").note for desk in unit.desks}
    assert notes == {"đủ hồ sơ", "thiếu dấu"} - {before}
    assert [list_conflicts(desk) for desk in unit.desks] == [(), (), ()]


def test_approved_copy_and_people_given_to_lines_reach_the_other_desks(unit: Unit) -> None:
    first, second, _ = unit.desks
    errands.answer(first, 0)
    for line in score_sheet(first, YEAR).lines:
        if line.is_scored and line.item.scorer == "unit":
            answer_line(first, YEAR, line.id, AnswerEntry(not_applicable=True))
    assign_lines(first, YEAR, ["1.7"], first.user.name)
    hand_in(first, YEAR)
    sha256 = approve(first, YEAR).value
    unit.settle_down()
    assert differences(unit.desks) == []
    copy = approved_copy(second, YEAR)
    assert copy is not None
    assert copy.sha256 == sha256


def test_issued_reports_never_share_a_number_and_are_known_again_everywhere(
    unit: Unit, tmp_path: Path
) -> None:
    first, second, third = unit.desks
    for desk in (first, second, third, second):
        errands.issue(desk, 0)
    made = issue_report(second, errands.build_report(second, "settlement", errands.NOVEMBER)).value
    export_issued(second, made, tmp_path / "báo cáo.pdf")
    unit.settle_down()
    assert differences(unit.desks) == []
    numbers = sorted(report.number_text for report in list_issued(first))
    assert numbers == ["01/2026", "2.01/2026", "2.02/2026", "2.03/2026", "3.01/2026"]
    found = verify_file(third, tmp_path / "báo cáo.pdf")
    assert found.issued is not None
    assert (found.issued.number_text, found.is_original, found.is_sound) == (
        "2.03/2026",
        True,
        True,
    )


def test_periodic_report_is_written_at_two_desks_and_issued_at_a_third(unit: Unit) -> None:
    first, second, third = unit.desks
    errands.write(first, 0)
    errands.write(second, 1)
    errands.fill_in(second, 2)
    errands.type_figure(first, 2)
    unit.settle_down()
    assert differences(unit.desks) == []
    opened = errands.report(third)
    assert len(read_texts(third, opened.id)) == 2
    issue_periodic(third, opened.id, anyway=True)
    errands.fill_in(first, 0)
    unit.settle_down()
    assert differences(unit.desks) == []
    assert len(issues_of(first, errands.report(first).id)) == 1
    assert not any(list_conflicts(desk) for desk in unit.desks)


def test_text_written_at_two_desks_at_once_is_kept_twice_and_chosen(unit: Unit) -> None:
    first, second, third = unit.desks
    opened = errands.report(first)
    (key, *_) = [part.key for part in opened.sections if part.writes]
    unit.settle_down()
    write_text(first, opened.id, key, "Lời thứ nhất.")
    write_text(second, errands.report(second).id, key, "Lời thứ hai.")
    unit.settle_down()
    assert differences(unit.desks) == []
    (conflict,) = list_conflicts(third)
    assert conflict.kind_text == "Lời văn báo cáo"
    before = read_texts(third, errands.report(third).id)[key].content
    settle(third, conflict.label, conflict.losers[0].version, conflict.record)
    unit.settle_down()
    assert differences(unit.desks) == []
    after = {read_texts(desk, errands.report(desk).id)[key].content for desk in unit.desks}
    assert after == {"Lời thứ nhất.", "Lời thứ hai."} - {before}


def test_printed_numbers_are_known_everywhere_and_keyed_in_where_they_were_printed(
    unit: Unit,
) -> None:
    first, second, _ = unit.desks
    (code, other) = reserve_codes(second, 2).value
    unit.settle_down()
    assert differences(unit.desks) == []
    assert [sheet.code for sheet in unused_codes(second)] == [code, other]
    assert unused_codes(first) == ()
    with pytest.raises(RuleViolation) as refused:
        open_code(first, code)
    assert "in ở quầy khác" in str(refused.value.facts["why"])
    spoil_code(second, other, "Rách")
    unit.settle_down()
    assert differences(unit.desks) == []


def test_word_template_and_its_file_reach_every_desk(unit: Unit, tmp_path: Path) -> None:
    first = unit.desks[0]
    file = tmp_path / "Tờ khai.docx"
    file.write_bytes(a_template("Tôi là {{ho_ten}}"))
    add_template(first, file)
    errands.prove(first, 0)
    unit.settle_down()
    assert differences(unit.desks) == []
    for desk in unit.desks:
        (template,) = list_templates(desk)
        assert (desk.folder / "attachments" / template.blob[:2] / template.blob).exists()
        assert len(errands.proofs(desk, errands.ITEMS[0])) == 1


def test_long_frozen_report_travels_whole(unit: Unit) -> None:
    """A list of thousands of dossiers is megabytes of text: packed, and the same at the end."""
    first, second, _ = unit.desks
    built = errands.build_report(first, "settlement", errands.NOVEMBER)
    row = dict(built.table.rows[0]) if built.table.rows else {"name": "Không"}
    rows = tuple({**row, "name": f"Dòng dài số {n} của báo cáo" * 4} for n in range(8_000))
    table = replace(built, table=replace(built.table, rows=rows))
    issued = issue_report(first, table).value
    unit.settle_down()
    assert differences(unit.desks) == []
    (found,) = list_issued(second)
    assert found.table.rows == issued.table.rows


# What stays on its machine, and why; whoever adds a table decides which it is.
_STAYS = {
    "told with dossiers, people, settings, days and procedures of their own kinds": {
        "dossiers", "dossier_documents", "dossier_events", "hand_overs", "attachments", "blobs",
        "users", "settings", "special_days", "procedures", "procedure_versions", "audit_entries",
    },
    "made anew from the others": {
        "people", "figure_sums", "figure_pauses", "search_waiting", "procedure_aliases",
    },
    "of this machine or of one person at it": {
        "offices", "devices", "secrets", "preferences", "drafts", "undo_points", "restores",
        "code_serials", "import_batches", "scan_digests",
    },
    "the exchange itself": {
        "desk_audit", "desk_awaited_files", "desk_chains", "desk_delivered_scans",
        "desk_invitations", "desk_key_words", "desk_losers", "desk_packages", "desk_peers",
        "desk_quarantine", "desk_sent_files", "desk_versions",
    },
    "this machine's own way to the province": {
        "outbox", "province_links", "sent_packages", "sent_items", "sent_files",
        "unknown_receipts", "read_letters", "received_rules",
    },
}  # fmt: skip


def test_every_table_of_an_office_reaches_the_other_desks_or_stays_for_a_reason() -> None:
    for module in pkgutil.iter_modules(models.__path__):
        importlib.import_module(f"{models.__name__}.{module.name}")
    province = {table.name for table in STORE_TABLES} | {"province_desks"}
    known = set().union(*_STAYS.values(), {shared.table.name for shared in TABLES})
    assert set(metadata.tables) - province - known == set()
    assert known <= set(metadata.tables)
