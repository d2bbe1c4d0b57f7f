"""Named figures of broadcasts: sessions, plays, minutes, incidents; plays per unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from broadcasts.approved import as_approved
from broadcasts.bulletins.slots import Schedule
from broadcasts.bulletins.statistics import aired_minutes, is_due, plays, sessions
from broadcasts.logbook.silence import missing_sessions
from broadcasts.models import Bulletin, BulletinItem, Slot, SpeakerFault
from broadcasts.permissions import may_see_bulletins
from broadcasts.states import BulletinState, ItemKind, MissReason
from core.dates import day_start
from core.reporting.figures import (
    Dimension,
    Figure,
    FigureItem,
    FigureRow,
    FigureSource,
    Trend,
    pks_of,
)
from organization.models import ReportingPeriod, User

FIGURES = (
    Figure("broadcasts.planned", "Buổi phát thanh theo lịch", Dimension.WARD, "buổi"),
    Figure("broadcasts.aired", "Buổi phát thanh đã phát", Dimension.WARD, "buổi", Trend.BETTER),
    Figure("broadcasts.extra", "Buổi phát thêm ngoài lịch", Dimension.WARD, "buổi"),
    Figure("broadcasts.emergency", "Buổi phát khẩn cấp", Dimension.WARD, "buổi"),
    Figure("broadcasts.missed", "Buổi không phát được", Dimension.REASON, "buổi", Trend.WORSE),
    Figure("broadcasts.plays", "Lượt phát thanh", Dimension.KIND, "lượt", Trend.BETTER),
    Figure("broadcasts.own", "Lượt tự sản xuất", Dimension.WARD, "lượt", Trend.BETTER),
    Figure("broadcasts.relayed", "Lượt tiếp âm", Dimension.WARD, "lượt"),
    Figure("broadcasts.minutes", "Thời lượng đã phát", Dimension.WARD, "phút"),
    Figure("broadcasts.incidents", "Buổi có sự cố", Dimension.WARD, "buổi", Trend.WORSE),
    Figure("broadcasts.faults", "Sự cố loa", Dimension.CLUSTER, "lần", Trend.WORSE),
    Figure("broadcasts.unit_items", "Mục đã phát của đơn vị", noun="mục"),
    Figure("broadcasts.unit_plays", "Lượt phát thanh của đơn vị", noun="lượt", trend=Trend.BETTER),
)


def rows(period: ReportingPeriod, as_of: date | None) -> Iterator[FigureRow]:
    """Yield what is behind the figures of a period. Six queries at most."""
    window = (period.counts_from, period.ends_on, as_of)
    yield from _sessions(window)
    found = plays(*window).order_by("bulletin__starts_at", "position", "pk")
    counted: set[int] = set()
    for pk, kind, unit, item in found.values_list("pk", "item__kind", "item__unit", "item"):
        key = f"play:{pk}"
        yield FigureRow("broadcasts.plays", ItemKind(kind).label, key)
        is_relayed = kind == ItemKind.RELAYED
        yield FigureRow("broadcasts.relayed" if is_relayed else "broadcasts.own", "", key)
        if unit:
            yield FigureRow("broadcasts.unit_plays", str(unit), key)
            if item not in counted:
                yield FigureRow("broadcasts.unit_items", str(unit), key)
            counted.add(item)
    last = min(period.ends_on, as_of) if as_of else period.ends_on
    faults = SpeakerFault.objects.filter(reported_on__range=(period.counts_from, last))
    for pk, name in faults.order_by("cluster", "pk").values_list("pk", "cluster__name"):
        yield FigureRow("broadcasts.faults", name, f"fault:{pk}")


def _sessions(window: tuple[date, date, date | None]) -> Iterator[FigureRow]:
    first, last, as_of = window
    now = timezone.now()
    if as_of:
        now = min(now, day_start(as_of + timedelta(days=1)))
    schedule = Schedule.load()
    for bulletin in sessions(*window).select_related("air_log").order_by("starts_at", "pk"):
        yield from _session(bulletin, schedule, now)
    for day, slot in missing_sessions(first, last, before=now, schedule=schedule):
        yield FigureRow("broadcasts.planned", "", f"session:{slot.pk}:{day}")


def _session(bulletin: Bulletin, schedule: Schedule, now: datetime) -> Iterator[FigureRow]:
    key = f"bulletin:{bulletin.pk}"
    is_regular = schedule.is_regular(bulletin.day, bulletin.slot_id)
    if is_regular and is_due(bulletin.state, bulletin.ends_at, now):
        yield FigureRow("broadcasts.planned", "", key)
    if bulletin.state == BulletinState.MISSED:
        reason = MissReason(bulletin.missed_reason or MissReason.OTHER)
        yield FigureRow("broadcasts.missed", reason.label, key)
    if bulletin.state != BulletinState.AIRED:
        return
    yield FigureRow("broadcasts.aired", "", key)
    if not is_regular:
        is_extra = bulletin.slot_id is not None
        yield FigureRow("broadcasts.extra" if is_extra else "broadcasts.emergency", "", key)
    log = getattr(bulletin, "air_log", None)
    if log is None:
        return
    yield FigureRow("broadcasts.minutes", "", key, aired_minutes(log.started_at, log.ended_at))
    if log.incidents:
        yield FigureRow("broadcasts.incidents", "", key)


def describe(keys: Iterable[str], user: User) -> dict[str, FigureItem]:
    """Return sessions, plays and faults by their keys, for those who see the log."""
    wanted = list(keys) if may_see_bulletins(user) else []
    found: dict[str, FigureItem] = {}
    if pks := pks_of(wanted, "bulletin"):
        for one in Bulletin.objects.filter(pk__in=pks).select_related("slot"):
            found[f"bulletin:{one.pk}"] = FigureItem(str(one), one.address, one.get_state_display())
    if pks := pks_of(wanted, "play"):
        places = BulletinItem.objects.filter(pk__in=pks)
        for place in as_approved(places.select_related("item", "bulletin__slot"), texts=()):
            found[f"play:{place.pk}"] = FigureItem(
                place.item.title, place.bulletin.address, str(place.bulletin)
            )
    if keys := [key for key in wanted if key.startswith("session:")]:
        slots = Slot.objects.in_bulk()
        for key in keys:
            _, slot, day = key.split(":")
            if int(slot) in slots:
                words = f"{slots[int(slot)].session} ngày {date.fromisoformat(day):%d/%m/%Y}"
                found[key] = FigureItem(words, note="không có bản tin")
    if pks := pks_of(wanted, "fault"):
        for fault in SpeakerFault.objects.filter(pk__in=pks).select_related("cluster"):
            found[f"fault:{fault.pk}"] = FigureItem(
                str(fault), note=f"phát hiện ngày {fault.reported_on:%d/%m/%Y}"
            )
    return found


SOURCE = FigureSource("broadcasts", "Truyền thanh", FIGURES, rows, describe)
