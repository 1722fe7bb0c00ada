"""The ways to begin where no office is yet: set up, practise, restore, join, a province's desk."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from desktop.domain.errors import EnvironmentProblem

if TYPE_CHECKING:
    from desktop.ui.application import Life


T = TypeVar("T")


class Beginnings:
    """Each way ends at the sign-in of the folder that it made or opened."""

    def __init__(self, life: Life) -> None:
        self.life = life

    def offer(self) -> None:
        """The first window."""
        from desktop.ui.sign_in.first_start import FirstStart

        window = FirstStart(self.life.folder)
        window.new_wanted.connect(self._wizard)
        window.practice_wanted.connect(self._practice)
        window.restore_wanted.connect(self._restore)
        window.other_folder_wanted.connect(self.life.choose_other)
        window.desk_wanted.connect(self._ask_desk_code)
        window.province_wanted.connect(self._province_wizard)
        window.practice_province_wanted.connect(self._practice_province)
        self.life.show(window)

    def _ask_desk_code(self) -> None:
        from desktop.ui.sign_in.join_desk import JoinDesk

        if self.life.window is None:
            return
        asked = JoinDesk(self.life.window)
        asked.given.connect(self._join_as_desk)
        asked.open()

    def _join_as_desk(self, text: str, code: str, file: str) -> None:
        from desktop.services.clock import SystemClock
        from desktop.services.syncing.desk_joining import join_as_desk
        from desktop.ui.widgets.work import BackgroundWork

        self._busy("Đang mở quầy mới, nhận sổ của đơn vị…")
        BackgroundWork(self.life).run(
            lambda: join_as_desk(self.life.folder, text, code, SystemClock(), file or "vừa quét"),
            lambda _joined: self.life.begin(),
            self.life.tell_and_choose,
        )

    def _wizard(self) -> None:
        from desktop.services.clock import SystemClock
        from desktop.services.setting_up import create_office
        from desktop.ui.sign_in.wizard import Wizard

        window = Wizard(
            self.life.folder,
            lambda new: self._held(create_office(self.life.folder, new, SystemClock())),
            _Plain(self.life),
        )
        window.finished.connect(self.life.begin)
        window.given_up.connect(self.offer)
        self.life.show(window)

    def _province_wizard(self) -> None:
        from desktop.services.clock import SystemClock
        from desktop.services.provinces.setting_up import create_province
        from desktop.ui.sign_in.province_wizard import ProvinceWizard

        window = ProvinceWizard(
            self.life.folder,
            lambda new: self._held(create_province(self.life.folder, new, SystemClock())),
            _Plain(self.life),
        )
        window.finished.connect(self.life.begin)
        window.given_up.connect(self.offer)
        self.life.show(window)

    def _held(self, created: T) -> T:
        """Ours from the moment it is there: its recovery code is still to be written down."""
        with suppress(EnvironmentProblem):  # another window was faster; ``begin`` says so
            self.life.hold()
        return created

    def _practice_province(self) -> None:
        from desktop.domain.moments import local_date
        from desktop.services.clock import SystemClock
        from desktop.services.provinces.practice import (
            PRACTICE_PROVINCE_FOLDER,
            make_practice_province,
        )

        today = local_date(SystemClock().now())
        self._open_practice(
            self.life.folder.with_name(PRACTICE_PROVINCE_FOLDER),
            lambda target: make_practice_province(target, as_of=today),
            "Đang dựng bàn tỉnh thực hành với các đơn vị mẫu, khoảng một phút…",
        )

    def _practice(self) -> None:
        from desktop.domain.moments import local_date
        from desktop.services.clock import SystemClock
        from desktop.services.practice import PRACTICE_FOLDER, make_practice_office

        today = local_date(SystemClock().now())
        self._open_practice(
            self.life.folder.with_name(PRACTICE_FOLDER),
            lambda target: make_practice_office(target, dossiers=1200, seed=1, as_of=today),
            "Đang dựng văn phòng thực hành với 1.200 hồ sơ mẫu, chưa đến một phút…",
        )

    def _busy(self, words: str) -> None:
        """Says what is going on; nothing else may be begun meanwhile."""
        from desktop.ui.sign_in.first_start import FirstStart
        from desktop.ui.sign_in.problem import ProblemWindow

        window = self.life.window
        if isinstance(window, (FirstStart, ProblemWindow)):
            window.show_work(words)
        elif window is not None:
            window.setEnabled(False)

    def _open_practice(self, target: Path, make: Callable[[Path], object], words: str) -> None:
        """Opens a practice folder beside ours; the first time it is made."""
        from desktop.ui.widgets.work import BackgroundWork

        self._busy(words)

        def work() -> None:
            if not (target / "keys.json").exists():
                make(target)

        def done(_value: object) -> None:
            self.life.change_folder(target)

        BackgroundWork(self.life).run(work, done, self.life.tell_and_choose)

    def _restore(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        file, _ = QFileDialog.getOpenFileName(
            self.life.window, "Chọn bản sao lưu", "", "Bản sao lưu (*.smcbackup)"
        )
        if file:
            self.restore_from(Path(file))

    def restore_from(self, file: Path, *, accept_lost: bool = False) -> None:
        """Restores into the folder of this life; one that only lacks scans too, if wanted."""
        from desktop.services.clock import SystemClock
        from desktop.services.restoring import files_lost, restore_backup
        from desktop.ui.widgets.work import BackgroundWork
        from desktop.wording.backups import restore_without

        def refused(error: Exception) -> None:
            if lost := files_lost(error):
                words = restore_without(lost)
                self.life.tell_and_choose(
                    error, words, lambda: self.restore_from(file, accept_lost=True)
                )
            else:
                self.life.tell_and_choose(error)

        self._busy("Đang khôi phục và đọc lại để kiểm tra…")
        now = SystemClock().now()
        BackgroundWork(self.life).run(
            lambda: restore_backup(file, self.life.folder, now, accept_lost=accept_lost),
            lambda _info: self.life.begin(),
            refused,
        )


class _Plain:
    """Messages where no banner exists yet."""

    def __init__(self, life: Life) -> None:
        self._life = life

    def say(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Nothing to show: the step itself shows what happened."""

    def undo_last(self) -> None:
        """Nothing before an office is open can be taken back."""

    @property
    def offers_undo(self) -> bool:
        """Never."""
        return False

    def warn(self, words: Any) -> None:
        """A dialog."""
        from desktop.ui.shell.messages import ProblemDialog

        ProblemDialog(words, self._life.window).open()

    def tell_error(self, error: Exception) -> None:
        """A dialog with the words of the error."""
        from desktop.wording.problems import message

        self.warn(message(error))  # type: ignore[arg-type]
