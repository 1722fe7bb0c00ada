"""What the form wishes, done: each change one command, each can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.domain.errors import InputRefused
from desktop.services.assessments.differences import DifferenceRow
from desktop.services.assessments.documents import look_at_document
from desktop.services.assessments.evidence import open_document
from desktop.services.assessments.explaining import (
    ExplanationEntry,
    ExplanationRow,
    explain_line,
)
from desktop.services.assessments.explanation_documents import (
    add_explanation_document,
    remove_explanation_document,
    use_explanation_document,
)
from desktop.services.assessments.known_documents import KnownDocument, known_documents
from desktop.services.assessments.sheets import ScoreSheet
from desktop.services.attachments import read_attachable
from desktop.services.outcomes import Outcome
from desktop.ui.dossiers.attachments import FileViewer
from desktop.ui.scoring.evidence_dialog import EvidenceDialog, ProofEntry
from desktop.ui.scoring.rounds.compare_rows import of_this_round
from desktop.ui.scoring.rounds.explanation_form import ExplanationForm
from desktop.ui.scoring.rounds.known_dialog import KnownDialog
from desktop.ui.scoring.undo_stack import UndoStack
from desktop.ui.shell.context import UiContext


class ExplainingWork:
    """Commands of one form; ``place`` says at which line of which sheet it stands."""

    def __init__(
        self, context: UiContext, undo: UndoStack, form: ExplanationForm, owner: QWidget
    ) -> None:
        self._context = context
        self._undo = undo
        self._form = form
        self._owner = owner
        self._queue: list[Path] = []
        self.sheet: ScoreSheet | None = None
        self.row: DifferenceRow | None = None
        form.entered.connect(self.write)
        form.files.given.connect(self.add_paths)
        form.files.known_wanted.connect(self._offer_known)
        form.files.removed.connect(self._remove)
        form.files.opened.connect(self.view)

    def write(self, entry: ExplanationEntry) -> None:
        """Stores what the form says; Ctrl+Z puts back what stood there."""
        if self.sheet is None or self.row is None:
            return
        item_id, before = self.row.item.id, of_this_round(self.row)
        office, row = self._context.office, self.sheet.assessment

        def done(_row: ExplanationRow) -> None:
            self._form.written_down(item_id)
            back = self._undo.push(lambda: self._put_back(row.year, row.set_code, item_id, before))
            if entry.withdrawn:
                self._context.messages.say(f"Đã rút giải trình dòng {item_id}.", back)

        def failed(error: Exception) -> bool:
            self._form.not_written(item_id)
            here = self.row is not None and self.row.item.id == item_id
            if isinstance(error, InputRefused) and here:
                self._form.show_problems(error)
                return True
            return False

        self._context.runner.command(
            lambda _: explain_line(office, row.year, item_id, entry, row.set_code),
            done,
            owner=self._owner,
            on_error=failed,
            label="Đang ghi giải trình",
        )

    def add_paths(self, paths: list[Path]) -> None:
        """Asks about each file, one after the other; the text comes first."""
        if self._form.asks_for_text() or not self._form.commit():
            return
        self._queue.extend(paths)
        self._ask_next()

    def view(self, document_id: int) -> None:
        """A document, inside the program."""
        office = self._context.office
        self._context.runner.query(
            lambda _: open_document(office, document_id),
            lambda content: FileViewer(content, self._owner).open(),
            owner=self._owner,
            label="Đang mở tài liệu",
        )

    def _put_back(
        self, year: int, set_code: str, item_id: str, before: ExplanationRow | None
    ) -> None:
        office = self._context.office
        if before is None:
            entry = ExplanationEntry(withdrawn=True)
        else:
            entry = ExplanationEntry(
                before.text,
                before.proposed,
                no_proposal=before.proposed is None,
                withdrawn=before.is_withdrawn,
            )
        self._context.runner.command(
            lambda _: explain_line(office, year, item_id, entry, set_code),
            lambda _: self._context.messages.say(f"Đã hoàn tác giải trình dòng {item_id}."),
            owner=self._owner,
        )

    def _ask_next(self) -> None:
        if not self._queue:
            return
        path = self._queue.pop(0)

        def failed(error: Exception) -> bool:
            self._context.messages.tell_error(error)
            self._ask_next()
            return True

        self._context.runner.query(
            lambda _: read_attachable(path),
            lambda content: self._ask(path, content),
            owner=self._owner,
            label="Đang đọc tài liệu",
            on_error=failed,
        )

    def _ask(self, path: Path, content: bytes) -> None:
        if self.sheet is None or self.row is None:
            return
        item_id = self.row.item.id
        dialog = EvidenceDialog.for_explanation(
            self.sheet, item_id, path.name, look_at_document(content), self._owner.window()
        )
        dialog.confirmed.connect(lambda entry: self._add(path, item_id, entry))
        dialog.finished.connect(lambda _result: self._ask_next())
        dialog.open()

    def _add(self, path: Path, item_id: str, entry: ProofEntry) -> None:
        assert self.sheet is not None
        office, row = self._context.office, self.sheet.assessment
        known = self._known_ids()

        def done(written: ExplanationRow) -> None:
            new = [d.document_id for d in written.documents if d.document_id not in known]
            self._context.messages.say(
                f"Đã thêm {path.name} vào giải trình dòng {item_id}.",
                self._undo.push(lambda: self._take_off(item_id, new)),
            )

        self._context.runner.command(
            lambda _: add_explanation_document(
                office,
                row.year,
                item_id,
                path.name,
                read_attachable(path),
                entry.facts,
                pages=entry.pages,
                set_code=row.set_code,
            ),
            done,
            owner=self._owner,
            label="Đang mã hóa tài liệu",
        )

    def _offer_known(self) -> None:
        if self.sheet is None or self._form.asks_for_text() or not self._form.commit():
            return
        office, year = self._context.office, self.sheet.assessment.year
        self._context.runner.query(
            lambda _: known_documents(office, year), self._ask_known, owner=self._owner
        )

    def _ask_known(self, documents: tuple[KnownDocument, ...]) -> None:
        if self.row is None:
            return
        item_id, here = self.row.item.id, self._known_ids()
        rest = tuple(d for d in documents if d.document_id not in here)
        about = f"{item_id}  {self.row.item.name}"
        dialog = KnownDialog(about, rest, self._owner.window())
        dialog.chosen.connect(lambda found, pages: self._use(item_id, found, pages))
        dialog.open()

    def _use(self, item_id: str, document_id: int, pages: str) -> None:
        self._command(
            lambda year, set_code: use_explanation_document(
                self._context.office, year, item_id, document_id, pages=pages, set_code=set_code
            ),
            f"Tài liệu nay cũng kèm giải trình dòng {item_id}.",
            lambda: self._take_off(item_id, [document_id]),
        )

    def _remove(self, document_id: int) -> None:
        if self.row is None:
            return
        item_id = self.row.item.id
        written = of_this_round(self.row)
        documents = written.documents if written is not None else ()
        pages = next((d.pages for d in documents if d.document_id == document_id), "")
        self._command(
            lambda year, set_code: remove_explanation_document(
                self._context.office, year, item_id, document_id, set_code
            ),
            f"Đã gỡ tài liệu khỏi giải trình dòng {item_id}.",
            lambda: self._use(item_id, document_id, pages),
        )

    def _take_off(self, item_id: str, documents: list[int]) -> None:
        for document_id in documents:
            self._command(
                lambda year, set_code, one=document_id: remove_explanation_document(  # type: ignore[misc]
                    self._context.office, year, item_id, one, set_code
                ),
                f"Đã gỡ tài liệu khỏi giải trình dòng {item_id}.",
            )

    def _command(
        self,
        work: Callable[[int, str], Outcome[ExplanationRow]],
        said: str,
        back: Callable[[], None] | None = None,
    ) -> None:
        assert self.sheet is not None
        row = self.sheet.assessment

        def done(_row: ExplanationRow) -> None:
            undo = self._undo.push(back) if back is not None else None
            self._context.messages.say(said, undo)

        self._context.runner.command(
            lambda _: work(row.year, row.set_code), done, owner=self._owner
        )

    def _known_ids(self) -> set[int]:
        written = of_this_round(self.row) if self.row is not None else None
        return {d.document_id for d in written.documents} if written is not None else set()
