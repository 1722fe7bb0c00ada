"""What this machine knows to lie in a far mailbox, so that it is neither sent nor asked for again.

A text file beside the package that is only ever added to: "begin NAME" before something leaves,
"laid SHA256 NAME" when the server has it, "cut" when the line broke during a whole part. What
was begun and not laid is in doubt: the reply may have been lost, and is looked for.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from desktop.security.files import disk_problem

LAID_NAME = "laid.txt"


class LaidList:
    """Belongs to one package and one mailbox; for another mailbox it begins anew."""

    def __init__(self, folder: Path, mailbox: str) -> None:
        self._path = folder / LAID_NAME
        self._head = f"mailbox {hashlib.sha256(mailbox.encode()).hexdigest()}"
        self._laid: dict[str, str] = {}
        self._begun: set[str] = set()
        self.was_cut = False
        self._read()

    def has(self, name: str, sha256: str) -> bool:
        """Whether exactly this content lies under the name."""
        return self._laid.get(name) == sha256

    def has_any_below(self, name: str) -> bool:
        """Whether anything was begun below a name that ends in a slash."""
        return any(other.startswith(name) for other in (*self._laid, *self._begun))

    def is_doubtful(self, name: str) -> bool:
        """Whether it was begun, and nobody knows whether it arrived."""
        return name in self._begun

    @property
    def first(self) -> str | None:
        """Something that must be there if the mailbox is still the same."""
        return next(iter(self._laid), None)

    def begin(self, name: str) -> None:
        """Notes that something is about to leave."""
        if name not in self._begun:
            self._add(f"begin {name}")

    def lay(self, name: str, sha256: str) -> None:
        """Notes that it is there, whole."""
        self._add(f"laid {sha256} {name}")

    def cut(self) -> None:
        """Notes that the line does not carry whole parts."""
        if not self.was_cut:
            self._add("cut")

    def forget(self, *names: str) -> None:
        """The mailbox lacks these after all, all of them without names: each is in doubt."""
        kept = {n: s for n, s in self._laid.items() if names and n not in names}
        doubtful = (self._begun | set(self._laid) | set(names)) - set(kept)
        lines = [self._head, *(["cut"] if self.was_cut else [])]
        lines += [f"laid {sha256} {name}" for name, sha256 in kept.items()]
        lines += [f"begin {name}" for name in sorted(doubtful)]
        self._laid, self._begun = kept, doubtful
        self._write("\n".join(lines) + "\n", "w")

    def _read(self) -> None:
        try:
            lines = self._path.read_text("ascii", errors="replace").splitlines()
        except FileNotFoundError:
            lines = []
        except OSError as error:
            raise disk_problem(error, self._path) from error
        if not lines or lines[0] != self._head:
            self._write(self._head + "\n", "w")
            return
        for line in lines[1:]:
            self._take(line)
        # A line that a power cut tore is closed, so that the next one stands alone.
        self._write("\n", "a")

    def _add(self, line: str) -> None:
        self._take(line)
        self._write(line + "\n", "a")

    def _take(self, line: str) -> None:
        match line.split(" "):
            case ["begin", name]:
                self._begun.add(name)
            case ["laid", sha256, name] if len(sha256) == 64:
                self._laid[name] = sha256
                self._begun.discard(name)
            case ["cut"]:
                self.was_cut = True

    def _write(self, text: str, mode: str) -> None:
        try:
            with self._path.open(mode, encoding="ascii", newline="\n") as file:
                file.write(text)
        except OSError as error:
            raise disk_problem(error, self._path) from error
