"""Places of items in a bulletin; every change raises the version of the bulletin."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from broadcasts.bulletins.guards import too_early
from broadcasts.models import AirItem, Bulletin, BulletinItem
from broadcasts.sources.items import STATION, item_of, public_after, reading_of, texts_of
from broadcasts.states import BulletinState, ItemKind
from core.models.revisions import attribute_revision
from organization.identity.paper_head import ward_names
from organization.models import User

MAX_PLACES = 60
FIRST, LAST = 0, 30_000  # positions of opening and closing


class BulletinRefused(Exception):
    """What is not possible with the places of a bulletin; the message is for the user."""


STALE = "Bản tin vừa được sửa ở nơi khác; xin xem lại rồi làm tiếp."


def frame_items(now: datetime) -> tuple[AirItem, AirItem]:
    """Return the fixed opening and closing of the station, made where there are none yet."""
    return _frame(ItemKind.OPENING, _opening(), now), _frame(ItemKind.CLOSING, _CLOSING, now)


_CLOSING = (
    "Bản tin của Đài truyền thanh phường đến đây là hết. Bà con nghe lại bản tin trên cổng thông"
    " tin của phường. Xin cảm ơn và hẹn gặp lại bà con."
)


def _opening() -> str:
    return f"Đây là Đài truyền thanh {ward_names()['name']}. Mời bà con nghe bản tin của phường."


def _frame(kind: ItemKind, words: str, now: datetime) -> AirItem:
    key = f"{STATION}:{kind.value}"
    item = AirItem.objects.filter(source_key=key).first()
    if item:
        return item
    item, _ = AirItem.objects.get_or_create(
        source_key=key,
        defaults={
            "kind": kind,
            "title": kind.label,
            "written": words,
            "reading": reading_of(words),
            "air_from": now.date(),
            "air_until": now.date(),
            "created_at": now,
        },
    )
    return item


def create_bulletin(bulletin: Bulletin, *, actor: User | None, now: datetime) -> Bulletin:
    """Store a new bulletin with its opening and closing. Raises IntegrityError for a slot that has
    one.
    """
    attribute_revision(bulletin, user=actor, at=now, reason="")
    bulletin.save()
    opening, closing = frame_items(now)
    BulletinItem.objects.create(bulletin=bulletin, item=opening, position=FIRST)
    BulletinItem.objects.create(bulletin=bulletin, item=closing, position=LAST)
    return bulletin


def store_bulletin(bulletin: Bulletin, *, actor: User, now: datetime, reason: str = "") -> None:
    """Store changed times of a draft; the caller has locked the row."""
    bulletin.version += 1
    attribute_revision(bulletin, user=actor, at=now, reason=reason)
    bulletin.save()


def append_item(bulletin: Bulletin, item: AirItem) -> None:
    """Add an item at the end, before the closing; one that is in stays where it is."""
    places = BulletinItem.objects.filter(bulletin=bulletin, position__lt=LAST)
    last = places.aggregate(last=Max("position"))["last"] or FIRST
    BulletinItem.objects.get_or_create(
        bulletin=bulletin, item=item, defaults={"position": last + 1}
    )


@transaction.atomic
def add_source(pk: int, key: str, *, version: int, actor: User, now: datetime) -> Bulletin:
    """Add the text of a source to a draft. Raises BulletinRefused."""
    bulletin = _locked_draft(pk, version)
    text = texts_of([key]).get(key)
    if text is None:
        raise BulletinRefused("Bài này không còn để phát: vừa được gỡ hoặc đã hết hạn.")
    _check_public(key, bulletin)
    append_item(bulletin, item_of(key, text, actor=actor, now=now))
    return _raise_version(bulletin, actor, now, f"Thêm: {text.title}")


@transaction.atomic
def add_item(pk: int, item_pk: int, *, version: int, actor: User, now: datetime) -> Bulletin:
    """Add an item that stands already. Raises BulletinRefused."""
    bulletin = _locked_draft(pk, version)
    item = AirItem.objects.airable().filter(pk=item_pk).first()
    if item is None:
        raise BulletinRefused("Mục này không còn để phát.")
    _check_public(item.source_key, bulletin)
    append_item(bulletin, item)
    return _raise_version(bulletin, actor, now, f"Thêm: {item.title}")


@transaction.atomic
def remove_place(pk: int, place_pk: int, *, version: int, actor: User, now: datetime) -> Bulletin:
    """Take an item out of a draft. Raises BulletinRefused."""
    bulletin = _locked_draft(pk, version)
    place = _place(bulletin, place_pk)
    place.delete()
    return _raise_version(bulletin, actor, now, f"Bỏ ra: {place.item.title}")


@transaction.atomic
def move_place(
    pk: int, place_pk: int, *, is_up: bool, version: int, actor: User, now: datetime
) -> Bulletin:
    """Exchange an item with the one before or behind it. Raises BulletinRefused."""
    bulletin = _locked_draft(pk, version)
    place = _place(bulletin, place_pk)
    places = list(
        bulletin.places.filter(position__gt=FIRST, position__lt=LAST).order_by("position", "pk")
    )
    index = places.index(place)
    other = index - 1 if is_up else index + 1
    if 0 <= other < len(places):
        places[index], places[other] = places[other], places[index]
    for position, one in enumerate(places, start=FIRST + 1):
        if one.position != position:
            BulletinItem.objects.filter(pk=one.pk).update(position=position)
    return _raise_version(bulletin, actor, now, "Đổi thứ tự")


def _check_public(key: str, bulletin: Bulletin) -> None:
    """Refuse a source that is not public when the bulletin begins."""
    if time := public_after([key], bulletin.starts_at).get(key):
        words = too_early(time, bulletin.starts_at)
        raise BulletinRefused(f"{words[:1].upper()}{words[1:]}")


def _locked_draft(pk: int, version: int) -> Bulletin:
    bulletin = Bulletin.objects.select_for_update().get(pk=pk)
    if bulletin.version != version:
        raise BulletinRefused(STALE)
    if bulletin.state != BulletinState.DRAFT:
        raise BulletinRefused("Bản tin không còn là bản đang soạn; xin rút lại để sửa trước.")
    return bulletin


def _place(bulletin: Bulletin, place_pk: int) -> BulletinItem:
    rows = BulletinItem.objects.select_related("item").filter(bulletin=bulletin, pk=place_pk)
    place = rows.first()
    if place is None or place.item.is_frame:
        raise BulletinRefused("Mục này không còn trong bản tin.")
    return place


def _raise_version(bulletin: Bulletin, actor: User, now: datetime, reason: str) -> Bulletin:
    if bulletin.places.count() > MAX_PLACES:
        raise BulletinRefused(f"Một bản tin có nhiều nhất {MAX_PLACES} mục.")
    bulletin.version += 1
    attribute_revision(bulletin, user=actor, at=now, reason=reason[:100])
    bulletin.save()
    return bulletin
