"""Units, and lines over all units, as words, signs and tones. No Qt."""

from __future__ import annotations

from enum import StrEnum

from desktop.domain.appraisals import COUNCIL, Standing
from desktop.domain.criteria.items import CriteriaSet
from desktop.domain.moments import local_date
from desktop.services.provinces.rounds import LineWork, RoundWork, Tally, UnitWork
from desktop.ui.widgets.cells import Cell, CellRow, Column
from desktop.wording.appraisal import round_name
from desktop.wording.dates import day
from desktop.wording.numbers import number
from desktop.wording.province import STANDINGS


class UnitNarrow(StrEnum):
    """The chips over the units."""

    MINE = "mine"
    OPEN = "open"
    EXPLAINED = "explained"
    NOT_SENT = "not_sent"


UNIT_NARROW_WORDS: dict[UnitNarrow, str] = {
    UnitNarrow.MINE: "Phần của tôi",
    UnitNarrow.OPEN: "Chưa chấm xong",
    UnitNarrow.EXPLAINED: "Có giải trình",
    UnitNarrow.NOT_SENT: "Chưa nộp",
}

UNIT_COLUMNS = (
    Column("Đơn vị"),
    Column("Bản tự chấm", 190),
    Column("Đã chấm", 110, is_number=True, tip="Số dòng đã chấm ở vòng đang làm trên tổng số dòng"),
    Column("Phần của tôi", 110, is_number=True, tip="Số dòng được giao cho tôi còn chưa chấm"),
    Column("Giải trình", 100, is_number=True, tip="Số dòng đơn vị đã giải trình"),
    Column("Tình trạng", 300),
)
WORK_COLUMNS = (
    Column("Dòng", 70),
    Column("Nội dung"),
    Column("Nơi thẩm định", 210),
    Column("Người thẩm định", 170),
    Column("Chưa chấm", 100, is_number=True, tip="Số đơn vị chưa chấm dòng này ở vòng đang làm"),
    Column("Giải trình", 90, is_number=True),
)


def unit_passes(unit: UnitWork, narrow: UnitNarrow | None) -> bool:
    """Whether a unit stands under a chip."""
    if narrow is UnitNarrow.MINE:
        return unit.tally.mine_open > 0
    if narrow is UnitNarrow.OPEN:
        return unit.tally.open > 0
    if narrow is UnitNarrow.EXPLAINED:
        return unit.tally.explained > 0
    if narrow is UnitNarrow.NOT_SENT:
        return not unit.is_submitted
    return True


def unit_state(unit: UnitWork) -> tuple[str, str, str]:
    """Sign, tone and words of a unit's place in the appraisal."""
    tally = unit.tally
    if unit.submitted_at is not None and not unit.is_readable:
        return "alert-triangle", "overdue", "chấm theo bộ tiêu chí bàn tỉnh chưa có"
    if not unit.is_submitted:
        late = unit.standing in (Standing.LATE, Standing.NEVER)
        return "hourglass", "due" if late else "muted", "chờ đơn vị nộp"
    if unit.is_published:
        return "lock", "good", "đã công bố"
    if unit.is_locked:
        return "lock", "due", "đã hết hạn thẩm định"
    if tally.unsettled and unit.closed_round:
        return "users", "due", f"{tally.unsettled} dòng chờ hội đồng"
    if unit.closed_round >= COUNCIL - 1:
        return "circle-check", "good", "xong hai vòng"
    if unit.closed_round and tally.open:
        return "message-report", "accent", f"chấm lại {tally.open} dòng ở vòng 2"
    if unit.closed_round:
        return "mail", "muted", "đã gửi vòng 1, chờ giải trình"
    if not tally.open:
        return "circle-check", "good", "chấm xong vòng 1, chưa gửi"
    return "list-check", "accent", f"đang chấm {round_name(unit.closed_round + 1).lower()}"


def unit_row(unit: UnitWork) -> CellRow:
    """A unit of the table."""
    sign, tone, state = unit_state(unit)
    tally = unit.tally
    sent = STANDINGS[unit.standing]
    if unit.submitted_at is not None:
        sent = f"{sent} {day(local_date(unit.submitted_at))}"
    late = unit.standing in (Standing.SENT_LATE, Standing.LATE, Standing.NEVER)
    more = f", {unit.missing_files} tệp còn trên đường" if unit.missing_files else ""
    cells = (
        Cell(unit.unit_name, tip=f"{unit.unit_name}, mã {unit.unit_code}"),
        Cell(sent, "due" if late else "muted", tip=f"{sent}{more}"),
        Cell(_of(tally)),
        Cell(str(tally.mine_open) if tally.mine_open else "", "accent"),
        Cell(str(tally.explained) if tally.explained else ""),
        Cell(f"{state}{more}", "", sign, sign_tone=tone),
    )
    spoken = f"{unit.unit_name}: {sent}, đã chấm {_of(tally)}, {state}"
    return CellRow(unit.unit_code, cells, unit, spoken=spoken)


def work_row(work: LineWork, *, is_mine: bool) -> CellRow:
    """A line over all units."""
    tally = work.tally
    done = not tally.open
    cells = (
        Cell(work.item.id, "good" if done else "", "circle-check" if done else ""),
        Cell(work.item.name),
        Cell(work.assigned.department, "muted"),
        Cell(work.assigned.appraiser, "accent" if is_mine else "muted"),
        Cell(f"{tally.open}/{tally.lines}" if tally.open else "xong", "" if tally.open else "good"),
        Cell(str(tally.explained) if tally.explained else ""),
    )
    return CellRow(work.item.id, cells, work)


def state_words(work: RoundWork) -> str:
    """What the page says under its title."""
    tally = work.tally
    sent = sum(unit.is_submitted for unit in work.units)
    parts = [f"{sent}/{len(work.units)} đơn vị đã nộp", f"đã chấm {_of(tally)} dòng"]
    if tally.mine:
        parts.append(f"tôi còn {number(tally.mine_open)} dòng")
    if tally.unsettled:
        parts.append(f"hội đồng {number(tally.unsettled)} dòng")
    if work.lock is not None:
        parts.append(f"hạn {day(work.lock.last_day)}")
    return " · ".join(parts)


def _of(tally: Tally) -> str:
    return f"{number(tally.judged)}/{number(tally.lines)}" if tally.lines else ""


def about_set(criteria: CriteriaSet) -> str:
    """The set's title; samples and unconfirmed ones say so."""
    mark = ""
    if criteria.is_sample and "mẫu" not in criteria.title:
        mark = " · dữ liệu mẫu"
    elif criteria.unconfirmed:
        mark = " · chưa đối chiếu với văn bản gốc"
    return f"{criteria.title}{mark}"
