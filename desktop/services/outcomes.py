"""What a command gives back: a value, and what kinds of things it changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Change(StrEnum):
    """Kinds of things a screen may have to read again."""

    DOSSIERS = "dossiers"
    PROCEDURES = "procedures"
    CALENDAR = "calendar"
    USERS = "users"
    OFFICE = "office"
    BACKUPS = "backups"
    SYNC = "sync"
    CRITERIA = "criteria"
    ASSESSMENTS = "assessments"
    PERIODIC = "periodic"


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """The value of a finished command and what it changed."""

    value: T
    changes: frozenset[Change]
