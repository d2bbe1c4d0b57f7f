"""The plan line a new article is written for, named by ``?dong=12``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from core.workflow.engine import perform
from news.models import Article, PlanLine
from news.planning.assignment import line_named, lines_for, set_channels
from news.planning.line_status import deadline_of_line, handed_in_at, is_late, other_kind_words
from organization.requests import staff_user


@dataclass(frozen=True)
class LineNote:
    """Whether an item came in time for its line, in words."""

    line: PlanLine
    deadline: date
    words: str
    tone: str
    other_kind: str = ""

    @classmethod
    def of(cls, article: Article, line: PlanLine, *, now: datetime) -> LineNote:
        deadline = deadline_of_line(line)
        at = handed_in_at(article)
        late = is_late(deadline, at, now=now)
        if at:
            words = (
                f"nộp {'muộn' if late else 'đúng hạn'} {timezone.localtime(at):%d/%m/%Y | %H:%M}"
            )
        else:
            words = "chưa nộp, đã quá hạn" if late else "chưa nộp, còn hạn"
        tone = "late" if late else "ok"
        return cls(line, deadline, words, tone, other_kind_words(article, line))


def line_context(request: HttpRequest, article: Article | None) -> dict[str, Any]:
    """Return what the form shows of the plan's line: the one asked for, or the article's own."""
    if article is None:
        line = asked_line(request)
        return {"written_for": line, "written_for_due_on": deadline_of_line(line)} if line else {}
    if article.plan_line:
        return {"line_note": LineNote.of(article, article.plan_line, now=timezone.now())}
    return {}


def initial_from_line(request: HttpRequest) -> dict[str, Any]:
    """Return the initial data of a new article's form from the line asked for."""
    line = asked_line(request)
    if line is None:
        return {}
    proposed = Article(title=line.topic, kind=line.kind)
    set_channels(proposed, line)
    return {
        name: getattr(proposed, name)
        for name in ("title", "kind", "is_for_portal", "is_for_loudspeaker")
    }


def attach_to_asked_line(request: HttpRequest, article: Article) -> None:
    """Attach a new article to the line its form was opened for, unless that is closed meanwhile."""
    line = asked_line(request)
    if line is None or not lines_for(article, staff_user(request)).filter(pk=line.pk).exists():
        return
    attached = perform(
        article,
        "attach_line",
        actor=staff_user(request),
        version=article.version,
        data={"line": line.pk},
        now=timezone.now(),
    )
    article.version = attached.version
    article.plan_line = attached.plan_line


def asked_line(request: HttpRequest) -> PlanLine | None:
    """Return the open line that ``?dong=12`` names, if the person may write for it."""
    user = staff_user(request)
    lines = PlanLine.objects.open_to(user.unit_id, user.pk)
    return line_named(request.GET.get("dong", ""), lines)
