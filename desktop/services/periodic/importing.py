"""Bringing a statistics form in: our own format, or a spreadsheet recognised by its headings."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.domain.cell_problems import CellProblem
from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.moments import local_date
from desktop.domain.roles import Permission
from desktop.domain.statistics.form_data import FormDataError, form_from_data, form_to_data
from desktop.domain.statistics.forms import StatisticsForm
from desktop.domain.text import clean, fold
from desktop.imports.statistics_form import ReadForm, read_statistics_form
from desktop.imports.tables import read_tables
from desktop.reports.writing import written_whole
from desktop.security.files import read_problem
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.services.periodic.catalogue import find_kind
from desktop.services.periodic.forms import (
    FORMULAS,
    FormInfo,
    find_form,
    form_info,
    problems_of,
    store_form,
)
from desktop.wording.periodic import fault_text

_LARGEST_FILE = 4 * 2**20
_MOST_TOLD = 3
_USUAL_KINDS = ("q1", "h1", "9t", "year")


@dataclass(frozen=True, slots=True)
class FormHead:
    """What a spreadsheet does not say about its form; empty: taken from the file's name."""

    code: str = ""
    title: str = ""
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedForm:
    """The form, what was not understood of it, and whether it was kept."""

    info: FormInfo
    problems: tuple[CellProblem, ...]
    is_stored: bool


def import_form(
    office: Office, path: Path, head: FormHead | None = None, *, dry_run: bool = False
) -> Outcome[ImportedForm]:
    """Reads a form and keeps it as a new version; all of it or nothing.

    Raises FORM_MALFORMED, FORM_NOT_SOUND; of a spreadsheet also HEADERS_NOT_FOUND, NOT_A_TABLE,
    FILE_TOO_LARGE; FILE_NOT_FOUND, FILE_NOT_READABLE.
    """
    office.require(Permission.IMPORT)
    if path.suffix.lower() == ".json":
        read = ReadForm(_read_json(path), ())
    else:
        read = _read_table(office, path, head or FormHead())
    faults = [fault_text(problem) for problem in problems_of(read.form)]
    if faults:
        raise RuleViolation(Rule.FORM_NOT_SOUND, file=path.name, problems=_some(faults))
    if dry_run:
        return Outcome(
            ImportedForm(form_info(read.form, path.name), read.problems, False), frozenset()
        )
    with office.command() as work:
        _, form = store_form(work, read.form, path.name)
        work.audit("statistics.import", f"{form.code} {form.version}", rows=len(form.rows))
        kept = ImportedForm(form_info(form, path.name), read.problems, True)
        return work.outcome(kept, Change.PERIODIC)


def export_form(office: Office, code: str, target: Path) -> StatisticsForm:
    """Writes a form in our own format, to send it on. Raises DISK_FULL, FILE_NOT_WRITABLE."""
    office.require(Permission.EXPORT)
    form = find_form(office, code)
    text = json.dumps(form_to_data(form), ensure_ascii=False, indent=1)
    with written_whole(target) as aside:
        aside.write_text(text + "\n", encoding="utf-8")
    return form


def _read_json(path: Path) -> StatisticsForm:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise _too_large(path)
        return form_from_data(json.loads(path.read_text(encoding="utf-8-sig")), FORMULAS)
    except OSError as error:
        raise read_problem(error, path) from error
    except FormDataError as error:
        raise _malformed(path, error) from error
    except (ValueError, RecursionError) as error:
        raise _malformed(path, FormDataError("", "JSON")) from error


def _read_table(office: Office, path: Path, head: FormHead) -> ReadForm:
    stem = clean(path.stem)
    draft = StatisticsForm(
        code=head.code or _code(stem),
        version=str(local_date(office.now()).year),
        title=stem.replace("_", " "),
        kinds=tuple(find_kind(kind).key for kind in head.kinds) or _USUAL_KINDS,
        rows=(),
        columns=(),
        source=path.name,
        unconfirmed=True,
    )
    read = read_statistics_form(read_tables(path), path.name, draft)
    if head.title:
        read = replace(read, form=replace(read.form, title=clean(head.title)))
    try:  # through the format, so that its bounds hold for tables too
        checked = form_from_data(form_to_data(read.form), FORMULAS)
    except FormDataError as error:
        raise _malformed(path, error) from error
    return replace(read, form=checked)


def _malformed(path: Path, error: FormDataError) -> RuleViolation:
    place = error.place or "đầu tệp"
    return RuleViolation(Rule.FORM_MALFORMED, file=path.name, place=place, what=error.what)


def _too_large(path: Path) -> RuleViolation:
    size, most = path.stat().st_size / 2**20, _LARGEST_FILE / 2**20
    facts = {"size": f"{size:.0f} MB", "most": f"{most:.0f} MB"}
    return RuleViolation(Rule.FILE_TOO_LARGE, file=path.name, **facts)


def _some(faults: Sequence[str]) -> str:
    told = list(faults[:_MOST_TOLD])
    if len(faults) > _MOST_TOLD:
        told.append(f"và {len(faults) - _MOST_TOLD} chỗ khác")
    return "; ".join(told)


def _code(stem: str) -> str:
    """Biểu 03_Đào tạo → bieu-03-dao-tao."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(stem)))[:80] or "bieu"
