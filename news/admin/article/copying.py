"""Using an article again: its text, pictures and classification as a new draft of whoever copies
it.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from core.admin.workflow import WorkflowAdmin
from news.editorial.services import copy_text
from news.models import Article
from news.permissions import is_writer


class CopyingAdmin(WorkflowAdmin):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.copy_view))
        name = f"{self.opts.app_label}_{self.opts.model_name}_copy"
        return [path("<path:object_id>/chep/", view, name=name), *super().get_urls()]

    def panels(self, request: HttpRequest, item: Any) -> list[SafeString]:
        panels = super().panels(request, item)
        if is_writer(request.user):
            context = {"address": self.address("copy", item.pk)}
            panels.append(
                render_to_string("news/admin/article/_copy_panel.html", context, request=request)
            )
        return panels

    def copy_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        article: Article = self._readable_item(request, object_id)
        if not is_writer(request.user):
            raise PermissionDenied
        with transaction.atomic():
            copy = copy_text(article, actor=request.user)
        sentence = (
            "Đã chép thành bản nháp mới này. Xin sửa tiêu đề và nội dung; tệp đính kèm không được"
            " chép theo."
        )
        self.message_user(request, sentence, messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", copy.pk))
