"""Setting up a province's desk: province, data and mailbox, administrator, recovery code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop.services.provinces.setting_up import CreatedProvince, NewProvince
from desktop.services.recovery_sheets import recovery_sheet_pdf
from desktop.ui.shell.messages import Teller
from desktop.ui.sign_in.province_steps import DataStep, ProvinceStep
from desktop.ui.sign_in.steps_window import StepsWindow
from desktop.ui.sign_in.wizard_steps import AdminStep
from desktop.wording.sync import spoken_key


class ProvinceWizard(StepsWindow[NewProvince, CreatedProvince]):
    """The desk of a province."""

    title = "lập bàn tỉnh"
    making = "Đang lập bàn tỉnh, tạo khóa, mã hóa dữ liệu…"
    correct_words = "Hãy sửa ô được đánh dấu đỏ rồi bấm tiếp."

    def __init__(
        self, folder: Path, create: Callable[[NewProvince], CreatedProvince], messages: Teller
    ) -> None:
        self.province_step = ProvinceStep()
        self.data_step = DataStep()
        self.admin_step = AdminStep(asks_desk=False)
        self.admin_step.heading = "Người quản trị bàn tỉnh"
        self.admin_step.next_words = "Lập bàn tỉnh"
        steps = (self.province_step, self.data_step, self.admin_step)
        super().__init__(folder, create, messages, steps)

    def entered(self) -> NewProvince:
        """What was entered."""
        return NewProvince(
            self.province_step.code,
            self.admin_step.name.text,
            self.admin_step.password.text,
            mailbox=self.data_step.mailbox.text,
            database=self.data_step.address,
        )

    def made(self, created: CreatedProvince) -> None:
        """The fingerprint stands under the code: units ask for it before they join."""
        self.recovery_step.say_more(
            f"Mã nhận dạng khóa của tỉnh, để các đơn vị đối chiếu khi kết nối:\n"
            f"{spoken_key(created.fingerprint)}\n(xem lại ở Thiết lập, mục Bàn tỉnh)"
        )

    def sheet(self, created: CreatedProvince) -> bytes:
        """The page with the recovery code."""
        return recovery_sheet_pdf(
            f"Bàn tỉnh của {created.name}", created.recovery_code, self.folder
        )
