"""What happens to an invented dossier between its reception and the day of the practice office."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from desktop.domain.dossiers import DossierEvent, DossierState, judged, timeliness
from desktop.domain.due_dates import LimitUnit, compute_due
from desktop.domain.moments import at
from desktop.domain.procedures import ProcedureFacts
from desktop.domain.work_calendar import WorkCalendar
from desktop.services.intake_entry import DossierInput
from desktop.services.receiving import DESK_HOLDER


@dataclass(frozen=True, slots=True)
class Stage:
    """What all invented lives share: the chance they draw from, calendar, day, who signs."""

    chance: random.Random
    calendar: WorkCalendar
    as_of: date
    leader: str


class Life:
    """What happened to one invented dossier between reception and now."""

    def __init__(
        self, stage: Stage, facts: ProcedureFacts, entry: DossierInput, clerk: str, serial: int
    ) -> None:
        assert entry.received_at is not None
        self.stage = stage
        self.chance = stage.chance
        self.facts = facts
        self.entry = entry
        self.clerk = clerk
        self.serial = serial
        self.now = at(stage.as_of, time(6, 30))
        self.received = entry.received_at
        limit = facts.limit
        self.due = compute_due(self.received, limit, stage.calendar).due_at if limit else None
        self.state = DossierState.RECEIVED
        self.events: list[dict[str, Any]] = []
        self.columns: dict[str, Any] = {
            "original_due_at": self.due,
            "legal_due_at": self.due,
            "due_at": self.due,
            "holder": DESK_HOLDER,
            "hand_over_waiting": False,
            "finished_at": None,
            "returned_at": None,
            "ended_at": None,
            "timeliness": None,
            "waiting_since": None,
            "supplement_count": 0,
            "apologised_at": None,
            "result_number": "",
            "result_date": None,
            "result_signer": "",
            "receiver": "",
        }

    def lived(self) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Columns and events up to now."""
        self._event(DossierEvent.RECEIVE, self.received, self.clerk)
        fate = self.chance.random()
        if fate < 0.012:
            self._end(DossierEvent.WITHDRAW, DossierState.WITHDRAWN, "Người nộp xin rút hồ sơ")
        elif fate < 0.022:
            self._end(DossierEvent.REFUSE, DossierState.REFUSED, "Không đủ điều kiện theo quy định")
        elif fate < 0.04:
            self._wait_for_supplement()
        else:
            self._work()
        self.columns["state"] = self.state
        return self.columns, self.events

    def _end(self, event: DossierEvent, state: DossierState, reason: str) -> None:
        moment = self._after(self.received, hours=self.chance.randint(1, 12))
        if moment < self.now:
            self.state = state
            outcome = judged(state, timeliness(moment, self.due))
            self.columns |= {"ended_at": moment, "timeliness": outcome}
            self._event(event, moment, self.clerk, reason)

    def _wait_for_supplement(self) -> None:
        asked = self._after(self.received, hours=self.chance.randint(1, 20))
        if asked >= self.now:
            return
        self.state = DossierState.WAITING_SUPPLEMENT
        self.columns |= {"waiting_since": asked, "supplement_count": 1}
        self._event(DossierEvent.REQUEST_SUPPLEMENT, asked, self.clerk, "Thiếu giấy tờ")
        came = asked + timedelta(days=self.chance.randint(1, 6))
        came = self._in_session(came)
        if came >= self.now:
            return
        limit = self.facts.limit
        if limit is not None:
            self.due = compute_due(came, limit, self.stage.calendar).due_at
        self.state = DossierState.PROCESSING
        pauses = [[int(asked.timestamp()), int(came.timestamp())]]
        self.columns |= {"waiting_since": None, "pauses": pauses}
        self.columns |= {"due_at": self.due, "legal_due_at": self.due}
        self._event(DossierEvent.SUPPLEMENT_RECEIVED, came, self.clerk)
        self._finish(came)

    def _work(self) -> None:
        if self.facts.limit_unit is not LimitUnit.SAME_DAY:
            handed = self._after(self.received, hours=1)
            if handed >= self.now:
                return
            self.state = DossierState.PROCESSING
            division = f"Bộ phận {self.facts.field}"
            self.columns["holder"] = division
            self._event(DossierEvent.HAND_OVER, handed, self.clerk, data={"to": division})
        self._finish(self.received)

    def _finish(self, start: datetime) -> None:
        soonest = start + timedelta(minutes=self.chance.randint(5, 40))
        done = max(self._moment_of_result(start), soonest)
        if done >= self.now:
            return
        self.state = DossierState.FINISHED
        self.columns |= {
            "finished_at": done,
            "ended_at": done,
            "timeliness": timeliness(done, self.due),
            "result_number": f"{self.serial:04d}/KQ-MAU",
            "result_date": done.date(),
            "result_signer": self.stage.leader,
        }
        self._event(DossierEvent.FINISH, done, self.stage.leader)
        returned = self._in_session(
            done + timedelta(hours=self.chance.choice((1, 2, 4, 20, 44, 90)))
        )
        long_ago = self.now - done > timedelta(days=40)
        if returned < self.now and (long_ago or self.chance.random() < 0.97):
            self.state = DossierState.RETURNED
            receiver = self.entry.applicant.name
            self.columns |= {"returned_at": returned, "receiver": receiver}
            self._event(DossierEvent.RETURN_RESULT, returned, self.clerk)

    def _moment_of_result(self, start: datetime) -> datetime:
        """Mostly in time: a third early, few late."""
        if self.due is None:
            return self._in_session(start + timedelta(days=self.chance.randint(1, 10)))
        luck = self.chance.random()
        span = (self.due - start).total_seconds()
        recent = self.now - self.due < timedelta(days=9)
        if recent and self.chance.random() < 0.16:
            return self.now + timedelta(days=1)  # still lying on somebody's desk
        if luck < 0.62:
            return self._in_session(
                start + timedelta(seconds=span * self.chance.uniform(0.2, 0.75))
            )
        if luck < 0.975:
            return self.due - timedelta(minutes=self.chance.randint(20, 200))
        return self._in_session(self.due + timedelta(days=self.chance.randint(1, 5)))

    def _after(self, moment: datetime, hours: int) -> datetime:
        return self._in_session(moment + timedelta(hours=hours))

    def _in_session(self, moment: datetime) -> datetime:
        """The moment moved into opening hours, a few minutes in."""
        opened = self.stage.calendar.opening(moment)
        return (
            opened if opened == moment else opened + timedelta(minutes=self.chance.randint(3, 50))
        )

    def _event(
        self,
        event: DossierEvent,
        moment: datetime,
        user: str,
        reason: str = "",
        data: dict[str, Any] | None = None,
    ) -> None:
        self.events.append(
            {
                "event": event,
                "at": moment,
                "recorded_at": moment,
                "user_name": user,
                "reason": reason,
                "state": self.state,
                "data": data,
            }
        )
