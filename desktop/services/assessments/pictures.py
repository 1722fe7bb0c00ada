"""The pictures of an assessment: years with rank and rating, fields, from maximum to score."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, select

from desktop.domain.criteria.items import Band
from desktop.domain.criteria.pictures import FieldShare, WaterfallStep, field_shares, waterfall
from desktop.domain.criteria.scoring import SetScore, score_set
from desktop.domain.figures_series import Series, SeriesKind, SeriesLine
from desktop.models.assessments import assessments
from desktop.services.assessments.formulas import SafeFormulas
from desktop.services.assessments.province_word import Publication, read_publications
from desktop.services.assessments.records import assessment_row, read_lines
from desktop.services.assessments.sets import set_of_version
from desktop.services.assessments.sheets import answers_of, score_sheet
from desktop.services.office import Office


@dataclass(frozen=True, slots=True)
class YearPoint:
    """One year by the same set: own result, and what was published; None where there is none."""

    year: int
    own: Decimal | None
    own_band: str
    published: Decimal | None
    band: str
    rank: int | None
    ranked: int | None


@dataclass(frozen=True, slots=True)
class RadarField:
    """A field's share now, a year ago, and of the best and the mean unit as published."""

    field: FieldShare
    last_year: Decimal | None
    best: Decimal | None
    average: Decimal | None


@dataclass(frozen=True, slots=True)
class Pictures:
    """All series of a year's assessment, oldest year first."""

    year: int
    title: str
    years: tuple[YearPoint, ...]
    radar: tuple[RadarField, ...]
    waterfall: tuple[WaterfallStep, ...]
    bands: tuple[Band, ...] = ()

    @property
    def trend(self) -> Series:
        """The years as a series for the usual chart."""
        return Series(
            SeriesKind.TREND,
            "Kết quả qua các năm",
            tuple(str(point.year) for point in self.years),
            (
                SeriesLine("own", "Đơn vị tự chấm", tuple(p.own for p in self.years)),
                SeriesLine("published", "Tỉnh công bố", tuple(p.published for p in self.years)),
            ),
            "%",
        )


def pictures(office: Office, year: int, set_code: str | None = None) -> Pictures:
    """The pictures of a year. Raises ASSESSMENT_NOT_OPEN, ASSESSMENT_CHOOSE."""
    sheet = score_sheet(office, year, set_code)
    code = sheet.assessment.set_code
    with office.reading() as connection:
        scores = _scores(connection, code)
        published = {p.year: p for p in read_publications(connection, code)}
    return Pictures(
        year,
        sheet.criteria.title,
        tuple(
            _point(one, scores.get(one), published.get(one))
            for one in sorted({*scores, *published})
        ),
        _radar(sheet.score, scores.get(year - 1), published.get(year)),
        waterfall(sheet.score),
        sheet.criteria.bands,
    )


def _scores(connection: Connection, set_code: str) -> dict[int, SetScore]:
    """Every year by the set, each scored by the version it was done with."""
    rows = connection.execute(select(assessments).where(assessments.c.set_code == set_code)).all()
    return {
        row.year: score_set(
            set_of_version(connection, row.set_id),
            answers_of(read_lines(connection, assessment_row(row).id)),
            SafeFormulas(),
        )
        for row in rows
    }


def _point(year: int, own: SetScore | None, published: Publication | None) -> YearPoint:
    return YearPoint(
        year,
        own.percent if own else None,
        own.band.name if own and own.band else "",
        published.percent if published else None,
        published.band if published else "",
        published.rank if published else None,
        published.ranked if published else None,
    )


def _radar(
    score: SetScore, before: SetScore | None, published: Publication | None
) -> tuple[RadarField, ...]:
    was = {f.id: f.percent for f in field_shares(before)} if before is not None else {}
    others = {f.id: f for f in published.fields} if published is not None else {}

    def share(field_id: str, side: str) -> Decimal | None:
        other = others.get(field_id)
        points = getattr(other, side) if other is not None else None
        if other is None or points is None or not other.maximum:
            return None
        return Decimal(points * 100 / other.maximum)

    return tuple(
        RadarField(f, was.get(f.id), share(f.id, "best"), share(f.id, "average"))
        for f in field_shares(score)
    )
