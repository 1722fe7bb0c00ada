"""This machine at the province: it prints lists and reports, and scans no dossiers."""

from __future__ import annotations

from desktop.ui.settings.desk import DeskSection


class ProvinceMachineSection(DeskSection):
    """The same choices in the province's words."""

    printing = "In danh sách, báo cáo"
    printer_chosen = "Máy in được chọn sẵn mỗi khi in danh sách, báo cáo."
    no_printer = "Máy này chưa cài máy in; danh sách, báo cáo sẽ hiện để xem và lưu PDF."
    scans_dossiers = False
