"""``assess deadline|write-up|import|submit|status|result|version``."""

from __future__ import annotations

import argparse
from decimal import Decimal
from pathlib import Path
from typing import Any

from desktop.cli.assessment_explaining import add_explaining_commands
from desktop.cli.assessment_outlook import add_outlook_commands
from desktop.cli.context import Context, Reply, iso
from desktop.cli.problems import problem_lines, problem_rows
from desktop.cli.year_options import on_year
from desktop.domain.errors import Entry, InputProblem, InputRefused


def add_round_commands(steps: Any) -> None:
    """Adds what comes around and after the approval."""
    deadline = on_year(steps.add_parser("deadline", help="xem, đặt hạn của đợt chấm"), _deadline)
    deadline.add_argument("--score-until", metavar="NGÀY", help="hết hạn thì khóa chấm điểm")
    deadline.add_argument("--submit-until", metavar="NGÀY", help="hạn nộp cho tỉnh")
    deadline.add_argument("--explain-until", metavar="NGÀY", help="hết hạn thì khóa giải trình")
    deadline.add_argument("--clear", action="store_true", help="bỏ các hạn không nêu ở trên")
    write = on_year(steps.add_parser("write-up", help="ghi khó khăn, đề xuất"), _write_up)
    write.add_argument("--difficulties", metavar="NỘI_DUNG")
    write.add_argument("--proposals", metavar="NỘI_DUNG")
    load = on_year(steps.add_parser("import", help="nhập lại bảng điểm đã xuất ra Excel"), _import)
    load.add_argument("file", metavar="TỆP")
    load.add_argument("--dry-run", action="store_true", help="chỉ xem, không ghi")
    load.add_argument(
        "--take",
        action="append",
        default=[],
        metavar="DÒNG",
        help="dòng lấy theo tệp khi hai bên cùng sửa",
    )
    send = on_year(
        steps.add_parser(
            "submit", help="nộp cho tỉnh; chưa duyệt thì duyệt luôn (người có quyền duyệt)"
        ),
        _submit,
    )
    send.add_argument("--dry-run", action="store_true", help="chỉ xem gì sẽ gửi, còn thiếu gì")
    on_year(steps.add_parser("status", help="bản tự chấm đang ở bước nào"), _status)
    add_explaining_commands(steps)
    on_year(steps.add_parser("result", help="kết quả tỉnh công bố"), _result)
    version = on_year(
        steps.add_parser("version", help="đổi sang bản mới của bộ tiêu chí"), _version
    )
    version.add_argument("--dry-run", action="store_true", help="chỉ xem, không đổi")
    add_outlook_commands(steps)


def _deadline(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.domain.moments import parse_date
    from desktop.services.assessments.deadlines import Deadlines, set_deadlines
    from desktop.services.assessments.stages import round_status
    from desktop.wording.dates import day

    with context.office() as office:
        row = round_status(office, options.year, options.set).assessment
        found = Deadlines(row.score_until, row.submit_until, row.explain_until)
        kept = Deadlines() if options.clear else found
        said = options.score_until, options.submit_until, options.explain_until
        if options.clear or any(said):
            wanted = Deadlines(
                parse_date(said[0], "score_until") if said[0] else kept.score_until,
                parse_date(said[1], "submit_until") if said[1] else kept.submit_until,
                parse_date(said[2], "explain_until") if said[2] else kept.explain_until,
            )
            found = set_deadlines(office, row.year, wanted, row.set_code).value
    names = {
        "score_until": ("Chấm điểm", found.score_until),
        "submit_until": ("Nộp cho tỉnh", found.submit_until),
        "explain_until": ("Giải trình", found.explain_until),
    }
    lines = [f"{name}: {day(until) or 'không đặt hạn'}" for name, until in names.values()]
    return Reply({key: iso(until) for key, (_, until) in names.items()}, lines)


def _write_up(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.submitting import write_up

    if options.difficulties is None and options.proposals is None:
        raise InputRefused(InputProblem("difficulties", Entry.REQUIRED))
    with context.office() as office:
        write_up(
            office,
            options.year,
            difficulties=options.difficulties,
            proposals=options.proposals,
            set_code=options.set,
        )
    return Reply({"written": True}, ["Đã ghi khó khăn, đề xuất."])


def _import(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.score_import import import_scores

    with context.office() as office:
        found = import_scores(
            office,
            options.year,
            Path(options.file),
            options.set,
            dry_run=options.dry_run,
            take={(item, "") for item in options.take},
        ).value
    data = {
        "read": found.read,
        "changed": [
            {
                "row": c.row,
                "item": c.item_id,
                "part": c.part,
                "before": c.before,
                "after": c.after,
            }
            for c in found.changes
        ],
        "conflicts": [
            {
                "row": c.row,
                "item": c.item_id,
                "part": c.part,
                "exported": c.exported,
                "here": c.here,
                "typed": c.typed,
            }
            for c in found.conflicts
        ],
        "unchanged": found.unchanged,
        "stored": found.is_stored,
        "problems": problem_rows(found.problems),
    }
    done = "sẽ đổi" if options.dry_run else "đã đổi"
    lines = [f"Đọc {found.read} dòng, {done} {len(found.changes)} ô."]
    lines += [f"  {c.item_id}: “{c.before}” → “{c.after}”" for c in found.changes]
    return Reply(data, [*lines, *problem_lines(found.problems)])


def _submit(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.approval import approve_as_it_is
    from desktop.services.assessments.submitting import submit
    from desktop.services.syncing.links import require_link

    if options.dry_run:
        return _preview(context, options)
    with context.office() as office:
        # Nobody knows the steps between at the prompt: who may approve has approved by this.
        require_link(office)
        unanswered = approve_as_it_is(office, options.year, options.set).value
        done = submit(office, options.year, options.set).value
    data = {
        "package": done.package,
        "sha256": done.sha256,
        "lines": done.lines,
        "files": done.files,
        "state": "submitted",
        "unanswered": list(unanswered),
    }
    packed = (
        f"Bản tự chấm nằm trong gói số {done.package}; gửi bằng sync run hoặc sync export."
        if done.package is not None
        else "Bản tự chấm đang chờ đóng gói ở lần gửi tới."
    )
    lines = [packed, "Chỉ khi có biên nhận của tỉnh mới là đã nhận (assess status)."]
    if not unanswered:
        return Reply(data, lines)
    open_lines = (
        f"{len(unanswered)} dòng chưa trả lời được tính 0 điểm: {', '.join(unanswered[:10])}"
        f"{'…' if len(unanswered) > 10 else ''}. Muốn sửa: assess reopen, rồi nộp lại."
    )
    return Reply(data, lines, warnings=[open_lines])


def _preview(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.submission_preview import preview_submission
    from desktop.wording.dates import size
    from desktop.wording.rounds import lack_text

    with context.office() as office:
        seen = preview_submission(office, options.year, options.set)
    lacks = [
        {"code": m.lack, "stops": m.stops, "message": lack_text(m.lack, m.facts)}
        for m in seen.lacks
    ]
    data = {
        "stage": seen.status.stage,
        "can_leave": seen.can_leave,
        "sha256": seen.copy.sha256 if seen.copy else None,
        "percent": float(seen.percent),
        "lines": [
            {
                "item": line.item_id,
                "points": float(line.counted),
                "answer": line.kind,
                "why": line.own_why,
                "note": line.note,
                "documents": line.documents,
            }
            for line in seen.lines
        ],
        "files": [
            {
                "name": f.name,
                "number": f.number,
                "size": f.size,
                "items": f.items,
                "lost": f.is_lost,
            }
            for f in seen.files
        ],
        "size": seen.size,
        "difficulties": seen.difficulties,
        "proposals": seen.proposals,
        "lacks": lacks,
    }
    lines = [f"Sẽ gửi {len(seen.lines)} dòng và {len(seen.files)} tệp ({size(seen.size)})."]
    lines += [f"  {'Phải sửa' if m['stops'] else 'Lưu ý'}: {m['message']}" for m in lacks]
    return Reply(data, lines)


def _status(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.since_approval import changes_since_approval
    from desktop.services.assessments.stages import round_status
    from desktop.wording.criteria import points
    from desktop.wording.dates import day, moment
    from desktop.wording.rounds import since_approval_text, submission_text
    from desktop.wording.terms import term

    with context.office() as office:
        status = round_status(office, options.year, options.set)
        since = changes_since_approval(office, options.year, options.set)
    sent, row = status.submission, status.assessment
    data = {
        "set": row.set_code,
        "stage": status.stage,
        "state": row.state,
        "remark": row.remark or None,
        "since_approval": None
        if since is None
        else [
            {
                "item": line.item_id,
                "before": float(line.before),
                "after": float(line.after),
                "parts": line.parts,
            }
            for line in since.lines
        ],
        "submitted": iso(sent.submitted_at) if sent else None,
        "sha256": sent.sha256 if sent else None,
        "package": sent.package if sent else None,
        "acknowledged": iso(sent.acknowledged_at) if sent else None,
        "judged": status.judged,
        "rounds": [
            {
                "round": a.round,
                "closed": iso(a.closed_at),
                "total": float(a.total),
                "percent": float(a.percent),
                "band": a.band or None,
                "explain_until": iso(a.explain_until),
            }
            for a in status.appraisals
        ],
        "explanations_waiting": status.explanations_waiting,
        "explanations_sent": status.explanations_sent,
        "explain_until": iso(status.explain_until),
        "score_until": iso(row.score_until),
        "submit_until": iso(row.submit_until),
        "locked": status.locked is not None,
        "published": status.publication is not None,
    }
    lines = [f"{term(status.stage)}."]
    if row.remark:
        lines.append(f"Lãnh đạo yêu cầu sửa: “{row.remark}”")
    if since is not None:
        lines.append(since_approval_text(since.approved_at, since.lines))
    if sent is not None:
        lines.append(submission_text(sent, status.judged))
    lines += [
        f"Vòng {a.round}: {points(a.percent)} %{f' ({a.band})' if a.band else ''}, "
        f"đóng lúc {moment(a.closed_at)}"
        for a in status.appraisals
    ]
    if status.explanations_waiting:
        lines.append(f"Còn {status.explanations_waiting} giải trình chưa gửi.")
    if status.explain_until:
        lines.append(f"Hạn giải trình: {day(status.explain_until)}.")
    return Reply(data, lines)


def _result(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.stages import round_status
    from desktop.wording.criteria import points
    from desktop.wording.dates import day

    with context.office() as office:
        found = round_status(office, options.year, options.set).publication
    if found is None:
        return Reply({"published": None}, ["Tỉnh chưa công bố kết quả."])
    data = {
        "published": iso(found.published_on),
        "decision": found.decision,
        "self": _float(found.self_total),
        "appraised": float(found.appraised),
        "survey": _float(found.survey),
        "total": float(found.total),
        "max": float(found.applicable),
        "percent": float(found.percent),
        "band": found.band or None,
        "rank": found.rank,
        "ranked": found.ranked,
        "fields": [
            {
                "id": field.id,
                "name": field.name,
                "max": float(field.maximum),
                "points": float(field.points),
                "best": _float(field.best),
                "average": _float(field.average),
            }
            for field in found.fields
        ],
    }
    band = found.band or "không xếp loại"
    lines = [
        f"{points(found.percent)} %, {band}, hạng {found.rank}/{found.ranked}.",
        f"{found.decision}, ngày {day(found.published_on)}.",
    ]
    lines += [f"  {f.name}: {points(f.points)}/{points(f.maximum)}" for f in found.fields]
    return Reply(data, lines)


def _version(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.opening import change_version, preview_version
    from desktop.wording.criteria_advice import FATE_WORDS

    with context.office() as office:
        seen = preview_version(office, options.year, options.set)
        if not options.dry_run:
            change_version(office, options.year, options.set)
    data = {
        "before": seen.before,
        "after": seen.after,
        "lines": [
            {"item": c.item_id, "name": c.name, "new_item": c.new_id, "fate": c.fate}
            for c in seen.lines
        ],
        "changed": not options.dry_run and seen.before != seen.after,
    }
    if seen.before == seen.after:
        return Reply(data, [f"Đang dùng phiên bản mới nhất ({seen.after}); không có gì phải đổi."])
    lines = [f"Phiên bản {seen.before} → {seen.after}."]
    lines += [
        f"  {c.item_id} {c.name}: {FATE_WORDS[c.fate]}{f' ({c.new_id})' if c.new_id else ''}"
        for c in seen.lines
    ]
    return Reply(data, lines)


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
