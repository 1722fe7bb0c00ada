"""Words of the desks of one unit: what was read, what lost, what did not fit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from desktop.domain.code_frames import FrameProblem
from desktop.domain.desks import DeskKind
from desktop.domain.dossiers import (
    ApplicantKind,
    Channel,
    DossierState,
    ReturnMethod,
    Timeliness,
)
from desktop.domain.packages import PackageProblem
from desktop.domain.roles import Role
from desktop.wording.dates import moment
from desktop.wording.fields import FIELD_NAMES
from desktop.wording.sync import package_problem_text
from desktop.wording.terms import term

KIND_WORDS: dict[str, str] = {
    DeskKind.DEVICE: "Quầy",
    DeskKind.ROSTER: "Danh sách quầy",
    DeskKind.USER: "Người dùng",
    DeskKind.SETTING: "Thiết lập",
    DeskKind.DAY: "Ngày trong lịch",
    DeskKind.PROCEDURE: "Thủ tục",
    DeskKind.DOSSIER: "Hồ sơ",
    DeskKind.BLANK: "Số in sẵn",
    DeskKind.CRITERIA: "Bộ tiêu chí",
    DeskKind.ASSESSMENT: "Bản tự chấm",
    DeskKind.LINE: "Dòng tự chấm",
    DeskKind.EVIDENCE: "Tài liệu kiểm chứng",
    DeskKind.LINK: "Tài liệu của dòng tự chấm",
    DeskKind.STEP: "Lịch sử tự chấm",
    DeskKind.COPY: "Bản tự chấm đã duyệt",
    DeskKind.SUBMISSION: "Lần nộp bản tự chấm",
    DeskKind.EXPLANATION: "Giải trình",
    DeskKind.EXPLANATION_DOCUMENT: "Tài liệu giải trình",
    DeskKind.APPRAISAL: "Điểm thẩm định",
    DeskKind.PUBLICATION: "Kết quả công bố",
    DeskKind.FIGURE: "Số nhập tay",
    DeskKind.ISSUE: "Báo cáo đã phát hành",
    DeskKind.ISSUED_FILE: "Tệp báo cáo đã phát hành",
    DeskKind.FORM: "Biểu thống kê",
    DeskKind.PERIODIC: "Báo cáo định kỳ",
    DeskKind.TEXT: "Lời văn báo cáo",
    DeskKind.VALUE: "Số của báo cáo định kỳ",
    DeskKind.PERIODIC_ISSUE: "Lần phát hành báo cáo định kỳ",
    DeskKind.AUDIT: "Nhật ký",
}

QUARANTINE_WORDS: dict[str, str] = {
    "code_taken": "mã đã có ở một hồ sơ khác của sổ này; hãy đối chiếu hai hồ sơ trên giấy",
    "import_key_taken": "dòng này đã được nhập ở quầy này từ cùng một sổ cũ; chỉ nhập sổ cũ ở một quầy",
    "number_taken": "số báo cáo này đã có ở một báo cáo khác; hãy phát hành lại một trong hai báo cáo",
    "name_taken": "tên này đã có người dùng khác; hãy đổi tên một trong hai người",
    "not_readable": "nội dung không đọc được; hãy cập nhật chương trình ở các quầy",
}

# Why a package was refused, where the words for the province would mislead.
_REFUSED: dict[PackageProblem, str] = {
    PackageProblem.DEVICE_REVOKED: "Quầy này đã bị thu hồi; gói của nó không được đọc.",
    PackageProblem.CHAIN_FORKED: "Có gói mang tên quầy này mà không do máy này tạo: thư mục văn phòng đã được chép sang máy khác. Hãy chỉ dùng một máy; máy kia cần giấy mời quầy riêng.",
    PackageProblem.WRONG_SIGNER: "Gói ký bằng khóa lạ: giấy mời quầy có thể đã được mở ở hai máy. Hãy mời lại máy thứ hai.",
    PackageProblem.FORMER_KEY: "Gói ký bằng khóa cũ: quầy ấy vừa khôi phục từ bản sao lưu có trước lần đổi khóa, hoặc có người dùng bản chép cũ của máy ấy. Hãy hỏi quầy ấy; đúng thì bấm Nhận lại khóa cũ ở quầy đầu, không đúng thì thu hồi quầy.",
    PackageProblem.INVITATION_USED: "Giấy mời quầy này đã được một máy khác dùng. Hãy tạo giấy mời mới.",
    PackageProblem.INVITATION_UNKNOWN: "Lời đăng ký không khớp với giấy mời quầy nào. Hãy tạo giấy mời mới.",
    PackageProblem.INCOMPLETE: "Gói chưa đủ phần, có thể đang chép dở; lần sau sẽ đọc lại.",
    PackageProblem.DAMAGED: "Gói bị hỏng trên đường đi; không có gì thay đổi. Hãy trao đổi lại từ quầy đó.",
    PackageProblem.BAD_SIGNATURE: "Chữ ký của gói không khớp với nội dung; không có gì thay đổi. Hãy trao đổi lại từ quầy đó.",
}

# This desk was restored from before its own last change of keys.
OWN_KEY_OLDER = "Quầy này được khôi phục từ bản sao lưu có trước lần đổi khóa gần nhất; các quầy khác chưa đọc gói mới của quầy này. Hãy nhờ người quản trị ở quầy đầu bấm Nhận lại khóa cũ cho quầy này."

FRAME_WORDS: dict[FrameProblem, str] = {
    FrameProblem.FOREIGN: "Đây không phải mã của giấy mời quầy. Hãy quét mã trên màn hình quầy đầu, hoặc dán cả đoạn chữ.",
    FrameProblem.DAMAGED: "Mã vừa quét bị đọc sai. Hãy quét lại mã đó.",
    FrameProblem.OTHER_TEXT: "Mã này thuộc một giấy mời khác. Hãy bấm Quét lại từ đầu nếu muốn dùng giấy mời đó.",
}


def frames_read(count: int, total: int, missing: tuple[int, ...]) -> str:
    """Đã đọc 3 trong 6 mã; còn mã 2, 5, 6."""
    if not missing:
        return f"Đã đọc đủ {total} mã. Hãy gõ mã mở giấy mời."
    return f"Đã đọc {count} trong {total} mã; còn mã {', '.join(map(str, missing))}."


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


def difference_rows(
    kind: str, here: Mapping[str, Any] | None, there: Mapping[str, Any] | None
) -> tuple[tuple[str, str, str], ...]:
    """What differs between two versions: name, value here, value there."""
    ours, theirs = _flat(kind, here), _flat(kind, there)
    keys = [key for key in ours if key not in _SILENT] + [key for key in theirs if key not in ours]
    return tuple(
        (_name(key), _shown(key, ours.get(key)), _shown(key, theirs.get(key)))
        for key in keys
        if ours.get(key) != theirs.get(key)
    )


def _flat(kind: str, body: Mapping[str, Any] | None) -> dict[str, Any]:
    if body is None:
        return {}
    if kind != DeskKind.DOSSIER:
        return {key: value for key, value in body.items() if key not in _SILENT}
    papers = [paper[1] for paper in body["papers"] if paper[_HANDED_IN]]
    columns = {key: value for key, value in body["columns"].items() if key not in _SILENT}
    return {**columns, "procedure": body["procedure"]["code"], "documents": ", ".join(papers)}


# Place of "handed_in" in a told paper: position, name, originals, certified, copies, required.
_HANDED_IN = 6
# Follows from another value, or is no matter of a person.
_SILENT = frozenset(
    {"applicant_sort", "pauses", "created_at", "wrap", "import_key", "uuid", "revision"}
    | {"revision_device", "opened_at", "opened_by", "created_by", "source_file", "nth"}
)
_NAMES = {
    "state": "Trạng thái",
    "holder": "Đang giữ",
    "hand_over_waiting": "Chờ xác nhận bàn giao",
    "original_due_at": "Hẹn trả ban đầu",
    "legal_due_at": "Hạn theo quy định",
    "apologised_at": "Xin lỗi lúc",
    "waiting_since": "Chờ bổ sung từ",
    "submitted_at": "Nộp lúc",
    "supplement_count": "Số lần bổ sung",
    "ended_at": "Kết thúc lúc",
    "timeliness": "Đúng hạn",
    "result_number": "Số kết quả",
    "result_date": "Ngày kết quả",
    "result_signer": "Người ký",
    "finished_at": "Có kết quả lúc",
    "returned_at": "Trả kết quả lúc",
    "receiver": "Người nhận kết quả",
    "applicant_kind": "Loại chủ hồ sơ",
    "return_address": "Địa chỉ nhận kết quả",
    "fee_note": "Ghi chú phí",
    "note": "Ghi chú",
    "value": "Giá trị",
    "is_active": "Đang dùng",
    "title": "Chức vụ",
    "versions": "Các phiên bản",
    "current": "Phiên bản đang dùng",
    "confirmed": "Đã có thông báo chính thức",
    "in_force": "Đang áp dụng",
    "removed": "Đã xóa",
    "assessment_id": "Bản tự chấm",
    "item_id": "Dòng",
    "set_code": "Bộ tiêu chí",
    "set_id": "Phiên bản bộ tiêu chí",
    "year": "Năm",
    "inputs": "Số liệu",
    "kind": "Loại",
    "own_points": "Điểm tự chấm",
    "why": "Vì sao",
    "reading": "Số đọc từ sổ",
    "answered_at": "Trả lời lúc",
    "answered_by": "Người trả lời",
    "assignee": "Giao cho",
    "due_on": "Hạn",
    "remark": "Nhận xét",
    "score_until": "Hạn tự chấm",
    "submit_until": "Hạn nộp",
    "explain_until": "Hạn giải trình",
    "difficulties": "Khó khăn",
    "proposals": "Kiến nghị",
    "blob": "Tệp",
    "file_name": "Tên tệp",
    "media_type": "Loại tệp",
    "size": "Cỡ tệp",
    "page_count": "Số trang",
    "has_text": "Có chữ tìm được",
    "dated": "Ngày văn bản",
    "signer": "Người ký",
    "issuer": "Cơ quan ban hành",
    "summary": "Trích yếu",
    "sha256": "Mã tệp",
    "document_id": "Tài liệu",
    "pages": "Trang",
    "added_at": "Thêm lúc",
    "added_by": "Người thêm",
    "text": "Lời giải trình",
    "proposed": "Điểm đề nghị",
    "is_withdrawn": "Đã rút",
    "is_sent": "Đã gửi tỉnh",
    "sent": "Bản đã gửi",
    "written_at": "Viết lúc",
    "written_by": "Người viết",
    "round": "Vòng",
    "report": "Báo cáo",
    "report_id": "Báo cáo định kỳ",
    "section": "Phần",
    "content": "Nội dung",
    "at": "Lúc",
    "user_name": "Người ghi",
    "row_key": "Dòng",
    "row_name": "Dòng",
    "column_key": "Cột",
    "computed": "Số máy tính",
    "first_day": "Từ ngày",
    "last_day": "Đến ngày",
    "grouping": "Nhóm theo",
    "form_id": "Phiên bản biểu",
    "outline": "Đề cương",
    "code": "Mã",
    "version": "Phiên bản",
    "reserved_at": "In lúc",
    "reserved_by": "Người in",
    "spoiled_at": "Hỏng lúc",
    "spoiled_reason": "Vì sao hỏng",
    "dossier_id": "Hồ sơ",
    "device_id": "Quầy",
}
_CHOICES: dict[str, type[StrEnum]] = {
    "state": DossierState,
    "timeliness": Timeliness,
    "channel": Channel,
    "applicant_kind": ApplicantKind,
    "return_method": ReturnMethod,
    "role": Role,
}


# A person must see these to choose between two versions of them.
_SHORT_LISTS = frozenset({"inputs", "assessment_id", "document_id", "report_id"})


def _name(key: str) -> str:
    return _NAMES.get(key) or FIELD_NAMES.get(key, key)


def _shown(key: str, value: Any) -> str:
    if value is None or value == "":
        return "không có"
    if key in _CHOICES and value in set(_CHOICES[key]):
        return term(_CHOICES[key](value))
    if isinstance(value, int) and (key.endswith("_at") or key == "waiting_since"):
        return moment(datetime.fromtimestamp(value, UTC))
    if key in ("hand_over_waiting", "is_active", "confirmed", "in_force", "removed"):
        return "có" if value else "không"
    if key in _SHORT_LISTS and isinstance(value, (list, dict)):
        parts = value.items() if isinstance(value, dict) else ((None, one) for one in value)
        return "; ".join(f"{k}: {v}" if k else str(v) for k, v in parts) or "không có"
    if isinstance(value, (list, dict)):
        return f"{len(value)} mục"
    return str(value)
