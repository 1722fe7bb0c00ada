"""Reading the command line: options before or after the command, messages in Vietnamese."""

from __future__ import annotations

import argparse
import re
from typing import Any, NoReturn

_TRANSLATED = (
    (r"the following arguments are required: (.*)", r"còn thiếu: \1"),
    (r"argument (.*): expected one argument", r"\1 cần một giá trị"),
    (r"argument (.*): expected at least one argument", r"\1 cần ít nhất một giá trị"),
    (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", r"\1: không có \2; chọn một trong: \3"),
    (r"argument (.*): invalid int value: (.*)", r"\1: \2 không phải số nguyên"),
    (r"argument (.*): not allowed with argument (.*)", r"không dùng \1 cùng với \2"),
    (r"argument (.*): ignored explicit argument (.*)", r"\1 không nhận giá trị \2"),
    (r"one of the arguments (.*) is required", r"cần một trong: \1"),
    (r"unrecognized arguments: (.*)", r"không hiểu: \1"),
    (r"ambiguous option: (.*) could match (.*)", r"\1 chưa rõ, có thể là \2"),
)  # fmt: skip


class UsageError(Exception):
    """The command was not understood; carries the Vietnamese message."""


class Parser(argparse.ArgumentParser):
    """argparse with Vietnamese messages and without guessing shortened options."""

    def __init__(self, *args: Any, with_help: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "add_help": False, "allow_abbrev": False})
        if with_help:
            self.add_argument("-h", "--help", action="help", help="xem cách dùng")
        self._positionals.title = "tham số"
        self._optionals.title = "tùy chọn"

    def error(self, message: str) -> NoReturn:
        """Raises UsageError instead of leaving the process."""
        for pattern, words in _TRANSLATED:
            message = re.sub(f"^{pattern}$", words, message)
        raise UsageError(f"{self.prog}: {message}")

    def format_help(self) -> str:
        """The help text with Vietnamese headings."""
        return super().format_help().replace("usage: ", "cách dùng: ", 1)

    def format_usage(self) -> str:
        """The usage line."""
        return super().format_usage().replace("usage: ", "cách dùng: ", 1)


def global_parser() -> Parser:
    """The options of every command; accepted anywhere on the line."""
    parser = Parser(prog="somotcua", with_help=False)
    parser.add_argument("--data", metavar="THƯ_MỤC", help="thư mục văn phòng")
    parser.add_argument("--user", metavar="TÊN", help="người làm")
    parser.add_argument("--password-file", metavar="TỆP", help="tệp chứa mật khẩu")
    parser.add_argument("--json", action="store_true", help="in một tài liệu JSON")
    return parser
