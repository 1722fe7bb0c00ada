"""Files that come with a dossier that is not saved yet: checked now, attached after saving."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.errors import EnvironmentProblem, RuleViolation
from desktop.services.attachments import check_attachable, read_attachable
from desktop.ui.dossiers.attachments import ScannedFiles
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button, icon_button
from desktop.ui.widgets.cards import ElidedLabel
from desktop.wording.messages import Message
from desktop.wording.problems import message


@dataclass(frozen=True, slots=True)
class PendingFile:
    """A checked file that waits for its dossier."""

    path: Path
    content: bytes


class PendingFiles(QWidget):
    """A button, the names, and what the scanner brought."""

    changed = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("pendingFiles")
        self._context = context
        self.files: list[PendingFile] = []
        self.gone: tuple[str, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.scanned = ScannedFiles(context.scans)
        self.scanned.wanted.connect(self.add_paths)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        self.add_button = button(
            "Thêm tệp quét", role="quiet", name="intakeAddFile", key="Ctrl+Shift+F"
        )
        self.add_button.clicked.connect(self._choose)
        self.names = ElidedLabel("")
        self.clear_button = icon_button("x", "Bỏ các tệp đã chọn", name="intakeClearFiles")
        self.clear_button.clicked.connect(self.clear)
        row.addWidget(self.add_button)
        row.addWidget(self.names, 1)
        row.addWidget(self.clear_button)
        column.addLayout(row)
        column.addWidget(self.scanned)
        self._show()

    def add_paths(self, paths: list[Path]) -> None:
        """Checks each file by content; broken ones are refused in words, the rest stays."""
        refused = [error for path in paths if (error := self._add(path)) is not None]
        if len(refused) == 1:
            self._context.messages.tell_error(refused[0])
        elif refused:
            words = " ".join(message(error).what for error in refused)
            told = Message(f"{len(refused)} tệp không nhận được.", words, "")
            self._context.messages.warn(told)
        self._show()
        self.changed.emit()

    def _add(self, path: Path) -> RuleViolation | EnvironmentProblem | None:
        try:
            content = read_attachable(path)
            check_attachable(content, path.name)
        except (RuleViolation, EnvironmentProblem) as error:
            return error
        if all(file.content != content for file in self.files):
            self.files.append(PendingFile(path, content))
        return None

    def restore(self, paths: list[str]) -> None:
        """Files of a draft; those that are gone are left out and stand in ``gone``."""
        there = [path for path in map(Path, paths) if path.exists()]
        self.gone = tuple(Path(path).name for path in paths if Path(path) not in there)
        self.add_paths(there)

    def take(self) -> list[PendingFile]:
        """The files, for the dossier that was just saved."""
        taken, self.files = self.files, []
        self._show()
        return taken

    def clear(self) -> None:
        """No files."""
        self.files = []
        self._show()
        self.changed.emit()

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(
            self, "Chọn tệp quét", "", "PDF, ảnh (*.pdf *.jpg *.jpeg *.png)"
        )
        self.add_paths([Path(name) for name in chosen])

    def _show(self) -> None:
        names = ", ".join(file.path.name for file in self.files)
        self.names.setText(f"{len(self.files)} tệp: {names}" if self.files else "")
        self.clear_button.setVisible(bool(self.files))
