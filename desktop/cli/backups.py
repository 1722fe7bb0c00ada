"""``backup create|list|verify|restore|drill``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.cli.context import Context, Reply, iso
from desktop.wording.dates import moment, size


def add_commands(groups: Any) -> None:
    """Adds the commands of this file."""
    backup = groups.add_parser("backup", help="sao lưu và khôi phục")
    steps = backup.add_subparsers(dest="step", required=True, metavar="VIỆC")
    create = steps.add_parser("create", help="sao lưu ngay, có đọc lại để kiểm tra")
    create.add_argument("--to", metavar="THƯ_MỤC", help="thư mục hoặc USB; gồm cả tệp đính kèm")
    create.set_defaults(action=_create)
    steps.add_parser("list", help="các bản sao lưu").set_defaults(action=_list)
    verify = steps.add_parser("verify", help="kiểm tra một bản sao lưu")
    verify.add_argument("file", metavar="TỆP")
    verify.set_defaults(action=_verify)
    restore = steps.add_parser("restore", help="khôi phục vào một thư mục trống")
    restore.add_argument("file", metavar="TỆP")
    restore.add_argument("--into", required=True, metavar="THƯ_MỤC")
    restore.add_argument(
        "--accept-lost", action="store_true", help="khôi phục sổ hồ sơ dù thiếu tệp đính kèm"
    )
    restore.set_defaults(action=_restore)
    trial = steps.add_parser("drill", help="thử khôi phục bản mới nhất")
    trial.add_argument("--certificate", metavar="TỆP", help="ghi biên bản thử ra tệp PDF")
    trial.set_defaults(action=_drill)


def _create(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.backups import create_backup

    with context.office() as office:
        info = create_backup(office, Path(options.to) if options.to else None)
    return Reply(
        _data(info),
        [f"Đã sao lưu và kiểm tra: {info.file} ({size(info.bytes)}, {info.dossiers} hồ sơ)."],
    )


def _list(context: Context, _options: argparse.Namespace) -> Reply:
    from desktop.services.backup_files import list_backups

    with context.office() as office:
        infos = list_backups(office)
    return Reply(
        {"backups": [{**_data(info), "made_at": iso(info.made_at)} for info in infos]},
        [f"{moment(info.made_at)} · {info.file.name} · {size(info.bytes)}" for info in infos]
        or ["Chưa có bản sao lưu nào. Sao lưu ngay: somotcua backup create"],
    )


def _verify(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.backup_checks import verify_backup

    if context.user:
        with context.office() as office:
            check = verify_backup(Path(options.file), office.database_key)
    else:
        check = verify_backup(Path(options.file))
    return Reply(
        {"ok": check.ok, "detail": check.detail}, [check.detail], code=0 if check.ok else 1
    )


def _restore(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.restoring import restore_backup
    from desktop.services.signing_in import sign_in

    into = Path(options.into)
    file, accept_lost = Path(options.file), bool(options.accept_lost)
    info = restore_backup(file, into, context.clock.now(), accept_lost=accept_lost)
    data = {"dossiers": info.dossiers, "attachments": info.attachments, "ok": True}
    lines = [f"Đã khôi phục {info.dossiers} hồ sơ, {info.attachments} tệp đính kèm vào {into}."]
    if context.user:
        sign_in(into, context.user, context.password(), context.clock).close()
        lines.append("Đã mở thử bằng mật khẩu: tốt.")
    lines.append("Việc gửi về tỉnh tạm dừng cho đến khi có người xác nhận.")
    return Reply(data, lines)


def _drill(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.printing import save_pdf
    from desktop.services.restore_drills import drill, drill_certificate

    lines = []
    with context.office() as office:
        check = drill(office)
        if options.certificate:
            save_pdf(drill_certificate(office, check), Path(options.certificate))
            lines.append(f"Đã ghi biên bản: {options.certificate}")
    data = {"ok": check.ok, "detail": check.detail, "dossiers": 0, "attachments": 0}
    if check.info is not None:
        data |= {"dossiers": check.info.dossiers, "attachments": check.info.attachments}
    if options.certificate:
        data["certificate"] = options.certificate
    return Reply(data, [check.detail, *lines], code=0 if check.ok else 1)


def _data(info: Any) -> dict[str, Any]:
    return {
        "file": str(info.file),
        "dossiers": info.dossiers,
        "attachments": info.attachments,
        "bytes": info.bytes,
    }
