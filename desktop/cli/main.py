"""The entrance of the command line: parses, runs one command, turns errors into words."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli.parsing import Parser, UsageError, global_parser
from desktop.domain.errors import EnvironmentProblem

if TYPE_CHECKING:
    from desktop.cli.context import Context

DONE, REFUSED, WRONG_USAGE, SURROUNDINGS_FAILED, CANCELLED = 0, 1, 2, 3, 130


def run(arguments: Sequence[str], open_window: Callable[[Path], int]) -> int:
    """The exit code: 0 done, 1 refused, 2 wrong usage, 3 surroundings, 130 cancelled."""
    _speak_utf8()
    try:
        return _run(arguments, open_window)
    except KeyboardInterrupt:  # at any moment: while commands are loaded, while answering
        return _cancelled()
    except EnvironmentProblem as error:  # the answer, or the help, did not get out
        _say(error)
        return SURROUNDINGS_FAILED


def _run(arguments: Sequence[str], open_window: Callable[[Path], int]) -> int:
    try:
        options, rest = global_parser().parse_known_args(list(arguments))
        folder = _folder(options)
        if not rest:
            return open_window(folder)
        parsed = build_parser().parse_args(rest)
    except UsageError as error:
        return _wrong_usage(error)
    except SystemExit as leaving:  # --help
        return _after_help(leaving)
    return _run_command(options, parsed, folder)


def _wrong_usage(error: UsageError) -> int:
    print(f"Lệnh chưa đúng: {error}", file=sys.stderr)
    print("Chưa có gì thay đổi.", file=sys.stderr)
    print("Xem cách dùng: somotcua --help", file=sys.stderr)
    return WRONG_USAGE


def build_parser() -> Parser:
    """The parser of all command groups."""
    from desktop.cli import (
        assessments,
        backups,
        calendar,
        criteria,
        declarations,
        desks,
        dossiers,
        offices,
        papers,
        periodic,
        procedures,
        provinces,
        recovering,
        reports,
        statistics,
        sync,
    )

    parser = Parser(prog="somotcua", description="Sổ Một Cửa: sổ hồ sơ của Bộ phận Một cửa cấp xã")
    parser.epilog = (
        "Tùy chọn chung: --data THƯ_MỤC, --user TÊN, --password-file TỆP, --json. "
        "Không có lệnh nào: mở cửa sổ."
    )
    groups = parser.add_subparsers(dest="command", required=True, metavar="LỆNH", title="các lệnh")
    modules = (
        offices,
        procedures,
        calendar,
        dossiers,
        papers,
        declarations,
        reports,
        criteria,
        assessments,
        backups,
        sync,
        provinces,
        periodic,
        statistics,
        desks,
        recovering,
    )
    for module in modules:
        module.add_commands(groups)
    return parser


def _run_command(options: argparse.Namespace, parsed: argparse.Namespace, folder: Path) -> int:
    from desktop.cli.context import Context

    context = Context(
        folder=folder,
        user=options.user,
        password_file=Path(options.password_file) if options.password_file else None,
        as_json=options.json,
    )
    with _leftovers_into_the_log(context.folder):
        code = _run_action(context, parsed, as_json=options.json)
        if code == SURROUNDINGS_FAILED:
            gc.collect()  # a half-written workbook holds itself, and would go only at the exit
        return code


def _run_action(context: Context, parsed: argparse.Namespace, *, as_json: bool) -> int:
    from desktop.cli.context import print_reply
    from desktop.domain.errors import Cancelled, InputRefused, RuleViolation

    try:
        reply = parsed.action(context, parsed)
    except UsageError as error:  # options that cannot stand together
        return _wrong_usage(error)
    except (InputRefused, RuleViolation) as error:
        _say(error)
        return REFUSED
    except EnvironmentProblem as error:
        _say(error)
        return SURROUNDINGS_FAILED
    except Cancelled:
        return _cancelled()
    except Exception:  # noqa: BLE001 - the crash hook of the command line
        _report_bug(context.folder)
        return SURROUNDINGS_FAILED
    print_reply(reply, as_json)
    return int(reply.code)


@contextmanager
def _leftovers_into_the_log(folder: Path) -> Iterator[None]:
    """A file that cannot be closed on a full disk must not print a trace behind our words."""

    def note(left: Any) -> None:
        from desktop.services.logs import note_bug

        failed = left.exc_value or left.exc_type()
        note_bug(folder, "".join(traceback.format_exception(failed)))

    before, sys.unraisablehook = sys.unraisablehook, note
    try:
        yield
    finally:
        sys.unraisablehook = before


def _cancelled() -> int:
    print("Đã hủy theo yêu cầu.", file=sys.stderr)
    return CANCELLED


def _after_help(leaving: SystemExit) -> int:
    from desktop.cli.context import reader_may_leave

    with reader_may_leave():
        return int(leaving.code or 0)


def _folder(options: argparse.Namespace) -> Path:
    if options.data is not None:
        if (
            not options.data.strip()
        ):  # a script whose variable is empty must not meet another office
            raise UsageError("somotcua: --data cần một thư mục")
        return Path(options.data)
    from platformdirs import user_data_dir

    return Path(user_data_dir("somotcua", appauthor=False)) / "office"


def _say(error: Exception) -> None:
    from desktop.wording.problems import message

    for line in message(error).lines:  # type: ignore[arg-type]
        print(line, file=sys.stderr)


def _report_bug(folder: Path) -> None:
    """A bug of ours: the trace goes into the log, a person reads what to do."""
    from desktop.services.logs import note_bug
    from desktop.wording.problems import bug_message

    reference, log = note_bug(folder, traceback.format_exc())
    for line in bug_message(reference, log).lines:
        print(line, file=sys.stderr)


def _speak_utf8() -> None:
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by who called us: the other one must not get its words
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - to the end
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
