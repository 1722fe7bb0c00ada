"""Judging a package by its manifest: for us, by whom, at its place in the chain, how late."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, bindparam, select

from desktop.domain.packages import PackageOutcome, PackageProblem, PackageRefused
from desktop.models.appraisals import unit_records
from desktop.models.province import received_packages
from desktop.province.desks import Device, enrol, find_device, first_with_number
from desktop.sync.manifest import Manifest
from desktop.sync.opening import Head
from desktop.sync.receipts import ReceiptProblem
from desktop.sync.records import ENROLMENT, KEY_CHANGE, Record
from desktop.wording.sync import package_problem_text

# A clock that is further off than this is worth a word.
_CLOCK_SLACK = timedelta(days=2)
# Packages may lie on a stick for weeks: an old one is no sign of a wrong clock by itself.
_CLOCK_PAST = timedelta(days=180)


def sender_of(connection: Connection, head: Head, first: object, now: datetime) -> Device:
    """The enrolled device that signed; a first record of enrolment makes it one."""
    origin = head.manifest.origin
    device = find_device(connection, origin.device)
    is_known = device is not None and (
        device.sign_key == origin.key or _is_from_before(connection, head.manifest)
    )
    is_enrolment = isinstance(first, Record) and first.kind == ENROLMENT
    if is_enrolment and not _is_revoked(device, origin.key):
        assert isinstance(first, Record)
        device = enrol(connection, first, origin, device, now)
    elif device is None:
        raise PackageRefused(PackageProblem.DEVICE_UNKNOWN)
    elif not is_known:
        raise PackageRefused(PackageProblem.WRONG_SIGNER)
    if device.unit_code != origin.unit:
        raise PackageRefused(PackageProblem.NOT_FOR_US)
    return device


def refusal_of(
    connection: Connection, device: Device, head: Head
) -> tuple[PackageProblem, dict[str, Any]] | None:
    """Why a package of a known device is refused for good; None when it is not."""
    if device.revoked_at is not None:
        return PackageProblem.DEVICE_REVOKED, {}
    manifest = head.manifest
    neighbours = _neighbours(connection, manifest)
    before, same, after = (neighbours.get(manifest.number + step) for step in (-1, 0, 1))
    if (
        same is not None
        or (before is not None and before.manifest_sha256 != manifest.previous)
        or (after is not None and after.previous != head.sha256)
        or (manifest.number > 1) != (manifest.previous is not None)
    ):
        return PackageProblem.CHAIN_FORKED, {"number": manifest.number}
    return None


def notes_about(connection: Connection, manifest: Manifest, now: datetime) -> list[ReceiptProblem]:
    """What is worth a word about an accepted package: gaps before it, a wrong clock, its desk."""
    notes = []
    missing = _missing_numbers(connection, manifest)
    if missing:
        notes.append(problem(PackageProblem.PACKAGES_MISSING, missing=missing))
    if not -_CLOCK_PAST <= manifest.made_at - now <= _CLOCK_SLACK:
        notes.append(problem(PackageProblem.CLOCK_DIFFERS, made_at=manifest.made_at))
    first = first_with_number(connection, manifest.origin)
    if first is not None:
        facts = {"desk": first.desk_number, "name": first.name}
        notes.append(problem(PackageProblem.DESK_NUMBER_TAKEN, **facts))
    return notes


def problem(code: PackageProblem, **facts: Any) -> ReceiptProblem:
    """A reason or note with its words."""
    return ReceiptProblem(str(code), package_problem_text(code, facts))


def _is_from_before(connection: Connection, manifest: Manifest) -> bool:
    """A package that came late: its key signed the change to another in a later package."""
    p, r = received_packages.c, unit_records.c
    query = (
        select(r.content)
        .join(received_packages, p.id == r.package_id)
        .where(
            r.kind == KEY_CHANGE,
            r.device == manifest.origin.device,
            p.chain == manifest.origin.chain,
            p.number > manifest.number,
        )
    )
    contents = connection.execute(query).scalars()
    return any(content["old"] == manifest.origin.key for content in contents)


def _is_revoked(device: Device | None, key: str) -> bool:
    """Whether this very key was revoked: only a new invitation with new keys lifts that."""
    return device is not None and device.revoked_at is not None and device.sign_key == key


def _neighbours(connection: Connection, manifest: Manifest) -> dict[int, Any]:
    """Accepted packages of the same chain beside this one."""
    here = {"chain": manifest.origin.chain, "number": manifest.number}
    return {row.number: row for row in connection.execute(_NEIGHBOURS, here)}


_PACKAGES = received_packages.c
_NEIGHBOURS = select(_PACKAGES.number, _PACKAGES.manifest_sha256, _PACKAGES.previous).where(
    _PACKAGES.chain == bindparam("chain"),
    _PACKAGES.number.between(bindparam("number") - 1, bindparam("number") + 1),
    _PACKAGES.outcome != PackageOutcome.REJECTED,
)


def _missing_numbers(connection: Connection, manifest: Manifest) -> str:
    """Numbers of the chain before this one that have not come, "2, 3"; few are named."""
    if manifest.number == 1:
        return ""
    p = received_packages.c
    query = select(p.number).where(
        p.chain == manifest.origin.chain,
        p.number < manifest.number,
        p.outcome != PackageOutcome.REJECTED,
    )
    there = set(connection.execute(query).scalars())
    gaps = (number for number in range(1, manifest.number) if number not in there)
    missing = list(islice(gaps, 6))
    named = ", ".join(map(str, missing[:5]))
    return f"{named}, …" if len(missing) > 5 else named
