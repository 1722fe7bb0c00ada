"""What a version of a procedure says, as the plain data that are stored."""

from __future__ import annotations

from dataclasses import asdict
from datetime import time
from typing import Any

from desktop.domain.dossiers import SupplementMode
from desktop.domain.due_dates import LimitUnit
from desktop.domain.fees import FeeKind, FeeRule
from desktop.domain.procedures import OnlineLevel, ProcedureFacts, RequiredDocument

_USUAL = asdict(ProcedureFacts("", ""))


def facts_to_data(facts: ProcedureFacts) -> dict[str, Any]:
    """Facts as plain data, leaving out what has its usual value."""
    data = {key: value for key, value in asdict(facts).items() if value != _USUAL[key]}
    data.setdefault("name", facts.name)
    data.setdefault("field", facts.field)
    if facts.cutoff is not None:
        data["cutoff"] = f"{facts.cutoff:%H:%M}"
    return data


def facts_from_data(data: dict[str, Any]) -> ProcedureFacts:
    """Facts from plain data."""
    values = dict(data)
    if "limit_unit" in values:
        values["limit_unit"] = LimitUnit(values["limit_unit"])
    if "cutoff" in values:
        values["cutoff"] = time.fromisoformat(values["cutoff"])
    if "supplement_mode" in values:
        values["supplement_mode"] = SupplementMode(values["supplement_mode"])
    if "online_level" in values:
        values["online_level"] = OnlineLevel(values["online_level"])
    if "fee" in values:
        fee = dict(values["fee"])
        values["fee"] = FeeRule(**{**fee, "kind": FeeKind(fee["kind"])})
    if "documents" in values:
        values["documents"] = tuple(RequiredDocument(**d) for d in values["documents"])
    return ProcedureFacts(**values)
