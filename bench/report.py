"""The result as a table for people and as JSON for machines."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from bench.measured import Measured, Promise

_HEADS = ("Phép đo", "Kết quả", "Đối chứng", "Tỉ lệ", "Giới hạn", "Đạt")
_MET = {True: "đạt", False: "KHÔNG ĐẠT", None: "–"}


def table(measured: list[Measured], facts: dict[str, object]) -> str:
    """Lines of plain text, notes below."""
    rows = [_HEADS, *(_row(one) for one in measured)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADS))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    lines += ["", *(f"{name}: {value}" for name, value in facts.items())]
    for one in measured:
        lines += [f"* {one.name}: {note}" for note in (_peer_words(one), one.note) if note]
    return "\n".join(lines)


def write_json(path: Path, measured: list[Measured], facts: dict[str, object]) -> None:
    """The same with every figure unrounded."""
    path.parent.mkdir(parents=True, exist_ok=True)
    results = [{**asdict(one), "ratio": one.ratio, "met": one.met} for one in measured]
    document = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        **facts,
        "results": results,
    }
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _row(one: Measured) -> tuple[str, ...]:
    limit = ""
    if one.limit is not None:
        unit = " lần" if one.promise is Promise.RATIO else f" {one.unit}"
        limit = f"≤ {one.limit:g}{unit}"
    return (
        one.what,
        _figure(one.figure, one.unit),
        _figure(one.peer_figure, one.unit) if one.peer_figure is not None else "–",
        f"{one.ratio:.3g}" if one.ratio is not None else "–",
        limit or "–",
        _MET[one.met],
    )


def _figure(value: float, unit: str) -> str:
    return f"{value:,.3g} {unit}" if value < 1000 else f"{value:,.0f} {unit}"


def _peer_words(one: Measured) -> str:
    return f"đối chứng là {one.peer}" if one.peer else ""
