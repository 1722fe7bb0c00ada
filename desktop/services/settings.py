"""What an office sets once: letterhead, working week, numbers, printing, backups."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from datetime import time
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.domain.dossier_codes import check_prefix
from desktop.domain.roles import Permission
from desktop.domain.text import clean
from desktop.domain.work_calendar import Session, WorkWeek, usual_week
from desktop.models.offices import preferences, settings
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change, Outcome


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """Settings of the whole office.

    ``parent_body`` and ``shop_name`` are the two letterhead lines; ``place_name`` begins the
    date line; ``code_prefix`` is the first part of every dossier code. ``head_title`` and
    ``head_name`` sign what the head of the one-stop shop signs.
    ``no_appointment_day``: the weekday (Monday 0, none -1) on which the unit gives results at
    once; ``on_time_target``: the province's target of dossiers settled in time, percent, 0 none.
    """

    parent_body: str
    shop_name: str
    place_name: str
    address: str = ""
    phone: str = ""
    head_title: str = ""
    head_name: str = ""
    code_prefix: str = ""
    week: WorkWeek = usual_week()
    receipt_paper: str = "A5"
    receipt_copies: int = 2
    printer: str = ""
    prints_on_save: bool = True
    idle_lock_minutes: int = 10
    undo_hours: int = 24
    due_soon_days: int = 3
    backup_folder: str = ""
    scan_folder: str = ""
    no_appointment_day: int = -1
    on_time_target: int = 0


# Set by a restore: nothing is sent to the province before a person confirms.
SENDING_PAUSED = "sending_paused"
# What belongs to one machine and not to the office.
DEVICE_KEYS = ("printer", "scan_folder", "backup_folder")


def read_settings(office: Office) -> OfficeSettings:
    """The settings now in force."""

    def build() -> OfficeSettings:
        with office.reading() as connection:
            return settings_from(connection)

    return office.remembered("settings", frozenset({Change.OFFICE}), build)


def settings_from(connection: Connection) -> OfficeSettings:
    """The settings inside a transaction."""
    rows = {row.key: row.value for row in connection.execute(select(settings))}
    return _from_data(rows)


def save_settings(office: Office, new: OfficeSettings) -> Outcome[OfficeSettings]:
    """Replaces the settings. Raises InputRefused for a wrong code prefix."""
    office.require(Permission.EDIT_OFFICE)
    # A province numbers no dossiers: its code begins none.
    prefix = new.code_prefix if office.info.is_province else check_prefix(new.code_prefix)
    new = replace(
        new,
        code_prefix=prefix,
        parent_body=clean(new.parent_body),
        shop_name=clean(new.shop_name),
        place_name=clean(new.place_name),
        head_title=clean(new.head_title),
        head_name=clean(new.head_name),
    )
    old = read_settings(office)
    with office.command() as work:
        changed = [key for key, value in _to_data(new).items() if _to_data(old)[key] != value]
        write_settings(work, new)
        work.audit("settings.save", "office", keys=sorted(changed))
        return work.outcome(new, Change.OFFICE, Change.CALENDAR)


def save_desk_choices(office: Office, **choices: str) -> Outcome[None]:
    """Remembers what this machine uses (printer, scan folder, backup folder); no right needed."""
    unknown = set(choices) - set(DEVICE_KEYS)
    assert not unknown, unknown
    with office.command() as work:
        write_settings(work, replace(read_settings(office), **choices))  # type: ignore[arg-type]
        work.audit("settings.save", "desk", keys=sorted(choices))
        return work.outcome(None, Change.OFFICE)


def write_settings(work: Work, new: OfficeSettings) -> None:
    """Stores the settings inside a command."""
    rows = [
        {"key": key, "value": value, "changed_at": work.now} for key, value in _to_data(new).items()
    ]
    statement = upsert(settings)
    work.connection.execute(
        statement.on_conflict_do_update(
            index_elements=["key"],
            set_={"value": statement.excluded.value, "changed_at": statement.excluded.changed_at},
        ),
        rows,
    )


def write_setting(work: Work, key: str, value: Any) -> None:
    """Stores one value that is no part of OfficeSettings, inside a command."""
    statement = upsert(settings).values(key=key, value=value, changed_at=work.now)
    work.connection.execute(
        statement.on_conflict_do_update(
            index_elements=["key"],
            set_={"value": statement.excluded.value, "changed_at": statement.excluded.changed_at},
        )
    )


def read_preference(office: Office, key: str) -> Any:
    """What a screen remembered for the user, None when nothing yet."""
    with office.reading() as connection:
        return connection.execute(
            select(preferences.c.value).where(
                preferences.c.user_id == office.user.id, preferences.c.key == key
            )
        ).scalar_one_or_none()


def save_preference(office: Office, key: str, value: Any) -> Outcome[None]:
    """Remembers plain data for the user: column widths, saved views, theme."""
    with office.command() as work:
        statement = upsert(preferences).values(user_id=office.user.id, key=key, value=value)
        work.connection.execute(
            statement.on_conflict_do_update(
                index_elements=["user_id", "key"], set_={"value": statement.excluded.value}
            )
        )
        return work.outcome(None)


def _to_data(values: OfficeSettings) -> dict[str, Any]:
    data = asdict(values)
    data["week"] = {
        "sessions": [
            [[f"{s.start:%H:%M}", f"{s.end:%H:%M}"] for s in sessions]
            for sessions in values.week.sessions
        ],
        "counted": list(values.week.counted),
    }
    return data


def _from_data(data: dict[str, Any]) -> OfficeSettings:
    week = data["week"]
    sessions = tuple(
        tuple(Session(time.fromisoformat(start), time.fromisoformat(end)) for start, end in day)
        for day in week["sessions"]
    )
    known = {field.name for field in fields(OfficeSettings)}
    values = {key: value for key, value in data.items() if key in known}
    return OfficeSettings(**{**values, "week": WorkWeek(sessions, tuple(week["counted"]))})
