"""Articles as texts for the loudspeakers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from broadcasts.sources.rich_text import as_sentences, spoken_lines
from broadcasts.states import ItemKind
from core.broadcast_sources import BroadcastSource, BroadcastText
from news.models import Article
from news.querysets.articles import not_over
from news.states import Kind, Mark

NAME = "article"
# Days on which an item may be aired, and in how many bulletins unless somebody says otherwise.
DAYS_ON_AIR = 7
NOTICE_PLAYS = 2
_KINDS = {
    Kind.BRIEF: ItemKind.BRIEF,
    Kind.FEATURE: ItemKind.FEATURE,
    Kind.NOTICE: ItemKind.NOTICE,
}


def versions(pks: Iterable[int]) -> dict[int, int]:
    """Return the versions of the articles that were approved and not taken back.

    One whose time is over may still be heard again.
    """
    rows = Article.objects.for_loudspeaker_ever().filter(pk__in=list(pks))
    return dict(rows.values_list("pk", "version"))


def texts(pks: Iterable[int]) -> list[BroadcastText]:
    """Return the articles as texts, those that may be read. One query."""
    rows = Article.objects.for_loudspeaker_ever().filter(pk__in=list(pks))
    return [_text(article) for article in rows.select_related("author", "unit")]


def offered(day: date) -> list[int]:
    """Return the keys of what may be aired on a day, the newest first; not what is over."""
    begins = timezone.make_aware(datetime.combine(day, time.min))
    rows = Article.objects.for_loudspeaker_ever().filter(
        not_over(max(begins, timezone.now())),
        published_at__gte=begins - timedelta(days=DAYS_ON_AIR),
        published_at__lt=begins + timedelta(days=1),
    )
    newest = rows.order_by("-published_at", "-pk").values_list("pk", flat=True)
    return list(newest[: BroadcastSource.MAX_OFFERED])


def public_from(pks: Iterable[int]) -> dict[int, datetime]:
    """Return the times of the articles that were approved and are to appear later."""
    rows = Article.objects.for_loudspeaker_ever().filter(
        pk__in=list(pks), published_at__gt=timezone.now()
    )
    return {pk: at for pk, at in rows.values_list("pk", "published_at") if at}


def _text(article: Article) -> BroadcastText:
    published_on = timezone.localdate(article.published_at)
    headline = as_sentences(article.title)
    until = published_on + timedelta(days=DAYS_ON_AIR - 1)
    for ends_at in filter(None, (article.expires_at, article.valid_until)):
        until = max(published_on, min(until, timezone.localdate(ends_at)))
    return BroadcastText(
        pk=article.pk,
        version=article.version,
        kind=_KINDS.get(Kind(article.kind), ItemKind.FEATURE),
        title=article.title,
        text="\n".join(filter(None, (*headline, article.lead.strip(), spoken_lines(article.body)))),
        air_from=published_on,
        air_until=until,
        plays=NOTICE_PLAYS if article.kind == Kind.NOTICE else 1,
        unit_id=article.unit_id,
        author=article.byline or (article.author.full_name if article.author else ""),
        url=article.get_absolute_url() if article.is_for_portal else "",
        is_marked=True,
        is_urgent=article.mark == Mark.URGENT,
    )


SOURCE = BroadcastSource(NAME, "Tin, bài", versions, texts, offered, public_from)
