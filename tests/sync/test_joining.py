"""An invitation, a first package, a revocation."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.domain.errors import (
    EnvironmentProblem,
    InputRefused,
    Rule,
    RuleViolation,
    Surroundings,
)
from desktop.domain.packages import PackageOutcome, SentState, SyncProblem
from desktop.models.offices import secrets
from desktop.models.province import invitations, unit_devices
from desktop.services.backups import create_backup
from desktop.services.office import Office
from desktop.services.provinces.inviting import invite, revoke_device
from desktop.services.syncing.joining import join
from desktop.services.syncing.sending import export_to, resume
from desktop.services.syncing.status import sync_status
from tests.factory import UNIT_CODE
from tests.sync.stage import Stage, changed


def refused_with(rule: Rule) -> pytest.RaisesExc[RuleViolation]:
    return pytest.raises(RuleViolation, check=lambda error: error.code is rule)


def test_first_package_completes_the_enrolment(apart: Stage) -> None:
    code = apart.receive()
    joined = join(apart.unit, apart.invitation()).value
    status = sync_status(apart.unit)
    assert status is not None
    assert status.enrolled_at is None
    assert apart.dump(unit_devices) == [[]]
    (found,) = apart.round()
    assert (found.outcome, found.number) == (PackageOutcome.ACCEPTED, 1)
    status = sync_status(apart.unit)
    assert status is not None
    assert status.enrolled_at == apart.clock.moment
    [[device]] = apart.dump(unit_devices)
    assert (device.uuid, device.unit_code) == (joined.device, UNIT_CODE)
    assert set(apart.loaded()) == {code}


def test_dossiers_from_before_joining_travel_too(apart: Stage) -> None:
    codes = {apart.receive() for _ in range(3)}
    with apart.unit.command() as work:
        work.connection.exec_driver_sql("DELETE FROM outbox")  # as imported registers leave it
    apart.join()
    apart.round()
    assert set(apart.loaded()) == codes


def test_invitation_s_secret_is_kept_nowhere_at_the_province(apart: Stage) -> None:
    file = apart.invitation()
    secret = json.loads(json.loads(file.read_text())["text"])["secret"]
    [[row]] = apart.dump(invitations)
    assert secret not in str(row)
    with apart.province.reading() as connection:
        assert secret not in str(connection.execute(select(secrets)).all())


def test_device_keys_are_inside_the_encrypted_database_only(stage: Stage) -> None:
    with stage.unit.reading() as connection:
        kept = {row.key: row.value for row in connection.execute(select(secrets))}
    for path in stage.unit.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert kept["device_signing_key"].encode() not in content
            assert kept["device_seal_identity"].encode() not in content


def test_same_invitation_joins_once(stage: Stage) -> None:
    with refused_with(Rule.ALREADY_JOINED):
        join(stage.unit, stage.folder / "giấy mời.json")


def test_invitation_of_another_unit_is_refused(apart: Stage) -> None:
    file = invite(apart.province, "24265", apart.folder / "khác.json").value.file
    with refused_with(Rule.INVITATION_FOR_OTHER_UNIT):
        join(apart.unit, file)


def test_unit_of_another_province_is_not_invited(apart: Stage) -> None:
    with refused_with(Rule.UNIT_OF_OTHER_PROVINCE):
        invite(apart.province, "00004", apart.folder / "khác.json")
    with pytest.raises(InputRefused):
        invite(apart.province, "99999", apart.folder / "khác.json")
    assert not (apart.folder / "khác.json").exists()


def test_expired_invitation_is_refused_by_the_unit(apart: Stage) -> None:
    file = apart.invitation()
    apart.clock.moment += timedelta(days=31)
    with refused_with(Rule.INVITATION_EXPIRED):
        join(apart.unit, file)


def test_expired_invitation_is_refused_by_the_province(apart: Stage) -> None:
    apart.join()
    apart.export()
    apart.clock.moment += timedelta(days=31)
    (found,) = apart.collect()
    assert found.outcome is PackageOutcome.REJECTED
    assert [p.code for p in found.problems] == ["invitation_expired"]
    assert apart.dump(unit_devices) == [[]]


def test_invitation_changed_anywhere_is_refused_or_says_the_same(apart: Stage) -> None:
    file = apart.invitation()
    whole = file.read_bytes()
    for place in range(0, len(whole), 7):
        changed(file, lambda _, at=place: whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with refused_with(Rule.INVITATION_NOT_VALID):
            join(apart.unit, file)
    assert sync_status(apart.unit) is None


def test_file_that_is_no_invitation_is_refused(apart: Stage) -> None:
    file = apart.folder / "khác.json"
    for content in (b"", b"{}", b"[]", b'{"text": 1, "signature": 2}', b"\xff\xfe", b"[" * 100_000):
        file.write_bytes(content)
        with refused_with(Rule.INVITATION_NOT_VALID):
            join(apart.unit, file)


def test_second_device_cannot_use_an_invitation_again(apart: Stage, office_template: Path) -> None:
    other = _second_unit(apart, office_template)
    file = apart.invitation()
    join(apart.unit, file)
    apart.round()
    join(other, file)
    export_to(other, apart.stick)
    found = [f for f in apart.collect() if f.is_new or f.outcome is PackageOutcome.REJECTED]
    assert [[p.code for p in f.problems] for f in found] == [["invitation_used"]]
    other.close()


def test_unit_hears_that_the_province_does_not_know_its_machine(apart: Stage) -> None:
    """Nobody answers a machine that is not known: without a word of its own it waits for ever."""

    def told() -> list[object]:
        status = sync_status(apart.unit)
        assert status is not None
        return [problem.code for problem in status.problems]

    apart.join()
    apart.receive()
    apart.clock.moment += timedelta(days=3)
    assert told() == []  # nothing was laid yet
    apart.export()
    assert told() == []
    apart.clock.moment += timedelta(days=2)
    assert told() == [SyncProblem.ENROLMENT_UNANSWERED]
    apart.round()
    assert told() == []
    with pytest.raises(EnvironmentProblem) as refused:
        export_to(apart.unit, apart.folder / "chưa cắm" / "usb", make_folder=True)
    assert refused.value.code is Surroundings.MAILBOX_UNREACHABLE
    with pytest.raises(EnvironmentProblem):
        export_to(apart.unit, apart.invitation("là tệp.json"), make_folder=True)


def _second_unit(apart: Stage, template: Path) -> Office:
    from desktop.services.setting_up import NewOffice, create_office
    from desktop.services.signing_in import sign_in
    from tests.conftest import CHEAP
    from tests.factory import ADMIN, PASSWORD

    folder = apart.folder / "máy hai"
    new = NewOffice(UNIT_CODE, ADMIN, PASSWORD, desk_number=2)
    create_office(folder, new, apart.clock, CHEAP)
    return sign_in(folder, ADMIN, PASSWORD, apart.clock)


def test_revoked_device_is_told_and_joins_again_with_a_new_invitation(stage: Stage) -> None:
    device = str(sync_status(stage.unit).device)  # type: ignore[union-attr]
    revoke_device(stage.province, UNIT_CODE, device[:18])
    code = stage.receive()
    (found,) = stage.round()
    assert [p.code for p in found.problems] == ["device_revoked"]
    assert code not in stage.loaded()
    with refused_with(Rule.SENDING_PAUSED):
        stage.export()
    join(stage.unit, stage.invitation("mới.json"))
    (found,) = stage.round()
    assert found.outcome is PackageOutcome.ACCEPTED
    assert code in stage.loaded()
    assert sync_status(stage.unit).problems == ()  # type: ignore[union-attr]


@pytest.mark.parametrize("device", ["", "0", "ffffffff-0000", "không có"])
def test_revoking_asks_for_exactly_one_device(stage: Stage, device: str) -> None:
    with refused_with(Rule.DEVICE_NOT_FOUND):
        revoke_device(stage.province, UNIT_CODE, device)


def test_unit_is_no_province_and_a_province_no_unit(apart: Stage) -> None:
    with refused_with(Rule.NOT_A_PROVINCE):
        invite(apart.unit, UNIT_CODE, apart.folder / "x.json")
    with refused_with(Rule.INVITATION_FOR_OTHER_UNIT):
        join(apart.province, apart.invitation())


def test_join_after_a_restore_still_waits_for_a_person(stage: Stage) -> None:
    restored = stage.restore(create_backup(stage.unit, stage.folder / "b").file)
    join(restored.unit, stage.invitation("mới.json"))
    with refused_with(Rule.SENDING_PAUSED):
        restored.export()
    resume(restored.unit)
    restored.export()
    restored.unit.close()


def test_package_state_is_never_acknowledged_without_a_receipt(stage: Stage) -> None:
    from desktop.models.sync import sent_packages

    with stage.unit.reading() as connection:
        rows = connection.execute(select(sent_packages)).all()
    assert [row.state for row in rows] == [SentState.ACKNOWLEDGED]
    assert all(row.receipt for row in rows)


def test_practice_office_never_joins_a_province(apart: Stage) -> None:
    invitation = apart.invitation()
    apart.unit.info = replace(apart.unit.info, is_practice=True)
    with pytest.raises(RuleViolation) as refused:
        join(apart.unit, invitation)
    assert refused.value.code is Rule.PRACTICE_OFFICE
