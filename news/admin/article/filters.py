"""Change list filters of articles."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone

from core.dates import day_end, day_start
from core.http.params import day_param
from news.models import Article, Category, UpstreamSending
from news.states import ArticleState, Kind, Mark, UpstreamOutcome
from news.statistics.rules import PeriodRules
from organization.admin.changelist import ChoiceFilter, DayFilter
from organization.models import ReportingPeriod, Unit, User
from organization.requests import staff_user
from organization.roles import BOARD, Role

Choices = list[tuple[str, str]]
DATED_AT = Coalesce("published_at", "submitted_at", "created_at")


class StateFilter(ChoiceFilter):
    """The states, with what is scheduled, passed or the head's as choices of their own."""

    title = "trạng thái"
    parameter_name = "trang-thai"
    SCHEDULED, PASSED, FOR_HEAD, OVER = "scheduled", "passed", "for-head", "over"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        draft, in_review, *others = ArticleState.choices
        waiting = [
            (self.PASSED, "Chờ duyệt, đã thông qua"),
            (self.FOR_HEAD, "Chờ duyệt, xin ý kiến trưởng ban"),
        ]
        published, *others = others
        timed = [(self.SCHEDULED, "Hẹn giờ"), published, (self.OVER, "Đã đăng, đã hết hạn")]
        return [draft, in_review, *waiting, *timed, *others]

    def chosen(self, request: HttpRequest, queryset: Any, value: str) -> QuerySet[Article]:
        now = timezone.now()
        if value == self.SCHEDULED:
            return queryset.scheduled(now=now)
        if value == self.PASSED:
            return queryset.in_review().filter(passed_at__isnull=False)
        if value == self.FOR_HEAD:
            return queryset.in_review().filter(is_for_head=True)
        if value == self.OVER:
            return queryset.filter(state=ArticleState.PUBLISHED, expires_at__lte=now)
        if value == ArticleState.PUBLISHED:
            return queryset.filter(state=value, published_at__lte=now)
        return queryset.filter(state=value)


class UnitFilter(ChoiceFilter):
    title = "đơn vị"
    parameter_name = "don-vi"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(str(pk), name) for pk, name in Unit.objects.values_list("pk", "name")]

    def chosen(self, request: HttpRequest, queryset: Any, value: str) -> QuerySet[Article]:
        return queryset.filter(unit=value)


class CategoryFilter(ChoiceFilter):
    title = "chuyên mục"
    parameter_name = "chuyen-muc"
    NONE = "chua-co"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(str(pk), name) for pk, name in Category.objects.values_list("pk", "name")] + [
            (self.NONE, "Chưa chọn")
        ]

    def chosen(self, request: HttpRequest, queryset: Any, value: str) -> QuerySet[Article]:
        return queryset.filter(category=None if value == self.NONE else value)


class KindFilter(ChoiceFilter):
    title = "thể loại"
    parameter_name = "the-loai"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return list(Kind.choices)

    def chosen(self, request: HttpRequest, queryset: Any, value: str) -> QuerySet[Article]:
        return queryset.filter(kind=value)


class BoardFilter(ChoiceFilter):
    """A filter about the board's own work: others are not asked."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return self.board_lookups() if staff_user(request).has_role(*BOARD) else []

    def board_lookups(self) -> Choices:
        raise NotImplementedError


class BoardDayFilter(DayFilter):
    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        self.is_offered = staff_user(request).has_role(*BOARD)
        return []

    def has_output(self) -> bool:
        return self.is_offered


class PeriodFilter(BoardFilter):
    """The reporting period an item counts in, as the statistics count it."""

    title = "kỳ báo cáo"
    parameter_name = "ky"

    def board_lookups(self) -> Choices:
        return [(str(one.pk), str(one)) for one in ReportingPeriod.objects.all()]

    def chosen(self, request: HttpRequest, queryset: Any, value: str) -> QuerySet[Article]:
        period = ReportingPeriod.objects.get(pk=value)
        return queryset.filter(PeriodRules.of(period).in_period)


class SinceFilter(BoardDayFilter):
    """From a day on: of publication, else of the hand-in, else of the first saving."""

    title = "từ ngày (đăng, nộp hoặc tạo)"
    parameter_name = "tu-ngay"

    def on_day(self, queryset: Any, day: date) -> QuerySet[Article]:
        return queryset.alias(dated_at=DATED_AT).filter(dated_at__gte=day_start(day))


class UntilFilter(BoardDayFilter):
    title = "đến hết ngày"
    parameter_name = "den-ngay"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        self.since = day_param(request.GET.get(SinceFilter.parameter_name, ""), self.bounds)
        return super().lookups(request, model_admin)

    @property
    def chosen_label(self) -> str:
        is_reversed = self.since and self.day and self.day < self.since
        return super().chosen_label + (", sớm hơn “từ ngày”, xin sửa" if is_reversed else "")

    def on_day(self, queryset: Any, day: date) -> QuerySet[Article]:
        return queryset.alias(dated_at=DATED_AT).filter(dated_at__lt=day_end(day))


class AuthorFilter(BoardFilter):
    title = "tác giả"
    parameter_name = "tac-gia"
    NONE = "chua-co"

    def board_lookups(self) -> Choices:
        authors = Article.objects.order_by().exclude(author=None).values("author")
        people = User.objects.filter(pk__in=authors).only("username", "full_name")
        return [(str(one.pk), str(one)) for one in people] + [(self.NONE, "Không có tài khoản")]

    def chosen(self, request: HttpRequest, queryset: Any, value: str) -> QuerySet[Article]:
        return queryset.filter(author=None if value == self.NONE else value)


class HolderFilter(BoardFilter):
    """Whose hands an item in review is in: mine, nobody's, or those of one of the board."""

    title = "người giữ"
    parameter_name = "nguoi-giu"
    MINE, NOBODY = "toi", "chua-ai"

    def board_lookups(self) -> Choices:
        reviewers = Q(is_active=True, groups__name__in=[Role.EDITOR, Role.APPROVER, Role.HEAD])
        people = User.objects.filter(
            reviewers | Q(held_articles__state=ArticleState.IN_REVIEW)
        ).distinct()
        named = people.only("username", "full_name")
        fixed = [(self.MINE, "Tôi đang giữ"), (self.NOBODY, "Chưa ai nhận")]
        return fixed + [(str(person.pk), str(person)) for person in named]

    def chosen(self, request: HttpRequest, queryset: Any, value: str) -> QuerySet[Article]:
        if value == self.NOBODY:
            return queryset.in_review().filter(holder=None)
        return queryset.filter(holder=request.user.pk if value == self.MINE else value)


class MarkFilter(BoardFilter):
    title = "chờ xác nhận"
    parameter_name = "cho-xac-nhan"
    ANY = "co"

    def board_lookups(self) -> Choices:
        return [(self.ANY, "Có")] + [choice for choice in Mark.choices if choice[0]]

    def chosen(self, request: HttpRequest, queryset: Any, value: str) -> QuerySet[Article]:
        marked = queryset.marked()
        return marked if value == self.ANY else marked.filter(mark=value)


class ReviewPlanFilter(BoardFilter):
    title = "hẹn duyệt"
    parameter_name = "hen-duyet"
    PRIORITY, LATE, TODAY, PLANNED = "uu-tien", "qua-han", "hom-nay", "co-han"

    def board_lookups(self) -> Choices:
        return [
            (self.PRIORITY, "Ưu tiên"),
            (self.LATE, "Quá hạn"),
            (self.TODAY, "Hạn hôm nay"),
            (self.PLANNED, "Có hạn duyệt"),
        ]

    def chosen(self, request: HttpRequest, queryset: Any, value: str) -> QuerySet[Article]:
        today = timezone.localdate()
        if value == self.PRIORITY:
            return queryset.filter(is_priority=True)
        if value == self.LATE:
            return queryset.late(on=today)
        if value == self.TODAY:
            return queryset.filter(review_due_on=today)
        return queryset.filter(review_due_on__isnull=False)


class UpstreamFilter(BoardFilter):
    """Where an item stands at the higher portal, by its last sending."""

    title = "liên thông"
    parameter_name = "lien-thong"
    NEVER = "chua-gui"

    def board_lookups(self) -> Choices:
        return [*UpstreamOutcome.choices, (self.NEVER, "Chưa gửi")]

    def chosen(self, request: HttpRequest, queryset: Any, value: str) -> QuerySet[Article]:
        if value == self.NEVER:
            return queryset.filter(state=ArticleState.PUBLISHED, sendings=None)
        last = (
            UpstreamSending.objects.filter(article=OuterRef("pk"))
            .order_by("-sent_at", "-pk")
            .values("outcome")
        )
        return queryset.alias(upstream_outcome=Subquery(last[:1])).filter(upstream_outcome=value)
