"""Whom a road believes: certificates, keys of servers, proxies.

Nothing is half-sent to somebody else: each test ends in a mailbox that was reached or in words.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.sync.mailboxes.access import Access
from desktop.sync.mailboxes.line import Line
from desktop.sync.mailboxes.opened import open_mailbox
from desktop.wording.problems import message
from tests.sync.mailboxes import servers
from tests.sync.mailboxes.bad_line import BadLine
from tests.sync.mailboxes.certificates import Authority
from tests.sync.mailboxes.scripted import Script
from tests.sync.mailboxes.servers import Served
from tests.sync.mailboxes.test_troubles import refused, script

__all__ = ["script"]
pytestmark = pytest.mark.server
S = Surroundings


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return servers.authority(tmp_path_factory.mktemp("ca"))


@contextmanager
def sealed(
    folder: Path, authority: Authority, name: str, days: tuple[int, int]
) -> Iterator[Served]:
    with servers.nginx(folder, authority.certificate(name, days)) as served:
        yield served


def test_certificate_of_an_authority_of_our_own_is_believed_when_it_is_given(
    tmp_path: Path, authority: Authority
) -> None:
    with sealed(tmp_path, authority, "good", (-1, 30)) as served:
        assert refused(open_mailbox(served.address, served.access)).code is S.MAILBOX_CERTIFICATE
        known = replace(served.access, ca=authority.pem)
        with closing(open_mailbox(served.address, known)) as mailbox:
            mailbox.put_new("a/x.age", b"abc")
            assert mailbox.read("a/x.age", 10) == b"abc"
        wrong = replace(known, secret="sai")
        assert refused(open_mailbox(served.address, wrong)).code is S.MAILBOX_SIGN_IN
        other = served.address.replace("127.0.0.1", "localhost")
        assert refused(open_mailbox(other, known)).code is S.MAILBOX_CERTIFICATE
        plain = served.address.replace("https", "http")
        assert refused(open_mailbox(plain, known)).code is S.MAILBOX_ANSWER


@pytest.mark.parametrize("days", [(2, 30), (-30, -2)])
def test_certificate_out_of_its_time_speaks_of_the_clock(
    tmp_path: Path, authority: Authority, days: tuple[int, int]
) -> None:
    with sealed(tmp_path, authority, f"time{days[0]}", days) as served:
        known = replace(served.access, ca=authority.pem)
        assert refused(open_mailbox(served.address, known)).code is S.MAILBOX_CLOCK


def test_authority_that_cannot_be_read_is_told() -> None:
    with pytest.raises(EnvironmentProblem) as problem:
        open_mailbox("https://x.example.vn/", Access(ca="không phải PEM"))
    assert problem.value.code is S.MAILBOX_CA_DAMAGED


def test_proxy_is_gone_through_and_its_refusal_is_told(
    tmp_path: Path, authority: Authority, script: Script
) -> None:
    with sealed(tmp_path, authority, "proxied", (-1, 30)) as served:
        known = replace(served.access, ca=authority.pem)
        with tunnel() as (port, asked):
            line = Line(proxy=f"http://127.0.0.1:{port}")
            with closing(open_mailbox(served.address, known, line)) as mailbox:
                mailbox.put_new("a/x.age", b"abc")
            assert asked == [f"CONNECT 127.0.0.1:{served.port} HTTP/1.0"]
        script.answers["CONNECT"] = (407, {}, b"")
        line = Line(proxy=f"http://127.0.0.1:{script.port}")
        problem = refused(open_mailbox(served.address, known, line))
    assert problem.code is S.MAILBOX_PROXY
    assert problem.facts["proxy"] == f"127.0.0.1:{script.port}"


def test_proxy_of_the_system_is_used_and_its_password_is_not_shown(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", f"http://ai:bi-mat@127.0.0.1:{script.port}")
    monkeypatch.delenv("no_proxy", raising=False)
    problem = refused(open_mailbox("https://hop-thu.example.vn/h"))
    assert problem.code is S.MAILBOX_PROXY
    assert "bi-mat" not in f"{problem} {message(problem).lines}"


@contextmanager
def tunnel() -> Iterator[tuple[int, list[str]]]:
    """A proxy that knows CONNECT and nothing else; for one connection."""
    asked: list[str] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        near, _ = listener.accept()
        with near:
            head = b""
            while b"\r\n\r\n" not in head:
                head += near.recv(1_000)
            asked.append(head.splitlines()[0].decode())
            near.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            target = int(asked[0].split()[1].rpartition(":")[2])
            with (
                closing(BadLine(target)) as line,
                socket.create_connection(("127.0.0.1", line.port)) as far,
            ):
                back = threading.Thread(target=_copy, args=(far, near))
                back.start()
                _copy(near, far)
                back.join()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1], asked
    finally:
        thread.join(60)
        listener.close()


def _copy(source: socket.socket, sink: socket.socket) -> None:
    try:
        while block := source.recv(16_384):
            sink.sendall(block)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        return


def test_key_of_the_ssh_server_is_pinned(openssh: Served) -> None:
    other = replace(openssh.access, host_key="SHA256:" + "A" * 43)
    changed = refused(open_mailbox(openssh.address, other))
    assert changed.code is S.MAILBOX_HOST_KEY
    assert changed.facts["shown"] == openssh.access.host_key
    unknown = refused(open_mailbox(openssh.address, replace(openssh.access, host_key="")))
    assert unknown.code is S.MAILBOX_NO_HOST_KEY


def test_ssh_server_that_does_not_know_us_is_told(openssh: Served) -> None:
    password = replace(openssh.access, private_key="", secret="sai")
    assert refused(open_mailbox(openssh.address, password)).code is S.MAILBOX_SIGN_IN
    nonsense = replace(openssh.access, private_key="không phải khóa")
    assert refused(open_mailbox(openssh.address, nonsense)).code is S.MAILBOX_SIGN_IN


def test_ssh_server_that_asks_for_a_password_lets_us_in_by_it_alone(
    openssh_by_password: Served, own: str
) -> None:
    """A real OpenSSH; the password has letters with marks, spaces and signs."""
    served = openssh_by_password
    with closing(open_mailbox(served.address, served.access)) as mailbox:
        mailbox.put_new(own + "x.age", b"abc")
        mailbox.rename_new(own + "x.age", own + "y.age")
        assert mailbox.read(own + "y.age", 10) == b"abc"
    assert (served.folder / own / "y.age").read_bytes() == b"abc"
    for wrong in (replace(served.access, secret="sai"), replace(served.access, user="khac")):
        assert refused(open_mailbox(served.address, wrong)).code is S.MAILBOX_SIGN_IN
    pinned = replace(served.access, host_key="SHA256:" + "A" * 43)
    assert refused(open_mailbox(served.address, pinned)).code is S.MAILBOX_HOST_KEY


def test_ssh_without_rights_or_with_a_taken_name(openssh: Served, own: str) -> None:
    with closing(open_mailbox(openssh.address, openssh.access)) as mailbox:
        mailbox.put_new(own + "x.age", b"abc")
        with pytest.raises(EnvironmentProblem) as problem:
            mailbox.put_new(own + "x.age", b"new")
    assert problem.value.code is S.MAILBOX_TAKEN
