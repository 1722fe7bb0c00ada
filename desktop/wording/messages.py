"""The shape of what a user reads about an error."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """What a user reads about an error: what happened, what is safe, what to do."""

    what: str
    safe: str
    do: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The non-empty lines in order."""
        return tuple(line for line in (self.what, self.safe, self.do) if line)


# The second line of most refusals.
NOTHING_CHANGED = "Chưa có gì thay đổi."


def cancelled_text(label: str) -> str:
    """What is said when the user stopped a job: "Đang nhập sổ cũ" was its label."""
    return f"Đã hủy việc {label.removeprefix('Đang ')}."
