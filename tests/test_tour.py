"""The tour goes through a whole day, as it does on a machine without a screen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from pypdf import PdfReader


def test_tour_goes_through_a_whole_day_and_leaves_pictures_and_papers(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    run = subprocess.run(
        [sys.executable, "-m", "desktop.tour", "--out", str(tmp_path), "--dossiers", "600"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert str(tmp_path) in run.stdout
    pictures = sorted(tmp_path.glob("*.png"))
    assert len(pictures) > 15
    assert all(picture.stat().st_size > 5_000 for picture in pictures)
    (receipt,) = tmp_path.glob("receipt-*.pdf")
    text = PdfReader(receipt).pages[0].extract_text()
    assert "Nguyễn Văn An" in text
    assert (tmp_path / "danh-sach.xlsx").stat().st_size > 1_000
