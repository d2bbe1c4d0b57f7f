"""The form of a new article sent again, by Back or a second click: it leads to what it made.

``core.autosave.add_once`` does so for the same words in one session. Here the page has a key, so
that other words find the article as well, and the button that was pressed is obeyed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from core.admin.autosave import pages_of, with_saved_pages
from core.autosave import drafts
from core.autosave.dashboard import USE
from core.workflow import classified
from news.models import Article

if TYPE_CHECKING:
    from news.admin.article.admin import ArticleAdmin

IS_MADE = "Bài này đã được tạo trước đó, nên cổng không tạo bài thứ hai."
IS_TYPED = (
    f"{IS_MADE} Chữ quý vị vừa gõ đang ở trong các ô dưới đây, chưa lưu; tệp đính kèm vừa thêm thì"
    " xin thêm lại."
)


def page_token(request: HttpRequest) -> UUID | None:
    """Return the key of the page that posted the form, None for a post without one."""
    page = request.POST.get("_page", "")
    return UUID(page) if {page} & pages_of(request) else None


def answer_again(model_admin: ArticleAdmin, request: HttpRequest, made: Article) -> HttpResponse:
    """Answer the form of a new article that made one before.

    The same text is answered as it was the first time. Another text is offered in the article's
    form, or shown to be copied where the person may not write it any more.
    """
    item = model_admin.readable_item(request, str(made.pk))
    to_item = HttpResponseRedirect(model_admin.address("change", item.pk))
    if not model_admin.has_change_permission(request, item):
        if model_admin.unstored_changes(request, item):
            return model_admin.rejected_text_page(request, item)
        messages.info(request, IS_MADE)
        return with_saved_pages(to_item, pages_of(request))
    form = model_admin.get_form(request, item, change=True)
    shown = form(instance=item)
    try:
        typed = drafts.typed_values(shown.fields, request.POST)
    except drafts.DraftTooLong:
        return model_admin.rejected_text_page(request, item)
    if not drafts.changed_fields(shown, drafts.initial_values(shown), typed):
        messages.info(request, IS_MADE)
        return model_admin.answer_saved(request, item, None, model_admin.response_after_save)
    pages = pages_of(request)
    kept = drafts.get_draft(request.user, Article, item.pk)
    is_secret = any(map(classified.is_classified, drafts.as_texts(typed)))
    if is_secret or (kept and kept.page not in pages):
        return model_admin.rejected_text_page(request, item)
    drafts.discard_draft(request.user, Article, None, pages=pages)
    drafts.save_draft(
        request.user,
        Article,
        item.pk,
        values=typed,
        version=_version_made(item),
        page=request.POST["_page"],
        now=timezone.now(),
    )
    messages.warning(request, IS_TYPED)
    to_typed = HttpResponseRedirect(f"{to_item.url}?{USE}=dung")
    return with_saved_pages(to_typed, pages)


def _version_made(item: Article) -> int:
    """Return the version whose text the page made: the present one if nobody stored another."""
    first, *later = item.history.order_by("version").values_list("version", flat=True)[:2]
    return int(first if later else item.version)
