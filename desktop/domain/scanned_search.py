"""What a scan asks the register for: the paper that somebody holds out, or the card's owner."""

from __future__ import annotations

import re

from desktop.domain.chip_cards import parse_card
from desktop.domain.dossier_codes import code_in_scan
from desktop.domain.errors import InputRefused
from desktop.domain.keyed_marks import undo_layout

# A number followed at once by what parts the fields; a person types a space there, or nothing.
_CARD = re.compile(r"\d{12}[^\w\s]")


def sought_in_scan(text: str) -> tuple[str, ...]:
    """Codes or numbers, any of which is meant; empty for a text that was typed.

    >>> sought_in_scan("24259-261130-0012|1.004873|…")
    ('24259-261130-0012',)
    """
    scan = text.strip()
    code = code_in_scan(scan)
    if code and len(scan) > len(code) and not scan[len(code)].isspace():
        return (code,)
    if not _CARD.match(scan) and not _CARD.match(undo_layout(scan)):
        return ()
    try:
        card = parse_card(scan)
    except InputRefused:
        return ()
    return tuple(number for number in (card.number, card.old_number) if number)


def name_in_scan(text: str) -> str:
    """The name on a scanned card; empty for a paper's code and for what was typed."""
    if not sought_in_scan(text) or code_in_scan(text.strip()):
        return ""
    return parse_card(text.strip()).name
