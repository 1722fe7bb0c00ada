"""Words of trying the road: each step, whether it works or was not needed."""

from __future__ import annotations

from desktop.domain.road_trials import StepState, TrialStep

STEP_NAMES: dict[TrialStep, str] = {
    TrialStep.REACH: "Tới hộp thư",
    TrialStep.TRUST: "Đúng máy chủ của tỉnh",
    TrialStep.SIGN_IN: "Tên, mật khẩu",
    TrialStep.READ: "Đọc",
    TrialStep.WRITE: "Ghi, đọc lại, xóa",
}
STATE_NAMES: dict[StepState, str] = {
    StepState.WORKS: "được",
    StepState.FAILS: "không được",
    StepState.NOT_NEEDED: "không cần",
    StepState.UNKNOWN: "chưa biết",
}
_FAST_KIB = 1024

_WORKS: dict[TrialStep, tuple[str, str]] = {
    TrialStep.REACH: ("Thấy thư mục của hộp thư.", "Máy chủ có trả lời."),
    TrialStep.TRUST: ("", "Máy chủ đưa ra đúng khóa hoặc chứng thư đã ghi."),
    TrialStep.SIGN_IN: ("", "Máy chủ nhận đơn vị."),
    TrialStep.READ: ("Đọc được thư mục.", "Đọc được chỗ để biên nhận của đơn vị."),
    TrialStep.WRITE: ("", ""),
}
_NOT_NEEDED: dict[TrialStep, tuple[str, str]] = {
    TrialStep.TRUST: ("Thư mục không có khóa.", "Máy chủ ở ngay máy này, không mã hóa đường."),
    TrialStep.SIGN_IN: ("Theo quyền của người dùng máy này.", "Không ghi tên, mật khẩu."),
}
_UNKNOWN = "Chưa thử tới: còn vướng ở bước khác."


def step_words(step: TrialStep, state: StepState, is_far: bool, kib_per_s: int) -> str:
    """One sentence about a step that did not fail."""
    if state is StepState.UNKNOWN:
        return _UNKNOWN
    if state is StepState.NOT_NEEDED:
        return _NOT_NEEDED[step][is_far]
    if step is TrialStep.WRITE:
        return f"Đã ghi một tệp thử rồi xóa đi. {speed_text(kib_per_s)}".strip()
    return _WORKS[step][is_far]


def speed_text(kib_per_s: int) -> str:
    """Khoảng 28 KiB mỗi giây: a 1 MB package takes so long."""
    if not kib_per_s or kib_per_s >= _FAST_KIB:
        return ""
    return f"Tốc độ khoảng {kib_per_s} KiB mỗi giây."
