"""``sync rules list|accept|decline``: what the province sent down, at the unit."""

from __future__ import annotations

import argparse
from typing import Any

from desktop.cli.context import Context, Reply, iso
from desktop.wording.province import PACK_STATES, pack_title


def add_commands(steps: Any) -> None:
    """Adds the commands of this file under ``sync``."""
    rules = steps.add_parser("rules", help="quy định của tỉnh: bộ tiêu chí, danh mục, lịch, mẫu")
    kinds = rules.add_subparsers(dest="deed", required=True, metavar="VIỆC")
    kinds.add_parser("list", help="các gói quy định đã đến").set_defaults(action=_list)
    accept = kinds.add_parser("accept", help="đồng ý áp dụng gói đang chờ")
    accept.add_argument("pack", metavar="MÃ_GÓI")
    accept.set_defaults(action=_accept)
    decline = kinds.add_parser("decline", help="giữ cách của đơn vị")
    decline.add_argument("pack", metavar="MÃ_GÓI")
    decline.set_defaults(action=_decline)


def _list(context: Context, _options: argparse.Namespace) -> Reply:
    from desktop.services.syncing.rule_rows import list_rules

    with context.office() as office:
        rows = list_rules(office)
    return Reply({"rules": [_row(row) for row in rows]}, [_line(row) for row in rows])


def _accept(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.syncing.rule_packs import accept_rules

    with context.office() as office:
        row = accept_rules(office, options.pack).value
    return Reply(_row(row), [_line(row)])


def _decline(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.syncing.rule_packs import decline_rules

    with context.office() as office:
        row = decline_rules(office, options.pack).value
    return Reply(_row(row), [_line(row)])


def _row(row: Any) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "kind": row.kind,
        "name": row.name,
        "number": row.number,
        "valid_from": iso(row.valid_from),
        "file": row.file_name,
        "state": row.state,
        "message": row.message,
        "received": iso(row.received_at),
        "decided": iso(row.decided_at),
        "by": row.decided_by,
    }


def _line(row: Any) -> str:
    title = pack_title(row.kind, row.name)
    return f"{str(row.id)[-8:]} · {title} số {row.number}: {PACK_STATES[row.state]}. {row.message}"
