"""What a paper says: letterhead, values, tables, code and QR; plain data for the drawing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

PRACTICE_MARK = "VĂN PHÒNG THỰC HÀNH – DỮ LIỆU MẪU – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The lines over every paper."""

    parent_body: str
    shop_name: str
    place_name: str
    is_practice: bool = False


@dataclass(frozen=True, slots=True)
class FormData:
    """What a form says: values and tables by name, the code and the QR's text.

    ``code`` is empty on a paper about several dossiers; its number line is then left to write.
    ``copy_names`` gives one copy of the paper for each name.
    """

    letterhead: Letterhead
    code: str
    issued_on: date
    values: dict[str, str]
    tables: dict[str, list[Row]] = field(default_factory=dict)
    qr: str = ""
    copy_names: tuple[str, ...] = ("",)
