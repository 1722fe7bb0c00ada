"""Statistics forms of the office: shipped, imported, in versions; nothing is edited in place."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, select

from desktop.domain.errors import EnvironmentProblem, Rule, RuleViolation, Surroundings
from desktop.domain.statistics.form_checks import FormProblem, check_form
from desktop.domain.statistics.form_data import FormDataError, form_from_data, form_to_data
from desktop.domain.statistics.forms import StatisticsForm
from desktop.models.base import canonical_json
from desktop.models.periodic import statistics_forms
from desktop.resource_paths import resource_path
from desktop.services.assessments.formulas import SafeFormulas
from desktop.services.office import Office, Work, new_travel_id
from desktop.services.periodic.catalogue import outlines, report_kinds
from desktop.services.periodic.figures import known_figures

FORMULAS = SafeFormulas()
SHIPPED = "đi kèm chương trình"


@dataclass(frozen=True, slots=True)
class FormInfo:
    """A form as a list shows it. ``is_annex``: it goes with a report that has text."""

    code: str
    version: str
    title: str
    kinds: tuple[str, ...]
    rows: int
    computed: int
    from_records: int
    is_sample: bool
    unconfirmed: bool
    source: str
    file: str
    is_annex: bool


@cache
def shipped_forms() -> tuple[StatisticsForm, ...]:
    """The forms in ``resources/periodic/forms``. Raises RESOURCES_DAMAGED."""
    found = []
    for path in sorted(resource_path("periodic", "forms").glob("*.json")):
        try:
            found.append(form_from_data(json.loads(path.read_text(encoding="utf-8")), FORMULAS))
        except (OSError, ValueError, FormDataError) as error:
            name = f"periodic/forms/{path.name}"
            raise EnvironmentProblem(Surroundings.RESOURCES_DAMAGED, file=name) from error
    return tuple(found)


def problems_of(form: StatisticsForm) -> tuple[FormProblem, ...]:
    """Every fault of a form."""
    return check_form(form, known_figures(), [kind.key for kind in report_kinds()])


def list_forms(office: Office) -> tuple[FormInfo, ...]:
    """The newest version of every form, the office's own before the shipped ones."""
    query = select(statistics_forms).order_by(statistics_forms.c.id)
    with office.reading() as connection:
        rows = connection.execute(query).all()
    newest = {row.code: row for row in rows}
    own = [form_info(read_content(r.content), r.source_file) for r in reversed(newest.values())]
    shipped = [form_info(form, SHIPPED) for form in shipped_forms() if form.code not in newest]
    return (*own, *shipped)


def find_form(office: Office, code: str) -> StatisticsForm:
    """The newest version. Raises RuleViolation(FORM_NOT_FOUND)."""
    with office.reading() as connection:
        return newest_form(connection, code)


def newest_form(connection: Connection, code: str) -> StatisticsForm:
    """The same on a connection at hand."""
    query = select(statistics_forms.c.content).where(statistics_forms.c.code == code)
    content = connection.execute(
        query.order_by(statistics_forms.c.id.desc()).limit(1)
    ).scalar_one_or_none()
    if content is not None:
        return read_content(content)
    for form in shipped_forms():
        if form.code == code:
            return form
    known = connection.execute(select(statistics_forms.c.code).distinct()).scalars()
    choices = sorted({*known, *(form.code for form in shipped_forms())})
    raise RuleViolation(Rule.FORM_NOT_FOUND, form=code, choices=choices)


def form_of_version(connection: Connection, form_id: int) -> StatisticsForm:
    """One stored version, read once: a version never changes."""
    by_id = statistics_forms.c.id == form_id
    uuid = connection.execute(select(statistics_forms.c.uuid).where(by_id)).scalar_one()
    if uuid not in _READ:
        content = connection.execute(select(statistics_forms.c.content).where(by_id)).scalar_one()
        if len(_READ) >= _MOST_READ:
            _READ.clear()
        _READ[uuid] = read_content(content)
    return _READ[uuid]


_READ: dict[UUID, StatisticsForm] = {}
_MOST_READ = 32


def read_content(content: Any) -> StatisticsForm:
    """A form out of stored content."""
    return form_from_data(content, FORMULAS)


def store_form(work: Work, form: StatisticsForm, source_file: str) -> tuple[int, StatisticsForm]:
    """Keeps a version inside a command; the same content is not kept twice.

    A version name that is taken by other content gets a number behind it.
    """
    columns = (statistics_forms.c.id, statistics_forms.c.version, statistics_forms.c.sha256)
    rows = work.connection.execute(
        select(*columns).where(statistics_forms.c.code == form.code).order_by(statistics_forms.c.id)
    ).all()
    digest = _fingerprint(form)
    if rows and rows[-1].sha256 == digest:
        return int(rows[-1].id), replace(form, version=rows[-1].version)
    form = replace(form, version=_free_version(form.version, {row.version for row in rows}))
    values = {
        "uuid": new_travel_id(),
        "code": form.code,
        "version": form.version,
        "title": form.title,
        "content": form_to_data(form),
        "sha256": digest,
        "source_file": source_file,
        "created_at": work.now,
        "created_by": work.user.name,
    }
    statement = insert(statistics_forms).values(values).returning(statistics_forms.c.id)
    return int(work.connection.execute(statement).scalar_one()), form


def form_info(form: StatisticsForm, file: str) -> FormInfo:
    """A form as a list shows it."""
    return FormInfo(
        code=form.code,
        version=form.version,
        title=form.title,
        kinds=form.kinds,
        rows=len(form.rows),
        computed=sum(row.formula is not None for row in form.rows),
        from_records=sum(bool(row.figure) for row in form.rows),
        is_sample=form.is_sample,
        unconfirmed=form.unconfirmed,
        source=form.source,
        file=file,
        is_annex=any(outline.form == form.code for outline in outlines()),
    )


def _free_version(version: str, taken: set[str]) -> str:
    number, free = 2, version
    while free in taken:
        free, number = f"{version}-{number}", number + 1
    return free


def _fingerprint(form: StatisticsForm) -> str:
    """Of everything but the version's name."""
    data: dict[str, Any] = {**form_to_data(form), "version": ""}
    return hashlib.sha256(canonical_json(data).encode()).hexdigest()
