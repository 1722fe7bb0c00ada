"""What a submission may still lack (what stops it, what only warns), and what a line may need."""

from __future__ import annotations

from enum import StrEnum


class Lack(StrEnum):
    """Something that is not there."""

    NOT_APPROVED = "not_approved"
    NOT_JOINED = "not_joined"
    COPY_OLD = "copy_old"
    COPY_CHANGED = "copy_changed"
    FILE_LOST = "file_lost"
    TOO_LATE = "too_late"
    UNPROVED = "unproved"
    NO_DIFFICULTIES = "no_difficulties"
    NO_PROPOSALS = "no_proposals"


class LineJob(StrEnum):
    """What a line still needs from the person that it was given to."""

    ANSWER = "answer"
    PROVE = "prove"
    EXPLAIN = "explain"


# Late is better than never, and a leader may send points without proof: these only warn.
WARNINGS = frozenset({Lack.TOO_LATE, Lack.UNPROVED, Lack.NO_DIFFICULTIES, Lack.NO_PROPOSALS})


class Judged(StrEnum):
    """Whether the province's word is on the submission that counts."""

    NOT_YET = "not_yet"
    THIS_COPY = "this_copy"
    OTHER_COPY = "other_copy"
