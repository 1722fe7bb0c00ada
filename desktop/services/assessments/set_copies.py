"""Versions of a set, and last year's set as the start of this year's."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from desktop.domain.criteria.items import CriteriaSet
from desktop.domain.criteria.set_data import set_from_data
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.text import clean
from desktop.models.assessments import criteria_sets
from desktop.services.assessments.sets import StoredSet, read_set, save_set, shipped_sets
from desktop.services.office import Office
from desktop.services.outcomes import Outcome

_YEARS = (2000, 2199)


def set_versions(office: Office, code: str) -> tuple[CriteriaSet, ...]:
    """Every version of a set, the newest first; the shipped one too while it is not stored."""
    query = select(criteria_sets.c.content).where(criteria_sets.c.code == code)
    with office.reading() as connection:
        rows = connection.execute(query.order_by(criteria_sets.c.id.desc())).scalars().all()
    stored = tuple(set_from_data(content) for content in rows)
    known = {criteria.version for criteria in stored}
    shipped = (s for s in shipped_sets() if s.code == code and s.version not in known)
    return (*stored, *shipped)


def copy_set(office: Office, code: str, year: int, decision: str = "") -> Outcome[StoredSet]:
    """The newest version as a new one for another year; assessments opened before keep theirs.

    The code stays, so that a line is compared with itself of last year. What was a sample
    stays one. Raises CRITERIA_NOT_FOUND, InputRefused(OUT_OF_RANGE).
    """
    if not _YEARS[0] <= year <= _YEARS[1]:
        facts = {"value": year, "lowest": _YEARS[0], "highest": _YEARS[1]}
        raise InputRefused(InputProblem("year", Entry.OUT_OF_RANGE, facts))
    known = read_set(office, code).criteria
    said = clean(decision)
    copy = replace(known, year=year, version=str(year), decision=said, unconfirmed=not said)
    return save_set(office, copy, "")
