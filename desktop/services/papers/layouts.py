"""The layouts an office prints with: those shipped, and its own in the folder ``forms``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.services.office import Office

if TYPE_CHECKING:
    from desktop.reports.forms.layout import FormLayout

OWN_LAYOUTS = "forms"


@dataclass(frozen=True, slots=True)
class LayoutRow:
    """A layout file as a list shows it; ``problem`` and its place are empty for a good one."""

    form: str
    file: str
    is_own: bool
    version: str = ""
    legal_basis: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    unconfirmed: tuple[str, ...] = ()
    place: str = ""
    problem: str = ""


def layout_of_day(office: Office, form: str, on: date) -> FormLayout:
    """The layout for a paper of this day. Raises LAYOUT_BROKEN, RESOURCES_DAMAGED."""
    from desktop.reports.forms.layout import load_layout

    return load_layout(form, on, own_folder(office))


@contextmanager
def drawn_with(layout: FormLayout) -> Iterator[None]:
    """What goes wrong while drawing is said as a fault of the layout. Raises LAYOUT_BROKEN."""
    from desktop.reports.forms.layout_checks import LayoutFault

    try:
        yield
    except LayoutFault as fault:
        facts = {"place": fault.place, "problem": fault.words}
        raise EnvironmentProblem(Surroundings.LAYOUT_BROKEN, file=layout.file, **facts) from fault


def own_folder(office: Office) -> Path:
    """Where the office lays layouts of its own; need not exist."""
    return office.folder / OWN_LAYOUTS


def list_layouts(office: Office) -> tuple[LayoutRow, ...]:
    """Every layout, shipped and own, with what is wrong with the own ones in words."""
    from desktop.reports.forms.layout import own_layouts, shipped_layouts

    rows = [_row(layout) for layout in shipped_layouts()]
    for finding in own_layouts(own_folder(office)):
        if finding.layout is not None:
            rows.append(_row(finding.layout))
        else:
            where, why = finding.place, finding.problem
            name = finding.file.name
            rows.append(LayoutRow(finding.form, name, True, place=where, problem=why))
    return tuple(rows)


def _row(layout: FormLayout) -> LayoutRow:
    return LayoutRow(
        layout.form,
        layout.file,
        layout.is_own,
        layout.version,
        layout.legal_basis,
        layout.valid_from,
        layout.valid_to,
        layout.unconfirmed,
    )
