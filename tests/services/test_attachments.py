"""Files of a dossier: recognised, stored once, found when damaged; bombs and fakes refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import select, update

from desktop.domain.errors import EnvironmentProblem, Rule, RuleViolation, Surroundings
from desktop.imports.file_kinds import FileKind
from desktop.models.dossiers import dossiers
from desktop.services.attachments import (
    LARGEST_ATTACHMENT,
    attach,
    damaged_attachments,
    open_attachment,
    put_back_attachment,
    read_attachable,
    remove_attachment,
)
from desktop.services.doctor import examine
from desktop.services.dossier_cards import dossier_card
from desktop.services.office import Office
from desktop.services.register_planning import plan_register
from tests.factory import a_received
from tests.services.files import a_locked_pdf, a_pdf, a_png

JPEG = b"\xff\xd8\xff\xe0" + bytes(200) + b"\xff\xd9"


def stored(office: Office) -> list[Path]:
    return sorted(p for p in (office.folder / "attachments").rglob("*") if p.is_file())


def test_equal_files_are_stored_once_and_open_for_both(office: Office) -> None:
    codes = [a_received(office).code for _ in range(3)]
    added = [attach(office, code, f"{code}.pdf", a_pdf("đơn", 3)).value for code in codes]
    assert len(stored(office)) == 1
    assert {file.pages for file in added} == {3}
    assert all(open_attachment(office, file.id).content == a_pdf("đơn", 3) for file in added)
    remove_attachment(office, added[0].id)
    assert dossier_card(office, codes[0]).row.has_files is False
    assert open_attachment(office, added[1].id).content == a_pdf("đơn", 3)
    put_back_attachment(office, added[0].id)
    assert dossier_card(office, codes[0]).row.has_files is True


def test_the_same_content_twice_in_a_dossier_is_one_file(office: Office) -> None:
    code = a_received(office).code
    first = attach(office, code, "đơn.pdf", a_pdf()).value
    again = attach(office, code, "đơn (1).pdf", a_pdf())
    assert (again.value.id, again.value.file_name) == (first.id, "đơn.pdf")
    assert again.value.was_there
    assert again.changes == frozenset()
    remove_attachment(office, first.id)
    assert not attach(office, code, "đơn.pdf", a_pdf()).value.was_there
    result = attach(office, code, "đơn.pdf", a_pdf(), is_result=True).value
    assert not result.was_there
    assert len(dossier_card(office, code).attachments) == 2


def test_every_change_of_files_is_a_new_revision_of_this_desk(office: Office) -> None:
    code = a_received(office).code
    seen = [_revision(office, code)]
    _as_if_changed_by_another_desk(office, code)
    added = attach(office, code, "đơn.pdf", a_pdf()).value
    seen.append(_revision(office, code))
    for change in (remove_attachment, put_back_attachment):
        _as_if_changed_by_another_desk(office, code)
        change(office, added.id)
        seen.append(_revision(office, code))
    assert {device for _, device in seen} == {office.info.device_id}
    counters = [counter for counter, _ in seen]
    assert counters == sorted(set(counters))


def _revision(office: Office, code: str) -> tuple[int, int]:
    with office.reading() as connection:
        row = connection.execute(select(dossiers).where(dossiers.c.code == code)).one()
    return row.revision, row.revision_device


def _as_if_changed_by_another_desk(office: Office, code: str) -> None:
    with office.command() as work:
        work.connection.execute(
            update(dossiers).where(dossiers.c.code == code).values(revision_device=0)
        )


@pytest.mark.parametrize(
    ("name", "content", "kind", "shown"),
    [
        ("đơn.pdf", a_pdf(), FileKind.PDF, "đơn.pdf"),
        ("ảnh.pdf", a_png("x"), FileKind.PNG, "ảnh.pdf.png"),
        ("đơn.docx", a_pdf(), FileKind.PDF, "đơn.docx.pdf"),
        ("ẢNH.JPG", JPEG, FileKind.JPEG, "ẢNH.JPG"),
        ("không đuôi", JPEG, FileKind.JPEG, "không đuôi.jpg"),
        ("../../etc/passwd", a_png("x"), FileKind.PNG, "passwd.png"),
        ("a\u0302nh.png", a_png("x"), FileKind.PNG, "ânh.png"),
    ],
)
def test_file_is_known_by_its_content_and_named_after_it(
    office: Office, name: str, content: bytes, kind: FileKind, shown: str
) -> None:
    added = attach(office, a_received(office).code, name, content).value
    assert (added.file_name, added.media_type) == (shown, kind)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("đơn.pdf", a_pdf()[:-60], Rule.FILE_DAMAGED),
        ("đơn.pdf", a_locked_pdf(), Rule.FILE_LOCKED),
        ("đơn.pdf", b"%PDF-1.7\n" + bytes(500) + b"%%EOF", Rule.FILE_DAMAGED),
        ("ảnh.png", a_png("x")[:-30], Rule.FILE_DAMAGED),
        ("ảnh.jpg", JPEG[:-2], Rule.FILE_DAMAGED),
        ("ảnh.jpg", b"MZ" + bytes(500), Rule.FILE_NOT_RECOGNISED),
        ("đơn.pdf", b"PK\x03\x04" + bytes(500), Rule.FILE_NOT_RECOGNISED),
        ("đơn.pdf", "Kính gửi".encode(), Rule.FILE_NOT_RECOGNISED),
        ("đơn.pdf", b"", Rule.FILE_NOT_RECOGNISED),
    ],
)
def test_broken_and_disguised_files_are_refused_and_leave_nothing(
    office: Office, name: str, content: bytes, code: Rule
) -> None:
    dossier = a_received(office).code
    with pytest.raises(RuleViolation) as raised:
        attach(office, dossier, name, content)
    assert raised.value.code is code
    assert stored(office) == []
    assert dossier_card(office, dossier).attachments == ()


def test_too_large_file_is_refused_before_it_is_read(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "phim.pdf"
    with path.open("wb") as file:
        file.truncate(LARGEST_ATTACHMENT + 1)
    with pytest.raises(RuleViolation, match="file_too_large"):
        read_attachable(path)
    with pytest.raises(RuleViolation, match="file_too_large"):
        attach(office, a_received(office).code, "phim.pdf", bytes(LARGEST_ATTACHMENT + 1))


def test_file_for_an_unknown_dossier_is_not_laid_on_the_disk(office: Office) -> None:
    with pytest.raises(RuleViolation, match="dossier_not_found"):
        attach(office, "24259-261120-9999", "x.png", a_png("x"))
    assert stored(office) == []


@pytest.mark.parametrize("how", ["flipped", "cut", "emptied", "deleted", "exchanged"])
def test_damaged_file_is_told_and_mended_by_attaching_it_again(office: Office, how: str) -> None:
    code = a_received(office).code
    content, other = a_png("x", noise=5_000), a_png("y", noise=5_000)
    added = attach(office, code, "x.png", content).value
    (path,) = stored(office)
    attach(office, code, "y.png", other)
    whole = path.read_bytes()
    damaged = {
        "flipped": whole[:-3] + bytes([whole[-3] ^ 1]) + whole[-2:],
        "cut": whole[:100],
        "emptied": b"",
        "exchanged": next(p for p in stored(office) if p != path).read_bytes(),
    }
    path.unlink()
    if how != "deleted":
        path.write_bytes(damaged[how])
    with pytest.raises(EnvironmentProblem) as raised:
        open_attachment(office, added.id)
    assert raised.value.code is Surroundings.ATTACHMENT_DAMAGED
    assert raised.value.facts["file"] == "x.png"
    assert damaged_attachments(office)[1] == [path.name]
    assert [check.name for check in examine(office) if not check.ok] == ["attachments"]
    attach(office, code, "x.png", content)
    assert open_attachment(office, added.id).content == content
    assert all(check.ok for check in examine(office))


def test_spreadsheet_bombs_are_refused_before_they_are_opened(
    office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "sổ.xlsx"
    Workbook().save(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b" " * 40 * 2**20)
    assert path.stat().st_size < 2**18
    with pytest.raises(RuleViolation, match="file_too_large"):
        plan_register(office, path)
