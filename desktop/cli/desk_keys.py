"""``desks keys|take-back|lead``: keys among the desks of one unit, and a lost founding desk."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desktop.cli.context import Context, Reply, iso
from desktop.wording import desk_membership as words
from desktop.wording.dates import moment

if TYPE_CHECKING:
    from desktop.services.office import Office
    from desktop.services.outcomes import Outcome
    from desktop.services.syncing.desks import Peer


def add_key_commands(steps: Any) -> None:
    """Adds the commands of this file below ``desks``."""
    keys = steps.add_parser("keys", help="khóa của các quầy; --rotate: đổi khóa quầy này")
    keys.add_argument("--rotate", action="store_true", help="đổi khóa quầy này, báo các quầy khác")
    keys.set_defaults(action=_keys)
    back = steps.add_parser(
        "take-back", help="nhận lại khóa cũ của một quầy vừa khôi phục từ bản sao lưu"
    )
    back.add_argument("desk", type=int, metavar="SỐ")
    back.set_defaults(action=_take_back)
    lead = steps.add_parser("lead", help="quầy đầu đã mất máy: từ nay máy này nghe quầy SỐ")
    lead.add_argument("desk", type=int, metavar="SỐ")
    lead.set_defaults(action=_lead)


def key_data(key: Any) -> dict[str, Any]:
    """A desk's key as JSON."""
    return {
        "key": key.fingerprint,
        "key_since": iso(key.since),
        "key_changes": key.changes,
        "claimed_key": key.claimed or None,
    }


def _keys(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.syncing.desk_membership import key_states, rotate_desk_keys
    from desktop.services.syncing.desks import require_desks

    with context.office() as office:
        require_desks(office)
        if options.rotate:
            rotate_desk_keys(office)
        states = key_states(office)
    rows = [{"desk": state.desk_number, **key_data(state)} for state in states]
    lines = [words.ROTATED] if options.rotate else []
    for state in states:
        lines.append(f"Quầy {state.desk_number}: {state.fingerprint}, từ {moment(state.since)}")
        if state.claimed:
            lines.append(f"  {words.CLAIMED}")
    return Reply({"desks": rows, "rotated": options.rotate}, lines)


def _take_back(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.syncing.desk_membership import take_back_key

    return _of_desk(context, options.desk, take_back_key, words.TAKEN_BACK)


def _lead(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.syncing.desk_membership import follow_leader

    return _of_desk(context, options.desk, follow_leader, words.LEADS)


def _of_desk(
    context: Context, number: int, act: Callable[[Office, int], Outcome[Peer]], said: str
) -> Reply:
    """Does something about one desk and names it."""
    with context.office() as office:
        peer = act(office, number).value
    data = {"desk": peer.desk_number, "device": str(peer.device)}
    return Reply(data, [said.format(name=f"quầy {peer.desk_number}")])
