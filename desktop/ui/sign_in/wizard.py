"""Setting up an office: unit, letterhead, hours, desk and administrator, recovery code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop.services.recovery_sheets import recovery_sheet_pdf
from desktop.services.setting_up import CreatedOffice, NewOffice
from desktop.ui.shell.messages import Teller
from desktop.ui.sign_in.steps_window import StepsWindow
from desktop.ui.sign_in.wizard_steps import AdminStep, HoursStep, LetterheadStep, Step, UnitStep


class Wizard(StepsWindow[NewOffice, CreatedOffice]):
    """The office of a unit."""

    title = "lập văn phòng"
    making = "Đang lập văn phòng, mã hóa dữ liệu…"
    correct_words = "Hãy sửa ô được đánh dấu đỏ rồi bấm Lập văn phòng."

    def __init__(
        self, folder: Path, create: Callable[[NewOffice], CreatedOffice], messages: Teller
    ) -> None:
        self.unit_step = UnitStep()
        self.letterhead_step = LetterheadStep()
        self.hours_step = HoursStep()
        self.admin_step = AdminStep()
        steps = (self.unit_step, self.letterhead_step, self.hours_step, self.admin_step)
        super().__init__(folder, create, messages, steps)

    def leave_step(self, step: Step) -> None:
        """The letterhead is suggested for the chosen unit."""
        if step is self.unit_step and self.unit_step.unit is not None:
            self.letterhead_step.suggest(self.unit_step.unit)

    def entered(self) -> NewOffice:
        """What was entered."""
        unit = self.unit_step.unit
        letterhead = self.letterhead_step
        return NewOffice(
            unit.code if unit else "",
            self.admin_step.name.text,
            self.admin_step.password.text,
            desk_number=self.admin_step.desk.value or 1,
            parent_body=letterhead.parent_body.text,
            shop_name=letterhead.shop_name.text,
            place_name=letterhead.place_name.text,
            address=letterhead.address.text,
            phone=letterhead.phone.text,
            code_prefix=letterhead.prefix.text,
            week=self.hours_step.sessions.week(),
        )

    def sheet(self, created: CreatedOffice) -> bytes:
        """The page with the recovery code."""
        unit = created.unit
        return recovery_sheet_pdf(
            f"{unit.name}, {unit.province_name}", created.recovery_code, self.folder
        )
