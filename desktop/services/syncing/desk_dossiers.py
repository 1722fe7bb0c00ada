"""Whole dossiers among the desks of one unit: read out of one register, laid into another.

The winning version decides the columns and the papers. History, hand-overs and files only ever
grow: what any version speaks of is there afterwards, so nothing that a desk did is lost.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from desktop.domain.desks import DeskKind
from desktop.domain.dossiers import ApplicantKind, Sex
from desktop.models.base import canonical_json
from desktop.models.dossiers import dossier_documents, dossiers
from desktop.models.prepared import first_value, run
from desktop.models.search import index_dossier, reindex_dossier
from desktop.services.office import Work
from desktop.services.people import Applicant, remember_person, same_person
from desktop.services.receiving import search_words
from desktop.services.syncing.desk_bodies import Shared
from desktop.services.syncing.desk_refusals import CannotTakeIn, MustWait

_BLOCK = 400
# Row numbers of this office, and what is told beside the columns.
_NOT_TOLD = frozenset(
    {
        "id",
        "uuid",
        "revision",
        "revision_device",
        "person_id",
        "procedure_id",
        "version_id",
        "has_files",
    }
)
# What desks with a program of before migration 0021 do not tell.
SINCE_0021 = frozenset({"payment", "paid_on", "online_level", "outside_boundary"})
COLUMNS = tuple(c.name for c in dossiers.columns if c.name not in _NOT_TOLD)
PAPER = tuple(c.name for c in dossier_documents.columns if c.name != "dossier_id")
EVENT = ("event", "at", "recorded_at", "user_name", "reason", "state", "data")
SLIP = ("from_holder", "to_holder", "handed_at", "confirmed_at", "confirmed_by", "superseded")
FILE = (
    "position",
    "file_name",
    "media_type",
    "size",
    "page_count",
    "blob",
    "is_result",
    "added_at",
    "added_by",
    "removed_at",
)


def dossier_bodies(connection: Connection, ids: Sequence[uuid.UUID]) -> Iterator[Shared]:
    """The dossiers with these ids, whole, read block by block."""
    for start in range(0, len(ids), _BLOCK):
        yield from _block(connection, ids[start : start + _BLOCK])


def _block(connection: Connection, ids: Sequence[uuid.UUID]) -> Iterator[Shared]:
    marks = ",".join("?" * len(ids))
    told = ", ".join(f"d.{name}" for name in COLUMNS)
    rows = run(
        connection,
        f"SELECT d.id, d.uuid, p.code, v.number, {told} FROM dossiers d"  # noqa: S608 - our own names
        " JOIN procedures p ON p.id = d.procedure_id"
        f" JOIN procedure_versions v ON v.id = d.version_id WHERE d.uuid IN ({marks})",
        [i.bytes for i in ids],
    ).fetchall()
    numbers = [row[0] for row in rows]
    papers = _under(connection, "dossier_documents", "position", PAPER, numbers)
    events = _under(connection, "dossier_events", "id", ("id", *EVENT, "undone"), numbers)
    files = _under(connection, "attachments", "id", ("uuid", *FILE), numbers)
    slips = _slips(connection, numbers)
    for number, record, procedure, version, *values in rows:
        columns = dict(zip(COLUMNS, values, strict=True))
        body = {
            "columns": columns,
            "procedure": {"code": procedure, "version": version},
            "papers": [list(paper) for paper in papers[number]],
            "events": [[*event[1:]] for event in events[number]],
            "slips": _told_slips(slips[number], [event[0] for event in events[number]]),
            "files": [[uuid.UUID(bytes=f[0]).hex, *f[1:]] for f in files[number]],
        }
        yield Shared(DeskKind.DOSSIER, uuid.UUID(bytes=record), str(columns["code"]), body)


def _under(
    connection: Connection, table: str, order: str, names: Sequence[str], numbers: list[int]
) -> dict[int, list[tuple[Any, ...]]]:
    marks, told = ",".join("?" * len(numbers)), ", ".join(names)
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    rows = run(
        connection,
        f"SELECT dossier_id, {told} FROM {table}"  # noqa: S608 - our own names
        f" WHERE dossier_id IN ({marks}) ORDER BY dossier_id, {order}",
        numbers,
    )
    for number, *values in rows:
        found[number].append(tuple(values))
    return found


def _slips(connection: Connection, numbers: list[int]) -> dict[int, list[tuple[Any, ...]]]:
    marks, told = ",".join("?" * len(numbers)), ", ".join(f"h.{name}" for name in SLIP)
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    rows = run(
        connection,
        f"SELECT h.dossier_id, h.event_id, u.uuid, {told} FROM hand_overs h"  # noqa: S608 - our own names
        f" LEFT JOIN users u ON u.id = h.to_user_id WHERE h.dossier_id IN ({marks})"
        " ORDER BY h.id",
        numbers,
    )
    for number, *values in rows:
        found[number].append(tuple(values))
    return found


def _told_slips(slips: list[tuple[Any, ...]], events: list[int]) -> list[list[Any]]:
    """Hand-overs with the place of their event in the history instead of its number."""
    return [
        [events.index(event), None if user is None else uuid.UUID(bytes=user).hex, *values]
        for event, user, *values in slips
    ]


def lay_dossier(work: Work, record: uuid.UUID, body: dict[str, Any], revision: int, by: int) -> int:
    """Makes the body the dossier's standing version; gives its row number.

    Raises CannotTakeIn(CODE_TAKEN), MustWait for a procedure that has not come yet.
    """
    connection = work.connection
    values: dict[str, Any] = {
        **_checked_columns(body),
        **_procedure(connection, body["procedure"]),
        "revision": revision,
        "revision_device": by,
    }
    number = first_value(connection, _BY_UUID, (record.bytes,))
    holder = first_value(connection, _BY_CODE, (values["code"],))
    if holder is not None and holder != number:
        raise CannotTakeIn("code_taken")
    if _import_key_taken(connection, values["import_key"], number):
        raise CannotTakeIn("import_key_taken")
    applicant = _applicant(values)
    values["person_id"] = remember_person(work, applicant, same_person(connection, applicant))
    if number is None:
        number = _insert(connection, record, values)
        index_dossier(connection, number, search_words(values))
    else:
        _update(connection, number, values)
        reindex_dossier(connection, number, search_words(values))
    run(connection, "DELETE FROM undo_points WHERE dossier_id = ?", (number,))
    run(connection, "DELETE FROM dossier_documents WHERE dossier_id = ?", (number,))
    marks = ", ".join("?" * (len(PAPER) + 1))
    for paper in body["papers"]:
        run(
            connection,
            f"INSERT INTO dossier_documents ({', '.join(PAPER)}, dossier_id) VALUES ({marks})",  # noqa: S608 - our own names
            [*paper, number],
        )
    add_what_happened(work, number, record, body, decides=True)
    return int(number)


def add_what_happened(
    work: Work, number: int, record: uuid.UUID, body: dict[str, Any], *, decides: bool
) -> None:
    """Adds the history, hand-overs and files of a version; only the standing one may change
    what is there (who confirmed a hand-over, whether a file was removed).
    """
    here = _add_events(work.connection, number, body["events"])
    _add_slips(work.connection, number, body["slips"], here, decides)
    for file in body["files"]:
        _add_file(work.connection, number, record, file, decides)
    run(work.connection, _COUNT_FILES, (number, number))


def add_awaited_files(connection: Connection, blob: str) -> None:
    """Files that were spoken of before they came."""
    rows = run(
        connection,
        "SELECT a.content, a.dossier_uuid, d.id FROM desk_awaited_files a"
        " JOIN dossiers d ON d.uuid = a.dossier_uuid WHERE a.blob = ?",
        (blob,),
    ).fetchall()
    for content, record, number in rows:
        _add_file(connection, number, uuid.UUID(bytes=record), json.loads(content), False)
        run(connection, _COUNT_FILES, (number, number))
    run(connection, "DELETE FROM desk_awaited_files WHERE blob = ?", (blob,))


_BY_UUID = "SELECT id FROM dossiers WHERE uuid = ?"
_BY_CODE = "SELECT id FROM dossiers WHERE code = ?"
_COUNT_FILES = (
    "UPDATE dossiers SET has_files = EXISTS (SELECT 1 FROM attachments"
    " WHERE dossier_id = ? AND removed_at IS NULL) WHERE id = ?"
)


def _checked_columns(body: dict[str, Any]) -> dict[str, Any]:
    """The columns that this version of the program knows; what came new is left out.

    What a desk with an older program does not tell yet is left as it stands here.
    """
    columns = body["columns"]
    return {name: columns[name] for name in COLUMNS if name in columns or name not in SINCE_0021}


def _procedure(connection: Connection, told: dict[str, Any]) -> dict[str, int]:
    row = run(
        connection,
        "SELECT p.id, v.id FROM procedures p JOIN procedure_versions v ON v.procedure_id = p.id"
        " WHERE p.code = ? AND v.number = ?",
        (told["code"], told["version"]),
    ).fetchone()
    if row is None:
        raise MustWait
    return {"procedure_id": row[0], "version_id": row[1]}


def _import_key_taken(connection: Connection, key: str | None, number: int | None) -> bool:
    if key is None:
        return False
    holder = first_value(connection, "SELECT id FROM dossiers WHERE import_key = ?", (key,))
    return holder is not None and holder != number


def _applicant(values: dict[str, Any]) -> Applicant:
    return Applicant(
        values["applicant_name"],
        kind=ApplicantKind(values["applicant_kind"]),
        id_number=values["id_number"],
        birth_date=values["birth_date"],
        sex=Sex(values["sex"]) if values["sex"] else None,
        address=values["address"],
        phone=values["phone"],
        email=values["email"],
        tax_code=values["tax_code"],
    )


def _insert(connection: Connection, record: uuid.UUID, values: dict[str, Any]) -> int:
    row = {"uuid": record.bytes, "has_files": 0, **values}
    marks = ", ".join("?" * len(row))
    sql = f"INSERT INTO dossiers ({', '.join(row)}) VALUES ({marks}) RETURNING id"  # noqa: S608 - our own names
    return int(first_value(connection, sql, list(row.values())))


def _update(connection: Connection, number: int, values: dict[str, Any]) -> None:
    sets = ", ".join(f"{name} = ?" for name in values)
    run(connection, f"UPDATE dossiers SET {sets} WHERE id = ?", [*values.values(), number])  # noqa: S608 - our own names


def _event_key(event: Sequence[Any]) -> str:
    """What makes two entries the same one, wherever they were written: all but ``undone``."""
    return hashlib.sha256(canonical_json(list(event[: len(EVENT)])).encode()).hexdigest()


def _add_events(connection: Connection, number: int, told: list[list[Any]]) -> list[int]:
    """Entries that are not here yet; gives the row number of each told entry, in its order.

    Two entries of one second that say the same are two: they are counted, not only compared.
    """
    rows = run(
        connection,
        f"SELECT id, undone, {', '.join(EVENT)} FROM dossier_events WHERE dossier_id = ?"  # noqa: S608 - our own names
        " ORDER BY id",
        (number,),
    ).fetchall()
    known: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row_id, undone, *event in rows:
        known[_event_key(event)].append((row_id, undone))
    used: Counter[str] = Counter()
    numbers = []
    for event in told:
        key, undone = _event_key(event), int(event[len(EVENT)])
        same = known[key]
        if used[key] < len(same):
            row_id, was = same[used[key]]
            if undone and not was:
                run(connection, "UPDATE dossier_events SET undone = 1 WHERE id = ?", (row_id,))
        else:
            marks = ", ".join("?" * (len(EVENT) + 2))
            names = ", ".join((*EVENT, "undone", "dossier_id"))
            sql = f"INSERT INTO dossier_events ({names}) VALUES ({marks}) RETURNING id"  # noqa: S608 - our own names
            row_id = first_value(connection, sql, [*event[: len(EVENT)], undone, number])
            same.append((row_id, undone))
        used[key] += 1
        numbers.append(int(row_id))
    return numbers


def _add_slips(
    connection: Connection, number: int, told: list[list[Any]], events: list[int], decides: bool
) -> None:
    for place, user, *values in told:
        event = events[place]
        known = first_value(connection, "SELECT id FROM hand_overs WHERE event_id = ?", (event,))
        to_user = (
            None
            if user is None
            else first_value(
                connection, "SELECT id FROM users WHERE uuid = ?", (uuid.UUID(user).bytes,)
            )
        )
        if known is None:
            names = ", ".join((*SLIP, "to_user_id", "event_id", "dossier_id"))
            marks = ", ".join("?" * (len(SLIP) + 3))
            run(
                connection,
                f"INSERT INTO hand_overs ({names}) VALUES ({marks})",  # noqa: S608 - our own names
                [*values, to_user, event, number],
            )
        elif decides:
            sets = ", ".join(f"{name} = ?" for name in SLIP)
            run(
                connection,
                f"UPDATE hand_overs SET {sets}, to_user_id = ? WHERE id = ?",  # noqa: S608 - our own names
                [*values, to_user, known],
            )


def _add_file(
    connection: Connection, number: int, record: uuid.UUID, told: list[Any], decides: bool
) -> None:
    file_id, values = uuid.UUID(told[0]), told[1:]
    known = first_value(connection, "SELECT id FROM attachments WHERE uuid = ?", (file_id.bytes,))
    if known is not None:
        if decides:
            removed = values[FILE.index("removed_at")]
            run(connection, "UPDATE attachments SET removed_at = ? WHERE id = ?", (removed, known))
        return
    blob = values[FILE.index("blob")]
    if first_value(connection, "SELECT 1 FROM blobs WHERE name = ?", (blob,)) is None:
        run(
            connection,
            "INSERT INTO desk_awaited_files (uuid, dossier_uuid, blob, content)"
            " VALUES (?, ?, ?, ?) ON CONFLICT (uuid) DO UPDATE SET content = excluded.content",
            (file_id.bytes, record.bytes, blob, canonical_json(told)),
        )
        return
    names = ", ".join((*FILE, "uuid", "dossier_id"))
    marks = ", ".join("?" * (len(FILE) + 2))
    run(
        connection,
        f"INSERT INTO attachments ({names}) VALUES ({marks})",  # noqa: S608 - our own names
        [*values, file_id.bytes, number],
    )
