"""The forms that can be printed, by the names of the command line."""

from __future__ import annotations

FORM_TITLES = {
    "receipt": "Giấy tiếp nhận, hẹn trả (mẫu 01)",
    "due_why": "Giải trình cách tính ngày hẹn trả",
}
FORMS = tuple(FORM_TITLES)
