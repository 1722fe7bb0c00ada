"""The unit's own Word templates: kept encrypted with the attachments, and in every backup."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.moments import parse_moment
from desktop.domain.roles import Permission
from desktop.domain.text import clean
from desktop.models.offices import settings
from desktop.reports.writing import written_whole
from desktop.services.attachments import blob_store, note_blob
from desktop.services.declarations import check_content, read_template
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change, Outcome
from desktop.services.settings import write_setting

TEMPLATES_KEY = "declaration_templates"


@dataclass(frozen=True, slots=True)
class DeclarationTemplate:
    """A template by its name (the file's, without .docx), its fields, and those unknown."""

    name: str
    blob: str
    size: int
    fields: tuple[str, ...]
    unknown: tuple[str, ...]
    added_at: datetime
    added_by: str


def list_templates(office: Office) -> tuple[DeclarationTemplate, ...]:
    """The templates by name."""
    with office.reading() as connection:
        return _templates(connection)


def add_template(office: Office, path: Path) -> Outcome[DeclarationTemplate]:
    """Takes a template in; one of the same name is replaced.

    Raises FILE_NOT_FOUND, FILE_NOT_READABLE, NOT_A_TEMPLATE.
    """
    office.require(Permission.EDIT_OFFICE)
    content = read_template(path)
    found = check_content(content, path.name)
    if not found.fields:
        why = "không có trường nào như {{ho_ten}}"
        raise RuleViolation(Rule.NOT_A_TEMPLATE, file=path.name, why=why)
    stored = blob_store(office).put(content)
    with office.command() as work:
        note_blob(work, stored)
        made = DeclarationTemplate(
            clean(path.stem),
            stored.name,
            stored.size,
            found.fields,
            found.unknown,
            work.now,
            work.user.name,
        )
        return _replace(work, made.name, (made,), "declaration.add_template", made)


def remove_template(office: Office, name: str) -> Outcome[DeclarationTemplate]:
    """Takes a template off the list; what was filled from it stays. Gives it, to be put back."""
    office.require(Permission.EDIT_OFFICE)
    with office.command() as work:
        old = _named(_templates(work.connection), name)
        return _replace(work, name, (), "declaration.remove_template", old)


def put_back_template(
    office: Office, template: DeclarationTemplate
) -> Outcome[DeclarationTemplate]:
    """Undoes a removal."""
    office.require(Permission.EDIT_OFFICE)
    with office.command() as work:
        action = "declaration.add_template"
        return _replace(work, template.name, (template,), action, template)


def template_content(office: Office, name: str) -> bytes:
    """The Word file. Raises NOT_A_TEMPLATE when it is gone, ATTACHMENT_DAMAGED."""
    template = _named(list_templates(office), name)
    return blob_store(office).get(template.blob, f"{name}.docx")


def save_template(office: Office, name: str, target: Path) -> None:
    """Writes a template out, to be changed in Word. Raises DISK_FULL, FILE_NOT_WRITABLE."""
    content = template_content(office, name)
    with written_whole(target) as aside:
        aside.write_bytes(content)


def _replace(
    work: Work,
    name: str,
    new: tuple[DeclarationTemplate, ...],
    action: str,
    value: DeclarationTemplate,
) -> Outcome[DeclarationTemplate]:
    kept = [template for template in _templates(work.connection) if template.name != name]
    write_setting(work, TEMPLATES_KEY, [_to_data(template) for template in (*kept, *new)])
    work.audit(action, name)
    return work.outcome(value, Change.OFFICE)


def _templates(connection: Connection) -> tuple[DeclarationTemplate, ...]:
    query = select(settings.c.value).where(settings.c.key == TEMPLATES_KEY)
    rows = connection.execute(query).scalar_one_or_none() or []
    return tuple(sorted((_from_data(row) for row in rows), key=attrgetter("name")))


def _named(templates: tuple[DeclarationTemplate, ...], name: str) -> DeclarationTemplate:
    for template in templates:
        if template.name == name:
            return template
    raise RuleViolation(Rule.NOT_A_TEMPLATE, file=name, why="mẫu này không còn trong danh sách")


def _to_data(template: DeclarationTemplate) -> dict[str, Any]:
    return {**asdict(template), "added_at": template.added_at.isoformat()}


def _from_data(row: dict[str, Any]) -> DeclarationTemplate:
    return DeclarationTemplate(
        **{
            **row,
            "fields": tuple(row["fields"]),
            "unknown": tuple(row["unknown"]),
            "added_at": parse_moment(row["added_at"]),
        }
    )
