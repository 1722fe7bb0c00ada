"""What a keyboard-wedge scanner types when it reads the QR of a chip card (CCCD, căn cước).

Plain text, fields parted by ``|``: number | old number | name | birth ddMMyyyy | sex |
residence | issue date ddMMyyyy (domain notes §6.3). Newer cards add or leave out fields, so
the number and the two dates are found by their shape. A scanner can damage the text: wrong
code page, caps lock, a separator of another keyboard layout, an input method that turned
letters. What can be repaired surely is repaired and said; the rest is left to the clerk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.domain.dossiers import Sex
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.identity_numbers import number_meaning
from desktop.domain.keyed_marks import decode_keys, undo_layout
from desktop.domain.text import clean, fold

LONGEST_SCAN = 2000
_NUMBER_FIRST = re.compile(r"(?<!\d)(\d{12})(?!\d)")
_OLD_NUMBER = re.compile(r"\d{9}")
_DATE = re.compile(r"\d{8}|\d{1,2}/\d{1,2}/\d{4}")
_SURELY_KEYS = 2
# What UTF-8 looks like when read as a Western code page; no Vietnamese name holds these.
_MOJIBAKE = re.compile(r"[ÄÆ]|á[º»]|Ã[^\w\s]")
_VIETNAMESE = re.compile(r"[ăđĩũơưạ-ỹ]", re.IGNORECASE)
_SEXES: dict[str, Sex | None] = {
    "nam": Sex.MALE,
    "nu": Sex.FEMALE,
    "male": Sex.MALE,
    "female": Sex.FEMALE,
    # A scan that ends inside the sex.
    "n": None,
    "na": None,
}


class ScanRepair(StrEnum):
    """What was mended, or could not be, in a damaged scan."""

    CODE_PAGE = "code_page"
    CAPS_LOCK = "caps_lock"
    SEPARATOR = "separator"
    INPUT_METHOD = "input_method"
    KEYBOARD_LAYOUT = "keyboard_layout"
    NAME_WITHOUT_ACCENTS = "name_without_accents"
    NAME_MISSING = "name_missing"
    NAME_DAMAGED = "name_damaged"
    BIRTH_DATE_MISSING = "birth_date_missing"
    ADDRESS_MISSING = "address_missing"
    TRUNCATED = "truncated"


@dataclass(frozen=True, slots=True)
class ScannedCard:
    """The person on a scanned card; empty text or None where the scan did not say."""

    number: str
    name: str
    birth_date: date | None
    sex: Sex | None
    address: str
    issued_on: date | None
    old_number: str = ""
    repairs: tuple[ScanRepair, ...] = ()


def looks_like_scan(text: str) -> bool:
    """Whether typed text is a card scan and not a name, a code or a phone number."""
    begins = text[:40]
    has_number = _NUMBER_FIRST.search(begins) or _NUMBER_FIRST.search(undo_layout(begins))
    return bool(has_number) and len(text.strip()) > 20


def parse_card(text: str) -> ScannedCard:
    """The card read from a scan. Raises InputRefused(UNREADABLE_CARD)."""
    repairs: list[ScanRepair] = []
    raw = _mend_code_page(text[:LONGEST_SCAN].strip(), repairs)
    raw = _mend_layout(raw, repairs)
    match = _NUMBER_FIRST.search(raw)
    if match is None:
        facts = {"length": len(text.strip())}
        raise InputRefused(InputProblem("scan", Entry.UNREADABLE_CARD, facts))
    fields = _fields(raw[match.start() :], repairs)
    return _person(match[1], _mend_keys(fields[1:], repairs), repairs)


def _mend_code_page(text: str, repairs: list[ScanRepair]) -> str:
    """UTF-8 that was read as a Western code page: "Nguyá»…n" becomes "Nguyễn" again."""
    for page in ("cp1252", "cp1258"):
        try:
            mended = b"".join(_octet(letter, page) for letter in text).decode("utf-8")
        except UnicodeError:
            continue
        if mended != text and _VIETNAMESE.search(mended):
            repairs.append(ScanRepair.CODE_PAGE)
            return mended
    return text


def _mend_layout(text: str, repairs: list[ScanRepair]) -> str:
    """The Vietnamese keyboard of Windows types "đđă…" for 001…: the digits come back."""
    if _NUMBER_FIRST.search(text):
        return text
    mended = undo_layout(text)
    if not _NUMBER_FIRST.search(mended):
        return text
    repairs.append(ScanRepair.KEYBOARD_LAYOUT)
    return mended


def _mend_keys(rest: list[str], repairs: list[ScanRepair]) -> list[str]:
    """The keys of Telex or VNI become letters: "Nguyeexn", "Nguye64n".

    One word alone may be a name of another language that only looks like keys.
    """
    decoded = decode_keys("|".join(rest))
    if decoded.changed < _SURELY_KEYS:
        return rest
    repairs.append(ScanRepair.INPUT_METHOD)
    return decoded.text.split("|")


def _octet(letter: str, page: str) -> bytes:
    """The byte that a code page shows as this letter; unassigned bytes show as themselves."""
    try:
        return letter.encode(page)
    except UnicodeError:
        return letter.encode("latin-1")


def _fields(text: str, repairs: list[ScanRepair]) -> list[str]:
    separator = text[12] if len(text) > 12 else "|"
    if separator != "|" and "|" not in text and not separator.isalnum():
        repairs.append(ScanRepair.SEPARATOR)
    else:
        separator = "|"
    return [clean(part) for part in text.split(separator)]


def _person(number: str, rest: list[str], repairs: list[ScanRepair]) -> ScannedCard:
    dates = [place for place, part in enumerate(rest) if _DATE.fullmatch(part)]
    old = next((part for part in rest if _OLD_NUMBER.fullmatch(part)), "")
    sexes = [place for place, part in enumerate(rest) if fold(part) in _SEXES]
    taken = {*dates, *sexes}
    texts = [
        (place, part)
        for place, part in enumerate(rest)
        if place not in taken and part and not part.isdigit()
    ]
    birth_place = dates[0] if dates else len(rest)
    name = next((part for place, part in texts if place < birth_place), "")
    if not dates and texts:
        name = texts[0][1]
    addresses = [part for place, part in texts if place > birth_place]
    birth = _date(rest[dates[0]]) if dates else None
    issued = _date(rest[dates[1]]) if len(dates) > 1 else None
    name = _mend_name(name, repairs)
    address = _mend_caps(addresses[0]) if addresses else ""
    _note_missing(birth, address, len(rest), repairs)
    sex = _SEXES[fold(rest[sexes[0]])] if sexes else None
    meaning = number_meaning(number)
    if sex is None and meaning is not None:
        sex = meaning.sex
    return ScannedCard(number, name, birth, sex, address, issued, old, tuple(repairs))


def _note_missing(birth: date | None, address: str, count: int, repairs: list[ScanRepair]) -> None:
    if birth is None:
        repairs.append(ScanRepair.BIRTH_DATE_MISSING)
    if not address:
        repairs.append(ScanRepair.ADDRESS_MISSING)
    if count < 5:
        repairs.append(ScanRepair.TRUNCATED)


def _mend_name(name: str, repairs: list[ScanRepair]) -> str:
    if not name:
        repairs.append(ScanRepair.NAME_MISSING)
        return ""
    if any(c in "?\ufffd" or c.isdigit() for c in name) or _MOJIBAKE.search(name):
        repairs.append(ScanRepair.NAME_DAMAGED)
        return name
    if _is_inverted(name):
        repairs.append(ScanRepair.CAPS_LOCK)
        name = name.swapcase()
    if name.isascii() and " " in name:
        repairs.append(ScanRepair.NAME_WITHOUT_ACCENTS)
    return name


def _mend_caps(text: str) -> str:
    return text.swapcase() if _is_inverted(text) else text


def _is_inverted(text: str) -> bool:
    """Caps lock was on: "nGUYỄN vĂN aN"."""
    parts = [part for part in text.split() if part.isalpha() and len(part) > 1]
    return bool(parts) and all(part[0].islower() and part[1:].isupper() for part in parts)


def _date(text: str) -> date | None:
    digits = text if text.isdigit() else "".join(f"{int(p):02d}" for p in text.split("/"))
    try:
        return date(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        return None
