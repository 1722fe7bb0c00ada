"""``statistics …``: the forms that periodic reports and the province's statistics are filled by."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.cli.context import Context, Reply
from desktop.cli.problems import problem_lines, problem_rows


def add_commands(groups: Any) -> None:
    """Adds the commands of this file."""
    statistics = groups.add_parser("statistics", help="biểu thống kê do tỉnh gửi")
    steps = statistics.add_subparsers(dest="step", required=True, metavar="VIỆC")
    load = steps.add_parser("import", help="nhập biểu từ JSON hoặc Excel")
    load.add_argument("file", metavar="TỆP")
    load.add_argument("--dry-run", action="store_true", help="chỉ xem, không ghi")
    load.add_argument("--form", default="", metavar="MÃ", help="mã biểu (mặc định: tên tệp)")
    load.add_argument("--title", default="", metavar="TÊN")
    load.add_argument("--kind", action="append", default=[], metavar="KỲ", help="q1, h1, 9t, year…")
    load.set_defaults(action=_import)
    steps.add_parser("list", help="các biểu đang có").set_defaults(action=_forms)
    show = steps.add_parser("show", help="các dòng của một biểu")
    show.add_argument("form", metavar="MÃ")
    show.set_defaults(action=_form)
    write = steps.add_parser("export", help="ghi biểu ra tệp JSON để gửi nơi khác")
    write.add_argument("form", metavar="MÃ")
    write.add_argument("--out", required=True, metavar="TỆP.json")
    write.set_defaults(action=_export_form)


def _import(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.periodic.importing import FormHead, import_form

    head = FormHead(options.form, options.title, tuple(options.kind))
    with context.office() as office:
        found = import_form(office, Path(options.file), head, dry_run=options.dry_run).value
    info = found.info
    kept = "đã lưu" if found.is_stored else "chỉ xem"
    said = (
        f"{info.title}: {info.rows} dòng, {info.computed} dòng tự tính, "
        f"{info.from_records} dòng tự điền từ sổ, phiên bản {info.version} ({kept})."
    )
    data = {
        **_form_data(info),
        "stored": found.is_stored,
        "problems": problem_rows(found.problems),
    }
    return Reply(data, [said, *problem_lines(found.problems)])


def _form_data(info: Any) -> dict[str, Any]:
    return {
        "form": info.code,
        "version": info.version,
        "title": info.title,
        "kinds": list(info.kinds),
        "rows": info.rows,
        "computed": info.computed,
        "from_records": info.from_records,
        "sample": info.is_sample,
        "confirmed": not info.unconfirmed,
        "source": info.source,
        "annex": info.is_annex,
    }


def _forms(context: Context, _options: argparse.Namespace) -> Reply:
    from desktop.services.periodic.forms import list_forms

    with context.office() as office:
        forms = list_forms(office)
    return Reply(
        {"forms": [_form_data(one) for one in forms]},
        [
            f"{one.code} · {one.title} · {one.rows} dòng · phiên bản {one.version}"
            + (" · DỮ LIỆU MẪU" if one.is_sample else "")
            for one in forms
        ],
    )


def _form(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.domain.statistics.form_data import form_to_data
    from desktop.services.periodic.forms import find_form

    with context.office() as office:
        form = find_form(office, options.form)
    lines = [f"{form.title} (phiên bản {form.version})"]
    lines += [f"{'  ' * row.level}{row.name} [{row.unit or row.type}]" for row in form.rows]
    return Reply(form_to_data(form), lines)


def _export_form(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.periodic.importing import export_form

    target = Path(options.out)
    with context.office() as office:
        form = export_form(office, options.form, target)
    return Reply({"form": form.code, "file": str(target)}, [f"Đã ghi {target}."])
