"""The practice office (văn phòng thực hành): invented people, a believable year of work.

The same arguments give the same content: every choice comes from one seeded generator, and
the clock stands at the close of the day before ``as_of`` began.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update

from desktop import resources
from desktop.domain.dossiers import (
    Channel,
    DossierEvent,
    DossierState,
    ReturnMethod,
    Sex,
    timeliness,
)
from desktop.domain.due_dates import LimitUnit, compute_due
from desktop.domain.errors import (
    Entry,
    EnvironmentProblem,
    InputProblem,
    InputRefused,
    Surroundings,
)
from desktop.domain.moments import POSSIBLE_YEARS, at
from desktop.domain.procedures import ProcedureFacts
from desktop.domain.roles import Role
from desktop.domain.units import Unit
from desktop.domain.work_calendar import WorkCalendar
from desktop.models.dossiers import dossiers
from desktop.models.procedures import procedures
from desktop.security.key_file import Argon2Cost
from desktop.services.bulk import BulkLoader
from desktop.services.calendar import read_calendar
from desktop.services.clock import FixedClock
from desktop.services.door import PRACTICE_PASSWORD
from desktop.services.dossier_numbers import CodeDispenser
from desktop.services.dossier_rows import HandedInDocument
from desktop.services.intake_entry import DossierInput
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change
from desktop.services.people import Applicant
from desktop.services.procedures import ProcedureRow, list_procedures
from desktop.services.receiving import DESK_HOLDER, document_values, dossier_values
from desktop.services.setting_up import NewOffice, create_office
from desktop.services.signing_in import sign_in
from desktop.services.users import NewUser, add_user

# The practice office lies beside the real one, never inside it.
PRACTICE_FOLDER = "practice-office"
_USUAL_UNIT = "24259"
_DAILY_MOST = 900
MOST_DOSSIERS = 2_000_000
# Days before this year would have to be invented too: limits and forms are of today.
EARLIEST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class PracticeUser:
    """A user of the practice office with the password to try it with."""

    name: str
    role: Role
    password: str


@dataclass(frozen=True, slots=True)
class PracticeOffice:
    """What was made."""

    unit: Unit
    users: tuple[PracticeUser, ...]
    dossiers: int


def make_practice_office(
    folder: Path,
    *,
    dossiers: int,
    seed: int,
    as_of: date,
    unit_code: str = "",
    cost: Argon2Cost | None = None,
) -> PracticeOffice:
    """Makes a practice office in a folder that has none.

    Raises like ``create_office``, and InputRefused(OUT_OF_RANGE) for a count or day that the
    shipped calendar cannot carry; then nothing is made.
    """
    _check_within("dossier_count", dossiers, 0, MOST_DOSSIERS)
    _check_within("date", as_of.year, EARLIEST_YEAR, POSSIBLE_YEARS[1])
    invented = _Invented.load()
    staff = invented.staff
    clock = FixedClock(at(as_of, time(6, 30)))
    unit = resources.find_commune(unit_code or _USUAL_UNIT) or resources.communes()[0]
    admin = staff[0]
    new = NewOffice(
        unit_code or unit.code,
        admin["name"],
        invented.password,
        is_practice=True,
        address=f"Trụ sở UBND {unit.name} (dữ liệu mẫu)",
        phone="0900000000",
    )
    created = create_office(folder, new, clock, cost)
    office = sign_in(folder, admin["name"], invented.password, clock)
    try:
        for person in staff[1:]:
            add_user(
                office,
                NewUser(
                    person["name"],
                    Role(person["role"]),
                    invented.password,
                    person["department"],
                    person["title"],
                ),
            )
        if dossiers:
            fill_with_dossiers(office, invented, dossiers, seed, as_of)
    finally:
        office.close()
    users = tuple(PracticeUser(p["name"], Role(p["role"]), invented.password) for p in staff)
    return PracticeOffice(created.unit, users, dossiers)


def _check_within(field: str, value: int, lowest: int, highest: int) -> None:
    if not lowest <= value <= highest:
        facts = {"value": value, "lowest": lowest, "highest": highest}
        raise InputRefused(InputProblem(field, Entry.OUT_OF_RANGE, facts))


def fill_with_dossiers(
    office: Office, invented: _Invented, count: int, seed: int, as_of: date
) -> None:
    """Writes the invented dossiers of the working days before ``as_of``."""
    chance = random.Random(seed)  # noqa: S311 - invented data, not secrets
    calendar = read_calendar(office)
    with office.command() as work:
        writer = _Writer(work, invented, chance, calendar, as_of)
        for day, share in _busy_days(calendar, as_of, count):
            for received in sorted(writer.hours(day) for _ in range(share)):
                writer.add(received)
        writer.loader.flush()
        writer.codes.save()
        _count_uses(work)
        work.audit("practice.fill", f"{count} hồ sơ")
        work.outcome(None, Change.DOSSIERS, Change.PROCEDURES)


@dataclass(frozen=True)
class _Invented:
    """Names and weights from ``resources/practice``."""

    data: dict[str, Any]

    @staticmethod
    def load() -> _Invented:
        path = resources.resource_path("practice", "people.json")
        try:
            return _Invented(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            raise EnvironmentProblem(Surroundings.RESOURCES_DAMAGED, file=path.name) from error

    @property
    def staff(self) -> list[dict[str, str]]:
        return list(self.data["staff"])

    @property
    def password(self) -> str:
        return PRACTICE_PASSWORD

    def person(self, chance: random.Random, serial: int, place: str, today: date) -> Applicant:
        data = self.data
        sex = chance.choice((Sex.MALE, Sex.FEMALE))
        kind = "male" if sex is Sex.MALE else "female"
        surname = chance.choices(data["surnames"], data["surname_weights"])[0]
        middle, given = chance.choice(data[f"{kind}_middles"]), chance.choice(data[f"{kind}_names"])
        year = chance.randint(1945, today.year - 16)
        born = date(year, chance.randint(1, 12), chance.randint(1, 28))
        century = "0" if sex is Sex.MALE else "1"
        if year >= 2000:
            century = "2" if sex is Sex.MALE else "3"
        # Place 001 and a running number: invented, no real person's number is looked for.
        number = f"001{century}{year % 100:02d}{serial % 1_000_000:06d}"
        return Applicant(
            f"{surname} {middle} {given}",
            id_number=number,
            birth_date=f"{born:%d/%m/%Y}",
            sex=sex,
            address=f"{chance.choice(data['hamlets'])}, {place}",
            phone=f"0900{serial % 1_000_000:06d}",
        )


class _Writer:
    """Invents one dossier after the other and hands it to the bulk loader."""

    def __init__(
        self,
        work: Work,
        invented: _Invented,
        chance: random.Random,
        calendar: WorkCalendar,
        as_of: date,
    ) -> None:
        self.work = work
        self.invented = invented
        self.chance = chance
        self.calendar = calendar
        self.as_of = as_of
        self.loader = BulkLoader(work)
        self.codes = CodeDispenser(work)
        self.people: list[Applicant] = []
        self.clerks = [p["name"] for p in invented.staff if p["role"] == Role.DESK]
        self.leader = next(p["name"] for p in invented.staff if p["role"] == Role.LEADER)
        by_code = {row.code: row for row in list_procedures(work.office)}
        weights = invented.data["procedure_weights"]
        self.procedures = [by_code[code] for code in weights]
        self.weights = list(weights.values())
        self.serial = 0

    def hours(self, day: date) -> datetime:
        """A time of reception inside the sessions, busiest in the morning."""
        sessions = self.calendar.sessions(day)
        session = sessions[0] if len(sessions) == 1 or self.chance.random() < 0.62 else sessions[1]
        start, end = at(day, session.start), at(day, session.end)
        minutes = int((end - start).total_seconds() // 60) - 5
        return start + timedelta(minutes=self.chance.randint(2, max(minutes, 3)))

    def add(self, received: datetime) -> None:
        """One dossier with its whole life up to the evening before ``as_of``."""
        chance = self.chance
        self.serial += 1
        procedure = chance.choices(self.procedures, self.weights)[0]
        applicant = self._applicant()
        entry = self._entry(procedure, applicant, received)
        code = self.codes.next(received.date())
        values = dossier_values(self.work, entry, procedure.id, procedure.version.id, code)
        clerk = chance.choice(self.clerks)
        life = _Life(self, procedure.facts, entry, clerk)
        columns, events = life.lived()
        documents = [
            document_values(0, place, HandedInDocument(document, document.required))
            for place, document in enumerate(procedure.facts.documents, start=1)
        ]
        for document in documents:
            del document["dossier_id"]
        mode = {"supplement_mode": procedure.facts.supplement_mode, "received_by": clerk}
        self.loader.add({**values, **mode, **columns}, applicant, events, documents)

    def _applicant(self) -> Applicant:
        """Somebody new, or one of those who came before."""
        if self.people and self.chance.random() < 0.25:
            return self.people[
                self.chance.randrange(max(0, len(self.people) - 4000), len(self.people))
            ]
        place = self.work.office.info.unit_name
        applicant = self.invented.person(self.chance, self.serial, place, self.as_of)
        self.people.append(applicant)
        return applicant

    def _entry(
        self, procedure: ProcedureRow, applicant: Applicant, received: datetime
    ) -> DossierInput:
        chance, facts = self.chance, procedure.facts
        channel = chance.choices(tuple(Channel), (62, 33, 5))[0]
        pages = chance.randint(1, 6) if facts.fee.needs_pages else None
        copies = chance.randint(1, 4) if facts.fee.needs_pages else None
        portal = f"DVC-MAU-{self.serial:06d}" if channel is Channel.ONLINE else ""
        by_post = channel is not Channel.DIRECT and chance.random() < 0.3
        return DossierInput(
            procedure.code,
            applicant,
            channel=channel,
            portal_code=portal,
            received_at=received,
            limit=facts.limit,
            pages=pages,
            copies=copies,
            fee_vnd=facts.fee.fee(pages or 1, copies or 1),
            return_method=ReturnMethod.POST if by_post else ReturnMethod.COUNTER,
        )


class _Life:
    """What happened to one invented dossier between reception and now."""

    def __init__(
        self, writer: _Writer, facts: ProcedureFacts, entry: DossierInput, clerk: str
    ) -> None:
        assert entry.received_at is not None
        self.writer = writer
        self.chance = writer.chance
        self.facts = facts
        self.entry = entry
        self.clerk = clerk
        self.now = at(writer.as_of, time(6, 30))
        self.received = entry.received_at
        limit = facts.limit
        self.due = compute_due(self.received, limit, writer.calendar).due_at if limit else None
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
            self.columns |= {"ended_at": moment, "timeliness": timeliness(moment, self.due)}
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
            self.due = compute_due(came, limit, self.writer.calendar).due_at
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
            "result_number": f"{self.writer.serial:04d}/KQ-MAU",
            "result_date": done.date(),
            "result_signer": self.writer.leader,
        }
        self._event(DossierEvent.FINISH, done, self.writer.leader)
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
        opened = self.writer.calendar.opening(moment)
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


def _busy_days(calendar: WorkCalendar, as_of: date, count: int) -> Iterator[tuple[date, int]]:
    """Working days before ``as_of``, oldest first, with how many dossiers each takes."""
    span = max(min(250, count // 2), -(-count // _DAILY_MOST))
    days: list[date] = []
    day = as_of
    while len(days) < span and day.year > 1990:
        day -= timedelta(days=1)
        if calendar.is_counted(day):
            days.append(day)
    days.reverse()
    whole, rest = divmod(count, len(days))
    for place, day in enumerate(days):
        # The odd ones go to the latest days, where a practice office is looked at.
        yield day, whole + (1 if place >= len(days) - rest else 0)


def _count_uses(work: Work) -> None:
    connection = work.connection
    used = connection.execute(
        select(dossiers.c.procedure_id, func.count(), func.max(dossiers.c.received_at)).group_by(
            dossiers.c.procedure_id
        )
    ).all()
    for procedure_id, count, last in used:
        connection.execute(
            update(procedures)
            .where(procedures.c.id == procedure_id)
            .values(use_count=count, last_used_at=last)
        )
