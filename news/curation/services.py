"""Place, move and remove articles on the home page; each placement ends at a time.

Every change leaves a row in ``Placement.history`` with its author and a sentence. A placement whose
time is over counts for nothing at once; its row goes with the next change.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from core.database.compiled_query import compiled_query
from core.models.revisions import attribute_revision, save_without_revision
from news.models import PINS, Article, Placement
from news.querysets.articles import ArticleQuerySet
from news.states import Place
from organization.models import User

FRESH = 30  # how far back the page looks for a lead
MAX_DURATION = timedelta(days=366)
GONE = "Tin này không còn trên trang chủ: hạn đã hết hoặc người khác vừa bỏ."


class PlacementRefused(Exception):
    """A change of the home page that may not happen; the argument is the sentence that says why."""


@dataclass(frozen=True)
class FrontPage:
    """What leads the home page, what is pinned, and the newest of the rest.

    ``lead`` None: nothing fits.
    """

    lead: Article | None
    pins: list[Article]
    newest: list[Article]


def front(*, now: datetime | None = None) -> FrontPage:
    """Return the chosen lead, else the newest article that may lead by itself, and the pins; public
    articles only.
    """
    at = now or timezone.now()
    placed = _placed(now=at)
    lead = next((article for article in placed if article.placement.place == Place.LEAD), None)
    others = [article for article in _newest(now=at) if article not in placed]
    if lead is None:
        lead = next((article for article in others if article.may_lead), None)
    pins = [article for article in placed if article.placement.place == Place.PIN]
    return FrontPage(lead, pins, [article for article in others if article != lead])


@compiled_query
def _placed(*, now: datetime) -> ArticleQuerySet:
    return Article.objects.placed(now=now).for_list()


@compiled_query
def _newest(*, now: datetime) -> ArticleQuerySet:
    return Article.objects.current(now=now).newest_first().for_cards()[:FRESH]


def place(
    article: Article,
    where: Place,
    ends_at: datetime,
    *,
    actor: User,
    replaces: int | None = None,
    now: datetime,
) -> Placement:
    """Put a public item at the head of the home page or at the end of the pins, until ``ends_at``.

    A placements lead gives way only to whoever names it in ``replaces`` (its key), so that nobody
    replaces a choice they have not seen. Raises CannotPlace.
    """
    with _locked_placements(now) as placements:
        if not Article.objects.current(now=now).filter(pk=article.pk).exists():
            raise PlacementRefused("Chỉ tin bài đang đăng trên cổng mới đặt lên trang chủ được.")
        _check_end(ends_at, now)
        if where == Place.LEAD:
            _remove_replaced(placements, article, replaces, actor, now)
        elif any(placement.article_id == article.pk for placement in placements):
            raise PlacementRefused("Tin này đang có trên trang chủ rồi.")
        pins = [placement for placement in placements if placement.place == Place.PIN]
        if where == Place.PIN and len(pins) >= PINS:
            raise PlacementRefused(f"Đã có {PINS} tin ghim; xin bỏ bớt một tin rồi ghim tin khác.")
        placement = Placement(
            article=article,
            place=where,
            position=1 if where == Place.LEAD else len(pins) + 1,
            ends_at=ends_at,
            placed_by=actor,
            placed_at=now,
        )
        _save(placement, f"{where.label} đến {_time_words(ends_at)}", actor, now)
    return placement


def move(pk: int, steps: int, *, actor: User, now: datetime) -> Placement:
    """Let a pin change places with its neighbour: ``steps`` is -1 for up, 1 for down; at the end it
    stays.
    """
    with _locked_placements(now) as placements:
        placement = _find(placements, pk)
        pins = [other for other in placements if other.place == Place.PIN]
        wanted = pins.index(placement) + steps if placement in pins else -1
        if 0 <= wanted < len(pins):
            neighbour = pins[wanted]
            placement.position, neighbour.position = neighbour.position, placement.position
            _save_without_entry(neighbour)
            _save(placement, "Chuyển lên" if steps < 0 else "Chuyển xuống", actor, now)
    return placement


def change_end(pk: int, ends_at: datetime, *, actor: User, now: datetime) -> Placement:
    """Let a placement end at another time. Raises CannotPlace."""
    with _locked_placements(now) as placements:
        placement = _find(placements, pk)
        _check_end(ends_at, now)
        placement.ends_at = ends_at
        _save(placement, f"Đổi hạn đến {_time_words(ends_at)}", actor, now)
    return placement


def remove(pk: int, *, actor: User, now: datetime) -> Placement:
    """Take an item from the home page's places.

    Raises CannotPlace when it is not there any more.
    """
    with _locked_placements(now) as placements:
        placement = _find(placements, pk)
        _delete(placement, "Bỏ", actor, now)
        _renumber(other for other in placements if other != placement)
    return placement


@contextmanager
def _locked_placements(now: datetime) -> Iterator[list[Placement]]:
    """Lock the placements of the home page, delete expired ones and yield the rest.

    The whole table is locked, since the rules are about all rows together; readers do not wait.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Placement._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
        for over in Placement.objects.filter(ends_at__lte=now):
            _delete(over, "Hết hạn", None, now)
        placements = list(Placement.objects.active(now=now).select_related("article", "placed_by"))
        _renumber(placements)
        yield placements


def _remove_replaced(
    placements: list[Placement], article: Article, replaces: int | None, actor: User, now: datetime
) -> None:
    """Remove the lead that is replaced and the article's own pin. Raises PlacementRefused for what
    the actor has not seen.
    """
    lead = next((placement for placement in placements if placement.place == Place.LEAD), None)
    if lead and lead.pk != replaces:
        raise PlacementRefused(
            f"{lead.placed_by} đã chọn “{lead.article}” đứng đầu trang; xin xem rồi chọn lại."
        )
    if lead and lead.article_id == article.pk:
        raise PlacementRefused("Tin này đang đứng đầu trang rồi; xin đổi hạn nếu cần.")
    for placement in placements:
        if placement == lead or placement.article_id == article.pk:
            _delete(
                placement,
                "Nhường chỗ" if placement == lead else "Bỏ ghim để đứng đầu trang",
                actor,
                now,
            )
    _renumber(placement for placement in placements if placement.pk)


def _check_end(ends_at: datetime, now: datetime) -> None:
    if ends_at <= now:
        raise PlacementRefused("Hạn phải ở sau bây giờ.")
    if ends_at > now + MAX_DURATION:
        raise PlacementRefused("Hạn còn hơn một năm nữa; xin xem lại năm, hoặc chọn ngày gần hơn.")


def _find(placements: list[Placement], pk: int) -> Placement:
    placement = next((placement for placement in placements if placement.pk == pk), None)
    if placement is None:
        raise PlacementRefused(GONE)
    return placement


def _renumber(placements: Iterator[Placement] | list[Placement]) -> None:
    pins = [placement for placement in placements if placement.place == Place.PIN]
    for position, pin in enumerate(pins, start=1):
        if pin.position != position:
            pin.position = position
            _save_without_entry(pin)


def _save(placement: Placement, sentence: str, actor: User | None, now: datetime) -> None:
    attribute_revision(placement, user=actor, at=now, reason=sentence)
    placement.save()


def _save_without_entry(placement: Placement) -> None:
    """Save a place that changed only because another did: the log names the one that was meant."""
    save_without_revision(placement, update_fields=["position"])


def _delete(placement: Placement, sentence: str, actor: User | None, now: datetime) -> None:
    attribute_revision(placement, user=actor, at=now, reason=sentence)
    placement.delete()


def _time_words(at: datetime) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y | %H:%M}"
