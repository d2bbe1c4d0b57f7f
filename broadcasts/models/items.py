"""What is to be aired: one text with its recording, from a source or typed here."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from broadcasts.querysets import AirItemQuerySet
from broadcasts.states import FRAME_KINDS, ItemKind, SourceState
from core.date_fields import DateField, DateTimeField
from core.dates import EVENT
from core.models import StoredFile, Versioned
from organization.models import Unit, User

# Of the recording, which is no text.
RECORDING_FIELDS = [
    *("source_state", "recording", "recording_seconds", "recorded_reading", "recorded_by"),
    *("is_synthetic", "listened_by"),
]


class AirItem(Versioned):
    """A text for the loudspeaker, aired in one bulletin or repeated in several.

    ``source_key`` names its source ("article:12"), "" for one typed here; "station:opening" and
    "station:closing" are the fixed words around each bulletin. ``written`` is the text as taken
    from it, ``reading`` what is read; an edited reading is kept while the source stays.
    ``recorded_reading`` is the reading that was recorded: a recording of another one is out of
    date. A synthetic recording goes on air only after a person has listened (``listened_by``).
    """

    source_key = models.CharField(max_length=60, blank=True, editable=False)
    source_version = models.PositiveIntegerField(default=0, editable=False)
    source_state = models.CharField(
        "nguồn", max_length=9, choices=SourceState, default=SourceState.CURRENT, editable=False
    )
    kind = models.CharField("loại", max_length=10, choices=ItemKind, default=ItemKind.MESSAGE)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="air_items",
        verbose_name="đơn vị",
    )
    title = models.CharField("tiêu đề", max_length=300)
    author = models.CharField("tác giả", max_length=120, blank=True)
    written = models.TextField("bản viết", max_length=60_000, blank=True)
    reading = models.TextField("lời đọc", max_length=100_000, blank=True)
    is_reading_edited = models.BooleanField(default=False, editable=False)
    relayed_seconds = models.PositiveIntegerField(
        "thời lượng tiếp âm (giây)", null=True, blank=True
    )
    air_from = DateField("phát từ ngày", bounds=EVENT)
    air_until = DateField("phát đến hết ngày", bounds=EVENT)
    plays_wanted = models.PositiveSmallIntegerField("số lần phát", default=1)
    recording = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, editable=False, related_name="+"
    )
    recording_seconds = models.FloatField(null=True, editable=False)
    recorded_reading = models.TextField(blank=True, editable=False)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    is_synthetic = models.BooleanField("giọng máy", default=False, editable=False)
    listened_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = DateTimeField(editable=False)

    objects = AirItemQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=RECORDING_FIELDS, cascade_delete_history=True)

    class Meta:
        verbose_name = "mục phát thanh"
        verbose_name_plural = "mục phát thanh"
        ordering = ["-air_from", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_key"],
                condition=~Q(source_key=""),
                name="broadcasts_airitem_once_per_source",
            ),
            models.CheckConstraint(
                condition=Q(air_until__gte=F("air_from")),
                name="broadcasts_airitem_in_order",
                violation_error_message="Ngày phát cuối phải từ ngày phát đầu trở đi.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ItemKind.values), name="broadcasts_airitem_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(source_state__in=SourceState.values),
                name="broadcasts_airitem_source_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_own(self) -> bool:
        """Return whether the ward produced it; a relayed programme it did not."""
        return self.kind != ItemKind.RELAYED

    @property
    def is_frame(self) -> bool:
        """Return whether it is the opening or the closing, which are not counted as plays."""
        return self.kind in FRAME_KINDS

    @property
    def is_withdrawn(self) -> bool:
        return self.source_state == SourceState.WITHDRAWN

    @property
    def withdrawn_words(self) -> str:
        """Return what was withdrawn: the source, or what was typed here."""
        return "Bản đăng đã gỡ" if self.source_key else "Mục này đã gỡ"

    @property
    def is_typed(self) -> bool:
        """Return whether it was written here, without a source; not the station's own words."""
        return not self.source_key and not self.is_frame

    @property
    def is_corrected(self) -> bool:
        """Return whether its source says something else than it by now."""
        return self.source_state == SourceState.CORRECTED

    @property
    def is_recording_current(self) -> bool:
        """Return whether what was recorded may go on air: the present text, synthetic only after
        a person has listened; a relayed programme has no text.
        """
        if self.recording_id is None or (self.is_synthetic and self.listened_by_id is None):
            return False
        return self.kind == ItemKind.RELAYED or self.recorded_reading == self.reading
