"""Remarks in the admin: the panel beneath an item and the addresses that make, answer and close
them.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST

from core.admin.workflow import WorkflowAdmin
from core.comments import services as comments_services
from core.comments.services import Placed, RefusedRemark
from core.models import Remark
from core.richtext.anchors import AnchorIndex

ANCHOR = "gop-y"
MOVED_ON = (
    "Bài đã sang bước khác nên không nhận góp ý nữa. Lời vừa viết còn nguyên dưới đây để chép lại."
)


class RemarksAdmin(WorkflowAdmin):
    """Base of the admins of items that take remarks (``core.models.Remarked``).

    Whoever may read the item reads its remarks. A room says which words can be quoted
    (``quotable``), who makes, answers and closes (the ``may_`` methods, about the role), when
    (``takes_remarks``), and whom it tells.
    """

    class Media:
        css = {"all": ["admin-theme/remarks.css"]}
        js = [forms.Script("core/remarks.js", defer=True)]

    def quotable(self, item: Any) -> dict[str, str]:
        """Return the parts of the text as sanitised HTML, in reading order."""
        raise NotImplementedError

    def may_remark(self, request: HttpRequest, item: Any) -> bool:
        raise NotImplementedError

    def may_answer(self, request: HttpRequest, item: Any) -> bool:
        raise NotImplementedError

    def takes_remarks(self, item: Any) -> bool:
        """Whether remarks are made and answered in the item's present state."""
        raise NotImplementedError

    def remarked(self, remark: Remark) -> None:
        """Tell people of a new remark, in the transaction that made it."""

    def may_close(self, request: HttpRequest, item: Any, remark: Remark) -> bool:
        return remark.author_id == request.user.pk or self.may_remark(request, item)

    # What is shown

    def placed(self, item: Any) -> list[Placed]:
        return comments_services.placed(item.remarks, AnchorIndex(self.quotable(item)))

    def marked_parts(self, item: Any) -> dict[str, SafeString]:
        """Return the quotable parts with the words of open remarks marked."""
        passages = AnchorIndex(self.quotable(item))
        found = comments_services.marks(comments_services.placed(item.remarks, passages))
        parts = passages.marked(found) if found else self.quotable(item)
        return {name: mark_safe(html) for name, html in parts.items()}  # noqa: S308

    def panels(self, request: HttpRequest, item: Any) -> list[SafeString]:
        context = self._panel_context(request, item)
        if not (context["remarks"] or context["may_remark"]):
            return super().panels(request, item)
        drawn = render_to_string("core/admin/_remarks.html", context, request=request)
        return [drawn, *super().panels(request, item)]

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        obj: Any = None,
        **kwargs: Any,
    ) -> HttpResponse:
        if obj:
            open_remarks = [remark for remark in obj.remarks if remark.closed_at is None]
            context["answered_remarks"] = sum(remark.is_answered for remark in open_remarks)
            context["unanswered_remarks"] = len(open_remarks) - context["answered_remarks"]
        return super().render_change_form(request, context, add=add, obj=obj, **kwargs)

    def _panel_context(self, request: HttpRequest, item: Any, **typed: Any) -> dict[str, Any]:
        found = self.placed(item)
        # In the order of the text; what stands nowhere comes last.
        in_order = sorted(
            found, key=lambda one: (one.span is None, one.span.start if one.span else 0, one.number)
        )
        takes_remarks = self.takes_remarks(item)
        return {
            "item": item,
            "remarks": found,
            "open": [one for one in in_order if one.is_open],
            "closed": [one for one in in_order if not one.is_open],
            "may_remark": takes_remarks and self.may_remark(request, item),
            "may_answer": takes_remarks and self.may_answer(request, item),
            "closable": {
                one.remark.pk for one in found if self.may_close(request, item, one.remark)
            },
            "remark_url": self.address("remark", item.pk),
            "longest_quote": comments_services.LONGEST_QUOTE,
            "longest_text": comments_services.LONGEST_TEXT,
            **typed,
        }

    # Addresses

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        below = {"answer": "tra-loi", "close": "dong", "reopen": "mo-lai"}
        own = [
            path(
                f"<path:object_id>/gop-y/<int:remark_id>/{words}/",
                self.admin_site.admin_view(require_POST(getattr(self, f"{action}_remark_view"))),
                name=f"{name}_remark_{action}",
            )
            for action, words in below.items()
        ]
        make = path(
            "<path:object_id>/gop-y/",
            self.admin_site.admin_view(require_POST(self.remark_view)),
            name=f"{name}_remark",
        )
        return [make, *own, *super().get_urls()]

    def remark_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Make a remark."""
        item = self._readable_item(request, object_id)
        if not self.may_remark(request, item):
            raise PermissionDenied
        typed = {name: request.POST.get(name, "") for name in ("quote", "before", "after", "text")}
        try:
            self._ask_state(item)
            passages = AnchorIndex(self.quotable(item))
            with transaction.atomic():
                remark = comments_services.make(
                    item, author=request.user, passages=passages, now=timezone.now(), **typed
                )
                self.remarked(remark)
        except RefusedRemark as refused:
            return self._refuse(request, item, refused, typed=typed)
        return self._back(request, item, f"gop-y-{remark.pk}", "Đã ghi góp ý.")

    def answer_remark_view(
        self, request: HttpRequest, object_id: str, remark_id: int
    ) -> HttpResponse:
        """Answer an open remark."""
        item = self._readable_item(request, object_id)
        remark = get_object_or_404(item.remark_rows, pk=remark_id)
        if not self.may_answer(request, item):
            raise PermissionDenied
        text = request.POST.get("text", "")
        try:
            self._ask_state(item)
            comments_services.answer(
                remark, author=request.user, text=text, version=item.version, now=timezone.now()
            )
        except RefusedRemark as refused:
            return self._refuse(request, item, refused, answered=remark.pk, typed_answer=text)
        return self._back(request, item, f"gop-y-{remark.pk}", "Đã gửi trả lời.")

    def close_remark_view(
        self, request: HttpRequest, object_id: str, remark_id: int
    ) -> HttpResponse:
        """Close a remark, in any state of the item."""
        item, remark = self._closable(request, object_id, remark_id)
        comments_services.close(
            remark, author=request.user, version=item.version, now=timezone.now()
        )
        return self._back(request, item, ANCHOR, "Đã đóng góp ý.")

    def reopen_remark_view(
        self, request: HttpRequest, object_id: str, remark_id: int
    ) -> HttpResponse:
        """Open a closed remark again."""
        item, remark = self._closable(request, object_id, remark_id)
        try:
            self._ask_state(item)
        except RefusedRemark as refused:
            return self._refuse(request, item, refused)
        comments_services.reopen(
            remark, author=request.user, version=item.version, now=timezone.now()
        )
        return self._back(request, item, f"gop-y-{remark.pk}", "Đã mở lại góp ý.")

    def _closable(self, request: HttpRequest, object_id: str, remark_id: int) -> tuple[Any, Remark]:
        item = self._readable_item(request, object_id)
        remark = get_object_or_404(item.remark_rows, pk=remark_id)
        if not self.may_close(request, item, remark):
            raise PermissionDenied
        return item, remark

    def _ask_state(self, item: Any) -> None:
        if not self.takes_remarks(item):
            raise RefusedRemark(MOVED_ON)

    def _back(self, request: HttpRequest, item: Any, anchor: str, done: str) -> HttpResponse:
        self.message_user(request, done)
        return HttpResponseRedirect(f"{self.address('change', item.pk)}#{anchor}")

    def _refuse(
        self, request: HttpRequest, item: Any, refused: RefusedRemark, **typed: Any
    ) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "title": "Chưa ghi được",
            "opts": self.opts,
            "item_url": self.address("change", item.pk),
            "refusal": str(refused),
            "media": self.media,
            **self._panel_context(request, item, **typed),
        }
        return TemplateResponse(request, "core/admin/remark.html", context, status=409)
