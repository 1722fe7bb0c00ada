"""How a fee was paid, in words: on the dossier's page, in lists, in its history."""

from __future__ import annotations

from datetime import date

from desktop.domain.dossiers import Channel
from desktop.domain.payments import PAID, Payment
from desktop.domain.procedures import OnlineLevel
from desktop.wording.dates import day, dong
from desktop.wording.terms import term

NOT_RECORDED = "chưa ghi cách nộp"
PAYMENT_HINT = (
    "Nộp trực tiếp tại quầy hay trực tuyến (Cổng dịch vụ công, chuyển khoản qua Cổng). "
    "Dùng cho tỷ lệ thanh toán trực tuyến (QĐ 766/QĐ-TTg, nhóm 4) và Biểu 07a/BTP. "
    "Chưa biết thì để “Chưa ghi”: không tính vào tỷ lệ."
)
LEVEL_HINT = (
    "Mức độ cung cấp theo quyết định công bố của tỉnh (dịch vụ công trực tuyến: NĐ 224/2026/NĐ-CP). "
    "Hồ sơ nộp trực tuyến lấy mức độ của ngày tiếp nhận; chưa rõ thì để “Chưa ghi”."
)
BOUNDARY_HINT = (
    "Hồ sơ nộp ngoài địa bàn của cơ quan có thẩm quyền: thời hạn tính từ lúc cơ quan có thẩm "
    "quyền nhận được hồ sơ (NĐ 309/2026/NĐ-CP)."
)


def payment_text(fee_vnd: int | None, payment: Payment | None, paid_on: date | None) -> str:
    """8.000 đ · trực tuyến, 20/11/2026; "không thu" for a fee of nothing."""
    if fee_vnd == 0:
        return "không thu"
    return " · ".join(part for part in (dong(fee_vnd), _how(fee_vnd, payment, paid_on)) if part)


def _how(fee_vnd: int | None, payment: Payment | None, paid_on: date | None) -> str:
    if payment in PAID:
        return f"{paid_words(payment)}, {day(paid_on)}" if paid_on else paid_words(payment)
    if payment is Payment.UNPAID:
        return "chưa nộp"
    return NOT_RECORDED if fee_vnd else ""


def paid_words(payment: Payment | None) -> str:
    """nộp trực tiếp."""
    return f"nộp {term(payment).lower()}" if payment in PAID else "chưa nộp"


def paid_cell(fee_vnd: int | None, payment: Payment | None) -> str:
    """For a column: Trực tuyến, Chưa nộp, Chưa ghi; empty where there is nothing to pay."""
    if payment is not None:
        return term(payment)
    return "Chưa ghi" if fee_vnd else ""


def channel_text(channel: Channel, level: OnlineLevel | None, outside_boundary: bool) -> str:
    """Trực tuyến (toàn trình) · phi địa giới."""
    shown = f" ({term(level).lower()})" if level is not None else ""
    return " · ".join(filter(None, (term(channel) + shown, boundary_text(outside_boundary))))


def boundary_text(outside_boundary: bool) -> str:
    """For a line of facts or a cell; empty for the usual case."""
    return "phi địa giới" if outside_boundary else ""
