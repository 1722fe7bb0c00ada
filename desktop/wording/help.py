"""What each page is for, in the words of the counter: the head of the F1 sheet."""

from __future__ import annotations

# By the key of the page; a page that is not named here shows its keys only.
PURPOSES = {
    "today": (
        "Nhìn việc của hôm nay: bấm một con số để xem danh sách đứng sau nó, bấm một dòng để mở "
        "hồ sơ. Việc bên phải nên làm trước."
    ),
    "intake": (
        "Nhận một hồ sơ: quét thẻ (hoặc gõ số, tên), gõ vài chữ của thủ tục, đánh dấu giấy tờ, "
        "rồi Ctrl+Enter để lưu, in và nhận tiếp. Thiếu gì thì có dòng nhắc, vẫn lưu được."
    ),
    "batch": (
        "Nhập lại những tờ giấy đã phát trong ngày mất điện: chọn số trên giấy, gõ giờ ghi trên "
        "giấy, rồi điền như tiếp nhận."
    ),
    "dossiers": (
        "Tìm và xử lý hồ sơ: gõ tên, mã hay số điện thoại không cần dấu; chọn một dòng để xem "
        "các bước làm được, chọn nhiều dòng để làm một lần. Bước nào cũng hoàn tác được."
    ),
    "figures": (
        "Số liệu và báo cáo của kỳ đang chọn: con số màu xanh mở được danh sách hồ sơ đứng sau "
        "nó. Phát hành là khóa số liệu lại; số đổi về sau sẽ hiện ra, không lặng lẽ thay."
    ),
    "scoring": (
        "Tự chấm điểm cải cách hành chính: số lấy từ sổ, dòng nào thiếu tài liệu thì gắn vào, "
        "điểm nào cũng nói vì sao."
    ),
    "sync": (
        "Gửi về tỉnh và nhận trả lời: xem trước đúng những gì sẽ gửi; chỉ ghi đã gửi khi có biên "
        "nhận của tỉnh."
    ),
    "settings": (
        "Danh mục thủ tục, lịch nghỉ, giấy tờ, người dùng, máy in và sao lưu. Mỗi lần sửa thủ tục "
        "tạo một phiên bản mới; hồ sơ cũ giữ phiên bản của ngày nhận."
    ),
    "appraisal": (
        "Chấm bản tự chấm của các đơn vị, từng đơn vị một hoặc một dòng ở mọi đơn vị, với tài liệu "
        "kiểm chứng ở bên cạnh. Điểm vừa ghi hoàn tác được cho tới khi kết thúc vòng."
    ),
    "ranking": (
        "Kết quả của các đơn vị cạnh nhau: tạm tính cho tới khi công bố, rồi không đổi nữa. Mỗi "
        "cột của biểu đồ mở đơn vị, xếp loại hay lĩnh vực của nó."
    ),
}
