"""A desk that joins an office of years: the answer comes in packages that can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.errors import Cancelled
from desktop.services.attachments import attach
from desktop.services.progress import Cancellable
from desktop.services.syncing import desk_loading
from desktop.services.syncing.desk_exchange import exchange
from desktop.services.syncing.packing import OUTBOX_NAME
from desktop.sync.manifest import FilePart, RecordsPart, read_manifest
from desktop.sync.places import MANIFEST
from tests.desks.errands import prove
from tests.desks.unit import Unit, differences
from tests.factory import a_received
from tests.services.files import a_png


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three dossiers or two files fill a package."""
    monkeypatch.setattr(desk_loading, "MOST_DOSSIERS", 3)
    monkeypatch.setattr(desk_loading, "MOST_FILES", 2)


def grown(unit: Unit) -> None:
    """Eight dossiers, one with three scans, and two documents of evidence."""
    first = unit.desks[0]
    codes = [a_received(first, name=f"Người thứ {n}").code for n in range(8)]
    for code, pages in ((codes[0], 1), (codes[1], 3), (codes[5], 1), (codes[6], 1)):
        for page in range(pages):
            attach(first, code, f"trang {page}.png", a_png(f"{code} {page}"))
    for which in range(2):
        prove(first, which)


def files_in(folder: Path) -> list[int]:
    """How many files each package in the shared folder holds."""
    manifests = [read_manifest(path.read_bytes()) for path in sorted(folder.rglob(MANIFEST))]
    assert all(any(isinstance(part, RecordsPart) for part in m.parts) for m in manifests)
    return [len({p.file for p in m.parts if isinstance(p, FilePart)}) for m in manifests]


@pytest.mark.usefixtures("small")
def test_answer_is_spread_over_packages_and_begins_anew_when_cut_short(unit: Unit) -> None:
    grown(unit)
    unit.settle_down()
    counts = files_in(unit.share)
    # Only a dossier that has more files than a package should hold makes one that is larger.
    assert (max(counts), sum(counts)) == (3, 8)
    fourth = unit.add_desk(7)
    unit.exchange(fourth)
    kept = unit.desks[0].folder / OUTBOX_NAME
    laid, packed = len(files_in(unit.share)), len(files_in(kept))
    with pytest.raises(Cancelled):
        exchange(unit.desks[0], unit.share, Cancellable(4))
    assert len(files_in(unit.share)) == laid
    assert len(files_in(kept)) > packed
    unit.settle_down()
    assert differences(unit.desks) == []
    assert max(files_in(unit.share)) == 3
