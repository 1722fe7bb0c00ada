"""From a row to words, signs and colours; no widgets here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from desktop.domain.dossiers import RUNNING_STATES, DossierState, Timeliness, is_overdue
from desktop.domain.moments import local_date
from desktop.domain.text import masked_number
from desktop.domain.work_calendar import WorkCalendar
from desktop.services.dossier_filters import Sort
from desktop.services.dossier_rows import DossierRow
from desktop.wording.dates import dong, short_moment, short_time_left, time_left
from desktop.wording.payments import paid_cell
from desktop.wording.terms import term

# Over an empty list: what it means, and the way on.
NO_DOSSIERS = (
    "Sổ chưa có hồ sơ nào",
    "Bấm F2 để tiếp nhận hồ sơ đầu tiên, hoặc nhập sổ Excel cũ ở Danh mục, thiết lập.",
)
NO_HITS = (
    "Không có hồ sơ nào khớp",
    "Hãy gõ ít chữ hơn, kiểm tra lại số, hoặc bấm Bỏ lọc để xem cả sổ.",
)


class Tone(StrEnum):
    """What a colour means; never shown without words and a sign."""

    PLAIN = "plain"
    MUTED = "muted"
    OVERDUE = "overdue"
    DUE = "due"
    GOOD = "good"
    ACCENT = "accent"


SIGNS = {
    Tone.OVERDUE: "alert-circle",
    Tone.DUE: "clock",
    Tone.GOOD: "circle-check",
    Tone.ACCENT: "inbox",
    Tone.MUTED: "ban",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell: its text and what its colour says."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Moment:
    """What the words depend on beside the row."""

    now: datetime
    calendar: WorkCalendar

    @property
    def today(self) -> date:
        """The local day."""
        return local_date(self.now)


def state_shown(row: DossierRow) -> Shown:
    """The state in words, with its colour."""
    text = term(row.state)
    if row.hand_over_waiting and row.state in (*RUNNING_STATES, DossierState.FINISHED):
        return Shown(f"{text} · chờ xác nhận bàn giao", Tone.DUE)
    tones = {
        DossierState.WAITING_SUPPLEMENT: Tone.DUE,
        DossierState.FINISHED: Tone.ACCENT,
        DossierState.RETURNED: Tone.GOOD,
        DossierState.VOIDED: Tone.MUTED,
        DossierState.REFUSED: Tone.MUTED,
        DossierState.WITHDRAWN: Tone.MUTED,
        DossierState.STOPPED: Tone.MUTED,
    }
    return Shown(text, tones.get(row.state, Tone.PLAIN))


def due_shown(row: DossierRow, at: Moment) -> Shown:
    """How the due date stands: for open dossiers the time left, for ended ones the outcome."""
    if row.state is DossierState.WAITING_SUPPLEMENT:
        return Shown("tạm dừng, chờ bổ sung", Tone.DUE)
    if row.state not in RUNNING_STATES:
        tone = {Timeliness.LATE: Tone.OVERDUE, None: Tone.MUTED}.get(row.timeliness, Tone.GOOD)
        return Shown(term(row.timeliness).lower(), tone)
    return Shown(time_left(row.due_at, at.now, at.calendar), _running_tone(row, at))


def due_shown_short(row: DossierRow, at: Moment) -> Shown:
    """As ``due_shown``, for a narrow column."""
    if row.state is DossierState.WAITING_SUPPLEMENT:
        return Shown("tạm dừng", Tone.DUE)
    if row.state not in RUNNING_STATES:
        return due_shown(row, at)
    return Shown(short_time_left(row.due_at, at.now, at.calendar), _running_tone(row, at))


def _running_tone(row: DossierRow, at: Moment) -> Tone:
    if is_overdue(row.due_at, at.today):
        return Tone.OVERDUE
    is_today = row.due_at is not None and local_date(row.due_at) == at.today
    return Tone.DUE if is_today else Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list: key, heading, usual width, how to show it, how it sorts."""

    key: str
    heading: str
    width: int
    show: Callable[[DossierRow, Moment], Shown]
    sorts: tuple[Sort, Sort] | None = None
    is_usual: bool = True


COLUMNS = (
    Column("code", "Mã hồ sơ", 164, lambda r, _: Shown(r.code), (Sort.CODE, Sort.CODE_DOWN)),
    Column(
        "applicant",
        "Chủ hồ sơ",
        136,
        lambda r, _: Shown(r.applicant_name),
        (Sort.NAME, Sort.NAME_DOWN),
    ),
    Column("procedure", "Thủ tục", 122, lambda r, _: Shown(r.procedure_name)),
    Column("left", "Thời hạn", 150, due_shown_short, (Sort.DUE_FIRST, Sort.DUE_LAST)),
    Column("state", "Trạng thái", 168, lambda r, _: state_shown(r)),
    Column(
        "received",
        "Tiếp nhận",
        142,
        lambda r, _: Shown(short_moment(r.received_at)),
        (Sort.NEWEST, Sort.OLDEST),
    ),
    Column(
        "due",
        "Hẹn trả",
        142,
        lambda r, _: Shown(short_moment(r.due_at) or "không hẹn"),
        (Sort.DUE_FIRST, Sort.DUE_LAST),
    ),
    Column("field", "Lĩnh vực", 130, lambda r, _: Shown(r.service_field), is_usual=False),
    Column("channel", "Hình thức nộp", 120, lambda r, _: Shown(term(r.channel)), is_usual=False),
    Column("holder", "Đang ở", 170, lambda r, _: Shown(r.holder), is_usual=False),
    Column(
        "id_number",
        "Số định danh",
        128,
        lambda r, _: Shown(masked_number(r.id_number)),
        is_usual=False,
    ),
    Column("phone", "Điện thoại", 116, lambda r, _: Shown(r.phone), is_usual=False),
    Column("address", "Địa chỉ", 220, lambda r, _: Shown(r.address), is_usual=False),
    Column(
        "finished",
        "Có kết quả",
        128,
        lambda r, _: Shown(short_moment(r.finished_at)),
        is_usual=False,
    ),
    Column(
        "returned", "Đã trả", 128, lambda r, _: Shown(short_moment(r.returned_at)), is_usual=False
    ),
    Column("fee", "Phí, lệ phí", 100, lambda r, _: Shown(dong(r.fee_vnd)), is_usual=False),
    Column(
        "payment",
        "Nộp phí",
        130,
        lambda r, _: Shown(paid_cell(r.fee_vnd, r.payment)),
        is_usual=False,
    ),
    Column("portal", "Mã trên Cổng", 150, lambda r, _: Shown(r.portal_code), is_usual=False),
    Column("files", "Tệp", 60, lambda r, _: Shown("có" if r.has_files else ""), is_usual=False),
    Column("note", "Ghi chú", 200, lambda r, _: Shown(r.note), is_usual=False),
)
