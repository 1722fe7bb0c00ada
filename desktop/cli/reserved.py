"""``dossiers reserved`` and ``dossiers spoil``: the numbers on receipts printed beforehand."""

from __future__ import annotations

import argparse
from typing import Any

from desktop.cli.context import Context, Reply, iso
from desktop.domain.moments import parse_date
from desktop.wording.dates import day, moment


def add_steps(steps: Any) -> None:
    """Adds the steps of this file to ``dossiers``."""
    unused = steps.add_parser("reserved", help="số in sẵn chưa nhập hồ sơ")
    unused.add_argument("--day", metavar="NGÀY", help="chỉ số của ngày này")
    unused.set_defaults(action=_reserved)
    spoil = steps.add_parser("spoil", help="ghi nhận tờ in sẵn số bị hỏng, không dùng")
    spoil.add_argument("code", metavar="SỐ_IN_SẴN")
    spoil.add_argument("--reason", required=True, metavar="LÝ_DO")
    spoil.set_defaults(action=_spoil)


def _reserved(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.reserved_codes import unused_codes

    on = parse_date(options.day, "day") if options.day else None
    with context.office() as office:
        codes = unused_codes(office, on)
    return Reply(
        {
            "codes": [
                {
                    "code": code.code,
                    "day": iso(code.day),
                    "reserved_at": iso(code.reserved_at),
                    "reserved_by": code.reserved_by,
                }
                for code in codes
            ]
        },
        [
            f"{len(codes)} số in sẵn chưa nhập hồ sơ",
            *(
                f"{code.code} · dùng ngày {day(code.day)} · "
                f"{code.reserved_by} in lúc {moment(code.reserved_at)}"
                for code in codes
            ),
        ],
    )


def _spoil(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.reserved_codes import spoil_code

    with context.office() as office:
        code = spoil_code(office, options.code, options.reason).value
    return Reply({"code": code}, [f"Đã ghi nhận tờ in sẵn số {code} bị hỏng."])
