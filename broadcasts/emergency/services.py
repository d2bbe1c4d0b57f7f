"""Start and stop an emergency broadcast."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from broadcasts.bulletins.effects import notify_stopped
from broadcasts.bulletins.services import append_item, create_bulletin
from broadcasts.models import Bulletin, Emergency
from broadcasts.playout.reports import log_stopped
from broadcasts.sources import articles
from broadcasts.sources.items import item_of, make_key, reading_of
from broadcasts.sources.rich_text import as_sentences
from broadcasts.states import BulletinClass, BulletinState
from core.workflow.engine import perform, refusals
from news.editorial.services import save_text
from news.models import Article
from news.states import Kind
from organization.banners import services as banners
from organization.models import Banner, User
from organization.models.banners import Severity

MINUTES = 15


def spoken(words: str) -> str:
    """Return what the loudspeakers say for a title or a text, a line for a line."""
    return reading_of("\n".join(as_sentences(words)))


@transaction.atomic
def start_emergency(data: Mapping[str, Any], *, actor: User, now: datetime) -> Emergency:
    """Publish the notice, put up the banner and make the bulletin, all or nothing.

    ``data`` is the cleaned data of ``EmergencyForm``. Raises TransitionRefused.
    """
    article = _publish_notice(data, actor=actor, now=now)
    banner = Banner(
        severity=Severity.EMERGENCY,
        text=data["title"],
        url=article.get_absolute_url(),
        starts_at=now,
        ends_at=data["ends_at"],
    )
    banners.store(banner, actor=actor, now=now)
    bulletin = _make_bulletin(article, actor=actor, now=now)
    return Emergency.objects.create(
        banner=banner, article=article, bulletin=bulletin, started_by=actor, started_at=now
    )


@transaction.atomic
def stop_emergency(pk: int, *, actor: User, now: datetime) -> Emergency:
    """Take down the banner, end the notice, and stop the bulletin if it was not aired.

    What is on air is logged until now; the notice stays as one that is over. Without effect a
    second time.
    """
    emergency = Emergency.objects.select_for_update().get(pk=pk)
    if emergency.stopped_at is None:
        bulletin = Bulletin.objects.select_for_update().get(pk=emergency.bulletin_id)
        if log_stopped(bulletin, reason=f"theo lệnh của {actor}", now=now):
            notify_stopped(bulletin, actor=actor, now=now)
        elif bulletin.state == BulletinState.APPROVED:
            perform(bulletin, "stop", actor=actor, version=bulletin.version, now=now)
        if Banner.objects.not_over(now=now).filter(pk=emergency.banner_id).exists():
            banners.take_down(emergency.banner_id, actor=actor, now=now)
        _end_notice(Article.objects.get(pk=emergency.article_id), actor=actor, now=now)
        emergency.stopped_by, emergency.stopped_at = actor, now
        emergency.save(update_fields=["stopped_by", "stopped_at"])
    return emergency


def _publish_notice(data: Mapping[str, Any], *, actor: User, now: datetime) -> Article:
    lines = [line for line in data["text"].splitlines() if line.strip()]
    article = Article(
        title=data["title"],
        body=format_html_join("", "{}", ((format_html("<p>{}</p>", line),) for line in lines)),
        kind=Kind.NOTICE,
        category=data["category"],
        author=actor,
        unit=actor.unit,
        is_for_loudspeaker=True,
    )
    save_text(article, actor=actor, now=now)
    published: Article = perform(
        article,
        "publish_urgently",
        actor=actor,
        version=article.version,
        note=data["reason"],
        now=now,
    )
    return published


def _end_notice(article: Article, *, actor: User, now: datetime) -> None:
    """Say of the notice that it is over; one that was withdrawn or is over already stays."""
    version = article.version
    if article.is_over or refusals(article, "set_expiry", actor=None, version=version, now=now):
        return
    perform(
        article,
        "set_expiry",
        actor=None,
        version=version,
        note=f"{actor} dừng phát khẩn cấp",
        # The form asks for a time to come.
        data={"expires_at": now + timedelta(milliseconds=1), "stays_after_expiry": "stays"},
        now=now,
    )


def _make_bulletin(article: Article, *, actor: User, now: datetime) -> Bulletin:
    text = articles.texts([article.pk])[0]
    item = item_of(make_key(articles.SOURCE, article.pk), text, actor=actor, now=now)
    bulletin = Bulletin(
        day=timezone.localdate(now),
        starts_at=now,
        minutes=MINUTES,
        bulletin_class=BulletinClass.EMERGENCY,
    )
    create_bulletin(bulletin, actor=actor, now=now)
    append_item(bulletin, item)
    started: Bulletin = perform(
        bulletin, "start_emergency", actor=actor, version=bulletin.version, now=now
    )
    return started
