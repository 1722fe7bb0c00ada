"""Signatures in OpenSSH's format, both ways with the public tool."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from desktop.domain.packages import PackageProblem, PackageRefused
from desktop.sync.signatures import PACKAGE, RECEIPT, SigningKey, is_public_key, verify

CONTENT = "Xã Quảng Phú".encode()
needs_ssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs ssh-keygen")


def refused(problem: PackageProblem) -> pytest.RaisesExc[PackageRefused]:
    return pytest.raises(PackageRefused, check=lambda error: error.problem is problem)


def test_signature_is_good_for_its_content_key_and_purpose_only() -> None:
    key, other = SigningKey.new(), SigningKey.new()
    signature = key.sign(CONTENT, PACKAGE)
    verify(CONTENT, signature, key.public, PACKAGE)
    with refused(PackageProblem.BAD_SIGNATURE):
        verify(CONTENT + b" ", signature, key.public, PACKAGE)
    with refused(PackageProblem.BAD_SIGNATURE):
        verify(CONTENT, signature, key.public, RECEIPT)
    with refused(PackageProblem.WRONG_SIGNER):
        verify(CONTENT, signature, other.public, PACKAGE)


def test_every_changed_sign_of_a_signature_is_refused() -> None:
    key = SigningKey.new()
    signature = key.sign(CONTENT, PACKAGE)
    for place, sign in enumerate(signature):
        for other in ("A", "B", "\n", " "):
            if other == sign:
                continue
            with pytest.raises(PackageRefused):
                verify(
                    CONTENT, signature[:place] + other + signature[place + 1 :], key.public, PACKAGE
                )


@pytest.mark.parametrize("text", ["", "x", "-----BEGIN SSH SIGNATURE-----\n", "é" * 50, "\n" * 9])
def test_text_that_is_no_signature_is_refused(text: str) -> None:
    with refused(PackageProblem.BAD_SIGNATURE):
        verify(CONTENT, text, SigningKey.new().public, PACKAGE)


@pytest.mark.parametrize("text", ["", "ssh-ed25519 ", "ssh-rsa AAAA", "ssh-ed25519 AAAA x", "a b"])
def test_text_that_is_no_key_is_known(text: str) -> None:
    assert not is_public_key(text)


def test_key_comes_back_from_its_text() -> None:
    key = SigningKey.new()
    assert SigningKey.from_text(key.text) == key
    assert is_public_key(key.public)


@needs_ssh
def test_public_tool_checks_our_signature(tmp_path: Path) -> None:
    key = SigningKey.new()
    (tmp_path / "allowed").write_text(f"somebody {key.public}\n")
    (tmp_path / "sig").write_text(key.sign(CONTENT, PACKAGE))
    line = ["ssh-keygen", "-Y", "verify", "-f", "allowed", "-I", "somebody", "-n", PACKAGE]
    run = subprocess.run([*line, "-s", "sig"], cwd=tmp_path, input=CONTENT, capture_output=True)
    assert run.returncode == 0, run.stderr


@needs_ssh
def test_we_check_the_signature_of_the_public_tool(tmp_path: Path) -> None:
    made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", "key"]
    subprocess.run(made, cwd=tmp_path, check=True)
    line = ["ssh-keygen", "-Y", "sign", "-f", "key", "-n", PACKAGE]
    run = subprocess.run(line, cwd=tmp_path, input=CONTENT, capture_output=True, check=True)
    public = (tmp_path / "key.pub").read_text().strip()
    verify(CONTENT, run.stdout.decode(), public, PACKAGE)
