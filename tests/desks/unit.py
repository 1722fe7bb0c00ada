"""A unit with several desks on real folders, and its whole register in a comparable form."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from desktop.services.clock import FixedClock
from desktop.services.office import Office
from desktop.services.signing_in import sign_in
from desktop.services.syncing.desk_dossiers import COLUMNS
from desktop.services.syncing.desk_exchange import DeskReport, exchange
from desktop.services.syncing.desk_invitations import invite_desk
from desktop.services.syncing.desk_joining import join_as_desk
from tests.factory import ADMIN, PASSWORD

_MOST_ROUNDS = 12


@dataclass
class Unit:
    """The founding desk first; ``share`` is the folder that all desks reach."""

    desks: list[Office]
    share: Path
    clock: FixedClock
    folder: Path
    opened: list[Office] = field(default_factory=list)

    def add_desk(self, number: int | None = None) -> Office:
        """Invites, joins and signs in with the password that the person has."""
        invited = invite_desk(self.desks[0], number).value
        folder = self.folder / f"quầy {invited.desk_number}"
        join_as_desk(folder, invited.text, invited.code, self.clock)
        desk = sign_in(folder, ADMIN, PASSWORD, self.clock)
        self.desks.append(desk)
        self.opened.append(desk)
        return desk

    def exchange(self, desk: Office, share: Path | None = None) -> DeskReport:
        self.clock.moment += timedelta(seconds=1)
        return exchange(desk, share or self.share).value

    def settle_down(self) -> None:
        """Every desk exchanges until nobody has anything new to lay or to read."""
        for _ in range(_MOST_ROUNDS):
            reports = [self.exchange(desk) for desk in self.desks]
            if not any(report.read or report.laid for report in reports):
                return
        raise AssertionError("the desks never came to rest")

    def close(self) -> None:
        for desk in self.opened:
            desk.close()


def register(desk: Office) -> dict[str, Any]:
    """Everything that desks share, without the row numbers of this office."""
    told = ", ".join(f"d.{name}" for name in COLUMNS)
    queries = {
        "dossiers": f"SELECT hex(d.uuid), d.revision, hex(v.uuid), p.code, n.number, d.has_files,"
        f" {told} FROM dossiers d JOIN devices v ON v.id = d.revision_device"
        " JOIN procedures p ON p.id = d.procedure_id"
        " JOIN procedure_versions n ON n.id = d.version_id",
        "papers": "SELECT d.code, x.position, x.name, x.originals, x.certified_copies, x.copies,"
        " x.required, x.handed_in, x.note FROM dossier_documents x"
        " JOIN dossiers d ON d.id = x.dossier_id",
        "events": "SELECT d.code, e.event, e.at, e.recorded_at, e.user_name, e.reason, e.state,"
        " e.data, e.undone FROM dossier_events e JOIN dossiers d ON d.id = e.dossier_id",
        "slips": "SELECT d.code, h.from_holder, h.to_holder, u.name, h.handed_at, h.confirmed_at,"
        " h.confirmed_by, h.superseded, e.event, e.recorded_at FROM hand_overs h"
        " JOIN dossiers d ON d.id = h.dossier_id JOIN dossier_events e ON e.id = h.event_id"
        " LEFT JOIN users u ON u.id = h.to_user_id",
        "files": "SELECT d.code, hex(a.uuid), a.position, a.file_name, a.media_type, a.size,"
        " a.page_count, a.blob, a.is_result, a.added_at, a.added_by, a.removed_at"
        " FROM attachments a JOIN dossiers d ON d.id = a.dossier_id",
        "users": "SELECT hex(uuid), name, role, department, title, is_active FROM users",
        "settings": "SELECT key, value FROM settings WHERE key IN"
        " ('phone', 'address', 'code_prefix', 'shop_name', 'week', 'undo_hours')",
        "days": "SELECT day, kind, note, confirmed, in_force, source FROM special_days",
        "procedures": "SELECT p.code, p.name, p.is_active, n.number, n.facts, n.created_by"
        " FROM procedures p JOIN procedure_versions n ON n.procedure_id = p.id",
        **_OTHER_WORK,
        "versions": "SELECT kind, hex(record_uuid), version FROM desk_versions"
        " WHERE kind = 'desk_dossier'",
        "open losers": "SELECT kind, hex(record_uuid), version, body FROM desk_losers"
        " WHERE settled_at IS NULL",
        "desks": "SELECT hex(device), desk_number, name, sign_key, seal_key, is_founder,"
        " revoked_at FROM desk_peers",
    }
    with desk.reading() as connection:
        return {
            name: sorted(map(repr, (tuple(row) for row in connection.exec_driver_sql(query))))
            for name, query in queries.items()
        }


# What is in force: what a desk typed over and dropped again stays in its own history.
_OF_A = " JOIN assessments a ON a.id = x.assessment_id"
_OF_P = " JOIN periodic_reports p ON p.id = x.report_id"
_OTHER_WORK = {
    "sets": "SELECT hex(uuid), code, version, year, title, sha256, content, source_file,"
    " created_at, created_by FROM criteria_sets",
    "assessments": "SELECT hex(x.uuid), x.year, x.set_code, s.version, x.state, x.opened_at,"
    " x.opened_by, x.remark, x.score_until, x.submit_until, x.explain_until, x.difficulties,"
    " x.proposals FROM assessments x JOIN criteria_sets s ON s.id = x.set_id",
    "lines": "SELECT a.year, a.set_code, x.item_id, x.kind, x.inputs, x.own_points, x.why,"
    " x.note, x.reading, x.answered_at, x.answered_by, x.assignee, x.due_on"
    f" FROM assessment_lines x {_OF_A}",
    "documents": "SELECT hex(uuid), year, blob, file_name, media_type, size, page_count,"
    " has_text, number, dated, signer, issuer, summary, added_at, added_by, sha256"
    " FROM evidence_documents",
    "proofs": "SELECT a.year, x.item_id, d.blob, x.pages, x.added_at, x.added_by"
    f" FROM evidence_links x {_OF_A} JOIN evidence_documents d ON d.id = x.document_id"
    " WHERE x.removed_at IS NULL",
    "steps": "SELECT a.year, x.item_id, x.event, x.at, x.user_name,"
    f" json_remove(x.data, '$.document') FROM assessment_events x {_OF_A}",
    "copies": "SELECT a.year, x.sha256, x.content, x.approved_at, x.approved_by"
    f" FROM approved_copies x {_OF_A}",
    "figures": "SELECT report, first_day, last_day, grouping, row_name, column_key, computed,"
    " value, reason, user_name, at FROM figure_overrides WHERE removed_at IS NULL",
    "issued": "SELECT hex(uuid), number, year, report, data, sha256, issued_at, issued_by"
    " FROM issued_reports",
    "issued files": "SELECT f.sha256, hex(i.uuid), f.file_name, f.at, f.user_name"
    " FROM issued_files f JOIN issued_reports i ON i.id = f.issued_id",
    "periodic": "SELECT hex(x.uuid), x.report, x.kind, x.year, x.first_day, x.last_day,"
    " f.code, f.version, f.content, x.outline, x.opened_at, x.opened_by"
    " FROM periodic_reports x JOIN statistics_forms f ON f.id = x.form_id",
    "texts": "SELECT p.report, p.kind, p.year, x.section, x.content, x.at, x.user_name"
    f" FROM periodic_texts x {_OF_P} WHERE x.id IN"
    " (SELECT max(id) FROM periodic_texts GROUP BY report_id, section)",
    "values": "SELECT p.report, p.kind, p.year, x.row_key, x.column_key, x.value, x.computed,"
    f" x.reason, x.user_name, x.at FROM periodic_values x {_OF_P} WHERE x.removed_at IS NULL",
    "periodic issues": "SELECT hex(i.uuid), p.report, p.kind, p.year FROM periodic_issues x"
    f" JOIN issued_reports i ON i.id = x.issued_id {_OF_P}",
    "blanks": "SELECT r.code, r.day, hex(v.uuid), r.reserved_at, r.reserved_by, hex(d.uuid),"
    " r.spoiled_at, r.spoiled_reason FROM reserved_codes r JOIN devices v ON v.id = r.device_id"
    " LEFT JOIN dossiers d ON d.id = r.dossier_id",
}


def differences(desks: list[Office]) -> list[str]:
    """Where the registers of the desks are not the same."""
    first, *others = [register(desk) for desk in desks]
    found = []
    for place, other in enumerate(others, start=2):
        for name in first:
            if first[name] != other[name]:
                extra = set(first[name]) ^ set(other[name])
                found.append(f"desk {place}: {name}: {sorted(extra)[:4]}")
    return found
