"""Errors, sorted by whose fault they are.

Each error carries a code and facts, never a sentence: the Vietnamese words stand in
``desktop.wording.problems`` and a test proves that every code has words.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Entry(StrEnum):
    """What can be wrong with something a person typed, or with a cell of a file."""

    REQUIRED = "required"
    REASON_WANTED = "reason_wanted"
    TOO_LONG = "too_long"
    NOT_A_DATE = "not_a_date"
    NOT_A_TIME = "not_a_time"
    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"
    NOT_WHOLE = "not_whole"
    PART_OVER_WHOLE = "part_over_whole"
    TOO_MANY_DECIMALS = "too_many_decimals"
    UNKNOWN_CHOICE = "unknown_choice"
    UNKNOWN_KEY = "unknown_key"
    NOT_A_SUPPOSITION = "not_a_supposition"
    VALUE_MISSING = "value_missing"
    BAD_ID_NUMBER = "bad_id_number"
    BAD_PROCEDURE_CODE = "bad_procedure_code"
    BAD_CODE_PREFIX = "bad_code_prefix"
    BAD_PHONE = "bad_phone"
    BAD_EMAIL = "bad_email"
    UNKNOWN_UNIT = "unknown_unit"
    UNKNOWN_PROCEDURE = "unknown_procedure"
    LIMIT_NEEDED = "limit_needed"
    SESSIONS_OVERLAP = "sessions_overlap"
    PASSWORD_TOO_WEAK = "password_too_weak"  # noqa: S105 - a code, not a secret
    NAME_TAKEN = "name_taken"
    UNREADABLE_CARD = "unreadable_card"
    DUE_BEFORE_RECEIVED = "due_before_received"
    NOTHING_TO_PAY = "nothing_to_pay"
    NOT_PAID_YET = "not_paid_yet"
    DAY_IN_FUTURE = "day_in_future"
    PAYMENT_NOT_IN_STEP = "payment_not_in_step"
    UNKNOWN_PROVINCE = "unknown_province"
    BAD_MAILBOX = "bad_mailbox"
    BAD_DATABASE_ADDRESS = "bad_database_address"
    PASSWORD_IN_ADDRESS = "password_in_address"  # noqa: S105 - a code, not a secret
    END_BEFORE_START = "end_before_start"
    DEADLINES_CROSS = "deadlines_cross"
    NOT_A_CLOCK = "not_a_clock"
    MAILBOX_SECRET_IN_ADDRESS = "mailbox_secret_in_address"  # noqa: S105 - a code, not a secret
    MAILBOX_NOT_SEALED = "mailbox_not_sealed"
    BAD_HOST_KEY = "bad_host_key"
    BAD_AUTHORITY = "bad_authority"


class Rule(StrEnum):
    """What the rules of the office or the law refuse."""

    MOVE_NOT_ALLOWED = "move_not_allowed"
    ROLE_NOT_ALLOWED = "role_not_allowed"
    ALREADY_APOLOGISED = "already_apologised"
    NEW_DUE_NOT_LATER = "new_due_not_later"
    TIME_BEFORE_PREVIOUS = "time_before_previous"
    NOTHING_TO_UNDO = "nothing_to_undo"
    UNDO_TOO_LATE = "undo_too_late"
    UNDO_NOT_YOURS = "undo_not_yours"
    UNDO_RECEIVE_ONLY_AT_DESK = "undo_receive_only_at_desk"
    NO_HAND_OVER_WAITING = "no_hand_over_waiting"
    DOSSIER_NOT_FOUND = "dossier_not_found"
    PROCEDURE_OFF = "procedure_off"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - a code, not a secret
    SIGN_IN_DELAYED = "sign_in_delayed"
    USER_UNKNOWN = "user_unknown"
    USER_OFF = "user_off"
    LAST_ADMIN = "last_admin"
    WRONG_RECOVERY_CODE = "wrong_recovery_code"
    OFFICE_EXISTS = "office_exists"
    FOLDER_NOT_EMPTY = "folder_not_empty"
    NO_WORKING_DAYS = "no_working_days"
    SERIALS_EXHAUSTED = "serials_exhausted"
    DESK_NUMBER_TAKEN = "desk_number_taken"
    NOT_A_TABLE = "not_a_table"
    HEADERS_NOT_FOUND = "headers_not_found"
    FILE_TOO_LARGE = "file_too_large"
    FILE_NOT_RECOGNISED = "file_not_recognised"
    FILE_DAMAGED = "file_damaged"
    FILE_LOCKED = "file_locked"
    NOT_A_SCORE_SHEET = "not_a_score_sheet"
    NOT_A_BACKUP = "not_a_backup"
    BACKUP_TOO_NEW = "backup_too_new"
    CODE_TAKEN = "code_taken"
    PASSWORD_MISSING = "password_missing"  # noqa: S105 - a code, not a secret
    ATTACHMENT_NOT_FOUND = "attachment_not_found"
    NOTHING_CHOSEN = "nothing_chosen"
    FORM_NEEDS_STATE = "form_needs_state"
    INVITATION_NOT_VALID = "invitation_not_valid"
    INVITATION_FOR_OTHER_UNIT = "invitation_for_other_unit"
    INVITATION_EXPIRED = "invitation_expired"
    ALREADY_JOINED = "already_joined"
    NOT_JOINED = "not_joined"
    NOT_ENROLLED = "not_enrolled"
    NO_PROVINCE_WRAP = "no_province_wrap"
    NO_RECOVERY_PENDING = "no_recovery_pending"
    RECOVERY_REPLY_NOT_VALID = "recovery_reply_not_valid"
    RECOVERY_REQUEST_NOT_VALID = "recovery_request_not_valid"
    RECOVERY_CODE_DIFFERS = "recovery_code_differs"
    SENDING_PAUSED = "sending_paused"
    NOTHING_PAUSED = "nothing_paused"
    NO_MAILBOX = "no_mailbox"
    NOT_A_PROVINCE = "not_a_province"
    NOT_A_UNIT = "not_a_unit"
    UNIT_OF_OTHER_PROVINCE = "unit_of_other_province"
    DEVICE_NOT_FOUND = "device_not_found"
    DEVICE_REVOKED = "device_revoked"
    CODE_NOT_RESERVED = "code_not_reserved"
    NOT_A_TEMPLATE = "not_a_template"
    WRONG_ENDING = "wrong_ending"
    NOT_A_REPORT_FILE = "not_a_report_file"
    ISSUED_NOT_FOUND = "issued_not_found"
    NO_LIST_BEHIND = "no_list_behind"
    OVERRIDE_NOT_FOUND = "override_not_found"
    CELL_NOT_TYPED = "cell_not_typed"
    CRITERIA_NOT_FOUND = "criteria_not_found"
    CRITERIA_MALFORMED = "criteria_malformed"
    CRITERIA_NOT_READY = "criteria_not_ready"
    ASSESSMENT_NOT_OPEN = "assessment_not_open"
    ASSESSMENT_CHOOSE = "assessment_choose"
    ASSESSMENT_STATE = "assessment_state"
    ASSESSMENT_INCOMPLETE = "assessment_incomplete"
    LINE_NOT_FOUND = "line_not_found"
    LINE_HAS_PARTS = "line_has_parts"
    LINE_NOT_SELF_SCORED = "line_not_self_scored"
    LINE_WITHOUT_RULE = "line_without_rule"
    NO_CASE_UNSAID = "no_case_unsaid"
    EVIDENCE_NOT_FOUND = "evidence_not_found"
    APPROVED_COPY_CHANGED = "approved_copy_changed"
    DATABASE_NOT_EMPTY = "database_not_empty"
    DATABASE_OF_OTHER_DESK = "database_of_other_desk"
    DATABASE_NOT_UTF8 = "database_not_utf8"
    DATABASE_DIFFERS = "database_differs"
    ALREADY_ON_SERVER = "already_on_server"
    RULES_NOT_FOUND = "rules_not_found"
    RULES_BAD_ROWS = "rules_bad_rows"
    RULES_BAD_FORM = "rules_bad_form"
    RULES_UNCLEAR = "rules_unclear"
    PRACTICE_OFFICE = "practice_office"
    NOTHING_SUBMITTED = "nothing_submitted"
    SET_NOT_HERE = "set_not_here"
    RESULTS_PUBLISHED = "results_published"
    ROUND_CLOSED = "round_closed"
    ROUND_NOT_OPEN = "round_not_open"
    STEP_LOCKED = "step_locked"
    LINE_OF_ANOTHER = "line_of_another"
    NOTHING_TO_PUBLISH = "nothing_to_publish"
    NOTHING_TO_RANK = "nothing_to_rank"
    RANKED_SET_NOT_HERE = "ranked_set_not_here"
    NO_SUCH_FIELD = "no_such_field"
    VERDICTS_REFUSED = "verdicts_refused"
    APPROVED_COPY_OLD = "approved_copy_old"
    ASSESSMENT_STAGE = "assessment_stage"
    DEADLINE_PASSED = "deadline_passed"
    EVIDENCE_LOST = "evidence_lost"
    EXPLANATION_FILE_LOST = "explanation_file_lost"
    SUBMISSION_TOO_LONG = "submission_too_long"
    NOTHING_TO_SEND = "nothing_to_send"
    NOT_THIS_ASSESSMENT = "not_this_assessment"
    FORM_MALFORMED = "form_malformed"
    FORM_NOT_SOUND = "form_not_sound"
    FORM_NOT_FOUND = "form_not_found"
    PERIODIC_NOT_FOUND = "periodic_not_found"
    PERIODIC_INCOMPLETE = "periodic_incomplete"
    PERIODIC_ISSUED = "periodic_issued"
    PERIODIC_NOT_AWAY = "periodic_not_away"
    DESK_INVITATION_NOT_VALID = "desk_invitation_not_valid"
    DESK_INVITATION_EXPIRED = "desk_invitation_expired"
    WRONG_DESK_CODE = "wrong_desk_code"
    NOT_FOUNDING_DESK = "not_founding_desk"
    NO_OTHER_DESKS = "no_other_desks"
    DESK_UNKNOWN = "desk_unknown"
    NO_OLDER_KEY = "no_older_key"
    LEADS_ALREADY = "leads_already"
    NO_DESK_CONFLICT = "no_desk_conflict"
    DESK_CODE_TOO_LONG_FOR_QR = "desk_code_too_long_for_qr"
    YEAR_NOT_OVER = "year_not_over"


class Surroundings(StrEnum):
    """What the machine, the disk or another program did to us."""

    DISK_FULL = "disk_full"
    FOLDER_LOCKED = "folder_locked"
    FOLDER_NOT_WRITABLE = "folder_not_writable"
    FILE_NOT_FOUND = "file_not_found"
    FILE_NOT_READABLE = "file_not_readable"
    FILE_IS_FOLDER = "file_is_folder"
    FILE_NOT_TEXT = "file_not_text"
    FILE_NOT_WRITABLE = "file_not_writable"
    FOLDER_IS_FILE = "folder_is_file"
    ANSWER_NOT_WRITTEN = "answer_not_written"
    PLACE_READ_ONLY = "place_read_only"
    FOLDER_MISSING = "folder_missing"
    OFFICE_NOT_FOUND = "office_not_found"
    KEYS_DAMAGED = "keys_damaged"
    DATABASE_DAMAGED = "database_damaged"
    DATABASE_TOO_NEW = "database_too_new"
    DATABASE_BUSY = "database_busy"
    LIBRARY_TOO_OLD = "library_too_old"
    BACKUP_DAMAGED = "backup_damaged"
    BACKUP_FILES_LOST = "backup_files_lost"
    ATTACHMENT_DAMAGED = "attachment_damaged"
    RESOURCES_DAMAGED = "resources_damaged"
    LAYOUT_BROKEN = "layout_broken"
    READER_STOPPED = "reader_stopped"
    PRINTER_FAILED = "printer_failed"
    NO_SCREEN = "no_screen"
    MAILBOX_UNREACHABLE = "mailbox_unreachable"
    MAILBOX_DAMAGES = "mailbox_damages"
    SYNC_BUSY = "sync_busy"
    DATABASE_UNREACHABLE = "database_unreachable"
    DATABASE_REFUSES = "database_refuses"
    MAILBOX_NO_LINE = "mailbox_no_line"
    MAILBOX_SLOW = "mailbox_slow"
    MAILBOX_CUT = "mailbox_cut"
    MAILBOX_PROXY = "mailbox_proxy"
    MAILBOX_CERTIFICATE = "mailbox_certificate"
    MAILBOX_CA_DAMAGED = "mailbox_ca_damaged"
    MAILBOX_CLOCK = "mailbox_clock"
    MAILBOX_HOST_KEY = "mailbox_host_key"
    MAILBOX_NO_HOST_KEY = "mailbox_no_host_key"
    MAILBOX_SIGN_IN = "mailbox_sign_in"
    MAILBOX_FORBIDDEN = "mailbox_forbidden"
    MAILBOX_MISSING = "mailbox_missing"
    MAILBOX_CONFLICT = "mailbox_conflict"
    MAILBOX_TAKEN = "mailbox_taken"
    MAILBOX_TOO_LARGE = "mailbox_too_large"
    MAILBOX_LOCKED = "mailbox_locked"
    MAILBOX_BUSY = "mailbox_busy"
    MAILBOX_FULL = "mailbox_full"
    MAILBOX_STICK_FULL = "mailbox_stick_full"
    MAILBOX_REDIRECTS = "mailbox_redirects"
    MAILBOX_ANSWER = "mailbox_answer"


Code = Entry | Rule | Surroundings


@dataclass(frozen=True, slots=True)
class InputProblem:
    """One thing wrong with one entry: the field's name, the code and the facts for the words."""

    field: str
    code: Entry
    facts: dict[str, Any] = dataclasses.field(default_factory=dict)


class InputRefused(Exception):
    """The entry is wrong; carries every problem at once, in the order of the fields."""

    def __init__(self, *problems: InputProblem) -> None:
        super().__init__(", ".join(f"{p.field}: {p.code}" for p in problems))
        self.problems = problems


class RuleViolation(Exception):
    """A rule of the office or of the law refuses the action; nothing was changed."""

    def __init__(self, code: Rule, /, **facts: Any) -> None:
        super().__init__(f"{code} {facts}")
        self.code = code
        self.facts = facts


class EnvironmentProblem(Exception):
    """The surroundings failed: disk, folder, file, printer; nothing was half-applied."""

    def __init__(self, code: Surroundings, /, **facts: Any) -> None:
        super().__init__(f"{code} {facts}")
        self.code = code
        self.facts = facts


class Cancelled(Exception):
    """The user pressed Hủy; shown to nobody."""
