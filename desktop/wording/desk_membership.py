"""Words of keys and membership among the desks of one unit."""

from __future__ import annotations

ROTATE = (
    "Nên đổi khi người giữ máy thay đổi, khi máy vừa đi sửa, hoặc nghi có người chép thư mục của "
    "máy này. Các quầy khác biết khóa mới ở lần trao đổi tới; gói cũ vẫn đọc được. Đổi xong hãy "
    "sao lưu: bản sao cũ mang khóa cũ."
)
ROTATED = "Đã đổi khóa máy này; hãy trao đổi để các quầy biết, rồi sao lưu."
CLAIMED = (
    "Quầy này đang gửi gói bằng khóa cũ. Hãy hỏi người ở quầy ấy: nếu máy vừa khôi phục từ bản "
    "sao lưu, bấm Nhận lại khóa cũ; nếu không, có người dùng bản chép của máy: hãy thu hồi quầy."
)
TAKE_BACK = (
    "Chỉ nhận lại khi người ở {name} nói máy vừa được khôi phục từ bản sao lưu. Gói mà {name} gửi "
    "bằng khóa cũ sẽ được đọc; các quầy khác biết khi quầy đầu làm việc này rồi trao đổi. Sau đó "
    "hãy đổi khóa ở {name}."
)
TAKEN_BACK = "Đã nhận lại khóa cũ của {name}; hãy trao đổi lại."
SHUT_OUT = (
    "{name} không đọc được gói mới của các quầy nữa, và gói mới của {name} không được đọc. Những "
    "gì {name} đã gửi vẫn còn trong sổ. Các quầy khác biết ở lần trao đổi tới. Không lấy lại được: "
    "máy muốn dùng tiếp phải nhận giấy mời mới."
)
IS_SHUT_OUT = "Đã thu hồi {name}; hãy trao đổi ngay để các quầy khác biết."
LEAD = (
    "Chỉ làm khi máy của {lost} đã mất hoặc hỏng hẳn. Từ nay máy này nghe {name} về danh sách "
    "quầy, và {lost} bị thu hồi. Hãy làm việc này ở từng máy còn lại, kể cả ở {name}: không lời "
    "nào gửi qua thư mục chung lấy được quyền của quầy đầu."
)
LEADS = "Máy này nghe {name} từ nay. Hãy làm như vậy ở các máy còn lại rồi trao đổi."
