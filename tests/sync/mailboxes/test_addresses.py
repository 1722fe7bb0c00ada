"""Addresses of mailboxes, and the file that opens them."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.errors import Entry, InputRefused
from desktop.sync.mailboxes.access import Access, access_from, read_access
from desktop.sync.mailboxes.addresses import (
    FarAddress,
    Road,
    check_address,
    far_address,
    mailbox_folder,
)

_FAR = {
    "https://hop-thu.example.vn/dav/24259": FarAddress(
        Road.WEBDAV, True, "hop-thu.example.vn", 443, "/dav/24259/"
    ),
    "https://hop-thu.example.vn": FarAddress(Road.WEBDAV, True, "hop-thu.example.vn", 443, "/"),
    "http://127.0.0.1:8080/a%20b": FarAddress(Road.WEBDAV, False, "127.0.0.1", 8080, "/a b/"),
    "sftp://don-vi@may.example.vn:2222/hop-thu": FarAddress(
        Road.SFTP, True, "may.example.vn", 2222, "/hop-thu/", "don-vi"
    ),
    "s3+https://kho.example.vn/thung/tinh-66?region=vn-1": FarAddress(
        Road.S3, True, "kho.example.vn", 443, "/thung/tinh-66/", "", "vn-1"
    ),
}


@pytest.mark.parametrize("address", _FAR)
def test_address_of_a_road_is_understood(address: str) -> None:
    assert check_address(f" {address} ") == address
    assert far_address(address) == _FAR[address]


@pytest.mark.parametrize("address", ["/srv/hộp thư", "file:///srv/h%E1%BB%99p%20th%C6%B0"])
def test_address_is_a_path_or_a_file_url(address: str) -> None:
    assert mailbox_folder(check_address(f" {address} ")) == Path("/srv/hộp thư")
    assert far_address(address) is None


_REFUSED = {
    "hop-thu": Entry.BAD_MAILBOX,
    "file://may-chu/x": Entry.BAD_MAILBOX,
    "ftp://may-chu/x": Entry.BAD_MAILBOX,
    "s3://thung/x": Entry.BAD_MAILBOX,
    "https:///x": Entry.BAD_MAILBOX,
    "https://may-chu/../x": Entry.BAD_MAILBOX,
    "https://may-chu/x?a=b": Entry.BAD_MAILBOX,
    "https://may-chu:so/x": Entry.BAD_MAILBOX,
    "s3+https://may-chu/": Entry.BAD_MAILBOX,
    "https://ten:bi-mat@may-chu/x": Entry.MAILBOX_SECRET_IN_ADDRESS,
    "https://ten@may-chu/x": Entry.MAILBOX_SECRET_IN_ADDRESS,
    "sftp://ten:bi-mat@may-chu/x": Entry.MAILBOX_SECRET_IN_ADDRESS,
    "http://10.0.0.1/x": Entry.MAILBOX_NOT_SEALED,
    "s3+http://kho.example.vn/thung": Entry.MAILBOX_NOT_SEALED,
}


@pytest.mark.parametrize("address", _REFUSED)
def test_address_that_cannot_be_used_is_refused_with_a_reason(address: str) -> None:
    with pytest.raises(InputRefused) as refused:
        check_address(address)
    assert refused.value.problems[0].code is _REFUSED[address]


@pytest.mark.parametrize("address", [a for a, c in _REFUSED.items() if "SECRET" in c.name])
def test_secret_in_an_address_is_not_repeated_in_the_refusal(address: str) -> None:
    with pytest.raises(InputRefused) as refused:
        check_address(address)
    assert "bi-mat" not in repr(refused.value.problems)


_FILE = """# truy cập của đơn vị 24259
user: don-vi-24259
secret: mật khẩu: có dấu hai chấm
host-key: SHA256:9rFkvA1jG5mIr0iCz1yd1lCiJv3iRyRjRt3MbZpYv4E
private-key:
-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjE=
-----END OPENSSH PRIVATE KEY-----
ca:
-----BEGIN CERTIFICATE-----
MIIB
-----END CERTIFICATE-----
"""


def test_access_file_holds_what_opens_a_mailbox() -> None:
    access = read_access(_FILE)
    assert (access.user, access.secret) == ("don-vi-24259", "mật khẩu: có dấu hai chấm")
    assert access.private_key.startswith("-----BEGIN OPENSSH")
    assert access.private_key.endswith("PRIVATE KEY-----\n")
    assert access.ca.count("\n") == 3
    assert access_from(access.to_data()) == access
    assert access.public_part() == Access(host_key=access.host_key, ca=access.ca)


def test_access_never_shows_its_secrets() -> None:
    access = read_access(_FILE)
    assert "mật khẩu" not in f"{access!r} {access}"
    assert "OPENSSH" not in f"{access!r} {access}"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("mat-khau: x", Entry.UNKNOWN_KEY),
        ("chỉ có một dòng", Entry.UNKNOWN_KEY),
        ("host-key: aa:bb:cc", Entry.BAD_HOST_KEY),
    ],
)
def test_access_file_with_a_mistake_is_refused(text: str, code: Entry) -> None:
    with pytest.raises(InputRefused) as refused:
        read_access(text)
    assert refused.value.problems[0].code is code
