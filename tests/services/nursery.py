"""A process that has imported the program and forks workers of it, so that a kill costs little.

Run as ``python -m tests.services.nursery``. Each line on standard input is a JSON object
``{"work": name, "folder": path, "seed": number, "log": path, …}``; the answer is the worker's
process id. A worker appends what it was acknowledged to its log, one line at a time, unbuffered.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import desktop.services.backups
import desktop.services.register_import
import desktop.services.restoring
import desktop.services.users  # noqa: F401 - imported before the forks
from desktop.domain.dossiers import DossierEvent, available_moves
from desktop.domain.errors import EnvironmentProblem, RuleViolation, Surroundings
from desktop.domain.roles import Role
from desktop.services.attachments import attach
from desktop.services.backups import create_backup
from desktop.services.clock import FixedClock
from desktop.services.dossier_cards import dossier_card
from desktop.services.dossier_filters import DossierFilter, Quick
from desktop.services.dossier_lists import first_dossiers
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.office import Office
from desktop.services.register_import import import_register
from desktop.services.restoring import restore_backup
from desktop.services.setting_up import NewOffice, create_office
from desktop.services.signing_in import change_password, sign_in
from desktop.services.users import NewUser, add_user
from tests.conftest import CHEAP
from tests.factory import ADMIN, FRIDAY_MORNING, PASSWORD, UNIT_CODE, a_received, an_applicant
from tests.services.files import a_png


@dataclass(frozen=True)
class Order:
    """What a worker is asked to do."""

    work: str
    folder: Path
    seed: int
    log: Path
    more: dict[str, Any]

    def clock(self) -> FixedClock:
        """Days apart, so that no day runs out of numbers."""
        return FixedClock(FRIDAY_MORNING + timedelta(days=self.seed // 50))

    def office(self) -> Office:
        """Signed in."""
        return sign_in(self.folder, ADMIN, PASSWORD, self.clock())


class Log:
    """Lines that survive a kill as soon as they are said."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def say(self, *parts: str) -> None:
        """One line, in one write."""
        os.write(self._handle, ("\t".join(parts) + "\n").encode())


def desk(order: Order, log: Log) -> None:
    """Receives, moves and attaches for ever."""
    office, chance = order.office(), random.Random(order.seed)
    log.say("ready")
    for number in range(1_000_000):
        name = f"Người số {order.seed} {number}"
        what = chance.random()
        if what < 0.4:
            applicant = an_applicant(name, id_number=f"001090{order.seed % 1000:03d}{number:03d}")
            received = a_received(office, applicant=applicant)
            log.say("received", received.code, name)
        elif what < 0.95:
            _move_one(office, chance, log)
        else:
            _attach_one(office, chance, log, name)


def _move_one(office: Office, chance: random.Random, log: Log) -> None:
    rows = first_dossiers(office, DossierFilter(quick=Quick.IN_PROGRESS), 30)
    if not rows:
        return
    card = dossier_card(office, chance.choice(rows).code)
    events = [*available_moves(card.row.state, Role.ADMIN, card.move_facts), DossierEvent.UNDO]
    event = chance.choice(events)
    later = office.now() + timedelta(days=60)
    move = MoveInput(card.row.code, event, reason="Lý do", to="Tư pháp", new_due=later)
    try:
        move_dossier(office, move)
    except RuleViolation:
        return  # the other desk was quicker, or there is nothing to take back
    log.say("moved", card.row.code, event)


def _attach_one(office: Office, chance: random.Random, log: Log, name: str) -> None:
    rows = first_dossiers(office, DossierFilter(), 30)
    if rows:
        code = chance.choice(rows).code
        added = attach(office, code, "quét.png", a_png(name)).value
        log.say("attached", str(added.id), name)


def backup(order: Order, log: Log) -> None:
    """Backs up for ever, here and to a stick."""
    office = order.office()
    log.say("ready")
    for number in range(1_000_000):
        to = Path(order.more["stick"]) if number % 2 else None
        log.say("made", str(create_backup(office, to).file))


def register(order: Order, log: Log) -> None:
    """Brings a register in."""
    office = order.office()
    log.say("ready")
    result = import_register(office, Path(order.more["file"])).value
    log.say("imported", str(result.added))


def password(order: Order, log: Log) -> None:
    """Changes the administrator's password for ever; says each before and after."""
    known = str(order.more["password"])
    office = sign_in(order.folder, ADMIN, known, order.clock())
    log.say("ready")
    for number in range(1_000_000):
        new = f"Mat-khau-{order.seed}-{number}!"
        log.say("trying", new)
        change_password(office, known, new)
        log.say("changed", new)
        known = new


def users(order: Order, log: Log) -> None:
    """Adds users for ever."""
    office = order.office()
    log.say("ready")
    for number in range(1_000_000):
        name = f"Cán bộ {order.seed} {number}"
        add_user(office, NewUser(name, Role.DESK, PASSWORD))
        log.say("added", name)


def restore(order: Order, log: Log) -> None:
    """Restores a backup into a folder."""
    log.say("ready")
    restore_backup(Path(order.more["file"]), order.folder, order.clock().now())
    log.say("restored")


def create(order: Order, log: Log) -> None:
    """Makes an office."""
    log.say("ready")
    create_office(order.folder, NewOffice(UNIT_CODE, ADMIN, PASSWORD), order.clock(), CHEAP)
    log.say("created")


WORK: dict[str, Callable[[Order, Log], None]] = {
    "desk": desk,
    "backup": backup,
    "register": register,
    "password": password,
    "users": users,
    "restore": restore,
    "create": create,
}


def main() -> None:
    """Forks one worker a line; reaps those that were killed."""
    print("open", flush=True)
    for line in sys.stdin:
        data = json.loads(line)
        order = Order(
            data["work"], Path(data["folder"]), data["seed"], Path(data["log"]), data["more"]
        )
        worker = os.fork()
        if worker == 0:
            _work(order)
        print(worker, flush=True)
        _reap()
    _reap()


def _work(order: Order) -> None:
    log = Log(order.log)
    code = 0
    try:
        WORK[order.work](order, log)
    except EnvironmentProblem as problem:
        # Two desks may wait for each other longer than SQLite allows on a slow machine.
        code = 0 if problem.code is Surroundings.DATABASE_BUSY else 1
        log.say("failed" if code else "busy", repr(problem))
    except BaseException as error:  # noqa: BLE001 - told to the test, which fails by it
        log.say("failed", repr(error))
        code = 1
    finally:
        os._exit(code)


def _reap() -> None:
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                return
        except ChildProcessError:
            return


if __name__ == "__main__":
    main()
