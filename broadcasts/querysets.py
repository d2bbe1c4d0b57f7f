"""Querysets of broadcasts. ``published()`` is the only definition of what residents may hear."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.functions import Coalesce

from broadcasts.states import (
    FRAME_KINDS,
    BulletinState,
    ClusterState,
    ItemKind,
    SourceState,
    Voice,
)

if TYPE_CHECKING:
    from broadcasts.models import AirItem, Bulletin, BulletinItem, SpeakerCluster

# States in which a bulletin is still to be aired.
AHEAD = (BulletinState.DRAFT, BulletinState.IN_REVIEW, BulletinState.APPROVED)


class AirItemQuerySet(models.QuerySet["AirItem"]):
    def airable(self) -> AirItemQuerySet:
        """Return the items whose source was not withdrawn."""
        return self.exclude(source_state=SourceState.WITHDRAWN)

    def with_plays(self) -> AirItemQuerySet:
        """Annotate ``plays``: how often it was aired."""
        aired = models.Q(places__is_aired=True, places__bulletin__state=BulletinState.AIRED)
        return self.annotate(plays=models.Count("places", filter=aired))

    def heard(self) -> AirItemQuerySet:
        """Return the items that residents may hear by themselves: aired with the recording they
        have, their source as it was, the recording of their present text and spoken or listened to
        by a person. One that was made after the session was not aired.
        """
        aired = self.model._default_manager.filter(
            places__is_aired=True,
            places__voice__in=["", *(voice for voice in Voice if voice != Voice.LIVE)],
            places__bulletin__state=BulletinState.AIRED,
            places__bulletin__air_log__ended_at__gte=models.F("recording__uploaded_at"),
        )
        is_listened = models.Q(is_synthetic=False) | models.Q(listened_by__isnull=False)
        is_current = models.Q(kind=ItemKind.RELAYED) | models.Q(
            recorded_reading=models.F("reading")
        )
        return self.filter(
            is_listened,
            is_current,
            source_state=SourceState.CURRENT,
            recording__isnull=False,
            pk__in=aired.order_by().values("pk"),
        ).exclude(kind__in=FRAME_KINDS)


class SpeakerClusterQuerySet(models.QuerySet["SpeakerCluster"]):
    def in_use(self, day: date) -> SpeakerClusterQuerySet:
        """Return the clusters that are used on a day, broken ones too."""
        return self.filter(models.Q(valid_until=None) | models.Q(valid_until__gte=day))

    def with_condition(self, day: date) -> SpeakerClusterQuerySet:
        """Annotate ``condition``: the state that was entered, or a worse one by the faults that
        were not repaired on a day; ``fault_count`` and ``broken_count`` are of these.
        """
        is_open = models.Q(faults__reported_on__lte=day) & (
            models.Q(faults__repaired_on=None) | models.Q(faults__repaired_on__gt=day)
        )
        counted = self.annotate(
            fault_count=models.Count("faults", filter=is_open),
            broken_count=Coalesce(models.Sum("faults__broken", filter=is_open), 0),
        )
        is_silent = models.Q(state=ClusterState.BROKEN) | models.Q(
            broken_count__gte=models.F("speakers")
        )
        is_partly = models.Q(state=ClusterState.PARTLY) | models.Q(broken_count__gt=0)
        return counted.annotate(
            condition=models.Case(
                models.When(is_silent, models.Value(ClusterState.BROKEN)),
                models.When(is_partly, models.Value(ClusterState.PARTLY)),
                default=models.Value(ClusterState.WORKING),
            )
        )

    def heard(self, day: date) -> SpeakerClusterQuerySet:
        """Return the clusters in use on a day with a loudspeaker that works."""
        rows: Any = self.in_use(day).with_condition(day)
        heard: SpeakerClusterQuerySet = rows.exclude(condition=ClusterState.BROKEN)
        return heard


class BulletinQuerySet(models.QuerySet["Bulletin"]):
    def published(self) -> BulletinQuerySet:
        """Return the bulletins that were aired: residents may listen again."""
        return self.filter(state=BulletinState.AIRED)

    def ahead(self) -> BulletinQuerySet:
        """Return the bulletins that are still to be aired."""
        return self.filter(state__in=AHEAD)

    def planned(self) -> BulletinQuerySet:
        """Return the bulletins that were not cancelled: the sessions planned."""
        return self.exclude(state=BulletinState.CANCELLED)


class BulletinItemQuerySet(models.QuerySet["BulletinItem"]):
    def airable(self) -> BulletinItemQuerySet:
        """Return the places of items whose source was not withdrawn."""
        return self.exclude(item__source_state=SourceState.WITHDRAWN)

    def plays(self) -> BulletinItemQuerySet:
        """Return the plays: what was aired, without opening and closing."""
        aired = self.filter(is_aired=True, bulletin__state=BulletinState.AIRED)
        return aired.exclude(item__kind__in=FRAME_KINDS)
