"""The self-assessment: filling the year from the register; a set of 300 lines opened and counted.

Filling goes into a copy of the office, by the shipped sample set. The other figure is the whole
sheet, read and counted again after an answer; the note adds the writing of the answer.
"""

from __future__ import annotations

import statistics
import time
from decimal import Decimal
from pathlib import Path

from bench.measured import Measured, percentile
from bench.offices import AS_OF, BenchOffice, copied, opened_as_admin
from desktop.domain.criteria.items import Band, CriteriaItem, CriteriaSet, ItemKind
from desktop.domain.criteria.rules import Ratio
from desktop.services.assessments.answering import AnswerEntry, answer_line
from desktop.services.assessments.filling import fill_assessment
from desktop.services.assessments.opening import open_assessment
from desktop.services.assessments.sets import save_set
from desktop.services.assessments.sheets import score_sheet
from desktop.services.office import Office

FILL_LIMIT_S = 2.0
SHEET_LIMIT_MS = 100.0
LINES = 300
_SAMPLE = "mau-cap-xa"
_LARGE = "do-toc-do"
_YEAR = AS_OF.year


def measure(office: BenchOffice, runs: int = 5) -> tuple[Measured, Measured]:
    """The median fill, and the median of opening a sheet after an answer."""
    with copied(office) as folder:
        return _measure(office, folder, runs)


def _measure(office: BenchOffice, folder: Path, runs: int) -> tuple[Measured, Measured]:
    opened = opened_as_admin(folder)
    try:
        fills, lines = _fill(opened, runs)
        sheets, with_answers = _recount(opened, runs * 5)
    finally:
        opened.close()
    return (
        Measured(
            "assessment-fill",
            f"Điền cả năm từ {office.dossiers:,} hồ sơ vào bản tự chấm, trung vị",
            statistics.median(fills),
            "s",
            limit=FILL_LIMIT_S,
            note=f"bộ mẫu, {lines} dòng được điền; {runs} lần, lâu nhất {max(fills):.2f} s",
        ),
        Measured(
            "assessment-sheet",
            f"Mở và tính lại bảng {LINES} dòng sau một câu trả lời, trung vị",
            statistics.median(sheets) * 1e3,
            "ms",
            limit=SHEET_LIMIT_MS,
            note=(
                f"{len(sheets)} lần, p95 {percentile(sheets, 0.95) * 1e3:.0f} ms;"
                f" cả việc ghi câu trả lời: {statistics.median(with_answers) * 1e3:.0f} ms"
            ),
        ),
    )


def _fill(office: Office, runs: int) -> tuple[list[float], int]:
    open_assessment(office, _SAMPLE, _YEAR)
    times, filled = [], 0
    for _ in range(runs):
        started = time.perf_counter()
        filled = len(fill_assessment(office, _YEAR, _SAMPLE).value.filled)
        times.append(time.perf_counter() - started)
    return times, filled


def _recount(office: Office, runs: int) -> tuple[list[float], list[float]]:
    """Seconds of each sheet; the same with the answer before it."""
    save_set(office, _large_set(), "")
    open_assessment(office, _LARGE, _YEAR)
    sheets, with_answers = [], []
    for number in range(runs):
        entry = AnswerEntry(value=f"{number % 10}/10")
        begun = time.perf_counter()
        answer_line(office, _YEAR, "1.1", entry, _LARGE)
        started = time.perf_counter()
        sheet = score_sheet(office, _YEAR, _LARGE)
        ended = time.perf_counter()
        assert sheet.score.lines == LINES
        sheets.append(ended - started)
        with_answers.append(ended - begun)
    return sheets, with_answers


def _large_set() -> CriteriaSet:
    """Ten fields of thirty lines, 100 points in all."""
    items = []
    for field in range(1, 11):
        items.append(CriteriaItem(str(field), None, ItemKind.FIELD, "Lĩnh vực", Decimal(10)))
        for line in range(1, 31):
            points = Decimal("0.34") if line <= 10 else Decimal("0.33")
            rule = Ratio(Decimal(50), part="việc xong", whole="việc được giao")
            known, words = f"{field}.{line}", f"Dòng {line}"
            items.append(CriteriaItem(known, str(field), ItemKind.CRITERION, words, points, rule))
    bands = (Band("Đạt", Decimal(50)), Band("Chưa đạt", Decimal(0)))
    return CriteriaSet(_LARGE, "Bộ đo tốc độ", "", _YEAR, "", "1", tuple(items), bands=bands)
