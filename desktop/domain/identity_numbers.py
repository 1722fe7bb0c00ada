"""Identity numbers (số định danh cá nhân, CCCD): shape and soft checks.

Positions of the 12 digits: 1–3 place of birth registration, 4 century and sex, 5–6 year of
birth, 7–12 random (domain notes §6.1). There is no check digit; a contradiction is a
warning, never a wall.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.dossiers import Sex
from desktop.domain.errors import Entry, InputProblem, InputRefused

# TT 07/2016/TT-BCA, kept by TT 59/2021; numbers are not changed by mergers of provinces.
PROVINCES = {
    "001": "Hà Nội", "002": "Hà Giang", "004": "Cao Bằng", "006": "Bắc Kạn",
    "008": "Tuyên Quang", "010": "Lào Cai", "011": "Điện Biên", "012": "Lai Châu",
    "014": "Sơn La", "015": "Yên Bái", "017": "Hòa Bình", "019": "Thái Nguyên",
    "020": "Lạng Sơn", "022": "Quảng Ninh", "024": "Bắc Giang", "025": "Phú Thọ",
    "026": "Vĩnh Phúc", "027": "Bắc Ninh", "030": "Hải Dương", "031": "Hải Phòng",
    "033": "Hưng Yên", "034": "Thái Bình", "035": "Hà Nam", "036": "Nam Định",
    "037": "Ninh Bình", "038": "Thanh Hóa", "040": "Nghệ An", "042": "Hà Tĩnh",
    "044": "Quảng Bình", "045": "Quảng Trị", "046": "Thừa Thiên Huế", "048": "Đà Nẵng",
    "049": "Quảng Nam", "051": "Quảng Ngãi", "052": "Bình Định", "054": "Phú Yên",
    "056": "Khánh Hòa", "058": "Ninh Thuận", "060": "Bình Thuận", "062": "Kon Tum",
    "064": "Gia Lai", "066": "Đắk Lắk", "067": "Đắk Nông", "068": "Lâm Đồng",
    "070": "Bình Phước", "072": "Tây Ninh", "074": "Bình Dương", "075": "Đồng Nai",
    "077": "Bà Rịa – Vũng Tàu", "079": "TP. Hồ Chí Minh", "080": "Long An",
    "082": "Tiền Giang", "083": "Bến Tre", "084": "Trà Vinh", "086": "Vĩnh Long",
    "087": "Đồng Tháp", "089": "An Giang", "091": "Kiên Giang", "092": "Cần Thơ",
    "093": "Hậu Giang", "094": "Sóc Trăng", "095": "Bạc Liêu", "096": "Cà Mau",
}  # fmt: skip

_SEPARATORS = re.compile(r"[\s.\-]")
_PERSONAL = re.compile(r"[0-9]{12}")
_OLD_CARD = re.compile(r"[0-9]{9}")
_PASSPORT = re.compile(r"[A-Z][0-9]{7}")


class NumberKind(StrEnum):
    """What kind of paper the number belongs to."""

    PERSONAL = "personal"
    OLD_CARD = "old_card"
    PASSPORT = "passport"


class NumberWarning(StrEnum):
    """What does not fit together; shown beside the field."""

    UNKNOWN_PLACE = "unknown_place"
    SEX_DIFFERS = "sex_differs"
    BIRTH_YEAR_DIFFERS = "birth_year_differs"
    OLD_NUMBER = "old_number"


@dataclass(frozen=True, slots=True)
class NumberMeaning:
    """What the digits of a personal number say."""

    place: str | None
    sex: Sex
    birth_year: int


def normalise_number(text: str) -> str:
    """The number without spaces, dots and hyphens; kept as text for its leading zeros."""
    return _SEPARATORS.sub("", text).upper()


def number_kind(number: str) -> NumberKind | None:
    """The kind of paper by shape, None when no known shape fits."""
    if _PERSONAL.fullmatch(number):
        return NumberKind.PERSONAL
    if _OLD_CARD.fullmatch(number):
        return NumberKind.OLD_CARD
    return NumberKind.PASSPORT if _PASSPORT.fullmatch(number) else None


def check_number(text: str, field: str = "id_number") -> str:
    """The normal form of a number. Raises InputRefused(BAD_ID_NUMBER)."""
    number = normalise_number(text)
    if number and number_kind(number) is None:
        facts = {"text": text, "digits": sum(c.isdigit() for c in number)}
        raise InputRefused(InputProblem(field, Entry.BAD_ID_NUMBER, facts))
    return number


def number_meaning(number: str) -> NumberMeaning | None:
    """What a 12-digit number says about its holder; None for other numbers."""
    if not _PERSONAL.fullmatch(number):
        return None
    century = int(number[3])
    sex = Sex.FEMALE if century % 2 else Sex.MALE
    return NumberMeaning(
        PROVINCES.get(number[:3]), sex, 1900 + 100 * (century // 2) + int(number[4:6])
    )


def number_warnings(
    number: str, sex: Sex | None = None, birth_year: int | None = None
) -> tuple[NumberWarning, ...]:
    """What the number contradicts; empty when all fits or nothing is known."""
    if number_kind(number) is NumberKind.OLD_CARD:
        return (NumberWarning.OLD_NUMBER,)
    meaning = number_meaning(number)
    if meaning is None:
        return ()
    found = []
    if meaning.place is None:
        found.append(NumberWarning.UNKNOWN_PLACE)
    if sex is not None and sex is not meaning.sex:
        found.append(NumberWarning.SEX_DIFFERS)
    if birth_year is not None and birth_year != meaning.birth_year:
        found.append(NumberWarning.BIRTH_YEAR_DIFFERS)
    return tuple(found)
