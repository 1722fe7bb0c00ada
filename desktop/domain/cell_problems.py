"""What can be wrong with a cell of an imported file, with its exact place."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class ImportCode(StrEnum):
    """Kinds of problems; the words stand in ``desktop.wording.imports``."""

    MISSING = "missing"
    NOT_A_DATE = "not_a_date"
    DATE_ORDER = "date_order"
    DATE_FAR = "date_far"
    NOT_A_NUMBER = "not_a_number"
    BAD_CODE = "bad_code"
    CODE_MENDED = "code_mended"
    REPEATED_CODE = "repeated_code"
    BAD_LIMIT = "bad_limit"
    BAD_KIND = "bad_kind"
    BAD_ID_NUMBER = "bad_id_number"
    ID_NUMBER_MENDED = "id_number_mended"
    BAD_PHONE = "bad_phone"
    PHONE_MENDED = "phone_mended"
    SKIPPED_LINE = "skipped_line"
    UNKNOWN_PROCEDURE = "unknown_procedure"
    PROCEDURE_GUESSED = "procedure_guessed"
    UNKNOWN_STATE = "unknown_state"
    UNKNOWN_CHANNEL = "unknown_channel"
    UNKNOWN_PAYMENT = "unknown_payment"
    UNKNOWN_LEVEL = "unknown_level"
    OLD_FONT = "old_font"
    TEXT_TOO_LONG = "text_too_long"
    FORMULA_ERROR = "formula_error"
    UNCONFIRMED_DAY = "unconfirmed_day"
    NO_LIMIT_COLUMN = "no_limit_column"
    CODE_OF_OTHER = "code_of_other"
    RULE_QUESTION = "rule_question"
    ITEM_NUMBER_GIVEN = "item_number_given"
    ITEM_NUMBER_MENDED = "item_number_mended"
    TOTAL_LINE = "total_line"
    STRAY_LINE = "stray_line"
    ROWS_UNCLEAR = "rows_unclear"
    ITEM_ORPHAN = "item_orphan"
    ROW_TOO_WIDE = "row_too_wide"
    BLOCK_UNCLEAR = "block_unclear"
    SET_FAULT = "set_fault"
    FIGURE_PROPOSED = "figure_proposed"
    NOT_OFFICIAL = "not_official"
    BANDS_ASSUMED = "bands_assumed"
    ROW_FORMULA_UNCLEAR = "row_formula_unclear"
    REPEATED_LINE = "repeated_line"
    ANSWER_REFUSED = "answer_refused"
    ANSWER_MOVED_ON = "answer_moved_on"


# Problems after which the row is still sound: something was mended or should be looked at.
NOTES = frozenset(
    {
        ImportCode.CODE_MENDED,
        ImportCode.ID_NUMBER_MENDED,
        ImportCode.PROCEDURE_GUESSED,
        ImportCode.OLD_FONT,
        ImportCode.UNCONFIRMED_DAY,
        ImportCode.NO_LIMIT_COLUMN,
        ImportCode.BAD_PHONE,
        ImportCode.PHONE_MENDED,
        ImportCode.SKIPPED_LINE,
        ImportCode.BAD_ID_NUMBER,
        ImportCode.UNKNOWN_CHANNEL,
        ImportCode.UNKNOWN_PAYMENT,
        ImportCode.UNKNOWN_LEVEL,
        ImportCode.NOT_A_NUMBER,
        ImportCode.BAD_LIMIT,
        ImportCode.ITEM_NUMBER_GIVEN,
        ImportCode.ITEM_NUMBER_MENDED,
        ImportCode.TOTAL_LINE,
        ImportCode.STRAY_LINE,
        ImportCode.FIGURE_PROPOSED,
        ImportCode.NOT_OFFICIAL,
        ImportCode.BANDS_ASSUMED,
        ImportCode.ROW_FORMULA_UNCLEAR,
    }
)


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One problem: sheet name, row as the spreadsheet counts, column letter, code, facts."""

    sheet: str
    row: int
    column: str
    code: ImportCode
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def is_note(self) -> bool:
        """Whether the row is taken all the same."""
        return self.code in NOTES

    @property
    def place(self) -> str:
        """Trang “Sổ 2025”, ô C12; row 0 is the whole of it."""
        if not self.row:
            return f"Trang “{self.sheet}”" if self.sheet else "Cả tệp"
        sheet = f"Trang “{self.sheet}”, " if self.sheet else ""
        return f"{sheet}ô {self.column}{self.row}" if self.column else f"{sheet}dòng {self.row}"


def column_letter(index: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    letters = ""
    index += 1
    while index:
        index, place = divmod(index - 1, 26)
        letters = chr(65 + place) + letters
    return letters
