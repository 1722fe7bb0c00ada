"""A reader written from docs/package-format.md alone, with public tools: nothing of ours."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desktop.domain.scans import Scans
from desktop.models.offices import secrets
from desktop.models.province import province_desks
from desktop.province.desks import read_desk
from desktop.services.provinces.key_rotation import rotate_province_keys
from desktop.services.syncing.key_rotation import key_state, rotate_keys
from desktop.sync.signatures import fingerprint
from tests.sync import test_scans as scans
from tests.sync.stage import Stage

TOOLS = ("age", "zstd", "ssh-keygen")
SCHEMAS = Path(__file__).parents[2] / "resources" / "schemas"
pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(
        any(shutil.which(tool) is None for tool in TOOLS), reason="needs age, zstd, ssh-keygen"
    ),
]


class Stranger:
    """Knows the page, a private age key in a file, and three programs."""

    def __init__(self, key_file: Path, scratch: Path) -> None:
        self.key_file = key_file
        self.scratch = scratch
        self.files: dict[str, bytes] = {}

    def packages(self, stick: Path) -> list[Path]:
        return sorted(p.parent for p in (stick / "somotcua/province").rglob("manifest.json"))

    def records(self, package: Path) -> list[dict[str, Any]]:
        content = (package / "manifest.json").read_bytes()
        manifest = json.loads(content)
        assert (manifest["format"], manifest["version"]) == ("somotcua-package", 1)
        signature = (package / "manifest.json.sig").read_bytes()
        self.verify(manifest["from"]["key"], "package@somotcua", content, signature)
        found = []
        for number, part in enumerate(manifest["parts"], start=1):
            stored = package / f"part-{number:04d}.age"
            assert stored.stat().st_size == part["size"]
            assert hashlib.sha256(stored.read_bytes()).hexdigest() == part["sha256"]
            inside = self.tool("age", "-d", "-i", str(self.key_file), str(stored))
            if part["kind"] == "file":
                assert len(inside) == part["unpacked"]
                self.files.setdefault(part["file"], b"")
                assert len(self.files[part["file"]]) == part["offset"]
                self.files[part["file"]] += inside
                continue
            lines = self.tool("zstd", "-dc", stdin=inside)
            assert len(lines) == part["unpacked"]
            found += [json.loads(line) for line in lines.splitlines()]
            assert lines.count(b"\n") == part["items"]
        return found

    def receipt(self, file: Path, province_key: str) -> dict[str, Any]:
        envelope = json.loads(file.read_bytes())
        text = envelope["text"].encode()
        self.verify(province_key, "receipt@somotcua", text, envelope["signature"].encode())
        data: dict[str, Any] = json.loads(text)
        return data

    def verify(self, key: str, namespace: str, content: bytes, signature: bytes) -> None:
        allowed, signed = self.scratch / "allowed", self.scratch / "signature"
        allowed.write_text(f"someone {key}\n")
        signed.write_bytes(signature)
        line = ["-Y", "verify", "-f", str(allowed), "-I", "someone", "-n", namespace]
        said = self.tool("ssh-keygen", *line, "-s", str(signed), stdin=content)
        assert said.startswith(b"Good ")

    def tool(self, *line: str, stdin: bytes = b"") -> bytes:
        return subprocess.run(line, input=stdin, capture_output=True, check=True).stdout


@pytest.fixture
def stranger(apart: Stage, tmp_path: Path) -> Stranger:
    with apart.province.reading() as connection:
        desk = read_desk(connection)
    assert desk is not None
    key_file = tmp_path / "key.txt"
    key_file.write_text(desk.identity + "\n")
    return Stranger(key_file, tmp_path)


def test_stranger_reads_a_package_and_its_receipt(apart: Stage, stranger: Stranger) -> None:
    codes = [apart.receive() for _ in range(3)]
    apart.finish(codes[1])
    apart.join()
    apart.export()
    (package,) = stranger.packages(apart.stick)
    records = stranger.records(package)
    assert [record["kind"] for record in records] == ["enrolment"] + ["dossier"] * 3
    assert {r["content"]["code"] for r in records[1:]} == set(codes)
    finished = next(r for r in records if r["content"].get("code") == codes[1])
    assert [step["event"] for step in finished["content"]["history"]] == ["receive", "finish"]

    apart.collect()
    with apart.province.reading() as connection:
        desk = read_desk(connection)
    assert desk is not None
    (file,) = (apart.stick / "somotcua/units").rglob("*.receipt.json")
    receipt = stranger.receipt(file, desk.public.sign)
    manifest = (package / "manifest.json").read_bytes()
    assert receipt["manifest_sha256"] == hashlib.sha256(manifest).hexdigest()
    assert [item["id"] for item in receipt["items"]] == [record["id"] for record in records]
    assert {item["outcome"] for item in receipt["items"]} == {"applied"}


def test_stranger_reads_scans_and_follows_both_changes_of_keys(
    apart: Stage, stranger: Stranger
) -> None:
    scans.asked(apart, Scans.RESULTS)
    scans.agree(apart, Scans.RESULTS)
    code = scans.settled(apart)
    apart.round()
    old = key_state(apart.unit).device
    rotate_keys(apart.unit)
    apart.receive()
    apart.export()
    records = [r for package in stranger.packages(apart.stick) for r in stranger.records(package)]
    assert [record["kind"] for record in records] == ["key_change", "dossier"]
    change = records[0]["content"]
    owner = json.loads((stranger.packages(apart.stick)[0] / "manifest.json").read_bytes())["from"]
    said = "".join(
        f"{one}\n" for one in (owner["device"], owner["key"], change["sign"], change["seal"])
    )
    assert fingerprint(owner["key"]) == old
    stranger.verify(change["sign"], "keychange@somotcua", said.encode(), change["proof"].encode())
    with apart.province.reading() as connection:
        before = read_desk(connection)
    assert before is not None
    rotate_province_keys(apart.province)
    apart.collect()
    (file,) = (apart.stick / "somotcua/units").rglob("*.keys.json")
    envelope = json.loads(file.read_bytes())
    key, text = before.public.sign, envelope["text"].encode()
    stranger.verify(key, "keychange@somotcua", text, envelope["signature"].encode())
    told = json.loads(text)
    assert told["old"] == key
    assert file.name == f"{hashlib.sha256(told['sign'].encode()).hexdigest()[:16]}.keys.json"
    assert code


def test_stranger_reads_a_scan_by_its_hash(apart: Stage, stranger: Stranger) -> None:
    scans.asked(apart, Scans.RESULTS)
    scans.agree(apart, Scans.RESULTS)
    code = scans.settled(apart)
    apart.export()
    records = [r for package in stranger.packages(apart.stick) for r in stranger.records(package)]
    (named,) = (r["content"] for r in records if r["kind"] == "dossier_files")
    (file,) = named["files"]
    assert named["code"] == code
    assert hashlib.sha256(stranger.files[file["file"]]).hexdigest() == file["file"]
    assert stranger.files[file["file"]] == scans.RESULT


def test_stranger_with_another_key_reads_nothing(apart: Stage, tmp_path: Path) -> None:
    apart.receive()
    apart.join()
    apart.export()
    other = tmp_path / "other.txt"
    subprocess.run(["age-keygen", "-o", str(other)], capture_output=True, check=True)
    stranger = Stranger(other, tmp_path)
    (package,) = stranger.packages(apart.stick)
    with pytest.raises(subprocess.CalledProcessError):
        stranger.records(package)


def test_stranger_s_signature_check_finds_a_changed_manifest(
    apart: Stage, stranger: Stranger
) -> None:
    apart.receive()
    apart.join()
    apart.export()
    (package,) = stranger.packages(apart.stick)
    manifest = package / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"number": 1', b'"number": 2'))
    with pytest.raises(subprocess.CalledProcessError):
        stranger.records(package)


def test_page_names_every_schema_and_every_key_of_a_package() -> None:
    page = (Path(__file__).parents[2] / "docs/package-format.md").read_text(encoding="utf-8")
    for path in SCHEMAS.glob("*.schema.json"):
        name = path.name.removesuffix(".schema.json")
        assert path.name in page or f"`{name}`" in page, path.name
    manifest = json.loads((SCHEMAS / "manifest.schema.json").read_text())
    for key in manifest["required"]:
        assert re.search(rf"`{key}[`.]", page), key


def test_no_secret_leaves_on_the_stick(stage: Stage) -> None:
    kept = []
    for office in (stage.unit, stage.province):
        with office.reading() as connection:
            kept += connection.execute(select(secrets.c.value)).scalars().all()
    assert stage.dump(province_desks)
    for path in stage.stick.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert not [secret for secret in kept if secret.encode() in content]
