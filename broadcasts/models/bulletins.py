"""Bulletins, the items in them, and what was heard of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from broadcasts.models.items import AirItem
from broadcasts.models.stations import Slot, SpeakerCluster
from broadcasts.querysets import AHEAD, BulletinItemQuerySet, BulletinQuerySet
from broadcasts.states import BulletinClass, BulletinState, LogSource, MissReason, Voice
from core.date_fields import DateField, DateTimeField
from core.dates import EVENT
from core.models import StoredFile, Versioned
from core.sorting import NameOrder
from organization.models import User

# Workflow columns, recorded by the transition log and excluded from revisions.
STATE_FIELDS = [
    *("state", "approved_by", "approved_at", "confirmed_by", "confirmed_at"),
    *("missed_reason", "alarmed_at"),
    *("audio", "audio_seconds", "audio_parts"),
]


class Bulletin(Versioned):
    """What the station airs in one slot of a day.

    An emergency bulletin has no slot. ``minutes`` are those of the slot. ``audio`` is the file for
    the station, ``audio_parts`` what it is made of: a list of ``{"item", "title", "start",
    "recording"}``, keys of rows and seconds. ``alarmed_at`` is when its silence was told. ``state``
    is written by ``core.workflow.engine.perform`` alone.
    """

    day = DateField("ngày", bounds=EVENT)
    slot = models.ForeignKey(
        Slot,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bulletins",
        verbose_name="buổi phát",
    )
    starts_at = DateTimeField("phát lúc")
    minutes = models.PositiveSmallIntegerField("thời lượng (phút)", default=15)
    bulletin_class = models.CharField(
        "loại", max_length=9, choices=BulletinClass, default=BulletinClass.NORMAL, editable=False
    )
    state = models.CharField(
        "trạng thái",
        max_length=9,
        choices=BulletinState,
        default=BulletinState.DRAFT,
        editable=False,
    )
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    approved_at = DateTimeField(null=True, editable=False)
    audio = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, editable=False, related_name="+"
    )
    audio_seconds = models.FloatField(null=True, editable=False)
    audio_parts = models.JSONField(default=list, editable=False)
    # Of an emergency bulletin: who had no hand in it and confirmed it afterwards.
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    confirmed_at = DateTimeField(null=True, editable=False)
    missed_reason = models.CharField(
        "vì sao không phát", max_length=9, choices=MissReason, blank=True, editable=False
    )
    alarmed_at = DateTimeField(null=True, editable=False)

    objects = BulletinQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=STATE_FIELDS, cascade_delete_history=True)

    class Meta:
        verbose_name = "bản tin phát thanh"
        verbose_name_plural = "bản tin phát thanh"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "slot"],
                condition=Q(slot__isnull=False) & ~Q(state=BulletinState.CANCELLED),
                name="broadcasts_bulletin_once_a_slot",
                violation_error_message="Buổi phát này đã có bản tin.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=BulletinState.values),
                name="broadcasts_bulletin_state_known",
            ),
        ]
        indexes = [models.Index(fields=["-starts_at"], name="broadcasts_bulletin_starts")]

    def __str__(self) -> str:
        slot = self.slot.session_name if self.slot else "khẩn cấp"
        return f"Bản tin {slot} ngày {self.day:%d/%m/%Y}"

    @property
    def ends_at(self) -> datetime:
        """Return when the slot is over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_ahead(self) -> bool:
        """Return whether it is still to be aired."""
        return self.state in AHEAD

    @property
    def on_air_since(self) -> datetime | None:
        """Return since when it is on air, of rows of ``broadcasts.on_air.with_on_air``."""
        since: datetime | None = getattr(self, "began_on_air", None)
        return since

    @property
    def state_words(self) -> str:
        """Return the state, of a bulletin on air since when."""
        if self.on_air_since is None:
            return self.get_state_display()
        return f"Đang phát từ {timezone.localtime(self.on_air_since):%H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("bulletin", args=[self.pk])

    @property
    def address(self) -> str:
        """Return the path of its page in the admin."""
        return reverse("admin:broadcasts_bulletin_change", args=[self.pk])


class BulletinItem(models.Model):
    """The place of an item in a bulletin; ``is_aired`` is known once the bulletin was aired, of an
    item that was heard and taken off while it played from then on.

    A place with ``is_aired`` is one play, also of an item withdrawn later. ``item_version`` is the
    revision of the item that was approved; ``seconds``, ``voice`` and ``recorded_by`` are of what
    was on air, see ``broadcasts.approved``.
    """

    bulletin = models.ForeignKey(
        Bulletin, models.CASCADE, related_name="places", verbose_name="bản tin"
    )
    item = models.ForeignKey(AirItem, models.PROTECT, related_name="places", verbose_name="mục")
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    is_aired = models.BooleanField("đã phát", null=True)
    item_version = models.PositiveIntegerField(null=True, editable=False)
    seconds = models.FloatField(null=True, editable=False)
    voice = models.CharField(max_length=9, choices=Voice, blank=True, editable=False)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = BulletinItemQuerySet.as_manager()

    class Meta:
        verbose_name = "mục của bản tin"
        verbose_name_plural = "mục của bản tin"
        ordering = ["bulletin", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bulletin", "item"], name="broadcasts_bulletinitem_once"
            ),
            models.CheckConstraint(
                condition=Q(voice__in=["", *Voice.values]),
                name="broadcasts_bulletinitem_voice_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.item}"


class AirLog(models.Model):
    """The record of one session (*sổ nhật ký phát thanh*), kept for ever."""

    bulletin = models.OneToOneField(
        Bulletin, models.PROTECT, related_name="air_log", verbose_name="bản tin"
    )
    started_at = DateTimeField("bắt đầu lúc")
    ended_at = DateTimeField("kết thúc lúc")
    operator = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người phát"
    )
    clusters = models.ManyToManyField(
        SpeakerCluster, blank=True, related_name="air_logs", verbose_name="cụm loa đã phát"
    )
    incidents = models.CharField("sự cố", max_length=500, blank=True)
    interruptions = models.PositiveSmallIntegerField("số lần gián đoạn", default=0)
    source = models.CharField(
        "ghi từ", max_length=8, choices=LogSource, default=LogSource.TYPED, editable=False
    )

    class Meta:
        verbose_name = "nhật ký phát thanh"
        verbose_name_plural = "sổ nhật ký phát thanh"
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__gte=F("started_at")),
                name="broadcasts_airlog_in_order",
                violation_error_message="Giờ kết thúc phải sau giờ bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(source__in=LogSource.values), name="broadcasts_airlog_source_known"
            ),
        ]

    def __str__(self) -> str:
        return f"Nhật ký: {self.bulletin}"


class PlayoutLink(models.Model):
    """A revocable link to the play-out page of one station; only the hash of its token is kept.

    ``active_page`` is the open page that plays, seen at ``last_seen_at``.
    """

    name = models.CharField("tên trạm", max_length=80)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")
    created_at = DateTimeField(editable=False)
    revoked_at = DateTimeField("thu hồi lúc", null=True, editable=False)
    active_page = models.CharField(max_length=32, blank=True, editable=False)
    last_seen_at = DateTimeField("thấy lần cuối", null=True, editable=False)

    class Meta:
        verbose_name = "trang phát của trạm"
        verbose_name_plural = "trang phát của trạm"
        ordering = [NameOrder("name")]

    def __str__(self) -> str:
        return self.name
