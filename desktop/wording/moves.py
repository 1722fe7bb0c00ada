"""Sentences about moves: what will happen, said before it is done."""

from __future__ import annotations

from desktop.domain.dossiers import (
    ClockEffect,
    DossierEvent,
    DossierState,
    SupplementMode,
    clock_effect,
    next_state,
)
from desktop.wording.messages import Message
from desktop.wording.terms import term

_NOTES = {
    DossierEvent.HAND_OVER: "Người giao vẫn chịu trách nhiệm cho đến khi bên nhận xác nhận.",
    DossierEvent.CONFIRM_HAND_OVER: "Từ lúc này bên nhận chịu trách nhiệm về hồ sơ.",
    DossierEvent.REQUEST_SUPPLEMENT: (
        "Mọi giấy tờ còn thiếu phải yêu cầu một lần, đầy đủ và chính xác."
    ),
    DossierEvent.APOLOGISE: (
        "Chỉ được hẹn lại một lần; phải xin lỗi chậm nhất 1 ngày trước khi hết hạn."
    ),
    DossierEvent.REFUSE: "Lý do được ghi bằng lời trên phiếu từ chối.",
    DossierEvent.STOP: "Chỉ dừng khi chưa có quyết định giải quyết.",
}

DONE_WORDS = {
    DossierEvent.HAND_OVER: "Đã bàn giao",
    DossierEvent.CONFIRM_HAND_OVER: "Đã xác nhận nhận bàn giao",
    DossierEvent.REQUEST_SUPPLEMENT: "Đã yêu cầu bổ sung",
    DossierEvent.SUPPLEMENT_RECEIVED: "Đã nhận bổ sung",
    DossierEvent.APOLOGISE: "Đã xin lỗi, hẹn lại",
    DossierEvent.REFUSE: "Đã từ chối",
    DossierEvent.WITHDRAW: "Đã ghi nhận rút",
    DossierEvent.STOP: "Đã dừng giải quyết",
    DossierEvent.FINISH: "Đã ghi kết quả",
    DossierEvent.RETURN_RESULT: "Đã trả kết quả",
    DossierEvent.UNDO: "Đã hoàn tác",
}


ONE_BY_ONE = Message(
    "Bước này làm cho từng hồ sơ một: mỗi hồ sơ có lý do, giấy tờ của riêng nó.",
    "Chưa có gì thay đổi.",
    "Hãy chọn một hồ sơ rồi bấm lại.",
)


def what_will_happen(
    state: DossierState, event: DossierEvent, mode: SupplementMode, count: int = 1
) -> str:
    """One or two sentences: the state after, the clock, and what the law adds."""
    after = next_state(state, event)
    who = "Hồ sơ" if count == 1 else f"{count} hồ sơ"
    moved = f"{who} chuyển sang “{term(after)}”." if after is not state else ""
    effect = clock_effect(event, mode, state)
    clock = "" if effect is ClockEffect.ENDED else term(effect)
    return " ".join(part for part in (moved, clock, _NOTES.get(event, "")) if part)
