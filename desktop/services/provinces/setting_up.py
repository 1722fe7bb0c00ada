"""Setting up the province's desk: a folder like an office's, with the province's own keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop import resources
from desktop.domain.errors import Entry, InputProblem, InputRefused, Rule, RuleViolation
from desktop.domain.text import clean
from desktop.domain.units import Unit, UnitKind
from desktop.models.postgres import check_database_address
from desktop.province.desks import ProvinceDesk, create_desk, read_desk
from desktop.security.key_file import Argon2Cost
from desktop.services.clock import Clock
from desktop.services.office import Office, Work
from desktop.services.passwords import check_password
from desktop.services.provinces.storing import prepare_server, remember_address
from desktop.services.setting_up import NewOffice, lay_office
from desktop.sync.mailboxes.addresses import check_address
from desktop.sync.signatures import fingerprint

_IN_FOLDER = ("", "sqlite:")
PRACTICE_MARK = "thực hành"


@dataclass(frozen=True, slots=True)
class NewProvince:
    """What is asked. ``database``: empty or "sqlite:" for the folder, else a server's address."""

    code: str
    admin_name: str
    password: str
    mailbox: str = ""
    database: str = ""
    is_practice: bool = False


@dataclass(frozen=True, slots=True)
class CreatedProvince:
    """The finished desk, its public signing key, and the recovery code to be printed.

    ``fingerprint`` is what units compare before they join, as ``ssh-keygen -l`` writes it.
    """

    folder: Path
    code: str
    name: str
    public_key: str
    fingerprint: str
    recovery_code: str


def create_province(
    folder: Path, new: NewProvince, clock: Clock, cost: Argon2Cost | None = None
) -> CreatedProvince:
    """Makes a province's desk in a folder that has none. Raises InputRefused, OFFICE_EXISTS."""
    code, name = _check(new)
    # The mark stands on every invitation: no unit takes a practice desk for its province.
    shown = f"{name} ({PRACTICE_MARK})" if new.is_practice else name
    made: list[ProvinceDesk] = []

    def lay_desk(work: Work) -> None:
        mailbox = check_address(new.mailbox)
        desk = create_desk(work.connection, code, shown, mailbox, work.now)
        made.append(desk)
        if new.database.strip() not in _IN_FOLDER:
            # Inside the transaction: a desk whose server refuses was never made.
            prepare_server(new.database.strip(), desk)
            remember_address(work, new.database.strip())
        work.audit("province.create", code)

    # A province is no commune; the folder knows it as the unit that works in it.
    unit = Unit(code, name, UnitKind.COMMUNE, code, name)
    office = NewOffice(
        code,
        new.admin_name,
        new.password,
        parent_body=f"ỦY BAN NHÂN DÂN {name.upper()}",
        shop_name="SỞ NỘI VỤ",
        place_name=name.split(" ", 2 if name.startswith("Thành phố") else 1)[-1],
        code_prefix="",
        is_practice=new.is_practice,
    )
    created = lay_office(folder, unit, office, clock, cost, lay_desk)
    public = made[0].signing.public
    return CreatedProvince(folder, code, name, public, fingerprint(public), created.recovery_code)


def require_desk(office: Office) -> ProvinceDesk:
    """The province's desk of this folder. Raises RuleViolation(NOT_A_PROVINCE)."""
    with office.reading() as connection:
        desk = read_desk(connection)
    if desk is None:
        raise RuleViolation(Rule.NOT_A_PROVINCE)
    return desk


def _check(new: NewProvince) -> tuple[str, str]:
    """Code and name of the province. Raises InputRefused with everything that is wrong."""
    problems: list[InputProblem] = []
    province = resources.find_province(new.code.strip())
    if province is None:
        problems.append(InputProblem("province", Entry.UNKNOWN_PROVINCE, {"text": new.code}))
    if not clean(new.admin_name):
        problems.append(InputProblem("admin", Entry.REQUIRED))
    checks: list[Callable[[], object]] = [
        lambda: check_password(new.password),
        lambda: check_address(new.mailbox),
    ]
    if new.database.strip() not in _IN_FOLDER:
        checks.append(lambda: check_database_address(new.database))
    for check in checks:
        try:
            check()
        except InputRefused as refused:
            problems.extend(refused.problems)
    if problems or province is None:
        raise InputRefused(*problems)
    return province
