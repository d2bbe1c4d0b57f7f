"""Tables of the ward: categories, plan lines, loudspeakers, outgoing documents, views."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Sum
from django.utils import timezone

from core.models import ViewCount
from core.reporting.figures import Figures
from core.text.vietnamese import sort_key
from news.models import Article, PlanLine
from news.planning.assignment import assignee_label
from news.planning.line_status import line_statuses
from organization.models import ReportingPeriod
from reports.figures.comparison import Compared, Comparison
from reports.tables.model import Cell, ReportColumn, ReportRow, ReportTable

MOST_READ = 10
PREVIOUS = "Kỳ trước"
LAST_YEAR = "Cùng kỳ năm trước"
TO_DATE = "Lũy kế"
_KINDS = ("brief", "feature", "notice")
_COMPARED = (
    ReportColumn("Kỳ này"),
    ReportColumn(PREVIOUS),
    ReportColumn(LAST_YEAR, width=11),
    ReportColumn(TO_DATE),
)
NOTHING_YET = "Chưa có số liệu"


def summary_table(compared: Comparison) -> ReportTable:
    """Return the key figures beside those of other periods."""
    codes = (
        ("news.submitted", "Tin, bài đã nộp"),
        ("news.on_time", "Nộp đúng hạn"),
        ("news.late", "Nộp muộn"),
        ("news.published", "Tin, bài, thông báo đã đăng"),
        ("news.views", "Lượt xem tin, bài"),
        ("documents.received", "Văn bản đến đã chuyển đơn vị"),
        ("documents.done_on_time", "Văn bản xong đúng hạn"),
        ("documents.done_late", "Văn bản xong muộn"),
        ("documents.overdue", "Văn bản quá hạn cuối kỳ"),
        ("documents.issued", "Văn bản đi (theo sổ)"),
        ("broadcasts.aired", "Buổi phát thanh"),
        ("broadcasts.plays", "Lượt phát"),
        ("tasks.done_on_time", "Nhiệm vụ hoàn thành đúng hạn"),
        ("tasks.done_late", "Nhiệm vụ hoàn thành muộn"),
        ("tasks.overdue", "Nhiệm vụ quá hạn cuối kỳ"),
        ("feedback.received", "Báo sai sót của người dân"),
        ("feedback.in_time", "Báo sai sót trả lời đúng hạn"),
    )
    rows = tuple(_compared_row("tong-hop", label, code, None, compared) for code, label in codes)
    return ReportTable("tong-hop", "Số liệu chính", "Chỉ số", _COMPARED, rows)


def categories_table(figures: Figures) -> ReportTable:
    """Return table 2: published items by category and kind; it adds up to those of table 1."""
    codes = [f"news.category_{kind}" for kind in _KINDS]
    names = dict.fromkeys(name for code in codes for name in figures.groups(code))
    rows = []
    for name in names:
        cells = [Cell(figures.value(code, name), code, name) for code in codes]
        total = sum(figures.value(code, name) for code in codes)
        rows.append(ReportRow(name, (*cells, Cell(total)), f"bang-2:{name}"[:120]))
    sums = [Cell(figures.value(code), code) for code in codes]
    total_row = ReportRow("Cộng", (*sums, Cell(figures.value("news.published"), "news.published")))
    columns = ("Tin", "Bài", "Thông báo", "Cộng")
    return ReportTable(
        "bang-2",
        "Bảng 2. Tin, bài đã đăng theo chuyên mục",
        "Chuyên mục",
        tuple(ReportColumn(label) for label in columns),
        tuple(rows),
        total_row,
        note=(
            "Tin, bài tính vào kỳ của dòng định hướng, không có dòng thì theo ngày nộp hoặc ngày"
            " đăng; số này có thể khác số bài mang ngày đăng trong kỳ."
            if rows
            else "Chưa có tin, bài nào đăng trong kỳ."
        ),
    )


def lines_table(period: ReportingPeriod, now: datetime) -> ReportTable:
    """Return table 3: the lines of the plan and how far they are. Two queries."""
    lines = PlanLine.objects.filter(plan__period=period).order_by("position", "pk")
    statuses = line_statuses(lines, now=now)
    rows = [
        ReportRow(
            status.line.topic,
            (
                Cell(assignee_label(status.line) or "Chưa giao"),
                Cell(f"{status.deadline:%d/%m/%Y}"),
                Cell(f"{status.state.label}{', muộn' if status.is_late else ''}"),
                Cell(len(status.articles)),
            ),
            f"bang-3:{status.line.pk}",
        )
        for status in statuses
    ]
    return ReportTable(
        "bang-3",
        "Bảng 3. Thực hiện định hướng tin bài",
        "Chủ đề",
        (
            ReportColumn("Giao cho", is_number=False, width=16),
            ReportColumn("Hạn", is_number=False, width=11),
            ReportColumn("Tình trạng", is_number=False, width=13),
            ReportColumn("Số tin, bài"),
        ),
        tuple(rows),
        note="" if rows else "Kỳ này chưa có định hướng.",
        is_internal=True,
    )


def loudspeakers_table(compared: Comparison) -> ReportTable:
    """Return table 4: sessions, plays by kind, own and relayed, minutes, incidents."""
    figures = compared.figures
    parts: list[tuple[str, str, str | None]] = [
        ("Buổi phát theo lịch", "broadcasts.planned", None),
        ("Buổi đã phát", "broadcasts.aired", None),
        ("– phát thêm ngoài lịch", "broadcasts.extra", None),
        ("– phát khẩn cấp", "broadcasts.emergency", None),
        ("Buổi không phát", "broadcasts.missed", None),
        *((f"– {name}", "broadcasts.missed", name) for name in figures.groups("broadcasts.missed")),
        ("Lượt phát", "broadcasts.plays", None),
        *((f"– {name}", "broadcasts.plays", name) for name in figures.groups("broadcasts.plays")),
        ("Lượt tự sản xuất", "broadcasts.own", None),
        ("Lượt tiếp âm", "broadcasts.relayed", None),
        ("Thời lượng đã phát (phút)", "broadcasts.minutes", None),
        ("Buổi có sự cố", "broadcasts.incidents", None),
        ("Sự cố loa", "broadcasts.faults", None),
        *((f"– {name}", "broadcasts.faults", name) for name in figures.groups("broadcasts.faults")),
    ]
    rows = [_compared_row("bang-4", label, code, group, compared) for label, code, group in parts]
    return ReportTable("bang-4", "Bảng 4. Đài truyền thanh", "Chỉ số", _COMPARED, tuple(rows))


def outgoing_table(figures: Figures) -> ReportTable:
    """Return table 6: documents issued by the register, and documents made public, by type.

    Neither is part of the other: a document of another software, or of a superior authority, is
    made public without a line in the register.
    """
    codes = ("documents.issued", "documents.published")
    names = dict.fromkeys(name for code in codes for name in figures.groups(code))
    rows = [
        ReportRow(
            name,
            tuple(Cell(figures.value(code, name), code, name) for code in codes),
            f"bang-6:{name}"[:120],
        )
        for name in sorted(names, key=sort_key)
    ]
    return ReportTable(
        "bang-6",
        "Bảng 6. Văn bản đi và văn bản đăng công khai theo loại",
        "Loại văn bản",
        (ReportColumn("Phát hành theo sổ"), ReportColumn("Đăng trên cổng")),
        tuple(rows),
        ReportRow("Cộng", tuple(Cell(figures.value(code), code) for code in codes)),
        note=(
            "Phát hành theo sổ: văn bản lấy số ở sổ văn bản đi trong kỳ. Đăng trên cổng: văn bản"
            " đăng ở mục Văn bản trong kỳ, cả văn bản không lấy số ở sổ này và văn bản của cấp"
            " trên."
            if rows
            else "Chưa có văn bản nào trong kỳ."
        ),
    )


def views_table(compared: Comparison) -> ReportTable:
    """Return table 9: views by category."""
    figures = compared.figures
    rows = [
        _compared_row("bang-9", name, "news.views", name, compared)
        for name in figures.groups("news.views")
    ]
    return ReportTable(
        "bang-9",
        "Bảng 9. Lượt xem theo chuyên mục",
        "Chuyên mục",
        _COMPARED,
        tuple(rows),
        _compared_row("", "Cộng", "news.views", None, compared),
    )


def most_read_table(period: ReportingPeriod, as_of: date | None) -> ReportTable:
    """Return what was read most in the period, of what is public now. One query."""
    last = min(period.ends_on, as_of or timezone.localdate())
    kind = ContentType.objects.get_for_model(Article)
    days = ViewCount.objects.filter(content_type=kind, day__range=(period.counts_from, last))
    public = Article.objects.published().values("pk")
    most = (
        days.filter(object_id__in=public)
        .order_by()
        .values("object_id", "article__title")
        .annotate(number=Sum("count"))
        .order_by("-number", "object_id")[:MOST_READ]
    )
    rows = [
        ReportRow(row["article__title"], (Cell(row["number"]),), f"bang-9a:{row['object_id']}")
        for row in most
    ]
    return ReportTable(
        "bang-9a",
        "Được xem nhiều nhất",
        "Tin, bài",
        (ReportColumn("Lượt xem"),),
        tuple(rows),
        note="" if rows else "Chưa có lượt xem nào trong kỳ.",
    )


def _compared_row(
    table: str, label: str, code: str, group: str | None, compared: Comparison
) -> ReportRow:
    found: Compared = compared.of(code, group)
    to_date = found.to_date if found.is_known else None
    others: Iterable[int | None] = (found.previous, found.last_year, to_date)
    cells = (Cell(value if value is not None else NOTHING_YET) for value in others)
    line = f"{table}:{code}" if group is None else f"{table}:{code}:{group}"
    value = found.value if found.is_known else NOTHING_YET
    return ReportRow(label, (Cell(value, code, group), *cells), line[:120])
