"""Đường gửi về tỉnh: setting the mailbox, trying it step by step, keeping passwords to itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton

from desktop.domain.roles import Role
from desktop.domain.sending import FilesBy, Road
from desktop.services.clock import FixedClock
from desktop.services.office import Office
from desktop.services.syncing.joining import join
from desktop.services.syncing.road_form import read_road
from desktop.services.syncing.roads import read_access_of, road_settings
from tests.sync.mailboxes import servers
from tests.sync.mailboxes.servers import SECRET, USER, Served
from tests.ui import eyes
from tests.ui.desk import Desk, put_in, wait_for
from tests.ui.test_send_watch import invited


@pytest.fixture
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with servers.nginx(tmp_path_factory.mktemp("nginx")) as found:
        yield found


def _steps(desk: Desk) -> dict[str, str]:
    names = ("reach", "trust", "sign_in", "read", "write")
    found = {n: desk.window.findChildren(QLabel, f"trialName_{n}") for n in names}
    return {n: f[-1].text().split(": ")[1] for n, f in found.items() if f}


def _tried(desk: Desk, section: object) -> str:
    desk.find(QPushButton, "tryRoad").click()
    wait_for(lambda: "dùng được." in section.trial.sentence.text())  # type: ignore[attr-defined]
    desk.settle()
    return section.trial.sentence.text()  # type: ignore[attr-defined, no-any-return]


@pytest.mark.server
def test_mailbox_is_entered_tried_and_saved_and_the_password_stays_hidden(
    office: Office,
    open_desk: Callable[..., Desk],
    served: Served,
    tmp_path: Path,
    clock: FixedClock,
) -> None:
    join(office, invited(tmp_path, clock, tmp_path))
    desk = open_desk()
    section = desk.page("settings/road")._made["road"]
    wait_for(section.mailbox.isVisible)
    assert section.mailbox.kind.value is Road.FOLDER
    section.mailbox.kind.choose(Road.WEBDAV)
    section.mailbox.kind.changed.emit()
    section.mailbox.address.set_text(served.address)
    put_in(desk.find(QLineEdit, "roadUser"), USER)
    put_in(desk.find(QLineEdit, "roadSecret"), "sai rồi")
    assert _tried(desk, section).endswith("chưa dùng được.")
    assert _steps(desk) == {
        "reach": "được",
        "trust": "không cần",
        "sign_in": "không được",
        "read": "chưa biết",
        "write": "chưa biết",
    }
    assert not eyes.at_rest(eyes.clipped, desk.window)
    assert not eyes.keyless(desk.window) + eyes.nameless(desk.window) + eyes.english(desk.window)

    desk.find(QLineEdit, "roadSecret").clear()
    put_in(desk.find(QLineEdit, "roadSecret"), SECRET)
    assert "chưa" not in _tried(desk, section)
    assert set(_steps(desk).values()) == {"được", "không cần"}
    assert list(served.folder.rglob("trial-*")) == []
    section.sending.files.choose(FilesBy.STICK)
    section.sending.limit.set_value(30)
    desk.find(QPushButton, "saveRoad").click()
    wait_for(lambda: "Đã lưu" in desk.said)
    desk.settle()
    form = read_road(office)
    assert form is not None
    assert (form.road, form.user, form.has_secret) == (Road.WEBDAV, USER, True)
    assert (form.settings.kib_per_s, form.settings.files) == (30, FilesBy.STICK)
    with office.reading() as connection:
        assert read_access_of(connection).secret == SECRET
    assert desk.find(QLineEdit, "roadSecret").text() == ""
    assert SECRET not in f"{form} {section.mailbox.entered()}"
    # Untouched, the password stays; another address forgets it and says so.
    assert _tried(desk, section).endswith("hop-thu/ dùng được.")
    address = desk.find(QLineEdit, "roadAddress")
    address.setText("")
    put_in(address, "https://khac.example.vn/h")
    assert "nhập lại mật khẩu" in section.mailbox.secret.words.text()
    desk.find(QPushButton, "saveRoad").click()
    wait_for(lambda: (found := read_road(office)) is not None and not found.has_secret)


def test_what_cannot_be_is_said_beside_its_field_and_a_pause_is_a_button(
    office: Office,
    open_desk: Callable[..., Desk],
    tmp_path: Path,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    join(office, invited(tmp_path, clock, tmp_path))
    desk = open_desk()
    section = desk.page("settings/road")._made["road"]
    wait_for(section.mailbox.isVisible)
    section.mailbox.address.set_text("http://hopthu.example.vn/x")
    desk.find(QPushButton, "saveRoad").click()
    wait_for(section.mailbox.address.words.isVisible)
    assert "không mã hóa đường truyền" in section.mailbox.address.words.text()
    broken = tmp_path / "hỏng.pem"
    broken.write_text("không phải chứng thư", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(broken), ""))
    section.mailbox.kind.choose(Road.WEBDAV)
    section.mailbox.kind.changed.emit()
    desk.find(QPushButton, "roadCa").click()
    assert "Không đọc được tệp" in section.mailbox.address.words.text()
    desk.find(QPushButton, "roadPause").click()
    wait_for(lambda: section.pause.text().startswith("Cho gửi tiếp"))
    with office.reading() as connection:
        assert road_settings(connection).paused
    desk.find(QPushButton, "roadPause").click()
    wait_for(lambda: section.pause.text().startswith("Tạm dừng"))


def test_only_the_administrator_changes_the_road_and_others_may_try_it(
    office: Office, open_desk: Callable[..., Desk], tmp_path: Path, clock: FixedClock
) -> None:
    desk = open_desk(Role.DESK)
    section = desk.page("settings/road")._made["road"]
    assert section.empty.isVisible()
    mailbox = tmp_path / "hộp thư"
    mailbox.mkdir()
    join(office, invited(tmp_path, clock, mailbox))
    section.enter()
    wait_for(section.mailbox.isVisible)
    assert not desk.find(QPushButton, "saveRoad").isEnabled()
    assert "hộp thư dùng được" in _tried(desk, section)
    assert _steps(desk)["trust"] == "không cần"
    mailbox.rename(tmp_path / "đã rút")
    assert "chưa dùng được" in _tried(desk, section)
    assert _steps(desk)["reach"] == "không được"
