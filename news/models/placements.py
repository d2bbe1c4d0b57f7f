"""Placements on the home page."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from core.date_fields import DateTimeField
from core.dates import PLACEMENT
from news.models.articles import Article
from news.querysets.articles import PlacementQuerySet
from news.states import Place
from organization.models import User

PINS = 4


class Placement(models.Model):
    """A placement of an article on the home page until ``ends_at``. Written by
    ``news.curation.services`` alone.

    It opens nothing: the home page shows of the placed items those that are published. Its history
    is the log of who placed, moved and removed what.
    """

    article = models.OneToOneField(
        Article, models.PROTECT, related_name="placement", verbose_name="tin bài"
    )
    place = models.CharField("chỗ đặt", max_length=4, choices=Place)
    position = models.PositiveSmallIntegerField("thứ tự", default=1)
    ends_at = DateTimeField("đến lúc", bounds=PLACEMENT)
    placed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người đặt")
    placed_at = DateTimeField("đặt lúc")

    history = HistoricalRecords()

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = "tin trên trang chủ"
        verbose_name_plural = "tin trên trang chủ"
        ordering = ["place", "position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(place=Place.LEAD, position=1)
                | Q(place=Place.PIN, position__range=(1, PINS)),
                name="news_placement_one_lead_few_pins",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("placed_at")), name="news_placement_ends_after_start"
            ),
            # Deferred, so that two pins can change places.
            models.UniqueConstraint(
                fields=["place", "position"],
                name="news_placement_place_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_place_display()}: {self.article}"
