"""Calls the command line in this process and holds every answer to the contract's manners."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop.cli.context import PASSWORD_VARIABLE
from desktop.cli.main import run
from tests.factory import ADMIN, MARITAL_STATUS, PASSWORD

# What argparse and Python say when nobody translates them.
ENGLISH = re.compile(
    r"\b(usage|error|errors|argument|arguments|expected|invalid|choose from|required|options|"
    r"unrecognized|ambiguous|positional|show this|traceback|exception|not allowed)\b",
    re.IGNORECASE,
)
FRIDAY = "2026-11-20T09:00"


@dataclass(frozen=True)
class Answer:
    """What a command said."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> dict[str, Any]:
        """The JSON document that stands alone on standard output."""
        document: dict[str, Any] = json.loads(self.out)
        return document


@dataclass
class Shell:
    """A prompt in front of one office folder, signed in as one user."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch
    user: str = ADMIN
    password: str = PASSWORD

    def __call__(self, *arguments: object, as_json: bool = True) -> Answer:
        """Runs one command; checks what holds for every answer."""
        self.monkeypatch.setenv(PASSWORD_VARIABLE, self.password)
        line = ["--data", str(self.folder), "--user", self.user, *map(str, arguments)]
        return self.raw(*line, *(["--json"] if as_json else []))

    def raw(self, *line: str) -> Answer:
        """Runs a whole line as typed."""
        self.capsys.readouterr()
        code = run(list(line), open_window=_no_window)
        said = self.capsys.readouterr()
        answer = Answer(code, said.out, said.err)
        check_manners(answer, as_json="--json" in line)
        return answer

    def ok(self, *arguments: object) -> dict[str, Any]:
        """The JSON document of a command that must succeed."""
        answer = self(*arguments)
        assert answer.code == 0, answer.err
        return answer.data

    def refused(self, *arguments: object, code: int = 1) -> str:
        """The message of a command that must fail with this exit code and print no document."""
        answer = self(*arguments)
        assert (answer.code, answer.out) == (code, ""), answer.out + answer.err
        assert answer.err.strip()
        return answer.err

    def receive(self, name: str = "Nguyễn Văn An", *more: object, **options: str) -> str:
        """A dossier of three working days, received on Friday 20/11/2026; gives its code."""
        line: list[object] = ["dossiers", "receive", "--applicant", name]
        line += ["--procedure", options.get("procedure", MARITAL_STATUS)]
        line += ["--received", options.get("received", FRIDAY), *more]
        return str(self.ok(*line)["code"])

    def move(self, code: str, event: str, at: str = "", *more: object) -> dict[str, Any]:
        """One move of a dossier."""
        return self.ok("dossiers", "move", code, event, *(["--at", at] if at else []), *more)


def check_manners(answer: Answer, *, as_json: bool) -> None:
    """JSON alone on standard output; Vietnamese and never a traceback on standard error."""
    assert answer.code in (0, 1, 2, 3)
    assert ENGLISH.search(answer.err) is None, answer.err
    if as_json and answer.out:
        json.loads(answer.out)
    if answer.code in (2, 3):
        assert answer.out == ""


def _no_window(_folder: Path) -> int:
    raise AssertionError("a command must not open the window")
