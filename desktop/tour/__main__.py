"""``python -m desktop.tour --out FOLDER [--for-guide] [--province] [--dossiers N]``."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# As it shows at first start and at sign-in.
_OFFICE = Path("Sổ Một Cửa") / "Văn phòng thực hành"
_DESK = Path("Sổ Một Cửa") / "Bàn tỉnh thực hành"
# A year of a busy office, so that charts and lists look as they will.
_DOSSIERS = 4000


def main(arguments: list[str]) -> int:
    """0 when the whole day went through."""
    parser = argparse.ArgumentParser(prog="desktop.tour", description="Một ngày ở Bộ phận Một cửa")
    parser.add_argument("--out", type=Path, required=True, metavar="THƯ_MỤC")
    parser.add_argument("--for-guide", action="store_true", help="chỉ ảnh dùng trong tài liệu")
    parser.add_argument("--province", action="store_true", help="thẩm định, xếp hạng ở bàn tỉnh")
    parser.add_argument("--dossiers", type=int, default=_DOSSIERS, help="số hồ sơ thực hành")
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # The off-screen platform complains about each thing that only a screen can do.
    os.environ.setdefault("QT_LOGGING_RULES", "*=false")
    out: Path = options.out.resolve()
    with _working_folder():
        if options.province:
            from desktop.tour.appraising import appraise_a_year

            taken = appraise_a_year(_DESK, out)
        else:
            from desktop.tour.day import live_through

            taken = live_through(_OFFICE, out, options.dossiers)
    if options.for_guide:
        for paper in taken.papers:
            paper.unlink()
    what = "các bước thẩm định" if options.province else "một ngày"
    print(f"Đã đi hết {what}: {len(taken.pictures)} ảnh màn hình, {len(taken.papers)} tệp.")
    print(f"Xem trong thư mục: {out}")
    return 0


@contextmanager
def _working_folder() -> Iterator[None]:
    """A temporary folder that the program stands in, so that no picture names it."""
    before, working = Path.cwd(), Path(tempfile.mkdtemp(prefix="somotcua-tour-"))
    os.chdir(working)
    try:
        yield
    finally:
        os.chdir(before)
        shutil.rmtree(working, ignore_errors=True)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1:]))
