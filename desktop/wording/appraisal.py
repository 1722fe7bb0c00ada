"""Words of the appraisal at the province's desk: states, chips, what a step does."""

from __future__ import annotations

from desktop.domain.appraisals import COUNCIL

ROUND_NAMES = {1: "Vòng 1", 2: "Vòng 2", COUNCIL: "Kết luận của hội đồng"}

NOTHING_YET = "Chưa đơn vị nào nộp bản tự chấm"
NOTHING_YET_ADVICE = (
    "Khi nhận gói của các đơn vị (trang Gói đến), bản tự chấm hiện ở đây để thẩm định."
)

CLOSE_MEANS = (
    "Mỗi đơn vị nhận kết quả từng dòng của vòng này trong gói gửi lần tới. "
    "Sau đó chỉ sửa được bằng cách đính chính rồi kết thúc lại vòng."
)
CLOSE_REST = "Đồng ý như đơn vị tự chấm với các dòng chưa chấm; nếu không, các dòng đó gửi đi là “chưa thẩm định”"
PUBLISH_MEANS = (
    "Kết quả được gửi tới từng đơn vị cùng hạng của đơn vị đó. "
    "Điểm đã công bố không sửa, không thu hồi được nữa, kể cả bằng Hoàn tác."
)
PUBLISH_SECOND_LOOK = "Tôi đã xem lại bảng này; công bố rồi thì không thu hồi được"
LATER_UNITS = "Đơn vị chấm sau vẫn công bố thêm được; khi đó chỉ thứ hạng được xếp lại."

LOCK_MEANS = "Hết ngày này thì không ghi được nữa; đơn vị gửi muộn nằm chờ cho tới khi có ngoại lệ."


def round_name(number: int) -> str:
    """Vòng 1, Vòng 2, or the council."""
    return ROUND_NAMES[number]
