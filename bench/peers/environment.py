"""The virtual environment of the peers: each pinned, installed when first asked for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[2]
_ENVIRONMENT = _ROOT / ".bench-venv"


class PeerMissing(Exception):
    """The peer could not be installed or did not run; the text says why."""


def prepared_python(package: str, version: str) -> Path:
    """The interpreter of ``.bench-venv`` with the pinned package. Raises PeerMissing."""
    python = _ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        _run([sys.executable, "-m", "venv", str(_ENVIRONMENT)], package, version)
    if not _has(python, package, version):
        print(f"Đang cài {package} {version} vào {_ENVIRONMENT} …", file=sys.stderr)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _run([*pip, f"{package}=={version}"], package, version)
    return python


def ask(python: Path, child: Path, asked: dict[str, Any]) -> Any:
    """Runs a peer's script: JSON in, JSON out. Raises PeerMissing when it fails."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [python, child],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    if done.returncode != 0:
        raise PeerMissing(done.stderr.strip().splitlines()[-1] if done.stderr else "không rõ")
    return json.loads(done.stdout)


def _has(python: Path, package: str, version: str) -> bool:
    question = f"import importlib.metadata as m; print(m.version({package!r}))"
    done = subprocess.run([python, "-c", question], capture_output=True, text=True, check=False)
    return done.stdout.strip() == version


def _run(command: list[str], package: str, version: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise PeerMissing(f"cài {package} {version} không được: {done.stderr.strip()[-200:]}")
