"""What became of several files that were dropped, pasted or scanned at once."""

from __future__ import annotations

from desktop.domain.errors import EnvironmentProblem, RuleViolation
from desktop.services.attachments import AddedFile
from desktop.wording.messages import Message
from desktop.wording.problems import message

_OF_A_FILE = "file_"


class SeveralFiles:
    """Counts them while they come in, to tell of all together at the end."""

    def __init__(self, count: int) -> None:
        self._left = count
        self._there = 0
        self.added: list[int] = []
        self.problems: list[str] = []

    @property
    def is_done(self) -> bool:
        """Whether every file is through."""
        return self._left == 0

    def note(self, file: AddedFile) -> None:
        """One is attached, or was there."""
        self._left -= 1
        if file.was_there:
            self._there += 1
        else:
            self.added.append(file.id)

    def note_problem(self, error: Exception) -> bool:
        """One was refused; False for what is no fault of a file: that is told at once."""
        self._left -= 1
        if not isinstance(error, (RuleViolation, EnvironmentProblem)):
            return False
        if not error.code.startswith(_OF_A_FILE):
            return False
        self.problems.append(message(error).what)
        return True

    @property
    def words(self) -> Message:
        """Of all of them."""
        parts = [f"Đã đính kèm {len(self.added)} tệp."]
        if self._there:
            parts.append(f"{self._there} tệp đã có từ trước.")
        refused = f"{len(self.problems)} tệp không nhận được: " + " ".join(self.problems)
        return Message(" ".join(parts), refused if self.problems else "", "")
