"""A year at the practice desk: last year's results, this year's submissions, and what went wrong.

The first units of the list carry the story, one thing each; the others are of every day.
"""

from __future__ import annotations

import json
import random
import shutil
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from desktop.domain.appraisals import PackKind, PackState, Step
from desktop.domain.criteria.items import CriteriaSet, Scorer
from desktop.domain.criteria.rules import YesNo
from desktop.domain.criteria.set_data import set_to_data
from desktop.domain.moments import at
from desktop.domain.units import Unit
from desktop.services.assessments.sets import shipped_sets
from desktop.services.clock import FixedClock
from desktop.services.office import Office
from desktop.services.progress import Progress
from desktop.services.provinces.appraising import VerdictInput, appraise
from desktop.services.provinces.assigning import Assignment, assign
from desktop.services.provinces.closing import Closing, close_round
from desktop.services.provinces.collecting import collect
from desktop.services.provinces.confirming import confirm_device
from desktop.services.provinces.inviting import invite, revoke_device
from desktop.services.provinces.lineage import FormerUnit, continue_unit
from desktop.services.provinces.locks import set_lock
from desktop.services.provinces.practice_claims import Claims, invented_claims
from desktop.services.provinces.practice_units import InventedDevice, dossiers_of, timed_id
from desktop.services.provinces.publishing import publish
from desktop.services.provinces.rule_drafts import RulesToSend
from desktop.services.provinces.rules import SentRules, send_rules
from desktop.services.provinces.verdict_import import import_verdicts
from desktop.sync.invitations import read_invitation
from desktop.sync.records import ASSESSMENT, EXPLANATION, written_instant

_SET = "mau-cap-xa"
_MORNING, _EVENING = time(8, 0), time(16, 0)
# The story, by place in the list of units.
EXPLAINED, CLOSED, HALF_JUDGED, TOO_LATE, REVOKED, SILENT, EXCEPTED, STRANGE = range(8)
_NOT_SUBMITTED = (TOO_LATE, SILENT, EXCEPTED)
_STRANGE = (
    b'{"content":{},"id":"00000000-0000-7000-8000-000000000001","kind":"survey",'
    b'"revision":{"counter":1,"device":"00000000-0000-7000-8000-000000000002"}}\n'
)


class PracticeYear:
    """Lives through the year; ``office`` works by ``clock``, which this class moves."""

    def __init__(
        self,
        office: Office,
        clock: FixedClock,
        aside: Path,
        models: list[dict[str, Any]],
        chance: random.Random,
        as_of: date,
        progress: Progress,
    ) -> None:
        self.office = office
        self.clock = clock
        self.aside = aside
        self.models = models
        self.chance = chance
        self.as_of = as_of
        self.progress = progress
        # Units score towards the end of the year and in the first months of the next.
        self.year = as_of.year if as_of.month >= 10 else as_of.year - 1
        self.stick = aside / "usb"
        self.stick.mkdir(exist_ok=True)
        self.criteria: CriteriaSet = next(s for s in shipped_sets() if s.code == _SET)
        self.devices: list[InventedDevice] = []
        self.quality: dict[str, float] = {}
        self.assessments: dict[str, uuid.UUID] = {}

    def live_through(self, joined: Sequence[Unit], others: Sequence[Unit]) -> None:
        """From the first invitations to the morning of the day."""
        acts: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Mời các đơn vị", lambda: self._join(joined)),
            ("Thẩm định năm trước", self._last_year),
            ("Gửi quy định", self._send_rules),
            ("Nhận gói của các đơn vị", self._this_year),
            ("Thẩm định năm nay", self._judge),
            ("Mời đơn vị mới", lambda: self._invite(others[0], 2)),
        )
        for done, (what, act) in enumerate(acts):
            self.progress.check_cancelled()
            self.progress.step(done, len(acts), what)
            act()
        self._now(0, _MORNING)

    def _join(self, units: Sequence[Unit]) -> None:
        self._now(290)
        for unit in units:
            self.quality[unit.code] = self.chance.uniform(0.55, 0.97)
            self.devices.append(self._device(unit))
        for device in self.devices:
            claims = self._claims(device, self.year - 1)
            record_id = timed_id(self.clock.now(), self.chance)
            record = device.record(ASSESSMENT, record_id, claims.content)
            device.send(self.stick, [record], self.clock.now())
        self._collect(289)
        # The last unit's machine was not compared yet, and the one that replaces a lost one.
        for device in self.devices[:-1]:
            confirm_device(self.office, device.unit.code, str(device.id))

    def _device(self, unit: Unit, desk: int = 1) -> InventedDevice:
        invitation = read_invitation(self._invite(unit).read_bytes())
        now = self.clock.now()
        ids = timed_id(now, self.chance), timed_id(now, self.chance)
        return InventedDevice(unit, invitation, *ids, desk)

    def _invite(self, unit: Unit, days_ago: int | None = None) -> Path:
        if days_ago is not None:
            self._now(days_ago)
        return invite(self.office, unit.code, self.aside / f"{unit.code}.json").value.file

    def _last_year(self) -> None:
        """Every unit is judged and published; the first two continue former ones."""
        self._now(250)
        year = self.year - 1
        self._judge_by_table(year, self.devices)
        for device in self.devices:
            close_round(self.office, device.unit.code, year, Closing(1, agree_rest=True))
        self._now(240)
        publish(self.office, year, f"Quyết định số 00/QĐ-UBND năm {year + 1} (dữ liệu mẫu)")
        for place, device in enumerate(self.devices[:2]):
            for part in "AB"[: 2 - place]:
                former = FormerUnit(
                    device.unit.code,
                    f"{device.unit.code[:4]}{part}",
                    f"Xã cũ {part} của {device.unit.name} (dữ liệu mẫu)",
                    date(2025, 7, 1),
                    whole=part == "A",
                    basis="dữ liệu mẫu",
                )
                continue_unit(self.office, former)

    def _judge_by_table(self, year: int, devices: Sequence[InventedDevice]) -> None:
        """Surveys for all, and here and there a claim that did not stand."""
        surveys = [item for item in self.criteria.scored if item.scorer is Scorer.SURVEY]
        doubtful = [item for item in self.criteria.scored if isinstance(item.rule, YesNo)][:20]
        rows = ["Mã đơn vị;Dòng;Điểm;Ghi chú"]
        for device in devices:
            quality = self.quality[device.unit.code]
            for item in surveys:
                share = Decimal(str(round(min(quality + 0.05, 1), 2)))
                points = f"{(item.maximum or Decimal(0)) * share:.2f}".replace(".", ",")
                rows.append(f"{device.unit.code};{item.id};{points};khảo sát mẫu")
            rows += [
                f"{device.unit.code};{item.id};0;Thiếu tài liệu kiểm chứng (mẫu)"
                for item in self.chance.sample(doubtful, 3)
            ]
        table = self.aside / "bang-diem.csv"
        table.write_text("\n".join(rows), encoding="utf-8")
        import_verdicts(self.office, table, year, 1)

    def _send_rules(self) -> None:
        """A criteria set and a calendar; most units have applied them, one keeps its own."""
        self._now(60)
        criteria = self.aside / f"{_SET}.json"
        criteria.write_text(json.dumps(set_to_data(self.criteria)), encoding="utf-8")
        days = self.aside / "lich-nghi.csv"
        off = date(self.as_of.year + 1, 1, 1)
        days.write_text(
            f"Ngày;Loại;Ghi chú\n{off:%d/%m/%Y};nghỉ;Tết Dương lịch\n", encoding="utf-8"
        )
        sent = list(send_rules(self.office, [criteria], RulesToSend(PackKind.CRITERIA)).value)
        wanted = RulesToSend(PackKind.CALENDAR, valid_from=off)
        sent += send_rules(self.office, [days], wanted).value
        self._now(55)
        for place, device in enumerate(self.devices):
            for pack in sent:
                self._answer(place, device, pack)
        self._collect(54)

    def _answer(self, place: int, device: InventedDevice, pack: SentRules) -> None:
        is_calendar = pack.kind is PackKind.CALENDAR
        state, said = PackState.APPLIED, "Đã áp dụng."
        if place == CLOSED and is_calendar:
            state, said = PackState.DECLINED, "Lê Thu Mẫu chọn giữ cách của đơn vị."
        elif place == HALF_JUDGED and is_calendar:
            state, said = PackState.WAITING, "Đơn vị đã tự sửa lịch; chờ người của đơn vị xem."
        elif place == SILENT or (place % 9 == 8 and is_calendar):
            return
        device.answer(self.stick, pack.id, state, said, self.clock.now())

    def _this_year(self) -> None:
        """Dossiers and submissions, in several turns; the last one is of this morning."""
        self._now(30)
        last = self.as_of - timedelta(days=5)
        set_lock(self.office, self.year, Step.SUBMIT, last)
        set_lock(self.office, self.year, Step.EXPLAIN, self.as_of + timedelta(days=10))
        excepted = self.devices[EXCEPTED].unit.code
        until = self.as_of + timedelta(days=3)
        set_lock(self.office, self.year, Step.SUBMIT, until, excepted, "bão lũ, mất mạng (mẫu)")
        self._revoke(self.devices[REVOKED])
        for days in (40, 12, 6, 3, 0):
            self._now(days, _MORNING if days == 0 else _EVENING)
            for place, device in enumerate(self.devices):
                if self._sends_on(place) == days:
                    self._send(place, device)
            self._collect(days)

    def _sends_on(self, place: int) -> int:
        if place == SILENT:
            return 40
        if place == TOO_LATE:
            return 3
        if place in (EXPLAINED, CLOSED, HALF_JUDGED):
            return 6
        return (12, 6, 3, 0)[place % 4]

    def _send(self, place: int, device: InventedDevice) -> None:
        records = dossiers_of(device, self.models, self.chance.randint(25, 70), self.chance)
        files: dict[str, bytes] = {}
        # A few have not submitted in time without any reason.
        submits = place not in _NOT_SUBMITTED[1:] and (place < 8 or self.chance.random() < 0.85)
        if submits:
            claims = self._claims(device, self.year, with_proof=place in (0, 1, 2))
            # Never after the package that carries it; the late one signs when it is sent.
            in_time = min(self.clock.now(), self._moment(6, time(10, 0)))
            signed = self.clock.now() if place == TOO_LATE else in_time
            claims = _signed(claims, signed)
            record_id = timed_id(signed, self.chance)
            self.assessments[device.unit.code] = record_id
            records.insert(0, device.record(ASSESSMENT, record_id, claims.content))
            files = dict(claims.files)
        strange = _STRANGE if place == STRANGE else b""
        device.send(self.stick, records, self.clock.now(), files.values(), strange)

    def _revoke(self, device: InventedDevice) -> None:
        """A lost machine is revoked and replaced; then the lost one sends once more."""
        lost = replace(device)
        revoke_device(self.office, lost.unit.code, str(lost.id))
        self.devices[REVOKED] = self._device(lost.unit, desk=2)
        lost.send(self.stick, dossiers_of(lost, self.models, 3, self.chance), self.clock.now())

    def _judge(self) -> None:
        """Two rounds closed, one half done, one explanation; lines given to departments."""
        self._now(4)
        for field, department, person in (
            ("2", "Sở Tư pháp", "Bùi Văn Mẫu"),
            ("6", "Sở Tài chính", "Hồ Thị Mẫu"),
        ):
            assign(self.office, [field], self.year, _SET, Assignment(department, person))
        closed = self.devices[EXPLAINED : CLOSED + 1]
        self._judge_by_table(self.year, closed)
        yes_no = [item for item in self.criteria.scored if isinstance(item.rule, YesNo)]
        said = VerdictInput(Decimal(0), "Chưa có văn bản ban hành (mẫu)", asks=True)
        asked = yes_no[0].id
        for device in closed:
            appraise(self.office, device.unit.code, asked, self.year, 1, said)
            until = self.as_of + timedelta(days=10)
            closing = Closing(1, agree_rest=True, explain_until=until)
            close_round(self.office, device.unit.code, self.year, closing)
        half = self.devices[HALF_JUDGED].unit.code
        for item in yes_no[:6]:
            words = VerdictInput(Decimal(0), "Thiếu tài liệu kiểm chứng (mẫu)")
            appraise(self.office, half, item.id, self.year, 1, words)
        self._explain(self.devices[EXPLAINED], asked)

    def _explain(self, device: InventedDevice, item: str) -> None:
        self._now(1)
        content = {
            "unit": device.unit.code,
            "assessment": str(self.assessments[device.unit.code]),
            "year": self.year,
            "set": _SET,
            "item": item,
            "round": 1,
            "text": "Văn bản đã ban hành, bản quét gửi kèm kế hoạch năm (dữ liệu mẫu).",
            "proposed": None,
            "evidence": [],
            "documents": [],
            "sent_at": written_instant(self.clock.now()),
            "approved_by": "Nguyễn Đức Mẫu",
            "withdrawn": False,
        }
        record = device.record(EXPLANATION, timed_id(self.clock.now(), self.chance), content)
        device.send(self.stick, [record], self.clock.now())
        self._collect(0)

    def _claims(self, device: InventedDevice, year: int, *, with_proof: bool = False) -> Claims:
        unit, quality = device.unit, self.quality[device.unit.code]
        now = self.clock.now()
        return invented_claims(
            self.criteria, unit, year, quality, self.chance, now, with_proof=with_proof
        )

    def _collect(self, days_ago: int) -> None:
        """A turn at the desk; the stick is empty afterwards, as units take their own away."""
        self._now(days_ago, _EVENING if days_ago else _MORNING)
        collect(self.office, self.stick)
        shutil.rmtree(self.stick)
        self.stick.mkdir()

    def _moment(self, days_ago: int, hour: time) -> datetime:
        return at(self.as_of - timedelta(days=days_ago), hour)

    def _now(self, days_ago: int, hour: time = _MORNING) -> None:
        self.clock.moment = self._moment(days_ago, hour)


def _signed(claims: Claims, moment: datetime) -> Claims:
    stamp = written_instant(moment)
    return replace(claims, content={**claims.content, "submitted_at": stamp, "approved_at": stamp})
