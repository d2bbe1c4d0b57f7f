"""Tables with a row for each unit: items, documents, points, tasks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from core.reporting.figures import Figures
from core.reporting.percentages import percent, reaches
from news.models import QuotaRating
from organization.models import Block, ReportingPeriod, Unit
from reports.agency.figure_source import agency_table, whole
from reports.tables.model import Cell, ReportColumn, ReportRow, ReportTable

NO_UNIT = "Chưa ghi đơn vị"
_ITEMS = (
    ("news.required", "Chỉ tiêu"),
    ("news.submitted", "Đã nộp"),
    ("news.on_time", "Đúng hạn"),
    ("news.late", "Muộn"),
    ("news.returned", "Trả lại"),
    ("news.published_brief", "Tin đăng"),
    ("news.published_feature", "Bài đăng"),
    ("news.published_notice", "TB đăng"),
    ("news.sent", "Gửi LT"),
    ("news.accepted", "LT nhận"),
    ("news.sent_back", "LT trả"),
    ("broadcasts.unit_plays", "Lượt loa"),
)
_DOCUMENTS = (
    ("documents.received", "Nhận"),
    ("documents.opened_in_time", "Mở đúng hạn"),
    ("documents.done_on_time", "Xong đúng hạn"),
    ("documents.done_late", "Xong muộn"),
    ("documents.open", "Đang làm"),
    ("documents.overdue", "Quá hạn"),
    ("documents.never_opened", "Chưa mở"),
    ("documents.without_login", "Không đăng nhập"),
)
_TASKS = (
    ("tasks.assigned", "Được giao"),
    ("tasks.done_on_time", "Đúng hạn"),
    ("tasks.done_late", "Muộn"),
    ("tasks.running", "Đang làm"),
    ("tasks.overdue", "Quá hạn"),
)


class Window(Protocol):
    """The days of a period, or of several, both inclusive, and all units in the ward's order."""

    @property
    def counts_from(self) -> date: ...

    @property
    def ends_on(self) -> date: ...

    @property
    def units(self) -> list[Unit]: ...


@dataclass(frozen=True)
class UnitRows:
    """The units of a period in the ward's order, and those with something to count."""

    units: tuple[Unit, ...]
    figures: Figures

    @classmethod
    def of(cls, period: Window, figures: Figures) -> UnitRows:
        """Return the units with a row, in the order of blocks."""
        order = sorted(period.units, key=lambda one: Block.values.index(one.block))
        rows = cls(tuple(order), figures)
        valid = {
            unit.pk for unit in order if unit.is_valid_within(period.counts_from, period.ends_on)
        }
        return cls(tuple(unit for unit in order if unit.pk in valid or rows.has_any(unit)), figures)

    def has_any(self, unit: Unit) -> bool:
        codes = [code for code, _ in (*_ITEMS, *_DOCUMENTS, *_TASKS)]
        return any(self.figures.keys(code, str(unit.pk)) for code in codes)

    def rows(self, table: str, codes: Iterable[str]) -> Iterable[tuple[ReportRow, str]]:
        """Yield a row of figures for each unit with its group; one more for what names none."""
        codes = tuple(codes)
        for unit in self.units:
            group = str(unit.pk)
            yield self._row(table, unit.name, group, codes), group
        if any(self.figures.value(code, "0") for code in codes):
            yield self._row(table, NO_UNIT, "0", codes), "0"

    def total(self, codes: Iterable[str]) -> tuple[Cell, ...]:
        return tuple(Cell(self.figures.value(code), code) for code in codes)

    def _row(self, table: str, name: str, group: str, codes: tuple[str, ...]) -> ReportRow:
        cells = (Cell(self.figures.value(code, group), code, group) for code in codes)
        return ReportRow(name, tuple(cells), f"{table}:{group}", names_unit=True)


def items_table(units: UnitRows) -> ReportTable:
    """Return table 1: items by unit against their quota. One query."""
    codes = [code for code, _ in _ITEMS]
    ratings = list(QuotaRating.objects.order_by("-least_percent"))
    blocks = {str(unit.pk): Block(unit.block).label for unit in units.units}
    rows = []
    for row, group in units.rows("bang-1", codes):
        met = units.figures.value("news.met", group)
        required = units.figures.value("news.required", group)
        block = Cell(blocks.get(group, ""))
        ends = (Cell(percent(met, required)), Cell(_rating(met, required, ratings)))
        rows.append(ReportRow(row.label, (block, *row.cells, *ends), row.line, names_unit=True))
    share = percent(units.figures.value("news.met"), units.figures.value("news.required"))
    total = ReportRow("Cộng", (Cell(""), *units.total(codes), Cell(share), Cell("")))
    columns = [ReportColumn(label) for _, label in _ITEMS]
    return ReportTable(
        "bang-1",
        "Bảng 1. Tin, bài của các đơn vị",
        "Đơn vị",
        (
            ReportColumn("Khối", is_number=False, width=14),
            *columns,
            ReportColumn("% chỉ tiêu"),
            ReportColumn("Xếp loại", is_number=False, width=11),
        ),
        tuple(rows),
        total,
        note=(
            "LT: liên thông cổng cấp trên. TB: thông báo. % chỉ tiêu tính riêng từng thể loại: tin,"
            " bài của thể loại khác, hoặc vượt chỉ tiêu, không bù cho thể loại còn thiếu."
        ),
        is_internal=True,
    )


def documents_table(units: UnitRows) -> ReportTable:
    """Return table 5: incoming documents by unit."""
    rows = []
    codes = [code for code, _ in _DOCUMENTS]
    for row, group in units.rows("bang-5", codes):
        share = _on_time(units.figures, group)
        rows.append(ReportRow(row.label, (*row.cells, Cell(share)), row.line, names_unit=True))
    total = ReportRow("Cộng", (*units.total(codes), Cell(_on_time(units.figures, None))))
    columns = [ReportColumn(label) for _, label in _DOCUMENTS]
    return ReportTable(
        "bang-5",
        "Bảng 5. Văn bản đến của các đơn vị",
        "Đơn vị",
        (*columns, ReportColumn("% đúng hạn")),
        tuple(rows),
        total,
        note="% đúng hạn: xong đúng hạn trên số đã xong và quá hạn.",
        is_internal=True,
    )


def tasks_table(units: UnitRows) -> ReportTable:
    """Return table 8: tasks from conclusions by unit."""
    codes = [code for code, _ in _TASKS]
    return ReportTable(
        "bang-8",
        "Bảng 8. Nhiệm vụ theo kết luận họp, chỉ đạo",
        "Đơn vị",
        tuple(ReportColumn(label) for _, label in _TASKS),
        tuple(row for row, _ in units.rows("bang-8", codes)),
        ReportRow("Cộng", units.total(codes)),
        is_internal=True,
    )


def points_table(units: UnitRows, period: ReportingPeriod) -> ReportTable:
    """Return table 7: points of the electronic agency by unit. One query."""
    code = "agency.points"
    scored = agency_table(period)
    rows = [
        ReportRow(
            row.unit.name,
            (
                Cell(_whole(row.self_points)),
                Cell(_whole(row.verified_points), code, str(row.unit.pk)),
                Cell(row.rating or row.assessment.get_state_display()),
            ),
            f"bang-7:{row.unit.pk}",
            names_unit=True,
        )
        for row in scored
    ]
    verified = [row for row in scored if units.figures.keys(code, str(row.unit.pk))]
    average = units.figures.value(code) // len(verified) if verified else None
    return ReportTable(
        "bang-7",
        "Bảng 7. Điểm cơ quan điện tử của các đơn vị",
        "Đơn vị",
        (
            ReportColumn("Tự chấm"),
            ReportColumn("Thẩm định"),
            ReportColumn("Xếp loại, tình trạng", is_number=False, width=16),
        ),
        tuple(rows),
        ReportRow("Bình quân", (Cell(""), Cell(average), Cell(""))) if rows else None,
        note="" if rows else "Kỳ này chưa mở chấm điểm cơ quan điện tử.",
        is_internal=True,
    )


def _whole(points: Decimal | None) -> int | None:
    return None if points is None else whole(points)


def _on_time(figures: Figures, group: str | None) -> int | None:
    done, late, overdue = (
        figures.value(f"documents.{name}", group)
        for name in ("done_on_time", "done_late", "overdue")
    )
    return percent(done, done + late + overdue)


def _rating(met: int, required: int, ratings: list[QuotaRating]) -> str:
    if not required:
        return ""
    return next((one.label for one in ratings if reaches(met, required, one.least_percent)), "")
