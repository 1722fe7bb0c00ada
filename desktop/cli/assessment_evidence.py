"""``assess evidence|propose|evidence-facts|evidence-remove``: documents and their lines."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from desktop.cli.context import Context, Reply, iso
from desktop.cli.year_options import on_year
from desktop.domain.errors import Entry, InputProblem, InputRefused, Rule, RuleViolation


def add_evidence_commands(steps: Any) -> None:
    """Adds the commands of this file."""
    evidence = on_year(steps.add_parser("evidence", help="thêm tài liệu kiểm chứng"), _evidence)
    evidence.add_argument("item", metavar="DÒNG", help="một dòng, hoặc nhiều dòng: 1.1.1,1.2.1")
    evidence.add_argument("file", metavar="TỆP")
    evidence.add_argument("--pages", default="", metavar="TRANG")
    _add_facts(evidence)
    propose = on_year(
        steps.add_parser("propose", help="tài liệu này có thể chứng minh những dòng nào"), _propose
    )
    propose.add_argument("file", metavar="TỆP")
    propose.add_argument("--summary", default="", metavar="TRÍCH_YẾU")
    facts = on_year(
        steps.add_parser("evidence-facts", help="sửa số, ngày, người ký… của tài liệu"), _facts
    )
    facts.add_argument("document", type=int, metavar="SỐ", help="số ở assess documents")
    _add_facts(facts)
    remove = on_year(
        steps.add_parser("evidence-remove", help="gỡ tài liệu khỏi một dòng; tệp vẫn còn"), _remove
    )
    remove.add_argument("item", metavar="DÒNG")
    remove.add_argument("document", type=int, metavar="SỐ", help="số ở assess documents")


def _add_facts(parser: Any) -> None:
    """What is written on a document; None: as it stands, or as the file itself says."""
    parser.add_argument("--number", metavar="SỐ_KÝ_HIỆU")
    parser.add_argument("--date", metavar="NGÀY")
    parser.add_argument("--signer", metavar="NGƯỜI_KÝ")
    parser.add_argument("--issuer", metavar="CƠ_QUAN")
    parser.add_argument("--summary", metavar="TRÍCH_YẾU")


def _said(options: argparse.Namespace) -> dict[str, Any]:
    """The facts that were given; an empty text takes one away."""
    from desktop.domain.moments import parse_date

    texts = {
        "number": options.number,
        "signer": options.signer,
        "issuer": options.issuer,
        "summary": options.summary,
    }
    found: dict[str, Any] = {name: text for name, text in texts.items() if text is not None}
    if options.date is not None:
        found["dated"] = parse_date(options.date, "document_date") if options.date else None
    return found


def _evidence(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.documents import look_at_document
    from desktop.services.assessments.evidence import add_evidence
    from desktop.services.attachments import read_attachable
    from desktop.wording.criteria_advice import EVIDENCE_WARNINGS, NO_SIGNATURE, READ_FROM_FILE

    path, said = Path(options.file), _said(options)
    items = list(dict.fromkeys(i.strip() for i in options.item.split(",") if i.strip()))
    with context.office() as office:
        content = read_attachable(path)
        seen = look_at_document(content)
        facts = replace(seen.facts, **said)
        rows = add_evidence(
            office,
            options.year,
            items,
            path.name,
            content,
            facts,
            pages=options.pages,
            set_code=options.set,
        ).value
    found = [
        {
            "id": row.id,
            "document": row.document_id,
            "item": row.item_id,
            "file": row.file_name,
            "number": row.facts.number,
            "date": iso(row.facts.dated),
            "signer": row.facts.signer,
            "issuer": row.facts.issuer,
            "summary": row.facts.summary,
            "pages": row.pages,
            "page_count": row.page_count,
            "warnings": [{"code": w, "message": EVIDENCE_WARNINGS[w]} for w in row.warnings],
        }
        for row in rows
    ]
    warnings = dict.fromkeys(EVIDENCE_WARNINGS[w] for row in rows for w in row.warnings)
    read = [n for n in ("number", "dated", "signer", "summary") if getattr(seen.facts, n)]
    from_file = sorted(set(read) - set(said))
    lines = [f"Đã thêm {path.name} vào dòng {', '.join(items)}."]
    lines += [f"  {_facts_text(facts)}. {READ_FROM_FILE}"] if from_file else []
    lines += [f"  {NO_SIGNATURE}"] if seen.lacks_signature else []
    lines += [f"  Lưu ý: {w}." for w in warnings]
    return Reply(
        {
            "item": items[0] if len(items) == 1 else items,
            "evidence": found,
            "read_from_file": from_file,
            "lacks_signature": seen.lacks_signature,
        },
        lines,
    )


def _facts_text(facts: Any) -> str:
    from desktop.wording.dates import day

    parts = (facts.number, day(facts.dated), facts.summary, facts.signer, facts.issuer)
    return " · ".join(part for part in parts if part)


def _propose(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.documents import look_at_document, propose_lines
    from desktop.services.assessments.sheets import score_sheet
    from desktop.services.attachments import read_attachable

    path = Path(options.file)
    with context.office() as office:
        sheet = score_sheet(office, options.year, options.set)
        seen = look_at_document(read_attachable(path))
    summary = options.summary or seen.facts.summary
    named = path.stem.replace("_", " ").replace("-", " ")
    found = propose_lines(sheet.criteria, f"{named} {summary}")
    rows = [{"item": p.item.id, "name": p.item.name, "shared": list(p.shared)} for p in found]
    lines = [
        f"{p.item.id} {p.item.name}: cùng nói {', '.join(f'“{run}”' for run in p.shared)}"
        for p in found
    ]
    nothing = ["Không có dòng nào được gợi ý; hãy ghi thêm --summary hoặc tự chọn dòng."]
    return Reply({"summary": summary, "lines": rows}, lines or nothing)


def _facts(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.documents import document_facts, edit_document
    from desktop.services.assessments.evidence import clean_facts

    said = _said(options)
    if not said:
        raise InputRefused(InputProblem("document_number", Entry.REQUIRED))
    with context.office() as office:
        before = document_facts(office, options.year, options.document)
        facts = clean_facts(replace(before, **said), "")
        edit_document(office, options.year, options.document, facts, {}, options.set)
    data = {
        "document": options.document,
        "number": facts.number,
        "date": iso(facts.dated),
        "signer": facts.signer,
        "issuer": facts.issuer,
        "summary": facts.summary,
    }
    return Reply(data, [f"Đã ghi lại tài liệu {options.document}: {_facts_text(facts)}."])


def _remove(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.evidence import remove_evidence
    from desktop.services.assessments.sheets import score_sheet

    with context.office() as office:
        sheet = score_sheet(office, options.year, options.set)
        places = [
            proof.id
            for line in sheet.lines
            for proof in line.evidence
            if (line.id, proof.document_id) == (options.item, options.document)
        ]
        if not places:
            raise RuleViolation(Rule.EVIDENCE_NOT_FOUND, item=options.item)
        remove_evidence(office, options.year, places[0], options.set)
    data = {"item": options.item, "document": options.document, "removed": True}
    return Reply(
        data, [f"Đã gỡ tài liệu {options.document} khỏi dòng {options.item}; tệp vẫn còn."]
    )
