"""Proposed bulletins: the items for each slot of the next working day, in order."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Q

from broadcasts.bulletins.services import append_item, create_bulletin
from broadcasts.bulletins.slots import proposed_days, slots_of, starts_at
from broadcasts.models import AirItem, Bulletin, Slot
from broadcasts.querysets import AHEAD, AirItemQuerySet
from broadcasts.sources.items import item_of, offered_texts, public_after
from broadcasts.states import FRAME_KINDS, BulletinClass, BulletinState, ItemKind
from broadcasts.timing import bulletin_seconds, item_seconds, syllable_rate
from core.broadcast_sources import BroadcastText
from core.failsafe import guard
from organization.calendar.working_days import WorkingCalendar

# Kinds in the order in which a bulletin has them.
_ORDER = (
    *(ItemKind.NOTICE, ItemKind.BRIEF, ItemKind.FEATURE, ItemKind.DOCUMENT),
    *(ItemKind.CONCLUSION, ItemKind.MESSAGE, ItemKind.RELAYED),
)


def propose_bulletins(now: datetime) -> str | None:
    """Create the bulletins whose time of proposal has come; return how many, None without any.

    Two queries while there is nothing to do.
    """
    calendar = WorkingCalendar.load()
    days = proposed_days(now, calendar)
    rules = list(Slot.objects.all())
    if not days or not rules:
        return None
    existing = set(
        Bulletin.objects.filter(day__in=days, slot__isnull=False).values_list("day", "slot")
    )
    wanted = [
        (day, slot)
        for day in days
        for slot in slots_of(day, rules, calendar)
        if (day, slot.pk) not in existing and starts_at(slot, day) > now
    ]
    made = [
        guard(f"Đề xuất bản tin {day}", partial(propose, day, slot, now=now), None)
        for day, slot in wanted
    ]
    number = sum(one is not None for one in made)
    return f"{number} bulletins proposed" if number else None


def propose(day: date, slot: Slot, *, now: datetime) -> Bulletin | None:
    """Create the bulletin of a slot with the items proposed for it; None if there is one."""
    bulletin = Bulletin(
        day=day,
        slot=slot,
        starts_at=starts_at(slot, day),
        minutes=slot.minutes,
        bulletin_class=BulletinClass.NORMAL,
    )
    try:
        with transaction.atomic():
            create_bulletin(bulletin, actor=None, now=now)
    except IntegrityError:
        return None
    rate = syllable_rate()
    seconds = bulletin_seconds(bulletin.places.select_related("item"), rate)
    for item in candidates(bulletin, now=now):
        if seconds >= slot.minutes * 60:
            break
        append_item(bulletin, item)
        seconds += item_seconds(item, rate)
    return bulletin


def candidates(bulletin: Bulletin, *, now: datetime) -> list[AirItem]:
    """Return the items that are to be aired on the day and were not aired often enough, in order:
    urgent ones, those never aired, then by kind and time.

    Marked texts without an item get one. Plays in bulletins ahead count as aired.
    """
    texts = {key: text for key, text in offered_for(bulletin).items() if text.is_marked}
    known = set(AirItem.objects.filter(source_key__in=texts).values_list("source_key", flat=True))
    for key, text in reversed(texts.items()):
        if key not in known and text.air_from <= bulletin.day <= text.air_until:
            item_of(key, text, actor=None, now=now)
    rows = with_planned(
        AirItem.objects.airable()
        .filter(air_from__lte=bulletin.day, air_until__gte=bulletin.day)
        .exclude(kind__in=FRAME_KINDS)
    ).exclude(places__bulletin=bulletin)
    wanted = [
        item for item in rows if item.planned < item.plays_wanted and is_proposed(item, texts)
    ]
    return sorted(wanted, key=lambda item: _rank(item, texts))


def offered_for(bulletin: Bulletin) -> dict[str, BroadcastText]:
    """Return what may be read on air on the day of a bulletin and is public when it begins."""
    texts = offered_texts(bulletin.day)
    too_late = public_after(texts, bulletin.starts_at)
    return {key: text for key, text in texts.items() if key not in too_late}


def with_planned(rows: AirItemQuerySet) -> Any:
    """Annotate ``planned``: in how many bulletins an item was aired or is to be aired."""
    counted = Q(places__bulletin__state__in=AHEAD) | Q(
        places__bulletin__state=BulletinState.AIRED, places__is_aired=True
    )
    return rows.annotate(planned=Count("places", filter=counted))


def is_proposed(item: AirItem, texts: dict[str, BroadcastText]) -> bool:
    """Return whether it is aired without being asked for: a marked source, or words typed here."""
    return not item.source_key or item.source_key in texts


def _rank(item: AirItem, texts: dict[str, BroadcastText]) -> tuple[bool, bool, int, date, int]:
    text = texts.get(item.source_key)
    is_urgent = text is not None and text.is_urgent
    planned = item.planned > 0  # type: ignore[attr-defined]
    return not is_urgent, planned, _ORDER.index(ItemKind(item.kind)), item.air_from, item.pk
