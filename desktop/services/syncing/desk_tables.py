"""What desks share beside people, days, procedures and dossiers, described as data.

Each table says how a row is known on every desk (``key``), which columns name rows of other
tables, and which are this office's own. Everything else of a row travels as it is, so that a
column that comes later travels by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table

from desktop.domain.desks import DeskKind
from desktop.domain.roles import Permission
from desktop.models.assessments import (
    approved_copies,
    assessment_events,
    assessment_lines,
    assessments,
    criteria_sets,
    evidence_documents,
    evidence_links,
)
from desktop.models.dossiers import dossiers
from desktop.models.offices import devices
from desktop.models.periodic import (
    periodic_issues,
    periodic_reports,
    periodic_texts,
    periodic_values,
    statistics_forms,
)
from desktop.models.reserved_codes import reserved_codes
from desktop.models.rounds import (
    appraisals,
    explanation_documents,
    explanations,
    publications,
    submissions,
)
from desktop.models.summaries import figure_overrides, issued_files, issued_reports
from desktop.services.outcomes import Change


@dataclass(frozen=True, slots=True)
class Named:
    """How a row of another table is named on every desk, where this office has a row number."""

    table: Table
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SharedTable:
    """One table. ``key`` are columns; ``label`` those by which people call a row.

    ``own`` columns stay at home. ``silent`` columns travel but make no version: when two desks
    write the same at different times, nobody need choose. ``big`` columns stand for their
    ``sha256`` in the version, too. ``ends`` names the columns of an end (when, who): only rows
    without one travel, and a row that another takes the place of is ended, not written over.
    ``newest``: the last row counts, those before it are its history.
    ``repeats``: rows that are equal in everything are several.
    """

    kind: DeskKind
    table: Table
    key: tuple[str, ...]
    label: tuple[str, ...]
    change: Change
    permission: Permission
    names: tuple[tuple[str, Named], ...] = ()
    own: frozenset[str] = frozenset()
    silent: frozenset[str] = frozenset()
    big: frozenset[str] = frozenset()
    ends: tuple[str, ...] = ()
    newest: bool = False
    repeats: bool = False
    removable: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that travel as they are."""
        named = {column for column, _ in self.names}
        left_out = {"id", *self.own, *named, *self.ends}
        return tuple(c.name for c in self.table.columns if c.name not in left_out)


_ASSESSMENT = ("assessment_id", Named(assessments, ("year", "set_code")))
_DOCUMENT = ("document_id", Named(evidence_documents, ("year", "blob")))
_PERIODIC = ("report_id", Named(periodic_reports, ("report", "kind", "year")))
_DEVICE = Named(devices, ("uuid",))
_REVISION = frozenset({"revision", "revision_device"})
_MADE = frozenset({"uuid", "created_at", "created_by", "source_file"})
_ENDS = ("removed_at", "removed_by")
_A, _P, _K = Change.ASSESSMENTS, Change.PERIODIC, DeskKind
_ASSESS, _EXPORT = Permission.ASSESS, Permission.EXPORT

TABLES: tuple[SharedTable, ...] = (
    SharedTable(
        _K.BLANK,
        reserved_codes,
        ("code",),
        ("code",),
        Change.DOSSIERS,
        Permission.RECEIVE,
        (("device_id", _DEVICE), ("dossier_id", Named(dossiers, ("uuid",)))),
    ),
    SharedTable(
        _K.CRITERIA,
        criteria_sets,
        ("code", "version"),
        ("code", "version"),
        Change.CRITERIA,
        Permission.EDIT_CRITERIA,
        silent=_MADE,
        big=frozenset({"content"}),
    ),
    SharedTable(
        _K.ASSESSMENT,
        assessments,
        ("year", "set_code"),
        ("year", "set_code"),
        _A,
        Permission.APPROVE_ASSESSMENT,
        (("set_id", Named(criteria_sets, ("code", "version"))),),
        own=_REVISION,
        silent=frozenset({"uuid", "opened_at", "opened_by"}),
    ),
    SharedTable(
        _K.LINE,
        assessment_lines,
        ("assessment_id", "item_id"),
        ("assessment_id", "item_id"),
        _A,
        _ASSESS,
        (_ASSESSMENT,),
        removable=True,
    ),
    SharedTable(
        _K.EVIDENCE,
        evidence_documents,
        ("year", "blob"),
        ("file_name",),
        _A,
        _ASSESS,
        own=_REVISION,
        silent=frozenset({"uuid", "added_at", "added_by"}),
    ),
    SharedTable(
        _K.LINK,
        evidence_links,
        ("assessment_id", "item_id", "document_id"),
        ("assessment_id", "item_id"),
        _A,
        _ASSESS,
        (_ASSESSMENT, _DOCUMENT),
        silent=frozenset({"added_at", "added_by"}),
        ends=("removed_at",),
        removable=True,
    ),
    SharedTable(
        _K.STEP,
        assessment_events,
        ("assessment_id", "item_id", "event", "at", "user_name", "data"),
        ("assessment_id", "item_id"),
        _A,
        _ASSESS,
        (_ASSESSMENT,),
        repeats=True,
    ),
    SharedTable(
        _K.COPY,
        approved_copies,
        ("assessment_id", "sha256", "approved_at"),
        ("assessment_id",),
        _A,
        Permission.APPROVE_ASSESSMENT,
        (_ASSESSMENT,),
        big=frozenset({"content"}),
    ),
    SharedTable(
        _K.SUBMISSION,
        submissions,
        ("assessment_id", "revision", "revision_device"),
        ("assessment_id",),
        _A,
        Permission.APPROVE_ASSESSMENT,
        (
            _ASSESSMENT,
            ("copy_id", Named(approved_copies, ("sha256", "approved_at"))),
            ("revision_device", _DEVICE),
        ),
    ),
    SharedTable(
        _K.EXPLANATION,
        explanations,
        ("uuid",),
        ("item_id",),
        _A,
        _ASSESS,
        (_ASSESSMENT, ("revision_device", _DEVICE)),
    ),
    SharedTable(
        _K.EXPLANATION_DOCUMENT,
        explanation_documents,
        ("explanation", "document_id"),
        ("document_id",),
        _A,
        _ASSESS,
        (_DOCUMENT,),
    ),
    SharedTable(
        _K.APPRAISAL,
        appraisals,
        ("uuid", "counter", "device"),
        ("round",),
        _A,
        _ASSESS,
        silent=frozenset({"received_at"}),
    ),
    SharedTable(
        _K.PUBLICATION,
        publications,
        ("uuid", "counter", "device"),
        ("year", "set_code"),
        _A,
        _ASSESS,
        silent=frozenset({"received_at"}),
    ),
    SharedTable(
        _K.FIGURE,
        figure_overrides,
        ("report", "first_day", "last_day", "grouping", "row_name", "column_key"),
        ("report", "row_name"),
        Change.DOSSIERS,
        _EXPORT,
        ends=_ENDS,
        removable=True,
    ),
    SharedTable(
        _K.ISSUE,
        issued_reports,
        ("uuid",),
        ("number", "year"),
        Change.OFFICE,
        _EXPORT,
        big=frozenset({"data"}),
    ),
    SharedTable(
        _K.ISSUED_FILE,
        issued_files,
        ("sha256",),
        ("file_name",),
        Change.OFFICE,
        _EXPORT,
        (("issued_id", Named(issued_reports, ("uuid",))),),
    ),
    SharedTable(
        _K.FORM,
        statistics_forms,
        ("code", "version"),
        ("code", "version"),
        _P,
        _EXPORT,
        silent=_MADE,
        big=frozenset({"content"}),
    ),
    SharedTable(
        _K.PERIODIC,
        periodic_reports,
        ("report", "kind", "year"),
        ("report", "kind", "year"),
        _P,
        _EXPORT,
        (("form_id", Named(statistics_forms, ("code", "version"))),),
        own=_REVISION,
        silent=frozenset({"uuid", "opened_at", "opened_by"}),
    ),
    SharedTable(
        _K.TEXT,
        periodic_texts,
        ("report_id", "section"),
        ("report_id", "section"),
        _P,
        _EXPORT,
        (_PERIODIC,),
        newest=True,
    ),
    SharedTable(
        _K.VALUE,
        periodic_values,
        ("report_id", "row_key", "column_key"),
        ("report_id", "row_key"),
        _P,
        _EXPORT,
        (_PERIODIC,),
        ends=_ENDS,
        removable=True,
    ),
    SharedTable(
        _K.PERIODIC_ISSUE,
        periodic_issues,
        ("issued_id",),
        ("report_id",),
        _P,
        _EXPORT,
        (("issued_id", Named(issued_reports, ("uuid",))), _PERIODIC),
    ),
)
BY_KIND: dict[DeskKind, SharedTable] = {shared.kind: shared for shared in TABLES}
# A record of these kinds that is here no more was removed, and the others must hear of it.
REMOVABLE = frozenset({DeskKind.DAY, *(t.kind for t in TABLES if t.removable)})


def hashed(kind: DeskKind, body: dict[str, Any]) -> dict[str, Any]:
    """What makes a version of a body: without when the same was written, and by whom."""
    shared = BY_KIND.get(kind)
    if shared is None:
        return body
    left_out = shared.silent | shared.big
    return {key: value for key, value in body.items() if key not in left_out}
