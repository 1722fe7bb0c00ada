"""The province's mailbox as a person sets it: one form, tried before it is saved."""

from __future__ import annotations

import os

from sqlalchemy import update

from desktop.domain.roles import Permission
from desktop.domain.scans import Scans
from desktop.domain.sending import RoadSettings
from desktop.models.province import province_desks
from desktop.services.office import Office, new_travel_id
from desktop.services.outcomes import Change, Outcome
from desktop.services.progress import Progress, Silent
from desktop.services.provinces.setting_up import require_desk
from desktop.services.syncing.road_form import (
    MailboxInput,
    RoadForm,
    completed_access,
    road_of,
)
from desktop.services.syncing.road_trial import RoadTrial, walk_road
from desktop.services.syncing.roads import keep_access, read_access_of
from desktop.sync.mailboxes.certificates import read_authority
from desktop.sync.mailboxes.line import Line
from desktop.sync.places import TO_PROVINCE, trial_place


def read_desk_mailbox(office: Office) -> RoadForm:
    """The mailbox as it is set. Raises NOT_A_PROVINCE."""
    desk = require_desk(office)
    with office.reading() as connection:
        access = read_access_of(connection)
    return RoadForm(
        desk.name,
        road_of(desk.mailbox),
        desk.mailbox,
        access.user,
        bool(access.secret),
        bool(access.private_key),
        access.host_key,
        read_authority(access.ca) if access.ca else None,
        RoadSettings(),
        None,
        None,
        Scans.NONE,
    )


def save_desk_mailbox(office: Office, mailbox: MailboxInput) -> Outcome[RoadForm]:
    """Replaces the mailbox and what opens it; an empty address leaves only sticks.

    Invitations written from now on carry it; units that have joined are told by telephone.
    Raises InputRefused.
    """
    office.require(Permission.RUN_PROVINCE)
    desk = require_desk(office)
    with office.command() as work:
        address, access = completed_access(work.connection, desk.mailbox, mailbox)
        work.connection.execute(update(province_desks).values(mailbox=address))
        keep_access(work, access)
        work.audit("province.mailbox", desk.code)
        work.outcome(None, Change.SYNC)
    return Outcome(read_desk_mailbox(office), frozenset({Change.SYNC}))


def try_desk_mailbox(
    office: Office, mailbox: MailboxInput, progress: Progress | None = None
) -> RoadTrial:
    """Tries the mailbox as entered. Raises NO_MAILBOX, InputRefused, Cancelled."""
    office.require(Permission.RUN_PROVINCE)
    desk, progress = require_desk(office), progress or Silent()
    with office.reading() as connection:
        address, access = completed_access(connection, desk.mailbox, mailbox)
    line = Line(check=progress.check_cancelled)
    place = trial_place(desk.code, new_travel_id(), os.urandom(4).hex())
    return walk_road(address, access, line, (TO_PROVINCE, place), progress)
