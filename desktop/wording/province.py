"""Words of the province's desk: rule packs, locks, appraisal, results."""

from __future__ import annotations

from desktop.domain.appraisals import PackKind, PackState, Standing, Step
from desktop.domain.errors import EnvironmentProblem

PACK_KINDS: dict[PackKind, str] = {
    PackKind.CRITERIA: "bộ tiêu chí",
    PackKind.PROCEDURES: "danh mục thủ tục",
    PackKind.CALENDAR: "lịch nghỉ",
    PackKind.FORMS: "mẫu giấy",
}
PACK_STATES: dict[PackState, str] = {
    PackState.APPLIED: "đã áp dụng",
    PackState.WAITING: "chờ đơn vị xem",
    PackState.DECLINED: "đơn vị giữ cách của mình",
    PackState.REFUSED: "không dùng được",
    PackState.OUTDATED: "đã có bản mới hơn",
}
# What a pack does, once it is read: counts of what differs from what stands there.
RULES_SUMMARY: dict[PackKind, str] = {
    PackKind.CRITERIA: "{count} dòng chấm điểm",
    PackKind.PROCEDURES: "{count} thủ tục mới hoặc khác trên {read} thủ tục",
    PackKind.CALENDAR: "{count} ngày mới hoặc khác",
    PackKind.FORMS: "{title}",
}
PACK_APPLIED = "Đã áp dụng: {what}."
PACK_WAITS = "Đơn vị đã tự sửa {where}; gói này sẽ ghi đè ({what})."
PACK_DECLINED = "{user} chọn giữ cách của đơn vị."
PACK_OUTDATED = "Đã có gói số {number}, gói này cũ hơn nên không dùng."

STEPS: dict[Step, str] = {
    Step.SUBMIT: "nộp bản tự chấm",
    Step.EXPLAIN: "giải trình",
    Step.APPRAISE: "thẩm định",
}
STANDINGS: dict[Standing, str] = {
    Standing.SENT: "đã nộp",
    Standing.SENT_LATE: "nộp muộn",
    Standing.EXPECTED: "chưa nộp, còn hạn",
    Standing.LATE: "quá hạn chưa nộp",
    Standing.NEVER: "chưa từng gửi gói nào",
}

PROVINCE_ACTIONS: dict[str, str] = {
    "rules.take": "Nhận quy định của tỉnh",
    "rules.accept": "Đồng ý áp dụng quy định của tỉnh",
    "rules.decline": "Giữ cách của đơn vị, không áp dụng quy định của tỉnh",
    "province.confirm": "Xác nhận máy của đơn vị",
    "province.send": "Gửi quy định cho các đơn vị",
    "province.assign": "Giao dòng thẩm định",
    "province.appraise": "Thẩm định",
    "province.undo": "Hoàn tác điểm thẩm định",
    "province.view": "Xem tài liệu kiểm chứng của đơn vị",
    "province.council": "Ghi kết luận của hội đồng",
    "province.lock": "Đặt hạn chốt",
    "province.close": "Kết thúc vòng thẩm định",
    "province.publish": "Công bố kết quả",
    "province.rank": "Xem và xuất bảng xếp hạng",
    "province.export": "Xuất hồ sơ kiểm chứng",
    "province.database": "Đổi nơi đặt dữ liệu của bàn tỉnh",
    "province.lineage": "Ghi đơn vị tiền thân",
}


def pack_title(kind: PackKind, name: str) -> str:
    """How people call a pack: "bộ tiêu chí mau-cap-xa"; a catalogue and a calendar need no name."""
    known = PACK_KINDS[kind]
    return known if kind in (PackKind.PROCEDURES, PackKind.CALENDAR) else f"{known} {name}"


def not_posted(problem: EnvironmentProblem | None) -> list[str]:
    """What is said when verdicts or results are written but the mailbox is out of reach."""
    from desktop.wording.problems import message

    if problem is None:
        return []
    return [
        message(problem).lines[0],
        "Kết quả đã ghi ở bàn tỉnh, chưa đặt được vào hộp thư của các đơn vị.",
        "Hãy chạy province collect khi hộp thư mở lại được; thư sẽ được đặt vào.",
    ]
