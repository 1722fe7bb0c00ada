"""Danh mục và thiết lập of a unit: which sections there are."""

from __future__ import annotations

from desktop.ui.settings.about import AboutSection
from desktop.ui.settings.audit import AuditSection
from desktop.ui.settings.backups import BackupSection
from desktop.ui.settings.calendar import CalendarSection
from desktop.ui.settings.declarations import DeclarationSection
from desktop.ui.settings.desk import DeskSection
from desktop.ui.settings.health import HealthSection
from desktop.ui.settings.office import OfficeSection
from desktop.ui.settings.procedures import ProcedureSection
from desktop.ui.settings.register import RegisterSection
from desktop.ui.settings.section import Section
from desktop.ui.settings.sections_page import SectionsPage
from desktop.ui.settings.users import UserSection
from desktop.ui.sync.desks_section import DesksSection
from desktop.ui.sync.road_section import RoadSection

SECTIONS: tuple[type[Section], ...] = (
    ProcedureSection,
    DeclarationSection,
    CalendarSection,
    OfficeSection,
    UserSection,
    DeskSection,
    RoadSection,
    DesksSection,
    RegisterSection,
    BackupSection,
    HealthSection,
    AuditSection,
    AboutSection,
)


class SettingsPage(SectionsPage):
    """Danh mục và thiết lập."""

    key = "settings"
    title = "Danh mục, thiết lập"
    icon_name = "settings"
    place = 8
    sections = SECTIONS
