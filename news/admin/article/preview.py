"""Preview pages in the admin: an article in its public template, and its preview links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csp.constants import HEADER, SELF
from csp.utils import build_policy
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin

from core.admin.parts import ExtraUrl
from core.fields import max_length
from core.text.forms import NormalizedTextMixin
from core.text.vietnamese import clean_line
from news.models import Article, PreviewLink
from news.permissions import may_share_preview
from news.public.previews import DAYS, MAX_LINKS, USUAL_DAYS, is_previewable, revoke, share
from news.public.views import article_context, unlisted
from organization.requests import staff_user

if TYPE_CHECKING:
    from news.admin.article.admin import ArticleAdmin

ENDED_SHOWN = 10


class PreviewLinkForm(NormalizedTextMixin, forms.Form):
    days = forms.TypedChoiceField(
        label="Hết hạn sau",
        coerce=int,
        choices=[(days, f"{days} ngày") for days in DAYS],
        initial=USUAL_DAYS,
    )
    note = forms.CharField(
        label="Cho ai",
        max_length=max_length(PreviewLink, "note"),
        required=False,
        help_text=(
            "Không bắt buộc. Ví dụ: bà Hòa, Tổ trưởng Tổ 3. Chỉ người trong ban đọc được dòng này."
        ),
    )

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", "auto_id": "preview_%s", **kwargs})
        self.article = article

    def clean_note(self) -> str:
        return clean_line(self.cleaned_data["note"])

    def clean(self) -> dict[str, Any]:
        if not is_previewable(self.article):
            raise forms.ValidationError(
                "Bài không còn ở bước viết hay duyệt, nên không tạo được đường dẫn xem trước."
            )
        if self.article.preview_links.active().count() >= MAX_LINKS:
            raise forms.ValidationError(
                f"Bài đã có {MAX_LINKS} đường dẫn đang mở: xin thu hồi bớt rồi tạo lại."
            )
        super().clean()
        return self.cleaned_data


def preview_view(model_admin: ArticleAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Show the article at the width of a phone and of a desktop, and its links to those who may
    share it.
    """
    article = model_admin.readable_item(request, object_id)
    return _preview_page(model_admin, request, article, PreviewLinkForm(article=article))


def preview_frame_view(
    model_admin: ArticleAdmin, request: HttpRequest, object_id: str
) -> HttpResponse:
    """Show the article as the portal will; the only page that our own origin may frame."""
    article = model_admin.readable_item(request, object_id)
    return preview_frame(request, Article.objects.for_page().get(pk=article.pk))


def share_preview_view(
    model_admin: ArticleAdmin, request: HttpRequest, object_id: str
) -> HttpResponse:
    """Create a preview link."""
    article = _shareable_article(model_admin, request, object_id)
    form = PreviewLinkForm(request.POST, article=article)
    if not form.is_valid():
        return _preview_page(model_admin, request, article, form)
    share(article, actor=staff_user(request), **form.cleaned_data)
    model_admin.message_user(
        request, "Đã tạo đường dẫn. Ai có đường dẫn này đều xem được bài.", messages.SUCCESS
    )
    return _to_links(model_admin, article)


def revoke_preview_view(
    model_admin: ArticleAdmin, request: HttpRequest, object_id: str, link_id: int
) -> HttpResponse:
    article = _shareable_article(model_admin, request, object_id)
    revoke(get_object_or_404(article.preview_links, pk=link_id), actor=staff_user(request))
    model_admin.message_user(request, "Đã thu hồi: đường dẫn không mở được nữa.", messages.SUCCESS)
    return _to_links(model_admin, article)


PREVIEW_URLS = (
    ExtraUrl("<path:object_id>/xem-truoc/", "preview", preview_view),
    ExtraUrl("<path:object_id>/xem-truoc/trang/", "preview_frame", preview_frame_view),
    ExtraUrl(
        "<path:object_id>/xem-truoc/duong-dan/",
        "share_preview",
        share_preview_view,
        methods=("POST",),
    ),
    ExtraUrl(
        "<path:object_id>/xem-truoc/duong-dan/<int:link_id>/thu-hoi/",
        "revoke_preview",
        revoke_preview_view,
        methods=("POST",),
    ),
)


def _to_links(model_admin: ArticleAdmin, article: Article) -> HttpResponse:
    return HttpResponseRedirect(f"{model_admin.address('preview', article.pk)}#duong-dan")


def _shareable_article(model_admin: ArticleAdmin, request: HttpRequest, object_id: str) -> Article:
    article = model_admin.readable_item(request, object_id)
    if not may_share_preview(article, staff_user(request)):
        raise Http404
    return article


def _preview_page(
    model_admin: ArticleAdmin, request: HttpRequest, article: Article, form: PreviewLinkForm
) -> HttpResponse:
    context = model_admin.admin_site.each_context(request) | {
        "title": "Xem trước",
        "opts": model_admin.opts,
        "item": article,
        "item_url": model_admin.address("change", article.pk),
        "frame_url": model_admin.address("preview_frame", article.pk),
        "may_edit": model_admin.has_change_permission(request, article),
    }
    if may_share_preview(article, staff_user(request)):
        links = list(article.preview_links.select_related("created_by", "revoked_by"))
        active = set(article.preview_links.active().values_list("pk", flat=True))
        context |= {
            "form": form,
            "is_previewable": is_previewable(article),
            "now": timezone.now(),
            "links": [link for link in links if link.pk in active],
            "ended": [link for link in links if link.pk not in active][:ENDED_SHOWN],
        }
    status = 409 if form.errors else 200
    return TemplateResponse(request, "news/admin/article/preview.html", context, status=status)


@unlisted
@xframe_options_sameorigin
def preview_frame(request: HttpRequest, article: Article) -> HttpResponse:
    """Render the page inside the frames: the public policy, but for who may frame it."""
    page = render(
        request, "news/article_preview.html", article_context(article) | {"is_framed": True}
    )
    page[HEADER] = build_policy(replace={"frame-ancestors": [SELF]})
    return page
