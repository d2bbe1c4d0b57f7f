"""Querysets of articles and placements. ``published()`` is the only definition of what a resident
may see.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum
from django.utils import timezone

from core.comments.services import unanswered_of_row
from core.models import FileUse, TransitionLog
from core.search.expressions import query_words
from core.text.vietnamese import fold
from news.states import ArticleState
from organization.roles import BOARD, Role

if TYPE_CHECKING:
    from news.models import Article, Placement
    from organization.models import User

SEARCH_COLUMNS = (
    "search_words",
    "search_vector",
    "title_words",
)  # as long as the body; only the database reads them
LONG_COLUMNS = ("body", *SEARCH_COLUMNS)
# What public lists and cards show of an item, its category and its picture.
CARD_COLUMNS = (
    *("kind", "title", "lead", "times", "valid_until", "unit_id"),
    *("published_at", "expires_at", "stays_after_expiry"),
    *("picture_alt", "picture_is_decorative", "picture_focus", "picture_credit"),
    *("category__name", "category__short_name", "category__slug"),
    *("picture__key", "picture__name", "picture__extension", "picture__width", "picture__height"),
)
FEED_COLUMNS = (
    *("title", "lead", "body", "times", "byline", "original_author", "published_at"),
    "unit__name",
    *("category__name", "picture__key", "picture__name", "picture__extension"),
    *("picture__size", "picture__content_type"),
)
# What the board takes up first: priority, then what is due, then what waits longest.
REVIEW_ORDER = ("-is_priority", F("review_due_on").asc(nulls_last=True), "submitted_at", "pk")


def not_over(at: datetime) -> Q:
    """Return the condition that an article's end has not come: neither the one its publisher set
    nor, of a notice, the last of its own times.
    """
    ends = ("expires_at", "valid_until")
    return reduce(and_, (Q(**{name: None}) | Q(**{f"{name}__gt": at}) for name in ends))


SIBLINGS = 5  # of the same category, beside an item
SIBLINGS_OF_UNIT = 2  # of them by the same unit, even if others are newer


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self, *, now: datetime | None = None) -> ArticleQuerySet:
        """Return what residents may read now: published, on the portal, its time come, and not
        gone with its end.

        What is over and stays is part of it; ``current()`` excludes that.
        """
        at = now or timezone.now()
        return self.filter(
            Q(stays_after_expiry=True) | Q(expires_at=None) | Q(expires_at__gt=at),
            state=ArticleState.PUBLISHED,
            is_for_portal=True,
            published_at__lte=at,
        )

    def current(self, *, now: datetime | None = None) -> ArticleQuerySet:
        """Return what stands in front lists (home page, feeds, most read, related): published and
        not over.
        """
        at = now or timezone.now()
        return self.published(now=at).filter(not_over(at))

    def gone(self, *, now: datetime | None = None) -> ArticleQuerySet:
        """Return what was on the portal until its end and went with it."""
        at = now or timezone.now()
        return self.filter(
            state=ArticleState.PUBLISHED,
            is_for_portal=True,
            expires_at__lte=at,
            stays_after_expiry=False,
        )

    def next_changes(self, now: datetime) -> list[models.QuerySet[Any, Any]]:
        """Return, each as a queryset of one time, when ``published()`` next gains and next loses an
        item by itself.
        """
        live = self.filter(state=ArticleState.PUBLISHED)
        return [
            live.filter(**{f"{name}__gt": now}).order_by(name).values(name)[:1]
            for name in ("published_at", "expires_at", "valid_until")
        ]

    def for_loudspeaker(self, *, now: datetime | None = None) -> ArticleQuerySet:
        """Return what the loudspeakers may read now: marked for them, approved, its time come and
        not over; on the portal too or for the loudspeakers alone.
        """
        at = now or timezone.now()
        return self.for_loudspeaker_ever().filter(not_over(at), published_at__lte=at)

    def for_loudspeaker_ever(self) -> ArticleQuerySet:
        """Return what was approved for the loudspeakers, not taken back, and not gone with its
        end.
        """
        stays = Q(stays_after_expiry=True) | Q(expires_at=None) | Q(expires_at__gt=timezone.now())
        return self.filter(stays, state=ArticleState.PUBLISHED, is_for_loudspeaker=True)

    def placed(self, *, now: datetime | None = None) -> ArticleQuerySet:
        """Return the public items a person put on the home page and whose time there is not over,
        in order.
        """
        at = now or timezone.now()
        placed = self.current(now=at).filter(placement__ends_at__gt=at)
        return placed.select_related("placement").order_by(
            "placement__place", "placement__position"
        )

    def withdrawn(self, *, now: datetime | None = None) -> ArticleQuerySet:
        """Return what was taken from the portal and has not been on it again since."""
        live_again = Q(state=ArticleState.PUBLISHED, published_at__lte=now or timezone.now())
        return self.exclude(withdrawal="").exclude(live_again)

    def readable_by(self, user: User) -> ArticleQuerySet:
        """Return what the person may read in the admin.

        The board and the leader read everything but what others discarded before it was ever
        public; a contributor reads the items of the own unit and their own; an announcer reads what
        is published, also for the loudspeakers alone; nobody else reads anything here.
        """
        others_discarded = Q(state=ArticleState.DISCARDED) & ~Q(author=user)
        if user.has_role(*BOARD):
            return self.exclude(others_discarded & Q(withdrawal=""))
        readable: ArticleQuerySet = self.none()
        if user.has_role(Role.CONTRIBUTOR):
            readable |= self.of_writer(user.pk, user.unit_id).exclude(others_discarded)
        if user.has_role(Role.ANNOUNCER):
            readable |= self.published() | self.for_loudspeaker()
        return readable

    def of_writer(self, user: int, unit: int | None) -> ArticleQuerySet:
        """Return what the person with this key wrote or entered, and what their unit did."""
        own = Q(author=user) | Q(created_by=user)
        return self.filter(own if unit is None else own | Q(unit=unit))

    def with_last_transition(self) -> ArticleQuerySet:
        """Annotate ``last_transition`` and ``last_note``: how an item came into its state, for a
        return its reason.
        """
        log = (
            TransitionLog.objects.filter(
                content_type=ContentType.objects.get_for_model(self.model), object_id=OuterRef("pk")
            )
            .exclude(source=F("target"))  # a plan line attached later did not bring it here
            .order_by("-version")
        )
        return self.annotate(
            last_transition=Subquery(log.values("name")[:1]),
            last_note=Subquery(log.values("note")[:1]),
        )

    def with_unanswered(self) -> ArticleQuerySet:
        """Annotate ``unanswered``: how many comments wait for an answer."""
        return self.annotate(unanswered=unanswered_of_row(self.model))

    def with_pass(self) -> ArticleQuerySet:
        """Annotate ``passed_version`` and ``is_changed_since_pass``: whether the text is still the
        one passed.
        """
        log = TransitionLog.objects.filter(
            content_type=ContentType.objects.get_for_model(self.model),
            object_id=OuterRef("pk"),
            name="pass",
        ).order_by("-version")
        texts = self.model.history.model.objects.filter(
            id=OuterRef("pk"), version__gt=OuterRef("passed_version")
        )
        return self.annotate(passed_version=Subquery(log.values("version")[:1])).annotate(
            is_changed_since_pass=Exists(texts)
        )

    def newest_first(self) -> ArticleQuerySet:
        return self.order_by("-published_at", "-pk")

    def coming_first(self, most: int, *, now: datetime | None = None) -> ArticleQuerySet:
        """Return at most ``most`` items: by what comes next, then those without a time to come,
        the newest first.

        Each of the two is read from an index, however many items there are.
        """
        at = now or timezone.now()
        coming = self.with_next_time(at).filter(valid_until__gt=at)
        chosen = coming.order_by(F("comes_at").asc(), "-published_at", "-pk").values("pk")[:most]
        newest = self.newest_first().values("pk")[:most]
        # Not two conditions: these would read every item.
        found = self.model.objects.filter(pk__in=chosen.union(newest)).with_next_time(at)
        in_order = found.order_by(F("comes_at").asc(nulls_last=True), "-published_at", "-pk")
        return in_order.for_cards()

    def newest_of_each(self, categories: Sequence[int], count: int) -> ArticleQuerySet:
        """Return at most ``count`` of each category, the newest first; each is read from an
        index.
        """
        first, *more = (
            self.filter(category=pk).newest_first().values("pk")[:count] for pk in categories
        )
        found = self.model.objects.filter(pk__in=first.union(*more, all=True))
        return found.newest_first().for_cards()

    def with_next_time(self, at: datetime) -> ArticleQuerySet:
        """Annotate ``comes_at``: when the next thing of an item's own times happens."""
        rows: Any = self.model._meta.get_field("notice_times").related_model
        times = rows.objects.filter(article=OuterRef("pk"))
        return self.annotate(comes_at=Subquery(times.comes_at(at)))

    def most_read(self, *, since: date) -> ArticleQuerySet:
        """Return what was read since that day, the most read first, with ``read_count``."""
        read = self.filter(views_by_day__day__gte=since).annotate(
            read_count=Sum("views_by_day__count")
        )
        return read.order_by("-read_count", "-published_at", "-pk")

    def around(
        self,
        pk: int,
        at: datetime | None = None,
        category: int | None = None,
        unit: int | None = None,
        since: datetime | None = None,
    ) -> ArticleQuerySet:
        """Return, without order, what the page of an item leads on to;
        ``news.public.related`` tells them apart.

        It is the item before and the one after ``at`` among all, the newest of its category, and of
        those since a time the newest of its category by its own unit. So each part reads a short
        piece of an index, however many items there are.
        """
        others = self.exclude(pk=pk)
        found: list[ArticleQuerySet] = []
        if at:
            # The bounds by time alone are what the index is entered by.
            earlier = Q(published_at__lt=at) | Q(published_at=at, pk__lt=pk)
            later = Q(published_at__gt=at) | Q(published_at=at, pk__gt=pk)
            found += [
                others.filter(earlier, published_at__lte=at).order_by("-published_at", "-pk")[:1],
                others.filter(later, published_at__gte=at).order_by("published_at", "pk")[:1],
            ]
        if category:
            of_category = others.filter(category=category).newest_first()
            found.append(of_category[:SIBLINGS])
            if unit:
                of_unit = of_category.filter(unit=unit, published_at__gte=since)
                found.append(of_unit[:SIBLINGS_OF_UNIT])
        if not found:
            return self.none()
        first, *more = (queryset.values("pk") for queryset in found)
        return self.model.objects.filter(pk__in=first.union(*more)).for_cards()

    def in_category(self, category: int) -> ArticleQuerySet:
        return self.filter(category=category)

    def scheduled(self, *, now: datetime) -> ArticleQuerySet:
        return self.filter(state=ArticleState.PUBLISHED, published_at__gt=now)

    def marked(self) -> ArticleQuerySet:
        """Return what was published urgently or corrected and waits for a second approver."""
        return self.filter(state=ArticleState.PUBLISHED).exclude(mark="")

    def appeared_by_itself(self, *, since: datetime, now: datetime) -> ArticleQuerySet:
        """Return what came before readers between the two times because its time had been set."""
        set_at = self._log("publish", "reschedule").values("at")[:1]
        appeared = self.filter(
            state=ArticleState.PUBLISHED, published_at__gt=since, published_at__lte=now
        )
        return appeared.annotate(set_at=Subquery(set_at)).filter(set_at__lt=F("published_at"))

    def with_asked_at(self) -> ArticleQuerySet:
        """Annotate ``asked_at``: when the head was last asked for an opinion."""
        return self.annotate(asked_at=Subquery(self._log("ask_head").values("at")[:1]))

    def _log(self, *names: str) -> models.QuerySet[TransitionLog]:
        """Return the steps of these names of the row of a subquery, the last first."""
        return TransitionLog.objects.filter(
            content_type=ContentType.objects.get_for_model(self.model),
            object_id=OuterRef("pk"),
            name__in=names,
        ).order_by("-version")

    def with_marked_at(self) -> ArticleQuerySet:
        """Annotate ``marked_at``: when it was last corrected or published urgently."""
        log = self._log("correct", "publish_urgently")
        return self.annotate(marked_at=Subquery(log.values("at")[:1]))

    def in_review(self) -> ArticleQuerySet:
        return self.filter(state=ArticleState.IN_REVIEW)

    def late(self, *, on: date) -> ArticleQuerySet:
        """Return what should have been reviewed before that day."""
        return self.filter(review_due_on__lt=on)

    def in_order_of_review(self) -> ArticleQuerySet:
        return self.order_by(*REVIEW_ORDER)

    def matching(self, typed: str) -> ArticleQuerySet:
        """Return what has every typed word, with or without marks, in title, lead, byline, text or
        author's name.

        A word is found by its beginning. What holds no word at all finds nothing.
        """
        wanted = query_words(typed)
        if not wanted:
            return self.none()
        authors = _people_by_words()
        found = self
        for word in wanted:
            named = [pk for pk, name in authors if f" {word}" in name]
            has_word = Q(search_words__contains=f" {word}")
            found = found.filter(has_word | Q(author__in=named) if named else has_word)
        return found

    def for_page(self) -> ArticleQuerySet:
        """Return rows as the page of one item needs them; most have no rows beside them, and
        ``has_…`` saves asking for these.
        """
        corrections: Any = self.model._meta.get_field("corrections").related_model
        supporting: Any = self.model.supporting_units.through
        uses = FileUse.objects.filter(
            content_type=ContentType.objects.get_for_model(self.model), role__in=FileUse.SHOWN
        )
        found = self.select_related("category", "unit", "author", "picture")
        return found.defer(*SEARCH_COLUMNS).annotate(
            has_corrections=Exists(corrections.objects.filter(article=OuterRef("pk"))),
            has_supporting_units=Exists(supporting.objects.filter(article=OuterRef("pk"))),
            has_files=Exists(uses.filter(object_id=OuterRef("pk"))),
        )

    def for_cards(self) -> ArticleQuerySet:
        """Return rows as the public lists and cards need them: few columns, with category and
        picture. Another column costs a query for each row.
        """
        return self.select_related("category", "picture").only(*CARD_COLUMNS)

    def for_feed(self) -> ArticleQuerySet:
        """Return rows as feeds need them: the newest first, with their text, times and
        ``correction_texts``, the texts of their public corrections.
        """
        corrections: Any = self.model._meta.get_field("corrections").related_model
        of_item = corrections.objects.filter(article=OuterRef("pk"))
        texts = of_item.order_by("corrected_at", "pk").values("text")
        found = self.newest_first().select_related("category", "unit", "picture")
        found = found.annotate(correction_texts=ArraySubquery(texts))
        return found.only(*FEED_COLUMNS)

    def for_list(self) -> ArticleQuerySet:
        """Return rows as lists and cards need them: with category, unit and picture, without the
        body.
        """
        return self.select_related("category", "unit", "picture").defer(*LONG_COLUMNS)


class PlacementQuerySet(models.QuerySet["Placement"]):
    def active(self, *, now: datetime) -> PlacementQuerySet:
        """Return the placements whose time is not over, in the page's order."""
        return self.filter(ends_at__gt=now).order_by("place", "position")

    def next_ends(self, now: datetime) -> list[models.QuerySet[Any, Any]]:
        """Return, as a queryset of one time, when the home page next loses a placed item."""
        return [self.filter(ends_at__gt=now).order_by("ends_at").values("ends_at")[:1]]


def _people_by_words() -> list[tuple[int, str]]:
    """Return everybody with their name in folded words: as numbers they let the search use its
    index.
    """
    from organization.models import User

    return [(pk, f" {fold(name)}") for pk, name in User.objects.values_list("pk", "full_name")]
