"""What an office remembers is never older than the last command."""

from __future__ import annotations

from desktop.services.office import Office
from desktop.services.outcomes import Change

_UNTIL = frozenset({Change.CALENDAR})


def test_a_value_is_built_once_until_its_change(office: Office) -> None:
    built: list[int] = []

    def build() -> int:
        built.append(1)
        return len(built)

    assert [office.remembered("x", _UNTIL, build) for _ in range(2)] == [1, 1]
    office.forget(frozenset({Change.USERS}))
    assert office.remembered("x", _UNTIL, build) == 1
    office.forget(_UNTIL)
    assert office.remembered("x", _UNTIL, build) == 2


def test_a_value_read_while_a_command_commits_is_not_kept(office: Office) -> None:
    def build_slowly() -> str:
        office.forget(_UNTIL)  # another thread commits between the reading and the keeping
        return "cũ"

    assert office.remembered("x", _UNTIL, build_slowly) == "cũ"
    assert office.remembered("x", _UNTIL, lambda: "mới") == "mới"
