"""Opening, answering, history, last year, versions: nothing lost, everything said."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from desktop.domain.criteria.answers import AnswerKind
from desktop.domain.criteria.carrying import Fate
from desktop.domain.criteria.items import CriteriaItem, CriteriaSet, ItemKind
from desktop.domain.criteria.progress import EvidenceState, LineEvent
from desktop.domain.criteria.rules import Ratio, YesNo
from desktop.domain.errors import Entry, InputRefused, Rule, RuleViolation
from desktop.models.journal import outbox
from desktop.services.assessments.answering import AnswerEntry, answer_line
from desktop.services.assessments.evidence import add_evidence
from desktop.services.assessments.opening import (
    change_version,
    list_assessments,
    open_assessment,
    preview_version,
)
from desktop.services.assessments.sets import (
    compare_sets,
    list_sets,
    read_set,
    save_set,
    shipped_sets,
)
from desktop.services.assessments.sheets import line_history, score_sheet
from desktop.services.clock import FixedClock
from desktop.services.office import Office
from tests.domain.criteria.sets import BANDS, a_line, a_set, dec
from tests.services.assessments.conftest import SAMPLE, YEAR


def _answer(office: Office, item: str, **entry: object) -> None:
    answer_line(office, YEAR, item, AnswerEntry(**entry))  # type: ignore[arg-type]


def test_an_opened_sheet_is_a_whole_tree_with_nothing_answered(opened: Office) -> None:
    sheet = score_sheet(opened, YEAR)
    assert (len(sheet.lines), sheet.score.maximum, sheet.score.answered) == (110, 100, 0)
    assert {line.depth for line in sheet.lines} == {0, 1, 2}
    assert sheet.line("3.3.1").evidence_state is EvidenceState.MISSING
    assert sheet.line("8.1").why.startswith("chờ kết quả điều tra")


def test_opening_again_changes_nothing(opened: Office) -> None:
    _answer(opened, "1.7", value="có")
    open_assessment(opened, SAMPLE, YEAR)
    assert score_sheet(opened, YEAR).line("1.7").counted == 1
    assert len(list_assessments(opened)) == 1


def test_an_answer_gives_points_and_says_why(opened: Office) -> None:
    score = answer_line(opened, YEAR, "3.3.1", AnswerEntry(value="2.412/2.431")).value
    assert score.counted == dec("3,97")
    line = score_sheet(opened, YEAR).line("3.3.1")
    assert line.why.endswith("= 99,22 % ≥ 95 % → 4 × 0,9922 = 3,97")
    assert score_sheet(opened, YEAR).line("3").counted == dec("3,97")


def test_own_points_need_a_reason_and_stand_beside_the_computed_ones(opened: Office) -> None:
    _answer(opened, "1.7", value="có")
    with pytest.raises(InputRefused) as refused:
        _answer(opened, "1.7", points=dec("0,5"))
    assert [p.field for p in refused.value.problems] == ["why"]
    _answer(opened, "1.7", points=dec("0,5"), why="mới tổ chức một nửa")
    line = score_sheet(opened, YEAR).line("1.7")
    assert (line.computed, line.own, line.counted) == (1, dec("0,5"), dec("0,5"))
    _answer(opened, "1.7", points=dec("1"))
    assert score_sheet(opened, YEAR).line("1.7").own is None


@pytest.mark.parametrize(
    ("points", "code"),
    [("-0,5", Entry.OUT_OF_RANGE), ("1,5", Entry.OUT_OF_RANGE), ("0,333", Entry.TOO_MANY_DECIMALS)],
)
def test_own_points_outside_the_line_are_refused(opened: Office, points: str, code: Entry) -> None:
    with pytest.raises(InputRefused) as refused:
        _answer(opened, "1.7", points=dec(points), why="thử")
    assert [(p.field, p.code) for p in refused.value.problems] == [("points", code)]


def test_a_new_value_drops_own_points_given_for_the_old_one(opened: Office) -> None:
    _answer(opened, "1.7", value="có", points=dec("0,5"), why="thử")
    _answer(opened, "1.7", value="không")
    line = score_sheet(opened, YEAR).line("1.7")
    assert (line.own, line.counted, line.own_why) == (None, 0, "")


@pytest.mark.parametrize(
    ("item", "entry", "code"),
    [
        ("9.9", {"value": "có"}, Rule.LINE_NOT_FOUND),
        ("3.3", {"value": "có"}, Rule.LINE_HAS_PARTS),
        ("8.1", {"points": dec("8"), "why": "x"}, Rule.LINE_NOT_SELF_SCORED),
        ("1.1.1", {"no_case": True}, Rule.NO_CASE_UNSAID),
    ],
)
def test_answers_that_no_rule_allows_are_refused(
    opened: Office, item: str, entry: dict[str, object], code: Rule
) -> None:
    with pytest.raises(RuleViolation) as refused:
        _answer(opened, item, **entry)
    assert refused.value.code is code
    assert score_sheet(opened, YEAR).score.answered == 0


@pytest.mark.parametrize(
    ("item", "entry", "field"),
    [
        ("3.3.1", {"value": "11/10"}, "value"),
        ("1.7", {"value": "có thể"}, "value"),
        ("1.7", {"points": dec("1,5"), "why": "x"}, "points"),
        ("1.7", {"points": dec("0,333"), "why": "x"}, "points"),
        ("1.7", {"note": "x" * 5_000}, "note"),
    ],
)
def test_entries_out_of_range_are_refused_whole(
    opened: Office, item: str, entry: dict[str, object], field: str
) -> None:
    with pytest.raises(InputRefused) as refused:
        _answer(opened, item, **entry)
    assert [p.field for p in refused.value.problems] == [field]
    assert line_history(opened, YEAR, item) == ()


def test_not_applicable_leaves_the_denominator(opened: Office) -> None:
    _answer(opened, "6.1", not_applicable=True)
    sheet = score_sheet(opened, YEAR)
    assert (sheet.score.applicable, sheet.line("6").applicable) == (97, 5)
    assert sheet.line("6.1").is_complete


def test_no_case_follows_the_rule_of_the_line(opened: Office) -> None:
    _answer(opened, "3.5.2", no_case=True)
    sheet = score_sheet(opened, YEAR)
    assert (sheet.line("3.5.2").counted, sheet.score.applicable) == (2, 100)


def test_a_published_survey_index_may_be_entered(opened: Office) -> None:
    assert score_sheet(opened, YEAR).score.awaited == 11
    _answer(opened, "8.1", value="83,94")
    sheet = score_sheet(opened, YEAR)
    assert (sheet.line("8.1").counted, sheet.score.awaited) == (dec("6,72"), 3)


def test_penalties_are_printed_below_nothing(opened: Office) -> None:
    _answer(opened, "10.3", value="1")
    sheet = score_sheet(opened, YEAR)
    assert (sheet.line("10.3").maximum, sheet.line("10.3").counted) == (-1, -1)
    assert (sheet.score.deduction, sheet.score.total) == (1, -1)


def test_history_only_grows_and_keeps_what_was_said_before(
    opened: Office, clock: FixedClock
) -> None:
    _answer(opened, "1.5", value="1")
    clock.moment += timedelta(days=1)
    _answer(opened, "1.5", value="2", note="hai mô hình")
    _answer(opened, "1.5", value="2")
    _answer(opened, "1.5", clear=True)
    events = line_history(opened, YEAR, "1.5")
    kinds = [LineEvent.ANSWER, LineEvent.ANSWER, LineEvent.NOTE, LineEvent.CLEAR]
    assert [event.event for event in events] == kinds
    assert events[1].data["before"]["inputs"] == {"count": "#1"}
    assert score_sheet(opened, YEAR).line("1.5").note == "hai mô hình"


def test_a_draft_does_not_travel(opened: Office) -> None:
    _answer(opened, "1.7", value="có")
    with opened.reading() as connection:
        kinds = connection.execute(select(outbox.c.record_kind)).scalars().all()
    assert "assessment" not in kinds


def test_several_sets_of_a_year_stand_side_by_side(opened: Office) -> None:
    open_assessment(opened, "bo-chi-so-766", YEAR)
    with pytest.raises(RuleViolation) as refused:
        score_sheet(opened, YEAR)
    assert refused.value.code is Rule.ASSESSMENT_CHOOSE
    assert score_sheet(opened, YEAR, "bo-chi-so-766").score.maximum == 100


def test_last_year_stands_beside_by_number_and_name(opened: Office) -> None:
    open_assessment(opened, SAMPLE, YEAR - 1)
    answer_line(opened, YEAR - 1, "1.5", AnswerEntry(value="2"))
    sheet = score_sheet(opened, YEAR)
    assert (sheet.line("1.5").last_year, sheet.line("1").last_year) == (2, 2)
    assert sheet.last_year_percent == 2


def test_a_set_that_cannot_be_scored_is_not_opened(office: Office) -> None:
    with pytest.raises(RuleViolation) as refused:
        open_assessment(office, "ha-noi-cap-xa-2025", YEAR)
    assert refused.value.code is Rule.CRITERIA_NOT_READY
    with pytest.raises(RuleViolation) as unknown:
        open_assessment(office, "khong-co", YEAR)
    assert unknown.value.code is Rule.CRITERIA_NOT_FOUND
    with pytest.raises(InputRefused):
        open_assessment(office, SAMPLE, 26)


def test_lines_without_a_rule_are_scored_by_hand_with_a_reason(office: Office) -> None:
    open_assessment(office, "cap-phong-mot-huyen-2019", YEAR)
    with pytest.raises(RuleViolation) as refused:
        _answer(office, "2", value="có")
    assert refused.value.code is Rule.LINE_WITHOUT_RULE
    _answer(office, "2", points=dec("7,5"), why="theo biên bản họp")
    assert score_sheet(office, YEAR).line("2").counted == dec("7,5")


def _small(version: str, rule: object = None, **changes: object) -> CriteriaSet:
    first = a_line(rule or YesNo(dec("60")), "60", id="1", name="Một")  # type: ignore[arg-type]
    second = a_line(Ratio(), "40", id="2", name="Hai")
    return replace(a_set(first, second, version=version), **changes)  # type: ignore[arg-type]


def test_a_new_version_leaves_drafts_alone_until_they_are_moved(office: Office) -> None:
    save_set(office, _small("1"), "a.json")
    open_assessment(office, "thu", YEAR)
    _answer(office, "1", value="có")
    _answer(office, "2", value="30/40", note="giữ lại")
    newer = _small("2", Ratio(), whole=dec("100"))
    save_set(office, newer, "b.json")
    sheet = score_sheet(office, YEAR)
    assert (sheet.criteria.version, sheet.has_newer_version) == ("1", True)
    assert sheet.score.total == 90
    assert [d.item for d in compare_sets(_small("1"), newer)] == ["1"]
    assert change_version(office, YEAR).value == ("1",)
    moved = score_sheet(office, YEAR)
    assert (moved.criteria.version, moved.has_newer_version, moved.score.total) == ("2", False, 30)
    assert moved.line("2").note == "giữ lại"
    cleared = line_history(office, YEAR, "1")[-1]
    assert (cleared.event, cleared.data["before"]["inputs"]) == (LineEvent.CLEAR, {"yes": "#1"})


def test_renumbered_lines_take_their_answers_notes_and_documents_along(
    office: Office, a_pdf: Callable[[str], bytes]
) -> None:
    def version(name: str, *lines: tuple[str, str, str]) -> CriteriaSet:
        rows = (a_line(YesNo(dec(top)), top, id=i, name=n) for i, n, top in lines)
        return a_set(*rows, version=name)

    first = version(
        "1", ("1", "Một", "30"), ("2", "Hai", "30"), ("3", "Ba", "20"), ("4", "Bốn", "20")
    )
    second = version("2", ("1", "Hai", "30"), ("2", "Một", "30"), ("3", "Ba", "40"))
    save_set(office, first, "a.json")
    open_assessment(office, "thu", YEAR)
    for item, value in (("1", "có"), ("2", "không"), ("3", "có"), ("4", "có")):
        _answer(office, item, value=value, note=f"ghi chú {item}")
    add_evidence(office, YEAR, ["1", "2", "4"], "a.pdf", a_pdf("x"))
    save_set(office, second, "b.json")
    seen = {c.item_id: (c.new_id, c.fate) for c in preview_version(office, YEAR).lines}
    assert seen == {
        "1": ("2", Fate.MOVED),
        "2": ("1", Fate.MOVED),
        "3": ("3", Fate.ASKED),
        "4": (None, Fate.GONE),
    }
    assert change_version(office, YEAR).value == ("3", "4")
    lines = {line.id: line for line in score_sheet(office, YEAR).lines}
    assert (lines["2"].counted, lines["2"].note) == (30, "ghi chú 1")
    assert (lines["1"].counted, lines["1"].note) == (0, "ghi chú 2")
    assert (lines["3"].kind, lines["3"].note) == (None, "ghi chú 3")
    assert [len(lines[i].evidence) for i in ("1", "2", "3")] == [1, 1, 0]
    told = [(e.event, e.data) for e in line_history(office, YEAR, "4")[-3:]]
    assert [event for event, _ in told] == [
        LineEvent.CLEAR,
        LineEvent.NOTE,
        LineEvent.REMOVE_EVIDENCE,
    ]
    assert (told[0][1]["before"]["inputs"], told[1][1]["before"]) == ({"yes": "#1"}, "ghi chú 4")
    assert preview_version(office, YEAR).not_fitting == ()
    assert change_version(office, YEAR).value == ()


def test_the_same_set_is_not_stored_twice_and_a_taken_version_gets_a_number(office: Office) -> None:
    first = save_set(office, _small("1"), "a.json").value
    assert save_set(office, _small("1"), "a.json").value == first
    other = save_set(office, _small("1", title="Khác"), "a.json").value
    assert other.criteria.version == "1-2"
    assert read_set(office, "thu").criteria.title == "Khác"
    assert {row.code for row in list_sets(office)} == {"thu", *(s.code for s in shipped_sets())}


def test_three_hundred_lines_open_and_count_fast(office: Office) -> None:
    items = []
    for field in range(1, 11):
        items.append(CriteriaItem(str(field), None, ItemKind.FIELD, "Lĩnh vực", Decimal(10)))
        for line in range(1, 31):
            share = Decimal("0.34") if line <= 10 else Decimal("0.33")
            rule = Ratio(dec("50"), part="việc xong", whole="việc được giao")
            known = f"{field}.{line}"
            kind = ItemKind.CRITERION
            items.append(
                CriteriaItem(known, str(field), kind, f"Dòng {line}", share, rule, evidence="VB")
            )
    save_set(office, a_set(*items, code="lon", bands=BANDS), "")
    open_assessment(office, "lon", YEAR)
    for field in range(1, 11):
        _answer(office, f"{field}.1", value="9/10")
    best = min(_seconds(office) for _ in range(5))
    assert best < 1  # usually a twentieth


def _seconds(office: Office) -> float:
    start = time.thread_time()  # a busy machine takes nothing of it
    sheet = score_sheet(office, YEAR, "lon")
    taken = time.thread_time() - start
    assert (len(sheet.lines), sheet.score.lines) == (310, 300)
    return taken


def test_answers_are_values_of_their_kind(opened: Office) -> None:
    _answer(opened, "1.7", value="có")
    assert score_sheet(opened, YEAR).line("1.7").kind is AnswerKind.VALUE
    with pytest.raises(InputRefused) as refused:
        _answer(opened, "1.7", value="")
    assert refused.value.problems[0].code is Entry.REQUIRED
