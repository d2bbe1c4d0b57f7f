"""Rows of the three books of decree 30/2020, annex IV, with all its columns in its order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.text import Truncator

from core.models import TransitionLog
from core.reporting.spreadsheets import Column, Sheet
from core.text.vietnamese import with_label
from documents.models import (
    IncomingDocument,
    IncomingUnit,
    OutgoingDocument,
    Register,
    Routing,
)
from documents.register_import.units import FILED, SUPPORTS, WAITS
from documents.states import Direction, IncomingState, OutgoingState
from organization.assignments.states import AssignmentState
from organization.calendar.working_days import WorkingCalendar

# Entries of one print: a page of a PDF takes longer than one of a spreadsheet.
MAX_ROWS = {"xlsx": 10_000, "pdf": 1_000}
_MAX_REASON = 500  # characters of a reason in the remarks
REGISTER, FOLLOW_UP = "so", "theo-doi"  # in addresses

INCOMING_COLUMNS = (
    Column("Ngày đến", 14),
    Column("Số đến", 8),
    Column("Tác giả", 22),
    Column("Số, ký hiệu văn bản", 19),
    Column("Ngày, tháng văn bản", 14),
    Column("Tên loại và trích yếu nội dung văn bản", 40),
    Column("Đơn vị hoặc người nhận", 24),
    Column("Ngày chuyển", 14),
    Column("Ký nhận", 19),
    Column("Ghi chú", 20),
)
OUTGOING_COLUMNS = (
    Column("Số, ký hiệu văn bản", 19),
    Column("Ngày, tháng văn bản", 14),
    Column("Tên loại và trích yếu nội dung văn bản", 40),
    Column("Người ký", 20),
    Column("Nơi nhận văn bản", 30),
    Column("Đơn vị, người nhận bản lưu", 22),
    Column("Số lượng bản", 8),
    Column("Ngày chuyển", 14),
    Column("Ký nhận", 19),
    Column("Ghi chú", 20),
)
FOLLOW_UP_COLUMNS = (
    Column("Số đến", 8),
    Column("Tên loại, số và ký hiệu, ngày tháng và tác giả văn bản", 50),
    Column("Đơn vị hoặc người nhận", 26),
    Column("Thời hạn giải quyết", 14),
    Column("Tiến độ giải quyết", 26),
    Column("Số, ký hiệu văn bản trả lời", 20),
    Column("Ghi chú", 24),
)
# Of an incoming or outgoing entry: there is no number, or no document, to follow up any more.
_ENDED = (IncomingState.CANCELLED, OutgoingState.CANCELLED, IncomingState.RETURNED)
TITLES = {
    (Direction.INCOMING, REGISTER): "Sổ đăng ký văn bản đến",
    (Direction.OUTGOING, REGISTER): "Sổ đăng ký văn bản đi",
    (Direction.INCOMING, FOLLOW_UP): "Sổ theo dõi giải quyết văn bản đến",
}


class TooManyRows(Exception):
    """More entries than one print may have; ``count`` is how many."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


@dataclass(frozen=True)
class Span:
    """Days of a book, both included; ``year`` of a whole year."""

    first: date
    last: date
    year: int | None = None

    @classmethod
    def of_year(cls, year: int) -> Span:
        return cls(date(year, 1, 1), date(year, 12, 31), year)

    @property
    def words(self) -> str:
        if self.year:
            return f"Năm {self.year}"
        return f"Từ ngày {self.first:%d/%m/%Y} đến ngày {self.last:%d/%m/%Y}"

    @property
    def name(self) -> str:
        return str(self.year) if self.year else f"{self.first:%d-%m-%Y}-den-{self.last:%d-%m-%Y}"


@dataclass(frozen=True)
class Book:
    """One book as a sheet, rows of cancelled entries struck through."""

    sheet: Sheet
    filename: str


def book_of(
    register: Register, kind: str, span: Span, *, today: date, most: int = MAX_ROWS["xlsx"]
) -> Book:
    """Return the book of one register and kind in a span of days. Six queries at most.

    Raises KeyError for a kind that the register's direction does not have, TooManyRows.
    """
    direction = Direction(register.direction)
    title = TITLES[direction, kind]
    columns: tuple[Column, ...] = OUTGOING_COLUMNS
    if kind == FOLLOW_UP:
        columns = FOLLOW_UP_COLUMNS
        rows, numbers = _follow_up(register, span, today, most)
    elif direction == Direction.INCOMING:
        columns = INCOMING_COLUMNS
        rows, numbers = _incoming(register, span, most)
    else:
        rows, numbers = _outgoing(register, span, most)
    from_to = f". Từ số {numbers[0]} đến số {numbers[-1]}" if numbers else ". Chưa có số nào"
    sheet = Sheet(
        name=title,
        title=title,
        subtitle=f"{register}. {span.words}{from_to}.",
        columns=columns,
        rows=[values for values, _ in rows],
        struck=frozenset(at for at, (_, is_cancelled) in enumerate(rows) if is_cancelled),
    )
    return Book(sheet, f"{title} {register.pk} {span.name}")


Row = tuple[list[Any], bool]


def _incoming_entries(register: Register, span: Span, most: int) -> list[IncomingDocument]:
    entries = IncomingDocument.objects.registered().filter(
        register=register, arrived_on__range=(span.first, span.last)
    )
    units = Prefetch("units", IncomingUnit.objects.select_related("unit"))
    ordered = entries.order_by("arrival_year", "arrival_number").select_related("type", "decider")
    return _bounded(ordered.prefetch_related(units), most)


def _incoming(register: Register, span: Span, most: int) -> tuple[list[Row], list[int]]:
    entries = _incoming_entries(register, span, most)
    ends = _ends_of(entries)
    rows = []
    for entry in entries:
        units = list(entry.units.all())
        values = [
            entry.arrived_on,
            entry.arrival_number,
            entry.agency,
            entry.code,
            entry.issued_on,
            _type_and_subject(entry),
            "\n".join(map(_receiver, units)) or _keeper(entry),
            _days(units, "passed_on"),
            _days(units, "first_opened_on"),
            _remarks(entry, ends),
        ]
        rows.append((values, entry.state == IncomingState.CANCELLED))
    return rows, [entry.arrival_number or 0 for entry in entries]


def _outgoing(register: Register, span: Span, most: int) -> tuple[list[Row], list[int]]:
    entries = OutgoingDocument.objects.numbered().filter(
        register=register, issued_on__range=(span.first, span.last)
    )
    ordered = entries.order_by("number_year", "number")
    found = _bounded(ordered.select_related("type", "unit", "register"), most)
    ends = _ends_of(found)
    rows = []
    for one in found:
        values = [
            one.code,
            one.issued_on,
            _type_and_subject(one),
            "\n".join(filter(None, [one.signer, one.signer_title])),
            one.recipients,
            one.unit.name,
            one.copies,
            one.sent_on,
            one.acknowledged,
            _remarks(one, ends),
        ]
        rows.append((values, one.state == OutgoingState.CANCELLED))
    return rows, [one.number or 0 for one in found]


def _follow_up(
    register: Register, span: Span, today: date, most: int
) -> tuple[list[Row], list[int]]:
    entries = _incoming_entries(register, span, most)
    answers = _answers(entries)
    ends = _ends_of(entries)
    calendar = WorkingCalendar.load()
    rows = []
    for entry in entries:
        is_cancelled = entry.state == IncomingState.CANCELLED
        units = list(entry.units.all())
        leading: list[IncomingUnit | None] = [row for row in units if row.is_lead]
        leading = leading or [None]
        for place, row in enumerate(leading):
            supporting = [one for one in units if not one.is_lead] if place == 0 else []
            receivers = [*([row] if row else []), *supporting]
            values = [
                entry.arrival_number,
                _described(entry),
                "\n".join(map(_receiver, receivers)),
                row.due_on if row else None,
                _progress(entry, row, today, calendar),
                "\n".join(answers.get(entry.pk, [])),
                _remarks(entry, ends) if place == 0 else "",
            ]
            rows.append((values, is_cancelled))
    return rows, [entry.arrival_number or 0 for entry in entries]


def _bounded(entries: QuerySet[Any], most: int) -> list[Any]:
    found = list(entries[: most + 1])
    if len(found) > most:
        raise TooManyRows(entries.count())
    return found


def _ends_of(entries: Iterable[Any]) -> dict[int, TransitionLog]:
    """Return the steps that ended entries which were cancelled or returned to the sender, by the
    entries' keys. One query, none without any.
    """
    ended: list[Any] = [one for one in entries if one.state in _ENDED]
    if not ended:
        return {}
    kind = ContentType.objects.get_for_model(ended[0])
    logs = TransitionLog.objects.filter(
        content_type=kind, object_id__in=[one.pk for one in ended], target__in=_ENDED
    )
    return {log.object_id: log for log in logs.order_by("at", "pk")}


def _answers(entries: list[IncomingDocument]) -> dict[int, list[str]]:
    """Return the numbers of the answering documents by the keys of what they answer. Two
    queries.
    """
    keys = [entry.pk for entry in entries]
    issued = OutgoingDocument.objects.filter(answers__in=keys, state=OutgoingState.ISSUED)
    routed = Routing.objects.filter(
        document__in=keys, answered_by__state=OutgoingState.ISSUED
    ).select_related("answered_by__register")
    found: dict[int, list[str]] = {}
    pairs = [(one.answers_id or 0, one) for one in issued.select_related("register")]
    pairs += [(one.document_id, one.answered_by) for one in routed if one.answered_by]
    for key, answer in sorted(pairs, key=lambda pair: pair[1].pk):
        codes = found.setdefault(key, [])
        if answer.code not in codes:
            codes.append(answer.code)
    return found


def _type_and_subject(entry: IncomingDocument | OutgoingDocument) -> str:
    return with_label(entry.type.name, entry.subject) if entry.type else entry.subject


def _described(entry: IncomingDocument) -> str:
    """Return "Kế hoạch số 15/KH-UBND ngày 03/07/2026 của UBND thành phố: trích yếu"."""
    name = entry.type.name if entry.type else "Văn bản"
    parts = [
        name,
        f"số {entry.code}" if entry.code else "không số",
        f"ngày {entry.issued_on:%d/%m/%Y}" if entry.issued_on else "",
        f"của {entry.agency}" if entry.agency else "",
    ]
    return f"{' '.join(filter(None, parts))}: {entry.subject}"


def _receiver(row: IncomingUnit) -> str:
    person = f" ({row.person})" if row.person else ""
    return f"{row.unit.name}{person}{'' if row.is_lead else SUPPORTS}"


def _keeper(entry: IncomingDocument) -> str:
    """Return who has a document that no unit was given."""
    if entry.state == IncomingState.WAITING:
        return f"{entry.decider or 'Lãnh đạo'} {WAITS}"
    if entry.state == IncomingState.FILED:
        return f"Văn thư {FILED}"
    return ""


def _days(rows: list[IncomingUnit], name: str) -> Any:
    """Return the day of the only unit, or the days with their units."""
    dated = [(row.unit.short_name, getattr(row, name)) for row in rows if getattr(row, name)]
    days = {day for _, day in dated}
    if len(days) == 1 and (name == "passed_on" or len(rows) == 1):
        return days.pop()
    return "\n".join(f"{unit}: {day:%d/%m/%Y}" for unit, day in dated)


def _progress(
    entry: IncomingDocument, row: IncomingUnit | None, today: date, calendar: WorkingCalendar
) -> str:
    ended = (IncomingState.CANCELLED, IncomingState.RETURNED, IncomingState.FILED)
    if entry.state in ended or row is None:
        return entry.get_state_display()
    if row.finished_on:
        is_late = row.due_on is not None and row.finished_on > row.due_on
        late = ", muộn" if is_late else ", đúng hạn" if row.due_on else ""
        is_unconfirmed = row.state == AssignmentState.FINISHED.label
        waits = ", chờ xác nhận" if is_unconfirmed else ""
        return f"Xong ngày {row.finished_on:%d/%m/%Y}{late}{waits}"
    if row.due_on and row.due_on < today:
        days = -calendar.left(today, row.due_on)
        return f"Quá hạn {days} ngày làm việc" if days else "Quá hạn"
    return "Đang giải quyết"


def _remarks(entry: Any, ends: Mapping[int, TransitionLog]) -> str:
    """Return the remarks with what a reader of the book has to know of the entry."""
    words = [_end_words(entry, ends.get(entry.pk))] if entry.state in _ENDED else []
    if entry.urgency:
        words.append(entry.get_urgency_display())
    if getattr(entry, "is_repeat", False):
        words.append("Đến lần nữa")
    return ". ".join(filter(None, [*words, entry.remarks]))


def _end_words(entry: Any, end: TransitionLog | None) -> str:
    is_returned = entry.state == IncomingState.RETURNED
    words = "Đã trả lại nơi gửi" if is_returned else "Đã hủy số"
    if end is None:
        return words
    reason = Truncator(end.note.rstrip(" .")).chars(_MAX_REASON)
    day = f", ngày {timezone.localtime(end.at):%d/%m/%Y}" if is_returned else ""
    return f"{words}: {reason}{day}"
