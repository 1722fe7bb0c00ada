"""Layouts of forms: data with a version, so that a new circular is a new file.

A file belongs to a form by its name: ``receipt.json``, ``01-receipt.json``,
``receipt-2027.json``. Of several files the one in force on the day is taken; between an
office's own file and a shipped one in force since the same day, the office's.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.domain.layout_problems import LayoutProblem
from desktop.reports.forms.facts import FORM_FACTS
from desktop.reports.forms.layout_checks import (
    LayoutFault,
    check_block,
    check_head,
    check_kinds,
    day_of,
    names_in,
    texts_of,
)
from desktop.resource_paths import resource_path

LARGEST_FILE = 256 * 1024
_MOST_FILES = 200


@dataclass(frozen=True, slots=True)
class FormLayout:
    """A checked layout; ``names`` and ``tables`` are what its blocks ask for.

    ``unconfirmed`` says what no source confirms; it stands in the file, never on the paper.
    """

    form: str
    number: str
    version: str
    title: str
    legal_basis: str
    unconfirmed: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    code_suffix: str
    blocks: tuple[dict[str, Any], ...]
    names: frozenset[str]
    tables: frozenset[str]
    file: str = ""
    is_own: bool = False

    def in_force(self, day: date) -> bool:
        """Whether the layout may be used for a paper of this day."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)

    def block(self, kind: str) -> dict[str, Any]:
        """The first block of a kind. Raises LayoutFault when the layout has none."""
        for block in self.blocks:
            if block["kind"] == kind:
                return block
        raise LayoutFault(self.file, LayoutProblem.MISSING, name=kind)


@dataclass(frozen=True, slots=True)
class LayoutFinding:
    """A file that was looked at: its layout, or what is wrong with it in words."""

    file: Path
    form: str
    layout: FormLayout | None
    place: str = ""
    problem: str = ""


def load_layout(form: str, on: date, own: Path | None = None) -> FormLayout:
    """The layout in force on a day; ``own`` is the office's folder of layouts.

    A broken file of the office is never passed over in silence, even when a shipped one would
    do. Raises EnvironmentProblem(RESOURCES_DAMAGED, LAYOUT_BROKEN).
    """
    chosen = [layout for layout in shipped_layouts() if layout.form == form]
    for finding in own_layouts(own) if own else ():
        if finding.form != form:
            continue
        if finding.layout is None:
            facts = {"place": finding.place, "problem": finding.problem}
            raise EnvironmentProblem(Surroundings.LAYOUT_BROKEN, file=finding.file, **facts)
        chosen.append(finding.layout)
    in_force = [layout for layout in chosen if layout.in_force(on)]
    if not in_force:
        fault = LayoutFault("valid_from", LayoutProblem.NOT_IN_FORCE, day=f"{on:%d/%m/%Y}")
        file = chosen[-1].file if chosen else form
        raise EnvironmentProblem(
            Surroundings.LAYOUT_BROKEN, file=file, place=fault.place, problem=fault.words
        )
    return max(in_force, key=lambda layout: (layout.valid_from or date.min, layout.is_own))


@cache
def shipped_layouts() -> tuple[FormLayout, ...]:
    """Every layout that comes with the program. Raises RESOURCES_DAMAGED."""
    folder = resource_path("forms")
    layouts = []
    for path in sorted(folder.glob("*.json")):
        try:
            layouts.append(_read(path))
        except (OSError, LayoutFault) as error:
            raise EnvironmentProblem(Surroundings.RESOURCES_DAMAGED, file=path.name) from error
    missing = set(FORM_FACTS) - {layout.form for layout in layouts}
    if missing:
        raise EnvironmentProblem(Surroundings.RESOURCES_DAMAGED, file=", ".join(sorted(missing)))
    return tuple(layouts)


def own_layouts(folder: Path) -> tuple[LayoutFinding, ...]:
    """Every layout file that an office laid into its folder, with what is wrong in words."""
    if not folder.is_dir():
        return ()
    findings = [_finding(path) for path in sorted(folder.glob("*.json"))[:_MOST_FILES]]
    return tuple(_without_doubles(findings))


def parse_layout(data: Any, file: str = "", is_own: bool = False) -> FormLayout:
    """A layout from plain data. Raises LayoutFault with the place in the file."""
    check_head(data)
    form = data["form"]
    if form not in FORM_FACTS:
        choices = ", ".join(sorted(FORM_FACTS))
        raise LayoutFault("đầu tệp", LayoutProblem.UNKNOWN_NAME, name=form, choices=choices)
    names: set[str] = set()
    tables: set[str] = set()
    for number, block in enumerate(data["blocks"], start=1):
        check_block(block, number, FORM_FACTS[form])
        for text in texts_of(block):
            names |= names_in(text)
        names |= {block["when"]} if "when" in block else set()
        tables |= {block["rows"]} if "rows" in block else set()
    check_kinds(form, data["blocks"])
    return FormLayout(
        form,
        data["number"],
        data["version"],
        data["title"],
        data["legal_basis"],
        tuple(data["unconfirmed"]),
        day_of(data, "valid_from"),
        day_of(data, "valid_to"),
        data["code_suffix"],
        tuple(data["blocks"]),
        frozenset(names),
        frozenset(tables),
        file,
        is_own,
    )


def form_of_file(name: str) -> str | None:
    """The form that a file name belongs to; None when it names none."""
    for form in sorted(FORM_FACTS, key=len, reverse=True):
        written = form.replace("_", "-")
        if re.fullmatch(rf"(?:\d\d-)?{written}(?:[-.].*)?\.json", name):
            return form
    return None


def _finding(path: Path) -> LayoutFinding:
    form = form_of_file(path.name)
    if form is None:
        choices = ", ".join(sorted(f.replace("_", "-") for f in FORM_FACTS))
        fault = LayoutFault("tên tệp", LayoutProblem.UNKNOWN_FILE_NAME, choices=choices)
        return LayoutFinding(path, "", None, fault.place, fault.words)
    try:
        return LayoutFinding(path, form, _read(path, is_own=True))
    except LayoutFault as fault:
        return LayoutFinding(path, form, None, fault.place, fault.words)
    except OSError:
        unreadable = LayoutFault("cả tệp", LayoutProblem.NOT_JSON)
        return LayoutFinding(path, form, None, unreadable.place, unreadable.words)


def _without_doubles(findings: Iterable[LayoutFinding]) -> Iterable[LayoutFinding]:
    """Two files of one form in force since the same day: nobody could tell which is meant."""
    seen: dict[tuple[str, date | None], Path] = {}
    for finding in findings:
        if finding.layout is not None:
            key = (finding.form, finding.layout.valid_from)
            if key in seen:
                facts = {"other": seen[key].name}
                fault = LayoutFault("valid_from", LayoutProblem.SAME_DAY_TWICE, **facts)
                yield LayoutFinding(finding.file, finding.form, None, fault.place, fault.words)
                continue
            seen[key] = finding.file
        yield finding


def _read(path: Path, is_own: bool = False) -> FormLayout:
    if path.stat().st_size > LARGEST_FILE:
        raise LayoutFault("cả tệp", LayoutProblem.TOO_LARGE, most=LARGEST_FILE // 1024)
    try:
        text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig"))
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise LayoutFault("cả tệp", LayoutProblem.NOT_JSON) from None
    layout = parse_layout(data, path.name, is_own)
    wanted = form_of_file(path.name)
    if layout.form != wanted:
        raise LayoutFault("đầu tệp", LayoutProblem.WRONG_FORM, wanted=wanted, found=layout.form)
    return layout
