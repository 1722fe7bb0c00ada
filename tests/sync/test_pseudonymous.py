"""What leaves is what the preview shows, and holds nothing that names a person."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Text, inspect, select

from desktop.domain.dossiers import DossierEvent
from desktop.models.dossiers import dossier_documents, dossier_events, dossiers
from desktop.province.desks import read_desk
from desktop.services.attachments import attach
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.syncing.preview import preview
from desktop.sync.opening import read_head, read_items
from tests.factory import a_received, an_applicant
from tests.sync.stage import Stage, packages_on, source

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]"
    b"/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
# Text columns that the schema names; everything else that is text must not leave.
LEAVES = {
    "code", "limit_unit", "limit_cutoff", "supplement_mode", "channel", "applicant_kind",
    "return_method", "state", "timeliness",
}  # fmt: skip
MARK = "Bí-mật"


def sealed_records(stage: Stage) -> list[dict[str, Any]]:
    with stage.province.reading() as connection:
        desk = read_desk(connection)
    assert desk is not None
    found = []
    for place in packages_on(stage.stick):
        read = source(stage.stick, place)
        items = read_items(read_head(read), read, desk.identity)
        found += [json.loads(item.text) for item in items]
    return found


def test_no_free_text_of_a_dossier_leaves(stage: Stage) -> None:
    """Every text column of the record, of its papers and its history is filled with a mark."""
    code = stage.receive()
    move_dossier(stage.unit, MoveInput(code, DossierEvent.REFUSE, reason=f"{MARK} lý do"))
    marked = set()
    with stage.unit.command() as work:
        for table in (dossiers, dossier_documents, dossier_events):
            for column in table.columns:
                keeps = column.primary_key or column.name in (*LEAVES, "event", "sex", "user_name")
                if isinstance(column.type, Text) and not keeps:
                    marked.add(column.name)
                    sql = f"UPDATE {table.name} SET {column.name} = ?"
                    work.connection.exec_driver_sql(sql, (f"{MARK} {column.name}",))
        work.connection.exec_driver_sql("UPDATE dossier_events SET user_name = ?", (MARK,))
    assert {"applicant_name", "id_number", "phone", "address", "note", "holder", "reason"} <= marked
    stage.export()
    records = sealed_records(stage)
    assert [record["content"]["code"] for record in records] == [code]
    assert MARK not in json.dumps(records, ensure_ascii=False)
    assert MARK not in str(preview(stage.unit).items)


@pytest.mark.parametrize(
    "portal", ["001090000001", "Nguyễn Văn An", "0900000001", "24259-999999-0001"]
)
def test_portal_code_that_is_no_code_does_not_leave(stage: Stage, portal: str) -> None:
    code = stage.receive()
    with stage.unit.command() as work:
        work.connection.execute(
            dossiers.update().where(dossiers.c.code == code).values(portal_code=portal)
        )
    assert preview(stage.unit).items[0].content["portal_code"] == ""


def test_portal_code_leaves_so_that_both_systems_can_be_compared(stage: Stage) -> None:
    a_received(stage.unit, portal_code="H56.14-261120-0007")
    assert preview(stage.unit).items[0].content["portal_code"] == "H56.14-261120-0007"


def test_scans_do_not_leave_only_how_many(stage: Stage) -> None:
    code = stage.receive()
    attach(stage.unit, code, "Giấy khai sinh Nguyễn Văn An.pdf", PDF)
    stage.export()
    (record,) = sealed_records(stage)
    assert record["content"]["files"] == {"papers": 1, "results": 0}
    assert "khai sinh" not in json.dumps(record, ensure_ascii=False)


def test_preview_shows_exactly_what_leaves(stage: Stage) -> None:
    for number in range(4):
        applicant = replace(an_applicant(f"Người {number}"), id_number="")
        a_received(stage.unit, applicant=applicant)
    shown = preview(stage.unit)
    assert shown.total == 4
    stage.export()
    sealed = {record["content"]["code"]: record["content"] for record in sealed_records(stage)}
    assert {item.label: item.content for item in shown.items} == sealed
    assert preview(stage.unit).total == 0


def test_preview_before_joining_shows_the_whole_register(apart: Stage) -> None:
    codes = {apart.receive() for _ in range(3)}
    assert {item.label for item in preview(apart.unit).items} == codes


def test_province_stores_no_column_for_a_person(stage: Stage) -> None:
    with stage.province.reading() as connection:
        names = {column["name"] for column in inspect(connection).get_columns("unit_dossiers")}
        connection.execute(select(dossiers.c.id)).all()
    assert not {"applicant_name", "id_number", "phone", "address"} & names
