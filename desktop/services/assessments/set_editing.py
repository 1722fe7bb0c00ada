"""Editing a set in the program: from nothing, from a copy, or from its newest version.

What is saved is always a new version; assessments opened before keep theirs. An unfinished edit
is kept for the person who makes it, and is no version until it is saved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, select

from desktop.domain.criteria.checks import SetFault, SetProblem
from desktop.domain.criteria.items import Band, CriteriaSet
from desktop.domain.criteria.numbers import stored
from desktop.domain.criteria.set_data import SetDataError, set_from_data, set_to_data
from desktop.domain.errors import Entry, InputProblem, InputRefused, Rule, RuleViolation
from desktop.domain.moments import local_date
from desktop.domain.roles import Permission
from desktop.domain.text import clean, fold
from desktop.models.assessments import criteria_sets
from desktop.models.offices import preferences
from desktop.services.assessments.importing import USUAL_BANDS
from desktop.services.assessments.sets import (
    StoredSet,
    compare_sets,
    find_set,
    problems_of,
    read_set,
    shipped_sets,
    store_set,
)
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.services.settings import read_preference, save_preference
from desktop.wording.criteria import fault_text

# With one of these there is no tree to keep.
_NO_TREE = (SetFault.EMPTY, SetFault.REPEATED_ID, SetFault.UNKNOWN_PARENT, SetFault.CIRCLE)
_CODE = re.compile(r"[a-z0-9][a-z0-9.-]{0,79}")
_UNFINISHED = "criteriaEdit"


@dataclass(frozen=True, slots=True)
class SetEdit:
    """A set being edited. ``base`` is the version it began from, None for a new set."""

    criteria: CriteriaSet
    base: CriteriaSet | None

    @property
    def problems(self) -> tuple[SetProblem, ...]:
        """Every check that fails now."""
        return problems_of(self.criteria)

    @property
    def has_changed(self) -> bool:
        """Whether there is anything to save."""
        return self.criteria != self.base

    @property
    def changed_lines(self) -> int:
        """How many lines are new, gone or said otherwise than in the version it began from."""
        return len(compare_sets(self.base, self.criteria)) if self.base else 0


def edit_set(office: Office, code: str) -> SetEdit:
    """The newest version of a set, to be edited. Raises CRITERIA_NOT_FOUND."""
    office.require(Permission.EDIT_CRITERIA)
    criteria = read_set(office, code).criteria
    return SetEdit(criteria, criteria)


def new_set(office: Office, code: str, title: str, year: int, copy_of: str = "") -> SetEdit:
    """A set with another code: empty with the usual ratings, or with the lines of a copy.

    A copy of a sample is no sample any more, but unconfirmed until it names its decision.
    Raises InputRefused on ``criteria_code`` or ``criteria_title``, CRITERIA_NOT_FOUND.
    """
    office.require(Permission.EDIT_CRITERIA)
    said, name = _checked_code(office, code), clean(title)
    if not name:
        raise InputRefused(InputProblem("criteria_title", Entry.REQUIRED))
    if copy_of:
        source = read_set(office, copy_of).criteria
        made = replace(
            source,
            code=said,
            title=name,
            year=year,
            version=str(year),
            decision="",
            source=f"Chép từ “{source.title}”, phiên bản {source.version}",
            is_sample=False,
            unconfirmed=True,
        )
    else:
        bands = tuple(Band(band, stored(lowest)) for band, lowest in USUAL_BANDS)
        made = CriteriaSet(said, name, "", year, "", str(year), (), bands=bands, unconfirmed=True)
    return SetEdit(made, None)


def proposed_code(title: str, year: int) -> str:
    """A code out of a title: "Bộ chỉ số xã A" → bo-chi-so-xa-a-2026."""
    words = "-".join(re.findall(r"[a-z0-9]+", fold(title)))[:70].strip("-")
    return f"{words or 'bo-tieu-chi'}-{year}"


def save_edit(office: Office, edit: SetEdit) -> Outcome[StoredSet]:
    """Stores the edit as a new version. A set that cannot be scored by yet may be kept too.

    Raises CRITERIA_NOT_READY when its numbers make no tree, CRITERIA_MALFORMED for a text or a
    number that the format does not hold.
    """
    office.require(Permission.EDIT_CRITERIA)
    broken = [problem for problem in edit.problems if problem.fault in _NO_TREE]
    if broken:
        words = "; ".join(fault_text(problem).rstrip(".") for problem in broken[:3])
        raise RuleViolation(Rule.CRITERIA_NOT_READY, set=edit.criteria.title, problems=words)
    try:
        criteria = set_from_data(set_to_data(edit.criteria))
    except SetDataError as error:
        facts = {"file": edit.criteria.title, "place": error.place or "cả bộ", "what": error.what}
        raise RuleViolation(Rule.CRITERIA_MALFORMED, **facts) from error
    if edit.base is None:
        _checked_code(office, criteria.code)
    with office.command() as work:
        stored_set = store_set(work, criteria, "")
        # What was left unfinished is finished now.
        kept = preferences.c
        work.connection.execute(
            delete(preferences).where(kept.user_id == work.user.id, kept.key == _UNFINISHED)
        )
        return work.outcome(stored_set, Change.CRITERIA)


def keep_unfinished(office: Office, edit: SetEdit | None) -> Outcome[None]:
    """Remembers an edit for its person, in place of the one before; None forgets it."""
    data: dict[str, Any] = {}
    if edit is not None:
        base = edit.base.version if edit.base is not None else None
        data = {"set": set_to_data(edit.criteria), "base": base}
    return save_preference(office, _UNFINISHED, data)


def unfinished_edit(office: Office) -> SetEdit | None:
    """The edit that was left, if the version it began from is still there."""
    kept = read_preference(office, _UNFINISHED)
    if not kept:
        return None
    try:
        criteria = set_from_data(kept["set"])
    except (SetDataError, KeyError, TypeError):
        return None
    if kept["base"] is None:
        return SetEdit(criteria, None)
    base = _version(office, criteria.code, kept["base"])
    return None if base is None else SetEdit(criteria, base)


def find_version(office: Office, code: str, version: str = "") -> CriteriaSet:
    """A version of a set by its name, else the newest. Raises CRITERIA_NOT_FOUND."""
    newest = read_set(office, code).criteria
    if version in ("", newest.version):
        return newest
    found = _version(office, code, version)
    if found is None:
        with office.reading() as connection:
            query = select(criteria_sets.c.version).where(criteria_sets.c.code == code)
            known = sorted(connection.execute(query).scalars())
        raise RuleViolation(Rule.CRITERIA_NOT_FOUND, set=f"{code} {version}", choices=known)
    return found


def this_year(office: Office) -> int:
    """The year that a new set is for, unless somebody says otherwise."""
    return local_date(office.now()).year


def _version(office: Office, code: str, version: str) -> CriteriaSet | None:
    query = select(criteria_sets.c.content).where(
        criteria_sets.c.code == code, criteria_sets.c.version == version
    )
    with office.reading() as connection:
        content = connection.execute(query).scalar_one_or_none()
    if content is not None:
        return set_from_data(content)
    return next((s for s in shipped_sets() if (s.code, s.version) == (code, version)), None)


def _checked_code(office: Office, code: str) -> str:
    said = clean(code)
    if not said:
        raise InputRefused(InputProblem("criteria_code", Entry.REQUIRED))
    if not _CODE.fullmatch(said):
        facts = {"text": said, "choices": "chữ thường không dấu, số, gạch nối: bo-tieu-chi-2026"}
        raise InputRefused(InputProblem("criteria_code", Entry.UNKNOWN_CHOICE, facts))
    with office.reading() as connection:
        try:
            find_set(connection, said)
        except RuleViolation:
            return said
    raise InputRefused(InputProblem("criteria_code", Entry.NAME_TAKEN, {"text": said}))
