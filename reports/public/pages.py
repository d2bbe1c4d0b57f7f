"""What the public page of a report shows: figures, tables and charts without any unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from core.papers.model import shown
from core.reporting.charts import LineChart
from core.reporting.figures import Figures
from core.reporting.row_charts import RowChart
from organization.calendar.views import Month
from reports.editions.data import ReportContent, edition_content
from reports.editions.public_version import public_figures, public_tables
from reports.editions.spans import Span, YearMonth
from reports.editions.summary import stored_months, summary_content
from reports.figures.comparison import part_of, stored_value
from reports.models import Edition
from reports.public.confirmed import ConfirmedMonths, compared_with_confirmed
from reports.tables.model import ReportTable
from reports.tables.ward import TO_DATE

TREND_MONTHS = 12
_HEADINGS = {
    "tong-hop": "So sánh với các kỳ khác",
    "bang-2": "Tin, bài theo chuyên mục",
    "bang-6": "Văn bản theo loại",
    "bang-4": "Truyền thanh",
    "bang-9": "Lượt xem theo chuyên mục",
}
_LABELS = {TO_DATE: "Lũy kế các tháng đã chốt"}
# Chart of a table: its title, the column beside the label, and what is counted.
_CHARTS = {
    "bang-2": ("Tin, bài, thông báo đã đăng theo chuyên mục", 3, "tin, bài"),
    "bang-6": ("Văn bản phát hành theo sổ văn bản đi, theo loại", 0, "văn bản"),
    "bang-9": ("Lượt xem theo chuyên mục", 0, "lượt xem"),
}


@dataclass(frozen=True)
class Fact:
    """A figure in large type; ``before`` is that of the period before, "" where there is none."""

    label: str
    value: str
    before: str = ""


@dataclass(frozen=True)
class TablePart:
    """A table of the page with its chart; ``rows`` are texts."""

    code: str
    heading: str
    first: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    total: tuple[str, tuple[str, ...]] | None
    note: str
    chart: RowChart | None

    @classmethod
    def of(cls, table: ReportTable) -> TablePart:
        return cls(
            code=table.code,
            heading=_HEADINGS[table.code],
            first=table.first,
            columns=tuple(_LABELS.get(one.label, one.label) for one in table.columns),
            rows=tuple(
                (row.label, tuple(shown(cell.value) for cell in row.cells)) for row in table.rows
            ),
            total=(table.total.label, tuple(shown(cell.value) for cell in table.total.cells))
            if table.total and table.rows
            else None,
            note=table.note or ("" if table.rows else "Chưa có số liệu."),
            chart=_chart(table),
        )


@dataclass(frozen=True)
class PublicReport:
    """The page of a month or of a span of months."""

    code: str
    title: str
    starts_on: date
    ends_on: date
    facts: tuple[Fact, ...]
    feedback: str
    parts: tuple[TablePart, ...]
    months: tuple[Month, ...] = ()
    missing: tuple[Month, ...] = ()
    confirmed_at: datetime | None = None
    replaces: str = ""


def month_report(month: Month) -> PublicReport | None:
    """Return the page of a confirmed month, None for any other. Two queries.

    It is compared with confirmed months alone, as on the page of a quarter: months that nobody has
    confirmed yet, which the edition shows as well, are no public figures.
    """
    editions = Edition.objects.published().order_by("-number")
    edition = editions.filter(
        report__period__year=month.year, report__period__month=month.month
    ).first()
    if edition is None:
        return None
    content = edition_content(edition)
    tables = tuple(compared_with_confirmed(content.tables, month, ConfirmedMonths.load()))
    return _page(replace(content, tables=tables), confirmed_at=edition.confirmed_at)


def span_report(span: Span) -> PublicReport | None:
    """Return the page of a quarter, of six or nine months or of a year, made of its confirmed
    months; None without any.
    """
    content, _ = summary_content(span.year, span.part, only_confirmed=True)
    return _page(content) if content.period["months"] else None


def _page(content: ReportContent, *, confirmed_at: datetime | None = None) -> PublicReport:
    period = content.period
    tables = {table.code: table for table in public_tables(content.tables)}
    figures = public_figures(content.figures)
    unknown = _unknown(tables.get("tong-hop"))
    return PublicReport(
        code=period["code"],
        title=content.title,
        starts_on=date.fromisoformat(period["starts_on"]),
        ends_on=date.fromisoformat(period["ends_on"]),
        facts=tuple(_facts(figures, tables.get("tong-hop"), unknown)),
        feedback=feedback_sentence(figures, is_known="feedback" not in unknown),
        parts=tuple(TablePart.of(tables[code]) for code in _HEADINGS if code in tables),
        months=tuple(map(Month.parse, period.get("months", ()))),
        missing=tuple(map(Month.parse, period.get("missing", ()))),
        confirmed_at=confirmed_at,
        replaces=content.replaces,
    )


def _unknown(compared: ReportTable | None) -> dict[str, str]:
    """Return what the table says, in place of a number, of figures that nobody counted yet, by the
    part of the system that counts them.
    """
    own = (row.cells[0] for row in (compared.rows if compared else ()))
    return {part_of(cell.code): cell.shown for cell in own if not cell.is_number}


def _facts(
    figures: Figures, compared: ReportTable | None, unknown: Mapping[str, str]
) -> list[Fact]:
    """Return the main figures; the table has those of the period before."""
    before = {
        row.cells[0].code: shown(row.cells[1].value)
        for row in (compared.rows if compared else ())
        if row.cells[1].is_number
    }
    wanted = (
        ("news.published", "Tin, bài, thông báo đã đăng"),
        ("news.views", "Lượt xem tin, bài"),
        ("documents.published", "Văn bản đã đăng công khai"),
        ("broadcasts.aired", "Buổi phát thanh"),
        ("feedback.received", "Báo sai sót của người dân"),
    )
    facts = [
        Fact(label, unknown.get(part_of(code)) or shown(figures.value(code)), before.get(code, ""))
        for code, label in wanted
    ]
    days = average_days(figures.value("feedback.days"), figures.value("feedback.answered"))
    if days is not None:
        facts.append(Fact("Trả lời báo sai sót, trung bình", f"{shown(days)} ngày"))
    return facts


def average_days(days: int, answered: int) -> Decimal | None:
    """Return the days to an answer with one decimal, None without any answer."""
    if not answered:
        return None
    return (Decimal(days) / answered).quantize(Decimal("0.1"), ROUND_HALF_UP)


def feedback_sentence(figures: Figures, *, is_known: bool = True) -> str:
    """Return what became of the error reports of residents."""
    if not is_known:
        return "Chưa có số liệu về báo sai sót của người dân."
    received, answered = figures.value("feedback.received"), figures.value("feedback.answered")
    if not (received or answered):
        return "Trong kỳ không có báo sai sót nào."
    days = average_days(figures.value("feedback.days"), answered)
    answers = (
        f" Đã trả lời {shown(answered)}, đúng hạn {shown(figures.value('feedback.in_time'))},"
        f" trung bình {shown(days)} ngày."
        if days is not None
        else " Chưa có báo nào được trả lời trong kỳ."
    )
    return f"Người dân gửi {shown(received)} báo sai sót.{answers}"


def _chart(table: ReportTable) -> RowChart | None:
    if table.code not in _CHARTS or not table.rows:
        return None
    title, column, noun = _CHARTS[table.code]
    values = [row.cells[column].value for row in table.rows]
    if not any(isinstance(value, int) and value for value in values):
        return None
    return RowChart(
        f"bieu-do-{table.code}",
        title,
        [row.label for row in table.rows],
        [value if isinstance(value, int) else 0 for value in values],
        noun,
    )


def trend_chart(code: str, months: Sequence[YearMonth]) -> LineChart | None:
    """Return the published items of the confirmed months up to this one, at most twelve; None for
    less than two. Two queries.
    """
    found = stored_months(months, only_confirmed=True)
    last = _last_month(code)
    shown_months = [one for one in found if one <= last][-TREND_MONTHS:]
    if len(shown_months) < 2:
        return None
    values = [stored_value(found[month].values, "news.published", None) for month in shown_months]
    labels = [f"{month}/{year % 100:02}" for year, month in shown_months]
    return LineChart("bieu-do-thang", "Tin, bài, thông báo đã đăng qua các tháng", labels, values)


def _last_month(code: str) -> YearMonth:
    span = Span.parse(code)
    if span:
        return span.months[-1]
    month = Month.parse(code)
    return (month.year, month.month)
