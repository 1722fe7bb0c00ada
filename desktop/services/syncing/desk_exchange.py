"""One exchange with a shared folder or a stick: read what others laid, lay what they lack."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select, update

from desktop.domain.packages import (
    MOST_ENVELOPE_BYTES,
    PackageProblem,
    PackageRefused,
)
from desktop.domain.roles import Permission
from desktop.models.desks import (
    desk_packages,
    desk_peers,
)
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.services.progress import Progress, Silent
from desktop.services.syncing.desk_keys import hear_words, lay_words
from desktop.services.syncing.desk_packing import (
    pack_for_desks,
    store_folder,
)
from desktop.services.syncing.desk_reading import Turn, check_sender, take_in_package
from desktop.services.syncing.desk_refusals import MustWait
from desktop.services.syncing.desks import (
    Peer,
    active_others,
    desk_identities,
    desk_keys,
    office_id,
    read_peers,
    renew_after_restore,
    require_desks,
)
from desktop.services.syncing.links import this_device
from desktop.services.syncing.packing import one_at_a_time
from desktop.sync.carrying import lay_file, lay_package, source_in, take_away
from desktop.sync.desk_places import DeskPlace, desk_packages_among, office_prefix, seen_place
from desktop.sync.desk_records import Seen, read_seen
from desktop.sync.mailboxes.folder import FolderMailbox
from desktop.sync.opening import Head, Source, check_parts, read_files, read_head, read_lines
from desktop.sync.places import MANIFEST, SIGNATURE, part_name
from desktop.wording.desks import OWN_KEY_OLDER, refused_text


@dataclass(frozen=True, slots=True)
class DeskReport:
    """What an exchange did: packages read and laid, news, new conflicts, what did not fit."""

    read: int
    laid: int
    news: int
    conflicts: int
    waiting: int
    problems: tuple[str, ...]


def exchange(office: Office, folder: Path, progress: Progress | None = None) -> Outcome[DeskReport]:
    """Reads every package of the other desks in a folder and lays what they lack.

    Does the same however often and in whatever order; what is damaged or half there changes
    nothing and is read at the next turn. Raises NO_OTHER_DESKS, MAILBOX_UNREACHABLE, DISK_FULL.
    """
    office.require(Permission.SEND)
    require_desks(office)
    with one_at_a_time(office):
        with office.command() as work:
            renew_after_restore(work)
            home = office_id(work.connection)
        turn = Turn(office, FolderMailbox(folder), progress or Silent(), home)
        _read_all(turn)
        pack_for_desks(office, turn.progress)
        # Words before packages: whoever finds a package under a new key must know why.
        lay_words(office, turn.mailbox, home)
        laid = _lay_all(turn)
        _tell_seen(turn)
        _hear_seen(turn)
        _prune(turn)
    problems = (*turn.problems.values(), *turn.items)
    report = DeskReport(turn.read, laid, turn.news, turn.conflicts, len(turn.waiting), problems)
    return Outcome(report, frozenset(Change))


def _read_all(turn: Turn) -> None:
    """Until a look at the folder brings nothing more: what waited for another may go now."""
    before = -1
    while before != turn.read:
        before = turn.read
        # First the keys: a desk that was met in the last round may have changed them since.
        if hear_words(turn.office, turn.mailbox, turn.home):
            turn.items.append(OWN_KEY_OLDER)
        turn.waiting.clear()
        turn.problems.clear()
        for place in _unread(turn):
            turn.progress.check_cancelled()
            turn.progress.step(turn.read, 0, "Đọc gói của các quầy")
            _read_one(turn, place)


def _unread(turn: Turn) -> list[DeskPlace]:
    with turn.office.reading() as connection:
        known = {tuple(row) for row in connection.execute(_PLACES)}
    return [
        place
        for place, files in _listed(turn).items()
        if (place.device, place.chain, place.number) not in known and MANIFEST in files
    ]


_PLACES = select(desk_packages.c.device, desk_packages.c.chain, desk_packages.c.number)


def _listed(turn: Turn) -> dict[DeskPlace, set[str]]:
    names = [stored.name for stored in turn.mailbox.list(office_prefix(turn.home))]
    return desk_packages_among(names)


def _read_one(turn: Turn, place: DeskPlace) -> None:
    source = source_in(turn.mailbox, place)
    try:
        head = read_head(source)
        _check_place(turn, place, head)
        check_parts(head, source)
        with turn.office.reading() as connection:
            identities = desk_identities(connection)
        lines = list(read_lines(head, source, identities))
        files = [content for _, content in read_files(head, source, identities)]
        check_sender(turn, head, lines)
        take_in_package(turn, head, lines, files)
        _keep_copy(turn, place, head, source)
        turn.read += 1
    except PackageRefused as refused:
        _refuse(turn, place, refused)
    except MustWait:
        turn.waiting[place] = PackageProblem.PACKAGES_MISSING


def _check_place(turn: Turn, place: DeskPlace, head: Head) -> None:
    origin, number = head.manifest.origin, head.manifest.number
    if origin.unit != turn.office.info.unit_code:
        raise PackageRefused(PackageProblem.NOT_FOR_US)
    if (origin.device, origin.chain, number) != (place.device, place.chain, place.number):
        raise PackageRefused(PackageProblem.NOT_A_PACKAGE)


def _refuse(turn: Turn, place: DeskPlace, refused: PackageRefused) -> None:
    """Sealed before this desk belonged to the office: its content comes with the answer."""
    if refused.problem is PackageProblem.NOT_FOR_US:
        return
    if refused.problem is PackageProblem.DEVICE_UNKNOWN:
        turn.waiting[place] = refused.problem
        return
    with turn.office.reading() as connection:
        names = {peer.device: peer.name for peer in read_peers(connection)}
    sender = names.get(place.device, str(place.device)[:8])
    turn.problems[place] = refused_text(sender, place.number, refused.problem, refused.facts)


def _keep_copy(turn: Turn, place: DeskPlace, head: Head, source: Source) -> None:
    """The package as it came, to be carried on to desks that never see this folder."""
    folder = store_folder(turn.office, place)
    aside = folder.with_name(folder.name + ".part")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    for name in _file_names(len(head.manifest.parts)):
        content = source(name, 2**26)
        assert content is not None
        (aside / name).write_bytes(content)
    shutil.rmtree(folder, ignore_errors=True)
    aside.replace(folder)


def _file_names(parts: int) -> list[str]:
    return [*(part_name(n) for n in range(1, parts + 1)), SIGNATURE, MANIFEST]


def _kept(turn: Turn) -> list[tuple[DeskPlace, Path]]:
    """The packages in this office's own store."""
    with turn.office.reading() as connection:
        rows = connection.execute(_PLACES)
        places = [DeskPlace(str(turn.home), *row) for row in rows]
    found = [(place, store_folder(turn.office, place)) for place in sorted(places)]
    return [(place, folder) for place, folder in found if (folder / MANIFEST).exists()]


def _lay_all(turn: Turn) -> int:
    """Lays what the folder lacks; gives how many packages were new there."""
    listed, laid = _listed(turn), 0
    for place, folder in _kept(turn):
        turn.progress.check_cancelled()
        parts = len(list(folder.glob("part-*.age")))
        if set(_file_names(parts)) <= listed.get(place, set()):
            continue
        laid += lay_package(turn.mailbox, place, folder, parts) > 0
        turn.progress.step(laid, 0, "Đặt gói cho các quầy")
    return laid


def seen_numbers(connection: Connection) -> dict[str, int]:
    """Up to which number this desk has every package of each row."""
    rows = connection.execute(
        select(desk_packages.c.chain, desk_packages.c.number).order_by(
            desk_packages.c.chain, desk_packages.c.number
        )
    )
    found: dict[str, int] = {}
    for chain, number in rows:
        if number == found.get(str(chain), 0) + 1:
            found[str(chain)] = number
    return found


def _tell_seen(turn: Turn) -> None:
    with turn.office.reading() as connection:
        me, keys = this_device(connection), desk_keys(connection)
        seen = Seen(turn.home, me, turn.office.now(), seen_numbers(connection))
    lay_file(turn.mailbox, seen_place(turn.home, me), seen.to_bytes(keys.signing))


def _hear_seen(turn: Turn) -> None:
    with turn.office.reading() as connection:
        peers = active_others(read_peers(connection))
    heard = []
    for peer in peers:
        content = turn.mailbox.read(seen_place(turn.home, peer.device), MOST_ENVELOPE_BYTES)
        try:
            seen = read_seen(content or b"", peer.sign)
        except PackageRefused:
            continue
        if (seen.office, seen.device) == (turn.home, peer.device):
            heard.append(seen)
    with turn.office.command() as work:
        for seen in heard:
            work.connection.execute(
                update(desk_peers)
                .where(desk_peers.c.device == seen.device)
                .values(seen=seen.numbers, seen_at=seen.at)
            )


def _prune(turn: Turn) -> None:
    """Removes packages that every desk has read: here, and this desk's own in the folder."""
    with turn.office.reading() as connection:
        peers = active_others(read_peers(connection))
        me = this_device(connection)
    for place, folder in _kept(turn):
        if not _read_by_all(place, peers):
            continue
        if place.device == me:
            take_away(turn.mailbox, place)
        shutil.rmtree(folder, ignore_errors=True)


def _read_by_all(place: DeskPlace, peers: list[Peer]) -> bool:
    waits = [peer for peer in peers if peer.device != place.device]
    return bool(peers) and all(
        peer.seen.get(str(place.chain), 0) >= place.number and peer.asked == peer.answered
        for peer in waits
    )
