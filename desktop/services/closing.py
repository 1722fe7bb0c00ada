"""Closing an office: the daily backup first, then the database."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from desktop.domain.errors import EnvironmentProblem, RuleViolation, Surroundings
from desktop.services.backup_files import BackupInfo
from desktop.services.backups import daily_backup, lacks_todays_backup, pooled_backup
from desktop.services.logs import write_log
from desktop.services.office import Office
from desktop.services.second_place import second_place


def close_office(office: Office) -> None:
    """Backs up when the day has no backup of the latest changes yet, then closes.

    A backup that fails (full disk, stick pulled out) is written into the log and told by Today
    and the health check; it must not keep the program from closing, nor the second backup from
    being made where the first had no room.
    """
    made = _tried(office, lambda: daily_backup(office))
    _tried(office, lambda: _on_the_second_place(office, anew=made is not None))
    with suppress(EnvironmentProblem):
        office.close()


def _tried(office: Office, back_up: Callable[[], BackupInfo | None]) -> BackupInfo | None:
    try:
        return back_up()
    except (EnvironmentProblem, RuleViolation) as problem:
        write_log(office.folder, f"Sao lưu khi đóng không thành công: {problem}")
        return None


def _on_the_second_place(office: Office, *, anew: bool) -> BackupInfo | None:
    """Also when the day's backup was made before: the stick may have come only now."""
    second = second_place(office)
    if second is None:
        return None
    if not second.is_dir():
        raise EnvironmentProblem(Surroundings.FOLDER_MISSING, folder=second)
    if anew or lacks_todays_backup(office, second):
        return pooled_backup(office, second)
    return None
