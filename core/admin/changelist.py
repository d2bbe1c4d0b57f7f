"""Change lists that answer whatever their address asks and whatever their rows hold."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.templatetags.admin_list import items_for_result
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import FieldDoesNotExist, PermissionDenied, SuspiciousOperation
from django.db.models.constants import LOOKUP_SEP
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import SimpleTemplateResponse
from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from core.failsafe import guard, report, savepoint
from core.generics import BaseModelAdmin, ModelAdmin
from core.sorting import order_of

# Inlines share the mixins of roles with ModelAdmins, and use nothing of this one.
if TYPE_CHECKING:
    _Base = ModelAdmin
else:
    _Base = BaseModelAdmin

# What Django's filters of a field send.
_FIELD_LOOKUPS = ("exact", "isnull", "gte", "lt", "id__exact")
_DATE_LOOKUPS = ("year", "month", "day")
_ANSWERS = (Http404, PermissionDenied, SuspiciousOperation, IncorrectLookupParameters)


class OrderedChangeList(ChangeList):
    """Change list whose columns of words sort as people count, see ``core.sorting``."""

    def get_ordering_field(self, field_name: Any) -> Any:
        name = super().get_ordering_field(field_name)
        if not isinstance(name, str):
            return name
        try:
            field = self.lookup_opts.get_field(name)
        except FieldDoesNotExist:
            return name
        return order_of(field) or name

    _full_result_count: int | None = None

    @property
    def full_result_count(self) -> int | None:
        """How many rows there are without search and filters; counted only when these narrow the
        list and the page says it. None for narrowed lists that do not say it.
        """
        if not self.query and not self.get_filters_params():
            return self.result_count
        if not getattr(self.model_admin, "shows_full_result_count", True):
            return None
        if self._full_result_count is None:
            self._full_result_count = self.root_queryset.count()
        return self._full_result_count

    @full_result_count.setter
    def full_result_count(self, value: int | None) -> None:
        """Take what ``ChangeList`` counted; see ``ChangeListMixin.show_full_result_count``."""
        self._full_result_count = value


class ChangeListMixin(_Base):
    """Mixin of every ModelAdmin: offered filters only, and rows that fail are left out.

    A look-up that no filter of the list offers is answered with 400. Whatever else an address
    breaks leads to the list without filters; a row that cannot be read or shown is left out, and
    the IT officer is told. History pages are read only.
    """

    show_full_result_count = False  # else every list is counted twice
    # Whether a search says among how many rows it found its own.
    shows_full_result_count = True

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return OrderedChangeList

    def get_urls(self) -> list[Any]:
        return [_read_only(url) for url in super().get_urls()]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup in self._offered_lookups(request) and super().lookup_allowed(
            lookup, value, request
        )

    def _offered_lookups(self, request: HttpRequest) -> set[str]:
        offered: set[str] = set()
        for item in self.get_list_filter(request):
            parameter = getattr(item, "parameter_name", None)
            if parameter:
                offered.add(parameter)
                continue
            name = str(item[0] if isinstance(item, tuple | list) else item)
            offered |= {name + LOOKUP_SEP + suffix for suffix in _FIELD_LOOKUPS}
        if self.date_hierarchy:
            offered |= {self.date_hierarchy + LOOKUP_SEP + suffix for suffix in _DATE_LOOKUPS}
        return offered

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return super().changelist_view(request, extra_context)
        try:
            with savepoint():
                return _rendered(super().changelist_view(request, extra_context))
        except _ANSWERS:
            raise
        except Exception as error:
            report(f"Danh sách: {self.opts.verbose_name_plural}", error)
        if request.GET:
            return HttpResponseRedirect(request.path)
        setattr(request, _LEAVES_OUT, True)
        return _rendered(super().changelist_view(request, extra_context))

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist = super().get_changelist_instance(request)
        if getattr(request, _LEAVES_OUT, False):
            self._leave_out(request, changelist)
        return changelist

    def action_checkbox(self, obj: Any) -> SafeString:
        """Return the check box, without the three templates of Django's widget, and so that no
        browser restores its tick by the place of the row.
        """
        label = gettext("Select this object for an action - {}").format(obj)
        return format_html(
            '<input autocomplete="off" type="checkbox" name="{}" value="{}"'
            ' class="action-select" aria-label="{}">',
            ACTION_CHECKBOX_NAME,
            obj.pk,
            label,
        )

    def _leave_out(self, request: HttpRequest, changelist: ChangeList) -> None:
        """Keep those rows of the page that can be read and shown."""
        rows: Any = changelist.result_list
        pks = [row["pk"] for row in rows.values("pk")] if hasattr(rows, "values") else rows
        kept = []
        for pk in pks:
            name = f"Danh sách: {self.opts.verbose_name} số {pk}"
            row = guard(name, partial(self._shown, changelist, pk), None)
            kept += [row] if row is not None else []
        changelist.result_list = kept
        changelist.date_hierarchy = None  # it reads all rows
        if len(kept) < len(pks):
            self.message_user(
                request,
                f"Đã bỏ qua {len(pks) - len(kept)} dòng không đọc được; cán bộ công nghệ thông tin"
                " đã được báo.",
                messages.WARNING,
            )

    @staticmethod
    def _shown(changelist: ChangeList, pk: Any) -> Any:
        """Return the row if all its cells can be shown. Raises what a cell raises."""
        row = changelist.root_queryset.get(pk=pk)
        list(items_for_result(changelist, row, None))
        return row


_LEAVES_OUT = "leaves_out_failing_rows"


def _rendered(response: HttpResponse) -> HttpResponse:
    """Return the response, rendered now, so that what its template raises is met here."""
    if isinstance(response, SimpleTemplateResponse):
        response.render()
    return response


def _read_only(url: Any) -> Any:
    if isinstance(url, URLPattern) and (url.name or "").endswith("_history"):
        return URLPattern(url.pattern, require_safe(url.callback), url.default_args, url.name)
    return url
