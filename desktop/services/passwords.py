"""New passwords: checked against the policy that ships as data, and wrapped into the key file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop import resources
from desktop.domain.errors import Entry, EnvironmentProblem, InputProblem, InputRefused
from desktop.domain.passwords import missing_parts
from desktop.security import key_file
from desktop.security.key_file import KeyFile

LONGEST_NAME = 100


def check_password(password: str, field: str = "password") -> None:
    """Raises InputRefused(PASSWORD_TOO_WEAK) that lists every part the password lacks."""
    policy = resources.password_policy()
    lacks = missing_parts(password, policy)
    if lacks:
        facts = {"lacks": lacks, "min_length": policy.min_length}
        raise InputRefused(InputProblem(field, Entry.PASSWORD_TOO_WEAK, facts))


def name_problems(name: str, field: str) -> list[InputProblem]:
    """What is wrong with the cleaned name of a person who signs in: on lists, papers, history."""
    if not name:
        return [InputProblem(field, Entry.REQUIRED)]
    if len(name) > LONGEST_NAME:
        return [InputProblem(field, Entry.TOO_LONG, {"most": LONGEST_NAME})]
    return []


def wrapped_for(keys: KeyFile, name: str, password: str, database_key: bytes) -> KeyFile:
    """The keys with a user's new password, at the cost that the office was set up with."""
    known = keys.users.get(name) or next(iter(keys.users.values()), None) or keys.recovery
    cost = known.cost if known else key_file.calibrated_cost()
    return keys.with_user(name, key_file.wrap(database_key, password, cost))


@contextmanager
def keys_changed(folder: Path, change: Callable[[KeyFile], KeyFile]) -> Iterator[None]:
    """New keys on the disk for a block that writes the rest; the old ones again when it fails."""
    with key_file.held(folder) as keys:
        key_file.save(folder, change(keys))
        try:
            yield
        except BaseException:
            with suppress(EnvironmentProblem):
                key_file.save(folder, keys)
            raise
