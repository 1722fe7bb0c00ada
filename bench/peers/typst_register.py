"""Runs inside ``.bench-venv``: sets the same rows as a table with typst, prints JSON.

Face, size, margins, widths of columns and the head on every page are those of our register;
each page is numbered.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import typst  # type: ignore[import-not-found]  # lives in .bench-venv alone

_PAGE = """
#set page("a4", flipped: true, numbering: "1",
  margin: (left: 18mm, right: 8mm, top: 14mm, bottom: 10mm))
#set text(font: "Liberation Serif", size: {size}pt, lang: "vi")
#set par(leading: 0.45em)
#let rows = json("rows.json")
#align(center)[*{title}*]
#table(
  columns: ({columns}), align: ({aligns}), inset: 2pt, stroke: 0.5pt,
  table.header({heads}),
  ..rows.flatten().map(cell => [#cell])
)
"""


def main() -> None:
    """Reads what to do from standard input."""
    asked = json.load(sys.stdin)
    folder, columns = Path(asked["folder"]), asked["columns"]
    document = folder / "register.typ"
    document.write_text(
        _PAGE.format(
            size=asked["size"],
            title=asked["title"],
            columns=", ".join(f"{column['width']}fr" for column in columns),
            aligns=", ".join(str(column["align"]) for column in columns),
            heads=", ".join(f"[*{column['heading']}*]" for column in columns),
        ),
        encoding="utf-8",
    )
    before = _forget_peak()
    started, worked = time.perf_counter(), time.process_time()
    typst.compile(
        str(document),
        output=str(folder / "typst.pdf"),
        font_paths=[asked["fonts"]],
        ignore_system_fonts=True,
        pdf_tags=False,
    )
    seconds, worked_s = time.perf_counter() - started, time.process_time() - worked
    told = {"seconds": seconds, "worked_s": worked_s, "before_kib": before}
    print(json.dumps({**told, "peak_kib": _status("VmHWM")}))


def _forget_peak() -> int:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _status("VmRSS")


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


if __name__ == "__main__":
    main()
