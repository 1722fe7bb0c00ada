"""A private PostgreSQL cluster for tests; skipped in words where no server is installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bench.cluster import SECRET as SECRET
from bench.cluster import Cluster as Cluster
from bench.cluster import programs, running_cluster


@contextmanager
def a_cluster() -> Iterator[Cluster]:
    """A server for as long as the block runs."""
    if programs() is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with running_cluster() as cluster:
        yield cluster
