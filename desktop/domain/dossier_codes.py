"""Dossier codes (mã số hồ sơ): ``UNIT-YYMMDD-NNNN``, unique without a server.

Every desk owns a disjoint share of the daily numbers (architecture §6):

* four digits: desk *d* (1 to 10) owns the thousand ``d-1``: 0001–0999, 1001–1999, …;
* six digits ``DDNNNN`` (desk 01 to 99, number) when the thousand is used up or the desk
  number is above 10;
* seven digits ``DDSSSSS`` (desk, second of the day at which it is given) on the days that a
  restored backup cannot know about: a number that was printed after the backup was made is
  never issued again, even when one backup is restored twice; only the clock tells those
  two offices apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from desktop.domain.errors import Entry, InputProblem, InputRefused, Rule, RuleViolation

MOST_DESKS = 99
_SHORT_SHARE = 999
_LONG_SHARE = 9999
_LAST_SECOND = 99_999
# Every layout seen in the wild (domain notes §3.1), and the plain five-digit unit code.
CODE = re.compile(
    r"^(?P<unit>(?:\d{3}\.\d{2}\.\d{2}\.)?[A-Z]\d{2}(?:\.\d{1,3}){0,3}|\d{5})"
    r"-(?P<day>\d{6})-(?P<serial>\d{4,7})$"
)
# A keyboard-wedge scanner may type in capitals or in small letters; the code comes first.
_SCANNED = re.compile(CODE.pattern.rstrip("$") + r"(?![\w-])", re.IGNORECASE)
_PREFIX = re.compile(r"^(?:(?:\d{3}\.\d{2}\.\d{2}\.)?[A-Z]\d{2}(?:\.\d{1,3}){0,3}|\d{5})$")


@dataclass(frozen=True, slots=True)
class SerialShare:
    """The share of daily numbers that one desk owns."""

    desk: int

    def serial(self, ordinal: int) -> str:
        """The printed serial of the desk's n-th dossier of a day (n from 1).

        Raises RuleViolation(SERIALS_EXHAUSTED) beyond the share.
        """
        if self.desk <= 10 and ordinal <= _SHORT_SHARE:
            return f"{self.desk - 1}{ordinal:03d}"
        if ordinal > _LONG_SHARE:
            raise RuleViolation(Rule.SERIALS_EXHAUSTED, desk=self.desk)
        return f"{self.desk:02d}{ordinal:04d}"

    def serial_of_second(self, second: int) -> str:
        """The serial of a dossier that a restored office numbers in a second of its day.

        Raises RuleViolation(SERIALS_EXHAUSTED) beyond the share.
        """
        if second > _LAST_SECOND:
            raise RuleViolation(Rule.SERIALS_EXHAUSTED, desk=self.desk)
        return f"{self.desk:02d}{second:05d}"


def dossier_code(prefix: str, day: date, serial: str) -> str:
    """The full code as printed on the receipt."""
    return f"{prefix}-{day:%y%m%d}-{serial}"


def check_prefix(prefix: str) -> str:
    """A valid first part of the code. Raises InputRefused(BAD_CODE_PREFIX)."""
    prefix = prefix.strip().upper()
    if not _PREFIX.match(prefix):
        raise InputRefused(InputProblem("code_prefix", Entry.BAD_CODE_PREFIX, {"text": prefix}))
    return prefix


def looks_like_code(text: str) -> bool:
    """Whether a text has the shape of a dossier code with a real date in it."""
    match = CODE.match(text.strip())
    if match is None:
        return False
    day = match["day"]
    try:
        date(2000 + int(day[:2]), int(day[2:4]), int(day[4:]))
    except ValueError:
        return False
    return True


def code_in_scan(text: str) -> str:
    """The dossier code that a paper's QR begins with, or a code typed whole; "" for neither."""
    match = _SCANNED.match(text.strip())
    return match[0].upper() if match else ""
