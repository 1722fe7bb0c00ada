"""Figures (số liệu): what each counted thing means, said once in words and once as a rule.

Everything is compared on local days. Conventions, where the sources leave a choice
(domain notes §4.1 shows two exports that choose differently); with them the identities of
Biểu II.06a hold for every period:

- A dossier is *in hand* from its day of valid reception until the day before it ends. It ends
  when its result is ready, or when it is refused, withdrawn or stopped. A result that waits to
  be collected is settled: the office has done its work (TT 01/2018/TT-VPCP; notes §5.2).
- A refusal is a returned result (NĐ 61/2018 Đ.19.8) and is early, on time or late like one.
  Withdrawn and stopped dossiers end on time, or late when their date had passed; never early:
  nothing was given ahead of time.
- A dossier that waits for papers stays in progress; its clock stands at the day of request
  (NĐ 61/2018 Đ.19.4), so it is within the limit unless it was asked for too late.
- Late is against the legal due date, whatever was promised in an apology (Đ.19.9).
- A dossier without an appointment cannot be late: on time when it ends, within until then.
- A voided dossier never was one and counts nowhere.
- Old registers sometimes say that a dossier ended but not when. It counts as received, in no
  other column; the report says how many there are and why (3) is larger than (7)+(11).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from desktop.domain.dossiers import Channel, DossierState, Timeliness, judged
from desktop.domain.errors import Entry, InputProblem, InputRefused


@dataclass(frozen=True, slots=True)
class Period:
    """Days of a report, both included. Raises InputRefused when they are the wrong way round."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            facts = {"start": self.start, "end": self.end}
            raise InputRefused(InputProblem("until", Entry.END_BEFORE_START, facts))

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def until(self, today: date) -> Period:
        """The days to count of a period that has not ended: up to today.

        Nothing can be called late for a day that has not come.
        """
        return Period(self.start, max(self.start, min(self.end, today)))


class Figure(StrEnum):
    """What can be counted about a period; each opens the list of its dossiers."""

    TOTAL = "total"
    RECEIVED = "received"
    RECEIVED_ONLINE = "received_online"
    RECEIVED_OFFLINE = "received_offline"
    RECEIVED_DIRECT = "received_direct"
    RECEIVED_POST = "received_post"
    CARRIED_OVER = "carried_over"
    SETTLED = "settled"
    SETTLED_EARLY = "settled_early"
    SETTLED_ON_TIME = "settled_on_time"
    SETTLED_LATE = "settled_late"
    LATE_APOLOGISED = "late_apologised"
    LATE_UNAPOLOGISED = "late_unapologised"
    IN_PROGRESS = "in_progress"
    IN_PROGRESS_WITHIN = "in_progress_within"
    IN_PROGRESS_OVER = "in_progress_over"
    WAITING = "waiting"
    RESULT_EARLY = "result_early"
    RESULT_ON_TIME = "result_on_time"
    RESULT_LATE_APOLOGISED = "result_late_apologised"
    RESULT_LATE_UNAPOLOGISED = "result_late_unapologised"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    UNDATED = "undated"


class Share(StrEnum):
    """Figures that are a share, a mean or an amount."""

    ONLINE = "online"
    ON_TIME = "on_time"
    DIGITISED = "digitised"
    PAID_ONLINE = "paid_online"
    RETURNED_BY_POST = "returned_by_post"
    SAME_DAY = "same_day"
    MEAN_HOURS = "mean_hours"


class Settling(StrEnum):
    """How a settled dossier stands against its legal due date."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE_APOLOGISED = "late_apologised"
    LATE_UNAPOLOGISED = "late_unapologised"


LATE = (Settling.LATE_APOLOGISED, Settling.LATE_UNAPOLOGISED)
# The states in which a dossier has ended; a returned one ended when its result was ready.
RESULT_STATES = (DossierState.FINISHED, DossierState.RETURNED)
ENDED_STATES = (
    *RESULT_STATES,
    DossierState.REFUSED,
    DossierState.WITHDRAWN,
    DossierState.STOPPED,
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch in which the clock ran: from a day, until papers were asked for, to a due day."""

    start: date
    due: date | None
    asked: date | None = None


@dataclass(frozen=True, slots=True)
class Life:
    """What figures need to know of one dossier, on local days.

    ``stretches`` in order of time; ``ended`` None with an ended state is an old register's
    silence about the day.
    """

    received: date
    channel: Channel
    state: DossierState
    stretches: tuple[Stretch, ...]
    ended: date | None = None
    timeliness: Timeliness | None = None
    apologised: bool = False


def settling(state: DossierState, outcome: Timeliness | None, apologised: bool) -> Settling:
    """The column of a settled dossier; ``outcome`` as ``dossiers.timeliness`` judged it."""
    if outcome is Timeliness.LATE:
        return Settling.LATE_APOLOGISED if apologised else Settling.LATE_UNAPOLOGISED
    return Settling(judged(state, outcome) or Timeliness.ON_TIME)


def in_hand(life: Life, day: date) -> bool:
    """Whether it was received and not ended at the close of the day."""
    if life.state is DossierState.VOIDED or life.received > day:
        return False
    if life.state not in ENDED_STATES:
        return True
    return life.ended is not None and life.ended > day


def is_waiting(life: Life, day: date) -> bool:
    """Whether papers were being waited for at the close of the day."""
    running = _stretch(life, day)
    return in_hand(life, day) and running.asked is not None and running.asked <= day


def is_over(life: Life, day: date) -> bool:
    """Whether it was in hand and over its legal due date at the close of the day."""
    running = _stretch(life, day)
    if not in_hand(life, day) or running.due is None:
        return False
    clock = day if running.asked is None else min(day, running.asked)
    return clock > running.due


def _stretch(life: Life, day: date) -> Stretch:
    begun = [stretch for stretch in life.stretches if stretch.start <= day]
    return begun[-1] if begun else life.stretches[0]


def belongs(figure: Figure, life: Life, period: Period) -> bool:
    """Whether the dossier is one of those that the figure counts for the period."""
    if life.state is DossierState.VOIDED:
        return False
    received = life.received in period
    if figure in RECEIVED_BY:
        return received and life.channel in RECEIVED_BY[figure]
    before = period.start - timedelta(days=1)
    if figure is Figure.CARRIED_OVER:
        return in_hand(life, before)
    if figure is Figure.RECEIVED:
        return received
    if figure is Figure.TOTAL:
        return received or in_hand(life, before)
    if figure is Figure.UNDATED:
        return received and life.state in ENDED_STATES and life.ended is None
    if figure in _AT_THE_END:
        return _stands(figure, life, period.end)
    settled = life.state in ENDED_STATES and life.ended is not None and life.ended in period
    return settled and _settled_as(figure, life)


RECEIVED_BY = {
    Figure.RECEIVED_ONLINE: (Channel.ONLINE,),
    Figure.RECEIVED_OFFLINE: (Channel.DIRECT, Channel.POST),
    Figure.RECEIVED_DIRECT: (Channel.DIRECT,),
    Figure.RECEIVED_POST: (Channel.POST,),
}
_AT_THE_END = (
    Figure.IN_PROGRESS,
    Figure.IN_PROGRESS_WITHIN,
    Figure.IN_PROGRESS_OVER,
    Figure.WAITING,
)


def _stands(figure: Figure, life: Life, day: date) -> bool:
    if figure is Figure.WAITING:
        return is_waiting(life, day)
    if figure is Figure.IN_PROGRESS_OVER:
        return is_over(life, day)
    if figure is Figure.IN_PROGRESS_WITHIN:
        return in_hand(life, day) and not is_over(life, day)
    return in_hand(life, day)


@dataclass(frozen=True, slots=True)
class SettledKind:
    """Which ended dossiers a figure takes: states of ending, and how they stand."""

    states: tuple[DossierState, ...] = ENDED_STATES
    settling: tuple[Settling, ...] = tuple(Settling)


SETTLED_KINDS: dict[Figure, SettledKind] = {
    Figure.SETTLED: SettledKind(),
    Figure.SETTLED_EARLY: SettledKind(settling=(Settling.EARLY,)),
    Figure.SETTLED_ON_TIME: SettledKind(settling=(Settling.ON_TIME,)),
    Figure.SETTLED_LATE: SettledKind(settling=LATE),
    Figure.LATE_APOLOGISED: SettledKind(settling=(Settling.LATE_APOLOGISED,)),
    Figure.LATE_UNAPOLOGISED: SettledKind(settling=(Settling.LATE_UNAPOLOGISED,)),
    Figure.RESULT_EARLY: SettledKind(RESULT_STATES, (Settling.EARLY,)),
    Figure.RESULT_ON_TIME: SettledKind(RESULT_STATES, (Settling.ON_TIME,)),
    Figure.RESULT_LATE_APOLOGISED: SettledKind(RESULT_STATES, (Settling.LATE_APOLOGISED,)),
    Figure.RESULT_LATE_UNAPOLOGISED: SettledKind(RESULT_STATES, (Settling.LATE_UNAPOLOGISED,)),
    Figure.REFUSED: SettledKind((DossierState.REFUSED,)),
    Figure.WITHDRAWN: SettledKind((DossierState.WITHDRAWN,)),
    Figure.STOPPED: SettledKind((DossierState.STOPPED,)),
}


def _settled_as(figure: Figure, life: Life) -> bool:
    kind = SETTLED_KINDS[figure]
    stands = settling(life.state, life.timeliness, life.apologised)
    return life.state in kind.states and stands in kind.settling


# The identities of Biểu II.06a (notes §4.1): the left side is the sum of the right side.
IDENTITIES: tuple[tuple[Figure, tuple[Figure, ...]], ...] = (
    (Figure.TOTAL, (Figure.RECEIVED_ONLINE, Figure.RECEIVED_OFFLINE, Figure.CARRIED_OVER)),
    (Figure.SETTLED, (Figure.SETTLED_EARLY, Figure.SETTLED_ON_TIME, Figure.SETTLED_LATE)),
    (Figure.IN_PROGRESS, (Figure.IN_PROGRESS_WITHIN, Figure.IN_PROGRESS_OVER)),
    (Figure.TOTAL, (Figure.SETTLED, Figure.IN_PROGRESS)),
)


def percent(part: int, whole: int, places: int = 1) -> Decimal | None:
    """The share in percent, half-up to the printed decimal; None of nothing."""
    if whole == 0:
        return None
    return rounded(Decimal(part) * 100 / Decimal(whole), places)


def rounded(value: Decimal, places: int) -> Decimal:
    """Half-up to the printed decimal."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
