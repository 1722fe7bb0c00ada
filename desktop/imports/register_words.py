"""The words that registers use for their columns, states and ways of handing in."""

from __future__ import annotations

from desktop.domain.dossiers import Channel, DossierState, Timeliness
from desktop.domain.payments import Payment

# Folded; the longest phrase found in a heading decides what the column is.
PHRASES = {
    "order": ("stt", "tt", "so tt", "so thu tu", "order"),
    "code": ("ma ho so", "ma so ho so", "so ho so", "ma hs", "so bien nhan", "ma bien nhan",
             "so bien nhan ho so", "ma so bien nhan", "code", "so tiep nhan"),
    "procedure_code": ("ma thu tuc", "ma tthc", "ma thu tuc hanh chinh", "ma so tthc",
                       "procedure code"),
    "procedure": ("ten thu tuc", "ten tthc", "ten thu tuc hanh chinh", "noi dung ho so",
                  "noi dung", "thu tuc", "thu tuc hanh chinh", "loai ho so", "ten ho so",
                  "noi dung ho so ten tthc", "noi dung yeu cau", "noi dung giai quyet",
                  "loai thu tuc", "trich yeu", "noi dung cong viec", "tthc", "procedure",
                  "viec yeu cau", "noi dung yeu cau giai quyet"),
    "service_field": ("linh vuc", "field"),
    "applicant": ("ho ten", "ho va ten", "ten ca nhan to chuc", "chu ho so", "nguoi nop",
                  "ten ca nhan", "nguoi nop ho so", "ho ten nguoi nop", "ten cong dan",
                  "ca nhan to chuc", "ten to chuc ca nhan", "to chuc ca nhan", "nguoi yeu cau",
                  "ho ten cong dan", "khach hang", "ho ten chu ho so", "cong dan", "applicant",
                  "ten nguoi nop", "ho va ten nguoi nop", "ten chu ho so",
                  "ho ten nguoi yeu cau"),
    "id_number": ("cccd", "cmnd", "so cccd", "so cmnd", "can cuoc", "so can cuoc", "so dinh danh",
                  "so giay to", "cmnd cccd", "cccd cmnd", "so cmnd cccd", "so cccd cmnd",
                  "id number", "giay to tuy than", "so dinh danh ca nhan"),
    "birth_date": ("ngay sinh", "nam sinh", "ngay thang nam sinh"),
    "address": ("dia chi", "noi cu tru", "thuong tru", "noi thuong tru", "noi o", "dia chi lien he",
                "address", "thon", "dia ban", "noi cu tru hien nay"),
    "phone": ("dien thoai", "so dien thoai", "sdt", "so dt", "dt", "dien thoai lien he", "phone",
              "so dien thoai lien he"),
    "received": ("ngay nhan", "ngay tiep nhan", "nhan ho so", "thoi gian nhan", "ngay nop",
                 "ngay nhan ho so", "ngay gio nhan", "thoi gian tiep nhan", "ngay nop ho so",
                 "ngay tiep nhan ho so", "tiep nhan", "received", "ngay thang nhan",
                 "ngay gio tiep nhan", "nhan ho so ngay", "ngay vao so"),
    "due": ("hen tra", "ngay hen", "ngay hen tra", "hen tra ket qua", "han tra", "thoi han tra",
            "ngay hen tra ket qua", "ngay tra du kien", "han giai quyet", "thoi gian hen tra",
            "hen tra ket qua ngay", "due", "ngay phai tra", "han tra ket qua", "ngay den han"),
    "finished": ("ngay co ket qua", "ngay hoan thanh", "ngay giai quyet xong", "ngay xu ly xong",
                 "ngay ket thuc", "ngay ky"),
    "returned": ("ngay tra", "tra ket qua", "ngay nhan kq", "ngay nhan ket qua",
                 "ngay tra ket qua", "ngay tra thuc te", "ngay tra kq", "tra ket qua ngay",
                 "tra ket qua ngay nhan kq", "tra ket qua ngay nhan ket qua", "returned",
                 "ngay thuc tra", "tra ket qua ngay tra"),
    "state": ("trang thai", "tinh trang", "ket qua giai quyet", "ket qua xu ly", "state",
              "tinh trang ho so", "ket qua", "trang thai ho so"),
    "channel": ("hinh thuc nop", "kenh", "hinh thuc tiep nhan", "phuong thuc nop",
                "kenh tiep nhan", "hinh thuc nop ho so", "channel", "cach thuc nop"),
    "fee": ("le phi", "phi le phi", "phi", "so tien", "phi va le phi", "thu phi", "fee"),
    "payment": ("hinh thuc thanh toan", "phuong thuc thanh toan", "thanh toan", "cach nop phi",
                "hinh thuc nop phi", "hinh thuc nop le phi", "hinh thuc thu phi", "nop phi",
                "trang thai thanh toan", "nop phi le phi", "hinh thuc nop phi le phi"),
    "paid_online": ("thanh toan truc tuyen", "nop phi truc tuyen", "thanh toan online",
                    "thanh toan phi truc tuyen", "nop phi le phi truc tuyen"),
    "paid_on": ("ngay thanh toan", "ngay nop phi", "ngay nop le phi", "ngay thu phi",
                "ngay nop phi le phi"),
    "outside_boundary": ("phi dia gioi", "tiep nhan phi dia gioi", "phi dia gioi hanh chinh",
                         "ho so phi dia gioi"),
    "sets": ("so luong ho so", "so bo", "so luong", "so luong ho so bo", "so bo ho so"),
    "note": ("ghi chu", "note", "ghi chep"),
    # Read so that they are not taken for something else; not imported.
    "handler": ("nguoi nhan", "can bo tiep nhan", "nguoi tiep nhan", "can bo nhan",
                "can bo thu ly", "nguoi xu ly", "can bo xu ly", "nguoi nhan ho so"),
    "signed_by_giver": ("ben giao", "ky giao", "tra ket qua ben giao", "nguoi giao"),
    "signed_by_taker": ("ben nhan", "ky nhan", "tra ket qua ben nhan", "nguoi nhan ket qua",
                        "ky ten", "tra ket qua ky nhan", "nguoi nhan kq"),
}  # fmt: skip
REQUIRED = ("applicant", "received", "procedure")
REQUIRED_BY_CODE = ("applicant", "received", "procedure_code")  # a code names a procedure too
NOT_IMPORTED = ("handler", "signed_by_giver", "signed_by_taker", "service_field")

FOOTER_WORDS = (
    "tong cong", "tong so", "tong:", "cong:", "cong so", "nguoi lap", "thu truong",
    "xac nhan cua", "lap bieu", "ghi chu:", "so nay co", "tong ho so",
)  # fmt: skip
TOTAL_WORDS = ("cong", "tong")

# Whole words, without accents; the first that is found counts.
STATE_WORDS = (
    ("da bo sung", DossierState.PROCESSING),
    ("cho bo sung", DossierState.WAITING_SUPPLEMENT),
    ("yeu cau bo sung", DossierState.WAITING_SUPPLEMENT),
    ("bo sung", DossierState.WAITING_SUPPLEMENT),
    ("tu choi", DossierState.REFUSED),
    ("khong tiep nhan", DossierState.REFUSED),
    ("rut", DossierState.WITHDRAWN),
    ("dung giai quyet", DossierState.STOPPED),
    ("dung xu ly", DossierState.STOPPED),
    ("tam dung", DossierState.WAITING_SUPPLEMENT),
    ("da dung", DossierState.STOPPED),
    ("dung", DossierState.STOPPED),
    ("chua tra", DossierState.FINISHED),
    ("cho tra", DossierState.FINISHED),
    ("dang", DossierState.PROCESSING),
    ("chua giai quyet", DossierState.PROCESSING),
    ("chua xu ly", DossierState.PROCESSING),
    ("chua hoan thanh", DossierState.PROCESSING),
    ("chua xong", DossierState.PROCESSING),
    ("chua co ket qua", DossierState.PROCESSING),
    ("chua den han", DossierState.PROCESSING),
    ("co ket qua", DossierState.FINISHED),
    ("moi tiep nhan", DossierState.RECEIVED),
    ("da tiep nhan", DossierState.RECEIVED),
    ("tra lai", DossierState.REFUSED),
    ("da tra", DossierState.RETURNED),
    ("da giai quyet", DossierState.RETURNED),
    ("da xu ly", DossierState.RETURNED),
    ("hoan thanh", DossierState.RETURNED),
    ("xong", DossierState.RETURNED),
)
TIMELINESS_WORDS = (
    ("truoc han", Timeliness.EARLY),
    ("som han", Timeliness.EARLY),
    ("dung han", Timeliness.ON_TIME),
    ("qua han", Timeliness.LATE),
    ("tre han", Timeliness.LATE),
    ("cham", Timeliness.LATE),
)
CHANNEL_WORDS = (
    ("truc tiep", Channel.DIRECT),
    ("tai quay", Channel.DIRECT),
    ("truc tuyen", Channel.ONLINE),
    ("online", Channel.ONLINE),
    ("qua mang", Channel.ONLINE),
    ("dvc", Channel.ONLINE),
    ("buu chinh", Channel.POST),
    ("buu dien", Channel.POST),
    ("bcci", Channel.POST),
    ("direct", Channel.DIRECT),
    ("post", Channel.POST),
)
# Whole words. A transfer to an account need not have gone through the portal: it is asked about.
PAYMENT_WORDS = (
    ("chua nop", Payment.UNPAID),
    ("chua thanh toan", Payment.UNPAID),
    ("chua thu", Payment.UNPAID),
    ("cho thanh toan", Payment.UNPAID),
    ("truc tuyen", Payment.ONLINE),
    ("online", Payment.ONLINE),
    ("qua cong", Payment.ONLINE),
    ("truc tiep", Payment.DIRECT),
    ("tien mat", Payment.DIRECT),
    ("tai quay", Payment.DIRECT),
    ("direct", Payment.DIRECT),
    ("unpaid", Payment.UNPAID),
)
NOTHING_PAID_WORDS = ("khong thu", "mien", "mien phi", "mien thu", "-", "khong", "chua ghi")
YES_WORDS = ("x", "co", "yes", "1", "true")
NO_WORDS = ("khong", "no", "0", "false", "-")
