"""The power goes while the counter works: what was acknowledged is there, nothing else is half."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from desktop.domain.dossiers import DossierEvent
from desktop.domain.errors import RuleViolation
from desktop.models.dossiers import dossier_events, dossiers
from desktop.services.attachments import open_attachment
from desktop.services.audit import chain_is_whole
from desktop.services.backup_checks import verify_backup
from desktop.services.backup_files import list_backups
from desktop.services.backups import create_backup
from desktop.services.clock import FixedClock
from desktop.services.doctor import examine
from desktop.services.door import is_office
from desktop.services.dossier_filters import DossierFilter
from desktop.services.dossier_lists import count_dossiers, first_dossiers
from desktop.services.office import Office
from desktop.services.register_import import import_register
from desktop.services.restoring import restore_backup
from desktop.services.signing_in import sign_in
from tests.factory import ADMIN, FRIDAY_MORNING, MARITAL_STATUS, PASSWORD, a_received
from tests.imports.sheets import write_book
from tests.services.files import a_png
from tests.services.killing import Nursery, Worker, open_nursery, wait
from tests.services.record import keep_procedures

KILLS = 200
LATER = FixedClock(FRIDAY_MORNING + timedelta(days=KILLS))


@pytest.fixture(scope="module")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    with open_nursery(tmp_path_factory.mktemp("logs")) as made:
        yield made


def reopened(folder: Path, password: str = PASSWORD) -> Office:
    """The office with no help at all."""
    return sign_in(folder, ADMIN, password, LATER)


def sick(office: Office) -> list[tuple[str, str]]:
    """What the doctor finds wrong; test clocks run far ahead, through days without backups."""
    of_time = ("backups", "clock")
    return [(c.name, c.detail) for c in examine(office) if not c.ok and c.name not in of_time]


@dataclass
class Acknowledged:
    """Everything that workers were told is done."""

    names: dict[str, str] = field(default_factory=dict)
    moves: dict[str, Counter[str]] = field(default_factory=dict)
    files: dict[int, str] = field(default_factory=dict)

    def add(self, said: list[list[str]]) -> list[str]:
        """Takes a worker's lines in; gives the codes it received."""
        fresh = []
        for kind, *parts in said:
            if kind == "received":
                code, name = parts
                assert code not in self.names, f"{code} was given twice"
                self.names[code] = name
                fresh.append(code)
            elif kind == "moved":
                self.moves.setdefault(parts[0], Counter())[parts[1]] += 1
            elif kind == "attached":
                self.files[int(parts[0])] = parts[1]
        return fresh


def test_two_hundred_kills_lose_nothing_that_was_acknowledged(
    office_folder: Path, nursery: Nursery
) -> None:
    office = reopened(office_folder)
    keep_procedures(office, MARITAL_STATUS)  # else each worker reads 342 before its first action
    office.close()
    chance = random.Random(20_26)
    known = Acknowledged()
    for kill in range(KILLS // 2):
        desks = [nursery.start("desk", office_folder) for _ in range(2)]
        for desk in desks:
            desk.wait_for(1 + chance.randrange(3))
        wait(chance.uniform(0, 0.08))
        fresh = [code for desk in desks for code in known.add(desk.kill())]
        office = reopened(office_folder)
        check_lightly(office, known, fresh)
        if kill % 25 == 24:
            assert chain_is_whole(office).ok
            with office.reading() as connection:
                assert connection.execute(text("PRAGMA quick_check(1)")).scalar_one() == "ok"
        office.close()
    office = reopened(office_folder)
    check_thoroughly(office, known)
    office.close()
    assert len(known.names) > KILLS
    assert len(known.moves) > KILLS // 8  # moves were among what was killed, on slow machines too


_FINDABLE = text(
    "SELECT (SELECT count(*) FROM dossier_search_docsize) + (SELECT count(*) FROM search_waiting)"
)


def check_lightly(office: Office, known: Acknowledged, fresh: list[str]) -> None:
    with office.reading() as connection:
        found = connection.execute(
            select(dossiers.c.code, dossiers.c.applicant_name).where(dossiers.c.code.in_(fresh))
        ).all()
        indexed = connection.execute(_FINDABLE)
        count = connection.execute(text("SELECT count(*) FROM dossiers")).scalar_one()
        assert indexed.scalar_one() == count >= len(known.names)
    assert dict(map(tuple, found)) == {code: known.names[code] for code in fresh}


def check_thoroughly(office: Office, known: Acknowledged) -> None:
    assert sick(office) == []
    recorded: dict[str, Counter[str]] = {}
    with office.reading() as connection:
        rows = connection.execute(
            select(dossiers.c.code, dossiers.c.applicant_name, dossier_events.c.event).join(
                dossier_events, dossier_events.c.dossier_id == dossiers.c.id
            )
        ).all()
    for code, name, event in rows:
        assert known.names.get(code, name) == name
        recorded.setdefault(code, Counter())[event] += 1
    assert set(known.names) <= set(recorded)
    for code, moves in known.moves.items():
        assert moves <= recorded[code], code
    assert all(events[DossierEvent.RECEIVE] == 1 for events in recorded.values())
    for attachment_id, made_of in known.files.items():
        assert open_attachment(office, attachment_id).content == a_png(made_of)
    for name in list(known.names.values())[:: len(known.names) // 40]:
        assert name in {
            row.applicant_name for row in first_dossiers(office, DossierFilter(name), 9_999)
        }


def killed_after(worker: Worker, seconds: float) -> list[list[str]]:
    worker.wait_for(1)
    wait(seconds)
    return worker.kill()


def test_kills_during_backups_leave_only_whole_backups(
    office: Office, office_folder: Path, nursery: Nursery, tmp_path: Path
) -> None:
    for number in range(5):
        a_received(office, name=f"Người {number}")
    office.close()
    stick = tmp_path / "USB"
    made: set[Path] = set()
    chance = random.Random(7)
    for _ in range(12):
        worker = nursery.start("backup", office_folder, stick=stick)
        made.update(Path(parts[1]) for parts in killed_after(worker, chance.uniform(0, 0.25))[1:])
    opened = reopened(office_folder)
    files = [*stick.glob("*.smcbackup"), *(info.file for info in list_backups(opened))]
    assert made <= set(files)
    assert len(files) <= len(made) + 12
    assert all(verify_backup(file, opened.database_key).ok for file in files)
    create_backup(opened)
    create_backup(opened, stick)
    left = [p for folder in (stick, office_folder / "backups") for p in folder.glob(".part*")]
    assert left == []
    assert sick(opened) == []
    opened.close()


def test_kills_during_a_register_import_bring_in_all_of_it_or_nothing(
    office: Office, office_folder: Path, nursery: Nursery, tmp_path: Path
) -> None:
    a_received(office)
    office.close()
    rows = [["Họ và tên", "Thủ tục", "Ngày nhận"]]
    rows += [[f"Người trong sổ {n}", "khai sinh", "05/03/2025"] for n in range(600)]
    file = write_book(tmp_path / "sổ.xlsx", rows)
    chance, seen = random.Random(3), Counter[int]()
    for attempt in range(8):
        folder = tmp_path / f"lần {attempt}"
        shutil.copytree(office_folder, folder)
        worker = nursery.start("register", folder, file=file)
        said = killed_after(worker, chance.uniform(0.1, 1.0))
        opened = reopened(folder)
        added = count_dossiers(opened, DossierFilter()) - 1
        assert added in (0, 600)
        assert added == 600 or ["imported", "600"] not in said
        seen[added] += 1
        if attempt == 0:
            assert import_register(opened, file).value.added == 600 - added
            assert sick(opened) == []
        opened.close()
        shutil.rmtree(folder)
    assert seen[0]


def test_kills_during_password_changes_leave_the_old_or_the_new_one(
    office_folder: Path, nursery: Nursery
) -> None:
    chance, known = random.Random(5), PASSWORD
    for _ in range(15):
        worker = nursery.start("password", office_folder, password=known)
        worker.wait_for(2)
        wait(chance.uniform(0, 0.05))
        said = [parts for parts in worker.kill() if parts[0] != "ready"]
        done = [word for kind, word in said if kind == "changed"]
        tried = [word for kind, word in said if kind == "trying"]
        old = done[-1] if done else known
        known = opening(office_folder, [old, *tried[-1:]])
    office = reopened(office_folder, known)
    assert sick(office) == []
    office.close()


def opening(folder: Path, passwords: list[str]) -> str:
    """The one of these passwords that opens the office."""
    for password in passwords:
        try:
            reopened(folder, password).close()
        except RuleViolation:
            continue
        return password
    raise AssertionError("no password opens the office")


def test_kills_while_users_are_added_lock_nobody_out(office_folder: Path, nursery: Nursery) -> None:
    added: list[str] = []
    for _ in range(12):
        worker = nursery.start("users", office_folder)
        worker.wait_for(3)
        added += [parts[1] for parts in worker.kill()[1:]]
    assert added
    for name in [ADMIN, *added]:
        sign_in(office_folder, name, PASSWORD, LATER).close()


def test_kills_during_a_restore_leave_no_office_or_a_whole_one(
    office: Office, nursery: Nursery, tmp_path: Path
) -> None:
    code = a_received(office).code
    file = create_backup(office, tmp_path / "USB").file
    seen = Counter[bool]()
    for attempt in range(13):
        into = tmp_path / f"lần {attempt}"
        worker = nursery.start("restore", into, file=file)
        said = killed_after(worker, attempt * 0.016)
        seen[is_office(into)] += 1
        if is_office(into):
            restored = reopened(into)
            assert first_dossiers(restored, DossierFilter())[0].code == code
            assert not (into / "restored.json").exists()
            restored.close()
        else:
            assert ["restored"] not in said
    assert seen[True]
    fresh = tmp_path / "cuối cùng"
    assert restore_backup(file, fresh, LATER.now()).dossiers == 1


def test_kills_while_an_office_is_made_leave_none_or_one_that_opens(
    nursery: Nursery, tmp_path: Path
) -> None:
    for attempt in range(8):
        folder = tmp_path / f"lần {attempt}"
        worker = nursery.start("create", folder)
        said = killed_after(worker, attempt * 0.08)
        if not is_office(folder):
            assert ["created"] not in said
            if attempt % 3:
                continue
            again = nursery.start("create", folder)
            again.wait_for(2)
            assert again.kill()[-1] == ["created"]
        reopened(folder).close()
