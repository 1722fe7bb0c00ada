"""Lists of dossiers: a query of ids, and pages of rows by id.

No OFFSET, and every order is served by an index. Text is looked up in the search index and,
for the names of procedures, in the small catalogue first (architecture §3).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, literal_column, select
from sqlalchemy import text as sql_text

from desktop.domain.dossiers import Channel, DossierState, Timeliness, judged
from desktop.domain.payments import Payment
from desktop.domain.procedures import OnlineLevel
from desktop.domain.scanned_search import sought_in_scan
from desktop.domain.text import numbers_joined, words
from desktop.models.dossiers import dossiers
from desktop.models.prepared import run
from desktop.models.search import NEWEST, Sought, waiting_hits
from desktop.services.dossier_filters import DossierFilter, Sort, filter_conditions
from desktop.services.dossier_rows import DossierRow
from desktop.services.office import Office
from desktop.services.outcomes import Change
from desktop.services.procedure_finding import procedures_matching
from desktop.services.procedure_matching import procedures_coded
from desktop.services.procedures import list_procedures

# SQLite takes no more values in one statement than 32,766.
_MOST_NAMED_AT_ONCE = 20_000


def dossier_rows(office: Office, ids: Iterable[int]) -> list[DossierRow]:
    """Rows for these ids, in their order; ids that are gone are left out."""
    wanted = list(ids)
    if not wanted:
        return []
    names = _procedure_names(office)
    by_id: dict[int, DossierRow] = {}
    with office.reading() as connection:
        for start in range(0, len(wanted), _MOST_NAMED_AT_ONCE):
            block = wanted[start : start + _MOST_NAMED_AT_ONCE]
            marks = ", ".join("?" * len(block))
            # A clerk waits for this at every letter: read by the driver, made by hand.
            found = run(connection, f"{_READ_ROWS} WHERE id IN ({marks})", block).fetchall()
            by_id.update({stored[0]: _row_of(stored, names) for stored in found})
    return [by_id[wanted_id] for wanted_id in wanted if wanted_id in by_id]


def first_dossiers(office: Office, wanted: DossierFilter, limit: int = 50) -> list[DossierRow]:
    """The first rows of a list, fast enough for every keystroke."""
    with office.reading() as connection:
        ids = _first_ids(office, connection, wanted, limit)
    return dossier_rows(office, ids)


def dossier_ids(office: Office, wanted: DossierFilter) -> array[int]:
    """All ids of a list in its order, newest first unless sorted otherwise."""
    found: array[int] = array("q")
    with office.reading() as connection:
        for ids in _all_ids(office, connection, wanted):
            found.extend(ids)
    return found


def count_dossiers(office: Office, wanted: DossierFilter) -> int:
    """How many dossiers a list holds."""
    with office.reading() as connection:
        if wanted.text.strip():
            return sum(len(ids) for ids in _all_ids(office, connection, wanted))
        conditions = filter_conditions(office, wanted)
        count = select(func.count()).select_from(dossiers).where(*conditions)
        return int(connection.execute(count).scalar_one())


def _first_ids(
    office: Office, connection: Connection, wanted: DossierFilter, limit: int
) -> list[int]:
    if _finds_nothing(wanted):
        return []
    if not words(wanted.text):
        query = _plain_query(office, wanted)
        return list(connection.execute(query.limit(limit)).scalars())
    if wanted.sort is Sort.NEWEST:
        sought = _sought(office, wanted)
        newest = sorted(_waiting(office, connection, wanted, sought), reverse=True)[:limit]
        for query in _matching(office, wanted, sought):
            if len(newest) == limit:
                # Only what is newer than the oldest one found can still come in.
                query = query.where(literal_column("dossier_search.rowid") < NEWEST - newest[-1])
            hits = connection.execute(query.limit(limit)).scalars()
            newest = sorted({*newest, *hits}, reverse=True)[:limit]
        return newest
    everything = [i for ids in _all_ids(office, connection, wanted) for i in ids]
    return everything[:limit]


def _all_ids(office: Office, connection: Connection, wanted: DossierFilter) -> Iterator[list[int]]:
    """Ids in blocks, so that a long list does not hold the window up."""
    if _finds_nothing(wanted):
        return
    if not words(wanted.text):
        query = _plain_query(office, wanted)
        for block in connection.execute(query).scalars().partitions(20_000):
            yield list(block)
        return
    sought = _sought(office, wanted)
    merged = _waiting(office, connection, wanted, sought)
    for query in _matching(office, wanted, sought):
        merged.update(connection.execute(query).scalars())
    if wanted.sort is Sort.NEWEST:
        yield sorted(merged, reverse=True)
        return
    yield from _sorted_blocks(connection, merged, wanted.sort)


def _finds_nothing(wanted: DossierFilter) -> bool:
    """Signs without a letter or digit (%, *) stand in no dossier; they do not mean all of them."""
    return bool(wanted.text.strip()) and not words(wanted.text)


def _sorted_blocks(connection: Connection, ids: set[int], sort: Sort) -> Iterator[list[int]]:
    key = _SORT_COLUMNS[sort]
    pairs: list[tuple[Any, int]] = []
    remaining = sorted(ids)
    for start in range(0, len(remaining), 10_000):
        block = remaining[start : start + 10_000]
        rows = connection.execute(
            select(literal_column(key.split()[0]), dossiers.c.id).where(dossiers.c.id.in_(block))
        )
        pairs.extend((row[0] if row[0] is not None else _LAST[sort], row[1]) for row in rows)
    pairs.sort(reverse=key.endswith("DESC"))
    yield [dossier_id for _, dossier_id in pairs]


_SORT_COLUMNS = {
    Sort.NEWEST: "received_at DESC",
    Sort.OLDEST: "received_at",
    Sort.DUE_FIRST: "due_at",
    Sort.DUE_LAST: "due_at DESC",
    Sort.NAME: "applicant_sort",
    Sort.NAME_DOWN: "applicant_sort DESC",
    Sort.CODE: "code",
    Sort.CODE_DOWN: "code DESC",
}
_LAST = {Sort.DUE_FIRST: 2**60, Sort.DUE_LAST: -1}


def _plain_query(office: Office, wanted: DossierFilter) -> Select[Any]:
    query = select(dossiers.c.id).where(*filter_conditions(office, wanted))
    return _ordered(query, wanted.sort)


def _ordered(query: Select[Any], sort: Sort) -> Select[Any]:
    column = _SORT_COLUMNS[sort]
    direction = " DESC" if column.endswith("DESC") else ""
    nulls = " NULLS LAST" if sort is Sort.DUE_FIRST else ""
    return query.order_by(sql_text(f"{column}{nulls}"), sql_text(f"id{direction}"))


def _sought(office: Office, wanted: DossierFilter) -> list[Sought]:
    """What together is the text: by people, and by procedure names.

    Words that together name procedures ("khai sinh") are looked up in the small catalogue
    first; the words that are left must then match the person. A scan asks for what it names.
    """
    if scanned := sought_in_scan(wanted.text):
        return [Sought(words(one)) for one in scanned]
    query_words = words(wanted.text)
    sought = [Sought(query_words)]
    joined = numbers_joined(query_words)
    if joined != query_words:  # 0912 345 678 and 001 190 000 001, as people say and write them
        sought.append(Sought(joined))
    named = _named_procedures(office, query_words)
    if named is not None:
        procedure_ids, left = named
        sought.append(Sought(left, procedure_ids))
    return sought


def _matching(office: Office, wanted: DossierFilter, sought: list[Sought]) -> list[Select[Any]]:
    """Queries whose hits together are what the search index knows."""
    conditions = _conditions_beside_text(office, wanted)
    return [_search_query(one.expression, conditions) for one in sought]


def _waiting(
    office: Office, connection: Connection, wanted: DossierFilter, sought: list[Sought]
) -> set[int]:
    """The hits among the newest dossiers, which the search index does not know yet."""
    found = waiting_hits(connection, sought)
    conditions = _conditions_beside_text(office, wanted)
    if found and conditions:
        query = select(dossiers.c.id).where(dossiers.c.id.in_(found), *conditions)
        return set(connection.execute(query).scalars())
    return set(found)


def _conditions_beside_text(office: Office, wanted: DossierFilter) -> list[ColumnElement[bool]]:
    return filter_conditions(office, replace(wanted, text=""))


def _search_query(expression: str, conditions: list[ColumnElement[bool]]) -> Select[Any]:
    hit: ColumnElement[int] = literal_column(f"{NEWEST} - dossier_search.rowid")
    search = sql_text("dossier_search MATCH :expression").bindparams(expression=expression)
    query = select(hit.label("id")).select_from(sql_text("dossier_search")).where(search)
    if conditions:
        # Not a join: the search index must lead, one look at the record per hit.
        query = query.where(exists().where(dossiers.c.id == hit, *conditions))
    return query.order_by(sql_text("dossier_search.rowid"))


_MOST_NAMED = 60


def _named_procedures(office: Office, query: list[str]) -> tuple[list[int], list[str]] | None:
    """Procedures that the longest run of the words names, and the words left over."""
    for start in range(len(query) - 1):
        coded = procedures_coded(office, *query[start : start + 2])
        if coded:
            return coded, query[:start] + query[start + 2 :]
    for length in range(len(query), 0, -1):
        for start in range(len(query) - length + 1):
            run = query[start : start + length]
            if length == 1 and len(run[0]) < 3:
                continue
            found = procedures_matching(office, run)
            if 0 < len(found) <= _MOST_NAMED:
                return found, query[:start] + query[start + length :]
    return None


_ROW_COLUMNS = (
    dossiers.c.id,
    dossiers.c.code,
    dossiers.c.portal_code,
    dossiers.c.applicant_name,
    dossiers.c.id_number,
    dossiers.c.phone,
    dossiers.c.address,
    dossiers.c.procedure_id,
    dossiers.c.channel,
    dossiers.c.received_at,
    dossiers.c.original_due_at,
    dossiers.c.due_at,
    dossiers.c.state,
    dossiers.c.holder,
    dossiers.c.hand_over_waiting,
    dossiers.c.timeliness,
    dossiers.c.finished_at,
    dossiers.c.returned_at,
    dossiers.c.fee_vnd,
    dossiers.c.has_files,
    dossiers.c.note,
    dossiers.c.payment,
    dossiers.c.paid_on,
    dossiers.c.online_level,
    dossiers.c.outside_boundary,
)


_READ_ROWS = f"SELECT {', '.join(column.name for column in _ROW_COLUMNS)} FROM dossiers"  # noqa: S608 - our own column names
_CHANNELS = {str(channel): channel for channel in Channel}
_STATES = {str(state): state for state in DossierState}
_TIMELINESS = {str(kind): kind for kind in Timeliness}
_PAYMENTS = {str(payment): payment for payment in Payment}
_LEVELS = {str(level): level for level in OnlineLevel}


def _row_of(stored: tuple[Any, ...], names: dict[int, tuple[str, str]]) -> DossierRow:
    """A list row from what SQLite holds, in the order of ``_ROW_COLUMNS``."""
    made: Callable[..., DossierRow] = DossierRow
    state = _STATES[stored[12]]
    return made(
        *stored[:8],
        *names[stored[7]],
        _CHANNELS[stored[8]],
        datetime.fromtimestamp(stored[9], UTC),
        _instant(stored[10]),
        _instant(stored[11]),
        state,
        stored[13],
        bool(stored[14]),
        judged(state, _TIMELINESS.get(stored[15])),
        _instant(stored[16]),
        _instant(stored[17]),
        stored[18],
        bool(stored[19]),
        stored[20],
        _PAYMENTS.get(stored[21]),
        stored[22] and date.fromisoformat(stored[22]),
        _LEVELS.get(stored[23]),
        bool(stored[24]),
    )


def _instant(stored: int | None) -> datetime | None:
    return None if stored is None else datetime.fromtimestamp(stored, UTC)


def _procedure_names(office: Office) -> dict[int, tuple[str, str]]:
    return office.remembered(
        "procedure names",
        frozenset({Change.PROCEDURES}),
        lambda: {p.id: (p.shown_name, p.facts.field) for p in list_procedures(office)},
    )


def dossier_row(row: Any, names: dict[int, tuple[str, str]]) -> DossierRow:
    """A list row from a record; ``names`` gives short name and field per procedure."""
    name, service_field = names[row.procedure_id]
    return DossierRow(
        id=row.id,
        code=row.code,
        portal_code=row.portal_code,
        applicant_name=row.applicant_name,
        id_number=row.id_number,
        phone=row.phone,
        address=row.address,
        procedure_id=row.procedure_id,
        procedure_name=name,
        service_field=service_field,
        channel=row.channel,
        received_at=row.received_at,
        original_due_at=row.original_due_at,
        due_at=row.due_at,
        state=row.state,
        holder=row.holder,
        hand_over_waiting=row.hand_over_waiting,
        timeliness=judged(row.state, row.timeliness),
        finished_at=row.finished_at,
        returned_at=row.returned_at,
        fee_vnd=row.fee_vnd,
        has_files=row.has_files,
        note=row.note,
        payment=row.payment,
        paid_on=row.paid_on,
        online_level=row.online_level,
        outside_boundary=row.outside_boundary,
    )
