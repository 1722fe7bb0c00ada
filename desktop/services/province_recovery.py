"""A locked office opens again with the province's help, when passwords and the code are lost.

Two halves: the office's key file holds the database key sealed for the province; the province
holds what opens it. The way back goes to a key made for this one request, which only the new
password that was chosen with it opens.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.domain.errors import EnvironmentProblem, Rule, RuleViolation, Surroundings
from desktop.domain.packages import PackageRefused
from desktop.security import key_file
from desktop.security.files import read_problem, write_whole
from desktop.security.key_file import KeyFile, ProvinceWrap
from desktop.security.recovery_codes import new_recovery_code, normal_recovery_code
from desktop.services.clock import Clock
from desktop.services.door import RECOVERY_REQUEST_NAME
from desktop.services.office import Office
from desktop.services.passwords import check_password, keys_changed, wrapped_for
from desktop.services.signing_in import known_name, open_with_key
from desktop.wording.sync import package_problem_text

if TYPE_CHECKING:
    from desktop.sync.recovery import Entrusted

_MOST_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class RequestMade:
    """The file, the code to be read to the province, and who will get in with the new password."""

    file: Path
    code: str
    person: str
    province: str


@dataclass(frozen=True, slots=True)
class Recovered:
    """The opened office, and a new recovery code in place of the lost one: shown once."""

    office: Office
    recovery_code: str


def entrust_to_province(office: Office, code: str, name: str, recipient: str) -> None:
    """Seals the database key for the province, beside the wraps of the people; once a key."""
    from desktop.sync.recovery import Entrusted

    keys = key_file.load(office.folder)
    if keys.province is not None and keys.province.recipient == recipient:
        return
    sealed = Entrusted(office.database_key, office.info.unit_code).sealed_for(recipient)
    wrap = ProvinceWrap(code, name, recipient, sealed)
    with keys_changed(office.folder, lambda known: replace(known, province=wrap)):
        pass


def pending_request(folder: Path) -> RequestMade | None:
    """The request that waits for the province's reply."""
    found = _pending(folder)
    if found is None:
        return None
    return RequestMade(Path(found["file"]), found["code"], found["person"], found["province"])


def request_recovery(
    folder: Path, name: str, new_password: str, out: Path, clock: Clock
) -> RequestMade:
    """Writes the request. A new one takes the place of the one before.

    Raises NO_PROVINCE_WRAP before the office has joined, USER_UNKNOWN, InputRefused for the
    password, FILE_NOT_WRITABLE.
    """
    from cryptography.fernet import Fernet

    from desktop.sync.recovery import RecoveryRequest
    from desktop.sync.sealing import new_identity, recipient_of

    keys = key_file.load(folder)
    known = known_name(keys, name)
    if keys.province is None:
        raise RuleViolation(Rule.NO_PROVINCE_WRAP)
    check_password(new_password, "new_password")
    identity = new_identity()
    recipient = recipient_of(identity)
    request = RecoveryRequest(keys.office_name, known, recipient, keys.province.sealed, clock.now())
    key = key_file.new_database_key()
    box = Fernet(base64.urlsafe_b64encode(key)).encrypt(identity.encode())
    cost = keys.users[known].cost
    pending = {
        "person": known,
        "province": keys.province.name,
        "recipient": recipient,
        "code": request.code,
        "file": str(out),
        "key": key_file.wrapped_to_data(key_file.wrap(key, new_password, cost)),
        "identity": box.decode(),
    }
    write_whole(out, request.to_bytes())
    write_whole(
        folder / RECOVERY_REQUEST_NAME, json.dumps(pending, ensure_ascii=False, indent=1).encode()
    )
    return RequestMade(out, request.code, known, keys.province.name)


def finish_recovery(folder: Path, reply: Path, new_password: str, clock: Clock) -> Recovered:
    """Opens the office with the reply; the new password and a new recovery code hold from now on.

    Raises NO_RECOVERY_PENDING, WRONG_PASSWORD (not the one chosen with the request),
    RECOVERY_REPLY_NOT_VALID, FILE_NOT_FOUND.
    """
    pending = _pending(folder)
    if pending is None:
        raise RuleViolation(Rule.NO_RECOVERY_PENDING)
    identity = _identity(pending, new_password)
    entrusted = _reply(reply, pending["recipient"], identity)
    office = open_with_key(folder, entrusted.key, pending["person"], clock)
    code = new_recovery_code()
    normal = normal_recovery_code(code)
    assert normal is not None

    def change(keys: KeyFile) -> KeyFile:
        changed = wrapped_for(keys, pending["person"], new_password, entrusted.key)
        cost = changed.users[pending["person"]].cost
        return replace(changed, recovery=key_file.wrap(entrusted.key, normal, cost))

    try:
        with keys_changed(folder, change), office.command() as work:
            work.audit("password.recover_by_province", pending["person"])
        (folder / RECOVERY_REQUEST_NAME).unlink(missing_ok=True)
    except BaseException:
        office.close()
        raise
    return Recovered(office, code)


def _identity(pending: dict[str, Any], password: str) -> str:
    from cryptography.fernet import Fernet

    key = key_file.unwrap(key_file.wrapped_from_data(pending["key"]), password)
    if key is None:
        raise RuleViolation(Rule.WRONG_PASSWORD)
    return Fernet(base64.urlsafe_b64encode(key)).decrypt(pending["identity"].encode()).decode()


def _reply(path: Path, recipient: str, identity: str) -> Entrusted:
    from desktop.sync.recovery import read_reply

    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES)
    except IsADirectoryError:
        raise EnvironmentProblem(Surroundings.FILE_NOT_READABLE, file=path) from None
    except OSError as error:
        raise read_problem(error, path) from error
    try:
        return read_reply(content, recipient, identity)
    except PackageRefused as refused:
        why = package_problem_text(refused.problem, refused.facts).rstrip(".")
        raise RuleViolation(Rule.RECOVERY_REPLY_NOT_VALID, file=path.name, why=why) from refused


def _pending(folder: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads((folder / RECOVERY_REQUEST_NAME).read_bytes())
    except (OSError, ValueError):
        return None
    return found
