"""Meetings and the approved versions of their minutes."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from core.date_fields import DateField, DateTimeField
from core.dates import EVENT, EVENT_DETAIL
from core.http.addresses import item_address
from core.models import FileUse, Versioned
from core.text.vietnamese import clean_line, slug
from meetings.models.paper_facts import PaperFacts
from meetings.models.series import MeetingSeries, validate_chair
from meetings.models.titles import public_title
from meetings.querysets import MeetingQuerySet
from meetings.states import FormOfAddress, MeetingState
from organization.models import ReportingPeriod, User

# Workflow columns, recorded by the transition log and excluded from revisions.
STATE_FIELDS = [
    "state",
    "submitted_at",
    "submitted_by",
    "approved_at",
    "approved_by",
    "closed_at",
    "publication_asked_at",
    "publication_asked_by",
    "is_records_only",
]


class Meeting(PaperFacts, Versioned):
    """A meeting of a series. Internal unless marked public.

    Names and titles are text as of the day; the account beside a name has the permissions.
    ``STATE_FIELDS`` are written by ``core.workflow.engine.perform`` (who asks for publication also
    by ``meetings.minutes.paper_facts``), the rows of the minutes (``meetings.models.minutes``,
    ``Conclusion``) by ``meetings.minutes.services`` alone. Each of these raises the version, so
    that nobody approves rows they did not see. ``is_public`` changes what residents see at once;
    what they see are the words last approved (``ApprovedMeeting``).
    ``is_records_only`` marks minutes that were entered for the record: no task came of them.
    """

    series = models.ForeignKey(
        MeetingSeries, models.PROTECT, related_name="meetings", verbose_name="loại họp"
    )
    title = models.CharField("tên cuộc họp", max_length=250)
    review_period = models.ForeignKey(
        ReportingPeriod,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="kỳ đánh giá",
    )
    plan_period = models.ForeignKey(
        ReportingPeriod,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="kỳ triển khai",
    )
    figures_as_of = DateField(
        "số liệu tính đến hết ngày", null=True, blank=True, bounds=EVENT_DETAIL
    )
    starts_at = DateTimeField("bắt đầu lúc", bounds=EVENT)
    ends_at = DateTimeField("kết thúc lúc", null=True, blank=True, bounds=EVENT_DETAIL)
    place = models.CharField("địa điểm", max_length=160)
    chair = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="chủ trì (tài khoản)",
    )
    chair_name = models.CharField("họ và tên chủ trì", max_length=80)
    chair_title = models.CharField(
        "chức vụ chủ trì",
        max_length=240,
        blank=True,
        help_text="Chức vụ Đảng trước, chính quyền sau.",
    )
    secretary = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="thư ký (tài khoản)",
    )
    secretary_name = models.CharField("họ và tên thư ký", max_length=80, blank=True)
    secretary_title = models.CharField("chức vụ thư ký", max_length=240, blank=True)
    form_of_address = models.CharField(
        "cách xưng hô trong giấy tờ",
        max_length=8,
        choices=FormOfAddress,
        blank=True,
        help_text="Để trống: theo loại họp.",
    )
    is_public = models.BooleanField(
        "công khai",
        default=False,
        help_text=(
            "Người dân thấy ngày, nơi họp, chủ trì và các kết luận công khai, không thấy gì khác."
        ),
    )
    other_opinions = models.PositiveSmallIntegerField(
        "ý kiến khác, không ghi nội dung", default=0, help_text="Cộng vào số ý kiến phát biểu."
    )
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=MeetingState,
        default=MeetingState.SCHEDULED,
        editable=False,
    )
    approved_at = DateTimeField("duyệt biên bản lúc", null=True, editable=False)
    approved_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người duyệt biên bản",
    )
    closed_at = DateTimeField("kết thúc theo dõi lúc", null=True, editable=False)
    submitted_at = DateTimeField("trình duyệt lúc", null=True, editable=False)
    submitted_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người trình",
    )
    publication_asked_at = DateTimeField("đề nghị công khai lúc", null=True, editable=False)
    publication_asked_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người đề nghị công khai",
    )
    is_records_only = models.BooleanField("chỉ lưu", default=False, editable=False)
    # Whoever stored or removed a row of the minutes: they do not approve them.
    writers = models.ManyToManyField(
        User, related_name="+", editable=False, verbose_name="người ghi biên bản"
    )

    file_uses = GenericRelation(FileUse)
    history = HistoricalRecords(excluded_fields=STATE_FIELDS, cascade_delete_history=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "cuộc họp"
        verbose_name_plural = "cuộc họp"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="meetings_meeting_in_order",
                violation_error_message="Giờ kết thúc phải sau giờ bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=MeetingState.values), name="meetings_meeting_state_known"
            ),
        ]
        indexes = [
            # MeetingQuerySet.announced(): the working calendar.
            models.Index(
                fields=["-starts_at", "-id"],
                condition=Q(is_public=True),
                name="meetings_meeting_public",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.held_on:%d/%m/%Y}"

    def clean(self) -> None:
        """Normalize the texts, default names to those of the accounts, reject an ineligible chair
        and periods out of order.
        """
        validate_chair(self)
        for role in ("chair", "secretary"):
            person = getattr(self, role)
            if person and not getattr(self, f"{role}_name"):
                setattr(self, f"{role}_name", person.full_name)
                setattr(self, f"{role}_title", getattr(self, f"{role}_title") or person.title)
        for name in (
            "title",
            "place",
            "chair_name",
            "chair_title",
            "secretary_name",
            "secretary_title",
        ):
            setattr(self, name, clean_line(getattr(self, name)))
        if not self.chair_name:
            raise ValidationError({"chair_name": "Xin ghi họ tên người chủ trì."})
        review, plan = self.review_period, self.plan_period
        if review and plan and plan.starts_on < review.starts_on:
            raise ValidationError(
                {"plan_period": "Kỳ triển khai phải là kỳ đánh giá hoặc kỳ sau đó."}
            )

    @property
    def held_on(self) -> date:
        """Return the day of the meeting in the ward's time zone."""
        return timezone.localtime(self.starts_at).date()

    @property
    def figures_day(self) -> date:
        """Return the day up to whose end figures count: as entered, else that of the meeting.

        Never later than today.
        """
        return min(self.figures_as_of or self.held_on, timezone.localdate())

    @property
    def slug(self) -> str:
        return slug(self.title)

    @property
    def goes_public(self) -> bool:
        """Return whether residents read it once it is approved, or if who is asked agrees."""
        return self.is_public or self.publication_asked_at is not None

    @property
    def public_title(self) -> str:
        """Return the title with its month, as residents read it."""
        return public_title(self.title, self.held_on)

    def get_absolute_url(self) -> str:
        """Return the public URL of the present title, valid once the meeting is published."""
        return item_address("meeting", self.slug, self.pk)

    @property
    def address(self) -> str:
        """Return the path of its page in the admin."""
        return reverse("admin:meetings_meeting_change", args=[self.pk])

    @property
    def address_form(self) -> FormOfAddress:
        """Return the form of address in its papers: chosen, else that of the series."""
        if self.form_of_address:
            return FormOfAddress(self.form_of_address)
        return self.series.address_form

    @property
    def is_approved(self) -> bool:
        return self.state in (MeetingState.APPROVED, MeetingState.CLOSED)

    @property
    def was_approved(self) -> bool:
        """Return whether the minutes were ever approved; one query at most."""
        return hasattr(self, "approved")

    @property
    def is_open_for_minutes(self) -> bool:
        """Return whether the minutes may be written; ``correct`` reopens approved ones."""
        return self.state in (MeetingState.SCHEDULED, MeetingState.HELD)

    def has_begun(self, now: datetime | None = None) -> bool:
        """Return whether it has begun: nobody is present before."""
        return self.state != MeetingState.SCHEDULED or self.starts_at <= (now or timezone.now())

    @property
    def opinion_count(self) -> int:
        """Return the number of opinions, including those recorded without text."""
        return len(self.opinions.all()) + self.other_opinions


class MinutesVersion(models.Model):
    """A version of the minutes, stored at each approval and never changed.

    ``content`` is made by ``meetings.minutes.revisions.snapshot``. From the second version on
    ``reason`` is that of the correction.
    """

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="minutes_versions", verbose_name="cuộc họp"
    )
    number = models.PositiveSmallIntegerField("bản")
    reason = models.TextField("lý do sửa", blank=True)
    content = models.JSONField("nội dung")
    approved_at = DateTimeField("duyệt lúc")
    approved_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người duyệt"
    )

    class Meta:
        verbose_name = "bản biên bản"
        verbose_name_plural = "các bản biên bản"
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"], name="meetings_minutesversion_once"
            )
        ]

    def __str__(self) -> str:
        return f"Bản {self.number}"


class MeetingArticle(models.Model):
    """The one article created from a meeting; deleted with a discarded draft."""

    meeting = models.OneToOneField(
        Meeting, models.PROTECT, related_name="news", verbose_name="cuộc họp"
    )
    article = models.OneToOneField(
        "news.Article", models.CASCADE, related_name="+", verbose_name="tin"
    )

    class Meta:
        verbose_name = "tin về cuộc họp"
        verbose_name_plural = "tin về cuộc họp"

    def __str__(self) -> str:
        return f"Tin về {self.meeting}"
