"""``dossiers attach`` and ``dossiers files``: scans of a dossier, in and out."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.cli.context import Context, Reply
from desktop.wording.dates import size


def add_steps(steps: Any) -> None:
    """Adds the commands of this file."""
    attach = steps.add_parser("attach", help="đính kèm tệp quét (PDF, JPEG, PNG)")
    attach.add_argument("code", metavar="MÃ")
    attach.add_argument("files", nargs="+", metavar="TỆP")
    attach.add_argument("--result", action="store_true", help="là bản kết quả giải quyết")
    attach.set_defaults(action=_attach)
    files = steps.add_parser("files", help="các tệp đính kèm của một hồ sơ")
    files.add_argument("code", metavar="MÃ")
    files.add_argument("--out", metavar="THƯ_MỤC", help="chép các tệp ra thư mục này")
    files.set_defaults(action=_files)


def _attach(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.attachments import attach, check_attachable, read_attachable

    added, lines = [], []
    with context.office() as office:
        # All are looked at first: one that cannot be taken leaves the dossier as it was.
        contents = [(Path(name).name, read_attachable(Path(name))) for name in options.files]
        for name, content in contents:
            check_attachable(content, name)
        for name, content in contents:
            file = attach(office, options.code, name, content, is_result=options.result).value
            added.append({"file": file.file_name, "type": file.media_type, "pages": file.pages})
            told = f" (tên cũ {name} không đúng loại tệp)" if file.renamed_to else ""
            lines.append(f"Đã đính kèm {file.file_name}{told}.")
    return Reply({"code": options.code, "files": added}, lines)


def _files(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.security.files import write_whole
    from desktop.services.attachments import open_attachment
    from desktop.services.dossier_cards import dossier_card

    found, lines = [], []
    with context.office() as office:
        for place, file in enumerate(dossier_card(office, options.code).attachments, start=1):
            told: dict[str, Any] = {
                "file": file.file_name,
                "type": file.media_type,
                "bytes": file.size,
                "pages": file.page_count,
            }
            if options.out:
                # Two files of a dossier may have one name, and a name may come from elsewhere.
                target = Path(options.out) / f"{place:02d} {Path(file.file_name).name}"
                write_whole(target, open_attachment(office, file.id).content)
                told["written"] = str(target)
            found.append(told)
            lines.append(f"{place}. {file.file_name} · {size(file.size)}")
    return Reply({"code": options.code, "files": found}, lines or ["Hồ sơ chưa có tệp đính kèm."])
