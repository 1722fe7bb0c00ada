"""Words of the errors of a mailbox on the network: what happened, what is safe, what to do."""

from __future__ import annotations

from desktop.domain.errors import Entry, Surroundings
from desktop.wording.messages import Message

ROADS_ENTRIES: dict[Entry, str] = {
    Entry.MAILBOX_SECRET_IN_ADDRESS: "đừng ghi tên và mật khẩu trong địa chỉ hộp thư; hãy để trong tệp truy cập hoặc biến môi trường.",
    Entry.MAILBOX_NOT_SEALED: "“{text}” không mã hóa đường truyền, mật khẩu sẽ lộ; hãy dùng https:// (hoặc s3+https://, sftp://).",
    Entry.BAD_AUTHORITY: "tệp này không có chứng thư nào đọc được; hãy chọn tệp chứng thư (.pem, .crt) do tỉnh trao.",
    Entry.BAD_HOST_KEY: "“{text}” không phải dấu vân tay khóa máy chủ; hãy chép dòng SHA256:… do lệnh ssh-keygen -lf in ra.",
}

_KEPT = "Các gói vẫn còn nguyên trên máy này và chờ gửi; không có gì gửi dở."

ROADS_SURROUNDINGS: dict[Surroundings, Message] = {
    Surroundings.MAILBOX_NO_LINE: Message(
        "Không nối được tới máy chủ hộp thư {place}: mạng đang mất hoặc máy chủ đang tắt.",
        _KEPT,
        "Chương trình sẽ tự thử lại; cần gửi gấp thì dùng USB.",
    ),
    Surroundings.MAILBOX_SLOW: Message(
        "Máy chủ hộp thư {place} không trả lời kịp.",
        _KEPT,
        "Chương trình sẽ tự thử lại và gửi tiếp từ chỗ đã xong.",
    ),
    Surroundings.MAILBOX_CUT: Message(
        "Đường truyền tới hộp thư {place} bị ngắt giữa chừng.",
        _KEPT,
        "Chương trình sẽ tự thử lại và gửi tiếp từ chỗ đã xong.",
    ),
    Surroundings.MAILBOX_PROXY: Message(
        "Máy chủ trung gian (proxy) {proxy} không cho đi qua.",
        _KEPT,
        "Hãy hỏi người quản trị mạng địa chỉ proxy đúng, rồi sửa ở Thiết lập → Đường gửi về tỉnh.",
    ),
    Surroundings.MAILBOX_CERTIFICATE: Message(
        "Không tin được chứng thư của máy chủ hộp thư {place}; có thể ai đó đang giả máy chủ này.",
        _KEPT,
        "Đừng gửi qua mạng này; hãy báo tỉnh. Tỉnh dùng chứng thư riêng thì xin giấy mời có kèm chứng thư đó.",
    ),
    Surroundings.MAILBOX_CA_DAMAGED: Message(
        "Chứng thư gốc của tỉnh (mục ca) không đọc được.",
        _KEPT,
        "Hãy xin tỉnh giấy mời mới, hoặc sửa tệp truy cập.",
    ),
    Surroundings.MAILBOX_CLOCK: Message(
        "Theo đồng hồ máy này, hộp thư {place} chưa đến ngày hoặc đã hết hạn dùng.",
        _KEPT,
        "Hãy xem ngày giờ ở góc màn hình và chỉnh cho đúng; nếu đồng hồ đã đúng, hãy báo tỉnh gia hạn chứng thư.",
    ),
    Surroundings.MAILBOX_HOST_KEY: Message(
        "Khóa của máy chủ {place} đã đổi (nay là {shown}); có thể ai đó đang giả máy chủ này.",
        _KEPT,
        "Đừng gửi qua mạng này; hãy gọi điện hỏi tỉnh. Nếu tỉnh thật sự đổi máy chủ, hãy xin giấy mời mới.",
    ),
    Surroundings.MAILBOX_NO_HOST_KEY: Message(
        "Chưa biết khóa của máy chủ {place} (máy chủ đưa ra {shown}).",
        _KEPT,
        "Hãy xin tỉnh giấy mời có ghi khóa máy chủ, hoặc ghi khóa này ở Thiết lập → Đường gửi về tỉnh sau khi đã đối chiếu với tỉnh.",
    ),
    Surroundings.MAILBOX_SIGN_IN: Message(
        "Hộp thư {place} không nhận tên và mật khẩu của đơn vị.",
        _KEPT,
        "Hãy hỏi tỉnh mật khẩu đúng rồi ghi ở Thiết lập → Đường gửi về tỉnh.",
    ),
    Surroundings.MAILBOX_FORBIDDEN: Message(
        "Hộp thư {place} không cho đơn vị đọc hoặc ghi ở chỗ này.",
        _KEPT,
        "Hãy báo tỉnh mở quyền cho đơn vị; trong lúc chờ có thể gửi bằng USB.",
    ),
    Surroundings.MAILBOX_MISSING: Message(
        "Trên máy chủ không có hộp thư {place}.",
        _KEPT,
        "Hãy hỏi tỉnh hộp thư có chuyển chỗ không; nếu có, xin giấy mời mới.",
    ),
    Surroundings.MAILBOX_CONFLICT: Message(
        "Hộp thư {place} báo có việc khác đang làm cùng chỗ.",
        _KEPT,
        "Chương trình sẽ tự thử lại; nếu còn lặp lại, hãy báo tỉnh.",
    ),
    Surroundings.MAILBOX_TAKEN: Message(
        "Trong hộp thư {place} đã có tệp cùng tên mà khác nội dung; tệp đó được giữ nguyên.",
        _KEPT,
        "Hãy báo tỉnh: có thể hai máy đang dùng chung một bản chép của văn phòng.",
    ),
    Surroundings.MAILBOX_TOO_LARGE: Message(
        "Máy chủ hộp thư {place} không nhận tệp lớn như thế.",
        _KEPT,
        "Hãy báo tỉnh cho phép tệp đến 16 MB; trong lúc chờ, gửi bằng USB.",
    ),
    Surroundings.MAILBOX_LOCKED: Message(
        "Tệp trong hộp thư {place} đang bị chương trình khác khóa.",
        _KEPT,
        "Chương trình sẽ tự thử lại; nếu còn lặp lại, hãy báo tỉnh gỡ khóa.",
    ),
    Surroundings.MAILBOX_BUSY: Message(
        "Máy chủ hộp thư {place} đang bận hoặc đang bảo trì.",
        _KEPT,
        "Chương trình sẽ tự thử lại, mỗi lần chờ lâu hơn.",
    ),
    Surroundings.MAILBOX_FULL: Message(
        "Hộp thư {place} đã hết chỗ.",
        _KEPT,
        "Hãy báo tỉnh nhận bớt gói hoặc thêm chỗ; trong lúc chờ, gửi bằng USB.",
    ),
    Surroundings.MAILBOX_STICK_FULL: Message(
        "USB hoặc thư mục {place} đã hết chỗ.",
        "Những gì đang có trên máy này còn nguyên; phần đã chép vào đó vẫn dùng được.",
        "Hãy xóa bớt tệp khác ở đó, hoặc dùng USB lớn hơn, rồi làm lại; phần đã chép không chép lại.",
    ),
    Surroundings.MAILBOX_REDIRECTS: Message(
        "Hộp thư {place} chuyển sang máy chủ khác ({to}); chương trình không đi theo. Mạng này có thể đang đòi đăng nhập trên trình duyệt.",
        _KEPT,
        "Hãy mở trình duyệt xem mạng có đòi đăng nhập không; nếu tỉnh đổi máy chủ, hãy xin giấy mời mới.",
    ),
    Surroundings.MAILBOX_ANSWER: Message(
        "Máy chủ {place} trả lời không như một hộp thư ({answer}).",
        _KEPT,
        "Hãy báo tỉnh kèm mã trong ngoặc; trong lúc chờ, gửi bằng USB.",
    ),
}
