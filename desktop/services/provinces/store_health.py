"""The health check of a province's data: on its server, or in its folder."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Connection, func, select, text

from desktop.models.journal import audit_entries
from desktop.models.province import received_packages, unit_dossiers
from desktop.models.store_schema import newest_version, schema_version
from desktop.models.upserts import is_postgres
from desktop.province.copying import MONTH_PREFIX, OTHERS
from desktop.services.office import Office
from desktop.services.provinces.storing import server_of, store_reading
from desktop.wording.dates import number

_SHOWN = 5
_NO_PACKAGE = text(
    "SELECT count(*) FROM unit_dossiers d WHERE NOT EXISTS"
    " (SELECT 1 FROM received_packages p WHERE p.id = d.package_id)"
)
_PARTS = text(
    "SELECT c.relname, x.indisvalid FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
    " LEFT JOIN pg_index x ON x.indrelid = c.oid"
    " WHERE i.inhparent = 'unit_dossiers'::regclass"
)


def _schema(office: Office) -> tuple[bool, str]:
    """Reachable, ours, of this program's version: opening it proves the first two."""
    server = server_of(office)
    if server is None:
        return True, "nằm trong thư mục của bàn tỉnh"
    with server.reading() as connection:
        version = schema_version(connection)
    if version != newest_version():
        return False, f"máy chủ {server.shown} ở bản {version}, cần bản {newest_version()}"
    return True, f"máy chủ {server.shown} trả lời, đúng của bàn này, cấu trúc bản {version}"


def _packages(office: Office) -> tuple[bool, str]:
    """Every package that the folder's journal tells of must be there.

    The server commits first: one that the journal lacks was taken in when the machine stopped.
    """
    told = select(audit_entries.c.subject).where(audit_entries.c.action == "province.collect")
    with office.reading() as connection:
        journal = Counter(connection.execute(told).scalars())
    p = received_packages.c
    with store_reading(office) as connection:
        rows = connection.execute(select(p.unit_code, p.number)).all()
    stored = Counter(f"{unit} {package}" for unit, package in rows)
    lost = journal - stored
    if lost:
        named = "; ".join(f"đơn vị {unit} gói {one}" for unit, one in map(str.split, lost))
        return False, (
            f"thiếu {lost.total()} gói mà nhật ký đã ghi ({_few(named)}): dữ liệu cũ hơn thư mục;"
            " hãy khôi phục bản sao lưu mới nhất của máy chủ, hoặc nhờ các đơn vị gửi lại"
        )
    beyond = (stored - journal).total()
    detail = f"{number(len(rows))} gói, có đủ các gói mà nhật ký đã ghi"
    return True, detail + (f"; {beyond} gói nhận lúc máy tắt giữa chừng" if beyond else "")


def _few(named: str) -> str:
    parts = named.split("; ")
    return "; ".join(parts[:_SHOWN]) + ("; …" if len(parts) > _SHOWN else "")


def _dossiers(office: Office) -> tuple[bool, str]:
    """What a server's tables cannot promise by themselves."""
    d = unit_dossiers.c
    twice = select(d.unit_code, d.code).group_by(d.unit_code, d.code).having(func.count() > 1)
    with store_reading(office) as connection:
        count = connection.execute(select(func.count()).select_from(unit_dossiers)).scalar_one()
        orphans = int(connection.execute(_NO_PACKAGE).scalar_one())
        codes = connection.execute(twice.limit(_SHOWN)).all()
    if orphans:
        return False, f"{number(orphans)} trên {number(count)} hồ sơ không thuộc gói nào đã nhận"
    if codes:
        named = ", ".join(f"{code} (đơn vị {unit})" for unit, code in codes)
        return False, f"mã hồ sơ có hai lần: {named}"
    return True, f"{number(count)} hồ sơ, đều thuộc một gói đã nhận, không mã nào trùng"


def _parts(office: Office) -> tuple[bool, str]:
    with store_reading(office) as connection:
        if not is_postgres(connection):
            return True, "không cần, dữ liệu nằm trong thư mục"
        return _parts_on_server(connection)


def _parts_on_server(connection: Connection) -> tuple[bool, str]:
    found = connection.execute(_PARTS).all()
    names = {name for name, _ in found}
    if OTHERS not in names:
        return False, f"thiếu phần {OTHERS} cho hồ sơ không rõ tháng; hãy khôi phục máy chủ"
    broken = sorted({name for name, is_valid in found if is_valid is not True})
    if broken:
        return False, f"chỉ mục hỏng hoặc thiếu ở {', '.join(broken)}; hãy chạy REINDEX ở máy chủ"
    others = connection.execute(text(f"SELECT count(*) FROM {OTHERS}")).scalar_one()  # noqa: S608 - our own name
    months = sorted(name.removeprefix(MONTH_PREFIX) for name in names - {OTHERS})
    if not months:
        return True, "chưa có tháng nào"
    span = " đến ".join(dict.fromkeys(_month(name) for name in (months[0], months[-1])))
    return True, f"{len(months)} tháng ({span}), {number(others)} hồ sơ không rõ tháng"


def _month(name: str) -> str:
    year, month = name.split("_")
    return f"{month}/{year}"


# Name for programs, title for people, the check.
STORE_STEPS = [
    ("store_schema", "Cấu trúc dữ liệu của tỉnh", _schema),
    ("store_packages", "Gói đã nhận", _packages),
    ("store_dossiers", "Hồ sơ của các đơn vị", _dossiers),
    ("store_parts", "Phân chia theo tháng", _parts),
]
