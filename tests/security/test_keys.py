"""The key file: passwords, the recovery code, and what a damaged file does."""

from __future__ import annotations

import json
import random
import threading
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop import resources
from desktop.domain.errors import (
    Entry,
    EnvironmentProblem,
    InputRefused,
    Rule,
    RuleViolation,
    Surroundings,
)
from desktop.domain.roles import Role
from desktop.security import key_file
from desktop.security.key_file import Argon2Cost, KeyFile, new_database_key, unwrap, wrap
from desktop.security.recovery_codes import new_recovery_code, normal_recovery_code
from desktop.security.sign_in_delays import SignInDelays
from desktop.services.clock import FixedClock
from desktop.services.setting_up import create_office
from desktop.services.signing_in import (
    change_password,
    check_own_password,
    reset_with_recovery_code,
    sign_in,
)
from desktop.services.users import NewUser, add_user, change_user, give_password
from desktop.wording.problems import message
from tests.conftest import CHEAP
from tests.factory import ADMIN, FRIDAY_MORNING, PASSWORD, a_received
from tests.services.record import NEW_OFFICE

NEW = "Mat-khau-moi-2026!"
WRONG = "Sai-mat-khau-1!"


def refused(folder: Path, clock: FixedClock, password: str, name: str = ADMIN) -> RuleViolation:
    with pytest.raises(RuleViolation) as raised:
        sign_in(folder, name, password, clock)
    return raised.value


def opens(folder: Path, clock: FixedClock, password: str, name: str = ADMIN) -> bool:
    try:
        sign_in(folder, name, password, clock).close()
    except RuleViolation:
        return False
    return True


def test_waiting_grows_with_each_wrong_password_and_a_restart_does_not_help(
    office_folder: Path, clock: FixedClock
) -> None:
    policy = resources.password_policy()
    waits = []
    for _ in range(12):
        assert refused(office_folder, clock, WRONG).code is Rule.WRONG_PASSWORD
        wait = SignInDelays(office_folder, policy).seconds_left(ADMIN, clock.now())
        waits.append(wait)
        if wait:
            told = refused(office_folder, FixedClock(clock.moment), PASSWORD)
            assert (told.code, told.facts["seconds"]) == (Rule.SIGN_IN_DELAYED, wait)
        clock.moment += timedelta(seconds=wait)
    assert waits == [0, 0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300]
    assert opens(office_folder, clock, PASSWORD)
    assert SignInDelays(office_folder, policy).seconds_left(ADMIN, clock.now()) == 0


def test_clock_set_back_does_not_lock_the_office_for_the_jump(
    office_folder: Path, clock: FixedClock
) -> None:
    for _ in range(5):
        refused(office_folder, clock, WRONG)
    clock.moment -= timedelta(days=400)
    assert refused(office_folder, clock, PASSWORD).facts["seconds"] <= 300


def test_waiting_of_one_user_does_not_hold_another_up(
    office_folder: Path, clock: FixedClock
) -> None:
    office = sign_in(office_folder, ADMIN, PASSWORD, clock)
    add_user(office, NewUser("Lê Văn Tám", Role.DESK, PASSWORD))
    office.close()
    for _ in range(5):
        refused(office_folder, clock, WRONG, "Lê Văn Tám")
    assert opens(office_folder, clock, PASSWORD)
    assert not opens(office_folder, clock, PASSWORD, "Lê Văn Tám")


@pytest.mark.parametrize("content", ["", "[]", "{", '{"Quản trị": [9e999, 1]}', '{"Quản trị": 3}'])
def test_damaged_counter_of_wrong_passwords_locks_nobody_out(
    office_folder: Path, clock: FixedClock, content: str
) -> None:
    (office_folder / "sign-in.json").write_text(content, encoding="utf-8")
    assert opens(office_folder, clock, PASSWORD)


def test_recovery_code_opens_with_its_spaces_and_look_alikes(
    tmp_path: Path, clock: FixedClock
) -> None:
    created = create_office(tmp_path / "office", NEW_OFFICE, clock, CHEAP)
    folder, code = created.folder, created.recovery_code
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "i")
    office = reset_with_recovery_code(folder, typed, ADMIN, NEW, clock)
    a_received(office)
    office.close()
    assert opens(folder, clock, NEW)
    assert not opens(folder, clock, PASSWORD)


def test_wrong_recovery_code_opens_nothing_and_makes_one_wait(
    tmp_path: Path, clock: FixedClock
) -> None:
    folder = create_office(tmp_path / "office", NEW_OFFICE, clock, CHEAP).folder
    for _ in range(4):
        with pytest.raises(RuleViolation, match="wrong_recovery_code"):
            reset_with_recovery_code(folder, new_recovery_code(), ADMIN, NEW, clock)
    with pytest.raises(RuleViolation, match="sign_in_delayed"):
        reset_with_recovery_code(folder, new_recovery_code(), ADMIN, NEW, clock)
    assert opens(folder, clock, PASSWORD)


def test_weak_password_is_not_taken_with_a_right_recovery_code(
    tmp_path: Path, clock: FixedClock
) -> None:
    created = create_office(tmp_path / "office", NEW_OFFICE, clock, CHEAP)
    with pytest.raises(InputRefused) as raised:
        reset_with_recovery_code(created.folder, created.recovery_code, ADMIN, "ngắn", clock)
    assert raised.value.problems[0].code is Entry.PASSWORD_TOO_WEAK
    assert opens(created.folder, clock, PASSWORD)


@given(st.integers(0, 24), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_wrong_sign_of_a_recovery_code_is_noticed(place: int, sign: str) -> None:
    code = new_recovery_code().replace("-", "")
    changed = code[:place] + sign + code[place + 1 :]
    # 0 and Z are one to the check; the key itself refuses such a code.
    look_alike = place < 24 and {sign, code[place]} == {"0", "Z"}
    assert (normal_recovery_code(changed) is None) == (changed != code and not look_alike)


DAMAGE: dict[str, Any] = {
    "empty": lambda text: "",
    "cut": lambda text: text[: len(text) // 2],
    "no json": lambda text: "không phải json",
    "list": lambda text: "[]",
    "no users": lambda text: text.replace('"users"', '"nobody"'),
    "users list": lambda text: json.dumps({**json.loads(text), "users": []}),
    "wrong salt": lambda text: text.replace('"salt": "', '"salt": "!'),
    "other cost": lambda text: text.replace('"memory_kib": 8', '"memory_kib": 999999999'),
    "endless cost": lambda text: text.replace('"time_cost": 1', '"time_cost": 1000000'),
    "text cost": lambda text: text.replace('"time_cost": 1', '"time_cost": "x"'),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_damaged_key_file_is_told_in_words(
    office_folder: Path, clock: FixedClock, kind: str
) -> None:
    path = office_folder / "keys.json"
    path.write_text(DAMAGE[kind](path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(EnvironmentProblem) as raised:
        sign_in(office_folder, ADMIN, PASSWORD, clock)
    assert raised.value.code is Surroundings.KEYS_DAMAGED
    assert "đừng xóa thư mục văn phòng" in message(raised.value).do


def test_missing_key_file_beside_a_database_is_damage_and_not_a_new_office(
    office_folder: Path, clock: FixedClock
) -> None:
    (office_folder / "keys.json").unlink()
    with pytest.raises(EnvironmentProblem) as raised:
        sign_in(office_folder, ADMIN, PASSWORD, clock)
    assert raised.value.code is Surroundings.KEYS_DAMAGED
    with pytest.raises(RuleViolation, match="office_exists"):
        create_office(office_folder, NEW_OFFICE, clock, CHEAP)


def test_flipped_byte_of_the_key_file_never_opens_another_database(
    office_folder: Path, clock: FixedClock
) -> None:
    """Either it is told, or the damaged place did not matter and the office opens."""
    path, chance = office_folder / "keys.json", random.Random(4)
    whole = path.read_bytes()
    for _ in range(60):
        broken = bytearray(whole)
        broken[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(broken)
        (office_folder / "sign-in.json").unlink(missing_ok=True)
        with suppress(RuleViolation, EnvironmentProblem):
            sign_in(office_folder, ADMIN, PASSWORD, clock).close()
    path.write_bytes(whole)
    assert opens(office_folder, clock, PASSWORD)


def test_changed_given_and_taken_passwords(office_folder: Path, clock: FixedClock) -> None:
    office = sign_in(office_folder, ADMIN, PASSWORD, clock)
    user = add_user(office, NewUser("Lê Văn Tám", Role.DESK, PASSWORD)).value
    with pytest.raises(RuleViolation, match="wrong_password"):
        change_password(office, WRONG, NEW)
    with pytest.raises(InputRefused):
        change_password(office, PASSWORD, "yếu")
    change_password(office, PASSWORD, NEW)
    check_own_password(office, NEW)
    give_password(office, "Lê Văn Tám", NEW)
    assert opens(office_folder, clock, NEW, "le van tam")
    change_user(office, user.id, Role.DESK, "", "", is_active=False)
    assert refused(office_folder, clock, NEW, user.name).code is Rule.USER_UNKNOWN
    change_user(office, user.id, Role.DESK, "", "", is_active=True)
    give_password(office, user.name, PASSWORD)
    assert opens(office_folder, clock, PASSWORD, user.name)
    assert opens(office_folder, clock, NEW)
    with pytest.raises(RuleViolation, match="last_admin"):
        change_user(office, office.user.id, Role.ADMIN, "", "", is_active=False)
    assert opens(office_folder, clock, NEW)  # what was refused took no key away
    office.close()


def test_two_programs_that_change_keys_at_once_lose_no_user(
    office_folder: Path, clock: FixedClock
) -> None:
    def add(number: int) -> None:
        office = sign_in(office_folder, ADMIN, PASSWORD, clock)
        for place in range(4):
            add_user(office, NewUser(f"Người {number} {place}", Role.DESK, PASSWORD))
        office.close()

    threads = [threading.Thread(target=add, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    names = [f"Người {number} {place}" for number in range(3) for place in range(4)]
    assert all(opens(office_folder, clock, PASSWORD, name) for name in names)


@settings(max_examples=40)
@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
def test_wrapped_key_opens_with_its_own_secret_only(secret: str, other: str) -> None:
    import unicodedata

    key = new_database_key()
    wrapped = wrap(key, secret, CHEAP)
    same = unicodedata.normalize("NFC", secret) == unicodedata.normalize("NFC", other)
    assert unwrap(wrapped, secret) == key
    assert unwrap(wrapped, unicodedata.normalize("NFD", secret)) == key
    assert (unwrap(wrapped, other) == key) == same


def test_key_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    key = new_database_key()
    keys = KeyFile("Xã Ạ", True, {"Đỗ": wrap(key, PASSWORD, CHEAP)}, wrap(key, "x", CHEAP))
    key_file.save(tmp_path, keys)
    assert key_file.load(tmp_path) == keys


def test_shipped_cost_is_the_one_of_the_architecture() -> None:
    assert (Argon2Cost().memory_kib, Argon2Cost().parallelism) == (65_536, 1)
    assert Argon2Cost().time_cost >= 4
    assert FRIDAY_MORNING.utcoffset() is not None
