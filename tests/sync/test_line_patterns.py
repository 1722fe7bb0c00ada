"""What the one pattern takes is what the long way takes, and says the same of it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.packages import ItemRefused
from desktop.province.arrivals import ArrivedDossier, arrivals, arrived_dossier
from desktop.sync.line_patterns import LinePattern
from desktop.sync.records import Record, Revision, read_record
from tests.sync.test_packages import DOSSIER

INSTANT = "2026-11-20T02:00:00Z"
FULL: dict[str, Any] = DOSSIER | {
    "limit": {"value": 3, "unit": "working_day", "cutoff": "15:00"},
    "pauses": [[INSTANT, None], [INSTANT, INSTANT, INSTANT]],
    "history": [
        {"event": event, "at": INSTANT, "recorded_at": INSTANT, "state": state, "undone": undone}
        for event, state, undone in (("receive", "received", False), ("finish", "finished", True))
    ],
    "timeliness": "early", "portal_code": "H29.1-261120-0001", "ended_at": INSTANT, "fee_vnd": 8000,
}  # fmt: skip


def a_line(content: dict[str, Any]) -> bytes:
    return Record("dossier", uuid.UUID(int=7), Revision(3, uuid.UUID(int=9)), content).line()[:-1]


# What is told only where it is known, alone and together; the first three are of older desks.
PAID = {"payment": "online", "paid_on": "2026-11-20"}
TOLD = FULL | PAID | {"online_level": "full", "outside_boundary": True}
LONG = FULL | {"history": FULL["history"] * 50}
LINES = [a_line(content) for content in (DOSSIER, FULL, LONG, DOSSIER | PAID, TOLD)]


def long_way(line: bytes) -> ArrivedDossier | None:
    try:
        return arrived_dossier(read_record(line))
    except ItemRefused:
        return None


@pytest.mark.parametrize("line", LINES)
def test_lines_as_we_write_them_go_the_short_way_and_come_out_the_same(
    line: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = long_way(line)
    assert expected is not None
    assert expected.timeliness in (None, "early")

    def never(_line: bytes) -> Record:
        raise AssertionError("the long way")

    monkeypatch.setattr("desktop.province.arrivals.read_record", never)
    assert arrivals([line]) == [expected]


PATTERN = LinePattern("dossier", (("content", "state"), ("content", "code"), ("id",), ("content",)))
# Bytes that mean something in JSON, in the schema or in a pattern.
_BYTES = [*b'"\\{}[],:.-+eE0919azTZ \t\r\n\x00\x1f\x7f', 0xC3, 0xED, 0xFF]


@settings(max_examples=400)
@given(
    line=st.sampled_from(LINES),
    edits=st.lists(
        st.tuples(st.integers(0, 5_000), st.integers(0, 2), st.sampled_from(_BYTES)),
        min_size=1,
        max_size=3,
    ),
)
def test_no_change_of_a_line_is_taken_that_the_long_way_refuses(
    line: bytes, edits: list[tuple[int, int, int]]
) -> None:
    changed = bytearray(line)
    for place, length, byte in edits:
        start = place % len(changed)
        changed[start : start + length] = bytes([byte])
    _agrees(bytes(changed))


def _values(value: Any) -> Iterator[Any]:
    """What a hostile writer might put into any place."""
    yield from (None, True, 0, -1, 1.0, 10**400, "", " ", "x" * 3_000, "\ud7ff", "é\u2028", [], {})
    if isinstance(value, int):
        yield from (value + 1, value + 0.5, 100_000, 100_001)
    if isinstance(value, str):
        yield from (value + "\n", value.upper(), f" {value}", value[:-1], value * 2)


def test_hostile_values_in_every_place_are_judged_alike() -> None:
    taken = 0
    for key in TOLD:
        for bad in _values(TOLD[key]):
            taken += _agrees(a_line(TOLD | {key: bad}))
    for key in FULL:
        if isinstance(FULL[key], dict):
            for inner in FULL[key]:
                for bad in _values(FULL[key][inner]):
                    _agrees(a_line(FULL | {key: FULL[key] | {inner: bad}}))
    assert taken > 10  # other counts and empty texts are as good as those that were there
    line = LINES[1]
    for twice in (b'"state":"received"', b'"id":', b'{"content":'):
        assert not _agrees(line.replace(twice, twice + b"," + twice, 1))
    assert not _agrees(json.dumps(json.loads(line)).encode())
    assert not _agrees(line.replace(b"direct", b"dir\\u0065ct"))


def _agrees(line: bytes) -> bool:
    """Whether it went the short way, which may pass a line on, but never takes one that is
    refused or reads it amiss."""
    cut = PATTERN.cut(line)
    if cut is None:
        return False
    expected = long_way(line)
    assert expected is not None, line
    told = (expected.state, expected.code, expected.id)
    assert cut == (*(text.encode() for text in told), expected.content)
    return True


def test_a_schema_that_a_pattern_cannot_say_is_never_half_said() -> None:
    with pytest.raises(ValueError, match="0-9"):
        LinePattern("assessment", (("id",),))
