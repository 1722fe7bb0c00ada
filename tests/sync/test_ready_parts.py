"""What a process beside the desk makes ready is what the desk itself would have written."""

from __future__ import annotations

import uuid

import pytest

from desktop.domain.packages import ItemOutcome
from desktop.province.arrivals import ArrivedDossier, arrivals
from desktop.province.binary_rows import binary_rows, set_package
from desktop.province.ready import ready_block
from desktop.sync.receipts import ReceiptItem, written_item
from desktop.sync.records import DOSSIER, Record, Revision
from tests.sync.test_line_patterns import FULL

UNIT, DEVICE = "24259", uuid.UUID(int=9)


def a_line(number: int, **content: object) -> bytes:
    code = f"24259-261120-{number:04d}"
    whole = FULL | {"code": code} | content
    return Record(DOSSIER, uuid.UUID(int=number), Revision(number, DEVICE), whole).line()[:-1]


NO_SUCH_DAY = a_line(8, received_at="2026-02-30T02:00:00Z")
LINES = [
    Record("enrolment", DEVICE, Revision(0, DEVICE), {}).line()[:-1],
    a_line(1),
    a_line(2, ended_at=None, returned_at="2026-11-21T02:00:01Z", timeliness=None),
    # Read the long way: spaces as a foreign program writes them.
    a_line(3).replace(b'":', b'": '),
    b"{",
    NO_SUCH_DAY,
    a_line(4)[:-9] + b"\xff" + a_line(4)[-8:],
    a_line(5, state="returned", channel="post"),
]


def test_rows_and_answers_are_those_of_the_long_way() -> None:
    block = ready_block(LINES, UNIT)
    assert block is not None
    whole = dict(enumerate(arrivals(LINES)))
    dossiers = {n: item for n, item in whole.items() if isinstance(item, ArrivedDossier)}
    assert list(dossiers) == list(block.places) == [1, 2, 3, 7]
    assert dict(block.others) == {n: LINES[n] for n in whole if n not in dossiers}
    set_package(block.rows, block.starts, UNIT, 77)
    rows = [*map(binary_rows(UNIT, 77), dossiers.values())]
    assert block.rows == b"".join(rows)
    ends = [*block.starts[1:], len(block.rows)]
    assert [bytes(block.rows[a:b]) for a, b in zip(block.starts, ends, strict=True)] == rows
    assert block.ids == [item.id for item in dossiers.values()]
    assert block.codes == [item.code for item in dossiers.values()]
    assert block.answers == [
        written_item(ReceiptItem(DOSSIER, item.id, item.counter, item.code, ItemOutcome.APPLIED))
        for item in dossiers.values()
    ]


SAME_CODE, SAME_ID = a_line(2, code="24259-261120-0001"), a_line(1, code="24259-261120-0002")


@pytest.mark.parametrize("second", [a_line(1), SAME_CODE, SAME_ID, SAME_ID.replace(b'":', b'": ')])
def test_part_that_says_a_thing_twice_is_left_to_the_desk(second: bytes) -> None:
    assert ready_block([a_line(1), second], UNIT) is None


def test_part_without_any_dossier_is_all_others() -> None:
    block = ready_block([b"{", LINES[0]], UNIT)
    assert block is not None
    assert (len(block.rows), block.others) == (0, [(0, b"{"), (1, LINES[0])])
