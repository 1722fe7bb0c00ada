"""A new recovery code: the sheet is lost, was seen, or never left the printer."""

from __future__ import annotations

from dataclasses import replace

from desktop.domain.roles import Permission
from desktop.security import key_file
from desktop.security.recovery_codes import new_recovery_code, normal_recovery_code
from desktop.services.office import Office
from desktop.services.passwords import keys_changed
from desktop.services.signing_in import check_own_password


def renew_recovery_code(office: Office, password: str) -> str:
    """The new code, told this once; the old one opens this office no more.

    Backups made before carry the keys of their day: they open by the code of that day.
    Raises NOT_ALLOWED, and like ``sign_in`` for a wrong password.
    """
    office.require(Permission.MANAGE_USERS)
    check_own_password(office, password)
    code = new_recovery_code()
    normal = normal_recovery_code(code)
    assert normal is not None
    keys = key_file.load(office.folder)
    cost = keys.users[office.user.name].cost
    wrapped = key_file.wrap(office.database_key, normal, cost)
    with (
        keys_changed(office.folder, lambda k: replace(k, recovery=wrapped)),
        office.command() as work,
    ):
        work.audit("recovery.renew", office.user.name)
    return code
