"""Writing many dossiers at once: for registers brought in and for practice data.

Ids are given out by the loader inside the one writing transaction, so that each table takes
one ``executemany`` a block; the search index takes each block newest first (architecture §3),
and the figures take each block as one set.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from desktop.domain.text import fold
from desktop.models.dossiers import dossier_documents, dossier_events, dossiers
from desktop.models.people import people
from desktop.models.prepared import PreparedInsert
from desktop.models.search import NEWEST, index_many
from desktop.services.figures.keeping import add_range, triggers_resting
from desktop.services.office import Work, new_travel_id
from desktop.services.people import Applicant
from desktop.services.receiving import search_words

_BLOCK = 5_000
_ADD_PEOPLE = PreparedInsert(people)
_ADD_DOSSIERS = PreparedInsert(dossiers)
_ADD_DOCUMENTS = PreparedInsert(dossier_documents)
_ADD_EVENTS = PreparedInsert(dossier_events, leave_out=("id",))


class BulkLoader:
    """Collects dossiers and writes them in blocks; call ``flush`` at the end."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.count = 0
        connection = work.connection
        self._next_id = self._highest(dossiers.c.id) + 1
        self._next_person = self._highest(people.c.id) + 1
        known = select(people.c.id_number, people.c.id).where(people.c.id_number.is_not(None))
        self._people = {row.id_number: row.id for row in connection.execute(known)}
        self._named: dict[tuple[str, str], int] = {}
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self._search: list[tuple[int, str]] = []
        self._reset()

    def add(
        self,
        values: dict[str, Any],
        applicant: Applicant,
        events: list[dict[str, Any]],
        documents: list[dict[str, Any]] | None = None,
    ) -> int:
        """Adds one dossier with its events (without dossier_id); returns its id."""
        dossier_id = self._next_id
        self._next_id += 1
        self.count += 1
        values = {**values, "id": dossier_id, "person_id": self._person(applicant)}
        self._rows["dossiers"].append(values)
        words = search_words(values)
        self._search.append((NEWEST - dossier_id, words))
        self._rows["events"].extend({**event, "dossier_id": dossier_id} for event in events)
        for document in documents or ():
            self._rows["documents"].append({**document, "dossier_id": dossier_id})
        if len(self._rows["dossiers"]) >= _BLOCK:
            self.flush()
        return dossier_id

    def flush(self) -> None:
        """Writes what was collected."""
        connection, rows = self.work.connection, self._rows
        if rows["people"]:
            _ADD_PEOPLE.run_many(connection, rows["people"])
        if rows["dossiers"]:
            with triggers_resting(connection):
                _ADD_DOSSIERS.run_many(connection, rows["dossiers"])
            add_range(connection, rows["dossiers"][0]["id"], rows["dossiers"][-1]["id"])
            index_many(connection, self._search[::-1])
        if rows["documents"]:
            _ADD_DOCUMENTS.run_many(connection, rows["documents"])
        if rows["events"]:
            _ADD_EVENTS.run_many(connection, rows["events"])
        self._reset()

    def _person(self, applicant: Applicant) -> int:
        """A known person by number; without one, by name and phone among those just added."""
        key = (fold(applicant.name), applicant.phone)
        if applicant.id_number and applicant.id_number in self._people:
            known: int = self._people[applicant.id_number]
            return known
        if not applicant.id_number and applicant.phone and key in self._named:
            return self._named[key]
        person_id = self._next_person
        self._next_person += 1
        if applicant.id_number:
            self._people[applicant.id_number] = person_id
        else:
            self._named[key] = person_id
        self._rows["people"].append(
            {
                "id": person_id,
                "uuid": new_travel_id(),
                "kind": applicant.kind,
                "name": applicant.name,
                "name_key": fold(applicant.name),
                "id_number": applicant.id_number or None,
                "birth_date": applicant.birth_date,
                "sex": applicant.sex,
                "address": applicant.address,
                "phone": applicant.phone,
                "email": applicant.email,
                "tax_code": applicant.tax_code,
                "last_seen_at": self.work.now,
            }
        )
        return person_id

    def _highest(self, column: Any) -> int:
        return int(self.work.connection.execute(select(func.max(column))).scalar() or 0)

    def _reset(self) -> None:
        self._rows = {name: [] for name in ("dossiers", "people", "events", "documents")}
        self._search = []
