"""The book of sessions (*sổ nhật ký phát thanh*) of a span of days, and its sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch
from django.utils import timezone

from broadcasts.approved import as_approved, voice_of
from broadcasts.bulletins.slots import Schedule, starts_at
from broadcasts.bulletins.statistics import aired_minutes, is_due
from broadcasts.logbook.silence import missing_sessions
from broadcasts.models import AirItem, Bulletin, BulletinItem, Slot
from broadcasts.on_air import with_on_air
from broadcasts.states import BulletinState, ItemKind, LogSource, Voice
from core.models import TransitionLog
from core.reporting.spreadsheets import Column, Sheet

TITLE = "Sổ nhật ký phát thanh"
MAX_DAYS = 366
NO_BULLETIN = "Không có bản tin"
UNLOGGED = "Chưa ghi nhật ký"
_REASONED = (BulletinState.MISSED, BulletinState.CANCELLED)
COLUMNS = (
    Column("Ngày", 14),
    Column("Buổi", 11),
    Column("Giờ theo kế hoạch", 12),
    Column("Giờ phát thực tế", 12),
    Column("Nội dung, theo thứ tự", 60),
    Column("Người duyệt", 17),
    Column("Người phát", 17),
    Column("Cụm loa", 20),
    Column("Sự cố", 22),
    Column("Kết quả", 24),
)


@dataclass(frozen=True)
class SessionRow:
    """One session as the book has it; ``bulletin`` None: nobody made one."""

    day: date
    slot: str
    planned: str
    actual: str = ""
    contents: Sequence[str] = ()
    approver: str = ""
    operator: str = ""
    clusters: str = ""
    incidents: str = ""
    result: str = ""
    bulletin: Bulletin | None = None

    @property
    def values(self) -> list[Any]:
        """Return the cells in the order of ``COLUMNS``."""
        return [
            *(self.day, self.slot, self.planned, self.actual, "\n".join(self.contents)),
            *(self.approver, self.operator, self.clusters, self.incidents, self.result),
        ]


@dataclass
class Totals:
    """Sums of a span: sessions by their outcome, plays by kind, minutes on air.

    ``planned`` are those of the schedule that were due; of the aired ones ``extra`` are beside it,
    and ``emergencies``.
    """

    planned: int = 0
    aired: int = 0
    extra: int = 0
    emergencies: int = 0
    missed: int = 0
    unlogged: int = 0
    without_bulletin: int = 0
    cancelled: int = 0
    own: int = 0
    relayed: int = 0
    minutes: int = 0
    plays: Counter[str] = field(default_factory=Counter)

    @property
    def lines(self) -> list[tuple[str, int]]:
        """Return the sums with their labels."""
        kinds = [(f"Lượt {ItemKind(kind).label.lower()}", n) for kind, n in self._by_kind()]
        return [*self._sums, *kinds]

    @property
    def _sums(self) -> list[tuple[str, int]]:
        beside = [
            ("Trong đó phát thêm ngoài lịch", self.extra),
            ("Trong đó phát khẩn cấp", self.emergencies),
        ]
        return [
            ("Buổi theo kế hoạch", self.planned),
            ("Buổi đã phát", self.aired),
            *((label, number) for label, number in beside if number),
            ("Buổi không phát", self.missed),
            ("Buổi đã qua, chưa ghi nhật ký", self.unlogged),
            ("Buổi không có bản tin", self.without_bulletin),
            ("Bản tin đã hủy", self.cancelled),
            ("Số phút đã phát", self.minutes),
            ("Lượt phát tự sản xuất", self.own),
            ("Lượt tiếp âm", self.relayed),
        ]

    def _by_kind(self) -> list[tuple[str, int]]:
        kinds = [kind for kind in ItemKind.values if kind != ItemKind.RELAYED]
        return [(kind, self.plays[kind]) for kind in kinds if self.plays[kind]]

    def sentence(self) -> str:
        return "; ".join(f"{label.lower()}: {number}" for label, number in self._sums)


@dataclass(frozen=True)
class LogBook:
    """The sessions of a span of days in order, with their sums."""

    first: date
    last: date
    rows: list[SessionRow]
    totals: Totals

    def sheet(self) -> Sheet:
        span = f"Từ ngày {self.first:%d/%m/%Y} đến ngày {self.last:%d/%m/%Y}"
        return Sheet(
            name="Nhật ký",
            title=TITLE,
            subtitle=f"{span}. Tổng cộng: {self.totals.sentence()}.",
            columns=COLUMNS,
            rows=[row.values for row in self.rows],
        )

    def sums_sheet(self) -> Sheet:
        return Sheet(
            name="Tổng hợp",
            title="Tổng hợp phát thanh",
            subtitle=f"Từ ngày {self.first:%d/%m/%Y} đến ngày {self.last:%d/%m/%Y}",
            columns=(Column("Số liệu", 40), Column("Số", 12, is_number=True)),
            rows=self.totals.lines,
        )

    @property
    def filename(self) -> str:
        return f"{TITLE} {self.first:%d-%m-%Y} den {self.last:%d-%m-%Y}"


def log_book(first: date, last: date, *, now: datetime) -> LogBook:
    """Return the book of days, both included. Nine queries at most."""
    bulletins = _bulletins(first, last, now)
    as_approved((place for one in bulletins for place in one.places.all()), texts=())
    notes = _reasons(bulletins)
    totals = Totals()
    schedule = Schedule.load()
    timed = []
    for bulletin in bulletins:
        timed.append((bulletin.starts_at, _row(bulletin, notes.get(bulletin.pk, ""), now)))
        _count(bulletin, totals, schedule, now)
    for day, slot in missing_sessions(first, last, before=now, schedule=schedule):
        timed.append((starts_at(slot, day), _missing_row(day, slot)))
        totals.without_bulletin += 1
        totals.planned += 1
    rows = [row for _, row in sorted(timed, key=lambda pair: pair[0])]
    return LogBook(first, last, rows, totals)


def _bulletins(first: date, last: date, now: datetime) -> list[Bulletin]:
    places = BulletinItem.objects.select_related("item__unit", "item__recorded_by", "recorded_by")
    return list(
        with_on_air(Bulletin.objects.filter(day__range=(first, last)), now)
        .select_related("slot", "approved_by", "air_log__operator")
        .prefetch_related(
            Prefetch("places", places.order_by("position", "pk")), "air_log__clusters"
        )
        .order_by("starts_at", "pk")
    )


def _reasons(bulletins: Sequence[Bulletin]) -> dict[int, str]:
    """Return the typed reasons of missed and cancelled bulletins. One query, none without any."""
    keys = [one.pk for one in bulletins if one.state in _REASONED]
    if not keys:
        return {}
    kind = ContentType.objects.get_for_model(Bulletin)
    logs = TransitionLog.objects.filter(content_type=kind, object_id__in=keys, target__in=_REASONED)
    return dict(logs.order_by("at", "pk").values_list("object_id", "note"))


def _row(bulletin: Bulletin, note: str, now: datetime) -> SessionRow:
    log = getattr(bulletin, "air_log", None)
    return SessionRow(
        day=bulletin.day,
        slot=bulletin.slot.name if bulletin.slot else "Khẩn cấp",
        planned=_span(bulletin.starts_at, bulletin.ends_at),
        actual=_span(log.started_at, log.ended_at) if log else "",
        contents=_contents(bulletin),
        approver=str(bulletin.approved_by or ""),
        operator=_operator(log),
        clusters=", ".join(str(one) for one in log.clusters.all()) if log else "",
        incidents=_incidents(log),
        result=_result(bulletin, note, now),
        bulletin=bulletin,
    )


def _missing_row(day: date, slot: Slot) -> SessionRow:
    begin = starts_at(slot, day)
    planned = _span(begin, begin + timedelta(minutes=slot.minutes))
    return SessionRow(day=day, slot=slot.name, planned=planned, result=NO_BULLETIN)


def _contents(bulletin: Bulletin) -> list[str]:
    """Return the items in order, each with its facts; what was not heard is marked."""
    is_aired = bulletin.state == BulletinState.AIRED
    places = [
        place
        for place in bulletin.places.all()
        if not place.item.is_frame and (place.is_aired or not place.item.is_withdrawn)
    ]
    return [
        f"{number}. {_described(place, is_aired=is_aired)}"
        for number, place in enumerate(places, start=1)
    ]


def _described(place: BulletinItem, *, is_aired: bool) -> str:
    """Return "Ra quân vệ sinh (Tin; Tổ dân phố 3; tác giả A; người đọc B)"."""
    item = place.item
    facts = [
        item.get_kind_display(),
        item.unit.name if item.unit else "",
        f"tác giả {item.author}" if item.author else "",
        _voice(place) if is_aired and place.is_aired else "",
        _withdrawn(item) if item.is_withdrawn else "",
        "không phát" if is_aired and not place.is_aired else "",
    ]
    return f"{item.title} ({'; '.join(filter(None, facts))})"


def _withdrawn(item: AirItem) -> str:
    return "bản đăng đã gỡ" if item.source_key else "đã gỡ"


def _voice(place: BulletinItem) -> str:
    """Return whose voice was heard: recorded, synthetic, or read live."""
    voice = Voice(place.voice) if place.voice else voice_of(place.item)
    if voice != Voice.RECORDED:
        return voice.label
    person = place.recorded_by if place.voice else place.item.recorded_by
    return f"người đọc {person}" if person else "bản ghi âm"


def _operator(log: Any) -> str:
    if log is None:
        return ""
    if log.source == LogSource.PLAYOUT:
        return "Trang phát của trạm"
    return str(log.operator or "")


def _incidents(log: Any) -> str:
    if log is None:
        return ""
    broken = f"Gián đoạn {log.interruptions} lần" if log.interruptions else ""
    return "; ".join(filter(None, [log.incidents, broken]))


def _result(bulletin: Bulletin, note: str, now: datetime) -> str:
    if bulletin.state == BulletinState.MISSED:
        reason = f"Không phát: {bulletin.get_missed_reason_display().lower()}"
        return f"{reason}. {note}" if note else reason
    if bulletin.state == BulletinState.CANCELLED:
        return f"Đã hủy: {note}" if note else "Đã hủy"
    return UNLOGGED if _is_unlogged(bulletin, now) else bulletin.state_words


def _is_unlogged(bulletin: Bulletin, now: datetime) -> bool:
    is_over = bulletin.ends_at <= now and bulletin.on_air_since is None
    return is_over and bulletin.state != BulletinState.AIRED


def _count(bulletin: Bulletin, totals: Totals, schedule: Schedule, now: datetime) -> None:
    if bulletin.state == BulletinState.CANCELLED:
        totals.cancelled += 1
        return
    is_regular = schedule.is_regular(bulletin.day, bulletin.slot_id)
    totals.planned += is_regular and is_due(bulletin.state, bulletin.ends_at, now)
    if bulletin.state == BulletinState.MISSED:
        totals.missed += 1
    elif bulletin.state != BulletinState.AIRED:
        totals.unlogged += _is_unlogged(bulletin, now)
    else:
        totals.aired += 1
        totals.emergencies += bulletin.slot_id is None
        totals.extra += bulletin.slot_id is not None and not is_regular
        log = getattr(bulletin, "air_log", None)
        totals.minutes += aired_minutes(log.started_at, log.ended_at) if log else 0
        _count_plays(bulletin, totals)


def _count_plays(bulletin: Bulletin, totals: Totals) -> None:
    for place in bulletin.places.all():
        if not place.is_aired or place.item.is_frame:
            continue
        totals.plays[place.item.kind] += 1
        if place.item.is_own:
            totals.own += 1
        else:
            totals.relayed += 1


def _span(first: datetime, last: datetime) -> str:
    return f"{timezone.localtime(first):%H:%M} – {timezone.localtime(last):%H:%M}"
