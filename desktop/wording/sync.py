"""Words of the way to the province: outcomes, reasons, what to do about a package."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from desktop.domain.packages import (
    ItemOutcome,
    ItemReason,
    PackageOutcome,
    PackageProblem,
    SentState,
    SyncProblem,
)
from desktop.wording.dates import moment

# As many characters as are read in one breath and kept in mind while the other side looks.
_READ_AT_ONCE = 5


def spoken_key(fingerprint: str) -> str:
    """A key's fingerprint in groups of five, to be read aloud and compared; it may wrap between.

    The command line and what is copied keep the fingerprint as ``ssh-keygen -l`` writes it.
    """
    kind, _, digits = fingerprint.partition(":")
    groups = (digits[at : at + _READ_AT_ONCE] for at in range(0, len(digits), _READ_AT_ONCE))
    return f"{kind}: {' '.join(groups)}"


OUTCOME_WORDS: dict[PackageOutcome, str] = {
    PackageOutcome.ACCEPTED: "đã nhận đủ",
    PackageOutcome.ACCEPTED_WITH_NOTES: "đã nhận đủ, có lưu ý",
    PackageOutcome.PARTLY_ACCEPTED: "đã nhận một phần",
    PackageOutcome.REJECTED: "không nhận",
}

STATE_WORDS: dict[SentState, str] = {
    SentState.WAITING: "chờ tỉnh xác nhận",
    SentState.ACKNOWLEDGED: "tỉnh đã xác nhận",
    SentState.REJECTED: "tỉnh không nhận",
    SentState.ABANDONED: "đóng lại thành gói mới",
}

ITEM_OUTCOME_WORDS: dict[ItemOutcome, str] = {
    ItemOutcome.APPLIED: "đã ghi",
    ItemOutcome.ALREADY_THERE: "tỉnh đã có đúng bản này",
    ItemOutcome.OLDER: "tỉnh đang giữ bản mới hơn",
    ItemOutcome.QUARANTINED: "để riêng chờ xem lại",
}

ITEM_REASON_WORDS: dict[ItemReason, str] = {
    ItemReason.NOT_JSON: "nội dung không đọc được",
    ItemReason.TOO_LONG: "nội dung dài quá mức cho phép",
    ItemReason.WRONG_SHAPE: "sai cấu trúc ở mục {detail}",
    ItemReason.UNKNOWN_KIND: "loại bản ghi “{detail}” chưa được hỗ trợ",
    ItemReason.OTHER_UNIT: "bản ghi này thuộc đơn vị khác",
    ItemReason.CODE_TAKEN: "mã hồ sơ {detail} đã có ở một hồ sơ khác của đơn vị; hãy đối chiếu hai hồ sơ trên giấy, và xem có hai máy cùng số quầy không",
    ItemReason.LOCKED: "tỉnh đã chốt việc này ngày {detail}; bản này được giữ lại, chờ tỉnh cho phép nhận muộn",
}

PACKAGE_WORDS: dict[PackageProblem, str] = {
    PackageProblem.NOT_A_PACKAGE: "Tệp không phải gói của Sổ Một Cửa.",
    PackageProblem.INCOMPLETE: "Gói chưa đủ phần; có thể USB bị rút sớm hoặc đang chép dở. Hãy chép lại; gói sẽ được đọc lại.",
    PackageProblem.DAMAGED: "Gói bị hỏng hoặc bị sửa trên đường đi. Hãy gửi lại từ máy của đơn vị; gói sẽ được đọc lại.",
    PackageProblem.TOO_NEW: "Gói do phiên bản mới hơn tạo ra (dạng {version}). Hãy cập nhật chương trình rồi nhận lại.",
    PackageProblem.TOO_LARGE: "Gói vượt quá kích thước cho phép.",
    PackageProblem.BAD_SIGNATURE: "Chữ ký của gói không khớp với nội dung. Hãy gửi lại từ máy của đơn vị.",
    PackageProblem.WRONG_SIGNER: "Gói được ký bằng khóa khác với khóa đã đăng ký. Hãy liên hệ với đơn vị để kiểm tra.",
    PackageProblem.FORMER_KEY: "Gói được ký bằng khóa mà máy gửi đã thay. Máy ấy có thể vừa khôi phục từ bản sao lưu cũ; hãy liên hệ với nơi gửi để kiểm tra.",
    PackageProblem.NOT_FOR_US: "Gói được niêm phong cho nơi nhận khác.",
    PackageProblem.DEVICE_UNKNOWN: "Chưa biết máy gửi gói này. Hãy nhận gói đầu tiên của máy (gói có lời đăng ký) trước.",
    PackageProblem.DEVICE_REVOKED: "Máy gửi gói này đã bị tỉnh thu hồi. Hãy xin tỉnh giấy mời mới rồi kết nối lại; các hồ sơ sẽ được gửi lại.",
    PackageProblem.INVITATION_UNKNOWN: "Lời đăng ký không khớp với giấy mời nào của tỉnh.",
    PackageProblem.INVITATION_USED: "Giấy mời này đã được một máy khác dùng. Hãy cấp giấy mời mới.",
    PackageProblem.INVITATION_EXPIRED: "Giấy mời đã hết hạn lúc {expires}. Hãy cấp giấy mời mới.",
    PackageProblem.CHAIN_FORKED: "Máy này đã gửi gói số {number} với nội dung khác: có thể văn phòng đã được chép hoặc khôi phục sang máy khác. Hãy xem lại ở đơn vị rồi cho gửi tiếp; các hồ sơ sẽ được gửi lại.",
    PackageProblem.PACKAGES_MISSING: "Chưa thấy gói số {missing}; sẽ bổ sung khi gói đó đến.",
    PackageProblem.CLOCK_DIFFERS: "Đồng hồ máy gửi ghi {made_at}, lệch nhiều so với tỉnh. Nội dung vẫn được nhận; hãy chỉnh đồng hồ.",
    PackageProblem.DESK_NUMBER_TAKEN: "Đơn vị có hai máy cùng là quầy số {desk} ({name} kết nối trước), nên số hồ sơ có thể trùng. Máy nào không dùng nữa thì nhờ tỉnh thu hồi; cả hai đang dùng thì lập lại máy này làm quầy khác: ở máy kia bấm Mời quầy mới.",
    PackageProblem.ITEMS_QUARANTINED: "{count} mục được để riêng vì có lỗi; các mục còn lại đã ghi.",
    PackageProblem.ITEMS_OLDER: "{count} mục cũ hơn bản tỉnh đang giữ; bản mới hơn được giữ nguyên.",
    PackageProblem.RECEIPT_NOT_LAID: "Đã ghi gói nhưng chưa đặt được biên nhận vào hộp thư; lần nhận sau sẽ đặt lại.",
}

SYNC_WORDS: dict[SyncProblem, str] = {
    SyncProblem.SENDING_PAUSED: "Việc gửi đang tạm dừng: {why}. Hãy xem lại rồi cho gửi tiếp ở trang Đồng bộ (hoặc lệnh sync resume).",
    SyncProblem.WAITING_LONG: "Gói {package} đã chờ {days} ngày mà tỉnh chưa xác nhận. Hãy gửi lại bằng USB hoặc hỏi tỉnh.",
    SyncProblem.ENROLMENT_UNANSWERED: "Tỉnh chưa nhận máy này: gói đầu tiên đã gửi {days} ngày mà chưa có trả lời. Giấy mời có thể đã hết hạn, hoặc đã mở ở một máy khác. Hãy hỏi tỉnh; nếu đúng vậy, xin giấy mời mới rồi bấm Dùng giấy mời mới.",
    SyncProblem.REJECTED: "Tỉnh không nhận gói {package}: {why}",
    SyncProblem.PROVINCE_NOTED: "Tỉnh đã nhận gói {package} và lưu ý: {why}",
    SyncProblem.QUARANTINED: "Hồ sơ {label} được tỉnh để riêng: {why}. Hãy sửa hồ sơ; bản sửa sẽ được gửi lại.",
    SyncProblem.NEWER_AT_PROVINCE: "Tỉnh đang giữ bản mới hơn của hồ sơ {label} (văn phòng này được khôi phục từ bản sao lưu). Hãy xem lại hồ sơ; lần sửa tới sẽ được gửi.",
    SyncProblem.SENT_AFTER_BACKUP: "Tỉnh đã nhận gói {package} gửi sau bản sao lưu. Hồ sơ có ở tỉnh mà không có trong sổ này: {labels}. Hãy nhập lại từ giấy.",
    SyncProblem.RECEIPT_REFUSED: "Có thư của tỉnh không dùng được: {why} Thư đó bị bỏ qua.",
    SyncProblem.LETTER_ITEM_REFUSED: "Thư của tỉnh có mục không dùng được, các mục khác đã ghi. {why}.",
    SyncProblem.MAILBOX_CLOSED: "Không mở được hộp thư {place}. Các gói vẫn còn nguyên và chờ gửi.",
    SyncProblem.RULES_WAITING: "Tỉnh gửi {what} (số {number}): {why} Hãy xem rồi chọn nhận quy định của tỉnh hoặc giữ cách của đơn vị (gói {id}).",
    SyncProblem.RULES_REFUSED: "Không dùng được {what} (số {number}) của tỉnh: {why} Tỉnh đã được báo lại; hãy chờ gói mới.",
    SyncProblem.FILES_WAIT_FOR_STICK: "{count} gói có bản quét chờ gửi bằng USB, theo thiết lập của văn phòng.",
    SyncProblem.NOT_JOINED: "Đơn vị chưa kết nối với tỉnh. Hồ sơ vẫn được ghi đầy đủ và chờ gửi; hãy mở giấy mời của tỉnh.",
}

PAUSED_BY_RESTORE = "văn phòng được khôi phục từ bản sao lưu"
PAUSED_BY_PROVINCE = "tỉnh không nhận gói của máy này"
NO_LABELS = "không thiếu hồ sơ nào"


def package_problem_text(problem: PackageProblem, facts: Mapping[str, object] | None = None) -> str:
    """The sentence about a package, with its facts."""
    return PACKAGE_WORDS[problem].format_map(_shown(facts or {}))


def item_reason_text(reason: ItemReason, detail: str) -> str:
    """Why one item was put aside."""
    return ITEM_REASON_WORDS[reason].format_map({"detail": detail})


def notice_text(problem: SyncProblem, facts: Mapping[str, object] | None = None) -> str:
    """The sentence about the unit's way to the province."""
    return SYNC_WORDS[problem].format_map(_shown(facts or {}))


def laying_text(number: int, done: int, total: int) -> str:
    """What the strip says while a package leaves; sizes in bytes."""
    return f"Đang gửi gói {number} về tỉnh ({_megabytes(done)}/{_megabytes(total)} MB)"


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}".replace(".", ",")


def _shown(facts: Mapping[str, object]) -> dict[str, object]:
    return {k: moment(v) if isinstance(v, datetime) else v for k, v in facts.items()}
