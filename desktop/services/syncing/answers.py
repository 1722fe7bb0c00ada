"""What the province answered: looked up, printed as a list, saved as the signed receipt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, or_, select, true

from desktop.domain.moments import local_date
from desktop.domain.packages import ItemOutcome
from desktop.domain.roles import Permission
from desktop.domain.text import clean
from desktop.models.sync import sent_items, sent_packages
from desktop.services.audit import note_seen
from desktop.services.office import Office
from desktop.services.settings import read_settings
from desktop.services.syncing.status import AnsweredItem, AnsweredPackage, items_of
from desktop.wording import sync_page as words
from desktop.wording.dates import moment
from desktop.wording.sync import ITEM_OUTCOME_WORDS, OUTCOME_WORDS

if TYPE_CHECKING:
    from desktop.reports.tables.table import PaperHead, ReportTable

_MOST = 200
_UNIT_DIGITS, _LONG = 5, 9


def find_answered(
    office: Office, text: str = "", limit: int = _MOST
) -> tuple[AnsweredPackage, ...]:
    """Answered packages, newest first; with a text: of this number, or holding such a code."""
    p = sent_packages.c
    query = (
        select(p.id, p.number, p.item_count, p.made_at, p.acknowledged_at, p.outcome)
        .where(p.outcome.is_not(None), _matching(clean(text)))
        .order_by(p.id.desc())
        .limit(limit)
    )
    with office.reading() as connection:
        return tuple(AnsweredPackage(*row) for row in connection.execute(query))


def _matching(text: str) -> ColumnElement[bool]:
    if not text:
        return true()
    p, i = sent_packages.c, sent_items.c
    holds = i.package_id == p.id, i.label.contains(text, autoescape=True)
    found: ColumnElement[bool] = select(i.position).where(*holds).exists()
    if not (text.isascii() and text.isdigit() and len(text) < _LONG):
        return found
    # A short number is a package's: as part of a code it would find nearly everything.
    mine: ColumnElement[bool] = p.number == int(text)
    return mine if len(text) < _UNIT_DIGITS else or_(found, mine)


def receipt_list(office: Office, package_id: int) -> ReportTable:
    """The list of the items of an answered package with what the receipt says of each."""
    from desktop.reports.tables.table import Kind, ReportTable, Row, TableColumn

    package = _answered(office, package_id)
    rows: tuple[Row, ...] = tuple(
        {"order": place, "kind": words.kind_name(item.kind), "code": item.label, "said": said(item)}
        for place, item in enumerate(items_of(office, package_id), start=1)
    )
    facts = {
        "number": package.number,
        "made": moment(package.made_at),
        "answered": moment(package.acknowledged_at),
        "outcome": OUTCOME_WORDS[package.outcome],
    }
    return ReportTable(
        name=f"bien-nhan-goi-{package.number}",
        title=words.LIST_TITLE,
        subtitle=words.LIST_SUBTITLE.format_map(facts),
        columns=(
            TableColumn("order", "STT", Kind.NUMBER, 0.5, added=False),
            TableColumn("kind", "Loại", width=1.2),
            TableColumn("code", "Mã hồ sơ", width=2.0),
            TableColumn("said", "Tỉnh trả lời", width=4.0),
        ),
        rows=rows,
        total=None,
        head=_head(office),
        notes=(words.LIST_PROOF.format(sha256=package.manifest_sha256),),
        landscape=False,
    )


def receipt_list_pdf(office: Office, package_id: int) -> bytes:
    """The same as PDF pages; the printing is noted."""
    from desktop.services.reports.previews import report_pdf

    office.require(Permission.EXPORT)
    table = receipt_list(office, package_id)
    pdf = report_pdf(table)
    note_seen(office, "print.sent", table.name)
    return pdf


def save_receipt(office: Office, package_id: int, target: Path) -> Path:
    """Writes the province's signed receipt into a file, exactly as it came.

    Raises DISK_FULL, FILE_NOT_WRITABLE. Anybody can check it with the province's public key.
    """
    from desktop.reports.writing import written_whole

    office.require(Permission.EXPORT)
    package = _answered(office, package_id)
    with written_whole(target) as aside:
        aside.write_text(package.receipt, encoding="utf-8", newline="\n")
    note_seen(office, "export.receipt", f"{package.number}")
    return target


def said(item: AnsweredItem) -> str:
    """What the receipt says of one item, in words; empty before an answer."""
    if item.outcome is None:
        return ""
    usual = ITEM_OUTCOME_WORDS[item.outcome]
    why = item.message.rstrip(".")
    return f"{usual}: {why}" if why and item.outcome is not ItemOutcome.APPLIED else usual


def _answered(office: Office, package_id: int) -> Any:
    query = select(sent_packages).where(
        sent_packages.c.id == package_id, sent_packages.c.outcome.is_not(None)
    )
    with office.reading() as connection:
        return connection.execute(query).one()


def _head(office: Office) -> PaperHead:
    from desktop.reports.tables.table import PaperHead

    settings = read_settings(office)
    return PaperHead(
        parent_body=settings.parent_body,
        unit_name=settings.shop_name,
        place=settings.place_name,
        number_line="",
        made_on=local_date(office.now()),
        recipients=words.LIST_RECIPIENTS,
        is_practice=office.info.is_practice,
    )
