"""What a sealed package (gói) can turn out to be: outcomes, reasons, bounds.

The format itself is described in ``docs/package-format.md``; these are its words and limits.
"""

from __future__ import annotations

from enum import StrEnum

FORMAT_VERSION = 1
MIB = 2**20

# Bounds that a reader checks before it unpacks anything. A writer stays well inside them.
MOST_MANIFEST_BYTES = 4 * MIB
MOST_SIGNATURE_BYTES = 4_096
MOST_PARTS = 8_192
MOST_PART_BYTES = 10 * MIB
# On a bad line a part lies in the mailbox as files of this size, the last one smaller.
PIECE_BYTES = 24 * 1024
MOST_UNPACKED_BYTES = 64 * MIB
MOST_ITEMS_IN_PART = 50_000
MOST_LINE_BYTES = 512 * 1024
# Desks of one unit know each other, and a frozen report is long.
MOST_DESK_LINE_BYTES = 16 * MIB
MOST_FILE_BYTES = 64 * MIB
MOST_ENVELOPE_BYTES = 64 * MIB


class PackageOutcome(StrEnum):
    """What became of a package at the province."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_NOTES = "accepted_with_notes"
    PARTLY_ACCEPTED = "partly_accepted"
    REJECTED = "rejected"


class ItemOutcome(StrEnum):
    """What became of one item of a package."""

    APPLIED = "applied"
    ALREADY_THERE = "already_there"
    OLDER = "older"
    QUARANTINED = "quarantined"


class ItemReason(StrEnum):
    """Why one item was put into quarantine."""

    NOT_JSON = "not_json"
    TOO_LONG = "too_long"
    WRONG_SHAPE = "wrong_shape"
    UNKNOWN_KIND = "unknown_kind"
    OTHER_UNIT = "other_unit"
    CODE_TAKEN = "code_taken"
    LOCKED = "locked"


class PackageProblem(StrEnum):
    """Why a package was refused, or what was noted about one that was accepted."""

    NOT_A_PACKAGE = "not_a_package"
    INCOMPLETE = "incomplete"
    DAMAGED = "damaged"
    TOO_NEW = "too_new"
    TOO_LARGE = "too_large"
    BAD_SIGNATURE = "bad_signature"
    WRONG_SIGNER = "wrong_signer"
    FORMER_KEY = "former_key"
    NOT_FOR_US = "not_for_us"
    DEVICE_UNKNOWN = "device_unknown"
    DEVICE_REVOKED = "device_revoked"
    INVITATION_UNKNOWN = "invitation_unknown"
    INVITATION_USED = "invitation_used"
    INVITATION_EXPIRED = "invitation_expired"
    CHAIN_FORKED = "chain_forked"
    # Notes: the package is accepted all the same.
    PACKAGES_MISSING = "packages_missing"
    CLOCK_DIFFERS = "clock_differs"
    DESK_NUMBER_TAKEN = "desk_number_taken"
    ITEMS_QUARANTINED = "items_quarantined"
    ITEMS_OLDER = "items_older"
    RECEIPT_NOT_LAID = "receipt_not_laid"


class SyncProblem(StrEnum):
    """What the unit should know about its way to the province."""

    SENDING_PAUSED = "sending_paused"
    WAITING_LONG = "waiting_long"
    ENROLMENT_UNANSWERED = "enrolment_unanswered"
    REJECTED = "rejected"
    PROVINCE_NOTED = "province_noted"
    QUARANTINED = "quarantined"
    NEWER_AT_PROVINCE = "newer_at_province"
    SENT_AFTER_BACKUP = "sent_after_backup"
    RECEIPT_REFUSED = "receipt_refused"
    LETTER_ITEM_REFUSED = "letter_item_refused"
    MAILBOX_CLOSED = "mailbox_closed"
    FILES_WAIT_FOR_STICK = "files_wait_for_stick"
    NOT_JOINED = "not_joined"
    RULES_WAITING = "rules_waiting"
    RULES_REFUSED = "rules_refused"


class SentState(StrEnum):
    """Where a package of this office stands."""

    WAITING = "waiting"
    ACKNOWLEDGED = "acknowledged"
    REJECTED = "rejected"
    ABANDONED = "abandoned"


class PackageRefused(Exception):
    """A package, receipt or invitation that must change nothing; carries the reason."""

    def __init__(self, problem: PackageProblem, **facts: object) -> None:
        super().__init__(f"{problem} {facts}")
        self.problem = problem
        self.facts = facts


class ItemRefused(Exception):
    """One item of a package that cannot be used; the rest goes on."""

    def __init__(self, reason: ItemReason, detail: str = "") -> None:
        super().__init__(f"{reason} {detail}")
        self.reason = reason
        self.detail = detail
