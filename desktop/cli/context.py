"""What every command gets: folder, user, password, clock, and how to answer."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

from desktop.domain.errors import EnvironmentProblem, Rule, RuleViolation, Surroundings
from desktop.domain.moments import local
from desktop.security.files import read_problem
from desktop.services.clock import Clock, SystemClock
from desktop.services.office import Office
from desktop.services.signing_in import sign_in

PASSWORD_VARIABLE = "SOMOTCUA_PASSWORD"  # noqa: S105 - the variable's name


@dataclass
class Context:
    """One call of the command line."""

    folder: Path
    user: str | None
    password_file: Path | None
    as_json: bool
    clock: Clock = field(default_factory=SystemClock)

    def password(self) -> str:
        """The password of the acting user. Raises RuleViolation(PASSWORD_MISSING)."""
        if self.password_file is not None:
            return read_secret(self.password_file)
        password = os.environ.get(PASSWORD_VARIABLE)
        if password is None:
            raise RuleViolation(Rule.PASSWORD_MISSING)
        return password

    @contextmanager
    def office(self) -> Iterator[Office]:
        """The office, signed in and closed again."""
        if not self.user:
            raise RuleViolation(Rule.PASSWORD_MISSING)
        office = sign_in(self.folder, self.user, self.password(), self.clock)
        try:
            yield office
        finally:
            office.close()


Answer = dict[str, Any]
Command = Callable[[Context, Any], "Reply"]


@dataclass
class Reply:
    """What a command says: the JSON document, lines for people, and the exit code."""

    data: Answer
    lines: list[str] = field(default_factory=list)
    code: int = 0
    warnings: list[str] = field(default_factory=list)


def read_secret(path: Path) -> str:
    """The first line of a password file. Raises FILE_NOT_FOUND or FILE_NOT_READABLE."""
    lines = read_text_file(path).splitlines()
    return lines[0] if lines else ""


def read_text_file(path: Path) -> str:
    """A whole file of UTF-8 text. Raises FILE_NOT_FOUND, FILE_NOT_READABLE, FILE_NOT_TEXT."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise read_problem(error, path) from error
    except UnicodeError as error:
        raise EnvironmentProblem(Surroundings.FILE_NOT_TEXT, file=path) from error


def iso(value: datetime | date | None) -> str | None:
    """ISO 8601, instants on the office's clock."""
    if isinstance(value, datetime):
        return local(value).isoformat()
    return None if value is None else value.isoformat()


def print_reply(reply: Reply, as_json: bool) -> None:
    """JSON alone on standard output, or lines for people; warnings on standard error."""
    for warning in reply.warnings:
        print(warning, file=sys.stderr)
    with reader_may_leave():
        if as_json:
            print(json.dumps(reply.data, ensure_ascii=False, default=_plain))
        else:
            for line in reply.lines:
                print(line)


@contextmanager
def reader_may_leave() -> Iterator[None]:
    """Standard output may be closed half-way (``| head``): who reads has seen enough.

    Raises ANSWER_NOT_WRITTEN when it fails in another way, as on a full disk.
    """
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        # What is still in the buffer is flushed at exit, and would fail there once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        # Windows calls a pipe without a reader an invalid argument.
        if error.errno not in (errno.EPIPE, errno.EINVAL):
            raise EnvironmentProblem(Surroundings.ANSWER_NOT_WRITTEN) from error


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return iso(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path):
        return str(value)
    raise TypeError(type(value))
