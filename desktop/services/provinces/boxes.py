"""Where the desk lays what goes to the units: its mailbox, and a folder or stick at hand."""

from __future__ import annotations

from pathlib import Path

from desktop.services.office import Office
from desktop.services.provinces.setting_up import require_desk
from desktop.sync.mailboxes import Mailbox
from desktop.sync.mailboxes.folder import FolderMailbox, mailbox_folder


def boxes_of(office: Office, folder: Path | None = None) -> list[Mailbox]:
    """The desk's own mailbox where it has one, and the folder where one is named."""
    address = require_desk(office).mailbox
    boxes: list[Mailbox] = [FolderMailbox(mailbox_folder(address))] if address else []
    return [*boxes, FolderMailbox(folder)] if folder is not None else boxes
