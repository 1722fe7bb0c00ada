"""What the Today page says of the index: the score so far, the next step, deadlines, news.

Everything comes from stored answers and readings: nothing is counted from dossiers here, so the
page costs the same over a hundred and over a million of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from desktop.domain.appraisals import PackState
from desktop.domain.criteria.advice import Step
from desktop.domain.criteria.progress import AssessmentState
from desktop.domain.criteria.rounds import Stage
from desktop.domain.moments import local_date
from desktop.domain.roles import Permission, has
from desktop.services.assessments.advising import advise
from desktop.services.assessments.assigning import own_lines
from desktop.services.assessments.opening import list_assessments
from desktop.services.assessments.records import AssessmentRow
from desktop.services.assessments.sheets import score_sheet
from desktop.services.assessments.stages import RoundStatus, status_of
from desktop.services.office import Office
from desktop.services.outcomes import Change
from desktop.services.syncing.rule_rows import list_rules

# Older years have had their say; older news is no news.
_LATEST_YEARS = 3
_NEWS_DAYS = 365
_SOON_DAYS, _PAST_DAYS = 92, 31


class DeadlineKind(StrEnum):
    """What runs out."""

    SCORE = "score"
    SUBMIT = "submit"
    EXPLAIN = "explain"
    MY_LINES = "my_lines"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A last day, inclusive; ``count`` lines of the user's own; ``item`` opens one of them."""

    kind: DeadlineKind
    on: date
    year: int
    set_code: str
    count: int = 0
    item: str = ""


class TurnKind(StrEnum):
    """What waits for the person at this desk."""

    APPROVE = "approve"
    SENT_BACK = "sent_back"
    SUBMIT = "submit"


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is: the leader's to decide or send on, or everybody's after a remark."""

    kind: TurnKind
    year: int
    set_code: str
    remark: str = ""


class NewsKind(StrEnum):
    """What came from the province."""

    APPRAISED = "appraised"
    PUBLISHED = "published"
    RULES = "rules"


@dataclass(frozen=True, slots=True)
class News:
    """A message of the province with what it says; empty set for what is of no assessment."""

    kind: NewsKind
    on: date
    facts: dict[str, Any]
    year: int = 0
    set_code: str = ""


@dataclass(frozen=True, slots=True)
class IndexToday:
    """One assessment's standing, and what is due or came in of all of them."""

    year: int
    set_code: str
    is_sample: bool
    total: Decimal
    applicable: Decimal
    percent: Decimal
    band: str
    best: Step | None
    turns: tuple[Turn, ...]
    deadlines: tuple[Deadline, ...]
    news: tuple[News, ...]


def index_today(office: Office) -> IndexToday | None:
    """None while the office scores nothing. Kept until answers, sets or rules change."""
    today = local_date(office.now())
    return office.remembered(
        f"index of {today}",
        frozenset({Change.ASSESSMENTS, Change.CRITERIA, Change.SYNC}),
        lambda: _read(office, today),
    )


def _read(office: Office, today: date) -> IndexToday | None:
    rows = list_assessments(office)
    if not rows:
        return None
    latest = [row for row in rows if row.year > rows[0].year - _LATEST_YEARS]
    with office.reading() as connection:
        standing = [status_of(connection, row, today) for row in latest]
    chosen = _running(rows)
    sheet = score_sheet(office, chosen.year, chosen.set_code)
    score = sheet.score
    return IndexToday(
        chosen.year,
        chosen.set_code,
        sheet.criteria.is_sample,
        score.total,
        score.applicable,
        score.percent,
        score.band.name if score.band else "",
        _best(office, chosen),
        tuple(turn for status in standing for turn in _turns(office, status)),
        _deadlines(office, standing, today),
        _news(office, standing, today),
    )


def _running(rows: tuple[AssessmentRow, ...]) -> AssessmentRow:
    """The newest year that is still worked on, else the newest; of several sets the first."""
    opened = [row for row in rows if row.state is not AssessmentState.APPROVED]
    year = (opened or list(rows))[0].year
    return next(row for row in (opened or rows) if row.year == year)


def _best(office: Office, row: AssessmentRow) -> Step | None:
    if row.state is not AssessmentState.OPEN:
        return None
    return next(iter(advise(office, row.year, row.set_code).steps), None)


def _turns(office: Office, status: RoundStatus) -> list[Turn]:
    row, role = status.assessment, office.user.role
    leads = has(role, Permission.APPROVE_ASSESSMENT)
    if status.stage is Stage.OPEN and row.remark and has(role, Permission.ASSESS):
        return [Turn(TurnKind.SENT_BACK, row.year, row.set_code, row.remark)]
    if status.stage is Stage.HANDED_IN and leads:
        return [Turn(TurnKind.APPROVE, row.year, row.set_code)]
    if status.stage is Stage.APPROVED and leads:
        return [Turn(TurnKind.SUBMIT, row.year, row.set_code)]
    return []


def _deadlines(office: Office, standing: list[RoundStatus], today: date) -> tuple[Deadline, ...]:
    found = []
    for status in standing:
        row = status.assessment
        for kind, on in _running_out(status):
            found.append(Deadline(kind, on, row.year, row.set_code))
    mine = own_lines(office)
    if mine.nearest is not None:
        first = mine.lines[0]
        found.append(
            Deadline(
                DeadlineKind.MY_LINES,
                mine.nearest,
                first.year,
                first.set_code,
                len(mine.lines),
                first.item_id,
            )
        )
    near = (
        one
        for one in found
        if today - timedelta(_PAST_DAYS) <= one.on <= today + timedelta(_SOON_DAYS)
    )
    return tuple(sorted(near, key=lambda one: one.on))


def _running_out(status: RoundStatus) -> list[tuple[DeadlineKind, date]]:
    """The last days that still matter at the stage where an assessment stands."""
    row, wanted = status.assessment, []
    if status.stage is Stage.OPEN:
        wanted.append((DeadlineKind.SCORE, row.score_until))
    if status.stage in (Stage.OPEN, Stage.HANDED_IN, Stage.APPROVED):
        wanted.append((DeadlineKind.SUBMIT, row.submit_until))
    if status.stage in (Stage.APPRAISED, Stage.EXPLAINED):
        wanted.append((DeadlineKind.EXPLAIN, status.explain_until))
    return [(kind, on) for kind, on in wanted if on is not None]


def _news(office: Office, standing: list[RoundStatus], today: date) -> tuple[News, ...]:
    found = [news for status in standing for news in _words(status)]
    for rules in list_rules(office):
        if rules.state in (PackState.WAITING, PackState.APPLIED):
            facts = {"kind": rules.kind, "waits": rules.state is PackState.WAITING}
            found.append(News(NewsKind.RULES, local_date(rules.received_at), facts))
    fresh = [news for news in found if news.on >= today - timedelta(_NEWS_DAYS)]
    return tuple(sorted(fresh, key=lambda news: news.on, reverse=True))


def _words(status: RoundStatus) -> list[News]:
    """The province's last word on an assessment: the result, else the last closed round."""
    row, published = status.assessment, status.publication
    if published is not None:
        facts = {
            "percent": published.percent,
            "band": published.band,
            "rank": published.rank,
            "ranked": published.ranked,
        }
        return [News(NewsKind.PUBLISHED, published.published_on, facts, row.year, row.set_code)]
    if status.appraisals:
        last = status.appraisals[-1]
        asked = sum(line.verdict == "needs_explanation" for line in last.lines)
        facts = {"round": last.round, "percent": last.percent, "asked": asked}
        on = local_date(last.closed_at)
        return [News(NewsKind.APPRAISED, on, facts, row.year, row.set_code)]
    return []
