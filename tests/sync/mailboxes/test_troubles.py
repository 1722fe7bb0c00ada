"""Everything that goes wrong on a road has its own words, and nothing is half-sent.

Statuses come from a scripted server; certificates, keys and proxies are in ``test_trust.py``.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from desktop.domain.errors import Cancelled, EnvironmentProblem, Surroundings
from desktop.sync.mailboxes import Mailbox
from desktop.sync.mailboxes.access import Access
from desktop.sync.mailboxes.line import NO_PROXY, Line, Throttle
from desktop.sync.mailboxes.opened import open_mailbox
from desktop.wording.problems import message
from tests.sync.mailboxes.scripted import Script, scripted
from tests.sync.mailboxes.servers import Served

pytestmark = pytest.mark.server
S = Surroundings

_ERROR = "<?xml version='1.0'?><Error><Code>{}</Code></Error>"


@pytest.fixture
def script() -> Iterator[Script]:
    with scripted() as found:
        yield found


def refused(mailbox: Mailbox, name: str = "x.age") -> EnvironmentProblem:
    with closing(mailbox), pytest.raises(EnvironmentProblem) as problem:
        mailbox.put_new(name, b"abc")
    return problem.value


_STATUSES = {
    301: S.MAILBOX_REDIRECTS,
    302: S.MAILBOX_REDIRECTS,
    307: S.MAILBOX_REDIRECTS,
    401: S.MAILBOX_SIGN_IN,
    403: S.MAILBOX_FORBIDDEN,
    404: S.MAILBOX_MISSING,
    405: S.MAILBOX_ANSWER,
    409: S.MAILBOX_CONFLICT,
    412: S.MAILBOX_TAKEN,
    413: S.MAILBOX_TOO_LARGE,
    423: S.MAILBOX_LOCKED,
    429: S.MAILBOX_BUSY,
    500: S.MAILBOX_ANSWER,
    503: S.MAILBOX_BUSY,
    507: S.MAILBOX_FULL,
}


@pytest.mark.parametrize("status", _STATUSES)
@pytest.mark.parametrize("scheme", ["http://127.0.0.1:{}/h", "s3+http://127.0.0.1:{}/h"])
def test_status_of_a_server_has_its_own_words(script: Script, scheme: str, status: int) -> None:
    away = {"Location": "http://10.9.8.7/else"} if status < 400 else {}
    script.answers["PUT"] = (status, away, b"")
    problem = refused(open_mailbox(scheme.format(script.port), Access("u", "bí mật")))
    assert problem.code is _STATUSES[status]
    assert script.methods() == ["PUT"]  # asked once, and nowhere else
    lines = message(problem).lines
    assert all(lines)
    assert "bí mật" not in f"{problem} {lines}"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("RequestTimeTooSkewed", S.MAILBOX_CLOCK),
        ("SignatureDoesNotMatch", S.MAILBOX_SIGN_IN),
        ("InvalidAccessKeyId", S.MAILBOX_SIGN_IN),
        ("AccessDenied", S.MAILBOX_FORBIDDEN),
        ("NoSuchBucket", S.MAILBOX_MISSING),
        ("QuotaExceeded", S.MAILBOX_FULL),
    ],
)
def test_word_of_s3_says_more_than_its_status(script: Script, code: str, expected: S) -> None:
    script.answers["PUT"] = (403, {}, _ERROR.format(code).encode())
    problem = refused(open_mailbox(f"s3+http://127.0.0.1:{script.port}/h", Access("u", "s")))
    assert problem.code is expected


def test_no_two_troubles_say_the_same() -> None:
    codes = [code for code in S if code.value.startswith("mailbox_")]
    facts = {"place": "x", "proxy": "y", "shown": "z", "to": "w", "answer": "v", "file": "t"}
    said = [message(EnvironmentProblem(code, **facts)).what for code in codes]
    assert len(set(said)) == len(codes) > 20


def test_new_objects_are_put_on_condition_and_moved_without_overwriting(script: Script) -> None:
    with closing(open_mailbox(f"http://127.0.0.1:{script.port}/h")) as mailbox:
        mailbox.put_new("x.age.part", b"abc")
        mailbox.rename_new("x.age.part", "x.age")
    (_, _, put), (_, _, move) = script.asked
    assert put["if-none-match"] == "*"
    assert move["overwrite"] == "F"
    assert move["destination"] == f"http://127.0.0.1:{script.port}/h/x.age"


def test_server_behind_a_gateway_is_asked_once_more_by_path(script: Script) -> None:
    def only_paths(handler: object) -> bool:
        is_path = handler.headers["Destination"].startswith("/")  # type: ignore[attr-defined]
        script.answers["MOVE"] = (201 if is_path else 502, {}, b"")
        return False

    script.hook = only_paths
    with closing(open_mailbox(f"http://127.0.0.1:{script.port}/h")) as mailbox:
        mailbox.rename_new("x.age.part", "x.age")
    assert [headers["destination"] for _, _, headers in script.asked] == [
        f"http://127.0.0.1:{script.port}/h/x.age",
        "/h/x.age",
    ]


@pytest.mark.parametrize("scheme", ["http://127.0.0.1:{}/h", "s3+http://127.0.0.1:{}/h"])
def test_answer_that_is_no_mailbox_is_not_believed(script: Script, scheme: str) -> None:
    """A page of a hotel's sign-in, or a list that tries to read files by entities."""
    bodies = (
        b"<html><body>Xin ch\xc3\xa0o<br></body>",
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    )
    for body in bodies:
        script.answers["PROPFIND"], script.answers["GET"] = (207, {}, body), (200, {}, body)
        with (
            closing(open_mailbox(scheme.format(script.port))) as mailbox,
            pytest.raises(EnvironmentProblem) as problem,
        ):
            mailbox.list("units/")
        assert problem.value.code is S.MAILBOX_ANSWER


def test_names_that_lead_out_of_the_mailbox_are_left_out_of_a_listing(script: Script) -> None:
    hrefs = ("/h/a/x.age", "/h/a/../../etc/passwd", "/else/y.age", "http://e.vn/h/a/z.age", "/h/a/")
    entries = "".join(
        f"<D:response><D:href>{href}</D:href><D:propstat><D:prop>"
        "<D:getcontentlength>3</D:getcontentlength></D:prop></D:propstat></D:response>"
        for href in hrefs
    )
    body = f'<D:multistatus xmlns:D="DAV:">{entries}</D:multistatus>'.encode()
    script.answers["PROPFIND"] = (207, {}, body)
    with closing(open_mailbox(f"http://127.0.0.1:{script.port}/h")) as mailbox:
        assert [stored.name for stored in mailbox.list("a/x.age")] == ["a/x.age"]


def test_server_that_never_answers_is_given_up(script: Script) -> None:
    held = threading.Event()
    script.hook = lambda handler: held.wait(60) or True
    line = Line(answer_s=0.2)
    problem = refused(open_mailbox(f"http://127.0.0.1:{script.port}/h", line=line))
    held.set()
    assert problem.code is S.MAILBOX_SLOW


def test_answer_that_trickles_in_is_given_up(script: Script) -> None:
    held = threading.Event()

    def trickle(handler: object) -> bool:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")  # type: ignore[attr-defined]
        while not held.wait(0.05):
            try:
                handler.wfile.write(b"x")  # type: ignore[attr-defined]
            except OSError:
                break
        return True

    script.hook = trickle
    line = Line(answer_s=0.3)
    with (
        closing(open_mailbox(f"http://127.0.0.1:{script.port}/h", line=line)) as mailbox,
        pytest.raises(EnvironmentProblem) as problem,
    ):
        mailbox.read("x.age", 10_000)
    held.set()
    assert problem.value.code is S.MAILBOX_SLOW


@pytest.mark.parametrize(
    "said", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc", b"SSH-2.0-x\r\n"]
)
def test_connection_that_is_cut_or_speaks_otherwise(script: Script, said: bytes) -> None:
    def cut(handler: object) -> bool:
        handler.wfile.write(said)  # type: ignore[attr-defined]
        handler.close_connection = True  # type: ignore[attr-defined]
        return True

    script.hook = cut
    with (
        closing(open_mailbox(f"http://127.0.0.1:{script.port}/h")) as mailbox,
        pytest.raises(EnvironmentProblem) as problem,
    ):
        mailbox.read("x.age", 10_000)
    expected = S.MAILBOX_ANSWER if said.startswith(b"SSH") else S.MAILBOX_CUT
    assert problem.value.code is expected


def test_refusal_that_comes_before_the_end_of_a_large_body_is_heard(script: Script) -> None:
    def refuse(handler: object) -> bool:
        handler.wfile.write(b"HTTP/1.1 507 Full\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")  # type: ignore[attr-defined]
        handler.rfile.read(5_000_000)  # type: ignore[attr-defined]
        handler.close_connection = True  # type: ignore[attr-defined]
        return True

    script.hook = refuse
    with (
        closing(open_mailbox(f"http://127.0.0.1:{script.port}/h")) as mailbox,
        pytest.raises(EnvironmentProblem) as problem,
    ):
        mailbox.put_new("x.age", bytes(5_000_000))
    assert problem.value.code is S.MAILBOX_FULL


def test_kept_connection_that_the_server_closed_is_opened_again(script: Script) -> None:
    with closing(open_mailbox(f"http://127.0.0.1:{script.port}/h")) as mailbox:
        script.answers["GET"] = (200, {}, b"abc")
        assert mailbox.read("x.age", 10) == b"abc"

        def hang_up_once(handler: object) -> bool:
            script.hook = None
            handler.close_connection = True  # type: ignore[attr-defined]
            return True

        script.hook = hang_up_once
        assert mailbox.read("x.age", 10) == b"abc"


def test_nobody_at_the_other_end_is_told_as_no_line() -> None:
    with socket.socket() as silent:  # bound, so that nobody else answers there
        silent.bind(("127.0.0.1", 0))
        port = silent.getsockname()[1]
        assert refused(open_mailbox(f"http://127.0.0.1:{port}/h")).code is S.MAILBOX_NO_LINE
    for scheme in ("https", "sftp"):
        nowhere = open_mailbox(f"{scheme}://khong-co.invalid/h", line=Line(proxy=NO_PROXY))
        assert refused(nowhere).code is S.MAILBOX_NO_LINE


def test_password_is_wrong_on_every_far_road(served: Served, own: str) -> None:
    if served.name in ("folder", "openssh"):
        pytest.skip("không có mật khẩu")
    wrong = replace(served.access, secret="sai")
    assert refused(open_mailbox(served.address, wrong), own + "x").code is S.MAILBOX_SIGN_IN
    assert not (served.folder / own / "x").exists()


def test_limit_of_the_speed_is_kept() -> None:
    now, waits = [0.0], []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    throttle = Throttle(10_000, now=lambda: now[0], sleep=sleep)
    line = Line(throttle=throttle)
    assert b"".join(line.blocks(bytes(200_000))) == bytes(200_000)
    assert 17 <= sum(waits) <= 20


@pytest.mark.parametrize("name", ["nginx", "openssh"])
def test_cancelling_stops_between_two_blocks_and_leaves_no_part(
    name: str, request: pytest.FixtureRequest, own: str
) -> None:
    served: Served = request.getfixturevalue(name)
    left = [30]

    def check() -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Cancelled

    with (
        closing(open_mailbox(served.address, served.access, Line(check=check))) as mailbox,
        pytest.raises(Cancelled),
    ):
        mailbox.put_new(own + "x.age.part", bytes(2_000_000))
    assert not (served.folder / own / "x.age").exists()
