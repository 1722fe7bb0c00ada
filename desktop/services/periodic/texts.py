"""The text of a periodic report: who wrote what when, drafts, last period's text beside."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.roles import Permission
from desktop.domain.statistics.old_periods import CoveredPeriod, OldMention, old_mentions
from desktop.domain.text import clean_lines
from desktop.models.dossiers import drafts
from desktop.models.periodic import periodic_texts
from desktop.services.drafts import Draft, keep_draft, read_draft
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change, Outcome
from desktop.services.periodic.records import (
    PeriodicReport,
    earlier_reports,
    report_in,
    touch,
)

LONGEST = 30_000


@dataclass(frozen=True, slots=True)
class SectionText:
    """What is written in a part, by whom, when."""

    content: str
    at: datetime
    user_name: str


@dataclass(frozen=True, slots=True)
class EarlierText:
    """The text of an earlier period, to stand beside or to begin from."""

    report_id: int
    period: str
    texts: Mapping[str, SectionText]


def read_texts(office: Office, report_id: int) -> dict[str, SectionText]:
    """The newest text of each part that has one."""
    with office.reading() as connection:
        return texts_in(connection, report_id)


def texts_in(connection: Connection, report_id: int) -> dict[str, SectionText]:
    """The same on a connection at hand; a text that was emptied again is none."""
    newest = (
        select(func.max(periodic_texts.c.id))
        .where(periodic_texts.c.report_id == report_id)
        .group_by(periodic_texts.c.section)
    )
    rows = connection.execute(select(periodic_texts).where(periodic_texts.c.id.in_(newest)))
    return {
        row.section: SectionText(row.content, row.at, row.user_name) for row in rows if row.content
    }


def write_text(
    office: Office, report_id: int, section: str, content: str
) -> Outcome[SectionText | None]:
    """Replaces the text of a part, and drops the user's draft of it; None when it is empty.

    Raises InputRefused(TOO_LONG, UNKNOWN_CHOICE), PERIODIC_NOT_FOUND.
    """
    office.require(Permission.REPORT)
    text = _checked(content)
    with office.command() as work:
        part = report_in(work.connection, report_id).section(section)
        before = texts_in(work.connection, report_id).get(part.key)
        _drop_draft(work, report_id, part.key)
        if (before.content if before else "") == text:
            return work.outcome(before)
        _append(work, report_id, part.key, text)
        work.audit("periodic.text", f"{report_id} {part.key}", letters=len(text))
        kept = SectionText(text, work.now, work.user.name) if text else None
        return work.outcome(kept, Change.PERIODIC)


def earlier_texts(office: Office, report: PeriodicReport) -> tuple[EarlierText, ...]:
    """Texts of earlier periods that have any, the latest first; then the same kind a year ago."""
    found = []
    for earlier in earlier_reports(office, report):
        texts = read_texts(office, earlier.id)
        if texts:
            found.append(EarlierText(earlier.id, earlier.period_words, texts))
    return tuple(found)


def carry_over(
    office: Office, report_id: int, from_report_id: int, section: str = ""
) -> Outcome[int]:
    """Takes an earlier period's text into parts that are still empty; gives how many.

    ``section``: only that part. What was written already is never replaced.
    """
    office.require(Permission.REPORT)
    with office.command() as work:
        report = report_in(work.connection, report_id)
        wanted = [report.section(section)] if section else report.sections
        mine = texts_in(work.connection, report_id)
        theirs = texts_in(work.connection, from_report_id)
        keys = [part.key for part in wanted if part.key in theirs and part.key not in mine]
        for key in keys:
            _append(work, report_id, key, theirs[key].content)
        if keys:
            work.audit("periodic.text", str(report_id), carried=len(keys))
        return work.outcome(len(keys), *([Change.PERIODIC] if keys else []))


def old_words(
    report: PeriodicReport, content: str, before: CoveredPeriod | None
) -> tuple[OldMention, ...]:
    """Where a text of the report still names an old period; ``before`` as below."""
    return old_mentions(unicodedata.normalize("NFC", content), report.covered, before)


def period_before(office: Office, report: PeriodicReport) -> CoveredPeriod | None:
    """The period that carried-over text most likely came from."""
    for earlier in earlier_reports(office, report):
        return earlier.covered
    return None


def keep_text_draft(office: Office, report_id: int, section: str, content: str) -> Outcome[None]:
    """What is typed and not written yet, kept on disk."""
    return keep_draft(office, _draft_kind(report_id, section), {"content": content})


def read_text_draft(office: Office, report_id: int, section: str) -> Draft | None:
    """What was typed last time and not written."""
    return read_draft(office, _draft_kind(report_id, section))


def _draft_kind(report_id: int, section: str) -> str:
    return f"periodic {report_id} {section}"


def _drop_draft(work: Work, report_id: int, section: str) -> None:
    mine = (
        drafts.c.user_id == work.user.id,
        drafts.c.kind == _draft_kind(report_id, section),
    )
    work.connection.execute(delete(drafts).where(*mine))


def _append(work: Work, report_id: int, section: str, content: str) -> None:
    work.connection.execute(
        insert(periodic_texts).values(
            report_id=report_id,
            section=section,
            content=content,
            at=work.now,
            user_name=work.user.name,
        )
    )
    touch(work, report_id)


def _checked(content: str) -> str:
    sound = (letter for letter in content if letter.isprintable() or letter.isspace())
    text = clean_lines("".join(sound))
    if len(text) > LONGEST:
        raise InputRefused(InputProblem("section_text", Entry.TOO_LONG, {"most": LONGEST}))
    return text
