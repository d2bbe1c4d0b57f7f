"""All news of the ward, whole and by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import ListView

from news.metadata import list_metadata
from news.models import Article

ALL_NEWS = "Tất cả tin bài"


@dataclass(frozen=True)
class Month:
    """A month of the ward's calendar in which something was published, and how much of it still stands."""

    first: date
    count: int

    @property
    def url(self) -> str:
        return month_url(self.first)


def month_url(day: date) -> str:
    return reverse("month", kwargs={"year": day.year, "month": f"{day:%m}"})


def months() -> list[Month]:
    """Return the months that have published items, newest first, counted in the ward's time."""
    rows = (
        Article.objects.published()
        .order_by()
        .annotate(month=TruncMonth("published_at", tzinfo=timezone.get_current_timezone()))
        .values("month")
        .annotate(count=Count("pk"))
        .order_by("-month")
    )
    return [Month(row["month"].date(), row["count"]) for row in rows]


class AllNewsView(ListView):
    """Everything published, newest first, by pages (``?trang=``), with the months beside it."""

    http_method_names = ["get", "head"]
    template_name = "news/article_archive.html"
    paginate_by = 20
    page_kwarg = "trang"

    def get_queryset(self) -> Any:
        return Article.objects.published().newest_first().for_list()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(months=months(), heading=ALL_NEWS, **kwargs)
        address = reverse("all_news")
        return context | {
            "canonical_url": canonical(address, context["page_obj"].number),
            "metadata": list_metadata(ALL_NEWS, context["page_obj"], (ALL_NEWS, address)),
        }


class MonthView(AllNewsView):
    """The items of one month of the ward's calendar (``/tin/<yyyy>/<mm>/``); one without items is not found."""

    def get_queryset(self) -> Any:
        year, month = int(self.kwargs["year"]), int(self.kwargs["month"])
        if not 1900 <= year <= 9000:
            raise Http404
        self.first = date(year, month, 1)
        following = date(year + month // 12, month % 12 + 1, 1)
        return (
            super()
            .get_queryset()
            .filter(published_at__gte=_midnight(self.first), published_at__lt=_midnight(following))
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        firsts = [month.first for month in context["months"]]
        if self.first not in firsts:
            raise Http404
        place = firsts.index(self.first)
        heading, address = f"Tin bài tháng {self.first.month} năm {self.first.year}", month_url(self.first)
        steps = (ALL_NEWS, reverse("all_news")), (heading, address)
        return context | {
            "heading": heading,
            "month": self.first,
            "later": context["months"][place - 1] if place else None,
            "earlier": context["months"][place + 1] if place + 1 < len(firsts) else None,
            "canonical_url": canonical(address, context["page_obj"].number),
            "metadata": list_metadata(heading, context["page_obj"], *steps),
        }


def _midnight(day: date) -> datetime:
    """Return the beginning of a day of the ward."""
    return timezone.make_aware(datetime.combine(day, time.min))


def canonical(path: str, page: int) -> str:
    """Return the whole address of one page of a list: the first stands without its number."""
    return settings.SITE_URL + (path if page == 1 else f"{path}?trang={page}")
