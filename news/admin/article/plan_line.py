"""An item and the line of an orientation it is written for, on its page in the admin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from core.admin.workflow import WorkflowAdmin
from core.workflow.engine import perform
from news.models import Article, PlanLine
from news.planning.assignment import line_named, lines_for, set_channels
from news.planning.line_status import deadline_of_line, handed_in_at, is_late

# Django's admin is mixed in where this is used; typed for what it calls of it.
_Base = WorkflowAdmin if TYPE_CHECKING else object


@dataclass(frozen=True)
class LineNote:
    """Whether an item came in time for its line, in words."""

    line: PlanLine
    deadline: date
    words: str
    tone: str

    @classmethod
    def of(cls, article: Article, *, now: datetime) -> LineNote:
        line = article.plan_line
        deadline = deadline_of_line(line)
        at = handed_in_at(article)
        late = is_late(deadline, at, now=now)
        if at:
            words = (
                f"nộp {'muộn' if late else 'đúng hạn'} {timezone.localtime(at):%d/%m/%Y | %H:%M}"
            )
        else:
            words = "chưa nộp, đã quá hạn" if late else "chưa nộp, còn hạn"
        return cls(line, deadline, words, "late" if late else "ok")


class LineAdmin(_Base):
    """Mixed into the admin of articles: ``?dong=12`` on the form of a new item names the line it is
    written for.
    """

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        item = kwargs.get("obj")
        if item is None and (line := self._line(request)):
            context |= {"written_for": line, "written_for_due_on": deadline_of_line(line)}
        elif item is not None and item.plan_line_id:
            context["line_note"] = LineNote.of(item, now=timezone.now())
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    def proposed_by_line(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the form of a new item begins with."""
        line = self._line(request)
        if line is None:
            return {}
        proposed = Article(title=line.topic, kind=line.kind)
        set_channels(proposed, line)
        return {
            name: getattr(proposed, name)
            for name in ("title", "kind", "is_for_portal", "is_for_loudspeaker")
        }

    def attach_to_line(self, request: HttpRequest, item: Article) -> None:
        """Attach a new item to the line its form was opened for; a line that is no longer open is
        left alone.
        """
        line = self._line(request)
        if line is None or not lines_for(item).filter(pk=line.pk).exists():
            return
        attached = perform(
            item,
            "attach_line",
            actor=request.user,
            version=item.version,
            data={"line": line.pk},
            now=timezone.now(),
        )
        item.version, item.plan_line = attached.version, attached.plan_line

    def _line(self, request: HttpRequest) -> PlanLine | None:
        user = request.user
        return line_named(
            request.GET.get("dong", ""), PlanLine.objects.open_to(user.unit_id, user.pk)
        )
