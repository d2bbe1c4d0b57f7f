"""Review comments in the admin: the panel of an item, and views to comment, reply, close and
reopen.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST

from core.admin.workflow import WorkflowAdmin
from core.comments import services as comments_services
from core.comments.services import CommentRefused, Placed
from core.models import ReviewComment
from core.richtext.anchors import AnchorIndex
from core.workflow.engine import Transition

ANCHOR = "gop-y"
MOVED_ON = (
    "Bài đã sang bước khác nên không nhận góp ý nữa. Lời vừa viết còn nguyên dưới đây để chép lại."
)


KEPT_SCRIPT = forms.Script("admin_site/js/kept-comment.js", defer=True)
KEPT_MEDIA = forms.Media(js=[KEPT_SCRIPT])  # type: ignore[list-item]  # assets too


def comments_panel(
    model_admin: ReviewCommentsAdminMixin, request: HttpRequest, item: Any
) -> tuple[str, dict[str, Any]] | None:
    """Return the item's comments, for ``WorkflowAdmin.panels``."""
    if not model_admin.may_see_history(request, item):
        return None
    context = model_admin.comments_context(request, item)
    if not (context["comments"] or context["may_comment"]):
        return None
    return "core/admin/_comments.html", context


class ReviewCommentsAdminMixin(WorkflowAdmin):
    """Mixin of the admins of items that take comments (``core.models.Commentable``).

    Users who may see the item's history may read its comments. An app defines which parts can be
    quoted (``quotable``), who may comment, reply and close (the ``may_`` methods, by role), when
    (``accepts_comments``), and whom to notify.
    """

    class Media:
        css = {"all": ["admin_site/css/comments.css"]}
        js = [forms.Script("admin_site/js/comments.js", defer=True), KEPT_SCRIPT]

    def quotable(self, item: Any) -> dict[str, str]:
        """Return the parts of the text as sanitised HTML, in reading order."""
        raise NotImplementedError

    def may_comment(self, request: HttpRequest, item: Any) -> bool:
        raise NotImplementedError

    def may_answer(self, request: HttpRequest, item: Any) -> bool:
        raise NotImplementedError

    def accepts_comments(self, item: Any) -> bool:
        """Return whether comments and replies are accepted in the item's current state."""
        raise NotImplementedError

    def after_comment(self, comment: ReviewComment) -> None:
        """Notify users of a new comment, in the transaction that made it."""

    def may_close(self, request: HttpRequest, item: Any, comment: ReviewComment) -> bool:
        return comment.author_id == request.user.pk or self.may_comment(request, item)

    # Rendering

    def placed(self, item: Any) -> list[Placed]:
        return comments_services.placed(item.comments, AnchorIndex(self.quotable(item)))

    def marked_parts(self, item: Any) -> dict[str, SafeString]:
        """Return the quotable parts with the words of open comments marked."""
        anchors = AnchorIndex(self.quotable(item))
        highlights = comments_services.marks(comments_services.placed(item.comments, anchors))
        parts = anchors.marked(highlights) if highlights else self.quotable(item)
        return {name: mark_safe(html) for name, html in parts.items()}  # noqa: S308

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        if obj and self.may_see_history(request, obj):
            open_comments = [comment for comment in obj.comments if comment.closed_at is None]
            context["answered_comments"] = sum(comment.is_answered for comment in open_comments)
            context["unanswered_comments"] = len(open_comments) - context["answered_comments"]
        return super().render_change_form(
            request, context, add=add, change=change, form_url=form_url, obj=obj
        )

    def comments_context(self, request: HttpRequest, item: Any, **typed: Any) -> dict[str, Any]:
        comments = self.placed(item)
        # In the order of the text; comments without an anchor come last.
        in_order = sorted(
            comments,
            key=lambda one: (one.span is None, one.span.start if one.span else 0, one.number),
        )
        accepts_comments = self.accepts_comments(item)
        return {
            "item": item,
            "comments": comments,
            "open": [one for one in in_order if one.is_open],
            "closed": [one for one in in_order if not one.is_open],
            "may_comment": accepts_comments and self.may_comment(request, item),
            "may_answer": accepts_comments and self.may_answer(request, item),
            "closable": {
                one.comment.pk for one in comments if self.may_close(request, item, one.comment)
            },
            "comment_url": self.address("comment", item.pk),
            "kept_as": self._kept_as(request, item),
            "longest_quote": comments_services.MAX_QUOTE,
            **typed,
        }

    def _kept_as(self, request: HttpRequest, item: Any) -> str:
        """Return by what name the browser keeps a comment that is typed and not recorded yet."""
        return f"comment:{request.user.pk}:{self.opts.label_lower}:{item.pk}"

    def _transition_page(
        self, request: HttpRequest, item: Any, transition: Transition, *args: Any
    ) -> TemplateResponse:
        """Offer the comment that was typed and not recorded as the note of the step."""
        response = super()._transition_page(request, item, transition, *args)
        takes_note = transition.needs_note or transition.takes_note
        if response.context_data and takes_note and self.may_comment(request, item):
            context = response.context_data
            context["kept_comment"] = self._kept_as(request, item)
            context["media"] = (context["media"] or forms.Media()) + KEPT_MEDIA
        return response

    # URLs and views

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        below = {"answer": "tra-loi", "close": "dong", "reopen": "mo-lai"}
        own = [
            path(
                f"<path:object_id>/gop-y/<int:comment_id>/{words}/",
                self.admin_site.admin_view(require_POST(getattr(self, f"{action}_comment_view"))),
                name=f"{name}_comment_{action}",
            )
            for action, words in below.items()
        ]
        make = path(
            "<path:object_id>/gop-y/",
            self.admin_site.admin_view(require_POST(self.comment_view)),
            name=f"{name}_comment",
        )
        return [make, *own, *super().get_urls()]

    def comment_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Add a comment."""
        item = self.readable_item(request, object_id)
        if not self.may_comment(request, item):
            raise PermissionDenied
        typed = {name: request.POST.get(name, "") for name in ("quote", "before", "after", "text")}
        try:
            self._require_open_state(item)
            anchors = AnchorIndex(self.quotable(item))
            with transaction.atomic():
                now = timezone.now()
                comment = comments_services.make(
                    item, author=request.user, anchors=anchors, now=now, **typed
                )
                if comment.created_at == now:
                    self.after_comment(comment)
        except CommentRefused as refused:
            return self._refuse(request, item, refused, typed=typed)
        return self._back(request, item, f"gop-y-{comment.pk}", "Đã ghi góp ý.")

    def answer_comment_view(
        self, request: HttpRequest, object_id: str, comment_id: int
    ) -> HttpResponse:
        """Reply to an open comment."""
        item = self.readable_item(request, object_id)
        comment = get_object_or_404(item.comment_rows, pk=comment_id)
        if not self.may_answer(request, item):
            raise PermissionDenied
        text = request.POST.get("text", "")
        try:
            self._require_open_state(item)
            comments_services.answer(
                comment, author=request.user, text=text, version=item.version, now=timezone.now()
            )
        except CommentRefused as refused:
            return self._refuse(request, item, refused, answered=comment.pk, typed_answer=text)
        return self._back(request, item, f"gop-y-{comment.pk}", "Đã gửi trả lời.")

    def close_comment_view(
        self, request: HttpRequest, object_id: str, comment_id: int
    ) -> HttpResponse:
        """Close a comment, in any state of the item."""
        item, comment = self._closable(request, object_id, comment_id)
        comments_services.close(
            comment, author=request.user, version=item.version, now=timezone.now()
        )
        return self._back(request, item, ANCHOR, "Đã đóng góp ý.")

    def reopen_comment_view(
        self, request: HttpRequest, object_id: str, comment_id: int
    ) -> HttpResponse:
        """Reopen a closed comment."""
        item, comment = self._closable(request, object_id, comment_id)
        try:
            self._require_open_state(item)
        except CommentRefused as refused:
            return self._refuse(request, item, refused)
        comments_services.reopen(
            comment, author=request.user, version=item.version, now=timezone.now()
        )
        return self._back(request, item, f"gop-y-{comment.pk}", "Đã mở lại góp ý.")

    def _closable(
        self, request: HttpRequest, object_id: str, comment_id: int
    ) -> tuple[Any, ReviewComment]:
        item = self.readable_item(request, object_id)
        comment = get_object_or_404(item.comment_rows, pk=comment_id)
        if not self.may_close(request, item, comment):
            raise PermissionDenied
        return item, comment

    def _require_open_state(self, item: Any) -> None:
        if not self.accepts_comments(item):
            raise CommentRefused(MOVED_ON)

    def _back(self, request: HttpRequest, item: Any, anchor: str, done: str) -> HttpResponse:
        self.message_user(request, done)
        return HttpResponseRedirect(f"{self.address('change', item.pk)}#{anchor}")

    def _refuse(
        self, request: HttpRequest, item: Any, refused: CommentRefused, **typed: Any
    ) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "title": "Chưa ghi được",
            "opts": self.opts,
            "item_url": self.address("change", item.pk),
            "refusal": str(refused),
            "media": self.media,
            **self.comments_context(request, item, **typed),
        }
        return TemplateResponse(request, "core/admin/comment.html", context, status=409)
