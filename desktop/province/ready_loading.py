"""Loading dossiers that another process made ready: what is new goes straight to the server.

Only those that meet one that is there (the same id, or the same code in the unit) are looked at
one by one, the way every other part goes.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from desktop.models.prepared import driver
from desktop.province.arrivals import id_bytes
from desktop.province.binary_rows import id_array, set_package
from desktop.province.copying import copy_ready
from desktop.province.loading import Loading
from desktop.province.ready import ReadyBlock

_IDS_THERE = (
    "SELECT uuid FROM unit_dossiers"
    " WHERE uuid BETWEEN %s AND %s AND uuid = ANY(ARRAY(SELECT unnest(%s::bytea[])))"
)
_CODES_THERE = "SELECT code FROM unit_dossiers WHERE unit_code = %s AND code = ANY(%s)"


def load_ready(connection: Connection, loading: Loading, block: ReadyBlock) -> list[int]:
    """Stores what is new; gives the others, which meet one that is there, counted from 0.

    The caller holds the writer's lock: nobody else can add one in between.
    """
    if not block.ids:
        return []
    set_package(block.rows, block.starts, loading.unit, loading.package_id)
    if not _codes_there(connection, loading, block) and _copy_all(connection, loading, block):
        return []
    known = _known_among(connection, loading, block)
    if len(known) < len(block.ids):
        rows, ends = memoryview(block.rows), [*block.starts[1:], len(block.rows)]
        pieces, begin = [], 0
        for place in known:
            pieces.append(rows[begin : block.starts[place]])
            begin = ends[place]
        copy_ready(connection, [*pieces, rows[begin:]], block.ids, loading.now.date())
    return known


def _copy_all(connection: Connection, loading: Loading, block: ReadyBlock) -> bool:
    """Whether no id was there. With new codes that is so but for a code that was changed: the
    primary key may say it, which looks at every id anyway.
    """
    from psycopg.errors import UniqueViolation

    try:
        with connection.begin_nested():
            copy_ready(connection, [memoryview(block.rows)], block.ids, loading.now.date())
    except UniqueViolation:
        return False
    return True


def _known_among(connection: Connection, loading: Loading, block: ReadyBlock) -> list[int]:
    span = id_bytes(min(block.ids)), id_bytes(max(block.ids))
    ids = _first_column(connection, _IDS_THERE, [*span, id_array(map(id_bytes, block.ids))])
    codes = _codes_there(connection, loading, block)
    pairs = enumerate(zip(block.ids, block.codes, strict=True))
    return [n for n, (key, code) in pairs if id_bytes(key) in ids or code in codes]


def _codes_there(connection: Connection, loading: Loading, block: ReadyBlock) -> set[object]:
    # A code holds nothing that means anything in an array's text (dossier.schema.json).
    codes = "{" + ",".join(block.codes) + "}"
    return _first_column(connection, _CODES_THERE, [loading.unit, codes])


def _first_column(connection: Connection, query: str, values: Sequence[object]) -> set[object]:
    cursor = driver(connection).execute(query, values)
    found = {row[0] for row in cursor.fetchall()}
    cursor.close()
    return found
