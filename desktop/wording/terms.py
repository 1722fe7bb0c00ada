"""Names of states, events, roles and choices, as the office says them."""

from __future__ import annotations

from enum import StrEnum

from desktop.domain.chip_cards import ScanRepair
from desktop.domain.criteria.items import ItemKind, Scorer
from desktop.domain.criteria.progress import AssessmentState, EvidenceState, LineEvent
from desktop.domain.criteria.rounds import Stage, Verdict
from desktop.domain.dossiers import (
    ApplicantKind,
    Channel,
    ClockEffect,
    DossierEvent,
    DossierState,
    ReturnMethod,
    Sex,
    SupplementMode,
    Timeliness,
)
from desktop.domain.due_dates import CountReason, LimitUnit
from desktop.domain.fees import FeeKind
from desktop.domain.identity_numbers import NumberWarning
from desktop.domain.payments import Payment
from desktop.domain.procedures import OnlineLevel
from desktop.domain.roles import Role
from desktop.domain.units import UnitKind
from desktop.domain.work_calendar import DayKind

# By type first: members of different enums may share a value ("received") and would collide.
TERMS: dict[type[StrEnum], dict[StrEnum, str]] = {
    DossierState: {
        DossierState.RECEIVED: "Đã tiếp nhận",
        DossierState.PROCESSING: "Đang giải quyết",
        DossierState.WAITING_SUPPLEMENT: "Chờ bổ sung",
        DossierState.FINISHED: "Có kết quả, chờ trả",
        DossierState.RETURNED: "Đã trả kết quả",
        DossierState.REFUSED: "Từ chối giải quyết",
        DossierState.WITHDRAWN: "Đã rút hồ sơ",
        DossierState.STOPPED: "Dừng giải quyết",
        DossierState.VOIDED: "Đã hủy (nhập nhầm)",
    },
    DossierEvent: {
        DossierEvent.RECEIVE: "Tiếp nhận",
        DossierEvent.HAND_OVER: "Bàn giao",
        DossierEvent.CONFIRM_HAND_OVER: "Xác nhận đã nhận bàn giao",
        DossierEvent.REQUEST_SUPPLEMENT: "Yêu cầu bổ sung",
        DossierEvent.SUPPLEMENT_RECEIVED: "Nhận hồ sơ bổ sung",
        DossierEvent.APOLOGISE: "Xin lỗi, hẹn lại",
        DossierEvent.REFUSE: "Từ chối hồ sơ",
        DossierEvent.WITHDRAW: "Ghi nhận rút hồ sơ",
        DossierEvent.STOP: "Dừng giải quyết",
        DossierEvent.FINISH: "Ghi kết quả",
        DossierEvent.RETURN_RESULT: "Trả kết quả",
        DossierEvent.UNDO: "Hoàn tác",
        DossierEvent.EDIT: "Sửa thông tin",
        DossierEvent.IMPORT: "Nhập từ sổ cũ",
    },
    ClockEffect: {
        ClockEffect.RUNS_ON: "Thời hạn giải quyết vẫn tính tiếp.",
        ClockEffect.STOPS: "Thời hạn tạm dừng từ lúc này cho đến khi nhận đủ hồ sơ bổ sung.",
        ClockEffect.RESTARTS: "Thời hạn được tính lại từ đầu kể từ ngày nhận đủ hồ sơ.",
        ClockEffect.EXTENDS: "Thời hạn tính tiếp; những ngày chờ bổ sung được cộng thêm.",
        ClockEffect.NEW_DATE: "Ngày hẹn trả đổi sang ngày mới; ngày hẹn ban đầu vẫn được giữ để báo cáo.",
        ClockEffect.ENDS: "Thời hạn giải quyết dừng lại ở thời điểm này.",
        ClockEffect.ENDED: "Thời hạn giải quyết đã kết thúc, không thay đổi.",
    },
    SupplementMode: {
        SupplementMode.RESTART: "Tính lại từ đầu",
        SupplementMode.FREEZE: "Tạm dừng rồi tính tiếp",
    },
    Channel: {
        Channel.DIRECT: "Trực tiếp",
        Channel.ONLINE: "Trực tuyến",
        Channel.POST: "Bưu chính công ích",
    },
    Payment: {
        Payment.UNPAID: "Chưa nộp",
        Payment.DIRECT: "Trực tiếp",
        Payment.ONLINE: "Trực tuyến",
    },
    OnlineLevel: {
        OnlineLevel.FULL: "Toàn trình",
        OnlineLevel.PART: "Một phần",
        OnlineLevel.NONE: "Chưa cung cấp trực tuyến",
    },
    ApplicantKind: {
        ApplicantKind.PERSON: "Cá nhân",
        ApplicantKind.ORGANISATION: "Tổ chức",
        ApplicantKind.HOUSEHOLD_BUSINESS: "Hộ kinh doanh",
    },
    Sex: {
        Sex.MALE: "Nam",
        Sex.FEMALE: "Nữ",
    },
    ReturnMethod: {
        ReturnMethod.COUNTER: "Nhận tại quầy",
        ReturnMethod.POST: "Qua bưu chính",
        ReturnMethod.ONLINE: "Trực tuyến",
    },
    Timeliness: {
        Timeliness.EARLY: "Trước hạn",
        Timeliness.ON_TIME: "Đúng hạn",
        Timeliness.LATE: "Quá hạn",
    },
    LimitUnit: {
        LimitUnit.WORKING_DAY: "ngày làm việc",
        LimitUnit.DAY: "ngày",
        LimitUnit.HOUR: "giờ làm việc",
        LimitUnit.SAME_DAY: "trong ngày",
    },
    CountReason: {
        CountReason.WORKING: "ngày làm việc",
        CountReason.SWAPPED_WORKING: "làm bù",
        CountReason.HALF_DAY: "làm việc nửa ngày",
        CountReason.WEEKEND: "ngày nghỉ cuối tuần",
        CountReason.DAY_OFF: "nghỉ lễ, Tết",
        CountReason.RECEPTION_ONLY: "chỉ tiếp nhận, không tính vào thời hạn",
        CountReason.RECEIVED: "ngày tiếp nhận, không tính",
        CountReason.RECEIVED_OUTSIDE_HOURS: "tiếp nhận ngoài giờ làm việc, chuyển sang buổi làm việc kế tiếp",
        CountReason.TAKES_EFFECT: "ngày tiếp nhận có hiệu lực, không tính",
        CountReason.AFTER_CUTOFF: "tiếp nhận sau 15 giờ, trả kết quả ngày làm việc tiếp theo",
        CountReason.SAME_DAY: "trả kết quả trong ngày",
        CountReason.CALENDAR_DAY: "ngày theo lịch",
        CountReason.ENDS_ON_DAY_OFF: "hết hạn vào ngày nghỉ, chuyển sang ngày làm việc tiếp theo",
        CountReason.PAUSED: "chờ bổ sung hồ sơ, không tính",
        CountReason.HOURS: "tính giờ làm việc",
    },
    FeeKind: {
        FeeKind.FREE: "Không thu phí",
        FeeKind.FIXED: "Mức cố định",
        FeeKind.PER_COPY: "Theo số bản",
        FeeKind.COPY_PAGES: "Theo số trang bản chính",
        FeeKind.COUNCIL: "Do HĐND cấp tỉnh quy định",
        FeeKind.UNKNOWN: "Chưa có thông tin",
    },
    NumberWarning: {
        NumberWarning.UNKNOWN_PLACE: "3 số đầu không phải mã tỉnh đã biết; hãy nhìn lại thẻ.",
        NumberWarning.SEX_DIFFERS: "Số định danh không khớp với giới tính; hãy nhìn lại thẻ.",
        NumberWarning.BIRTH_YEAR_DIFFERS: "Số định danh không khớp với năm sinh; hãy nhìn lại thẻ.",
        NumberWarning.OLD_NUMBER: "Đây là số CMND 9 số đã hết hiệu lực; nếu có, hãy dùng số định danh 12 số.",
    },
    ScanRepair: {
        ScanRepair.CODE_PAGE: "Đầu đọc gửi sai bảng mã; chữ đã được khôi phục, hãy nhìn lại họ tên.",
        ScanRepair.CAPS_LOCK: "Caps Lock đang bật; chữ hoa, chữ thường đã được đảo lại.",
        ScanRepair.SEPARATOR: "Dấu ngăn cách bị bàn phím đổi; đã nhận ra và tách đúng.",
        ScanRepair.INPUT_METHOD: "Đầu đọc gửi kiểu gõ Telex hoặc VNI; chữ đã được ghép dấu, hãy nhìn lại họ tên.",
        ScanRepair.KEYBOARD_LAYOUT: "Bàn phím đang ở kiểu tiếng Việt của máy; các số đã được đổi lại, hãy nhìn lại thẻ.",
        ScanRepair.NAME_WITHOUT_ACCENTS: "Đầu đọc bỏ mất chữ có dấu; hãy sửa họ tên, địa chỉ cho đúng thẻ.",
        ScanRepair.NAME_MISSING: "Mã quét không có họ tên; hãy gõ họ tên theo thẻ.",
        ScanRepair.NAME_DAMAGED: "Họ tên trong mã quét bị hỏng; hãy sửa theo thẻ.",
        ScanRepair.BIRTH_DATE_MISSING: "Mã quét không có ngày sinh đọc được; hãy gõ theo thẻ.",
        ScanRepair.ADDRESS_MISSING: "Mã quét không có nơi thường trú; hãy gõ theo thẻ.",
        ScanRepair.TRUNCATED: "Mã quét bị cắt ngắn; hãy quét lại hoặc gõ phần còn thiếu.",
    },
    Role: {
        Role.DESK: "Cán bộ một cửa",
        Role.OFFICER: "Công chức giải quyết",
        Role.LEADER: "Lãnh đạo",
        Role.ADMIN: "Quản trị",
        Role.PROVINCE: "Cấp tỉnh",
    },
    UnitKind: {
        UnitKind.COMMUNE: "xã",
        UnitKind.WARD: "phường",
        UnitKind.SPECIAL_ZONE: "đặc khu",
    },
    DayKind: {
        DayKind.OFF: "Nghỉ",
        DayKind.SWAP_WORK: "Làm bù",
        DayKind.MORNING_ONLY: "Chỉ làm buổi sáng",
        DayKind.AFTERNOON_ONLY: "Chỉ làm buổi chiều",
    },
    ItemKind: {
        ItemKind.FIELD: "Lĩnh vực",
        ItemKind.CRITERION: "Tiêu chí",
        ItemKind.SUBCRITERION: "Tiêu chí thành phần",
    },
    Scorer: {
        Scorer.UNIT: "Đơn vị tự chấm",
        Scorer.SURVEY: "Điều tra xã hội học",
        Scorer.SYSTEM: "Hệ thống tính",
        Scorer.PROVINCE: "Tỉnh chấm",
    },
    AssessmentState: {
        AssessmentState.OPEN: "Đang chấm",
        AssessmentState.HANDED_IN: "Đang trình lãnh đạo",
        AssessmentState.APPROVED: "Đã duyệt",
    },
    LineEvent: {
        LineEvent.OPEN: "Mở bản tự chấm",
        LineEvent.ANSWER: "Trả lời",
        LineEvent.CLEAR: "Xóa câu trả lời",
        LineEvent.FILL: "Điền từ sổ của đơn vị",
        LineEvent.NOTE: "Ghi chú",
        LineEvent.ASSIGN: "Giao việc",
        LineEvent.ADD_EVIDENCE: "Thêm tài liệu kiểm chứng",
        LineEvent.REMOVE_EVIDENCE: "Gỡ tài liệu kiểm chứng",
        LineEvent.HAND_IN: "Trình lãnh đạo",
        LineEvent.SEND_BACK: "Trả lại",
        LineEvent.APPROVE: "Duyệt",
        LineEvent.REOPEN: "Mở lại",
        LineEvent.CHANGE_VERSION: "Đổi phiên bản bộ tiêu chí",
        LineEvent.IMPORT: "Nhập lại từ Excel",
        LineEvent.SET_DEADLINE: "Đặt hạn",
        LineEvent.WRITE_UP: "Ghi khó khăn, đề xuất",
        LineEvent.SUBMIT: "Nộp cho tỉnh",
        LineEvent.EXPLAIN: "Giải trình",
        LineEvent.APPRAISE: "Tỉnh thẩm định",
        LineEvent.PUBLISH: "Tỉnh công bố kết quả",
    },
    Stage: {
        Stage.OPEN: "Đang chấm",
        Stage.HANDED_IN: "Đang trình lãnh đạo",
        Stage.APPROVED: "Đã duyệt",
        Stage.SUBMITTED: "Đã nộp, chờ thẩm định",
        Stage.APPRAISED: "Đã có điểm thẩm định vòng 1",
        Stage.EXPLAINED: "Đã gửi giải trình",
        Stage.APPRAISED_AGAIN: "Đã có điểm thẩm định vòng 2",
        Stage.PUBLISHED: "Đã công bố kết quả",
    },
    Verdict: {
        Verdict.AGREED: "Đồng ý",
        Verdict.CHANGED: "Chấm khác",
        Verdict.NEEDS_EXPLANATION: "Yêu cầu giải trình",
        Verdict.NOT_ASSESSED: "Chưa thẩm định",
    },
    EvidenceState: {
        EvidenceState.NOT_NEEDED: "Không cần tài liệu",
        EvidenceState.MISSING: "Thiếu tài liệu",
        EvidenceState.EXPLAINED: "Có giải trình",
        EvidenceState.PRESENT: "Có tài liệu",
    },
}  # fmt: skip


def term(value: StrEnum | None) -> str:
    """The Vietnamese name of a choice; empty for None."""
    return "" if value is None else TERMS[type(value)][value]
