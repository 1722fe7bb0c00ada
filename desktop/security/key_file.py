"""``keys.json``: the database key, wrapped once per user and once by the recovery code.

Argon2id turns a password into a key that wraps (AES-KW, RFC 3394) the one random database
key. A new password rewraps; nothing else is written again.
"""

from __future__ import annotations

import base64
import json
import os
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.security.files import disk_problem, write_whole

KEY_FILE_NAME = "keys.json"
_LOCK_NAME = "keys.lock"
_LOCK_TIMEOUT_S = 10
_FORMAT = 1
_KEY_BYTES = 32
_SALT_BYTES = 16
_MEMORY_KIB = 65_536
_TIME_COST = 4
# Calibration aims at the middle of 250–500 ms; the memory never goes below 64 MiB.
_TARGET_S = 0.35
_LONGEST_TIME_COST = 12


@dataclass(frozen=True, slots=True)
class Argon2Cost:
    """Argon2id parameters, set once when the office is made on its machine."""

    memory_kib: int = _MEMORY_KIB
    time_cost: int = _TIME_COST
    parallelism: int = 1


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """The database key under one password or code."""

    salt: bytes
    wrapped: bytes
    cost: Argon2Cost


@dataclass(frozen=True, slots=True)
class ProvinceWrap:
    """The database key sealed for the province: of use only to both together."""

    code: str
    name: str
    recipient: str
    sealed: bytes


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What can be read before anyone signs in: the office's name, the users, their wraps."""

    office_name: str
    is_practice: bool
    users: dict[str, WrappedKey] = field(default_factory=dict)
    recovery: WrappedKey | None = None
    province: ProvinceWrap | None = None

    def with_user(self, name: str, wrapped: WrappedKey) -> KeyFile:
        """A copy in which the user's password opens the office."""
        return replace(self, users={**self.users, name: wrapped})

    def without_user(self, name: str) -> KeyFile:
        """A copy in which the user's password opens nothing any more."""
        return replace(self, users={n: w for n, w in self.users.items() if n != name})


def new_database_key() -> bytes:
    """32 random bytes."""
    return os.urandom(_KEY_BYTES)


def calibrated_cost() -> Argon2Cost:
    """Parameters that take 250 to 500 ms on this machine, 64 MiB and t=4 at least."""
    cost = Argon2Cost()
    started = time.perf_counter()
    _derive("calibration", bytes(_SALT_BYTES), cost)
    took = max(time.perf_counter() - started, 1e-3)
    wanted = round(cost.time_cost * _TARGET_S / took)
    return replace(cost, time_cost=min(max(wanted, _TIME_COST), _LONGEST_TIME_COST))


def wrap(database_key: bytes, secret: str, cost: Argon2Cost) -> WrappedKey:
    """The database key under a password or recovery code."""
    from cryptography.hazmat.primitives.keywrap import aes_key_wrap

    salt = os.urandom(_SALT_BYTES)
    return WrappedKey(salt, aes_key_wrap(_derive(secret, salt, cost), database_key), cost)


def unwrap(wrapped: WrappedKey, secret: str) -> bytes | None:
    """The database key, None when the secret is wrong."""
    from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

    try:
        return aes_key_unwrap(_derive(secret, wrapped.salt, wrapped.cost), wrapped.wrapped)
    except InvalidUnwrap:
        return None


def load(folder: Path) -> KeyFile:
    """The key file of an office folder. Raises OFFICE_NOT_FOUND, FOLDER_IS_FILE, KEYS_DAMAGED."""
    path = folder / KEY_FILE_NAME
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        exists = (folder / "office.db").exists()
        code = Surroundings.KEYS_DAMAGED if exists else Surroundings.OFFICE_NOT_FOUND
        raise EnvironmentProblem(code, folder=folder) from None
    except OSError as error:
        if folder.is_file():
            raise EnvironmentProblem(Surroundings.FOLDER_IS_FILE, folder=folder) from error
        raise EnvironmentProblem(Surroundings.FILE_NOT_READABLE, file=path) from error
    return parse(content, folder)


def parse(content: bytes, folder: Path) -> KeyFile:
    """A key file from its bytes. Raises KEYS_DAMAGED."""
    try:
        data = json.loads(content)
        if data["format"] != _FORMAT:
            raise EnvironmentProblem(Surroundings.DATABASE_TOO_NEW, found=data["format"])
        return KeyFile(
            office_name=str(data["office_name"]),
            is_practice=bool(data["is_practice"]),
            users={name: wrapped_from_data(entry) for name, entry in data["users"].items()},
            recovery=wrapped_from_data(data["recovery"]) if data["recovery"] else None,
            province=province_from_data(data.get("province")),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise EnvironmentProblem(Surroundings.KEYS_DAMAGED, folder=folder) from error


def save(folder: Path, keys: KeyFile) -> None:
    """Writes the key file whole or not at all."""
    data = {
        "format": _FORMAT,
        "office_name": keys.office_name,
        "is_practice": keys.is_practice,
        "users": {name: wrapped_to_data(wrapped) for name, wrapped in keys.users.items()},
        "recovery": wrapped_to_data(keys.recovery) if keys.recovery else None,
    }
    if keys.province is not None:
        data["province"] = province_to_data(keys.province)
    text = json.dumps(data, ensure_ascii=False, indent=1)
    write_whole(folder / KEY_FILE_NAME, text.encode())


@contextmanager
def held(folder: Path) -> Iterator[KeyFile]:
    """The key file, with no other program changing it until the block ends.

    Raises like ``load``, and DATABASE_BUSY when another program holds it for long.
    """
    # Loaded here: reading the key file is on the way of every start, changing it is not.
    from filelock import FileLock, Timeout

    lock = FileLock(folder / _LOCK_NAME, timeout=_LOCK_TIMEOUT_S)
    try:
        lock.acquire()
    except Timeout:
        raise EnvironmentProblem(Surroundings.DATABASE_BUSY) from None
    except OSError as error:
        raise disk_problem(error, folder / _LOCK_NAME) from error
    try:
        yield load(folder)
    finally:
        lock.release()


def load_libraries() -> None:
    """Loads what turning a password into a key needs, before somebody waits for the key."""
    import argon2.low_level
    import cryptography.hazmat.primitives.keywrap

    assert argon2.low_level
    assert cryptography.hazmat.primitives.keywrap


def _derive(secret: str, salt: bytes, cost: Argon2Cost) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        # Keyboards differ in how they type marks: both normal forms are the same password.
        unicodedata.normalize("NFC", secret).encode(),
        salt,
        time_cost=cost.time_cost,
        memory_cost=cost.memory_kib,
        parallelism=cost.parallelism,
        hash_len=_KEY_BYTES,
        type=Type.ID,
    )


def wrapped_to_data(wrapped: WrappedKey) -> dict[str, Any]:
    """A wrapped key as plain data, to be written into a file."""
    return {
        "salt": base64.b64encode(wrapped.salt).decode(),
        "wrapped": base64.b64encode(wrapped.wrapped).decode(),
        "argon2id": asdict(wrapped.cost),
    }


def province_to_data(wrap: ProvinceWrap) -> dict[str, Any]:
    """The province's half as plain data."""
    return {**asdict(wrap), "sealed": base64.b64encode(wrap.sealed).decode()}


def province_from_data(entry: dict[str, Any] | None) -> ProvinceWrap | None:
    """The province's half again; None where there is none. Raises ValueError, KeyError."""
    if not entry:
        return None
    sealed = base64.b64decode(entry["sealed"], validate=True)
    names = str(entry["code"]), str(entry["name"]), str(entry["recipient"])
    return ProvinceWrap(*names, sealed)


def wrapped_from_data(entry: dict[str, Any]) -> WrappedKey:
    """The wrapped key again. Raises ValueError, KeyError, TypeError."""
    cost = Argon2Cost(**{key: int(value) for key, value in entry["argon2id"].items()})
    # A file from outside must not be able to ask for hours or for all the memory.
    if not (8 <= cost.memory_kib <= 2**21 and 1 <= cost.time_cost <= 64 and cost.parallelism == 1):
        raise ValueError(cost)
    return WrappedKey(
        base64.b64decode(entry["salt"], validate=True),
        base64.b64decode(entry["wrapped"], validate=True),
        cost,
    )
