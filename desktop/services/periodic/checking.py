"""What a periodic report still lacks, what does not add up, what still names an old period."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.moments import local_date
from desktop.domain.statistics.forms import Place
from desktop.domain.statistics.identities import broken_checks, missing_places, over_hundred
from desktop.domain.statistics.old_periods import OldMention
from desktop.domain.statistics.values import shown_value
from desktop.services.office import Office
from desktop.services.periodic.figures import counted_days
from desktop.services.periodic.forms import FORMULAS
from desktop.services.periodic.records import PeriodicReport
from desktop.services.periodic.sheets import Sheet, build_sheet, row_names
from desktop.services.periodic.texts import old_words, period_before, read_texts
from desktop.wording import periodic as words
from desktop.wording.dates import day


class FindingKind(StrEnum):
    """What was found; only what is missing keeps a report from being issued unasked."""

    MISSING_TEXT = "missing_text"
    MISSING_VALUE = "missing_value"
    BROKEN = "broken"
    OVER_HUNDRED = "over_hundred"
    OLD_PERIOD = "old_period"
    NOT_ENDED = "not_ended"


MISSING = (FindingKind.MISSING_TEXT, FindingKind.MISSING_VALUE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at, where it is, in words."""

    kind: FindingKind
    words: str
    section: str = ""
    place: Place | None = None
    mention: OldMention | None = None


def check_report(
    office: Office, report: PeriodicReport, sheet: Sheet | None = None
) -> tuple[Finding, ...]:
    """Everything, in the order of the report: text, then the form."""
    return (
        *_period(office, report),
        *_texts(office, report),
        *check_sheet(sheet or build_sheet(office, report)),
    )


def check_sheet(sheet: Sheet) -> tuple[Finding, ...]:
    """The form alone."""
    names = row_names(sheet.form)
    missing = [
        Finding(
            FindingKind.MISSING_VALUE,
            words.MISSING_VALUE.format(name=names[place[0]], column=column_words(sheet, place[1])),
            place=place,
        )
        for place in missing_places(sheet.form, sheet.cells)
    ]
    return (*missing, *_broken(sheet), *_over(sheet, names))


def column_words(sheet: Sheet, column: str) -> str:
    """, cột “Nữ”, where the form has more than one column; else nothing."""
    if len(sheet.form.columns) == 1:
        return ""
    return words.IN_COLUMN.format(heading=sheet.form.column_by_key[column].heading)


def _period(office: Office, report: PeriodicReport) -> list[Finding]:
    if report.days.end <= local_date(office.now()):
        return []
    last = counted_days(office, report.days).end
    return [Finding(FindingKind.NOT_ENDED, words.NOT_ENDED.format(day=day(last)))]


def _texts(office: Office, report: PeriodicReport) -> list[Finding]:
    found, texts = [], read_texts(office, report.id)
    before = period_before(office, report)
    for section in report.sections:
        text = texts.get(section.key)
        if text is None:
            if section.writes and section.required:
                said = words.MISSING_TEXT.format(name=section.name)
                found.append(Finding(FindingKind.MISSING_TEXT, said, section.key))
            continue
        for mention in old_words(report, text.content, before):
            said = words.OLD_PERIOD.format(
                name=section.name, line=mention.line, place=mention.column, text=mention.text
            )
            found.append(Finding(FindingKind.OLD_PERIOD, said, section.key, mention=mention))
    return found


def _broken(sheet: Sheet) -> list[Finding]:
    found = []
    for one in broken_checks(sheet.form, sheet.cells, FORMULAS):
        keys = (*one.check.left.keys, *one.check.right.keys)
        place = (keys[0], one.column)
        said = words.BROKEN.format(
            words=one.check.words,
            left=shown_value(sheet.form, place, one.left),
            sign=words.BROKEN_SIGNS[one.check.sign],
            right=shown_value(sheet.form, place, one.right),
            column=column_words(sheet, one.column),
        )
        found.append(Finding(FindingKind.BROKEN, said.strip(), place=place))
    return found


def _over(sheet: Sheet, names: dict[str, str]) -> list[Finding]:
    return [
        Finding(
            FindingKind.OVER_HUNDRED,
            words.OVER_HUNDRED.format(
                name=names[place[0]],
                column=column_words(sheet, place[1]),
                value=sheet.text(place),
            ),
            place=place,
        )
        for place in over_hundred(sheet.form, sheet.cells)
    ]
