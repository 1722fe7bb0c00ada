"""Pages of a Word file, drawn by LibreOffice where it is installed; nothing is sent anywhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

_NAMES = ("soffice", "libreoffice")
_WINDOWS = ("LibreOffice/program/soffice.exe",)
_PATIENCE_S = 60


def can_draw_word() -> bool:
    """Whether this machine can turn a Word file into pages."""
    return _program() is not None


def word_pdf(content: bytes) -> bytes | None:
    """The document as PDF; None without LibreOffice, or when it cannot draw this file.

    The file lies unencrypted in a folder of its own for the seconds that the drawing takes.
    """
    program = _program()
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="somotcua-") as name:
        folder = Path(name)
        (folder / "to-khai.docx").write_bytes(content)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        line = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", name]
        try:
            subprocess.run(
                [*line, str(folder / "to-khai.docx")],
                capture_output=True,
                timeout=_PATIENCE_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        made = folder / "to-khai.pdf"
        return made.read_bytes() if made.exists() else None


def _program() -> str | None:
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return found
    for variable in ("ProgramFiles", "ProgramFiles(x86)"):
        for place in _WINDOWS:
            path = Path(os.environ.get(variable, "")) / place
            if os.environ.get(variable) and path.exists():
                return str(path)
    return None
