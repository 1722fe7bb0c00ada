"""Closing an office: the daily backup first, then the database."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from desktop.domain.errors import EnvironmentProblem, RuleViolation
from desktop.services.backups import daily_backup, pooled_backup
from desktop.services.logs import write_log
from desktop.services.office import Office
from desktop.services.settings import read_settings


def close_office(office: Office) -> None:
    """Backs up when the day has no backup of the latest changes yet, then closes.

    A backup that fails (full disk, stick pulled out) is written into the log and shown by the
    health check; it must not keep the program from closing.
    """
    try:
        made = daily_backup(office)
        second = read_settings(office).backup_folder
        if made is not None and second and Path(second).is_dir():
            pooled_backup(office, Path(second))
    except (EnvironmentProblem, RuleViolation) as problem:
        write_log(office.folder, f"Sao lưu khi đóng không thành công: {problem}")
    with suppress(EnvironmentProblem):
        office.close()
