"""Bulletins and their items for tests, made through the services and real transitions."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.utils import timezone

if TYPE_CHECKING:
    from broadcasts.models import AirItem, Bulletin, Slot
    from news.models import Article
    from organization.models import User
    from tests.support.cast import Cast


def make_slot(name: str = "Sáng", at: time = time(6, 30), **fields: Any) -> Slot:
    from broadcasts.models import Slot

    return Slot.objects.create(
        name=name, starts_at=at, **{"valid_from": date(2016, 1, 1), "minutes": 15} | fields
    )


def make_item(
    title: str = "Lịch tiêm chủng", *, actor: User | None = None, **fields: Any
) -> AirItem:
    """Return a stored item typed by a person, with a reading of its written text."""
    from broadcasts.models import AirItem
    from broadcasts.sources.items import reading_of, store_item

    day = timezone.localdate()
    written = fields.pop("written", "Trạm y tế tiêm chủng vào sáng thứ Tư.")
    defaults = {"air_from": day, "air_until": day, "reading": reading_of(written)}
    item = AirItem(title=title, written=written, **defaults | fields)
    store_item(item, actor=actor, now=timezone.now())  # type: ignore[arg-type]
    return item


def make_bulletin(
    *items: AirItem, actor: User | None = None, at: datetime | None = None, **fields: Any
) -> Bulletin:
    """Return a stored draft without a slot, at ``at`` or now, with the items in it."""
    from broadcasts.bulletins.services import append_item, create_bulletin
    from broadcasts.models import Bulletin

    begins = at or timezone.now()
    bulletin = Bulletin(
        day=timezone.localdate(begins), starts_at=begins, **{"minutes": 15} | fields
    )
    create_bulletin(bulletin, actor=actor, now=timezone.now())
    for item in items:
        append_item(bulletin, item)
    return bulletin


def step(bulletin: Bulletin, name: str, actor: User | None, **options: Any) -> Bulletin:
    """Carry out a transition on the latest version."""
    from core.workflow.engine import perform

    bulletin.refresh_from_db()
    note = options.pop("note", "")
    now = options.pop("now", None)
    return perform(
        bulletin, name, actor=actor, version=bulletin.version, note=note, data=options, now=now
    )


def approve(bulletin: Bulletin, cast: Cast, *, now: datetime | None = None) -> Bulletin:
    """Submit and approve a draft; one that is over, when it was to begin."""
    now = now or min(timezone.now(), bulletin.starts_at)
    step(bulletin, "submit", cast.announcer, now=now)
    return step(bulletin, "approve", cast.approver, now=now)


def log(bulletin: Bulletin, actor: User | None, **data: Any) -> Bulletin:
    """Log an approved bulletin as aired as planned, with all its items."""
    from datetime import timedelta

    begins = timezone.localtime(bulletin.starts_at)
    ends = begins + timedelta(minutes=10)
    defaults = {
        "started_at": f"{begins:%d/%m/%Y %H:%M}",
        "ended_at": f"{ends:%d/%m/%Y %H:%M}",
        "places": [place.pk for place in bulletin.places.airable()],
        "clusters": [],
        "incidents": "",
        "now": ends,
    }
    return step(bulletin, "log", actor, **defaults | data)


def publish(article: Article, cast: Cast, **data: Any) -> Article:
    """Submit an article and publish it."""
    from tests.support.factories import transition

    transition(article, "submit", article.author)
    return transition(article, "publish", cast.approver, **data)
