"""What a rule pack holds, read by the same readers as a file that a person imports.

``prepare_rules`` reads and compares and writes nothing; ``Prepared.apply`` writes inside the
caller's command. So a pack is applied whole or not at all.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.domain.appraisals import PackKind
from desktop.domain.cell_problems import CellProblem
from desktop.domain.errors import Rule, RuleViolation
from desktop.imports.day_list import read_day_list
from desktop.imports.procedure_list import read_procedure_list
from desktop.imports.tables import read_tables
from desktop.models.calendar import special_days
from desktop.security.files import write_whole
from desktop.services.assessments.sets import check_ready, read_set_file, store_set
from desktop.services.calendar import read_calendar, store_special_days
from desktop.services.office import Office, Work
from desktop.services.papers.layouts import own_folder
from desktop.services.procedure_import import merged_facts
from desktop.services.procedures import list_procedures, store_facts
from desktop.sync.rule_packs import RulePack
from desktop.wording.dates import day
from desktop.wording.imports import problem_text
from desktop.wording.province import RULES_SUMMARY

if TYPE_CHECKING:
    from desktop.reports.forms.layout import FormLayout

BY_HAND = "hand"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A pack that can be applied: what it will do in words, and what the office did by hand there.

    ``apply`` leaves out what was done by hand unless ``over_own``.
    """

    summary: str
    own_changes: tuple[str, ...]
    _write: Callable[[Work], None]

    def apply(self, work: Work, *, over_own: bool) -> None:
        """Writes everything inside the command. Only with ``over_own`` over changes by hand."""
        assert over_own or not self.own_changes
        self._write(work)


def prepare_rules(office: Office, pack: RulePack) -> Prepared:
    """Reads a pack's content. Raises what the reader of such a file raises, RULES_BAD_ROWS."""
    with tempfile.TemporaryDirectory(prefix="somotcua-") as folder:
        # The name is ours: nothing that came from outside is used as a path.
        path = Path(folder) / ("rules" + _ending(pack.file_name))
        path.write_bytes(pack.content)
        return _READERS[pack.kind](office, pack, path)


def _criteria(office: Office, pack: RulePack, path: Path) -> Prepared:
    criteria = read_set_file(path)
    check_ready(criteria)

    def write(work: Work) -> None:
        store_set(work, criteria, pack.file_name)

    return Prepared(RULES_SUMMARY[pack.kind].format(count=len(criteria.scored)), (), write)


def _procedures(office: Office, pack: RulePack, path: Path) -> Prepared:
    listed = read_procedure_list(read_tables(path), pack.file_name)
    _refuse_bad_rows(pack, listed.problems)
    known = {row.code: row for row in list_procedures(office)}
    differing, own = [], []
    for row in listed.rows:
        before = known.get(row.code)
        facts = merged_facts(before.facts if before else None, row)
        if before is not None and facts == before.facts:
            continue
        differing.append((row.code, facts))
        if before is not None and before.version.source == BY_HAND:
            own.append(row.code)

    def write(work: Work) -> None:
        for code, facts in differing:
            store_facts(work, code, facts, pack.file_name, pack.valid_from)

    summary = RULES_SUMMARY[pack.kind].format(count=len(differing), read=listed.read)
    return Prepared(summary, tuple(own), write)


def _calendar(office: Office, pack: RulePack, path: Path) -> Prepared:
    listed = read_day_list(read_tables(path), pack.file_name)
    _refuse_bad_rows(pack, listed.problems)
    known = read_calendar(office).special
    sources = _day_sources(office)
    differing = [
        d
        for d in listed.days
        if d.day not in known or (d.kind, d.in_force) != (known[d.day].kind, known[d.day].in_force)
    ]
    own = tuple(day(d.day) for d in differing if sources.get(d.day) == BY_HAND)

    def write(work: Work) -> None:
        store_special_days(work.connection, differing, pack.file_name)

    return Prepared(RULES_SUMMARY[pack.kind].format(count=len(differing)), own, write)


def _forms(office: Office, pack: RulePack, path: Path) -> Prepared:
    from desktop.reports.forms.layout import own_layouts

    layout = read_layout(path, pack.file_name)
    folder = own_folder(office)
    since = layout.valid_from.isoformat() if layout.valid_from else "0000"
    target = folder / f"{layout.form.replace('_', '-')}-tinh-{since}.json"
    rivals = [
        finding.file
        for finding in own_layouts(folder)
        if finding.layout is not None
        and (finding.layout.form, finding.layout.valid_from) == (layout.form, layout.valid_from)
        and finding.file != target
    ]

    def write(work: Work) -> None:
        for rival in rivals:
            # Kept beside: the person who accepted may want to look at the office's own again.
            with suppress(FileNotFoundError):
                rival.rename(rival.with_name(rival.name + ".truoc"))
        write_whole(target, pack.content)

    own = tuple(file.name for file in rivals)
    summary = RULES_SUMMARY[pack.kind].format(title=" ".join(layout.title.split()))
    return Prepared(summary, own, write)


def read_layout(path: Path, file_name: str) -> FormLayout:
    """A layout out of a file of any name. Raises RULES_BAD_FORM."""
    from desktop.reports.forms.layout import LARGEST_FILE, parse_layout
    from desktop.reports.forms.layout_checks import LayoutFault

    try:
        content = path.read_bytes()
        if len(content) > LARGEST_FILE:
            raise ValueError(len(content))
        return parse_layout(json.loads(content.decode("utf-8-sig")), file_name, is_own=True)
    except LayoutFault as fault:
        facts = {"place": fault.place, "why": fault.words.rstrip(".")}
        raise RuleViolation(Rule.RULES_BAD_FORM, file=file_name, **facts) from fault
    except (ValueError, RecursionError):
        facts = {"place": "cả tệp", "why": "không phải JSON"}
        raise RuleViolation(Rule.RULES_BAD_FORM, file=file_name, **facts) from None


def _refuse_bad_rows(pack: RulePack, problems: Iterable[CellProblem]) -> None:
    """A pack with one row that cannot be taken is not taken at all: the province mends it."""
    bad = [problem for problem in problems if not problem.is_note]
    if bad:
        facts = {"count": len(bad), "place": bad[0].place, "why": problem_text(bad[0]).rstrip(".")}
        raise RuleViolation(Rule.RULES_BAD_ROWS, file=pack.file_name, **facts)


def _day_sources(office: Office) -> dict[date, str]:
    with office.reading() as connection:
        rows = connection.execute(select(special_days.c.day, special_days.c.source))
        return {row.day: row.source for row in rows}


def _ending(file_name: str) -> str:
    ending = Path(file_name).suffix.lower()
    return ending if ending in _ENDINGS else ".bin"


_ENDINGS = (".json", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt")
_READERS: dict[PackKind, Callable[[Office, RulePack, Path], Prepared]] = {
    PackKind.CRITERIA: _criteria,
    PackKind.PROCEDURES: _procedures,
    PackKind.CALENDAR: _calendar,
    PackKind.FORMS: _forms,
}
