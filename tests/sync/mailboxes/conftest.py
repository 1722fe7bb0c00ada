"""Each server runs once a session and is shared; every test works below names of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.sync.mailboxes.access import Access
from tests.sync.mailboxes import servers
from tests.sync.mailboxes.servers import Served

ROADS = ("folder", "nginx", "rclone_webdav", "openssh", "rclone_s3")


@pytest.fixture(scope="session")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with servers.nginx(tmp_path_factory.mktemp("nginx")) as served:
        yield served


@pytest.fixture(scope="session")
def rclone_webdav(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with servers.rclone_webdav(tmp_path_factory.mktemp("webdav")) as served:
        yield served


@pytest.fixture(scope="session")
def openssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with servers.openssh(tmp_path_factory.mktemp("ssh")) as served:
        yield served


@pytest.fixture(scope="session")
def openssh_by_password(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with servers.openssh_by_password(tmp_path_factory.mktemp("ssh")) as served:
        yield served


@pytest.fixture(scope="session")
def rclone_s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with servers.rclone_s3(tmp_path_factory.mktemp("s3")) as served:
        yield served


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Served:
    root = tmp_path_factory.mktemp("hop-thu")
    return Served("folder", str(root), Access(), root / "somotcua", 0)


@pytest.fixture(params=ROADS)
def served(request: pytest.FixtureRequest) -> Served:
    """Every road in turn."""
    found: Served = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def own(tmp_path: Path) -> str:
    """A folder's name that no other test uses."""
    return tmp_path.name.lower().replace("_", "-").strip("-") + "/"
