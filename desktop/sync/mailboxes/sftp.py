"""A mailbox on an SFTP server: OpenSSH and what speaks like it.

The server must show the very key whose fingerprint stands in the invitation. Nothing is asked
of the user and nothing is learned on first sight: a key that is not expected ends the talk.
"""

from __future__ import annotations

import base64
import errno
import hashlib
import io
import logging
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.sync.mailboxes import Stored, checked_name, is_name
from desktop.sync.mailboxes.access import Access
from desktop.sync.mailboxes.addresses import FarAddress
from desktop.sync.mailboxes.line import Line

if TYPE_CHECKING:
    from paramiko import PKey, SFTPClient, Transport

T = TypeVar("T")
_READ_BLOCK = 64 * 1024


class SftpMailbox:
    """The five verbs over SFTP. The folder of the address itself must be there."""

    is_far = True

    def __init__(self, address: FarAddress, access: Access, line: Line) -> None:
        self._address, self._access, self._line = address, access, line
        self._transport: Transport | None = None
        self._client: SFTPClient | None = None

    def list(self, under: str) -> list[Stored]:
        """All files below a name, links left out."""
        if not under.endswith("/"):
            return self._do(lambda client: list(self._one(client, under)))
        found = self._do(lambda client: list(self._walk(client, under)))
        return sorted(found, key=lambda stored: stored.name)

    def read(self, name: str, most: int) -> bytes | None:
        """The content up to one byte more than asked for."""
        path = self._path(name)

        def read(client: SFTPClient) -> bytes | None:
            try:
                with client.open(path, "rb") as file:
                    return self._read_blocks(file.read, most + 1)
            except FileNotFoundError:
                return None

        return self._do(read)

    def put_new(self, name: str, content: bytes) -> None:
        """Writes under a name that is free, and makes the folders above it."""
        path = self._path(name)

        def put(client: SFTPClient) -> None:
            try:
                file = client.open(path, "wx")
            except FileNotFoundError:
                self._make_folders(client, name)
                file = client.open(path, "wx")
            with file:
                # Else each block would wait for an answer. The library then drops the answers,
                # and closing hides a cut: only the size, asked for behind the blocks, is proof.
                file.set_pipelined(True)
                for block in self._line.blocks(content):
                    file.write(block)
                if file.stat().st_size != len(content):
                    raise OSError

        self._do(lambda client: self._unless_taken(client, path, lambda: put(client)))

    def rename_new(self, old: str, new: str) -> None:
        """Renames; OpenSSH refuses a name that is taken."""
        source, target = self._path(old), self._path(new)
        self._do(
            lambda client: self._unless_taken(client, target, lambda: client.rename(source, target))
        )

    def delete(self, name: str) -> None:
        """Removes a file, or a folder with all that is in it."""
        if name.endswith("/"):
            self._do(lambda client: self._remove_tree(client, self._path(name)))
        else:
            self._do(lambda client: _gone(lambda: client.remove(self._path(name))))

    def close(self) -> None:
        """Drops the connection."""
        if self._transport is not None:
            self._transport.close()
        self._transport = self._client = None

    def _walk(self, client: SFTPClient, name: str) -> Iterator[Stored]:
        try:
            entries = client.listdir_attr(self._path(name))
        except FileNotFoundError:
            client.stat(self._address.path)  # the mailbox itself must be there
            return
        for entry in entries:
            self._line.check()
            inner, mode = name + entry.filename, entry.st_mode or 0
            if not is_name(inner):
                continue
            if stat.S_ISDIR(mode):
                yield from self._walk(client, inner + "/")
            elif stat.S_ISREG(mode):
                yield Stored(inner, entry.st_size or 0)

    def _one(self, client: SFTPClient, name: str) -> Iterator[Stored]:
        try:
            found = client.lstat(self._path(name))
        except FileNotFoundError:
            return
        if stat.S_ISREG(found.st_mode or 0):
            yield Stored(name, found.st_size or 0)

    def _read_blocks(self, read: Callable[[int], bytes], most: int) -> bytes:
        found = bytearray()
        while len(found) < most:
            self._line.check()
            block = read(min(_READ_BLOCK, most - len(found)))
            if not block:
                break
            found += block
        return bytes(found)

    def _unless_taken(self, client: SFTPClient, path: str, work: Callable[[], None]) -> None:
        """SFTP 3 has one word, "Failure", for a name that is taken and much else."""
        try:
            work()
        except OSError as error:
            if error.errno is None and _exists(client, path):
                place = self._address.place
                raise EnvironmentProblem(Surroundings.MAILBOX_TAKEN, place=place) from error
            raise

    def _make_folders(self, client: SFTPClient, name: str) -> None:
        client.stat(self._address.path)
        parts = name.split("/")[:-1]
        for depth in range(1, len(parts) + 1):
            path = self._path("/".join(parts[:depth]))
            try:
                client.mkdir(path)
            except OSError:
                client.stat(path)  # it is there already, or the refusal was meant

    def _remove_tree(self, client: SFTPClient, path: str) -> None:
        try:
            entries = client.listdir_attr(path)
        except FileNotFoundError:
            return
        for entry in entries:
            self._line.check()
            inner = path.rstrip("/") + "/" + entry.filename
            if stat.S_ISDIR(entry.st_mode or 0):
                self._remove_tree(client, inner)
            else:
                _gone(partial(client.remove, inner))
        _gone(lambda: client.rmdir(path))

    def _path(self, name: str) -> str:
        return self._address.path + checked_name(name)

    def _do(self, work: Callable[[SFTPClient], T]) -> T:
        from paramiko import SSHException

        self._line.check()
        place = self._address.place
        try:
            return work(self._open())
        except TimeoutError:
            self.close()
            raise EnvironmentProblem(Surroundings.MAILBOX_SLOW, place=place) from None
        except (EOFError, SSHException, ConnectionError) as error:
            self.close()
            raise EnvironmentProblem(Surroundings.MAILBOX_CUT, place=place) from error
        except OSError as error:
            raise self._refusal(error) from error
        except BaseException:
            self.close()
            raise

    def _refusal(self, error: OSError) -> EnvironmentProblem:
        is_open = self._transport is not None and self._transport.is_active()
        place = self._address.place
        if not is_open:
            self.close()
            return EnvironmentProblem(Surroundings.MAILBOX_CUT, place=place)
        codes = {
            errno.ENOENT: Surroundings.MAILBOX_MISSING,
            errno.EACCES: Surroundings.MAILBOX_FORBIDDEN,
        }
        code = codes.get(error.errno or 0)
        if code is not None:
            return EnvironmentProblem(code, place=place)
        # Mostly a full disk or a quota, for which SFTP 3 has no word.
        return EnvironmentProblem(Surroundings.MAILBOX_ANSWER, place=place, answer="SFTP Failure")

    def _open(self) -> SFTPClient:
        from paramiko import SFTPClient

        if self._client is None or self._transport is None or not self._transport.is_active():
            self.close()
            self._transport = self._signed_in()
            client = SFTPClient.from_transport(self._transport)
            assert client is not None
            channel = client.get_channel()
            assert channel is not None
            channel.settimeout(self._line.answer_s)
            self._client = client
        return self._client

    def _signed_in(self) -> Transport:
        from paramiko import AuthenticationException, Transport

        # Its own log names hosts and users; what matters is told by our errors.
        logging.getLogger("paramiko").setLevel(logging.CRITICAL)
        socket = self._line.connect(self._address.host, self._address.port, is_web=False)
        transport = Transport(socket)
        transport.banner_timeout = transport.auth_timeout = self._line.connect_s
        try:
            transport.start_client(timeout=self._line.connect_s)
            self._check_host(transport)
            self._sign_in(transport)
        except AuthenticationException:
            transport.close()
            place = self._address.place
            raise EnvironmentProblem(Surroundings.MAILBOX_SIGN_IN, place=place) from None
        except BaseException:
            transport.close()
            raise
        return transport

    def _check_host(self, transport: Transport) -> None:
        shown = fingerprint(transport.get_remote_server_key())
        if shown != self._access.host_key:
            known = bool(self._access.host_key)
            code = Surroundings.MAILBOX_HOST_KEY if known else Surroundings.MAILBOX_NO_HOST_KEY
            raise EnvironmentProblem(code, place=self._address.place, shown=shown)

    def _sign_in(self, transport: Transport) -> None:
        user = self._access.user or self._address.user
        if self._access.private_key:
            transport.auth_publickey(user, _private_key(self._access, self._address.place))
        else:
            transport.auth_password(user, self._access.secret, fallback=False)


def fingerprint(key: PKey) -> str:
    """As OpenSSH writes it: "SHA256:" and 43 signs."""
    digest = hashlib.sha256(key.asbytes()).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def _private_key(access: Access, place: str) -> PKey:
    from paramiko import ECDSAKey, Ed25519Key, RSAKey, SSHException

    for kind in (Ed25519Key, ECDSAKey, RSAKey):
        with suppress(SSHException, ValueError):
            key: PKey = kind.from_private_key(
                io.StringIO(access.private_key), access.secret or None
            )
            return key
    raise EnvironmentProblem(Surroundings.MAILBOX_SIGN_IN, place=place)


def _exists(client: SFTPClient, path: str) -> bool:
    try:
        client.lstat(path)
    except FileNotFoundError:
        return False
    return True


def _gone(remove: Callable[[], None]) -> None:
    with suppress(FileNotFoundError):
        remove()
