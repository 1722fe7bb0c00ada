"""Single marks of dossiers that figures count: each one set of dossiers in one period."""

from __future__ import annotations

from enum import StrEnum


class Mark(StrEnum):
    """What a dossier of a period can be counted for; voided ones never are.

    ``SCANNED`` and ``SUPPLEMENTED_AGAIN`` among what was received, ``RESULT_FILE`` and
    ``DIGITISED`` (both kinds of files; notes §5.2) among what has a result, ``RETURNED`` what was
    handed to the citizen, ``BY_POST`` what came in or was handed back by post. ``UNSCANNED`` and
    ``WITHOUT_RESULT_FILE`` are what the two shares of files still lack.

    ``PAID`` are the fees paid on a day of the period, whenever the dossier came; of what was
    received, ``PAYMENT_UNKNOWN`` has a fee of which nobody said whether and how it was paid,
    ``LEVEL_UNKNOWN`` came online under a procedure whose service level is not recorded, or which
    is recorded as not offered online.
    """

    SCANNED = "scanned"
    SUPPLEMENTED_AGAIN = "supplemented_again"
    RESULT_FILE = "result_file"
    DIGITISED = "digitised"
    RETURNED = "returned"
    RETURNED_BY_POST = "returned_by_post"
    BY_POST = "by_post"
    UNSCANNED = "unscanned"
    WITHOUT_RESULT_FILE = "without_result_file"
    WITH_RESULT = "with_result"
    PAID = "paid"
    PAID_ONLINE = "paid_online"
    PAID_DIRECT = "paid_direct"
    PAYMENT_UNKNOWN = "payment_unknown"
    ONLINE_FULL = "online_full"
    ONLINE_PART = "online_part"
    LEVEL_UNKNOWN = "level_unknown"
    OUTSIDE = "outside"
