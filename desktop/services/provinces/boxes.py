"""Where the desk lays what goes to the units: its mailbox, and a folder or stick at hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from desktop.services.office import Office
from desktop.services.progress import Silent
from desktop.services.provinces.mailboxes import desk_mailbox
from desktop.services.provinces.setting_up import require_desk
from desktop.sync.mailboxes import Mailbox
from desktop.sync.mailboxes.folder import FolderMailbox


@contextmanager
def boxes_of(office: Office, folder: Path | None = None) -> Iterator[list[Mailbox]]:
    """The desk's own mailbox where it has one, and the folder where one is named."""
    desk = require_desk(office)
    with ExitStack() as open_ones:
        boxes: list[Mailbox] = []
        if desk.mailbox:
            own = desk_mailbox(office, desk, None, Silent(), None)
            boxes.append(open_ones.enter_context(own))
        if folder is not None:
            boxes.append(open_ones.enter_context(closing(FolderMailbox(folder))))
        yield boxes
