"""Attachment of an article to a plan line: the choices, and the transition that stores one."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from typing import Any, cast

from django import forms
from django.db.models import Q

from core.http.params import int_param
from core.workflow.engine import TransitionAttempt, TransitionForm
from news.models import Article, PlanLine
from news.planning.line_status import deadline_of_line
from news.planning.placement import period_of
from news.querysets.planning import PlanLineQuerySet
from news.states import PlanState
from organization.models import ReportingPeriod, Unit, User
from organization.roles import Role


def assignee_label(line: PlanLine) -> str:
    """Return in a word or two whose line it is."""
    if line.person:
        return str(line.person)
    return line.unit.short_name if line.unit else "chưa giao"


class LineChoiceField(forms.ModelChoiceField):
    """A line of a plan, or none, said with its deadline and whose it is."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Dòng định hướng")
        kwargs.setdefault("empty_label", "Không gắn vào dòng nào")
        super().__init__(PlanLine.objects.none(), required=False, blank=True, **kwargs)

    def offer(self, lines: PlanLineQuerySet) -> None:
        ordered = lines.select_related("plan__period", "unit", "person")
        self.queryset = ordered.order_by("plan__period__starts_on", "position", "pk")

    def label_from_instance(self, line: PlanLine) -> str:
        month, deadline = line.plan.period.month, deadline_of_line(line)
        return f"{line.topic} (tháng {month}, hạn {deadline:%d/%m}; {assignee_label(line)})"


class AttachLineForm(TransitionForm):
    line = LineChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(LineChoiceField, self.fields["line"]).offer(lines_for(self.item, self.actor))
        self.initial = {"line": self.item.plan_line_id}

    def clean_line(self) -> PlanLine | None:
        line = self.cleaned_data["line"]
        if (line and line.pk) == self.item.plan_line_id:
            raise forms.ValidationError(
                "Quý vị chưa đổi gì: xin chọn một dòng khác, hoặc quay lại."
            )
        if line is None and (period := _kept_period(self.item, self.actor)):
            self._refuse_other_period(period)
        return line

    def _refuse_other_period(self, period: ReportingPeriod) -> None:
        """Taken off its line, an item counts by its time: that must be the same period."""
        without = copy(self.item)
        without.plan_line = None
        if period_of(without) != period:
            raise forms.ValidationError(
                f"Bài đã nộp, tính vào {period}; bỏ dòng này thì bài sang kỳ khác. Xin nhờ biên tập"
                " viên đổi."
            )


def lines_for(article: Article, actor: User | None) -> PlanLineQuerySet:
    """Return the lines the actor may attach an item to, with the one it is attached to.

    Once it is handed in, who is no editor chooses among those of the period it counts in.
    """
    return _lines_within(article, _kept_period(article, actor))


def _lines_within(article: Article, period: ReportingPeriod | None) -> PlanLineQuerySet:
    found = PlanLine.objects.open_to(article.unit_id, article.author_id)
    if period:
        found = found.filter(plan__period=period)
    return (found | PlanLine.objects.open().filter(Q(pk=article.plan_line_id))).distinct()


def _kept_period(article: Article, actor: User | None) -> ReportingPeriod | None:
    """Return the period from which the actor may not move an item; None if there is none."""
    is_editor = actor is not None and actor.has_role(Role.EDITOR)
    if is_editor or article.first_submitted_at is None:
        return None
    return period_of(article)


def has_choice(attempt: TransitionAttempt) -> Iterator[str]:
    article = attempt.item
    if article.plan_line_id and article.plan_line.plan.state != PlanState.OPEN:
        yield "Định hướng có dòng này đã khóa."
    elif not article.plan_line_id:
        period = _kept_period(article, attempt.actor)
        of_period = f" của {period}" if period else ""
        if not _lines_within(article, period).exists():
            yield f"Chưa có dòng định hướng nào{of_period} cho đơn vị của bài."


def attach_line(attempt: TransitionAttempt) -> None:
    attempt.item.plan_line = attempt.data["line"]


def unit_of(line: PlanLine) -> int | None:
    """Return whose line it is: a person's is their unit's too."""
    return line.person.unit_id if line.person else line.unit_id


def line_problem(line: PlanLine, unit: Unit | None, author_id: int | None) -> str:
    """Return what speaks against an item of that unit and author being one of the line, "" if
    nothing does; ``PlanLineQuerySet.open_to`` says the same in SQL.
    """
    if line.unit_id is None and line.person_id is None:
        return ""
    if author_id is not None and line.person_id == author_id:
        return ""
    if unit and unit.pk in (line.unit_id, line.person and line.person.unit_id):
        return ""
    whose = unit.short_name if unit else "của đơn vị nào"
    return f"Dòng này giao cho {assignee_label(line)}, không phải {whose}."


def changed_unit_problem(article: Article) -> str:
    """Return what speaks against the unit and author that an item has now, if it was written for a
    line of a plan in force; else "".
    """
    line = article.plan_line
    if line is None or line.plan.state != PlanState.OPEN:
        return ""
    problem = line_problem(line, article.unit, article.author_id)
    if not problem:
        return ""
    return f"{problem} Bài đang gắn vào dòng “{line.topic}”: xin đổi dòng của bài trước."


def line_named(text: str, lines: PlanLineQuerySet) -> PlanLine | None:
    """Return the one of the lines that an address names (``?dong=12``); None for anything else."""
    pk = int_param(text)
    if pk is None:
        return None
    return lines.filter(pk=pk).select_related("plan__period", "unit", "person").first()


def set_channels(article: Article, line: PlanLine) -> None:
    """Let a new item stand where its line is meant for; a line for the upper portal alone is read
    on ours, too.
    """
    article.is_for_loudspeaker = line.is_for_loudspeaker
    article.is_for_portal = line.is_for_portal or not line.is_for_loudspeaker
