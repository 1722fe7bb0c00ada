"""What each form may say: the names that a layout can ask for.

A layout is checked against these names when it is loaded, so that a wrong file is found when
it is laid down and not when somebody waits at the counter. The services give exactly these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_OFFICE = frozenset({"shop_name", "unit_name", "office_phone", "office_address"})
_DOSSIER = _OFFICE | {
    "code", "portal_code", "procedure", "procedure_code", "service_field", "applicant",
    "applicant_id_number", "applicant_details", "submitter", "submitter_id_number", "by_other",
    "address", "phone", "email", "received", "received_by", "submitted", "limit",
    "original_due", "due", "sets", "certification", "fee", "return_place",
}  # fmt: skip
_EVENT = {"at", "reason", "officer", "officer_title", "stage"}
_DOCUMENT = frozenset({"number", "name", "originals", "certified_copies", "copies"})
_LIST = _OFFICE | {"count", "from", "to", "day", "giver", "taker"}


@dataclass(frozen=True, slots=True)
class FormFacts:
    """Names of single values, and of each table's cells."""

    values: frozenset[str]
    tables: Mapping[str, frozenset[str]] = field(default_factory=dict)


FORM_FACTS: dict[str, FormFacts] = {
    "receipt": FormFacts(_DOSSIER, {"documents": _DOCUMENT}),
    "supplement": FormFacts(_DOSSIER | _EVENT | {"ordinal"}, {"items": _DOCUMENT}),
    "refusal": FormFacts(_DOSSIER | _EVENT),
    "apology": FormFacts(_DOSSIER | _EVENT | {"old_due", "new_due", "signer", "signer_title"}),
    "stop": FormFacts(
        _DOSSIER | _EVENT | {"by_request", "by_office", "fee_paid", "signer", "signer_title"}
    ),
    "control": FormFacts(
        _DOSSIER | {"handler", "entry", "volume_year"},
        {"steps": frozenset({"units", "times", "early", "on_time", "late", "note"})},
    ),
    "register": FormFacts(
        _OFFICE
        | {"year", "volume", "from", "to", "first_entry", "last_entry", "entries", "pages"}
        | {"pages_in_words", "first_day", "last_day", "closed_on", "head_title", "head_name"},
        {
            "entries": frozenset(
                {"entry", "code", "procedure", "sets", "applicant", "address", "phone"}
                | {"received", "due", "returned", "giver", "taker", "note"}
            )
        },
    ),
    "hand_over": FormFacts(
        _LIST,
        {
            "dossiers": frozenset(
                {"number", "code", "procedure", "applicant", "due", "documents", "sets", "note"}
            )
        },
    ),
    "results": FormFacts(
        _LIST,
        {
            "dossiers": frozenset(
                {"number", "code", "procedure", "result", "applicant", "address", "fee", "post"}
                | {"note"}
            )
        },
    ),
    "return_list": FormFacts(
        _LIST,
        {
            "dossiers": frozenset(
                {"number", "code", "result", "applicant", "receiver", "returned", "sign"}
            )
        },
    ),
    "return": FormFacts(
        _DOSSIER
        | {"returned", "returned_by", "receiver", "receiver_phone", "result_name"}
        | {"result_number", "result_date", "result_signer"}
    ),
    "fee": FormFacts(
        _DOSSIER | {"amount", "amount_in_words", "payer", "payer_id_number", "collector"}
        | {"fee_note"}
    ),
    "blank_receipt": FormFacts(_OFFICE | {"code", "day"}, {"documents": _DOCUMENT}),
    "drill": FormFacts(
        frozenset({"tried", "tried_by", "backup", "made", "size", "hash", "verdict", "took"}),
        {"counts": frozenset({"what", "expected", "found"})},
    ),
    "due_why": FormFacts(
        frozenset({"applicant", "procedure", "procedure_code", "limit", "start", "original_due"})
        | {"due", "difference", "restarted", "apology"},
        {"why": frozenset({"day", "counted", "reason"})},
    ),
}  # fmt: skip
