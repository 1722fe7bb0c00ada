"""What this program is, its version, its licences."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from desktop import __version__
from desktop.ui.settings.section import Section
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.tables import RowsTable

_PARTS = (
    ("PySide6-Essentials", "Cửa sổ (Qt)", "LGPL-3.0"),
    ("SQLAlchemy", "Truy cập dữ liệu", "MIT"),
    ("sqlcipher3", "Cơ sở dữ liệu mã hóa (SQLCipher)", "Zlib, BSD-3-Clause"),
    ("alembic", "Nâng cấp cấu trúc dữ liệu", "MIT"),
    ("argon2-cffi", "Khóa từ mật khẩu", "MIT"),
    ("cryptography", "Bọc khóa", "Apache-2.0 hoặc BSD-3-Clause"),
    ("pyrage", "Mã hóa tệp đính kèm (age)", "MIT"),
    ("reportlab", "Tệp PDF", "BSD-3-Clause"),
    ("pypdfium2", "Xem PDF (PDFium)", "Apache-2.0, BSD-3-Clause"),
    ("segno", "Mã QR", "BSD-3-Clause"),
    ("openpyxl", "Tệp Excel", "MIT"),
    ("XlsxWriter", "Tệp Excel dài", "BSD-2-Clause"),
    ("python-calamine", "Đọc bảng tính", "MIT"),
    ("rapidfuzz", "So tên gần giống", "MIT"),
    ("holidays", "Ngày nghỉ dự kiến", "MIT"),
    ("uuid-utils", "Mã bản ghi", "BSD-3-Clause"),
    ("filelock", "Khóa cửa sổ", "MIT"),
    ("platformdirs", "Thư mục dữ liệu", "MIT"),
)
_FONTS = "Phông Inter và Liberation Serif: SIL Open Font License 1.1. Biểu tượng Tabler: MIT."


class AboutSection(Section):
    """Version and licences."""

    key = "about"
    title = "Giới thiệu"
    icon_name = "info-circle"

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.body.addWidget(
            label(
                f"Sổ Một Cửa {__version__} – sổ hồ sơ của Bộ phận Một cửa cấp xã, làm việc "
                "không cần mạng. Giấy phép MPL-2.0.\n"
                f"Thư mục văn phòng: {context.office.folder}",
                wrap=True,
            )
        )
        self.body.addWidget(label("Phần mềm và giấy phép đi kèm", "fieldLabel"))
        table = RowsTable(
            "licences",
            "Phần mềm và giấy phép",
            ("Thành phần", "Dùng để", "Phiên bản", "Giấy phép"),
            (190, 0, 100, 230),
        )
        table.rows.set_rows(
            [([name, use, _version(name), licence], name, None) for name, use, licence in _PARTS]
        )
        self.body.addWidget(table, 1)
        self.body.addWidget(label(_FONTS, "caption", wrap=True))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
