"""Filling the practice office with a believable year of dossiers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, update

from desktop.domain.dossiers import Channel, ReturnMethod
from desktop.domain.moments import at
from desktop.domain.roles import Role
from desktop.domain.work_calendar import WorkCalendar
from desktop.models.dossiers import dossiers
from desktop.models.procedures import procedures
from desktop.services.bulk import BulkLoader
from desktop.services.calendar import read_calendar
from desktop.services.dossier_numbers import CodeDispenser
from desktop.services.dossier_rows import HandedInDocument
from desktop.services.intake_entry import DossierInput
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change
from desktop.services.people import Applicant
from desktop.services.practice_lives import Life, Stage
from desktop.services.practice_payments import PracticePayments, give_levels
from desktop.services.practice_people import InventedPeople
from desktop.services.procedures import ProcedureRow, list_procedures
from desktop.services.receiving import document_values, dossier_values

_DAILY_MOST = 900
# From here on a quarter of the dossiers makes a finished year before.
_ENOUGH_FOR_TWO_YEARS = 200


def fill_with_dossiers(
    office: Office, invented: InventedPeople, count: int, seed: int, as_of: date
) -> None:
    """Writes the invented dossiers of the working days before ``as_of``."""
    chance = random.Random(seed)  # noqa: S311 - invented data, not secrets
    calendar = read_calendar(office)
    give_levels(office, invented.data["procedure_levels"], date(as_of.year - 1, 1, 1))
    with office.command() as work:
        writer = _Writer(work, invented, chance, calendar, as_of, PracticePayments(seed))
        for day, share in _busy_days(calendar, as_of, count):
            for received in sorted(writer.hours(day) for _ in range(share)):
                writer.add(received)
        writer.loader.flush()
        writer.codes.save()
        _count_uses(work)
        work.audit("practice.fill", f"{count} hồ sơ")
        work.outcome(None, Change.DOSSIERS, Change.PROCEDURES)


class _Writer:
    """Invents one dossier after the other and hands it to the bulk loader."""

    def __init__(
        self,
        work: Work,
        invented: InventedPeople,
        chance: random.Random,
        calendar: WorkCalendar,
        as_of: date,
        payments: PracticePayments,
    ) -> None:
        self.work = work
        self.payments = payments
        self.invented = invented
        self.chance = chance
        self.calendar = calendar
        self.loader = BulkLoader(work)
        self.codes = CodeDispenser(work)
        self.people: list[Applicant] = []
        self.clerks = [p["name"] for p in invented.staff if p["role"] == Role.DESK]
        leader = next(p["name"] for p in invented.staff if p["role"] == Role.LEADER)
        self.stage = Stage(chance, calendar, as_of, leader)
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
        life = Life(self.stage, procedure.facts, entry, clerk, self.serial)
        columns, events = life.lived()
        documents = [
            document_values(0, place, HandedInDocument(document, document.required))
            for place, document in enumerate(procedure.facts.documents, start=1)
        ]
        for document in documents:
            del document["dossier_id"]
        paid = self.payments.columns(entry, columns, procedure.facts.online_level)
        mode = {"supplement_mode": procedure.facts.supplement_mode, "received_by": clerk}
        self.loader.add({**values, **mode, **columns, **paid}, applicant, events, documents)

    def _applicant(self) -> Applicant:
        """Somebody new, or one of those who came before."""
        if self.people and self.chance.random() < 0.25:
            return self.people[
                self.chance.randrange(max(0, len(self.people) - 4000), len(self.people))
            ]
        place = self.work.office.info.unit_name
        applicant = self.invented.person(self.chance, self.serial, place, self.stage.as_of)
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
    finished = _finished_year(calendar, days[0], as_of, count) if days else []
    for past in finished:
        yield past, 1
    whole, rest = divmod(count - len(finished), len(days))
    for place, day in enumerate(days):
        # The odd ones go to the latest days, where a practice office is looked at.
        yield day, whole + (1 if place >= len(days) - rest else 0)


def _finished_year(calendar: WorkCalendar, oldest: date, as_of: date, count: int) -> list[date]:
    """Days of the year before up to the busy ones, one dossier each: a year to look back on.

    None where there are too few dossiers to share, or where the busy days reach back so far.
    """
    first = date(as_of.year - 1, 1, 1)
    last = min(date(as_of.year - 1, 12, 31), oldest - timedelta(days=1))
    if count < _ENOUGH_FOR_TWO_YEARS or last <= first:
        return []
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    working = [day for day in days if calendar.is_counted(day)]
    return working[:: max(1, len(working) * 4 // count)]


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
