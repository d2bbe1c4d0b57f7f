"""Speaker clusters, their faults, the slots of a week and the limits of the station."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.text import capfirst

from broadcasts.querysets import SpeakerClusterQuerySet
from broadcasts.states import BulletinClass, ClusterState
from core.date_fields import DateField, TimeField
from core.dates import RECEIVED
from core.models.dated_rules import DatedRule
from core.sorting import NameOrder
from core.text.vietnamese import clean_line
from organization.models import Unit, User


class SpeakerCluster(models.Model):
    """A group of loudspeakers and the residential groups that hear it."""

    name = models.CharField("tên cụm", max_length=80, unique=True)
    place = models.CharField("nơi đặt", max_length=160, blank=True)
    speakers = models.PositiveSmallIntegerField("số loa", default=1)
    units = models.ManyToManyField(
        Unit, blank=True, related_name="speaker_clusters", verbose_name="tổ dân phố nghe được"
    )
    state = models.CharField(
        "tình trạng", max_length=8, choices=ClusterState, default=ClusterState.WORKING
    )
    valid_until = DateField("thôi dùng sau ngày", null=True, blank=True, bounds=RECEIVED)

    objects = SpeakerClusterQuerySet.as_manager()

    class Meta:
        verbose_name = "cụm loa"
        verbose_name_plural = "cụm loa"
        ordering = [NameOrder("name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ClusterState.values), name="broadcasts_cluster_state_known"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.name, self.place = clean_line(self.name), clean_line(self.place)


class SpeakerFault(models.Model):
    """A fault of a cluster and its repair."""

    cluster = models.ForeignKey(
        SpeakerCluster, models.PROTECT, related_name="faults", verbose_name="cụm loa"
    )
    reported_on = DateField("phát hiện ngày", bounds=RECEIVED)
    broken = models.PositiveSmallIntegerField("số loa hỏng", default=1)
    description = models.CharField("hỏng gì", max_length=300)
    repaired_on = DateField("sửa xong ngày", null=True, blank=True, bounds=RECEIVED)
    repair = models.CharField("đã sửa thế nào", max_length=300, blank=True)
    reported_by = models.ForeignKey(
        User, models.PROTECT, editable=False, related_name="+", verbose_name="người ghi"
    )

    class Meta:
        verbose_name = "sự cố loa"
        verbose_name_plural = "sổ sự cố loa"
        ordering = ["-reported_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(repaired_on=None) | Q(repaired_on__gte=F("reported_on")),
                name="broadcasts_fault_in_order",
                violation_error_message="Ngày sửa xong phải từ ngày phát hiện trở đi.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cluster}: {self.description}"


class Slot(DatedRule):
    """A time of the day at which the station is on air, on days of the week.

    ``weekdays`` are the numbers of ISO weekdays, as text: "12345".
    """

    name = models.CharField("tên buổi", max_length=40, help_text="Ví dụ: Sáng, Chiều.")
    starts_at = TimeField("bắt đầu lúc")
    minutes = models.PositiveSmallIntegerField("thời lượng (phút)", default=15)
    weekdays = models.CharField("các ngày trong tuần", max_length=7, default="12345")

    class Meta(DatedRule.Meta):
        verbose_name = "buổi phát"
        verbose_name_plural = "buổi phát"
        ordering = ["starts_at", "pk"]
        constraints = [
            *DatedRule.Meta.constraints,
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=240), name="broadcasts_slot_minutes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.starts_at:%H:%M}"

    @property
    def session_name(self) -> str:
        """Return its name in a sentence, with "buổi" once: "buổi sáng"."""
        return f"buổi {self.name.lower().removeprefix('buổi ')}"

    @property
    def session(self) -> str:
        """Return its name with its time at the beginning of a sentence: "Buổi sáng, 06:00"."""
        return f"{capfirst(self.session_name)}, {self.starts_at:%H:%M}"


class StationLimit(DatedRule):
    """The most that the station may be on air, by its regulation.

    A new ward has one marked as a sample: decree 49/2024 lets the ward set its own.
    """

    bulletin_class = models.CharField(
        "loại bản tin", max_length=9, choices=BulletinClass, default=BulletinClass.NORMAL
    )
    sessions_a_day = models.PositiveSmallIntegerField("số buổi mỗi ngày", null=True, blank=True)
    minutes_a_session = models.PositiveSmallIntegerField("số phút mỗi buổi", null=True, blank=True)
    weekdays = models.CharField("các ngày được phát", max_length=7, default="12345")
    legal_basis = models.CharField("căn cứ", max_length=200, blank=True)
    is_sample = models.BooleanField("mẫu tham khảo", default=False)

    class Meta(DatedRule.Meta):
        verbose_name = "giới hạn phát"
        verbose_name_plural = "giới hạn phát"

    def __str__(self) -> str:
        return f"{self.get_bulletin_class_display()}, từ {self.valid_from:%d/%m/%Y}"


class AnnouncerAbsence(DatedRule):
    """Days on which an announcer is away and another person does the work."""

    announcer = models.ForeignKey(
        User, models.CASCADE, related_name="+", verbose_name="phát thanh viên vắng"
    )
    stand_in = models.ForeignKey(
        User, models.CASCADE, related_name="+", verbose_name="người làm thay"
    )

    class Meta(DatedRule.Meta):
        verbose_name = "phát thanh viên vắng"
        verbose_name_plural = "phát thanh viên vắng"
        constraints = [
            *DatedRule.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(announcer=F("stand_in")),
                name="broadcasts_absence_by_another",
                violation_error_message="Xin chọn người khác làm thay.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.announcer} vắng, {self.stand_in} thay"
