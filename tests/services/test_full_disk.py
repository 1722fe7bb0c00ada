"""The disk is full: it is said in words, nothing is half saved, and the work goes on later."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.domain.dossiers import DossierEvent
from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.domain.roles import Role
from desktop.services.attachments import attach, open_attachment
from desktop.services.backup_checks import verify_backup
from desktop.services.backup_files import list_backups
from desktop.services.backups import create_backup
from desktop.services.clock import FixedClock
from desktop.services.closing import close_office
from desktop.services.doctor import examine
from desktop.services.dossier_filters import DossierFilter
from desktop.services.drafts import keep_draft
from desktop.services.exports import export_dossiers
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.office import Office
from desktop.services.printing import print_form
from desktop.services.register_import import import_register
from desktop.services.restoring import restore_backup
from desktop.services.setting_up import create_office
from desktop.services.signing_in import change_password, sign_in
from desktop.services.users import NewUser, add_user, list_users
from desktop.wording.problems import message
from tests.conftest import CHEAP
from tests.factory import ADMIN, PASSWORD, a_received
from tests.imports.sheets import write_book
from tests.services.disks import Disk, LimitedFiles, SmallDisk, small_disk
from tests.services.files import a_png
from tests.services.record import NEW_OFFICE, dump

OTHER = "Mat-khau-khac-1!"


@pytest.fixture(params=[SmallDisk, LimitedFiles])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    """Both kinds, the first one only where it may be mounted."""
    if request.param is LimitedFiles:
        (tmp_path / "ổ").mkdir()
        yield LimitedFiles(tmp_path / "ổ")
        return
    with small_disk(tmp_path / "ổ") as made:
        yield made


@pytest.fixture
def full_office(disk: Disk, office_template: Path, clock: FixedClock) -> Iterator[Office]:
    """An office on that disk with two dossiers."""
    folder = disk.folder / "office"
    shutil.copytree(office_template, folder)
    office = sign_in(folder, ADMIN, PASSWORD, clock)
    for name in ("Nguyễn Văn An", "Lê Thị Bình"):
        a_received(office, name=name)
    yield office
    office.close()


@contextmanager
def told_that_the_disk_is_full() -> Iterator[None]:
    with pytest.raises(EnvironmentProblem) as raised:
        yield
    assert raised.value.code is Surroundings.DISK_FULL
    assert message(raised.value).lines[0] == "Ổ đĩa đã đầy."


def register(folder: Path, count: int = 300) -> Path:
    rows = [["Họ và tên", "Thủ tục", "Ngày nhận"]]
    rows += [[f"Người trong sổ {n}", "khai sinh", "05/03/2025"] for n in range(count)]
    return write_book(folder / "sổ.xlsx", rows)


def do_receive(office: Office, _folder: Path) -> None:
    a_received(office, name="Người đến lúc ổ đầy")


def do_move(office: Office, _folder: Path) -> None:
    code = "24259-261120-0001"
    move_dossier(office, MoveInput(code, DossierEvent.HAND_OVER, to="Tư pháp"))
    move_dossier(office, MoveInput(code, DossierEvent.UNDO))


def do_attach(office: Office, _folder: Path) -> None:
    # Another picture each time: the same one would be found attached already.
    text = f"x{len(list((office.folder / 'attachments').rglob('*')))}"
    attach(office, "24259-261120-0001", "x.png", a_png(text, noise=200_000))


def do_import(office: Office, folder: Path) -> None:
    import_register(office, register(folder.parent))


def do_add_user(office: Office, _folder: Path) -> None:
    name = f"Người mới {len(list_users(office))}"
    add_user(office, NewUser(name, Role.DESK, PASSWORD))


def do_draft(office: Office, _folder: Path) -> None:
    keep_draft(office, "intake-1", {"name": "x" * 50_000})


ACTIONS: list[Callable[[Office, Path], None]] = [
    do_receive,
    do_attach,
    do_add_user,
    do_draft,
]


@pytest.mark.parametrize("action", ACTIONS)
def test_what_does_not_fit_is_refused_whole_and_done_when_there_is_room(
    full_office: Office, disk: Disk, action: Callable[[Office, Path], None]
) -> None:
    before, keys = dump(full_office), (full_office.folder / "keys.json").read_bytes()
    with disk.full(), told_that_the_disk_is_full():
        action(full_office, disk.folder)
    assert dump(full_office) == before
    assert (full_office.folder / "keys.json").read_bytes() == keys
    assert not list(full_office.folder.rglob("*.part"))
    action(full_office, disk.folder)
    assert dump(full_office) != before
    assert all(check.ok for check in examine(full_office))


def test_import_that_does_not_fit_leaves_nothing(
    full_office: Office, disk: Disk, tmp_path: Path
) -> None:
    file, before = register(tmp_path), dump(full_office)
    with disk.full(), told_that_the_disk_is_full():
        import_register(full_office, file)
    assert dump(full_office) == before
    assert import_register(full_office, file).value.added == 300


def test_password_stays_the_old_one_when_the_change_does_not_fit(
    full_office: Office, disk: Disk, clock: FixedClock
) -> None:
    with disk.full(), told_that_the_disk_is_full():
        change_password(full_office, PASSWORD, OTHER)
    sign_in(full_office.folder, ADMIN, PASSWORD, clock).close()
    change_password(full_office, PASSWORD, OTHER)
    sign_in(full_office.folder, ADMIN, OTHER, clock).close()


@pytest.mark.parametrize("action", [do_receive, do_move, do_attach, do_import, do_add_user])
def test_database_that_may_not_grow_refuses_whole_actions(
    office: Office, tmp_path: Path, action: Callable[[Office, Path], None]
) -> None:
    """SQLITE_FULL itself, at whatever statement it strikes."""
    a_received(office)
    limit_pages(office, 1)
    for _ in range(2_000):
        before, keys = dump(office), (office.folder / "keys.json").read_bytes()
        try:
            a_received(office)
        except EnvironmentProblem:
            break
    with told_that_the_disk_is_full():
        for _ in range(100):
            before, keys = dump(office), (office.folder / "keys.json").read_bytes()
            action(office, tmp_path)
    if action is not do_move:  # two actions in one function: the first may have fitted
        assert dump(office) == before
        assert (office.folder / "keys.json").read_bytes() == keys
    limit_pages(office, 1_000_000)
    a_received(office)
    assert all(check.ok for check in examine(office))


def limit_pages(office: Office, pages: int) -> None:
    """SQLite takes the pages in use when that is more."""
    with office.command() as work:
        work.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def test_backup_that_does_not_fit_leaves_nothing_on_the_stick(office: Office, disk: Disk) -> None:
    code = a_received(office).code
    attach(office, code, "x.png", a_png("x", noise=50_000))
    with disk.full(), told_that_the_disk_is_full():
        create_backup(office, disk.folder)
    assert list(disk.folder.iterdir()) == []
    made = create_backup(office, disk.folder)
    assert verify_backup(made.file, office.database_key).ok


def test_office_closes_though_the_daily_backup_does_not_fit(
    full_office: Office, disk: Disk, clock: FixedClock
) -> None:
    with disk.full():
        close_office(full_office)
    again = sign_in(full_office.folder, ADMIN, PASSWORD, clock)
    assert list_backups(again) == []
    close_office(again)
    again = sign_in(full_office.folder, ADMIN, PASSWORD, clock)
    assert len(list_backups(again)) == 1
    again.close()


def test_restore_that_does_not_fit_leaves_an_empty_folder(
    office: Office, disk: Disk, tmp_path: Path, clock: FixedClock
) -> None:
    code = a_received(office).code
    file = create_backup(office, tmp_path / "USB").file
    into = disk.folder / "mới"
    with disk.full(), told_that_the_disk_is_full():
        restore_backup(file, into, clock.now())
    assert not into.exists()
    restore_backup(file, into, clock.now())
    restored = sign_in(into, ADMIN, PASSWORD, clock)
    assert a_received(restored).code != code
    restored.close()


# XlsxWriter forgets to close its scratch file when it cannot write on.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", ["danh sách.xlsx", "danh sách.csv"])
def test_export_that_does_not_fit_leaves_the_old_file(
    office: Office, disk: Disk, name: str
) -> None:
    for number in range(30):
        a_received(office, name=f"Người {number}")
    target = disk.folder / name
    target.write_text("cũ")
    with disk.full(), told_that_the_disk_is_full():
        export_dossiers(office, DossierFilter(), target)
    assert target.read_text() == "cũ"
    assert [path.name for path in disk.folder.iterdir()] == [name]
    assert export_dossiers(office, DossierFilter(), target) == 30


def test_paper_that_does_not_fit_leaves_no_file(office: Office, disk: Disk) -> None:
    code = a_received(office).code
    target = disk.folder / "phiếu.pdf"
    with disk.full(), told_that_the_disk_is_full():
        print_form(office, "receipt", code, target)
    assert list(disk.folder.iterdir()) == []
    assert print_form(office, "receipt", code, target) > 0


def test_office_that_does_not_fit_is_not_made(disk: Disk, clock: FixedClock) -> None:
    folder = disk.folder / "office"
    with disk.full(), told_that_the_disk_is_full():
        create_office(folder, NEW_OFFICE, clock, CHEAP)
    create_office(folder, NEW_OFFICE, clock, CHEAP)
    sign_in(folder, ADMIN, PASSWORD, clock).close()


def test_sound_attachment_is_still_opened_on_a_full_disk(full_office: Office, disk: Disk) -> None:
    content = a_png("x", noise=100)
    added = attach(full_office, "24259-261120-0001", "x.png", content).value
    with disk.full():
        assert open_attachment(full_office, added.id).content == content
