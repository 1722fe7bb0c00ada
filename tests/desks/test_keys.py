"""Desks change their keys: everything still opens, stragglers catch up, forgers get nowhere."""

from __future__ import annotations

import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.packages import PackageProblem, PackageRefused
from desktop.models.desks import desk_key_words
from desktop.services.backups import create_backup
from desktop.services.dossier_filters import DossierFilter
from desktop.services.dossier_lists import count_dossiers
from desktop.services.office import Office
from desktop.services.restoring import restore_backup
from desktop.services.signing_in import sign_in
from desktop.services.syncing.desk_keys import may_sign, words_of
from desktop.services.syncing.desk_membership import (
    follow_leader,
    key_states,
    rotate_desk_keys,
    shut_out,
    take_back_key,
)
from desktop.services.syncing.desks import (
    desk_identities,
    desk_keys,
    list_desks,
    office_id,
    read_chain,
)
from desktop.sync.carrying import source_of
from desktop.sync.desk_keys import DeskKeyWord, desk_keys_place, read_desk_key_word
from desktop.sync.mailboxes.folder import ROOT_NAME
from desktop.sync.opening import read_head, read_lines
from desktop.sync.sealing import new_identity, recipient_of
from desktop.sync.signatures import SigningKey
from tests.desks.unit import Unit, differences
from tests.factory import ADMIN, PASSWORD, a_received


def _count(desk: Office) -> int:
    return count_dossiers(desk, DossierFilter())


def _refused(desk: Office, number: int) -> Rule:
    with pytest.raises(RuleViolation) as refused:
        take_back_key(desk, number)
    return refused.value.code


def test_desk_that_missed_two_changes_reads_old_and_new_packages_in_any_order(
    unit: Unit, tmp_path: Path
) -> None:
    first, second, third = unit.desks
    sticks = [tmp_path / name for name in ("một", "hai", "ba")]
    before = key_states(second)[1]
    for stick in sticks:
        stick.mkdir()
        a_received(second, name=f"Trước {stick.name}")
        unit.exchange(second, stick)
        rotate_desk_keys(second)
    state = key_states(second)[1]
    assert (state.changes, before.changes) == (3, 0)
    assert state.fingerprint != before.fingerprint
    a_received(second, name="Sau cùng")
    # The newest stick arrives first; the third desk has sealed for the oldest key meanwhile.
    a_received(third, name="Của quầy ba")
    unit.exchange(third, sticks[1])
    unit.exchange(second, sticks[1])
    assert _count(second) == 5
    for stick in reversed(sticks):
        unit.exchange(third, stick)
        unit.exchange(first, stick)
    unit.settle_down()
    assert differences(unit.desks) == []
    assert {key_states(desk)[1].fingerprint for desk in unit.desks} == {state.fingerprint}
    fourth = unit.add_desk()
    unit.settle_down()
    assert differences(unit.desks) == []
    assert _count(fourth) == 5


def test_what_comes_after_a_change_opens_with_the_new_key_alone(unit: Unit) -> None:
    first, second, _ = unit.desks
    with second.reading() as connection:
        old = desk_keys(connection)
    rotate_desk_keys(second)
    unit.settle_down()
    a_received(first, name="Người đến sau")
    unit.exchange(first)
    me = next(peer.device for peer in list_desks(first) if peer.is_me)
    found = (unit.share / ROOT_NAME / "desks").glob(f"*/{me}/*/*/manifest.json")
    source = source_of(max(file.parent for file in found))
    head = read_head(source)
    with pytest.raises(PackageRefused) as refused:
        list(read_lines(head, source, old.identity))
    assert refused.value.problem is PackageProblem.NOT_FOR_US
    with second.reading() as connection:
        identities = desk_identities(connection)
    assert identities[1] == old.identity
    assert list(read_lines(head, source, identities))


def test_word_that_the_known_key_has_not_signed_changes_nothing(unit: Unit) -> None:
    first, second, _ = unit.desks
    with second.reading() as connection:
        stolen, home = desk_keys(connection), office_id(connection)
    me = next(peer for peer in list_desks(second) if peer.is_me)
    rotate_desk_keys(second)
    unit.settle_down()
    peer = next(peer for peer in list_desks(first) if peer.device == me.device)
    with first.reading() as connection:
        (word,) = words_of(connection, me.device)
        chain = read_chain(connection).chain
    stranger, other = SigningKey.new(), SigningKey.new()
    seal = recipient_of(new_identity())

    def lay(forged: DeskKeyWord, old: SigningKey, new: SigningKey) -> None:
        place = unit.share / ROOT_NAME / desk_keys_place(home, forged.sign)
        place.write_bytes(forged.to_bytes(old, new))

    wider = dict.fromkeys(word.signed, 90000) | {str(chain): 90_000}
    # A stranger's own key; the former key, leading elsewhere, or before itself with wider bounds.
    forged = replace(word, sign=stranger.public, seal=seal, signed=wider)
    lay(replace(forged, old=other.public), other, stranger)
    lay(forged, stolen.signing, stranger)
    lay(replace(forged, old=other.public, sign=word.old), other, stolen.signing)
    (unit.share / ROOT_NAME / "desks" / str(home) / "keys" / "x.keys.json").write_bytes(b"{}")
    with pytest.raises(PackageRefused):
        read_desk_key_word(forged.to_bytes(other, stranger))
    unit.settle_down()
    with first.reading() as connection:
        assert len(connection.execute(select(desk_key_words)).all()) == 1
        ((row, bound),) = word.signed.items()
        for key in (stranger.public, other.public, word.old):
            assert not may_sign(connection, peer, key, uuid.UUID(row), bound + 1)
    assert list_desks(first)[1].sign == peer.sign


def test_desk_restored_from_before_its_change_is_taken_back_by_a_person(unit: Unit) -> None:
    first, second, third = unit.desks
    backup = create_backup(second, unit.folder / "sao lưu").file
    rotate_desk_keys(second)
    a_received(second, name="Sau bản sao lưu")
    unit.settle_down()
    assert _refused(first, 2) is Rule.NO_OLDER_KEY
    into = unit.folder / "khôi phục"
    restore_backup(backup, into, unit.clock.now())
    back = unit.desks[1] = sign_in(into, ADMIN, PASSWORD, unit.clock)
    unit.opened.append(back)
    a_received(back, name="Sau khi khôi phục")
    assert "Nhận lại khóa cũ" in unit.exchange(back).problems[-1]
    report = unit.exchange(first)
    assert "khóa cũ" in report.problems[0]
    assert key_states(first)[1].claimed == key_states(back)[1].fingerprint
    assert "khóa cũ" in unit.exchange(third).problems[0]
    take_back_key(first, 2)
    # The third desk hears it from the leading one.
    unit.settle_down()
    assert differences(unit.desks) == []
    assert _count(back) == 2
    rotate_desk_keys(back)
    a_received(back, name="Với khóa mới nữa")
    unit.settle_down()
    assert differences(unit.desks) == []
    assert {key_states(desk)[1].claimed for desk in unit.desks} == {""}


def test_founding_desk_is_lost_and_another_one_leads(unit: Unit) -> None:
    first, second, third = unit.desks
    with pytest.raises(RuleViolation) as refused:
        shut_out(second, 3)
    assert refused.value.code is Rule.NOT_FOUNDING_DESK
    follow_leader(second, 2)
    follow_leader(third, 2)
    with pytest.raises(RuleViolation) as refused:
        follow_leader(third, 2)
    assert refused.value.code is Rule.LEADS_ALREADY
    unit.desks.remove(first)
    a_received(third, name="Sau khi mất quầy đầu")
    unit.settle_down()
    # The thief's desk neither opens what came since nor is it heard.
    a_received(first, name="Của kẻ lấy máy")
    assert unit.exchange(first).news == 0
    assert "đã bị thu hồi" in unit.exchange(second).problems[0]
    fourth = unit.add_desk()
    assert a_received(fourth).code
    for _ in range(4):
        for desk in unit.desks:
            unit.exchange(desk)
    assert differences(unit.desks) == []
    assert _count(fourth) == 2
    assert [peer.is_lead for peer in list_desks(fourth)] == [False, True, False, False]
    shut_out(second, 3)
