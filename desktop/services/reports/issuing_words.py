"""Issued reports in words: their titles, what changed since, what a check found."""

from __future__ import annotations

from desktop.reports.tables.table import shown
from desktop.services.reports.catalogue import report_definitions
from desktop.services.reports.issuing import CellChange, IssuedReport, Verification
from desktop.services.reports.request import find_definition
from desktop.wording.dates import moment

_MOST = 80


def issued_title(issued: IssuedReport) -> str:
    """The report as menus call it; a periodic one by its own title."""
    names = [definition.name for definition in report_definitions()]
    return find_definition(issued.report).menu if issued.report in names else issued.table.title


def change_text(change: CellChange) -> str:
    """Dòng "Hộ tịch", cột (7): đã phát hành 152, nay 153."""
    kind = change.column.kind
    column = change.column.number or " – ".join((*change.column.above, change.column.heading))
    then, now = (_short(shown(cell, kind)) for cell in (change.issued, change.now))
    return f"Dòng “{change.row}”, cột “{column}”: đã phát hành {then}, nay {now}."


def _short(text: str) -> str:
    """A cell in a sentence; of a longer text its beginning."""
    bare = " ".join(text.split())
    return f"{bare[:_MOST].rstrip()}…" if len(bare) > _MOST else bare or "trống"


def verdict_text(found: Verification) -> str:
    """What a stamp or file turned out to be, and what to do."""
    issued = found.issued
    if issued is None:
        return "Không khớp với báo cáo nào đã phát hành tại đây. Hãy xem lại mã hoặc chọn tệp khác."
    about = (
        f"Báo cáo số {issued.number_text}: {issued_title(issued)}. "
        f"{issued.table.subtitle}. Phát hành lúc {moment(issued.issued_at)}, "
        f"người phát hành: {issued.issued_by}."
    )
    if found.is_original:
        return f"✓ Tệp đúng là bản chương trình đã ghi, chưa bị sửa. {about}"
    if found.is_original is False:
        return f"✗ Tệp mang mã của báo cáo này nhưng không phải bản gốc: có thể đã bị sửa. {about}"
    return f"✓ Mã đúng. Hãy so số liệu trên giấy với bản lưu (Xem trang in). {about}"
