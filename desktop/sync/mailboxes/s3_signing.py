"""Signing a request to S3 (AWS Signature Version 4): HMAC-SHA-256 over what is asked.

https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

_ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True, slots=True)
class S3Key:
    """The two keys of an S3 account and the region that it signs for."""

    id: str
    secret: str = field(repr=False)
    region: str

    def signed(
        self,
        method: str,
        path: str,
        query: str,
        headers: Mapping[str, str],
        content: bytes,
        now: datetime,
    ) -> dict[str, str]:
        """The headers with date, hash and signature; path and query as they are sent.

        ``query`` is encoded already and its names are in order; ``now`` is in UTC.
        """
        digest = hashlib.sha256(content).hexdigest()
        stamp = f"{now:%Y%m%dT%H%M%SZ}"
        whole = {**headers, "x-amz-content-sha256": digest, "x-amz-date": stamp}
        lowered = {name.lower(): value.strip() for name, value in whole.items()}
        names = ";".join(sorted(lowered))
        lines = "".join(f"{name}:{lowered[name]}\n" for name in sorted(lowered))
        request = "\n".join((method, path, query, lines, names, digest))
        scope = f"{now:%Y%m%d}/{self.region}/s3/aws4_request"
        hashed = hashlib.sha256(request.encode()).hexdigest()
        text = "\n".join((_ALGORITHM, stamp, scope, hashed))
        signature = hmac.new(self._day_key(now), text.encode(), hashlib.sha256).hexdigest()
        whole["Authorization"] = (
            f"{_ALGORITHM} Credential={self.id}/{scope},SignedHeaders={names},Signature={signature}"
        )
        return whole

    def _day_key(self, now: datetime) -> bytes:
        key = f"AWS4{self.secret}".encode()
        for part in (f"{now:%Y%m%d}", self.region, "s3", "aws4_request"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        return key
