"""Words of the workbook that holds a whole criteria set: written by us, read back by us.

Names are compared folded, so that a person may type them with or without accents.
"""

from __future__ import annotations

from desktop.domain.criteria.items import Block, ItemKind, Scorer
from desktop.domain.criteria.rules import Measure, RuleKind
from desktop.wording.criteria_figures import FIGURE_NAMES
from desktop.wording.criteria_sets import BLOCK_NAMES, SCORER_NAMES
from desktop.wording.scoring import RULE_KIND_NAMES

HEAD_SHEET, LINE_SHEET = "Cả bộ", "Các dòng"
HEAD_GUIDE = "Tệp này ghi đủ một bộ tiêu chí. Sửa các ô bên phải và trang “Các dòng”, rồi nhập lại."
LINE_GUIDE = (
    "Mỗi dòng một tiêu chí. “Các số của cách tính” ghi mỗi ý một dòng trong ô (Alt+Enter), "
    "đúng như các dòng đang có."
)

# Entry of the stored set → label of its row on the sheet of the whole.
HEAD_LABELS: dict[str, str] = {
    "set": "Mã bộ tiêu chí",
    "title": "Tên bộ tiêu chí",
    "province": "Tỉnh",
    "year": "Năm",
    "decision": "Quyết định",
    "version": "Phiên bản",
    "whole": "Tổng điểm của thang",
    "bands": "Xếp loại (mỗi mức một dòng: Tên = từ bao nhiêu)",
    "bonus_cap": "Trần điểm thưởng",
    "deduction_cap": "Trần điểm trừ",
    "rescale": "Quy đổi khi có dòng không áp dụng",
    "rounding.points": "Số chữ số thập phân của điểm một dòng",
    "rounding.total": "Số chữ số thập phân của tổng",
    "rounding.percent": "Số chữ số thập phân của kết quả (%)",
    "rounding.ratio_percent": "Số chữ số thập phân của tỷ lệ trước khi nhân (để trống: không làm tròn)",
    "source": "Nguồn",
    "sample": "Là dữ liệu mẫu",
    "unconfirmed": "Còn chỗ chưa xác nhận",
}

# Entry of a stored line → heading of its column.
LINE_LABELS: dict[str, str] = {
    "id": "Số",
    "parent": "Thuộc số",
    "kind": "Cấp",
    "block": "Khối",
    "name": "Tên lĩnh vực, tiêu chí",
    "max": "Điểm tối đa",
    "rule_text": "Lời văn của quyết định",
    "rule": "Kiểu tính",
    "rule.lines": "Các số của cách tính",
    "evidence": "Tài liệu kiểm chứng",
    "scorer": "Ai chấm",
    "department": "Cơ quan thẩm định",
    "no_case_points": "Điểm khi không phát sinh",
    "not_applicable_when": "Không áp dụng khi",
    "binding": "Số liệu tự điền",
    "unconfirmed": "Chưa xác nhận",
}

ITEM_KIND_NAMES: dict[ItemKind, str] = {
    ItemKind.FIELD: "Lĩnh vực",
    ItemKind.CRITERION: "Tiêu chí",
    ItemKind.SUBCRITERION: "Tiêu chí thành phần",
}
MEASURE_NAMES: dict[Measure, str] = {Measure.PERCENT: "phần trăm", Measure.COUNT: "số lượng"}

# The lines of a rule: “key = value”; the rest of each kind stands in its own form.
RULE_LABELS: dict[str, str] = {
    "points": "điểm",
    "measure": "đo bằng",
    "unit": "đơn vị tính",
    "may_exceed": "được vượt 100 %",
    "floor": "sàn (%)",
    "full_at": "đủ điểm từ (%)",
    "part": "tử số là",
    "whole": "mẫu số là",
    "each": "điểm cho mỗi việc",
    "expression": "công thức",
}
FROM, ABOVE, VARIABLE = "từ", "trên", "biến"
YES, NO = "có", "không"

CHOICES: dict[str, dict[str, str]] = {
    "kind": {str(kind): name for kind, name in ITEM_KIND_NAMES.items()},
    "block": {str(block): name for block, name in BLOCK_NAMES.items()},
    "scorer": {str(scorer): name for scorer, name in SCORER_NAMES.items()},
    "rule": {str(kind): name for kind, name in RULE_KIND_NAMES.items()},
    "measure": {str(measure): name for measure, name in MEASURE_NAMES.items()},
    "binding": dict(FIGURE_NAMES),
}
assert set(CHOICES["rule"]) == set(RuleKind)
assert set(CHOICES["scorer"]) == set(Scorer)
assert set(CHOICES["block"]) == set(Block)
