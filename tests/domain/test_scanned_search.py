"""What a scan asks the register for, and what is only typed."""

from __future__ import annotations

import pytest

from desktop.domain.scanned_search import name_in_scan, sought_in_scan

CARD = "001090000001||Nguyễn Văn An|02031990|Nam|Thôn 1, Xã A|15072021"
SLIP = "24259-261130-0003|1.004873|001090000001|Giấy tiếp nhận|Sổ Một Cửa|15:23 30/11/2026"


@pytest.mark.parametrize(
    ("text", "sought", "name"),
    [
        (CARD, ("001090000001",), "Nguyễn Văn An"),
        (CARD.replace("||", "|012345678|"), ("001090000001", "012345678"), "Nguyễn Văn An"),
        # What the page puts into its search field asks for the same again.
        ("001090000001|012345678", ("001090000001", "012345678"), ""),
        (SLIP, ("24259-261130-0003",), ""),
        (SLIP.lower(), ("24259-261130-0003",), ""),
        # Typed by hand: searched as it stands.
        ("24259-261130-0003", (), ""),
        ("24259-261130-0003 hạnh", (), ""),
        ("001090000001", (), ""),
        ("001090000001 xác nhận tình trạng", (), ""),
        ("nguyễn văn an | khai sinh", (), ""),
        ("", (), ""),
    ],
)
def test_a_scan_is_told_from_what_is_typed(text: str, sought: tuple[str, ...], name: str) -> None:
    assert sought_in_scan(text) == sought
    assert name_in_scan(text) == name
