"""Makes the stored office of the present schema version: ``python -m tests.data.make_office``.

To be run once for each version that ships and never again: the file must stay what that
version wrote. Made-up people, and a key derivation that costs nothing.
"""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

from desktop.domain.dossiers import DossierEvent
from desktop.models import migrations
from desktop.models.engine import raw_connect
from desktop.services.attachments import attach
from desktop.services.clock import FixedClock
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.setting_up import NewOffice, create_office
from desktop.services.signing_in import sign_in
from tests.conftest import CHEAP
from tests.factory import (
    ADMIN,
    BIRTH,
    FRIDAY_MORNING,
    MARITAL_STATUS,
    PASSWORD,
    UNIT_CODE,
    a_received,
)
from tests.services.files import a_png
from tests.services.record import keep_procedures

OFFICES = Path(__file__).parent / "offices"


def make(target: Path) -> None:
    """An office with three dossiers in three states and one file, as a zip archive."""
    clock = FixedClock(FRIDAY_MORNING)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "office"
        created = create_office(folder, NewOffice(UNIT_CODE, ADMIN, PASSWORD), clock, CHEAP)
        office = sign_in(folder, ADMIN, PASSWORD, clock)
        keep_procedures(office, BIRTH, MARITAL_STATUS)
        codes = [a_received(office, name=f"Người mẫu {name}").code for name in ("Một", "Hai", "Ba")]
        move_dossier(office, MoveInput(codes[1], DossierEvent.HAND_OVER, to="Tư pháp"))
        move_dossier(office, MoveInput(codes[2], DossierEvent.FINISH))
        attach(office, codes[0], "ảnh.png", a_png("mẫu"))
        office.close()
        raw = raw_connect(folder / "office.db", office.database_key)
        raw.execute("VACUUM")
        raw.close()
        target.parent.mkdir(exist_ok=True)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("recovery.txt", created.recovery_code)
            for path in sorted(folder.rglob("*")):
                if path.is_file() and path.suffix != ".lock":
                    archive.write(path, path.relative_to(folder))


if __name__ == "__main__":
    make(OFFICES / f"v{int(migrations.HEAD)}.zip")
