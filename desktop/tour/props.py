"""Things that lie on the desk before the day begins: a Word template of the unit."""

from __future__ import annotations

from pathlib import Path

_LINES = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "",
    "TỜ KHAI CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH",
    "",
    "Kính gửi: {{don_vi}}",
    "Họ, chữ đệm, tên người yêu cầu: {{ho_ten}}",
    "Nơi cư trú: {{dia_chi}}",
    "Giấy tờ tùy thân: thẻ căn cước số {{so_dinh_danh}}",
    "Điện thoại: {{dien_thoai}}",
    "Quan hệ với người được cấp bản sao: {{Quan hệ với người được cấp}}",
    "Đề nghị cấp bản sao: {{Loại giấy tờ hộ tịch}}",
    "Số bản: {{so_ban}}",
    "",
    "{{ngay_thang_nam}}",
)


def word_template(folder: Path) -> Path:
    """Writes the template, as a unit would type it in Word."""
    import docx

    document = docx.Document()
    for line in _LINES:
        document.add_paragraph(line)
    path = folder / "Tờ khai cấp bản sao trích lục hộ tịch.docx"
    document.save(str(path))
    return path
