"""Concurrent editing in plain model admins: what a person left as it was shown is not written.

The page of a row carries a digest of each field as it was shown, those of inline rows as well. A
field that changed elsewhere meanwhile keeps what is stored; one that changed here and elsewhere is
refused once, with what stands there now.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.db import models
from django.forms.formsets import DEFAULT_MAX_NUM
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import formats, timezone
from django.utils.datastructures import MultiValueDict

from core.http.params import int_param
from core.revisions.forms import OptimisticLockForm
from core.revisions.timeline import display_value
from core.text.vietnamese import shorten

if TYPE_CHECKING:
    from core.generics import ModelAdmin as _Base
    from core.generics import ModelForm as _BaseForm
else:  # a mixin of inlines too, through the mixins of roles
    _Base = _BaseForm = object

PARAMETER = "_seen"
MAX_TOLD = 120
_NOT_TYPED = ("-id", "-DELETE", "-key")  # ends of names


class SeenFieldsMixin(_BaseForm):
    """Mixin of the form of a stored row: compares each field with what the page had shown.

    After validation ``taken`` holds the labels of the fields that keep what is stored meanwhile. A
    form that was sent without digests is not compared.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken: list[str] = []
        self._refused: set[str] = set()

    @property
    def row_key(self) -> str:
        return f"{self._meta.model._meta.label_lower}:{self.instance.pk}"

    def digests(self) -> dict[str, str]:
        """Return what the page is to carry: of a field that was refused, what is stored now."""
        shown = self._shown()
        return {
            name: stored if name in self._refused else shown.get(name, stored)
            for name, stored in self._stored().items()
        }

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]  # django-stubs lacks the hook
        if self.instance.pk is None:
            return
        shown = self._shown()
        for name, stored in self._stored().items():
            if name not in self.cleaned_data or shown.get(name, stored) == stored:
                continue
            typed = _digest(self.cleaned_data[name])
            if typed == shown[name]:
                self._take(name)
            elif typed != stored:
                self._refuse(name)

    def _take(self, name: str) -> None:
        self.cleaned_data[name] = self._stored_value(name)
        self.taken.append(str(self.fields[name].label))
        self.changed_data = [one for one in self.changed_data if one != name]

    def _refuse(self, name: str) -> None:
        self._refused.add(name)
        shown = self._displayed(name) or "(để trống)"
        self.add_error(
            name,
            f"Trong lúc quý vị sửa, chỗ này đã được lưu ở nơi khác: “{shown}”. Điều quý vị ghi còn"
            " nguyên trong ô; bấm Lưu lần nữa để lấy theo quý vị.",
        )

    def _stored(self) -> dict[str, str]:
        return {name: _digest(self.initial.get(name)) for name in self._compared()}

    def _compared(self) -> Iterator[str]:
        options = self.instance._meta
        for field in (*options.concrete_fields, *options.many_to_many):
            if field.name in self.fields and not self.fields[field.name].disabled:
                yield field.name

    def _stored_value(self, name: str) -> Any:
        if self.instance._meta.get_field(name).many_to_many:
            return getattr(self.instance, name).all()
        return getattr(self.instance, name)

    def _displayed(self, name: str) -> str:
        field = cast("models.Field[Any, Any]", self.instance._meta.get_field(name))
        value = self._stored_value(name)
        if field.many_to_many:
            return ", ".join(str(row) for row in value)
        if isinstance(value, datetime):
            value = timezone.localtime(value)
        if hasattr(value, "isoformat"):
            return str(formats.localize(value))
        return display_value(field, value)

    def _shown(self) -> dict[str, str]:
        return _unpacked(self.data.get(PARAMETER)).get(self.row_key, {}) if self.is_bound else {}


class ConcurrentAdminMixin(_Base):
    """Mixin of a ModelAdmin: its form and its inlines compare each field with what was shown.

    A form that locks the whole row (``OptimisticLockForm``) is left as it is.
    """

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return form if issubclass(form, OptimisticLockForm) else _comparing(form)

    def get_formsets_with_inlines(self, request: HttpRequest, obj: Any = None) -> Iterator[Any]:
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            formset.form = _comparing(formset.form)
            yield formset, inline

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> Any:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method == "POST" and obj.pk is not None:
            posted = _without_deleted_rows(
                kwargs["data"], kwargs["files"], kwargs["queryset"], prefix
            )
            kwargs["data"], kwargs["files"], gone = posted
            for typed in gone:
                row = f"Dòng “{typed}”" if typed else "Một dòng"
                messages.warning(
                    request, f"{row} đã bị xóa ở nơi khác nên không lưu; cần thì thêm lại."
                )
        return kwargs

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["seen"] = _packed(
            [
                context["adminform"].form,
                *(form for inline in context["inline_admin_formsets"] for form in inline.forms),
            ]
        )
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        _tell(request, [form])

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        _tell(request, cast("BaseInlineFormSet[Any, Any, Any]", formset).forms)


def _without_deleted_rows(
    data: QueryDict, files: MultiValueDict[str, Any], rows: models.QuerySet[Any], prefix: str
) -> tuple[QueryDict, MultiValueDict[str, Any], list[str]]:
    """Return the texts and files that were sent without the rows that were deleted meanwhile, and
    what these had.
    """
    key, count = f"{prefix}-{{}}-{rows.model._meta.pk.name}", f"{prefix}-INITIAL_FORMS"
    shown = int_param(data.get(count), maximum=DEFAULT_MAX_NUM) or 0
    sent = int_param(data.get(f"{prefix}-TOTAL_FORMS"), maximum=DEFAULT_MAX_NUM) or 0
    known = {str(pk) for pk in rows.values_list("pk", flat=True)} if shown else set()
    gone = [number for number in range(shown) if data.get(key.format(number), "") not in known]
    if not gone:
        return data, files, []
    kept = [number for number in range(sent) if number not in gone]
    places = {f"{prefix}-{old}-": f"{prefix}-{new}-" for new, old in enumerate(kept)}
    of_row = re.compile(rf"{re.escape(prefix)}-([0-9]+)-")

    def renumbered(name: str) -> str:
        """Return the name of a control now, "" for one of a deleted row."""
        start = of_row.match(name)
        if start is None:
            return name
        place = places.get(start[0])
        return place + name[start.end() :] if place else ""

    left_files: MultiValueDict[str, Any] = MultiValueDict()
    for name, uploads in files.lists():
        if new := renumbered(name):
            left_files.setlist(new, uploads)
    left, lost = QueryDict(mutable=True), dict.fromkeys(map(str, gone), "")
    for name, values in data.lists():
        if new := renumbered(name):
            left.setlist(new, values)
        elif not name.endswith(_NOT_TYPED):
            number = name[len(prefix) + 1 :].partition("-")[0]
            if number in lost:
                lost[number] = ", ".join(filter(None, [lost[number], *values]))
    left[count] = str(shown - len(gone))
    left[f"{prefix}-TOTAL_FORMS"] = str(len(kept))
    return left, left_files, [shorten(text, MAX_TOLD) for text in lost.values()]


def _comparing(form: Any) -> Any:
    return type(form.__name__, (SeenFieldsMixin, form), {"__module__": form.__module__})


def _tell(request: HttpRequest, forms: Iterable[Any]) -> None:
    """Tell which fields keep what somebody else stored while the page was open."""
    taken = [label for form in forms for label in getattr(form, "taken", ())]
    if taken:
        labels = ", ".join(f"“{label}”" for label in dict.fromkeys(taken))
        messages.info(
            request,
            f"Trong lúc quý vị sửa, {labels} đã được lưu ở nơi khác; chỗ ấy giữ như vừa được lưu.",
        )


def _packed(forms: Iterable[Any]) -> str:
    seen = {
        form.row_key: form.digests()
        for form in forms
        if isinstance(form, SeenFieldsMixin) and form.instance.pk is not None
    }
    return json.dumps(seen, separators=(",", ":")) if seen else ""


def _unpacked(text: str | None) -> dict[str, dict[str, str]]:
    """Return the digests of each row; empty for what the page did not write."""
    try:
        seen = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    rows = seen.items() if isinstance(seen, dict) else ()
    return {key: fields for key, fields in rows if isinstance(fields, dict)}


def _digest(value: Any) -> str:
    """Return a short digest of a stored or cleaned value, the same for both."""
    return hashlib.sha256(_canonical(value).encode()).hexdigest()[:16]


def _canonical(value: Any) -> str:
    if value is None or value is False:
        return ""
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, models.QuerySet | list | tuple | set):
        is_ordered = not any(isinstance(one, models.Model) for one in value)
        parts = [_canonical(one) for one in value]
        return json.dumps(parts if is_ordered else sorted(parts))
    if isinstance(value, dict):
        return json.dumps(value, sort_keys=True, default=str)
    if isinstance(value, datetime) and timezone.is_aware(value):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value).replace("\r\n", "\n")  # as a browser sends lines
