"""Words of the desks of one unit: what was read, what lost, what did not fit."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.domain.desks import DeskKind
from desktop.domain.packages import PackageProblem
from desktop.wording.sync import package_problem_text

KIND_WORDS: dict[str, str] = {
    DeskKind.DEVICE: "Quầy",
    DeskKind.ROSTER: "Danh sách quầy",
    DeskKind.USER: "Người dùng",
    DeskKind.SETTING: "Thiết lập",
    DeskKind.DAY: "Ngày trong lịch",
    DeskKind.PROCEDURE: "Thủ tục",
    DeskKind.DOSSIER: "Hồ sơ",
    DeskKind.AUDIT: "Nhật ký",
}

QUARANTINE_WORDS: dict[str, str] = {
    "code_taken": "mã đã có ở một hồ sơ khác của sổ này; hãy đối chiếu hai hồ sơ trên giấy",
    "import_key_taken": "dòng này đã được nhập ở quầy này từ cùng một sổ cũ; chỉ nhập sổ cũ ở một quầy",
    "name_taken": "tên này đã có người dùng khác; hãy đổi tên một trong hai người",
    "not_readable": "nội dung không đọc được; hãy cập nhật chương trình ở các quầy",
}

# Why a package was refused, where the words for the province would mislead.
_REFUSED: dict[PackageProblem, str] = {
    PackageProblem.DEVICE_REVOKED: "Quầy này đã bị thu hồi; gói của nó không được đọc.",
    PackageProblem.CHAIN_FORKED: "Có gói mang tên quầy này mà không do máy này tạo: thư mục văn phòng đã được chép sang máy khác. Hãy chỉ dùng một máy; máy kia cần giấy mời quầy riêng.",
    PackageProblem.WRONG_SIGNER: "Gói ký bằng khóa lạ: giấy mời quầy có thể đã được mở ở hai máy. Hãy mời lại máy thứ hai.",
    PackageProblem.INVITATION_USED: "Giấy mời quầy này đã được một máy khác dùng. Hãy tạo giấy mời mới.",
    PackageProblem.INVITATION_UNKNOWN: "Lời đăng ký không khớp với giấy mời quầy nào. Hãy tạo giấy mời mới.",
    PackageProblem.INCOMPLETE: "Gói chưa đủ phần, có thể đang chép dở; lần sau sẽ đọc lại.",
    PackageProblem.DAMAGED: "Gói bị hỏng trên đường đi; không có gì thay đổi. Hãy trao đổi lại từ quầy đó.",
    PackageProblem.BAD_SIGNATURE: "Chữ ký của gói không khớp với nội dung; không có gì thay đổi. Hãy trao đổi lại từ quầy đó.",
}


def kind_text(kind: str) -> str:
    """The kind of a record as people say it."""
    return KIND_WORDS.get(kind, kind)


def quarantine_text(kind: str, label: str, why: str) -> str:
    """Hồ sơ 24259-…: mã đã có ở một hồ sơ khác."""
    what = f"{kind_text(kind)} {label}".strip() or "Một mục"
    return f"{what} được để riêng: {QUARANTINE_WORDS.get(why, why)}."


def refused_text(
    sender: str, number: int, problem: PackageProblem, facts: Mapping[str, object]
) -> str:
    """Gói 3 của Quầy 2: …"""
    words = _REFUSED.get(problem) or package_problem_text(problem, facts)
    return f"Gói {number} của {sender}: {words}"
