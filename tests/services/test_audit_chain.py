"""The audit chain: every command leaves an entry, and nobody changes one unseen."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

import desktop.services
from desktop.domain.dossiers import DossierEvent
from desktop.domain.roles import Role
from desktop.domain.work_calendar import DayKind, SpecialDay
from desktop.services.attachments import attach, put_back_attachment, remove_attachment
from desktop.services.audit import chain_is_whole, note_seen, read_audit
from desktop.services.backups import create_backup
from desktop.services.calendar import remove_special_day, set_special_day
from desktop.services.clock import FixedClock
from desktop.services.doctor import examine
from desktop.services.dossier_cards import dossier_card
from desktop.services.dossier_edits import edit_dossier, edit_of
from desktop.services.dossier_filters import DossierFilter
from desktop.services.exports import export_dossiers
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier, move_dossiers
from desktop.services.office import Office
from desktop.services.printing import form_pdf
from desktop.services.procedures import procedure_by_code, save_procedure, switch_procedure
from desktop.services.recovery_renewal import renew_recovery_code
from desktop.services.register_import import import_register
from desktop.services.restore_drills import drill, drill_certificate
from desktop.services.settings import read_settings, save_desk_choices, save_settings
from desktop.services.signing_in import change_password, sign_in
from desktop.services.users import NewUser, add_user, change_user, give_password
from desktop.wording.audit import action_text
from tests.factory import ADMIN, MARITAL_STATUS, PASSWORD, a_received
from tests.imports.sheets import write_book
from tests.services.files import a_png

TAMPERING = {
    "user": "UPDATE audit_entries SET user_name = 'Người khác' WHERE id = :id",
    "action": "UPDATE audit_entries SET action = 'dossier.finish' WHERE id = :id",
    "subject": "UPDATE audit_entries SET subject = subject || 'x' WHERE id = :id",
    "time": "UPDATE audit_entries SET at = at + 1 WHERE id = :id",
    "unreadable time": "UPDATE audit_entries SET at = 'hôm qua' WHERE id = :id",
    "detail": "UPDATE audit_entries SET detail = '[1]' WHERE id = :id",
    "unreadable detail": "UPDATE audit_entries SET detail = '{' WHERE id = :id",
    "hash": "UPDATE audit_entries SET hash = zeroblob(32) WHERE id = :id",
    "deleted": "DELETE FROM audit_entries WHERE id = :id",
    "number": "UPDATE audit_entries SET id = id + 1000 WHERE id = :id",
    "inserted": (
        "INSERT INTO audit_entries (at, user_name, action, subject, hash)"
        " SELECT at, user_name, action, subject, hash FROM audit_entries WHERE id = :id"
    ),
    "tail cut": "DELETE FROM audit_entries WHERE id >= :id",
    "head moved": "UPDATE settings SET value = '\"00\"' WHERE key = 'audit_head'",
    "head deleted": "DELETE FROM settings WHERE key = 'audit_head'",
}
LAST = 12


@pytest.fixture(scope="module")
def busy_office(office_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office with ``LAST`` entries in its chain; each example rolls its tampering back."""
    import shutil

    from tests.factory import FRIDAY_MORNING

    folder = tmp_path_factory.mktemp("chain") / "office"
    shutil.copytree(office_template, folder)
    office = sign_in(folder, ADMIN, PASSWORD, FixedClock(FRIDAY_MORNING))
    while chain_is_whole(office).entries < LAST:
        a_received(office)
    return office


def tamper(office: Office, statement: str, **values: object) -> None:
    with office.database.writing() as connection:
        connection.execute(text(statement), values)


@pytest.mark.parametrize("kind", TAMPERING)
@pytest.mark.parametrize("entry", [1, 7, LAST])
def test_tampering_with_any_entry_is_found(office: Office, kind: str, entry: int) -> None:
    while chain_is_whole(office).entries < LAST:
        a_received(office)
    tamper(office, TAMPERING[kind], **({"id": entry} if ":id" in TAMPERING[kind] else {}))
    assert not chain_is_whole(office).ok
    (audit,) = [check for check in examine(office) if check.name == "audit"]
    assert not audit.ok
    assert "đứt" in audit.detail


@given(st.permutations(range(1, LAST + 1)))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_reordered_entries_are_found(busy_office: Office, order: list[int]) -> None:
    class _Back(Exception):
        pass

    columns = "at, user_name, action, subject, detail, hash"
    with busy_office.reading() as connection:
        rows = connection.execute(text(f"SELECT {columns} FROM audit_entries ORDER BY id")).all()
    marks = ", ".join(f"{name.strip()} = ?" for name in columns.split(","))
    with busy_office.database.writing() as connection:
        for place, source in enumerate(order, start=1):
            connection.exec_driver_sql(
                f"UPDATE audit_entries SET {marks} WHERE id = ?", (*rows[source - 1], place)
            )
    whole = chain_is_whole(busy_office).ok
    with busy_office.database.writing() as connection:
        for place, row in enumerate(rows, start=1):
            connection.exec_driver_sql(
                f"UPDATE audit_entries SET {marks} WHERE id = ?", (*row, place)
            )
    assert whole == (order == sorted(order))
    assert chain_is_whole(busy_office).ok


def test_work_after_tampering_does_not_heal_the_chain(office: Office) -> None:
    a_received(office)
    tamper(office, TAMPERING["subject"], id=1)
    a_received(office)
    assert not chain_is_whole(office).ok


def test_work_after_the_tail_was_cut_does_not_close_the_gap(office: Office) -> None:
    for _ in range(3):
        a_received(office)
    tamper(office, TAMPERING["tail cut"], id=chain_is_whole(office).entries)
    assert not chain_is_whole(office).ok
    for _ in range(3):
        a_received(office)
    assert not chain_is_whole(office).ok


def _received(office: Office) -> str:
    return a_received(office).code


def _moved(office: Office) -> None:
    move_dossier(office, MoveInput(_received(office), DossierEvent.HAND_OVER, to="Tư pháp"))


def _edited(office: Office) -> None:
    from dataclasses import replace

    code = _received(office)
    edit_dossier(office, code, replace(edit_of(dossier_card(office, code)), note="Ghi chú"))


def _undone(office: Office) -> None:
    move_dossier(office, MoveInput(_received(office), DossierEvent.UNDO))


def _attached(office: Office) -> int:
    return attach(office, _received(office), "x.png", a_png("x")).value.id


def _put_back(office: Office) -> None:
    attachment = _attached(office)
    remove_attachment(office, attachment)
    put_back_attachment(office, attachment)


def _user_changed(office: Office) -> None:
    user = add_user(office, NewUser("Lê Văn Tám", Role.DESK, PASSWORD)).value
    change_user(office, user.id, Role.OFFICER, "Tư pháp", "", is_active=False)


def _procedure_saved(office: Office) -> None:
    from dataclasses import replace

    facts = procedure_by_code(office, MARITAL_STATUS).facts
    save_procedure(office, MARITAL_STATUS, replace(facts, limit_value=9))


def _settings_saved(office: Office) -> None:
    from dataclasses import replace

    save_settings(office, replace(read_settings(office), phone="0900000009"))


def _imported(office: Office) -> None:
    rows = [["Họ và tên", "Thủ tục", "Ngày nhận"], ["An", "khai sinh", "05/03/2025"]]
    import_register(office, write_book(office.folder.parent / "sổ.xlsx", rows))


def _calendar_day_removed(office: Office) -> None:
    remove_special_day(office, date(2026, 1, 1))


COMMANDS: dict[str, Callable[[Office], object]] = {
    "dossier.receive": _received,
    "dossier.hand_over": _moved,
    "dossier.undo": _undone,
    "dossier.edit": _edited,
    "attachment.add": _attached,
    "attachment.remove": lambda office: remove_attachment(office, _attached(office)),
    "attachment.put_back": _put_back,
    "user.add": lambda office: add_user(office, NewUser("Lê Văn Tám", Role.DESK, PASSWORD)),
    "user.change": _user_changed,
    "password.give": lambda office: give_password(office, ADMIN, "Mat-khau-khac-1!"),
    "password.change": lambda office: change_password(office, PASSWORD, "Mat-khau-khac-1!"),
    "recovery.renew": lambda office: renew_recovery_code(office, PASSWORD),
    "procedure.save": _procedure_saved,
    "procedure.switch": lambda office: switch_procedure(office, MARITAL_STATUS, is_active=False),
    "calendar.set": lambda office: set_special_day(
        office, SpecialDay(date(2026, 12, 1), DayKind.OFF, "Nghỉ", True, True)
    ),
    "calendar.remove": _calendar_day_removed,
    "settings.save": _settings_saved,
    "dossiers.import": _imported,
    "dossiers.export": lambda office: export_dossiers(
        office, DossierFilter(), office.folder.parent / "x.csv"
    ),
    "print.receipt": lambda office: form_pdf(office, "receipt", _received(office)),
    "print.due_why": lambda office: form_pdf(office, "due_why", _received(office)),
    "backup.create": lambda office: create_backup(office),
    "backup.drill": lambda office: drill(office),
    "print.drill": lambda office: drill_certificate(office, drill(office)),
    "id_number.see": lambda office: note_seen(office, "id_number.see", "24259-261120-0001"),
}


@pytest.mark.parametrize("action", COMMANDS)
def test_command_is_the_last_entry_of_the_chain_and_has_words(office: Office, action: str) -> None:
    COMMANDS[action](office)
    last = read_audit(office)[-1]
    assert (last.action, last.user_name) == (action, ADMIN)
    assert last.at == office.now()
    assert action_text(action) != action
    assert chain_is_whole(office).ok


def test_desk_choices_are_written_down_too(office: Office) -> None:
    save_desk_choices(office, printer="Máy in quầy 1")
    assert read_audit(office)[-1].subject == "desk"


def test_refused_command_leaves_no_entry(office: Office) -> None:
    before = read_audit(office)
    with pytest.raises(Exception, match="dossier_not_found"):
        move_dossier(office, MoveInput("24259-261120-9999", DossierEvent.FINISH))
    with pytest.raises(Exception, match="nothing_chosen"):
        move_dossiers(office, ())
    assert read_audit(office) == before


# Commands that change nothing of the record: what is typed and not saved, how a table looks.
WITHOUT_ENTRY = {"keep_draft", "drop_draft", "save_preference"}
# These write their entry in a function that they call.
ENTRY_ELSEWHERE = {
    "move_dossier": "_apply",
    "move_dossiers": "_apply",
    "preview_move": "_apply",
    "receive_dossier": "_write",
    "run_plan": "_note_batch",
    "add_template": "_replace",
    "remove_template": "_replace",
    "put_back_template": "_replace",
}


def test_every_function_that_opens_a_command_writes_an_entry() -> None:
    """Read from the source, so that a new command cannot forget it."""
    silent, seen = [], 0
    for path in Path(desktop.services.__file__).parent.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = {f.name: f for f in ast.walk(tree) if isinstance(f, ast.FunctionDef)}
        for function in functions.values():
            if "office.command()" not in ast.unparse(function) or function.name == "command":
                continue
            seen += 1
            writer = functions[ENTRY_ELSEWHERE.get(function.name, function.name)]
            if ".audit(" not in ast.unparse(writer) and function.name not in WITHOUT_ENTRY:
                silent.append(f"{path.name}: {function.name}")
    assert seen > 20
    assert silent == []
