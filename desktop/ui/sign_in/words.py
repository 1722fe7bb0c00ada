"""Words of an error before the main window and its messages exist."""

from __future__ import annotations

from desktop.domain.errors import EnvironmentProblem, InputRefused, Rule, RuleViolation
from desktop.wording.problems import message


def error_words(error: Exception) -> str:
    """All lines of an expected error; an unexpected one is named as such."""
    if isinstance(error, (InputRefused, RuleViolation, EnvironmentProblem)):
        return " ".join(message(error).lines)
    return f"Chương trình gặp lỗi ngoài dự kiến ({type(error).__name__}). Hãy thử lại."


def is_wrong_password(error: Exception) -> bool:
    """Whether another password would have opened the office."""
    return isinstance(error, RuleViolation) and error.code is Rule.WRONG_PASSWORD
