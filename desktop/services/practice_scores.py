"""The practice office scores itself: a finished year with its result, and this year's so far.

The story stands in ``resources/practice/scores.json``; the office tells it through the same
commands as a real one, with its clock set to the day of each act. Figures of the register are
read from the invented dossiers, so that every line opens its list.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from typing import Any

from sqlalchemy import delete, insert, select

from desktop.domain.criteria.items import CriteriaSet, Scorer
from desktop.domain.criteria.numbers import read_points
from desktop.domain.criteria.progress import LineEvent
from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.domain.moments import at
from desktop.domain.roles import Role
from desktop.imports.document_facts import named_subject
from desktop.models.assessments import approved_copies
from desktop.models.journal import outbox
from desktop.models.rounds import submissions
from desktop.resource_paths import resource_path
from desktop.services.assessments.answering import AnswerEntry, write_answer
from desktop.services.assessments.approval import approve, hand_in
from desktop.services.assessments.assigning import assign_lines
from desktop.services.assessments.deadlines import Deadlines, set_deadlines
from desktop.services.assessments.evidence import DocumentFacts, keep_document, link_document
from desktop.services.assessments.filling import fill_assessment
from desktop.services.assessments.opening import open_assessment
from desktop.services.assessments.records import OpenAssessment
from desktop.services.assessments.submitting import write_up
from desktop.services.attachments import blob_store
from desktop.services.clock import FixedClock
from desktop.services.office import Office
from desktop.services.practice_verdicts import ProvinceStory, publish_earlier, tell_rounds
from desktop.services.users import list_users

# The province has published by then; before, last year's assessment is still on its way.
_PUBLISHED_BY = (4, 1)
_APPROVED_BY = (1, 16)
_OLDEST = 2000
_MORNING, _EARLY = time(8, 30), time(6, 30)


def fill_with_scores(office: Office, clock: FixedClock, seed: int, as_of: date) -> None:
    """Writes the assessments up to the morning of ``as_of``; the clock stands there again after."""
    story = _Story.load()
    finished = as_of.year - (1 if (as_of.month, as_of.day) >= _PUBLISHED_BY else 2)
    if finished - 2 < _OLDEST:
        return
    now = clock.moment
    office_story = _OfficeStory(office, clock, story, as_of)
    office_story.finished_year(finished, random.Random(seed))  # noqa: S311 - invented data
    for year in range(finished + 1, as_of.year):
        office_story.year_on_its_way(year)
    office_story.running_year(as_of.year)
    clock.moment = now
    with office.command() as work:
        # Nothing of a practice office travels: what the acts above queued must not wait for ever.
        work.connection.execute(delete(outbox))
        work.audit("practice.scores", f"{finished}–{as_of.year}")


@dataclass(frozen=True)
class _Story:
    data: dict[str, Any]

    @staticmethod
    def load() -> _Story:
        """Raises EnvironmentProblem(RESOURCES_DAMAGED)."""
        path = resource_path("practice", "scores.json")
        try:
            return _Story(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            raise EnvironmentProblem(Surroundings.RESOURCES_DAMAGED, file=path.name) from error


class _OfficeStory:
    """One office, its clock, and the acts of each year in their order."""

    def __init__(self, office: Office, clock: FixedClock, story: _Story, as_of: date) -> None:
        self.office = office
        self.clock = clock
        self.data = story.data
        self.as_of = as_of
        self.set_code: str = story.data["set"]

    def finished_year(self, year: int, chance: random.Random) -> None:
        """From the opening to the published result."""
        self._answered_year(year)
        self._approved(year)
        province = ProvinceStory(self.data["province"], chance)
        for record in publish_earlier(self.office, province, self.set_code, year):
            self._on(record.day)
            record.apply(self.office)
        tell_rounds(self.office, province, year, self.set_code, self)

    def year_on_its_way(self, year: int) -> None:
        """Answered, and handed to the province once its day has come."""
        self._answered_year(year)
        if self.as_of >= date(year + 1, *_APPROVED_BY):
            self._approved(year)

    def running_year(self, year: int) -> None:
        """As far as the months have come: some answers, some proof, who does what by when."""
        told = self.data["running"]
        self._on(min(date(year, 1, 12), self.as_of))
        open_assessment(self.office, self.set_code, year)
        end = date(year + 1, 1, 5)
        set_deadlines(self.office, year, Deadlines(end, date(year + 1, 1, 15)), self.set_code)
        names = {user.name for user in list_users(self.office)}
        for name, lines in told["assigned"].items():
            if name in names:
                assign_lines(self.office, year, lines, name, date(year, 12, 20), self.set_code)
        self._prove(year, only_running=True)
        self._on(self.as_of)
        answers = {
            item: value
            for item, steps in told["answers"].items()
            for month, value in steps
            if month <= self.as_of.month
        }
        self._answer(year, answers, told["notes"])
        fill_assessment(self.office, year, self.set_code)

    def _answered_year(self, year: int) -> None:
        """Every line of the unit answered, as on the last working days of the year."""
        told = self.data["finished"]
        self._on(date(year, 1, 12))
        open_assessment(self.office, self.set_code, year)
        days = (date(year + 1, 1, 8), date(year + 1, 1, 15), date(year + 1, 3, 5))
        set_deadlines(self.office, year, Deadlines(*days), self.set_code)
        self._prove(year)
        self._on(date(year + 1, 1, 5))
        fill_assessment(self.office, year, self.set_code)
        self._answer(year, told["answers"], told["notes"], told["own"], told["reasons"])
        write_up(
            self.office,
            year,
            difficulties=told["difficulties"],
            proposals=told["proposals"],
            set_code=self.set_code,
        )

    def _approved(self, year: int) -> None:
        """Handed in, approved by the leader, and recorded as submitted."""
        self._on(date(year + 1, 1, 6))
        hand_in(self.office, year, self.set_code)
        self._on(date(year + 1, 1, 8))
        with self.as_leader():
            digest = approve(self.office, year, self.set_code).value
            with self.office.command() as work:
                opened = OpenAssessment.find(work, year, self.set_code)
                copies = approved_copies.c
                copy = select(copies.id).where(copies.sha256 == digest).scalar_subquery()
                # As ``submit`` records it; that one asks for a link, which practice never has.
                work.connection.execute(
                    insert(submissions).values(
                        assessment_id=opened.row.id,
                        copy_id=copy,
                        revision=work.revision(),
                        revision_device=self.office.info.device_id,
                        submitted_at=work.now,
                        submitted_by=work.user.name,
                        difficulties=opened.row.difficulties,
                        proposals=opened.row.proposals,
                    )
                )
                work.audit("practice.scores", f"{self.set_code} {year}")

    def _answer(
        self,
        year: int,
        answers: Mapping[str, str],
        notes: Mapping[str, str],
        own: Mapping[str, list[str]] | None = None,
        reasons: Mapping[str, str] | None = None,
    ) -> None:
        """All answers in one command. What the register could not fill does not apply."""
        own, reasons = own or {}, reasons or {}
        with self.office.command() as work:
            opened = OpenAssessment.find(work, year, self.set_code)
            for item, value in answers.items():
                write_answer(opened, item, _entry(value, reasons.get(item)))
            for item, (points, why) in own.items():
                write_answer(opened, item, AnswerEntry(points=read_points(points), why=why))
            if own:
                for item in self._left(opened):
                    why = self.data["no_dossiers"]
                    write_answer(opened, item, AnswerEntry(not_applicable=True, why=why))
            for item, note in notes.items():
                write_answer(opened, item, AnswerEntry(note=note))
            opened.touch()
            work.audit("practice.scores", f"{self.set_code} {year}")

    def _left(self, opened: OpenAssessment) -> list[str]:
        criteria: CriteriaSet = opened.criteria
        return [
            item.id
            for item in criteria.scored
            if item.scorer is Scorer.UNIT and opened.line(item.id).answer.kind is None
        ]

    def _prove(self, year: int, *, only_running: bool = False) -> None:
        """Documents on their days, as they would have come in over the year; one transaction."""
        with self.office.command() as work:
            opened = OpenAssessment.find(work, year, self.set_code)
            for told in self.data["documents"]:
                day = self.day_of(told, year)
                if day > self.as_of or (only_running and not told.get("running")):
                    continue
                work.now = at(day, _MORNING)
                name, content, facts = self.document(told, year)
                stored = blob_store(self.office).put(content)
                document = keep_document(work, year, stored, name, content, facts)
                for item, pages in told["lines"].items():
                    link_document(opened, item, document, pages)
                    opened.note(LineEvent.ADD_EVIDENCE, item, document=document, file=name)
            opened.touch()
            work.audit("practice.scores", f"{self.set_code} {year}")

    def day_of(self, told: Mapping[str, str], year: int) -> date:
        """The day of a document: "01-15" of a year."""
        month, day = told["on"].split("-")
        return date(year, int(month), int(day))

    def document(self, told: Mapping[str, str], year: int) -> tuple[str, bytes, DocumentFacts]:
        """Name, page and facts of an invented document."""
        from desktop.reports.practice_document import PracticeDocument, render_practice_document

        unit = self.office.info.unit_name
        day = self.day_of(told, year)
        summary = told["summary"].format(year=year)
        issuer = f"UBND {unit}"
        page = PracticeDocument(
            issuer, unit, told["number"], day, told["title"], summary, self.leader.name
        )
        stem, _, ending = told["file"].rpartition(".")
        facts = DocumentFacts(
            told["number"], day, self.leader.name, issuer, named_subject(told["title"], summary)
        )
        return f"{stem}-{year}.{ending}", render_practice_document(page), facts

    @cached_property
    def leader(self) -> Any:
        """Who approves."""
        return next(user for user in list_users(self.office) if user.role is Role.LEADER)

    @contextmanager
    def as_leader(self) -> Iterator[None]:
        """The leader's own acts, in the leader's name."""
        before = self.office.user
        self.office.user = self.leader
        try:
            yield
        finally:
            self.office.user = before

    def on(self, day: date) -> None:
        """Sets the clock to the morning of a day."""
        self._on(day)

    def _on(self, day: date) -> None:
        self.clock.moment = at(day, _MORNING if day < self.as_of else _EARLY)


def _entry(value: str, why: str | None) -> AnswerEntry:
    if value == "not_applicable":
        return AnswerEntry(not_applicable=True, why=why)
    if value == "no_case":
        return AnswerEntry(no_case=True, why=why)
    return AnswerEntry(value=value)
