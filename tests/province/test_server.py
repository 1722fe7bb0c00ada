"""The server's schema: the frozen scripts say what the tables say; months are parts of it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, insert, inspect, select, text

from desktop.domain.dossiers import Channel, DossierState
from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.domain.packages import PackageOutcome
from desktop.models.base import canonical_json
from desktop.models.postgres import Postgres
from desktop.models.province import received_packages, unit_devices, unit_dossiers
from desktop.models.store_schema import STORE_TABLES, lay_schema
from desktop.province.arrivals import COLUMNS, ArrivedDossier
from desktop.province.copying import copy_dossiers

NOVEMBER = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
DEVICE = uuid.UUID(int=1)
OWNER = "24259", 1


def made_in(year: int, month: int, number: int = 0) -> uuid.UUID:
    """A UUIDv7 of the 15th of a month."""
    stamp = int(datetime(year, month, 15, tzinfo=UTC).timestamp() * 1000)
    return uuid.UUID(int=(stamp << 80) | (7 << 76) | (2 << 62) | number)


CONTENT = {"lời": "có \t tab, \\ gạch chéo\nvà dòng mới"}


def a_row(record: uuid.UUID, counter: int = 1, state: str = "received") -> ArrivedDossier:
    """A dossier as ``unit_dossiers`` holds it."""
    # Spaces between the values may be tabs where a foreign program wrote the line.
    content = canonical_json(CONTENT).replace(":", ":\t")
    return ArrivedDossier(
        str(record), counter, DEVICE.bytes, str(record)[-12:], "1.001193",
        "Hộ\ttịch \\N", Channel.DIRECT, state, int(NOVEMBER.timestamp()), None, None, None, None,
        content.encode(),
    )  # fmt: skip


def prepared(connection: Connection) -> None:
    """The schema, one device and one package."""
    lay_schema(connection)
    connection.execute(
        insert(unit_devices).values(
            uuid=DEVICE, unit_code="24259", desk_number=1, name="", sign_key="", seal_key="",
            enrolled_at=NOVEMBER,
        )
    )  # fmt: skip
    connection.execute(
        insert(received_packages).values(
            id=1, unit_code="24259", device=DEVICE, chain=DEVICE, number=1, manifest_sha256="1",
            made_at=NOVEMBER, received_at=NOVEMBER, item_count=1, bytes=1,
            outcome=PackageOutcome.ACCEPTED, problems=[], receipt="",
        )
    )  # fmt: skip


@pytest.fixture
def server(address: str) -> Any:
    opened = Postgres(address)
    yield opened
    opened.close()


def test_scripts_of_the_server_give_what_the_tables_say(server: Postgres) -> None:
    with server.writing() as connection:
        lay_schema(connection)
        found = inspect(connection)
        for table in STORE_TABLES:
            have = {
                c["name"]: (str(c["type"]), c["nullable"]) for c in found.get_columns(table.name)
            }
            want = {
                c.name: (str(c.type.compile(connection.dialect)), c.nullable) for c in table.columns
            }
            assert have == want, table.name
            keys = found.get_pk_constraint(table.name)["constrained_columns"]
            assert keys == [c.name for c in table.primary_key.columns]


def test_a_stored_dossier_has_the_columns_of_its_table_in_their_order() -> None:
    assert list(COLUMNS) == [column.name for column in unit_dossiers.columns]


def test_schema_of_a_newer_program_is_refused(server: Postgres) -> None:
    with server.writing() as connection:
        lay_schema(connection)
        lay_schema(connection)
        connection.execute(text("UPDATE somotcua_schema SET version = 99"))
        with pytest.raises(EnvironmentProblem) as refused:
            lay_schema(connection)
    assert refused.value.code is Surroundings.DATABASE_TOO_NEW


def partitions(connection: Connection) -> dict[str, int]:
    """How many rows lie in each part."""
    rows = connection.execute(
        text("SELECT tableoid::regclass::text, count(*) FROM unit_dossiers GROUP BY 1")
    )
    return {row[0]: row[1] for row in rows}


def test_records_lie_by_month_and_impossible_ones_apart(server: Postgres) -> None:
    with server.writing() as connection:
        prepared(connection)
        odd = [uuid.uuid4(), made_in(2031, 1), made_in(1999, 1)]
        rows = [a_row(made_in(2026, 10)), a_row(made_in(2026, 11)), *map(a_row, odd)]
        copy_dossiers(connection, OWNER, rows, [], NOVEMBER.date())
        assert partitions(connection) == {
            "unit_dossiers_2026_10": 1,
            "unit_dossiers_2026_11": 1,
            "unit_dossiers_other": 3,
        }
        # Years later the month of the fast clock comes, and takes its record over.
        later = datetime(2031, 1, 9, tzinfo=UTC)
        copy_dossiers(connection, OWNER, [a_row(made_in(2031, 1, 7))], [], later)
        assert partitions(connection)["unit_dossiers_2031_01"] == 2
        assert partitions(connection)["unit_dossiers_other"] == 2


def test_newer_replaces_older_and_never_the_other_way(server: Postgres) -> None:
    record = made_in(2026, 11)
    with server.writing() as connection:
        prepared(connection)
        for counter, state in ((5, "finished"), (4, "received"), (5, "received")):
            copy_dossiers(connection, OWNER, [], [a_row(record, counter, state)], NOVEMBER.date())
        (stored,) = connection.execute(select(unit_dossiers)).all()
        assert (stored.counter, stored.state) == (5, DossierState.FINISHED)
        assert stored.content == CONTENT
        assert stored.service_field == "Hộ\ttịch \\N"
        assert stored.received_at == NOVEMBER
