"""Người dùng of a province: administrators, and appraisers with their departments."""

from __future__ import annotations

from desktop.domain.roles import Role
from desktop.ui.settings.users import UserSection


class ProvinceUserSection(UserSection):
    """Lines are given to a person or a department by the names that stand here."""

    roles = (Role.PROVINCE, Role.ADMIN)
    department = "Sở, ngành, phòng"
    advice = (
        "Người thẩm định có vai trò Cấp tỉnh; ghi đúng tên sở, ngành để giao dòng thẩm định theo "
        "sở, ngành. Người nghỉ việc thì ngừng sử dụng; kết quả cũ vẫn giữ tên."
    )
