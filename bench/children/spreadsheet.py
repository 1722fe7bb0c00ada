"""Writes a long list to Excel in a process of its own: as the window does, or XlsxWriter alone.

Arguments: "ours" or "alone", the office folder, the user's name, last day, the file to write.
XlsxWriter gets the very cells, read beforehand; it writes them by its typed calls in constant
memory, the fastest way it has.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from bench.children.memory import forget_peak, peak_kib
from bench.spreadsheet import ROWS


def main() -> None:
    """Prints one JSON object."""
    mode, folder, name, last, target = sys.argv[1:]
    from desktop.services.clock import SystemClock
    from desktop.services.door import PRACTICE_PASSWORD
    from desktop.services.signing_in import sign_in

    office = sign_in(Path(folder), name, PRACTICE_PASSWORD, SystemClock())
    prepared = {"ours": _ours, "alone": _alone}[mode]
    work = prepared(office, date.fromisoformat(last), Path(target))
    before = forget_peak()
    started, worked = time.perf_counter(), time.process_time()
    rows = work()
    told = {"seconds": time.perf_counter() - started, "worked_s": time.process_time() - worked}
    told |= {"rows": rows, "before_kib": before, "peak_kib": peak_kib()}
    office.close()
    print(json.dumps(told))


def _ours(office: Any, last: date, target: Path) -> Callable[[], int]:
    from desktop.services.dossier_filters import DossierFilter
    from desktop.services.exports import export_dossiers

    wanted = DossierFilter(received_to=last)
    return lambda: export_dossiers(office, wanted, target)


def _alone(office: Any, last: date, target: Path) -> Callable[[], int]:
    from desktop.reports.dossier_table import COLUMNS, CellKind
    from desktop.services.dossier_filters import DossierFilter
    from desktop.services.dossier_lists import dossier_ids, dossier_rows
    from desktop.services.exports import exported_cells

    ids = dossier_ids(office, DossierFilter(received_to=last))
    rows = [exported_cells(row) for row in dossier_rows(office, islice(ids, 2 * ROWS))]
    kinds = [column.kind for column in COLUMNS]

    def write() -> int:
        import xlsxwriter

        with xlsxwriter.Workbook(str(target), {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
            day = book.add_format({"num_format": "dd/mm/yyyy"})
            for line, cells in enumerate(rows):
                for place, (kind, cell) in enumerate(zip(kinds, cells, strict=True)):
                    if cell is None or cell == "":
                        continue
                    if kind is CellKind.MOMENT:
                        sheet.write_datetime(line, place, cell, moment)
                    elif kind is CellKind.DAY:
                        sheet.write_datetime(line, place, cell, day)
                    elif kind is CellKind.NUMBER:
                        sheet.write_number(line, place, cell)
                    else:
                        sheet.write_string(line, place, cell)
        return len(rows)

    return write


if __name__ == "__main__":
    main()
