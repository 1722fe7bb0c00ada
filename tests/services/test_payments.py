"""Fees at reception, at a later step and mended: kept with their day, taken back exactly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from desktop.domain.dossiers import Channel, DossierEvent
from desktop.domain.errors import Entry, InputRefused
from desktop.domain.figure_marks import Mark
from desktop.domain.figures import Period
from desktop.domain.payments import Payment
from desktop.domain.procedures import OnlineLevel
from desktop.models.dossiers import dossiers
from desktop.services.clock import FixedClock
from desktop.services.dossier_cards import dossier_card
from desktop.services.dossier_edits import edit_dossier, edit_of
from desktop.services.dossier_filters import DossierFilter
from desktop.services.dossier_lists import first_dossiers
from desktop.services.figures.marks import MarkSlice, mark_condition
from desktop.services.figures.slice_words import list_title
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.office import Office
from desktop.services.procedures import procedure_by_code, save_procedure
from desktop.services.reports.building import build_report
from tests.factory import BIRTH, COPY_CERTIFICATION, FRIDAY_MORNING, MARITAL_STATUS, a_received

E = DossierEvent
FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)


def paid(office: Office, code: str) -> tuple[Payment | None, date | None]:
    row = dossier_card(office, code).row
    return row.payment, row.paid_on


def test_the_counter_that_says_nothing_has_taken_the_fee_there(office: Office) -> None:
    direct = a_received(office, fee_vnd=8_000)
    assert (direct.payment, direct.paid_on) == (Payment.DIRECT, FRIDAY)
    assert paid(office, direct.code) == (Payment.DIRECT, FRIDAY)
    assert paid(office, a_received(office, BIRTH).code) == (None, None)
    online = a_received(office, fee_vnd=8_000, channel=Channel.ONLINE)
    assert paid(office, online.code) == (None, None)
    told = a_received(office, fee_vnd=8_000, payment=Payment.ONLINE, paid_on=date(2026, 11, 18))
    assert paid(office, told.code) == (Payment.ONLINE, date(2026, 11, 18))
    with pytest.raises(InputRefused) as refused:
        a_received(office, BIRTH, payment=Payment.DIRECT)
    assert [problem.code for problem in refused.value.problems] == [Entry.NOTHING_TO_PAY]


def test_a_fee_collected_with_the_result_is_paid_that_day_and_taken_back_with_it(
    office: Office, clock: FixedClock
) -> None:
    code = a_received(office, fee_vnd=8_000, payment=Payment.UNPAID).code
    assert paid(office, code) == (Payment.UNPAID, None)
    with pytest.raises(InputRefused) as refused:
        move_dossier(office, MoveInput(code, E.FINISH, payment=Payment.DIRECT))
    assert [problem.code for problem in refused.value.problems] == [Entry.PAYMENT_NOT_IN_STEP]
    move_dossier(office, MoveInput(code, E.FINISH))
    clock.moment = FRIDAY_MORNING + timedelta(days=3)
    move_dossier(office, MoveInput(code, E.RETURN_RESULT, payment=Payment.ONLINE))
    assert paid(office, code) == (Payment.ONLINE, MONDAY)
    assert dossier_card(office, code).history[-1].data["payment"] == "online"
    move_dossier(office, MoveInput(code, E.UNDO))
    assert paid(office, code) == (Payment.UNPAID, None)
    # What was mended between a step and its undo stays: the step had not touched the money.
    move_dossier(office, MoveInput(code, E.RETURN_RESULT))
    card = dossier_card(office, code)
    edit_dossier(office, code, replace(edit_of(card), payment=Payment.DIRECT))
    move_dossier(office, MoveInput(code, E.UNDO))
    assert paid(office, code) == (Payment.DIRECT, MONDAY)


def test_mending_a_payment_is_told_in_the_history_and_goes_with_the_fee(office: Office) -> None:
    code = a_received(office, fee_vnd=8_000).code
    card = dossier_card(office, code)
    before = edit_of(card)
    changed = edit_dossier(office, code, replace(before, payment=Payment.ONLINE)).value
    assert changed == ("payment",)
    told = dossier_card(office, code).history[-1].data
    assert (told["before"], told["payment"]) == ({"payment": "direct"}, "online")
    assert edit_dossier(office, code, before).value == ("payment",)
    with pytest.raises(InputRefused) as refused:
        edit_dossier(office, code, replace(before, fee_vnd=0, payment=Payment.ONLINE))
    assert [problem.code for problem in refused.value.problems] == [Entry.NOTHING_TO_PAY]
    edit_dossier(office, code, replace(before, fee_vnd=0))
    assert paid(office, code) == (None, None)
    edit_dossier(office, code, replace(before, payment=None, paid_on=None))
    assert paid(office, code) == (None, None)


def test_what_came_online_keeps_the_level_of_its_procedure_on_that_day(office: Office) -> None:
    unknown = a_received(office, channel=Channel.ONLINE).code
    facts = procedure_by_code(office, MARITAL_STATUS).facts
    save_procedure(office, MARITAL_STATUS, replace(facts, online_level=OnlineLevel.PART))
    known = a_received(office, channel=Channel.ONLINE).code
    direct = a_received(office).code
    levels = [dossier_card(office, code).row.online_level for code in (unknown, known, direct)]
    assert levels == [None, OnlineLevel.PART, None]


def test_a_dossier_from_outside_the_area_keeps_both_times(office: Office) -> None:
    lodged = FRIDAY_MORNING - timedelta(days=2)
    code = a_received(office, outside_boundary=True, submitted_at=lodged).code
    card = dossier_card(office, code)
    assert card.row.outside_boundary
    assert (card.submitted_at, card.row.received_at) == (lodged, FRIDAY_MORNING)
    assert card.row.due_at == dossier_card(office, a_received(office).code).row.due_at
    with pytest.raises(InputRefused) as refused:
        a_received(office, submitted_at=FRIDAY_MORNING + timedelta(minutes=1))
    assert [p.code for p in refused.value.problems] == [Entry.SUBMITTED_AFTER_RECEIVED]
    edit_dossier(office, code, replace(edit_of(card), outside_boundary=False))
    assert not dossier_card(office, code).row.outside_boundary


def test_every_payment_column_of_07a_opens_the_dossiers_it_counted(
    office: Office, clock: FixedClock
) -> None:
    day = Period(FRIDAY, FRIDAY)
    facts = procedure_by_code(office, MARITAL_STATUS).facts
    save_procedure(office, MARITAL_STATUS, replace(facts, online_level=OnlineLevel.FULL))
    came_before = a_received(office, fee_vnd=8_000, payment=Payment.UNPAID).code
    move_dossier(office, MoveInput(came_before, E.FINISH))
    clock.moment = FRIDAY_MORNING + timedelta(days=3)
    monday = Period(MONDAY, MONDAY)
    made = {
        "online_full": a_received(office, fee_vnd=8_000, channel=Channel.ONLINE).code,
        "outside": a_received(office, BIRTH, outside_boundary=True).code,
        "paid_online": a_received(
            office, COPY_CERTIFICATION, payment=Payment.ONLINE, pages=1, copies=1
        ).code,
        "paid_direct": came_before,
    }
    undone = a_received(office, fee_vnd=8_000, outside_boundary=True).code
    move_dossier(office, MoveInput(undone, E.UNDO))  # a voided one counts nowhere
    move_dossier(office, MoveInput(came_before, E.RETURN_RESULT, payment=Payment.DIRECT))
    for by in ("field", "procedure", "channel", "officer", "desk"):
        report = build_report(office, "settlement-07a", monday, by)
        assert report.table.total is not None
        for column, code in made.items():
            assert report.table.total[column] == 1, (by, column)
            counted = [row for row in report.table.rows if row[column]]
            (row,) = counted
            for name in (str(row["name"]), "TỔNG SỐ"):
                wanted = DossierFilter(figure=report.slice_of(name, column))
                assert [one.code for one in first_dossiers(office, wanted)] == [code], (by, column)
                assert list_title(wanted)
        note = next(note for note in report.table.notes if "chưa ghi cách nộp" in note)
        assert note.startswith("1 hồ sơ")
    before = build_report(office, "settlement-07a", day).table.total
    assert before is not None
    assert (before["paid_online"], before["paid_direct"]) == (0, 0)
    move_dossier(office, MoveInput(came_before, E.UNDO))
    after = build_report(office, "settlement-07a", monday).table.total
    assert after is not None
    assert after["paid_direct"] == 0
    with office.reading() as connection:
        for mark, index in (
            (Mark.PAID_ONLINE, "ix_dossiers_paid"),
            (Mark.PAYMENT_UNKNOWN, "ix_dossiers_payment_unknown"),
            (Mark.ONLINE_FULL, "ix_dossiers_received_online"),
            (Mark.OUTSIDE, "ix_dossiers_received_outside"),
        ):
            query = select(func.count()).where(mark_condition(MarkSlice(mark, monday)))
            plan = query.select_from(dossiers).compile(connection.engine)
            found = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {plan}").all()
            steps = [step[3] for step in found]
            assert any(f"COVERING INDEX {index}" in step for step in steps), (mark, steps)
