"""Helping a locked office: looked at, compared by telephone, answered for this one request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop import resources
from desktop.domain.errors import EnvironmentProblem, Rule, RuleViolation, Surroundings
from desktop.domain.packages import PackageProblem, PackageRefused
from desktop.domain.roles import Permission
from desktop.province.desks import ProvinceDesk
from desktop.security.files import read_problem, write_whole
from desktop.services.office import Office
from desktop.services.outcomes import Outcome
from desktop.services.provinces.setting_up import require_desk
from desktop.sync.recovery import (
    Entrusted,
    RecoveryRequest,
    read_entrusted,
    read_request,
    reply_bytes,
)
from desktop.wording.sync import package_problem_text

_MOST_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class RequestView:
    """Who asks. ``unit_code`` is from inside the seal; ``code`` is compared by telephone."""

    unit_code: str
    unit_name: str
    office: str
    person: str
    code: str
    made_at: datetime


def look_at_request(office: Office, path: Path) -> RequestView:
    """What a request says; nothing is answered yet. Raises RECOVERY_REQUEST_NOT_VALID."""
    office.require(Permission.RUN_PROVINCE)
    return _view(*_opened(require_desk(office), path))


def answer_request(office: Office, path: Path, code: str, out: Path) -> Outcome[RequestView]:
    """Writes the reply when the code is the one that the unit has read out.

    Raises RECOVERY_CODE_DIFFERS, RECOVERY_REQUEST_NOT_VALID, FILE_NOT_WRITABLE.
    """
    office.require(Permission.RUN_PROVINCE)
    request, entrusted = _opened(require_desk(office), path)
    view = _view(request, entrusted)
    if "".join(code.split()) != "".join(view.code.split()):
        raise RuleViolation(Rule.RECOVERY_CODE_DIFFERS, unit=view.unit_name)
    with office.command() as work:
        work.audit("province.recover", view.unit_code, code=view.code)
        write_whole(out, reply_bytes(entrusted, request.recipient))
        return work.outcome(view)


def _view(request: RecoveryRequest, entrusted: Entrusted) -> RequestView:
    unit = resources.find_commune(entrusted.unit)
    name = unit.name if unit is not None else entrusted.unit
    return RequestView(
        entrusted.unit, name, request.office, request.person, request.code, request.made_at
    )


def _opened(desk: ProvinceDesk, path: Path) -> tuple[RecoveryRequest, Entrusted]:
    try:
        with path.open("rb") as file:
            request = read_request(file.read(_MOST_BYTES))
        for identity in (desk.identity, *desk.former_identities):
            try:
                return request, read_entrusted(request.sealed, identity)
            except PackageRefused as refused:
                if refused.problem is not PackageProblem.NOT_FOR_US:
                    raise
        raise PackageRefused(PackageProblem.NOT_FOR_US)
    except PackageRefused as refused:
        why = package_problem_text(refused.problem, refused.facts).rstrip(".")
        raise RuleViolation(Rule.RECOVERY_REQUEST_NOT_VALID, file=path.name, why=why) from refused
    except IsADirectoryError:
        raise EnvironmentProblem(Surroundings.FILE_NOT_READABLE, file=path) from None
    except OSError as error:
        raise read_problem(error, path) from error
