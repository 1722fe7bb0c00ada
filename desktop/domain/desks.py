"""Desks of one unit (các quầy của một đơn vị): which version of a record wins, and which lost.

Every version names all the versions it came from. A version that another one came from is
past; versions that do not know each other were made at the same time, and then everybody picks
the same winner: the higher counter, then the device, then the version's own name. No clock is
asked, and the order in which versions arrive does not matter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

# Older ancestors are forgotten: at worst a person is asked about two versions of long ago.
MOST_PAST = 400


class DeskKind(StrEnum):
    """What the desks of a unit share, in the order in which it is taken in."""

    DEVICE = "desk_device"
    ROSTER = "desk_roster"
    USER = "desk_user"
    SETTING = "desk_setting"
    DAY = "desk_day"
    PROCEDURE = "desk_procedure"
    DOSSIER = "desk_dossier"
    BLANK = "desk_blank"
    CRITERIA = "desk_criteria"
    ASSESSMENT = "desk_assessment"
    LINE = "desk_line"
    EVIDENCE = "desk_evidence"
    LINK = "desk_link"
    STEP = "desk_step"
    COPY = "desk_copy"
    SUBMISSION = "desk_submission"
    EXPLANATION = "desk_explanation"
    EXPLANATION_DOCUMENT = "desk_explanation_document"
    APPRAISAL = "desk_appraisal"
    PUBLICATION = "desk_publication"
    FIGURE = "desk_figure"
    ISSUE = "desk_issue"
    ISSUED_FILE = "desk_issued_file"
    FORM = "desk_form"
    PERIODIC = "desk_periodic"
    TEXT = "desk_text"
    VALUE = "desk_value"
    PERIODIC_ISSUE = "desk_periodic_issue"
    AUDIT = "desk_audit"


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """One version of a record; ordered as everybody picks the winner."""

    counter: int
    device: str
    id: str
    past: frozenset[str] = field(default=frozenset(), compare=False)

    def came_from(self, other: Version) -> bool:
        """Whether whoever wrote this version had seen the other."""
        return other.id in self.past


@dataclass(frozen=True, slots=True)
class Merge:
    """The versions that stand after one more was seen; ``is_news`` False when it was known."""

    heads: tuple[Version, ...]
    is_news: bool

    @property
    def winner(self) -> Version:
        """The version that stands in the register."""
        return max(self.heads)


def merge(heads: Sequence[Version], incoming: Version) -> Merge:
    """Adds one version to those that nothing came from yet."""
    if any(incoming.id == head.id or head.came_from(incoming) for head in heads):
        return Merge(tuple(heads), False)
    standing = tuple(head for head in heads if not incoming.came_from(head))
    return Merge((*standing, incoming), True)


def version_id(kind: str, record: str, counter: int, device: str, content_sha256: str) -> str:
    """The name of a version: 32 hex signs over what it is."""
    text = "|".join((kind, record, str(counter), device, content_sha256))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def seed_id(kind: str, record: str) -> str:
    """The version that every new office begins with: what ships with the program."""
    return hashlib.sha256(f"seed|{kind}|{record}".encode()).hexdigest()[:32]


def grown_past(past: Iterable[str], *more: str) -> list[str]:
    """The ancestors with later ones behind, each once, the oldest forgotten."""
    return list(dict.fromkeys((*past, *more)))[-MOST_PAST:]
