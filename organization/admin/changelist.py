"""Admin change lists: filters in one form, active filters as chips, saved filters."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ALL_VAR, ERROR_FLAG, PAGE_VAR, SEARCH_VAR
from django.core.exceptions import SuspiciousOperation
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.views.decorators.http import require_POST

from core.admin.changelist import OrderedChangeList
from core.dates import Bounds
from core.failsafe import guard
from core.http.params import day_param
from core.text.vietnamese import clean_line
from organization.models import SavedFilter, User
from organization.requests import staff_user
from organization.work.waiting import WaitingItem, waits_for

# Parameters of one request, not part of a saved filter.
_TRANSIENT_PARAMS = (PAGE_VAR, ALL_VAR, ERROR_FLAG)


class ChoiceFilter(admin.SimpleListFilter):
    """List filter with fixed choices; a value outside them matches nothing, not everything."""

    parameter_name: str
    unknown_words = "không còn trong danh sách"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if not value:
            return queryset
        return self.chosen(request, queryset, value) if self.chosen_label else queryset.none()

    def chosen(self, request: HttpRequest, queryset: Any, value: str) -> QuerySet[Any]:
        """Return the rows of one of the choices; ``queryset`` is of the model's own class."""
        raise NotImplementedError

    @property
    def chosen_label(self) -> str:
        return next(
            (str(label) for value, label in self.lookup_choices if str(value) == self.value()), ""
        )


class DayFilter(ChoiceFilter):
    """List filter with a day typed or picked; what is no day matches nothing."""

    bounds: ClassVar[Bounds] = Bounds(first_year=1990, years_ahead=10)
    is_day = True
    unknown_words = "không đọc được ngày"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return []

    def has_output(self) -> bool:
        return True

    @property
    def day(self) -> date | None:
        return day_param(self.value() or "", self.bounds)

    @property
    def chosen_label(self) -> str:
        return f"{self.day:%d/%m/%Y}" if self.day else ""

    def chosen(self, request: HttpRequest, queryset: Any, value: str) -> QuerySet[Any]:
        return self.on_day(queryset, cast(date, self.day))

    def on_day(self, queryset: Any, day: date) -> QuerySet[Any]:
        """Return the rows that the day leaves; ``queryset`` is of the model's own class."""
        raise NotImplementedError


@dataclass(frozen=True)
class Chip:
    """One active filter, and the URL of the list without it."""

    text: str
    address: str


class FilteredList(OrderedChangeList):
    """Change list that knows its active filters.

    ``saved`` are the person's own saved filters of this list.
    """

    saved: list[SavedFilter]

    @property
    def query_string(self) -> str:
        """Return the query string without ``?`` and page number, in a stable order."""
        return self.get_query_string(remove=[ALL_VAR]).removeprefix("?")

    @property
    def chips(self) -> list[Chip]:
        chips = []
        if self.query:
            chips.append(Chip(f"Tìm: “{self.query}”", self._without(SEARCH_VAR)))
        for choice in self._active_filters():
            label = choice.chosen_label or choice.unknown_words
            text = f"{capfirst(choice.title)}: {label}"
            chips.append(Chip(text, self._without(choice.parameter_name)))
        return chips

    def _active_filters(self) -> list[ChoiceFilter]:
        return [
            spec for spec in self.filter_specs if isinstance(spec, ChoiceFilter) and spec.value()
        ]

    def _without(self, name: str) -> str:
        return self.get_query_string({name: None})

    @property
    def filters_used(self) -> int:
        return len(self._active_filters())

    @property
    def count_in_words(self) -> str:
        name = self.opts.verbose_name
        if not self.chips:
            return f"Có {self.result_count} {name}." if self.result_count else ""
        if not self.result_count:
            return f"Không có {name} nào khớp."
        found = f"Tìm thấy {self.result_count} {name}"
        total = self.full_result_count
        return f"{found}." if total is None else f"{found} trong {total}."

    @property
    def may_save(self) -> bool:
        return len(self.saved) < SavedFilter.MAX_PER_LIST


class ListAdmin(admin.ModelAdmin):
    """Base of a ModelAdmin with chips and saved filters.

    ``list_filter`` holds ``ChoiceFilter`` classes.
    """

    change_list_template = "organization/admin/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path("bo-loc/luu/", self._posted(self.save_filter_view), name=f"{name}_filter_save"),
            path(
                "bo-loc/<int:pk>/xoa/",
                self._posted(self.delete_filter_view),
                name=f"{name}_filter_delete",
            ),
        ]
        return own + super().get_urls()

    def _posted(self, view: Any) -> Any:
        return self.admin_site.admin_view(require_POST(view))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[FilteredList]:
        return FilteredList

    def get_changelist_instance(self, request: HttpRequest) -> FilteredList:
        changelist = cast(FilteredList, super().get_changelist_instance(request))
        changelist.saved = list(self._saved_by(request))
        return changelist

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list; redirect a URL with empty parameters to the one without them."""
        if request.method == "GET" and "" in request.GET.values():
            chosen = QueryDict(mutable=True)
            for name, values in request.GET.lists():
                chosen.setlist(name, [value for value in values if value])
            return HttpResponseRedirect(f"{request.path}?{chosen.urlencode()}".rstrip("?"))
        return super().changelist_view(request, extra_context)

    def offer_next(self, request: HttpRequest, item: Any) -> None:
        """Offer the next row of this list that waits for the person, unless this one does."""
        user, now = staff_user(request), timezone.now()
        offered = guard("Việc chờ tiếp theo", partial(self.next_waiting, user, item, now), None)
        if offered:
            sentence = format_html(
                'Việc chờ tiếp theo: <a href="{}">{}</a>', offered.url, offered.title
            )
            self.message_user(request, sentence, messages.INFO)

    def next_waiting(self, user: User, item: Any, now: datetime) -> WaitingItem | None:
        """Return the first row of this list that waits for a decision of the person."""
        list_path = self._list_path()
        waiting = [one for one in waits_for(user, now) if one.url.startswith(list_path)]
        own = f"{list_path}{item.pk}/"
        if any(one.url.startswith(own) for one in waiting):
            return None
        return waiting[0] if waiting else None

    def list_address(self, request: HttpRequest, query: str) -> str:
        """Return this list's URL with a posted query, without a query that is invalid."""
        valid = self.normalized_query(request, query)
        return f"{self._list_path()}?{valid}" if valid else self._list_path()

    def normalized_query(self, request: HttpRequest, query: str) -> str | None:
        """Return a posted query in its canonical form; None if the list has no such filters."""
        list_request = copy(request)
        list_request.method = "GET"
        try:
            list_request.GET = cast(Any, _cleaned(query))  # mutable, unlike that of a real request
            return self.get_changelist_instance(list_request).query_string
        except (IncorrectLookupParameters, SuspiciousOperation):
            return None

    def save_filter_view(self, request: HttpRequest) -> HttpResponse:
        """Save the posted filter under a name of the person's own; overwrite the same name."""
        self._require_view_permission(request)
        query = self.normalized_query(request, request.POST.get("query", ""))
        name = clean_line(request.POST.get("name", ""))
        if not query or len(query) > SavedFilter.MAX_QUERY:
            self.message_user(
                request, "Chưa lưu được: xin chọn bộ lọc hoặc chữ cần tìm trước.", messages.ERROR
            )
        elif not name or len(name) > SavedFilter.MAX_NAME:
            self.message_user(
                request, "Chưa lưu được: xin đặt tên từ 1 đến 60 chữ cái.", messages.ERROR
            )
        else:
            self._save_filter(request, name, query)
        return HttpResponseRedirect(f"{self._list_path()}?{query}" if query else self._list_path())

    def _save_filter(self, request: HttpRequest, name: str, query: str) -> None:
        saved = self._saved_by(request)
        same = saved.filter(name__iexact=name).first()
        if same is None and saved.count() >= SavedFilter.MAX_PER_LIST:
            sentence = (
                f"Quý vị đã có {SavedFilter.MAX_PER_LIST} bộ lọc ở đây;"
                " xin xóa bớt một bộ lọc rồi lưu lại."
            )
            self.message_user(request, sentence, messages.ERROR)
            return
        SavedFilter.objects.update_or_create(
            user=staff_user(request),
            listing=self.opts.label_lower,
            name=same.name if same else name,
            defaults={"query": query},
        )
        sentence = (
            f"Bộ lọc “{same.name}” đã có, nay lọc theo cách này."
            if same
            else f"Đã lưu bộ lọc “{name}”."
        )
        self.message_user(request, sentence, messages.SUCCESS)

    def delete_filter_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._require_view_permission(request)
        saved = get_object_or_404(self._saved_by(request), pk=pk)
        saved.delete()
        self.message_user(request, f"Đã xóa bộ lọc “{saved.name}”.", messages.SUCCESS)
        return HttpResponseRedirect(self.list_address(request, request.POST.get("query", "")))

    def _saved_by(self, request: HttpRequest) -> QuerySet[SavedFilter]:
        return SavedFilter.objects.filter(user=staff_user(request), listing=self.opts.label_lower)

    def _require_view_permission(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise Http404

    def _list_path(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")


def _cleaned(query: str) -> QueryDict:
    """Return the query without transient parameters, its values as plain lines.

    Raises SuspiciousOperation if there are too many parameters.
    """
    cleaned = QueryDict(mutable=True)
    for name, values in QueryDict(query.removeprefix("?")).lists():
        value = clean_line(values[-1])
        if (
            value
            and name not in _TRANSIENT_PARAMS
            and not name.startswith("_")
            and name == clean_line(name)
        ):
            cleaned[name] = value
    return cleaned
