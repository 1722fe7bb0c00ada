"""The sections of the province's settings."""

from __future__ import annotations

from desktop.ui.province_settings.database_section import DatabaseSection
from desktop.ui.province_settings.desk_section import ProvinceSection
from desktop.ui.province_settings.machine_section import ProvinceMachineSection
from desktop.ui.province_settings.mailbox_section import MailboxSection
from desktop.ui.province_settings.users import ProvinceUserSection
from desktop.ui.settings.about import AboutSection
from desktop.ui.settings.audit import AuditSection
from desktop.ui.settings.backups import BackupSection
from desktop.ui.settings.health import HealthSection
from desktop.ui.settings.section import Section
from desktop.ui.settings.sections_page import SectionsPage
from desktop.ui.shell.province_entries import ProvinceSettingsEntry

PROVINCE_SECTIONS: tuple[type[Section], ...] = (
    ProvinceSection,
    ProvinceUserSection,
    MailboxSection,
    DatabaseSection,
    ProvinceMachineSection,
    BackupSection,
    HealthSection,
    AuditSection,
    AboutSection,
)


class ProvinceSettingsPage(SectionsPage, ProvinceSettingsEntry):
    """Thiết lập of the province's desk."""

    sections = PROVINCE_SECTIONS
