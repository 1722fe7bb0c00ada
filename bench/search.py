"""As-you-type search: the service call of the window's list, for every letter that is typed.

Each text is typed letter by letter as a clerk would: names with and without accents, codes,
phones, identity numbers, names of procedures. Beside it Anki's own collection search over as
many notes with the same words, in a process of its own (``bench/peers/anki_search.py``).
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass

from sqlalchemy import select

from bench.measured import Measured, percentile
from bench.offices import BenchOffice, opened
from bench.peers.anki_notes import AnkiAnswer, search_with_anki
from bench.peers.environment import PeerMissing
from desktop.domain.text import fold
from desktop.models.dossiers import dossiers
from desktop.services.dossier_filters import DossierFilter
from desktop.services.dossier_lists import first_dossiers
from desktop.services.office import Office

LIMIT_MS = 10.0
_FIRST = 60  # as many rows as the window's list asks for
_PROCEDURE_WORDS = ("khai sinh", "Chứng thực bản sao", "ket hon", "đăng ký khai tử", "tam tru")


@dataclass(frozen=True, slots=True)
class Typed:
    """One state of the search field, how long the answer took, and the processor's part."""

    text: str
    seconds: float
    worked_s: float
    hits: int


def measure(office: BenchOffice, samples: int = 24, *, with_peer: bool = True) -> Measured:
    """p95 over every keystroke."""
    opened_office = opened(office)
    try:
        typed = _type_all(opened_office, samples)
        texts = _peer_texts(opened_office) if with_peer else []
    finally:
        opened_office.close()
    peer, peer_note = _peer(office, texts) if with_peer else (None, "không đo đối chứng")
    times, busy = [one.seconds for one in typed], [one.worked_s for one in typed]
    slowest = max(typed, key=lambda one: one.seconds)
    return Measured(
        "search",
        f"Tìm khi gõ trong {office.dossiers:,} hồ sơ mã hóa, p95",
        percentile(times, 0.95) * 1e3,
        "ms",
        f"Anki tìm trong {office.dossiers:,} ghi chú, p95",
        percentile(peer.seconds, 0.95) * 1e3 if peer else None,
        limit=LIMIT_MS,
        note=(
            f"{len(times)} lần gõ; trung vị {percentile(times, 0.5) * 1e3:.1f} ms,"
            f" chậm nhất {slowest.seconds * 1e3:.1f} ms (“{slowest.text}”);"
            f" bộ xử lý: trung vị {percentile(busy, 0.5) * 1e3:.1f},"
            f" p95 {percentile(busy, 0.95) * 1e3:.1f} ms"
            f"; {peer_note}"
        ),
    )


def _type_all(office: Office, samples: int) -> list[Typed]:
    first_dossiers(office, DossierFilter(), _FIRST)  # the list is on screen before anyone types
    return [
        _type(office, text[:length])
        for text in _texts(office, samples)
        for length in range(1, len(text) + 1)
        if not text[length - 1].isspace()
    ]


def _type(office: Office, text: str) -> Typed:
    started, worked = time.perf_counter(), time.process_time()
    rows = first_dossiers(office, DossierFilter(text=text), _FIRST)
    seconds, worked_s = time.perf_counter() - started, time.process_time() - worked
    return Typed(text, seconds, worked_s, len(rows))


def _texts(office: Office, samples: int) -> list[str]:
    """What people type: of random dossiers old and new, each kind of thing in turn."""
    chance = random.Random(3)
    with office.reading() as connection:
        newest: int = connection.execute(
            select(dossiers.c.id).order_by(dossiers.c.id.desc()).limit(1)
        ).scalar_one()
        ids = sorted({chance.randint(1, newest) for _ in range(samples)})
        rows = connection.execute(select(dossiers).where(dossiers.c.id.in_(ids))).all()
    texts = list(_PROCEDURE_WORDS)
    for row in rows:
        last_words = " ".join(row.applicant_name.split()[-2:]).lower()
        texts += [row.applicant_name, fold(row.applicant_name), last_words]
        texts += [row.code, row.code.rpartition("-")[2], row.phone, row.id_number]
    return [text for text in texts if text]


def _peer_texts(office: Office) -> list[str]:
    """A few of the same words, at lengths of 2, 4 and all: Anki scans every note each time."""
    return [text[:length] for text in _texts(office, 3)[-14:] for length in (2, 4, len(text))]


def _peer(office: BenchOffice, texts: list[str]) -> tuple[AnkiAnswer | None, str]:
    try:
        answer = search_with_anki(office, texts)
    except PeerMissing as missing:
        return None, f"không đo được Anki: {missing}"
    note = f"Anki {answer.version}: {len(answer.seconds)} lần tìm trên {answer.notes:,} ghi chú"
    return answer, note
