"""Admin page of home page curation; one address per action."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.admin.staff_page import staff_page
from core.date_fields import DateTimeFormField
from core.dates import PLACEMENT
from core.http.params import int_param
from core.text.forms import NormalizedTextMixin
from core.text.vietnamese import clean_line, fold
from news.curation import services as curation_services
from news.models import PINS, Article, Placement
from news.permissions import may_curate
from news.states import Place
from organization.requests import StaffRequest

USUAL_DAYS = 7
# Titles are folded in Python; who looks for something older opens the item and follows its link.
SEARCHED = 500
FOUND = 20
OFFERED = 8
LOGGED = 20
NOT_PUBLIC = "Tin này không có, hoặc không đang đăng trên cổng, nên chưa đặt lên trang chủ được."


class PlacementForm(NormalizedTextMixin, forms.Form):
    """Where the chosen item goes and until when.

    ``replaces`` is the lead the person has seen on the page.
    """

    required_css_class = "required"

    article = forms.ModelChoiceField(
        Article.objects.none(),
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": NOT_PUBLIC},
    )
    replaces = forms.IntegerField(widget=forms.HiddenInput, required=False)
    place = forms.ChoiceField(label="Đặt ở đâu", choices=Place, widget=forms.RadioSelect)
    ends_at = DateTimeFormField(label="Đến lúc", bounds=PLACEMENT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        field = cast("forms.ModelChoiceField[Article]", self.fields["article"])
        field.queryset = Article.objects.current().for_list()


class EndForm(NormalizedTextMixin, forms.Form):
    ends_at = DateTimeFormField(bounds=PLACEMENT, error_messages={"required": "Xin chọn hạn."})


@staff_page(may_curate)
@require_safe
def home_page(request: StaffRequest) -> HttpResponse:
    """Show what stands on the home page, and offer items to put there.

    ``?tim=`` looks for titles, with and without accents; ``?bai=`` is the item chosen, ``?cho=``
    the place meant.
    """
    chosen = _chosen(request)
    form = _new_form(chosen, request.GET.get("cho", "")) if chosen else None
    return _page(request, form, chosen, is_missing="bai" in request.GET and chosen is None)


@staff_page(may_curate)
@require_POST
def place_item(request: StaffRequest) -> HttpResponse:
    form = PlacementForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            curation_services.place(
                data["article"],
                Place(data["place"]),
                data["ends_at"],
                actor=request.user,
                replaces=data["replaces"],
                now=timezone.now(),
            )
        except curation_services.PlacementRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã đặt “{data['article']}” lên trang chủ.")
            return HttpResponseRedirect(reverse("admin:home_page"))
    return _page(
        request,
        form,
        form.cleaned_data.get("article"),
        is_missing="article" in form.errors,
        status=409,
    )


@staff_page(may_curate)
@require_POST
def move_up(request: StaffRequest, pk: int) -> HttpResponse:
    return _changed(request, curation_services.move, pk, -1, said="Đã chuyển “{}” lên trên.")


@staff_page(may_curate)
@require_POST
def move_down(request: StaffRequest, pk: int) -> HttpResponse:
    return _changed(request, curation_services.move, pk, 1, said="Đã chuyển “{}” xuống dưới.")


@staff_page(may_curate)
@require_POST
def change_end(request: StaffRequest, pk: int) -> HttpResponse:
    form = EndForm(request.POST)
    if not form.is_valid():
        for error in form.errors["ends_at"]:
            messages.error(request, str(error))
        return HttpResponseRedirect(reverse("admin:home_page"))
    return _changed(
        request,
        curation_services.change_end,
        pk,
        form.cleaned_data["ends_at"],
        said="Đã đổi hạn của “{}”.",
    )


@staff_page(may_curate)
@require_POST
def remove_item(request: StaffRequest, pk: int) -> HttpResponse:
    return _changed(request, curation_services.remove, pk, said="Đã bỏ “{}” khỏi trang chủ.")


def _changed(
    request: StaffRequest, change: Callable[..., Placement], *args: Any, said: str
) -> HttpResponse:
    try:
        placement = change(*args, actor=request.user, now=timezone.now())
    except curation_services.PlacementRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said.format(placement.article))
    return HttpResponseRedirect(reverse("admin:home_page"))


def _chosen(request: StaffRequest) -> Article | None:
    text = request.GET.get("bai", "")
    if not text:
        return None
    pk = int_param(text)
    if pk is None:
        raise Http404
    return Article.objects.current().for_list().filter(pk=pk).first()


def _new_form(article: Article, where: str) -> PlacementForm:
    lead = Placement.objects.active(now=timezone.now()).filter(place=Place.LEAD).first()
    last_day = timezone.localdate() + timedelta(days=USUAL_DAYS)
    return PlacementForm(
        initial={
            "article": article.pk,
            "replaces": lead and lead.pk,
            "place": where if where in Place.values else Place.PIN,
            "ends_at": timezone.make_aware(datetime.combine(last_day, time(23, 59))),
        }
    )


def _page(
    request: StaffRequest,
    form: PlacementForm | None,
    chosen: Article | None,
    *,
    is_missing: bool,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    front = curation_services.front(now=now)
    placements = list(
        Placement.objects.active(now=now)
        .select_related("article", "placed_by")
        .defer("article__body")
    )
    words = clean_line(request.GET.get("tim", ""))[:100]
    placed = {placement.article_id for placement in placements}
    context = admin.site.each_context(request) | {
        "title": "Trang chủ",
        "front": front,
        "shown_lead": front.lead
        or Article.objects.current(now=now).newest_first().for_list().first(),
        "lead": next(
            (placement for placement in placements if placement.place == Place.LEAD), None
        ),
        "pins": [placement for placement in placements if placement.place == Place.PIN],
        "most_pins": PINS,
        "public": {article.pk for article in [front.lead, *front.pins] if article},
        "form": form,
        "chosen": chosen,
        "missing": NOT_PUBLIC if is_missing else "",
        "words": words,
        "found": _found(words, placed, now),
        "log": Placement.history.select_related("history_user", "article")
        .defer("article__body")
        .order_by("-history_date", "-history_id")[:LOGGED],
    }
    return TemplateResponse(request, "news/admin/curation/home_page.html", context, status=status)


def _found(words: str, placed: set[int], now: datetime) -> list[Article]:
    """Return public items with all these words in the title, marks or not; without words the newest
    ones.
    """
    items = Article.objects.current(now=now).exclude(pk__in=placed).newest_first().for_list()
    if not words:
        return list(items[:OFFERED])
    wanted = fold(words).split()
    return [item for item in items[:SEARCHED] if all(word in fold(item.title) for word in wanted)][
        :FOUND
    ]
