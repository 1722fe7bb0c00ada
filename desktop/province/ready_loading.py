"""Loading dossiers that another process made ready: what is new goes straight to the server.

Only those that meet one that is there (the same id, or the same code in the unit) are looked at
one by one, the way every other part goes.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from desktop.models.prepared import driver
from desktop.province.arrivals import id_bytes
from desktop.province.binary_rows import set_package
from desktop.province.copying import copy_ready
from desktop.province.loading import Loading
from desktop.province.ready import ReadyBlock

_IDS_THERE = (
    "SELECT uuid FROM unit_dossiers"
    " WHERE uuid BETWEEN %s AND %s AND uuid = ANY(ARRAY(SELECT unnest(%s::bytea[])))"
)
_CODES_THERE = "SELECT code FROM unit_dossiers WHERE unit_code = %s AND code = ANY(%s)"


def known_among(connection: Connection, loading: Loading, block: ReadyBlock) -> list[int]:
    """Which of the block's dossiers, counted from 0, meet one that is there."""
    if not block.ids:
        return []
    span = id_bytes(min(block.ids)), id_bytes(max(block.ids))
    ids = _first_column(connection, _IDS_THERE, [*span, block.id_array])
    # A code holds nothing that means anything in an array's text (dossier.schema.json).
    codes = _first_column(connection, _CODES_THERE, [loading.unit, f"{{{','.join(block.codes)}}}"])
    if not ids and not codes:
        return []
    pairs = zip(block.ids, block.codes, strict=True)
    return [n for n, (key, code) in enumerate(pairs) if id_bytes(key) in ids or code in codes]


def copy_unknown(
    connection: Connection, loading: Loading, block: ReadyBlock, known: Sequence[int]
) -> None:
    """Stores every dossier of the block but the known ones; the caller holds the writer's lock."""
    if len(known) == len(block.ids):
        return
    set_package(block.rows, block.starts, loading.unit, loading.package_id)
    rows, ends = memoryview(block.rows), [*block.starts[1:], len(block.rows)]
    pieces, begin = [], 0
    for place in known:
        pieces.append(rows[begin : block.starts[place]])
        begin = ends[place]
    copy_ready(connection, [*pieces, rows[begin:]], block.ids, loading.now.date())


def _first_column(connection: Connection, query: str, values: Sequence[object]) -> set[object]:
    cursor = driver(connection).execute(query, values)
    found = {row[0] for row in cursor.fetchall()}
    cursor.close()
    return found
