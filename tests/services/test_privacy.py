"""What lies on the disk: nobody reads a citizen's data without a password, and logs hold none."""

from __future__ import annotations

import re
import traceback
import unicodedata
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.domain.dossiers import DossierEvent
from desktop.domain.errors import EnvironmentProblem, InputProblem, InputRefused, Surroundings
from desktop.services.attachments import attach
from desktop.services.backups import create_backup
from desktop.services.clock import FixedClock
from desktop.services.closing import close_office
from desktop.services.doctor import examine
from desktop.services.dossier_filters import DossierFilter
from desktop.services.dossier_lists import first_dossiers
from desktop.services.drafts import keep_draft, read_draft
from desktop.services.logs import note_bug
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.office import Office
from desktop.services.printing import form_pdf
from desktop.services.signing_in import sign_in
from tests.factory import ADMIN, PASSWORD, a_received, an_applicant
from tests.services.files import a_png

NAME, NUMBER, PHONE = "Nguyễn Thị Đặc Biệt", "001190012345", "0912345678"
PLACE, REASON = "Ấp Bí Mật, xã Kín", "Lý do riêng tư của công dân"
SECRETS = (NAME, NUMBER, PHONE, PLACE, REASON, "Bản quét riêng.png", "Nháp chưa lưu")


def fill(office: Office) -> bytes:
    """Everything that a day at the counter writes; gives the attached bytes."""
    applicant = an_applicant(NAME, id_number=NUMBER, phone=PHONE, address=PLACE)
    code = a_received(office, applicant=applicant, note=REASON).code
    content = a_png(NAME, noise=2_000)
    attach(office, code, "Bản quét riêng.png", content)
    move_dossier(office, MoveInput(code, DossierEvent.REQUEST_SUPPLEMENT, reason=REASON))
    form_pdf(office, "receipt", code)
    create_backup(office)
    a_received(office, applicant=applicant, note=REASON)  # stays in the log of the database
    keep_draft(office, "intake-1", {"name": "Nháp chưa lưu", "id_number": NUMBER})
    return content


def spellings(secret: str) -> set[bytes]:
    """The text as any layer might have written it."""
    folded = unicodedata.normalize("NFD", secret)
    plain = "".join(c for c in folded if not unicodedata.combining(c)).replace("Đ", "D")
    texts = {secret, folded, plain, plain.lower(), secret.lower()}
    encoded = {t.encode(e) for t in texts for e in ("utf-8", "utf-16-le", "unicode_escape")}
    return encoded | {t.encode("ascii", "backslashreplace") for t in texts}


def all_bytes(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("is_open", [True, False])
def test_no_file_of_the_office_shows_a_citizen(office: Office, is_open: bool) -> None:
    content = fill(office)
    assert read_draft(office, "intake-1") is not None
    if not is_open:
        close_office(office)
    files = all_bytes(office.folder)
    assert any(path.name == "office.db-wal" and data for path, data in files.items()) is is_open
    assert len(files) > 4
    for path, data in files.items():
        for secret in SECRETS:
            assert not any(spelling in data for spelling in spellings(secret)), (path, secret)
        assert content[20:60] not in data, path
        assert b"SQLite format" not in data, path
        assert PASSWORD.encode() not in data, path
        named = str(path.relative_to(office.folder))
        assert NUMBER not in named
        assert "quét" not in named


def test_the_search_of_this_test_finds_what_is_written_in_plain(
    office: Office, tmp_path: Path
) -> None:
    """A copy without its key shows everything: the looking itself is able to see."""
    fill(office)
    plain = tmp_path / "plain.db"
    with office.database.reading() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        rows = connection.execute(text("SELECT * FROM dossiers")).all()
    plain.write_text(repr(rows), encoding="utf-8")
    data = plain.read_bytes()
    for secret in (NAME, NUMBER, PHONE, PLACE, REASON):
        assert any(spelling in data for spelling in spellings(secret))


def test_log_of_a_bug_says_where_and_not_whose(office: Office) -> None:
    a_received(office, applicant=an_applicant(NAME, id_number=NUMBER))
    traces = []
    try:
        with office.database.writing() as connection:
            connection.execute(
                text("INSERT INTO people (name, id_number) VALUES (:name, :number)"),
                {"name": NAME, "number": NUMBER},
            )
    except Exception:  # noqa: BLE001 - whatever SQLAlchemy says
        traces.append(traceback.format_exc())
    try:
        try:
            int(NUMBER + NAME)
        except ValueError:
            raise KeyError(f"{PHONE}\n  {PLACE}\n{REASON}") from None
    except KeyError:
        traces.append(traceback.format_exc())
    try:
        raise InputRefused(InputProblem("id_number", next(iter(_entries())), {"text": NUMBER}))
    except InputRefused as error:
        traces.append("".join(traceback.format_exception(error)))
    for trace in traces:
        reference, path = note_bug(office.folder, trace)
    written = path.read_text(encoding="utf-8")
    assert reference in written
    assert path.parent == office.folder / "logs"
    for secret in (NAME, NUMBER, PHONE, PLACE, REASON):
        assert secret not in written
    assert "IntegrityError" in written
    assert "KeyError" in written
    assert re.search(r"services/test_privacy\.py:\d+ test_log_of_a_bug", written)
    assert "/home/" not in written


def _entries() -> list[object]:
    from desktop.domain.errors import Entry

    return [Entry.BAD_ID_NUMBER]


def test_error_of_the_database_does_not_quote_what_was_written(office: Office) -> None:
    with pytest.raises(Exception, match="NOT NULL") as raised, office.command() as work:
        work.connection.execute(text("INSERT INTO people (name) VALUES (:n)"), {"n": NAME})
    assert NAME not in str(raised.value)


PLACES = [0, 7, 15, 16, 20, 100, 1_000, 4_000, 4_090, 4_095, 4_096, 5_000, 8_100, 8_191]


def test_every_flipped_bit_of_the_database_is_noticed(
    office_folder: Path, clock: FixedClock
) -> None:
    office = sign_in(office_folder, ADMIN, PASSWORD, clock)
    for number in range(5):
        a_received(office, name=f"Người {number}")
    office.close()
    path = office_folder / "office.db"
    whole = path.read_bytes()
    places = [*PLACES, *range(9_000, len(whole), len(whole) // 40), len(whole) - 1]
    for number, place in enumerate(places):
        broken = bytearray(whole)
        broken[place] ^= 1 << (number % 8)
        path.write_bytes(broken)
        assert is_noticed(office_folder, clock), place
        for beside in office_folder.glob("office.db-*"):
            beside.unlink()
    path.write_bytes(whole)
    assert not is_noticed(office_folder, clock)


def is_noticed(folder: Path, clock: FixedClock) -> bool:
    """At sign-in, or else by the doctor."""
    try:
        office = sign_in(folder, ADMIN, PASSWORD, clock)
    except EnvironmentProblem as problem:
        return problem.code is Surroundings.DATABASE_DAMAGED
    try:
        return not all(check.ok for check in examine(office))
    finally:
        office.database.discard()


def test_work_with_a_damaged_page_is_refused_in_words(
    office_folder: Path, clock: FixedClock
) -> None:
    office = sign_in(office_folder, ADMIN, PASSWORD, clock)
    for number in range(80):
        a_received(office, name=f"Người {number}")
    office.close()
    path = office_folder / "office.db"
    broken = bytearray(path.read_bytes())
    for place in range(5 * 4096 + 50, len(broken), 4096):
        broken[place] ^= 1
    path.write_bytes(broken)
    with pytest.raises(EnvironmentProblem) as raised:
        first_dossiers(sign_in(office_folder, ADMIN, PASSWORD, clock), DossierFilter())
    assert raised.value.code is Surroundings.DATABASE_DAMAGED
