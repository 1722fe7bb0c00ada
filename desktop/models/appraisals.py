"""The province's work on what the units sent: records, verdicts, rounds, locks, results, letters.

All of it stands where the province keeps its data: in its folder, or in PostgreSQL.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
)

from desktop.domain.appraisals import PackKind, Step
from desktop.models.base import Choice, Instant, Json, Large, TravelId, metadata, one_of

# Whose data these are, so that a folder and a database that do not belong together refuse.
# ``revision`` counts the province's own records up; ``device`` signs their revisions.
province_state = Table(
    "province_state",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("province_code", Text, nullable=False),
    Column("sign_key", Text, nullable=False),
    Column("device", TravelId, nullable=False),
    Column("revision", Large, nullable=False),
    CheckConstraint("id = 1", name="single"),
)

# Submissions and explanations of the units, whole, the newest revision of each.
unit_records = Table(
    "unit_records",
    metadata,
    Column("uuid", TravelId, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("unit_code", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("set_code", Text, nullable=False),
    Column("counter", Large, nullable=False),
    Column("device", TravelId, nullable=False),
    Column("package_id", Integer, ForeignKey("received_packages.id"), nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("content", Json, nullable=False),
    Index(None, "kind", "year", "unit_code"),
)

# One verdict a line and round; round 3 is the council's.
verdicts = Table(
    "verdicts",
    metadata,
    Column("unit_code", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("set_code", Text, primary_key=True),
    Column("item_id", Text, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("verdict", Text, nullable=False),
    Column("points", Text),
    Column("applies", Boolean, nullable=False),
    Column("note", Text, nullable=False, default=""),
    Column("department", Text, nullable=False, default=""),
    Column("appraiser", Text, nullable=False, default=""),
    Column("judged_at", Instant, nullable=False),
)

# Every verdict that ever stood; only appended to.
verdict_events = Table(
    "verdict_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("unit_code", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("set_code", Text, nullable=False),
    Column("item_id", Text, nullable=False),
    Column("round", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("user_name", Text, nullable=False),
    Column("data", Json, nullable=False),
    Index(None, "unit_code", "year", "item_id"),
)

# A closed round: the record as it goes to the unit.
appraisal_rounds = Table(
    "appraisal_rounds",
    metadata,
    Column("uuid", TravelId, primary_key=True),
    Column("unit_code", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("set_code", Text, nullable=False),
    Column("round", Integer, nullable=False),
    Column("counter", Large, nullable=False),
    Column("closed_at", Instant, nullable=False),
    Column("closed_by", Text, nullable=False),
    Column("content", Json, nullable=False),
    Index(None, "unit_code", "year", "set_code", "round", unique=True),
)

# Who judges a line: for all units, or for one.
line_assignments = Table(
    "line_assignments",
    metadata,
    Column("year", Integer, primary_key=True),
    Column("set_code", Text, primary_key=True),
    Column("item_id", Text, primary_key=True),
    Column("unit_code", Text, primary_key=True),
    Column("department", Text, nullable=False),
    Column("appraiser", Text, nullable=False),
)

# The last day of a step: for all units (empty code), or an exception for one.
step_locks = Table(
    "step_locks",
    metadata,
    Column("year", Integer, primary_key=True),
    Column("step", Choice(Step), primary_key=True),
    Column("unit_code", Text, primary_key=True),
    Column("last_day", Date, nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("set_at", Instant, nullable=False),
    Column("set_by", Text, nullable=False),
    one_of("step", Step),
)

published_results = Table(
    "published_results",
    metadata,
    Column("uuid", TravelId, primary_key=True),
    Column("unit_code", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("set_code", Text, nullable=False),
    Column("counter", Large, nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("published_by", Text, nullable=False),
    Column("content", Json, nullable=False),
    Index(None, "year", "set_code", "unit_code", unique=True),
)

# Packages to the units' devices; one that is settled was read and may be removed.
letters = Table(
    "letters",
    metadata,
    Column("device", TravelId, ForeignKey("unit_devices.uuid"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("unit_code", Text, nullable=False),
    Column("chain", TravelId, nullable=False),
    Column("manifest_sha256", Text, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("highest_counter", Large, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("settled_at", Instant),
)

rule_packs = Table(
    "rule_packs",
    metadata,
    Column("uuid", TravelId, primary_key=True),
    Column("kind", Choice(PackKind), nullable=False),
    Column("name", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("valid_from", Date),
    Column("file_name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("made_by", Text, nullable=False),
    # The signed file, byte for byte, so that it can be laid into any box at any time.
    Column("envelope", Text, nullable=False),
    one_of("kind", PackKind),
    Index(None, "kind", "name", "number", unique=True),
)

rule_answers = Table(
    "rule_answers",
    metadata,
    Column("pack", TravelId, ForeignKey("rule_packs.uuid"), primary_key=True),
    Column("device", TravelId, ForeignKey("unit_devices.uuid"), primary_key=True),
    Column("unit_code", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

# Which former units a unit continues (sáp nhập, nhập một phần).
unit_lineage = Table(
    "unit_lineage",
    metadata,
    Column("unit_code", Text, primary_key=True),
    Column("former_code", Text, primary_key=True),
    Column("former_name", Text, nullable=False),
    Column("since", Date, nullable=False),
    Column("whole", Boolean, nullable=False),
    Column("basis", Text, nullable=False, default=""),
)
