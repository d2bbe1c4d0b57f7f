"""Previews in the admin: an item in the portal's own template, at two widths, and the links that
show it outside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csp.constants import HEADER, SELF
from csp.utils import build_policy
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from core.admin.workflow import WorkflowAdmin
from core.text.vietnamese import clean_line
from news.models import Article, PreviewLink
from news.permissions import may_share_preview
from news.public.previews import DAYS, MAX_LINKS, USUAL_DAYS, is_previewable, revoke, share
from news.public.views import article_context, unlisted

ENDED_SHOWN = 10


class PreviewLinkForm(forms.Form):
    days = forms.TypedChoiceField(
        label="Hết hạn sau",
        coerce=int,
        choices=[(days, f"{days} ngày") for days in DAYS],
        initial=USUAL_DAYS,
    )
    note = forms.CharField(
        label="Cho ai",
        max_length=PreviewLink._meta.get_field("note").max_length,
        required=False,
        help_text=(
            "Không bắt buộc. Ví dụ: bà Hòa, Tổ trưởng Tổ 3. Chỉ người trong ban đọc được dòng này."
        ),
    )

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", auto_id="preview_%s", **kwargs)
        self.article = article

    def clean_note(self) -> str:
        return clean_line(self.cleaned_data["note"])

    def clean(self) -> dict[str, Any]:
        if not is_previewable(self.article):
            raise forms.ValidationError(
                "Bài không còn ở bước viết hay duyệt, nên không tạo được đường dẫn xem trước."
            )
        if self.article.preview_links.living().count() >= MAX_LINKS:
            raise forms.ValidationError(
                f"Bài đã có {MAX_LINKS} đường dẫn đang mở: xin thu hồi bớt rồi tạo lại."
            )
        return super().clean()


# Django's admin is mixed in where this is used; typed for what it calls of it.
_Base = WorkflowAdmin if TYPE_CHECKING else object


class PreviewAdmin(_Base):
    """Mixed into the admin of articles: the preview page, its frames, and the making and revoking
    of links.
    """

    def get_urls(self) -> list[URLPattern]:
        views = {
            "preview": ("", require_safe(self.preview_view)),
            "preview_frame": ("trang/", require_safe(self.preview_frame_view)),
            "share_preview": ("duong-dan/", require_POST(self.share_preview_view)),
            "revoke_preview": (
                "duong-dan/<int:link_id>/thu-hoi/",
                require_POST(self.revoke_preview_view),
            ),
        }
        own = [
            path(
                f"<path:object_id>/xem-truoc/{route}",
                self.admin_site.admin_view(view),
                name=f"news_article_{name}",
            )
            for name, (route, view) in views.items()
        ]
        return own + super().get_urls()

    # "Lưu và xem trước" is a button of the form, so that what was typed is stored before it is
    # looked at.

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._preview_saved(request, obj) or super().response_add(
            request, obj, post_url_continue
        )

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._preview_saved(request, obj) or super().response_change(request, obj)

    def _preview_saved(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        if "_preview" not in request.POST:
            return None
        self.message_user(request, "Đã lưu.", messages.SUCCESS)
        return HttpResponseRedirect(self.address("preview", article.pk))

    def panels(self, request: HttpRequest, item: Article) -> list[SafeString]:
        drawn = super().panels(request, item)
        if not (may_share_preview(item, request.user) and is_previewable(item)):
            return drawn
        context = {
            "item": item,
            "links": item.preview_links.living().select_related("created_by"),
            "may_edit": self.has_change_permission(request, item),
        }
        return [
            *drawn,
            render_to_string("news/admin/article/_preview_panel.html", context, request=request),
        ]

    # Addresses

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the item at the width of a phone and of a dashboard, and its links to those who may
        share it.
        """
        article = self._readable_item(request, object_id)
        return self._preview_page(request, article, PreviewLinkForm(article=article))

    def preview_frame_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the item as the portal will; the one page of the house that a page of the house may
        frame.
        """
        article = self._readable_item(request, object_id)
        return preview_frame(request, Article.objects.for_page().get(pk=article.pk))

    def share_preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        article = self._shareable_item(request, object_id)
        form = PreviewLinkForm(request.POST, article=article)
        if not form.is_valid():
            return self._preview_page(request, article, form)
        share(article, actor=request.user, **form.cleaned_data)
        self.message_user(
            request, "Đã tạo đường dẫn. Ai có đường dẫn này đều xem được bài.", messages.SUCCESS
        )
        return HttpResponseRedirect(f"{self.address('preview', article.pk)}#duong-dan")

    def revoke_preview_view(
        self, request: HttpRequest, object_id: str, link_id: int
    ) -> HttpResponse:
        article = self._shareable_item(request, object_id)
        revoke(get_object_or_404(article.preview_links, pk=link_id), actor=request.user)
        self.message_user(request, "Đã thu hồi: đường dẫn không mở được nữa.", messages.SUCCESS)
        return HttpResponseRedirect(f"{self.address('preview', article.pk)}#duong-dan")

    def _shareable_item(self, request: HttpRequest, object_id: str) -> Article:
        article = self._readable_item(request, object_id)
        if not may_share_preview(article, request.user):
            raise Http404
        return article

    def _preview_page(
        self, request: HttpRequest, article: Article, form: PreviewLinkForm
    ) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "title": "Xem trước",
            "opts": self.opts,
            "item": article,
            "item_url": self.address("change", article.pk),
            "frame_url": self.address("preview_frame", article.pk),
            "may_edit": self.has_change_permission(request, article),
        }
        if may_share_preview(article, request.user):
            context |= {
                "form": form,
                "is_previewable": is_previewable(article),
                "now": timezone.now(),
            }
            links = list(article.preview_links.select_related("created_by", "revoked_by"))
            living = set(article.preview_links.living().values_list("pk", flat=True))
            context["links"] = [link for link in links if link.pk in living]
            context["ended"] = [link for link in links if link.pk not in living][:ENDED_SHOWN]
        return TemplateResponse(
            request, "news/admin/article/preview.html", context, status=409 if form.errors else 200
        )


@unlisted
@xframe_options_sameorigin
def preview_frame(request: HttpRequest, article: Article) -> HttpResponse:
    """Render the page inside the frames: the public policy, but for who may frame it."""
    page = render(
        request, "news/article_preview.html", article_context(article) | {"is_framed": True}
    )
    page[HEADER] = build_policy(replace={"frame-ancestors": [SELF]})
    return page
