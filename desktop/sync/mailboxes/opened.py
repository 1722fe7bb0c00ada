"""From an address to the mailbox behind it."""

from __future__ import annotations

from desktop.sync.mailboxes import Mailbox
from desktop.sync.mailboxes.access import Access
from desktop.sync.mailboxes.addresses import Road, far_address, mailbox_folder
from desktop.sync.mailboxes.folder import FolderMailbox
from desktop.sync.mailboxes.line import Line


def open_mailbox(address: str, access: Access | None = None, line: Line | None = None) -> Mailbox:
    """The mailbox; nothing is asked of the network yet. Raises InputRefused, MAILBOX_CA_DAMAGED.

    The libraries of a road are loaded when that road is taken.
    """
    far = far_address(address)
    access, line = access or Access(), line or Line()
    if far is None:
        return FolderMailbox(mailbox_folder(address))
    if far.road is Road.SFTP:
        from desktop.sync.mailboxes.sftp import SftpMailbox

        return SftpMailbox(far, access, line)
    if far.road is Road.S3:
        from desktop.sync.mailboxes.s3 import S3Mailbox

        return S3Mailbox(far, access, line)
    from desktop.sync.mailboxes.webdav import WebDavMailbox

    return WebDavMailbox(far, access, line)
