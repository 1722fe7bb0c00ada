"""Signatures of S3 against the examples that AWS publishes (made-up keys of its own manual).

https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desktop.sync.mailboxes.s3_signing import S3Key

KEY = S3Key("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1")
HOST = {"Host": "examplebucket.s3.amazonaws.com"}
DAY = datetime(2013, 5, 24, tzinfo=UTC)
GET, LIST, PUT = (
    "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
    "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
)
DATED = {
    "Date": "Fri, 24 May 2013 00:00:00 GMT",
    "x-amz-storage-class": "REDUCED_REDUNDANCY",
}


@pytest.mark.parametrize(
    ("method", "path", "query", "headers", "content", "signature"),
    [
        ("GET", "/test.txt", "", {"Range": "bytes=0-9"}, b"", GET),
        ("GET", "/", "max-keys=2&prefix=J", {}, b"", LIST),
        ("PUT", "/test%24file.text", "", DATED, b"Welcome to Amazon S3.", PUT),
    ],
)
def test_signature_is_that_of_the_manual(
    method: str, path: str, query: str, headers: dict[str, str], content: bytes, signature: str
) -> None:
    signed = KEY.signed(method, path, query, {**HOST, **headers}, content, DAY)
    assert signed["Authorization"].endswith(f"Signature={signature}")


def test_key_never_shows_its_secret() -> None:
    assert KEY.secret not in repr(KEY)
