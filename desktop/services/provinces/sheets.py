"""Lines side by side: of one unit, of one criterion over all units, or for the council."""

from __future__ import annotations

from collections.abc import Container, Iterator
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select

from desktop.domain.errors import EnvironmentProblem, Rule, RuleViolation, Surroundings
from desktop.domain.roles import Permission
from desktop.models.province import received_files
from desktop.security.files import write_whole
from desktop.services.attachments import FileContent, blob_store
from desktop.services.audit import note_seen
from desktop.services.office import Office
from desktop.services.provinces.lines import LineReader, Proof, UnitLine
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import store_reading
from desktop.services.provinces.submissions import find_submission, find_submissions
from desktop.target_folders import make_folder

_MEDIA_ENDINGS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
}


def unit_sheet(
    office: Office, unit: str, year: int, set_code: str | None = None, department: str = ""
) -> tuple[UnitLine, ...]:
    """The lines of a unit in the order of the set; of one department where named.

    Raises NOTHING_SUBMITTED, SET_NOT_HERE, ASSESSMENT_CHOOSE.
    """
    office.require(Permission.RUN_PROVINCE)
    require_desk(office)
    with store_reading(office) as connection:
        submission = find_submission(connection, unit, year, set_code)
        lines = LineReader(connection, office, year, submission.set_code, unit).lines(submission)
    return tuple(line for line in lines if department in ("", line.assigned.department))


def line_across(
    office: Office, item_id: str, year: int, set_code: str | None = None
) -> tuple[UnitLine, ...]:
    """One line over every unit that submitted, in the order of units."""
    office.require(Permission.RUN_PROVINCE)
    require_desk(office)
    return tuple(line for line in every_line(office, year, set_code, {item_id}))


def council_list(
    office: Office, year: int, set_code: str | None = None, at_least: Decimal = Decimal(0)
) -> tuple[UnitLine, ...]:
    """Every line of every unit that the council must settle, the largest difference first.

    ``at_least``: smaller differences are left out; a line without any word never is.
    """
    office.require(Permission.RUN_PROVINCE)
    require_desk(office)
    found = [
        line
        for line in every_line(office, year, set_code)
        if line.is_for_council and (line.gap >= at_least or _lacks_word(line))
    ]
    return tuple(sorted(found, key=lambda line: -line.gap))


def every_line(
    office: Office,
    year: int,
    set_code: str | None = None,
    only: Container[str] | None = None,
    *,
    recomputes: bool = True,
) -> Iterator[UnitLine]:
    """Lines of all units, one unit after the other; units scored by another set are left out.

    ``recomputes`` False leaves out what the rule gives for each answer: for counting.
    """
    with store_reading(office) as connection:
        readers: dict[str, LineReader] = {}
        for submission in find_submissions(connection, year, set_code):
            code = submission.set_code
            if code not in readers:
                readers[code] = LineReader(connection, office, year, code, recomputes=recomputes)
            try:
                yield from readers[code].lines(submission, only)
            except RuleViolation as refused:
                if refused.code is not Rule.SET_NOT_HERE:
                    raise


def open_proof(office: Office, unit: str, proof: Proof) -> FileContent:
    """A document of a unit, to be looked at. Raises ATTACHMENT_DAMAGED."""
    office.require(Permission.RUN_PROVINCE)
    f = received_files.c
    query = select(f.blob).where(f.unit_code == unit, f.sha256 == proof.file)
    with store_reading(office) as connection:
        blob = connection.execute(query).scalars().first()
    if blob is None:
        raise EnvironmentProblem(Surroundings.ATTACHMENT_DAMAGED, file=proof.name)
    return FileContent(proof.name, proof.media_type, blob_store(office).get(blob, proof.name))


def export_evidence(
    office: Office, unit: str, year: int, folder: Path, set_code: str | None = None
) -> tuple[Path, ...]:
    """Writes a unit's documents, opened, into a folder a line; gives the files written.

    The names are made here: number of the line, a counter, and an ending by the kind of file.
    """
    lines = unit_sheet(office, unit, year, set_code)
    store = blob_store(office)
    written: list[Path] = []
    with store_reading(office) as connection:
        f = received_files.c
        rows = connection.execute(select(f.sha256, f.blob).where(f.unit_code == unit.strip()))
        blobs = {row.sha256: row.blob for row in rows}
    for line in lines:
        for place, proof in enumerate(line.proofs, start=1):
            if proof.has_come:
                ending = _MEDIA_ENDINGS.get(proof.media_type, ".bin")
                make_folder(folder)  # asked for by name; the folders of lines inside are ours
                target = folder / _safe(line.item.id) / f"{place:02d}{ending}"
                write_whole(target, store.get(blobs[proof.file], proof.name))
                written.append(target)
    note_seen(office, "province.export", f"{unit} {year}")
    return tuple(written)


def _lacks_word(line: UnitLine) -> bool:
    return line.standing is None or line.standing.points is None


def _safe(item_id: str) -> str:
    """A line's number as the name of a folder: letters, digits, dots."""
    kept = "".join(sign if sign.isalnum() or sign == "." else "-" for sign in item_id)
    return kept.strip(".") or "dong"
