"""What can be wrong with a form's layout file; the words stand in ``desktop.wording.layouts``."""

from __future__ import annotations

from enum import StrEnum


class LayoutProblem(StrEnum):
    """Why a layout is refused before anything is drawn."""

    NOT_JSON = "not_json"
    TOO_LARGE = "too_large"
    WRONG_FORMAT = "wrong_format"
    WRONG_FORM = "wrong_form"
    MISSING = "missing"
    UNKNOWN_KEY = "unknown_key"
    WRONG_KIND_OF_VALUE = "wrong_kind_of_value"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    OUT_OF_RANGE = "out_of_range"
    UNKNOWN_BLOCK = "unknown_block"
    UNKNOWN_NAME = "unknown_name"
    UNKNOWN_CHOICE = "unknown_choice"
    BAD_BRACES = "bad_braces"
    WIDTHS = "widths"
    NOT_A_DATE = "not_a_date"
    DATES_REVERSED = "dates_reversed"
    SAME_DAY_TWICE = "same_day_twice"
    UNKNOWN_FILE_NAME = "unknown_file_name"
    NOT_IN_FORCE = "not_in_force"
    WRONG_PLACE = "wrong_place"
    NO_ROOM = "no_room"
