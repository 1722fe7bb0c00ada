"""The health check: everything that can go wrong unseen, looked at and said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select, text

from desktop.domain.errors import EnvironmentProblem, RuleViolation, Surroundings
from desktop.domain.moments import local_date
from desktop.models.dossiers import dossiers
from desktop.models.offices import offices
from desktop.models.search import NEWEST
from desktop.services.attachments import damaged_attachments
from desktop.services.audit import chain_is_whole
from desktop.services.backup_checks import verify_backup
from desktop.services.backup_files import backup_paths, list_backups
from desktop.services.calendar import read_calendar
from desktop.services.clock_check import clock_trouble
from desktop.services.figures.keeping import wrong_sums
from desktop.services.office import BACKUPS_NAME, Office
from desktop.services.progress import Progress, Silent
from desktop.services.second_place import place_trouble, second_place
from desktop.services.syncing.desk_audits import told_chains
from desktop.wording.dates import moment, number
from desktop.wording.problems import message

_BACKUP_OLD_DAYS = 3
_INDEXED = text(
    "SELECT (SELECT count(*) FROM dossier_search_docsize) + (SELECT count(*) FROM search_waiting)"
)
_FOUND = text(
    "SELECT count(*) FROM dossiers"
    " WHERE EXISTS (SELECT 1 FROM dossier_search_docsize d WHERE d.id = :newest - dossiers.id)"
    " OR EXISTS (SELECT 1 FROM search_waiting w WHERE w.dossier_id = dossiers.id)"
)


_Step = tuple[str, str, Callable[[Office], tuple[bool, str]]]


@dataclass(frozen=True, slots=True)
class Check:
    """One finding: a name for programs, a title and a detail for people."""

    name: str
    title: str
    ok: bool
    detail: str


def examine(office: Office, progress: Progress | None = None) -> list[Check]:
    """All checks, in order; a check that cannot run is a finding, not an error."""
    progress = progress or Silent()
    steps: list[_Step] = [
        ("database", "Tệp dữ liệu", _database),
        ("references", "Liên kết dữ liệu", _references),
        ("search", "Chỉ mục tìm kiếm", _search),
        ("figures", "Số liệu tổng hợp", _figures),
        ("attachments", "Tệp đính kèm", _attachments),
        ("audit", "Chuỗi nhật ký", _audit),
        ("backups", "Bản sao lưu", _backups),
        ("calendar", "Lịch nghỉ", _calendar),
        ("clock", "Đồng hồ máy tính", _clock),
    ]
    if _tells_other_desks(office):
        steps.insert(6, ("desk_audits", "Nhật ký các quầy khác", _desk_audits))
    if office.info.is_province:
        steps = _of_a_province(steps)
    checks = []
    for done, (name, title, step) in enumerate(steps):
        progress.check_cancelled()
        progress.step(done, len(steps), title)
        try:
            ok, detail = step(office)
        except (EnvironmentProblem, RuleViolation) as problem:
            ok, detail = False, f"không kiểm tra được: {message(problem).what}"
        checks.append(Check(name, title, ok, detail))
    return checks


def _tells_other_desks(office: Office) -> bool:
    """Whether other desks have told of theirs; where that cannot be read, the check says so."""
    try:
        return bool(told_chains(office))
    except EnvironmentProblem:
        return True


def _of_a_province(steps: list[_Step]) -> list[_Step]:
    """A province keeps no register of its own: what the units sent is looked at instead."""
    from desktop.services.provinces.health import check_mailbox, check_set_aside, check_store
    from desktop.services.provinces.store_health import STORE_STEPS

    kept = [step for step in steps if step[0] not in ("search", "figures")]
    return [
        *kept,
        ("store", "Dữ liệu các đơn vị", check_store),
        *STORE_STEPS,
        ("mailbox", "Hộp thư", check_mailbox),
        ("set_aside", "Mục để riêng", check_set_aside),
    ]


def _database(office: Office) -> tuple[bool, str]:
    with office.reading() as connection:
        broken = connection.execute(text("PRAGMA cipher_integrity_check")).scalars().all()
        if broken:
            return False, f"{len(broken)} trang bị hỏng; hãy khôi phục từ bản sao lưu gần nhất"
        found = connection.execute(text("PRAGMA integrity_check(5)")).scalars().all()
        count = connection.execute(select(func.count()).select_from(dossiers)).scalar_one()
    if found != ["ok"]:
        return False, "; ".join(map(str, found))[:300]
    return True, f"nguyên vẹn, {number(count)} hồ sơ"


def _references(office: Office) -> tuple[bool, str]:
    with office.reading() as connection:
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    return (not broken, f"{len(broken)} liên kết hỏng" if broken else "đầy đủ")


def _search(office: Office) -> tuple[bool, str]:
    with office.reading() as connection:
        expected = connection.execute(select(func.count()).select_from(dossiers)).scalar_one()
        indexed = int(connection.execute(_INDEXED).scalar_one())
        found = int(connection.execute(_FOUND, {"newest": NEWEST}).scalar_one())
    return found == indexed == expected, f"{number(found)} trên {number(expected)} hồ sơ tìm được"


def _figures(office: Office) -> tuple[bool, str]:
    wrong = wrong_sums(office)
    if wrong:
        return False, f"{number(wrong)} tổng lệch với sổ; hãy đếm lại (report rebuild)"
    return True, "khớp với số đếm lại toàn bộ sổ"


def _attachments(office: Office) -> tuple[bool, str]:
    count, damaged = damaged_attachments(office)
    if damaged:
        return False, f"{len(damaged)} trên {count} tệp bị hỏng hoặc mất"
    return True, f"{number(count)} tệp nguyên vẹn"


def _audit(office: Office) -> tuple[bool, str]:
    chain = chain_is_whole(office)
    if not chain.ok:
        return False, f"bị đứt ở mục lúc {moment(chain.broken_at)}"
    return True, f"{number(chain.entries)} mục, không mục nào bị sửa"


def _desk_audits(office: Office) -> tuple[bool, str]:
    chains = told_chains(office)
    for chain in chains:
        if chain.broken_at is not None:
            at = moment(chain.broken_at)
            return False, f"của quầy {chain.desk_number} bị sửa hoặc đứt ở mục lúc {at}"
        if not chain.ok:
            return False, f"của quầy {chain.desk_number} thiếu mục ở giữa dù đã nhận đủ gói"
    waiting = [str(chain.desk_number) for chain in chains if chain.missing]
    told = f"{len(chains)} quầy, {number(sum(c.entries for c in chains))} mục, không mục nào bị sửa"
    return True, told + (f"; quầy {', '.join(waiting)} còn gói đang đi" if waiting else "")


_SECOND = {
    Surroundings.FOLDER_MISSING: "không thấy ổ sao lưu thứ hai {place}, hãy cắm lại",
    Surroundings.PLACE_READ_ONLY: "ổ sao lưu thứ hai {place} đang khóa chống ghi",
    Surroundings.DISK_FULL: "ổ sao lưu thứ hai {place} không đủ chỗ",
}


def _backups(office: Office) -> tuple[bool, str]:
    infos = list_backups(office)
    unreadable = len(backup_paths(office.folder / BACKUPS_NAME)) - len(infos)
    if unreadable:
        return False, f"{unreadable} tệp sao lưu bị hỏng; hãy tạo bản mới và xóa tệp hỏng"
    if not infos:
        with office.reading() as connection:
            made = connection.execute(select(offices.c.created_at)).scalar_one()
        age = (local_date(office.now()) - local_date(made)).days
        fresh = age < _BACKUP_OLD_DAYS or office.info.is_practice
        return fresh, "chưa có bản nào" + ("" if fresh else "; hãy sao lưu ngay")
    check = verify_backup(infos[0].file, office.database_key)
    if not check.ok:
        return False, f"bản mới nhất bị hỏng: {check.detail}"
    age = (local_date(office.now()) - local_date(infos[0].made_at)).days
    detail = f"{len(infos)} bản, mới nhất lúc {moment(infos[0].made_at)}, đã đọc lại toàn bộ"
    trouble = place_trouble(office)
    if trouble is not None:
        return False, f"{detail}; {_SECOND[trouble].format(place=second_place(office))}"
    return age <= _BACKUP_OLD_DAYS, detail


def _calendar(office: Office) -> tuple[bool, str]:
    today = local_date(office.now())
    years = {day.year for day in read_calendar(office).special}
    if today.year not in years:
        return False, f"chưa có ngày nghỉ của năm {today.year}; hãy nhập lịch"
    waiting = sum(not d.confirmed for d in read_calendar(office).special.values())
    return True, f"có đến năm {max(years)}, {waiting} ngày chờ xác nhận"


def _clock(office: Office) -> tuple[bool, str]:
    trouble = clock_trouble(office)
    if trouble is None:
        return True, "chạy đúng chiều"
    last = moment(trouble.last_written_at)
    if trouble.is_behind:
        return False, f"chậm hơn lần ghi cuối cùng ({last}); hãy chỉnh lại giờ"
    return False, f"lần ghi cuối cùng đã lâu ({last}); hãy xem ngày giờ của máy có đúng không"
