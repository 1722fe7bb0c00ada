"""Lists a user comes back to: shipped ones and own ones, kept with the user's preferences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.domain.dossiers import Channel, DossierState
from desktop.services.dossier_filters import DossierFilter, Quick, Sort
from desktop.services.figures.slices import FeeMark

PREFERENCE = "dossier views"


@dataclass(frozen=True, slots=True)
class SavedView:
    """A named filter."""

    name: str
    filter: DossierFilter
    is_shipped: bool = False


SHIPPED = (
    SavedView("Của tôi", DossierFilter(quick=Quick.MINE), True),
    SavedView("Quá hạn", DossierFilter(quick=Quick.OVERDUE, sort=Sort.DUE_FIRST), True),
    SavedView(
        "Đến hạn tuần này", DossierFilter(quick=Quick.DUE_THIS_WEEK, sort=Sort.DUE_FIRST), True
    ),
    SavedView("Chờ bổ sung", DossierFilter(quick=Quick.WAITING), True),
    SavedView("Chờ trả kết quả", DossierFilter(quick=Quick.READY), True),
)


def views_to_data(views: Sequence[SavedView]) -> list[dict[str, Any]]:
    """The user's own views as plain data; shipped ones are never stored."""
    return [{"name": v.name, **_filter_data(v.filter)} for v in views if not v.is_shipped]


def views_from_data(data: object) -> tuple[SavedView, ...]:
    """What was kept; an entry that cannot be read any more is left out."""
    if not isinstance(data, list):
        return ()
    read = (_view(entry) for entry in data if isinstance(entry, dict))
    return tuple(view for view in read if view is not None)


def with_view(views: Sequence[SavedView], new: SavedView) -> tuple[SavedView, ...]:
    """The views with one more; a view of the same name is replaced."""
    kept = [view for view in views if view.name.casefold() != new.name.casefold()]
    return (*kept, new)


def _filter_data(wanted: DossierFilter) -> dict[str, Any]:
    return {
        "text": wanted.text,
        "quick": _plain(wanted.quick),
        "state": _plain(wanted.state),
        "field": wanted.field,
        "procedure_id": wanted.procedure_id,
        "channel": _plain(wanted.channel),
        "fee": _plain(wanted.fee),
        "received_from": wanted.received_from and wanted.received_from.isoformat(),
        "received_to": wanted.received_to and wanted.received_to.isoformat(),
        "sort": str(wanted.sort),
    }


def _view(entry: dict[str, Any]) -> SavedView | None:
    try:
        wanted = DossierFilter(
            text=str(entry["text"]),
            quick=Quick(entry["quick"]) if entry["quick"] else None,
            state=DossierState(entry["state"]) if entry["state"] else None,
            field=str(entry["field"]),
            procedure_id=entry["procedure_id"],
            channel=Channel(entry["channel"]) if entry["channel"] else None,
            fee=FeeMark(entry["fee"]) if entry.get("fee") else None,
            received_from=_day(entry["received_from"]),
            received_to=_day(entry["received_to"]),
            sort=Sort(entry["sort"]),
        )
        return SavedView(str(entry["name"]), wanted)
    except (KeyError, ValueError, TypeError):
        return None


def _plain(value: object) -> str | None:
    return None if value is None else str(value)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
