"""Deadlines of the round lock what has run out, until they are set anew."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from desktop.domain.criteria.progress import LineEvent
from desktop.domain.errors import Entry, InputRefused, Rule, RuleViolation
from desktop.domain.roles import Role
from desktop.services.assessments.answering import AnswerEntry, answer_line
from desktop.services.assessments.approval import hand_in
from desktop.services.assessments.deadlines import Deadlines, set_deadlines
from desktop.services.assessments.filling import fill_assessment
from desktop.services.assessments.sheets import line_history, score_sheet
from desktop.services.assessments.stages import round_status
from desktop.services.clock import FixedClock
from desktop.services.office import Office
from desktop.services.signing_in import sign_in
from desktop.services.users import NewUser, add_user
from tests.factory import PASSWORD
from tests.services.assessments.conftest import YEAR

LAST_DAY = Deadlines(score_until=date(2026, 12, 20))


def test_answers_lock_after_the_last_day_and_open_when_it_is_moved(
    opened: Office, clock: FixedClock
) -> None:
    set_deadlines(opened, YEAR, LAST_DAY)
    clock.moment = datetime(2026, 12, 20, 16, 59, tzinfo=UTC)  # 23:59 of that day in Vietnam
    answer_line(opened, YEAR, "1.7", AnswerEntry(value="có"))
    clock.moment += timedelta(minutes=1)
    for refused in (
        lambda: answer_line(opened, YEAR, "1.7", AnswerEntry(value="không")),
        lambda: fill_assessment(opened, YEAR),
    ):
        with pytest.raises(RuleViolation) as error:
            refused()
        assert error.value.code is Rule.DEADLINE_PASSED
        assert error.value.facts["until"] == date(2026, 12, 20)
    assert round_status(opened, YEAR).locked is Rule.DEADLINE_PASSED
    assert score_sheet(opened, YEAR).line("1.7").counted == 1
    set_deadlines(opened, YEAR, Deadlines(score_until=date(2026, 12, 31)))
    answer_line(opened, YEAR, "1.7", AnswerEntry(value="không"))
    events = [row.event for row in line_history(opened, YEAR) if not row.item_id]
    assert events == [LineEvent.OPEN, LineEvent.SET_DEADLINE, LineEvent.SET_DEADLINE]


def test_deadlines_follow_the_order_of_the_round(opened: Office) -> None:
    crossed = Deadlines(date(2027, 1, 5), date(2026, 12, 31), date(2027, 2, 1))
    with pytest.raises(InputRefused) as refused:
        set_deadlines(opened, YEAR, crossed)
    assert [(p.field, p.code) for p in refused.value.problems] == [
        ("submit_until", Entry.DEADLINES_CROSS)
    ]
    assert round_status(opened, YEAR).assessment.score_until is None
    set_deadlines(opened, YEAR, Deadlines(date(2027, 1, 5), None, date(2027, 1, 5)))


def test_a_lock_does_not_keep_the_leader_from_handing_on(opened: Office, clock: FixedClock) -> None:
    set_deadlines(opened, YEAR, LAST_DAY)
    clock.moment += timedelta(days=60)
    with pytest.raises(RuleViolation) as open_lines:
        hand_in(opened, YEAR)
    assert open_lines.value.code is Rule.ASSESSMENT_INCOMPLETE


def test_only_who_may_assign_sets_deadlines(opened: Office) -> None:
    add_user(opened, NewUser("Công chức", Role.OFFICER, PASSWORD))
    officer = sign_in(opened.folder, "Công chức", PASSWORD, opened.clock)
    try:
        with pytest.raises(RuleViolation) as refused:
            set_deadlines(officer, YEAR, LAST_DAY)
        assert refused.value.code is Rule.ROLE_NOT_ALLOWED
    finally:
        officer.close()
