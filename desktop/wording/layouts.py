"""Words for what is wrong in a form's layout file."""

from __future__ import annotations

from typing import Any

from desktop.domain.layout_problems import LayoutProblem

LAYOUT_WORDS: dict[LayoutProblem, str] = {
    LayoutProblem.NOT_JSON: "không đọc được như một tệp JSON (UTF-8)",
    LayoutProblem.TOO_LARGE: "tệp quá lớn, nhiều nhất {most} KB",
    LayoutProblem.WRONG_FORMAT: "chỉ đọc được định dạng số {wanted}, tệp ghi “{found}”",
    LayoutProblem.WRONG_FORM: "tên tệp là của mẫu “{wanted}” nhưng nội dung ghi “{found}”",
    LayoutProblem.MISSING: "thiếu mục “{name}”",
    LayoutProblem.UNKNOWN_KEY: "không có mục “{name}”; dùng được: {choices}",
    LayoutProblem.WRONG_KIND_OF_VALUE: "“{name}” phải là {wanted}",
    LayoutProblem.TOO_LONG: "“{name}” dài quá {most} ký tự",
    LayoutProblem.TOO_MANY: "“{name}” có {count} phần, nhiều nhất {most}",
    LayoutProblem.OUT_OF_RANGE: "“{name}” là {value}, phải từ {lowest} đến {highest}",
    LayoutProblem.UNKNOWN_BLOCK: "không có loại khối “{name}”; dùng được: {choices}",
    LayoutProblem.UNKNOWN_NAME: "không có dữ liệu tên “{name}”; dùng được: {choices}",
    LayoutProblem.UNKNOWN_CHOICE: "“{name}” ghi “{value}”; dùng được: {choices}",
    LayoutProblem.BAD_BRACES: "dấu ngoặc nhọn chỉ dùng để gọi tên dữ liệu, ví dụ {{applicant}}; phần viết sai: “{text}”",
    LayoutProblem.WIDTHS: "độ rộng các cột cộng lại được {total}, phải đúng 100",
    LayoutProblem.NOT_A_DATE: "“{name}” ghi “{value}”, phải là ngày dạng 2026-11-20 hoặc null",
    LayoutProblem.DATES_REVERSED: "valid_to sớm hơn valid_from",
    LayoutProblem.SAME_DAY_TWICE: "cùng hiệu lực từ một ngày với tệp {other}; hãy bỏ bớt một tệp",
    LayoutProblem.UNKNOWN_FILE_NAME: "tên tệp phải bắt đầu bằng tên một mẫu, ví dụ receipt-2027.json; các mẫu: {choices}",
    LayoutProblem.WRONG_PLACE: "khối “{name}” không dùng được trong mẫu này; dùng được: {choices}",
    LayoutProblem.NO_ROOM: "nội dung không vừa trang giấy; hãy thu nhỏ chữ, tiêu đề cột hoặc chiều cao hàng",
    LayoutProblem.NOT_IN_FORCE: "không có bố cục nào có hiệu lực vào ngày {day}",
}  # fmt: skip


def layout_text(problem: LayoutProblem, facts: dict[str, Any]) -> str:
    """The words of a problem, to stand behind the place in the file."""
    return LAYOUT_WORDS[problem].format_map(facts)
