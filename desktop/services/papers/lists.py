"""Papers about several dossiers: hand-over, hand-over of results, signatures for results."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from desktop.domain.dossiers import OPEN_STATES, DossierEvent, DossierState, ReturnMethod
from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.moments import local_date
from desktop.domain.text import clean
from desktop.services.dossier_cards import dossier_card
from desktop.services.dossier_rows import DossierCard
from desktop.services.form_names import LIST_TITLES
from desktop.services.office import Office
from desktop.services.papers.content import DOTS, Content, Row
from desktop.services.papers.dossier_values import NO_APPOINTMENT, office_values
from desktop.services.receiving import DESK_HOLDER
from desktop.services.settings import read_settings
from desktop.wording.dates import day, long_day, moment
from desktop.wording.terms import term

_WITH_RESULT = (DossierState.FINISHED, DossierState.RETURNED)


def hand_over_list(
    office: Office, cards: tuple[DossierCard, ...], to: str = "", giver: str = ""
) -> Content:
    """Dossiers from one hand to another; who, unless said, from the record.

    Raises RuleViolation(FORM_NEEDS_STATE) for a dossier that nobody hands on any more.
    """
    for card in cards:
        if not card.hand_overs and card.row.state not in (*OPEN_STATES, DossierState.FINISHED):
            raise _not_now(card, "hand_over", f"hồ sơ ở trạng thái “{term(card.row.state)}”")
    rows = [_handed_row(number, card) for number, card in enumerate(cards, start=1)]
    givers = {c.hand_overs[-1].from_holder if c.hand_overs else c.row.holder for c in cards}
    takers = {card.hand_overs[-1].to_holder if card.hand_overs else "" for card in cards}
    values = _list_values(
        office, len(cards), clean(giver) or _one(givers), clean(to) or _one(takers)
    )
    return Content(values, office.now(), {"dossiers": rows})


def results_list(
    office: Office, cards: tuple[DossierCard, ...], to: str = "", giver: str = ""
) -> Content:
    """Results handed over to the counter. Raises FORM_NEEDS_STATE for one without a result."""
    for card in cards:
        if card.row.state not in _WITH_RESULT:
            raise _not_now(card, "results", "hồ sơ chưa có kết quả")
    rows = [_result_row(number, card) for number, card in enumerate(cards, start=1)]
    holders = {card.row.holder for card in cards} - {DESK_HOLDER}
    giving = clean(giver) or _one(holders)
    values = _list_values(office, len(cards), giving, clean(to) or DESK_HOLDER)
    return Content(values, office.now(), {"dossiers": rows})


def return_list(
    office: Office, cards: tuple[DossierCard, ...], to: str = "", giver: str = ""
) -> Content:
    """Where who takes several results signs. Raises FORM_NEEDS_STATE for one not returned."""
    for card in cards:
        if card.row.state is not DossierState.RETURNED:
            raise _not_now(card, "return_list", "hồ sơ chưa trả kết quả")
    rows = [_returned_row(number, card) for number, card in enumerate(cards, start=1)]
    takers = {card.receiver for card in cards}
    taking = clean(to) or _one(takers)
    several = f"{len(takers)} người, ký ở từng dòng" if len(takers) > 1 else ""
    giving = clean(giver) or _one({_returned_by(card) for card in cards})
    values = _list_values(office, len(cards), giving, taking or several)
    return Content({**values, "giver": giving, "taker": taking}, office.now(), {"dossiers": rows})


LISTS: dict[str, Callable[[Office, tuple[DossierCard, ...], str, str], Content]] = {
    "hand_over": hand_over_list,
    "results": results_list,
    "return_list": return_list,
}


def cards_of(office: Office, codes: Iterable[str]) -> tuple[DossierCard, ...]:
    """The dossiers by their codes, each once. Raises NOTHING_CHOSEN, DOSSIER_NOT_FOUND."""
    cards: dict[int, DossierCard] = {}
    for code in codes:
        card = dossier_card(office, code)
        cards.setdefault(card.row.id, card)
    if not cards:
        raise RuleViolation(Rule.NOTHING_CHOSEN)
    return tuple(cards.values())


def _list_values(office: Office, count: int, giver: str, to: str) -> dict[str, str]:
    return {
        **office_values(office, read_settings(office)),
        "count": f"{count:02d}",
        "from": giver or DOTS,
        "to": to or DOTS,
        "day": long_day(local_date(office.now())),
        "giver": office.user.name if giver == DESK_HOLDER else "",
        "taker": office.user.name if to == DESK_HOLDER else "",
    }


def _one(names: set[str]) -> str:
    return names.pop() if len(names) == 1 else ""


def _handed_row(number: int, card: DossierCard) -> Row:
    row = card.row
    return {
        "number": str(number),
        "code": row.code,
        "procedure": card.procedure_full_name,
        "applicant": row.applicant_name,
        "due": moment(row.due_at) if row.due_at else NO_APPOINTMENT,
        "documents": str(sum(item.handed_in for item in card.documents)),
        "sets": f"{card.sets:02d}",
        "note": "",
    }


def _returned_row(number: int, card: DossierCard) -> Row:
    return {
        "number": str(number),
        "code": card.row.code,
        "result": f"{card.row.procedure_name}: {_result_words(card)}",
        "applicant": card.row.applicant_name,
        "receiver": card.receiver,
        "returned": moment(card.row.returned_at) if card.row.returned_at else "",
        "sign": "",
    }


def _returned_by(card: DossierCard) -> str:
    """From the record; empty for what came in with an old register."""
    handed = [e for e in card.history if e.event is DossierEvent.RETURN_RESULT and not e.undone]
    return max(handed, key=lambda entry: entry.id).user_name if handed else ""


def _result_words(card: DossierCard) -> str:
    result = card.result_name or "Kết quả giải quyết"
    if card.result_number:
        result += f" số {card.result_number}"
    if card.result_date:
        result += f" ngày {day(card.result_date)}"
    return result


def _result_row(number: int, card: DossierCard) -> Row:
    row = card.row
    return {
        "number": str(number),
        "code": row.code,
        "procedure": card.procedure_full_name,
        "result": _result_words(card),
        "applicant": row.applicant_name,
        "address": row.address,
        "fee": "X" if row.fee_vnd else "",
        "post": "X" if card.return_method is ReturnMethod.POST else "",
        "note": "",
    }


def _not_now(card: DossierCard, form: str, why: str) -> RuleViolation:
    return RuleViolation(Rule.FORM_NEEDS_STATE, form=LIST_TITLES[form], code=card.row.code, why=why)
