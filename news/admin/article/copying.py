"""Copying an article into a new draft of whoever copies it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from core.admin.parts import ExtraUrl
from news.editorial.services import copy_text
from news.permissions import is_writer
from organization.requests import staff_user

if TYPE_CHECKING:
    from news.admin.article.admin import ArticleAdmin

COPIED_MESSAGE = (
    "Đã chép thành bản nháp mới này. Xin sửa tiêu đề và nội dung; tệp đính kèm không được"
    " chép theo."
)


def copy_view(model_admin: ArticleAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Copy text, pictures and classification, and open the copy."""
    article = model_admin.readable_item(request, object_id)
    actor = staff_user(request)
    if not (is_writer(actor) and model_admin.may_see_history(request, article)):
        raise PermissionDenied
    with transaction.atomic():
        copy = copy_text(article, actor=actor)
    model_admin.message_user(request, COPIED_MESSAGE, messages.SUCCESS)
    return HttpResponseRedirect(model_admin.address("change", copy.pk))


COPY_URL = ExtraUrl("<path:object_id>/chep/", "copy", copy_view, methods=("POST",))
