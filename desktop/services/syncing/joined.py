"""Whether the office has joined a province: cheap to ask and cheap to load, for the start."""

from __future__ import annotations

from sqlalchemy import select

from desktop.models.sync import province_links
from desktop.services.office import Office


def has_joined(office: Office) -> bool:
    """Whether there is a province to send to."""
    with office.reading() as connection:
        return connection.execute(select(province_links.c.id)).first() is not None
