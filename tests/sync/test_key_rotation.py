"""Keys change: the new ones are announced by the old, old packages open, forged changes do not."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from desktop.domain.errors import RuleViolation
from desktop.domain.packages import PackageOutcome, PackageRefused
from desktop.models.offices import settings
from desktop.province.desks import devices_of
from desktop.services.provinces.key_rotation import province_key_state, rotate_province_keys
from desktop.services.syncing.joining import look_at_invitation
from desktop.services.syncing.key_rotation import key_state, rotate_keys
from desktop.services.syncing.links import FORMER_SIGNERS, read_link
from desktop.services.syncing.preview import preview_package
from desktop.services.syncing.status import waiting_packages
from desktop.sync.key_changes import ProvinceKeyChange, check_proof, prove, read_province_change
from desktop.sync.mailboxes.folder import ROOT_NAME
from desktop.sync.signatures import SigningKey, fingerprint
from tests.sync.stage import Stage, only, packages_on

ACCEPTED = {PackageOutcome.ACCEPTED, PackageOutcome.ACCEPTED_WITH_NOTES}


def test_device_changes_keys_and_everything_before_and_after_is_taken_in(stage: Stage) -> None:
    before = key_state(stage.unit)
    first = stage.receive("Người thứ nhất")
    stage.export()
    state = rotate_keys(stage.unit).value
    assert state.device != before.device
    second = stage.receive("Người thứ hai")
    stage.export()
    waiting = waiting_packages(stage.unit)
    assert [p.number for p in waiting] == [2, 3, 4]
    # Sealed for the old key and for the new one: both still open here.
    kinds = [preview_package(stage.unit, p.id).items[0].kind for p in waiting]
    assert kinds == ["dossier", "key_change", "dossier"]
    taken = stage.collect()
    assert {c.outcome for c in taken if c.is_new} <= ACCEPTED
    stage.fetch()
    assert waiting_packages(stage.unit) == ()
    assert {first, second} <= set(stage.loaded())
    with stage.province.reading() as connection:
        (device,) = devices_of(connection)
    assert fingerprint(device.sign_key) == state.device


def test_package_of_the_old_key_that_comes_after_the_change_is_taken_in(stage: Stage) -> None:
    """Failure class 8: a stick with the package before the change arrives last."""
    code = stage.receive()
    stage.export()
    rotate_keys(stage.unit)
    later = stage.receive("Đến sau")
    stage.export()
    folder = stage.folder
    news = stage.collect(only(stage.stick, folder / "sau", 4))
    assert [c.outcome for c in news] == [PackageOutcome.REJECTED]  # its key is not known yet
    stage.collect(only(stage.stick, folder / "giữa", 3))
    stage.collect(only(stage.stick, folder / "trước", 2))
    assert code in stage.loaded()
    stage.collect(only(stage.stick, folder / "sau", 4))
    assert later in stage.loaded()
    stage.collect()
    stage.fetch()
    assert waiting_packages(stage.unit) == ()


def test_keys_do_not_change_before_the_province_knows_them(apart: Stage) -> None:
    apart.join()
    with pytest.raises(RuleViolation, match="not_enrolled"):
        rotate_keys(apart.unit)


def test_province_changes_keys_and_units_follow_through_every_change(stage: Stage) -> None:
    trusted = key_state(stage.unit).province
    code = stage.receive()
    stage.export()  # sealed for the keys that are about to go
    rotate_province_keys(stage.province)
    rotate_province_keys(stage.province)
    state = province_key_state(stage.province)
    assert state.changes == 2
    assert {c.outcome for c in stage.collect() if c.is_new} <= ACCEPTED
    assert code in stage.loaded()
    stage.fetch()
    followed = key_state(stage.unit).province
    assert followed == state.fingerprint != trusted
    assert waiting_packages(stage.unit) == ()
    late = stage.receive("Sau khi đổi")
    stage.round()
    assert late in stage.loaded()
    shown = look_at_invitation(stage.unit, stage.invitation("mới.json"))
    assert shown.fingerprint == state.fingerprint
    # A former key is believed for a while, then no longer.
    stage.clock.moment += timedelta(days=61)
    stage.fetch()
    with stage.unit.reading() as connection:
        query = select(settings.c.value).where(settings.c.key == FORMER_SIGNERS)
        assert connection.execute(query).scalar_one() == []


def test_change_that_another_key_has_signed_is_not_believed(stage: Stage) -> None:
    forger = SigningKey.new()
    with stage.unit.reading() as connection:
        link = read_link(connection)
    assert link is not None
    old, seal = link.province.sign, link.province.seal
    proof = prove(forger, "66", old, seal)
    forged = ProvinceKeyChange("66", old, forger.public, seal, stage.clock.now(), proof)
    folder = stage.stick / ROOT_NAME / "units" / stage.unit.info.unit_code / "keys"
    folder.mkdir(parents=True)
    (folder / "aaaaaaaaaaaaaaaa.keys.json").write_bytes(forged.to_bytes(forger))
    stage.fetch()
    with stage.unit.reading() as connection:
        again = read_link(connection)
    assert again is not None
    assert again.province == link.province
    with pytest.raises(PackageRefused):
        read_province_change(forged.to_bytes(forger), old)
    with pytest.raises(PackageRefused):
        check_proof(proof, "66", (old, SigningKey.new().public, seal))
    text = json.loads(json.loads(forged.to_bytes(forger))["text"])
    assert set(text) >= {"old", "sign", "seal", "proof"}


def test_revoked_device_cannot_come_back_by_changing_keys(stage: Stage) -> None:
    from desktop.services.provinces.inviting import revoke_device

    with stage.province.reading() as connection:
        (device,) = devices_of(connection)
    revoke_device(stage.province, device.unit_code, str(device.id))
    rotate_keys(stage.unit)
    stage.export()
    numbers = [place.number for place in packages_on(stage.stick)]
    assert numbers
    assert {c.outcome for c in stage.collect() if c.is_new} <= {PackageOutcome.REJECTED}
    with stage.province.reading() as connection:
        (after,) = devices_of(connection)
    assert (after.sign_key, after.revoked_at) == (device.sign_key, after.revoked_at)
    assert after.revoked_at is not None
